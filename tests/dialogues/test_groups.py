"""The bot in a group: totals and agencies, the sender's rights, silence for strangers."""

from datetime import date

import pytest

from models import Role
from tests.city import City
from tests.dialogues import given

GROUP = "-100500"


@pytest.fixture
def late(city: City):
    """Three overdue tasks of two agencies."""
    given.task(city, "Báo cáo dự án giao thông thông minh", "CATP", "2022-09-23")
    given.task(city, "Rà soát chương trình, nền tảng", "STTTT", "2022-09-23", last_note="anh Nam chưa gửi")
    given.task(city, "Gửi nhu cầu bồi dưỡng", "STTTT", "2022-09-26")
    city.clock.moment = city.clock.moment.replace(day=28)
    return city


async def in_group(city: City, account: str, text: str, **more: object) -> str | None:
    """What the group reads after somebody wrote there; None for silence."""
    before = len(city.chat.chats.get(GROUP, []))
    await city.inbound(account, chat_id=GROUP, private=False, text=text, own_ref="41", group_title="BCĐ", **more)
    said = city.chat.chats.get(GROUP, [])[before:]
    assert len(said) <= 1
    return said[0].text if said else None


async def test_the_chair_gets_totals_by_agency_and_no_title_note_or_name(late):
    answer = await in_group(late, "chair", "/quahan")
    assert answer.startswith("🔴 Quá hạn: 3 nhiệm vụ")
    assert "Sở TT&TT: 2 · Công an TP: 1" in answer
    for hidden in ("giao thông", "Rà soát", "anh Nam", "NV-", "Chủ tịch"):
        assert hidden not in answer
    message = late.chat.chats[GROUP][-1]
    assert [key.action for key in message.keys] == ["start:overdue"]
    assert (message.to.private, message.to.silent, message.to.reply_to) == (False, True, "41")


async def test_the_details_open_in_the_private_chat(late):
    await late.inbound("chair", text="/start overdue", start_code="overdue")
    assert "Báo cáo dự án giao thông thông minh" in late.chair.last.text


async def test_rights_are_the_senders_and_a_stranger_gets_silence(late):
    late.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    own = await in_group(late, "so-tttt", "/quahan")
    assert "Quá hạn: 2 nhiệm vụ" in own
    assert "Công an" not in own
    assert await in_group(late, "khach", "/quahan") is None
    assert await in_group(late, "khach", "/dangky") is None


async def test_in_an_agencys_group_even_the_chair_gets_that_agencys_figures_only(late):
    assert "nhóm của Sở TT&TT" in await in_group(late, "office", "/dangky sở tt&tt")
    answer = await in_group(late, "chair", "co gi qua han")
    assert "Quá hạn: 2 nhiệm vụ" in answer
    assert "Công an" not in answer


async def test_an_anonymous_admin_is_refused_with_a_hint(late):
    await late.inbound("", chat_id=GROUP, private=False, text="/quahan", anonymous=True, own_ref="7")
    said = late.chat.chats[GROUP][-1].text
    assert "ẩn danh" in said
    assert "nhiệm vụ" not in said.lower()


async def test_updates_and_personal_lists_are_sent_to_the_private_chat(late):
    answer = await in_group(late, "chair", "NV-1 đến đâu rồi")
    assert answer == "Nội dung này chỉ được trả lời trong trò chuyện riêng."
    assert "Đang theo dõi 3" in await in_group(late, "chair", "/tonghop")
    assert "/quahan" in await in_group(late, "chair", "/help")


async def test_only_the_office_registers_a_group(late):
    assert "Chỉ Văn phòng" in await in_group(late, "chair", "/dangky")
    assert "Không tìm thấy cơ quan" in await in_group(late, "office", "/dangky sở trên trời")
    assert "Đã ghi nhận" in await in_group(late, "office", "/dangky")
    assert "Nhóm đã đăng ký: BCĐ" in late.office.last.text
    assert "không còn được đăng ký" in await in_group(late, "office", "/huydangky")


async def test_the_digest_goes_into_the_group_only_when_it_is_ordered(late):
    await in_group(late, "office", "/dangky")
    before = len(late.chat.chats[GROUP])
    await late.goes_to("2022-10-03 09:00")
    assert len(late.chat.chats[GROUP]) == before, "nobody has ordered it"
    await late.chair.says("/menu")
    await late.inbound("chair", button="v1|groups|0|0|")
    assert "Bản tổng hợp tuần: tắt" in late.chair.last.text
    await late.chair.presses("1: bật")
    await late.goes_to("2022-10-03 09:30")
    digest = late.chat.chats[GROUP][-1]
    assert "Sở TT&TT: 2 · Công an TP: 1" in digest.text
    assert "Rà soát" not in digest.text
    assert digest.to.silent
    await late.goes_to("2022-10-03 10:00")
    assert late.chat.chats[GROUP][-1] is digest, "once a week"


async def test_an_agency_head_cannot_order_the_digest(late):
    head = late.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await in_group(late, "office", "/dangky")
    await late.inbound("so-tttt", button="v1|group-digest|1|0|on")
    assert "thuộc quyền của Văn phòng" in head.last.text
    await late.goes_to("2022-10-03 09:00")
    assert late.chat.chats[GROUP][-1].text.startswith("✅ Đã ghi nhận"), "nothing came after it"


async def test_a_group_that_moves_keeps_its_digest_and_one_that_throws_the_bot_out_gets_nothing(late):
    await in_group(late, "office", "/dangky")
    await late.inbound("chair", button="v1|group-digest|1|0|on")
    await late.inbound("office", chat_id=GROUP, private=False, moved_to="-1007")
    await late.goes_to("2022-10-03 09:00")
    assert "quá hạn" in late.chat.chats["-1007"][-1].text.lower()
    await late.inbound("khach", chat_id="-1007", private=False, left=True)
    assert "đưa ra khỏi nhóm" in late.office.last.text
    count = len(late.chat.chats["-1007"])
    await late.goes_to("2022-10-10 09:00")
    assert len(late.chat.chats["-1007"]) == count


async def test_added_by_somebody_it_knows_it_says_what_it_answers_and_to_others_nothing(city):
    await city.inbound("khach", chat_id=GROUP, private=False, came_back=True)
    assert GROUP not in city.chat.chats
    await city.inbound("office", chat_id=GROUP, private=False, came_back=True)
    assert "/quahan" in city.chat.chats[GROUP][-1].text


async def test_the_figures_of_a_group_add_up_with_jobs_for_several_agencies(city):
    given.task(city, "Gửi nhu cầu", None, "2022-09-23", is_parent=True)
    given.task(city, "Báo cáo", "CATP", "2022-09-23")
    city.clock.moment = city.clock.moment.replace(day=28)
    answer = await in_group(city, "chair", "/quahan")
    assert "Quá hạn: 2" in answer
    assert "Công an TP: 1" in answer
    assert "giao nhiều cơ quan: 1" in answer
    assert date(2022, 9, 28) == city.clock.now().date()
