"""What an exchange leaves behind beside the records: order, receipts, refusals, authors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from district_server.models.base import DistrictBase


class ScopeSequence(DistrictBase):
    """The number of the last change in a scope; its row is the lock under which order is made."""

    __tablename__ = "scope_sequence"

    scope: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]


class Feed(DistrictBase):
    """The last change of each record by each incarnation, in the order of its scope."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_record", "record_id", "origin"),)

    scope: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_type: Mapped[str]
    record_id: Mapped[UUID]
    origin: Mapped[UUID]


class StoredReceipt(DistrictBase):
    """The answer to a batch, kept with its data and given again when the batch comes again."""

    __tablename__ = "receipt"

    batch: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(index=True)
    received_at: Mapped[datetime]
    body: Mapped[bytes]


class RefusedRow(DistrictBase):
    """A row of a device that was not taken, until it is; listed here as it is at the station."""

    __tablename__ = "district_refused_row"

    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_type: Mapped[str]
    code: Mapped[str]
    refused_at: Mapped[datetime]


class KeptField(DistrictBase):
    """A field that this server does not know yet, kept as JSON and given on."""

    __tablename__ = "kept_field"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    record_type: Mapped[str]
    value: Mapped[str]


class FieldAuthor(DistrictBase):
    """Who last changed a field of a standing record; a conflict names the other side by it."""

    __tablename__ = "field_author"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]
