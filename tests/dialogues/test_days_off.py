"""The office changes the calendar: dates that were counted by it move, named ones do not."""

from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.store import tasks as task_store
from models import Holiday, Role, Task, TaskEvent
from tests.city import ZONE, City

NOTICE = (
    """THÔNG BÁO
Kết luận cuộc họp Ban Chỉ đạo ngày 18/12/2025
Chủ tịch UBND thành phố yêu cầu:
1. Sở Khoa học và Công nghệ báo cáo kết quả rà soát trong vòng 10 ngày làm việc kể từ ngày 19/12/2025.
2. Sở Nội vụ trình kế hoạch bồi dưỡng trước ngày 02/01/2026.
3. Sở Tài chính hướng dẫn kinh phí trong vòng 14 ngày kể từ ngày 19/12/2025.
"""
    + "Cuộc họp kết thúc lúc 11 giờ cùng ngày. " * 8
)


@pytest.fixture
async def december(city: City):
    """Three tasks of 18 December 2025, before the Government swaps 2 January for the Saturday of 10 January."""
    city.clock.moment = datetime(2025, 12, 22, 9, tzinfo=ZONE)
    city.database.do(lambda s: [s.delete(row) for row in s.exec(select(Holiday).where(Holiday.day.in_(SWAP)))])
    city.database.do(lambda s: _changed(s))
    city.khcn = city.member("so-khcn", "Giám đốc", Role.HEAD, "SKHCN25")
    await city.office.says(NOTICE)
    await city.office.presses("Duyệt từng mục")
    for _ in range(8):
        if "Sẵn sàng giao" in city.office.last.text:
            break
        await city.office.presses("✅ Nhận", on=city.office.last)
    await city.office.presses("📤 Giao")
    return city


SWAP = (date(2026, 1, 2), date(2026, 1, 10))


def _changed(db):
    from bot.store import directory, settings

    settings.put(db, directory.REVISION, str(directory.revision(db) + 1))


def dates(city):
    return city.database.do(lambda s: {row.number: row.due_on for row in s.exec(select(Task))})


async def test_a_new_day_off_moves_what_was_counted_in_working_days_and_tells_whom_it_touches(december):
    city, office = december, december.office
    assert dates(city) == {1: date(2026, 1, 5), 2: date(2026, 1, 2), 3: date(2026, 1, 2)}
    await office.says("/menu")
    assert "thứ Năm, 01/01/2026: nghỉ" in await office.presses("Lịch làm việc")
    await office.presses("➕ Ngày nghỉ")
    shown = await office.says("02/01/2026 Nghỉ Tết Dương lịch")
    assert "Ngày nghỉ mới: thứ Sáu, 02/01/2026 (Nghỉ Tết Dương lịch)." in shown
    assert "2 nhiệm vụ đổi hạn" in shown
    assert "NV-2" in shown.split("vẫn đến hạn vào ngày đó")[1]
    assert dates(city)[1] == date(2026, 1, 5), "nothing changes before the office says so"
    done = await office.presses("✅ Đổi lịch")
    assert "Lịch làm việc đã thay đổi" in done
    assert dates(city) == {1: date(2026, 1, 6), 2: date(2026, 1, 2), 3: date(2026, 1, 5)}
    assert "05/01/2026 → thứ Ba, 06/01/2026" in city.khcn.last.text
    assert "NV-3" not in city.khcn.last.text, "an agency hears of its own tasks only"
    assert "Lịch làm việc đã thay đổi" in city.colleague.last.text
    assert "06/01/2026 do lịch làm việc thay đổi" in await office.says("lịch sử NV-1")
    assert city.database.do(task_store.broken_chains) == []
    task = city.database.do(lambda s: task_store.by_number(s, 1))
    assert task.original_due_on == date(2026, 1, 5), "the original date is kept"


async def test_a_button_of_an_earlier_change_changes_nothing(december):
    city, office = december, december.office
    await office.says("/menu")
    await office.presses("Lịch làm việc")
    await office.presses("➕ Ngày nghỉ")
    await office.says("02/01/2026 Nghỉ Tết Dương lịch")
    check = office.last
    await office.presses("✅ Đổi lịch", on=check)
    before = city.database.do(lambda s: len(s.exec(select(TaskEvent)).all()))
    set_again = next(key for key in check.keys if "Đổi lịch" in key.label) if check.keys else None
    action = set_again.action if set_again else "v1|days-off-set|0|0|"
    await city.inbound("office", button=action, message_ref=check.ref, tap_id="again")
    assert city.database.do(lambda s: len(s.exec(select(TaskEvent)).all())) == before
    assert "đã làm mới" in city.chat.toasts[-1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("01/12/2025 Nghỉ", "đã qua"),
        ("02/01/2026", "ghi tên dịp nghỉ"),
        ("03/01/2026 nghỉ cuối tuần", "đã như vậy"),
        ("hôm nào đó", "Chưa xác định được một ngày"),
    ],
)
async def test_a_day_that_changes_nothing_is_asked_for_again(december, words, answer):
    office = december.office
    await office.says("/menu")
    await office.presses("Lịch làm việc")
    await office.presses("➕ Ngày nghỉ")
    assert answer in await office.says(words)
    assert december.database.do(lambda s: s.get(Holiday, date(2026, 1, 2))) is None


async def test_only_the_office_sees_and_changes_the_calendar(december):
    for member, account in ((december.khcn, "so-khcn"), (december.chair, "chair")):
        for verb in ("v1|days|0|0|", "v1|days-off|0|0|off", "v1|days-off-set|0|0|"):
            await december.inbound(account, button=verb)
            assert "Lịch làm việc" not in member.last.text
    assert december.database.do(lambda s: s.get(Holiday, date(2026, 1, 2))) is None
