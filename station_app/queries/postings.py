"""Notices and tasks of the district as the station sees them: unread, open, done."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from station_app.models.posting import DistrictNotice, DistrictTask, NoticeReading, TaskAnswer


class NoticeState(StrEnum):
    """Where a notice stands at this station."""

    UNREAD = "UNREAD"
    READ = "READ"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class TaskState(StrEnum):
    """Where a task stands at this station."""

    OVERDUE = "OVERDUE"
    OPEN = "OPEN"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice, and when it was read here."""

    notice_id: UUID
    title: str
    body: str
    doc_no: str | None
    posted_on: date
    valid_until: date | None
    needs_confirmation: bool
    read_on: date | None
    read_by: str | None
    state: NoticeState


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, and what was said to it here."""

    task_id: UUID
    title: str
    what: str | None
    doc_no: str | None
    posted_on: date
    due_on: date | None
    done_on: date | None
    done_by: str | None
    answer: str | None
    state: TaskState

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (TaskState.OPEN, TaskState.OVERDUE)


@dataclass(frozen=True, slots=True)
class Postings:
    """What the district posted: unread notices and open tasks first."""

    notices: tuple[NoticeRow, ...]
    tasks: tuple[TaskRow, ...]

    @property
    def unread(self) -> tuple[NoticeRow, ...]:
        """Notices that nobody here has read."""
        return tuple(row for row in self.notices if row.state is NoticeState.UNREAD)

    @property
    def open_tasks(self) -> tuple[TaskRow, ...]:
        """Tasks that are still to be done, the most urgent first."""
        return tuple(row for row in self.tasks if row.is_open)


def postings(session: Session, *, today: date) -> Postings:
    """Everything at once, in two statements."""
    return Postings(tuple(_notices(session, today)), tuple(_tasks(session, today)))


def _notices(session: Session, today: date) -> list[NoticeRow]:
    read = and_(NoticeReading.notice_id == DistrictNotice.id, NoticeReading.deleted.is_(False))
    found = session.execute(
        select(DistrictNotice, NoticeReading.read_on, NoticeReading.created_by)
        .join(NoticeReading, read, isouter=True)
        .where(DistrictNotice.deleted.is_(False))
        .order_by(DistrictNotice.posted_on.desc(), DistrictNotice.id.desc())
    )
    rows = [_notice(row, on, by, today) for row, on, by in found]
    return sorted(rows, key=lambda row: row.state is not NoticeState.UNREAD)


def _notice(row: DistrictNotice, on: date | None, by: str | None, today: date) -> NoticeRow:
    state = NoticeState.UNREAD if on is None else NoticeState.READ
    if row.withdrawn_on is not None:
        state = NoticeState.WITHDRAWN
    elif on is None and row.valid_until is not None and row.valid_until < today:
        state = NoticeState.EXPIRED
    return NoticeRow(
        notice_id=row.id,
        title=row.title,
        body=row.body,
        doc_no=row.doc_no,
        posted_on=row.posted_on,
        valid_until=row.valid_until,
        needs_confirmation=row.needs_confirmation,
        read_on=on,
        read_by=by,
        state=state,
    )


_ORDER = {state: place for place, state in enumerate(TaskState)}


def _tasks(session: Session, today: date) -> list[TaskRow]:
    said = and_(TaskAnswer.task_id == DistrictTask.id, TaskAnswer.deleted.is_(False))
    found = session.execute(
        select(DistrictTask, TaskAnswer.done_on, TaskAnswer.created_by, TaskAnswer.answer)
        .join(TaskAnswer, said, isouter=True)
        .where(DistrictTask.deleted.is_(False))
        .order_by(DistrictTask.id.desc())
    )
    rows = [_task(row, on, by, answer, today) for row, on, by, answer in found]
    return sorted(rows, key=lambda row: (_ORDER[row.state], row.due_on or date.max))


def _task(
    row: DistrictTask, on: date | None, by: str | None, answer: str | None, today: date
) -> TaskRow:
    late = row.due_on is not None and row.due_on < today
    state = TaskState.OVERDUE if late else TaskState.OPEN
    if on is not None:
        state = TaskState.DONE
    elif row.withdrawn_on is not None:
        state = TaskState.WITHDRAWN
    return TaskRow(
        task_id=row.id,
        title=row.title,
        what=row.what,
        doc_no=row.doc_no,
        posted_on=row.posted_on,
        due_on=row.due_on,
        done_on=on,
        done_by=by,
        answer=answer,
        state=state,
    )
