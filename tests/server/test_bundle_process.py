"""Sticks through the real commands, each a process of its own, on SQLite and on PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from district_server.models import StoredReceipt
from station_app.models.person import Person
from station_app.services.bundle_joining import join_by_stick
from station_app.services.bundle_receipts import import_receipt
from station_app.services.bundles import export_bundle
from tests.fixtures.district import MakeOffice
from tests.fixtures.server_process import ROOT, ServerCommands
from tests.fixtures.station import OPERATOR, PASSWORD, STATION_CODE, STATION_NAME

pytestmark = pytest.mark.loopback


@pytest.fixture
def server(prepared_server: ServerCommands) -> ServerCommands:
    """The commands of a district that knows the sample station."""
    return prepared_server


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
    bad = str(stick / "bad.vsbundle")
    done = server.run(
        "bundle", "take", bad, "--receipt", str(stick / ".." / "stick" / Path(bad).name)
    )
    assert (done.returncode, "另起一个名字" in done.stderr) == (1, True)
    assert [each.name for each in stick.iterdir()] == ["bad.vsbundle"]
    assert Path(bad).read_bytes().startswith(b"VSTICK")


def test_a_taking_that_is_killed_in_the_middle_is_taken_again_to_the_end(
    server: ServerCommands,
    make_office: MakeOffice,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed as soon as the first batch stands; nothing is half there, nothing comes twice."""
    monkeypatch.setattr("station_app.services.bundles.CHANGES", 50)
    office, stick = make_office("first"), tmp_path / "stick"
    stick.mkdir()
    server.say("bundle", "enrol", STATION_CODE, "--out", str(stick / "in.vsjoin"))
    join_by_stick(office.desk, stick / "in.vsjoin")
    office.add_people(2000)
    export_bundle(office.desk, stick / "1.vsbundle")

    was_killed = _kill_in_the_middle(server, stick)
    assert was_killed is not (stick / "1.vsreceipt").exists()
    _take(server, stick, "1")

    assert import_receipt(office.desk, stick / "1.vsreceipt").complete
    assert _count(server, Person) == 2000


def _kill_in_the_middle(server: ServerCommands, stick: Path) -> bool:
    """Whether the process was still at work when it was killed."""
    words = ["take", str(stick / "1.vsbundle"), "--receipt", str(stick / "1.vsreceipt")]
    process = subprocess.Popen(
        [sys.executable, "-m", "district_server", "--db", server.db, "bundle", *words],
        cwd=server.folder,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and _count(server, StoredReceipt) == 0:
        time.sleep(0.01)
    process.kill()
    return process.wait() == -signal.SIGKILL


def _count(server: ServerCommands, model: type[Person] | type[StoredReceipt]) -> int:
    engine = create_engine(server.db.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(model)) or 0
    finally:
        engine.dispose()
