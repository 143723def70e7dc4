"""What the district posts to its stations, and what a station says to it: notices and tasks.

A posting for all stations is one row in the district's scope; one for some of them is a row in the
scope of each, all under one `posting_id`.
"""

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import Field, RecordType, day, reference, text, yes_no

_POSTING = Field("posting_id", "下发编号", Kind.REFERENCE, required=True)


class DistrictNotice(SyncedRecord):
    """A notice of the district; `withdrawn_on` takes it back, it is never deleted."""

    __tablename__ = "district_notice"

    posting_id: Mapped[UUID]
    title: Mapped[str]
    body: Mapped[str]
    doc_no: Mapped[str | None]
    posted_on: Mapped[date]
    valid_until: Mapped[date | None]
    needs_confirmation: Mapped[bool]
    withdrawn_on: Mapped[date | None]


DISTRICT_NOTICE = RecordType(
    name="district_notice",
    label="区县通知",
    model=DistrictNotice,
    own_fields=(
        _POSTING,
        text("title", "标题", required=True),
        Field("body", "内容", Kind.LONG_TEXT, required=True),
        text("doc_no", "文号"),
        day("posted_on", "发布日期", required=True),
        day("valid_until", "有效期至"),
        yes_no("needs_confirmation", "需要确认"),
        day("withdrawn_on", "撤回日期"),
    ),
    down_only=True,
)


class NoticeReading(SyncedRecord):
    """The word of a station that it has read a notice; one for each, whichever PC said it first."""

    __tablename__ = "notice_reading"

    notice_id: Mapped[UUID] = mapped_column(index=True)
    read_on: Mapped[date]


NOTICE_READING = RecordType(
    name="notice_reading",
    label="通知回执",
    model=NoticeReading,
    own_fields=(
        reference("notice_id", "通知", "district_notice", required=True),
        day("read_on", "阅知日期", required=True),
    ),
)


class DistrictTask(SyncedRecord):
    """Something that the district asks of a station, by a day."""

    __tablename__ = "district_task"

    posting_id: Mapped[UUID]
    title: Mapped[str]
    what: Mapped[str | None]
    doc_no: Mapped[str | None]
    posted_on: Mapped[date]
    due_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


DISTRICT_TASK = RecordType(
    name="district_task",
    label="区县任务",
    model=DistrictTask,
    own_fields=(
        _POSTING,
        text("title", "标题", required=True),
        Field("what", "要求", Kind.LONG_TEXT),
        text("doc_no", "文号"),
        day("posted_on", "布置日期", required=True),
        day("due_on", "完成时限"),
        day("withdrawn_on", "撤回日期"),
    ),
    down_only=True,
)


class TaskAnswer(SyncedRecord):
    """That a task is done, with what the station has to say; one for each station and task."""

    __tablename__ = "task_answer"

    task_id: Mapped[UUID] = mapped_column(index=True)
    done_on: Mapped[date]
    answer: Mapped[str | None]


TASK_ANSWER = RecordType(
    name="task_answer",
    label="任务办理",
    model=TaskAnswer,
    own_fields=(
        reference("task_id", "任务", "district_task", required=True),
        day("done_on", "完成日期", required=True),
        Field("answer", "办理情况", Kind.LONG_TEXT),
    ),
)


def answer_id(asked: UUID, station_id: UUID) -> UUID:
    """The key of a station's word to something asked: two PCs that answer make one record."""
    return uuid5(asked, station_id.hex)
