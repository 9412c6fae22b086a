"""A mark is recognised where a mark stands, and prose about secrecy is not one."""

from __future__ import annotations

import unicodedata

import pytest

from bot.documents import Document, Unreadable, read, secrecy_mark
from tests.documents.files import W, docx, p, row


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("Số: 05/TB\nTỐI MẬT\nnội dung", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT"), "TUYỆT MẬT"),
        ("TOI MAT", "TỐI MẬT"),
        ("TUYET  MAT", "TUYỆT MẬT"),
        ("M Ậ T", "MẬT"),
        ("** MẬT **", "MẬT"),
        ("Mật", "MẬT"),
        ("Độ mật: Mật", "MẬT"),
        ("ĐỘ MẬT: TỐI MẬT", "TỐI MẬT"),
        ("do mat: tuyet mat", "TUYỆT MẬT"),
        ("Mức độ mật : (Tối mật)", "TỐI MẬT"),
        ("UBND THÀNH PHỐ\tMẬT", "MẬT"),
        ("Số: 05/TB-UBND | MẬT | Đà Nẵng", "MẬT"),
        ("UBND THÀNH PHỐ          TỐI MẬT", "TỐI MẬT"),
        ("MẬT (Bản số 02)", "MẬT"),
        ("Kết luận họp (MẬT)", "MẬT"),
        ("[TUYỆT MẬT] Kết luận họp", "TUYỆT MẬT"),
        ("MẬT: kết luận họp giao ban", "MẬT"),
        ("MẬT - kết luận họp", "MẬT"),
        ("Kết luận (Mật)", "MẬT"),
        ("ket luan (MẬT).docx", "MẬT"),
        ("12_TB_UBND_MẬT.docx", "MẬT"),
        ("TB 12 TUYET MAT.pdf", "TUYỆT MẬT"),
        ("KL_MAT.docx", "MẬT"),
        ("TỐI MẬT-12.docx", "TỐI MẬT"),
    ],
)
def test_a_mark_is_found(text: str, mark: str) -> None:
    assert secrecy_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tăng cường bảo mật hệ thống",
        "BẢO MẬT",
        "KẾT LUẬN HỌP VỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "1. Tài liệu mật, tối mật không được soạn trên máy nối mạng; mật khẩu phải thay đổi 03 tháng một lần.",
        "đổi mật khẩu",
        "MẬT KHẨU",
        "Xác định độ mật của tài liệu",
        "Độ mật: không",
        "Giải phóng mặt bằng",
        "GIẢI PHÓNG MẶT BẰNG",
        "MẶT",
        "a) Tuyệt mật; b) Tối mật; c) Mật",
        "- Mật;",
        "toi mat roi",
        "mat",
        "có mặt đầy đủ",
        "Quy che BAO MAT.docx",
        "GIAI_PHONG_MAT_BANG.docx",
        "QUY CHẾ BẢO MẬT.docx",
        "Bảo vệ bí mật nhà nước (sửa đổi).pdf",
        "THÀNH PHỐ",
        "TOMAT",
    ],
)
def test_words_about_secrecy_are_not_a_mark(text: str) -> None:
    assert secrecy_mark(text) is None


SECRET = "câu không được giữ lại"


def header(text: str) -> tuple[str, str, str]:
    return "header", "header1.xml", f'<w:hdr xmlns:w="{W}">{p(text)}</w:hdr>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(docx(p("MẬT") + p(SECRET)), "x.docx", id="a line"),
        pytest.param(
            docx("<w:tbl>" + row(p("UBND") + p("Số: 5") + p("MẬT"), p("CỘNG HÒA")) + "</w:tbl>" + p(SECRET)),
            "x.docx",
            id="a paragraph in a cell",
        ),
        pytest.param(docx(p(SECRET), header("TỐI MẬT")), "x.docx", id="the header"),
        pytest.param(
            docx(f"<w:p><w:r><w:pict><w:txbxContent>{p('MẬT')}</w:txbxContent></w:pict></w:r></w:p>{p(SECRET)}"),
            "x.docx",
            id="a text box",
        ),
        pytest.param(
            docx(f'<w:p><w:r><w:pict><v:shape><v:textpath string="MẬT"/></v:shape></w:pict></w:r></w:p>{p(SECRET)}'),
            "x.docx",
            id="a watermark",
        ),
        pytest.param(docx(p(SECRET)), "Kết luận (MẬT).docx", id="the name"),
        pytest.param(f"MẬT\n{SECRET}".encode("utf-16"), "x.txt", id="a text file"),
    ],
)
def test_a_marked_file_is_refused_and_the_answer_holds_none_of_it(content: bytes, name: str) -> None:
    answer = read(content, name)
    assert isinstance(answer, Unreadable)
    assert answer.reason == "secret"
    assert SECRET not in repr(answer)


def test_a_header_without_a_mark_is_looked_at_but_not_read() -> None:
    answer = read(docx(p("thân"), header("Trang 1")), "x.docx")
    assert isinstance(answer, Document)
    assert answer.paragraphs == ("thân",)
