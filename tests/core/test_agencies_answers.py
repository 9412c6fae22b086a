"""A whole answer to "which agency?"."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.agencies import AgencyReader
from bot.directory import load_shipped
from locales import LANGUAGES, phrases

Y2022 = date(2022, 10, 11)
Y2025 = date(2025, 8, 12)


@pytest.fixture(scope="module")
def reader() -> AgencyReader:
    return AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])


@pytest.mark.parametrize(
    ("answer", "day", "expected"),
    [
        ("so tttt", Y2022, ["STTTT"]),
        ("tt&tt", Y2022, ["STTTT"]),
        ("Tài chính", Y2022, ["STC"]),
        ("y te", Y2022, ["SYT"]),
        ("xây dựng", Y2025, ["SXD25"]),
        ("hai chau", Y2022, ["Q-HAICHAU"]),
        ("hai chau", Y2025, ["P-HAICHAU"]),
        ("haichau", Y2022, ["Q-HAICHAU"]),
        ("quận hải châu", Y2025, ["Q-HAICHAU"]),
        ("công an", Y2022, ["CATP"]),
        ("CA", Y2022, ["CATP"]),
        ("thuế", Y2022, ["CUCTHUE"]),
        ("1022", Y2022, ["TT1022"]),
        ("police", Y2022, ["CATP"]),
        ("Sở Nội vụ nhé", Y2022, ["SNV"]),
        ("văn phòng", Y2022, ["VPCDS", "VPUB"]),
        ("trung tâm cntt", Y2022, ["TTCNTT", "TTHTCNTT"]),
        ("khu công nghệ cao", Y2022, ["BQLKCNC"]),
        ("giáo dục", Y2022, ["SGDDT"]),
        ("sở tài chímh", Y2022, ["STC"]),
        ("taichinh", Y2022, ["STC"]),
        ("so khoa hok cong nghe", Y2025, ["SKHCN25"]),
        ("Sở Nội vụ và Sở Y tế", Y2022, []),
        ("sở", Y2022, []),
        ("không biết", Y2022, []),
        ("Tam An", Y2025, []),
        ("", Y2022, []),
        ("?", Y2022, []),
        ("sở " * 2000, Y2022, []),
    ],
)
def test_an_answer_is_sure_when_one_code_comes_back(
    reader: AgencyReader, answer: str, day: date, expected: list[str]
) -> None:
    assert reader.candidates(answer, day) == expected
