"""What the district keeps beside the records: stations, devices, receipts, order, refusals."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, Integer, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from station_app.models.base import COLUMN_TYPES, NAMING


class DistrictBase(DeclarativeBase):
    """Tables that exist on the district server only."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES | {bytes: LargeBinary()}


class District(DistrictBase):
    """The one row that says which server this is; a station notices when it meets another."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    server_id: Mapped[UUID]
    made_at: Mapped[datetime]


class DistrictStation(DistrictBase):
    """A station that may report here, under the key of its division code (SETTLED 5).

    `envelope` is the station's seal key under its recovery words; the district cannot open it.
    """

    __tablename__ = "district_station"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    division_code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    added_at: Mapped[datetime]
    devices_given: Mapped[int]
    envelope: Mapped[bytes | None]


class EnrolmentCode(DistrictBase):
    """A code by which one PC may join, once; only its hash is kept."""

    __tablename__ = "enrolment_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    station_id: Mapped[UUID] = mapped_column(index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    device_id: Mapped[UUID | None]


class Device(DistrictBase):
    """A PC of a station; only the hash of its token is kept."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    letter: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    schema: Mapped[str | None]
    last_complete_at: Mapped[datetime | None]


class Incarnation(DistrictBase):
    """One unbroken life of a station file on a device, and the last batch it knows to be kept.

    Whoever comes without that batch is a copy or a restored backup, and takes a new incarnation.
    """

    __tablename__ = "incarnation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(index=True)
    last_batch: Mapped[UUID | None]
    first_seen_at: Mapped[datetime]


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
