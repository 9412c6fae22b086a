"""The deadline reader on our own sentences, family by family.

A line of a table is: reference day | sentence | expected phrases. A phrase is `words = due`, with its kind where it is
not a deadline; `-` expects none, `?` one whose date is not known.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta, timezone

import pytest

from bot.core.calendar import Calendar
from bot.core.deadlines import Deadline, DeadlineReader, Kind
from bot.directory import shipped_days_off
from locales import LANGUAGES, phrases

HANOI = timezone(timedelta(hours=7))
REFERENCES = {
    "22-9-2022": datetime(2022, 9, 22, 10, tzinfo=HANOI),  # a Thursday
    "20-12-2022": datetime(2022, 12, 20, 9, tzinfo=HANOI),
    "16-1-2023": datetime(2023, 1, 16, 9, tzinfo=HANOI),  # the week before Tết
    "24-4-2023": datetime(2023, 4, 24, 8, tzinfo=HANOI),
    "29-8-2022": datetime(2022, 8, 29, 8, tzinfo=HANOI),
}
READER = DeadlineReader([phrases("deadlines", language) for language in LANGUAGES], Calendar(shipped_days_off()))

DATES = """
22-9-2022 | Thống kê, gửi Sở Nội vụ trước ngày 12/10/2022. | trước ngày 12/10/2022 = 2022-10-12
22-9-2022 | Trả lời nhà thầu nào đủ điều kiện, chậm nhất 15/10. | chậm nhất 15/10 = 2022-10-15
22-9-2022 | Gửi danh sách trước ngày tâm tháng mười. | trước ngày tâm tháng mười = 2022-10-08
22-9-2022 | Báo cáo mực nước 3 giờ một lần. | -
22-9-2022 | Cứ 3 giờ báo cáo mực nước. | -
22-9-2022 | Đo mực nước 6 giờ/lần. | -
22-9-2022 | hai hôm nữa trả lại máy ảnh | hai hôm nữa = 2022-09-24
22-9-2022 | Tiêm cho nhóm nguy cơ trong tháng 11 | trong tháng 11 = 2022-11-30
22-9-2022 | Lát đường, thông xe tháng 3/2023 | tháng 3/2023 = 2023-03-31
22-9-2022 | Hoàn tất thủ tục trước ngày 15 tháng 11. | trước ngày 15 tháng 11 = 2022-11-15
22-9-2022 | Đề nghị gửi văn bản về Sở chậm nhất đến ngày 05/10/2022. | chậm nhất đến ngày 05/10/2022 = 2022-10-05
22-9-2022 | Báo cáo UBND thành phố trong ngày 26/9/2022. | trong ngày 26/9/2022 = 2022-09-26
22-9-2022 | nộp vào 30-9 nhé | vào 30-9 = 2022-09-30
22-9-2022 | gửi 30/9 được không anh | 30/9 = 2022-09-30
22-9-2022 | hạn cuối là ngày 3 tháng 10 | ngày 3 tháng 10 = 2022-10-03
22-9-2022 | Gửi trước ngày 1/10 | trước ngày 1/10 = 2022-10-01
22-9-2022 | nộp trong ngày mai nhé | trong ngày mai = 2022-09-23
22-9-2022 | nộp trung tuần tháng 10 | trung tuần tháng 10 = 2022-10-20
22-9-2022 | Hoàn thành hạ tuần tháng 11 | hạ tuần tháng 11 = 2022-11-30
22-9-2022 | Hoàn thành trước 31/12 năm nay | trước 31/12 năm nay = 2022-12-31
22-9-2022 | gia hạn tới 10/10 | tới 10/10 = 2022-10-10
22-9-2022 | trước ngày 5 của tháng tiếp theo | trước ngày 5 của tháng tiếp theo = 2022-10-05
22-9-2022 | trươc ngay 30/9 | trươc ngay 30/9 = 2022-09-30
22-9-2022 | trưóc 30/9 nộp | trưóc 30/9 = 2022-09-30
22-9-2022 | nộp trước 30/ 9/2022 | trước 30/ 9/2022 = 2022-09-30
22-9-2022 | ngày30/9 nộp | ngày30/9 = 2022-09-30
22-9-2022 | hạn30/9 | 30/9 = 2022-09-30
22-9-2022 | nộp trước 5/10/22 | trước 5/10/22 = 2022-10-05
22-9-2022 | hạn: 5.10.2022 | 5.10.2022 = 2022-10-05
22-9-2022 | Kế hoạch năm 2023 trình trước 15/11. | trước 15/11 = 2022-11-15
22-9-2022 | Báo cáo tháng 9 gửi trước ngày 28/9. | trước ngày 28/9 = 2022-09-28
22-9-2022 | Tổng kết năm 2022 chậm nhất 20/12 | chậm nhất 20/12 = 2022-12-20
22-9-2022 | Báo cáo quý III/2022 gửi về Văn phòng trước ngày 25/9/2022 | trước ngày 25/9/2022 = 2022-09-25
22-9-2022 | nộp trước 30/09 | trước 30/09 = 2022-09-30
22-9-2022 | Hoàn thành: Trước 30/11/2022 | Trước 30/11/2022 = 2022-11-30
22-9-2022 | không quá ngày 10/10/2022 | không quá ngày 10/10/2022 = 2022-10-10
22-9-2022 | không để quá ngày 15/10 | không để quá ngày 15/10 = 2022-10-15
22-9-2022 | cho đến hết ngày 20/10 | cho đến hết ngày 20/10 = 2022-10-20
22-9-2022 | ngày  mai nộp | ngày  mai = 2022-09-23
22-9-2022 | Thứ sáu tuàn này nộp | Thứ sáu tuàn này = 2022-09-23
24-4-2023 | trước kỳ nghỉ 30/4 | trước kỳ nghỉ 30/4 = 2023-04-28
22-9-2022 | hoàn thành 30/9 | 30/9 = 2022-09-30
"""

TIMES_OF_DAY = """
22-9-2022 | Hạn chót: 17h00, ngày 28/9/2022 | 17h00, ngày 28/9/2022 = 2022-09-28T17:00
22-9-2022 | Thời hạn gửi: chậm nhất 16h ngày mai | chậm nhất 16h ngày mai = 2022-09-23T16:00
22-9-2022 | tối nay 8h họp online | tối nay 8h = 2022-09-22T20:00:event
22-9-2022 | họp lúc 14h30 chiều mai | lúc 14h30 chiều mai = 2022-09-23T14:30:event
22-9-2022 | hẹn 15h chiều thứ Hai tuần sau gửi | 15h chiều thứ Hai tuần sau = 2022-09-26T15:00
22-9-2022 | 5h chiều nộp nhé | 5h chiều = 2022-09-22T17:00
22-9-2022 | trước 12h trưa nay | trước 12h trưa nay = 2022-09-22T12:00
22-9-2022 | 12h đêm nay là hạn cuối | 12h đêm nay = 2022-09-23T00:00
22-9-2022 | trước 24h ngày 30/9 | trước 24h ngày 30/9 = 2022-10-01T00:00
22-9-2022 | gửi trong sáng nay | trong sáng nay = 2022-09-22T12:00
22-9-2022 | 9h30 sáng thứ 4 tuần sau | 9h30 sáng thứ 4 tuần sau = 2022-09-28T09:30
22-9-2022 | nộp lúc 9 giờ rưỡi sáng mai | lúc 9 giờ rưỡi sáng mai = 2022-09-23T09:30
22-9-2022 | phản hồi trong vòng 48 giờ | trong vòng 48 giờ = 2022-09-24T10:00
22-9-2022 | trả lời trong 2 tiếng | trong 2 tiếng = 2022-09-22T12:00
22-9-2022 | sáng CN gửi | sáng CN = 2022-09-25T12:00
22-9-2022 | Hội nghị tổ chức lúc 8h00 ngày 05/10/2022 | lúc 8h00 ngày 05/10/2022 = 2022-10-05T08:00:event
22-9-2022 | Họp giao ban 14h chiều thứ Sáu | 14h chiều thứ Sáu = 2022-09-23T14:00:event
22-9-2022 | trước 17h30 ngày 5/10 | trước 17h30 ngày 5/10 = 2022-10-05T17:30
22-9-2022 | hạn chót nộp là 23h59 ngày 30/9 | 23h59 ngày 30/9 = 2022-09-30T23:59
22-9-2022 | trước 16h30p hôm nay | trước 16h30p hôm nay = 2022-09-22T16:30
22-9-2022 | trước 0 giờ ngày 01/10/2022 | trước 0 giờ ngày 01/10/2022 = 2022-10-01T00:00
22-9-2022 | Hồ sơ gửi trước 16 giờ, ngày 30 tháng 9 | trước 16 giờ, ngày 30 tháng 9 = 2022-09-30T16:00
22-9-2022 | 15 phút nữa | 15 phút nữa = 2022-09-22T10:15
22-9-2022 | 1 tiếng rưỡi nữa | 1 tiếng rưỡi nữa = 2022-09-22T11:30
22-9-2022 | lúc 15 giờ chiều nay họp | lúc 15 giờ chiều nay = 2022-09-22T15:00:event
22-9-2022 | sáng sớm mai gửi | sáng sớm mai = 2022-09-23T07:00
22-9-2022 | đêm nay xong | đêm nay = 2022-09-23T00:00
22-9-2022 | nửa đêm nay là hết hạn | nửa đêm nay = 2022-09-23T00:00
22-9-2022 | gửi trước nửa đêm | trước nửa đêm = 2022-09-23T00:00
22-9-2022 | đầu giờ sáng mai nộp | đầu giờ sáng mai = 2022-09-23T08:00
22-9-2022 | cuối giờ sáng thứ 6 | cuối giờ sáng thứ 6 = 2022-09-23T11:30
22-9-2022 | hết giờ làm việc ngày 30/9 | hết giờ làm việc ngày 30/9 = 2022-09-30T17:00
22-9-2022 | 10h kém 10 sáng mai | 10h kém 10 sáng mai = 2022-09-23T09:50
22-9-2022 | 5 rưỡi chiều nay | 5 rưỡi chiều nay = 2022-09-22T17:30
22-9-2022 | 8g30 sáng 26/9 | 8g30 sáng 26/9 = 2022-09-26T08:30
22-9-2022 | 14:30 ngày 26/9/2022 | 14:30 ngày 26/9/2022 = 2022-09-26T14:30
22-9-2022 | 2h chiều thứ Hai ngày 26/9 | 2h chiều thứ Hai ngày 26/9 = 2022-09-26T14:00
22-9-2022 | thứ Hai ngày 26/9 lúc 8h họp | thứ Hai ngày 26/9 lúc 8h = 2022-09-26T08:00:event
22-9-2022 | Họp vào chiều ngày 27/9 | vào chiều ngày 27/9 = 2022-09-27T18:00:event
22-9-2022 | Buổi sáng ngày 28/9 kiểm tra thực tế | Buổi sáng ngày 28/9 = 2022-09-28T12:00
"""

PERIODS = """
22-9-2022 | hoàn thành trước tháng 12 | trước tháng 12 = 2022-11-30
22-9-2022 | Hoàn thành trước quý I/2023 | trước quý I/2023 = 2022-12-31
22-9-2022 | Xong trước năm 2023 | trước năm 2023 = 2022-12-31
22-9-2022 | Hoàn thành trước tuần sau | trước tuần sau = 2022-09-25
22-9-2022 | Hoàn thành vào quý II năm 2023 | vào quý II năm 2023 = 2023-06-30
22-9-2022 | Hoàn thành trong quý IV | trong quý IV = 2022-12-31
22-9-2022 | hết quý III phải xong | hết quý III = 2022-09-30
22-9-2022 | hết quý 3 phải xong | hết quý 3 = 2022-09-30
22-9-2022 | hết tháng 10 báo cáo | hết tháng 10 = 2022-10-31
22-9-2022 | đến hết tháng 11/2022 hoàn thành 50% | đến hết tháng 11/2022 = 2022-11-30
22-9-2022 | dời sang tuần sau được không | sang tuần sau = 2022-10-02
22-9-2022 | tháng10 xong | tháng10 = 2022-10-31
22-9-2022 | Tham mưu UBND thành phố ban hành kế hoạch trong tháng 9/2022. | trong tháng 9/2022 = 2022-09-30
22-9-2022 | Xây dựng dự toán năm 2023, hoàn thành trong tháng 11 | trong tháng 11 = 2022-11-30
22-9-2022 | hạn q4 | q4 = 2022-12-31
22-9-2022 | hạn: T10/2022 | T10/2022 = 2022-10-31
22-9-2022 | Tiến độ hoàn thành: Quý IV/2022 | Quý IV/2022 = 2022-12-31
22-9-2022 | Thời hạn: Tháng 12/2022. | Tháng 12/2022 = 2022-12-31
22-9-2022 | Hoàn thành trong quý IV/2022 và quý I/2023 | trong quý IV/2022 và quý I/2023 = 2023-03-31
22-9-2022 | kéo dài đến hết tháng 10 | kéo dài đến hết tháng 10 = 2022-10-31
"""

INTERVALS_AND_BEGINNINGS = """
22-9-2022 | Triển khai từ tháng 10/2022 | từ tháng 10/2022 = 2022-10-01:start
22-9-2022 | Thời gian từ 01/10/2022 đến 31/10/2022 | từ 01/10/2022 đến 31/10/2022 = 2022-10-31
22-9-2022 | từ thứ Hai đến thứ Sáu tuần sau | từ thứ Hai đến thứ Sáu tuần sau = 2022-09-30
22-9-2022 | Lấy ý kiến từ ngày 25 đến ngày 30/9 | từ ngày 25 đến ngày 30/9 = 2022-09-30
22-9-2022 | Tháng 10 - 11/2022 triển khai | Tháng 10 - 11/2022 = 2022-11-30
22-9-2022 | từ quý IV/2022 đến quý I/2023 | từ quý IV/2022 đến quý I/2023 = 2023-03-31
22-9-2022 | Áp dụng từ ngày 01/01/2023 | từ ngày 01/01/2023 = 2023-01-01:start
22-9-2022 | Có hiệu lực từ 1/10 | từ 1/10 = 2022-10-01:start
22-9-2022 | bắt đầu từ tuần sau nhập dữ liệu | bắt đầu từ tuần sau = 2022-09-26:start
22-9-2022 | Kể từ tháng 10/2022 thực hiện | Kể từ tháng 10/2022 = 2022-10-01:start
22-9-2022 | Thời gian hoàn thành: Quý I/2023 - Quý II/2023 | Quý I/2023 - Quý II/2023 = 2023-06-30
22-9-2022 | Từ 01/10 đến 15/10 | Từ 01/10 đến 15/10 = 2022-10-15
22-9-2022 | từ ngày 1-15/10 | từ ngày 1-15/10 = 2022-10-15
22-9-2022 | từ nay đến hết tháng 10 | từ nay đến hết tháng 10 = 2022-10-31
22-9-2022 | từ nay tới cuối tháng | từ nay tới cuối tháng = 2022-09-30
22-9-2022 | Đợt cao điểm từ 15/10 đến hết ngày 15/12/2022 | từ 15/10 đến hết ngày 15/12/2022 = 2022-12-15
22-9-2022 | từ hôm nay đến thứ Sáu | từ hôm nay đến thứ Sáu = 2022-09-23
22-9-2022 | Chính thức vận hành từ 01/01/2023 | từ 01/01/2023 = 2023-01-01:start
22-9-2022 | từ quý I/2023 áp dụng | từ quý I/2023 = 2023-01-01:start
"""

EDGES = """
22-9-2022 | cuối quý này nộp | cuối quý này = 2022-09-30
22-9-2022 | Hoàn thành trong nửa cuối tháng 10 | trong nửa cuối tháng 10 = 2022-10-31
22-9-2022 | báo cáo đầu tháng 10 | đầu tháng 10 = 2022-10-01
22-9-2022 | báo cáo đầu tháng sau | đầu tháng sau = 2022-10-01
22-9-2022 | Hoàn thành đầu quý IV | đầu quý IV = 2022-10-01
22-9-2022 | cuối tuần này nộp | cuối tuần này = 2022-09-25
22-9-2022 | cuối tuần nộp nhé | cuối tuần = 2022-09-25
22-9-2022 | đầu tuần sau nộp | đầu tuần sau = 2022-09-26
22-9-2022 | giữa tuần tới có | giữa tuần tới = 2022-09-28
22-9-2022 | nộp cuối năm nay | cuối năm nay = 2022-12-31
22-9-2022 | hoãn đến cuối tháng | đến cuối tháng = 2022-09-30
22-9-2022 | thứ Sáu cuối cùng của tháng 10 nộp | thứ Sáu cuối cùng của tháng 10 = 2022-10-28
22-9-2022 | Chậm nhất cuối tháng 10 | Chậm nhất cuối tháng 10 = 2022-10-31
"""

LENGTHS = """
22-9-2022 | 6 tháng đầu năm 2023 hoàn thành | 6 tháng đầu năm 2023 = 2023-06-30
22-9-2022 | Hoàn thành trong 6 tháng đầu năm sau | trong 6 tháng đầu năm sau = 2023-06-30
22-9-2022 | nộp ngày 5 tháng tới | ngày 5 tháng tới = 2022-10-05
22-9-2022 | nộp trước ngày 5 tháng sau | trước ngày 5 tháng sau = 2022-10-05
22-9-2022 | sau 2 tuần nữa báo cáo lại | sau 2 tuần nữa = 2022-10-06
22-9-2022 | nửa tháng nữa xong | nửa tháng nữa = 2022-10-07
22-9-2022 | xin lùi 3 ngày | 3 ngày = 2022-09-25
22-9-2022 | thứ 7 tuần này nộp | thứ 7 tuần này = 2022-09-24
22-9-2022 | Trong vòng 15 ngày kể từ ngày 20/9/2022 | Trong vòng 15 ngày kể từ ngày 20/9/2022 = 2022-10-05
22-9-2022 | Sau 30 ngày kể từ ngày ban hành | Sau 30 ngày kể từ ngày ban hành = 2022-10-22
22-9-2022 | trong vòng 3 tháng tới hoàn thành | trong vòng 3 tháng tới = 2022-12-22
22-9-2022 | 2 tháng nữa | 2 tháng nữa = 2022-11-22
22-9-2022 | trong vòng nửa năm | trong vòng nửa năm = 2023-03-22
22-9-2022 | không quá 2 tuần | không quá 2 tuần = 2022-10-06
22-9-2022 | tối đa 7 ngày | tối đa 7 ngày = 2022-09-29
22-9-2022 | chừng 3 ngày nữa | 3 ngày nữa = 2022-09-25
22-9-2022 | khoảng 10 ngày nữa có kết quả | khoảng 10 ngày nữa = 2022-10-02
"""

WITHOUT_MARKS = """
22-9-2022 | gửi trong chiều mai | trong chiều mai = 2022-09-23T18:00
22-9-2022 | chiều nay nộp | chiều nay = 2022-09-22T18:00
22-9-2022 | cuối buổi chiều mai gửi | cuối buổi chiều mai = 2022-09-23T17:00
22-9-2022 | 2 tiếng nữa gửi | 2 tiếng nữa = 2022-09-22T12:00
22-9-2022 | nửa tiếng nữa em gửi | nửa tiếng nữa = 2022-09-22T10:30
22-9-2022 | thứ 5 tuần sau nữa | thứ 5 tuần sau nữa = 2022-10-06
22-9-2022 | thứ ba tới nộp | thứ ba tới = 2022-09-27
22-9-2022 | Thứ Hai (26/9) nộp | Thứ Hai (26/9) = 2022-09-26
22-9-2022 | thứ 6, 30/9 nộp | thứ 6, 30/9 = 2022-09-30
16-1-2023 | sau Tết nộp | sau Tết = 2023-01-27
24-4-2023 | nộp sau lễ 30/4 | sau lễ 30/4 = 2023-05-04
22-9-2022 | Thực hiện từ 25-30/9/2022 | từ 25-30/9/2022 = 2022-09-30
22-9-2022 | Thời gian thực hiện: 10/2022 - 12/2022 | 10/2022 - 12/2022 = 2022-12-31
22-9-2022 | no later than 15 October 2022 | no later than 15 October 2022 = 2022-10-15
22-9-2022 | in 2 weeks | in 2 weeks = 2022-10-06
22-9-2022 | early next week | early next week = 2022-09-26
22-9-2022 | from 1 October to 15 October | from 1 October to 15 October = 2022-10-15
22-9-2022 | Friday next week | Friday next week = 2022-09-30
22-9-2022 | ngay mai nop | ngay mai = 2022-09-23
22-9-2022 | chieu mai 3h hop | chieu mai 3h = 2022-09-23T15:00:event
22-9-2022 | truoc 10h sang mai | truoc 10h sang mai = 2022-09-23T10:00
22-9-2022 | cham nhat chu nhat nay | cham nhat chu nhat nay = 2022-09-25
22-9-2022 | cuoi thang nop | cuoi thang = 2022-09-30
22-9-2022 | quy 4 xong | quy 4 = 2022-12-31
22-9-2022 | trong vong 1 tuan | trong vong 1 tuan = 2022-09-29
22-9-2022 | dau tuan sau em gui | dau tuan sau = 2022-09-26
22-9-2022 | toi thu 7 nop | toi thu 7 = 2022-09-25T00:00
22-9-2022 | mot gui | mot = 2022-09-24
22-9-2022 | sang nam lam | sang nam = 2023-12-31
22-9-2022 | trong thang nay | trong thang nay = 2022-09-30
22-9-2022 | nua thang nua | nua thang nua = 2022-10-07
22-9-2022 | het tuan nay nop | het tuan nay = 2022-09-25
22-9-2022 | 30-9-2022 la han chot | 30-9-2022 = 2022-09-30
22-9-2022 | sang thu 3 nop | sang thu 3 = 2022-09-27T12:00
22-9-2022 | sang t3 nop | sang t3 = 2022-09-27T12:00
22-9-2022 | mai nop nha | mai = 2022-09-23
22-9-2022 | tuan toi xong | tuan toi = 2022-10-02
22-9-2022 | 10 ngay nua | 10 ngay nua = 2022-10-02
22-9-2022 | hom nay nộp | hom nay = 2022-09-22
22-9-2022 | gửi a trc 5h chiều mai nha | trc 5h chiều mai = 2022-09-23T17:00
22-9-2022 | ck mai 8h em nộp | mai 8h = 2022-09-23T08:00
22-9-2022 | t2 tuần tới | t2 tuần tới = 2022-09-26
22-9-2022 | dl t6 | t6 = 2022-09-23
22-9-2022 | xong trong Q1/23 | trong Q1/23 = 2023-03-31
22-9-2022 | Trễ nhất 30/9 | Trễ nhất 30/9 = 2022-09-30
22-9-2022 | trong 2 tuần tới | trong 2 tuần tới = 2022-10-06
22-9-2022 | cuối giờ mai | cuối giờ mai = 2022-09-23T17:00
22-9-2022 | 21h tối nay | 21h tối nay = 2022-09-22T21:00
22-9-2022 | 26/9/2022 14:30 | 26/9/2022 14:30 = 2022-09-26T14:30
22-9-2022 | extend to next Friday | to next Friday = 2022-09-30
22-9-2022 | in three working days | in three working days = 2022-09-27
22-9-2022 | two weeks from today | two weeks from today = 2022-10-06
22-9-2022 | nop truoc ngay 30 thang 9 | truoc ngay 30 thang 9 = 2022-09-30
22-9-2022 | thu sau tuan nay nop | thu sau tuan nay = 2022-09-23
22-9-2022 | chu nhat tuan sau | chu nhat tuan sau = 2022-10-02
22-9-2022 | cuoi tuan sau nop | cuoi tuan sau = 2022-10-02
22-9-2022 | trua mai gui | trua mai = 2022-09-23T14:00
22-9-2022 | tuan sau nua xong | tuan sau nua = 2022-10-09
22-9-2022 | thang 10 nop | thang 10 = 2022-10-31
22-9-2022 | cuoi nam xong | cuoi nam = 2022-12-31
22-9-2022 | dau thang sau | dau thang sau = 2022-10-01
22-9-2022 | 2 tuan nua | 2 tuan nua = 2022-10-06
22-9-2022 | den het 30/9 | den het 30/9 = 2022-09-30
22-9-2022 | tu 26/9 den 30/9 | tu 26/9 den 30/9 = 2022-09-30
22-9-2022 | han chot la ngay mai | ngay mai = 2022-09-23
22-9-2022 | xin gia han den thu 6 tuan sau | den thu 6 tuan sau = 2022-09-30
22-9-2022 | nop trong hom nay | trong hom nay = 2022-09-22
22-9-2022 | sang mai 8h nop | sang mai 8h = 2022-09-23T08:00
22-9-2022 | bua mot gui | bua mot = 2022-09-24
"""

WORKING_DAYS = """
22-9-2022 | xong trước ngày làm việc cuối cùng của tuần | trước ngày làm việc cuối cùng của tuần = 2022-09-23
22-9-2022 | ngày làm việc cuối cùng của quý nộp báo cáo | ngày làm việc cuối cùng của quý = 2022-09-30
22-9-2022 | nộp vào ngày làm việc đầu tiên của tuần sau | vào ngày làm việc đầu tiên của tuần sau = 2022-09-26
22-9-2022 | Trong 3 ngày làm việc tới | Trong 3 ngày làm việc tới = 2022-09-27
22-9-2022 | 5 ngày làm việc nữa nộp | 5 ngày làm việc nữa = 2022-09-29
22-9-2022 | trong 10 ngày làm việc tính từ ngày 1/10/2022 | trong 10 ngày làm việc tính từ ngày 1/10/2022 = 2022-10-14
"""

UNRESOLVED = """
22-9-2022 | một tháng hai lần gửi báo cáo | ?
22-9-2022 | Trả kết quả không quá 03 ngày làm việc kể từ khi nhận đủ hồ sơ hợp lệ. | ?
22-9-2022 | Báo cáo trong vòng 5 ngày sau khi kết thúc hội nghị. | ?
22-9-2022 | Hoàn thành trước kỳ họp HĐND cuối năm. | ?
22-9-2022 | vài hôm nữa em gửi | ?
22-9-2022 | Họp 2 tuần một lần | ?
22-9-2022 | within 5 business days of receipt | ?
22-9-2022 | 1 tháng 1 lần báo cáo | ?
22-9-2022 | trước ngày 31/9 | ?
22-9-2022 | trước ngày 30/02/2023 | ?
22-9-2022 | Gửi báo cáo trước khi họp | ?
22-9-2022 | Trong thời gian sớm nhất | ?
"""

DECOYS_AND_BACKGROUND = """
22-9-2022 | Trận lũ hồi giữa tháng 5 gây thiệt hại lớn | -
22-9-2022 | Đồng chí nhận việc từ đầu tháng 6 và đã quen | -
22-9-2022 | Phủ sóng 5G tại các xã | -
22-9-2022 | Quý II vừa qua thu ngân sách đạt 56% | -
22-9-2022 | Liệt kê việc đến hạn trước 30/9 | -
22-9-2022 | Có kết quả sớm báo cáo. | -
22-9-2022 | Theo Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ | -
22-9-2022 | Thông báo số 12/TB-VP ngày 22/9/2022 về kết luận | -
22-9-2022 | Nghị định số 138/2016/NĐ-CP | -
22-9-2022 | Luật Giao dịch điện tử năm 2005 | -
22-9-2022 | Quyết định 749/QĐ-TTg năm 2020 | -
22-9-2022 | Chỉ thị số 02/CT-TTg ngày 26 tháng 4 năm 2022 | -
22-9-2022 | Đà Nẵng, ngày 22 tháng 9 năm 2022 | -
22-9-2022 | Hội nghị lần thứ 5 Ban Chấp hành Trung ương | -
22-9-2022 | Đường 2/9 và đường 30 tháng 4 bị ngập | -
22-9-2022 | Trường THPT 30/4 | -
22-9-2022 | đạt 8/10 điểm | -
22-9-2022 | 5/10 tiêu chí đạt | -
22-9-2022 | Có 3/7 quận hoàn thành | -
22-9-2022 | Tăng 12,5% so với tháng 8 | -
22-9-2022 | ĐT: 0236.3.822.041 | -
22-9-2022 | Quốc lộ 14B, Km 12/9 | -
22-9-2022 | Tỷ số 3-1 | -
22-9-2022 | Năm 2021 thành phố đứng đầu | -
22-9-2022 | Trong năm 2021, thành phố đã hoàn thành | -
22-9-2022 | Tuần trước em gửi rồi | -
22-9-2022 | Hôm qua họp xong rồi | -
22-9-2022 | Sáng 15/9, Chủ tịch UBND thành phố chủ trì họp | -
22-9-2022 | Ngày 20/9 vừa qua đã họp | -
22-9-2022 | đã nộp ngày 20/9 rồi | -
22-9-2022 | Đến nay đã có 50 đơn vị nộp | -
22-9-2022 | Đến hết tháng 8/2022, thành phố có 90% hồ sơ trực tuyến. | -
22-9-2022 | từ đầu năm đến nay đã giải quyết 100 hồ sơ | -
22-9-2022 | Trong 9 tháng đầu năm 2022, đã xử lý 1.000 hồ sơ. | -
22-9-2022 | cùng kỳ năm trước | -
22-9-2022 | tháng này có gì đến hạn? | -
22-9-2022 | tuần sau có việc gì không | -
22-9-2022 | hôm nay là thứ mấy? | -
22-9-2022 | khi nào họp? | -
22-9-2022 | Chị Mai ơi gửi em với | -
22-9-2022 | Anh Nam gửi báo cáo | -
22-9-2022 | chi Mai oi | -
22-9-2022 | Thứ nhất, rà soát; thứ hai, tổng hợp; thứ ba, báo cáo. | -
22-9-2022 | Một là rà soát. Hai là tổng hợp. | -
22-9-2022 | Hai đơn vị nộp trễ | -
22-9-2022 | ba ngày công | -
22-9-2022 | Tổ 3 phường 5 | -
22-9-2022 | giai đoạn 2021-2025 | -
22-9-2022 | giai đoạn 2021 - 2025, định hướng đến năm 2030 | -
22-9-2022 | tầm nhìn đến năm 2045 | -
22-9-2022 | Đề án 06 | -
22-9-2022 | Nghị quyết 05 của Thành ủy | -
22-9-2022 | phiên bản 2.0 | -
22-9-2022 | Zalo 0905.123.456 | -
22-9-2022 | NV-11 xong 80% | -
22-9-2022 | trang 12/15 | -
22-9-2022 | IPv4 192.168.1.10 | -
22-9-2022 | mã HS 01.02.2022.H12 | -
22-9-2022 | 1.500/2.000 hồ sơ | -
22-9-2022 | khoản 3 Điều 15 | -
22-9-2022 | tối ưu hóa quy trình | -
22-9-2022 | sáng tạo, đổi mới | -
22-9-2022 | quý vị đại biểu | -
22-9-2022 | Kính gửi quý cơ quan | -
22-9-2022 | Mai là một cán bộ giỏi | -
22-9-2022 | Sáng nay trời đẹp | -
22-9-2022 | thứ Sáu tuần trước họp rồi | -
22-9-2022 | sở tối nay trực | -
22-9-2022 | hệ thống hoạt động 24/24 | -
22-9-2022 | trực 24/7 dịp lễ | -
22-9-2022 | tuổi từ 18 đến 60 | -
22-9-2022 | Quý I/2022 tăng 5% | -
22-9-2022 | Kế hoạch năm 2023 | -
22-9-2022 | dự toán ngân sách năm 2023 | -
22-9-2022 | thu 3 triệu đồng | -
22-9-2022 | Thu ngân sách tháng 9 đạt 90% | -
22-9-2022 | Báo cáo sau khi có ý kiến của Thường trực | -
22-9-2022 | khi có hướng dẫn của Bộ | -
22-9-2022 | Hoàn thành đúng tiến độ | -
22-9-2022 | Báo cáo kịp thời | -
22-9-2022 | Trả lời trong thời hạn quy định | -
22-9-2022 | Theo Kế hoạch số 76/KH-UBND | -
22-9-2022 | Công văn 1234/UBND-VP ngày 20-9-2022 về việc | -
22-9-2022 | Căn cứ Nghị định 43/2017/NĐ-CP ngày 14 tháng 4 năm 2017 của Chính phủ | -
22-9-2022 | tại Thông báo số 408/TB-VPCP ngày 11/8/2022 | -
22-9-2022 | QCVN 09:2017/BXD | -
22-9-2022 | Điều lệ sửa đổi năm 2011 | -
22-9-2022 | Giai đoạn 1 | -
22-9-2022 | Quyết định số 06/QĐ-TTg | -
22-9-2022 | Hôm kia anh đã nhắc | -
22-9-2022 | tuần rồi chưa làm được gì | -
22-9-2022 | Năm ngoái cũng vậy | -
22-9-2022 | Chiều 21/9, lãnh đạo Sở đã kiểm tra | -
22-9-2022 | Trong tháng 8, thành phố đã cấp 100 tài khoản | -
22-9-2022 | từ ngày 1/1 đến 31/8/2022 đã tiếp nhận 500 hồ sơ | -
22-9-2022 | báo cáo đã gửi lúc 8h sáng nay | -
22-9-2022 | Thành lập ngày 01/01/1997 | -
22-9-2022 | Nhiệm kỳ 2020-2025 | -
22-9-2022 | xếp thứ 2 cả nước | -
22-9-2022 | đứng thứ ba | -
22-9-2022 | lần thứ hai trong năm | -
22-9-2022 | tháng Thanh niên | -
22-9-2022 | Trường Tiểu học 2/9 | -
22-9-2022 | chợ 1/5 | -
22-9-2022 | phường 3, quận 5 | -
22-9-2022 | 10/12 sở đã nộp | -
22-9-2022 | 3/4 số hộ | -
22-9-2022 | 1/3 dân số | -
22-9-2022 | tỷ lệ 2/3 | -
22-9-2022 | còn 5/12 nhiệm vụ | -
22-9-2022 | 12/15 phường | -
22-9-2022 | Hotline 1022 | -
22-9-2022 | 0236 3 881 888 | -
22-9-2022 | 8.5 điểm | -
22-9-2022 | 2.5 km | -
22-9-2022 | tăng 10-12% | -
22-9-2022 | họp 3-5 người | -
22-9-2022 | 3.1. Nhiệm vụ trọng tâm | -
22-9-2022 | 1.2.2022.001 | -
22-9-2022 | v1.2.22 | -
22-9-2022 | 192.168.10.5 | -
22-9-2022 | 43A-123.45 | -
22-9-2022 | Anh Tư phụ trách | -
22-9-2022 | chị Năm gửi file | -
22-9-2022 | anh Hai ơi | -
22-9-2022 | Bà Tám | -
22-9-2022 | Cô Thu nộp rồi | -
22-9-2022 | hoa mai nở | -
22-9-2022 | thời trang mốt | -
22-9-2022 | ban ngày | -
22-9-2022 | ngày càng tốt | -
22-9-2022 | hằng số | -
22-9-2022 | trước mắt cần làm | -
22-9-2022 | quý trọng | -
22-9-2022 | tối thiểu 3 người | -
22-9-2022 | sáng kiến mới | -
22-9-2022 | Sau đó báo cáo | -
22-9-2022 | một số đơn vị | -
22-9-2022 | trong quá trình làm | -
22-9-2022 | bao giờ xong? | -
22-9-2022 | hôm nay có họp không? | -
22-9-2022 | mai có ai đi không? | -
22-9-2022 | thứ 6 này họp mấy giờ? | -
22-9-2022 | tháng 9 có bao nhiêu việc trễ? | -
22-9-2022 | việc nào hạn 30/9? | -
22-9-2022 | còn bao nhiêu ngày? | -
22-9-2022 | Hôm nay tôi mệt | -
22-9-2022 | tuần này bận quá | -
22-9-2022 | ngày mai mưa | -
22-9-2022 | đã hoàn thành 3/5 nhiệm vụ | -
22-9-2022 | hoàn thành 3/5 nhiệm vụ | -
"""

WEEKDAYS = """
22-9-2022 | lùi hạn đến thứ Hai | đến thứ Hai = 2022-09-26
22-9-2022 | CN tuần này xong | CN tuần này = 2022-09-25
22-9-2022 | nộp trước t2 nha | trước t2 = 2022-09-26
22-9-2022 | thứ Năm này họp | thứ Năm này = 2022-09-22:event
22-9-2022 | Sở GTVT báo cáo trước ngày 28/9 (thứ Tư) | trước ngày 28/9 (thứ Tư) = 2022-09-28
22-9-2022 | T3 27/9 họp nhé | T3 27/9 = 2022-09-27:event
22-9-2022 | Muộn nhất là thứ Sáu tuần này | Muộn nhất là thứ Sáu tuần này = 2022-09-23
"""

RECURRING = """
22-9-2022 | Nộp ngày 5, 15 và 25 hằng tháng | ngày 5, 15 và 25 hằng tháng = 2022-09-25 | FREQ=MONTHLY;BYMONTHDAY=5,15,25
22-9-2022 | Báo cáo thứ 3, thứ 5 hàng tuần | thứ 3, thứ 5 hàng tuần = 2022-09-22 | FREQ=WEEKLY;BYDAY=TU,TH
22-9-2022 | Phòng máy sao lưu cơ sở dữ liệu hằng ngày | hằng ngày = 2022-09-22 | FREQ=DAILY
22-9-2022 | Báo cáo trước ngày 20 hằng tháng. | trước ngày 20 hằng tháng = 2022-10-20 | FREQ=MONTHLY;BYMONTHDAY=20
22-9-2022 | Chậm nhất 16h thứ Sáu hàng tuần | Chậm nhất 16h thứ Sáu hàng tuần = 2022-09-23T16:00 | FREQ=WEEKLY;BYDAY=FR
22-9-2022 | Họp giao ban sáng thứ Hai hằng tuần | sáng thứ Hai hằng tuần = 2022-09-26T12:00:event | FREQ=WEEKLY;BYDAY=MO
22-9-2022 | báo cáo hằng ngày | hằng ngày = 2022-09-22 | FREQ=DAILY
22-9-2022 | báo cáo hàng tháng | hàng tháng = 2022-09-30 | FREQ=MONTHLY;BYMONTHDAY=-1
22-9-2022 | Định kỳ hàng năm báo cáo | hàng năm = 2022-12-31 | FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31
22-9-2022 | mỗi tuần một lần báo cáo | mỗi tuần một lần = 2022-09-25 | FREQ=WEEKLY;BYDAY=SU
22-9-2022 | Các thứ Sáu hằng tuần nộp báo cáo | Các thứ Sáu hằng tuần = 2022-09-23 | FREQ=WEEKLY;BYDAY=FR
22-9-2022 | hằng tháng, trước ngày 25, gửi báo cáo | hằng tháng, trước ngày 25 = 2022-09-25 | FREQ=MONTHLY;BYMONTHDAY=25
22-9-2022 | cuối mỗi quý tổng hợp | cuối mỗi quý = 2022-09-30 | FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1
22-9-2022 | đầu mỗi tháng báo cáo | đầu mỗi tháng = 2022-10-01 | FREQ=MONTHLY;BYMONTHDAY=1
22-9-2022 | 17h hằng ngày gửi số liệu | 17h hằng ngày = 2022-09-22T17:00 | FREQ=DAILY
22-9-2022 | 9h hằng ngày gửi số liệu | 9h hằng ngày = 2022-09-23T09:00 | FREQ=DAILY
22-9-2022 | truoc ngay 25 hang thang | truoc ngay 25 hang thang = 2022-09-25 | FREQ=MONTHLY;BYMONTHDAY=25
22-9-2022 | Trước ngày 05 hàng tháng gửi báo cáo | Trước ngày 05 hàng tháng = 2022-10-05 | FREQ=MONTHLY;BYMONTHDAY=5
22-9-2022 | trước 10h thứ Hai hằng tuần | trước 10h thứ Hai hằng tuần = 2022-09-26T10:00 | FREQ=WEEKLY;BYDAY=MO
22-9-2022 | chiều thứ Sáu hàng tuần nộp | chiều thứ Sáu hàng tuần = 2022-09-23T18:00 | FREQ=WEEKLY;BYDAY=FR
22-9-2022 | mỗi sáng thứ Hai báo cáo | mỗi sáng thứ Hai = 2022-09-26T12:00 | FREQ=WEEKLY;BYDAY=MO
22-9-2022 | vào thứ Năm tuần cuối tháng | vào thứ Năm tuần cuối tháng = 2022-09-29 | FREQ=MONTHLY;BYDAY=-1TH
22-9-2022 | ngày 1 và 15 hàng tháng | ngày 1 và 15 hàng tháng = 2022-10-01 | FREQ=MONTHLY;BYMONTHDAY=1,15
22-9-2022 | mỗi quý một lần | mỗi quý một lần = 2022-09-30 | FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1
22-9-2022 | định kỳ hằng tuần vào thứ Sáu | hằng tuần vào thứ Sáu = 2022-09-23 | FREQ=WEEKLY;BYDAY=FR
22-9-2022 | hằng năm trước ngày 30/11 | hằng năm trước ngày 30/11 = 2022-11-30 | FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30
22-9-2022 | moi thu 2 nop | moi thu 2 = 2022-09-26 | FREQ=WEEKLY;BYDAY=MO
22-9-2022 | hang thang nop | hang thang = 2022-09-30 | FREQ=MONTHLY;BYMONTHDAY=-1
"""

FEASTS_AND_LUNAR_DAYS = """
20-12-2022 | mùng 6 Tết họp đầu xuân | mùng 6 Tết = 2023-01-27:event
20-12-2022 | nộp trước 23 tháng Chạp | trước 23 tháng Chạp = 2023-01-13
16-1-2023 | Hoàn thành trước Tết Nguyên đán | trước Tết Nguyên đán = 2023-01-21
16-1-2023 | nộp trước 28 Tết | trước 28 Tết = 2023-01-18
16-1-2023 | rằm tháng Giêng họp | rằm tháng Giêng = 2023-02-05:event
16-1-2023 | Nộp trước ngày 10 tháng 3 âm lịch | trước ngày 10 tháng 3 âm lịch = 2023-04-28
16-1-2023 | trước kỳ nghỉ Tết phải xong | trước kỳ nghỉ Tết = 2023-01-19
24-4-2023 | Xong trước lễ 30/4 | trước lễ 30/4 = 2023-04-29
29-8-2022 | sau kỳ nghỉ lễ 2/9 gửi | sau kỳ nghỉ lễ 2/9 = 2022-09-05
29-8-2022 | nộp sau lễ Quốc khánh | sau lễ Quốc khánh = 2022-09-05
22-9-2022 | trước Giáng sinh xong | trước Giáng sinh = 2022-12-24
20-12-2022 | hạn 20 tháng Chạp | 20 tháng Chạp = 2023-01-11
20-12-2022 | ngày 10/3 âm lịch nghỉ | ngày 10/3 âm lịch = 2023-04-29:event
20-12-2022 | trước giao thừa xong | trước giao thừa = 2023-01-20
20-12-2022 | trước Tết Quý Mão | trước Tết Quý Mão = 2023-01-21
20-12-2022 | ngay sau Tết Nguyên đán | ngay sau Tết Nguyên đán = 2023-01-27
16-1-2023 | trước 30 Tết | trước 30 Tết = 2023-01-20
24-4-2023 | Nộp trước lễ 30/4 - 1/5 | trước lễ 30/4 - 1/5 = 2023-04-29
"""

ENGLISH = """
22-9-2022 | submit by Friday | by Friday = 2022-09-23
22-9-2022 | please send before 5pm tomorrow | before 5pm tomorrow = 2022-09-23T17:00
22-9-2022 | deadline is 30 September | 30 September = 2022-09-30
22-9-2022 | finish by end of month | by end of month = 2022-09-30
22-9-2022 | complete by the end of Q4 | by the end of Q4 = 2022-12-31
22-9-2022 | due within two weeks | within two weeks = 2022-10-06
22-9-2022 | report every Friday | every Friday = 2022-09-23
22-9-2022 | weekly report due every Monday | every Monday = 2022-09-26
22-9-2022 | due on the 15th | on the 15th = 2022-10-15
22-9-2022 | by October 15, 2022 | by October 15, 2022 = 2022-10-15
22-9-2022 | by 5 pm on Friday | by 5 pm on Friday = 2022-09-23T17:00
22-9-2022 | before the end of October | before the end of October = 2022-10-31
22-9-2022 | by next Monday | by next Monday = 2022-09-26
22-9-2022 | finish in Q4 2022 | in Q4 2022 = 2022-12-31
22-9-2022 | complete in October | in October = 2022-10-31
22-9-2022 | submit by EOD tomorrow | by EOD tomorrow = 2022-09-23
22-9-2022 | by COB Friday | by COB Friday = 2022-09-23
22-9-2022 | by year-end | by year-end = 2022-12-31
22-9-2022 | tomorrow morning please | tomorrow morning = 2022-09-23T12:00
22-9-2022 | due by 2022-10-05 | by 2022-10-05 = 2022-10-05
22-9-2022 | meeting at 9am on Monday | at 9am on Monday = 2022-09-26T09:00:event
22-9-2022 | effective from 1 January 2023 | effective from 1 January 2023 = 2023-01-01:start
22-9-2022 | quarterly report | quarterly = 2022-09-30
22-9-2022 | in the first half of 2023 | in the first half of 2023 = 2023-06-30
22-9-2022 | finish by Sept. 30 | by Sept. 30 = 2022-09-30
22-9-2022 | task này due Friday nhé | Friday = 2022-09-23
22-9-2022 | review xong trước EOD nhé | trước EOD = 2022-09-22
22-9-2022 | every Monday at 9am | every Monday at 9am = 2022-09-26T09:00
22-9-2022 | by the 5th of each month | by the 5th of each month = 2022-10-05
22-9-2022 | on the last working day of the month | on the last working day of the month = 2022-09-30
22-9-2022 | by 10 Oct at noon | by 10 Oct at noon = 2022-10-10T12:00
22-9-2022 | submit by Monday next week | by Monday next week = 2022-09-26
22-9-2022 | due in 10 days | in 10 days = 2022-10-02
22-9-2022 | due end of next month | end of next month = 2022-10-31
22-9-2022 | by mid October | by mid October = 2022-10-15
22-9-2022 | by late November | by late November = 2022-11-30
22-9-2022 | complete by Q1 2023 | by Q1 2023 = 2023-03-31
22-9-2022 | by 30/9 | by 30/9 = 2022-09-30
22-9-2022 | within 24 hours | within 24 hours = 2022-09-23T10:00
22-9-2022 | within one month | within one month = 2022-10-24
22-9-2022 | this afternoon please | this afternoon = 2022-09-22T18:00
22-9-2022 | finish it tonight | tonight = 2022-09-23T00:00
22-9-2022 | tomorrow at 3pm | tomorrow at 3pm = 2022-09-23T15:00
22-9-2022 | until 15 October | until 15 October = 2022-10-15
22-9-2022 | before Christmas | before Christmas = 2022-12-24
22-9-2022 | before 1 October 2022 | before 1 October 2022 = 2022-09-30
22-9-2022 | by end of next quarter | by end of next quarter = 2022-12-31
22-9-2022 | by the end of 2022 | by the end of 2022 = 2022-12-31
22-9-2022 | annual report by 31 January | by 31 January = 2023-01-31
22-9-2022 | deadline tomorrow 5pm | tomorrow 5pm = 2022-09-23T17:00
22-9-2022 | EOM nhé | EOM = 2022-09-30
22-9-2022 | xong trước EOW | trước EOW = 2022-09-25
22-9-2022 | by COB today | by COB today = 2022-09-22
"""

TABLES = (
    DATES,
    TIMES_OF_DAY,
    PERIODS,
    INTERVALS_AND_BEGINNINGS,
    EDGES,
    LENGTHS,
    WITHOUT_MARKS,
    WORKING_DAYS,
    UNRESOLVED,
    DECOYS_AND_BACKGROUND,
    WEEKDAYS,
    RECURRING,
    FEASTS_AND_LUNAR_DAYS,
    ENGLISH,
)


def rows(*tables: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for table in tables for line in table.strip().splitlines()]


def found(text: str, reference: str = "22-9-2022") -> list[Deadline]:
    return [each for each in READER.find(text, REFERENCES[reference]) if each.kind is not Kind.NONE]


def only(text: str, reference: str = "22-9-2022") -> Deadline:
    [single] = found(text, reference)
    return single


def shown(deadline: Deadline) -> str:
    due = deadline.due.isoformat()[:16] if deadline.due else None
    kind = "" if deadline.kind is Kind.DEADLINE else f":{deadline.kind}"
    return f"{deadline.text} = {due}{kind}"


@pytest.mark.parametrize(("reference", "text", "expected"), [row[:3] for row in rows(*TABLES)])
def test_each_phrase_is_found_with_its_words_and_its_due(reference: str, text: str, expected: str) -> None:
    deadlines = found(text, reference)
    if expected == "?":
        assert deadlines
        assert all(each.due is None for each in deadlines)
    else:
        assert (" ; ".join(map(shown, deadlines)) or "-") == expected


@pytest.mark.parametrize(("reference", "text", "rule"), [(row[0], row[1], row[3]) for row in rows(RECURRING)])
def test_a_recurring_bound_has_its_rule(reference: str, text: str, rule: str) -> None:
    assert [each.recurrence for each in found(text, reference)] == [rule]


@pytest.mark.parametrize(("reference", "text"), [row[:2] for row in rows(*TABLES)])
def test_the_reading_does_not_depend_on_the_unicode_form(reference: str, text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    mine, theirs = found(text, reference), found(decomposed, reference)
    assert [(each.due, each.kind, each.recurrence) for each in mine] == [
        (each.due, each.kind, each.recurrence) for each in theirs
    ]
    assert [unicodedata.normalize("NFC", each.text) for each in theirs] == [each.text for each in mine]
    assert all(decomposed[each.start : each.end] == each.text for each in theirs)


def test_before_a_day_is_due_on_that_day_and_the_day_before_stays_as_the_strict_reading() -> None:
    deadline = only("Sở Xây dựng trình quy chế trước ngày 14/10/2022")
    assert deadline.due == date(2022, 10, 14)
    assert deadline.alternatives == (date(2022, 10, 13),)


def test_before_a_feast_is_due_the_day_before_and_names_the_feast() -> None:
    deadline = only("Nghiệm thu xong trước Tết Nguyên đán", "16-1-2023")
    assert (deadline.due, deadline.named) == (date(2023, 1, 21), date(2023, 1, 22))


def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    deadline = only("Báo cáo trong vòng 9 ngày kể từ ngày ký")
    assert (deadline.raw, deadline.due) == (date(2022, 10, 1), date(2022, 10, 3))


def test_working_days_skip_the_days_off_of_the_table_and_nothing_else() -> None:
    text = "Trả lời trong 4 ngày làm việc"
    assert only(text, "16-1-2023").due == date(2023, 1, 27)
    plain = DeadlineReader([phrases("deadlines", "vi")], Calendar())
    assert plain.find(text, REFERENCES["16-1-2023"])[0].due == date(2023, 1, 20)


def test_an_interval_tells_where_it_begins() -> None:
    deadline = only("Lấy ý kiến từ ngày 3/10 đến hết ngày 12/10/2022")
    assert (deadline.begins, deadline.due) == (date(2022, 10, 3), date(2022, 10, 12))


def test_midnight_belongs_to_the_day_that_it_ends() -> None:
    deadline = only("nộp trước 24h ngày 14/10")
    assert deadline.due == datetime(2022, 10, 15, tzinfo=HANOI)
    assert deadline.due_on == date(2022, 10, 14)


def test_a_day_that_does_not_exist_is_not_moved_to_one_that_does() -> None:
    deadline = only("đổi hạn sang 31/11")
    assert deadline.unresolved
    assert deadline.due is None


def test_a_background_date_is_reported_as_no_deadline() -> None:
    [issued] = READER.find("Thực hiện Kế hoạch số 12/KH-UBND ngày 4/5/2022 của UBND thành phố", REFERENCES["22-9-2022"])
    assert issued.kind is Kind.NONE
    assert issued.due == date(2022, 5, 4)


def test_a_message_that_is_only_a_date_is_an_answer_whatever_it_says() -> None:
    assert only("hôm qua").due == date(2022, 9, 21)
    assert only("12/8/2022").kind is Kind.EVENT


def test_a_person_called_like_a_day_is_a_person() -> None:
    assert found("chị Mai xem giúp em, mai em gửi")[0].start == 21


def test_dateparser_is_asked_for_odd_english_dates_only() -> None:
    assert only("submit by 2022 Oct 5").due == date(2022, 10, 5)
    assert found("Tăng 12,57% so với 69 đơn vị trong 83,14%") == []


def test_two_bounds_joined_by_or_are_one_with_the_outer_date() -> None:
    deadline = only("thứ Ba này hoặc muộn nhất thứ Tư tuần sau em nộp", "24-4-2023")
    assert (deadline.due, deadline.alternatives) == (date(2023, 5, 3), (date(2023, 4, 25),))


def test_a_recurring_adjective_gives_its_cycle_to_the_day_that_follows() -> None:
    deadline = only("Báo cáo hằng tháng gửi trước ngày 12")
    assert (deadline.due, deadline.recurrence) == (date(2022, 10, 12), "FREQ=MONTHLY;BYMONTHDAY=12")
