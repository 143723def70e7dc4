"""A column looked at as a whole comes to what each of its values would come to alone."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.kinds import Kind, Wire, from_wire, to_wire
from station_app.errors import Rejected
from station_app.sync.columns import SQLITE, Column, Misfit, as_wire, checked, stored
from station_app.sync.rows import keys_as_stored

FIRST, SECOND = "018445ba-0000-7000-8000-000000000001", "018445ba-0000-7000-8000-00000000000a"
SPELT = {
    Kind.REFERENCE: (FIRST, SECOND.upper(), FIRST.replace("-", ""), "", f"{FIRST}\n{SECOND}"),
    Kind.DATE: ("2022-10-01", "2022-02-30", "2022-W40-6", "20221001", "2022-10-1", ""),
    Kind.PARTIAL_DATE: ("2022-10-01", "2022-10", "2022", "0000-01-01", "2022-W40-6", "2022-13"),
    Kind.MONTH: ("2022-10", "2022-13", "2022-1"),
    Kind.MOMENT: ("2022-10-01T01:30:00+00:00", "2022-10-01T09:30:00+08:00", "2022-10-01T09:30:00"),
}


def one_by_one(kind: Kind, column: Column) -> Column | None:
    """Each value in its one spelling; None where one is no value of its kind."""
    try:
        return [to_wire(kind, from_wire(kind, value)) for value in column]
    except Rejected:
        return None


def as_a_whole(kind: Kind, column: Column) -> Column | None:
    """The same by the column."""
    try:
        return checked(kind, column)
    except Misfit:
        return None


@given(data=st.data(), kind=st.sampled_from(sorted(SPELT)))
def test_a_column_fits_where_each_of_its_values_does(data: st.DataObject, kind: Kind) -> None:
    value = st.none() | st.sampled_from(SPELT[kind]) | st.text(max_size=10)
    column: Column = data.draw(st.lists(value, max_size=4))
    assert as_a_whole(kind, column) == one_by_one(kind, column)


@given(column=st.lists(st.none() | st.uuids().map(str), max_size=5))
def test_references_come_back_from_a_file_as_they_were_stored(column: list[Wire]) -> None:
    kept = stored(Kind.REFERENCE, column, SQLITE)
    assert kept == [key if key is None else UUID(str(key)).hex for key in column]
    assert as_wire(Kind.REFERENCE, kept, SQLITE) == column


def test_what_somebody_else_wrote_into_a_file_is_told_and_takes_no_other_row_along() -> None:
    found = as_wire(Kind.REFERENCE, [UUID(FIRST).hex, None, "nobody"], SQLITE)
    assert found == [FIRST, None, "nobody----"]


@pytest.mark.parametrize("dialect", [SQLITE, "postgresql"])
def test_keys_are_given_as_each_database_has_them(dialect: str) -> None:
    keys = [UUID(FIRST), UUID(SECOND)]
    spelt = [key.hex if dialect == SQLITE else str(key) for key in keys]
    assert keys_as_stored(keys, dialect) == spelt
    assert keys_as_stored([], dialect) == []
