"""Whose the work is, where names are long, headings say more than names, or people are urged. The texts are made up."""

from __future__ import annotations

import pytest

from bot.core.conclusions import ConclusionReader
from tests.core.given_conclusions import HELD_ON, leads


@pytest.mark.parametrize(
    "heading",
    [
        "Sở Y tế, Công an tỉnh theo chức năng, nhiệm vụ được giao:",
        "Sở Y tế, Công an tỉnh căn cứ chức năng, nhiệm vụ:",
        "Sở Y tế, Công an tỉnh, trong phạm vi quản lý, tập trung thực hiện các nhiệm vụ sau:",
        "Sở Y tế, Công an tỉnh theo thẩm quyền, lĩnh vực phụ trách khẩn trương triển khai các nội dung sau:",
        "Đề nghị Sở Y tế và Công an tỉnh trên địa bàn tỉnh:",
    ],
)
def test_a_heading_that_tells_by_what_its_units_act_gives_them_its_items(
    reader: ConclusionReader, heading: str
) -> None:
    text = f"Chủ tịch UBND tỉnh kết luận:\n3. {heading}\n- Rà soát kho thuốc.\n- Chỉ đạo các trạm y tế trực đêm."
    assert [leads(task) for task in reader.read(text, HELD_ON)] == [["Sở Y tế", "Công an tỉnh"]] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chủ tịch xã kết luận. Thống nhất các việc sau:\n- Đ/c Lê Văn Bình đôn đốc nhà thầu Thành Đạt làm xong cống.",
         ["Đ/c Lê Văn Bình"]),
        ("Chủ tịch xã kết luận. Giao các việc:\n- Ông Lê Văn Bình nhắc nhở các hộ dân dọn vỉa hè.", ["Ông Lê Văn "
         "Bình"]),
        ("Chủ tịch xã kết luận. Thống nhất các việc sau:\n- Phòng Văn hoá - Xã hội phối hơp với Hội Phụ nữ xã trồng "
         "hoa.",
         ["Phòng Văn hoá - Xã hội"]),
        ("Chủ tịch xã kết luận. Thống nhất một số việc sau:\n- BCH Quân sự xã và Công an xã tuần tra đêm.",
         ["BCH Quân sự xã", "Công an xã"]),
        ("Chủ tịch xã kết luận:\n-Các xóm trưởng nộp danh sách hộ nuôi lợn về Phòng Kinh tế.", ["Các xóm trưởng"]),
        ("Chủ tịch xã kết luận:\n- Trưởng các thôn vận động dân hiến đất.", ["Trưởng các thôn"]),
        ("Giao Trung tâm Thông tin dịch vụ công Đà Nẵng phân loại phản ánh.", ["Trung tâm Thông tin dịch vụ công Đà "
         "Nẵng"]),
        ("Giao Trung tâm Thông tin tư liệu biển Hải Phòng số hóa bản đồ.", ["Trung tâm Thông tin tư liệu biển Hải "
         "Phòng"]),
        ("Giao Báo Gia Lai và Đài Phát thanh - Truyền hình tỉnh đưa tin.",
         ["Báo Gia Lai", "Đài Phát thanh - Truyền hình tỉnh"]),
        ("Trung tâm Điều hành chương trình chống ngập nước được giao nạo vét rạch.",
         ["Trung tâm Điều hành chương trình chống ngập nước"]),
        ("Giao Trung tâm Giám sát công trình biển Vũng Tàu kiểm tra kè.", ["Trung tâm Giám sát công trình biển Vũng "
         "Tàu"]),
        ("Ban Quản lý dự án phòng, chống lũ được giao sửa đê.", ["Ban Quản lý dự án phòng, chống lũ"]),
        ("Chủ tịch tỉnh kết luận. Các doanh nghiệp khai thác cát phải lắp camera.", ["Các doanh nghiệp khai thác cát"]),
        ("Yêu cầu các công ty khai thác khoáng sản ký quỹ phục hồi môi trường.", ["các công ty khai thác khoáng sản"]),
        ("Yêu cầu các huyện khai thác cát hợp lý.", ["các huyện"]),
        ("Chủ tịch tỉnh kết luận. Các hợp tác xã nuôi cá lồng phải di dời lồng bè.", ["Các hợp tác xã nuôi cá lồng"]),
        ("Chủ tịch tỉnh kết luận. Các địa phương trong quá trình thực hiện phải báo cáo vướng mắc.", ["Các địa "
         "phương"]),
        ("Chủ tịch tỉnh kết luận:\n1. Định kỳ ngày 20 hằng tháng, các đơn vị được phân công tại Mục II gửi báo cáo.",
         ["các đơn vị được phân công tại Mục II"]),
        ("Chủ tịch tỉnh kết luận:\n1. Các sở được giao nhiệm vụ tại Kế hoạch số 12/KH-UBND khẩn trương lập dự toán.",
         ["Các sở được giao nhiệm vụ tại Kế hoạch số 12/KH-UBND"]),
        ("Chủ tịch tỉnh kết luận:\n1. Các sở được giao nhiệm vụ tại Thông báo này phải có kế hoạch.", ["Các sở"]),
        ("Người đứng đầu chính quyền thành phố cũng đề nghị Sở Xây dựng kiểm tra 26 cơ sở.", ["Sở Xây dựng"]),
        ("Người đứng đầu Thành ủy cũng đề nghị Sở Du lịch kiểm tra bến bãi.", ["Sở Du lịch"]),
        ("Bí thư Thành ủy Lê Đạo kết luận. Ông Đạo nhắc chính quyền xã phải nắm chắc từng hộ.", ["chính quyền xã"]),
        ("Người đứng đầu chính quyền tỉnh đề nghị Sở Y tế rà soát. Mỗi tháng, sở này phải công khai kết quả.", ["Sở "
         "Y tế"]),
    ],
)  # fmt: skip
def test_whose_the_work_is(reader: ConclusionReader, text: str, expected: list[str]) -> None:
    assert leads(reader.read(text, HELD_ON)[-1]) == expected
