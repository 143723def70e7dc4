"""A list for others to read: numbers hidden, no keys, nothing to bring back (PV2 level 1)."""

from dataclasses import replace

from station_app.domain.kinds import Kind, Value
from station_app.domain.lists import ListColumn, ListRow, ListSpec
from station_app.domain.masking import MaskLevel, birth_at, id_number_at, phone_at

PLAIN_PHONES = frozenset({"phone2"})
"""Phones that are kept as plain text."""
BIRTH = "birth_date"


def masked_spec(spec: ListSpec) -> ListSpec:
    """The same columns, none of which may be edited."""
    return replace(spec, columns=tuple(replace(one, editable=False) for one in spec.columns))


def masked_row(spec: ListSpec, row: ListRow, level: MaskLevel) -> ListRow:
    """The row with its numbers as the level shows them."""
    pairs = zip(spec.columns, row.values, strict=True)
    return ListRow(row.key, tuple(_masked(column, value, level) for column, value in pairs))


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
