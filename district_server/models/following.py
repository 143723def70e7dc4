"""What the district has still to follow up: how far each station was read, items of the API."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from district_server.models.base import DistrictBase


class FollowedUpTo(DistrictBase):
    """The last number of a scope whose consequences for others have been drawn."""

    __tablename__ = "followed_up_to"

    scope: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]


class ApiKey(DistrictBase):
    """A key by which another programme delivers certifications; only its hash is kept."""

    __tablename__ = "api_key"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    purpose: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class OnlineCertification(DistrictBase):
    """A certification delivered on line, under the deliverer's own reference, and what came of it.

    `state` is WAITING while nobody has this person, DELIVERED, or REFUSED with its `code`.
    """

    __tablename__ = "online_certification"
    __table_args__ = (
        UniqueConstraint("key_id", "reference"),
        Index("ix_online_certification_waiting", "state", "id_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[UUID]
    reference: Mapped[str]
    id_number: Mapped[str]
    name: Mapped[str]
    certified_on: Mapped[date]
    evidence: Mapped[str]
    state: Mapped[str]
    code: Mapped[str]
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    station_id: Mapped[UUID | None] = mapped_column(index=True)
    person_id: Mapped[UUID | None]
    certification_id: Mapped[UUID | None]
