"""What a reader of the printed page sees is what is read from a .docx."""

from __future__ import annotations

import io
import unicodedata

import docx as python_docx
import pytest

from bot.directory.sample import SAMPLE_NAME, sample_conclusion, sample_text
from bot.documents import Document, read
from tests.documents.files import W, docx, merged, numbered, p, row


def paragraphs(body: str, *others: tuple[str, str, str]) -> tuple[str, ...]:
    answer = read(docx(body, *others), "ket-luan.docx")
    assert isinstance(answer, Document), answer
    assert answer.text == "\n".join(answer.paragraphs)
    return answer.paragraphs


def test_the_sample_of_the_demo_is_read_word_by_word() -> None:
    answer = read(sample_conclusion(), SAMPLE_NAME)
    assert isinstance(answer, Document)
    assert answer.text == sample_text()
    assert answer.kind == "docx"


def test_a_file_written_by_python_docx_gives_its_paragraphs_and_rows_in_order() -> None:
    made = python_docx.Document()
    made.add_paragraph("Mở đầu")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Sở Nội vụ", "30/9"
    made.add_paragraph("Kết thúc")
    file = io.BytesIO()
    made.save(file)
    answer = read(file.getvalue(), "x.docx")
    assert isinstance(answer, Document)
    assert answer.paragraphs == ("Mở đầu", "Sở Nội vụ | 30/9", "Kết thúc")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(unicodedata.normalize("NFD", "Hoà Vang")), ("Hoà Vang",)),
        (p("a  b\u00a0c\u200b"), ("a b c",)),
        (p("________") + p("x"), ("x",)),
        ("<w:p><w:r><w:t>Sở</w:t></w:r><w:r><w:t> Y </w:t></w:r><w:r><w:tab/><w:t>tế</w:t></w:r></w:p>", ("Sở Y tế",)),
        ("<w:p><w:hyperlink><w:r><w:t>trang</w:t></w:r></w:hyperlink></w:p>", ("trang",)),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + p("ô điền") + "</w:sdtContent></w:sdt>", ("ô điền",)),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>", ("hiện",)),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r></w:p>", ("1",)),
        ("<w:p><w:r><w:t>Sở</w:t><w:noBreakHyphen/><w:t>ngành</w:t></w:r></w:p>", ("Sở-ngành",)),
    ],
)
def test_runs_spaces_fields_and_content_controls_become_plain_text(body: str, expected: tuple[str, ...]) -> None:
    assert paragraphs(body) == expected


def test_a_line_break_starts_a_paragraph_only_after_a_sentence_or_before_a_list_mark() -> None:
    body = (
        "<w:p><w:r><w:t>Kết luận họp</w:t><w:br/><w:t>tháng 10.</w:t><w:br/><w:t>Giao Sở Y tế</w:t>"
        "<w:br/><w:t>a) báo cáo</w:t></w:r></w:p>"
    )
    assert paragraphs(body) == ("Kết luận họp tháng 10.", "Giao Sở Y tế", "a) báo cáo")


def test_tracked_changes_count_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>trước ngày </w:t></w:r><w:del><w:r><w:delText>25/9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>30/9</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Sở </w:t></w:r></w:p>" + p("Y tế")
    )
    table = f"<w:tbl>{row(p('bỏ'), p('bỏ'), properties='<w:trPr><w:del/></w:trPr>')}{row(p('a'), p('b'))}</w:tbl>"
    assert paragraphs(body + table) == ("trước ngày 30/9", "Sở Y tế", "a | b")


def test_a_row_is_one_line_and_merged_cells_repeat_the_value_above() -> None:
    body = "<w:tbl>" + row(p("1"), merged("Sở Nội vụ", True), p("") + p("dòng 1") + p("dòng 2"))
    body += row(p("2"), merged("", False), "<w:p/>") + row(p("3"), p("Sở Y tế"), p("x")) + "</w:tbl>"
    assert paragraphs(body) == ("1 | Sở Nội vụ | dòng 1 dòng 2", "2 | Sở Nội vụ | ", "3 | Sở Y tế | x")


def test_a_frame_of_one_cell_keeps_its_paragraphs() -> None:
    assert paragraphs("<w:tbl>" + row(p("một") + p("hai")) + "</w:tbl>") == ("một", "hai")


def test_a_text_box_that_is_stored_twice_is_read_once() -> None:
    box = "<w:txbxContent>" + p("trong khung") + "</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>ngoài</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert paragraphs(body) == ("ngoài", "trong khung")


def test_footnotes_follow_at_the_end_and_comments_are_left_out() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator">{p("bỏ")}</w:footnote>'
        f'<w:footnote w:id="2">{p("chú thích")}</w:footnote></w:footnotes>'
    )
    comments = f'<w:comments xmlns:w="{W}"><w:comment>{p("ghi chú")}</w:comment></w:comments>'
    others = (("footnotes", "footnotes.xml", notes), ("comments", "comments.xml", comments))
    assert paragraphs(p("thân"), *others) == ("thân", "chú thích")


def level(depth: int, form: str, text: str, start: int = 1) -> str:
    start_at = f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{depth}">{start_at}<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "%2)")
    + level(2, "bullet", "\uf0b7")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1.", 3)
    + level(1, "decimal", "%1.%2")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)


def test_the_numbers_that_word_shows_are_written_out() -> None:
    body = "".join(
        [
            numbered("một"),
            numbered("chữ", 1),
            numbered("chữ", 1),
            numbered("gạch", 2),
            numbered("hai"),
            numbered("chữ", 1),
            numbered("phần", 0, 2),
            numbered("mục", 1, 2),
            numbered("bảy", 0, 3),
            numbered("không số", 0, 0),
        ]
    )
    assert paragraphs(body, ("numbering", "numbering.xml", NUMBERING)) == (
        "1. một",
        "a) chữ",
        "b) chữ",
        "- gạch",
        "2. hai",
        "a) chữ",
        "III. phần",
        "III.1 mục",
        "7. bảy",
        "không số",
    )


def test_a_style_can_number_its_paragraphs_through_the_style_it_is_based_on() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    body = p("một", '<w:pStyle w:val="Muc"/>') + p("hai", '<w:pStyle w:val="MucCon"/>')
    others = (("numbering", "numbering.xml", NUMBERING), ("styles", "styles.xml", styles))
    assert paragraphs(body, *others) == ("1. một", "2. hai")


def test_the_strict_variant_of_the_format_is_read_too() -> None:
    opening = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
    answer = read(docx(p("Giao Sở Y tế"), opening=opening), "x.docx")
    assert isinstance(answer, Document)
    assert answer.paragraphs == ("Giao Sở Y tế",)
