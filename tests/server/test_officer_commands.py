"""The commands about officers: what they print, and what they leave in the table."""

from pathlib import Path

import pytest

from district_server.cli import run
from district_server.web import passwords
from tests.fixtures.passwords import IN_EARNEST


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an initialised district."""
    assert run(["init"], {}, tmp_path) == 0
    return tmp_path


def say(capsys: pytest.CaptureFixture[str], place: Path, *arguments: str) -> list[str]:
    """What a command prints; it must go well."""
    capsys.readouterr()
    assert run(arguments, {}, place) == 0
    return capsys.readouterr().out.splitlines()


def test_a_new_officer_gets_a_password_that_is_the_last_line(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, password = say(capsys, place, "officer", "add", "林主任")
    assert name == "林主任"
    assert len(password) == 19
    assert say(capsys, place, "officer", "list") == ["林主任\tdistrict\t-\tactive"]


def test_a_town_officer_is_bound_to_the_towns_nine_digits(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(capsys, place, "officer", "add", "周干事", "--town", "320812001000")
    assert say(capsys, place, "officer", "list") == ["周干事\ttown\t320812001\tactive"]


@pytest.mark.parametrize("town", ["320812001001", "3208", "abcdefghi", "", "３２０８１２００１"])
def test_a_village_is_no_town(place: Path, town: str) -> None:
    assert run(["officer", "add", "周干事", "--town", town], {}, place) == 1


def test_the_same_name_twice_and_an_unknown_name_are_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(capsys, place, "officer", "add", "林主任")
    assert run(["officer", "add", " 林主任 "], {}, place) == 1
    assert "已经有叫“林主任”的人员" in capsys.readouterr().err
    assert run(["officer", "reset", "没有人"], {}, place) == 1
    assert "没有叫“没有人”的人员" in capsys.readouterr().err


def test_disable_shuts_out_and_reset_lets_in_again_with_a_new_password(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = say(capsys, place, "officer", "add", "林主任")[1]
    say(capsys, place, "officer", "disable", "林主任")
    assert say(capsys, place, "officer", "list") == ["林主任\tdistrict\t-\tdisabled"]
    assert say(capsys, place, "officer", "reset", "林主任")[1] != first
    assert say(capsys, place, "officer", "list") == ["林主任\tdistrict\t-\tactive"]


def test_a_password_is_kept_by_a_costly_hash_with_a_salt_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "COST", IN_EARNEST[1])
    one, two = passwords.kept("lan-tian-bai-yun"), passwords.kept("lan-tian-bai-yun")
    assert one != two
    assert one.split("$")[:4] == ["scrypt", "32768", "8", "1"]
    assert passwords.fits("lan-tian-bai-yun", one)
    assert not passwords.fits("lan-tian-bai-yu", one)
