"""One conversation with the district over HTTP: a message out, a message back, failures in words.

A time-out is never taken for success: whoever does not hear a receipt asks again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import msgspec

from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages import sentences
from station_app.sync import enrolment, wire

SYNC_PATH = "/v1/sync"
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Failure(msgspec.Struct, frozen=True):
    """What the district says when it says no."""

    code: str
    message: str = ""
    values: dict[str, str] = {}


def open_line(url: str) -> httpx.Client:
    """A line to the district; raises `Rejected` for an address that is none, or is not protected.

    On this machine itself no proxy is asked and no encryption is needed.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Rejected("syncing.bad_address", address=url)
    is_here = parts.hostname in LOOPBACK
    if parts.scheme == "http" and not is_here:
        raise Rejected("syncing.needs_tls")
    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    verify = parts.scheme == "https"  # without TLS there is no reason to load certificates
    return httpx.Client(base_url=url, timeout=timeout, trust_env=not is_here, verify=verify)


@contextmanager
def line_to(url: str, line: httpx.Client | None) -> Iterator[httpx.Client]:
    """The line that was given, left open; or one of its own, closed afterwards."""
    if line is not None:
        yield line
        return
    with open_line(url) as own:
        yield own


def exchange(line: httpx.Client, token: str, push: wire.Push) -> tuple[wire.Reply, int, int]:
    """Send a push, hear the reply; also how many bytes went up and came down."""
    body = wire.pack(push)
    headers = {"authorization": f"Bearer {token}", "content-type": wire.CONTENT_TYPE}
    answer = _post(line, SYNC_PATH, body, headers)
    _check(answer, wire.CONTENT_TYPE)
    try:
        return wire.unpack(answer.content, wire.Reply), len(body), len(answer.content)
    except Rejected as error:
        raise Unavailable(error.code, **error.values) from None


def enrol(line: httpx.Client, request: enrolment.Request) -> enrolment.Welcome:
    """Join a station; asking again with the same request gives the same answer."""
    headers = {"content-type": "application/json"}
    answer = _post(line, enrolment.PATH, msgspec.json.encode(request), headers)
    _check(answer, "application/json")
    try:
        return msgspec.json.decode(answer.content, type=enrolment.Welcome)
    except msgspec.DecodeError:
        raise Unavailable("syncing.not_the_server") from None


def _post(line: httpx.Client, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    try:
        return line.post(path, content=body, headers=headers)
    except httpx.TimeoutException as error:
        code = "unreachable" if isinstance(error, httpx.ConnectTimeout) else "timed_out"
        raise Unavailable(f"syncing.{code}") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise Unavailable("syncing.unreachable") from error


def _check(answer: httpx.Response, expected: str) -> None:
    """Raise what the district said, or what its silence or somebody else's page means."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status_code == httpx.codes.OK and kind == expected:
        return
    if answer.status_code == httpx.codes.OK or kind != "application/json":
        trouble = answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
        raise Unavailable("syncing.server_trouble" if trouble else "syncing.not_the_server")
    raise _failure(answer)


def _failure(answer: httpx.Response) -> StationError:
    try:
        failure = msgspec.json.decode(answer.content, type=Failure)
    except msgspec.DecodeError:
        return Unavailable("syncing.not_the_server")
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or failure.code not in sentences():
        return Unavailable("syncing.server_trouble")
    return Rejected(failure.code, **failure.values)
