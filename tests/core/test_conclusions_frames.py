"""The frames in which conclusions lay duties, and those that look like it. The texts are made up."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.conclusions import ConclusionReader
from tests.core.given_conclusions import HELD_ON, leads

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
        ('Bí thư Tỉnh ủy kết luận. "Quận phải giải quyết dứt điểm 27 hộ còn lại", Bí thư nói.', ["Quận"]),
        ("Bí thư Tỉnh ủy kết luận. Theo Bí thư Tỉnh ủy, thời gian tới Sở Y tế cần đẩy mạnh cải cách.", ["Sở Y tế"]),
        ("Chủ tịch tỉnh yêu cầu EVN, PVN và TKV cung cấp đủ than.", ["EVN", "PVN", "TKV"]),
        ("Chủ tịch tỉnh kết luận. Riêng Sở Xây dựng, ngoài việc thường xuyên, làm việc với hãng tàu.", ["Sở Xây dựng"]),
        ("Chủ tịch tỉnh kết luận. Trường hợp bà Tư, Ban Quản lý dự án quận kiểm tra.", ["Ban Quản lý dự án quận"]),
        ("Giám đốc Ban kết luận:\n- Nhà thầu Thành An tăng thêm 02 mũi thi công.", ["Nhà thầu Thành An"]),
        ("Chủ tịch tỉnh kết luận:\n1. Sở Công Thương dự trữ hàng hóa.", ["Sở Công Thương"]),
        ("Chủ tịch tỉnh kết luận:\n1. Các tổ dân phố rủ nhau quét vôi gốc cây.", ["Các tổ dân phố"]),
        ("Chủ tịch tỉnh kết luận:\n1. Đồng chí Lê Nam - Phó Chủ tịch UBND tỉnh chỉ đạo xử lý đơn.",
         ["Đồng chí Lê Nam - Phó Chủ tịch UBND tỉnh"]),
        ("Chủ tịch tỉnh kết luận:\n1. Các đơn vị được giao chủ trì soạn thảo văn bản báo cáo tiến độ trước 20/6.",
         ["Các đơn vị được giao chủ trì soạn thảo văn bản"]),
        ("Chủ tịch tỉnh kết luận:\n1. Giám đốc Sở Y tế chịu trách nhiệm về tiến độ; trước ngày 25/5 gửi báo cáo.",
         ["Giám đốc Sở Y tế"]),
        ("Chủ tịch tỉnh yêu cầu Sở Y tế rà soát và giao Sở Xây dựng hướng dẫn cải tạo.", ["Sở Xây dựng"]),
        ("Chủ tịch tỉnh giao Sở Y tế rà soát kho, giao Sở Xây dựng hướng dẫn cải tạo.", ["Sở Xây dựng"]),
        ("Chủ tịch tỉnh giao Sở Y tế rà soát kho; giao Sở Nội vụ tuyển người. Hai cơ quan này phối hợp báo cáo.",
         ["Sở Y tế", "Sở Nội vụ"]),
        ("Chủ tịch tỉnh kết luận. Các địa phương có dự án đi qua phải bàn giao mặt bằng.",
         ["Các địa phương có dự án đi qua"]),
        ("Chủ tịch tỉnh kết luận. UBND các xã Hòa Bắc, Hòa Ninh được giao rà soát hộ nghèo.",
         ["UBND các xã Hòa Bắc, Hòa Ninh"]),
        ("Chủ tịch tỉnh kết luận. Các đơn vị được phân công kiểm tra kho trước ngày 20/6.", ["Các đơn vị"]),
        ("Chủ tịch tỉnh yêu cầu các bệnh viện tuyến quận, huyện lập danh sách.", ["các bệnh viện tuyến quận, huyện"]),
        ("Chủ tịch tỉnh kết luận. Các cơ sở y tế tuyến huyện báo cáo trước 20/6.", ["Các cơ sở y tế tuyến huyện"]),
        ("Chủ tịch tỉnh yêu cầu các nhà máy thủy điện Sông Lam 2, Bản Mòng và A Sáp vận hành đúng quy trình.",
         ["các nhà máy thủy điện Sông Lam 2, Bản Mòng và A Sáp"]),
        ("Chủ tịch tỉnh yêu cầu các công ty cấp nước kiểm tra đường ống.", ["các công ty cấp nước"]),
        ("Giao Trung tâm Dịch vụ đấu giá tài sản tỉnh niêm yết thông tin.", ["Trung tâm Dịch vụ đấu giá tài sản tỉnh"]),
        ("Giao Sở Tư pháp, Trung tâm Xúc tiến thương mại, du lịch và đầu tư tỉnh lập kế hoạch.",
         ["Sở Tư pháp", "Trung tâm Xúc tiến thương mại, du lịch và đầu tư tỉnh"]),
        ("Giao UBND huyện M'Đrắk, Công an huyện Ea H’leo rà soát.", ["UBND huyện M'Đrắk", "Công an huyện Ea H’leo"]),
        ("Giao Ban Quản lý dự án đầu tư xây dựng công trình dân dụng và công nghiệp tỉnh thay nhà thầu.",
         ["Ban Quản lý dự án đầu tư xây dựng công trình dân dụng và công nghiệp tỉnh"]),
        ("Giao Ban Quản lý dự án đầu tư xây dựng hoàn thành công trình cầu.", ["Ban Quản lý dự án đầu tư xây dựng"]),
        ("Chủ tịch tỉnh kết luận. Báo và Phát thanh, truyền hình Quảng Hà đưa tin.",
         ["Báo và Phát thanh, truyền hình Quảng Hà"]),
        ("Bộ trưởng kết luận:\n1. Trung tâm Công nghệ thông tin của Bộ chủ trì mở rộng kho dữ liệu.",
         ["Trung tâm Công nghệ thông tin của Bộ"]),
        ("Giao Trung tâm Kiểm soát bệnh tật thuộc Sở Y tế phun thuốc.", ["Trung tâm Kiểm soát bệnh tật thuộc Sở Y tế"]),
        ("Chủ tịch tỉnh kết luận. Về phía Công an tỉnh, phó chủ tịch UBND tỉnh giao bố trí lực lượng.",
         ["Công an tỉnh"]),
        ("Chủ tịch tỉnh kết luận. Tỉnh sẽ không gia hạn thêm và các chủ đầu tư phải hoàn thành trước 30/6.",
         ["các chủ đầu tư"]),
        ("Chủ tịch tỉnh kết luận. Việc này kéo dài đã lâu và UBND quận 1 cần giải quyết dứt điểm.", ["UBND quận 1"]),
        ("Giao Công ty Cấp nước lập kế hoạch. Công ty cũng cần công khai lịch cắt nước.", ["Công ty Cấp nước"]),
        ("Bí thư Tỉnh ủy kết luận. Tỉnh sẽ không lùi tiến độ và yêu cầu Sở Xây dựng bàn giao mặt bằng.",
         ["Sở Xây dựng"]),
        ("Bí thư Tỉnh ủy kết luận. Tỉnh sẽ hỗ trợ kinh phí và giao Sở Tài chính cấp vốn.", ["Sở Tài chính"]),
        ("Phó Chủ tịch UBND tỉnh đề nghị Sở Y tế rà soát và giao các huyện báo cáo.", ["các huyện"]),
        ("Tại cuộc họp ngày 10/5, Chủ tịch UBND tỉnh đã giao Sở Y tế rà soát kho thuốc, báo cáo trước 30/6.",
         ["Sở Y tế"]),
        ("Chủ tịch UBND tỉnh đã giao Sở Y tế mua thuốc nhưng không được chỉ định thầu.", ["Sở Y tế"]),
        ("Giao các sở xây dựng cơ chế ưu đãi.", ["các sở"]),
        ("Giao các công ty xây dựng báo cáo tiến độ.", ["các công ty xây dựng"]),
        ("Chủ tịch tỉnh yêu cầu:\n1. Sở Y tế lập danh sách, đồng thời đôn đốc các huyện tiêm chủng.", ["Sở Y tế"]),
        ("Chủ tịch tỉnh yêu cầu Sở Y tế rà soát, đồng thời chỉ đạo các huyện tiêm chủng.", ["các huyện"]),
        ("Chủ tịch tỉnh kết luận. Việc mua sắm phần mềm phòng, chống mã độc cần hoàn tất trong quý III.", []),
        ("Yêu cầu UBND các xã được giao quản lý rừng báo cáo trước 20/6.", ["UBND các xã được giao quản lý rừng"]),
        ("Yêu cầu các trung tâm y tế tuyến huyện, trạm y tế tuyến xã trực đêm.",
         ["các trung tâm y tế tuyến huyện", "trạm y tế tuyến xã"]),
        ("Giao các cơ quan của Bộ, các trường của Thành phố rà soát.",
         ["các cơ quan của Bộ", "các trường của Thành phố"]),
        ("Đề nghị các hãng taxi Mai Linh, Sông Hàn niêm yết giá cước.", ["các hãng taxi Mai Linh, Sông Hàn"]),
        ("Giao Phòng Kinh tế, Văn phòng HĐND và UBND xã rà soát.", ["Phòng Kinh tế", "Văn phòng HĐND và UBND xã"]),
        ("Giao Sở Nội vụ lập đề án. Sở còn phải tổ chức lấy ý kiến.", ["Sở Nội vụ"]),
        ("Giao Sở Nội vụ và các đơn vị của thành phố rà soát.", ["Sở Nội vụ", "các đơn vị của thành phố"]),
        ("Chủ tịch tỉnh đã giao Sở Y tế khắc phục, tuy nhiên vẫn phải bảo đảm khám chữa bệnh.", ["Sở Y tế"]),
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
        "Đại diện EVN kiến nghị Chính phủ cho vay; đồng thời đề nghị các bộ, ngành hỗ trợ giải phóng mặt bằng.",
        "Chủ tịch tỉnh yêu cầu:\n1. Giám đốc các Ban Quản lý dự án chịu trách nhiệm trước UBND tỉnh về giải ngân.",
        "Bí thư Tỉnh ủy kết luận. Chủ tịch quận trực tiếp chịu trách nhiệm.",
        "Giám đốc Ban kết luận:\n- Không chấp thuận kéo dài thời gian thi công.",
        "Chủ tịch UBND tỉnh có ý kiến. Nhận được Công văn này, yêu cầu các đơn vị triển khai thực hiện.",
        "Thường trực HĐND tỉnh có Thông báo kết luận phiên giải trình.",
        "Chủ tịch UBND tỉnh khẳng định sẽ đồng hành. Tỉnh sẽ hỗ trợ đào tạo và có văn bản giao các sở xây dựng cơ chế.",
        "Tỉnh sẽ thành lập tổ công tác, bố trí vốn đối ứng và giao các huyện giải phóng mặt bằng.",
        "UBND tỉnh sẽ họp với các ngân hàng, sau đó giao Sở Tài chính lập phương án.",
        "Chủ tịch tỉnh khẳng định. Tỉnh sẽ ban hành kế hoạch. Sở Y tế rà soát kho thuốc.",
        "Tại hội nghị, ông Lee, đại diện một doanh nghiệp, đề nghị thành phố hỗ trợ và yêu cầu các nhà mạng phủ sóng.",
        "Bà Hoa, chủ một hợp tác xã, kiến nghị tỉnh hỗ trợ vốn, đồng thời yêu cầu Sở Công Thương mở lớp tập huấn.",
        "Ông Nam, Giám đốc Sở Y tế, cho biết Sở sẽ mời các quận và yêu cầu các trạm y tế báo cáo hằng tuần.",
        "Chủ tịch tỉnh kết luận. UBND tỉnh đã có văn bản giao Sở Xây dựng lập quy hoạch, nhưng đến nay chưa trình.",
        "Chủ tịch tỉnh kết luận. Thủ tướng đã yêu cầu các bộ ban hành 14 thông tư; tới nay còn 5 thông tư.",
        "Chủ tịch tỉnh kết luận. Việc chuyển đổi số cần làm thường xuyên trong 5 năm tới.",
        "Chủ tịch tỉnh kết luận. Sự phối hợp giữa Sở Y tế và Công an tỉnh phải chặt chẽ hơn.",
        "Nhiều doanh nghiệp đề nghị miễn tiền thuê đất và chỉ đạo các ngân hàng giảm lãi suất.",
        "Giám đốc Sở Y tế đề xuất cho phép mua sắm tập trung và giao các bệnh viện tự chủ.",
        "Chủ tịch tỉnh kết luận. Phó Chủ tịch UBND xã An Hòa đề xuất cho phép nộp hồ sơ giấy đối với người già.",
        "Chủ tịch UBND xã An Hòa đề nghị cho xã thuê nhân viên kỹ thuật.",
        "Chủ tịch tỉnh kết luận. Tại cuộc họp ngày 10/4, Phó Thủ tướng đã giao các tỉnh cấp 12 mỏ, đến nay mới xong 5.",
        "Chủ tịch tỉnh kết luận. UBND tỉnh đã yêu cầu Sở Xây dựng bàn giao hồ sơ, tuy nhiên đến nay chưa thực hiện.",
        "Chủ tịch tỉnh kết luận. UBND tỉnh đã yêu cầu các huyện rà soát nhưng mới có 4 huyện báo cáo.",
        "Chủ tịch tỉnh kết luận. Cuộc họp trước đã giao Sở Nội vụ hoàn thiện đề án, song vẫn chậm.",
    ],
)
def test_what_only_looks_like_an_order(reader: ConclusionReader, text: str) -> None:
    assert reader.read(text, HELD_ON) == []


CHAIR_BY_NAME = """Cuộc họp do ông Trần Văn Lực, phó chủ tịch UBND TP, chủ trì sáng 12-3.
Theo báo cáo của Sở Y tế, còn 20 kho trống. Ông Sĩ kiến nghị thành phố cho phép mua thuốc trước.
Kết luận cuộc họp, {chair} chỉ đạo Sở Y tế sửa quy định. Sở cũng phải công bố danh mục, đồng thời rà soát các kho."""


@pytest.mark.parametrize("chair", ["ông Lực", "bà Hạnh"])
def test_whoever_concludes_gives_the_orders(reader: ConclusionReader, chair: str) -> None:
    tasks = reader.read(CHAIR_BY_NAME.format(chair=chair), HELD_ON)
    assert [leads(task) for task in tasks] == [["Sở Y tế"]] * 3


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


PARTICULARS = """II. NHIỆM VỤ
1. Xây dựng Đề án đô thị thông minh.
- Cơ quan chủ trì: Sở Xây dựng.
- Cơ quan phối hợp: Sở Tài chính, Sở Nội vụ.
- Thời gian hoàn thành: Quý III/2023.
- Sản phẩm: Quyết định của UBND thành phố.
2. Tổ chức hội nghị sơ kết. Đơn vị chủ trì: Sở Nội vụ; đơn vị phối hợp: Sở Y tế; thời gian: trước ngày 30/6/2023."""


def test_particulars_that_are_told_line_by_line_or_behind_the_work_belong_to_it(reader: ConclusionReader) -> None:
    first, second = reader.read(PARTICULARS, HELD_ON)
    assert (first.action, leads(first), first.due) == (
        "Xây dựng Đề án đô thị thông minh", ["Sở Xây dựng"], date(2023, 9, 30)
    )  # fmt: skip
    assert [unit.text for unit in first.support] == ["Sở Tài chính", "Sở Nội vụ"]
    assert (second.action, leads(second), second.due) == (
        "Tổ chức hội nghị sơ kết", ["Sở Nội vụ"], date(2023, 6, 30)
    )  # fmt: skip


def test_who_presided_over_a_meeting_has_got_no_task_by_that(reader: ConclusionReader) -> None:
    minutes = "BIÊN BẢN\nThời gian: 8h00 ngày 10/5/2023\nChủ trì: Ông Trần An, Giám đốc Sở Nội vụ\nNội dung: thảo luận."
    assert reader.read(minutes, HELD_ON) == []


def test_as_above_in_a_table_means_the_unit_of_the_row_above(reader: ConclusionReader) -> None:
    table = (
        "STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n"
        "1 | Ban hành quy chế dữ liệu | Sở Nội vụ | Sở Tư pháp | 30/6/2023\n"
        "2 | Kết nối camera giao thông | nt | Như trên | nt"
    )
    first, second = reader.read(table, HELD_ON)
    assert (second.leads, second.support, second.due) == (first.leads, first.support, first.due)


def test_a_sentence_that_only_says_when_dates_the_task_before_it(reader: ConclusionReader) -> None:
    text = "Chủ tịch tỉnh kết luận:\n1. Sở Y tế:\n- Tham mưu văn bản về thuốc. Hoàn thành ngày 13/6.\n- Rà soát kho."
    first, second = reader.read(text, HELD_ON)
    assert (first.action, first.due) == ("Tham mưu văn bản về thuốc", date(2023, 6, 13))
    assert second.due is None


@pytest.mark.parametrize("how", ["với sự tham gia của", "với sự phối hợp của", "cùng", "phối hợp với"])
def test_whom_a_unit_works_with(reader: ConclusionReader, how: str) -> None:
    (task,) = reader.read(f"Giao Sở Du lịch điều phối lễ hội, {how} Sở Y tế, Công an tỉnh.", HELD_ON)
    assert [unit.text for unit in task.support] == ["Sở Y tế", "Công an tỉnh"]


def test_a_bound_goes_before_a_time_that_is_only_named(reader: ConclusionReader) -> None:
    (task,) = reader.read("Giao các bên xác nhận khối lượng hoàn thành tháng 5 trước ngày 5/6.", HELD_ON)
    assert task.due == date(2023, 6, 5)


def test_a_letter_that_ends_a_word_ends_a_sentence_too(reader: ConclusionReader) -> None:
    text = "Giao Sở Y tế gửi số liệu cho Chi cục Chăn nuôi và Thú y. Giao Sở Nội vụ tổng hợp báo cáo."
    assert len(reader.read(text, HELD_ON)) == 2


def test_a_place_ends_where_its_sentence_ends(reader: ConclusionReader) -> None:
    first, second = reader.read("Giao Sở Y tế trình HĐND tỉnh. Giao Công an tỉnh rà soát.", HELD_ON)
    assert first.source.endswith("HĐND tỉnh.")
    assert leads(second) == ["Công an tỉnh"]
