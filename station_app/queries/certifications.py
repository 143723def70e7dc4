"""What the certification page shows: the wall by group, counts by method and month, the overdue."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import certification
from station_app.domain.ages import age_of
from station_app.domain.certification import DONE, NOT_COUNTED, CertRate, Cycle
from station_app.domain.codes import CertResult, CertStatus
from station_app.domain.groups import group_order
from station_app.domain.partial_date import PartialDate
from station_app.domain.periods import month_of
from station_app.models.certification import Certification
from station_app.models.identifiers import CertificationId, PersonId
from station_app.models.person import Person, PersonIdentity
from station_app.queries.certification_cases import (
    Case,
    CycleRow,
    Passed,
    cases,
    cycles,
    passed,
)
from station_app.queries.contact import last_contacts
from station_app.queries.standing import standing

OLD = 80


@dataclass(frozen=True, slots=True)
class Tile:
    """One person on the wall: done with a method, or still due with an age."""

    person_id: PersonId
    name: str
    age: int | None
    category: str | None
    sex: str | None
    group_name: str | None
    status: CertStatus
    method: str | None
    certified_on: date | None
    certification_id: CertificationId | None
    last_year: Passed | None

    @property
    def is_done(self) -> bool:
        """Whether the year is settled for this person."""
        return self.status in DONE

    @property
    def is_old(self) -> bool:
        """Whether to go there first."""
        return self.age is not None and self.age >= OLD


@dataclass(frozen=True, slots=True)
class WallGroup:
    """The people of one group, the eldest first."""

    name: str | None
    done: int
    total: int
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """The whole village in one view."""

    row: CycleRow
    rate: CertRate
    by_method: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    groups: tuple[WallGroup, ...]
    old_due: int

    @property
    def remaining(self) -> int:
        """还剩 N 人."""
        return self.rate.due - self.rate.done


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """Somebody who is not certified, for the list F05b and for the proposal to suspend."""

    person_id: PersonId
    name: str
    category: str | None
    id_number: str | None
    mobile: str | None
    group_name: str | None
    status: CertStatus
    last_contact_on: date | None
    noticed_on: date | None
    reason: str | None
    proposed_month: str | None


def current_year(session: Session, today: date) -> int | None:
    """The certification year of today (CE3), or the next one when none has opened yet."""
    known = cycles(session)
    opens = {year: row.cycle.open_on for year, row in known.items()}
    return certification.cycle_year(today, opens) or min(known, default=None)


def wall(session: Session, year: int, today: date) -> Wall | None:
    """Everybody to be certified for a year, by group; None when the year was not opened."""
    row = cycles(session).get(year)
    if row is None:
        return None
    return _wall(session, row, cases(session, row.cycle, today), today)


def wall_and_late(session: Session, year: int, today: date) -> tuple[Wall | None, list[OverdueRow]]:
    """The wall with those who are left on it, everybody looked at once for both."""
    row = cycles(session).get(year)
    if row is None:
        return None, []
    everybody = cases(session, row.cycle, today)
    return _wall(session, row, everybody, today), _waiting(session, row.cycle, everybody)


def _wall(session: Session, row: CycleRow, found: Sequence[Case], today: date) -> Wall:
    everybody = [case for case in found if case.status not in NOT_COUNTED]
    last_year = passed(session, row.cycle.year - 1)
    categories = primary_categories(session)
    tiles = [_tile(case, categories, last_year, today) for case in everybody]
    return Wall(
        row=row,
        rate=certification.rate(case.status for case in everybody),
        by_method=_by_method(tiles),
        by_month=_by_month(tiles),
        groups=_groups(tiles),
        old_due=sum(tile.is_old and not tile.is_done for tile in tiles),
    )


def primary_categories(session: Session, only: Sequence[UUID] | None = None) -> dict[UUID, str]:
    """The category by which each person, or each of these, is shown."""
    statement = select(PersonIdentity.person_id, PersonIdentity.category).where(
        PersonIdentity.is_primary.is_(True), PersonIdentity.deleted.is_(False)
    )
    if only is not None:
        statement = statement.where(PersonIdentity.person_id.in_(only))
    return dict(iter(session.execute(statement)))


def _tile(
    case: Case, categories: dict[UUID, str], last_year: dict[UUID, Passed], today: date
) -> Tile:
    return Tile(
        person_id=case.person_id,
        name=case.name,
        age=age_of(PartialDate.of(case.birth_date), today) if case.birth_date else None,
        category=categories.get(case.person_id),
        sex=case.sex,
        group_name=case.group_name,
        status=case.status,
        method=case.passed.method if case.passed else None,
        certified_on=case.passed.certified_on if case.passed else None,
        certification_id=case.passed.certification_id if case.passed else None,
        last_year=last_year.get(case.person_id),
    )


def _by_method(tiles: Sequence[Tile]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(tile.method for tile in tiles if tile.method).most_common())


def _by_month(tiles: Sequence[Tile]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for tile in tiles:
        if tile.certified_on is not None and tile.method is not None:
            months[month_of(tile.certified_on)][tile.method] += 1
    return tuple((month, tuple(count.most_common())) for month, count in sorted(months.items()))


def _groups(tiles: Sequence[Tile]) -> tuple[WallGroup, ...]:
    by_name: dict[str | None, list[Tile]] = defaultdict(list)
    for tile in tiles:
        by_name[tile.group_name].append(tile)
    return tuple(_group(name, by_name[name]) for name in sorted(by_name, key=group_order))


def _group(name: str | None, tiles: list[Tile]) -> WallGroup:
    eldest_first = sorted(tiles, key=lambda tile: (-(tile.age or 0), tile.name))
    return WallGroup(name, sum(tile.is_done for tile in tiles), len(tiles), tuple(eldest_first))


def not_certified(session: Session, cycle: Cycle, today: date) -> list[OverdueRow]:
    """Everybody who still has to be certified, by group; `status` says who is overdue."""
    return _waiting(session, cycle, cases(session, cycle, today))


def _waiting(session: Session, cycle: Cycle, found: Sequence[Case]) -> list[OverdueRow]:
    waiting = [case for case in found if case.status not in NOT_COUNTED | DONE]
    contacts, reasons = _last_contacts(session), _last_results(session, cycle.year)
    categories = primary_categories(session)
    rows = [_overdue(case, categories, contacts, reasons) for case in waiting]
    return sorted(rows, key=lambda row: (group_order(row.group_name), row.name))


def _overdue(
    case: Case,
    categories: dict[UUID, str],
    contacts: dict[UUID, date],
    reasons: dict[UUID, str],
) -> OverdueRow:
    return OverdueRow(
        person_id=case.person_id,
        name=case.name,
        category=categories.get(case.person_id),
        id_number=case.id_number,
        mobile=case.mobile,
        group_name=case.group_name,
        status=case.status,
        last_contact_on=contacts.get(case.person_id),
        noticed_on=case.noticed_on,
        reason=reasons.get(case.person_id),
        proposed_month=case.proposed_month,
    )


def _last_contacts(session: Session) -> dict[UUID, date]:
    found = session.execute(last_contacts())
    return {key: on for key, on in found if on is not None}


def _last_results(session: Session, year: int) -> dict[UUID, str]:
    """The latest result of the year that was no PASS: why somebody is not certified."""
    row = Certification
    statement = (
        select(row.person_id, row.result)
        .where(*standing(row), row.year == year, row.result != CertResult.PASS)
        .order_by(row.certified_on, row.id)
    )
    return dict(iter(session.execute(statement)))


def suspension_proposals(session: Session, cycle: Cycle, today: date) -> list[OverdueRow]:
    """Whom a person may propose to suspend, and from which month; nothing happens by itself."""
    return [row for row in not_certified(session, cycle, today) if row.proposed_month]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A PASS dated after the death: somebody may have drawn money for the dead (CE6, R-TJ 58)."""

    person_id: PersonId
    name: str
    death_date: str
    certification_id: CertificationId
    certified_on: date
    method: str


def anomalies(session: Session) -> list[Anomaly]:
    """Certifications that a death registered later has overtaken."""
    row = Certification
    statement = (
        select(Person.id, Person.name, Person.death_date, row.id, row.certified_on, row.method)
        .join(row, row.person_id == Person.id)
        .where(*standing(row), row.result == CertResult.PASS, Person.death_date.is_not(None))
        .order_by(row.certified_on.desc(), row.id)
    )
    return [
        Anomaly(PersonId(key), name, death, CertificationId(cert), on, method)
        for key, name, death, cert, on, method in session.execute(statement)
        if death is not None and PartialDate.of(death).is_before(on)
    ]


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt of a person, for the history beside the wall."""

    certification_id: CertificationId
    year: int
    certified_on: date
    method: str
    result: str
    note: str | None


def attempts_of(session: Session, person_id: UUID) -> list[AttemptRow]:
    """All attempts of a person that stand, the latest first (CE5 keeps every one)."""
    seen = Certification
    statement = (
        select(seen.id, seen.year, seen.certified_on, seen.method, seen.result, seen.note)
        .where(*standing(seen), seen.person_id == person_id)
        .order_by(seen.certified_on.desc(), seen.id.desc())
    )
    return [AttemptRow(CertificationId(row[0]), *row[1:]) for row in session.execute(statement)]
