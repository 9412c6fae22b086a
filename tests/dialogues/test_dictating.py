"""Tasks given in one line of chat, and how their words become titles."""

from sqlmodel import select

from models import Draft, Outbox, Role, Task

LINE = "giao Sở TT&TT rà soát nền tảng số, hạn 14/10"


def drafts(city) -> list[Draft]:
    return city.database.do(lambda db: list(db.exec(select(Draft).order_by(Draft.id))))


async def test_the_same_line_twice_is_one_item(city):
    await city.office.says(LINE)
    assert "Văn bản này đã được nhận" in await city.colleague.says(LINE)
    assert len(drafts(city)) == 1


async def test_nobody_is_told_before_it_is_assigned_and_a_leader_s_line_is_his(city):
    head = city.member("so", "Giám đốc", Role.HEAD, "STTTT")
    assert "Đã chuyển Văn phòng" in await city.vice_chair.says(LINE)
    assert head.messages == []
    (draft,) = drafts(city)
    assert draft.given_by == Role.VICE_CHAIR
    await city.office.presses("▶ Duyệt từng mục")
    await city.office.presses("✅ Nhận")
    await city.office.presses("📤 Giao 1 việc")
    assert "NV-1" in head.last.text
    assert "tại cuộc họp" not in head.last.text, "it was given without a meeting"


async def test_two_leads_are_asked_about_and_a_rule_makes_it_recurring(city):
    assert "văn bản nêu hai cơ quan chủ trì" in await city.office.says(
        "giao Công an TP và Sở GTVT báo cáo dự án giao thông"
    )
    await city.office.says("giao Sở TT&TT hằng tháng báo cáo tiến độ trước ngày 25")
    assert drafts(city)[-1].recurrence
    assert drafts(city)[-1].due_on


async def test_markup_and_a_very_long_line_stay_text(city):
    await city.office.says("giao Sở TT&TT rà soát <b>nền tảng</b> _số_ & báo cáo, hạn 14/10")
    assert "<b>nền tảng</b> _số_ & báo cáo" in city.office.last.text
    await city.office.says("giao Sở TT&TT " + "rà soát " * 90)
    assert city.database.do(lambda db: db.exec(select(Task)).all()) == []


async def test_a_secret_order_is_refused_and_not_kept(city):
    await city.office.says("giao Sở TT&TT rà soát, văn bản MẬT")
    assert drafts(city) == []


async def test_who_leads_together_is_no_part_of_the_title(city):
    await city.office.uploads(
        "ket-luan.txt",
        (
            "Kết luận cuộc họp ngày 22/9/2022.\n"
            "1. Giao Sở TT&TT và Sở Nội vụ cùng chủ trì xây dựng đề án vị trí việc làm."
        ).encode(),
    )
    assert drafts(city)[0].action == "Xây dựng đề án vị trí việc làm"
    assert city.database.do(lambda db: [row for row in db.exec(select(Outbox)) if row.state == "failed"]) == []


async def test_a_due_day_that_is_a_day_off_is_named_in_the_review(city):
    assert "Đây không phải ngày làm việc" in await city.office.says("giao Sở Nội vụ rà soát biên chế, hạn 30/10")
    assert "ngày làm việc" not in await city.office.says("giao Sở Nội vụ rà soát quy chế, hạn 28/10")
