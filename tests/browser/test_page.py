"""The web chat as a person uses it, in a headless browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect


def open_chat(page: Page, account: str) -> Any:
    page.locator(f'.people [data-account="{account}"]').click()
    return page.locator(f'.chat[data-account="{account}"]')


def say(chat: Any, text: str) -> None:
    chat.locator("textarea").fill(text)
    chat.locator("textarea").press("Enter")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_a_visitor_chooses_the_chair_from_the_cards_and_is_answered(wide: Page, served: Any) -> None:
    expect(wide.locator(".card").first).to_contain_text("Chủ tịch UBND thành phố")
    wide.locator(".card").first.click()
    chat = wide.locator('.chat[data-account="chair"]')
    say(chat, "có gì quá hạn?")
    expect(chat.locator(".message.me")).to_contain_text("có gì quá hạn?")
    expect(chat.locator(".message.bot b")).to_have_text("Nghe:")
    expect(chat.locator(".message.bot blockquote")).to_have_text("trích <b>nguyên văn</b>")
    expect(chat.locator("textarea")).to_have_value("")
    assert [(one.account_id, one.text, one.language) for one in served.demo.heard] == [
        ("chair", "có gì quá hạn?", "vi")
    ]


def test_a_picture_is_shown_in_the_chat_and_the_chat_goes_to_its_end(phone: Page, served: Any) -> None:
    chat = open_chat(phone, "chair")
    say(chat, "một dòng")
    say(chat, "biểu đồ")
    image = chat.locator(".picture img")
    expect(image).to_be_visible()
    phone.wait_for_function("document.querySelector('.picture img').complete")
    shown = image.evaluate("e => [e.naturalWidth, e.clientWidth, e.closest('.bubble').clientWidth]")
    assert shown[0] == 1080
    assert 0 < shown[1] <= shown[2]
    assert overflow(phone) <= 0
    assert chat.locator(".picture").get_attribute("href").startswith("/api/chats/chair/files/")
    expect(chat.locator(".newer")).to_be_hidden()
    expect(chat.locator(".message.bot").last).to_contain_text("Biểu đồ")


def test_a_pressed_button_shows_the_edit_and_the_toast(wide: Page, served: Any) -> None:
    chat = open_chat(wide, "tttt")
    say(chat, "việc của tôi")
    chat.get_by_role("button", name="✅ Nhận").click()
    expect(chat.locator(".message.bot")).to_contain_text("Đã bấm v1|accept|1|1|")
    expect(chat.locator(".keys")).to_have_count(0)
    expect(wide.locator(".toast")).to_have_text("Đã ghi nhận")
    assert served.demo.heard[-1].message_ref


def test_shift_and_enter_make_a_new_line_and_a_long_article_is_folded(wide: Page, served: Any) -> None:
    chat = open_chat(wide, "office")
    chat.locator("textarea").press_sequentially("một")
    chat.locator("textarea").press("Shift+Enter")
    chat.locator("textarea").press_sequentially("hai")
    chat.locator("textarea").press("Enter")
    expect(chat.locator(".message.me .row")).to_have_count(2)
    article = "\n".join(f"Đoạn {n}. " + "Giao Sở Thông tin và Truyền thông chủ trì. " * 20 for n in range(40))
    say(chat, article)
    expect(chat.locator(".message.me.folded")).to_have_count(1)
    chat.locator(".fold").click()
    expect(chat.locator(".message.me.folded")).to_have_count(0)
    expect(chat.locator(".message.bot")).to_have_count(2)
    assert served.demo.heard[-1].text == article


def test_a_file_is_uploaded_by_the_clip_and_another_is_fetched(wide: Page, tmp_path: Path) -> None:
    chat = open_chat(wide, "office")
    upload = tmp_path / "Kết luận.docx"
    upload.write_bytes(b"12345")
    with wide.expect_file_chooser() as chooser:
        chat.locator(".attach").click()
    chooser.value.set_files(upload)
    expect(chat.locator(".message.me .file")).to_contain_text("Kết luận.docx")
    expect(chat.locator(".message.bot")).to_contain_text("Đã đọc Kết luận.docx: 5 byte")
    say(chat, "tệp")
    with wide.expect_download() as download:
        chat.locator("a.file").click()
    assert download.value.suggested_filename == "so.txt"
    assert Path(download.value.path()).read_bytes() == b"register"


def test_a_dropped_file_is_uploaded(wide: Page) -> None:
    chat = open_chat(wide, "office")
    carried = wide.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['abc'], 'thả.txt')); return d; }"
    )
    chat.locator(".log").dispatch_event("dragenter", {"dataTransfer": carried})
    expect(chat.locator(".drop")).to_be_visible()
    chat.locator(".log").dispatch_event("drop", {"dataTransfer": carried})
    expect(chat.locator(".drop")).not_to_be_visible()
    expect(chat.locator(".message.bot")).to_contain_text("Đã đọc thả.txt: 3 byte")


def test_the_sample_goes_to_the_bot_with_one_press(wide: Page, served: Any) -> None:
    chat = open_chat(wide, "office")
    chat.locator(".chips button").first.click()
    expect(chat.locator(".message.bot")).to_contain_text(f"{served.demo.sample_name}: {len(served.demo.sample)} byte")


def test_two_people_sit_side_by_side_and_the_third_is_marked_as_unread(wide: Page) -> None:
    open_chat(wide, "chair")
    open_chat(wide, "office")
    expect(wide.locator(".chat:visible")).to_have_count(2)
    wide.locator('.clock [data-move="monday"]').click()
    expect(wide.locator("#now")).to_contain_text("26/09/2022")
    expect(wide.locator('.people [data-account="tttt"] .badge')).to_contain_text("1")
    agency = open_chat(wide, "tttt")
    expect(agency.locator(".message.bot")).to_contain_text("Nhắc việc monday")
    expect(wide.locator(".people .badge")).to_have_count(0)


def test_the_chat_is_still_there_after_a_reload(wide: Page) -> None:
    chat = open_chat(wide, "chair")
    say(chat, "xin chào")
    expect(chat.locator(".message.bot")).to_have_count(1)
    wide.reload()
    expect(chat.locator(".message")).to_have_count(2)


def test_the_language_is_switched_remembered_and_told_to_the_bot(wide: Page, served: Any) -> None:
    wide.locator('[data-language="en"]').click()
    expect(wide.locator("#now")).to_contain_text("Fri")
    wide.reload()
    expect(wide.locator("html")).to_have_attribute("lang", "en")
    chat = open_chat(wide, "chair")
    chat.locator(".chips button").first.click()
    expect(chat.locator(".message.bot")).to_have_count(1)
    assert (served.demo.heard[0].language, served.demo.heard[0].text) == ("en", "What is overdue?")


def test_the_page_works_by_keyboard_alone(wide: Page) -> None:
    wide.locator(".card").first.focus()
    wide.keyboard.press("Enter")
    chat = wide.locator('.chat[data-account="chair"]')
    expect(chat.locator("textarea")).to_be_focused()
    wide.keyboard.type("xin chào")
    wide.keyboard.press("Enter")
    button = chat.get_by_role("button", name="✅ Nhận")
    button.focus()
    wide.keyboard.press("Space")
    expect(chat.locator(".message.bot")).to_contain_text("Đã bấm")
    expect(chat.locator(".message.bot")).to_be_focused()


def test_everything_that_can_be_pressed_or_filled_has_a_name(wide: Page) -> None:
    open_chat(wide, "office")
    nameless = wide.evaluate(
        """() => [...document.querySelectorAll("button, a, textarea")].filter((one) =>
            !(one.getAttribute("aria-label") || one.textContent).trim()).map((one) => one.outerHTML)"""
    )
    assert nameless == []
    expect(wide.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_a_phone_shows_one_chat_and_never_scrolls_sideways(phone: Page) -> None:
    assert overflow(phone) <= 0
    open_chat(phone, "office")
    chat = open_chat(phone, "chair")
    expect(phone.locator(".chat:visible")).to_have_count(1)
    say(chat, "mộttừdàikhôngcókhoảngtrắng" * 12)
    expect(chat.locator(".message.bot")).to_have_count(1)
    assert overflow(phone) <= 0
    assert phone.evaluate("document.querySelector('.chat:not([hidden]) .log').scrollWidth <= window.innerWidth")
    expect(chat.locator("textarea")).to_be_in_viewport()
    phone.locator("#steps-toggle").click()
    expect(phone.locator("#steps")).to_be_in_viewport()
    assert overflow(phone) <= 0
