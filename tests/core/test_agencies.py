"""Names of agencies in running text, as officials write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest

from bot.core.agencies import AgencyReader, Body, Directory, Mention
from bot.directory import load_shipped, read_agencies
from locales import LANGUAGES, phrases

Y2022 = date(2022, 10, 11)
MARCH_2025 = date(2025, 3, 10)
Y2025 = date(2025, 8, 12)
Y2026 = date(2026, 3, 2)

DEPARTMENTS = [
    ("Giao Sở Thông tin và Truyền thông chủ trì", "STTTT"),
    ("STTTT chưa gửi", "STTTT"),
    ("Sở TT&TT", "STTTT"),
    ("Sở TT - TT", "STTTT"),
    ("sở tttt còn mấy việc", "STTTT"),
    ("so thong tin truyen thong bao cao", "STTTT"),
    ("Sở Thông tin & Truyền thông", "STTTT"),
    ("Sở Thông\ntin và Truyền thông", "STTTT"),
    ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "STNMT"),
    ("sở thông tin", "STTTT"),
    ("Sở Nông nghiệp", "SNNPTNT"),
    ("snn", "SNNPTNT"),
    ("Sở KH-ĐT", "SKHDT"),
    ("sở kế hoạch", "SKHDT"),
    ("sở kh", "SKHDT|SKHCN"),
    ("Sở Lao động, Thương binh và Xã hội", "SLDTBXH"),
    ("Sở LĐ-TB&XH", "SLDTBXH"),
    ("sở ct", "SCT"),
    ("snv chậm quá", "SNV"),
    ("Sở Nội vụ thành phố Đà Nẵng", "SNV"),
    ("Giám đốc Sở Tài chính", "STC"),
    ("STTTT/STC", "STTTT STC"),
]
MISSPELT = [
    ("Sở Tài chímh lập dự toán", "STC"),
    ("Sở Tài nguyn và Môi trường", "STNMT"),
    ("Sở Giáo dụ và Đào tạo", "SGDDT"),
    ("so giao thông van tari", "SGTVT"),
    ("sở xây dưng lập hồ sơ", "SXD"),
    ("sở taichinh", "STC"),
    ("UBND quận Thnah Khê", "Q-THANHKHE"),
]
TONE_PLACEMENT = [
    ("Sở Văn hoá và Thể thao", "SVHTT"),
    ("Uỷ ban nhân dân quận Hải Châu", "Q-HAICHAU"),
    ("UBND huyện Hoà Vang", "H-HOAVANG"),
]
OTHER_BODIES = [
    ("Văn phòng CĐS sửa quy chế", "VPCDS"),
    ("VP UBND", "VPUB"),
    ("Văn phòng UBND thành phố", "VPUB"),
    ("Ban Chỉ đạo chuyển đổi số thành phố", "BCDCDS"),
    ("Chủ tịch UBND thành phố phát biểu", "UBNDTP"),
    ("Công an TP và Bộ CHQS TP", "CATP BCHQS"),
    ("việc này để công an làm", "CATP"),
    ("nhắc ca nộp sớm", "CATP"),
    ("Cục thuế Đà Nẵng", "CUCTHUE"),
    ("Tổng đài 1022", "TT1022"),
    ("Kho bạc Nhà nước Đà Nẵng", "KBNN"),
]
PLACES = [
    ("UBND quận Hải Châu", "Q-HAICHAU"),
    ("Q. Hải Châu và H. Hòa Vang", "Q-HAICHAU H-HOAVANG"),
    ("quan lien chieu nop cham", "Q-LIENCHIEU"),
    ("Cẩm Lệ đã nộp chưa?", "Q-CAMLE"),
    ("son tra nop chua", "Q-SONTRA"),
]
BARE_NAMES = [
    ("bên Xây dựng gửi chưa", "SXD"),
    ("bên văn hóa thể thao", "SVHTT"),
    ("giao Nội vụ và Tài chính cùng làm", "SNV STC"),
    ("xây dựng kế hoạch tài chính cho y tế", ""),
    ("giao xây dựng đề án du lịch", ""),
]
LISTS = [
    ("các Sở: Tài chính, Nội vụ", "STC SNV"),
    ("Sở Tài chính, Nội vụ và Y tế", "STC SNV SYT"),
    ("sở nội vụ, tài chính", "SNV STC"),
    ("Sở TT&TT, GTVT, TN&MT", "STTTT SGTVT STNMT"),
    ("các sở Kế hoạch và Đầu tư, Khoa học và Công nghệ, Y tế", "SKHDT SKHCN SYT"),
    ("các sở, ngành: Tài chính, Công an thành phố, Giao thông vận tải", "STC CATP SGTVT"),
    ("UBND các quận Hải Châu, Thanh Khê", "Q-HAICHAU Q-THANHKHE"),
    ("UBND các quận, huyện: Sơn Trà, Hòa Vang", "Q-SONTRA H-HOAVANG"),
    ("các đơn vị: Sở Nội vụ, Công an thành phố", "SNV CATP"),
    ("Sở Tài chính, xây dựng phương án", "STC"),
    ("giao so tai chinh, xay dung phuong an", "STC"),
    ("giao so tai chinh, xay dung", "STC SXD"),
    ("Giao Sở Nội vụ:\n- Xây dựng quy chế", "SNV"),
]
ENGLISH = [
    ("the Department of Transport is late", "SGTVT"),
    ("remind the Transport Department", "SGTVT"),
    ("does the Tourism contact know?", "SDL"),
    ("ask the police", "CATP"),
    ("Hai Chau District", "Q-HAICHAU"),
]
FALSE_FRIENDS = [
    ("cơ sở y tế tư nhân", ""),
    ("có cơ sở du lịch", ""),
    ("chủ sở hữu nhà", ""),
    ("trụ sở Nội vụ", ""),
    ("hồ sơ y tế điện tử", ""),
    ("ho so y te dien tu", ""),
    ("chuyen doi so y te", ""),
    ("số tài chính năm nay", ""),
    ("sở thích du lịch", ""),
    ("xã hội hóa", ""),
    ("các bộ phận chuyên môn", ""),
    ("hai châu lục", ""),
    ("Bộ Thông tin và Truyền thông", ""),
    ("Bộ Công an, Bộ Tài chính", ""),
    ("các Bộ: Quốc phòng, Công an, Xây dựng; Sở Y tế", "SYT"),
    ("Tổng cục Thuế", ""),
    ("Chi cục Thuế khu vực", ""),
    ("Công an phường", ""),
    ("lực lượng công an", ""),
    ("Văn phòng Chính phủ", ""),
    ("Ban Chỉ đạo chuyển đổi số quốc gia", ""),
    ("thanh tra đột xuất", ""),
    ("1022 cuộc gọi", ""),
    ("STT", ""),
    ("xin sđt đầu mối", ""),
]
DOCUMENT_NUMBERS = [
    ("Báo cáo 57/BC-STTTT", ""),
    ("Tờ trình số 208/TTr-SNV ngày 3/10", ""),
    ("3120/STC-NS", ""),
    ("số 15/2022/QĐ-UBND", ""),
    ("công văn CV-STTTT", ""),
    ("57/BC-STC của Sở Tài chính", "STC"),
]
PERSONS_AND_STREETS = [
    ("đồng chí Nguyễn Hải Châu", ""),
    ("Trần Hải Châu phát biểu", ""),
    ("anh Hải Châu", ""),
    ("chị Trà My", ""),
    ("đường Ngũ Hành Sơn", ""),
    ("bán đảo Sơn Trà", ""),
    ("phường Hải Châu I", ""),
    ("Hải Châu II", ""),
    ("Khu công nghiệp Liên Chiểu", ""),
]
BODIES_BELOW = [
    ("Công an quận Hải Châu", ""),
    ("Phòng Văn hóa và Thông tin quận Hải Châu", ""),
    ("Trung tâm Y tế quận Liên Chiểu", ""),
    ("Văn phòng UBND quận Hải Châu", ""),
]
ELSEWHERE = [
    ("Sở Y tế Hà Nội", ""),
    ("UBND TP Hồ Chí Minh", ""),
    ("Sở Nội vụ tỉnh Quảng Nam", ""),
    ("Ban Quản lý các Khu công nghiệp và Chế xuất", ""),
]
SEVERAL_CAN_BE_MEANT = [
    ("giao văn phòng sửa lại", "VPCDS|VPUB"),
    ("trung tâm công nghệ thông tin", "TTCNTT|TTHTCNTT"),
    ("Trung tâm phát triển quỹ đất", ""),
]
IN_2022 = [
    *DEPARTMENTS,
    *MISSPELT,
    *TONE_PLACEMENT,
    *OTHER_BODIES,
    *PLACES,
    *BARE_NAMES,
    *LISTS,
    *ENGLISH,
    *FALSE_FRIENDS,
    *DOCUMENT_NUMBERS,
    *PERSONS_AND_STREETS,
    *BODIES_BELOW,
    *ELSEWHERE,
    *SEVERAL_CAN_BE_MEANT,
]
BY_DATE = [
    ("Hải Châu nộp chưa?", Y2022, "Q-HAICHAU"),
    ("Hải Châu nộp chưa?", date(2025, 6, 30), "Q-HAICHAU"),
    ("Hải Châu nộp chưa?", date(2025, 7, 1), "P-HAICHAU"),
    ("Hoàng Sa", Y2025, "DK-HOANGSA"),
    ("UBND quận Hải Châu", Y2025, "Q-HAICHAU"),
    ("Sở TT&TT", date(2025, 2, 28), "STTTT"),
    ("Sở TT&TT", date(2025, 3, 1), "SKHCN25"),
    ("so gtvt", Y2025, "SXD25"),
    ("Sở KH&CN", Y2022, "SKHCN"),
    ("Sở KH&CN", Y2025, "SKHCN25"),
    ("sở nông nghiệp", Y2025, "SNNMT"),
    ("Sở Văn hóa, Thể thao và Du lịch", Y2025, "SVHTTDL"),
    ("Sở Du lịch", Y2025, "SVHTTDL"),
    ("Sở Văn hóa và Thể thao", MARCH_2025, "SVHTT"),
    ("Ban Quản lý An toàn thực phẩm", Y2026, "SYT"),
    ("bql chu lai", Y2026, "BQLCHULAI"),
    ("Sở Nông nghiệp và Môi trường", date(2025, 2, 20), "SNNMT"),
    ("UBND phường An Hải", Y2022, ""),
    ("Tam Anh nộp rồi", Y2025, "X-TAMANH"),
    ("gui tam anh qua day", Y2025, ""),
    ("Thạnh Mỹ", Y2025, "X-THANHMY"),
    ("Thanh Mỹ", Y2025, ""),
    ("Điện Bàn Đông và Điện Bàn", Y2025, "P-DIENBANDONG P-DIENBAN"),
]


@pytest.fixture(scope="module")
def reader() -> AgencyReader:
    return AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])


def codes(mentions: list[Mention]) -> str:
    return " ".join("|".join(mention.codes) for mention in mentions if mention.codes)


def forms(text: str) -> Iterator[str]:
    yield unicodedata.normalize("NFC", text)
    yield unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(("text", "expected"), IN_2022)
def test_a_name_is_understood_as_in_2022(reader: AgencyReader, text: str, expected: str) -> None:
    for form in forms(text):
        assert codes(reader.find(form, Y2022)) == expected


@pytest.mark.parametrize(("text", "day", "expected"), BY_DATE)
def test_a_name_means_the_body_of_its_day(reader: AgencyReader, text: str, day: date, expected: str) -> None:
    for form in forms(text):
        assert codes(reader.find(form, day)) == expected


@pytest.mark.parametrize("body", load_shipped().bodies, ids=lambda body: body.code)
def test_every_listed_name_finds_its_body(reader: AgencyReader, body: Body) -> None:
    day = body.valid_from or body.valid_to or Y2022
    for name in (body.name, body.short, *body.aliases):
        assert reader.candidates(name, day) == [body.code], name
    assert codes(reader.find(f"Giao {body.name} báo cáo", day)) == body.code


@pytest.mark.parametrize(
    ("text", "day", "names", "kinds"),
    [
        ("các sở, ban, ngành", Y2022, ["các sở, ban, ngành"], {"so", "ban_quan_ly", "cong_an"}),
        ("gửi các sở, ban, ngành; UBND quận, huyện", Y2022, ["các sở, ban, ngành", "UBND quận, huyện"], {"so", "quan"}),
        ("Các đơn vị, địa phương cần làm", Y2022, ["Các đơn vị, địa phương"], {"so", "van_phong", "quan", "huyen"}),
        ("các cơ quan, đơn vị", Y2022, ["các cơ quan, đơn vị"], {"so", "cong_an"}),
        ("sở ban ngành", Y2022, ["sở ban ngành"], {"so"}),
        ("cac quan huyen nop cham", Y2022, ["cac quan huyen"], {"quan", "huyen"}),
        ("UBND các xã, phường", Y2025, ["UBND các xã, phường"], {"xa", "phuong"}),
        ("tất cả các sở", Y2022, ["tất cả các sở"], {"so"}),
        ("all departments", Y2022, ["all departments"], {"so"}),
    ],
)
def test_a_group_is_resolved_by_kinds(
    reader: AgencyReader, text: str, day: date, names: list[str], kinds: set[str]
) -> None:
    found = [mention for mention in reader.find(text, day) if mention.is_group]
    assert [mention.text for mention in found] == names
    members = [body for mention in found for code in mention.group if (body := reader.directory.get(code))]
    assert kinds <= {body.kind for body in members}
    assert all(body.lives_on(day) for body in members)
    assert all(mention.codes == () for mention in found)


@pytest.mark.parametrize(
    "text",
    [
        "các đơn vị liên quan",
        "các sở, ngành có liên quan",
        "các bộ, ngành",
        "các cơ quan báo chí",
        "UBND các xã Thu Lâm",
    ],
)
def test_a_group_that_does_not_say_which_has_no_members(reader: AgencyReader, text: str) -> None:
    (found,) = reader.find(text, Y2025)
    assert found.is_group
    assert found.group == ()


def test_districts_are_in_no_group_after_they_ended(reader: AgencyReader) -> None:
    (found,) = reader.find("UBND các quận, huyện", Y2025)
    assert (found.is_group, found.group) == (True, ())


@pytest.mark.parametrize("text", ["Sở này", "đơn vị đó", "cơ quan này", "địa phương nêu trên"])
def test_a_pronoun_is_reported_without_a_code(reader: AgencyReader, text: str) -> None:
    (found,) = reader.find(f"Giao {text} báo cáo", Y2022)
    assert (found.text, found.codes, found.is_group) == (text, (), False)


def test_spans_point_into_the_text_as_typed(reader: AgencyReader) -> None:
    text = unicodedata.normalize("NFD", "Đề nghị Sở Nội vụ, Y tế và các quận báo cáo.")
    found = reader.find(text, Y2022)
    assert [unicodedata.normalize("NFC", text[one.start : one.end]) for one in found] == [
        "Sở Nội vụ",
        "Y tế",
        "các quận",
    ]


def test_a_synonym_is_one_line_in_the_phrase_table() -> None:
    table = {**phrases("agencies", "vi"), "names": {"hội trường lớn": "Sở Nội vụ"}}
    reader = AgencyReader(load_shipped(), [table])
    assert codes(reader.find("giao hội trường lớn báo cáo", Y2022)) == "SNV"
    assert codes(reader.find("giao hội trường lớn báo cáo", Y2025)) == "SNV25"


def test_another_city_is_read_with_the_same_phrases() -> None:
    lines = [
        "code,name,kind,parent",
        "UB,Ủy ban nhân dân thành phố Hải Phòng,uy_ban,",
        "SYT,Sở Y tế,so,UB",
        "VPUB,Văn phòng Ủy ban nhân dân thành phố Hải Phòng,van_phong,UB",
        "LC,Ủy ban nhân dân quận Lê Chân,quan,UB",
        "KA,Ủy ban nhân dân quận Kiến An,quan,UB",
    ]
    directory = Directory(read_agencies("\n".join(lines), "hai-phong.csv"))
    reader = AgencyReader(directory, [phrases("agencies", "vi")])
    text = "Sở Y tế Hải Phòng, SYT, VP UBND TP, UBND các quận Lê Chân, Kiến An; Sở Y tế Đà Nẵng"
    assert codes(reader.find(text, Y2022)) == "SYT SYT VPUB LC KA"
    assert reader.candidates("le chan", Y2022) == ["LC"]


def test_a_reader_without_words_still_knows_the_listed_names() -> None:
    reader = AgencyReader(load_shipped(), [])
    assert codes(reader.find("Giao Sở Nội vụ", Y2022)) == "SNV"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Giao bảo hiểm xã hội rà soát đối tượng", ["BHXH"]),
        ("Chi trả lương, đóng bảo hiểm xã hội cho nhân viên", []),
        ("Giao sơ tài chính chủ trì báo cáo", ["STC"]),
        ("Hoàn thiện hồ sơ tài chính của dự án", []),
        ("Ask the Department of Education", ["SGDDT"]),
        ("who is responsible at Home Affairs", ["SNV"]),
    ],
)
def test_names_in_small_letters_with_a_lost_tone_or_cut_short(
    reader: AgencyReader, text: str, codes: list[str]
) -> None:
    assert [code for one in reader.find(text, Y2022) for code in one.codes] == codes


def test_two_bodies_are_pointed_at_together(reader: AgencyReader) -> None:
    (one,) = reader.find("Hai cơ quan này phối hợp báo cáo", Y2022)
    assert one.text == "Hai cơ quan này"
