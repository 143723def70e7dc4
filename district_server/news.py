"""What others wrote since a device's cursors: a page of the feed, as rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Integer, Select, bindparam, select

from district_server.models import Feed, KeptField, ScopeSequence
from station_app.errors import Rejected
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.models.registry import RECORD_TYPES
from station_app.sync import wire
from station_app.sync.blocks import read_stored
from station_app.sync.rows import among, raw_key

MAX_WANT = 20000
# What is asked with every batch, put into words once: that takes longer than asking it.
_LAST = select(ScopeSequence.scope, ScopeSequence.seq).where(
    ScopeSequence.scope.in_(bindparam("scopes", expanding=True))
)
_KEPT = select(KeptField.record_id, KeptField.field, KeptField.value)
_SOME_KEPT = select(KeptField.record_id).limit(1)
_PAGE = (
    select(Feed.seq, Feed.record_type)
    .where(Feed.scope == bindparam("scope"), Feed.origin != bindparam("reader"))
    .where(Feed.seq > bindparam("cursor"), Feed.seq <= bindparam("last"))
    .order_by(Feed.seq)
    .limit(bindparam("most", type_=Integer()))
)


@cache
def _places(dialect: str) -> Select[int, str, str]:
    """A page of a feed; its keys stay the texts that the records are then asked for by."""
    return _PAGE.add_columns(raw_key(Feed.__table__.c.record_id, dialect))


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
    rows = reader.blocks(dict.fromkeys((*mine, *theirs)))
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
    ) -> tuple[list[tuple[str, str]], int, bool]:
        """The records of a page of a feed, the cursor after it, and whether the feed goes on.

        What this incarnation wrote itself is passed over: it has it.
        """
        if cursor > last:
            raise Rejected("syncing.server_is_older")
        if cursor == last:
            return [], last, False
        found = self.connection.execute(
            _places(self.connection.dialect.name),
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

    def blocks(self, places: Iterable[tuple[str, str]]) -> list[wire.Rows]:
        """Whole records by type, with the fields that this server only keeps."""
        keys: dict[str, list[str]] = {}
        for name, key in places:
            keys.setdefault(name, []).append(key)
        types = [kind for kind in RECORD_TYPES if kind.name in keys]
        rows = [read_stored(self.connection, kind, keys[kind.name]) for kind in types]
        some_kept = bool(rows) and self.connection.scalar(_SOME_KEPT) is not None
        return list(map(self._with_kept, rows)) if some_kept else rows

    def _with_kept(self, rows: wire.Rows) -> wire.Rows:
        mine = among(self.connection, KeptField.__table__.c.record_id, rows.ids)
        place = {key: index for index, key in enumerate(rows.ids)}
        for key, field, value in self.connection.execute(_KEPT.where(mine)):
            column = rows.columns.setdefault(field, [None] * len(rows.ids))
            column[place[key]] = msgspec.json.decode(value)
        return rows
