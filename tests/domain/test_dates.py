"""The vectors of DOMAIN §8.3 and the mixed formats of §7 #8."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.date_reading import (
    parse_date,
    parse_date_number,
    parse_date_range,
    parse_serial,
)
from station_app.domain.partial_date import PartialDate, formal_date, official_date
from station_app.domain.reading import Level
from station_app.errors import Rejected


def wide(text: str) -> str:
    """The full-width twin that an input method leaves in a cell."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1976年12月", "1976-12"),
        ("1976.12", "1976-12"),
        ("1976-12", "1976-12"),
        ("1976/12/5", "1976-12-05"),
        ("19761205", "1976-12-05"),
        ("197612", "1976-12"),
        ("76.12", "1976-12"),
        ("76年12月", "1976-12"),
        ("一九七六年十二月", "1976-12"),
        ("七六年十二月", "1976-12"),
        ("二〇二六年二月十七日", "2026-02-17"),
        ("二零二六年元月", "2026-01"),
        ("21378", "1958-07-12"),
        ("45292", "2024-01-01"),
        ("公元1976年", "1976"),
        ("1958.7", "1958-07"),
        ("1958年7月", "1958-07"),
        ("58.7.12", "1958-07-12"),
        ("1958-07", "1958-07"),
        ("19580712", "1958-07-12"),
        ("1958/7/12", "1958-07-12"),
        ("1958-07-12 00:00:00", "1958-07-12"),
        (wide("1976.12"), "1976-12"),
        ("580712", "1958-07-12"),
        ("05.7", "2005-07"),
        ("1976", "1976"),
    ],
)
def test_every_accepted_writing_keeps_its_precision(text: str, stored: str) -> None:
    reading = parse_date(text, today=TODAY)
    assert str(reading.value) == stored
    assert reading.level is (Level.OK if text == stored else Level.FIX)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("农历八月", "date.lunar"),
        ("1958年腊月", "date.lunar"),
        ("民国三十七年五月", "date.republic"),
        ("1980年底", "date.vague"),
        ("约1976年", "date.vague"),
    ],
)
def test_what_is_unsure_is_asked(text: str, code: str) -> None:
    reading = parse_date(text, today=TODAY)
    assert reading.level is Level.ASK
    assert reading.notes[0].code == code
    with pytest.raises(Rejected, match=code):
        reading.certain()


def test_a_year_of_the_republic_proposes_its_common_year() -> None:
    assert str(parse_date("民国37年5月", today=TODAY).value) == "1948-05"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1958-02-30", "date.not_real"),
        ("1958.13", "date.not_real"),
        ("2027-01", "date.future"),
        ("1776年", "date.too_early"),
        ("不详", "date.unreadable"),
        ("60", "date.unreadable"),
    ],
)
def test_what_is_wrong_is_refused(text: str, code: str) -> None:
    reading = parse_date(text, today=TODAY)
    assert reading.level is Level.ERR
    assert reading.notes[0].code == code


def test_without_a_clock_dates_may_lie_ahead_but_years_need_four_digits() -> None:
    assert str(parse_date("2030年1月", today=None).value) == "2030-01"
    assert parse_date("76.12", today=None).notes[0].code == "date.short_year"


def test_numeric_1958_1_asks_for_january_or_october() -> None:
    reading = parse_date_number(1958.1, today=TODAY)
    assert reading.level is Level.ASK
    assert [str(option) for option in reading.options] == ["1958-01", "1958-10"]
    for number, stored in ((1958.07, "1958-07"), (1958.12, "1958-12"), (1958.7, "1958-07")):
        assert str(parse_date_number(number, today=TODAY).value) == stored
        assert parse_date_number(number, today=TODAY).level is Level.FIX


def test_a_serial_counts_from_its_workbooks_first_day() -> None:
    assert str(parse_serial(21378, today=TODAY).value) == "1958-07-12"
    assert str(parse_serial(19916, today=TODAY, date_1904=True).value) == "1958-07-12"
    assert parse_serial(60, today=TODAY).notes[0].code == "date.serial"
    assert str(parse_date_number(19580712, today=TODAY).value) == "1958-07-12"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1976.12-1980.1", "1976-12", "1980-01"),
        ("1976年12月至1980年1月", "1976-12", "1980-01"),
        ("1976.12—1980.01", "1976-12", "1980-01"),
        ("1976-1980", "1976", "1980"),
        ("1976-12", "1976-12", None),
        ("1976-12-05", "1976-12-05", None),
    ],
)
def test_enlistment_and_discharge_in_one_cell(text: str, start: str, end: str | None) -> None:
    value = parse_date_range(text, today=TODAY).value
    assert value is not None
    assert str(value.start) == start
    assert (str(value.end) if value.end else None) == end


def test_a_range_that_runs_backwards_asks() -> None:
    assert parse_date_range("1980.1-1976.12", today=TODAY).level is Level.ASK


@pytest.mark.parametrize(
    ("day", "formal"),
    [
        (date(2026, 2, 17), "二〇二六年二月十七日"),
        (date(2026, 10, 20), "二〇二六年十月二十日"),
        (date(2030, 12, 31), "二〇三〇年十二月三十一日"),
        (date(2026, 11, 1), "二〇二六年十一月一日"),
    ],
)
def test_the_formal_style_of_plaques(day: date, formal: str) -> None:
    assert formal_date(day) == formal
    assert parse_date(formal, today=None).value == PartialDate.from_date(day)


def test_the_official_style_has_no_leading_zeros() -> None:
    assert official_date(date(2026, 2, 17)) == "2026年2月17日"
    assert PartialDate.of("1976-12").official() == "1976年12月"
    assert PartialDate(1976).formal() == "一九七六年"


def test_partial_dates_compare_as_intervals() -> None:
    year, month, day = (PartialDate.of(text) for text in ("1976", "1976-12", "1976-12-05"))
    assert (year.precision, month.precision, day.precision) == ("Y", "YM", "YMD")
    assert year.agrees_with(day)
    assert month.is_before(date(1977, 1, 1))
    assert not month.is_before(day)
    assert day.is_after(PartialDate.of("1976-11"))
    assert (year.last_day, month.first_day) == (date(1976, 12, 31), date(1976, 12, 1))
    assert (day.exact, month.exact) == (date(1976, 12, 5), None)
    assert (month.month_text, year.month_text) == ("1976-12", None)


@pytest.mark.parametrize("text", ["", "76", "1976-13", "1976-02-30", "1976-1", "1976-12-5 "])
def test_only_the_stored_form_is_stored(text: str) -> None:
    with pytest.raises(Rejected, match=r"date\.not_real"):
        PartialDate.of(text)


@given(st.dates(date(1850, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_each_writing(day: date) -> None:
    value = PartialDate.from_date(day)
    assert PartialDate.of(str(value)) == value
    for text in (str(value), value.official(), value.formal(), f"{day:%Y%m%d}"):
        assert parse_date(text, today=None).value == value


@given(st.text(max_size=12))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    reading = parse_date(text, today=TODAY)
    assert reading.value is None or reading.value.first_day <= TODAY or reading.level is Level.ERR
