"""How people get in by Zalo: a link or a QR picture opens the chat, a typed code makes the link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.core.channel import Inbound
from bot.core.codes import ALPHABET
from bot.store import people
from models import Role
from tests.channels.zalo_server import PERSON, Switches, group_text
from tests.zalo_city import LINK, zalo_city

CODE = re.compile(rf"\b[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}\b")
DIGITS = re.compile(r"\b\d{3} \d{3}\b")
HEAD = "9b0c1a2b3c4d5e6f7082"


@pytest.fixture
async def town(tmp_path):
    async with zalo_city(tmp_path) as found:
        yield found


async def invited(town, name="Trần Văn B"):
    """The office invites the head of an agency in chat, for Zalo; returns the code that is shown."""
    office = town.office
    await office.says("/moi")
    await office.presses("Thủ trưởng")
    await office.says("Sở TT&TT")
    await office.says(name)
    await office.presses("Zalo")
    return CODE.search(office.last.text)[0]


def people_told(member, words):
    return [one for one in member.unread() if words in one]


async def test_the_invitation_shows_the_link_its_qr_picture_and_the_code(town):
    code = await invited(town)
    message = town.office.last
    assert LINK in message.text
    assert (message.file.mime, message.file.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert code.replace("-", "") not in LINK


@pytest.mark.parametrize("typed", [lambda code: code, lambda code: code.replace("-", "").lower(), lambda c: f" {c} "])
async def test_a_typed_code_makes_the_first_link_once_confirmed(town, typed):
    code = await invited(town)
    asked = await town.writes(HEAD, typed(code))
    assert "Sở Thông tin và Truyền thông" in asked
    assert "Xác nhận" in asked
    assert "Đã liên kết tài khoản" in await town.writes(HEAD, "có")
    assert people_told(town.office, "Trần Văn B")
    assert "hết hạn hoặc đã được dùng" in await town.writes(PERSON, code)  # for one use


@pytest.mark.parametrize("words", ["2", "xác nhận", "xac nhan", "đúng", "có"])
async def test_an_invitation_is_confirmed_by_typing(town, words):
    assert "1 Không phải tôi · 2 Xác nhận" in await town.writes(HEAD, await invited(town))
    assert "Đã liên kết tài khoản" in await town.writes(HEAD, words)
    assert "không có nhiệm vụ" in (await town.writes(HEAD, "việc của tôi")).lower()


@pytest.mark.parametrize("words", ["1", "không phải tôi", "không"])
async def test_an_invitation_that_reached_somebody_else_is_burnt_by_typing(town, words):
    code = await invited(town)
    await town.writes(HEAD, code)
    assert "không còn giá trị" in await town.writes(HEAD, words)
    assert people_told(town.office, "Không phải tôi")
    assert "hết hạn hoặc đã được dùng" in await town.writes(HEAD, code)


async def test_who_has_opened_an_old_invitation_asks_for_a_new_one_by_typing(town):
    code = await invited(town)
    town.clock.moment += timedelta(days=7)
    await town.writes(HEAD, code)
    assert "Văn phòng" in await town.writes(HEAD, "1")
    await town.office.presses("Gửi thư mời mới")
    assert "1 Không phải tôi · 2 Xác nhận" in town.server.texts[-1]
    assert "Đã liên kết tài khoản" in await town.writes(HEAD, "2")


async def test_a_code_ends_after_three_working_days(town):
    code = await invited(town)  # on a Thursday
    town.clock.moment += timedelta(days=5)
    assert "Sở Thông tin" in await town.writes(HEAD, code)
    town.clock.moment += timedelta(days=1)
    assert "hết hạn" in await town.writes(PERSON, code)


async def test_five_wrong_codes_and_then_silence_also_for_the_right_one(town):
    code = await invited(town)
    for number in range(5):
        assert await town.writes(HEAD, f"ABCDE-1234{number}")
    assert await town.writes(HEAD, "ABCDE-12349") == ""
    assert await town.writes(HEAD, code) == ""
    assert await town.writes(HEAD, "123456") == ""
    town.clock.moment += timedelta(days=1)
    assert "Sở Thông tin" in await town.writes(HEAD, code)


async def test_a_code_in_a_group_is_answered_by_nobody(town):
    code = await invited(town)
    assert await town.brings(group_text(HEAD, "9a00000000000000000a", f"@Bot Nhiệm vụ {code}")) == []
    assert "Sở Thông tin" in await town.writes(HEAD, code)  # and is still good


async def test_somebody_unknown_is_told_once_a_day_what_this_is(town):
    assert "thư mời" in await town.writes(HEAD, "xin chào")
    assert await town.writes(HEAD, "có gì quá hạn?") == ""
    town.clock.moment += timedelta(days=1)
    assert "thư mời" in await town.writes(HEAD, "xin chào")


async def test_six_digits_add_zalo_to_a_person_who_prefers_another_app(town):
    head = town.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await head.says("cai dat")
    await head.presses("Tài khoản")
    await head.presses("Thêm tài khoản")
    digits = DIGITS.search(head.last.text)[0]
    assert "Đã thêm tài khoản này" in await town.writes(HEAD, f"Mã của tôi: {digits}")
    assert "không đúng" in await town.writes(PERSON, digits)  # for one use
    assert people_told(head, "Zalo")
    assert "tài khoản đang dùng" in await town.writes(HEAD, "tai khoan")
    assert await preferred(town) == "fake"
    await town.writes(HEAD, "1")
    assert await preferred(town) == "zalo"


async def preferred(town):
    """Where a note to the head would go."""
    found = town.database.do(lambda db: people.holders(db, town.clock.now().date(), {Role.HEAD}))
    return town.database.do(lambda db: people.addresses(db, [found[0].person_id]))[found[0].person_id].channel


async def test_six_digits_are_good_for_ten_minutes(town):
    head = town.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await head.says("cai dat")
    await head.presses("Tài khoản")
    await head.presses("Thêm tài khoản")
    digits = DIGITS.search(head.last.text)[0]
    town.clock.moment += timedelta(minutes=11)
    assert "không đúng" in await town.writes(HEAD, digits)


async def test_an_account_that_is_linked_is_not_taken_over_by_another_persons_digits(town):
    town.at_zalo(HEAD, "Giám đốc Sở Nội vụ", Role.HEAD, "SNV")
    head = town.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await head.says("cai dat")
    await head.presses("Tài khoản")
    await head.presses("Thêm tài khoản")
    await town.writes(HEAD, DIGITS.search(head.last.text)[0])
    now = town.database.do(lambda db: town.app.worker._actor(db, "zalo", Inbound(HEAD, HEAD)))
    assert now.agency == "SNV"


async def test_person_51_is_told_to_the_office_with_what_to_do(town):
    town.server.how = Switches(user_limit=0)
    town.at_zalo(HEAD, "Giám đốc Sở Nội vụ", Role.HEAD, "SNV")
    assert await town.writes(HEAD, "việc của tôi") == ""
    (told,) = people_told(town.office, "Giám đốc Sở Nội vụ")
    assert "Zalo" in told
    assert "sáu chữ số" in told or "sáu số" in told


async def test_somebody_unknown_whom_zalo_does_not_serve_is_named_by_the_look_up_code_once(town):
    town.server.how = Switches(user_limit=0)
    await town.writes(HEAD, "xin chào", **{"from": {"id": HEAD, "display_name": "Lê Thị C", "is_bot": False}})
    town.clock.moment += timedelta(days=1)
    await town.writes(HEAD, "xin chào")
    (told,) = people_told(town.office, "Lê Thị C")
    assert re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{2}\b", told)
