"""Words without their object or from the wrong person: told what is the matter, never "not understood"."""

from datetime import date

import pytest
from sqlmodel import select

from models import Role, Task
from tests.dialogues import given


@pytest.fixture
def head(city):
    given.task(city, "Rà soát nền tảng", "STTTT", "2022-09-20")
    given.task(city, "Hoàn thiện quy chế", "STTTT", "2022-10-20")
    given.task(city, "Rà soát biên chế", "SNV", "2022-09-20")
    return city.member("giang", "Hoàng Thị Giang", Role.HEAD, "STTTT")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("hủy NV-1", "lãnh đạo đã giao NV-1"),
        ("tra lai NV-1 vi thieu so lieu", "thuộc quyền của Văn phòng hoặc lãnh đạo"),
        ("giao Sở Nội vụ rà soát biên chế trước 30/10", "Việc giao nhiệm vụ thuộc quyền"),
        ("chuyển NV-2 sang Sở Nội vụ", "lãnh đạo đã giao NV-2"),
        ("đôn đốc Sở Nội vụ", "thủ trưởng đôn đốc trong cơ quan mình"),
        ("don doc NV-3", "Không có nhiệm vụ NV-3"),
    ],
)
async def test_an_order_of_an_agency_is_understood_and_refused(city, head, words, answer):
    said = await head.says(words)
    assert answer in said
    assert "Chưa rõ yêu cầu" not in said


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("xong", "Nhiệm vụ nào đã xong?"),
        ("em lam xong roi a", "Nhiệm vụ nào đã xong?"),
        ("vướng", "Vướng mắc của nhiệm vụ nào?"),
        ("xin gia hạn", "Xin gia hạn nhiệm vụ nào?"),
        ("50%", "Cập nhật tiến độ nhiệm vụ nào?"),
    ],
)
async def test_a_report_without_its_task_is_answered_with_the_tasks_that_may_be_meant(city, head, words, question):
    assert question in await head.says(words)
    offered = [button for button in head.buttons() if button.startswith("NV-")]
    assert [one.split()[0] for one in offered] == ["NV-1", "NV-2"]


async def test_such_words_from_the_chair_are_no_report(city, head):
    chair = city.member("chair", "Chủ tịch", Role.CHAIR)
    assert "Chưa rõ yêu cầu" in await chair.says("xong")


async def test_an_agreement_without_a_question_shows_the_request_that_waits_for_it(city, head):
    chair = city.member("chair", "Chủ tịch", Role.CHAIR)
    assert "Hiện không có câu hỏi nào" in await chair.says("đồng ý")
    await head.says("xin gia hạn NV-2 đến 4/11 vì thiếu người")
    await head.presses("📨 Gửi đề nghị")
    assert "Đề nghị gia hạn – NV-2" in await chair.says("đồng ý")
    due = city.database.do(lambda s: s.exec(select(Task.due_on).where(Task.number == 2)).one())
    assert due == date(2022, 10, 20), "nothing is decided unasked"
    assert "✅ Duyệt đến 04/11" in chair.buttons()
