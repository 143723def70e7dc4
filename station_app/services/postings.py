"""The station's word to what the district posted: a notice was read, a task is done.

One record for each station and posting, under a key made from both: two PCs that say it make one.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.models.posting import (
    DistrictNotice,
    DistrictTask,
    NoticeReading,
    TaskAnswer,
    answer_id,
)
from station_app.store.context import station_of


def confirm_notice(session: Session, notice_id: UUID, *, today: date) -> UUID:
    """Say that the station has read a notice.

    Raises `Rejected("posting.missing" | "posting.withdrawn" | "posting.already_read")`.
    """
    notice = session.get(DistrictNotice, notice_id)
    if notice is None or notice.deleted:
        raise Rejected("posting.missing")
    if notice.withdrawn_on is not None:
        raise Rejected("posting.withdrawn", title=notice.title)
    key = answer_id(notice_id, station_of(session))
    reading = session.get(NoticeReading, key)
    if reading is None:
        session.add(NoticeReading(id=key, notice_id=notice_id, read_on=today))
        return key
    if not reading.deleted:
        raise Rejected("posting.already_read", title=notice.title)
    reading.deleted, reading.read_on = False, today
    return key


def finish_task(session: Session, task_id: UUID, *, answer: str | None, today: date) -> UUID:
    """Say that a task is done, with what the district should know.

    Raises `Rejected("posting.missing" | "posting.withdrawn" | "posting.already_done")`.
    """
    task = _task(session, task_id)
    if task.withdrawn_on is not None:
        raise Rejected("posting.withdrawn", title=task.title)
    key = answer_id(task_id, station_of(session))
    said, text = session.get(TaskAnswer, key), (answer or "").strip() or None
    if said is None:
        session.add(TaskAnswer(id=key, task_id=task_id, done_on=today, answer=text))
        return key
    if not said.deleted:
        raise Rejected("posting.already_done", title=task.title)
    said.deleted, said.done_on, said.answer = False, today, text
    return key


def reopen_task(session: Session, task_id: UUID) -> None:
    """Take back that a task is done: it is open again, here and at the district."""
    task = _task(session, task_id)
    said = session.get(TaskAnswer, answer_id(task_id, station_of(session)))
    if said is None or said.deleted:
        raise Rejected("posting.not_done", title=task.title)
    said.deleted = True


def _task(session: Session, task_id: UUID) -> DistrictTask:
    task = session.get(DistrictTask, task_id)
    if task is None or task.deleted:
        raise Rejected("posting.missing")
    return task
