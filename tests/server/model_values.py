"""Values of any kind of field, as good as never the same twice, so that each can be followed."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from station_app.domain.codes import CODE_LISTS
from station_app.domain.kinds import Kind, Value
from station_app.models.record_type import Field, RecordType
from station_app.models.registry import RECORD_TYPES
from station_app.sync.rows import required_fields

NOT_TYPED = frozenset({"station", "conflict", "attachment", "transfer_answer"})
KINDS: tuple[RecordType, ...] = tuple(
    kind for kind in RECORD_TYPES if not kind.down_only and kind.name not in NOT_TYPED
)
"""The record types that the operators of the model write: those without effects elsewhere."""
LEFT_ALONE = frozenset({"merged_into_id", "status", "file_no", "household_no", "record_type"})
"""Fields that have rules of their own; the model changes them through the services only."""
EDITABLE = {
    kind.name: [
        field for field in kind.own_fields if field.name not in LEFT_ALONE | kind.written_once
    ]
    for kind in KINDS
}
FIRST_DAY = date(1900, 1, 1)
FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)


class Values:
    """A well of values."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0

    def of(self, field: Field) -> Value:
        """A value that fits the field."""
        self._count += 1
        if field.choices is not None:
            return self._random.choice(CODE_LISTS[field.choices].codes)
        return _value(field.kind, self._count, self._random)

    def row(self, kind: RecordType) -> dict[str, Value]:
        """A record with its required fields and some of the others."""
        values = {
            field.name: self.of(field)
            for field in kind.own_fields
            if field.name in required_fields(kind)
            or (field.name not in LEFT_ALONE and self._random.random() < 0.3)
        }
        if kind.name == "person":
            values["status"] = "ACTIVE"
        if self._random.random() < 0.04 and "file_no" in values:
            values["file_no"] = f"C-{self._random.randrange(8)}"  # as two PCs give one number
        if kind.is_fact:
            values["counted_ym"] = f"20{self._random.randrange(10, 30)}-01"
        return values

    def editable(self, kind: RecordType) -> list[Field]:
        """The fields that an operator may change."""
        return EDITABLE[kind.name]


def _value(kind: Kind, count: int, random: Random) -> Value:
    make = MAKERS.get(kind)
    return make(count, random) if make else f"值{count}"


MAKERS: Mapping[Kind, Callable[[int, Random], Value]] = {
    Kind.INTEGER: lambda count, _: count,
    Kind.MONEY: lambda count, _: count,
    Kind.BOOLEAN: lambda _, random: random.random() < 0.5,
    Kind.DATE: lambda count, _: FIRST_DAY + timedelta(days=count),
    Kind.PARTIAL_DATE: lambda count, _: (FIRST_DAY + timedelta(days=count)).isoformat(),
    Kind.MONTH: lambda count, _: f"{1000 + count // 12 % 9000}-{count % 12 + 1:02}",
    Kind.MOMENT: lambda count, _: FIRST_MOMENT + timedelta(seconds=count),
    Kind.REFERENCE: lambda count, _: UUID(int=count),
}
"""How a value of each kind comes from a number; any other kind is text."""
