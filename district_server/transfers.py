"""People who move between stations of the district (SETTLED 6, DOMAIN 4.5 MV*, decision 0062).

A file that is closed as moved to another station of this district leads to a transfer in the scope
of that station, with what the district may read of the file; the old station sees the other side of
it. What happened there follows once the person was accepted, as lines that nothing counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from district_server.carried import carried_fields
from district_server.histories import refresh_history
from district_server.models import DistrictStation
from district_server.publishing import alone, amend, in_order, publish
from district_server.spans import Span
from district_server.stations import find_station
from station_app.domain.codes import (
    PersonStatus,
    TransferDirection,
    TransferReply,
    TransferState,
)
from station_app.errors import Rejected
from station_app.models.base import Fact
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import EntitlementEvent, PensionPayment
from station_app.models.person import Person
from station_app.models.transfer import (
    PERSON_TRANSFER,
    TRANSFER_FIELD,
    PersonTransfer,
    TransferAnswer,
    TransferField,
)
from station_app.models.visit import VisitAttendance

BY = ""
"""Nobody wrote it: the district's programme did."""
FACTS: tuple[type[Fact], ...] = (
    VisitAttendance,
    CondolencePayment,
    Certification,
    EntitlementEvent,
    PensionPayment,
)
OPEN = (TransferState.WAITING, TransferState.ACCEPTED)
STATE_OF: dict[str, TransferState] = {
    TransferReply.NEW: TransferState.ACCEPTED,
    TransferReply.SAME: TransferState.ACCEPTED,
    TransferReply.NOT_HERE: TransferState.NOT_HERE,
}


def is_concerned(session: Session, span: Span) -> bool:
    """Whether a span holds a move, an answer to one, or something about somebody who left."""
    if span.touches(session, Person, Person.status == PersonStatus.MOVED_OUT):
        return True
    if span.touches(session, TransferAnswer):
        return True
    left = list(session.scalars(_left(span, TransferState.WAITING, TransferState.ACCEPTED)))
    return bool(left) and (
        span.touches(session, Person, Person.id.in_(left))
        or any(span.touches(session, model, _about(model, left)) for model in FACTS)
    )


def _left(span: Span, *states: TransferState) -> Select[UUID]:
    """Who left the station of a span, by moves in one of these states."""
    return select(PersonTransfer.person_id).where(
        PersonTransfer.station_id == span.scope,
        PersonTransfer.direction == TransferDirection.OUT,
        PersonTransfer.state.in_(states),
    )


def _about(model: type[Fact], people: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether a fact is about one of these people."""
    column: ColumnElement[UUID] = model.__table__.c.person_id
    return column.in_(list(people))


def send_on(session: Session, span: Span, now: datetime) -> None:
    """New moves become transfers; a move that was taken back withdraws its transfer."""
    statement = select(Person).where(
        span.holds(Person), Person.status == PersonStatus.MOVED_OUT, Person.deleted.is_(False)
    )
    for person in session.scalars(statement.order_by(Person.id)).all():
        target = station_meant(session, person.moved_to)
        if target is not None and target.id != span.scope:
            _send(session, person, target, now)
    _withdraw_returned(session, span, now)


def station_meant(session: Session, words: str | None) -> DistrictStation | None:
    """The station of this district that a destination names, by division code or full name."""
    plain = (words or "").strip()
    if not plain:
        return None
    named = (DistrictStation.division_code == plain) | (DistrictStation.name == plain)
    found = session.scalars(select(DistrictStation).where(named)).all()
    return found[0] if len(found) == 1 else None


def direct(session: Session, person_id: UUID, code: str, *, now: datetime) -> None:
    """Send a closed file to a station that its destination did not name plainly."""
    person = session.get(Person, person_id)
    if person is None or person.status != PersonStatus.MOVED_OUT:
        raise Rejected("down.no_such_entry")
    alone(session)
    _send(session, person, find_station(session, code), now)


def _send(session: Session, person: Person, target: DistrictStation, now: datetime) -> None:
    """Make the two sides of a move, under keys that follow from it.

    A district that was restored from a backup makes the same ones again, and finds the answer that
    the receiving station has sent again.
    """
    former = _outgoing(session, [person.id])
    if any(_is_same_move(row, person, target) for row in former):
        return
    _set_state(session, _waiting(former), TransferState.WITHDRAWN, now)
    origin = session.get_one(DistrictStation, person.station_id)
    pair = uuid5(person.id, f"{target.id.hex} {person.moved_out_on} {len(former)}")
    incoming_id = uuid5(pair, str(TransferDirection.IN))
    shared = {
        "pair_id": pair,
        "person_id": person.id,
        "person_name": person.name,
        "moved_out_on": person.moved_out_on,
        "state": str(TransferState.WAITING),
    }
    incoming = shared | {
        "id": incoming_id,
        "direction": str(TransferDirection.IN),
        "id_number": person.id_number,
        "other_code": origin.division_code,
        "other_name": origin.name,
    }
    outgoing = shared | {
        "id": uuid5(pair, str(TransferDirection.OUT)),
        "direction": str(TransferDirection.OUT),
        "other_code": target.division_code,
        "other_name": target.name,
    }
    row_of = {target.id: incoming, origin.id: outgoing}
    for scope in in_order(row_of):
        publish(session, scope, PERSON_TRANSFER, [row_of[scope]], by=BY, now=now)
    fields = carried_fields(session, person, incoming_id)
    publish(session, target.id, TRANSFER_FIELD, fields, by=BY, now=now)
    answered = select(TransferAnswer).where(TransferAnswer.transfer_id == incoming_id)
    _hear(session, session.scalars(answered).all(), now)


def _is_same_move(row: PersonTransfer, person: Person, target: DistrictStation) -> bool:
    """The very move, whatever became of it; or one that was accepted and is not undone by words."""
    if row.state == TransferState.WITHDRAWN:
        return False
    same_day = row.moved_out_on == person.moved_out_on
    return same_day and (
        row.other_code == target.division_code or row.state == TransferState.ACCEPTED
    )


def _withdraw_returned(session: Session, span: Span, now: datetime) -> None:
    """Who is on the register of his old station again has not moved, if nobody has taken him."""
    back = session.scalars(
        select(Person.id).where(
            span.holds(Person),
            Person.id.in_(_left(span, TransferState.WAITING)),
            Person.status != PersonStatus.MOVED_OUT,
        )
    ).all()
    _set_state(session, _waiting(_outgoing(session, back)), TransferState.WITHDRAWN, now)


def _outgoing(session: Session, person_ids: Iterable[UUID]) -> list[PersonTransfer]:
    statement = select(PersonTransfer).where(
        PersonTransfer.person_id.in_(list(person_ids)),
        PersonTransfer.direction == TransferDirection.OUT,
    )
    return list(session.scalars(statement.order_by(PersonTransfer.id)))


def _waiting(rows: Iterable[PersonTransfer]) -> list[PersonTransfer]:
    return [row for row in rows if row.state == TransferState.WAITING]


def _set_state(
    session: Session,
    moves: Iterable[PersonTransfer],
    state: TransferState,
    now: datetime,
    answer: TransferAnswer | None = None,
) -> None:
    """Give both sides of a move its state, and the answer that it follows from."""
    values = {
        "state": str(state),
        "answered_on": answer.answered_on if answer else None,
        "answer_note": answer.note if answer else None,
    }
    pairs = [row.pair_id for row in moves]
    statement = select(PersonTransfer.station_id, PersonTransfer.id, PersonTransfer.direction)
    both = session.execute(statement.where(PersonTransfer.pair_id.in_(pairs))).all()
    for scope in in_order(row.station_id for row in both):
        mine = {row.id: values for row in both if row.station_id == scope}
        amend(session, scope, PERSON_TRANSFER, mine, by=BY, now=now)
    for row in both:
        if row.direction == TransferDirection.IN:
            _show_fields(session, row.station_id, row.id, shown=state in OPEN, now=now)


def _show_fields(
    session: Session, scope: UUID, transfer_id: UUID, *, shown: bool, now: datetime
) -> None:
    """A station keeps what was carried to it only while the person may be its own."""
    there = session.scalars(
        select(TransferField).where(TransferField.transfer_id == transfer_id)
    ).all()
    if shown:
        wrong = {row.id for row in there if row.deleted}
        person_id = session.get_one(PersonTransfer, transfer_id).person_id
        again = carried_fields(session, session.get_one(Person, person_id), transfer_id)
        changes = {
            row["id"]: {"value": row["value"], "deleted": False}
            for row in again
            if row["id"] in wrong
        }
    else:
        changes = {row.id: {"value": None, "deleted": True} for row in there if not row.deleted}
    amend(session, scope, TRANSFER_FIELD, changes, by=BY, now=now)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move as the district's list shows it."""

    person_id: UUID
    name: str
    from_code: str
    from_name: str
    to_code: str
    to_name: str
    moved_out_on: date | None
    state: str
    answered_on: date | None
    answer_note: str | None


def moves(session: Session) -> list[MoveRow]:
    """All moves between stations of this district, the last first."""
    statement = (
        select(PersonTransfer, DistrictStation)
        .join(DistrictStation, DistrictStation.id == PersonTransfer.station_id)
        .where(PersonTransfer.direction == TransferDirection.OUT)
        .order_by(PersonTransfer.id.desc())
    )
    return [_move_row(row, origin) for row, origin in session.execute(statement)]


def _move_row(row: PersonTransfer, origin: DistrictStation) -> MoveRow:
    return MoveRow(
        person_id=row.person_id,
        name=row.person_name,
        from_code=origin.division_code,
        from_name=origin.name,
        to_code=row.other_code,
        to_name=row.other_name,
        moved_out_on=row.moved_out_on,
        state=row.state,
        answered_on=row.answered_on,
        answer_note=row.answer_note,
    )


def undirected(session: Session) -> list[Person]:
    """Who moved to a place that names no station here: out of the district, or not plainly said."""
    sent = select(PersonTransfer.person_id).where(
        PersonTransfer.direction == TransferDirection.OUT,
        PersonTransfer.state != TransferState.WITHDRAWN,
    )
    statement = select(Person).where(
        Person.status == PersonStatus.MOVED_OUT, Person.deleted.is_(False), Person.id.not_in(sent)
    )
    return list(session.scalars(statement.order_by(Person.moved_out_on.desc(), Person.id)))


def hear_answers(session: Session, span: Span, now: datetime) -> None:
    """The word of a receiving station reaches both sides; history follows an acceptance."""
    answers = session.scalars(select(TransferAnswer).where(span.holds(TransferAnswer)))
    _hear(session, answers.all(), now)


def _hear(session: Session, answers: Iterable[TransferAnswer], now: datetime) -> None:
    for answer in answers:
        incoming = session.get(PersonTransfer, answer.transfer_id)
        if incoming is None or incoming.station_id != answer.station_id:
            continue
        if incoming.state == TransferState.WITHDRAWN or answer.reply not in STATE_OF:
            continue  # the old station was faster, and both files are open; or a newer program's
        state = TransferState.WAITING if answer.deleted else STATE_OF[answer.reply]
        _set_state(session, [incoming], state, now, None if answer.deleted else answer)
        if state is TransferState.ACCEPTED:
            refresh_history(session, [answer.transfer_id], by=BY, now=now)


def bring_history(session: Session, span: Span, now: datetime) -> None:
    """Facts that the old station writes late follow to where the person is now."""
    left = set(session.scalars(_left(span, TransferState.ACCEPTED)))
    if not left:
        return
    touched: set[UUID] = set()
    for model in FACTS:
        person_id = model.__table__.c.person_id
        statement = select(person_id).where(_about(model, left), span.holds(model))
        touched |= set(session.scalars(statement.distinct()))
    refresh_history(session, _onward(session, touched), by=BY, now=now)


def _onward(session: Session, people: Iterable[UUID]) -> list[UUID]:
    """The transfers by which these people were taken, and those by which they went on."""
    found: dict[UUID, None] = {}
    waiting = list(people)
    while waiting:
        taken = session.execute(
            select(PersonTransfer.id, TransferAnswer.person_id)
            .join(TransferAnswer, TransferAnswer.transfer_id == PersonTransfer.id)
            .where(
                PersonTransfer.person_id.in_(waiting),
                PersonTransfer.direction == TransferDirection.IN,
                PersonTransfer.state == TransferState.ACCEPTED,
                TransferAnswer.deleted.is_(False),
            )
        ).all()
        waiting = [row[1] for row in taken if row[0] not in found and row[1] is not None]
        found |= dict.fromkeys(row[0] for row in taken)
    return list(found)
