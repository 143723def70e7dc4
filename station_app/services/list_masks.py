"""A list for others to read: numbers hidden, no keys, nothing to bring back (PV2 level 1)."""

from dataclasses import replace

from station_app.domain.kinds import Kind, Value
from station_app.domain.lists import ListColumn, ListRow, ListSpec
from station_app.domain.masking import MaskLevel, birth_at, id_number_at, phone_at
from station_app.models.person import PERSON
from station_app.models.record_type import Scope

PLAIN_PHONES = frozenset({"phone2"})
"""Phones that are kept as plain text."""
BIRTH = "birth_date"
PRIVATE = frozenset(one.name for one in PERSON.own_fields if one.scope is Scope.STATION)
"""What a station tells nobody of a person, such as politics and notes (PV1, SETTLED 13)."""


def masked_spec(spec: ListSpec) -> ListSpec:
    """The columns that others may read, none of which may be edited."""
    return replace(
        spec, columns=tuple(replace(one, editable=False) for one in spec.columns if _is_open(one))
    )


def masked_row(spec: ListSpec, row: ListRow, level: MaskLevel) -> ListRow:
    """The row of those columns with its numbers as the level shows them."""
    pairs = zip(spec.columns, row.values, strict=True)
    shown = (_masked(column, value, level) for column, value in pairs if _is_open(column))
    return ListRow(row.key, tuple(shown))


def _is_open(column: ListColumn) -> bool:
    return column.name not in PRIVATE


def _masked(column: ListColumn, value: Value, level: MaskLevel) -> Value:
    if not isinstance(value, str):
        return value
    if column.kind is Kind.ID_NUMBER:
        return id_number_at(value, level) or None
    if column.kind is Kind.PHONE or column.name in PLAIN_PHONES:
        return phone_at(value, level) or None
    if column.name == BIRTH:
        return birth_at(value, level)
    return value
