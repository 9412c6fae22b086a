"""“Vẽ biểu đồ”: the picture, its words and the figures in words say the same; nobody sees another agency's."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from itertools import groupby, pairwise

import pytest
from PIL import Image
from sqlmodel import select

from bot.channels.telegram.channel import CAPTION_LIMIT
from bot.core.lifecycle import Move
from bot.reports.chart import BAR, MARGIN, SHADES, WIDTH
from bot.store import people, tasks
from bot.store.tasks import Source
from models import Role, State, StoredFile, Support, Task
from tests.dialogues.given import task

COLOURS = {tuple(int(one.fill[at : at + 2], 16) for at in (1, 3, 5)): kind for kind, one in SHADES.items()}
KINDS = {
    "Quá hạn chưa hoàn thành": "overdue",
    "Đang thực hiện trong hạn": "in_time",
    "Đang thực hiện, không thời hạn": "undated",
    "Tạm dừng": "suspended",
    "Hoàn thành đúng hạn": "done_in_time",
    "Hoàn thành quá hạn": "done_late",
    "Hoàn thành, không thời hạn": "done_undated",
}
LATE, SOON, FAR = "2022-09-20", "2022-09-26", "2022-12-30"


def becomes(city, number: int, **facts) -> None:
    """What a task has become by its usual way."""

    def record(db):
        row = db.get(Task, number)
        tasks.record(db, row, Move("became", facts), by=None, at=city.clock.now(), source=Source())

    city.database.do(record)


def one_of_each(city, lead: str) -> None:
    """Seven tasks, one in each class."""
    today, done = city.clock.now().date(), {"state": State.COMPLETED, "closed_at": city.clock.now()}
    for due, facts in (
        (LATE, {"state": State.IN_PROGRESS}),
        (FAR, {"state": State.IN_PROGRESS}),
        (None, {"state": State.IN_PROGRESS}),
        (LATE, {"state": State.SUSPENDED}),
        (FAR, done | {"reported_on": today}),
        (LATE, done | {"reported_on": today}),
        (None, done | {"reported_on": today}),
    ):
        becomes(city, task(city, "Việc", lead, due), **facts)


def bars(message) -> list[list[tuple[str, int]]]:
    """Each bar of the picture from above: the classes of its pieces and how wide they are."""
    assert message.file.mime == "image/png"
    shown = Image.open(BytesIO(message.file.content)).convert("RGB")

    def kind(x: int, y: int) -> str | None:
        seen = shown.getpixel((x, y))
        return next((name for colour, name in COLOURS.items() if _near(seen, colour)), None)

    rows = groupby(range(shown.height), key=lambda y: kind(MARGIN, y))
    bands = [(name, list(lines)) for name, lines in rows]
    tops = [lines[0] for name, lines in bands if name and len(lines) == BAR]
    found = []
    for top in tops:
        pieces = groupby(range(MARGIN, shown.width), key=lambda x, y=top + 1: kind(x, y))
        widths = [(name, len(list(columns))) for name, columns in pieces]
        found.append([(name, width) for name, width in widths if name])
    return found


def _near(one, other) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(one, other, strict=True))


def classes(words: str) -> dict[str, int]:
    """The classes of a caption or of the figures, by name."""
    return {kind: int(found[1]) for name, kind in KINDS.items() if (found := re.search(rf"{name}: (\d+)", words))}


async def test_the_picture_the_caption_and_the_figures_agree(city):
    one_of_each(city, "STTTT")
    one_of_each(city, "STTTT")
    task(city, "Việc", "SNV", FAR)
    figures = await city.chair.says("thống kê")
    caption = await city.chair.presses("📊 Biểu đồ")
    assert classes(caption) == {kind: n for kind, n in classes(figures).items() if n}
    assert classes(caption) == dict.fromkeys(SHADES, 2) | {"in_time": 3}
    assert "Tổng số: 15 nhiệm vụ" in caption
    assert "• Sở TT&TT: quá hạn 2/14, hoàn thành 6" in caption
    first, second = bars(city.chair.last)
    striped = [name for name, _ in groupby(first, key=lambda piece: piece[0])]
    assert [name for name, _ in pairwise([*striped, ""])] == list(SHADES)
    whole = [width for name, width in first if name != "suspended"]
    assert max(whole) - min(whole) <= 1  # two tasks each
    assert second == [("in_time", pytest.approx(whole[0] / 2, abs=1))]


async def test_the_chart_of_one_agency_has_a_bar_for_each_class(city):
    one_of_each(city, "STTTT")
    task(city, "Việc", "STTTT", LATE)
    caption = await city.chair.says("cho xem biểu đồ Sở TT&TT")
    assert "📊 Biểu đồ nhiệm vụ – Sở Thông tin và Truyền thông" in caption
    assert classes(caption) == dict.fromkeys(SHADES, 1) | {"overdue": 2}
    drawn = bars(city.chair.last)
    assert [bar[0][0] for bar in drawn] == list(SHADES)
    assert drawn[0][0][1] == pytest.approx(2 * drawn[1][0][1], abs=2)
    assert drawn[0][0][1] == pytest.approx(2 / 8 * WIDTH, rel=0.15)  # of the whole: two in eight


async def test_of_sixty_agencies_the_worst_are_drawn_first_and_the_others_are_told_and_follow(city):
    codes = list({body.short: body.code for body in city.app.cities.known.directory.bodies}.values())[:60]
    for number, code in enumerate(codes):
        task(city, "Việc", code, LATE if number % 3 == 0 else FAR)
        task(city, "Việc", code, FAR)
    caption = await city.chair.says("vẽ biểu đồ")
    assert "Cơ quan thứ 1–8 trong 60" in caption
    assert "52 cơ quan khác: 104 nhiệm vụ, quá hạn 12" in caption
    assert len(caption) <= CAPTION_LIMIT
    assert all(bar[0][0] == "overdue" for bar in bars(city.chair.last))
    named = re.findall(r"• (.+): quá hạn \d+/2", caption)
    while "Tiếp ▶" in city.chair.buttons():
        caption = await city.chair.presses("Tiếp")
        named += re.findall(r"• (.+): quá hạn \d+/2", caption)
    assert len(named) == len(set(named)) == 60
    assert "Cơ quan thứ 57–60 trong 60" in caption
    assert len(bars(city.chair.last)) == 4


async def test_the_longest_names_still_fit_into_a_caption_of_telegrams(city):
    alive = [body for body in city.app.cities.known.directory.bodies if body.lives_on(city.clock.now().date())]
    for body in sorted(alive, key=lambda one: -len(one.short))[:9]:
        one_of_each(city, body.code)
    assert len(await city.chair.says("vẽ biểu đồ")) <= CAPTION_LIMIT


@pytest.mark.parametrize(
    ("words", "kinds", "total"),
    [
        ("biểu đồ quá hạn", {"overdue"}, 1),
        ("bieu do qua han", {"overdue"}, 1),
        ("biểu đồ các việc đang mở", {"overdue", "in_time", "undated", "suspended"}, 4),
        ("biểu đồ hoàn thành", {"done_in_time", "done_late", "done_undated"}, 3),
    ],
)
async def test_a_scope_draws_what_is_in_it_and_no_more(city, words, kinds, total):
    one_of_each(city, "STTTT")
    caption = await city.chair.says(words)
    assert set(classes(caption)) == kinds
    assert f"Tổng số: {total} nhiệm vụ" in caption
    assert {name for bar in bars(city.chair.last) for name, _ in bar} == kinds


async def test_what_is_due_soon_is_what_the_list_says(city):
    task(city, "Việc", "STTTT", SOON)
    task(city, "Việc", "SNV", FAR)
    becomes(city, task(city, "Việc", "SNV", SOON), state=State.AWAITING, reported_on=city.clock.now().date())
    caption = await city.chair.says("biểu đồ sắp đến hạn")
    assert "Tổng số: 1 nhiệm vụ" in caption
    assert "1 nhiệm vụ" in await city.chair.says("việc nào sắp đến hạn?")


async def test_a_period_is_that_of_the_date_that_is_asked_about(city):
    task(city, "Việc", "STTTT", LATE)
    becomes(city, 1, assigned_on=city.clock.now().date() - timedelta(days=100))
    task(city, "Việc", "SNV", "2022-10-20")
    becomes(city, task(city, "Việc", "SNV", FAR), state=State.COMPLETED, closed_at=city.clock.now())
    assigned = await city.chair.says("biểu đồ quý III")
    assert "Giao từ thứ Sáu, 01/07/2022 đến thứ Sáu, 30/09/2022" in assigned
    assert "Sở TT&TT" not in assigned
    assert "Hạn từ" in await city.chair.says("biểu đồ quá hạn tháng 9")
    assert "Hoàn thành từ" in await city.chair.says("biểu đồ hoàn thành tháng 9")
    assert await city.chair.says("biểu đồ hoàn thành tháng 8") == (
        "Không có nhiệm vụ nào trong thời gian này để lập biểu đồ."
    )


async def test_a_job_for_many_counts_for_each_agency_and_it_is_said(city):
    def jobs(db):
        now = city.clock.now()
        plain = {"title": "Báo cáo", "assigned_on": now.date(), "assigned_at": now}
        whole = tasks.add(db, Task(**plain, is_parent=True), [])
        for code in ("STTTT", "SNV"):
            tasks.add(db, Task(**plain, lead=code, parent_id=whole.id), [])

    city.database.do(jobs)
    caption = await city.chair.says("vẽ biểu đồ")
    assert "Tổng số: 2 nhiệm vụ" in caption
    assert "Ban Chỉ đạo theo dõi 1 nhiệm vụ" in caption


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("vẽ biểu đồ", "Không có nhiệm vụ nào để lập biểu đồ."),
        ("biểu đồ quá hạn", "✅ Không có nhiệm vụ quá hạn"),
        ("biểu đồ hoàn thành", "Chưa có nhiệm vụ hoàn thành"),
        ("biểu đồ Sở Nội vụ", "Không có nhiệm vụ nào để lập biểu đồ."),
    ],
)
async def test_nothing_is_a_sentence_and_no_empty_picture(city, words, said):
    assert await city.chair.says(words) == said
    assert city.chair.last.file is None


# ---------------------------------------------------------------- who sees what


@pytest.fixture
def head(city):
    return city.member("head", "Giám đốc", Role.HEAD, "STTTT")


@pytest.mark.parametrize("words", ["vẽ biểu đồ", "biểu đồ các sở", "biểu đồ quá hạn", "biểu đồ Sở TT&TT", "chart"])
async def test_an_agency_sees_its_own_chart_whatever_it_asks_for(city, head, words):
    one_of_each(city, "STTTT")
    task(city, "Việc", "SNV", LATE)
    caption = await head.says(words)
    assert "Biểu đồ nhiệm vụ – Sở Thông tin và Truyền thông" in caption
    assert classes(caption) == dict.fromkeys(SHADES, 1)
    assert "Nội vụ" not in caption


@pytest.mark.parametrize("extra", ["::SNV", "overdue::SNV", "::STTTT:SNV"])
async def test_a_button_made_by_hand_shows_no_other_agencys_chart(city, head, extra):
    task(city, "Việc", "SNV", LATE)
    assert "Cơ quan chỉ xem số liệu của cơ quan mình" in await head.presses_raw(f"v1|chart|1|0|{extra}")
    assert head.last.file is None


async def test_support_is_not_in_the_chart_of_an_agency(city, head):
    number = task(city, "Việc", "SNV", LATE)
    city.database.do(lambda db: db.add(Support(task_id=number, agency_code="STTTT")))
    assert "Không có nhiệm vụ" in await head.says("vẽ biểu đồ")


async def test_who_heads_two_agencies_sees_both(city, head):
    def second(db):
        person = people.actor_of(db, "fake", "head", city.clock.now().date()).person_id
        people.add_post(db, person, role=Role.HEAD, agency="VPCDS", today=city.clock.now().date())

    city.database.do(second)
    task(city, "Việc", "STTTT", LATE)
    task(city, "Việc", "SNV", LATE)
    caption = await head.says("vẽ biểu đồ")
    assert "• Sở TT&TT: quá hạn 1/1" in caption
    assert "hoàn thành 0" in caption
    assert "Nội vụ" not in caption


async def test_observers_and_the_office_see_every_agency(city):
    observer = city.member("seer", "Quan sát", Role.OBSERVER)
    for code in ("STTTT", "SNV"):
        task(city, "Việc", code, LATE)
    for reader in (observer, city.office, city.vice_chair):
        assert "• Sở Nội vụ: quá hạn 1/1" in await reader.says("vẽ biểu đồ")


async def test_a_stranger_gets_no_chart(city):
    task(city, "Việc", "SNV", LATE)
    stranger = city.stranger("nobody")
    assert "Nội vụ" not in await stranger.says("vẽ biểu đồ")
    assert stranger.last.file is None


async def test_a_group_gets_no_chart(city):
    task(city, "Việc", "SNV", LATE)
    await city.inbound("chair", chat_id="-7", text="vẽ biểu đồ", private=False, group_title="BCĐ")
    assert all(message.file is None for message in city.chat.chats.get("-7", []))


# ---------------------------------------------------------------- around it


async def test_a_chart_in_english_and_by_command(city):
    task(city, "Việc", "SNV", LATE)
    await city.chair.says("tiếng Anh")
    assert "Chart of tasks – Steering committee" in await city.chair.says("/chart")
    await city.chair.says("Vietnamese")
    assert "Biểu đồ nhiệm vụ – Ban Chỉ đạo" in await city.chair.says("/bieudo")


async def test_the_figures_of_a_period_lead_to_their_own_chart(city):
    task(city, "Việc", "SNV", LATE)
    await city.chair.says("thống kê quý III")
    assert "Giao từ thứ Sáu, 01/07/2022" in await city.chair.presses("📊 Biểu đồ")
    await city.chair.says("thống kê Sở Nội vụ")
    assert "Biểu đồ nhiệm vụ – Sở Nội vụ" in await city.chair.presses("📊 Biểu đồ")


async def test_the_next_page_is_a_picture_of_its_own_and_the_first_one_stays(city):
    for body in city.app.cities.known.directory.bodies[:9]:
        task(city, "Việc", body.code, LATE)
    await city.chair.says("vẽ biểu đồ")
    first = city.chair.last
    await city.chair.presses("Tiếp")
    assert city.chair.last is not first
    assert not first.edited
    assert len(bars(city.chair.last)) == 1


async def test_a_picture_is_forgotten_with_the_message_that_carried_it(city):
    task(city, "Việc", "SNV", LATE)
    await city.chair.says("vẽ biểu đồ")

    def names():
        return city.database.do(lambda db: list(db.exec(select(StoredFile.name))))

    assert names() == ["bieu-do-20220922-1400.png"]
    await city.app.tidy()
    assert len(names()) == 1
    city.clock.moment += timedelta(days=31)
    await city.app.tidy()
    assert names() == []
