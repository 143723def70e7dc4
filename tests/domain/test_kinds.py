"""Kinds: every value survives the wire, and every text becomes its value or a question."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.kinds import Kind, Value, Wire, from_text, from_wire, to_text, to_wire
from station_app.errors import Rejected


def wide(text: str) -> str:
    """The full-width twin that an input method leaves in a cell."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


_STORED_DATES = st.dates(date(1000, 1, 1)).map(str)
_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: st.text(),
    Kind.LONG_TEXT: st.text(),
    Kind.ID_NUMBER: st.text(max_size=18),
    Kind.PHONE: st.text(max_size=18),
    Kind.MONEY: st.integers(-(10**12), 10**12),
    Kind.INTEGER: st.integers(-(10**12), 10**12),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates(),
    Kind.PARTIAL_DATE: _STORED_DATES
    | _STORED_DATES.map(lambda day: day[:7])
    | _STORED_DATES.map(lambda day: day[:4]),
    Kind.MONTH: _STORED_DATES.map(lambda day: day[:7]),
    Kind.CHOICE: st.text(),
    Kind.REFERENCE: st.uuids(),
    Kind.MOMENT: st.datetimes(timezones=st.just(UTC)),
    Kind.FILE: st.text(),
}


def test_every_kind_has_its_values_tested() -> None:
    assert set(_VALUES) == set(Kind)


@given(st.data(), st.sampled_from(Kind))
def test_a_value_survives_the_wire_exactly(data: st.DataObject, kind: Kind) -> None:
    value = data.draw(_VALUES[kind] | st.none())
    wire = json.loads(json.dumps(to_wire(kind, value)))
    back = from_wire(kind, wire)
    assert back == value
    assert type(back) is type(value)


def test_a_moment_travels_in_utc() -> None:
    shanghai = datetime(2026, 11, 22, 8, tzinfo=timezone(timedelta(hours=8)))
    assert to_wire(Kind.MOMENT, shanghai) == "2026-11-22T00:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "wire"),
    [
        (Kind.MONEY, "5"),
        (Kind.MONEY, True),
        (Kind.BOOLEAN, 1),
        (Kind.TEXT, 5),
        (Kind.DATE, "2026-02-30"),
        (Kind.PARTIAL_DATE, "1976-13"),
        (Kind.MONTH, "2026-00"),
        (Kind.MONTH, "0000-01"),
        (Kind.MONTH, "２０２６-01"),
        (Kind.MOMENT, "2026-11-22T00:00:00"),
        (Kind.REFERENCE, "nobody"),
    ],
)
def test_a_scalar_of_another_kind_is_refused(kind: Kind, wire: Wire) -> None:
    with pytest.raises(Rejected, match=r"kind\.wire"):
        from_wire(kind, wire)


def test_a_value_of_another_kind_is_a_bug() -> None:
    with pytest.raises(TypeError):
        to_wire(Kind.MONEY, "500")


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        (Kind.TEXT, " 王芳 ", "王芳", "王芳"),
        (Kind.ID_NUMBER, "32081219620815000x", "32081219620815000X", "32081219620815000X"),
        (Kind.PHONE, "138 1234 5678", "13812345678", "13812345678"),
        (Kind.MONEY, "伍佰", 50000, "500.00"),
        (Kind.INTEGER, wide("1,000"), 1000, "1000"),
        (Kind.BOOLEAN, "√", True, "是"),
        (Kind.BOOLEAN, "没有", False, "否"),
        (Kind.DATE, "2030年1月5日", date(2030, 1, 5), "2030-01-05"),
        (Kind.PARTIAL_DATE, "1976.12", "1976-12", "1976-12"),
        (Kind.MONTH, "2026年2月", "2026-02", "2026-02"),
        (Kind.TEXT, "", None, ""),
    ],
)
def test_what_is_typed_becomes_a_value(kind: Kind, typed: str, value: Value, shown: str) -> None:
    assert from_text(kind, typed) == value
    assert to_text(kind, value) == shown


def test_a_choice_is_typed_by_code_label_or_synonym_and_shown_by_label() -> None:
    for typed in ("WAR", "参战退役军人", "参战"):
        assert from_text(Kind.CHOICE, typed, "category") == "WAR"
    assert to_text(Kind.CHOICE, "WAR", "category") == "参战退役军人"


@pytest.mark.parametrize(
    ("kind", "typed", "choices", "code"),
    [
        (Kind.CHOICE, "两参", "category", "choice.ambiguous"),
        (Kind.CHOICE, "支前模范", "category", "choice.unknown"),
        (Kind.INTEGER, "三", None, "integer.unreadable"),
        (Kind.BOOLEAN, "也许", None, "boolean.unreadable"),
        (Kind.DATE, "1976.12", None, "date.day_missing"),
        (Kind.MONTH, "1976", None, "date.month_missing"),
        (Kind.MONEY, "-5", None, "money.negative"),
        (Kind.REFERENCE, "x", None, "kind.reference"),
        (Kind.MOMENT, "x", None, "kind.moment"),
    ],
)
def test_what_is_not_surely_a_value_is_refused(
    kind: Kind, typed: str, choices: str | None, code: str
) -> None:
    with pytest.raises(Rejected, match=code):
        from_text(kind, typed, choices)


@given(st.uuids(), st.datetimes(timezones=st.just(UTC)))
def test_keys_and_moments_survive_text(key: UUID, moment: datetime) -> None:
    assert from_text(Kind.REFERENCE, to_text(Kind.REFERENCE, key)) == key
    assert from_text(Kind.MOMENT, to_text(Kind.MOMENT, moment)) == moment
