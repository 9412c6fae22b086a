"""Who gets in, who does not, and how a post ends."""

import re

import pytest
import sqlalchemy as sa

from bot.store import people
from models import Invitation, Outbox, Post, Role
from tests.city import City, Member
from tests.dialogues import given


async def invite(city: City, role: str, *, agency: str | None = None, by: Member | None = None) -> str:
    """The office invites in chat; returns the code that is shown once."""
    by = by or city.office
    await by.says("/moi")
    if role:
        await by.presses(role)
    if agency:
        await by.says(agency)
    await by.presses("Để trống")
    return re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", by.last.text)[0]


async def links(city: City, account: str, code: str) -> Member:
    newcomer = city.stranger(account)
    await newcomer.says(code, display_name=account)
    await newcomer.presses("✅ Xác nhận")
    return newcomer


async def test_a_code_is_shown_once_and_kept_nowhere(city):
    code = await invite(city, "Phó Trưởng Ban")
    with city.database.engine.begin() as connection:
        kept = str(connection.execute(sa.select(Outbox.card)).all()) + str(
            connection.execute(sa.select(Invitation)).all()
        )
    assert code not in kept
    assert code.replace("-", "") not in kept


async def test_the_confirm_button_works_only_where_the_invitation_was_opened(city):
    code = await invite(city, "Trưởng Ban Chỉ đạo")
    await city.inbound("thief", button="v1|inv-yes|1|0|")
    await city.stranger("thief").says("việc của tôi")
    assert "mời" not in city.stranger("thief").messages[0].text.split("thư mời")[0]
    boss = await links(city, "boss", code)
    assert "Đã liên kết" in boss.last.text
    with city.database.engine.begin() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(Post)).scalar() == 5


async def test_an_invitation_for_another_app_or_a_body_that_ended_is_no_good(city):
    code = await invite(city, "Cán bộ đầu mối", agency="Sở TT&TT")

    def moved(db):
        db.execute(sa.update(Invitation).values(channel="zalo"))

    city.database.do(moved)
    assert "hết hạn hoặc đã được dùng" in await city.stranger("a").says(code)
    city.database.do(lambda db: db.execute(sa.update(Invitation).values(channel=None)) and None)
    city.clock.moment = city.clock.moment.replace(year=2025, month=4)
    city.database.do(
        lambda db: db.execute(sa.update(Invitation).values(expires_at=city.clock.now().replace(month=5))) and None
    )
    assert "hết hạn hoặc đã được dùng" in await city.stranger("b").says(code)


async def test_an_invitation_that_was_taken_back_links_nobody(city):
    code = await invite(city, "Trưởng Ban Chỉ đạo")
    await city.office.says("/thumoi")
    assert "Không có thư mời nào" in await city.office.presses("✖ 1")
    assert "hết hạn hoặc đã được dùng" in await city.stranger("late").says(code)


async def test_after_five_wrong_codes_there_is_silence_even_for_a_right_one(city):
    code = await invite(city, "Trưởng Ban Chỉ đạo")
    guesser = city.stranger("guesser")
    for n in range(5):
        assert "Mã không đúng" in await guesser.says(f"00000-0000{n}")
    count = len(guesser.messages)
    await guesser.says("123456")
    await guesser.says(code)
    await guesser.says("xin chào")
    assert len(guesser.messages) == count
    city.clock.moment = city.clock.moment.replace(day=23)
    assert "Đồng chí được mời" in await guesser.says(code)


async def test_six_digits_are_good_for_ten_minutes_and_for_nobody_who_is_linked(city):
    async def digits() -> str:
        await city.chair.says("/caidat")
        await city.chair.presses("📱 Tài khoản")
        await city.chair.presses("Thêm tài khoản")
        return re.search(r"\d{3} \d{3}", city.chair.last.text)[0]

    code = await digits()
    city.clock.moment = city.clock.moment.replace(minute=11)
    assert "Mã không đúng" in await city.stranger("second").says(code)
    code = await digits()
    await city.office.says(code)
    assert "Đã thêm" not in city.office.last.text
    assert "Đã thêm tài khoản" in await city.stranger("second").says(code)
    assert "Mã không đúng" in await city.stranger("third").says(code)


async def test_a_message_that_cannot_reach_the_preferred_account_goes_to_the_other_one(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    city.database.do(
        lambda db: (
            people.link(
                db,
                people.actor_of(db, "fake", "so-tttt", city.clock.now().date()).person_id,
                channel="fake",
                account_id="other",
                chat_id="other",
                now=city.clock.now(),
            )
            and None
        )
    )
    given.task(city, "Báo cáo", "STTTT", "2022-09-23")
    city.chat.blocked.add("so-tttt")
    await city.goes_to("2022-09-23 08:00")
    assert "Báo cáo" in city.chat.chats["other"][-1].text
    assert not head.messages


@pytest.mark.parametrize("verb", ["post-end", "post-ask", "staff-one", "post-over"])
async def test_only_the_office_and_the_own_head_touch_a_post(city, verb):
    contact = city.member("dau-moi", "Đầu mối", Role.CONTACT, "STTTT")
    city.member("so-nv", "Giám đốc SNV", Role.HEAD, "SNV")
    city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    for account in ("chair", "so-nv", "dau-moi"):
        await city.inbound(account, button=f"v1|{verb}|5|0|")
        assert "chấm dứt" not in city.chat.chats[account][-1].text
        assert "Từ thứ" not in city.chat.chats[account][-1].text
    assert "nhiệm vụ đang mở" in await contact.says("việc của tôi")


async def test_a_head_invites_and_ends_contact_officers_of_the_own_agency_only(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    code = await invite(city, "", by=head)
    contact = await links(city, "Hải", code)
    assert "Cán bộ đầu mối" in contact.last.text
    await head.says("/nhansu")
    await head.presses("📋 Danh sách")
    await head.presses("2")
    await head.presses("🚪 Chấm dứt")
    assert "đã chấm dứt" in await head.presses("🚪 Chấm dứt vai trò")
    assert "đã chấm dứt" in contact.last.text
    count = len(contact.messages)
    await contact.says("việc của tôi")
    await contact.says("NV-1")
    assert [one.text.split("\n")[0] for one in contact.messages[count:]] == [
        "Hệ thống dành cho thành viên Ban Chỉ đạo và cơ quan được giao nhiệm vụ."
    ]


async def test_the_last_member_of_the_office_stays(city):
    await city.inbound("colleague", button="v1|post-end|3|0|")
    await city.inbound("colleague", button="v1|post-end|4|0|")
    assert "cán bộ Văn phòng cuối cùng" in city.colleague.last.text


async def test_news_wait_for_nobody_who_has_left_and_come_silently_at_night(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    given.task(city, "Báo cáo", "STTTT", "2022-09-30")
    city.clock.moment = city.clock.moment.replace(hour=22)
    await head.says("NV-1 xong 324/BC-STTTT ngày 22/9/2022")
    assert "324/BC" in city.office.last.text
    assert city.office.last.to.silent
    assert not head.last.to.silent


async def test_a_bare_command_of_the_office_says_what_to_send(city):
    assert "gửi kết luận" in (await city.office.says("/tep")) + city.office.messages[0].text
    assert "Cơ quan có việc đang mở" in await city.office.says("/coquan")
    assert "Không có lệnh /xyzzy" in await city.chair.says("/xyzzy")
