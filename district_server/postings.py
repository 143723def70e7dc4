"""Notices and tasks: posted to all stations or to some, taken back, and who has answered.

A posting for all is one row in the district's scope, so a station that joins later reads it, too;
one for some stations is a row in the scope of each, under one posting id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.down import day_of
from district_server.models import DistrictStation
from district_server.publishing import alone, amend, in_order, publish
from district_server.stations import find_station
from station_app.errors import Rejected
from station_app.models.identifiers import DISTRICT_SCOPE, new_id
from station_app.models.posting import (
    DISTRICT_NOTICE,
    DISTRICT_TASK,
    DistrictNotice,
    DistrictTask,
    NoticeReading,
    TaskAnswer,
)
from station_app.models.record_type import RecordType

TEXT_LENGTH = 5000
TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNotice:
    """A notice; without division codes it is for every station."""

    title: str
    body: str
    stations: tuple[str, ...] = ()
    doc_no: str | None = None
    valid_until: date | None = None
    needs_confirmation: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTask:
    """A task; without division codes it is for every station."""

    title: str
    what: str | None = None
    stations: tuple[str, ...] = ()
    doc_no: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice or a task with how many stations it is for and how many have answered."""

    posting_id: UUID
    title: str
    text: str
    doc_no: str | None
    posted_on: date
    posted_by: str
    until: date | None
    withdrawn_on: date | None
    needs_answer: bool
    stations: int
    answered: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What one station said to a posting; `on` is None while it has said nothing."""

    code: str
    station: str
    on: date | None
    by: str | None
    text: str | None


def post_notice(session: Session, new: PostNotice, *, by: str, now: datetime) -> UUID:
    """Post a notice; returns its posting id. Raises `Rejected("down.no_title" …)`."""
    if new.valid_until is not None and new.valid_until < day_of(now):
        raise Rejected("down.valid_until")
    if not new.body.strip():
        raise Rejected("down.no_text")
    values = {
        "title": _title(new.title),
        "body": _text(new.body),
        "doc_no": _text(new.doc_no),
        "valid_until": new.valid_until,
        "needs_confirmation": new.needs_confirmation,
    }
    return _post(session, DISTRICT_NOTICE, values, new.stations, by=by, now=now)


def post_task(session: Session, new: PostTask, *, by: str, now: datetime) -> UUID:
    """Give a task; returns its posting id. Raises `Rejected("down.no_title" | "down.due_on" …)`."""
    if new.due_on is not None and new.due_on < day_of(now):
        raise Rejected("down.due_on")
    values = {
        "title": _title(new.title),
        "what": _text(new.what),
        "doc_no": _text(new.doc_no),
        "due_on": new.due_on,
    }
    return _post(session, DISTRICT_TASK, values, new.stations, by=by, now=now)


def withdraw_notice(session: Session, posting_id: UUID, *, by: str, now: datetime) -> None:
    """Take a notice back at every station it was posted to."""
    _withdraw(session, DISTRICT_NOTICE, _notice_rows(session, posting_id), by=by, now=now)


def withdraw_task(session: Session, posting_id: UUID, *, by: str, now: datetime) -> None:
    """Take a task back at every station it was given to; what was answered stays."""
    _withdraw(session, DISTRICT_TASK, _task_rows(session, posting_id), by=by, now=now)


def readings_of(session: Session, posting_id: UUID) -> list[Answer]:
    """Which of the addressed stations have read a notice, by division code."""
    rows = {row.id: row.station_id for row in _notice_rows(session, posting_id)}
    found = session.scalars(
        select(NoticeReading).where(
            NoticeReading.notice_id.in_(list(rows)), NoticeReading.deleted.is_(False)
        )
    )
    said = {row.station_id: (row.read_on, row.created_by, None) for row in found}
    return _answers(session, list(rows.values()), said)


def answers_of(session: Session, posting_id: UUID) -> list[Answer]:
    """What the addressed stations said to a task, by division code."""
    rows = {row.id: row.station_id for row in _task_rows(session, posting_id)}
    found = session.scalars(
        select(TaskAnswer).where(TaskAnswer.task_id.in_(list(rows)), TaskAnswer.deleted.is_(False))
    )
    said = {row.station_id: (row.done_on, row.created_by, row.answer) for row in found}
    return _answers(session, list(rows.values()), said)


def notices(session: Session) -> list[Posted]:
    """All notices, the last first."""
    rows = session.scalars(select(DistrictNotice).order_by(DistrictNotice.id.desc()))
    once = {row.posting_id: row for row in rows}
    return [_posted_notice(session, row) for row in once.values()]


def tasks(session: Session) -> list[Posted]:
    """All tasks, the last first."""
    rows = session.scalars(select(DistrictTask).order_by(DistrictTask.id.desc()))
    once = {row.posting_id: row for row in rows}
    return [_posted_task(session, row) for row in once.values()]


def _posted_notice(session: Session, row: DistrictNotice) -> Posted:
    answers = readings_of(session, row.posting_id)
    return Posted(
        posting_id=row.posting_id,
        title=row.title,
        text=row.body,
        doc_no=row.doc_no,
        posted_on=row.posted_on,
        posted_by=row.created_by,
        until=row.valid_until,
        withdrawn_on=row.withdrawn_on,
        needs_answer=row.needs_confirmation,
        stations=len(answers),
        answered=sum(answer.on is not None for answer in answers),
    )


def _posted_task(session: Session, row: DistrictTask) -> Posted:
    answers = answers_of(session, row.posting_id)
    return Posted(
        posting_id=row.posting_id,
        title=row.title,
        text=row.what or "",
        doc_no=row.doc_no,
        posted_on=row.posted_on,
        posted_by=row.created_by,
        until=row.due_on,
        withdrawn_on=row.withdrawn_on,
        needs_answer=True,
        stations=len(answers),
        answered=sum(answer.on is not None for answer in answers),
    )


def _post(
    session: Session,
    record_type: RecordType,
    values: Mapping[str, object],
    stations: Sequence[str],
    *,
    by: str,
    now: datetime,
) -> UUID:
    posting_id = new_id()
    row = {**values, "posting_id": posting_id, "posted_on": day_of(now)}
    scopes = [find_station(session, code).id for code in stations] or [DISTRICT_SCOPE]
    alone(session)
    for scope in in_order(scopes):
        publish(session, scope, record_type, [row], by=by, now=now)
    return posting_id


def _withdraw(
    session: Session,
    record_type: RecordType,
    rows: Sequence[DistrictNotice | DistrictTask],
    *,
    by: str,
    now: datetime,
) -> None:
    if not rows:
        raise Rejected("down.no_such_entry")
    alone(session)
    key_of = {row.station_id: row.id for row in rows if row.withdrawn_on is None}
    for scope in in_order(key_of):
        changes = {key_of[scope]: {"withdrawn_on": day_of(now)}}
        amend(session, scope, record_type, changes, by=by, now=now)


def _notice_rows(session: Session, posting_id: UUID) -> list[DistrictNotice]:
    statement = select(DistrictNotice).where(DistrictNotice.posting_id == posting_id)
    return list(session.scalars(statement))


def _task_rows(session: Session, posting_id: UUID) -> list[DistrictTask]:
    statement = select(DistrictTask).where(DistrictTask.posting_id == posting_id)
    return list(session.scalars(statement))


def _answers(
    session: Session,
    scopes: Sequence[UUID],
    said: Mapping[UUID, tuple[date, str, str | None]],
) -> list[Answer]:
    stations = select(DistrictStation).order_by(DistrictStation.division_code)
    if DISTRICT_SCOPE not in scopes:
        stations = stations.where(DistrictStation.id.in_(list(scopes)))
    return [
        Answer(station.division_code, station.name, *said.get(station.id, (None, None, None)))
        for station in session.scalars(stations)
    ]


def _title(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise Rejected("down.no_title")
    return plain[:TITLE_LENGTH]


def _text(text: str | None) -> str | None:
    plain = (text or "").strip()
    if len(plain) > TEXT_LENGTH:
        raise Rejected("down.long_text")
    return plain or None
