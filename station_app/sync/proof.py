"""The proof that both sides have the same: checksums of all records, computed from what stands.

A record's digest covers its key and every field that is not empty, as the field travels: private
ones sealed, those of a newer program as they are kept. Digests are added up by buckets of keys, so
that no order matters and a difference is found in one trip (decision 0053).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from station_app.domain.kinds import Wire, to_wire
from station_app.errors import Rejected
from station_app.models.record_type import RecordType
from station_app.sync import wire
from station_app.sync.rows import WRITTEN, among, table_of

PATH = "/v1/proof"
NOTED = "sync.proof"
"""The setting that tells how the last proof ended; without it one is due."""
BUCKETS = 256
DIGEST_BYTES = 8
MODULUS = 2 ** (8 * DIGEST_BYTES)
AT_ONCE = 1000
"""Rows read at a time, so that a large station does not fill the memory."""
Place = tuple[str, UUID]
"""A record: its type and its key."""
Digests = dict[Place, int]


class Keys(msgspec.Struct, frozen=True, array_like=True):
    """Records of one type."""

    record_type: str
    ids: list[UUID]


class Listing(msgspec.Struct, frozen=True, array_like=True):
    """Records of one type with their digests, in the order of the keys."""

    record_type: str
    ids: list[UUID]
    digests: list[int]


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """Does the district have the same? The sums of all buckets, or records whose rows are asked.

    Without a cursor it asks how the two differ whatever either has read: after a restore.
    """

    protocol: int
    schema: str
    server: UUID
    device: UUID
    cursor: int | None = None
    sums: list[int] = []
    wanted: list[Keys] = []


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The records of the buckets that differ, as many as fit; or the rows that were asked.

    `moved` says that somebody wrote since the cursor: read first, then ask again.
    """

    protocol: int
    server: UUID
    server_time: float
    cursor: int
    moved: bool = False
    buckets: list[int] = []
    listings: list[Listing] = []
    rows: list[wire.Rows] = []


def digest_of(key: UUID, values: Mapping[str, Wire]) -> int:
    """The digest of a record; empty fields do not count, nor does the order of the others."""
    filled = sorted((name, value) for name, value in values.items() if value is not None)
    text = msgspec.msgpack.encode(filled)
    return int.from_bytes(blake2b(text, digest_size=DIGEST_BYTES, key=key.bytes).digest())


def bucket_of(key: UUID) -> int:
    """The bucket of a record; the last byte of a key is random in every version of keys."""
    return key.bytes[-1]


def sums_of(digests: Digests) -> list[int]:
    """The sum of each bucket."""
    sums = [0] * BUCKETS
    for (_, key), digest in digests.items():
        bucket = bucket_of(key)
        sums[bucket] = (sums[bucket] + digest) % MODULUS
    return sums


def listed(digests: Digests, buckets: Iterable[int]) -> list[Listing]:
    """The records of some buckets, by type."""
    among_these = set(buckets)
    by_type: dict[str, list[tuple[UUID, int]]] = {}
    for (name, key), digest in digests.items():
        if bucket_of(key) in among_these:
            by_type.setdefault(name, []).append((key, digest))
    return [
        Listing(name, [key for key, _ in found], [digest for _, digest in found])
        for name, found in by_type.items()
    ]


def unlisted(listings: Iterable[Listing]) -> Digests:
    """Listings turned back into digests; raises `Rejected` for lists of unequal length."""
    digests: Digests = {}
    for each in listings:
        if len(each.ids) != len(each.digests):
            raise Rejected("syncing.damaged_body")
        for key, digest in zip(each.ids, each.digests, strict=True):
            digests[each.record_type, key] = digest
    return digests


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two sides differ."""

    here_only: list[Place] = field(default_factory=list)
    there_only: list[Place] = field(default_factory=list)
    both: list[Place] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.here_only or self.there_only or self.both)


def difference(here: Digests, there: Digests, buckets: Iterable[int]) -> Difference:
    """Which records of some buckets are on one side only, and which differ."""
    among_these = set(buckets)
    mine = {place for place in here if bucket_of(place[1]) in among_these}
    both = mine & there.keys()
    return Difference(
        here_only=sorted(mine - there.keys()),
        there_only=sorted(there.keys() - mine),
        both=sorted(place for place in both if here[place] != there[place]),
    )


def rows_of_station(
    connection: Connection,
    record_type: RecordType,
    station_id: UUID,
    keys: list[UUID] | None = None,
) -> Iterator[tuple[UUID, dict[str, Wire]]]:
    """The station's own records of one type as wire values, read in portions."""
    columns = table_of(record_type).c
    names = list(record_type.by_name)
    query = select(columns.id, *(columns[name] for name in names))
    query = query.where(columns.station_id == station_id)
    if keys is not None:
        query = query.where(among(connection, columns.id, keys))
    written = [f for f in record_type.fields if f.kind in WRITTEN]
    found = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    for key, *row in found:
        values: dict[str, Wire] = dict(zip(names, row, strict=True))
        for each in written:
            if values[each.name] is not None:
                values[each.name] = to_wire(each.kind, values[each.name])
        yield key, values
