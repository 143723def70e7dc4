"""Every request as it is seen from outside: its id, its line in the log, its figures, the 503 of a
server that is stopping. What was asked for is told by the route's pattern, never by the address,
which may hold a name that somebody searched for.
"""

import logging
import re
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from district_server.failures import as_answer
from district_server.logs import NOTES, REQUEST
from district_server.process import Process
from station_app.errors import Unavailable

ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Answered while stopping, too, and not worth a line of the log."""
FROM_FRONT = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""As nginx and Caddy make them. Anything looser lets whoever asks write a name into the log."""
COME_BACK = 5
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Seen:
    """What passed by of one request."""

    began: float
    status: int = 500
    up: int = 0
    down: int = 0
    notes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observed:
    """An application under observation."""

    app: ASGIApp
    process: Process
    district: str
    log_addresses: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, and write down what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = _Seen(self.process.ticks())
        request_id = _request_id(scope)
        root = scope.get("root_path", "")
        scope[NOTES] = seen.notes
        REQUEST.set(request_id)
        self.process.running += 1
        try:
            await self._pass(scope, _counting(receive, seen), _watching(send, seen, request_id))
        finally:
            self.process.running -= 1
            self._write_down(scope, seen, root)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.process.stopping and scope["path"] not in ALWAYS:
            answer = as_answer(Unavailable("district.stopping", seconds=COME_BACK))
            answer.headers["connection"] = "close"
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _write_down(self, scope: Scope, seen: _Seen, root: str) -> None:
        route = _pattern(scope, root)
        seconds = self.process.ticks() - seen.began
        labels = {"district": self.district, "method": _method(scope), "route": route}
        metrics = self.process.metrics
        metrics.requests.labels(**labels, status=str(seen.status)).inc()
        metrics.seconds.labels(**labels).observe(seconds)
        metrics.volume.labels(self.district, "up").inc(seen.up)
        metrics.volume.labels(self.district, "down").inc(seen.down)
        self.process.show_levels()
        line = labels | {"status": seen.status, "ms": round(seconds * 1000, 1)}
        line |= {"bytes_up": seen.up, "bytes_down": seen.down}
        if self.log_addresses:
            line["address"] = address_of(scope)
        level = logging.DEBUG if scope["path"] in ALWAYS else logging.INFO
        _LOG.log(level, "answered", extra=line | seen.notes)


def address_of(scope: Scope) -> str:
    """Where the request comes from, as the trusted front says; "" for a socket without address."""
    client = scope.get("client")
    return client[0] if client else ""


def note(request: Request, **values: object) -> None:
    """Write something beside the request in the log: ids and counts, never names."""
    notes: dict[str, object] = request.scope.get(NOTES, {})
    notes.update(values)


def _pattern(scope: Scope, root: str) -> str:
    """The pattern that the address met, within its district: never the address itself."""
    route = scope.get("route")
    if route is None:
        return "none"
    mounted: str = scope["root_path"].removeprefix(root)
    return mounted if isinstance(route, Mount) else mounted + str(getattr(route, "path", ""))


def _method(scope: Scope) -> str:
    """A method that anybody may invent would be a label that anybody may invent."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if FROM_FRONT.fullmatch(given) else uuid4().hex


def _counting(receive: Receive, seen: _Seen) -> Receive:
    async def counted() -> Message:
        message = await receive()
        seen.up += len(message.get("body", b""))
        return message

    return counted


def _watching(send: Send, seen: _Seen, request_id: str) -> Send:
    async def watched(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.status = message["status"]
            MutableHeaders(scope=message)["x-request-id"] = request_id
        seen.down += len(message.get("body", b""))
        await send(message)

    return watched
