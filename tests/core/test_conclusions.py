"""Draft tasks from the text of a conclusion. The texts are made up; only the last test reads the shared article."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.conclusions import ConclusionReader, FoundTask
from bot.core.deadlines import DeadlineReader
from bot.directory import load_shipped
from locales import LANGUAGES, phrases

HELD_ON = date(2023, 5, 10)
ARTICLE = Path(__file__).resolve().parents[2].parent / "shared/corpora/conclusions/dev/seed.json"

NOTICE = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG HÀ
Số: 45/TB-UBND
Quảng Hà, ngày 12 tháng 5 năm 2023
THÔNG BÁO
Kết luận của Phó Chủ tịch UBND tỉnh Lê Thị Én tại cuộc họp Tổ công tác
Ngày 10/5/2023, tại Trụ sở UBND tỉnh, Phó Chủ tịch UBND tỉnh Lê Thị Én chủ trì họp. Sau khi nghe Sở Công Thương \
báo cáo và ý kiến của các thành viên, Phó Chủ tịch UBND tỉnh kết luận như sau:
I. Đánh giá chung
Thời gian qua, các sở, ngành đã phối hợp tích cực, đạt nhiều kết quả. Tiến độ một số dự án còn chậm.
II. Nhiệm vụ thời gian tới
1. Sở Công Thương:
a) Chủ trì, phối hợp với Sở Tài chính tham mưu UBND tỉnh ban hành quy chế quản lý cụm công nghiệp trước ngày 30/6/2023.
b) Tổng hợp khó khăn của doanh nghiệp; báo cáo UBND tỉnh trước ngày 15/7/2023.
2. Giao các Sở: Tài chính, Kế hoạch và Đầu tư rà soát nguồn vốn, đề xuất phương án.
3. UBND các huyện, thành phố đẩy nhanh giải phóng mặt bằng. Định kỳ hằng tuần báo cáo tiến độ về Sở Công Thương.
4. Về dự án cầu Bình Minh: Thống nhất chủ trương đầu tư theo đề xuất của Sở Giao thông vận tải.
5. Giao Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện Thông báo này.
Thông báo để các cơ quan, đơn vị biết, thực hiện./.
Nơi nhận:
- Chủ tịch, các PCT UBND tỉnh;
- Các Sở: Công Thương, Tài chính;
- Lưu: VT, KT.
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG
Nguyễn Văn Phúc"""

NEWS = """Chiều 5/9, Chủ tịch UBND tỉnh Lê Văn Cường đi kiểm tra tiến độ các dự án trọng điểm của tỉnh.

Báo cáo tại buổi kiểm tra, đại diện Ban Quản lý dự án cho biết khối lượng đạt 60%. Nhà thầu đề nghị tỉnh sớm bàn giao \
mặt bằng. Lãnh đạo huyện An Bình cho biết huyện sẽ hoàn thành chi trả trước ngày 30/9.

Sau khi nghe báo cáo, Chủ tịch UBND tỉnh yêu cầu Ban Quản lý dự án đôn đốc nhà thầu tăng mũi thi công, bảo đảm \
thông xe vào ngày 31/12. UBND huyện An Bình phải bàn giao toàn bộ mặt bằng trong tháng 9. Sở Tài chính bố trí đủ vốn; \
đồng thời hướng dẫn thủ tục thanh toán. Về vật liệu, cần sớm cấp phép các mỏ cát.

Dự án có tổng mức đầu tư 2.000 tỷ đồng. Trước đó, hồi tháng 6, Thủ tướng đã yêu cầu tỉnh đẩy nhanh tiến độ dự án này."""

TABLE = """STT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn
1 | Xây dựng kế hoạch an toàn thông tin | Sở TT&TT | Công an tỉnh; các sở, ngành | 30/6/2023
2 | Tập huấn tổ công nghệ số | UBND cấp huyện | Tỉnh đoàn | Quý IV/2023"""

WITHOUT_TASKS = [
    "Giám đốc Sở Y tế cho biết toàn tỉnh có 20 ca mắc. Sở Y tế đã triển khai tiêm chủng và đang khoanh vùng.",
    "Các doanh nghiệp kiến nghị UBND tỉnh sớm giải quyết thủ tục. Sở Tài chính đề nghị UBND tỉnh xem xét bố trí vốn.",
    "Chủ tịch UBND thành phố đánh giá cao kết quả của các sở, ngành. Thành phố sẽ tiếp tục hỗ trợ doanh nghiệp.",
    "Nơi nhận:\n- Sở Tài chính;\n- UBND các huyện;\n- Lưu: VT.",
    "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Tài chính, Nội vụ chịu trách nhiệm thi hành Quyết định này./.",
    "Năm ngoái, UBND tỉnh giao Sở Du lịch tổ chức lễ hội. Lễ hội đã thu hút 20.000 lượt khách.",
    "Chủ tịch tỉnh yêu cầu người dân không ra đường khi có bão.",
    "Đại biểu Lâm Thị Oanh đặt vấn đề giá lúa tăng. Bà đề nghị Bộ trưởng cho biết giải pháp căn cơ.",
    "Năm 2022, UBND thành phố từng có công văn yêu cầu các quận, huyện rà soát quán karaoke.",
    "Chủ tịch UBND tỉnh chủ trì họp, nêu yêu cầu của năm mới.\n\nGiám đốc Sở Tài chính Trần Thu Hà thông tin, hết "
    "ngày 25/11 toàn tỉnh giải ngân 24.870 tỷ đồng. Bà Hà đề nghị UBND tỉnh chuyển 412 tỷ đồng sang dự án khác.",
    "",
]


@pytest.fixture(scope="module")
def reader() -> ConclusionReader:
    deadlines = DeadlineReader([phrases("deadlines", language) for language in LANGUAGES], Calendar())
    agencies = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
    return ConclusionReader(phrases("conclusions", "vi"), agencies, deadlines)


def leads(task: FoundTask) -> list[str]:
    return [unit.text for unit in task.leads]


def support(task: FoundTask) -> list[str]:
    return [unit.text for unit in task.support]


def test_items_of_a_notice_inherit_the_unit_of_their_heading(reader: ConclusionReader) -> None:
    tasks = reader.read(NOTICE, HELD_ON)
    assert [leads(task) for task in tasks] == [
        ["Sở Công Thương"],
        ["Sở Công Thương"],
        ["Sở Công Thương"],
        ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"],
        ["UBND các huyện, thành phố"],
        ["UBND các huyện, thành phố"],
        ["Văn phòng UBND tỉnh"],
    ]
    assert [task.due for task in tasks] == [date(2023, 6, 30), None, date(2023, 7, 15), None, None, None, None]
    assert support(tasks[0]) == ["Sở Tài chính"]
    assert tasks[0].action.startswith("Tham mưu UBND tỉnh ban hành quy chế quản lý cụm công nghiệp")
    assert "Phó Chủ tịch UBND tỉnh" in (tasks[0].assigned_by or "")
    assert tasks[5].recurrence is not None


def test_the_head_of_a_notice_gives_its_number_and_both_dates(reader: ConclusionReader) -> None:
    head = reader.head(NOTICE)
    assert (head.number, head.dated_on, head.held_on) == ("45/TB-UBND", date(2023, 5, 12), date(2023, 5, 10))
    assert head.kind == "thông báo"
    assert head.title is not None
    assert head.title.startswith("Kết luận của Phó Chủ tịch")


def test_a_sentence_below_the_kind_is_no_title(reader: ConclusionReader) -> None:
    head = reader.head(
        "THÔNG BÁO KẾT LUẬN\nTại cuộc họp ngày 22/9/2022, Chủ tịch UBND thành phố kết luận:\n1. Giao Sở A"
    )
    assert (head.kind, head.title, head.held_on) == ("thông báo kết luận", None, date(2022, 9, 22))


def test_a_press_report_gives_the_orders_of_the_chair_only(reader: ConclusionReader) -> None:
    tasks = reader.read(NEWS, date(2023, 9, 5))
    assert [leads(task) for task in tasks] == [
        ["Ban Quản lý dự án"],
        ["UBND huyện An Bình"],
        ["Sở Tài chính"],
        ["Sở Tài chính"],
        [],
    ]
    assert tasks[0].due == date(2023, 12, 31)
    assert tasks[1].due == date(2023, 9, 30)
    assert tasks[4].missing[0] == "lead"
    assert all(task.source == NEWS[task.start : task.end] for task in tasks)


def test_each_row_of_a_table_is_a_task(reader: ConclusionReader) -> None:
    first, second = reader.read(TABLE, HELD_ON)
    assert (leads(first), support(first)) == (["Sở TT&TT"], ["Công an tỉnh", "các sở, ngành"])
    assert (first.action, first.due) == ("Xây dựng kế hoạch an toàn thông tin", date(2023, 6, 30))
    assert (leads(second), second.due) == (["UBND cấp huyện"], date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các sở, ngành được giao nhiệm vụ tại Thông báo này phải có kế hoạch chi tiết.", 1),
        ("Các cơ sở giáo dục có trách nhiệm công khai các khoản thu; nghiêm cấm lợi dụng danh nghĩa phụ huynh.", 2),
        ("Trong khi chờ giá mới, các đơn vị cung ứng dịch vụ không được tăng mức thu.", 1),
        ("Với đề nghị bỏ khâu duyệt giá, Chủ tịch UBND tỉnh nhấn mạnh cần nghiên cứu hậu kiểm.", 1),
        ("Chủ tịch UBND tỉnh biểu dương các địa phương và giao Văn phòng UBND tỉnh theo dõi việc thực hiện.", 1),
        ("Sở Y tế trình dự thảo; đồng thời cùng Công an tỉnh hướng dẫn kết nối dữ liệu.", 2),
        ("Sở Y tế căn cứ tình hình dịch tổ chức tiêm chủng.", 1),
        ("Phải đồng bộ thì chúng ta mới kết nối được.", 0),
        ("Không thể chờ thêm được nữa.", 0),
        ("Khuyến khích các trường không thả bóng bay.", 0),
    ],
)
def test_what_a_chair_says_gives_as_many_tasks(reader: ConclusionReader, text: str, expected: int) -> None:
    found = reader.read(f"Chủ tịch UBND tỉnh chỉ đạo, kết luận tại cuộc họp. {text}", HELD_ON)
    assert len(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yêu cầu các trường có bếp ăn bán trú ký hợp đồng với nhà cung cấp.", "các trường có bếp ăn bán trú"),
        ("Các cơ quan đang quản lý không được cho thuê trụ sở.", "Các cơ quan đang quản lý"),
        ("Các bệnh viện từ hạng I trở lên chậm lộ trình phải giải trình.", "Các bệnh viện từ hạng I trở lên"),
        ("Giao các đơn vị có trách nhiệm rà soát hồ sơ.", "các đơn vị"),
    ],
)
def test_a_group_is_told_with_the_words_that_say_which(reader: ConclusionReader, text: str, expected: str) -> None:
    (task,) = reader.read(f"Chủ tịch UBND tỉnh chỉ đạo, kết luận tại cuộc họp. {text}", HELD_ON)
    assert leads(task) == [expected]


def test_the_nearest_unit_gets_no_task_from_a_sentence_that_stands_alone(reader: ConclusionReader) -> None:
    text = (
        "Chủ tịch UBND tỉnh kết luận. Sở Tài chính thẩm định phương án giá. Việc lắp cân điện tử là cần thiết. "
        "Cần làm rõ tính khả thi của phương án thuê dịch vụ."
    )
    assert [leads(task) for task in reader.read(text, HELD_ON)] == [["Sở Tài chính"], []]


def test_confidence_falls_from_listed_items_to_work_that_names_nobody(reader: ConclusionReader) -> None:
    text = (
        "Chủ tịch UBND tỉnh chỉ đạo, kết luận tại cuộc họp. Sở Y tế báo cáo kết quả trước ngày 20/5. "
        "Giao Sở Tài chính bố trí vốn. Các sở, ngành rà soát thủ tục. Giải pháp còn thiếu. Cần cấp phép mỏ cát.\n"
        "Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Xây dựng lập quy hoạch phân khu."
    )
    work, order, group, nobody, listed = (task.confidence for task in reader.read(text, HELD_ON))
    assert listed > work > order > group > nobody


@pytest.mark.parametrize(
    ("text", "expected", "action"),
    [
        ("Sở Y tế: không được thu thêm phí.", "Sở Y tế", "Không được thu thêm phí"),
        ("Lãnh đạo các sở không được ủy quyền dự họp.", "Lãnh đạo các sở", "Không được ủy quyền dự họp"),
        ("Văn phòng: hoàn thiện quy chế làm việc.", "Văn phòng", "Hoàn thiện quy chế làm việc"),
        ("Viễn thông Quảng Hà: nâng cấp đường truyền.", "Viễn thông Quảng Hà", "Nâng cấp đường truyền"),
        ("Sở Y tế làm việc với Sở Xây dựng về quy hoạch.", "Sở Y tế", "Làm việc với Sở Xây dựng về quy hoạch"),
        ("Lực lượng quản lý thị trường tăng cường kiểm tra.", "Lực lượng quản lý thị trường", "Tăng cường kiểm tra"),
    ],
)
def test_an_item_gives_its_unit_and_its_work(reader: ConclusionReader, text: str, expected: str, action: str) -> None:
    (task,) = reader.read(f"Chủ tịch UBND tỉnh yêu cầu:\n- {text}", HELD_ON)
    assert (leads(task), task.action) == ([expected], action)


def test_to_follow_something_up_is_work_and_no_report(reader: ConclusionReader) -> None:
    text = "Giao Văn phòng UBND tỉnh:\n- Theo dõi, chấm điểm hằng ngày; công khai kết quả."
    assert [task.action for task in reader.read(text, HELD_ON)] == [
        "Theo dõi, chấm điểm hằng ngày",
        "Công khai kết quả",
    ]


def test_a_ministry_that_was_quoted_still_gives_orders(reader: ConclusionReader) -> None:
    text = "Theo Bộ Y tế, cả nước có 65.000 ca mắc. Bộ Y tế đề nghị Giám đốc Sở Y tế xử lý triệt để ổ dịch."
    assert [leads(task) for task in reader.read(text, HELD_ON)] == [["Giám đốc Sở Y tế"]]


def test_a_person_told_by_name_alone_is_the_one_introduced_with_a_post(reader: ConclusionReader) -> None:
    text = (
        "Phó Chủ tịch UBND tỉnh Hà Minh Khuê nêu bốn việc.\n\n"
        "Bà Khuê cũng lưu ý Văn phòng UBND tỉnh bám sát việc bàn giao hồ sơ."
    )
    (task,) = reader.read(text, HELD_ON)
    assert leads(task) == ["Văn phòng UBND tỉnh"]
    assert task.assigned_by == "Phó Chủ tịch UBND tỉnh Hà Minh Khuê"


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế lưu mẫu thức ăn đủ 24 giờ.",
        "Sở Y tế cắt giảm công suất quảng cáo trong giờ cao điểm tối.",
        "Sở Y tế bảo đảm không thiếu thuốc dịp cuối năm.",
        "Sở Y tế công khai các khoản thu đầu năm học.",
        "Sở Y tế đưa nội dung này vào kế hoạch thanh tra năm 2024.",
    ],
)
def test_a_time_that_bounds_nothing_is_no_due_date(reader: ConclusionReader, text: str) -> None:
    (task,) = reader.read(f"Chủ tịch UBND tỉnh yêu cầu:\n1. {text}", HELD_ON)
    assert task.due is None


def test_a_number_that_ends_a_report_gives_orders_again(reader: ConclusionReader) -> None:
    text = (
        "Chủ tịch UBND tỉnh kết luận như sau:\n1. Về kết quả đạt được\nTuy nhiên, người dân nhiều lần phản ánh.\n"
        "2. Về rác thải\n2.1. Ban Quản lý Khu kinh tế Quảng Hà tháo gỡ các thủ tục thuộc thẩm quyền."
    )
    assert [leads(task) for task in reader.read(text, HELD_ON)] == [["Ban Quản lý Khu kinh tế Quảng Hà"]]


@pytest.mark.parametrize("text", WITHOUT_TASKS)
def test_results_requests_plans_and_advice_are_no_tasks(reader: ConclusionReader, text: str) -> None:
    assert reader.read(text, HELD_ON) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND tỉnh giao Sở Y tế, Sở Nội vụ rà soát biên chế.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Thủ tướng yêu cầu Bộ Nông nghiệp và Môi trường kiểm tra đê điều.", ["Bộ Nông nghiệp và Môi trường"]),
        ("Giao Tập đoàn Than Việt Bắc cung cấp số liệu.", ["Tập đoàn Than Việt Bắc"]),
        ("Giao Ban Quản lý các Khu công nghiệp báo cáo tình hình.", ["Ban Quản lý các Khu công nghiệp"]),
        ("Bộ trưởng yêu cầu 12 tỉnh, thành rà soát đê điều.", ["12 tỉnh, thành"]),
        ("Chủ tịch tỉnh yêu cầu các hợp tác xã dệt may lập danh sách lao động.", ["các hợp tác xã dệt may"]),
        ("Giao Vinaphone lắp đặt trạm phát sóng.", ["Vinaphone"]),
        ("Đề nghị Thủ trưởng các sở, ban, ngành quán triệt nội dung này.", ["Thủ trưởng các sở, ban, ngành"]),
        ("Giao sở Công Thương trình kế hoạch. Sở này cũng được giao tổng hợp kinh phí.", ["sở Công Thương"]),
        ("Nghiêm cấm các đơn vị tự ý thu phí.", ["các đơn vị"]),
        ("Đối với các địa phương, UBND tỉnh yêu cầu hoàn thành đề án.", ["các địa phương"]),
        ("Chủ tịch UBND tỉnh chỉ đạo các sở, ngành và UBND các xã Tân An, Bình Hòa khắc phục hậu quả bão.",
         ["các sở, ngành", "UBND các xã Tân An, Bình Hòa"]),
    ],
)  # fmt: skip
def test_units_are_known_by_their_shape(reader: ConclusionReader, text: str, expected: list[str]) -> None:
    tasks = reader.read(text, HELD_ON)
    assert tasks
    assert leads(tasks[-1]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh và các địa phương kiểm tra.",
        "Giao Sở Y tế cùng Công an tỉnh và các địa phương kiểm tra.",
        "Sở Y tế được giao phối hợp chặt chẽ với Công an tỉnh và các địa phương kiểm tra.",
    ],
)
def test_units_behind_words_of_cooperation_support(reader: ConclusionReader, text: str) -> None:
    (task,) = reader.read(text, HELD_ON)
    assert (leads(task), support(task)) == (["Sở Y tế"], ["Công an tỉnh", "các địa phương"])


def test_a_unit_of_the_directory_comes_with_its_code(reader: ConclusionReader) -> None:
    (task,) = reader.read("Giao Sở Thông tin và Truyền thông rà soát các dự án.", date(2022, 9, 22))
    assert task.leads[0].codes == ("STTTT",)


def test_two_tasks_of_one_sentence_are_two(reader: ConclusionReader) -> None:
    text = "Giao Sở Y tế rà soát thuốc; tập huấn cho các trạm y tế; đồng thời báo cáo UBND tỉnh trước 30/6."
    tasks = reader.read(text, HELD_ON)
    assert [task.action for task in tasks] == [
        "Rà soát thuốc",
        "Tập huấn cho các trạm y tế",
        "Báo cáo UBND tỉnh trước 30/6",
    ]
    assert {tuple(leads(task)) for task in tasks} == {("Sở Y tế",)}


def test_a_restated_task_is_told_once(reader: ConclusionReader) -> None:
    text = """Tỉnh yêu cầu Sở Y tế kiểm tra toàn bộ các cơ sở khám chữa bệnh tư nhân.

Sáng 3/5, UBND tỉnh họp về công tác y tế với sự tham gia của nhiều sở, ngành và địa phương trong tỉnh.

Chủ tịch UBND tỉnh giao Sở Y tế kiểm tra toàn bộ các cơ sở khám chữa bệnh tư nhân trên địa bàn, xử lý nghiêm vi phạm.

Cuộc họp diễn ra trong một buổi sáng và có hơn năm mươi người tham dự trực tiếp."""
    (task,) = reader.read(text, HELD_ON)
    assert text[slice(*task.repeats[0])].startswith("Tỉnh yêu cầu")
    assert task.source.startswith("Chủ tịch UBND tỉnh giao")


def test_without_a_date_of_the_meeting_no_year_is_invented(reader: ConclusionReader) -> None:
    open_year, full = reader.read(
        "Giao Sở Y tế lập kế hoạch trước 30/6. Giao Sở Nội vụ lập đề án trước 30/6/2023.", None
    )
    assert (open_year.due, full.due) == (None, date(2023, 6, 30))
    assert open_year.due_text is not None


def test_old_and_new_tone_placement_read_alike(reader: ConclusionReader) -> None:
    new = reader.read("Giao Ủy ban nhân dân huyện Hòa Vang hoàn thành khóa tập huấn.", HELD_ON)
    old = reader.read("Giao Uỷ ban nhân dân huyện Hoà Vang hoàn thành khoá tập huấn.", HELD_ON)
    assert len(new) == len(old) == 1
    assert new[0].leads[0].codes == old[0].leads[0].codes


def test_decomposed_text_gives_the_same_tasks_in_its_own_places(reader: ConclusionReader) -> None:
    decomposed = unicodedata.normalize("NFD", NEWS)
    plain, other = reader.read(NEWS, HELD_ON), reader.read(decomposed, HELD_ON)
    assert [task.action for task in other] == [task.action for task in plain]
    assert [decomposed[task.start : task.end] for task in other] == [
        unicodedata.normalize("NFD", task.source) for task in plain
    ]


def test_the_article_of_the_meeting_gives_its_thirteen_tasks(reader: ConclusionReader) -> None:
    if not ARTICLE.is_file():
        pytest.skip("the shared corpora are not here")
    document = json.loads(ARTICLE.read_text("utf-8"))
    tasks = reader.read(document["text"], date(2022, 9, 22))
    gold = document["tasks"]
    assert len(tasks) == len(gold) == 13
    for task, own in zip(tasks, gold, strict=True):
        assert own["span"][0] < task.end
        assert task.start < own["span"][1]
        assert leads(task) == own["lead"]
        assert support(task) == own["support"]
        assert " ".join((task.assigned_by or "").split()) == " ".join(own["assigned_by"].split())


def test_the_items_below_a_line_of_doers_are_theirs_and_not_the_neighbours(reader: ConclusionReader) -> None:
    text = """THÔNG BÁO
1. Các bộ, địa phương:
a) Bộ Ngoại giao bảo hộ ngư dân bị bắt giữ.
b) Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương ven biển:
- Hoàn thành cấp phép cho tàu cá, chậm nhất ngày 30/4/2024.
c) Các trường tổ chức ăn bán trú:
- Lưu mẫu thức ăn hằng ngày.
"""
    assert [leads(task) for task in reader.read(text, date(2024, 3, 1))] == [
        ["Bộ Ngoại giao"],
        ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương ven biển"],
        ["Các trường tổ chức ăn bán trú"],
    ]


def test_whose_proposal_it_is_does_not_join_who_answers_it(reader: ConclusionReader) -> None:
    text = "1. Về kiến nghị bổ sung biên chế của UBND xã Ia Grai, Sở Nội vụ nghiên cứu, trả lời trước 30/9/2025."
    (task,) = reader.read(f"THÔNG BÁO\nChủ tịch UBND tỉnh kết luận:\n{text}", date(2025, 9, 1))
    assert leads(task) == ["Sở Nội vụ"]


def test_what_the_head_of_a_cooperative_asks_for_is_no_task(reader: ConclusionReader) -> None:
    text = (
        "Giám đốc Hợp tác xã xoài Mỹ Xương kiến nghị tỉnh hỗ trợ chi phí và đề nghị "
        "Bộ Nông nghiệp và Phát triển nông thôn sớm ban hành bộ mã định danh."
    )
    assert reader.read(text, date(2024, 5, 1)) == []
