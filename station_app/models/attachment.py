"""Photos and papers: what belongs to which record; the pictures themselves travel beside it."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import Field, RecordType, choice, day, number, private


class Attachment(SyncedRecord):
    """A photo or a scanned page of a record.

    `blob` is the name of the picture in the file of photos: a keyed hash of its content, so that
    the district can test for no known picture. `owner_id` is the key of a record of `owner`.
    """

    __tablename__ = "attachment"

    owner: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    blob: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    taken_on: Mapped[date | None]
    note: Mapped[str | None]


ATTACHMENT = RecordType(
    name="attachment",
    label="照片和材料",
    model=Attachment,
    own_fields=(
        choice("owner", "属于", "attachment_owner", required=True),
        Field("owner_id", "所属记录", Kind.REFERENCE, required=True),
        choice("kind", "种类", "attachment_kind", required=True),
        Field("blob", "文件", Kind.FILE, required=True),
        number("size", "大小", required=True),
        number("width", "宽", required=True),
        number("height", "高", required=True),
        day("taken_on", "拍摄日期"),
        private("note", "说明"),
    ),
)
