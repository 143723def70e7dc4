"""People who move between two stations of a district: the move, what is known, what happened.

The file stays closed at the old station with all its facts (SETTLED 6). Everything here but the
answer is written by the district; nothing here is counted anywhere.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    choice,
    day,
    money,
    reference,
    text,
    yes_no,
)


class PersonTransfer(SyncedRecord):
    """A move as one of its two stations sees it; both rows share `pair_id`.

    `person_id` is the closed file at the station that the person left.
    """

    __tablename__ = "person_transfer"

    pair_id: Mapped[UUID]
    direction: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(index=True)
    person_name: Mapped[str]
    id_number: Mapped[str | None]
    other_code: Mapped[str]
    other_name: Mapped[str]
    moved_out_on: Mapped[date | None]
    state: Mapped[str]
    answered_on: Mapped[date | None]
    answer_note: Mapped[str | None]


PERSON_TRANSFER = RecordType(
    name="person_transfer",
    label="人员转移",
    model=PersonTransfer,
    own_fields=(
        Field("pair_id", "转移编号", Kind.REFERENCE, required=True),
        choice("direction", "方向", "transfer_direction", required=True),
        Field("person_id", "原档案", Kind.REFERENCE, required=True),
        text("person_name", "姓名", required=True),
        Field("id_number", "身份证号", Kind.ID_NUMBER),
        text("other_code", "对方区划代码", required=True),
        text("other_name", "对方服务站", required=True),
        day("moved_out_on", "迁出日期"),
        choice("state", "转移状态", "transfer_state", required=True),
        day("answered_on", "答复日期"),
        text("answer_note", "答复说明"),
    ),
    down_only=True,
)


class TransferField(SyncedRecord):
    """One value of the closed file, or of a row under it, for whoever opens the new one.

    `value` is the JSON of the field's wire value. Only fields that the district may read are here.
    """

    __tablename__ = "transfer_field"

    transfer_id: Mapped[UUID] = mapped_column(index=True)
    record_type: Mapped[str]
    record_id: Mapped[UUID]
    field: Mapped[str]
    value: Mapped[str | None]


TRANSFER_FIELD = RecordType(
    name="transfer_field",
    label="转来的资料",
    model=TransferField,
    own_fields=(
        reference("transfer_id", "转移", "person_transfer", required=True),
        text("record_type", "记录种类", required=True),
        Field("record_id", "原记录", Kind.REFERENCE, required=True),
        text("field", "字段", required=True),
        text("value", "内容"),
    ),
    down_only=True,
)


class HistoryLine(SyncedRecord):
    """One thing that happened with a person at a station that he left, to be read and not counted.

    `what`, `how` and `why` are codes; their lists follow from `kind`. `source_id` is the fact.
    """

    __tablename__ = "history_line"

    transfer_id: Mapped[UUID] = mapped_column(index=True)
    source_id: Mapped[UUID]
    station_name: Mapped[str]
    kind: Mapped[str]
    happened_on: Mapped[date]
    what: Mapped[str | None]
    how: Mapped[str | None]
    why: Mapped[str | None]
    people: Mapped[str | None]
    remark: Mapped[str | None]
    amount_fen: Mapped[int | None]
    about: Mapped[str | None]
    is_reversed: Mapped[bool]


HISTORY_LINE = RecordType(
    name="history_line",
    label="转来的往来记录",
    model=HistoryLine,
    own_fields=(
        reference("transfer_id", "转移", "person_transfer", required=True),
        Field("source_id", "原记录", Kind.REFERENCE, required=True),
        text("station_name", "发生时的服务站", required=True),
        choice("kind", "种类", "history_kind", required=True),
        day("happened_on", "日期", required=True),
        text("what", "事项"),
        text("how", "方式"),
        text("why", "说明"),
        text("people", "有关人员"),
        text("remark", "备注"),
        money("amount_fen", "金额"),
        text("about", "所属年月"),
        yes_no("is_reversed", "已更正"),
    ),
    down_only=True,
)


class TransferAnswer(SyncedRecord):
    """What the receiving station says to a move, and the file that it has for the person."""

    __tablename__ = "transfer_answer"

    transfer_id: Mapped[UUID] = mapped_column(index=True)
    reply: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    answered_on: Mapped[date]
    note: Mapped[str | None]


TRANSFER_ANSWER = RecordType(
    name="transfer_answer",
    label="转入答复",
    model=TransferAnswer,
    own_fields=(
        reference("transfer_id", "转移", "person_transfer", required=True),
        choice("reply", "答复", "transfer_reply", required=True),
        reference("person_id", "本站档案", "person"),
        day("answered_on", "答复日期", required=True),
        text("note", "说明"),
    ),
)

CARRIED_OF_PERSON = (
    "name",
    "former_name",
    "id_type",
    "id_number",
    "no_id_reason",
    "id_override_reason",
    "sex",
    "birth_date",
    "ethnicity",
    "education",
    "marital",
    "hukou_type",
    "hukou_code",
    "mobile",
    "phone2",
    "contact_name",
    "contact_relation",
    "contact_phone",
    "employment",
    "work_unit",
    "lonely_elder",
    "orphan",
    "social_relief",
)
"""What goes with a person to another station: no address, household, grid or file number of the old
place, and nothing that only the old station may read (SETTLED 13)."""
