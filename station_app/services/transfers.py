"""Taking somebody who moved here from another station, or saying that he is not here.

Nothing is typed again: the new file has what the district may read of the old one. What happened at
the old station stays its own and is only shown (SETTLED 6).
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, RegSource, TransferReply
from station_app.domain.kinds import Value
from station_app.errors import Rejected
from station_app.messages.transfers import MOVED_FROM, NO_NUMBER
from station_app.models.base import SyncedRecord
from station_app.models.identifiers import PersonId
from station_app.models.person import BankAccount, Person, PersonIdentity, ServiceRecord
from station_app.models.posting import answer_id
from station_app.models.transfer import CARRIED_OF_PERSON, PersonTransfer, TransferAnswer
from station_app.queries.transfers import Arrival, arrival
from station_app.services import identities, moves, people, records
from station_app.services.identities import NewIdentity
from station_app.services.people import RegisterPerson
from station_app.store.context import station_of

R = TypeVar("R", bound=SyncedRecord)
PARTS: Mapping[str, type[ServiceRecord | BankAccount]] = {
    "service_record": ServiceRecord,
    "bank_account": BankAccount,
}


def accept_transfer(session: Session, transfer_id: UUID, *, today: date) -> PersonId:
    """Open a file for somebody who moved here; returns it.

    Raises `Rejected("transfer.gone" | "transfer.known_here" | "person.…")`.
    """
    coming = _waiting(session, transfer_id)
    if coming.known:
        raise Rejected("transfer.known_here", name=coming.name, file_no=coming.known[0].file_no)
    values = {name: coming.person.get(name) for name in CARRIED_OF_PERSON}
    values |= {"moved_from": _origin(coming), "registered_src": str(RegSource.MOVED_IN)}
    if values["id_number"] is None:
        values["no_id_reason"] = values["no_id_reason"] or NO_NUMBER
    held = tuple(_identity(part) for part in coming.parts.get("person_identity", ()))
    opened = people.register_person(session, RegisterPerson(values, held), today=today)
    _bring_parts(session, coming, opened.person_id)
    _answer(session, coming, TransferReply.NEW, today=today, person_id=opened.person_id)
    return opened.person_id


def accept_as(session: Session, transfer_id: UUID, person_id: PersonId, *, today: date) -> PersonId:
    """Say that a file of this station is the one of whoever moved here; returns it.

    Only what is missing is filled in; a file that was closed as moved away is open again.
    """
    coming = _waiting(session, transfer_id)
    person = records.get(session, Person, person_id)
    if person.status in (PersonStatus.DECEASED, PersonStatus.REMOVED, PersonStatus.MERGED):
        raise Rejected("transfer.not_living", name=person.name)
    if person.status == PersonStatus.MOVED_OUT:
        moves.move_back(session, person.id)
    for name in CARRIED_OF_PERSON:
        if getattr(person, name) is None and coming.person.get(name) is not None:
            setattr(person, name, coming.person[name])
    person.moved_from = person.moved_from or _origin(coming)
    _add_missing_identities(session, coming, person)
    _add_missing_parts(session, coming, person)
    _answer(session, coming, TransferReply.SAME, today=today, person_id=PersonId(person.id))
    return PersonId(person.id)


def say_not_here(session: Session, transfer_id: UUID, *, note: str | None, today: date) -> None:
    """Tell the district and the old station that this person is not here."""
    coming = _waiting(session, transfer_id)
    words = (note or "").strip() or None
    _answer(session, coming, TransferReply.NOT_HERE, today=today, note=words)


def _waiting(session: Session, transfer_id: UUID) -> Arrival:
    found = arrival(session, transfer_id)
    if found is None:
        row = session.get(PersonTransfer, transfer_id)
        raise Rejected("transfer.gone", name=row.person_name if row else "")
    return found


def _origin(coming: Arrival) -> str:
    return MOVED_FROM.format(station=coming.from_name, code=coming.from_code)


def _identity(part: Mapping[str, Value]) -> NewIdentity:
    own = {name: value for name, value in part.items() if name not in ("category", "is_primary")}
    return NewIdentity(str(part["category"]), own)


def _bring_parts(session: Session, coming: Arrival, person_id: PersonId) -> None:
    for name, model in PARTS.items():
        for part in coming.parts.get(name, ()):
            records.add(session, model, {**part, "person_id": person_id})


def _add_missing_identities(session: Session, coming: Arrival, person: Person) -> None:
    held = {row.category for row in _rows(session, PersonIdentity, person.id)}
    for part in coming.parts.get("person_identity", ()):
        if part["category"] not in held:
            identities.add_identity(session, person.id, _identity(part))


def _add_missing_parts(session: Session, coming: Arrival, person: Person) -> None:
    """Where the file has no service or no account at all, it gets what was carried."""
    for name, model in PARTS.items():
        if not _rows(session, model, person.id):
            for part in coming.parts.get(name, ()):
                records.add(session, model, {**part, "person_id": person.id})


def _rows(session: Session, model: type[R], person_id: UUID) -> list[R]:
    belongs = model.__table__.c.person_id == person_id
    return list(session.scalars(select(model).where(belongs, model.deleted.is_(False))))


def _answer(
    session: Session,
    coming: Arrival,
    reply: TransferReply,
    *,
    today: date,
    person_id: PersonId | None = None,
    note: str | None = None,
) -> None:
    key = answer_id(coming.transfer_id, station_of(session))
    said = session.get(TransferAnswer, key)
    if said is None:
        said = TransferAnswer(id=key, transfer_id=coming.transfer_id)
        session.add(said)
    said.deleted, said.reply, said.person_id = False, str(reply), person_id
    said.answered_on, said.note = today, note
