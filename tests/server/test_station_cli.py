"""`station-app enroll` and `station-app sync` against a real server process."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_app.cli.main import run_command
from station_app.cli.parser import build_parser
from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import OPERATOR, PASSWORD, STATION_CODE, STATION_NAME

pytestmark = pytest.mark.loopback


class Pc:
    """A PC at whose command line somebody types."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out, self.err = io.StringIO(), io.StringIO()

    def type(self, *words: str) -> int:
        """Run a command; what it says is kept."""
        self.out, self.err = io.StringIO(), io.StringIO()
        arguments = build_parser().parse_args(["--data", str(self.folder), *words])
        return run_command(arguments, clock=lambda: datetime.now(UTC), out=self.out, err=self.err)

    def init(self) -> str:
        """Make the station; returns its recovery words."""
        words = ("--code", STATION_CODE, "--name", STATION_NAME, "--operator", OPERATOR)
        assert self.type("init", *words) == 0
        return self.out.getvalue().splitlines()[-1]


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password that every command finds."""
    monkeypatch.setenv("STATION_APP_PASSWORD", PASSWORD)


@pytest.fixture
def server(tmp_path: Path) -> ServerCommands:
    """A district with an empty database."""
    commands = ServerCommands(tmp_path, f"sqlite:///{tmp_path / 'district.db'}")
    commands.say("init")
    return commands


def test_two_pcs_join_and_report_from_the_command_line(
    server: ServerCommands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = server.say("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)[-1]
    first, second = Pc(tmp_path / "first"), Pc(tmp_path / "second")
    words = first.init()
    second.init()
    with server.serving() as (address, _):
        assert first.type("sync") == 1
        assert "登记" in first.err.getvalue()
        assert first.type("enroll", "--server", address, "--code", code) == 0
        assert first.type("sync") == 0
        assert "全部上报" in first.out.getvalue()

        assert second.type("enroll", "--server", address, "--code", code) == 1
        assert "用过了" in second.err.getvalue()
        code = server.say("station", "code", STATION_CODE)[-1]
        monkeypatch.setenv("STATION_APP_RECOVERY_WORDS", words)
        assert second.type("enroll", "--server", address, "--code", code) == 0
        assert "找回词" not in second.out.getvalue()
        assert second.type("sync") == 0
        assert second.type("check", "--with-district") == 0
        assert "两边一样" in second.out.getvalue()

    assert second.type("sync") == 3
    assert "不影响使用" in second.err.getvalue()


def test_a_second_pc_without_the_words_is_told_what_waits(
    server: ServerCommands, tmp_path: Path
) -> None:
    code = server.say("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)[-1]
    other = server.say("station", "code", STATION_CODE)[-1]
    first, second = Pc(tmp_path / "first"), Pc(tmp_path / "second")
    first.init()
    second.init()
    with server.serving() as (address, _):
        assert first.type("enroll", "--server", address, "--code", code) == 0
        assert second.type("enroll", "--server", address, "--code", other) == 0
    assert "找回词" in second.out.getvalue()
