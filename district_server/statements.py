"""What an exchange asks and tells the database with every batch, put into words once.

SQLAlchemy takes longer to put a statement together than the database takes to answer it.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    Delete,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from district_server.models import (
    Device,
    District,
    DistrictBase,
    Feed,
    Incarnation,
    RefusedRow,
    ScopeSequence,
    StoredReceipt,
)
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.sync.rows import among_given


def _stood() -> Select[Any]:  # Any: columns of many types
    receipt = StoredReceipt.batch == bindparam("batch")
    life = Incarnation.id == bindparam("life")
    district = ScopeSequence.scope == DISTRICT_SCOPE
    return select(
        select(StoredReceipt.body).where(receipt).scalar_subquery(),
        select(StoredReceipt.device_id).where(receipt).scalar_subquery(),
        select(Incarnation.last_batch).where(life).scalar_subquery(),
        exists().where(RefusedRow.device_id == bindparam("device")),
        select(ScopeSequence.seq).where(district).scalar_subquery(),
    )


def _table(model: type[DistrictBase]) -> Table:
    """What is written through a model instead goes through the mapper each time."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


_SEQUENCE, _RECEIPT = _table(ScopeSequence), _table(StoredReceipt)
_LIFE, _DEVICE = _table(Incarnation), _table(Device)
SERVER = select(District.server_id)
STOOD = _stood()
LOCK = (
    select(ScopeSequence.seq, SERVER.scalar_subquery())
    .where(ScopeSequence.scope == bindparam("scope"))
    .with_for_update(of=ScopeSequence)
)
COUNT_ON = (
    update(_SEQUENCE).where(_SEQUENCE.c.scope == bindparam("of")).values(seq=bindparam("last"))
)
KEEP_RECEIPT = insert(_RECEIPT)
LIVED = update(_LIFE).where(_LIFE.c.id == bindparam("life")).values(last_batch=bindparam("last"))


@cache
def heard(columns: tuple[str, ...]) -> Update:
    """A device's columns, each as `new_` and its name."""
    mine = update(_DEVICE).where(_DEVICE.c.id == bindparam("of"))
    return mine.values({name: bindparam(f"new_{name}") for name in columns})


@cache
def forget_places(dialect: str) -> Delete:
    """The places of records that get later ones."""
    mine = Feed.origin == bindparam("origin")
    return delete(Feed).where(among_given(dialect, Feed.__table__.c.record_id), mine)
