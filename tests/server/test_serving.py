"""Real processes: several on one socket, stopped gracefully, refused at the start in words."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import STATION_CODE

pytestmark = pytest.mark.loopback
TOKEN = "figures-figures-figures"


@pytest.fixture
def server(tmp_path: Path) -> ServerCommands:
    """An initialised district on SQLite."""
    settings = {"DISTRICT_SERVER_METRICS_TOKEN": TOKEN}
    commands = ServerCommands(tmp_path, f"sqlite:///{tmp_path / 'district.db'}", settings)
    commands.say("init")
    return commands


def head(address: str, *, length: int) -> tuple[socket.socket, bytes]:
    """A connection on which an enrolment was begun, but its body not yet sent."""
    host, port = address.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)))
    words = f"POST /v1/enrol HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n"
    line.sendall(words.encode())
    return line, b"x" * length


def test_told_to_stop_it_ends_what_runs_and_says_503_to_what_comes(server: ServerCommands) -> None:
    with server.serving() as (address, process), httpx.Client(base_url=address, timeout=60) as line:
        assert line.get("/healthz").status_code == 200
        begun, body = head(address, length=20)
        while not _is_begun(line):
            pass
        process.send_signal(signal.SIGTERM)
        while line.get("/readyz").status_code != 503:
            pass
        refused = line.post("/v1/enrol", content=b"{}")
        assert (refused.status_code, refused.json()["code"]) == (503, "district.stopping")
        assert refused.headers["retry-after"] == "5"
        begun.sendall(body)
        answer = begun.recv(4096)
        begun.close()
        assert answer.startswith(b"HTTP/1.1 400"), "the request that was begun is answered"
        assert process.wait(timeout=30) == 0


def _is_begun(line: httpx.Client) -> bool:
    """Whether another request than this one is being answered."""
    figures = line.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    return "district_requests_running 2.0" in figures


def test_workers_share_the_socket_and_their_figures_and_one_that_dies_is_replaced(
    server: ServerCommands,
) -> None:
    head_of = {"authorization": f"Bearer {TOKEN}"}
    with server.serving(0, "--workers", "2") as (address, process):
        for _ in range(30):
            assert httpx.post(f"{address}/v1/enrol", content=b"{}", timeout=60).status_code == 400
        text = httpx.get(f"{address}/metrics", headers=head_of, timeout=60).text
        (line,) = (each for each in text.splitlines() if "/v1/enrol" in each and "total" in each)
        assert line.endswith(" 30.0")
        first = _children(process)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        while len(set(_children(process)) - {first[0]}) < 2:
            pass
        assert httpx.get(f"{address}/readyz", timeout=60).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert '"message": "a worker died"' in server.log()


def _children(process: "subprocess.Popen[str]") -> list[int]:
    file = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(each) for each in file.read_text().split()]


def test_what_it_is_not_ready_for_is_said_in_words(tmp_path: Path) -> None:
    commands = ServerCommands(tmp_path, f"sqlite:///{tmp_path / 'nothing.db'}")
    done = commands.run("serve", "--port", "0")
    assert done.returncode == 1
    assert "district-server init" in done.stderr
    misspelt = ServerCommands(tmp_path, commands.db, {"DISTRICT_SERVER_WROKERS": "4"})
    done = misspelt.run("serve", "--port", "0")
    assert done.returncode == 1
    assert "DISTRICT_SERVER_WROKERS" in done.stderr


def test_two_districts_in_one_process(tmp_path: Path) -> None:
    names = {"DISTRICT_SERVER_DISTRICTS": "huaiyin,qingjiangpu"}
    commands = ServerCommands(tmp_path, f"sqlite:///{tmp_path / 'district.db'}", names)
    assert len(commands.say("init")) == 2
    refused = commands.run("stations")
    assert refused.returncode == 1
    assert "--district" in refused.stderr
    where = ("--district", "huaiyin")
    commands.say(*where, "station", "add", "--code", STATION_CODE, "--name", "东湖")
    assert len(commands.say(*where, "stations")) == 1
    assert commands.say("--district", "qingjiangpu", "stations") == []
    upgraded = [line.split()[0] for line in commands.say("upgrade", "--all")]
    assert upgraded == ["huaiyin", "qingjiangpu"]
    with commands.serving() as (address, _):
        for path in ("huaiyin", "qingjiangpu"):
            assert httpx.post(f"{address}/{path}/v1/sync").status_code == 401
        assert httpx.post(f"{address}/v1/sync").status_code == 404
