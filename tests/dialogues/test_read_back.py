"""A date that was read from words is read back before it changes anything, by whichever way it came."""

import pytest
from sqlmodel import select

from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from models import Draft, Extension, Role, Task
from tests.city import City
from tests.dialogues.test_story import assigned, tttt  # noqa: F401

DAY = "thứ Hai, 31/10/2022"
READ_BACK = f"Hiểu là {DAY} (còn 27 ngày làm việc). Đúng không?"
SOONER = "Hiểu là thứ Sáu, 14/10/2022 (còn 16 ngày làm việc). Đúng không?"


def dates(city: City) -> dict[int, object]:
    return city.database.do(lambda s: {row.number: row.due_on for row in s.exec(select(Task))})


def draft_dates(city: City) -> dict[int, object]:
    return city.database.do(lambda s: {row.id: row.due_on for row in s.exec(select(Draft))})


async def one_number(city: City, lead) -> str:
    await assigned(city)
    return (await lead.says("việc của tôi")).split("NV-")[1].split(" ")[0]


@pytest.mark.parametrize(
    "order", ["đổi hạn NV-{} sang 31/10", "NV-{} phải xong trước ngày 31/10", "move NV-{} to 31 October"]
)
async def test_a_date_in_an_order_is_read_back(city, tttt, order):  # noqa: F811
    number = await one_number(city, tttt)
    before = dates(city)
    assert READ_BACK in await city.office.says(order.format(number))
    assert dates(city) == before


@pytest.mark.parametrize("words", ["31/10", "hạn 31/10", "deadline 31/10 nhé", "đến hết tháng 10"])
async def test_a_date_that_was_asked_for_is_read_back(city, tttt, words):  # noqa: F811
    number = await one_number(city, tttt)
    before = dates(city)
    await city.office.says(f"NV-{number}")
    await city.office.presses("📅 Sửa hạn")
    assert READ_BACK in await city.office.says(words)
    assert dates(city) == before
    await city.office.says("sai ngày rồi")
    assert dates(city) == before
    assert READ_BACK in await city.office.says(words)
    assert "lý do sửa hạn" in await city.office.says("đúng ngày đó")
    assert dates(city) == before, "the reason is still to come"


@pytest.mark.parametrize("words", ["31/10", "hạn chót 31/10"])
async def test_a_date_for_an_item_under_review_is_read_back(city, words):
    office = city.office
    await office.uploads(SAMPLE_NAME, sample_conclusion())
    await office.presses("Duyệt từng mục")
    await office.presses("hạn", on=office.last)
    before = draft_dates(city)
    assert READ_BACK in await office.says(words)
    assert draft_dates(city) == before
    await office.says("không phải ngày đó")
    assert draft_dates(city) == before
    assert READ_BACK in await office.says(words)
    await office.says("xác nhận")
    assert draft_dates(city) != before


async def test_a_date_that_repeats_is_read_back_by_its_first_day(city):
    office = city.office
    await office.uploads(SAMPLE_NAME, sample_conclusion())
    await office.presses("Duyệt từng mục")
    await office.presses("hạn", on=office.last)
    before = draft_dates(city)
    said = await office.says("trước ngày 30 hằng tháng")
    assert "Hiểu là thứ Sáu, 30/09/2022 (còn 6 ngày làm việc). Đúng không?" in said
    assert draft_dates(city) == before


def requests(city: City) -> list[object]:
    return city.database.do(lambda s: [(row.state, row.due_on, row.offered_due) for row in s.exec(select(Extension))])


@pytest.mark.parametrize("words", ["31/10", "hạn 31/10", "xin đến 31/10"])
async def test_a_later_date_that_is_asked_for_is_read_back(city, tttt, words):  # noqa: F811
    number = await one_number(city, tttt)
    await tttt.says(f"xin gia hạn NV-{number} vì chờ số liệu camera")
    assert READ_BACK in await tttt.says(words)
    assert requests(city) == [], "it is sent only by its button"


async def test_a_later_date_in_the_request_itself_is_read_back(city, tttt):  # noqa: F811
    number = await one_number(city, tttt)
    assert READ_BACK in await tttt.says(f"xin gia hạn NV-{number} đến 31/10/2022 vì thiếu người")
    assert requests(city) == []


@pytest.mark.parametrize("words", ["14/10", "hạn 14/10", "đến 14/10 thôi"])
async def test_a_date_that_is_offered_instead_is_read_back(city, tttt, words):  # noqa: F811
    number = await one_number(city, tttt)
    await tttt.says(f"xin gia hạn NV-{number} đến 31/10/2022 vì thiếu người")
    await tttt.presses("📨 Gửi đề nghị")
    before = requests(city)
    assert len(before) == 1
    chair = city.member("chu-tich", "Chủ tịch", Role.CHAIR)
    assert SOONER in await chair.says(f"NV-{number} chỉ cho đến 14/10")
    assert requests(city) == before
    assert SOONER in await chair.says(words)
    assert requests(city) == before


@pytest.mark.parametrize("words", ["31/10", "ngày 31/10"])
async def test_the_day_on_which_a_task_goes_on_is_read_back(city, tttt, words):  # noqa: F811
    number = await one_number(city, tttt)
    await city.office.says(f"tạm dừng NV-{number}")
    await city.office.says("chờ quy hoạch được duyệt")
    await city.office.says("Chủ tịch, họp giao ban ngày 22/9/2022")
    await city.office.presses("📅 Ngày tiếp tục")
    said = await city.office.says(words)
    assert f"Ngày tiếp tục: {DAY}" in said
    assert READ_BACK in said
    assert city.database.do(lambda s: [row.resume_on for row in s.exec(select(Task)) if row.resume_on]) == []


async def test_a_date_in_the_opinion_of_the_office_is_read_back(city, tttt):  # noqa: F811
    number = await one_number(city, tttt)
    await tttt.says(f"xin gia hạn NV-{number} đến 31/10/2022 vì thiếu người")
    await tttt.presses("📨 Gửi đề nghị")
    await city.office.presses("✏️ Ý kiến khác")
    before = requests(city)
    assert SOONER in await city.office.says("Chỉ nên cho đến 14/10, vì đã gia hạn một lần")
    assert requests(city) == before


async def test_the_last_day_of_an_absence_is_read_back(city, tttt):  # noqa: F811
    city.member("dau-moi", "Lê Thị Mai", Role.CONTACT, "STTTT")
    await tttt.says("tôi đi công tác")
    await tttt.says("đến hết tháng 10")
    assert READ_BACK in await tttt.says("Mai")


async def test_a_day_off_that_the_office_writes_is_read_back(city):
    await city.office.says("/menu")
    await city.office.presses("Lịch làm việc")
    await city.office.presses("➕ Ngày nghỉ")
    assert READ_BACK in await city.office.says("31/10/2022 Nghỉ bù của thành phố")


async def test_an_english_reader_is_asked_back_in_english(city, tttt):  # noqa: F811
    number = await one_number(city, tttt)
    await city.office.says("speak English")
    said = await city.office.says(f"move NV-{number} to 31 October")
    assert "Understood as Mon 31 Oct 2022 (27 working days from now). Is that right?" in said
