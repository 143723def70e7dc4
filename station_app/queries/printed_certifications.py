"""What the forms of certification say (F05, F05b): the register of a year and who is overdue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.certification import rate
from station_app.domain.codes import CertStatus, PensionKind, label
from station_app.domain.forms import (
    CertificationRoster,
    CertificationRow,
    OverdueList,
    OverdueRow,
)
from station_app.domain.printouts import RowBehind
from station_app.models.certification import Certification, CertificationNotice
from station_app.models.station import Staff
from station_app.queries.certification_cases import Case, CycleRow, cases, cycles
from station_app.queries.contact import last_contacts
from station_app.queries.printed_people import Printed, in_order, printed_people
from station_app.queries.standing import standing

DISABILITY = frozenset({PensionKind.DIS, PensionKind.NURSE})
LATE = frozenset({CertStatus.OVERDUE, CertStatus.NOTICED, CertStatus.SUSPENDED})


def latest_year(session: Session, today: date) -> int | None:
    """The last certification year that has opened, else the first that is planned."""
    known = cycles(session)
    begun = [year for year, row in known.items() if row.cycle.open_on <= today]
    return max(begun, default=min(known, default=None))


def certification_roster(
    session: Session, year: int, today: date, *, people: Sequence[UUID] | None = None
) -> CertificationRoster:
    """F05: everybody in the scope of a year, those certified with how, when and by whom."""
    row = cycles(session).get(year)
    if row is None:
        return CertificationRoster(year, None, None, 0, 0, ())
    found = cases(session, row.cycle, today)
    figures = rate(case.status for case in found)
    shown = _wanted(found, people)
    about = _About(session, row, shown)
    return CertificationRoster(
        year=year,
        open_on=row.cycle.open_on,
        due_on=row.cycle.due_on,
        due_count=figures.due,
        done_count=figures.done,
        rows=tuple(about.row(case) for case in shown),
    )


def overdue_list(session: Session, year: int, today: date) -> OverdueList:
    """F05b: who is not certified after the term, what was tried, from which month it may stop."""
    row = cycles(session).get(year)
    if row is None:
        return OverdueList(year, today, None, ())
    shown = [case for case in cases(session, row.cycle, today) if case.status in LATE]
    about = _About(session, row, shown)
    rows = tuple(about.overdue(case) for case in shown)
    return OverdueList(year, today, row.doc_no, rows)


def _wanted(found: Iterable[Case], people: Sequence[UUID] | None) -> list[Case]:
    keys = None if people is None else set(people)
    wanted = (case for case in found if keys is None or case.person_id in keys)
    return sorted(wanted, key=lambda case: in_order(case.group_name, case.person_id))


@dataclass(frozen=True, slots=True)
class _Told:
    """The last notice to a person."""

    on: date
    how: str


class _About:
    """What is known about the people on the list beyond their status."""

    def __init__(self, session: Session, cycle: CycleRow, shown: Sequence[Case]) -> None:
        keys = [case.person_id for case in shown]
        self._people = printed_people(session, keys)
        self._attempts = _attempts(session, cycle.cycle.year)
        self._notices = _notices(session, cycle.cycle.year)
        self._contacts = _contacts(session)
        self._staff = dict(session.execute(select(Staff.id, Staff.name)).all())

    def row(self, case: Case) -> CertificationRow:
        """One line of the register."""
        person = self._people.get(case.person_id)
        attempt = self._attempt(case)
        return CertificationRow(
            name=case.name,
            sex=label("sex", case.sex) or None,
            born=case.birth_date,
            id_number=case.id_number,
            category=person.category if person else None,
            phone=_phone(case, person),
            lives_elsewhere=case.lives_elsewhere,
            method=label("cert_method", attempt.method) if attempt else None,
            certified_on=attempt.certified_on if attempt else None,
            result=_result(case, attempt),
            certifiers=self._certifiers(attempt),
            agent=attempt.agent_name if attempt else None,
            note=attempt.note if attempt else None,
            record=_record(case, attempt),
        )

    def overdue(self, case: Case) -> OverdueRow:
        """One line of the list of those not certified."""
        person = self._people.get(case.person_id)
        told = self._notices.get(case.person_id)
        attempt = self._attempt(case)
        return OverdueRow(
            name=case.name,
            category=person.category if person else None,
            id_number=case.id_number,
            phone=_phone(case, person),
            last_contact_on=self._contacts.get(case.person_id),
            reason=label("cert_result", attempt.result) if attempt else None,
            noticed_on=told.on if told else None,
            noticed_how=told.how if told else None,
            suspend_from=case.proposed_month,
            disability=bool(DISABILITY & set(case.kinds)),
            record=RowBehind("person", case.person_id),
        )

    def _attempt(self, case: Case) -> Certification | None:
        """The certification that counts, else the last attempt."""
        tried = self._attempts.get(case.person_id, [])
        if case.passed is None:
            return tried[-1] if tried else None
        return next((one for one in tried if one.id == case.passed.certification_id), None)

    def _certifiers(self, attempt: Certification | None) -> str | None:
        if attempt is None:
            return None
        keys = (attempt.certifier1_id, attempt.certifier2_id)
        names = (self._staff.get(key) for key in keys if key)
        return " ".join(name for name in names if name) or None


def _record(case: Case, attempt: Certification | None) -> RowBehind:
    """The certification that the line shows, else the person who still waits."""
    if attempt is not None:
        return RowBehind("certification", attempt.id)
    return RowBehind("person", case.person_id)


def _phone(case: Case, person: Printed | None) -> str | None:
    return case.mobile or (person.phone if person else None)


def _result(case: Case, attempt: Certification | None) -> str | None:
    """What came of it; of those who are out of the count, why."""
    if attempt is not None:
        return label("cert_result", attempt.result)
    gone = (CertStatus.DECEASED, CertStatus.MOVED, CertStatus.EXEMPT)
    return case.status.label if case.status in gone else None


def _attempts(session: Session, year: int) -> dict[UUID, list[Certification]]:
    statement = (
        select(Certification)
        .where(Certification.year == year, *standing(Certification))
        .order_by(Certification.certified_on, Certification.id)
    )
    found: dict[UUID, list[Certification]] = {}
    for attempt in session.scalars(statement):
        found.setdefault(attempt.person_id, []).append(attempt)
    return found


def _notices(session: Session, year: int) -> dict[UUID, _Told]:
    notice = CertificationNotice
    columns = (notice.person_id, notice.notified_on, notice.how)
    statement = (
        select(*columns)
        .where(notice.year == year, notice.deleted.is_(False))
        .order_by(notice.notified_on, notice.id)
    )
    return {key: _Told(on, how) for key, on, how in session.execute(statement)}


def _contacts(session: Session) -> dict[UUID | None, date | None]:
    """The day on which each was last met or spoken to."""
    return dict(session.execute(last_contacts()).all())
