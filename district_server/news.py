"""What others wrote since a device's cursors: a page of the feed, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Integer, bindparam, select

from district_server.models import Feed, KeptField, ScopeSequence
from station_app.errors import Rejected
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.sync import wire
from station_app.sync.blocks import read_block
from station_app.sync.rows import among

MAX_WANT = 20000
# What is asked with every batch, put into words once: that takes longer than asking it.
_LAST = select(ScopeSequence.scope, ScopeSequence.seq).where(
    ScopeSequence.scope.in_(bindparam("scopes", expanding=True))
)
_PLACES = (
    select(Feed.seq, Feed.record_type, Feed.record_id)
    .where(Feed.scope == bindparam("scope"), Feed.origin != bindparam("reader"))
    .where(Feed.seq > bindparam("cursor"), Feed.seq <= bindparam("last"))
    .order_by(Feed.seq)
    .limit(bindparam("most", type_=Integer()))
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what others wrote, the cursors after it, and whether more waits."""

    rows: list[wire.Rows]
    cursor: int
    district_cursor: int
    more: bool


def read_page(connection: Connection, station_id: UUID, push: wire.Push) -> Page:
    """The next page for whoever sent `push`, from its station's scope and from the district's."""
    want = min(max(push.want, 1), MAX_WANT)
    reader = _Reader(connection, push.incarnation, want)
    last = reader.last_numbers(station_id, DISTRICT_SCOPE)
    mine, cursor, more = reader.entries(station_id, push.cursor, last[station_id])
    theirs, district_cursor, more_district = reader.entries(
        DISTRICT_SCOPE, push.district_cursor, last[DISTRICT_SCOPE]
    )
    keys: dict[str, list[UUID]] = {}
    for name, key in dict.fromkeys((*mine, *theirs)):
        keys.setdefault(name, []).append(key)
    rows = [reader.block(kind.name, keys[kind.name]) for kind in RECORD_TYPES if kind.name in keys]
    return Page(rows, cursor, district_cursor, more or more_district)


@dataclass(frozen=True, slots=True)
class _Reader:
    connection: Connection
    incarnation: UUID
    want: int

    def last_numbers(self, *scopes: UUID) -> dict[UUID, int]:
        """How far the feeds of these scopes go."""
        found = self.connection.execute(_LAST, {"scopes": scopes})
        return {row.scope: row.seq for row in found}

    def entries(
        self, scope: UUID, cursor: int, last: int
    ) -> tuple[list[tuple[str, UUID]], int, bool]:
        """The records of a page of a feed, the cursor after it, and whether the feed goes on.

        What this incarnation wrote itself is passed over: it has it.
        """
        if cursor > last:
            raise Rejected("syncing.server_is_older")
        if cursor == last:
            return [], last, False
        found = self.connection.execute(
            _PLACES,
            {
                "scope": scope,
                "cursor": cursor,
                "last": last,
                "reader": self.incarnation,
                "most": self.want + 1,
            },
        ).all()
        page = [(name, key) for _, name, key in found[: self.want]]
        more = len(found) > self.want
        return page, found[self.want - 1].seq if more else last, more

    def block(self, name: str, keys: list[UUID]) -> wire.Rows:
        """Whole records of one type, with the fields that this server only keeps."""
        rows = read_block(self.connection, BY_NAME[name], keys)
        kept = self._kept(keys)
        return _with_kept(rows, kept) if kept else rows

    def _kept(self, keys: Sequence[UUID]) -> list[tuple[UUID, str, str]]:
        record_id = KeptField.__table__.c.record_id
        query = select(KeptField.record_id, KeptField.field, KeptField.value)
        found = self.connection.execute(query.where(among(self.connection, record_id, keys)))
        return [(key, field, value) for key, field, value in found]


def _with_kept(rows: wire.Rows, kept: Sequence[tuple[UUID, str, str]]) -> wire.Rows:
    place = {key: index for index, key in enumerate(rows.ids)}
    for key, field, value in kept:
        column = rows.columns.setdefault(field, [None] * len(rows.ids))
        column[place[key]] = msgspec.json.decode(value)
    return rows
