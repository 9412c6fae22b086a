"""Sub-tasks in chat; the usual way is the transcript viec_con.md."""

from datetime import date

from sqlmodel import col, select

from bot.core.history import folded
from bot.store import figures, tasks
from bot.usecases import figures as counting
from bot.usecases import questions
from models import Role, State, Task
from tests.dialogues import given


async def gives(city, *lines):
    """NV-1 of Sở TT&TT, supported by Sở Nội vụ, with a sub-task for each line; returns the agency's head."""
    head = city.member("head", "Giám đốc", Role.HEAD, "STTTT")
    given.task(city, "Rà soát hạ tầng số", "STTTT", "2022-10-28", support=["SNV"])
    for line in lines:
        await head.says(f"giao việc con NV-1: {line}")
        await head.says("có")
    return head


def subs(city) -> list[Task]:
    return city.database.do(lambda db: list(db.exec(select(Task).where(col(Task.is_sub)).order_by(col(Task.id)))))


async def test_sub_tasks_count_in_no_figure_and_stand_in_no_list(city):
    await gives(city, "P.CNTT lập danh mục trước 20/10", "Sở Nội vụ gửi số liệu trước 20/10")
    assert len(subs(city)) == 2

    def counted(db):
        today = city.clock.now().date()
        scopes = (tasks.for_committee(), tasks.for_agency("STTTT"), tasks.for_agency("SNV"), counting.led_by("STTTT"))
        listed = [tasks.listed(db, tasks.OPEN, scope)[1] for scope in scopes]
        said = questions.totals_on(db, today, tasks.for_committee()).values["total"]
        records = [(one.agency, one.figures.total) for one in figures.by_agency(db, today)]
        return listed, said, records, [(lead, n) for lead, n in tasks.by_lead(db, tasks.OPEN)]

    assert city.database.do(counted) == ([1, 1, 1, 1], 1, [("STTTT", 1)], [("STTTT", 1)])


async def test_a_supporting_agency_finds_what_it_has_to_do_under_what_waits(city):
    head = await gives(city, "Sở Nội vụ gửi số liệu trước 20/10")
    doer = city.member("doer", "Giám đốc", Role.HEAD, "SNV")
    assert "NV-1.1" in await doer.says("việc chờ tôi")
    await doer.says("đã nhận NV-1.1")
    await doer.says("NV-1.1 xong 5/BC-SNV ngày 22/9/2022")
    assert "NV-1.1" in await head.says("việc chờ tôi")
    assert "NV-1.1" not in await city.office.says("việc chờ tôi")


async def test_a_late_sub_task_is_told_to_both_agencies_and_to_nobody_above(city):
    head = await gives(city, "Sở Nội vụ gửi số liệu trước 20/10")
    doer = city.member("doer", "Giám đốc", Role.HEAD, "SNV")
    await doer.says("đã nhận NV-1.1")
    for member in (head, doer, city.office, city.chair, city.vice_chair):
        member.unread()
    await city.goes_to("2022-10-21 08:00")
    await city.goes_to("2022-10-25 08:00")
    assert any("NV-1.1" in text for text in head.unread())
    assert any("NV-1.1" in text for text in doer.unread())
    for member in (city.office, city.chair, city.vice_chair):
        assert not any("NV-1.1" in text for text in member.unread())


async def test_after_a_word_on_a_sub_task_a_bare_figure_is_not_taken_for_the_task(city):
    head = await gives(city, "P.CNTT lập danh mục trước 20/10")
    await head.says("NV-1.1 50%")
    await head.says("70%")
    row = city.database.do(lambda db: tasks.by_number(db, 1))
    assert row.percent is None
    assert subs(city)[0].percent == 50


async def test_a_sub_task_is_withdrawn_and_reworded_by_the_agency_that_gave_it(city):
    head = await gives(city, "Sở Nội vụ gửi số liệu trước 20/10")
    doer = city.member("doer", "Giám đốc", Role.HEAD, "SNV")
    office_heard = len(city.office.messages)
    await head.says("NV-1.1")
    await head.presses("Thao tác khác")
    await head.presses("Sửa nội dung")
    await head.says("gửi số liệu biên chế")
    await head.says("ghi rõ hơn")
    await head.presses("Sửa nội dung")
    assert subs(city)[0].title == "gửi số liệu biên chế"
    assert any("gửi số liệu biên chế" in text for text in doer.unread())
    await head.says("thu hồi NV-1.1 vì trùng")
    await head.says("có")
    assert subs(city)[0].state == State.CANCELLED
    assert len(city.office.messages) == office_heard
    assert city.database.do(lambda db: tasks.by_number(db, 1)).state == State.IN_PROGRESS


async def test_what_becomes_of_the_task_becomes_of_its_sub_tasks_and_the_history_says_so(city):
    head = await gives(city, "P.CNTT lập danh mục trước 20/10", "Sở Nội vụ gửi số liệu trước 20/10")
    await city.office.says("tạm dừng NV-1 vì chờ quy hoạch")
    await city.office.says("theo chỉ đạo của Chủ tịch ngày 22/9/2022")
    await city.office.says("có")
    assert [one.state for one in subs(city)] == [State.SUSPENDED, State.SUSPENDED]
    await city.chair.says("tiếp tục NV-1")
    await city.chair.says("có")
    assert State.SUSPENDED not in [one.state for one in subs(city)]
    await city.chair.says("chuyển NV-1 cho Sở Xây dựng")
    await city.chair.says("đúng lĩnh vực hơn")
    await city.chair.says("có")
    unit, agency = subs(city)
    assert unit.state == State.CANCELLED
    assert (agency.closed_at, agency.given_by_agency) == (None, "SXD")
    assert "NV-1.2" not in await head.says("NV-1.2") or "Không có nhiệm vụ" in head.last.text

    def fold(db):
        for row in (unit, agency):
            facts = folded(tasks.history(db, row.id)[::-1])
            assert {name: getattr(row, name) for name in facts} == facts
        return tasks.broken_chains(db)

    assert city.database.do(fold) == []


async def test_an_earlier_date_of_the_task_names_the_sub_tasks_that_end_later(city):
    head = await gives(city, "P.CNTT lập danh mục trước 20/10")
    head.unread()
    await city.office.says("đổi hạn NV-1 thành 14/10")
    await city.office.says("có")
    await city.office.says("ghi nhầm ngày")
    assert city.database.do(lambda db: tasks.by_number(db, 1)).due_on == date(2022, 10, 14)
    assert any("NV-1.1" in text and "kết thúc muộn hơn" in text for text in head.unread())
    assert subs(city)[0].due_on == date(2022, 10, 20)  # its owner decides


async def test_a_line_that_names_nothing_or_too_much_is_asked_about(city):
    head = await gives(city)
    said = await head.says("giao việc con NV-1: P.CNTT lập danh mục trước 20/10, in bản đồ trước 25/10")
    assert "Chưa xác định được một ngày" in said
    assert "qua" in await head.says("giao việc con NV-1: P.CNTT lập danh mục trước 20/9/2022")
    assert "1.000" in await head.says("P.CNTT: " + "x" * 2000)
    await head.says("P.CNTT:")
    assert subs(city) == []
    await head.says("P.CNTT: lập danh mục, hạn 8/10")
    assert "không phải ngày làm việc" in head.last.text
    await head.says("không")
    assert subs(city) == []


async def test_a_sub_task_needs_the_right_to_give_it(city):
    await gives(city)
    outsider = city.member("doer", "Giám đốc", Role.HEAD, "SNV")
    await outsider.says("giao việc con NV-1: P.CNTT lập danh mục trước 20/10")
    await city.office.presses_raw("v1|part-give|1|0|")
    await outsider.presses_raw("v1|part-give|1|0|")
    await outsider.says("có")
    assert subs(city) == []


async def test_the_successor_of_an_agency_has_its_sub_tasks_too(city):
    await gives(city, "P.CNTT lập danh mục trước 20/10", "Sở Nội vụ gửi số liệu trước 20/10")
    await city.goes_to("2025-03-03 08:00")
    unit, agency = subs(city)
    assert city.database.do(lambda db: tasks.by_number(db, 1)).lead == "SKHCN25"
    assert (unit.lead, unit.given_by_agency) == ("SKHCN25", "SKHCN25")
    assert agency.given_by_agency == "SKHCN25"
    assert city.database.do(tasks.broken_chains) == []


async def test_the_head_who_gave_a_sub_task_urges_whoever_does_it_and_nobody_else_does(city):
    head = await gives(city, "Sở Nội vụ gửi số liệu trước 20/10")
    doer = city.member("doer", "Giám đốc", Role.HEAD, "SNV")
    await doer.says("NV-1.1")
    assert "📨 Đôn đốc" not in doer.buttons()
    assert "NV-1.1" in await head.says("đôn đốc NV-1.1")
    assert "Nơi nhận (1): Sở Nội vụ" in head.last.text
    await head.presses("📨 Gửi 1 nơi")
    assert "NV-1.1" in doer.last.text
    assert "Theo đề nghị của" in doer.last.text or "Đôn đốc" in doer.last.text
    assert "đôn đốc" in await head.says("lịch sử NV-1.1")
    heard = len(doer.messages)
    for member in (city.office, city.chair, city.vice_chair):
        await member.says("đôn đốc NV-1.1")
        assert not any("Gửi 1 nơi" in label for label in member.buttons())
    assert len(doer.messages) == heard


async def test_urging_all_that_is_overdue_names_a_head_s_late_sub_tasks_and_not_those_of_others(city):
    head = await gives(city, "Sở Nội vụ gửi số liệu trước 20/10")
    doer = city.member("doer", "Giám đốc", Role.HEAD, "SNV")
    await city.goes_to("2022-10-21 09:00")
    assert "NV-1.1" in await head.presses_raw("v1|urge-all|0|0|")
    assert "NV-1.1" not in await doer.presses_raw("v1|urge-all|0|0|")
    assert "NV-1.1" not in await city.office.presses_raw("v1|urge-all|0|0|")


async def test_a_sub_task_whose_doer_cannot_be_reached_is_no_matter_for_the_office(city):
    head = await gives(city, "Sở Nội vụ gửi số liệu trước 20/10")
    before = len(city.office.messages)
    await head.says("đôn đốc NV-1.1")
    assert "Chưa liên kết tài khoản: Sở Nội vụ" in head.last.text
    await head.presses("📨 Gửi 1 nơi")
    assert len(city.office.messages) == before
