"""The Vietnamese lunar calendar: solar dates of lunar days.

The rule is the astronomical one in use since 1968 (decision 121-CP of 8 August 1967: the meridian of 105° E, UTC+7), as
Hồ Ngọc Đức describes it ("Thuật toán tính âm lịch"): a month begins on the day of the new moon; the eleventh month
holds the winter solstice; of thirteen months between two solstices the first without a principal solar term is leap.
New moons and the sun's longitude: Jean Meeus, Astronomical Formulae for Calculators, chapters 18 and 32.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from math import floor, pi, sin

_ZONE = 7 / 24
_JULIAN = 1_721_424.5  # Julian date of the midnight that began day 0 of the proleptic ordinal
_SYNODIC = 29.530588853
_EPOCH = 2_415_021.077  # a new moon of January 1900


def solar(year: int, month: int, number: int) -> date | None:
    """The solar day of a lunar one; None if that month has no such day. A leap month is not asked for."""
    if not (1900 < year < 2150 and 1 <= month <= 12 and 1 <= number <= 30):
        return None
    first, following = _month(year, month)
    found = first + timedelta(days=number - 1)
    return found if found < following else None


def last_day(year: int) -> date | None:
    """The day before the first day of the next lunar year."""
    first = solar(year + 1, 1, 1)
    return first and first - timedelta(days=1)


@lru_cache(maxsize=1024)
def _month(year: int, month: int) -> tuple[date, date]:
    """The first day of a lunar month, and of the month after it."""
    solstice_year = year if month >= 11 else year - 1
    start = _eleventh(solstice_year)
    ahead = month - 11 if month >= 11 else month + 1
    leap = _leap(solstice_year)
    if leap is not None and ahead >= leap:
        ahead += 1
    return _new_moon(start + ahead), _new_moon(start + ahead + 1)


@lru_cache(maxsize=256)
def _leap(year: int) -> int | None:
    """How many months after the eleventh of `year` the leap month begins; None in a common year."""
    start = _eleventh(year)
    if _eleventh(year + 1) - start < 13:
        return None
    for ahead in range(1, 14):
        if _term(_new_moon(start + ahead)) == _term(_new_moon(start + ahead + 1)):
            return ahead
    return None


@lru_cache(maxsize=256)
def _eleventh(year: int) -> int:
    """The number of the new moon that begins the month of the winter solstice."""
    days = date(year, 12, 31).toordinal() + _JULIAN - _EPOCH
    number = floor(days / _SYNODIC)
    return number - 1 if _term(_new_moon(number)) >= 9 else number


@lru_cache(maxsize=1024)
def _new_moon(number: int) -> date:
    """The day, in Việt Nam, of the n-th new moon since 1900."""
    t = number / 1236.85
    rad = pi / 180
    moment = 2415020.75933 + 29.53058868 * number + 0.0001178 * t * t - 0.000000155 * t**3
    moment += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t * t) * rad)
    sun = (359.2242 + 29.10535608 * number - 0.0000333 * t * t) * rad
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t * t) * rad
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t * t) * rad
    terms = (
        (0.1734 - 0.000393 * t, sun),
        (0.0021, 2 * sun),
        (-0.4068, moon),
        (0.0161, 2 * moon),
        (-0.0004, 3 * moon),
        (0.0104, 2 * node),
        (-0.0051, sun + moon),
        (-0.0074, sun - moon),
        (0.0004, 2 * node + sun),
        (-0.0004, 2 * node - sun),
        (-0.0006, 2 * node + moon),
        (0.0010, 2 * node - moon),
        (0.0005, 2 * moon + sun),
    )
    moment += sum(size * sin(angle) for size, angle in terms)
    return date.fromordinal(floor(moment - _dynamical(t) + _ZONE - _JULIAN))


def _dynamical(t: float) -> float:
    """Dynamical minus universal time in days, t in centuries since 1900."""
    return -0.000278 + 0.000265 * t + 0.000262 * t * t


def _term(day: date) -> int:
    """Which twelfth of the sun's path it is in at the beginning of the day in Việt Nam (0 from the spring equinox)."""
    t = (day.toordinal() + _JULIAN - _ZONE - 2451545.0) / 36525
    rad = pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t * t) * rad
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t * t
    centre = (1.914600 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor(((mean + centre) % 360) / 30)
