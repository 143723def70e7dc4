"""The district's half of the proof that both sides have the same (`station_app.sync.proof`).

Nothing is kept: the sums are computed from the rows as they stand, so that a row which changed
behind the program's back is found. Nothing is written either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from district_server.auth import Caller
from district_server.models import District, KeptField, ScopeSequence
from station_app.domain.kinds import Wire
from station_app.errors import Rejected
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.sync import wire
from station_app.sync.proof import (
    BUCKETS,
    Answer,
    Digests,
    Keys,
    Question,
    bucket_of,
    digest_of,
    listed,
    rows_of_station,
    sums_of,
)

MOST_LISTED = 30_000
"""Records listed in one answer; the buckets beyond are asked for again."""
MOST_ROWS = 2_000
Kept = dict[UUID, dict[str, Wire]]


@dataclass(frozen=True, slots=True)
class Proving:
    """A question of a known device."""

    connection: Connection
    caller: Caller
    question: Question
    now: datetime


def prove(proving: Proving) -> Answer:
    """Where the asking PC and the district differ; raises `Rejected` for another server's device.

    While somebody writes, the two cannot be compared: then `moved` is said and nothing else.
    """
    _check_addressee(proving)
    before = _sequence(proving)
    answer = _answer(proving, before)
    asked = proving.question.cursor
    if before != _sequence(proving) or (asked is not None and asked != before):
        answer = _empty(proving, before)
        return msgspec.structs.replace(answer, moved=True)
    return answer


def _answer(proving: Proving, cursor: int) -> Answer:
    question = proving.question
    if question.wanted:
        return msgspec.structs.replace(_empty(proving, cursor), rows=_rows(proving))
    if question.cursor is not None and question.cursor != cursor:
        return _empty(proving, cursor)
    if len(question.sums) != BUCKETS:
        raise Rejected("syncing.damaged_body")
    digests = _digests(proving)
    pairs = zip(sums_of(digests), question.sums, strict=True)
    differing = [bucket for bucket, (here, there) in enumerate(pairs) if here != there]
    some = _as_many_as_fit(digests, differing)
    return msgspec.structs.replace(
        _empty(proving, cursor), buckets=some, listings=listed(digests, some)
    )


def _empty(proving: Proving, cursor: int) -> Answer:
    return Answer(
        protocol=wire.PROTOCOL,
        server=proving.question.server,
        server_time=proving.now.timestamp(),
        cursor=cursor,
    )


def _check_addressee(proving: Proving) -> None:
    if proving.connection.scalar(select(District.server_id)) != proving.question.server:
        raise Rejected("syncing.other_server")
    if proving.question.device != proving.caller.device_id:
        raise Rejected("syncing.other_device")


def _sequence(proving: Proving) -> int:
    scope = ScopeSequence.scope == proving.caller.station_id
    return proving.connection.scalar(select(ScopeSequence.seq).where(scope)) or 0


def _digests(proving: Proving) -> Digests:
    digests: Digests = {}
    for record_type in RECORD_TYPES:
        kept = _kept(proving.connection, record_type.name)
        station = proving.caller.station_id
        for key, values in rows_of_station(proving.connection, record_type, station):
            digests[record_type.name, key] = digest_of(key, values | kept.get(key, {}))
    return digests


def _kept(connection: Connection, name: str) -> Kept:
    """Fields of a newer program that this server only keeps."""
    kept: Kept = {}
    columns = (KeptField.record_id, KeptField.field, KeptField.value)
    found = connection.execute(select(*columns).where(KeptField.record_type == name))
    for key, field, value in found:
        kept.setdefault(key, {})[field] = msgspec.json.decode(value)
    return kept


def _as_many_as_fit(digests: Digests, buckets: list[int]) -> list[int]:
    sizes = [0] * BUCKETS
    for _, key in digests:
        sizes[bucket_of(key)] += 1
    some: list[int] = []
    left = MOST_LISTED
    for bucket in buckets:
        if some and sizes[bucket] > left:
            break
        left -= sizes[bucket]
        some.append(bucket)
    return some


def _rows(proving: Proving) -> list[wire.Rows]:
    """The rows that were asked for, as far as they are the station's own."""
    left = MOST_ROWS
    blocks: list[wire.Rows] = []
    for wanted in proving.question.wanted:
        found = dict(_rows_of(proving, wanted, left))
        left -= len(found)
        columns = wire.columns_of(list(found.values()))
        blocks.append(wire.Rows(wanted.record_type, list(found), columns))
    return blocks


def _rows_of(
    proving: Proving, wanted: Keys, at_most: int
) -> Iterator[tuple[UUID, dict[str, Wire]]]:
    if wanted.record_type not in BY_NAME or at_most <= 0:
        return
    record_type = BY_NAME[wanted.record_type]
    kept = _kept(proving.connection, wanted.record_type)
    keys = wanted.ids[:at_most]
    station = proving.caller.station_id
    for key, values in rows_of_station(proving.connection, record_type, station, keys):
        yield key, values | kept.get(key, {})
