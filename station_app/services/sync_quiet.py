"""A report without news: one question to the file, one trip, nothing written on either side.

Whatever is out of the ordinary is left to the whole conversation, which finds out what it is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from station_app import VERSION
from station_app.services.district_enrolment import Desk
from station_app.store.identity import load_device
from station_app.sync import wire
from station_app.sync.glance import Glance, glance
from station_app.sync.state import is_worth_noting


@dataclass(frozen=True, slots=True)
class Quiet:
    """A message that says only that this PC is there and how far it has read."""

    seen: Glance
    push: wire.Push
    token: str


def look(desk: Desk) -> Glance:
    """How reporting stands, at this moment."""
    with desk.store.read() as session:
        return glance(session)


def is_in_order(desk: Desk, seen: Glance) -> bool:
    """Whether the file needs nothing before it reports: its own life, its keys, nothing aside."""
    own = seen.incarnation == load_device(desk.device_file).incarnation
    return own and seen.has_keys and not seen.kept_aside


def quiet_message(desk: Desk, seen: Glance, *, want: int) -> Quiet | None:
    """The message of a PC that has nothing to say; None where there is more to it."""
    if not seen.is_quiet or seen.token is None or seen.last_batch is None:
        return None
    if seen.server is None or seen.device is None or seen.incarnation is None:
        return None
    if load_device(desk.device_file).incarnation != seen.incarnation:
        return None
    push = wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=seen.server,
        device=seen.device,
        incarnation=seen.incarnation,
        cursor=seen.cursor,
        district_cursor=seen.district_cursor,
        after=seen.last_batch,
        complete=True,
        want=want,
        kept=seen.kept_batch,
        about=wire.About(VERSION, 0, desk.clock().timestamp()),
    )
    return Quiet(seen, push, seen.token)


def is_without_news(desk: Desk, quiet: Quiet, reply: wire.Reply, offset: int) -> bool:
    """Whether nothing came, nothing was written here meanwhile, and nothing is to be noted."""
    push = quiet.push
    moved = (reply.cursor, reply.district_cursor) != (push.cursor, push.district_cursor)
    if reply.rows or reply.more or moved or reply.keys is not None:
        return False
    at = datetime.fromtimestamp(reply.server_time, UTC)
    if is_worth_noting(quiet.seen, at, offset):
        return False
    with desk.store.read() as session:
        return glance(session).is_quiet
