"""The server's commands: what they print, what they refuse, and with which exit code."""

import json
from pathlib import Path

import pytest

from district_server.cli import run
from district_server.settings import read_settings
from station_app.errors import Rejected
from tests.fixtures.station import STATION_CODE, STATION_NAME


def command(folder: Path, *arguments: str) -> int:
    """Run a command in a folder."""
    return run(arguments, {}, folder)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with an initialised district."""
    assert command(tmp_path, "init") == 0
    capsys.readouterr()
    return tmp_path


def test_init_makes_the_embedded_database_and_may_be_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path, "init") == 0
    first = capsys.readouterr().out
    assert (tmp_path / "district.db").exists()
    assert command(tmp_path, "init") == 0
    assert capsys.readouterr().out == first


def test_adding_a_station_ends_with_its_code_alone_on_the_last_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, "station", "add", "--code", STATION_CODE, "--name", STATION_NAME) == 0
    code = capsys.readouterr().out.splitlines()[-1]
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert command(folder, "station", "code", STATION_CODE) == 0
    assert capsys.readouterr().out.strip() != code


def test_stations_are_listed_as_text_and_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(folder, "station", "add", "--code", STATION_CODE, "--name", STATION_NAME)
    capsys.readouterr()
    assert command(folder, "stations", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"code": STATION_CODE, "name": STATION_NAME, "people": 0, "last_complete_upload": None}
    ]
    assert command(folder, "stations") == 0
    assert STATION_NAME in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("station", "add", "--code", "320812", "--name", "东湖"), "12 位"),
        (("station", "add", "--code", "32081200100x", "--name", "东湖"), "12 位"),
        (("station", "add", "--code", STATION_CODE, "--name", " "), "名称"),
        (("station", "code", "320812001009"), "没有"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_exit_code_1(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert command(folder, *arguments) == 1
    assert said in capsys.readouterr().err


def test_a_station_is_added_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)
    assert command(folder, *arguments) == 0
    assert command(folder, *arguments) == 1
    assert "已经有了" in capsys.readouterr().err


def test_before_init_every_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path, "stations") == 1
    assert "district-server init" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_exit_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = f"postgresql:///nothing?host={tmp_path}"
    assert command(tmp_path, "--db", db, "stations") == 3
    assert "数据库连不上" in capsys.readouterr().err


def test_wrong_usage_is_exit_code_2(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        command(tmp_path, "station", "add")
    assert stop.value.code == 2


@pytest.mark.parametrize(
    "environment",
    [
        {"DISTRICT_SERVER_DB": "mysql://somewhere/db"},
        {"DISTRICT_SERVER_DB": "not a url"},
        {"DISTRICT_SERVER_CODE_DAYS": "0"},
        {"DISTRICT_SERVER_CODE_DAYS": "soon"},
        {"DISTRICT_SERVER_LOG_LEVEL": "loud"},
    ],
)
def test_a_wrong_setting_is_named_at_the_start(tmp_path: Path, environment: dict[str, str]) -> None:
    with pytest.raises(Rejected) as refusal:
        read_settings(environment, folder=tmp_path, db=None)
    assert refusal.value.values["name"] == next(iter(environment))


def test_the_command_line_beats_the_environment_and_postgresql_means_psycopg(
    tmp_path: Path,
) -> None:
    environment = {"DISTRICT_SERVER_DB": "sqlite:///other.db"}
    settings = read_settings(environment, folder=tmp_path, db="postgresql://u:p@h/d")
    assert settings.database_url == "postgresql+psycopg://u:p@h/d"
