"""Who may use the district's pages, their open log-ins, and what they saw and took away."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from district_server.models.base import DistrictBase


class Role(StrEnum):
    """What an officer may see: the whole district, or the stations of one town."""

    DISTRICT = "district"
    TOWN = "town"


class Officer(DistrictBase):
    """A person of the bureau or of a town hall who may log in.

    `division_prefix` is the first nine digits of the town's division code; a district officer has
    none. `password_hash` carries its own salt and cost.
    """

    __tablename__ = "officer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    division_prefix: Mapped[str | None]
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]


class WebSession(DistrictBase):
    """A log-in that is open; the cookie itself is not kept, only its hash."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class LoginFailure(DistrictBase):
    """A wrong guess at the door, kept for a quarter of an hour so that guessing is slow."""

    __tablename__ = "login_failure"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name_hash: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class AuditEntry(DistrictBase):
    """Who did or saw what, when, and how many rows; never the personal data itself.

    `subject` says which list, filter or file; the table only grows.
    """

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    officer_id: Mapped[UUID | None] = mapped_column(index=True)
    officer_name: Mapped[str]
    action: Mapped[str]
    station_id: Mapped[UUID | None] = mapped_column(index=True)
    subject: Mapped[str | None]
    row_count: Mapped[int | None]


class KeptReceipt(DistrictBase):
    """A receipt of a stick for a day, so that any process can hand it out; it is sealed for its PC.

    `taking` is the same for all files that came at once.
    """

    __tablename__ = "kept_receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    taking: Mapped[UUID] = mapped_column(index=True)
    officer_id: Mapped[UUID]
    made_at: Mapped[datetime]
    name: Mapped[str]
    station_name: Mapped[str]
    body: Mapped[bytes]


class AuditIsFinalError(RuntimeError):
    """Something tried to change what the audit table says: a bug."""


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: Mapper[AuditEntry], _connection: Connection, _entry: AuditEntry) -> None:
    raise AuditIsFinalError
