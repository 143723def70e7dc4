"""Periods of reports, and festivals with their windows (DOMAIN §8.8, MO2, MO3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import festivals, periods
from station_app.domain.codes import Occasion
from station_app.domain.periods import Period
from station_app.errors import Rejected


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("2022-10", "2022-10", "2022-10", "2022年10月"),
        ("2022-Q4", "2022-10", "2022-12", "2022年第四季度"),
        ("2022", "2022-01", "2022-12", "2022年"),
        ("2022-01..2022-10", "2022-01", "2022-10", "2022年1月—10月"),
        ("2021-12..2022-02", "2021-12", "2022-02", "2021年12月—2022年2月"),
        ("2019..2023", "2019-01", "2023-12", "2019年1月—2023年12月"),
    ],
)
def test_a_period_is_read_and_named(text: str, start: str, end: str, label: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.label) == (start, end, label)
    assert Period.parse(period.code) == period


@pytest.mark.parametrize("text", ["2022-13", "22-1", "0000", "2022-Q5", "", "2022-10.."])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match=r"period\.unreadable"):
        Period.parse(text)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(Rejected, match=r"period\.backwards"):
        Period.parse("2022-10..2022-01")


def test_neighbours_of_a_period() -> None:
    quarter = Period.parse("2022-Q1")
    assert quarter.previous() == Period.parse("2021-Q4")
    assert quarter.last_year() == Period.parse("2021-Q1")
    assert Period.month("2022-10").year_to_date() == Period.parse("2022-01..2022-10")
    assert quarter.months == ("2022-01", "2022-02", "2022-03")
    assert "2022-02" in quarter
    assert "2022-04" not in quarter
    assert (quarter.first_day, quarter.last_day) == (date(2022, 1, 1), date(2022, 3, 31))


@given(st.integers(1000, 9000), st.integers(1, 12), st.integers(0, 60))
def test_every_period_reads_its_own_code(year: int, month: int, length: int) -> None:
    start = f"{year}-{month:02}"
    period = Period(start, periods.add_months(start, length))
    assert Period.parse(period.code) == period
    assert period.length == len(period.months) == length + 1
    assert period.previous().length == period.length
    assert periods.add_months(period.previous().end, 1) == period.start


def test_months_of_days() -> None:
    assert periods.month_of(date(2024, 2, 29)) == "2024-02"
    assert periods.last_day("2024-02") == date(2024, 2, 29)
    assert periods.months_between("2021-11", "2022-02") == 3


@pytest.mark.parametrize(
    ("occasion", "day"),
    [
        (Occasion.SPRING, date(2026, 2, 17)),
        (Occasion.QINGMING, date(2026, 4, 5)),
        (Occasion.MIDAUTUMN, date(2026, 9, 25)),
        (Occasion.CHONGYANG, date(2026, 10, 18)),
        (Occasion.BAYI, date(2026, 8, 1)),
        (Occasion.MARTYRS_DAY, date(2026, 9, 30)),
    ],
)
def test_the_festivals_of_2026(occasion: Occasion, day: date) -> None:
    assert festivals.festival(occasion, 2026) == day


def test_the_table_reaches_from_2018_to_2050() -> None:
    springs = [festivals.festival(Occasion.SPRING, year) for year in range(2018, 2051)]
    assert None not in springs
    assert festivals.festival(Occasion.SPRING, 2050) == date(2050, 1, 23)
    assert festivals.festival(Occasion.SPRING, 2051) is None
    assert festivals.festival(Occasion.DAILY, 2026) is None


def test_mo3_windows_warn_and_do_not_block() -> None:
    assert festivals.window(Occasion.SPRING, 2026) == (date(2026, 1, 3), date(2026, 3, 3))
    assert festivals.window(Occasion.BAYI, 2026) == (date(2026, 7, 1), date(2026, 8, 15))
    assert festivals.window(Occasion.CHONGYANG, 2026) == (date(2026, 10, 3), date(2026, 11, 2))
    assert not festivals.is_usual(Occasion.BAYI, 2026, date(2026, 8, 16))
    assert festivals.is_usual(Occasion.DAILY, 2026, date(2026, 8, 16))


def test_mo2_a_payment_in_december_belongs_to_the_next_spring_festival() -> None:
    assert festivals.occasion_year(Occasion.SPRING, date(2025, 12, 28)) == 2026
    assert festivals.occasion_year(Occasion.NEWYEAR, date(2025, 12, 28)) == 2026
    assert festivals.occasion_year(Occasion.DAILY, date(2025, 12, 28)) == 2025
    assert festivals.occasion_year(Occasion.SPRING, date(2026, 2, 10)) == 2026
    assert festivals.occasion_year(Occasion.BAYI, date(2026, 8, 20)) == 2026


def test_the_festivals_ahead_come_nearest_first() -> None:
    ahead = festivals.upcoming(date(2026, 12, 20))
    assert ahead == [(date(2027, 1, 1), Occasion.NEWYEAR), (date(2027, 2, 6), Occasion.SPRING)]
