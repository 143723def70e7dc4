"""What happened with a person: visits, money, certifications, plaque, benefits, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.domain.partial_date import PartialDate
from station_app.models.base import Fact
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import EntitlementEvent, PensionPayment
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.transfer import HistoryLine, TransferAnswer
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.merged import files_of
from station_app.queries.standing import reversed_ids


class TimelineKind(StrEnum):
    """The filters above a timeline."""

    VISIT = "VISIT"
    PAYMENT = "PAYMENT"
    CERTIFICATION = "CERTIFICATION"
    PLAQUE = "PLAQUE"
    ENTITLEMENT = "ENTITLEMENT"
    PENSION = "PENSION"
    FILE = "FILE"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened. `codes` are (code list, code) pairs, the heading first.

    `reversed` rows were put right later and are shown struck through; −1 rows are not shown.
    `record_id` is the fact, `paper_id` what it belongs to (visit, batch, plaque, benefit).
    """

    kind: TimelineKind
    on: date
    record_id: UUID
    paper_id: UUID | None
    codes: tuple[tuple[str, str], ...]
    people: str | None = None
    text: str | None = None
    amount_fen: int | None = None
    month: str | None = None
    reversed: bool = False
    station: str | None = None
    """Where it happened, if at a station that the person has left."""


CODES_OF: Mapping[TimelineKind, tuple[str, ...]] = {
    TimelineKind.VISIT: ("visit_method", "visit_kind"),
    TimelineKind.PAYMENT: ("occasion", "funding", "receipt"),
    TimelineKind.CERTIFICATION: ("cert_result", "cert_method"),
    TimelineKind.PLAQUE: ("plaque_event", "plaque_reason"),
    TimelineKind.ENTITLEMENT: ("entitlement_event", "pension_kind", "suspend_reason"),
    TimelineKind.PENSION: ("pension_kind", "pay_item"),
    TimelineKind.FILE: (),
}
"""The code lists of a kind's `codes`, in the order in which a line of history keeps them."""
KNOWN_KINDS = frozenset(map(str, TimelineKind))


def timeline(
    session: Session, person_id: UUID, household_id: UUID | None
) -> tuple[TimelineRow, ...]:
    """Everything that happened, newest first; the plaque is that of the household.

    What was written for files merged into this one belongs here too.
    """
    files = files_of(session, person_id)
    rows = [
        *_visits(session, files),
        *_payments(session, files),
        *_certifications(session, files),
        *_plaques(session, household_id),
        *_benefits(session, files),
        *_pensions(session, files),
        *_file_events(session, person_id),
        *_elsewhere(session, files),
    ]
    return tuple(sorted(rows, key=_place, reverse=True))


def _place(row: TimelineRow) -> tuple[date, int, UUID]:
    """By day; a file begins before all else of its day, and ends after it."""
    if row.kind is not TimelineKind.FILE:
        return row.on, 1, row.record_id
    return row.on, 2 if "person_status" in dict(row.codes) else 0, row.record_id


def _visits(session: Session, files: list[UUID]) -> Iterator[TimelineRow]:
    statement = (
        select(
            VisitAttendance.visit_date,
            VisitAttendance.id,
            VisitAttendance.visit_id,
            VisitAttendance.method,
            VisitAttendance.kind,
            Visit.visitors,
            func.coalesce(Visit.situation, Visit.needs),
            VisitAttendance.id.in_(reversed_ids(VisitAttendance)),
        )
        .join(Visit, Visit.id == VisitAttendance.visit_id, isouter=True)
        .where(VisitAttendance.person_id.in_(files), *_happened(VisitAttendance))
    )
    for on, key, paper, method, kind, people, text, undone in session.execute(statement):
        codes = (("visit_method", method), ("visit_kind", kind))
        yield TimelineRow(
            TimelineKind.VISIT, on, key, paper, codes, people, text, reversed=bool(undone)
        )


def _payments(session: Session, files: list[UUID]) -> Iterator[TimelineRow]:
    paid = CondolencePayment
    statement = select(
        paid.paid_on,
        paid.id,
        paid.batch_id,
        paid.occasion,
        paid.funding,
        paid.receipt,
        paid.receiver_name,
        paid.goods,
        paid.amount_fen,
        paid.id.in_(reversed_ids(paid)),
    ).where(paid.person_id.in_(files), *_happened(paid))
    for row in session.execute(statement):
        on, key, paper, occasion, funding, receipt, receiver, goods, fen, undone = row
        codes = (("occasion", occasion), ("funding", funding), ("receipt", receipt))
        kind = TimelineKind.PAYMENT
        yield TimelineRow(kind, on, key, paper, codes, receiver, goods, fen, reversed=bool(undone))


def _certifications(session: Session, files: list[UUID]) -> Iterator[TimelineRow]:
    seen = Certification
    statement = select(
        seen.certified_on,
        seen.id,
        seen.result,
        seen.method,
        seen.agent_name,
        seen.note,
        seen.year,
        seen.id.in_(reversed_ids(seen)),
    ).where(seen.person_id.in_(files), *_happened(seen))
    for on, key, result, method, agent, note, year, undone in session.execute(statement):
        codes = (("cert_result", result), ("cert_method", method))
        kind = TimelineKind.CERTIFICATION
        yield TimelineRow(
            kind, on, key, None, codes, agent, note, month=str(year), reversed=bool(undone)
        )


def _plaques(session: Session, household_id: UUID | None) -> Iterator[TimelineRow]:
    if household_id is None:
        return
    happened = PlaqueEvent
    statement = (
        select(
            happened.event_on,
            happened.id,
            happened.plaque_id,
            happened.event,
            happened.reason,
            happened.signed_by,
            happened.note,
            happened.id.in_(reversed_ids(happened)),
        )
        .join(Plaque, Plaque.id == happened.plaque_id)
        .where(Plaque.household_id == household_id, *_happened(happened))
    )
    for on, key, paper, event, reason, signed, note, undone in session.execute(statement):
        codes = _known(("plaque_event", event), ("plaque_reason", reason))
        yield TimelineRow(
            TimelineKind.PLAQUE, on, key, paper, codes, signed, note, reversed=bool(undone)
        )


def _benefits(session: Session, files: list[UUID]) -> Iterator[TimelineRow]:
    happened = EntitlementEvent
    statement = select(
        happened.event_on,
        happened.id,
        happened.entitlement_id,
        happened.event,
        happened.kind,
        happened.reason,
        happened.effective_month,
        happened.id.in_(reversed_ids(happened)),
    ).where(happened.person_id.in_(files), *_happened(happened))
    for on, key, paper, event, kind, reason, month, undone in session.execute(statement):
        codes = _known(
            ("entitlement_event", event), ("pension_kind", kind), ("suspend_reason", reason)
        )
        yield TimelineRow(
            TimelineKind.ENTITLEMENT, on, key, paper, codes, month=month, reversed=bool(undone)
        )


def _pensions(session: Session, files: list[UUID]) -> Iterator[TimelineRow]:
    paid = PensionPayment
    statement = select(
        paid.paid_on,
        paid.id,
        paid.entitlement_id,
        paid.kind,
        paid.item,
        paid.amount_fen,
        paid.month,
        paid.id.in_(reversed_ids(paid)),
    ).where(paid.person_id.in_(files), *_happened(paid))
    for on, key, paper, kind, item, fen, month, undone in session.execute(statement):
        codes = (("pension_kind", kind), ("pay_item", item))
        yield TimelineRow(
            TimelineKind.PENSION,
            on,
            key,
            paper,
            codes,
            amount_fen=fen,
            month=month,
            reversed=bool(undone),
        )


def _file_events(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """What became of the file: opened, moved, removed, dead."""
    person = session.get(Person, person_id)
    if person is None:
        return
    if person.registered_on is not None:
        codes = _known(("reg_source", person.registered_src))
        yield _of_file(person, person.registered_on, codes, person.moved_from)
    for status, on, text in _endings(person):
        yield _of_file(person, on, (("person_status", str(status)),), text)


def _endings(person: Person) -> Iterator[tuple[PersonStatus, date, str | None]]:
    """How the file left the register; a day of death known by its month stands at its first."""
    if person.status == PersonStatus.DECEASED and person.death_date:
        yield PersonStatus.DECEASED, PartialDate.of(person.death_date).first_day, None
    if person.status == PersonStatus.MOVED_OUT and person.moved_out_on:
        yield PersonStatus.MOVED_OUT, person.moved_out_on, person.moved_to
    if person.status == PersonStatus.REMOVED and person.removed_on:
        yield PersonStatus.REMOVED, person.removed_on, person.status_reason


def _of_file(
    person: Person, on: date, codes: tuple[tuple[str, str], ...], text: str | None
) -> TimelineRow:
    return TimelineRow(TimelineKind.FILE, on, person.id, None, codes, text=text)


def _elsewhere(session: Session, files: list[UUID]) -> Iterator[TimelineRow]:
    """What the stations did that the person has left (SETTLED 6): shown, counted nowhere."""
    accepted = select(TransferAnswer.transfer_id).where(
        TransferAnswer.person_id.in_(files), TransferAnswer.deleted.is_(False)
    )
    statement = select(HistoryLine).where(
        HistoryLine.transfer_id.in_(accepted), HistoryLine.deleted.is_(False)
    )
    once = {line.source_id: line for line in session.scalars(statement)}
    for line in once.values():
        if line.kind not in KNOWN_KINDS:
            continue  # a newer program tells of something that this one has no words for
        kind = TimelineKind(line.kind)
        codes = zip(CODES_OF[kind], (line.what, line.how, line.why), strict=False)
        yield TimelineRow(
            kind,
            line.happened_on,
            line.source_id,
            None,
            _known(*codes),
            line.people,
            line.remark,
            line.amount_fen,
            line.about,
            reversed=line.is_reversed,
            station=line.station_name,
        )


def _happened(model: type[Fact]) -> tuple[ColumnElement[bool], ...]:
    return model.deleted.is_(False), model.sign > 0


def _known(*pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, code) for name, code in pairs if code is not None)
