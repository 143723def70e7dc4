"""Lines that end within a bounded time: the whole request has a deadline, not only each byte.

A captive portal that drips bytes, a server that accepts and never answers, a name that is never
resolved: each ends as a time-out of httpx. Whoever closes the window hangs up within a moment.
"""

import queue
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import httpcore
import httpx

from station_app.errors import Cancelled
from station_app.sync.certificates import holds_by_its_own_clock, is_only_a_date

T = TypeVar("T")
Stopped = Callable[[], bool]
Address = tuple[int, Any]  # Any: the shape of an address depends on its family
SLICE = 0.2
"""Seconds after which a waiting line looks whether somebody hung up."""
MOST_BYTES = 16 * 1024 * 1024
"""No answer of the district is longer; whatever is, comes from somebody else."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a line waits, in seconds.

    `whole` is for a request without content; content gets the time that `slowest` bytes a second
    would take, so that a slow line finishes and a dripping one does not.
    """

    connect: float = 10.0
    silence: float = 60.0
    whole: float = 120.0
    slowest: float = 1000.0


def never_stopped() -> bool:
    """Nobody hangs up: a command line, a test."""
    return False


@dataclass(slots=True)
class Watch:
    """The deadline of the request under way on one line."""

    patience: Patience
    stopped: Stopped
    _began: float = 0.0
    _carried: int = 0

    def begin(self) -> None:
        """A new request."""
        self._began, self._carried = time.monotonic(), 0

    def carry(self, count: int) -> None:
        """Bytes went through: the line lives."""
        self._carried += count

    def left(self) -> float:
        """Seconds until the request is given up; raises `Cancelled` when somebody hung up."""
        if self.stopped():
            raise Cancelled
        allowed = self.patience.whole + self._carried / self.patience.slowest
        return self._began + allowed - time.monotonic()


def _patiently(watch: Watch, sock: socket.socket, act: Callable[[], T], until: float) -> T:
    """Do what may wait, in short slices, until a moment or the request's deadline."""
    while True:
        left = min(watch.left(), until - time.monotonic())
        if left <= 0:
            raise TimeoutError
        sock.settimeout(min(left, SLICE))
        try:
            return act()
        except TimeoutError:
            continue


class _Stream(httpcore.NetworkStream):
    """One connection under a watch."""

    def __init__(self, sock: socket.socket, watch: Watch) -> None:
        self._sock, self._watch = sock, watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes as they come."""
        try:
            got = _patiently(
                self._watch, self._sock, lambda: self._sock.recv(max_bytes), _until(timeout)
            )
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        self._watch.carry(len(got))
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of it, or a failure."""
        rest = memoryview(buffer)
        try:
            while rest:
                rest = rest[self._send(rest, timeout) :]
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def _send(self, rest: memoryview, timeout: float | None) -> int:
        sent = _patiently(self._watch, self._sock, lambda: self._sock.send(rest), _until(timeout))
        self._watch.carry(sent)
        return sent

    def close(self) -> None:
        """Hang up."""
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted and its other end known."""
        sock = ssl_context.wrap_socket(
            self._sock, server_hostname=server_hostname, do_handshake_on_connect=False
        )
        try:
            _patiently(self._watch, sock, sock.do_handshake, _until(timeout))
        except TimeoutError as error:
            sock.close()
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            sock.close()
            raise httpcore.ConnectError("the other end cannot be known") from error
        except BaseException:
            sock.close()
            raise
        return _Stream(sock, self._watch)

    def get_extra_info(self, info: str) -> Any:
        """What the pool asks: whether an idle connection was closed by the other end."""
        if info == "is_readable":
            return self._sock.fileno() < 0 or _is_ready(self._sock, selectors.EVENT_READ, 0)
        if info == "certificate" and isinstance(self._sock, ssl.SSLSocket):
            return self._sock.getpeercert()
        if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket):
            return self._sock
        return None


def _until(timeout: float | None) -> float:
    return float("inf") if timeout is None else time.monotonic() + timeout


def _is_ready(sock: socket.socket, events: int, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(sock, events)
        return bool(selector.select(seconds))


@dataclass(slots=True)
class _Backend(httpcore.NetworkBackend):
    """Opens connections under a watch."""

    watch: Watch

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 (the library's own signature)
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 (the same)
    ) -> httpcore.NetworkStream:
        """A connection to the first address that answers."""
        until = _until(timeout)
        try:
            found = _resolve(self.watch, host, port, until)
            sock = self._first(found, until)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Stream(sock, self.watch)

    def _first(self, found: list[Address], until: float) -> socket.socket:
        trouble: OSError = OSError("no address")
        for number, (family, address) in enumerate(found):
            share = (until - time.monotonic()) / (len(found) - number)
            try:
                return self._connect(family, address, time.monotonic() + share)
            except OSError as error:
                trouble = error
        raise trouble

    def _connect(self, family: int, address: Any, until: float) -> socket.socket:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._await_connection(sock, address, until)
        except BaseException:
            sock.close()
            raise
        return sock

    def _await_connection(self, sock: socket.socket, address: Any, until: float) -> None:
        sock.setblocking(False)
        sock.connect_ex(address)
        while not _is_ready(sock, selectors.EVENT_WRITE, SLICE):
            if min(self.watch.left(), until - time.monotonic()) <= 0:
                raise TimeoutError
        if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, "no connection")


def _resolve(watch: Watch, host: str, port: int, until: float) -> list[Address]:
    """The addresses of a name; the platform's own search cannot be hurried, only left behind."""
    answers: queue.SimpleQueue[list[Address] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(family, address) for family, _, _, _, address in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="names", daemon=True).start()
    while min(watch.left(), until - time.monotonic()) > 0:
        try:
            answer = answers.get(timeout=SLICE)
        except queue.Empty:
            continue
        if isinstance(answer, list):
            return answer
        raise answer
    raise TimeoutError


class PatientTransport(httpx.BaseTransport):
    """HTTP over watched connections: direct, or through a proxy."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None,
        proxy: httpx.Proxy | None,
        patience: Patience,
        stopped: Stopped,
        dateless: ssl.SSLContext | None = None,
        known: datetime | None = None,
    ) -> None:
        """`dateless` is the same trust without dates, for a PC whose own clock is wrong."""
        self._watch = Watch(patience, stopped)
        backend = _Backend(self._watch)
        self._pool = _pool(tls, proxy, backend)
        self._dateless = _pool(dateless, proxy, backend) if dateless is not None else None
        self._known = known

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request and its whole answer within the deadline."""
        self._watch.begin()
        with _in_words_of_httpx():
            try:
                return _whole(self._pool.handle_request(_plain(request)))
            except httpcore.ConnectError as error:
                if not is_only_a_date(error) or not self._clock_is_wrong(request):
                    raise
            return _whole(self._pool.handle_request(_plain(request)))

    def _clock_is_wrong(self, request: httpx.Request) -> bool:
        """Whether the certificate holds by the server's own clock; then dates are left aside.

        The question names nobody and carries nothing.
        """
        pool, self._dateless = self._dateless, None
        if pool is None:
            return False
        self._watch.begin()
        answer = pool.handle_request(_plain(httpx.Request("HEAD", request.url.join("/healthz"))))
        shown = answer.extensions["network_stream"].get_extra_info("certificate")
        date = _whole(answer).headers.get("date", "")
        if not holds_by_its_own_clock(shown, date, known=self._known):
            pool.close()
            return False
        self._pool.close()
        self._pool = pool
        return True

    def close(self) -> None:
        """Hang up."""
        for pool in (self._pool, self._dateless):
            if pool is not None:
                pool.close()


def _pool(
    tls: ssl.SSLContext | None, proxy: httpx.Proxy | None, backend: _Backend
) -> httpcore.ConnectionPool:
    if proxy is None:
        return httpcore.ConnectionPool(
            ssl_context=tls, max_connections=2, keepalive_expiry=30.0, network_backend=backend
        )
    return httpcore.HTTPProxy(
        proxy_url=httpcore.URL(
            scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=b"/"
        ),
        proxy_auth=proxy.raw_auth,
        ssl_context=tls,
        max_connections=2,
        keepalive_expiry=30.0,
        network_backend=backend,
    )


def _plain(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


def _whole(answer: httpcore.Response) -> httpx.Response:
    """The answer with its content as it came: nothing is unpacked for a stranger."""
    parts, size = [], 0
    try:
        for part in _parts(answer):
            size += len(part)
            if size > MOST_BYTES:
                raise httpx.RemoteProtocolError("an answer without end")
            parts.append(part)
    finally:
        answer.close()
    headers = [pair for pair in answer.headers if pair[0].lower() != b"content-encoding"]
    return httpx.Response(answer.status, headers=headers, content=b"".join(parts))


def _parts(answer: httpcore.Response) -> Iterator[bytes]:
    yield from answer.iter_stream()


@contextmanager
def _in_words_of_httpx() -> Iterator[None]:
    """A failure gets httpx's name for it: both libraries give them the same names."""
    try:
        yield
    except Exception as error:
        for kind in type(error).__mro__:
            known = getattr(httpx, kind.__name__, None)
            if kind.__module__.startswith("httpcore") and known is not None:
                raise known(str(error)) from error
        raise
