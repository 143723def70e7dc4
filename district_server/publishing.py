"""The one way by which the district writes records downward: into its own scope or a station's.

Rows go into the same tables as those that stations send, and are numbered in the feed of their
scope under its lock, with the server itself as their origin: every PC reads them, none skips one.
Whoever writes into several scopes in one transaction calls `alone` first.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from district_server.models import District, Feed, FieldAuthor, ScopeSequence
from district_server.stations import server_id
from station_app.models.identifiers import new_id
from station_app.models.record_type import RecordType
from station_app.sync.rows import chunks, table_of

Row = Mapping[str, object]


def publish(
    session: Session,
    scope: UUID,
    record_type: RecordType,
    rows: Sequence[Row],
    *,
    by: str,
    now: datetime,
) -> list[UUID]:
    """Write new records into a scope; returns their keys.

    A row holds values as Python has them, and its own `id` where the key is derived from something;
    what is not named is None. The rows belong to the scope: `station_id` is its key.
    """
    if not rows:
        return []
    session.flush()
    first = lock_scope(session, scope)
    stamped = [_stamped(record_type, row, scope, by=by, now=now) for row in rows]
    session.execute(insert(table_of(record_type)), stamped)
    keys = [row["id"] for row in stamped]
    _number(session, scope, record_type, keys, first)
    return keys


def amend(
    session: Session,
    scope: UUID,
    record_type: RecordType,
    changes: Mapping[UUID, Row],
    *,
    by: str,
    now: datetime,
) -> None:
    """Change fields of records that stand in a scope; what a PC changed meanwhile is asked."""
    if not changes:
        return
    session.flush()
    first = lock_scope(session, scope)
    table = table_of(record_type)
    for key, values in changes.items():
        statement = update(table).where(table.c.id == key, table.c.station_id == scope)
        session.execute(statement.values(**values))
    _keep_authors(session, changes, by=by, now=now)
    _number(session, scope, record_type, list(changes), first)
    session.expire_all()


def alone(session: Session) -> None:
    """Wait until no other transaction writes into several scopes: two could wait crosswise."""
    session.execute(select(District.id).with_for_update()).all()


def in_order(scopes: Iterable[UUID]) -> list[UUID]:
    """Scopes in the order in which they are locked, so that no two transactions wait crosswise."""
    return sorted(set(scopes))


def lock_scope(session: Session, scope: UUID) -> int:
    """The last number of a scope, locked until the transaction ends."""
    statement = select(ScopeSequence.seq).where(ScopeSequence.scope == scope).with_for_update()
    return session.execute(statement).scalar_one()


def _stamped(
    record_type: RecordType, row: Row, scope: UUID, *, by: str, now: datetime
) -> dict[str, Any]:  # Any: a row holds one value per column, each of its own type
    empty: dict[str, Any] = dict.fromkeys(record_type.by_name)
    made = {"id": new_id(), "created_at": now, "created_by": by, "deleted": False}
    return empty | made | dict(row) | {"station_id": scope}


def _keep_authors(session: Session, changes: Mapping[UUID, Row], *, by: str, now: datetime) -> None:
    """Name the district as the author of what it changed, for the other side of a conflict."""
    for key, values in changes.items():
        of_these = (FieldAuthor.record_id == key, FieldAuthor.field.in_(list(values)))
        session.execute(delete(FieldAuthor).where(*of_these))
    rows = [
        {"record_id": key, "field": field, "by": by, "at": now}
        for key, values in changes.items()
        for field in values
    ]
    session.execute(insert(FieldAuthor), rows)


def _number(
    session: Session, scope: UUID, record_type: RecordType, keys: Sequence[UUID], first: int
) -> None:
    """Give the records their place in the order of the scope, the last one if they had some."""
    origin = server_id(session)
    for some in chunks(keys):
        session.execute(delete(Feed).where(Feed.record_id.in_(some), Feed.origin == origin))
    rows = [
        {
            "scope": scope,
            "seq": seq,
            "record_type": record_type.name,
            "record_id": key,
            "origin": origin,
        }
        for seq, key in enumerate(keys, start=first + 1)
    ]
    session.execute(insert(Feed), rows)
    session.execute(
        update(ScopeSequence).where(ScopeSequence.scope == scope).values(seq=first + len(keys))
    )
