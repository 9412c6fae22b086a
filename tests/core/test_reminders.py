"""The ladder, the letter's hours and the digest's slot."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.calendar import Calendar, DayOff
from bot.core.digest import digest_slot, letter_time
from bot.core.reminders import Ladder, latest, reached
from models import Role, State, Task

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = Calendar()
ISSUED, DUE = date(2022, 9, 1), date(2022, 9, 30)


def task(**given):
    noted = datetime(2022, 9, 1, tzinfo=ZONE)
    return Task(
        **{
            "id": 1,
            "number": 1,
            "title": "Báo cáo",
            "lead": "STTTT",
            "assigned_on": ISSUED,
            "assigned_at": noted,
            "acknowledged_at": noted,
            "due_on": DUE,
            **given,
        }
    )


def rungs(today, ladder=Ladder.DATE, **given):
    return [(rung.name, rung.day) for rung in reached(task(**given), today, CALENDAR) if rung.ladder is ladder]


def test_the_ladder_in_working_days():
    assert rungs(date(2022, 10, 19)) == [
        ("-7", date(2022, 9, 21)),
        ("-3", date(2022, 9, 27)),
        ("-1", date(2022, 9, 29)),
        ("0", date(2022, 9, 30)),
        ("+1", date(2022, 10, 3)),
        ("+3", date(2022, 10, 5)),
        ("+8", date(2022, 10, 12)),
        ("+13", date(2022, 10, 19)),
    ]


def test_a_short_task_skips_the_steps_before_the_day_after_its_issue():
    given = {"assigned_on": date(2022, 9, 27)}
    assert rungs(DUE, **given) == [("-1", date(2022, 9, 29)), ("0", DUE)]


def test_due_on_a_day_off_is_said_the_working_day_before():
    assert ("0", date(2022, 9, 30)) in rungs(date(2022, 10, 3), due_on=date(2022, 10, 1))


def test_after_an_outage_only_the_latest_rung_is_owed():
    everything = reached(task(), date(2022, 10, 19), CALENDAR)
    assert [rung.name for rung in latest(everything) if rung.ladder is Ladder.DATE] == ["+13"]


@pytest.mark.parametrize(
    "given",
    [
        {"closed_at": datetime(2022, 9, 2, tzinfo=ZONE)},
        {"state": State.SUSPENDED},
        {"is_parent": True},
        {"state": State.AWAITING, "reported_on": date(2022, 9, 29)},
    ],
)
def test_what_is_closed_paused_or_reported_is_not_reminded_of_its_date(given):
    assert rungs(date(2022, 10, 19), **given) == []


def test_a_new_date_is_a_new_ladder():
    first = reached(task(), DUE, CALENDAR)[0].occasion
    second = reached(task(due_on=date(2022, 10, 14)), date(2022, 10, 14), CALENDAR)[0].occasion
    assert first != second


def test_unread_silent_and_unconfirmed():
    assert rungs(date(2022, 9, 5), Ladder.ACKNOWLEDGE, acknowledged_at=None) == [("+2", date(2022, 9, 5))]
    assert rungs(date(2022, 9, 15), Ladder.SILENCE) == [("14", date(2022, 9, 15))]
    assert rungs(date(2022, 9, 14), Ladder.SILENCE) == []
    waiting = {"state": State.AWAITING, "reported_on": date(2022, 9, 2)}
    assert rungs(date(2022, 9, 6), Ladder.CONFIRM, **waiting) == [("+2", date(2022, 9, 6))]


def test_the_contact_hears_first_and_the_vice_chair_later():
    by_name = {rung.name: rung.roles for rung in reached(task(), date(2022, 10, 5), CALENDAR)}
    assert by_name["-7"] == {Role.CONTACT}
    assert by_name["-3"] == {Role.CONTACT, Role.HEAD}
    assert Role.OFFICE in by_name["+1"]
    assert Role.VICE_CHAIR in by_name["+3"]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2022-09-26 07:29", None),
        ("2022-09-26 07:30", "2022-W39"),
        ("2022-09-26 18:00", None),
        ("2022-09-27 11:59", "2022-W39"),
        ("2022-09-27 12:00", None),
        ("2022-09-28 08:00", None),
    ],
)
def test_the_digest_leaves_in_its_slot(moment, week):
    slot = digest_slot(at(moment), ZONE, time(7, 30), CALENDAR)
    assert (slot.week if slot else None) == week


def test_a_monday_off_moves_the_digest_and_a_week_off_skips_it():
    off = Calendar({date(2022, 9, 26): DayOff("nghỉ bù")})
    assert digest_slot(at("2022-09-26 08:00"), ZONE, time(7, 30), off) is None
    assert digest_slot(at("2022-09-27 08:00"), ZONE, time(7, 30), off).day == date(2022, 9, 27)
    tet = Calendar({date(2022, 9, 26 + n): DayOff("Tết") for n in range(5)})
    assert digest_slot(at("2022-09-28 08:00"), ZONE, time(7, 30), tet) is None


def test_letters_leave_in_office_hours_of_working_days():
    assert letter_time(at("2022-09-30 08:00"), ZONE, time(8), CALENDAR)
    assert not letter_time(at("2022-09-30 07:59"), ZONE, time(8), CALENDAR)
    assert not letter_time(at("2022-09-30 17:00"), ZONE, time(8), CALENDAR)
    assert not letter_time(at("2022-10-01 08:00"), ZONE, time(8), CALENDAR)
