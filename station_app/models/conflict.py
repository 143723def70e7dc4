"""Two values of one field between which a person must choose."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    text,
)


class Conflict(SyncedRecord):
    """Both values of a field that two sides changed; the server's holds until somebody chooses."""

    __tablename__ = "conflict"

    record_type: Mapped[str]
    record_id: Mapped[str] = mapped_column(index=True)
    field: Mapped[str]
    base_value: Mapped[str | None]
    server_value: Mapped[str | None]
    client_value: Mapped[str | None]
    server_by: Mapped[str | None]
    server_at: Mapped[datetime | None]
    client_by: Mapped[str | None]
    client_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    chosen_value: Mapped[str | None]


CONFLICT = RecordType(
    name="conflict",
    label="待决定",
    model=Conflict,
    own_fields=(
        text("record_type", "记录种类", required=True),
        text("record_id", "记录", required=True),
        text("field", "字段", required=True),
        Field("base_value", "原值", Kind.LONG_TEXT),
        Field("server_value", "已在区县的值", Kind.LONG_TEXT),
        Field("client_value", "本次上报的值", Kind.LONG_TEXT),
        text("server_by", "先改的人"),
        Field("server_at", "先改的时间", Kind.MOMENT),
        text("client_by", "后改的人"),
        Field("client_at", "后改的时间", Kind.MOMENT),
        Field("resolved_at", "决定时间", Kind.MOMENT),
        text("resolved_by", "决定人"),
        Field("chosen_value", "选定的值", Kind.LONG_TEXT),
    ),
)
