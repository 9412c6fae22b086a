"""Every button of a task pressed as every role: what happens, and what is drawn, agrees with the table of rights."""

from datetime import date

import pytest
from sqlmodel import select

from bot.core import rights
from bot.core.buttons import action, press
from bot.core.lifecycle import Move
from bot.core.rights import Act
from bot.store import people, tasks
from bot.store.tasks import Source
from bot.usecases import pressing
from models import Extension, Role, State, Task, TaskEvent

ORDERS = {
    "suspend": Act.SUSPEND,
    "resume": Act.RESUME,
    "withdraw": Act.WITHDRAW,
    "reopen": Act.REOPEN,
    "change_lead": Act.CHANGE_LEAD,
    "change_content": Act.CHANGE_CONTENT,
    "complete": Act.COMPLETE,
    "repeat": Act.REPEAT,
}
ACT_OF = {
    "ack": Act.ACKNOWLEDGE,
    "update": Act.UPDATE,
    "percent": Act.UPDATE,
    "done": Act.REPORT,
    "done-bare": Act.REPORT,
    "confirm": Act.CONFIRM,
    "return": Act.RETURN,
    "due": Act.SET_DUE,
    "due-set": Act.SET_DUE,
    "over": Act.UPDATE,
    "put-up": Act.PUT_UP,
    "opine": Act.OPINE,
    "obst": Act.OBSTACLE,
    "obst-is": Act.OBSTACLE,
    "obst-go": Act.OBSTACLE,
    "ord-lead": Act.CHANGE_LEAD,
    "ord-day": Act.SUSPEND,
    "ord-skip": Act.COMPLETE,
    **dict.fromkeys(("part", "part-due", "part-give"), Act.GIVE_PART),
    **dict.fromkeys(
        ("extend", "ext-day", "ext-keep", "ext-edit", "ext-reason", "ext-due", "ext-done", "ext-file", "ext-send"),
        Act.ASK_EXTENSION,
    ),
}
FREE = {"task", "children", "history", "hist-file", "more", "why", "parts", "behalf"}  # they change nothing
OWN = {"ord", "ord-do", "undo", "urge", "set-field", "close"}  # pressed in tests of their own below
EXTRA = {
    "percent": "75",
    "over": "75",
    "obst-is": "ly_do_khac",
    "obst-go": "ly_do_khac",
    "ord-lead": "SNV",
    **dict.fromkeys(("due-set", "ext-day", "ext-keep"), "2022-12-30"),
}
REFUSED = "Không có gì thay đổi."
ACCOUNTS = ("chair", "vice", "office", "head", "contact", "support", "stranger", "observer")


@pytest.fixture
def everybody(city):
    return {
        "chair": city.chair,
        "vice": city.vice_chair,
        "office": city.office,
        "head": city.member("head", "Giám đốc", Role.HEAD, "STTTT"),
        "contact": city.member("contact", "Đầu mối", Role.CONTACT, "STTTT"),
        "support": city.member("support", "Giám đốc", Role.HEAD, "SNV"),
        "stranger": city.member("stranger", "Giám đốc", Role.HEAD, "SXD"),
        "observer": city.member("observer", "Quan sát", Role.OBSERVER),
    }


def give(city, state: State) -> int:
    def add(db):
        now = city.clock.now()
        facts = {"title": "Hoàn thiện quy chế", "lead": "STTTT", "given_by": Role.CHAIR, "assigned_on": now.date()}
        task = tasks.add(db, Task(**facts, assigned_at=now), [("SNV", False)])
        changes = {"state": state, "due_on": date(2022, 10, 14)}
        if state in (State.AWAITING, State.COMPLETED):
            changes["reported_on"] = now.date()
        if state in (State.COMPLETED, State.CANCELLED):
            changes["closed_at"] = now
        tasks.record(db, task, Move("assigned", changes), by=None, at=now, source=Source())
        return task.id

    return city.database.do(add)


def events(city, task_id: int) -> int:
    return city.database.do(lambda db: len(db.exec(select(TaskEvent).where(TaskEvent.task_id == task_id)).all()))


def allowed(city, task_id: int, act: Act) -> set[str]:
    """Who of everybody may do it, by the table; a stranger may nothing."""

    def ask(db):
        task, today = tasks.by_id(db, task_id), city.clock.now().date()
        actors = {name: people.actor_of(db, "fake", name, today) for name in ACCOUNTS}
        return {name for name, actor in actors.items() if rights.may(act, actor, task) and name != "stranger"}

    return city.database.do(ask)


def test_every_button_of_a_task_is_in_the_matrix():
    assert set(ACT_OF) | FREE | OWN | {"obst-clear"} == set(pressing._TASK_ACTS)


def states_to_press_in(act: Act) -> list[State]:
    """One state in which the table allows the act, one in which it does not."""
    fitting = [state for state in State if state in rights.TABLE[act][1]]
    return [fitting[0], *[state for state in State if state not in rights.TABLE[act][1]][-1:]]


def refused(said: str) -> bool:
    return REFUSED in said or "không có trong phạm vi" in said or "không còn trong phạm vi" in said


@pytest.mark.parametrize("act", dict.fromkeys(ACT_OF.values()))
async def test_a_button_does_what_the_table_allows_and_nothing_else(city, everybody, act):
    for state in states_to_press_in(act):
        may = allowed(city, give(city, state), act)
        for verb in (verb for verb, its_act in ACT_OF.items() if its_act is act):
            untouched = give(city, state)
            for name in sorted(set(everybody) - may):
                said = await everybody[name].presses_raw(action(verb, untouched, 2, EXTRA.get(verb, "")))
                assert refused(said), (verb, state, name, said)
            assert events(city, untouched) == 1, (verb, state)
            for name in sorted(may):
                said = await everybody[name].presses_raw(action(verb, give(city, state), 2, EXTRA.get(verb, "")))
                assert REFUSED not in said, (verb, state, name, said)


@pytest.mark.parametrize("state", State)
async def test_no_button_is_drawn_that_a_person_may_not_use(city, everybody, state):
    task_id = give(city, state)
    for name, member in everybody.items():
        if name == "stranger":
            continue
        await member.says("NV-1")
        drawn = [press(key.action).verb for key in member.last.keys]
        assert "history" in drawn
        for verb in drawn:
            if verb not in FREE | OWN | {"obst-clear"}:
                assert name in allowed(city, task_id, ACT_OF[verb]), (state, name, verb)


@pytest.mark.parametrize("extra", ORDERS)
async def test_an_order_is_begun_by_those_who_may_give_it(city, everybody, extra):
    for state in states_to_press_in(ORDERS[extra]):
        task_id = give(city, state)
        may = allowed(city, task_id, ORDERS[extra])
        for name, member in everybody.items():
            for verb in ("ord", "ord-do"):
                said = await member.presses_raw(action(verb, task_id, 2, extra))
                await member.presses_raw(action("cancel"))
                assert (name in may) == (not refused(said)), (verb, state, name, said)
        assert events(city, task_id) == 1, state  # nothing is done before it is read back


async def test_nobody_takes_back_what_another_did(city, everybody):
    for name, member in everybody.items():
        task_id = give(city, State.ASSIGNED)
        await everybody["contact"].presses_raw(action("percent", task_id, 2, 50))
        await member.presses_raw(action("undo", task_id, 3))
        assert events(city, task_id) == (3 if name == "contact" else 2), name


REQUEST = {  # who may press it on a request that waits for its decision; a task that the chair gave
    **{key: {"office"} for key in ("req-op", "req-op-yes", "req-op-no", "req-op-none")},
    **{key: {"chair"} for key in ("req-ok", "req-no", "req-ask", "req-day", "req-offer")},
    "req-drop": {"head", "contact", "office"},
    **{key: set() for key in ("req-send", "req-take", "req-leave")},  # of other states of a request
}
ONLY_ASKS = {"req", "req-no-do", "req-op-send", "req-reply"}  # they show or ask; pressed below


def ask_for_time(city) -> tuple[int, int]:
    """A task with a request that waits for its decision: their ids."""
    task_id = give(city, State.IN_PROGRESS)

    def add(db):
        now = city.clock.now()
        asker = people.actor_of(db, "fake", "head", now.date()).person_id
        facts = {
            "task_id": task_id,
            "asked_by": asker,
            "asked_name": "Giám đốc",
            "asked_on": now.date(),
            "asked_at": now,
        }
        days = {"waits_since": now.date(), "old_due": date(2022, 10, 14), "due_on": date(2022, 10, 28)}
        row = Extension(**facts, **days, reason="chờ số liệu")
        db.add(row)
        db.flush()
        return task_id, row.id

    return city.database.do(add)


def request_of(city, request_id: int) -> dict:
    return city.database.do(lambda db: db.get(Extension, request_id).model_dump())


def test_every_button_of_a_request_is_in_the_matrix():
    assert set(REQUEST) | ONLY_ASKS == set(pressing._REQUEST_ACTS)


@pytest.mark.parametrize("verb", REQUEST)
async def test_a_button_of_a_request_works_for_those_who_may_and_for_nobody_else(city, everybody, verb):
    extra = "2022-10-21" if verb == "req-offer" else ""
    task_id, untouched = ask_for_time(city)
    before = request_of(city, untouched)
    for name in sorted(set(everybody) - REQUEST[verb]):
        said = await everybody[name].presses_raw(action(verb, untouched, 1, extra))
        assert refused(said), (name, said)
    assert request_of(city, untouched) == before
    assert events(city, task_id) == 1
    for name in sorted(REQUEST[verb]):
        _, request_id = ask_for_time(city)
        said = await everybody[name].presses_raw(action(verb, request_id, 1, extra))
        assert not refused(said), (name, said)


async def test_what_only_shows_or_asks_changes_no_request(city, everybody):
    task_id, request_id = ask_for_time(city)
    before = request_of(city, request_id)
    for verb in sorted(ONLY_ASKS):
        for member in everybody.values():
            await member.presses_raw(action(verb, request_id, 1))
            await member.presses_raw(action("cancel"))
    assert request_of(city, request_id) == before
    assert events(city, task_id) == 1


@pytest.mark.parametrize(
    ("verb", "may"), [("urge", {"chair", "vice", "office", "head"}), ("set-field", {"office"}), ("close", set())]
)
async def test_urging_naming_the_field_and_closing_are_for_those_who_may(city, everybody, verb, may):
    task_id = give(city, State.IN_PROGRESS)
    for name, member in everybody.items():
        said = await member.presses_raw(action(verb, task_id, 2))
        denied = refused(said) or "Văn phòng Ban Chỉ đạo" in said
        assert (name in may) == (not denied), (name, said)
        await member.presses_raw(action("cancel"))
    assert events(city, task_id) == 1


@pytest.mark.parametrize("state", State)
async def test_every_button_that_changes_a_task_bears_its_revision_and_of_an_older_one_changes_nothing(
    city, everybody, state
):
    task_id = give(city, state)
    acting: dict[str, set[str]] = {}
    for name, member in everybody.items():
        if name != "stranger":
            await member.says("NV-1")
            drawn = [press(key.action) for key in member.last.keys]
            assert all(one.revision for one in drawn if one.verb in ACT_OF), (state, name)
            acting[name] = {key.action for key in member.last.keys if press(key.action).verb in ACT_OF}
    assert any(acting.values()) or state in (State.CANCELLED, State.COMPLETED)
    city.database.do(outdate, task_id)
    before = events(city, task_id)
    for name, drawn in acting.items():
        for button in sorted(drawn):
            await everybody[name].presses_raw(button)
            assert "đã làm mới" in city.chat.toasts[-1], (state, name, button)
    assert events(city, task_id) == before


def outdate(db, task_id: int) -> None:
    """Somebody else has done something meanwhile."""
    task = tasks.locked(db, task_id)
    tasks.record(db, task, Move("field_set", {"field": "hạ tầng"}), by=None, at=task.assigned_at, source=Source())
