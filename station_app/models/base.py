"""The two families of tables: records that travel to the district, and what stays on this PC."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Date, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from station_app.models.identifiers import new_id
from station_app.models.types import UtcMoment

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
COLUMN_TYPES: dict[Any, Any] = {
    str: Text(),  # no lengths: sealed text is longer than what was typed; services check them
    int: BigInteger(),
    date: Date(),
    datetime: UtcMoment(),
    UUID: Uuid(),
}


class Base(DeclarativeBase):
    """Tables that exist on the station and on the district server."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES


class LocalBase(DeclarativeBase):
    """Tables of this PC only; they never travel."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES


class SyncedRecord(Base):
    """What every travelling row has.

    References between records carry no database foreign key: rows arrive in pages, and a page may
    hold a child before its parent. `station-app check` lists references that lead nowhere.
    """

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    deleted: Mapped[bool]
    delete_reason: Mapped[str | None]

    def __init__(self, **values: Any) -> None:  # Any: the declarative constructor takes any column
        """Give key and mark at once; the journal stamps station, moment and author on saving.

        Every column gets a value, so that the journal knows the old one when it changes later.
        """
        unknown: dict[str, Any] = dict.fromkeys(self.__table__.columns.keys())
        super().__init__(**{**unknown, "id": new_id(), "deleted": False, **values})


class Fact(SyncedRecord):
    """A counted fact: immutable, corrected by a reversal (SETTLED 1).

    `counted_ym` is the month in which it counts, `sign` +1 or −1, `headcount` 1 for a person and
    more for rows without one; category, group and household are those of the day of the event.
    """

    __abstract__ = True

    counted_ym: Mapped[str] = mapped_column(index=True)
    sign: Mapped[int]
    reverses_id: Mapped[UUID | None] = mapped_column(index=True)
    correction_reason: Mapped[str | None]
    headcount: Mapped[int]
    category: Mapped[str | None]
    group_name: Mapped[str | None]
    household_id: Mapped[UUID | None]

    def __init__(self, **values: Any) -> None:  # Any: as above
        """A plain fact counts once and reverses nothing."""
        super().__init__(**{"sign": 1, "headcount": 1, **values})
