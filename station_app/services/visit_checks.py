"""What a visit must fulfil: a possible day, people who were alive, nothing recorded twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, VisitKind, label
from station_app.domain.partial_date import PartialDate
from station_app.domain.periods import Period, month_of
from station_app.domain.reading import Note, ask, fix
from station_app.errors import Rejected
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.models.visit import VISIT, VisitAttendance
from station_app.services import facts, records
from station_app.services.visit_paper import Met, VisitPaper

LONGEST = {"place": 100, "situation": 1000, "needs": 1000, "answer": 1000, "follow_up": 1000}


@dataclass(frozen=True, slots=True)
class MetPerson:
    """Whom a visit met, as the file knew them that day."""

    person_id: PersonId | None
    name: str
    recipient_text: str | None
    headcount: int
    as_of: facts.AsOfDay
    born: str | None = None
    death: str | None = None
    is_deceased: bool = False


def check_paper(session: Session, paper: VisitPaper, *, today: date) -> None:
    """Refuse a day that cannot be, a missing visitor, texts that no form has room for."""
    if paper.visit_date > today:
        raise Rejected("visit.future", day=paper.visit_date)
    opened = session.scalar(select(Station.opened_on))
    if opened is not None and paper.visit_date < opened:
        raise Rejected("visit.before_opening", day=paper.visit_date, opened=opened)
    if not (paper.visitors or "").strip():
        raise Rejected("visit.visitors")
    records.check_choices(
        VISIT,
        {
            "kind": paper.kind,
            "method": paper.method,
            "lead_level": paper.lead_level,
            "plaque_look": paper.plaque_look,
        },
    )
    for name, most in LONGEST.items():
        _refuse_long(name, getattr(paper, name), most)


def _refuse_long(name: str, text: str | None, most: int) -> None:
    if text is not None and len(text) > most:
        field = VISIT.by_name[name].label
        raise Rejected("visit.text_long", field=field, most=most, count=len(text))


def met_people(session: Session, paper: VisitPaper, met: Sequence[Met]) -> list[MetPerson]:
    """The people met, each once, under the file that survives a merge."""
    if not met:
        raise Rejected("visit.nobody")
    people = {one.person_id: survivor(session, one.person_id) for one in met if one.person_id}
    as_of = facts.as_of_day(session, (p.id for p in people.values()), paper.visit_date)
    found = [
        _met_person(one, people[one.person_id], as_of, paper) if one.person_id else _others(one)
        for one in met
    ]
    _refuse_twice(found)
    return found


def survivor(session: Session, person_id: UUID) -> Person:
    """The person, or the file into which this one was merged; in a ring the lowest key (SETTLED 2).

    Raises `Rejected("record.missing")`.
    """
    person = records.get(session, Person, person_id)
    seen = [person]
    while person.merged_into_id is not None:
        person = records.get(session, Person, person.merged_into_id)
        if person in seen:
            return min(seen[seen.index(person) :], key=lambda one: one.id)
        seen.append(person)
    return person


def _met_person(
    one: Met, person: Person, as_of: dict[UUID, facts.AsOfDay], paper: VisitPaper
) -> MetPerson:
    if one.headcount != 1:
        raise Rejected("visit.headcount")
    if person.birth_date and PartialDate.of(person.birth_date).first_day > paper.visit_date:
        raise Rejected("visit.before_birth", day=paper.visit_date, name=person.name)
    return MetPerson(
        PersonId(person.id),
        person.name,
        one.recipient_text,
        1,
        as_of[person.id],
        person.birth_date,
        person.death_date,
        _is_deceased(person, paper.visit_date),
    )


def _is_deceased(person: Person, on: date) -> bool:
    if person.status != PersonStatus.DECEASED:
        return False
    return person.death_date is None or PartialDate.of(person.death_date).is_before(on)


def _others(one: Met) -> MetPerson:
    text = (one.recipient_text or "").strip()
    if one.headcount < 1:
        raise Rejected("visit.headcount")
    if not text:
        raise Rejected("visit.nobody")
    return MetPerson(None, text, text, one.headcount, facts.AsOfDay())


def _refuse_twice(met: Iterable[MetPerson]) -> None:
    seen: set[UUID] = set()
    for one in met:
        if one.person_id in seen:
            raise Rejected("visit.person_twice", name=one.name)
        if one.person_id is not None:
            seen.add(one.person_id)


def notes_on(
    session: Session, paper: VisitPaper, met: Sequence[MetPerson], *, but: UUID | None = None
) -> Iterator[Note]:
    """What to ask or to show: another month, who died before, twice on a day, one visitor."""
    counted = facts.counted_ym(session, paper.visit_date)
    if counted != month_of(paper.visit_date):
        counts, happened = Period.month(counted).label, Period.month(month_of(paper.visit_date))
        yield fix("visit.counts_later", month=happened.label, counts=counts)
    for one in met:
        if one.is_deceased and paper.kind != VisitKind.BEREAVEMENT:
            yield ask("visit.deceased", name=one.name, death=one.death or "")
    for name in _visited_that_day(session, paper, met, but):
        kind = label("visit_kind", paper.kind)
        yield ask("visit.duplicate", name=name, day=paper.visit_date, kind=kind)
    if _brings_money(paper) and not _is_two(paper.visitors or ""):
        yield fix("visit.one_visitor")


def _visited_that_day(
    session: Session, paper: VisitPaper, met: Sequence[MetPerson], but: UUID | None
) -> list[str]:
    names = {one.person_id: one.name for one in met if one.person_id}
    rows = facts.standing_facts(
        session,
        VisitAttendance,
        VisitAttendance.person_id.in_(names),
        VisitAttendance.visit_date == paper.visit_date,
        VisitAttendance.kind == paper.kind,
    )
    others = [PersonId(r.person_id) for r in rows if r.person_id and r.visit_id != but]
    return list(dict.fromkeys(names[key] for key in others))


def _brings_money(paper: VisitPaper) -> bool:
    return paper.kind in {VisitKind.FESTIVAL, VisitKind.DIFFICULT, VisitKind.SICK}


def _is_two(visitors: str) -> bool:
    return any(mark in visitors for mark in "、,，;； ")
