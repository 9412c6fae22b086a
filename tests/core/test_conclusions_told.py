"""Duties told in other ways: quoted, by their result, for a place, behind a condition. The texts are made up."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.conclusions import ConclusionReader
from tests.core.given_conclusions import HELD_ON, leads

CHAIR = "Chủ tịch UBND tỉnh Lê Văn Phúc giao Sở Xây dựng rà soát. "


@pytest.mark.parametrize(
    ("quoted", "action"),
    [
        ('"Vỉa hè lát đến đâu phải giữ sạch đến đó", ông Phúc yêu cầu.', "Vỉa hè lát đến đâu phải giữ sạch đến đó"),
        ('" Nước về xã nào phải có người trực ở xã đó ", ông Phúc chỉ đạo.', "Nước về xã nào phải có người trực ở "
         "xã đó"),
        ("Ông Phúc yêu cầu: “Tuyệt đối không để dân thiếu nước trong mùa khô”.",
         "Tuyệt đối không để dân thiếu nước trong mùa khô"),
    ],
)  # fmt: skip
def test_a_quoted_order_names_nobody(reader: ConclusionReader, quoted: str, action: str) -> None:
    first, second = reader.read(CHAIR + quoted, HELD_ON)
    assert leads(first) == ["Sở Xây dựng"]
    assert (leads(second), second.action) == ([], action)


@pytest.mark.parametrize(
    "text",
    [
        CHAIR + '"Chuyển đổi số phải bắt đầu từ nhu cầu của người dân", ông Phúc nhấn mạnh.',
        CHAIR + '"Nhà nước phải lo cho dân trước", ông Ba, một cử tri, yêu cầu.',
        CHAIR + "Kết quả rà soát gửi Sở Nội vụ cho thấy còn 20 nhà xuống cấp.",
        CHAIR + "Hồ sơ đã gửi Bộ Xây dựng trước ngày 5/5.",
        CHAIR + "Nguyễn Văn An phải xin lỗi người dân.",
    ],
)
def test_an_opinion_a_result_or_a_person_beside_an_order_is_none(reader: ConclusionReader, text: str) -> None:
    assert [leads(task) for task in reader.read(text, HELD_ON)] == [["Sở Xây dựng"]]


@pytest.mark.parametrize(
    ("text", "expected", "due"),
    [
        (CHAIR + "Kết quả thực hiện báo cáo Thủ tướng Chính phủ trong tháng 9 năm 2023.", ["Sở Xây dựng"],
         date(2023, 9, 30)),
        (CHAIR + "Danh sách nhà xuống cấp gửi về Sở Nội vụ chậm nhất ngày 20/5.", ["Sở Xây dựng"], date(2023, 5, 20)),
        ("Chủ tịch tỉnh kết luận:\n1. Giao Sở Y tế kiểm tra các phòng khám. Kết quả nộp UBND tỉnh trước ngày 30/5.",
         ["Sở Y tế"], date(2023, 5, 30)),
        ("Chủ tịch tỉnh kết luận:\n1. Bộ phận một cửa không được hẹn dân quá 2 lần; giấy tờ nào trễ hạn phải có thư "
         "xin lỗi.",
         ["Bộ phận một cửa"], None),
        ("Chủ tịch tỉnh kết luận:\n1. Sở Y tế:\na) Trình HĐND tỉnh nghị quyết trong tháng 7; trong thời gian chưa "
         "có nghị "
         "quyết, hướng dẫn các huyện giữ mức cũ.", ["Sở Y tế"], None),
        ("Phó Thủ tướng họp với các tỉnh An Giang, Long An. Riêng Long An được giao lập dự án kè, xong trong tháng 9.",
         ["Long An"], date(2023, 9, 30)),
        ("Phó Thủ tướng giao tỉnh An Giang rà soát. An Giang cũng phải di dời 200 hộ trước 30/6.", ["An Giang"],
         date(2023, 6, 30)),
        ("Sở Y tế cho biết sẽ mua thuốc. Chánh Văn phòng UBND tỉnh Lê Tú đề nghị các sở, ngành cử đầu mối trước 25/5.",
         ["các sở, ngành"], date(2023, 5, 25)),
        ("Bà Hoa báo cáo kết quả. Cơ quan thường trực Ban Chỉ đạo đề nghị các huyện gửi số liệu trước 20/5.",
         ["các huyện"], date(2023, 5, 20)),
        ("Chủ tịch tỉnh kết luận:\n2. Sở Công Thương:\n- Khuyến khích các hợp tác xã đưa hàng lên sàn.",
         ["Sở Công Thương"], None),
    ],
)  # fmt: skip
def test_a_duty_in_other_words(reader: ConclusionReader, text: str, expected: list[str], due: date | None) -> None:
    task = reader.read(text, HELD_ON)[-1]
    assert (leads(task), task.due) == (expected, due)


def test_advice_to_units_of_the_kind_that_is_told_is_none(reader: ConclusionReader) -> None:
    text = "Chủ tịch tỉnh kết luận:\n1. Các bệnh viện:\n- Niêm yết giá.\n- Khuyến khích các bệnh viện tư giảm giá."
    assert [task.action for task in reader.read(text, HELD_ON)] == ["Niêm yết giá"]


def test_an_office_that_asks_those_above_it_gives_no_task(reader: ConclusionReader) -> None:
    assert reader.read("Văn phòng UBND xã đề nghị UBND tỉnh cấp máy tính.", HELD_ON) == []
