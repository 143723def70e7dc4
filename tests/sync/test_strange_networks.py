"""Proxies, log-in pages, silence: each ends, in a quiet code, and the token goes nowhere else."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from station_app.errors import Cancelled, Rejected, StationError, Unavailable
from station_app.services.sync_status import OFFLINE_CODES
from station_app.sync import client
from station_app.sync.certificates import without_dates
from station_app.sync.patience import Patience, PatientTransport, Watch, never_stopped
from tests.fixtures.strange_networks import (
    Behave,
    Certificate,
    babbling,
    certificate,
    dripping,
    dripping_page,
    encrypted,
    endless,
    saying,
    silent,
    stranger,
)

pytestmark = pytest.mark.loopback
SHORT = Patience(connect=2.0, silence=0.6, whole=0.6, slowest=1e6)
TOKEN = "the-token-of-this-pc"


def trouble(line: httpx.Client) -> StationError:
    """What a message over this line comes to."""
    request = line.build_request(
        "POST", "/v1/sync", content=b"x" * 100, headers={"authorization": f"Bearer {TOKEN}"}
    )
    with pytest.raises(StationError) as caught:
        client.check(client.carry(line, request), "application/vnd.veterans-station.sync")
    return caught.value


def met(behave: Behave) -> StationError:
    """What a message to such a server comes to."""
    with stranger(behave) as there, client.open_line(there.url, patience=SHORT) as line:
        return trouble(line)


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (saying("200 OK"), "portal"),
        (saying("302 Found", location="http://127.0.0.1/login"), "portal"),
        (saying("511 Network Authentication Required"), "portal"),
        (saying("404 Not Found"), "not_the_server"),
        (saying("404 Not Found", b"{}", content_type="application/json"), "not_the_server"),
        (saying("200 OK", b"{}", content_type="application/json"), "portal"),
        (saying("502 Bad Gateway"), "server_trouble"),
        (saying("407 Proxy Authentication Required"), "proxy_password"),
        (saying("200 OK", b"\x1f\x8b junk", content_encoding="gzip"), "portal"),
        (silent, "timed_out"),
        (dripping, "timed_out"),
        (dripping_page, "timed_out"),
        (endless, "unreachable"),
        (babbling, "unreachable"),
    ],
)
def test_a_stranger_on_the_line_is_quiet_and_ends_in_time(behave: Behave, code: str) -> None:
    error = met(behave)
    assert isinstance(error, Unavailable)
    assert error.code == f"syncing.{code}"
    assert code in OFFLINE_CODES


def test_a_redirect_is_never_followed_and_the_token_goes_nowhere_else() -> None:
    with stranger(saying("200 OK")) as other:
        met(saying("307 Temporary Redirect", location=f"{other.url}/v1/sync"))
        assert other.heard == []


def test_a_refusal_whose_words_are_missing_is_trouble_of_the_server() -> None:
    body = b'{"code": "syncing.protocol", "message": ""}'
    error = met(saying("409 Conflict", body, content_type="application/json"))
    assert error.code == "syncing.server_trouble"
    body = b'{"code": "syncing.revoked", "message": ""}'
    error = met(saying("403 Forbidden", body, content_type="application/json"))
    assert isinstance(error, Rejected)
    assert error.code == "syncing.revoked"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "90"}, 90.0),
        ({"retry_after": "999999999"}, client.LONGEST_WAIT),
        ({"retry_after": "soon"}, 0.0),
        ({}, 0.0),
        (
            {
                "date": "Fri, 31 Dec 1999 23:59:00 GMT",
                "retry_after": "Sat, 01 Jan 2000 00:00:30 GMT",
            },
            90.0,
        ),
    ],
)
def test_a_busy_district_says_how_long_by_its_own_clock(
    headers: dict[str, str], seconds: float
) -> None:
    for status in ("429 Too Many Requests", "503 Service Unavailable"):
        error = met(saying(status, b"{}", content_type="application/json", **headers))
        assert (error.code, error.values["retry_after"]) == ("syncing.busy", seconds)


def test_whoever_hangs_up_does_not_wait_for_the_line() -> None:
    hung_up = threading.Event()
    with stranger(silent) as there:
        line = client.open_line(there.url, stopped=hung_up.is_set)
        threading.Timer(0.3, hung_up.set).start()
        with line, pytest.raises(Cancelled):
            client.carry(line, line.build_request("POST", "/v1/sync"))


def test_a_name_that_is_never_resolved_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answered.wait(5) and [])
    with client.open_line("http://127.0.0.1:1", patience=SHORT) as line:
        assert trouble(line).code == "syncing.unreachable"
    answered.set()


def test_nobody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with client.open_line(f"http://127.0.0.1:{port}", patience=SHORT) as line:
        assert trouble(line).code == "syncing.unreachable"


# -- TLS -----------------------------------------------------------------------------------------


def behind(shown: Certificate, trusted: bytes, answer: Behave) -> str:
    """The code of a message to `localhost` where this certificate is shown and that one trusted."""
    with stranger(encrypted(shown, answer)) as there:
        trust = ssl.create_default_context()
        trust.load_verify_locations(cadata=trusted.decode())
        transport = PatientTransport(tls=trust, proxy=None, patience=SHORT, stopped=never_stopped)
        url = f"https://localhost:{there.port}"
        with client.line_over(url, transport, SHORT) as line:
            code = trouble(line).code
        assert TOKEN.encode() not in b"".join(there.heard) or code == "syncing.portal"
        return code


def test_whose_certificate_it_is_decides_whether_anything_is_sent(tmp_path: Path) -> None:
    good = certificate(tmp_path, "localhost")
    answer = saying("200 OK")
    assert behind(good, good.pem, answer) == "syncing.portal"  # trusted: the page itself was read
    stranger_s = certificate(tmp_path, "wifi.example")
    assert behind(stranger_s, stranger_s.pem, answer) == "syncing.intercepted"
    assert behind(good, stranger_s.pem, answer) == "syncing.intercepted"


def lines_past_the_clock(shown: Certificate, url: str, known: datetime | None) -> httpx.Client:
    """A line that measures dates by the server's own clock where this PC's finds them wrong."""
    strict, dateless = (ssl.create_default_context() for _ in range(2))
    for context in (strict, dateless):
        context.load_verify_locations(cadata=shown.pem.decode())
    transport = PatientTransport(
        tls=strict,
        dateless=without_dates(dateless),
        known=known,
        proxy=None,
        patience=SHORT,
        stopped=never_stopped,
    )
    return client.line_over(url, transport, SHORT)


NOW = datetime.now(UTC)
DATES = [
    ((-9, -2), -5, None, "portal"),  # this PC's clock is ahead: by the server's the dates hold
    ((2, 9), 5, None, "portal"),  # and behind
    ((-9, -2), 0, None, "certificate_expired"),  # it really ran out
    ((2, 9), 0, None, "certificate_early"),
    ((-9, -2), -5, -1, "certificate_expired"),  # an old certificate with an old date: a lie
    ((-9, -2), None, None, "certificate_expired"),  # the server tells no date
]


@pytest.mark.parametrize(("days", "served", "known", "code"), DATES)
def test_dates_are_measured_by_the_districts_clock_and_no_token_goes_before(
    tmp_path: Path, days: tuple[int, int], served: int | None, known: int | None, code: str
) -> None:
    shown = certificate(tmp_path, "localhost", days=days)
    answer = saying("200 OK")
    if served is not None:
        answer = saying("200 OK", date=format_datetime(NOW + timedelta(days=served)))
    last = None if known is None else NOW + timedelta(days=known)
    with stranger(encrypted(shown, answer)) as there:
        url = f"https://localhost:{there.port}/a-district"
        with lines_past_the_clock(shown, url, last) as line:
            assert trouble(line).code == f"syncing.{code}"
        heard = [request for request in there.heard if request]
        assert heard[0].startswith(b"HEAD /healthz")
        assert TOKEN.encode() not in heard[0]
        assert len(heard) == (2 if code == "portal" else 1)


def test_another_name_is_another_name_whatever_the_clock(tmp_path: Path) -> None:
    shown = certificate(tmp_path, "wifi.example", days=(-9, -2))
    with stranger(encrypted(shown, saying("200 OK"))) as there:
        url = f"https://localhost:{there.port}"
        with lines_past_the_clock(shown, url, None) as line:
            assert trouble(line).code in ("syncing.intercepted", "syncing.certificate_expired")
        assert TOKEN.encode() not in b"".join(there.heard)


@pytest.mark.parametrize("behave", [babbling, silent])
def test_no_tls_where_tls_should_be(tmp_path: Path, behave: Behave) -> None:
    trusted = certificate(tmp_path, "localhost").pem
    with stranger(behave) as there:
        trust = ssl.create_default_context()
        trust.load_verify_locations(cadata=trusted.decode())
        transport = PatientTransport(tls=trust, proxy=None, patience=SHORT, stopped=never_stopped)
        url = f"https://localhost:{there.port}"
        with client.line_over(url, transport, SHORT) as line:
            expected = "intercepted" if behave is babbling else "unreachable"
            assert trouble(line).code == f"syncing.{expected}"


# -- proxies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code"),
    [("407 Proxy Authentication Required", "proxy_password"), ("503 Nothing there", "proxy")],
)
def test_a_proxy_that_refuses_is_named(
    monkeypatch: pytest.MonkeyPatch, status: str, code: str
) -> None:
    with stranger(saying(status)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        with client.open_line("https://district.example", patience=SHORT) as line:
            assert trouble(line).code == f"syncing.{code}"
        assert proxy.heard[0].startswith(b"CONNECT district.example:443")
        assert TOKEN.encode() not in proxy.heard[0]


def test_a_proxy_that_never_answers_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with stranger(silent) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        with client.open_line("https://district.example", patience=SHORT) as line:
            assert trouble(line).code == "syncing.timed_out"


def test_a_proxy_of_a_kind_we_do_not_speak_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "inside.example")
    for setting in ("socks5://127.0.0.1:1080", "http://[broken", "ftp://x"):
        monkeypatch.setenv("https_proxy", setting)
        assert client.proxy_for("https://district.example") is None
    monkeypatch.setenv("https_proxy", "http://clerk:secret@10.0.0.1:3128")
    assert client.proxy_for("https://inside.example") is None
    found = client.proxy_for("https://district.example")
    assert found is not None
    assert (found.url.host, found.url.port, found.auth) == ("10.0.0.1", 3128, ("clerk", "secret"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" district.example ", "https://district.example"),
        ("10.1.2.3:8443/a", "https://10.1.2.3:8443/a"),
        ("http：／／127.0.0.1：8000", "http://127.0.0.1:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("district。example", "https://district.example"),
        ("https://district.example", "https://district.example"),
        ("[", "https://["),
        ("", ""),
    ],
)
def test_an_address_may_be_typed_as_people_type(typed: str, meant: str) -> None:
    assert client.whole_address(typed) == meant


@pytest.mark.parametrize("address", ["", "district", "ftp://x", "http://[", "https://", "::"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(Rejected) as refusal:
        client.open_line(address)
    assert refusal.value.code == "syncing.bad_address"


def test_what_a_line_carries_buys_it_time() -> None:
    watch = Watch(Patience(whole=60.0, slowest=100.0), never_stopped)
    watch.begin()
    assert watch.left() <= 60.0
    watch.carry(100_000)
    assert 900.0 < watch.left() <= 1060.0
