"""What an exchange asks and tells the database with every batch, put into words once.

SQLAlchemy takes longer to put a statement together than the database takes to answer it.
"""

from functools import cache
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, exists, insert, select, update

from district_server.models import (
    District,
    Feed,
    Incarnation,
    RefusedRow,
    ScopeSequence,
    StoredReceipt,
)
from station_app.sync.rows import among_given


def _stood() -> Select[Any]:  # Any: columns of many types
    receipt = StoredReceipt.batch == bindparam("batch")
    life = Incarnation.id == bindparam("life")
    return select(
        select(StoredReceipt.body).where(receipt).scalar_subquery(),
        select(StoredReceipt.device_id).where(receipt).scalar_subquery(),
        select(Incarnation.last_batch).where(life).scalar_subquery(),
        exists().where(RefusedRow.device_id == bindparam("device")),
    )


SERVER = select(District.server_id)
STOOD = _stood()
LOCK = select(ScopeSequence.seq).where(ScopeSequence.scope == bindparam("scope")).with_for_update()
COUNT_ON = (
    update(ScopeSequence)
    .where(ScopeSequence.scope == bindparam("of"))
    .values(seq=bindparam("last"))
)
FORGET_RECEIPT = delete(StoredReceipt).where(
    StoredReceipt.batch == bindparam("batch"), StoredReceipt.device_id == bindparam("device")
)
KEEP_RECEIPT = insert(StoredReceipt)
LIVED = (
    update(Incarnation)
    .where(Incarnation.id == bindparam("life"))
    .values(last_batch=bindparam("batch"))
)


@cache
def forget_places(dialect: str) -> Delete:
    """The places of records that get later ones."""
    mine = Feed.origin == bindparam("origin")
    return delete(Feed).where(among_given(dialect, Feed.__table__.c.record_id), mine)
