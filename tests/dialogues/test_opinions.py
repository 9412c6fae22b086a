"""What a supporting agency has to say reaches the lead agency and the office; nothing else changes."""

import pytest

from bot.core.buttons import action
from bot.store import tasks
from models import Role
from tests.dialogues import given


@pytest.fixture
def lead(city):
    given.task(city, "Rà soát hạ tầng số", "STTTT", "2022-09-30", support=["SNV"])
    return city.member("lead", "Giám đốc", Role.HEAD, "STTTT")


@pytest.fixture
def helper(city, lead):
    return city.member("helper", "Oanh", Role.HEAD, "SNV")


async def test_an_opinion_goes_to_the_lead_agency_and_the_office_and_stays_in_the_history(city, lead, helper):
    await helper.says("NV-1")
    assert "Nơi nhận: Sở TT&TT, Văn phòng" in await helper.presses("💬 Gửi ý kiến")
    assert "Đã gửi ý kiến về NV-1" in await helper.says("cần bổ sung <b>biên chế</b>\u202e")
    for reader in (lead, city.office):
        assert "Sở Nội vụ có ý kiến về NV-1" in reader.last.text
        assert "cần bổ sung <b>biên chế</b>\n" in reader.last.text
    assert "Oanh: gửi ý kiến" in await city.chair.says("lịch sử NV-1")
    task = city.database.do(lambda db: tasks.by_number(db, 1))
    assert (task.state, task.last_note, task.updated_on) == ("assigned", None, None)


async def test_an_agency_that_may_not_update_is_offered_to_send_its_opinion(city, helper):
    assert "Chỉ cơ quan chủ trì" in await helper.says("NV-1 50%")
    assert "Ý kiến về NV-1" in await helper.presses("💬 Gửi ý kiến")


async def test_an_agency_whose_opinion_is_waited_for_answers_in_one_tap(city, lead, helper):
    await lead.says("vướng mắc NV-1: chờ ý kiến Sở Nội vụ")
    assert "đang chờ ý kiến của Quý cơ quan" in helper.last.text
    await helper.presses("💬 Gửi ý kiến")
    await helper.says("thống nhất với dự thảo")
    assert "thống nhất với dự thảo" in lead.last.text


@pytest.mark.parametrize("words", ["…", "x" * 1001])
async def test_an_opinion_of_nothing_or_too_long_is_asked_for_again(city, lead, helper, words):
    await helper.presses_raw(action("opine", 1))
    assert "Không có gì thay đổi" in await helper.says(words)
    assert "Đã gửi ý kiến" in await helper.says("thống nhất")
