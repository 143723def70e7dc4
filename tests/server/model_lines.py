"""A line on which everything happens that lines do, and a newer program at its end if need be."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import httpx
import msgspec
from starlette.types import ASGIApp, Message, Scope

from station_app.domain.kinds import Wire
from station_app.errors import StationError, Unavailable
from station_app.sync import wire
from tests.fixtures.district import SERVER

SYNC = "/v1/sync"
LATER_FIELD = "later_field"
LATER_TYPE = "later_type"
LATER_SCHEMA = "records_9999"
KEPT_REQUESTS = 12


@dataclass(slots=True)
class Wires:
    """The way to the district, shared by all lines: what was sent over it may come again, late."""

    app: ASGIApp
    runner: asyncio.Runner
    random: Random
    earlier: list[httpx.Request] = field(default_factory=list)

    def carry(self, request: httpx.Request) -> httpx.Response:
        """Bring a request to the district."""
        return self.runner.get_loop().run_until_complete(_asked(self.app, request))

    def remember(self, request: httpx.Request) -> None:
        """Keep a request that may come again; the oldest are forgotten at random."""
        if len(self.earlier) < KEPT_REQUESTS:
            self.earlier.append(request)
        else:
            self.earlier[self.random.randrange(KEPT_REQUESTS)] = request


@dataclass(slots=True)
class WildLine(httpx.BaseTransport):
    """One PC's line. `fault_rate` of the requests meet a fault; `newer` programs add fields."""

    wires: Wires
    fault_rate: float = 0.0
    newer: bool = False
    trips: int = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, or do to it what lines do."""
        self.trips += 1
        sent = _copy(request, self._body(request))
        if request.url.path != SYNC or self.wires.random.random() >= self.fault_rate:
            return self.wires.carry(sent)
        self.wires.remember(sent)
        return self._mistreat(sent)

    def _body(self, request: httpx.Request) -> bytes:
        body = request.read()
        if not self.newer or request.url.path != SYNC:
            return body
        return wire.pack(_as_newer(wire.unpack(body, wire.Push)))

    def _mistreat(self, request: httpx.Request) -> httpx.Response:
        random = self.wires.random
        fault = random.randrange(6)
        if fault == 0:
            raise httpx.ConnectError("lost on the way")
        if fault == 1:
            return self.wires.carry(_cut(request, random))
        if fault == 2:
            self.wires.carry(random.choice(self.wires.earlier))  # comes late, after newer ones
            return self.wires.carry(request)
        answer = self.wires.carry(request)
        if fault == 3:
            return self.wires.carry(request)
        if fault == 4:
            raise httpx.ReadTimeout("lost on the way back")
        part = answer.content[: random.randrange(max(len(answer.content), 1))]
        kind = {"content-type": answer.headers.get("content-type", "")}
        return httpx.Response(answer.status_code, headers=kind, content=part)


async def _asked(app: ASGIApp, request: httpx.Request) -> httpx.Response:
    """What the application answers, without the objects that a transport makes around it."""
    body, status = request.read(), 0
    headers: list[tuple[bytes, bytes]] = []
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], message["headers"]
        else:
            parts.append(message.get("body", b""))

    with suppress(Exception):  # told to the client as a server that broke down
        await app(_scope(request), receive, send)
    return httpx.Response(status or 500, headers=headers, content=b"".join(parts))


def _scope(request: httpx.Request) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "server": (request.url.host, request.url.port),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }


def client_on(line: WildLine) -> httpx.Client:
    """What a PC speaks through."""
    return httpx.Client(transport=line, base_url=SERVER, trust_env=False)


def _copy(request: httpx.Request, body: bytes) -> httpx.Request:
    headers = {
        name: request.headers[name]
        for name in ("authorization", "content-type")
        if name in request.headers
    }
    return httpx.Request(request.method, request.url, headers=headers, content=body)


def _cut(request: httpx.Request, random: Random) -> httpx.Request:
    body = request.read()
    return _copy(request, body[: random.randrange(max(len(body), 1))])


def _as_newer(push: wire.Push) -> wire.Push:
    """The same message from a program one schema ahead: a field and a record type more.

    The later field depends on the record alone, so that sending it again sends the same.
    """
    rows = [_with_later_field(block) for block in push.rows]
    edits = [_with_later_edit(block) for block in push.edits]
    if push.batch is not None:
        rows.append(wire.Rows(LATER_TYPE, [push.batch], {"name": ["later"]}))
    return msgspec.structs.replace(push, schema=LATER_SCHEMA, rows=rows, edits=edits)


def _with_later_field(block: wire.Rows) -> wire.Rows:
    later: list[Wire] = [f"later {key}" for key in block.ids]
    return msgspec.structs.replace(block, columns=block.columns | {LATER_FIELD: later})


def _with_later_edit(block: wire.Edits) -> wire.Edits:
    fields: list[dict[str, tuple[Wire, Wire]]] = [
        dict(own) | ({LATER_FIELD: (None, f"later {key}")} if key.int % 3 == 0 else {})
        for key, own in zip(block.ids, block.fields, strict=True)
    ]
    return msgspec.structs.replace(block, fields=fields)


ALLOWED_REFUSALS = frozenset({"syncing.damaged_body"})
"""What a PC may hear over a line that cuts requests."""


def is_allowed(error: StationError) -> bool:
    """Whether a failure comes from what the line did."""
    return isinstance(error, Unavailable) or error.code in ALLOWED_REFUSALS
