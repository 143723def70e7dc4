"""Sticks through the real commands, each a process of its own, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.server_process import ROOT, ServerCommands
from tests.fixtures.station import OPERATOR, PASSWORD, STATION_CODE, STATION_NAME

pytestmark = pytest.mark.loopback


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> ServerCommands:
    """The commands of a district that knows the sample station."""
    if request.param == "sqlite":
        db = f"sqlite:///{tmp_path / 'process.db'}"
    else:
        db = str(request.getfixturevalue("postgres"))
    commands = ServerCommands(tmp_path, db)
    commands.say("init")
    commands.say("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)
    return commands


def station(folder: Path, *words: str, refused: int = 0) -> str:
    """What `station-app` says, with the exit code that is expected."""
    done = subprocess.run(
        [sys.executable, "-m", "station_app", "--data", str(folder), *words],
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "STATION_APP_PASSWORD": PASSWORD,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == refused, done.stderr
    return done.stdout + done.stderr


def test_a_station_without_a_line_reports_by_stick_alone(
    server: ServerCommands, tmp_path: Path
) -> None:
    pc, stick = tmp_path / "pc", tmp_path / "stick"
    stick.mkdir()
    init = ("--code", STATION_CODE, "--name", STATION_NAME, "--operator", OPERATOR)
    station(pc, "init", *init)
    assert "登记" in station(pc, "bundle", "export", str(stick / "no.vsbundle"), refused=1)
    server.say("bundle", "enrol", STATION_CODE, "--out", str(stick / "in.vsjoin"))

    assert STATION_NAME in station(pc, "bundle", "join", str(stick / "in.vsjoin"))
    assert "已导出" in station(pc, "bundle", "export", str(stick / "1.vsbundle"))
    said = _take(server, stick, "1")
    assert said[0].split("\t")[:2] == [STATION_CODE, STATION_NAME]
    assert "known=0" in said[1]
    assert "以前收过" in "".join(_take(server, stick, "1"))
    assert "全部上报" in station(pc, "bundle", "import", str(stick / "1.vsreceipt"))
    assert "以前都收到过" in station(pc, "bundle", "import", str(stick / "1.vsreceipt"))

    (listed,) = json.loads("\n".join(server.say("stations", "--format", "json")))
    assert listed["last_complete_upload"] is not None
    assert sorted(each.suffix for each in stick.iterdir()) == [
        ".vsbundle",
        ".vsjoin",
        ".vsreceipt",
    ]


def _take(server: ServerCommands, stick: Path, name: str) -> list[str]:
    receipt = str(stick / f"{name}.vsreceipt")
    return server.say("bundle", "take", str(stick / f"{name}.vsbundle"), "--receipt", receipt)


def test_what_cannot_be_taken_is_said_and_leaves_no_receipt(
    server: ServerCommands, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "bad.vsbundle").write_bytes(b"VSTICK\r\n\x00\x10 broken")
    for name, code, words in (("bad", 1, "坏了"), ("gone", 3, "读不出")):
        receipt = str(stick / "r.vsreceipt")
        done = server.run("bundle", "take", str(stick / f"{name}.vsbundle"), "--receipt", receipt)
        assert done.returncode == code
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert [each.name for each in stick.iterdir()] == ["bad.vsbundle"]
