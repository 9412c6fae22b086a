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
        ("Chủ tịch tỉnh yêu cầu:\n1. Văn phòng Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh trực ban "
         "24/24 giờ.", ["Văn phòng Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh"]),
        ("Chủ tịch tỉnh yêu cầu:\n1. Nghiêm cấm các chủ rừng đốt thực bì khi trời hanh.", ["các chủ rừng"]),
        ("Chủ tịch tỉnh yêu cầu:\n1. Các chủ hồ thủy điện trên sông Lô vận hành đúng quy trình.",
         ["Các chủ hồ thủy điện trên sông Lô"]),
        ("Bộ trưởng yêu cầu:\n1. Các nhà đầu tư, doanh nghiệp dự án BOT tạm dừng thi công.",
         ["Các nhà đầu tư, doanh nghiệp dự án BOT"]),
        ("Bộ trưởng yêu cầu:\n1. Bộ Quốc phòng chỉ đạo Bộ đội Biên phòng soát xét tàu cá; tăng cường tuần tra.",
         ["Bộ Quốc phòng"]),
        ("Chủ tịch xã kết luận:\n- Đồng chí Lê Thị Én, công chức kế toán, hoàn thiện hồ sơ quyết toán.",
         ["Đồng chí Lê Thị Én"]),
        ("Chủ tịch xã kết luận:\n- Phòng Văn hóa - Xã hội trao quà. Danh sách hộ nghèo, cận nghèo phải rà soát xong "
         "trong tháng 9.", ["Phòng Văn hóa - Xã hội"]),
        ("Chủ tịch xã kết luận:\n- Công an xã tuần tra đêm.\n- Cần sớm sửa loa truyền thanh.", []),
        ("Chủ tịch xã kết luận:\n1. Công an xã tuần tra đêm.\n2. Thư ký cuộc họp dự thảo thông báo trước ngày 20/5.",
         ["Thư ký cuộc họp"]),
        ("Bí thư Tỉnh ủy giao Phó Chủ tịch UBND tỉnh phụ trách kinh tế hằng tháng kiểm tra hiện trường.",
         ["Phó Chủ tịch UBND tỉnh phụ trách kinh tế"]),
        ("Bí thư Tỉnh ủy kết luận. Các sở, ngành không được yêu cầu nhà đầu tư bổ sung hồ sơ quá một lần.",
         ["Các sở, ngành"]),
        ("Chủ tịch tỉnh kết luận:\n1. Công an tỉnh sẵn sàng lực lượng chữa cháy.", ["Công an tỉnh"]),
        ("Chủ tịch xã kết luận:\n- Kế toán Lê Thị Én chốt sổ, nộp báo cáo quyết toán.", ["Kế toán Lê Thị Én"]),
        ("Chủ tịch tỉnh yêu cầu:\n3. Vườn quốc gia An Hải và các công ty lâm nghiệp làm đường băng cản lửa.",
         ["Vườn quốc gia An Hải", "các công ty lâm nghiệp"]),
        ("Chủ tịch UBND tỉnh kết luận. Ông cũng lưu ý cần tổ chức hai đợt diễn tập.", []),
    ],
)  # fmt: skip
def test_whose_the_work_is(reader: ConclusionReader, text: str, expected: list[str]) -> None:
    assert leads(reader.read(text, HELD_ON)[-1]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Công an phường chủ trì, Ban Chỉ huy Quân sự phường phối hợp dẹp chợ tự phát.",
         ["Ban Chỉ huy Quân sự phường"]),
        ("- Sở Xây dựng phối hợp với Khu Quản lý đường bộ II, Công an tỉnh phân luồng.",
         ["Khu Quản lý đường bộ II", "Công an tỉnh"]),
        ("- Sở Y tế phối hợp với Sở Xây dựng và Trường Đại học An Hải đánh giá nguyên nhân sạt lở.",
         ["Sở Xây dựng", "Trường Đại học An Hải"]),
        ("- Sở Xây dựng phối hợp với Ban Quản lý vịnh An Hải lắp phao.", ["Ban Quản lý vịnh An Hải"]),
        ("- Trung tâm Y tế phối hợp với nhà trường tập huấn.", ["nhà trường"]),
        ("- Các xã phối hợp với Ủy ban Mặt trận Tổ quốc Việt Nam cùng cấp rà soát hộ nghèo.",
         ["Ủy ban Mặt trận Tổ quốc Việt Nam cùng cấp"]),
        ("- Sở Công Thương làm việc với các hệ thống siêu thị để dự trữ hàng.", ["các hệ thống siêu thị"]),
        ("- Bộ Ngoại giao làm việc với cơ quan chức năng các nước trong khu vực về bảo hộ ngư dân.",
         ["cơ quan chức năng các nước trong khu vực"]),
    ],
)  # fmt: skip
def test_with_whom_the_work_is_done(reader: ConclusionReader, text: str, expected: list[str]) -> None:
    [task] = reader.read(f"Chủ tịch UBND tỉnh yêu cầu:\n{text}", HELD_ON)
    assert [unit.text for unit in task.support] == expected
