"""What the office hears at 08:30 of what did not arrive, and what it does about it."""

import re

import pytest

from bot.store import undelivered
from models import Role
from tests.dialogues.test_reminders import change, give


@pytest.fixture
def head(city):
    return city.member("so-tttt", "Nguyễn Văn An", Role.HEAD, "STTTT")


async def test_nothing_is_said_when_everything_arrives(city, head):
    give(city, "Hoàn thiện quy chế", due="2022-12-30")
    await city.goes_to("2022-09-23 08:30")
    assert city.office.unread() == []


async def test_an_agency_that_nobody_is_linked_for_is_named_with_its_open_tasks(city):
    give(city, "Một", due="2022-12-30")
    give(city, "Hai", due="2022-12-30")
    await city.goes_to("2022-09-23 08:29")
    assert city.office.unread() == []
    await city.goes_to("2022-09-23 08:30")
    assert len(city.office.unread()) == 1
    assert "⚠️ 1 trường hợp tin chưa đến nơi" in city.office.last.text
    assert "1. Sở TT&TT – chưa liên kết tài khoản (2 nhiệm vụ đang mở)" in city.office.last.text
    assert city.office.buttons() == ["📨 Gửi thư mời", "✅ Đã gọi điện"]
    assert len(city.colleague.unread()) == 1
    assert city.chair.unread() == []


async def test_one_report_a_day_however_often_the_planner_looks(city):
    give(city, "Một", due="2022-12-30")
    for moment in ("2022-09-23 08:30", "2022-09-23 08:31", "2022-09-23 15:00"):
        await city.goes_to(moment)
    assert len(city.office.unread()) == 1
    await city.goes_to("2022-09-24 08:30")  # a Saturday
    assert city.office.unread() == []
    await city.goes_to("2022-09-26 08:30")
    assert len([text for text in city.office.unread() if "chưa đến nơi" in text]) == 1


async def test_somebody_who_blocked_the_bot_is_named_with_the_day(city, head):
    give(city, "Hoàn thiện quy chế", due="2022-09-23")
    city.chat.blocked.add("so-tttt")
    await city.goes_to("2022-09-23 08:00")
    city.office.unread()
    await city.goes_to("2022-09-26 08:30")
    told = [text for text in city.office.unread() if "chưa đến nơi" in text]
    assert "Sở TT&TT, đồng chí Nguyễn Văn An – đã chặn Hệ thống, từ thứ Sáu, 23/09/2022" in told[0]


async def test_what_the_office_has_called_about_is_not_told_again_and_something_new_is(city):
    task_id = give(city, "Một", due="2022-12-30")
    await city.goes_to("2022-09-23 08:30")
    assert "Đã ghi: Văn phòng đã gọi điện (1 trường hợp)" in await city.office.presses("Đã gọi điện")
    city.office.unread()
    await city.goes_to("2022-09-27 08:30")
    assert [text for text in city.office.unread() if "chưa đến nơi" in text] == []
    give(city, "Hai", due="2022-12-30", lead="SNV")
    await city.goes_to("2022-09-28 08:30")
    told = city.office.unread()[-1]
    assert "Sở Nội vụ" in told
    assert "Sở TT&TT" not in told
    # Once it was over, the same trouble is news again.
    change(city, task_id, closed_at=city.clock.now(), state="completed")
    await city.goes_to("2022-09-29 08:30")
    give(city, "Ba", due="2022-12-30")
    await city.goes_to("2022-09-30 08:30")
    assert "Sở TT&TT" in city.office.unread()[-1]


async def test_an_invitation_is_made_shown_once_and_opens_the_post(city):
    give(city, "Một", due="2022-12-30")
    await city.goes_to("2022-09-23 08:30")
    shown = await city.office.presses("Gửi thư mời")
    assert "📨 Thư mời: Sở TT&TT, Thủ trưởng cơ quan" in shown
    code = re.search(r"[\w-]{32}", shown)[0]
    newcomer = city.stranger("moi")
    await newcomer.says(code)
    await newcomer.presses("✅ Xác nhận")
    city.office.unread()
    await city.goes_to("2022-09-26 08:30")
    assert [text for text in city.office.unread() if "chưa đến nơi" in text] == []


async def test_with_several_the_office_chooses_whom_to_invite(city):
    give(city, "Một", due="2022-12-30")
    give(city, "Hai", due="2022-12-30", lead="SNV")
    await city.goes_to("2022-09-23 08:30")
    assert "Gửi thư mời cho ai?" in await city.office.presses("Gửi thư mời")
    assert city.office.buttons() == ["1", "2"]
    assert "Sở Nội vụ" in await city.office.presses("1")


async def test_a_report_that_waits_names_only_what_still_holds(city):
    give(city, "Một", due="2022-12-30")
    task_id = give(city, "Hai", due="2022-12-30", lead="SNV")
    city.chat.busy.add("office")
    await city.goes_to("2022-09-23 08:30")
    change(city, task_id, closed_at=city.clock.now(), state="completed")
    city.chat.busy.clear()
    await city.goes_to("2022-09-23 09:00")
    assert "Sở TT&TT" in city.office.last.text
    assert "Sở Nội vụ" not in city.office.last.text


async def test_only_the_office_may_use_its_buttons(city, head):
    give(city, "Một", due="2022-12-30", lead="SNV")
    await city.goes_to("2022-09-23 08:30")
    for button in ("v1|dr-invite|0|0|2022-09-23", "v1|dr-called|0|0|2022-09-23", "v1|dr-invite-for|0|0|agency:SNV"):
        await city.inbound("so-tttt", button=button, message_ref="1", tap_id="t")
        assert "Văn phòng" in head.last.text
        assert "Mã mời" not in head.last.text
    assert city.database.do(undelivered.called) == set()


async def test_an_old_reports_button_notes_nothing_that_it_did_not_name(city):
    give(city, "Một", due="2022-12-30")
    await city.goes_to("2022-09-23 08:30")
    old = city.office.last
    give(city, "Hai", due="2022-12-30", lead="SNV")
    await city.goes_to("2022-09-26 08:30")
    await city.office.presses("Đã gọi điện", on=old)
    assert city.database.do(undelivered.called) == set()


async def test_a_message_that_failed_is_told_with_its_reason(city, head):
    from bot.core.channel import Rejected

    send = city.chat.send

    async def refusing(to, part, file=None):
        if to.chat_id == "so-tttt":
            raise Rejected("markup")
        return await send(to, part, file)

    city.chat.send = refusing
    give(city, "Hoàn thiện quy chế", due="2022-09-23")
    await city.goes_to("2022-09-23 08:00")
    city.office.unread()
    await city.goes_to("2022-09-23 08:30")
    assert "một tin không gửi được: ứng dụng trò chuyện từ chối" in city.office.last.text
    assert city.office.buttons() == ["✅ Đã gọi điện"]


async def test_a_message_that_failed_before_long_holidays_is_told_after_them(city, head):
    from bot.core.channel import Rejected

    async def refusing(to, part, file=None):
        if to.chat_id == "so-tttt":
            raise Rejected("markup")
        return await send(to, part, file)

    send = city.chat.send
    give(city, "Hoàn thiện quy chế", due="2023-01-19")
    await city.goes_to("2023-01-18 08:00")
    await city.goes_to("2023-01-19 07:00")
    city.chat.send = refusing
    await city.goes_to("2023-01-19 08:35")
    await city.goes_to("2023-01-19 10:00")
    await city.inbound("so-tttt", text="NV-1 50%")
    city.office.unread()
    city.chat.send = send
    await city.goes_to("2023-01-27 08:30")  # Tết of 2023: 20 to 26 January
    told = [text for text in city.office.unread() if "chưa đến nơi" in text]
    assert len(told) == 1
    assert "một tin không gửi được" in told[0]


async def test_an_english_reader_reads_it_in_english(city):
    reader = city.member("english", "Office", Role.OFFICE, language="en")
    give(city, "Một", due="2022-12-30")
    await city.goes_to("2022-09-23 08:30")
    assert "⚠️ 1 matter did not arrive" in reader.last.text
    assert "nobody is linked (1 open task)" in reader.last.text
    assert reader.buttons() == ["📨 Send invitation", "✅ Called"]
