"""Lists for templates: the rows behind a line of the tally, each with what its columns may want."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.codes import RosterColumn, label
from station_app.domain.partial_date import PartialDate
from station_app.domain.periods import Period
from station_app.messages import said
from station_app.models.base import Fact
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.household import Household
from station_app.models.person import Person, ServiceRecord
from station_app.models.plaque import PlaqueEvent
from station_app.models.station import Staff
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.people import identities_of
from station_app.queries.tallies import TallyRow, rows_behind

CHUNK = 500
Cells = dict[RosterColumn, object]
"""What a row says: texts, whole numbers, days; money in 分."""
_C = RosterColumn


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row of a list: what stands behind the figure, and its cells."""

    behind: TallyRow
    cells: Cells

    def value(self, column: RosterColumn) -> object:
        """The cell of a column; None when nothing is known."""
        return self.cells.get(column)


def roster(session: Session, code: str, period: Period, *, today: date) -> list[RosterRow]:
    """The rows behind a line with all that is known of them: their sum is the line's figure."""
    rows = rows_behind(session, code, period, today=today)
    people = _people(session, {row.person_id for row in rows if row.person_id}, today)
    homes = _homes(session, rows, people)
    facts = _facts(session, rows)
    found = []
    for row in rows:
        person = people.get(row.person_id) if row.person_id else None
        key = row.household_id or (person.home_id if person else None)
        cells = {**_own(row), **homes.get(key, {}), **(person.cells if person else {})}
        cells |= facts.get(row.record_id, {})
        found.append(RosterRow(row, {name: one for name, one in cells.items() if one is not None}))
    return found


def _own(row: TallyRow) -> Cells:
    """What the row itself knows, also of those without a file."""
    return {_C.NAME: row.name, _C.GROUP: row.group_name, _C.DAY: row.day, _C.COUNT: row.count}


@dataclass(frozen=True, slots=True)
class _Known:
    cells: Cells
    home_id: UUID | None


def _parts(keys: Iterable[UUID]) -> Iterable[list[UUID]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _people(session: Session, keys: set[UUID], today: date) -> dict[UUID, _Known]:
    found: dict[UUID, _Known] = {}
    for some in _parts(keys):
        held, served = identities_of(session, some), _served(session, some)
        survivors = select(Person).where(Person.id.in_(some))
        for person in session.scalars(survivors):
            category = next((one.category for one in held.get(person.id, ())), None)
            cells = _of_person(person, today)
            cells[_C.CATEGORY] = label("category", category) or None
            cells[_C.ENLISTED], cells[_C.DISCHARGED] = served.get(person.id, (None, None))
            found[person.id] = _Known(cells, person.household_id)
    return found


def _of_person(person: Person, today: date) -> Cells:
    born = PartialDate.of(person.birth_date) if person.birth_date else None
    return {
        _C.NAME: person.name,
        _C.SEX: label("sex", person.sex) or None,
        _C.BIRTH: person.birth_date,
        _C.AGE: age_of(born, today) if born else None,
        _C.ID_NUMBER: person.id_number,
        _C.ID_MASKED: person.id_number,
        _C.GROUP: person.group_name,
        _C.ADDRESS: person.address,
        _C.PHONE: person.mobile or person.phone2,
    }


def _served(session: Session, keys: Sequence[UUID]) -> dict[UUID, tuple[str | None, str | None]]:
    """The first enlistment and the last discharge."""
    record = ServiceRecord
    statement = (
        select(record.person_id, record.enlist_date, record.discharge_date)
        .where(record.person_id.in_(keys), record.deleted.is_(False))
        .order_by(record.person_id, record.enlist_date)
    )
    found: dict[UUID, tuple[str | None, str | None]] = {}
    for key, enlisted, discharged in session.execute(statement):
        found[key] = (found.get(key, (enlisted, None))[0], discharged)
    return found


def _homes(
    session: Session, rows: Sequence[TallyRow], people: dict[UUID, _Known]
) -> dict[UUID | None, Cells]:
    keys = {row.household_id for row in rows} | {one.home_id for one in people.values()}
    found: dict[UUID | None, Cells] = {}
    for some in _parts(key for key in keys if key is not None):
        for home in session.scalars(select(Household).where(Household.id.in_(some))):
            found[home.id] = {
                _C.HEAD: home.head_name,
                _C.ADDRESS: home.address,
                _C.GROUP: home.group_name,
                _C.PHONE: home.phone,
            }
    return found


# --- what was done -----------------------------------------------------------------------------


def _facts(session: Session, rows: Sequence[TallyRow]) -> dict[UUID, Cells]:
    """What the record behind each row says beyond its person and its day."""
    by_type: dict[str, set[UUID]] = {}
    for row in rows:
        by_type.setdefault(row.record_type, set()).add(row.record_id)
    found: dict[UUID, Cells] = {}
    for record_type, keys in by_type.items():
        if record_type in _READERS:
            for some in _parts(keys):
                found |= _READERS[record_type](session, some)
    return found


def _visits(session: Session, keys: list[UUID]) -> dict[UUID, Cells]:
    statement = (
        select(VisitAttendance.id, Visit.kind, Visit.method, Visit.visitors)
        .join(Visit, Visit.id == VisitAttendance.visit_id)
        .where(VisitAttendance.id.in_(keys))
    )
    return {
        key: {
            _C.KIND: label("visit_kind", kind),
            _C.METHOD: label("visit_method", method),
            _C.WHO: visitors,
        }
        for key, kind, method, visitors in session.execute(statement)
    }


def _payments(session: Session, keys: list[UUID]) -> dict[UUID, Cells]:
    statement = select(CondolencePayment).where(CondolencePayment.id.in_(keys))
    return {one.id: _payment(one) for one in session.scalars(statement)}


def _payment(one: CondolencePayment) -> Cells:
    relation = f"（{one.receiver_relation}）" if one.receiver_relation else ""
    return {
        _C.KIND: label("condolence_kind", one.kind),
        _C.OCCASION: said(
            "template.occasion",
            {"year": one.occasion_year, "occasion": label("occasion", one.occasion)},
        ),
        _C.FUNDING: label("funding", one.funding),
        _C.METHOD: label("pay_form", one.pay_form),
        _C.YUAN: _signed(one, one.amount_fen),
        _C.GOODS: one.goods,
        _C.GOODS_YUAN: _signed(one, one.goods_value_fen),
        _C.AGENT: f"{one.receiver_name}{relation}" if one.receiver_name else None,
        _C.NOTE: one.note or one.correction_reason,
    }


def _signed(fact: Fact, fen: int | None) -> int | None:
    """A reversal takes its money back (SETTLED 1)."""
    return None if fen is None else fact.sign * fen


def _certifications(session: Session, keys: list[UUID]) -> dict[UUID, Cells]:
    statement = (
        select(Certification, Staff.name)
        .outerjoin(Staff, Staff.id == Certification.certifier1_id)
        .where(Certification.id.in_(keys))
    )
    return {
        one.id: {
            _C.KIND: label("cert_result", one.result),
            _C.METHOD: label("cert_method", one.method),
            _C.WHO: who,
            _C.AGENT: one.agent_name,
            _C.NOTE: one.note or one.correction_reason,
        }
        for one, who in session.execute(statement)
    }


def _plaque_events(session: Session, keys: list[UUID]) -> dict[UUID, Cells]:
    statement = select(PlaqueEvent).where(PlaqueEvent.id.in_(keys))
    return {
        one.id: {
            _C.KIND: label("plaque_event", one.event),
            _C.WHO: one.handled_by,
            _C.NOTE: one.note,
        }
        for one in session.scalars(statement)
    }


def _benefit_events(session: Session, keys: list[UUID]) -> dict[UUID, Cells]:
    statement = select(EntitlementEvent).where(EntitlementEvent.id.in_(keys))
    return {
        one.id: {
            _C.KIND: label("pension_kind", one.kind),
            _C.METHOD: label("entitlement_event", one.event),
        }
        for one in session.scalars(statement)
    }


def _benefits(session: Session, keys: list[UUID]) -> dict[UUID, Cells]:
    statement = select(Entitlement).where(Entitlement.id.in_(keys))
    return {
        one.id: {_C.KIND: label("pension_kind", one.kind), _C.YUAN: one.monthly_fen}
        for one in session.scalars(statement)
    }


_READERS: dict[str, Callable[[Session, list[UUID]], dict[UUID, Cells]]] = {
    "visit_attendance": _visits,
    "condolence_payment": _payments,
    "certification": _certifications,
    "plaque_event": _plaque_events,
    "entitlement_event": _benefit_events,
    "entitlement": _benefits,
}
