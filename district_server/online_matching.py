"""Whose a certification made on line is, at which station, for which year; or why it cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import DistrictStation, OnlineCertification
from station_app.domain import certification
from station_app.domain.certification import BenefitSpan, Cycle
from station_app.domain.codes import CertResult, CycleStatus, PersonStatus
from station_app.domain.names import clean_name
from station_app.domain.partial_date import PartialDate
from station_app.errors import Rejected
from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.queries import certification_cases
from station_app.queries.certification_cases import CycleRow
from station_app.queries.standing import standing

GONE = (PersonStatus.MERGED, PersonStatus.REMOVED)
HERE = (PersonStatus.ACTIVE, PersonStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class Place:
    """The file that a certification belongs to, its year, and whether the year was passed."""

    person: Person
    year: int
    is_done: bool


def place_of(session: Session, item: OnlineCertification, *, today: date) -> Place | None:
    """Where an item belongs; None while no station has the person.

    Raises `Rejected` for what no waiting can mend: a day to come, a name that is not the person's,
    a death before it (CE6), somebody who moved out of the district or has no benefit to confirm
    (CE1), a year that is closed (CE3).
    """
    if item.certified_on > today:
        raise Rejected("online.future")
    files = _files(session, item.id_number)
    if not files:
        return None
    if not any(_name(person.name) == _name(item.name) for person in files):
        raise Rejected("online.other_name")
    _refuse_the_dead(files, item.certified_on)
    here = [person for person in files if person.status in HERE]
    if not here:
        raise Rejected("online.moved")
    person = _managing(session, here, item.certified_on)
    row = _year(session, person.station_id, item.certified_on)
    held = certification_cases.spans(session, [person.id]).get(person.id, [])
    if not certification.is_in_scope(held, row.cycle, item.certified_on):
        raise Rejected("online.not_in_scope")
    return Place(person, row.cycle.year, _is_done(session, person.id, row.cycle.year))


def _is_done(session: Session, person_id: UUID, year: int) -> bool:
    statement = select(Certification.id).where(
        *standing(Certification),
        Certification.person_id == person_id,
        Certification.year == year,
        Certification.result == CertResult.PASS,
    )
    return session.scalar(statement.limit(1)) is not None


def _files(session: Session, id_number: str) -> list[Person]:
    statement = select(Person).where(
        Person.id_number == id_number, Person.deleted.is_(False), Person.status.not_in(GONE)
    )
    return list(session.scalars(statement.order_by(Person.id)))


def _name(text: str) -> str:
    return clean_name(text).value or text.strip()


def _refuse_the_dead(files: Sequence[Person], certified_on: date) -> None:
    """A pass after a death is a risk of fraud, whichever station knows of the death (CE6)."""
    for person in files:
        if person.status == PersonStatus.DECEASED or person.death_date:
            death = PartialDate.of(person.death_date) if person.death_date else None
            if death is None or not death.is_after(certified_on):
                raise Rejected("online.deceased")


def _managing(session: Session, files: Sequence[Person], on: date) -> Person:
    """Of several stations the one that runs the benefits, for those are confirmed (MV3).

    If that does not decide, the file of the place of the household register; then the oldest.
    """
    held = certification_cases.spans(session, [person.id for person in files])
    codes = select(DistrictStation.id, DistrictStation.division_code)
    code_of = dict(iter(session.execute(codes)))

    def last(one: Person) -> tuple[bool, bool, UUID]:
        elsewhere = one.hukou_code is None or one.hukou_code != code_of.get(one.station_id)
        return not _runs(held.get(one.id, []), on), elsewhere, one.id

    return min(files, key=last)


def _runs(spans: Sequence[BenefitSpan], on: date) -> bool:
    everything = Cycle(on.year, on, on)
    return certification.is_in_scope(spans, everything, on)


def _year(session: Session, station_id: UUID, certified_on: date) -> CycleRow:
    """The certification year that the day counts for at a station (CE3)."""
    known = certification_cases.cycles_of_station(session, station_id)
    opens = {year: row.cycle.open_on for year, row in known.items()}
    year = certification.cycle_year(certified_on, opens)
    if year is None:
        raise Rejected("online.no_year")
    if known[year].status == CycleStatus.CLOSED:
        raise Rejected("online.year_over")
    return known[year]
