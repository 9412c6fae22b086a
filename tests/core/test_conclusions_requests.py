"""What people ask of those above them, and what they promise: no task, however laid out. The texts are made up."""

from __future__ import annotations

import pytest

from bot.core.conclusions import ConclusionReader
from tests.core.given_conclusions import HELD_ON, leads


@pytest.mark.parametrize(
    "text",
    [
        "Bà con vui vì có đường mới. Tuy nhiên, cử tri còn nêu nhiều ý kiến, đề nghị:\n"
        "- Đề nghị UBND huyện An Bình sớm làm cầu Bình Minh, xong trước năm 2025;\n"
        "- Đề nghị Công ty Cấp nước thay đường ống;\n- Cần tăng phụ cấp cho trưởng thôn.",
        "Nhiều doanh nghiệp phản ánh khó khăn và mong muốn:\n- Giao Sở Công Thương làm đầu mối.\n- Các ngân hàng "
        "giảm lãi.",
        "Cử tri các xã phản ánh các vấn đề sau:\n+ Bãi rác cần di dời trước năm 2024.\n+ Yêu cầu chủ đầu tư bồi "
        "thường.",
        "Thảo luận tại hội nghị, các đại biểu đề nghị:\n- UBND tỉnh bố trí thêm biên chế;\n- Sở Nội vụ mở lớp tập "
        "huấn.",
        "Các hộ dân nêu nguyện vọng:\nĐề nghị UBND phường lùi ngày di dời;\nYêu cầu Trung tâm Phát triển quỹ đất "
        "tính lại.",
        "Kiến nghị, đề xuất của các địa phương:\n- Huyện An Bình: đề nghị Sở Y tế bổ sung bác sĩ.\n- Giao xã làm "
        "chủ đầu tư.",
        "Tại buổi làm việc, UBND huyện An Bình đề xuất với đoàn công tác các nội dung:\n- Đề nghị Sở Y tế cấp thuốc;\n"
        "- Sở Giáo dục và Đào tạo bổ sung giáo viên.",
        "2. Cử tri kiến nghị:\n- Đề nghị xã sửa kênh N3.\n- Đề nghị Công an xã xử lý xe quá tải.",
        "Các doanh nghiệp kiến nghị như sau:\n1. Kiến nghị Chủ tịch UBND tỉnh chỉ đạo Sở Xây dựng công bố giá.",
        "Cử tri Trần Văn Ba đề nghị Sở Xây dựng lắp đèn. Ông cũng đề nghị Công an phường tuần tra. "
        "Ngoài ra, đề nghị UBND quận dọn rác.",
        "Cử tri Lê Văn Tám phản ánh cầu An Lộc xuống cấp, yêu cầu Sở Giao thông vận tải sửa ngay.",
        "Đại biểu Nguyễn Thị Hoa đề nghị Bộ Y tế sửa thông tư. Đồng thời, đại biểu đề nghị Bộ Tài chính bố trí vốn.",
        "Tỉnh kiến nghị Chính phủ hỗ trợ 200 tỷ đồng, đề nghị Bộ Xây dựng sớm nâng cấp quốc lộ.",
        "Tỉnh kiến nghị Chính phủ hỗ trợ 200 tỷ đồng. Đồng thời, đề nghị Bộ Xây dựng sớm nâng cấp quốc lộ.",
        "Sở Du lịch kiến nghị UBND tỉnh giảm phí tham quan; đề nghị Sở Xây dựng mở tuyến buýt.",
        "Chủ tịch UBND tỉnh kiến nghị Thủ tướng Chính phủ bổ sung vốn, đề nghị Bộ Tài chính hướng dẫn thủ tục.",
        "Chủ tịch tỉnh kết luận. Phó Chủ tịch UBND phường Lê An nói chợ đông. Ông An đề xuất tỉnh giao cho phường "
        "quản lý chợ.",
        "Chủ tịch tỉnh kết luận. Nhà thầu cam kết thông xe vào cuối năm 2024. Sở Xây dựng hứa trình đồ án trong quý "
        "III.",
        "Tỉnh đề nghị Bộ Công Thương báo cáo Chính phủ mở thêm cửa khẩu; kiến nghị Bộ Tài chính bổ sung biên chế.",
        "Chủ tịch UBND tỉnh kết luận. Đề nghị Bộ Xây dựng sớm thẩm định đồ án cảng An Lộc.",
        "I. Ý kiến của các đại biểu\n1. Bà Lê Thị Én - Phó Giám đốc Sở Xây dựng: Đề nghị UBND tỉnh phê duyệt dự toán; "
        "UBND phường Bình An cần chi trả bồi thường.\n2. Đại diện Công ty Điện lực: đề nghị chủ đầu tư gửi bản vẽ.",
        "1. Báo cáo và thảo luận\nTrưởng Công an phường đề nghị các đoàn thể vận động giao nộp pháo.\n"
        "Tổ trưởng tổ dân phố số 4: đề nghị phường lắp thêm đèn.",
        "Tại hội nghị, các xóm phản ánh kênh cạn nước; đề nghị xã hỗ trợ kinh phí nạo vét.",
        "Ban Quản lý dự án đã yêu cầu nhà thầu bổ sung xe máy, nhờ đó tiến độ vượt kế hoạch.",
        "Họp giao ban UBND phường Bình An tháng 8 năm 2023",
        "Chủ tịch tỉnh kết luận.\nYêu cầu Thủ trưởng các đơn vị nghiêm túc thực hiện; chịu trách nhiệm trước Chủ tịch "
        "UBND tỉnh nếu để chậm./.",
        "Chủ tịch UBND phường kết luận.\n- Đề nghị các đồng chí lãnh đạo cấp trên quan tâm bổ sung biên chế.",
        "Trên cơ sở đó, UBND tỉnh kiến nghị Thủ tướng Chính phủ:\n- Giao Bộ Tài chính bố trí 200 tỷ đồng;\n- Chỉ đạo "
        "Bộ Xây dựng ban hành định mức.",
        "Đối với Bộ Nông nghiệp và Môi trường, tỉnh đề nghị sớm thẩm định dự án đê; hỗ trợ trạm quan trắc.",
        "Cử tri Lê Văn Tám đề xuất giao Đoàn Thanh niên quản lý bãi xe.",
        "1. Bà Lê Thị Én (Giám đốc Trung tâm Hành chính công phường): Quầy số 3 quá tải. Đề nghị Phòng Văn hóa - Xã "
        "hội cử thêm người.\n2. Trung tá Lê Văn Tám (Trưởng Công an phường): an ninh ổn định.",
        "Chủ tịch UBND tỉnh yêu cầu:\n- Địa điểm: Phòng họp tầng 3; kết nối trực tuyến đến 166 xã.",
    ],
)
def test_a_request_or_a_promise_gives_no_task(reader: ConclusionReader, text: str) -> None:
    assert reader.read(text, HELD_ON) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các doanh nghiệp kiến nghị như sau:\n1. Đề nghị Sở Tài chính giảm tiền thuê đất.\n"
         "Kết luận hội nghị, Chủ tịch UBND tỉnh giao Sở Tài chính trả lời trước ngày 30/5.", [["Sở Tài chính"]]),
        ("I. Ý kiến, kiến nghị của cử tri:\n1. Cử tri thôn 2: Yêu cầu Công an xã tuần tra đêm.\n"
         "II. Kết luận của Chủ tịch UBND xã:\n1. Giao Công an xã xử lý xe quá tải.", [["Công an xã"]]),
        ("I. Kiến nghị của các huyện\n1. Huyện Hòa An: đề nghị Sở Y tế bổ sung vắc xin.\nII. Kết luận\n"
         "1. Sở Y tế cấp vắc xin cho huyện Hòa An.", [["Sở Y tế"]]),
        ("1. Cử tri kiến nghị:\n- Đề nghị xã sửa kênh N3.\n2. Chủ tịch UBND xã giao Ban Địa chính xã đo đạc kênh N3.",
         [["Ban Địa chính xã"]]),
        ("Cử tri phản ánh:\n- Bãi rác gây ô nhiễm.\nChủ tịch UBND huyện yêu cầu Phòng Kinh tế kiểm tra bãi rác.",
         [["Phòng Kinh tế"]]),
        ("Chủ tịch UBND tỉnh yêu cầu các sở giải quyết kiến nghị của doanh nghiệp như sau:\n1. Sở Tài chính giảm thuế.",
         [["Sở Tài chính"]]),
        ("Sau khi nghe ý kiến của các đại biểu, đề xuất của Sở Y tế, Chủ tịch UBND tỉnh kết luận như sau:\n"
         "1. Sở Tài chính giảm thuế.", [["Sở Tài chính"]]),
        ("Về kiến nghị của cử tri, Chủ tịch UBND tỉnh đề nghị:\n1. Sở Tài chính giảm thuế.", [["Sở Tài chính"]]),
        ("UBND tỉnh trả lời kiến nghị của cử tri như sau:\n- Giao Sở Xây dựng sửa đường.", [["Sở Xây dựng"]]),
        ("Chủ tịch UBND tỉnh kiến nghị Thủ tướng bổ sung vốn, đề nghị các huyện bàn giao mặt bằng.", [["các huyện"]]),
        ("Chủ tịch tỉnh yêu cầu:\n1. Các nhà thầu cam kết tiến độ bằng văn bản.\n2. Sở Nội vụ đề xuất UBND tỉnh "
         "khen thưởng.",
         [["Các nhà thầu"], ["Sở Nội vụ"]]),
        ("Chủ tịch tỉnh kết luận. Sở Tài chính đề xuất UBND tỉnh phương án bố trí vốn.", [["Sở Tài chính"]]),
        ("Chủ tịch UBND tỉnh yêu cầu:\n5. Sở Nông nghiệp lập đoàn kiểm tra; dự thảo văn bản đề nghị Bộ Tài chính hỗ "
         "trợ thiết bị.", [["Sở Nông nghiệp"], ["Sở Nông nghiệp"]]),
        ("Chủ trì: Ông Lê Văn Tám.\nÔng Lê Văn Tám: giao Phòng Kinh tế khảo sát đường.", [["Phòng Kinh tế"]]),
        ("Chủ tịch UBND tỉnh yêu cầu Sở Công Thương lập quy hoạch; đề nghị Bộ Tài chính bổ sung vốn.",
         [["Sở Công Thương"]]),
        ("Chủ tịch UBND tỉnh đề nghị Ngân hàng Nhà nước Chi nhánh tỉnh Quảng Hà giảm lãi suất.",
         [["Ngân hàng Nhà nước Chi nhánh tỉnh Quảng Hà"]]),
        ("Chủ tịch tỉnh kết luận. Đề nghị Bộ Chỉ huy Quân sự tỉnh tổ chức diễn tập.", [["Bộ Chỉ huy Quân sự tỉnh"]]),
        ("I. Thảo luận\nÔng Lê Văn Tám: đề nghị phường làm đường.\nII. Kết luận\nChủ tịch UBND phường giao Phòng "
         "Kinh tế khảo sát đường.", [["Phòng Kinh tế"]]),
        ("Đến ngày 30/6, Ban Quản lý Khu kinh tế sẽ bàn giao 120 ha đất sạch.\nĐó là yêu cầu của Bí thư Tỉnh ủy Lê "
         "Đạo sáng 8/5.", [["Ban Quản lý Khu kinh tế"]]),
    ],
)  # fmt: skip
def test_an_order_beside_requests_is_one(reader: ConclusionReader, text: str, expected: list[list[str]]) -> None:
    assert [leads(task) for task in reader.read(text, HELD_ON)] == expected
