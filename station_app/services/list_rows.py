"""The rows of every list as values, from the same questions that its page asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import BatchStatus, PlaqueState, label
from station_app.domain.kinds import Kind, to_text
from station_app.domain.list_tables import (
    LISTED_NAME,
    NAMES_COMMA,
    NEED_WORDS,
    NEEDS_COMMA,
    NOTICE_WORD,
    TASK_WORD,
)
from station_app.domain.lists import ListRow
from station_app.models.condolence import CONDOLENCE_PLAN, CondolenceBatch
from station_app.queries.certifications import (
    OverdueRow,
    Tile,
    current_year,
    wall_and_late,
)
from station_app.queries.condolence import BatchRow, list_batches
from station_app.queries.district_desk import whole_desk
from station_app.queries.history import StepFilter, StepRow, steps_passing
from station_app.queries.people import PersonRow
from station_app.queries.people import people_rows as person_rows
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import people_keys
from station_app.queries.plaques import (
    HouseholdWithout,
    PlaqueRow,
    plaque_register,
    search_register,
)
from station_app.queries.postings import NoticeRow, TaskRow
from station_app.queries.printed_payments import payment_roster
from station_app.queries.removed import RemovedRow, removed
from station_app.queries.route import Candidate, NeedRow, candidates, candidates_named
from station_app.queries.route_sheets import LineState, Sheet, route_sheets
from station_app.queries.visits import (
    Promise,
    VisitFilter,
    VisitRow,
    list_visits,
    open_promises,
)
from station_app.services.list_people import people_rows

MANY = 1000
ALL_SHEETS = 10_000
MOMENT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class YearWish:
    """Which part of a certification year: these groups, only who waits, only the old."""

    year: int | None = None
    groups: tuple[str, ...] = ()
    waiting: bool = False
    old: bool = False


@dataclass(frozen=True, slots=True)
class PlaqueWish:
    """Which plaques or households: what a text finds, in these states."""

    text: str = ""
    states: tuple[PlaqueState, ...] = ()


def people(session: Session, wanted: PeopleFilter, today: date) -> Iterable[ListRow]:
    """Everybody who passes the filter, by name."""
    return people_rows(session, people_keys(session, wanted, today=today))


def visits(session: Session, wanted: VisitFilter, _today: date) -> Iterator[ListRow]:
    """The visits of a filter, newest first, a page at a time."""
    page = list_visits(session, wanted, limit=MANY)
    yield from map(_visit, page.rows)
    while page.after is not None:
        page = list_visits(session, wanted, after=page.after, limit=MANY)
        yield from map(_visit, page.rows)


def _visit(row: VisitRow) -> ListRow:
    names = NAMES_COMMA.join(one.name for one in row.met)
    groups = NAMES_COMMA.join(dict.fromkeys(one.group_name for one in row.met if one.group_name))
    seen = (row.visit_date, names or None, groups or None, row.method, row.kind, row.person_times)
    said = (row.visitors, row.place, row.needs, row.follow_up, row.follow_up_due)
    return ListRow(row.visit_id, (*seen, *said, row.follow_up_done_on, row.state))


def late_contacts(session: Session, _wanted: None, today: date) -> Iterator[ListRow]:
    """Whose contact is late."""
    keys = people_keys(session, PeopleFilter(overdue=True), today=today)
    for row in person_rows(session, list(keys), today=today):
        who = (row.name, row.group_name, _primary(row), row.mobile, row.address)
        late = (row.last_contact, row.contact_due, row.overdue_days(today))
        yield ListRow(row.person_id, (*who, *late))


def _primary(row: PersonRow) -> str | None:
    return row.primary.category if row.primary else None


def promises(session: Session, _wanted: None, _today: date) -> Iterator[ListRow]:
    """What was promised and is not done."""
    return map(_promise, open_promises(session))


def _promise(row: Promise) -> ListRow:
    names = NAMES_COMMA.join(row.names) or None
    return ListRow(row.visit_id, (row.follow_up, names, row.visit_date, row.by, row.due_on))


def batches(session: Session, open_only: bool | None, _today: date) -> Iterator[ListRow]:
    """The batches, the latest first; all, or those that are not closed."""
    for row in list_batches(session):
        if not open_only or row.status != BatchStatus.CLOSED:
            yield _batch(row)


def _batch(row: BatchRow) -> ListRow:
    what = (row.occasion_year, row.name, row.occasion, row.funding, row.form, row.status)
    when = (row.planned_on, row.closed_on, row.doc_no, row.approver)
    return ListRow(
        row.batch_id,
        (*what, *when, row.people, row.total_fen, row.paid_people, row.paid_fen),
    )


def batch_lines(session: Session, batch_id: UUID | None) -> Iterator[ListRow]:
    """What the signing sheet of a batch says of each planned line, as far as it may come back."""
    if batch_id is None or session.get(CondolenceBatch, batch_id) is None:
        return
    for row in payment_roster(session, batch_id).rows:
        if row.record is not None and row.record.record_type == CONDOLENCE_PLAN.name:
            worth = (row.amount_fen, row.goods, row.quantity, row.goods_value_fen)
            yield ListRow(row.record.record_id, (row.id_number, *worth))


def certifications(session: Session, wanted: YearWish, today: date) -> Iterator[ListRow]:
    """Everybody to be certified in a year, as the wall has them."""
    year = wanted.year or current_year(session, today)
    wall = wall_and_late(session, year, today)[0] if year is not None else None
    for group in wall.groups if wall else ():
        if not wanted.groups or (group.name or "") in wanted.groups:
            yield from (_tile(tile) for tile in group.tiles if _is_meant(tile, wanted))


def _is_meant(tile: Tile, wanted: YearWish) -> bool:
    waits = not (wanted.waiting or wanted.old) or not tile.is_done
    return waits and (not wanted.old or tile.is_old)


def _tile(tile: Tile) -> ListRow:
    last = tile.last_year
    who = (tile.name, tile.sex, tile.age, tile.category, tile.group_name, str(tile.status))
    before = (last.method, last.certified_on) if last else (None, None)
    return ListRow(tile.person_id, (*who, tile.method, tile.certified_on, *before))


def overdue(session: Session, wanted: YearWish, today: date) -> Iterator[ListRow]:
    """Who is not certified (F05b)."""
    year = wanted.year or current_year(session, today)
    late = wall_and_late(session, year, today)[1] if year is not None else []
    for row in late:
        if not wanted.groups or (row.group_name or "") in wanted.groups:
            yield _late(row)


def _late(row: OverdueRow) -> ListRow:
    who = (row.name, row.id_number, row.group_name, row.category, row.mobile, str(row.status))
    what = (row.last_contact_on, row.reason, row.noticed_on, row.proposed_month)
    return ListRow(row.person_id, (*who, *what))


def plaques(session: Session, wanted: PlaqueWish, _today: date) -> Iterator[ListRow]:
    """The plaques that a text finds, in the states that are meant."""
    found, _ = search_register(session, plaque_register(session), wanted.text)
    return (_plaque(row) for row in found.rows if not wanted.states or row.state in wanted.states)


def _plaque(row: PlaqueRow) -> ListRow:
    whose = (row.plaque_no, row.household_no, row.head_name, row.basis_name, row.basis_category)
    where = (row.group_name, row.address, row.phone, str(row.state), row.hung_on, row.since)
    return ListRow(row.plaque_id, (*whose, *where, row.position, row.note))


def without_plaque(session: Session, wanted: PlaqueWish, _today: date) -> Iterator[ListRow]:
    """Households that should have a plaque and have none (E8)."""
    _, missing = search_register(session, plaque_register(session), wanted.text)
    return map(_household, missing)


def _household(home: HouseholdWithout) -> ListRow:
    entitled = NAMES_COMMA.join(
        LISTED_NAME.format(name=name, what=label("category", category))
        for _, name, category in home.entitled
    )
    where = (home.household_no, home.head_name, home.group_name, home.address)
    return ListRow(home.household_id, (*where, entitled or None, home.is_verified))


def route(session: Session, wanted: tuple[UUID, ...] | None, today: date) -> Iterator[ListRow]:
    """For whom something waits, or these people."""
    if wanted is None:
        return map(_candidate, candidates(session, today=today))
    return map(_candidate, candidates_named(session, wanted, today=today))


def _candidate(one: Candidate) -> ListRow:
    who, waits = one.person, NEEDS_COMMA.join(map(_need, one.needs))
    where = (who.name, who.sex, who.age, who.group_name, who.address, who.mobile)
    return ListRow(who.person_id, (*where, who.last_contact, waits or None))


def _need(row: NeedRow) -> str:
    word = NEED_WORDS[row.need.value]
    more = to_text(Kind.MONEY, row.amount_fen) if row.amount_fen else row.text
    return LISTED_NAME.format(name=word, what=more) if more else word


def sheets(session: Session, _wanted: None, _today: date) -> Iterator[ListRow]:
    """The route sheets that were printed."""
    return map(_sheet, route_sheets(session, limit=ALL_SHEETS))


def _sheet(one: Sheet) -> ListRow:
    counts = (len(one.lines), one.homes(), one.homes(LineState.DONE), one.homes(LineState.AWAY))
    what = (one.serial, one.planned_on, one.visitors)
    return ListRow(one.sheet_id, (*what, *counts, one.made_by))


def steps(session: Session, wanted: StepFilter, _today: date) -> Iterator[ListRow]:
    """What was done, the newest first."""
    page = steps_passing(session, wanted, limit=MANY)
    while page:
        yield from map(_step, page)
        page = steps_passing(session, wanted, before=page[-1].action_id, limit=MANY)


def _step(row: StepRow) -> ListRow:
    return ListRow(None, (_moment(row.at), row.label, row.by, row.records, row.undone))


def _moment(at: datetime) -> str:
    return at.astimezone().strftime(MOMENT)


def gone(session: Session, text: str | None, _today: date) -> Iterator[ListRow]:
    """What was removed and is still away."""
    return map(_gone, removed(session, text=text or ""))


def _gone(row: RemovedRow) -> ListRow:
    names = NAMES_COMMA.join(row.names) or None
    return ListRow(
        None, (_moment(row.at), row.label, row.by if row.own else None, names, row.reason or None)
    )


def postings(session: Session, _wanted: None, today: date) -> Iterator[ListRow]:
    """Notices and tasks of the district."""
    found = whole_desk(session, today=today).postings
    yield from map(_task, found.tasks)
    yield from map(_notice, found.notices)


def _task(row: TaskRow) -> ListRow:
    what = (TASK_WORD, row.title, row.doc_no, row.what, row.posted_on, row.due_on)
    return ListRow(row.task_id, (*what, row.done_on, row.done_by, row.answer))


def _notice(row: NoticeRow) -> ListRow:
    what = (NOTICE_WORD, row.title, row.doc_no, row.body, row.posted_on, row.valid_until)
    return ListRow(row.notice_id, (*what, row.read_on, row.read_by, None))
