"""Which stations and devices there are, and the codes by which they join."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from district_server.models.base import DistrictBase


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
    withdrawn_at: Mapped[datetime | None]


class Device(DistrictBase):
    """A PC of a station; only the hash of its token is kept.

    What it last told of itself: its program, how many changes still waited on it, and by how many
    seconds its clock was ahead of the district's. A program that does not tell leaves them empty.
    """

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
    keys: Mapped[bytes | None]
    heard_at: Mapped[datetime | None]
    program: Mapped[str | None]
    waiting: Mapped[int | None]
    clock_ahead: Mapped[int | None]
    revoke_reason: Mapped[str | None]


class Incarnation(DistrictBase):
    """One unbroken life of a station file on a device, and the last batch it knows to be kept.

    Whoever comes without that batch is a copy or a restored backup, and takes a new incarnation.
    """

    __tablename__ = "incarnation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(index=True)
    last_batch: Mapped[UUID | None]
    first_seen_at: Mapped[datetime]
    followed_by: Mapped[UUID | None]
