"""The day of the lunar calendar, as the head of the first page tells it (DOMAIN §8.8).

Each year: its first day, the lengths of its months (0 = 29 days, 1 = 30), and which month is
followed by a leap month of its number (0 = none). Computed with PyPI `lunardate`; a test holds the
table against the festivals of DOMAIN §8.8.
"""

from dataclasses import dataclass
from datetime import date, timedelta

_TABLE = """
2018 02-16 010100101011 0
2019 02-05 101010010011 0
2020 01-25 0111010010101 4
2021 02-12 011010101010 0
2022 02-01 101011010101 0
2023 01-22 0100110110101 2
2024 02-10 010010110110 0
2025 01-29 1010010101110 6
2026 02-17 101001001110 0
2027 02-06 110100100110 0
2028 01-26 1110100100110 5
2029 02-13 110101010011 0
2030 02-03 010110101010 0
2031 01-23 0110101101010 3
2032 02-11 100101101101 0
2033 01-31 0100101011101 11
2034 02-19 010010101101 0
2035 02-08 101001001101 0
2036 01-28 1101001001011 6
2037 02-15 110100100101 0
2038 02-04 110101010010 0
2039 01-24 1101101010100 5
2040 02-12 101101011010 0
2041 02-01 010101101101 0
2042 01-22 0100101011011 2
2043 02-10 010010011011 0
2044 01-30 1010010010111 7
2045 02-17 101001001011 0
2046 02-06 101010100101 0
2047 01-26 1011010100101 5
2048 02-14 011011010010 0
2049 02-02 101011011010 0
2050 01-23 0101010110110 3
"""
_MONTHS = "正二三四五六七八九十冬腊"
_TENS = ("初", "十", "廿")
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar."""

    year: int
    month: int
    day: int
    leap: bool = False

    @property
    def words(self) -> str:
        """农历六月初七."""
        leap = "闰" if self.leap else ""
        return f"农历{leap}{_MONTHS[self.month - 1]}月{_day_words(self.day)}"


@dataclass(frozen=True, slots=True)
class _Year:
    first: date
    lengths: tuple[int, ...]
    leap: int


def _read_table() -> dict[int, _Year]:
    years = {}
    for line in _TABLE.strip().split("\n"):
        year, day, months, leap = line.split()
        lengths = tuple(29 + int(digit) for digit in months)
        years[int(year)] = _Year(date.fromisoformat(f"{year}-{day}"), lengths, int(leap))
    return years


_YEARS = _read_table()


def lunar_day(day: date) -> LunarDay | None:
    """The lunar day; None beyond the table (2018-2050)."""
    year = _YEARS.get(day.year)
    if year is not None and day < year.first:
        year = _YEARS.get(day.year - 1)
    if year is None:
        return None
    left = (day - year.first).days
    for place, length in enumerate(year.lengths, start=1):
        if left < length:
            return _found(year, place, left + 1)
        left -= length
    return None


def solar_day(year: int, month: int, day: int) -> date | None:
    """The day on which a lunar day of no leap month falls; None beyond the table."""
    known = _YEARS.get(year)
    if known is None:
        return None
    before = month - 1 + (1 if 0 < known.leap < month else 0)
    return known.first + timedelta(days=sum(known.lengths[:before]) + day - 1)


def _found(year: _Year, place: int, day: int) -> LunarDay:
    is_leap = 0 < year.leap == place - 1
    month = place - 1 if 0 < year.leap < place else place
    return LunarDay(year.first.year, month, day, is_leap)


def _day_words(day: int) -> str:
    if day in {20, 30}:
        return "二十" if day == 20 else "三十"
    return f"{_TENS[(day - 1) // 10]}{_DIGITS[(day - 1) % 10]}"
