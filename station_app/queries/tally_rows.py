"""What all tally lines are made of: one shape of row, the months, the moment, distinct events.

A line is a function that returns a select of rows of this shape (SETTLED 3); its figure is their
sum or their number, so that a figure and the rows behind it come from one definition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import Session

from station_app.domain.certification import Cycle
from station_app.domain.periods import month_of
from station_app.models.person import Person

Rows = Select[*tuple[Any, ...]]
"""Rows with the columns of `COLUMNS`. Any: columns of a select that is put together by name."""
Column = SQLColumnExpression[Any]
"""A column of any type: lines put columns of many tables into one shape."""
COLUMNS = ("record", "id", "person_id", "household_id", "text", "day", "ym", "part", "count", "fen")
_TYPES: dict[str, Any] = {  # Any: column types have no common parameter
    "record": Text(),
    "id": Uuid(),
    "person_id": Uuid(),
    "household_id": Uuid(),
    "text": Text(),
    "day": Date(),
    "ym": Text(),
    "part": Text(),
    "count": BigInteger(),
    "fen": BigInteger(),
}


def row_of(record: str, **columns: Column | int) -> Rows:
    """A select of rows; columns that a line does not know are NULL, money and count are 0."""
    given: dict[str, Any] = {"record": literal(record, Text()), "count": 0, "fen": 0, **columns}
    return select(*(_labelled(name, given.get(name)) for name in COLUMNS))


def _labelled(name: str, value: Any) -> Column:  # Any: a column, a number or nothing
    if value is None:
        return cast(null(), _TYPES[name]).label(name)
    if isinstance(value, int):
        return literal(value, BigInteger()).label(name)
    labelled: Column = value.label(name)
    return labelled


@dataclass(frozen=True, slots=True)
class Merged:
    """Files that were merged, and the file that survives (SETTLED 2)."""

    survivors: Mapping[UUID, UUID] = field(default_factory=dict)

    def root(self, person_id: Column) -> Column:
        """The surviving file of a person column."""
        if not self.survivors:
            return person_id
        return case(dict(self.survivors), value=person_id, else_=person_id)


def load_merged(session: Session) -> Merged:
    """All merged files; chains are followed, in a ring the lowest key survives."""
    statement = select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None))
    links = {key: into for key, into in session.execute(statement) if into is not None}
    return Merged({key: _end(key, links) for key in links})


def _end(key: UUID, links: Mapping[UUID, UUID]) -> UUID:
    seen = [key]
    while seen[-1] in links:
        following = links[seen[-1]]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


@dataclass(frozen=True, slots=True)
class Months:
    """The months whose rows a flow line gives."""

    months: tuple[str, ...]
    merged: Merged = field(default_factory=Merged)

    def holds(self, month: Column) -> ColumnElement[bool]:
        """Whether a row counts in one of them."""
        return month.in_(self.months)

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years they touch, and the one before: a certification year runs over."""
        found = {int(month[:4]) for month in self.months}
        return tuple(sorted(found | {year - 1 for year in found}))


@dataclass(frozen=True, slots=True)
class Moment:
    """The last day of a period, where stock lines are counted.

    Distinct lines go from `since`, the first month of the year or of a longer period, or from
    `start`, the first month of the period itself. What a query compares with `on`, `in_month` and
    `from_month` is a parameter of it, so that the same query serves every moment (`parameters`).
    """

    day: date
    since: str
    start: str
    cycle: Cycle | None = None
    merged: Merged = field(default_factory=Merged)

    @property
    def month(self) -> str:
        """Its month."""
        return month_of(self.day)

    @property
    def on(self) -> Column:
        """The day, in a query."""
        return bindparam("moment_day", self.day, Date())

    @property
    def in_month(self) -> Column:
        """Its month, in a query."""
        return bindparam("moment_month", self.month, Text())

    @property
    def from_month(self) -> Column:
        """Where distinct lines begin, in a query."""
        return bindparam("moment_since", self.since, Text())

    @property
    def parameters(self) -> dict[str, date | str]:
        """The values of all of them."""
        return {
            "moment_day": self.day,
            "moment_month": self.month,
            "moment_since": self.since,
        }


def month_text(day: Column) -> Column:
    """The month of a date column, as `YYYY-MM`, on SQLite and PostgreSQL."""
    return func.substr(cast(day, Text()), 1, 7)


@dataclass(frozen=True, slots=True)
class Signed:
    """Facts of which a key counts once: their key, order, sign, and what to show.

    `keeps` are further columns that the rows keep, for a key that is counted afterwards.
    """

    source: Rows
    key: Sequence[str]
    order: Sequence[str] = ("ym", "day", "id")
    keeps: Sequence[str] = ()


def first_times(facts: Signed, months: Months | None) -> Rows:
    """One row per key when it begins to count, and a −1 row when its last fact was reversed.

    Of two facts of one key the first in order counts; its reversal lets the next one step in. The
    sum over months is thus the number of keys whose net is above 0, and a closed month stays.
    Without months the rows of all of them come.
    """
    source = facts.source.subquery()
    partition = [source.c[name] for name in facts.key]
    after = func.sum(source.c.sign).over(
        partition_by=partition,
        order_by=[source.c[name] for name in facts.order],
        rows=(None, 0),
    )
    running = select(source, after.label("after")).subquery()
    change = case((running.c.after > 0, 1), else_=0) - case(
        (running.c.after - running.c.sign > 0, 1), else_=0
    )
    shown = [running.c[name] for name in COLUMNS if name not in ("count", "fen")]
    rows: Rows = select(
        *shown,
        change.label("count"),
        (change * running.c.fen).label("fen"),
        *(running.c[name] for name in facts.keeps),
    ).where(change != 0)
    return rows if months is None else rows.where(running.c.ym.in_(months.months))


def with_sign(rows: Rows, sign: Column, **keys: Column) -> Rows:
    """Rows for `first_times`: the sign of each fact, and what its key is made of."""
    return rows.add_columns(
        sign.label("sign"), *(column.label(name) for name, column in keys.items())
    )


def net_people(rows: Rows, person: Column, sign: Column) -> Rows:
    """One row per person whose net is above 0, with the last day."""
    inner = rows.add_columns(sign.label("sign"), person.label("whom")).subquery()
    return (
        row_of(
            "person",
            id=inner.c.whom,
            person_id=inner.c.whom,
            day=func.max(inner.c.day),
            count=1,
        )
        .select_from(inner)
        .where(inner.c.whom.is_not(None))
        .group_by(inner.c.whom)
        .having(func.sum(inner.c.sign) > 0)
    )
