"""Before a meeting, and on paper."""

from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook

from bot.core.lifecycle import Move
from bot.store import tasks
from bot.store.tasks import Source
from models import Conclusion, Role, State, Task

THEN = datetime(2022, 9, 22, 7, tzinfo=UTC)


def concluded(db, title: str, held_on: date, points: list[str], lead: str = "STTTT"):
    conclusion = Conclusion(
        title=title, held_on=held_on, text=title, text_hash=title, state="assigned", created_at=THEN
    )
    db.add(conclusion)
    db.flush()
    for point in points:
        task = Task(title=point, lead=lead, conclusion_id=conclusion.id, assigned_on=THEN.date(), assigned_at=THEN)
        tasks.add(db, task, [])
        due = date(2022, 9, 30)
        facts = {"due_on": due, "original_due_on": due, "state": State.IN_PROGRESS, "acknowledged_at": THEN}
        tasks.record(db, task, Move("assigned", facts), by=None, at=THEN, source=Source())


async def test_the_brief_shows_every_earlier_point_under_its_conclusion(city):
    city.database.do(concluded, "Kết luận họp 10/8/2022", date(2022, 8, 10), ["Việc cũ"])
    city.database.do(concluded, "Kết luận họp 22/9/2022", date(2022, 9, 22), [f"Việc {n}" for n in range(1, 6)])
    first = await city.chair.says("tóm tắt trước cuộc họp")
    assert "6 nhiệm vụ: 0 hoàn thành, 0 quá hạn, 6 đang thực hiện" in first
    assert "Kết luận họp 22/9/2022" in first
    assert "Việc cũ" not in first
    second = await city.chair.presses("Tiếp")
    assert "Kết luận họp 10/8/2022" in second
    assert "Việc cũ" in second


async def test_the_brief_names_what_is_suspended_and_its_figures_add_up(city):
    city.database.do(concluded, "Kết luận", date(2022, 9, 22), ["Việc một", "Việc hai"])
    await city.chair.says("tạm dừng NV-2 vì chờ quy hoạch")
    await city.chair.says("có")
    brief = await city.chair.says("tóm tắt trước cuộc họp")
    assert "2 nhiệm vụ: 0 hoàn thành, 0 quá hạn, 1 đang thực hiện, 1 tạm dừng" in brief


async def test_the_brief_is_a_file_too_and_its_words_are_no_formulas(city):
    city.database.do(concluded, "Kết luận", date(2022, 9, 22), ["=HYPERLINK(1)"])
    await city.chair.says("tóm tắt trước cuộc họp")
    await city.chair.presses("Xuất Excel")
    sheet = load_workbook(BytesIO(city.chair.last.file.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-1][:2] == ["NV-1", "=HYPERLINK(1)"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


async def test_an_agency_neither_sees_the_brief_nor_other_agencies_in_its_file(city):
    head = city.member("head", "Giám đốc", Role.HEAD, "STTTT")
    city.database.do(concluded, "Kết luận", date(2022, 9, 22), ["Việc của Sở"])
    city.database.do(concluded, "Kết luận 2", date(2022, 9, 22), ["Việc khác"], "SNV")
    assert "Việc" not in (await head.says("tài liệu cho buổi họp tới")).replace("việc của Văn phòng", "")
    await head.says("xuất excel toàn bộ")
    text = str([[cell.value for cell in row] for row in load_workbook(BytesIO(head.last.file.content)).worksheets[0]])
    assert "Việc của Sở" in text
    assert "Việc khác" not in text


async def test_each_head_gets_the_month_before_once_on_the_first_working_day(city):
    head = city.member("head", "Giám đốc", Role.HEAD, "STTTT")
    idle = city.member("idle", "Giám đốc khác", Role.HEAD, "SYT")
    city.database.do(concluded, "Kết luận", date(2022, 9, 22), ["Việc của Sở"])
    await city.goes_to("2022-10-03 08:00")
    await city.goes_to("2022-10-03 09:00")
    assert sum("tháng 9/2022" in text for text in head.unread()) == 1
    assert not any("tháng 9/2022" in text for text in idle.unread())
    await city.goes_to("2022-10-04 08:00")
    assert not any("tháng 9/2022" in text for text in head.unread())
