"""The lives of station files: each incarnation, its device, and which one followed it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from district_server.auth import Caller
from district_server.models import Device, Feed, Incarnation, StoredReceipt
from station_app.errors import Rejected
from station_app.sync import wire


def begin_life(connection: Connection, push: wire.Push, caller: Caller, *, now: datetime) -> None:
    """Note a new incarnation, and that it follows the one it names."""
    known = update(Incarnation).where(Incarnation.id == push.incarnation)
    if connection.execute(known.values(device_id=caller.device_id)).rowcount == 0:
        _insert(connection, push.incarnation, caller.device_id, now, followed_by=None)
    if push.former is not None and push.former != push.incarnation:
        _close(connection, push.former, push.incarnation, caller, now)


def _close(
    connection: Connection, former: UUID, following: UUID, caller: Caller, now: datetime
) -> None:
    """A former life may never have been heard of: its file may still be on some stick."""
    station = connection.scalar(
        select(Device.station_id)
        .join(Incarnation, Incarnation.device_id == Device.id)
        .where(Incarnation.id == former)
    )
    if station is None:
        _insert(connection, former, caller.device_id, now, followed_by=following)
    elif station == caller.station_id:
        connection.execute(
            update(Incarnation).where(Incarnation.id == former).values(followed_by=following)
        )


def _insert(
    connection: Connection, key: UUID, device: UUID, now: datetime, *, followed_by: UUID | None
) -> None:
    connection.execute(
        insert(Incarnation).values(
            id=key, device_id=device, last_batch=None, first_seen_at=now, followed_by=followed_by
        )
    )


def is_followed(connection: Connection, incarnation: UUID) -> bool:
    """Whether another life of the same file came after this one."""
    query = select(Incarnation.followed_by).where(Incarnation.id == incarnation)
    return connection.scalar(query) is not None


def check_life(
    connection: Connection, push: wire.Push, station_id: UUID, last: UUID | None
) -> None:
    """Who does not know the last batch of its own incarnation is a copy or a restored file.

    Whoever was told that a batch is kept for good which is not known here has met a server that was
    restored. No number tells that: a cloned disk may have gone on with the life, and a batch of
    which nothing was new has none. Only of programs that never heard of such receipts the cursor
    says it: they have read further than anything of their life.
    Raises `Rejected("syncing.copied_file" | "syncing.server_is_older")`.
    """
    if last == push.after and push.kept in (None, last):
        return
    if is_forgotten(connection, push.kept):
        raise Rejected("syncing.server_is_older")
    if last == push.after:
        return
    known = _last_number(connection, station_id, push.incarnation)
    if push.kept is None and push.after is not None and push.cursor > known:
        raise Rejected("syncing.server_is_older")
    raise Rejected("syncing.copied_file")


def is_forgotten(connection: Connection, kept: UUID | None) -> bool:
    """Whether a batch whose receipt was to stay for good is not known here: this server was
    restored to before it."""
    receipt = select(StoredReceipt.batch).where(StoredReceipt.batch == kept)
    return kept is not None and connection.scalar(receipt) is None


def _last_number(connection: Connection, station_id: UUID, origin: UUID) -> int:
    own = select(func.max(Feed.seq)).where(Feed.scope == station_id, Feed.origin == origin)
    return connection.scalar(own) or 0
