"""Who stands on the list of the day: late contacts, promises, certifications, plaques to hang."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.addresses import address_order
from station_app.domain.codes import VisitState
from station_app.domain.groups import group_order
from station_app.domain.printouts import RowBehind
from station_app.domain.today_list import Reason, TodayList, TodayRow, Why
from station_app.models.person import Person
from station_app.models.plaque import Plaque
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.certifications import OLD
from station_app.queries.contact import last_contact
from station_app.queries.home import open_certification, plaques_waiting
from station_app.queries.people import PersonRow, people_rows
from station_app.queries.people_filters import REGISTERED, PeopleFilter, conditions
from station_app.queries.printed_people import chunks, surviving
from station_app.queries.standing import standing

MOST = 100
"""Seven pages; on the day after an import hundreds are late, and nobody sees them in a day."""
AHEAD = timedelta(days=15)
SOON = timedelta(days=30)
Reasons = defaultdict[UUID, list[Reason]]


def today_list(session: Session, today: date) -> TodayList:
    """Everybody once, by group and address, with all that is due."""
    reasons: Reasons = defaultdict(list)
    _add_promises(session, today, reasons)
    _add_contacts(session, today, reasons)
    _add_certifications(session, today, reasons)
    _add_plaques(session, reasons)
    living = _of_the_living(session, reasons)
    chosen = sorted(living, key=lambda key: _urgency(living[key]))[:MOST]
    people = people_rows(session, chosen, today=today)
    rows = [_row(person, living[person.person_id]) for person in people]
    rows.sort(key=lambda row: (group_order(row.group_name), address_order(row.address), row.name))
    return TodayList(today, tuple(rows), left_out=len(living) - len(chosen))


def _of_the_living(session: Session, reasons: Reasons) -> Reasons:
    """Under the files that stand today, without those who died or moved: nobody is sent to them."""
    survivors = surviving(session, reasons)
    known = set(survivors.values())
    here: set[UUID] = set()
    for some in chunks(sorted(known)):
        living = Person.status.in_(REGISTERED), Person.deleted.is_(False)
        here.update(session.scalars(select(Person.id).where(Person.id.in_(some), *living)))
    found: Reasons = defaultdict(list)
    for key, some_reasons in reasons.items():
        if survivors[key] in here:
            found[survivors[key]] += some_reasons
    return found


def _urgency(reasons: list[Reason]) -> tuple[bool, int]:
    """What has a day comes first, then whom nobody has spoken with for the longest."""
    only_contact = all(reason.why in (Why.CONTACT, Why.SILENT) for reason in reasons)
    days = max((r.number or 0 for r in reasons if r.why is Why.CONTACT), default=0)
    return only_contact, -days


def _row(person: PersonRow, reasons: list[Reason]) -> TodayRow:
    return TodayRow(
        name=person.name,
        age=person.age,
        group_name=person.group_name,
        address=person.address,
        phone=person.mobile,
        id_number=person.id_number,
        reasons=tuple(sorted(reasons, key=lambda reason: reason.why)),
        record=RowBehind("person", person.person_id),
    )


def _add_promises(session: Session, today: date, reasons: Reasons) -> None:
    """What was promised for the next half month, or for no day."""
    statement = (
        select(VisitAttendance.person_id, Visit.follow_up, Visit.follow_up_due)
        .join(VisitAttendance, VisitAttendance.visit_id == Visit.id)
        .where(
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            Visit.follow_up.is_not(None),
            Visit.follow_up_done_on.is_(None),
            VisitAttendance.person_id.is_not(None),
            *standing(VisitAttendance),
        )
        .order_by(Visit.follow_up_due, Visit.id)
    )
    for key, text, due in session.execute(statement):
        if key is not None and (due is None or due <= today + AHEAD):
            reasons[key].append(Reason(Why.PROMISE, on=due, text=text))


def _add_contacts(session: Session, today: date, reasons: Reasons) -> None:
    narrow = conditions(PeopleFilter(overdue=True), today=today)
    statement = select(Person.id, last_contact().label("spoken")).where(*narrow)
    for key, spoken in session.execute(statement):
        silent: date | None = spoken
        days = (today - silent).days if silent else None
        reasons[key].append(Reason(Why.CONTACT if silent else Why.SILENT, number=days))


def _add_certifications(session: Session, today: date, reasons: Reasons) -> None:
    """Of a year that ends within a month everybody, before that only the oldest."""
    open_ = open_certification(session, today)
    if open_ is None or not open_.count:
        return
    narrow = PeopleFilter(uncertified=True, min_age=None if open_.due_on <= today + SOON else OLD)
    for key in session.scalars(select(Person.id).where(*conditions(narrow, today=today))):
        reasons[key].append(Reason(Why.CERTIFICATION, on=open_.due_on, number=open_.year))


def _add_plaques(session: Session, reasons: Reasons) -> None:
    statement = select(Plaque.basis_person_id).where(*plaques_waiting())
    for key in session.scalars(statement):
        if key is not None:
            reasons[key].append(Reason(Why.PLAQUE))
