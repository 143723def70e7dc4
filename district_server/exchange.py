"""One exchange with a device: its batch in, once and in the order of its scope; others' rows out.

All of it happens in one transaction. Merging is `station_app.sync.apply`; here is only who may
write what, in which order it is numbered, and what the receipt says.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select

from district_server import heard, statements
from district_server.auth import Caller
from district_server.field_notes import author_of, keep_authors, keep_unknown, written
from district_server.lives import begin_life, check_life
from district_server.models import Device, Feed, Incarnation, RefusedRow, StoredReceipt
from district_server.news import Page, read_page
from station_app.errors import Rejected
from station_app.models.conflict import CONFLICT
from station_app.sync import wire
from station_app.sync.apply import Doubtful, Found, Outcome, Place, apply, sorted_out
from station_app.sync.blocks import write_block
from station_app.sync.columns import Stored
from station_app.sync.conflict_rows import conflict_row
from station_app.sync.rows import Values, among, given, keys_as_stored, keys_there, table_of
from station_app.sync.words import LONGEST_NAME, kept_text

REPORTED_EVERY = timedelta(minutes=1)
"""How often a complete upload without news is written down; a no-op commits nothing."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A push of a known device, at a moment of this server's clock."""

    connection: Connection
    caller: Caller
    push: wire.Push
    now: datetime


def answer(exchange: Exchange) -> wire.Reply:
    """Take what was sent, give back what is new; asked again, give the same receipt again."""
    kept = keep_batch(exchange)
    page = kept.page or _page(exchange, is_new=kept.is_new)
    return wire.Reply(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=exchange.push.server,
        server_time=exchange.now.timestamp(),
        cursor=page.cursor,
        district_cursor=page.district_cursor,
        receipt=kept.receipt,
        rows=page.rows,
        more=page.more,
    )


def _check_addressee(exchange: Exchange, server: UUID | None) -> None:
    if server != exchange.push.server:
        raise Rejected("syncing.other_server")
    if exchange.push.device != exchange.caller.device_id:
        raise Rejected("syncing.other_device")
    if exchange.push.incarnation == server:  # what the district writes has that origin
        raise Rejected("syncing.damaged_body")


def _page(exchange: Exchange, *, is_new: bool) -> Page:
    """What others wrote, unless later batches than the one asked about are kept already.

    They came in a file, and the sender has no receipts of them yet: what others wrote over them
    must not pass its cursor before (decision 0056).
    """
    push = exchange.push
    if push.batch is not None and not is_new and last_batch(exchange) != push.batch:
        return Page([], push.cursor, push.district_cursor, more=True)
    return read_page(exchange.connection, exchange.caller.station_id, push)


@dataclass(frozen=True, slots=True)
class Kept:
    """The receipt of a batch, whether it was taken just now, and the page after it, if known."""

    receipt: wire.Receipt | None
    is_new: bool
    page: Page | None = None


def keep_batch(exchange: Exchange) -> Kept:
    """Keep the batch that was sent, if there is one."""
    push = exchange.push
    if push.batch is None:
        _check_addressee(exchange, exchange.connection.scalar(statements.SERVER))
        _check_life(exchange, last_batch(exchange))
        return Kept(None, is_new=False)
    first = _lock_scope(exchange)
    before = _before(exchange, push.batch)  # under the lock: a batch may come twice at once
    if before.receipt is not None:
        return Kept(msgspec.msgpack.decode(before.receipt, type=wire.Receipt), is_new=False)
    _begin_life(exchange, before.last_batch)
    outcome = _take_all(exchange)
    origins = _keep_conflicts(exchange, outcome)
    upto = _number(exchange, outcome, origins, first)
    receipt = _keep_receipt(exchange, push.batch, len(origins), outcome, before)
    if origins or (push.cursor, push.district_cursor) != (first, before.district_seq):
        return Kept(receipt, is_new=True)
    nothing = Page([], upto, push.district_cursor, more=False)  # nobody else wrote anything
    return Kept(receipt, is_new=True, page=nothing)


@dataclass(frozen=True, slots=True)
class _Before:
    """What stood when the scope was locked: the batch's receipt, its life, refused rows."""

    receipt: bytes | None
    received_from: UUID | None
    last_batch: UUID | None
    some_refused: bool
    district_seq: int


def _before(exchange: Exchange, batch: UUID) -> _Before:
    """One question for all of it."""
    device = exchange.caller.device_id
    known = {"batch": batch, "life": exchange.push.incarnation, "device": device}
    before = _Before(*exchange.connection.execute(statements.STOOD, known).one())
    if before.received_from not in (None, device):
        raise Rejected("syncing.copied_file")  # another device's batch
    return before


def stored_receipt(exchange: Exchange, batch: UUID) -> wire.Receipt | None:
    """The receipt of a batch that this device sent before.

    Raises `Rejected("syncing.copied_file")` for a batch that another device sent.
    """
    query = select(StoredReceipt.body, StoredReceipt.device_id)
    found = exchange.connection.execute(query.where(StoredReceipt.batch == batch)).one_or_none()
    if found is None:
        return None
    body, device = found
    if device != exchange.caller.device_id:
        raise Rejected("syncing.copied_file")
    return msgspec.msgpack.decode(body, type=wire.Receipt)


def _lock_scope(exchange: Exchange) -> int:
    """The last number of the station's scope, locked: commit order is the order of numbers."""
    mine = {"scope": exchange.caller.station_id}
    seq, server = exchange.connection.execute(statements.LOCK, mine).one()
    _check_addressee(exchange, server)
    return int(seq)


def last_batch(exchange: Exchange) -> UUID | None:
    """The last batch kept from this incarnation."""
    return exchange.connection.scalar(
        select(Incarnation.last_batch).where(Incarnation.id == exchange.push.incarnation)
    )


def _check_life(exchange: Exchange, last: UUID | None) -> None:
    check_life(exchange.connection, exchange.push, exchange.caller.station_id, last)


def _begin_life(exchange: Exchange, last: UUID | None) -> None:
    _check_life(exchange, last)
    if last is None:
        begin_life(exchange.connection, exchange.push, exchange.caller, now=exchange.now)


def _take_all(exchange: Exchange) -> Outcome:
    outcome = Outcome()
    for incoming in sorted_out(exchange.push, outcome):
        apply(
            exchange.connection,
            incoming,
            outcome,
            station_id=exchange.caller.station_id,
            emptied=partial(_emptied, exchange),
        )
    keep_authors(exchange.connection, outcome, now=exchange.now)
    keep_unknown(exchange.connection, outcome)
    return outcome


def _emptied(exchange: Exchange, connection: Connection, doubtful: Doubtful) -> set[Place]:
    """Empty fields that were written here, and whose emptying the sender need not know of.

    It may send again what it wrote before, out of a restored file: it is asked then.
    """
    known = written(connection, [*doubtful.again, *doubtful.edited])
    edited = known.intersection(doubtful.edited)
    unread = _unread(exchange, [key for key, _ in edited]) if edited else set()
    return known.intersection(doubtful.again) | {place for place in edited if place[0] in unread}


def _unread(exchange: Exchange, keys: Sequence[UUID]) -> set[UUID]:
    """Which of these records others wrote after what the sender has read."""
    query = select(Feed.record_id).where(
        Feed.scope == exchange.caller.station_id,
        Feed.seq > exchange.push.cursor,
        Feed.origin != exchange.push.incarnation,
        among(exchange.connection, Feed.__table__.c.record_id, keys),
    )
    return set(exchange.connection.scalars(query))


def _keep_conflicts(exchange: Exchange, outcome: Outcome) -> list[UUID]:
    """Both values of every clash, as records of the server that all copies will show."""
    conflicts = [_conflict(exchange, found) for found in outcome.found]
    made = {row["id"]: row for row in conflicts}
    there = keys_there(exchange.connection, CONFLICT, list(made)) if made else set()
    rows = [row for key, row in made.items() if key not in there]
    if rows:
        exchange.connection.execute(insert(table_of(CONFLICT)), rows)
    return [row["id"] for row in rows]


def _conflict(exchange: Exchange, found: Found) -> Values:
    return conflict_row(
        found,
        station_id=exchange.caller.station_id,
        at=exchange.now,
        server_author=author_of(exchange.connection, found),
    )


def _number(exchange: Exchange, outcome: Outcome, conflicts: Sequence[UUID], first: int) -> int:
    """Give every changed record its place in the order of the scope; the sender's last is returned.

    A record has one place per incarnation, the last: a reader who is past it has seen it all.
    """
    own = _number_again(exchange, outcome, _number_new(exchange, outcome, first))
    seq = _enter(exchange, CONFLICT.name, conflicts, exchange.push.server, own)
    if seq > first:
        known = {"of": exchange.caller.station_id, "last": seq}
        exchange.connection.execute(statements.COUNT_ON, known)
    return own


def _number_new(exchange: Exchange, outcome: Outcome, seq: int) -> int:
    """Places for what came by the block; a record that was changed as well gets its place later."""
    later = {key for _, key in outcome.touched}
    for name, ids in outcome.blocks:
        keys = [key for key in ids if key not in later] if later else ids
        seq = _enter(exchange, name, keys, exchange.push.incarnation, seq)
    return seq


def _number_again(exchange: Exchange, outcome: Outcome, seq: int) -> int:
    """Places for what came row by row, in the place of those that these records had before."""
    own, connection = exchange.push.incarnation, exchange.connection
    by_type: dict[str, list[UUID]] = {}
    for name, key in dict.fromkeys(outcome.touched):
        by_type.setdefault(name, []).append(key)
    again = [key for keys in by_type.values() for key in keys if key not in outcome.inserted]
    if again:
        where = {"keys": given(again, connection.dialect.name), "origin": own}
        connection.execute(statements.forget_places(connection.dialect.name), where)
    for name, keys in by_type.items():
        seq = _enter(exchange, name, keys, own, seq)
    return seq


def _enter(exchange: Exchange, name: str, keys: Sequence[UUID], origin: UUID, seq: int) -> int:
    """Write places for these records after `seq`; returns the last."""
    if not keys:
        return seq
    dialect, count = exchange.connection.dialect.name, len(keys)
    columns: dict[str, Stored] = {
        "scope": keys_as_stored([exchange.caller.station_id], dialect) * count,
        "seq": list(range(seq + 1, seq + count + 1)),
        "record_type": [name] * count,
        "record_id": keys_as_stored(keys, dialect),
        "origin": keys_as_stored([origin], dialect) * count,
    }
    feed = Feed.__table__
    assert isinstance(feed, Table)
    write_block(exchange.connection, feed, columns)
    return seq + count


def _keep_receipt(
    exchange: Exchange, batch: UUID, conflicts: int, outcome: Outcome, before: _Before
) -> wire.Receipt:
    receipt = wire.Receipt(
        batch=batch,
        taken=outcome.taken,
        conflicts=conflicts,
        refused=outcome.refused,
        told=outcome.told,
        for_good=True,
    )
    _keep_refused(exchange, outcome, some_listed=before.some_refused)
    _store_receipt(exchange, receipt)
    lived = {"life": exchange.push.incarnation, "last": batch}
    exchange.connection.execute(statements.LIVED, lived)
    if not exchange.push.complete:  # a complete one is noted when all of it is kept
        heard.note(exchange.connection, exchange.caller, exchange.push, now=exchange.now)
    _log_receipt(exchange, receipt)
    return receipt


def _store_receipt(exchange: Exchange, receipt: wire.Receipt) -> None:
    """For good: a file with that batch may come any number of times, and whoever knows of a batch
    that has no receipt here has met a restored server (`lives.is_forgotten`)."""
    body = msgspec.msgpack.Encoder(uuid_format="bytes").encode(receipt)
    device = exchange.caller.device_id
    kept = {"batch": receipt.batch, "received_at": exchange.now, "body": body, "device_id": device}
    exchange.connection.execute(statements.KEEP_RECEIPT, kept)


def _log_receipt(exchange: Exchange, receipt: wire.Receipt) -> None:
    _LOG.info(
        "batch kept",
        extra={
            "station": str(exchange.caller.station_id),
            "device": str(exchange.caller.device_id),
            "batch": str(receipt.batch),
            "taken": receipt.taken,
            "conflicts": receipt.conflicts,
            "refused": len(receipt.refused),
        },
    )


def _keep_refused(exchange: Exchange, outcome: Outcome, *, some_listed: bool) -> None:
    """List what was not taken, and take off the list what was."""
    device = exchange.caller.device_id
    if some_listed:
        sent = [key for rows in exchange.push.rows for key in rows.ids]
        sent += [key for edits in exchange.push.edits for key in edits.ids]
        record_id = RefusedRow.__table__.c.record_id
        exchange.connection.execute(
            delete(RefusedRow).where(
                RefusedRow.device_id == device, among(exchange.connection, record_id, sent)
            )
        )
    rows = {
        refusal.record_id: {
            "device_id": device,
            "record_id": refusal.record_id,
            "record_type": kept_text(refusal.record_type)[:LONGEST_NAME],
            "code": refusal.code,
            "refused_at": exchange.now,
        }
        for refusal in outcome.refused
    }
    if rows:
        exchange.connection.execute(insert(RefusedRow), list(rows.values()))


def is_news(exchange: Exchange, reply: wire.Reply) -> bool:
    """Whether this exchange is a complete upload that is worth writing down."""
    refused = reply.receipt is not None and reply.receipt.refused
    if not exchange.push.complete or refused:
        return False
    if reply.receipt is not None:
        return True
    at, schema = exchange.connection.execute(
        select(Device.last_complete_at, Device.schema).where(Device.id == exchange.caller.device_id)
    ).one()
    if at is None or schema != exchange.push.schema:
        return True
    return bool(exchange.now - at >= REPORTED_EVERY)


def note_complete(connection: Connection, exchange: Exchange) -> None:
    """Write down that this device had nothing left to send."""
    told = {"last_complete_at": exchange.now, "schema": kept_text(exchange.push.schema)}
    heard.note(connection, exchange.caller, exchange.push, now=exchange.now, **told)
