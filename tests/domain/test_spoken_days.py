"""Days as a tired clerk writes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.spoken_days import spoken_day

TODAY = date(2026, 7, 20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("今天", TODAY),
        ("昨天", date(2026, 7, 19)),
        ("前天", date(2026, 7, 18)),
        ("大前天", date(2026, 7, 17)),
        ("7-1", date(2026, 7, 1)),
        ("7/1", date(2026, 7, 1)),
        ("7.1", date(2026, 7, 1)),
        ("7月1日", date(2026, 7, 1)),
        ("7 月 1 号", date(2026, 7, 1)),
        ("7-20", TODAY),
        ("12-25", date(2025, 12, 25)),
        ("2-29", date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_last_one(typed: str, meant: date) -> None:
    assert spoken_day(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("明天", date(2026, 7, 21)),
        ("后天", date(2026, 7, 22)),
        ("8-1", date(2026, 8, 1)),
        ("7-20", TODAY),
        ("2-9", date(2027, 2, 9)),
    ],
)
def test_of_a_plan_it_is_the_next_one(typed: str, meant: date) -> None:
    assert spoken_day(typed, today=TODAY, ahead=True) == meant


@pytest.mark.parametrize("typed", ["", "明天", "85.3", "13-1", "2-30", "7-1-2", "上周", "1976"])
def test_anything_else_is_left_to_the_reader_of_dates(typed: str) -> None:
    assert spoken_day(typed, today=TODAY) is None


def test_full_width_digits_are_digits() -> None:
    wide = "7-1".translate({ord("7"): 0xFF17, ord("1"): 0xFF11, ord("-"): 0xFF0D})
    assert spoken_day(wide, today=TODAY) == date(2026, 7, 1)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_every_day_of_the_last_year_is_found_by_month_and_day(today: date, back: int) -> None:
    meant = today - timedelta(days=back)
    assert spoken_day(f"{meant.month}-{meant.day}", today=today) == meant
