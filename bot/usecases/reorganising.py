"""Re-organisation: tasks follow where the relation says so; the office decides about the rest, and about people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.core import succession
from bot.core.agencies import Directory, Succession
from bot.core.buttons import Press
from bot.core.cards import Kind
from bot.core.parts import succeeds
from bot.core.permissions import AGENCY, Actor
from bot.core.screens import refusals
from bot.core.screens import reorganising as screens
from bot.core.screens.reorganising import Ended, Mover
from bot.core.screens.words import code
from bot.core.succession import Change
from bot.store import conclusions, directory, groups, people, tasks
from bot.store.tasks import Source
from bot.usecases import views
from bot.usecases.context import City, Mail, Turn
from models import Role, Task

PAGE = 5
NOBODY = Source()


def bring_in(db: Session, found: Sequence[Succession], ends: Mapping[str, date]) -> int:
    """Takes the relations of a file; returns how many."""
    return directory.put_successions(db, found, ends)


def plan(db: Session, city: City, now: datetime) -> int:
    """Moves what moves by itself today and asks the office about the rest, once; doing it twice changes nothing."""
    today = city.today(now)
    leads = [lead for lead, _ in tasks.by_lead(db, tasks.OPEN) if lead]
    found = succession.changes(city.directory, {*leads, *tasks.supporters(db)}, today)
    posted = 0
    for change in found:
        if change.heir:
            posted += _moves(db, city, now, change, change.heir)
        else:
            posted += _asks(db, city, now, change)
    _move_drafts_and_groups(db, city, today)
    return posted


def _moves(db: Session, city: City, now: datetime, change: Change, heir: str) -> int:
    led = [task for task in tasks.open_of(db, change.old) if move_lead(db, city, now, task, heir, by=None)]
    helped = [
        task for task in tasks.open_supported(db, change.old) if _move_support(db, city, now, task, change.old, heir)
    ]
    mail = Mail(db, city, now, key=f"reorg:{change.old}:{now.isoformat()}")
    body = _ended(db, city, change, city.today(now))
    mail.to(people.holders(db, city.today(now), {Role.OFFICE}), screens.moved(body, len(led), len(helped)), Kind.NOTE)
    shown = views.views(db, city, led, city.today(now))
    if shown:
        receivers = people.holders(db, city.today(now), AGENCY, [heir])
        mail.to(receivers, screens.received(body, shown), Kind.ASSIGNMENT)
    return len(led) + len(helped)


def move_lead(
    db: Session, city: City, now: datetime, task: Task, heir: str, *, by: Actor | None, source: Source = NOBODY
) -> bool:
    """The task goes to its lead's successor; the successor stops being named as a mere supporter of it."""
    names = f"{city.short(task.lead)} → {city.short(heir)}"
    move = succession.lead_moves(task, heir, names)
    if move is None:
        return False
    old = task.lead or ""
    tasks.record(db, task, move, by=by, at=now, source=source)
    tasks.drop_support(db, task, heir)
    for part in tasks.parts(db, task.id or 0):
        step = succeeds(part, old, heir)
        if step:
            tasks.record(db, part, step, by=by, at=now, source=source)
    return True


def _move_support(db: Session, city: City, now: datetime, task: Task, old: str, heir: str) -> bool:
    move = succession.support_moves(task, f"{city.short(old)} → {city.short(heir)}")
    if move is None:
        return False
    tasks.replace_support(db, task, old, heir)
    tasks.record(db, task, move, by=None, at=now, source=NOBODY)
    return True


def _asks(db: Session, city: City, now: datetime, change: Change) -> int:
    """The office is asked once about a body without an automatic successor."""
    body, count = _ended(db, city, change, city.today(now)), 0
    for officer in people.holders(db, city.today(now), {Role.OFFICE}):
        mail = Mail(db, city, now, key="")
        key = f"reorg-ask:{change.old}:{change.last_day}:{officer.person_id}"
        mail.to([officer], screens.asked(body), Kind.NOTE, key=key)
        count += mail.posted
    return count


def _move_drafts_and_groups(db: Session, city: City, today: date) -> None:
    """Reviews that are going on, and registered groups, name the successor from now on."""

    def heir(code: str) -> str:
        body = city.directory.get(code)
        return (city.directory.successor(code, today) or code) if body and body.has_ended_on(today) else code

    for draft in conclusions.open_drafts(db):
        lead = heir(draft.lead) if draft.lead else None
        co_leads, support = list(map(heir, draft.co_leads)), list(map(heir, draft.support))
        if (lead, co_leads, support) != (draft.lead, draft.co_leads, draft.support):
            draft.lead, draft.co_leads, draft.support = lead, co_leads, support
            draft.revision += 1
            db.add(draft)
    for group in groups.registered(db):
        if group.agency_code and heir(group.agency_code) != group.agency_code:
            group.agency_code = heir(group.agency_code)
            db.add(group)


def _ended(db: Session, city: City, change: Change, today: date) -> Ended:
    waiting = tasks.open_of(db, change.old) if change.heir is None else []
    return Ended(
        code=change.old,
        name=city.full(change.old),
        short=city.short(change.old),
        heir=city.short(change.heir) if change.heir else None,
        last_day=change.last_day,
        tasks=len(waiting),
        support=len(tasks.open_supported(db, change.old)) if change.heir is None else 0,
        people=len(people.holders(db, today, AGENCY, [change.old])),
    )


def outlook(db: Session, city: City, now: datetime) -> list[str]:
    """For the command: what waits for the office, and what will happen to open tasks, a sentence each."""
    today, counts = city.today(now), dict(tasks.by_lead(db, tasks.OPEN))
    leads = [lead for lead in counts if lead]
    said = [
        f"{city.short(one.old)} ended on {one.last_day}: open tasks that wait for the office: {counts[one.old]}"
        for one in succession.changes(city.directory, leads, today)
    ]
    for one in succession.to_come(city.directory, leads, today):
        whither = f"move to {city.short(one.heir)} by themselves" if one.heir else "will wait for the office"
        said.append(f"{city.short(one.old)} ends on {one.last_day}: open tasks that {whither}: {counts[one.old]}")
    return said


# ---------------------------------------------------------------- the office's screen


def _mine(turn: Turn) -> bool:
    if turn.actor.role is Role.OFFICE:
        return True
    turn.reply(refusals.refusal("not-yours"))
    return False


def show(turn: Turn) -> None:
    """What waits for a decision, and what will come."""
    if not _mine(turn):
        return
    found = [_ended(turn.db, turn.city, one, turn.today) for one in _changes(turn)]
    waiting = [one for one in found if one.tasks or one.support or one.people]
    leads = [lead for lead, _ in tasks.by_lead(turn.db, tasks.OPEN) if lead]
    coming = [
        (
            turn.city.short(one.old),
            turn.city.short(one.heir) if one.heir else None,
            one.last_day,
            dict(tasks.by_lead(turn.db, tasks.OPEN))[one.old],
        )
        for one in succession.to_come(turn.city.directory, leads, turn.today)
    ]
    turn.reply(screens.overview(waiting, coming))


def _changes(turn: Turn) -> list[Change]:
    leads = [lead for lead, _ in tasks.by_lead(turn.db, tasks.OPEN) if lead]
    held = [one.agency for one in people.holders(turn.db, turn.today, AGENCY) if one.agency]
    return succession.changes(turn.city.directory, {*leads, *tasks.supporters(turn.db), *held}, turn.today)


def _change(turn: Turn, code: str) -> Change | None:
    found = next((one for one in _changes(turn) if one.old == code), None)
    if found is None:
        show(turn)
    return found


def show_body(turn: Turn, press: Press) -> None:
    if not _mine(turn):
        return
    change = _change(turn, press.extra)
    if change is None:
        return
    led = tasks.open_of(turn.db, change.old) if change.heir is None else []
    pages = max(1, -(-len(led) // PAGE))
    page = min(max(1, press.id), pages)
    shown = views.views(turn.db, turn.city, led[(page - 1) * PAGE : page * PAGE], turn.today)
    holders = [
        Mover(one.post_id, one.name, one.role) for one in people.holders(turn.db, turn.today, AGENCY, [change.old])
    ]
    helped = tasks.open_supported(turn.db, change.old) if change.heir is None else []
    numbers = [code(tasks.number_of(turn.db, one), one.sub_number) for one in helped]
    body = _ended(turn.db, turn.city, change, turn.today)
    turn.reply(screens.body(body, shown, holders, numbers, page, pages))


def choose_for_task(turn: Turn, press: Press) -> None:
    """Which successor takes this task."""
    if not _mine(turn):
        return
    task = tasks.locked(turn.db, press.id)
    if task is None or task.lead is None:
        turn.reply(refusals.gone())
        return
    turn.ask("reorg", task=task.id)
    view = views.views(turn.db, turn.city, [task], turn.today)[0]
    turn.reply(screens.choose(view, _options(turn, task.lead), turn.city.short(task.lead)))


def choose_for_support(turn: Turn, press: Press) -> None:
    """Which successor supports in place of the body that ended."""
    if not _mine(turn) or _change(turn, press.extra) is None:
        return
    turn.ask("reorg-support", agency=press.extra)
    turn.reply(screens.choose_support(turn.city.short(press.extra), press.extra, _options(turn, press.extra)))


def choose_for_post(turn: Turn, press: Press) -> None:
    """Where a person of an ended body goes."""
    post = people.post(turn.db, press.id)
    if not _mine(turn):
        return
    if post is None or not people.is_held(post, turn.today) or not post.agency_code:
        turn.reply(refusals.gone())
        return
    heir = turn.city.directory.successor(post.agency_code, turn.today)
    options = [(heir, turn.city.short(heir))] if heir else _options(turn, post.agency_code)
    person = people.person(turn.db, post.person_id)
    turn.ask("reorg-post", post=post.id)
    turn.reply(
        screens.choose_post(post.id or 0, person.name if person else "—", turn.city.short(post.agency_code), options)
    )


def _options(turn: Turn, code: str) -> list[tuple[str, str]]:
    return [(one, turn.city.short(one)) for one in turn.city.directory.candidates(code, turn.today)]


def answered(turn: Turn, question: dict[str, object], words: str) -> None:
    """A successor that was written instead of pressed."""
    found = turn.city.agencies.candidates(words, turn.today)
    living = [code for code in found if _lives(turn.city.directory, code, turn.today)]
    if len(living) != 1:
        turn.reply(refusals.unclear_agency(words))
        return
    match question:
        case {"kind": "reorg", "task": int(task_id)}:
            _give_task(turn, task_id, 0, living[0])
        case {"kind": "reorg-support", "agency": str(old)}:
            _give_support(turn, old, living[0])
        case {"kind": "reorg-post", "post": int(post_id)}:
            _move_post(turn, post_id, living[0])


def press_task(turn: Turn, press: Press) -> None:
    _give_task(turn, press.id, press.revision, press.extra)


def press_support(turn: Turn, press: Press) -> None:
    question = turn.conversation.question or {}
    if question.get("kind") == "reorg-support":
        _give_support(turn, str(question["agency"]), press.extra)
    else:
        show(turn)


def press_post(turn: Turn, press: Press) -> None:
    _move_post(turn, press.id, press.extra)


def _give_task(turn: Turn, task_id: int, revision: int, heir: str) -> None:
    """The office's decision; told to the new lead, and written down with who decided."""
    task = tasks.locked(turn.db, task_id)
    if not _mine(turn):
        return
    if task is None or not _lives(turn.city.directory, heir, turn.today):
        turn.reply(refusals.gone())
        return
    if revision and revision != task.revision:
        turn.toast = refusals.stale()
        choose_for_task(turn, Press("reorg-task", task_id))
        return
    turn.close_question()
    old = task.lead or ""
    if not move_lead(turn.db, turn.city, turn.now, task, heir, by=turn.actor, source=turn.source):
        turn.reply(refusals.gone())
        return
    view = views.views(turn.db, turn.city, [task], turn.today)[0]
    turn.reply(screens.given(view, turn.city.short(old), old), kind=Kind.CONFIRMATION)
    turn.tell(
        turn.agency_people([heir]), screens.received_one(view, turn.city.full(old)), Kind.ASSIGNMENT, task_id=task.id
    )


def _give_support(turn: Turn, old: str, heir: str) -> None:
    if not _mine(turn) or not _lives(turn.city.directory, heir, turn.today):
        return
    turn.close_question()
    names = f"{turn.city.short(old)} → {turn.city.short(heir)}"
    for task in tasks.open_supported(turn.db, old):
        move = succession.support_moves(task, names)
        if move:
            tasks.replace_support(turn.db, task, old, heir)
            tasks.record(turn.db, task, move, by=turn.actor, at=turn.now, source=turn.source)
    show_body(turn, Press("reorg-body", 1, 0, old))


def _move_post(turn: Turn, post_id: int, heir: str) -> None:
    """The person holds the same role at the successor from now on, and no longer at the old body."""
    post = people.post(turn.db, post_id)
    if not _mine(turn):
        return
    held = post is not None and people.is_held(post, turn.today) and post.agency_code
    if post is None or not held or not _lives(turn.city.directory, heir, turn.today):
        turn.reply(refusals.gone())
        return
    turn.close_question()
    old = post.agency_code or ""
    people.end_post(turn.db, post, turn.today)
    people.add_post(turn.db, post.person_id, role=post.role, agency=heir, today=turn.today)
    actor = people.actor_by_person(turn.db, post.person_id, turn.today)
    if actor:
        count = tasks.counted(turn.db, tasks.OPEN, tasks.for_agency(heir))
        turn.tell([actor], screens.your_post_moved(actor.role, turn.city.full(heir), count), Kind.NOTE)
        turn.reply(screens.post_moved(actor.name, turn.city.short(heir), old), kind=Kind.CONFIRMATION)


def _lives(found: Directory, code: str, on: date) -> bool:
    body = found.get(code)
    return body is not None and body.lives_on(on)
