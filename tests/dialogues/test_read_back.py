"""A date that was read from words is read back before it changes anything, by whichever way it came."""

import pytest
from sqlmodel import select

from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from models import Draft, Task
from tests.city import City
from tests.dialogues.test_story import assigned, tttt  # noqa: F401

READ_BACK = "Hệ thống hiểu là thứ Hai, 31/10/2022"


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
