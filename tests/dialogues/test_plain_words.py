"""Plain words, with and without marks, open what a menu offers: an app without buttons shows no menu all the time."""

from __future__ import annotations

import pytest

from bot.core.words import brief, fold
from models import Role
from tests.dialogues import given
from tests.zalo_city import zalo_city

OFFICE, HEAD = "5f0c1a2b3c4d5e6f7081", "9b0c1a2b3c4d5e6f7082"
OPENS = {
    "việc của tôi": "Đang mở",
    "quá hạn": "quá hạn",
    "sắp đến hạn": "Đến hạn từ nay",
    "việc đang mở": "Đang mở",
    "chưa đặt hạn": "chưa đặt hạn",
    "chờ xử lý": "đang chờ",
    "số liệu": "📊 Số liệu",
    "báo cáo tuần": "📊 Số liệu",
    "tóm tắt trước họp": "Trước cuộc họp",
    "lịch làm việc": "Lịch làm việc",
    "người tham gia": "Người tham gia",
    "cài đặt": "Cài đặt",
    "tài khoản": "Tài khoản",
    "trợ giúp": "Trả lời bằng số hoặc bằng chữ.",
}


@pytest.fixture
async def town(tmp_path):
    async with zalo_city(tmp_path) as found:
        found.at_zalo(OFFICE, "Thư ký", Role.OFFICE)
        found.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
        given.task(found, "Hoàn thiện hồ sơ nâng cấp trung tâm dữ liệu của thành phố", "STTTT", "2022-09-26")
        given.task(found, "Rà soát cổng dịch vụ công", "STTTT", "2022-09-26")
        yield found


async def test_every_word_of_the_menu_is_understood_without_a_menu_before_it(town):
    for words, opened in OPENS.items():
        for typed in (words, fold(words)):
            assert opened in await town.writes(OFFICE, typed), typed
            town.clock.moment += town.clock.moment.replace(hour=1) - town.clock.moment.replace(hour=0)


async def test_a_task_that_is_offered_by_its_title_is_cut_between_words_and_shows_that_it_goes_on(town):
    await town.writes(HEAD, "trợ giúp")
    asked = await town.writes(HEAD, "xong")
    assert "\n1. NV-1 Hoàn thiện hồ sơ nâng cấp trung tâm dữ…\n2. NV-2 Rà soát cổng dịch vụ công\n3. Hủy\n" in asked


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Báo cáo tháng", "Báo cáo tháng"),
        ("Báo cáo kết quả, tiến độ", "Báo cáo kết quả…"),
        ("Báocáokếtquảtiếnđộthực hiện", "Báocáokếtquảtiếnđ…"),
    ],
)
def test_a_title_is_cut_where_a_word_ends(title, shown):
    assert brief(title, 18) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("NV-1 50%", "50%"),
        ("NV-1 50% đã có dự thảo", "50% · “có dự thảo”"),
        ("NV-1 đang lấy ý kiến các sở", "“đang lấy ý kiến các sở”"),
    ],
)
async def test_how_far_a_task_is_stands_under_it_in_percent_in_words_or_both(town, words, shown):
    await town.writes(HEAD, words)
    assert shown in (await town.writes(HEAD, "việc của tôi")).split("\n")
