"""What people send that cannot be taken: reasons, dates, files, tasks that are no more, questions beside a question."""

from datetime import date

import pytest
from sqlmodel import select

from bot.core.buttons import action
from bot.store import tasks
from bot.usecases import people, taking_in
from models import Conclusion, Draft, Role
from tests.dialogues import given

LONG = "vì " + "x" * 5000
SUBJECT = "Không có gì thay đổi."


@pytest.fixture
def head(city):
    given.task(city, "Rà soát hạ tầng số", "STTTT", "2022-09-30")
    return city.member("head", "Giám đốc", Role.HEAD, "STTTT")


def row(city):
    return city.database.do(lambda db: tasks.by_number(db, 1))


async def reported(city, head):
    await head.says("NV-1 xong 1/BC-STTTT ngày 22/9/2022")


async def asked_for_time(city, head):
    await head.says("xin gia hạn NV-1 đến 21/10/2022 vì chờ số liệu")
    await head.says("có")


STEPS = {  # what asks for a reason: who is asked, what comes before, the button
    "return": ("office", reported, "return", ""),
    "suspend": ("chair", None, "ord", "suspend"),
    "withdraw": ("chair", None, "ord", "withdraw"),
    "change_lead": ("chair", None, "ord", "change_content"),
    "complete": ("office", None, "ord", "complete"),
    "extend": ("head", None, "extend", ""),
    "due": ("office", None, "due-set", "2022-10-14"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("reason", ["…", "a", LONG])
async def test_a_reason_of_nothing_or_of_5000_characters_changes_nothing_and_is_asked_for_again(
    city, head, step, reason
):
    who, before, verb, extra = STEPS[step]
    member = head if who == "head" else getattr(city, who)
    if before:
        await before(city, head)
    revision = row(city).revision
    await member.presses_raw(action(verb, 1, revision, extra))
    if extra == "change_content":
        await member.says("Rà soát hạ tầng số toàn thành phố")
    said = await member.says(reason)
    assert SUBJECT in said
    assert "1.000 ký tự" in said or "ít nhất ba chữ" in said
    assert row(city).revision == revision
    said = await member.says("lý do chính đáng")  # the question was still open
    assert SUBJECT not in said


async def test_a_refusal_of_a_later_date_needs_a_reason_too(city, head):
    await asked_for_time(city, head)
    await city.chair.says("việc chờ tôi")
    await city.chair.presses_raw(action("req-no", 1))
    for reason in ("…", LONG):
        assert SUBJECT in await city.chair.says(reason)
    assert row(city).due_on == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("words", "said"), [("21/9/2022", "đã qua"), ("8/10/2022", "không phải ngày làm việc"), ("1/1/2030", "hai năm")]
)
async def test_a_date_in_the_past_on_a_day_off_or_far_ahead_is_asked_about(city, head, words, said):
    await city.office.presses_raw(action("due", 1))
    assert said in await city.office.says(words)
    assert row(city).due_on == date(2022, 9, 30)


@pytest.mark.parametrize(("words", "said"), [("21/9/2022", SUBJECT), ("8/10/2022", "không phải ngày làm việc")])
async def test_the_same_for_a_later_date(city, head, words, said):
    await head.presses_raw(action("extend", 1))
    await head.says("chờ số liệu")
    await head.says(words)
    assert any(said in message.text for message in head.messages[-2:])


async def test_a_day_to_go_on_lies_ahead(city, head):
    await city.chair.says("tạm dừng NV-1 vì chờ quy hoạch")
    await city.chair.presses("Ngày tiếp tục")
    assert SUBJECT in await city.chair.says("21/9/2022")
    assert row(city).state == "assigned"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bao-cao.exe", b"MZ\x90\x00"),
        ("bao-cao.pdf", b"MZ\x90\x00"),
        ("bao-cao.zip", b"PK\x03\x04"),
        ("bao-cao.docm", b"PK\x03\x04"),
    ],
)
async def test_evidence_of_a_forbidden_kind_is_not_taken_and_the_question_stays_open(city, head, name, content):
    await head.presses_raw(action("done", 1))
    said = await head.uploads(name, content + b"x" * 100)
    assert "PDF, Word, Excel" in said
    assert row(city).reported_on is None
    await head.uploads("bao-cao.jpg", b"\xff\xd8\xff\xe0" + b"x" * 100)
    assert row(city).reported_on is not None


async def test_a_task_that_is_no_more_changes_nothing_and_nobody_learns_why(city, head):
    outsider = city.member("other", "Giám đốc", Role.HEAD, "SXD")
    told = {await outsider.presses_raw(action("ack", number)) for number in (1, 999)}
    assert len(told) == 1  # the same for one that is not theirs
    await head.presses_raw(action("done", 1))
    await city.chair.says("thu hồi NV-1 vì trùng")
    await city.chair.says("có")
    said = await head.says("1/BC-STTTT ngày 22/9/2022")  # the answer to a question about a task that was withdrawn
    assert "thu hồi" in said
    assert row(city).reported_on is None


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("việc của tôi", "Đang mở"),
        ("có gì quá hạn", "quá hạn"),
        ("trợ giúp", ""),
        ("lịch", ""),
        ("what is overdue?", "quá hạn"),
    ],
)
async def test_a_usual_question_is_answered_while_a_line_is_waited_for(city, head, question, answered):
    await head.presses_raw(action("done", 1))
    before = len(head.messages)
    await head.says(question)
    heard = [message.text for message in head.messages[before:]]
    assert answered in heard[0]
    assert "vẫn chờ nội dung cho NV-1" in heard[-1]
    assert row(city).reported_on is None
    await head.says("1/BC-STTTT ngày 22/9/2022")
    assert row(city).reported_on == date(2022, 9, 22)


@pytest.mark.parametrize("line", ["danh mục kèm theo", "báo cáo tổng kết", "tổng hợp số liệu", "quá hạn do mưa bão"])
async def test_a_line_that_only_sounds_like_a_question_is_the_answer(city, head, line):
    await head.presses_raw(action("done", 1))
    await head.says(line)
    assert row(city).last_note == line


async def test_a_sub_task_that_is_named_is_not_the_answer_to_a_question_about_its_task(city, head):
    await head.says("giao việc con NV-1: P.CNTT lập danh mục trước 28/9")
    await head.says("có")
    await head.presses_raw(action("done", 1))
    await head.says("NV-1.1 xong")
    assert row(city).reported_on is None
    assert city.database.do(lambda db: tasks.parts(db, 1)[0].closed_at) is not None


@pytest.mark.parametrize(("kind", "said"), [("wordless", "không có nội dung chữ"), ("edited", "gửi tin mới")])
async def test_what_is_not_read_is_answered_and_the_question_stays_open(city, head, kind, said):
    await head.presses_raw(action("done", 1))
    await city.inbound("head", unreadable=kind)
    assert said in head.last.text
    assert row(city).reported_on is None
    await head.says("1/BC-STTTT ngày 22/9/2022")
    assert row(city).reported_on == date(2022, 9, 22)


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b \u2060", "\u200e", "\n\n"])
async def test_a_message_in_which_nobody_sees_anything_is_asked_for_words(city, head, nothing):
    assert "không có nội dung chữ" in await head.says(nothing)


MARKED = "Đỗ\u202e Văn\u2066 <b>Hải</b>"


async def test_marks_of_direction_leave_the_name_of_an_invitation_and_markup_is_only_text(city):
    def invite(db):
        return people.invite(db, city.app.cities(db), city.clock.now(), role=Role.OFFICE, agency=None, name=MARKED)

    _, row = city.database.do(invite)
    assert row.name == "Đỗ Văn <b>Hải</b>"
    assert "Đỗ Văn <b>Hải</b>" in await city.office.says("/thumoi")


async def test_marks_of_direction_leave_an_imported_conclusion(city):
    text = "Thông báo kết luận\nGiao Sở TT&TT \u202erà soát hạ tầng số\u2069 trước ngày 30/9/2022.\n"

    def take_in(db):
        made = taking_in.import_text(db, city.app.cities(db), city.clock.now(), text, name="kl", content=b"x")
        return made, db.exec(select(Conclusion)).one().text, [one.action for one in db.exec(select(Draft))]

    made, kept, actions = city.database.do(take_in)
    assert made == 1
    assert not {"\u202e", "\u2069"} & set(kept + "".join(actions))


async def test_marks_of_direction_leave_notes_and_names_and_markup_in_them_is_only_text(city, head):
    await head.says("NV-1")
    await head.presses("✍️ Cập nhật")
    await head.says("dự\u202e thảo\u2066 <b>lần hai</b> & *biểu* _mẫu_ số 2", display_name="Đỗ\u202e Hải")
    note = "dự thảo <b>lần hai</b> & *biểu* _mẫu_ số 2"
    assert note in row(city).last_note
    assert note in await city.office.says("NV-1")
    assert note in await city.office.says("lịch sử NV-1")
    assert not {"\u202e", "\u2066"} & set(row(city).last_note)
