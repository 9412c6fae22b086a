"""The sample conclusion of the demo: invented, in our own words, and saying so in its first line."""

from __future__ import annotations

import io

SAMPLE_NAME = "thong-bao-ket-luan-mau.docx"

_HEAD = (
    "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
    "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG",
    "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ",
    "Số: 00/TB-BCĐ",
    "Đà Nẵng, ngày 23 tháng 9 năm 2022",
    "THÔNG BÁO",
    "Kết luận của Trưởng Ban Chỉ đạo tại cuộc họp Ban Chỉ đạo chuyển đổi số thành phố ngày 22 tháng 9 năm 2022",
)
_BODY = (
    "Ngày 22 tháng 9 năm 2022, Trưởng Ban Chỉ đạo chuyển đổi số thành phố chủ trì cuộc họp Ban Chỉ đạo quý III. Sau "
    "khi nghe báo cáo và ý kiến của các thành viên, Trưởng Ban Chỉ đạo kết luận như sau:",
    "I. NHẬN XÉT CHUNG",
    "Các cơ quan đã cố gắng và đạt được nhiều kết quả; tuy vậy, dữ liệu dùng chung còn thiếu và việc báo cáo chưa đều.",
    "II. NHIỆM VỤ CỤ THỂ",
    "1. Giao Sở Thông tin và Truyền thông chủ trì, phối hợp với Văn phòng Chuyển đổi số tham mưu kế hoạch chuyển đổi "
    "số năm 2023 của thành phố, trình Ban Chỉ đạo trước ngày 30/9/2022.",
    "2. Giao Công an thành phố chủ trì, phối hợp với Sở Thông tin và Truyền thông đối soát dữ liệu dân cư với dữ liệu "
    "của các ngành, hoàn thành trong tháng 10 năm 2022.",
    "3. Giao Sở Tài nguyên và Môi trường chủ trì số hóa hồ sơ đất đai của các khu dân cư mới, báo cáo kết quả trước "
    "ngày 07/10/2022.",
    "4. Giao Sở Giao thông vận tải chủ trì, phối hợp với Công an thành phố lập phương án dùng chung hình ảnh camera "
    "giao thông, gửi Văn phòng Chuyển đổi số chậm nhất ngày 14/10/2022.",
    "5. Giao Sở Nội vụ và Sở Thông tin và Truyền thông cùng chủ trì xây dựng chương trình bồi dưỡng kỹ năng số cho cán "
    "bộ, công chức, hoàn thành trước ngày 31/10/2022.",
    "6. Giao Văn phòng Chuyển đổi số thường xuyên theo dõi, đôn đốc các cơ quan thực hiện các nhiệm vụ đã được giao.",
    "7. Các sở, ban, ngành, UBND các quận, huyện gửi nhu cầu bồi dưỡng kỹ năng số về Sở Nội vụ trước ngày 12/10/2022.",
    "8. Giao Sở Thông tin và Truyền thông chủ trì, phối hợp với Sở Nội vụ rà soát các nhóm công nghệ số cộng đồng, đề "
    "xuất cách hỗ trợ trước ngày 20/10/2022.",
    "Trên đây là kết luận của Trưởng Ban Chỉ đạo, thông báo để các cơ quan, đơn vị biết và thực hiện.",
)
_FOOT = (
    "Nơi nhận:",
    "- Thành viên Ban Chỉ đạo;",
    "- Các cơ quan có tên ở trên;",
    "- Lưu: VT.",
    "TL. TRƯỞNG BAN",
    "CHÁNH VĂN PHÒNG",
    "(chữ ký mẫu)",
)
_CENTRED = frozenset({_HEAD[0], *_HEAD[5:]})


def sample_text() -> str:
    """The sample as it would be pasted into a chat."""
    return "\n".join((*_HEAD, *_BODY, *_FOOT))


def sample_conclusion() -> bytes:
    """The same paragraphs as a .docx to download and to send to the bot."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    for text in (*_HEAD, *_BODY, *_FOOT):
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = text.isupper()
        if text in _CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.core_properties.title = _HEAD[0]
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
