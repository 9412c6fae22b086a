"""Bodies in time: who lives, who takes over."""

from __future__ import annotations

from datetime import date

from bot.core.agencies import Body, Directory, Succession
from bot.directory import load_shipped

MARCH = date(2025, 3, 1)
FEBRUARY = date(2025, 2, 28)


def body(code: str, *, first: date | None = None, last: date | None = None, kind: str = "so") -> Body:
    return Body(code, f"Sở {code}", code, "", kind, None, first, last, "", ())


def merge(old: str, new: str | None, *, on: date | None = MARCH, automatic: bool = True) -> Succession:
    return Succession(old, new, "merge", automatic, on)


def test_a_body_lives_on_its_first_and_on_its_last_day() -> None:
    one = body("A", first=MARCH, last=MARCH)
    assert one.lives_on(MARCH)
    assert not one.lives_on(FEBRUARY)
    assert not one.lives_on(date(2025, 3, 2))


def test_a_living_body_bears_its_own_work() -> None:
    directory = Directory([body("A", last=FEBRUARY), body("B", first=MARCH)], [merge("A", "B")])
    assert directory.successor("A", FEBRUARY) == "A"
    assert directory.successor("A", MARCH) == "B"
    assert [one.code for one in directory.on(MARCH)] == ["B"]


def test_successions_are_followed_to_the_living_one() -> None:
    summer = date(2025, 7, 1)
    directory = Directory(
        [body("A", last=FEBRUARY), body("B", first=MARCH, last=date(2025, 6, 30)), body("C", first=summer)],
        [merge("A", "B"), merge("B", "C", on=summer)],
    )
    assert directory.successor("A", MARCH) == "B"
    assert directory.successor("A", summer) == "C"


def test_a_person_must_choose_where_nothing_is_automatic() -> None:
    directory = Directory([body("A", last=FEBRUARY), body("B", first=MARCH)], [merge("A", "B", automatic=False)])
    assert directory.successor("A", MARCH) is None
    assert directory.successor("B", FEBRUARY) is None
    assert directory.successor("nobody", MARCH) is None


def test_two_automatic_heirs_on_one_day_are_a_choice() -> None:
    bodies = [body("A", last=FEBRUARY), body("B", first=MARCH), body("C", first=MARCH)]
    assert Directory(bodies, [merge("A", "B"), merge("A", "C")]).successor("A", MARCH) is None


def test_a_ring_of_successions_ends() -> None:
    bodies = [body("A", last=FEBRUARY), body("B", last=FEBRUARY)]
    assert Directory(bodies, [merge("A", "B"), merge("B", "A")]).successor("A", MARCH) is None


def test_kinds_are_those_of_the_day() -> None:
    directory = Directory([body("A", last=FEBRUARY), body("B", first=MARCH), body("Q", kind="quan")])
    assert [one.code for one in directory.of_kinds({"so"}, FEBRUARY)] == ["A"]
    assert [one.code for one in directory.of_kinds({"so", "quan"}, MARCH)] == ["B", "Q"]


def test_a_district_has_no_automatic_heir() -> None:
    assert load_shipped().successor("Q-HAICHAU", date(2025, 7, 1)) is None


def test_the_information_department_lives_on_in_the_science_department() -> None:
    assert load_shipped().successor("STTTT", date(2025, 8, 1)) == "SKHCN25"
