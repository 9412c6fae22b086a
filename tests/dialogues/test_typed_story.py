"""The main job in a chat without buttons, edits and files: everything is typed."""

import re
import unicodedata
from datetime import date, timedelta

import pytest

from bot.core.degrade import Capabilities, Measure, length
from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from models import Role
from tests.delivery.test_switching import gives

PLAIN = Capabilities(text_limit=2000, measure=Measure.UTF16, buttons=False, edit=False, files_out=False)


@pytest.fixture
def plain(city):
    """The same city in an app that has words only."""
    city.chat.can = PLAIN
    yield city
    for messages in city.chat.chats.values():
        for message in messages:
            assert not message.keys
            assert message.file is None
            assert not message.edited
            assert length(message.text, Measure.UTF16) <= 2000


@pytest.fixture
def tttt(plain):
    return plain.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")


async def review_everything(city) -> None:
    office = city.office
    await office.says("duyệt từng mục")
    for _ in range(40):
        if "Sẵn sàng giao" in office.last.text:
            return
        if "chưa nêu cơ quan" in office.last.text or "chưa rõ; văn bản ghi" in office.last.text:
            await office.says("sua co quan")
            await office.says("Sở TT&TT")
        await office.says("nhận")
    raise AssertionError(office.last.text)


async def assigned(city) -> None:
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await review_everything(city)
    assert "Đã giao" in await city.office.says("giao")


def codes(words):
    return re.findall(r"NV-\d+", words)


async def test_a_conclusion_becomes_tasks_and_a_task_is_confirmed_by_typing(plain, tttt):
    await assigned(plain)
    assert any("giao Quý cơ quan chủ trì" in message.text for message in tttt.messages)
    assert "📩 Đã tiếp nhận" in await tttt.says("đã tiếp nhận")
    mine = await tttt.says("việc của tôi")
    code = codes(mine)[0]
    assert f"Đã ghi {code}: 0% → 50%" in await tttt.says(f"{code} 50%")
    mine = await tttt.says("viec cua toi")
    assert codes(mine)[0] in await tttt.says("1")
    await tttt.says("việc của tôi")
    code = codes(tttt.last.text)[0]
    assert "số và ngày văn bản" in await tttt.says("xong 1")
    assert "Chờ Văn phòng xác nhận" in await tttt.says("324/BC-STTTT ngày 29/9/2022")
    assert "324/BC-STTTT" in plain.office.last.text
    assert f"Đã xác nhận hoàn thành {code}" in await plain.office.says("xác nhận")
    assert f"Kết quả {code} đã được xác nhận" in tttt.last.text


async def test_a_list_is_turned_by_words_and_its_numbers_go_on(plain, tttt):
    await assigned(plain)
    first = await plain.chair.says("việc đang mở")
    assert "Trả lời: số thứ tự để mở · Tiếp" in first
    second = await plain.chair.says("tiếp")
    assert "\n6. NV-" in second
    assert codes(second)[0] in (await plain.chair.says("6")).split("\n")[0]
    await plain.chair.says("việc đang mở")
    await plain.chair.says("xem tiep")
    assert "\n1. NV-" in await plain.chair.says("quay lại")


async def test_a_list_that_ends_says_so_when_it_is_to_go_on_and_its_numbers_still_count(plain, tttt):
    gives(plain, date(2022, 9, 26), "Báo cáo một")
    await tttt.says("việc của tôi")
    assert await tttt.says("tiếp") == "Không còn nội dung nào để xem tiếp."
    assert "Báo cáo một" in (await tttt.says("1")).split("\n")[0]


async def test_a_card_ends_with_one_line_of_what_can_be_answered(plain, tttt):
    gives(plain, date(2022, 9, 26), "Báo cáo một")
    *_, blank, hint = (await tttt.says("NV-1")).split("\n")
    assert (blank, hint.count("Trả lời")) == ("", 1)
    assert hint.startswith("Trả lời: 1 Báo hoàn thành · 2 Cập nhật · 3 Xin gia hạn · 4 Vướng mắc · ")


async def test_what_is_asked_for_several_tasks_stands_once_in_a_letter(plain, tttt):
    asked = "Đề nghị Quý cơ quan cập nhật tiến độ."
    for title in ("Báo cáo một", "Báo cáo hai"):
        gives(plain, date(2022, 9, 26), title)
    await plain.goes_to("2022-09-23 08:05")
    assert tttt.last.text.count(asked) == 1
    assert f"\n\n{asked}\n\n" in tttt.last.text
    gives(plain, date(2022, 9, 26), "Báo cáo ba")
    gives(plain, date(2022, 9, 27), "Báo cáo bốn")
    await plain.goes_to("2022-09-27 08:05")
    said = tttt.last.text.split("\n")
    assert "NV-1, NV-2, NV-3: Đề nghị Quý cơ quan cập nhật tiến độ hoặc đề xuất điều chỉnh thời hạn." in said
    assert said[said.index("4. NV-4 · Báo cáo bốn") + 2] == asked


async def test_one_action_is_one_message(plain, tttt):
    await assigned(plain)
    before = len(tttt.messages)
    await tttt.says("đã tiếp nhận")
    assert len(tttt.messages) == before + 1


async def test_a_number_counts_for_the_newest_list_only(plain, tttt):
    await assigned(plain)
    await tttt.says("việc của tôi")
    old = codes(tttt.last.text)
    await tttt.says(old[0])  # the newest message is a card now, and its numbers are its own
    assert "Nhiệm vụ nào?" in await tttt.says("xong 2")
    assert "Nhiệm vụ nào?" in await tttt.says("7")


@pytest.mark.parametrize("words", ["1", "số 1", "xong 1", "xong số 1", "1 xong"])
async def test_after_half_an_hour_a_number_is_asked_about_and_nothing_is_done(plain, tttt, words):
    await assigned(plain)
    await tttt.says("việc của tôi")
    plain.clock.moment += timedelta(minutes=31)
    answer = await tttt.says(words)
    assert "Nhiệm vụ nào?" in answer
    assert "số và ngày văn bản" not in answer


async def test_a_number_after_a_new_list_means_the_new_list(plain, tttt):
    await assigned(plain)
    await tttt.says("việc của tôi")
    await plain.chair.says("việc đang mở")
    await plain.chair.says("tiếp")
    sixth = codes(plain.chair.last.text)[0]
    assert sixth in await plain.chair.says("6")
    await plain.chair.says("việc đang mở")
    assert "Nhiệm vụ nào?" in await plain.chair.says("6")


async def test_zero_and_menu_show_the_menu_and_numbers_choose_from_it(plain, tttt):
    menu = await tttt.says("menu")
    assert "\nTrả lời: 1 Việc của tôi · 2 Quá hạn · " in menu
    assert "Không có nhiệm vụ quá hạn" in await tttt.says("2")
    assert await tttt.says("0") == menu


async def test_words_are_understood_without_marks_and_in_decomposed_form(plain, tttt):
    await tttt.says("menu")
    first = await tttt.says("viec cua toi")
    await tttt.says("menu")
    assert await tttt.says(unicodedata.normalize("NFD", "việc của tôi")) == first


async def test_a_percentage_is_a_percentage_and_not_a_place(plain, tttt):
    await assigned(plain)
    code = codes(await tttt.says("việc của tôi"))[0]
    await tttt.says(code)
    asked = await tttt.says("cập nhật")
    assert "25%" in asked
    assert f"Đã ghi {code}: 0% → 75%" in await tttt.says("75")
    await tttt.says(code)
    await tttt.says("cập nhật")
    assert f"Đã ghi {code}: 75% → 80%" in await tttt.says("80")


async def test_no_answers_a_question_with_no(plain):
    await plain.office.uploads(SAMPLE_NAME, sample_conclusion())
    assert "Không có câu hỏi nào" not in await plain.office.says("bỏ văn bản này")
    asked = plain.office.last.text
    assert "Đã đọc xong" in await plain.office.says("không"), asked
    await plain.office.says("bo van ban nay")
    plain.clock.moment += timedelta(minutes=11)
    assert "Không có gì thay đổi" in await plain.office.says("có")
    await plain.office.says("bỏ văn bản này")


async def test_what_was_decided_twice_is_said_in_words(plain, tttt):
    await assigned(plain)
    stale = next(key for message in reversed(tttt.messages) for key in message.part.menu if "tiếp nhận" in key.label)
    await tttt.says("đã tiếp nhận")
    await plain.inbound("so-tttt", button=stale.action)
    assert "đã làm mới" in tttt.last.text
    assert plain.chat.toasts == []


async def test_evidence_that_is_a_file_is_named_where_it_cannot_be_sent(plain, tttt):
    await assigned(plain)
    code = codes(await tttt.says("việc của tôi"))[0]
    await tttt.says(f"{code} xong rồi")
    await tttt.uploads("anh.jpg", b"\xff\xd8picture")
    assert "📎 anh.jpg" in plain.office.last.text
    assert "kênh khác" in plain.office.last.text


async def test_the_words_of_a_message_count_for_half_an_hour_also_when_others_came_after_it(plain, tttt):
    await assigned(plain)
    await plain.goes_to("2022-09-23 08:05")  # something else arrives
    await tttt.says("việc của tôi")
    code = codes(tttt.last.text)[0]
    await tttt.says(code)
    opened = tttt.last
    await tttt.says("có gì quá hạn?")
    assert "Cập nhật" not in tttt.last.text
    assert "25%" in await tttt.says("cập nhật"), opened.text
    await tttt.says("menu")
    await tttt.says(code)
    await tttt.says("có gì quá hạn?")
    plain.clock.moment += timedelta(minutes=31)
    assert "25%" not in await tttt.says("cập nhật")


async def test_the_words_of_two_messages_about_two_tasks_are_not_guessed_between(plain, tttt):
    await assigned(plain)
    mine = codes(await tttt.says("việc của tôi"))
    for code in mine[:2]:
        await tttt.says(code)
    await tttt.says("có gì quá hạn?")
    assert "25%" not in await tttt.says("cập nhật")


async def test_a_code_alone_is_no_evidence_and_opens_the_task(plain, tttt):
    await assigned(plain)
    code = codes(await tttt.says("việc của tôi"))[0]
    await tttt.says(f"{code} xong rồi")
    assert (await tttt.says(code)).startswith(code)
    assert "Chờ Văn phòng xác nhận" in await tttt.says("324/BC-STTTT ngày 29/9/2022")


async def test_done_alone_means_the_task_that_the_last_message_was_about(plain, tttt):
    await assigned(plain)
    told = tttt.messages[-1].text
    assert len(set(codes(told))) == 1
    assert "số và ngày văn bản" in await tttt.says("xong")
    assert "Chờ Văn phòng xác nhận" in await tttt.says("324/BC-STTTT ngày 29/9/2022")
    assert codes(tttt.last.text)[0] == codes(told)[0]


async def test_done_alone_after_a_letter_about_several_tasks_is_asked_about(plain, tttt):
    gives(plain, date(2022, 9, 26), "Báo cáo một")
    gives(plain, date(2022, 9, 26), "Báo cáo hai")
    await tttt.says("NV-1")  # spoken of last, until the letter comes
    await plain.goes_to("2022-09-23 08:05")
    assert set(codes(tttt.last.text)) == {"NV-1", "NV-2"}
    assert "Nhiệm vụ nào" in await tttt.says("xong")
