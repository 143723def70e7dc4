"""What belongs to this PC alone: settings, search table, state of sync, imports and parked rows."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import LocalBase
from station_app.models.change import Serial


class Setting(LocalBase):
    """One setting of this PC, a short text under a stable name."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class PersonSearch(LocalBase):
    """What one search box looks through: name, readings, initials, ID, phones, address, group."""

    __tablename__ = "person_search"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)


class SyncState(LocalBase):
    """The one row that knows how far this PC and the district have come (SYNC.md)."""

    __tablename__ = "sync_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    server_url: Mapped[str | None]
    token: Mapped[str | None]
    device_id: Mapped[UUID | None]
    incarnation: Mapped[UUID | None]
    server_id: Mapped[UUID | None]
    device_letter: Mapped[str | None]
    cursor: Mapped[int]
    district_cursor: Mapped[int]
    acknowledged_seq: Mapped[int]
    pending_batch: Mapped[UUID | None]
    pending_upto: Mapped[int | None]
    pending_again: Mapped[bool | None]
    former_incarnation: Mapped[UUID | None]
    last_batch: Mapped[UUID | None]
    kept_batch: Mapped[UUID | None]
    last_receipt_at: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    clock_offset_seconds: Mapped[int | None]


class RefusedRow(LocalBase):
    """A row that the district did not take, with its reason, until it is put right.

    `fields` is what was sent, as in `Change`: JSON `{field: [old, new]}`, None for a whole new row.
    """

    __tablename__ = "refused_row"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_type: Mapped[str]
    fields: Mapped[str | None]
    code: Mapped[str]
    refused_at: Mapped[datetime]


class SyncExchange(LocalBase):
    """One conversation with the district, for the list on the screen; alike failures are one."""

    __tablename__ = "sync_exchange"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int]
    by_hand: Mapped[bool]
    sent: Mapped[int]
    received: Mapped[int]
    conflicts: Mapped[int]
    refused: Mapped[int]
    code: Mapped[str | None]


class UnknownField(LocalBase):
    """A field from a newer program, kept as it came until this program knows it."""

    __tablename__ = "unknown_field"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    record_type: Mapped[str]
    value: Mapped[str]


class CarriedBatch(LocalBase):
    """A batch that also travels in a file; noted before the file is written.

    It covers the change log up to `upto`, after the batch noted before it. Only those of the
    present incarnation count. With `again` it also holds the rows that the district had refused.
    """

    __tablename__ = "carried_batch"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    batch: Mapped[UUID] = mapped_column(index=True)
    incarnation: Mapped[UUID]
    upto: Mapped[int]
    again: Mapped[bool]
    settled: Mapped[bool]


class BundleMade(LocalBase):
    """A file that took reports away: when, how many records, and when its receipt came back."""

    __tablename__ = "bundle_made"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incarnation: Mapped[UUID]
    made_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    records: Mapped[int]
    answered_at: Mapped[datetime | None]


class ImportRun(LocalBase):
    """One import of one workbook; `action_id` is the action that undo takes back."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[datetime]
    by: Mapped[str]
    action_id: Mapped[int | None]
    rows_read: Mapped[int]
    counts: Mapped[str]
    undone_at: Mapped[datetime | None]


class ImportRow(LocalBase):
    """A source row that is not plainly stored: parked with its cells and reasons until answered."""

    __tablename__ = "import_row"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    run_id: Mapped[int] = mapped_column(index=True)
    sheet: Mapped[str]
    row: Mapped[int]
    row_key: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    cells: Mapped[str]
    reasons: Mapped[str]
    record_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class ImportMapping(LocalBase):
    """The columns a person chose for a heading row of this shape, remembered by its fingerprint."""

    __tablename__ = "import_mapping"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    columns: Mapped[str]
    used_on: Mapped[date]


class TemplateFile(LocalBase):
    """The workbook of a template as it was dropped in, by its hash; it never travels."""

    __tablename__ = "template_file"

    file_hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Printout(LocalBase):
    """A paper or file that was made: the question, the keys of its rows, who, when, how masked.

    No value of a record is kept, only its key: `rows` are packed keys with their counts, `digest`
    proves the content, `upto` is the place in the change log, so that later changes can be told.
    """

    __tablename__ = "printout"

    serial: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    params: Mapped[str]
    period: Mapped[str | None]
    made_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str]
    mask: Mapped[int]
    row_count: Mapped[int]
    digest: Mapped[str]
    upto: Mapped[int]
    rows: Mapped[bytes] = mapped_column(LargeBinary)
