"""What an import asks the station file: who is registered, which rows wait, what came before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from station_app.domain.codes import PersonStatus
from station_app.models.change import Action, Change
from station_app.models.household import HOUSEHOLD, Household
from station_app.models.local import ImportMapping, ImportRow, ImportRun
from station_app.models.person import (
    PERSON,
    SERVICE_RECORD,
    BankAccount,
    Person,
    PersonIdentity,
    ServiceRecord,
)

CHUNK = 500
WAITING_ROWS = "import_row"
"""What a unit of work touched when rows of imports were parked, answered or made to wait again."""
Values = dict[str, Any]  # Any: a record's values, each of its own type


@dataclass(frozen=True, slots=True)
class Registered:
    """Enough of a person to recognise him or her in a file."""

    person_id: UUID
    name: str
    id_number: str | None
    birth_date: str | None
    group_name: str | None
    status: str
    death_date: str | None
    household_id: UUID | None
    file_no: str


@dataclass(slots=True)
class Register:
    """Everybody on file, by number and by name."""

    by_file_no: dict[str, Registered] = field(default_factory=dict)
    by_number: dict[str, Registered] = field(default_factory=dict)
    by_name: dict[str, list[Registered]] = field(default_factory=dict)
    by_id: dict[UUID, Registered] = field(default_factory=dict)

    def add(self, person: Registered) -> None:
        """One more person, or the same one with more known."""
        self.by_id[person.person_id] = person
        self.by_file_no[person.file_no] = person
        if person.id_number is not None:
            self.by_number[person.id_number] = person
        self.by_name.setdefault(person.name, []).append(person)


@dataclass(slots=True)
class Details:
    """All that a file may add to a person who is registered."""

    person: Values
    categories: set[str] = field(default_factory=set)
    service: Values | None = None
    household: Values | None = None
    accounts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import, as the history shows it."""

    run_id: int
    kind: str
    file_name: str
    started_at: datetime
    by: str
    rows_read: int
    counts: dict[str, int]
    waiting: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A source row that waits for an answer, or was answered."""

    row_id: int
    run_id: int
    kind: str
    file_name: str
    sheet: str
    row: int
    row_key: str
    state: str
    cells: str
    reasons: str
    record_id: UUID | None
    answered_at: datetime | None


_GONE = (PersonStatus.MERGED, PersonStatus.REMOVED)
_REGISTERED = (
    Person.id,
    Person.name,
    Person.id_number,
    Person.birth_date,
    Person.group_name,
    Person.status,
    Person.death_date,
    Person.household_id,
    Person.file_no,
)


def register(session: Session) -> Register:
    """Everybody whose file is in use; merged and removed files no longer hold their number."""
    found = Register()
    statement = select(*_REGISTERED).where(Person.deleted.is_(False), Person.status.not_in(_GONE))
    for row in session.execute(statement):
        found.add(Registered(*row))
    return found


def details(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, Details]:
    """Persons with their identities, first service record, household and accounts."""
    found: dict[UUID, Details] = {}
    for start in range(0, len(person_ids), CHUNK):
        found |= _some_details(session, person_ids[start : start + CHUNK])
    return found


def _some_details(session: Session, keys: Sequence[UUID]) -> dict[UUID, Details]:
    columns = [getattr(Person, name) for name in ("id", *PERSON.by_name)]
    people = session.execute(select(*columns).where(Person.id.in_(keys))).mappings()
    found = {row["id"]: Details(dict(row)) for row in people}
    _add_identities(session, keys, found)
    _add_services(session, keys, found)
    _add_households(session, found)
    accounts = select(BankAccount.person_id, BankAccount.account_no).where(
        BankAccount.person_id.in_(keys), BankAccount.deleted.is_(False)
    )
    for person_id, number in session.execute(accounts):
        found[person_id].accounts.append(number)
    return found


def _add_identities(session: Session, keys: Sequence[UUID], found: dict[UUID, Details]) -> None:
    statement = select(PersonIdentity.person_id, PersonIdentity.category).where(
        PersonIdentity.person_id.in_(keys),
        PersonIdentity.deleted.is_(False),
        PersonIdentity.valid_to.is_(None),
    )
    for person_id, category in session.execute(statement):
        found[person_id].categories.add(category)


def _add_services(session: Session, keys: Sequence[UUID], found: dict[UUID, Details]) -> None:
    columns = [getattr(ServiceRecord, name) for name in ("id", *SERVICE_RECORD.by_name)]
    statement = (
        select(*columns)
        .where(ServiceRecord.person_id.in_(keys), ServiceRecord.deleted.is_(False))
        .order_by(ServiceRecord.id)
    )
    for row in session.execute(statement).mappings():
        if found[row["person_id"]].service is None:
            found[row["person_id"]].service = dict(row)


def _add_households(session: Session, found: dict[UUID, Details]) -> None:
    columns = [getattr(Household, name) for name in ("id", *HOUSEHOLD.by_name)]
    keys = {each.person["household_id"] for each in found.values()} - {None}
    rows = session.execute(select(*columns).where(Household.id.in_(keys))).mappings()
    households = {row["id"]: dict(row) for row in rows}
    for each in found.values():
        each.household = households.get(each.person["household_id"])


def households(session: Session) -> list[tuple[UUID, str, str | None, str | None, str | None]]:
    """Key, number, book number, head and address of every household in use."""
    statement = select(
        Household.id,
        Household.household_no,
        Household.hukou_book_no,
        Household.head_name,
        Household.address,
    ).where(Household.deleted.is_(False), Household.merged_into_id.is_(None))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(statement)]


def last_change(session: Session) -> int:
    """Where the change log stands: a preview made before is looked at again after."""
    return session.scalar(select(func.max(Change.seq))) or 0


def _stands() -> ColumnElement[bool]:
    """Neither taken back by `undo` of imports nor by the history's own undo."""
    undone = select(Action.id).where(
        Action.id == ImportRun.action_id, Action.undone_by_id.is_not(None)
    )
    return and_(ImportRun.undone_at.is_(None), ~undone.exists())


def _answered() -> ColumnElement[bool]:
    """Answered, and neither the answer nor the import that brought the row again was undone."""
    undone_actions = select(Action.id).where(Action.undone_by_id.is_not(None))
    run = aliased(ImportRun)
    undone_runs = select(run.id).where(
        or_(run.undone_at.is_not(None), run.action_id.in_(undone_actions))
    )
    by_action = func.json_extract(ImportRow.answer, "$.action").in_(undone_actions)
    by_run = func.json_extract(ImportRow.answer, "$.came_again_in").in_(undone_runs)
    taken_back = or_(func.coalesce(by_action, False), func.coalesce(by_run, False))
    return and_(ImportRow.answered_at.is_not(None), ~taken_back)


def answers_of(action_id: int) -> Select[int]:
    """The rows of standing imports that an action answered."""
    return _answers().where(_answered_by() == action_id)


def settles_rows(action: type[Action]) -> ColumnElement[bool]:
    """Whether an action answered waiting rows, or took such an answer back.

    Some answers write no record: the rows alone tell of them.
    """
    by = _answers().with_only_columns(_answered_by()).where(_answered_by().is_not(None))
    return or_(action.id.in_(by), func.coalesce(action.undoes_id.in_(by), False))


def _answered_by() -> ColumnElement[int | None]:
    return func.json_extract(ImportRow.answer, "$.action")


def _answers() -> Select[int]:
    """Rows with an answer of their own; those that came again in a later import have none."""
    return (
        select(ImportRow.id)
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .where(ImportRun.undone_at.is_(None), ImportRow.answer.is_not(None))
        .where(func.json_extract(ImportRow.answer, "$.came_again_in").is_(None))
    )


def _state() -> ColumnElement[str]:
    """Of a row whose answer was taken back the state before it."""
    was = func.json_extract(ImportRow.answer, "$.was")
    return case((_answered(), ImportRow.state), else_=func.coalesce(was, ImportRow.state))


def waiting_count(session: Session) -> int:
    """How many rows of imports that stand wait for an answer."""
    statement = (
        select(func.count())
        .select_from(ImportRow)
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .where(~_answered(), _stands())
    )
    return session.scalar(statement) or 0


def earlier_run(session: Session, file_hash: str, kind: str) -> int | None:
    """The latest import of this very file that still stands."""
    statement = select(func.max(ImportRun.id)).where(
        ImportRun.file_hash == file_hash, ImportRun.kind == kind, _stands()
    )
    return session.scalar(statement)


def run_of_token(session: Session, token: str, kind: str) -> int | None:
    """The standing import of the file whose hash begins with this token."""
    statement = select(func.max(ImportRun.id)).where(
        ImportRun.file_hash.startswith(token, autoescape=True),
        ImportRun.kind == kind,
        _stands(),
    )
    return session.scalar(statement)


def parked_by_key(session: Session, keys: Iterable[str]) -> dict[str, ParkedRow]:
    """The parked rows of these keys; of several, one that still waits, else the latest."""
    wanted = list(keys)
    found: dict[str, ParkedRow] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        for row in _parked(session, ImportRow.row_key.in_(some), _stands()):
            found[row.row_key] = row
    return found


def parked_rows(session: Session, run_id: int | None = None) -> list[ParkedRow]:
    """Rows that wait for an answer, of one import or of all that stand."""
    conditions: list[Any] = [~_answered(), _stands()]
    if run_id is not None:
        conditions.append(ImportRow.run_id == run_id)
    return _parked(session, *conditions)


def parked_row(session: Session, row_id: int) -> ParkedRow | None:
    """One parked row."""
    return next(iter(_parked(session, ImportRow.id == row_id)), None)


def _parked(session: Session, *conditions: Any) -> list[ParkedRow]:  # Any: column expressions
    statement = (
        select(
            ImportRow.id.label("row_id"),
            ImportRow.run_id,
            ImportRun.kind,
            ImportRun.file_name,
            ImportRow.sheet,
            ImportRow.row,
            ImportRow.row_key,
            _state().label("state"),
            ImportRow.cells,
            ImportRow.reasons,
            ImportRow.record_id,
            case((_answered(), ImportRow.answered_at), else_=None).label("answered_at"),
        )
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .where(*conditions)
        .order_by(~_answered(), ImportRow.id)
    )
    return [ParkedRow(**row) for row in session.execute(statement).mappings()]


def runs(session: Session) -> list[RunRow]:
    """All imports, the latest first, with how many of their rows still wait."""
    waiting = (
        select(ImportRow.run_id, func.count().label("count"))
        .where(~_answered())
        .group_by(ImportRow.run_id)
        .subquery()
    )
    statement = (
        select(ImportRun, waiting.c.count)
        .outerjoin(waiting, waiting.c.run_id == ImportRun.id)
        .order_by(ImportRun.id.desc())
    )
    return [_run_row(run, count or 0) for run, count in session.execute(statement)]


def _run_row(run: ImportRun, waiting: int) -> RunRow:
    counts = msgspec.json.decode(run.counts, type=dict[str, int])
    return RunRow(
        run.id,
        run.kind,
        run.file_name,
        run.started_at,
        run.by,
        run.rows_read,
        counts,
        waiting if run.undone_at is None else 0,
        run.undone_at,
    )


def mapping(session: Session, fingerprint: str, kind: str) -> dict[int, str] | None:
    """The columns a person chose for a heading row of this shape."""
    text = session.scalar(
        select(ImportMapping.columns).where(
            ImportMapping.fingerprint == fingerprint, ImportMapping.kind == kind
        )
    )
    return msgspec.json.decode(text, type=dict[int, str]) if text else None
