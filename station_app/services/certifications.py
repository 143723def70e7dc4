"""Survival certification: attempts with the evidence each method needs, notices, reversal.

Nothing here suspends a benefit: proposals are for a person, and the county decides (CE4).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import certification
from station_app.domain.certification import EvidenceGiven
from station_app.domain.codes import CertMethod, CertResult, CycleStatus, VisitKind, VisitMethod
from station_app.domain.kinds import Kind, from_text
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Note, ask, err, fix
from station_app.errors import Rejected
from station_app.models.certification import (
    CERTIFICATION,
    Certification,
    CertificationNotice,
)
from station_app.models.identifiers import CertificationId, PersonId, StaffId, VisitId
from station_app.models.local import Setting
from station_app.models.person import Person
from station_app.models.station import Staff
from station_app.progress import Progress, Silent
from station_app.queries import certification_cases as queries
from station_app.queries.certification_cases import CycleRow
from station_app.services import facts, records, visits
from station_app.services.doubts import settle
from station_app.services.visit_checks import survivor
from station_app.services.visits import Met, RecordVisit, VisitPaper

DATA_MATCH_ALLOWED = "data_match_allowed"
STEP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCertification:
    """One attempt to certify a person; what a method needs as proof is in DOMAIN §3.5.

    `with_visit` also records the visit of an 上门认证, by the people who certified.
    """

    person_id: PersonId
    method: str
    certified_on: date
    result: str = CertResult.PASS
    id_seen: bool | None = None
    signed: bool | None = None
    evidence: str | None = None
    evidence_on: date | None = None
    photo_hash: str | None = None
    result_no: str | None = None
    agent_name: str | None = None
    agent_relation: str | None = None
    agent_phone: str | None = None
    agent_id_tail: str | None = None
    agent_promise: bool | None = None
    is_care_home: bool = False
    certifier1_id: StaffId | None = None
    certifier2_id: StaffId | None = None
    visit_id: VisitId | None = None
    with_visit: bool = False
    place: str | None = None
    remote: bool | None = None
    checked_by: str | None = None
    checked_on: date | None = None
    note: str | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Certified:
    """The record of an attempt, the year it counts for, and what to show beside it."""

    certification_id: CertificationId
    year: int
    notes: tuple[Note, ...]


def record_certification(
    session: Session, command: RecordCertification, *, today: date
) -> Certified:
    """Keep an attempt; a PASS needs all the evidence of its method.

    Raises `Doubtful` (already certified, not in scope, agent of many, same picture …) and
    `Rejected("certification.after_death" (CE6) | "certification.evidence_missing" |
    "certification.no_cycle" | "certification.data_match_off" …)`.
    """
    person = survivor(session, command.person_id)
    row = _cycle_of(session, command)
    _check_form(session, command)
    checks = _checks(session, person, command, row, today)
    notes = settle(checks, command.confirmed)
    _require_evidence(command)
    fact = _certification(session, person, command, row.cycle.year)
    fact.visit_id = command.visit_id or _visit(session, person, command, today)
    session.add(fact)
    return Certified(CertificationId(fact.id), row.cycle.year, (*notes, *_next_steps(person, fact)))


def _cycle_of(session: Session, command: RecordCertification) -> CycleRow:
    """The open cycle whose window holds the day (CE3)."""
    known = queries.cycles(session)
    opens = {year: row.cycle.open_on for year, row in known.items()}
    year = certification.cycle_year(command.certified_on, opens)
    if year is None:
        raise Rejected("certification.no_cycle", day=command.certified_on)
    if known[year].status == CycleStatus.CLOSED:
        raise Rejected("certification.cycle_closed", year=year)
    return known[year]


def _check_form(session: Session, command: RecordCertification) -> None:
    records.check_choices(CERTIFICATION, {"method": command.method, "result": command.result})
    if command.method == CertMethod.DATA_MATCH and not data_match_allowed(session):
        raise Rejected("certification.data_match_off")
    if command.certifier1_id is not None and command.certifier1_id == command.certifier2_id:
        raise Rejected("certification.same_staff")


def data_match_allowed(session: Session) -> bool:
    """Whether the county lets matched lists stand for a certification; off by default."""
    setting = select(Setting.value).where(Setting.name == DATA_MATCH_ALLOWED)
    return session.scalar(setting) == "1"


def allow_data_match(session: Session, *, allowed: bool) -> None:
    """Follow the county's rule on matched lists."""
    session.merge(Setting(name=DATA_MATCH_ALLOWED, value="1" if allowed else "0"))


def _checks(
    session: Session, person: Person, command: RecordCertification, row: CycleRow, today: date
) -> Iterator[Note]:
    yield from certification.check_certification(
        certified_on=command.certified_on,
        result=CertResult(command.result),
        cycle=row.cycle,
        death=PartialDate.of(person.death_date) if person.death_date else None,
        today=today,
    )
    held = queries.spans(session, [person.id]).get(person.id, [])
    if not certification.is_in_scope(held, row.cycle, command.certified_on):
        yield ask("certification.not_in_scope", name=person.name)
    if command.result == CertResult.PASS:
        yield from _second_pass(session, person, row.cycle.year)
    yield from _agent_and_photo(session, person, command, row.cycle.year)
    yield from _own(session, person, command)


def _second_pass(session: Session, person: Person, year: int) -> Iterator[Note]:
    """Two attempts may both pass; the earliest counts (SETTLED 2)."""
    for earlier in standing_certifications(session, PersonId(person.id), year):
        if earlier.result == CertResult.PASS:
            yield ask("certification.already_done", name=person.name, day=earlier.certified_on)
            return


def standing_certifications(
    session: Session, person_id: PersonId, year: int
) -> list[Certification]:
    """The attempts of a person for a year that were not taken back."""
    return facts.standing_facts(
        session, Certification, Certification.person_id == person_id, Certification.year == year
    )


def _agent_and_photo(
    session: Session, person: Person, command: RecordCertification, year: int
) -> Iterator[Note]:
    if command.method == CertMethod.AGENT and command.agent_name:
        count = _certified_by_agent(session, person, command, year)
        note = certification.agent_note(count, is_care_home=command.is_care_home)
        if note is not None:
            yield note
    if command.photo_hash is not None:
        others = facts.standing_facts(
            session,
            Certification,
            Certification.photo_hash == command.photo_hash,
            Certification.person_id != person.id,
        )
        note = certification.photo_note(command.photo_hash, [o.photo_hash or "" for o in others])
        if note is not None:
            yield note


def _certified_by_agent(
    session: Session, person: Person, command: RecordCertification, year: int
) -> int:
    same = facts.standing_facts(
        session,
        Certification,
        Certification.year == year,
        Certification.agent_name == (command.agent_name or "").strip(),
        Certification.person_id != person.id,
    )
    return len({row.person_id for row in same})


def _own(session: Session, person: Person, command: RecordCertification) -> Iterator[Note]:
    """Nobody certifies himself (DOMAIN 2.9)."""
    for staff in certifiers(session, command):
        if staff.name == person.name:
            yield ask("certification.own", name=person.name)


def certifiers(session: Session, command: RecordCertification) -> list[Staff]:
    """Who certified."""
    keys = [key for key in (command.certifier1_id, command.certifier2_id) if key is not None]
    return [records.get(session, Staff, key) for key in keys]


def _require_evidence(command: RecordCertification) -> None:
    if command.result != CertResult.PASS:
        return
    missing = certification.missing_evidence(
        CertMethod(command.method), evidence_of(command), certified_on=command.certified_on
    )
    if missing:
        labels = "、".join(item.label for item in missing)
        raise Rejected("certification.evidence_missing", missing=labels)


def evidence_of(command: RecordCertification) -> EvidenceGiven:
    """What a command brings as proof; forms ask `domain.certification.missing_evidence` of it."""
    return EvidenceGiven(
        id_seen=bool(command.id_seen),
        signed=bool(command.signed),
        text=_text(command.evidence),
        dated=command.evidence_on,
        has_photo=command.photo_hash is not None,
        result_no=_text(command.result_no),
        agent_id_tail=_text(command.agent_id_tail),
        agent_relation=_text(command.agent_relation),
        agent_promise=bool(command.agent_promise),
        phone=_text(command.agent_phone),
        has_visit=command.visit_id is not None or command.with_visit,
        staff_count=sum(key is not None for key in (command.certifier1_id, command.certifier2_id)),
    )


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _certification(
    session: Session, person: Person, command: RecordCertification, year: int
) -> Certification:
    names = {field.name for field in fields(command)} & set(CERTIFICATION.by_name)
    values = records.tidy({name: getattr(command, name) for name in names})
    if values["agent_phone"] is not None:
        values["agent_phone"] = from_text(Kind.PHONE, str(values["agent_phone"]))
    as_of = facts.as_of_day(session, [person.id], command.certified_on)[person.id]
    values |= {"person_id": person.id, "year": year}
    return Certification(
        **values,
        counted_ym=facts.counted_ym(session, command.certified_on),
        **as_of.columns(),
    )


def _visit(
    session: Session, person: Person, command: RecordCertification, today: date
) -> VisitId | None:
    if not command.with_visit:
        return None
    paper = VisitPaper(
        visit_date=command.certified_on,
        kind=VisitKind.CERT,
        method=VisitMethod.VIDEO if command.method == CertMethod.VIDEO else VisitMethod.HOME,
        visitors="、".join(staff.name for staff in certifiers(session, command)),
        place=command.place,
    )
    order = RecordVisit(
        paper=paper,
        met=(Met(PersonId(person.id)),),
        confirmed=command.confirmed | {"visit.duplicate"},
    )
    return visits.record_visit(session, order, today=today).visit_id


def _next_steps(person: Person, fact: Certification) -> Iterator[Note]:
    """What a person should do now; nothing follows by itself."""
    if fact.result == CertResult.DECEASED:
        yield fix("certification.report_death", name=person.name)
    if fact.result == CertResult.MOVED:
        yield fix("certification.report_move", name=person.name)


@dataclass(frozen=True, slots=True)
class CertifiedMany:
    """Who was certified together, and who could not be, with the reason."""

    done: tuple[Certified, ...]
    refused: tuple[tuple[PersonId, Note], ...]


def record_many(
    session: Session,
    person_ids: tuple[PersonId, ...],
    like: RecordCertification,
    *,
    today: date,
    progress: Progress | None = None,
) -> CertifiedMany:
    """Certify many people with the same method, day, staff and proof (开会集中认证).

    Whoever breaks a rule, or about whom something must be asked, is left out and listed.
    """
    done: list[Certified] = []
    refused: list[tuple[PersonId, Note]] = []
    watcher = progress or Silent()
    for number, person_id in enumerate(person_ids):
        if number % STEP == 0:
            watcher.step(number, len(person_ids))
        try:
            one = replace(like, person_id=person_id)
            done.append(record_certification(session, one, today=today))
        except Rejected as refusal:
            refused.append((person_id, err(refusal.code, **refusal.values)))
    watcher.step(len(person_ids), len(person_ids))
    return CertifiedMany(tuple(done), tuple(refused))


def reverse_certification(
    session: Session, certification_id: CertificationId, *, reason: str
) -> None:
    """Take an attempt back by a −1 row; the person is due again unless another attempt passed."""
    facts.reverse(session, facts.standing(session, Certification, certification_id), reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice:
    """A notice to people who were not certified: when, how, by whom (CE4)."""

    person_ids: tuple[PersonId, ...]
    year: int
    notified_on: date
    how: str
    notified_by: str | None = None


def give_notice(session: Session, command: GiveNotice, *, today: date) -> int:
    """Log a notice; the sixty days of R-SC 25 run from it. Returns how many were told."""
    known = queries.cycles(session)
    if command.year not in known:
        raise Rejected("certification.no_cycle", day=command.notified_on)
    due_on = known[command.year].cycle.due_on
    if command.notified_on > today:
        raise Rejected("certification.notice_future", day=command.notified_on)
    if command.notified_on <= due_on:
        raise Rejected("certification.notice_early", day=command.notified_on, due_on=due_on)
    if not command.how.strip():
        raise Rejected("certification.notice_how")
    session.add_all(_notice(command, person_id) for person_id in command.person_ids)
    return len(command.person_ids)


def _notice(command: GiveNotice, person_id: PersonId) -> CertificationNotice:
    return CertificationNotice(
        person_id=person_id,
        year=command.year,
        notified_on=command.notified_on,
        how=command.how.strip(),
        notified_by=_text(command.notified_by),
    )
