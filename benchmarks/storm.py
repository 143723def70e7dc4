"""The whole district comes back at once: 140 and 2,000 stations, each with its first report.

Every station sends 143 people with three records under each (572 rows, an average station) in one
message of the real protocol, at the same moment, and asks again when it is told to wait, after as
long as it was told. PostgreSQL, as many server processes as this machine has processors.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.districts import RunningDistrict, running_district
from benchmarks.load import Tables, load_tables
from benchmarks.measure import Figure, Timing, at_most, at_most_of
from benchmarks.scene import OPERATOR
from district_server import auth, database, stations
from station_app.domain.kinds import Kind, Wire, to_wire
from station_app.models.identifiers import new_id
from station_app.models.registry import RECORD_TYPES
from station_app.sync import enrolment, wire
from station_app.sync.client import SYNC_PATH

PEOPLE_EACH = 143
STORMS = {140: 30.0, 2000: 300.0}
"""How many stations come, and within how many seconds the last of them must be done."""
MOMENT = datetime(2022, 10, 20, tzinfo=UTC)
PATIENCE = 600.0
ROOM = {"STATION_PER_MINUTE": "100000", "CONNECTIONS": "5000", "WAITING": "5000"}


def figures(_runs: int) -> list[Figure]:
    """Once each: a storm is large enough to be its own mean."""
    return [figure for count, limit in STORMS.items() for figure in _storm(count, limit)]


def _storm(count: int, limit: float) -> Iterator[Figure]:
    workers = str(os.cpu_count() or 1)
    settings = {f"DISTRICT_SERVER_{name}": value for name, value in ROOM.items()}
    with running_district(
        "postgresql", f"storm-{count}", "--workers", workers, settings=settings
    ) as district:
        messages = _messages(district, count)
        began = time.perf_counter()
        came = asyncio.run(_all_at_once(district.address, messages))
        took = time.perf_counter() - began
        people = district.people()
    seconds = sorted(each.seconds for each in came)
    rows = count * PEOPLE_EACH * 4
    print(
        f"{count} stations: p50 {_share(seconds, 0.5):.2f} s, p95 {_share(seconds, 0.95):.2f} s, "
        f"p99 {_share(seconds, 0.99):.2f} s, {rows / took:,.0f} rows/s, "
        f"{sum(each.waits for each in came)} told to wait, {workers} processes",
        file=sys.stderr,
        flush=True,
    )
    yield at_most(
        f"storm of {count} stations, 572 rows each: all done", Timing((took,)), seconds=limit
    )
    yield at_most(
        f"storm of {count}: p99 of a station", Timing((_share(seconds, 0.99),)), seconds=limit
    )
    lost = abs(people - count * PEOPLE_EACH)
    yield at_most_of(f"storm of {count}: people twice or lost", lost, 0, "")


def _share(seconds: list[float], share: float) -> float:
    return seconds[min(int(len(seconds) * share), len(seconds) - 1)]


@dataclass(frozen=True, slots=True)
class Message:
    """What one station sends, and as whom."""

    token: str
    body: bytes
    batch: UUID


@dataclass(frozen=True, slots=True)
class Came:
    """How long a station took until its receipt, and how often it was told to wait."""

    seconds: float
    waits: int


def _messages(district: RunningDistrict, count: int) -> list[Message]:
    """Stations that have joined, each with its message ready."""
    tables = load_tables(PEOPLE_EACH)
    engine = database.open_engine(district.url)
    with Session(engine) as session:
        server = stations.server_id(session)
    made = [_message(engine, server, tables, number) for number in range(count)]
    engine.dispose()
    return made


def _message(engine: Engine, server: UUID, tables: Tables, number: int) -> Message:
    code, device, token = f"32{number:010}", new_id(), f"{number:043}"
    with Session(engine) as session, session.begin():
        station = stations.add_station(session, code=code, name=f"第{number}站", now=MOMENT)
        joining = enrolment.Request(
            code=auth.new_code(session, station, now=MOMENT, days=3650),
            division_code=code,
            device_id=device,
            device_name="电脑",
            token=token,
        )
        auth.join(session, joining, now=MOMENT)
    batch = new_id()
    push = wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=server,
        device=device,
        incarnation=new_id(),
        cursor=0,
        district_cursor=0,
        batch=batch,
        complete=True,
        rows=list(_rows(tables, station, number)),
    )
    return Message(token, wire.pack(push), batch)


def _rows(tables: Tables, station: UUID, number: int) -> Iterator[wire.Rows]:
    """The sample's rows as this station's own: the same people under other keys."""
    own = {
        "station_id": str(station),
        "created_at": to_wire(Kind.MOMENT, MOMENT),
        "created_by": OPERATOR,
        "deleted": False,
    }
    for record_type in RECORD_TYPES:
        if rows := tables.get(record_type.name):
            kinds = {field.name: field.kind for field in record_type.fields}
            facts = {"sign": 1, "headcount": 1} if record_type.is_fact else {}
            ids = [_key(row.get("id") or new_id(), number) for row in rows]
            sent: list[dict[str, Wire]] = [
                facts
                | {name: _value(kinds[name], row[name], number) for name in kinds if name in row}
                | own
                for row in rows
            ]
            yield wire.Rows(record_type.name, ids, wire.columns_of(sent))


def _key(key: UUID, number: int) -> UUID:
    return UUID(int=key.int ^ number)


def _value(kind: Kind, value: Any, number: int) -> Wire:  # Any: a value of its kind
    if isinstance(value, UUID):
        return str(_key(value, number))
    return to_wire(kind, value)


async def _all_at_once(address: str, messages: list[Message]) -> list[Came]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=PATIENCE) as line:
        return await asyncio.gather(*(_come(line, message) for message in messages))


async def _come(line: httpx.AsyncClient, message: Message) -> Came:
    began, waits = time.perf_counter(), 0
    headers = {"authorization": f"Bearer {message.token}", "content-type": wire.CONTENT_TYPE}
    while True:
        try:
            answer = await line.post(SYNC_PATH, content=message.body, headers=headers)
        except httpx.TransportError:
            waits += 1
            await asyncio.sleep(1)
            continue
        if answer.status_code == httpx.codes.OK:
            break
        if "retry-after" not in answer.headers:
            raise RuntimeError(f"{answer.status_code}: {answer.text}")
        waits += 1
        await asyncio.sleep(float(answer.headers["retry-after"]))
    reply = wire.unpack(answer.content, wire.Reply)
    if reply.receipt is None or reply.receipt.batch != message.batch or reply.receipt.refused:
        raise RuntimeError(msgspec.json.encode(reply.receipt).decode()[:500])
    return Came(time.perf_counter() - began, waits)
