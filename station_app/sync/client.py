"""One conversation with the district over HTTP: a message out, a message back, failures in words.

A time-out is never taken for success: whoever does not hear a receipt asks again. An answer that
is not the district's own (a log-in page of the network, a proxy, another server) is told apart, so
that the operator reads what it probably is; nothing is sent after a redirect.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
import msgspec

from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages import said
from station_app.sync import enrolment, proof, wire
from station_app.sync.certificates import doubt_of, trust
from station_app.sync.patience import Patience, PatientTransport, Stopped, never_stopped

SYNC_PATH = "/v1/sync"
HEALTH_PATH = b"/healthz"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_WAIT = 3600.0
"""Seconds for which a server may ask to be left alone; a longer wish is somebody's mistake."""
PROXY_PASSWORD, LOG_IN_FIRST = 407, 511


class Failure(msgspec.Struct, frozen=True):
    """What the district says when it says no."""

    code: str
    message: str = ""
    values: dict[str, str] = {}


def open_line(
    url: str,
    *,
    stopped: Stopped = never_stopped,
    patience: Patience | None = None,
    known: datetime | None = None,
) -> httpx.Client:
    """A line to the district; raises `Rejected` for an address that is none, or is not protected.

    On this machine itself no proxy is asked and no encryption is needed. `stopped` is asked several
    times a second while the line waits; `known` is a past moment by the district's clock.
    """
    is_here = _check_address(url)
    is_protected = url.startswith("https")
    transport = PatientTransport(
        tls=trust() if is_protected else None,
        dateless=trust(dates=False) if is_protected else None,
        known=known,
        proxy=None if is_here else proxy_for(url),
        patience=patience or Patience(),
        stopped=stopped,
    )
    return line_over(url, transport, patience or Patience())


def line_over(url: str, transport: httpx.BaseTransport, patience: Patience) -> httpx.Client:
    """A line over any transport; it follows no redirect, for the token would go along."""
    timeout = httpx.Timeout(patience.silence, connect=patience.connect)
    headers = {"accept-encoding": "identity"}
    return httpx.Client(
        base_url=url,
        transport=transport,
        timeout=timeout,
        headers=headers,
        trust_env=False,
        follow_redirects=False,
    )


def whole_address(typed: str) -> str:
    """An address as people type it: full-width signs, and without https:// in front."""
    plain = unicodedata.normalize("NFKC", typed).replace("。", ".").strip()
    if "://" in plain or len(plain.split()) != 1:
        return plain
    try:
        is_here = urlsplit(f"//{plain}").hostname in LOOPBACK
    except ValueError:
        is_here = False
    return f"{'http' if is_here else 'https'}://{plain}"


def _check_address(url: str) -> bool:
    """Whether the address is this machine itself."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = None
    if not known:
        raise Rejected("syncing.bad_address", address=url)
    is_here = parts.hostname in LOOPBACK
    if parts.scheme == "http" and not is_here:
        raise Rejected("syncing.needs_tls")
    return is_here


def proxy_for(url: str) -> httpx.Proxy | None:
    """The proxy that this PC is set to use for an address; one we cannot speak to is passed by."""
    parts = urlsplit(url)
    if parts.hostname is None or proxy_bypass(parts.hostname):
        return None
    known = getproxies()
    found = known.get(parts.scheme) or known.get("all")
    if not found or not found.startswith("http://"):
        return None
    try:
        return httpx.Proxy(found) if urlsplit(found).hostname else None
    except (ValueError, httpx.InvalidURL):
        return None


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
    check(answer, wire.CONTENT_TYPE)
    try:
        return wire.unpack(answer.content, wire.Reply), len(body), len(answer.content)
    except Rejected as error:
        raise Unavailable(error.code, **error.values) from None


def ask_for_proof(line: httpx.Client, token: str, question: proof.Question) -> proof.Answer:
    """Ask whether the district has the same."""
    headers = {"authorization": f"Bearer {token}", "content-type": wire.CONTENT_TYPE}
    answer = _post(line, proof.PATH, wire.pack(question), headers)
    check(answer, wire.CONTENT_TYPE)
    try:
        return wire.unpack(answer.content, proof.Answer)
    except Rejected as error:
        raise Unavailable(error.code, **error.values) from None


def enrol(line: httpx.Client, request: enrolment.Request) -> enrolment.Welcome:
    """Join a station; asking again with the same request gives the same answer."""
    headers = {"content-type": "application/json"}
    answer = _post(line, enrolment.PATH, msgspec.json.encode(request), headers)
    check(answer, "application/json")
    try:
        return msgspec.json.decode(answer.content, type=enrolment.Welcome)
    except (msgspec.DecodeError, RecursionError):
        raise Unavailable("syncing.not_the_server") from None


def ask_health(line: httpx.Client) -> None:
    """Whether the district lives; the question names nobody. Raises what the line meets."""
    where = line.base_url.copy_with(raw_path=HEALTH_PATH)
    check(carry(line, line.build_request("GET", where)), "application/json")


def _post(line: httpx.Client, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return carry(line, line.build_request("POST", path, content=body, headers=headers))


def carry(line: httpx.Client, request: httpx.Request) -> httpx.Response:
    """The answer to a request; `Unavailable` with what the trouble probably is."""
    try:
        return line.send(request, follow_redirects=False)
    except httpx.ConnectTimeout as error:
        raise Unavailable("syncing.unreachable") from error
    except httpx.TimeoutException as error:
        raise Unavailable("syncing.timed_out") from error
    except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
        raise Unavailable(f"syncing.{_trouble(error)}") from error


def _trouble(error: Exception) -> str:
    """What a line that failed probably met."""
    if isinstance(error, httpx.ProxyError):
        return "proxy_password" if str(PROXY_PASSWORD) in str(error) else "proxy"
    return doubt_of(error) or "unreachable"


def check(answer: httpx.Response, *expected: str) -> None:
    """Raise what the district said, or what its silence or somebody else's page means."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.is_success and kind in expected:
        return
    if answer.status_code in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        raise Unavailable("syncing.busy", retry_after=_asked_to_wait(answer))
    if answer.is_success or kind != "application/json":
        raise Unavailable(f"syncing.{_stranger(answer)}")
    raise _failure(answer)


def _stranger(answer: httpx.Response) -> str:
    """Who answers with a page instead of a message."""
    if answer.status_code == PROXY_PASSWORD:
        return "proxy_password"
    if answer.is_success or answer.has_redirect_location or answer.status_code == LOG_IN_FIRST:
        return "portal"
    return "server_trouble" if answer.is_server_error else "not_the_server"


def _asked_to_wait(answer: httpx.Response) -> float:
    """Seconds of `Retry-After`; a date is measured by the server's own clock, never by ours."""
    wish = answer.headers.get("retry-after", "").strip()
    if wish.isdecimal():
        return min(float(wish), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(wish)
        now = parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError):
        return 0.0
    seconds = (_aware(until) - _aware(now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _failure(answer: httpx.Response) -> StationError:
    try:
        failure = msgspec.json.decode(answer.content, type=Failure)
    except (msgspec.DecodeError, RecursionError):
        return Unavailable("syncing.not_the_server")
    if answer.is_server_error or not _can_be_said(failure):
        return Unavailable("syncing.server_trouble")
    return Rejected(failure.code, **failure.values)


def _can_be_said(failure: Failure) -> bool:
    """Whether the code is one of ours and brings what its sentence needs."""
    try:
        return bool(said(failure.code, failure.values))
    except (KeyError, AttributeError, ValueError):
        return False
