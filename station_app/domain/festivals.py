"""Festivals of each year and the usual days of condolence around them (DOMAIN §8.8, MO2, MO3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from station_app.domain.codes import Occasion

_TABLE = """
2018 02-16 04-05 09-24 10-17
2019 02-05 04-05 09-13 10-07
2020 01-25 04-04 10-01 10-25
2021 02-12 04-04 09-21 10-14
2022 02-01 04-05 09-10 10-04
2023 01-22 04-05 09-29 10-23
2024 02-10 04-04 09-17 10-11
2025 01-29 04-04 10-06 10-29
2026 02-17 04-05 09-25 10-18
2027 02-06 04-05 09-15 10-08
2028 01-26 04-04 10-03 10-26
2029 02-13 04-04 09-22 10-16
2030 02-03 04-05 09-12 10-05
2031 01-23 04-05 10-01 10-24
2032 02-11 04-04 09-19 10-12
2033 01-31 04-04 09-08 10-01
2034 02-19 04-05 09-27 10-20
2035 02-08 04-05 09-16 10-09
2036 01-28 04-04 10-04 10-27
2037 02-15 04-04 09-24 10-17
2038 02-04 04-05 09-13 10-07
2039 01-24 04-05 10-02 10-26
2040 02-12 04-04 09-20 10-14
2041 02-01 04-04 09-10 10-03
"""
_LATER_SPRINGS = (
    "2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02 "
    "2050-01-23"
)
_MOVING = (Occasion.SPRING, Occasion.QINGMING, Occasion.MIDAUTUMN, Occasion.CHONGYANG)
_FIXED: dict[Occasion, tuple[int, int]] = {
    Occasion.BAYI: (8, 1),
    Occasion.MARTYRS_DAY: (9, 30),
    Occasion.NEWYEAR: (1, 1),
    Occasion.NATIONAL: (10, 1),
}


def _read_table() -> dict[tuple[Occasion, int], date]:
    days = {}
    for line in _TABLE.split("\n")[1:-1]:
        year, *rest = line.split()
        for occasion, day in zip(_MOVING, rest, strict=True):
            days[occasion, int(year)] = date.fromisoformat(f"{year}-{day}")
    for text in _LATER_SPRINGS.split():
        spring = date.fromisoformat(text)
        days[Occasion.SPRING, spring.year] = spring
    return days


_DAYS = _read_table()


def festival(occasion: Occasion, year: int) -> date | None:
    """The day of an occasion; None for one without a day, or beyond the table."""
    if occasion in _FIXED:
        return date(year, *_FIXED[occasion])
    return _DAYS.get((occasion, year))


def window(occasion: Occasion, year: int) -> tuple[date, date] | None:
    """First and last usual day of condolence for an occasion (MO3); None when any day will do."""
    if occasion is Occasion.BAYI:
        return date(year, 7, 1), date(year, 8, 15)
    day = festival(occasion, year)
    if day is None or occasion in {Occasion.NEWYEAR, Occasion.NATIONAL, Occasion.MARTYRS_DAY}:
        return None
    if occasion is Occasion.SPRING:
        return day - timedelta(days=45), day + timedelta(days=14)
    return day - timedelta(days=15), day + timedelta(days=15)


def is_usual(occasion: Occasion, year: int, paid_on: date) -> bool:
    """Whether a payment lies in the window of its occasion; outside is a warning only."""
    days = window(occasion, year)
    return days is None or days[0] <= paid_on <= days[1]


def occasion_year(occasion: Occasion, paid_on: date) -> int:
    """The festival year of a payment: 28 December 2025 belongs to the spring of 2026 (MO2)."""
    this, following = (festival(occasion, paid_on.year + ahead) for ahead in (0, 1))
    if this is None or following is None:
        return paid_on.year
    nearer = following - paid_on < abs(paid_on - this)
    return following.year if nearer else paid_on.year


def upcoming(today: date, *, days: int = 60) -> list[tuple[date, Occasion]]:
    """The festivals of the days ahead, nearest first."""
    last = today + timedelta(days=days)
    found = []
    for year in (today.year, last.year) if last.year != today.year else (today.year,):
        for occasion in Occasion:
            day = festival(occasion, year)
            if day is not None and today <= day <= last:
                found.append((day, occasion))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Season:
    """A span of days of each year with work of its own."""

    name: str
    first: date
    last: date


_SEASONS = (
    ("上半年征兵", (2, 15), (3, 31)),
    ("春季退役返乡", (3, 1), (3, 31)),
    ("下半年征兵", (8, 15), (9, 30)),
    ("秋季退役返乡", (9, 1), (9, 30)),
)
"""Since 2021 recruits leave and veterans return twice a year; the county's notice holds."""


def seasons(today: date, *, days: int = 370) -> list[Season]:
    """The seasons that run or begin in the days ahead, the nearest first."""
    until = today + timedelta(days=days)
    found = [
        Season(name, date(year, *first), date(year, *last))
        for year in range(today.year, until.year + 1)
        for name, first, last in _SEASONS
    ]
    ahead = [one for one in found if one.last >= today and one.first <= until]
    return sorted(ahead, key=lambda one: one.first)
