"""Photos as the district keeps them: what it has of each, in pieces of the size they came in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from district_server.models.base import DistrictBase


class Blob(DistrictBase):
    """A photo of a station under its keyed name; `whole_at` once all of it lies here, checked.

    `digest` is the SHA-256 of what travels: of a photo that only the station may see, of its
    sealed form. `sealed` photos are kept and cannot be read here (SETTLED 13).
    """

    __tablename__ = "blob"

    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    digest: Mapped[bytes]
    sealed: Mapped[bool]
    received: Mapped[int]
    announced_at: Mapped[datetime]
    whole_at: Mapped[datetime | None]


class BlobPiece(DistrictBase):
    """A piece of a photo, from byte `start` on."""

    __tablename__ = "blob_piece"

    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes]
