"""Certifications made on line: matched to a person, delivered to the right station as facts.

Every item is kept under the deliverer's own reference with what came of it, so that the same
delivery may come any number of times. Rules: DOMAIN 4.2 CE1, CE3, CE6 and 4.5 MV3 (decision 0063).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from district_server.down import day_of
from district_server.models import OnlineCertification
from district_server.online_matching import Place, place_of
from district_server.publishing import alone, publish
from district_server.spans import Span
from station_app.domain.codes import CertMethod, CertResult
from station_app.domain.facts import natural_month
from station_app.domain.id_number import normalise
from station_app.errors import Rejected
from station_app.messages.online import MADE_BY
from station_app.models.certification import CERTIFICATION
from station_app.models.identifiers import new_id
from station_app.models.person import Person
from station_app.queries.as_of_day import as_of_day

DELIVERED, WAITING, REFUSED = "delivered", "waiting", "refused"


@dataclass(frozen=True, slots=True)
class Item:
    """One certification as it was delivered; `evidence` is a fingerprint, never a picture."""

    reference: str
    id_number: str
    name: str
    certified_on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an item: its state, and the code of the sentence that says why."""

    reference: str
    state: str
    code: str


def deliver(
    session: Session, key_id: UUID, items: Sequence[Item], *, now: datetime
) -> list[Answer]:
    """Take items in, each once; returns an answer for each, in their order.

    An item that came before under the same reference is answered as it stands; one that says
    something else under a known reference is refused and changes nothing.
    """
    alone(session)
    return [_take(session, key_id, item, now) for item in items]


def _take(session: Session, key_id: UUID, item: Item, now: datetime) -> Answer:
    plain = normalise(item.id_number)
    known = session.scalars(
        select(OnlineCertification).where(
            OnlineCertification.key_id == key_id, OnlineCertification.reference == item.reference
        )
    ).one_or_none()
    if known is None:
        known = OnlineCertification(
            id=new_id(),
            key_id=key_id,
            reference=item.reference,
            id_number=plain,
            name=item.name.strip(),
            certified_on=item.certified_on,
            evidence=item.evidence,
            state=WAITING,
            code="online.nobody",
            received_at=now,
        )
        session.add(known)
        _settle(session, known, now)
    elif not _is_same(known, item, plain):
        return Answer(item.reference, REFUSED, "online.reference_used")
    return Answer(item.reference, known.state, known.code)


def _is_same(known: OnlineCertification, item: Item, plain: str) -> bool:
    before = (known.id_number, known.name, known.certified_on, known.evidence)
    return before == (plain, item.name.strip(), item.certified_on, item.evidence)


def _settle(session: Session, item: OnlineCertification, now: datetime) -> None:
    """Deliver the item, refuse it for good, or leave it waiting; the reason is kept with it."""
    try:
        place = place_of(session, item, today=day_of(now))
    except Rejected as refusal:
        item.state, item.code, item.settled_at = REFUSED, refusal.code, now
        session.flush()
        return
    if place is not None:
        item.certification_id = _publish(session, item, place, now)
        item.station_id, item.person_id = place.person.station_id, place.person.id
        item.state, item.settled_at = DELIVERED, now
        item.code = "online.again" if place.is_done else "online.delivered"
    session.flush()


def _publish(session: Session, item: OnlineCertification, place: Place, now: datetime) -> UUID:
    """The fact as a station would have recorded it; the earliest of a year counts (SETTLED 2).

    It counts in the month in which it is delivered: the month in which it was made may be closed.
    """
    person = place.person
    as_of = as_of_day(session, [person.id], item.certified_on)[person.id]
    row = {
        "person_id": person.id,
        "year": place.year,
        "method": str(CertMethod.ONLINE),
        "certified_on": item.certified_on,
        "result": str(CertResult.PASS),
        "evidence_on": item.certified_on,
        "photo_hash": item.evidence,
        "result_no": item.reference,
        "counted_ym": max(natural_month(item.certified_on), natural_month(day_of(now))),
        "sign": 1,
        "headcount": 1,
        **as_of.columns(),
    }
    return publish(session, person.station_id, CERTIFICATION, [row], by=MADE_BY, now=now)[0]


def is_concerned(session: Session, span: Span) -> bool:
    """Whether a span holds somebody for whom a certification waits."""
    return session.scalar(_waiting_for(span).with_only_columns(OnlineCertification.id)) is not None


def try_again(session: Session, span: Span, now: datetime) -> None:
    """Items that waited for somebody whom a station has registered now."""
    for item in session.scalars(_waiting_for(span).order_by(OnlineCertification.id)).all():
        _settle(session, item, now)


def _waiting_for(span: Span) -> Select[OnlineCertification]:
    his = Person.id_number == OnlineCertification.id_number
    return select(OnlineCertification).where(
        OnlineCertification.state == WAITING,
        select(Person.id).where(his, span.holds(Person)).exists(),
    )


def retry(session: Session, item_id: UUID, *, now: datetime) -> Answer:
    """Judge an item anew that was refused or waits, after what stood against it was put right."""
    alone(session)
    item = session.get(OnlineCertification, item_id)
    if item is None or item.state == DELIVERED:
        raise Rejected("down.no_such_entry")
    item.state, item.code, item.settled_at = WAITING, "online.nobody", None
    _settle(session, item, now)
    return Answer(item.reference, item.state, item.code)


def listed(session: Session, *, state: str | None = None) -> list[OnlineCertification]:
    """What was delivered on line, the last first; of one state if it is given."""
    statement = select(OnlineCertification).order_by(OnlineCertification.id.desc())
    if state is not None:
        statement = statement.where(OnlineCertification.state == state)
    return list(session.scalars(statement))
