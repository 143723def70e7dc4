"""The lunar calendar against the festivals that were checked with two libraries (DOMAIN §8.8)."""

from datetime import date

import pytest

from station_app.domain.codes import Occasion
from station_app.domain.festivals import festival
from station_app.domain.lunar import LunarDay, lunar_day, solar_day

LUNAR = {
    Occasion.SPRING: (1, 1),
    Occasion.MIDAUTUMN: (8, 15),
    Occasion.CHONGYANG: (9, 9),
}


@pytest.mark.parametrize("occasion", LUNAR)
def test_each_festival_falls_on_its_lunar_day(occasion: Occasion) -> None:
    month, day = LUNAR[occasion]
    for year in range(2018, 2042):
        on = festival(occasion, year)
        assert on is not None
        assert lunar_day(on) == LunarDay(year, month, day)
        assert solar_day(year, month, day) == on


def test_springs_to_2050_begin_their_year() -> None:
    for year in range(2042, 2051):
        spring = festival(Occasion.SPRING, year)
        assert spring == solar_day(year, 1, 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 7, 20), "农历六月初七"),
        (date(2026, 2, 16), "农历腊月廿九"),
        (date(2025, 7, 25), "农历闰六月初一"),
        (date(2033, 12, 22), "农历闰冬月初一"),
        (date(2027, 1, 8), "农历腊月初一"),
        (date(2026, 11, 9), "农历十月初一"),
    ],
)
def test_a_day_is_told_as_calendars_do(day: date, words: str) -> None:
    found = lunar_day(day)
    assert found is not None
    assert found.words == words


def test_beyond_the_table_nothing_is_said() -> None:
    assert lunar_day(date(2018, 2, 15)) is None
    assert lunar_day(date(2052, 1, 1)) is None
    assert solar_day(2051, 1, 1) is None
