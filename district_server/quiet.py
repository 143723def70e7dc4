"""The answer to a report without news: one question to the database, nothing written.

Whatever is out of the ordinary is left to the exchange, which finds out what it is and says so.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from district_server.auth import hash_of
from district_server.exchange import REPORTED_EVERY
from district_server.models import Device, District, Incarnation, ScopeSequence
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.sync import wire


def _question() -> Select[Any]:  # Any: columns of many types
    """Subqueries by key: of a join PostgreSQL would weigh every order, each time."""
    seq, life = ScopeSequence.seq, Incarnation.last_batch
    return select(
        select(District.server_id).where(District.id == 1).scalar_subquery(),
        Device.id,
        select(life).where(Incarnation.id == bindparam("incarnation")).scalar_subquery(),
        select(seq).where(ScopeSequence.scope == Device.station_id).scalar_subquery(),
        select(seq).where(ScopeSequence.scope == DISTRICT_SCOPE).scalar_subquery(),
        Device.schema,
        Device.last_complete_at,
    ).where(Device.token_hash == bindparam("token"), Device.revoked_at.is_(None))


_QUESTION = _question()


def quiet_answer(
    connection: Connection, token: str, push: wire.Push, *, now: datetime
) -> wire.Reply | None:
    """The answer where nothing is new on either side; None where there is more to it."""
    if push.batch is not None or push.keys is not None:
        return None
    known = {"token": hash_of(token), "incarnation": push.incarnation}
    found = connection.execute(_QUESTION, known).one_or_none()
    said = (push.server, push.device, push.after, push.cursor, push.district_cursor)
    if found is None or tuple(found[:5]) != said:
        return None
    schema, at = found[5:]
    if push.complete and (at is None or schema != push.schema or now - at >= REPORTED_EVERY):
        return None
    return wire.Reply(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=push.server,
        server_time=now.timestamp(),
        cursor=push.cursor,
        district_cursor=push.district_cursor,
    )
