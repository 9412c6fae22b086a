"""Days, tasks, new dates, confirmations, kills and steps of the clock in any order, and what people then hear."""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import Session, col, select

from bot.app import App
from bot.core import extensions, lifecycle, reminders, rights
from bot.core.calendar import Calendar
from bot.core.lifecycle import Move, Refusal
from bot.core.reminders import Ladder, Rung
from bot.delivery.pacing import Pacing
from bot.store import extensions as requests
from bot.store import notices as said_notices
from bot.store import people, tasks
from bot.store.tasks import Source
from bot.usecases import notices
from models import Extension, Outbox, OutboxState, RequestState, Role, State, Task
from tests.city import ZONE, City, FakeChat

REMINDED = re.compile(r"^\d+\. NV-(\d+) · (.*(?:\n.+)*)", re.MULTILINE)
IN_DIGEST = re.compile(r"^• NV-(\d+) ", re.MULTILINE)
REPEAT = "Tin này có thể đã được gửi trước đó."
WAS_REMINDED = "Hệ thống đã nhắc cơ quan chủ trì"
NOBODY_REACHED = "nên chưa được nhắc"
SEVERAL = re.compile(r"NV-(\d+)")
OPENS, CLOSES = time(7, 30), time(17, 0)
OFFICE, COLLEAGUE = "office", "colleague"
AGENCY_OF = {"tttt": "STTTT", "tttt-contact": "STTTT", "nv": "SNV", "xd": "SXD"}
LEADS = ("STTTT", "SNV", "SXD", "STC")  # nobody of the last ever has an account
TICKS = (time(7, 30), time(8, 0), time(13, 0))

REQUEST = (Ladder.DECIDE, Ladder.OPINION, Ladder.ANSWER)

ROLES = {"chair": Role.CHAIR, "vice": Role.VICE_CHAIR, OFFICE: Role.OFFICE, COLLEAGUE: Role.OFFICE}
ROLES |= {"tttt": Role.HEAD, "tttt-contact": Role.CONTACT, "nv": Role.HEAD, "xd": Role.HEAD}

Said = tuple[int, str, str]  # task, occasion, rung


def _name(rung: Rung) -> tuple[str, str]:
    return rung.occasion, f"{rung.ladder}{rung.name}"


class Killed(BaseException):
    """The process is gone: nobody catches this."""


class Undone(Exception):
    """A transaction that never came to its end."""


@dataclass(frozen=True)
class Sighting:
    """A letter or digest that somebody has got."""

    at: datetime
    account: str
    row_id: int
    kind: str
    repeated: bool
    text: str
    said: frozenset[Said]
    open: dict[int, Task]  # the tasks as they were
    requests: dict[int, Extension]  # for a later date, of these tasks
    reachable: frozenset[str]  # agencies


class Phone(FakeChat):
    """The fake chat; looks into the database at the moment of sending, and can be the moment of a kill."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town = town
        self.seen: list[Sighting] = []
        self.kill: str | None = None

    async def send(self, to, part, file=None):
        if self.kill == "before":
            raise Killed
        ref = await super().send(to, part, file)
        self.seen += self.town.database.do(self._looked_at, to.chat_id, part.text)
        if self.kill == "after":
            raise Killed
        return ref

    def _looked_at(self, db: Session, account: str, text: str) -> list[Sighting]:
        (row,) = db.exec(select(Outbox).where(Outbox.chat_id == account, Outbox.state == OutboxState.SENDING))
        if not row.key.startswith(("morning:", "digest:")):  # the delivery report is a letter of its own
            return []
        now = self.town.clock.now()
        found = said_notices.of_letter(db, row.key)
        said = frozenset((task_id, *one) for task_id, ones in found.items() for one in ones)
        open_ = {task.id: task for task in db.exec(select(Task).where(col(Task.closed_at).is_(None)))}
        reachable = frozenset(people.linked_agencies(db, now.astimezone(ZONE).date()))
        asked = {one.task_id: one for one in requests.all_open(db)}
        return [Sighting(now, account, row.id or 0, row.kind, row.repeated, text, said, open_, asked, reachable)]


class Town(City):
    """A city from ready-made parts, whose process can be replaced."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.readers = self.app.cities.known
        self.chat = Phone(self)
        self.begins_anew()

    def begins_anew(self) -> None:
        """Another process on the same database."""
        self.app = self.another()

    def another(self) -> App:
        process = App(self.settings, self.database, [self.chat], self.clock, pacing={"fake": Pacing(1e6, 0)})
        process.cities._city = self.readers
        return process

    @property
    def local(self) -> datetime:
        return self.clock.moment.astimezone(ZONE)

    @property
    def today(self) -> date:
        return self.local.date()


def _said_for_several(text: str, number: str) -> str:
    """What a letter says once below its tasks: for those that it names there, or for all."""
    rows = (row.partition(": ") for row in REMINDED.sub("", text).splitlines())
    return "\n".join(
        why or codes for codes, _, why in rows if not SEVERAL.match(codes) or number in SEVERAL.findall(codes)
    )


class Reminding(RuleBasedStateMachine):
    """Whatever happens, and in whatever order."""

    given = Bundle("given")

    @initialize()
    def found(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.Runner()
        self.town = Town(Path(self._folder.name))
        self.calendar: Calendar = self.town.database.do(self.town.app.cities).calendar
        for account in ("tttt", "tttt-contact", "nv"):
            self.town.member(account, account, ROLES[account], AGENCY_OF[account])
        self.checked = 0
        self.heard: dict[tuple[str, Said], int] = {}  # who heard which rung, in which message
        self.letters: dict[tuple[str, date], int] = {}  # who got which letter on which day
        self.officer = self.town.database.do(self._actor, OFFICE)
        self.changed: dict[int, date] = {}  # when a task was changed last
        self.moved: dict[str, date] = {}  # when an account came, went or could not be reached last
        self.tidy_until = self.town.local

    def teardown(self) -> None:
        if not hasattr(self, "officer"):
            return
        try:
            if self.sound:
                self._ends_well()
        finally:
            self.loop.run(self.town.close())
            self.loop.close()
            self._folder.cleanup()

    # ---------------------------------------------------------------- what people do

    @rule(target=given, lead=st.sampled_from(LEADS), days=st.none() | st.integers(0, 25), received=st.booleans())
    def assigns(self, lead: str, days: int | None, received: bool) -> int:
        now, today = self.town.clock.now(), self.town.today

        def give(db: Session) -> int:
            task = Task(
                title="Hoàn thiện quy chế", lead=lead, assigned_on=today, assigned_at=now, given_by="vice_chair"
            )
            tasks.add(db, task, [])
            due = today + timedelta(days=days) if days is not None else None
            changes = {"due_on": due, "original_due_on": due, "lead": lead}
            changes |= {"acknowledged_at": now, "state": State.IN_PROGRESS} if received else {}
            tasks.record(db, task, Move("assigned", changes), by=None, at=now, source=Source())
            return task.id or 0

        task_id = self.town.database.do(give)
        self.changed[task_id] = today
        return task_id

    @rule(task=given, days=st.integers(1, 40))
    def gets_another_date(self, task: int, days: int) -> None:
        due = self.town.today + timedelta(days=days)
        self._moves(task, lambda row: lifecycle.change_due(row, self.officer, due, "lùi", reason="điều chỉnh kế hoạch"))

    @rule(task=given)
    def is_reported(self, task: int) -> None:
        now = self.town.clock.now()
        self._moves(task, lambda row: lifecycle.report_done(row, self.officer, now, self.town.today, note="xong"))

    @rule(task=given)
    def is_confirmed(self, task: int) -> None:
        self._moves(task, lambda row: lifecycle.confirm(row, self.officer, self.town.clock.now()))

    @rule(task=given)
    def is_returned(self, task: int) -> None:
        self._moves(task, lambda row: lifecycle.return_for_more(row, self.officer, "chưa đủ"))

    @rule(task=given)
    def makes_progress(self, task: int) -> None:
        now = self.town.clock.now()
        self._moves(task, lambda row: lifecycle.progress(row, self.officer, now, self.town.today, note="đang làm"))

    @rule(task=given)
    def is_suspended_or_goes_on(self, task: int) -> None:
        def turned(row: Task) -> Move | Refusal:
            if row.closed_at is not None or row.state == State.AWAITING:
                return Refusal("already-closed")
            suspended = row.state == State.SUSPENDED
            return Move("turned", {"state": State.IN_PROGRESS if suspended else State.SUSPENDED})

        self._moves(task, turned)

    # ---------------------------------------------------------------- asking for a later date

    @rule(task=given, days=st.integers(3, 40), on_time=st.booleans())
    def asks_for_a_later_date(self, task: int, days: int, on_time: bool) -> None:
        now, today = self.town.clock.now(), self.town.today

        def ask(db: Session) -> bool:
            row = tasks.locked(db, task)
            base = max(row.due_on, today) if on_time and row.due_on else today
            due, asker = base + timedelta(days=days), self._asker(db, row)
            request = requests.open_of(db, [task]).get(task)
            step = extensions.ask(
                row, asker, now, today, due_on=due, words="", reason="chờ số liệu của các đơn vị", open_request=request
            )
            if isinstance(step, Refusal):
                return False
            tasks.record(db, row, step.move, by=asker, at=now, source=Source())
            requests.add(db, task, step.request)
            return True

        if self.town.database.do(ask):
            self.changed[task] = max(self.changed[task], today)

    def _asker(self, db: Session, task: Task):
        """The head of the lead agency; the office for one that has nobody."""
        heads = {"STTTT": "tttt", "SNV": "nv"}
        return self._actor(db, heads.get(task.lead or "", OFFICE))

    @rule(task=given, how=st.sampled_from(["agree", "refuse", "offer", "ask back"]), days=st.integers(1, 30))
    def the_request_is_decided(self, task: int, how: str, days: int) -> None:
        now, today = self.town.clock.now(), self.town.today

        def decide(db: Session, request: Extension, row: Task):
            by = self._actor(db, "vice" if rights.decider(row) is Role.VICE_CHAIR else "chair")
            match how:
                case "agree":
                    return extensions.agree(request, row, by, now, today)
                case "refuse":
                    return extensions.refuse(request, row, by, now, reason="việc này không lùi được")
                case "offer":
                    return extensions.offer(request, row, by, today, due_on=request.due_on + timedelta(days=days))
            return extensions.ask_back(request, row, by, question="vướng mắc nằm ở khâu nào")

        self._decides(task, decide)

    @rule(task=given, how=st.sampled_from(["accept", "decline", "reply", "take back"]))
    def the_asker_answers(self, task: int, how: str) -> None:
        now, today = self.town.clock.now(), self.town.today

        def decide(db: Session, request: Extension, row: Task):
            by = self._asker(db, row)
            match how:
                case "accept":
                    return extensions.accept(request, row, by, now, today)
                case "decline":
                    return extensions.decline(request, row, by, now)
                case "reply":
                    return extensions.reply(request, row, by, today, answer="khâu thẩm định dự toán")
            return extensions.take_back(request, row, by, now)

        self._decides(task, decide)

    @rule(task=given)
    def the_office_gives_its_opinion(self, task: int) -> None:
        today = self.town.today
        self._decides(
            task, lambda _db, request, row: extensions.advise(request, row, self.officer, today, opinion="nên đồng ý")
        )

    def _decides(self, task_id: int, decide) -> None:
        def move(db: Session) -> bool:
            task, request = tasks.locked(db, task_id), requests.open_of(db, [task_id]).get(task_id)
            decided = decide(db, request, task) if request else Refusal("no-request")
            if isinstance(decided, Refusal):
                return False
            tasks.record(db, task, decided.move, by=self.officer, at=self.town.clock.now(), source=Source())
            requests.change(db, request, decided.request)
            return True

        if self.town.database.do(move):
            self.changed[task_id] = max(self.changed[task_id], self.town.today)

    # ---------------------------------------------------------------- people who come and go

    @rule(account=st.sampled_from(["tttt", "tttt-contact", "nv"]))
    def blocks_the_bot_or_comes_back(self, account: str) -> None:
        if account in self.town.chat.blocked:
            self.town.chat.blocked.discard(account)
            self.loop.run(self.town.inbound(account, text="/help"))
        else:
            self.town.chat.blocked.add(account)
        self.moved[account] = self.town.today

    @rule(account=st.sampled_from(["tttt", "nv", OFFICE]))
    def is_flooded_or_not(self, account: str) -> None:
        """Telegram asks us to wait with this chat, until it does not."""
        self.town.chat.busy ^= {account}
        self.moved[account] = self.town.today
        self.town.clock.moment += timedelta(minutes=1)

    @precondition(lambda self: "xd" not in self.moved)
    @rule()
    def somebody_is_linked_at_last(self) -> None:
        self.town.member("xd", "xd", Role.HEAD, "SXD")
        self.moved["xd"] = self.town.today

    # ---------------------------------------------------------------- time

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        for day in range(days + 1):
            for moment in TICKS:
                at = datetime.combine(self.town.today, moment, ZONE)
                if at > self.town.local:
                    self._ticks_at(at)
            if day < days:
                self.town.clock.moment = datetime.combine(self.town.today + timedelta(days=1), time(0, 1), ZONE)

    @rule(span=st.sampled_from([timedelta(minutes=1), timedelta(hours=14), timedelta(hours=63), timedelta(days=30)]))
    def nothing_runs_for(self, span: timedelta) -> None:
        """An outage, or a clock that was set forward."""
        self.town.clock.moment += span
        self._ticks_at(self.town.clock.moment)

    @rule(span=st.sampled_from([timedelta(minutes=2), timedelta(hours=3), timedelta(days=1), timedelta(days=5)]))
    def the_clock_is_set_back_by(self, span: timedelta) -> None:
        self.town.clock.moment -= span
        self.loop.run(self.town.app._clock_was_set_back())
        self._ticks_at(self.town.clock.moment)

    @rule(span=st.sampled_from([timedelta(hours=1), timedelta(days=1), timedelta(days=40)]))
    def the_clock_is_wrong_for_a_while(self, span: timedelta) -> None:
        """Set forward, a tick, and set right again."""
        self.nothing_runs_for(span)
        self.the_clock_is_set_back_by(span)

    # ---------------------------------------------------------------- kills

    @rule()
    def dies_while_it_plans(self) -> None:
        def plan(db: Session) -> None:
            notices.plan(db, self.town.app.cities(db), self.town.clock.now())
            raise Undone

        try:
            self.town.database.do(plan)
        except Undone:
            self.town.begins_anew()

    @rule(moment=st.sampled_from(["before", "after"]))
    def dies_while_it_sends(self, moment: str) -> None:
        self.town.chat.kill = moment
        try:
            self._ticks_at(self.town.clock.moment)
        except Killed:
            self.town.begins_anew()
            self.town.clock.moment += timedelta(minutes=3)
            self.loop.run(self.town.app._take_up())
        finally:
            self.town.chat.kill = None

    @rule()
    def two_plan_at_once(self) -> None:
        other = self.town.another()

        async def both() -> None:
            await asyncio.gather(other.plan(), self.town.app.plan())

        self.loop.run(both())
        self.town.database.posted = self.town.app.sender.wake
        self.loop.run(self.town.settles())

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def what_came_was_right(self) -> None:
        if not hasattr(self, "town"):
            return
        self.sound = False
        fresh, self.checked = self.town.chat.seen[self.checked :], len(self.town.chat.seen)
        for one in fresh:
            self._came_in_office_hours(one)
            self._came_once_a_day(one)
            for number, lines in REMINDED.findall(one.text):
                assert int(number) in one.open, one
                self._was_true(one, one.open[int(number)], lines, _said_for_several(one.text, number))
                self._was_said_once(one, int(number))
            if one.kind == "digest":
                self._digest_reminded(one)
        self._nobody_is_forgotten()
        self._no_request_is_forgotten()
        self.sound = True

    def _digest_reminded(self, one: Sighting) -> None:
        """A leader's digest says what a letter of that morning would have said, and notes nothing else as said."""
        block = one.text.partition("\nNhắc việc: ")[2].partition("\n\n")[0]
        meant = {task for task, _, _ in one.said}
        assert meant or not block, one
        assert {int(number) for number in IN_DIGEST.findall(block)} <= meant, one
        for task_id in meant:
            assert task_id in one.open, one
            self._was_said_once(one, task_id)

    def _came_in_office_hours(self, one: Sighting) -> None:
        local = one.at.astimezone(ZONE)
        assert self.calendar.is_working_day(local.date()), one
        assert OPENS <= local.time() < CLOSES, one

    def _came_once_a_day(self, one: Sighting) -> None:
        """A second letter on a day is the first one again, and says so."""
        day = (one.account, one.at.astimezone(ZONE).date())
        first = self.letters.setdefault((*day, one.kind), one.row_id)
        assert first == one.row_id, one
        if any(other.row_id == one.row_id for other in self.town.chat.seen[: self.town.chat.seen.index(one)]):
            assert REPEAT in one.text

    def _was_true(self, one: Sighting, task: Task, lines: str, below: str) -> None:
        """No finished or suspended task, no old date, nobody said to be reminded who can't be."""
        assert task.state != State.SUSPENDED, one
        rungs = {name for name in self._of(one, task.id) if not name[1].startswith(REQUEST)}
        if rungs != self._of(one, task.id):
            assert task.id in one.requests, one  # nobody is asked about a request that was decided
            return
        assert all(rung.startswith(Ladder.CONFIRM) for _, rung in rungs) == (task.state == State.AWAITING), one
        for occasion, rung in rungs:
            assert not rung.startswith(Ladder.DATE) or occasion == f"due:{task.due_on}:{task.reopened}", one
        if task.due_on:
            assert f"{task.due_on:%d/%m/%Y}" in lines, one
        if task.lead not in one.reachable and one.account in (OFFICE, COLLEAGUE) and task.state != State.AWAITING:
            assert NOBODY_REACHED in lines + below, one
        assert WAS_REMINDED not in lines + below or task.lead in one.reachable, one

    def _of(self, one: Sighting, task_id: int | None) -> set[tuple[str, str]]:
        return {(occasion, rung) for task, occasion, rung in one.said if task == task_id}

    def _was_said_once(self, one: Sighting, task_id: int) -> None:
        """And of each ladder only the last step that is meant for this person."""
        day, role = one.at.astimezone(ZONE).date(), ROLES[one.account]
        reached = {_name(rung): rung for rung in self._all_reached(one, task_id, day)}
        said = self._of(one, task_id) & reached.keys()
        assert said, one
        for name in said:
            later = [
                rung for rung in reached.values() if rung.ladder is reached[name].ladder and rung is not reached[name]
            ]
            assert not any(rung.day > reached[name].day and role in rung.roles for rung in later), one
            assert not any(_name(rung) in said for rung in later), one
            first = self.heard.setdefault((one.account, (task_id, *name)), one.row_id)
            assert first == one.row_id, f"{name} twice: {one}"

    def _all_reached(self, one: Sighting, task_id: int, day: date) -> list[Rung]:
        return reminders.reached(one.open[task_id], day, self.calendar, one.requests.get(task_id))

    def _no_request_is_forgotten(self) -> None:
        """Who has to decide is reminded after two working days; leaders are always reached."""
        if not self._is_quiet():
            return
        asked = self.town.database.do(lambda db: {one.task_id: one for one in requests.all_open(db)})
        for task_id, request in asked.items():
            task = self.town.database.do(tasks.by_id, task_id)
            silent = task.closed_at is not None or task.state == State.SUSPENDED
            if silent or request.state != RequestState.ASKED or self.changed[task_id] >= self.town.today:
                continue
            if self.calendar.add(request.waits_since, 2) <= self.town.today:
                decider = "vice" if rights.decider(task) is Role.VICE_CHAIR else "chair"
                occasion = f"extension:{request.id}:{request.waits_since}:{request.state}"
                assert (decider, (task_id, occasion, "decide+2")) in self.heard, request

    def _nobody_is_forgotten(self) -> None:
        """Of every task that is overdue since before today somebody was told, by the time the planner has looked."""
        if not self._is_quiet():
            return
        for task in self.town.database.do(lambda db: list(db.exec(select(Task).where(col(Task.closed_at).is_(None))))):
            rung = self._overdue_rung(task)
            if rung is None or self.changed[task.id or 0] >= self.town.today:
                continue
            accounts = [name for name, agency in AGENCY_OF.items() if agency == task.lead and self._reached(name)]
            staff = [name for name, agency in AGENCY_OF.items() if agency == task.lead and name in self._linked()]
            if any(self.moved.get(name, date.min) >= self.town.today for name in [*staff, OFFICE]):
                continue
            for name in accounts or [COLLEAGUE]:
                assert self._has_heard(name, task, rung), f"{name} was never told of NV-{task.id}, {rung}"

    def _is_quiet(self) -> bool:
        local = self.town.local
        if not (self.calendar.is_working_day(local.date()) and time(8) <= local.time() < CLOSES):
            return False
        return self.planned_at == self.town.clock.moment

    planned_at: datetime | None = None
    sound = False  # nothing was found wrong so far

    def _overdue_rung(self, task: Task) -> Rung | None:
        found = reminders.latest(reminders.reached(task, self.town.today, self.calendar))
        late = [rung for rung in found if rung.ladder is Ladder.DATE and rung.name.startswith("+")]
        return late[0] if late else None

    def _has_heard(self, account: str, task: Task, rung: Rung) -> bool:
        """Of this date, after it had passed: the rung itself, or a later one by a clock that was ahead."""
        return any(
            who == account and task_id == task.id and occasion == rung.occasion and name.startswith("date+")
            for who, (task_id, occasion, name) in self.heard
        )

    def _linked(self) -> set[str]:
        return {"tttt", "tttt-contact", "nv"} | ({"xd"} if "xd" in self.moved else set())

    def _reached(self, account: str) -> bool:
        return account in self._linked() and account not in self.town.chat.blocked | self.town.chat.busy

    # ---------------------------------------------------------------- inside

    def _ends_well(self) -> None:
        """Everybody can be reached again and some days pass: nothing is left over."""
        self.town.chat.busy.clear()
        for account in sorted(self.town.chat.blocked):
            self.blocks_the_bot_or_comes_back(account)
        self.days_pass(4)
        self.what_came_was_right()
        left = self.town.database.do(
            lambda db: [row.model_dump() for row in db.exec(select(Outbox).where(col(Outbox.settled_at).is_(None)))]
        )
        assert left == []

    def _actor(self, db: Session, account: str):
        address = people.address_of(db, "fake", account)
        return people.actor_by_person(db, address.person_id, self.town.today)

    def _moves(self, task_id: int, decide) -> None:
        def move(db: Session) -> bool:
            task = tasks.locked(db, task_id)
            verdict = decide(task)
            if isinstance(verdict, Refusal):
                return False
            tasks.record(db, task, verdict, by=self.officer, at=self.town.clock.now(), source=Source())
            request = requests.open_of(db, [task_id]).get(task_id)
            if request and (task.closed_at or "due_on" in verdict.changes):
                requests.change(db, request, extensions.drop(request, self.town.clock.now()).request)
            return True

        if self.town.database.do(move):
            self.changed[task_id] = max(self.changed[task_id], self.town.today)

    def _ticks_at(self, moment: datetime) -> None:
        self.town.clock.moment = moment
        self.loop.run(self.town.app.plan())
        self.loop.run(self.town.settles())
        self.planned_at = self.town.clock.moment


Reminding.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    report_multiple_bugs=False,
)
TestReminding = Reminding.TestCase
