"""Moves between this station and others of the district: who waits, what others said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, TransferDirection, TransferState
from station_app.domain.kinds import Value, Wire, from_wire
from station_app.models.identifiers import PersonId
from station_app.models.person import PERSON, Person
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.models.transfer import PersonTransfer, TransferAnswer, TransferField

GONE = (PersonStatus.MERGED, PersonStatus.REMOVED)
Carried = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Known:
    """A file of this station that may be the person's: it has his number."""

    person_id: PersonId
    name: str
    file_no: str
    status: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who moved here, with what was carried; `known` has his number here already."""

    transfer_id: UUID
    name: str
    id_number: str | None
    from_code: str
    from_name: str
    moved_out_on: date | None
    person: Carried
    parts: Mapping[str, tuple[Carried, ...]]
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who moved away, and what the other station said.

    `is_open` while the other station says that he is not there and the file still says he is.
    """

    transfer_id: UUID
    person_id: PersonId
    name: str
    to_name: str
    moved_out_on: date | None
    state: str
    answered_on: date | None
    answer_note: str | None
    is_open: bool = False


def arrivals(session: Session) -> tuple[Arrival, ...]:
    """Who waits to be taken, the longest first."""
    answered = select(TransferAnswer.transfer_id).where(TransferAnswer.deleted.is_(False))
    rows = session.scalars(
        select(PersonTransfer)
        .where(
            PersonTransfer.direction == TransferDirection.IN,
            PersonTransfer.state == TransferState.WAITING,
            PersonTransfer.deleted.is_(False),
            PersonTransfer.id.not_in(answered),
        )
        .order_by(PersonTransfer.id)
    ).all()
    carried = _carried(session, [row.id for row in rows])
    known = _known(session, [row.id_number for row in rows if row.id_number])
    return tuple(_arrival(row, carried[row.id], known.get(row.id_number or "", ())) for row in rows)


def arrival(session: Session, transfer_id: UUID) -> Arrival | None:
    """One of them; None when it does not wait any more."""
    return next((one for one in arrivals(session) if one.transfer_id == transfer_id), None)


def departures(session: Session) -> tuple[Departure, ...]:
    """Who moved from here to another station of the district, the last first."""
    rows = session.execute(
        select(PersonTransfer, Person.status, Person.moved_to)
        .join(Person, Person.id == PersonTransfer.person_id)
        .where(
            PersonTransfer.direction == TransferDirection.OUT,
            PersonTransfer.state != TransferState.WITHDRAWN,
            PersonTransfer.deleted.is_(False),
        )
        .order_by(PersonTransfer.id.desc())
    )
    return tuple(_departure(row, status, moved_to) for row, status, moved_to in rows)


def _departure(row: PersonTransfer, status: str, moved_to: str | None) -> Departure:
    still = status == PersonStatus.MOVED_OUT and moved_to in (row.other_code, row.other_name)
    return Departure(
        transfer_id=row.id,
        person_id=PersonId(row.person_id),
        name=row.person_name,
        to_name=row.other_name,
        moved_out_on=row.moved_out_on,
        state=row.state,
        answered_on=row.answered_on,
        answer_note=row.answer_note,
        is_open=still and row.state == TransferState.NOT_HERE,
    )


_Rows = dict[str, dict[UUID, dict[str, Value]]]


def _carried(session: Session, transfer_ids: list[UUID]) -> dict[UUID, _Rows]:
    found: dict[UUID, _Rows] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    rows = session.scalars(
        select(TransferField)
        .where(TransferField.transfer_id.in_(transfer_ids), TransferField.deleted.is_(False))
        .order_by(TransferField.record_id)
    )
    for row in rows:
        record_type = BY_NAME.get(row.record_type)
        if record_type is not None and row.value is not None:
            known = found[row.transfer_id][row.record_type][row.record_id]
            known |= _value(record_type, row.field, row.value)
    return found


def _value(record_type: RecordType, name: str, text: str) -> dict[str, Value]:
    """A carried value as this program has it; a field of a newer one is left aside."""
    field = record_type.by_name.get(name)
    value: Wire = msgspec.json.decode(text)
    return {} if field is None else {name: from_wire(field.kind, value)}


def _known(session: Session, numbers: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    statement = select(
        Person.id_number, Person.id, Person.name, Person.file_no, Person.status
    ).where(
        Person.id_number.in_(list(numbers)),
        Person.deleted.is_(False),
        Person.status.not_in(GONE),
    )
    found: dict[str, tuple[Known, ...]] = {}
    for number, key, name, file_no, status in session.execute(statement.order_by(Person.id)):
        assert number is not None
        found[number] = (*found.get(number, ()), Known(PersonId(key), name, file_no, status))
    return found


def _arrival(row: PersonTransfer, carried: _Rows, known: tuple[Known, ...]) -> Arrival:
    people = list(carried.pop(PERSON.name, {}).values())
    return Arrival(
        transfer_id=row.id,
        name=row.person_name,
        id_number=row.id_number,
        from_code=row.other_code,
        from_name=row.other_name,
        moved_out_on=row.moved_out_on,
        person=people[0] if people else {},
        parts={name: tuple(rows.values()) for name, rows in carried.items()},
        known=known,
    )
