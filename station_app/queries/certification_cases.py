"""Who is to be certified for a year, and where each person stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from station_app.domain import certification
from station_app.domain.certification import Attempt, BenefitSpan, CertCase, Cycle
from station_app.domain.codes import (
    CertResult,
    CertStatus,
    EntitlementEventKind,
    EntitlementState,
    PensionKind,
    PersonStatus,
    SuspendReason,
)
from station_app.models.certification import (
    Certification,
    CertificationCycle,
    CertificationNotice,
    CycleKind,
)
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.identifiers import DISTRICT_SCOPE, CertificationId, CycleId, PersonId
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.queries.standing import standing

RUNNING = (EntitlementState.GRANTED, EntitlementState.SUSPENDED)
KNOWN_KINDS = frozenset(map(str, PensionKind))
KNOWN_REASONS = frozenset(map(str, SuspendReason))
ENDED_BY_DEATH = (EntitlementState.DECEASED, EntitlementState.FINAL)


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A certification year as it stands in the file."""

    cycle_id: CycleId
    cycle: Cycle
    status: str
    doc_no: str | None
    of_district: bool = False
    """Whether the district opened it, so that this station may not change it (decision 0061)."""


def cycles(session: Session) -> dict[int, CycleRow]:
    """The certification years of a station's file, one row for each year (`_effective`)."""
    return _effective(_all_cycles(session))


def cycles_by_station(session: Session) -> dict[UUID, dict[int, Cycle]]:
    """The same for every station of a district's database, with the years the district opened."""
    rows = _all_cycles(session)
    ours = [row for row in rows if row[0] == DISTRICT_SCOPE]
    stations = set(session.scalars(select(Station.station_id)))
    return {
        station: {
            year: row.cycle
            for year, row in _effective([*ours, *(r for r in rows if r[0] == station)]).items()
        }
        for station in stations
    }


def cycles_of_station(session: Session, station_id: UUID) -> dict[int, CycleRow]:
    """The same for one station of a district's database."""
    mine = (DISTRICT_SCOPE, station_id)
    return _effective(row for row in _all_cycles(session) if row[0] in mine)


def _effective(rows: Iterable[tuple[UUID, CycleRow]]) -> dict[int, CycleRow]:
    """One row for each year: the district's before a station's own, then the older one."""
    ordered = sorted(rows, key=lambda row: (row[0] != DISTRICT_SCOPE, row[1].cycle_id))
    found: dict[int, CycleRow] = {}
    for _, row in ordered:
        found.setdefault(row.cycle.year, row)
    return found


def _all_cycles(session: Session) -> list[tuple[UUID, CycleRow]]:
    """Every certification year with the scope that it was made in."""
    kinds: dict[UUID, set[PensionKind]] = defaultdict(set)
    for cycle_id, kind in session.execute(
        select(CycleKind.cycle_id, CycleKind.kind).where(CycleKind.deleted.is_(False))
    ):
        if kind in KNOWN_KINDS:  # a newer program may know more of them
            kinds[cycle_id].add(PensionKind(kind))
    statement = select(CertificationCycle).where(CertificationCycle.deleted.is_(False))
    return [(row.station_id, _cycle_row(row, kinds[row.id])) for row in session.scalars(statement)]


def _cycle_row(row: CertificationCycle, kinds: Iterable[PensionKind]) -> CycleRow:
    cycle = Cycle(
        row.year, row.open_on, row.due_on, row.notice_on, row.grace_days, frozenset(kinds)
    )
    of_district = row.station_id == DISTRICT_SCOPE
    return CycleRow(CycleId(row.id), cycle, row.status, row.doc_no, of_district)


def year_of(session: Session, certified_on: date) -> int | None:
    """The certification year a day counts for (CE3); None before the first cycle opened."""
    opens = {year: row.cycle.open_on for year, row in cycles(session).items()}
    return certification.cycle_year(certified_on, opens)


def spans(
    session: Session, person_ids: Iterable[UUID] | None = None
) -> dict[UUID, list[BenefitSpan]]:
    """The benefits of everybody, or of these people, as certification sees them."""
    statement = select(
        Entitlement.person_id,
        Entitlement.kind,
        Entitlement.state,
        Entitlement.start_month,
        Entitlement.suspend_reason,
    ).where(Entitlement.deleted.is_(False), Entitlement.state.in_((*RUNNING, *ENDED_BY_DEATH)))
    if person_ids is not None:
        statement = statement.where(Entitlement.person_id.in_(list(person_ids)))
    found: dict[UUID, list[BenefitSpan]] = defaultdict(list)
    for person_id, kind, state, start, reason in session.execute(statement):
        if kind in KNOWN_KINDS:
            found[person_id].append(_span(kind, state, start, reason))
    return found


@lru_cache(maxsize=4096)
def _span(kind: str, state: str, start: str, reason: str | None) -> BenefitSpan:
    """A benefit that a death ended was running before: the person stays in sight as 去世."""
    was = EntitlementState.GRANTED if state in ENDED_BY_DEATH else EntitlementState(state)
    why = SuspendReason(reason) if reason in KNOWN_REASONS else None
    return BenefitSpan(PensionKind(kind), was, start, why)


class Passed(NamedTuple):
    """A certification that counts."""

    certification_id: CertificationId
    method: str
    certified_on: date


def passed(session: Session, year: int) -> dict[UUID, Passed]:
    """The effective certification of each person for a year: the earliest, then the lowest key."""
    statement = select(
        Certification.person_id, Certification.id, Certification.method, Certification.certified_on
    ).where(
        *standing(Certification),
        Certification.year == year,
        Certification.result == CertResult.PASS,
    )
    attempts: dict[UUID, list[Attempt]] = defaultdict(list)
    methods: dict[UUID, str] = {}
    for person_id, key, method, on in session.execute(statement):
        attempts[person_id].append(Attempt(key, on, CertResult.PASS))
        methods[key] = method
    found = {}
    for person_id, rows in attempts.items():
        first = rows[0] if len(rows) == 1 else certification.effective(rows)
        if first is not None:
            key = CertificationId(first.id)
            found[person_id] = Passed(key, methods[first.id], first.certified_on)
    return found


def notices(session: Session, year: int) -> dict[UUID, date]:
    """When each person was last reminded for a year."""
    notice = CertificationNotice
    statement = (
        select(notice.person_id, func.max(notice.notified_on))
        .where(notice.year == year, notice.deleted.is_(False))
        .group_by(notice.person_id)
    )
    return dict(iter(session.execute(statement)))


def _suspended_for(session: Session, cycle: Cycle) -> set[UUID]:
    """Whose benefits were stopped after this cycle was due because nobody certified them."""
    event = EntitlementEvent
    statement = select(event.person_id).where(
        *standing(event),
        event.event == EntitlementEventKind.SUSPEND,
        event.reason == SuspendReason.NOT_CERTIFIED,
        event.event_on > cycle.due_on,
    )
    return set(session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Case:
    """One person in the scope of a cycle."""

    person_id: PersonId
    name: str
    sex: str | None
    birth_date: str | None
    group_name: str | None
    mobile: str | None
    id_number: str | None
    lives_elsewhere: bool
    household_id: UUID | None
    status: CertStatus
    passed: Passed | None
    noticed_on: date | None
    kinds: tuple[PensionKind, ...]
    proposed_month: str | None


def cases(session: Session, cycle: Cycle, today: date) -> list[Case]:
    """Everybody in scope with a status (CE1, CE4, CE8), in a fixed number of statements."""
    benefits = spans(session)
    done, told = passed(session, cycle.year), notices(session, cycle.year)
    stopped = _suspended_for(session, cycle)
    found = []
    for person in session.execute(_PEOPLE):
        held = tuple(benefits.get(person.id, ()))
        if not certification.is_in_scope(held, cycle, today):
            continue
        mine = done.get(person.id)
        case = CertCase(
            spans=held,
            certified_on=mine.certified_on if mine else None,
            noticed_on=told.get(person.id),
            was_suspended=person.id in stopped,
            is_deceased=person.status == PersonStatus.DECEASED,
            has_moved=person.status == PersonStatus.MOVED_OUT,
        )
        found.append(_case(person, case, cycle, mine, today))
    return found


_PEOPLE = select(
    Person.id,
    Person.name,
    Person.sex,
    Person.birth_date,
    Person.group_name,
    Person.mobile,
    Person.id_number,
    Person.lives_elsewhere,
    Person.household_id,
    Person.status,
).where(
    Person.deleted.is_(False),
    Person.status.not_in((PersonStatus.MERGED, PersonStatus.REMOVED)),
)


def _case(
    person: Row[*tuple[Any, ...]],  # Any: the columns of `_PEOPLE`
    case: CertCase,
    cycle: Cycle,
    mine: Passed | None,
    today: date,
) -> Case:
    return Case(
        person_id=PersonId(person.id),
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        group_name=person.group_name,
        mobile=person.mobile,
        id_number=person.id_number,
        lives_elsewhere=bool(person.lives_elsewhere),
        household_id=person.household_id,
        status=certification.status(case, cycle, today),
        passed=mine,
        noticed_on=case.noticed_on,
        kinds=tuple(span.kind for span in case.spans),
        proposed_month=certification.proposed_suspension(case, cycle, today),
    )
