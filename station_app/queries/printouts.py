"""What was printed or exported under a number: the list, its rows as they are called today.

The rows themselves are the keys that were kept; what happened to each since is read from the change
log, from the place where it stood when the paper was made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.masking import MaskLevel
from station_app.domain.packed_rows import unpack
from station_app.domain.periods import Period
from station_app.domain.printouts import RowBehind
from station_app.errors import Rejected
from station_app.models.change import Change
from station_app.models.household import Household
from station_app.models.local import Printout
from station_app.models.person import BankAccount, Person, PersonIdentity, ServiceRecord
from station_app.models.registry import BY_NAME
from station_app.queries.edits import NAMING

CHUNK = 500
MOST = 300
PARTS_OF_PERSON = (PersonIdentity, ServiceRecord, BankAccount)
"""What stands on a roster of people, yet in records of its own."""


@dataclass(frozen=True, slots=True)
class PrintoutRow:
    """One paper or file that was made."""

    serial: str
    kind: str
    title: str
    params: str
    period: Period | None
    made_on: date
    made_at: datetime
    made_by: str
    mask: MaskLevel
    row_count: int
    digest: str
    upto: int


class Since(StrEnum):
    """What became of a row since it was printed."""

    SAME = "SAME"
    CHANGED = "CHANGED"
    REVERSED = "REVERSED"
    REMOVED = "REMOVED"
    MERGED = "MERGED"
    LEFT = "LEFT"
    """It is as it was, yet the same question does not find it any more."""
    NEW = "NEW"
    """It was not there; the same question finds it today."""
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row of a paper: the record, whose it is, what it added, what became of it."""

    number: int
    row: RowBehind
    kind: str
    name: str
    group_name: str | None
    person_id: UUID | None
    day: date | None
    since: Since


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper, a line of a tally or a sheet; papers of one part call it nothing."""

    code: str
    rows: int = 0
    count: int = 0
    fen: int = 0
    touched: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A paper found by its number: its rows of then, and the records that are not as they were."""

    head: PrintoutRow
    rows: tuple[RowBehind, ...]
    fate: Mapping[UUID, Since]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The lines or sheets of the paper."""
        return parts_of(self.rows, self.fate)


_COLUMNS = (
    Printout.serial, Printout.kind, Printout.title, Printout.params, Printout.period,
    Printout.made_on, Printout.made_at, Printout.made_by, Printout.mask, Printout.row_count,
    Printout.digest, Printout.upto,
)  # fmt: skip


def latest(session: Session, *, limit: int = MOST) -> list[PrintoutRow]:
    """The papers and files that were made, the newest first."""
    statement = select(*_COLUMNS).order_by(Printout.made_at.desc(), Printout.serial).limit(limit)
    return [_head(row) for row in session.execute(statement)]


def head_of(session: Session, serial: str) -> PrintoutRow:
    """The paper of this number; `Rejected("printout.unknown")`."""
    row = session.execute(select(*_COLUMNS).where(Printout.serial == serial)).one_or_none()
    if row is None:
        raise Rejected("printout.unknown", serial=serial)
    return _head(row)


def title_of(session: Session, serial: str) -> str | None:
    """What the paper of this number is called; None where it was not made on this PC."""
    return session.scalar(select(Printout.title).where(Printout.serial == serial))


def parts_of_person(session: Session, person_id: UUID) -> list[UUID]:
    """The identities, terms of service and accounts of a person, which rosters show with him."""
    models = PARTS_OF_PERSON
    found = (session.scalars(select(m.id).where(m.person_id == person_id)) for m in models)
    return [key for keys in found for key in keys]


def kept_rows(session: Session, serial: str) -> tuple[RowBehind, ...]:
    """The rows as they were written down."""
    packed = session.scalar(select(Printout.rows).where(Printout.serial == serial))
    return unpack(packed) if packed else ()


def found(session: Session, serial: str) -> Found:
    """A paper with its rows as they were kept; `Rejected("printout.unknown")`."""
    head = head_of(session, serial)
    kept = kept_rows(session, serial)
    return Found(head, kept, _fates(session, kept, head.upto))


def parts_of(rows: Iterable[RowBehind], fate: Mapping[UUID, Since]) -> tuple[Part, ...]:
    """The parts in the order in which they were printed, with their sums."""
    parts: dict[str, Part] = {}
    for row in rows:
        one = parts.get(row.part, Part(row.part))
        parts[row.part] = Part(
            row.part,
            one.rows + 1,
            one.count + row.count,
            one.fen + row.fen,
            one.touched + (row.record_id in fate),
        )
    return tuple(parts.values())


def rows_as_today(
    session: Session, rows: Sequence[RowBehind], fate: Mapping[UUID, Since]
) -> tuple[FoundRow, ...]:
    """Rows with the names they bear today, and what became of them."""
    records = _records(session, rows)
    people = _people(session, rows, records)
    homes = _homes(session, records)
    shown = []
    for number, row in enumerate(rows, start=1):
        record = records.get(row.record_id)
        person = people.get(_person_of(row, record))
        home = homes.get(getattr(record, "household_id", None))
        shown.append(_found_row(number, row, (record, person, home), fate))
    return tuple(shown)


def _head(row: Any) -> PrintoutRow:  # Any: a row of columns
    serial, kind, title, params, period, *rest = row
    made_on, made_at, made_by, mask, *counts = rest
    of = Period.parse(period) if period else None
    return PrintoutRow(
        serial, kind, title, params, of, made_on, made_at, made_by, MaskLevel(mask), *counts
    )


Seen = tuple[Any, Person | None, Household | None]
"""A record of any type, its person, its household."""


def _found_row(number: int, row: RowBehind, seen: Seen, fate: Mapping[UUID, Since]) -> FoundRow:
    record, person, home = seen
    known = BY_NAME.get(row.record_type)
    return FoundRow(
        number=number,
        row=row,
        kind=known.label if known else row.record_type,
        name=_name(record, person, home),
        group_name=(person.group_name if person else None) or getattr(home, "group_name", None),
        person_id=person.id if person else None,
        day=_day(row, record),
        since=_since(record, fate.get(row.record_id, Since.SAME)),
    )


def _since(record: Any, fate: Since) -> Since:
    """What stands today counts: a removal that was taken back is none."""
    if record is None:
        return Since.GONE
    if record.deleted:
        return Since.REMOVED
    return Since.MERGED if getattr(record, "merged_into_id", None) else fate


def _name(record: Any, person: Person | None, home: Household | None) -> str:
    if person is not None:
        return person.name
    for one in (record, home):
        for name in (*NAMING, "recipient_text", "text"):
            if value := getattr(one, name, None):
                return str(value)
    return ""


def _day(row: RowBehind, record: Any) -> date | None:
    known = BY_NAME.get(row.record_type)
    day = getattr(record, known.event, None) if known and known.event else None
    return day if isinstance(day, date) else None


def _records(session: Session, rows: Sequence[RowBehind]) -> dict[UUID, Any]:
    """The records by key, whatever their type."""
    by_type: dict[str, dict[UUID, None]] = {}
    for row in rows:
        by_type.setdefault(row.record_type, {})[row.record_id] = None
    records: dict[UUID, Any] = {}
    for name, keys in by_type.items():
        if name in BY_NAME:
            model = BY_NAME[name].model
            records |= {one.id: one for one in _by_key(session, model, list(keys))}
    return records


def _by_key(session: Session, model: Any, keys: Sequence[UUID]) -> Iterable[Any]:
    for start in range(0, len(keys), CHUNK):
        yield from session.scalars(select(model).where(model.id.in_(keys[start : start + CHUNK])))


def _person_of(row: RowBehind, record: Any) -> UUID | None:
    if row.record_type == "person":
        return row.record_id
    for name in ("person_id", "basis_person_id"):
        key = getattr(record, name, None)
        if isinstance(key, UUID):
            return key
    return None


def _people(
    session: Session, rows: Sequence[RowBehind], records: Mapping[UUID, Any]
) -> dict[UUID | None, Person]:
    keys = {_person_of(row, records.get(row.record_id)) for row in rows}
    wanted = sorted(key for key in keys if key is not None)
    return {person.id: person for person in _by_key(session, Person, wanted)}


def _homes(session: Session, records: Mapping[UUID, Any]) -> dict[UUID | None, Household]:
    keys = {getattr(record, "household_id", None) for record in records.values()}
    wanted = sorted(key for key in keys if key is not None)
    return {home.id: home for home in _by_key(session, Household, wanted)}


def _fates(session: Session, rows: Sequence[RowBehind], since: int) -> dict[UUID, Since]:
    """What became of the records behind these rows; those not named are as they were."""
    keys = {row.record_id for row in rows}
    later = session.execute(
        select(Change.record_type, Change.record_id, Change.kind).where(Change.seq > since)
    )
    fate: dict[UUID, Since] = {}
    others: dict[str, set[UUID]] = {}
    for name, key, kind in later:
        if key not in keys:
            others.setdefault(name, set()).add(key)
        elif kind != "insert":
            fate[key] = Since.CHANGED
    fate |= {key: Since.CHANGED for key in _people_of_parts(session, others) if key in keys}
    return fate | {key: Since.REVERSED for key in _reversed(session, others) if key in keys}


def _reversed(session: Session, others: Mapping[str, set[UUID]]) -> Iterable[UUID]:
    """The facts that later facts took back."""
    for name, keys in others.items():
        known = BY_NAME.get(name)
        if known is None or not known.is_fact:
            continue
        model: Any = known.model  # a table of facts has the column
        for one in _by_key(session, model, sorted(keys)):
            if one.reverses_id is not None and not one.deleted:
                yield one.reverses_id


def _people_of_parts(session: Session, others: Mapping[str, set[UUID]]) -> Iterable[UUID]:
    """The people whose identities, service or accounts changed."""
    for model in PARTS_OF_PERSON:
        keys = sorted(others.get(model.__tablename__, ()))
        yield from (one.person_id for one in _by_key(session, model, keys))
