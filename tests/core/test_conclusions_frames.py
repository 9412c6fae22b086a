"""The frames in which conclusions lay duties, and those that look like it. The texts are made up."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.conclusions import ConclusionReader, FoundTask
from bot.core.deadlines import DeadlineReader
from bot.directory import load_shipped, shipped_days_off
from locales import LANGUAGES, phrases

HELD_ON = date(2023, 5, 10)

TELEGRAM = """Chủ tịch UBND tỉnh điện:
- Chủ tịch UBND các huyện, thị xã;
- Giám đốc các sở cấp phép khai thác khoáng sản.
Mưa lớn đang diễn ra ở nhiều nơi. Chủ tịch UBND tỉnh yêu cầu:
1. Chủ tịch UBND các huyện, thị xã nêu trên:
a) Chỉ đạo các xã sơ tán dân khỏi vùng trũng; bố trí người canh gác ngầm tràn.
b) Trước 17 giờ hằng ngày báo cáo tình hình về Văn phòng UBND tỉnh.
2. Giám đốc Sở Xây dựng chỉ đạo Công ty Môi trường, Công ty Cây xanh cắt tỉa cây xanh.
3. Văn phòng UBND tỉnh theo dõi, đôn đốc các đơn vị thực hiện."""

PLAN = """III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
- Là cơ quan đầu mối, tổng hợp nhu cầu đào tạo.
- Lồng ghép nội dung chuyển đổi số vào các lớp bồi dưỡng.
2. Ngân hàng Nhà nước Chi nhánh Quảng Hà
- Chỉ đạo các tổ chức tín dụng giảm phí chuyển tiền.
3. Đề nghị Hội Nông dân tỉnh và các đoàn thể
- Vận động hội viên mở tài khoản.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ để tổng hợp."""

LETTER = """Kính gửi:
- Các sở, ban, ngành cấp tỉnh;
- Các doanh nghiệp cung cấp dịch vụ viễn thông.
Để khắc phục ngay, Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành:
- Trong tháng 6/2023, phê duyệt hồ sơ cấp độ.
- Nghiêm cấm soạn thảo tài liệu mật trên máy có nối mạng.
- Khi xảy ra sự cố, báo ngay cho Đội Ứng cứu sự cố."""


@pytest.fixture(scope="module")
def reader() -> ConclusionReader:
    deadlines = DeadlineReader([phrases("deadlines", language) for language in LANGUAGES], Calendar(shipped_days_off()))
    agencies = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
    return ConclusionReader(phrases("conclusions", "vi"), agencies, deadlines)


def leads(task: FoundTask) -> list[str]:
    return [unit.text for unit in task.leads]


def test_items_of_a_telegram_belong_to_whom_their_heading_names(reader: ConclusionReader) -> None:
    tasks = reader.read(TELEGRAM, HELD_ON)
    heads = ["Chủ tịch UBND các huyện, thị xã nêu trên"]
    assert [leads(task) for task in tasks] == [
        heads,
        heads,
        heads,
        ["Giám đốc Sở Xây dựng"],
        ["Văn phòng UBND tỉnh"],
    ]
    assert {task.assigned_by for task in tasks} == {"Chủ tịch UBND tỉnh"}


def test_items_of_a_plan_belong_to_the_unit_above_them_whatever_their_verb(reader: ConclusionReader) -> None:
    assert [leads(task) for task in reader.read(PLAN, HELD_ON)] == [
        ["Sở Nội vụ"],
        ["Sở Nội vụ"],
        ["Ngân hàng Nhà nước Chi nhánh Quảng Hà"],
        ["Hội Nông dân tỉnh", "các đoàn thể"],
        ["các đơn vị"],
    ]


def test_the_readers_of_a_letter_get_no_task_by_being_named(reader: ConclusionReader) -> None:
    tasks = reader.read(LETTER, HELD_ON)
    assert [leads(task) for task in tasks] == [["các sở, ban, ngành"]] * 3
    assert tasks[0].due == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chủ tịch tỉnh yêu cầu:\n1. Việc số hóa do Sở Tư pháp chủ trì, xong trước 30/6/2023.", ["Sở Tư pháp"]),
        ("Chủ tịch tỉnh yêu cầu:\n1. Hoàn thiện quy chế (Sở Nội vụ chủ trì, xong trước 30/6/2023).", ["Sở Nội vụ"]),
        ("Chủ tịch UBND tỉnh yêu cầu rà soát. Sở Y tế cùng Công an tỉnh tháo gỡ vướng mắc.", ["Sở Y tế"]),
        ("Chủ tịch UBND tỉnh kết luận. Sở Y tế định kỳ ngày 20 hằng tháng gửi số liệu.", ["Sở Y tế"]),
        ("Với hai huyện An Bình và Hòa Sơn, Chủ tịch UBND tỉnh giao chi trả đền bù trước 30/6.",
         ["huyện An Bình", "huyện Hòa Sơn"]),
        ("Chủ tịch UBND tỉnh nêu rõ các địa phương phải bố trí cán bộ chuyên trách.", ["các địa phương"]),
        ("Chủ tịch UBND tỉnh yêu cầu rà soát. Các sở: Xây dựng, Tư pháp theo chức năng, nhiệm vụ được giao cử người.",
         ["Sở Xây dựng", "Sở Tư pháp"]),
        ("Thủ tướng giao Bộ Y tế cấp thuốc cho tỉnh Quảng Hà. Về vật tư, tỉnh chủ động mua sắm.", ["tỉnh Quảng Hà"]),
        ("Giao Văn phòng Đăng ký đất đai tỉnh đối chiếu hồ sơ.", ["Văn phòng Đăng ký đất đai tỉnh"]),
    ],
)  # fmt: skip
def test_whose_the_work_is(reader: ConclusionReader, text: str, expected: list[str]) -> None:
    assert leads(reader.read(text, HELD_ON)[-1]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch UBND tỉnh yêu cầu người đứng đầu các đơn vị chịu trách nhiệm trước UBND tỉnh về tiến độ.",
        "Chủ tịch UBND tỉnh kết luận. Thống nhất với báo cáo của Sở Y tế.",
        "Chủ tịch UBND tỉnh kết luận:\n1. Không tổ chức hội nghị tổng kết.",
        "Năm 2020 tỉnh từng giao các huyện thành lập tổ hỗ trợ.",
        "Chủ tịch tỉnh kết luận. Tại buổi làm việc, Giám đốc Sở Y tế báo cáo kết quả tiêm chủng, đề xuất tăng vốn.",
    ],
)
def test_what_only_looks_like_an_order(reader: ConclusionReader, text: str) -> None:
    assert reader.read(text, HELD_ON) == []


def test_a_sanction_stays_with_the_order_before_it(reader: ConclusionReader) -> None:
    text = "Yêu cầu các đơn vị nộp báo cáo; đơn vị nào chậm trễ phải kiểm điểm trách nhiệm."
    (task,) = reader.read(text, HELD_ON)
    assert task.source == text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Giao Cục Thuế rút ngắn thời gian giải quyết xuống còn không quá 03 ngày làm việc.", None),
        ("Giao Sở Tài chính bố trí kinh phí năm 2024 cho chuyển đổi số.", None),
        ("Giao Sở Tài chính bố trí kinh phí hằng năm, gửi hướng dẫn trước 30/6/2023.", date(2023, 6, 30)),
        ("Giao Sở Nội vụ thống kê, gửi danh sách trước ngày 12 tháng 6 năm 2023.", date(2023, 6, 12)),
        ("Giao các doanh nghiệp phủ sóng 5G tại các xã, hoàn thành trong năm 2023.", date(2023, 12, 31)),
    ],
)
def test_which_date_is_the_due_date(reader: ConclusionReader, text: str, due: date | None) -> None:
    (task,) = reader.read(text, HELD_ON)
    assert task.due == due


def test_a_place_ends_where_its_sentence_ends(reader: ConclusionReader) -> None:
    first, second = reader.read("Giao Sở Y tế trình HĐND tỉnh. Giao Công an tỉnh rà soát.", HELD_ON)
    assert first.source.endswith("HĐND tỉnh.")
    assert leads(second) == ["Công an tỉnh"]
