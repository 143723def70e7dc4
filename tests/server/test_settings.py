"""The settings: every one has limits, a wrong one is named, secrets are never shown."""

from pathlib import Path

import pytest

from district_server.cli import run
from district_server.settings import HIDDEN, PREFIX, SETTINGS, in_force, read_settings
from station_app.errors import Rejected
from station_app.messages import sentence

GOOD = {
    "DB": "postgresql://u:geheim@h/d",
    "DISTRICTS": "huaiyin, qingjiangpu",
    "LOG_LEVEL": "warning",
    "LOG_ADDRESSES": "yes",
    "PREPARED": "no",
    "PROXIES": "127.0.0.1, 10.1.0.0/16",
    "METRICS_TOKEN": "figures-figures-figures",
}
BAD = {
    "DB": ["mysql://h/d", "not a url", "sqlite://", "sqlite:///:memory:"],
    "DISTRICTS": ["Huaiyin", "huaiyin,huaiyin", "huaiyin,", "public", "a b"],
    "LOG_LEVEL": ["loud"],
    "LOG_ADDRESSES": ["1"],
    "PREPARED": ["maybe"],
    "PROXIES": ["everybody", "10.0.0.1/8", "*"],
    "METRICS_TOKEN": ["short", "a token with 字 in it ----"],
}
NUMBERS = [setting.name for setting in SETTINGS if setting.name not in GOOD]
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "district-server.md"


IN_FORCE = {
    "DB": "postgresql+psycopg://u:***@h/d",
    "DISTRICTS": "huaiyin,qingjiangpu",
    "LOG_LEVEL": "WARNING",
    "LOG_ADDRESSES": "yes",
    "PREPARED": "no",
    "PROXIES": "127.0.0.1/32,10.1.0.0/16",
    "METRICS_TOKEN": HIDDEN,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_value_is_in_force(tmp_path: Path, name: str) -> None:
    settings = read_settings({PREFIX + name: GOOD[name]}, folder=tmp_path, db=None)
    assert dict(in_force(settings))[PREFIX + name] == IN_FORCE[name]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in BAD for text in BAD[name]])
def test_a_bad_value_is_named_with_what_is_wanted(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_settings({PREFIX + name: text}, folder=tmp_path, db=None)
    assert PREFIX + name in sentence(refusal.value)
    assert str(refusal.value.values["wanted"]) in sentence(refusal.value)


@pytest.mark.parametrize("text", ["", "-1", "many", "１", "9" * 30, "1.5"])
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_has_limits(tmp_path: Path, name: str, text: str) -> None:
    if text == "":
        read_settings({PREFIX + name: text}, folder=tmp_path, db=None)
        return
    with pytest.raises(Rejected) as refusal:
        read_settings({PREFIX + name: text}, folder=tmp_path, db=None)
    assert refusal.value.values["name"] == PREFIX + name


def test_a_name_that_no_setting_has_is_not_passed_over(tmp_path: Path) -> None:
    for name in ("DISTRICT_SERVER_POOLSIZE", "DISTRICT_SERVER_WORKERS_FILE"):
        with pytest.raises(Rejected) as refusal:
            read_settings({name: "3"}, folder=tmp_path, db=None)
        assert name in sentence(refusal.value)


def test_a_secret_may_stand_in_a_file_but_not_twice(tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text("postgresql://u:geheim@h/d\n")
    environment = {"DISTRICT_SERVER_DB_FILE": str(file)}
    settings = read_settings(environment, folder=tmp_path, db=None)
    assert settings.database_url == "postgresql+psycopg://u:geheim@h/d"
    with pytest.raises(Rejected) as twice:
        read_settings(environment | {"DISTRICT_SERVER_DB": "x"}, folder=tmp_path, db=None)
    assert twice.value.code == "district.setting_twice"
    with pytest.raises(Rejected) as nowhere:
        read_settings({"DISTRICT_SERVER_DB_FILE": str(tmp_path / "no")}, folder=tmp_path, db=None)
    assert nowhere.value.code == "district.setting_file"


def test_what_is_in_force_is_printed_without_secrets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {PREFIX + name: text for name, text in GOOD.items()}
    assert run(("settings",), environment, tmp_path) == 0
    shown = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert set(shown) == {PREFIX + each.name for each in SETTINGS}
    assert "geheim" not in str(shown)
    assert shown["DISTRICT_SERVER_METRICS_TOKEN"] == HIDDEN
    assert shown["DISTRICT_SERVER_DISTRICTS"] == "huaiyin,qingjiangpu"
    assert shown["DISTRICT_SERVER_PREPARED"] == "no"


def test_what_is_printed_can_be_read_again(tmp_path: Path) -> None:
    first = read_settings({}, folder=tmp_path, db=None)
    again = {name: text for name, text in in_force(first) if text}
    assert read_settings(again, folder=tmp_path, db=None) == first


def test_every_setting_is_documented() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    missing = [each.name for each in SETTINGS if f"`{each.name}`" not in text]
    assert missing == []
