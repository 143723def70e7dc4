"""The change log of this PC: one action per unit of work, one change per record in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import LocalBase

Serial = BigInteger().with_variant(Integer(), "sqlite")


class Action(LocalBase):
    """What a person did in one step, in words; the unit of undo."""

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    label: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    undoes_id: Mapped[int | None]
    undone_by_id: Mapped[int | None]


class Change(LocalBase):
    """One record touched by an action.

    `seq` orders the outbox. `fields` is JSON `{field: [old, new]}` in wire values for an update,
    and None for an insert: the row itself tells. `outgoing` is false for what the district sent.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_record", "record_id"),)

    seq: Mapped[int] = mapped_column(Serial, primary_key=True)
    action_id: Mapped[int] = mapped_column(index=True)
    record_type: Mapped[str]
    record_id: Mapped[UUID]
    kind: Mapped[str]
    fields: Mapped[str | None]
    outgoing: Mapped[bool]
