"""What stands in the way, told in words: the reason, and the agency that is waited for."""

import pytest

from models import Role
from tests.dialogues import given


@pytest.fixture
def head(city):
    given.task(city, "Gửi danh sách nhân sự", "STTTT", "2022-10-14")
    city.member("noivu", "Giám đốc Sở Nội vụ", Role.HEAD, "SNV")
    return city.member("giang", "Hoàng Thị Giang", Role.HEAD, "STTTT")


@pytest.mark.parametrize(
    "words",
    [
        "NV-1 vướng, chờ Sở Nội vụ",
        "nv1 vuong cho so noi vu",
        "NV-1 đang vướng, phải đợi bên Sở Nội vụ gửi số liệu",
        "NV-1 is stuck, waiting for the Department of Home Affairs",
    ],
)
async def test_who_says_which_agency_is_waited_for_need_not_name_the_reason(city, head, words):
    assert "Chờ ý kiến: Sở Nội vụ" in await head.says(words)


@pytest.mark.parametrize(
    "words",
    [
        "NV-1 vướng, chưa gửi được cho Sở Nội vụ",  # "cho" with marks is no "chờ"
        "NV-1 vướng vì chờ Sở Thông tin và Truyền thông",  # nobody waits for itself
        "NV-1 đang vướng, chờ mua máy chủ",
    ],
)
async def test_an_agency_that_is_only_named_is_not_waited_for(city, head, words):
    assert "Lý do khác" in await head.says(words)


async def test_no_word_of_a_difficulty_is_dropped(city, head):
    said = await head.says("NV-1 chưa làm được, Sở Nội vụ chưa gửi số liệu cho Sở Thông tin và Truyền thông")
    assert "chưa gửi số liệu cho Sở Thông tin và Truyền thông" in said
