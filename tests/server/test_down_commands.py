"""What the district sends down can be sent without pages: every command once."""

from pathlib import Path

import pytest

from district_server.cli import run

CODE = "320812001001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run(["init"], {}, tmp_path) == 0
    named = ["station", "add", "--code", CODE, "--name", "东湖社区服务站"]
    assert run(named, {}, tmp_path) == 0
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], folder: Path, *words: str, code: int = 0) -> list[str]:
    """The lines that a command prints; of a refusal those on standard error."""
    capsys.readouterr()
    assert run(list(words), {}, folder) == code
    captured = capsys.readouterr()
    return (captured.out if code == 0 else captured.err).splitlines()


def test_a_notice_is_posted_listed_and_withdrawn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posted = ("notice", "post", "--title", "值班", "--text", "请安排值班。", "--station", CODE)
    (key,) = said(capsys, folder, *posted)
    (line,) = said(capsys, folder, "notice", "list")
    assert line.split("\t")[2:] == ["0/1", "值班"]
    (reading,) = said(capsys, folder, "notice", "readings", key)
    assert reading.split("\t")[:3] == [CODE, "东湖社区服务站", "-"]
    assert said(capsys, folder, "notice", "withdraw", key) == []
    (line,) = said(capsys, folder, "notice", "list")
    assert line.split("\t")[2] == "withdrawn"


def test_a_task_is_given_and_its_answers_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (key,) = said(capsys, folder, "task", "post", "--title", "核对", "--due", "2999-01-01")
    (line,) = said(capsys, folder, "task", "list")
    assert line.startswith(key)
    (answer,) = said(capsys, folder, "task", "answers", key)
    assert answer.split("\t")[2] == "-"
    assert said(capsys, folder, "task", "withdraw", key) == []


def test_standards_options_and_years_are_laid_down(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    standard = ("standard", "add", "--kind", "ENTITLED_DIFF", "--yuan", "500")
    assert len(said(capsys, folder, *standard, "--from", "2022-01-01")) == 1
    (refusal,) = said(capsys, folder, *standard, "--from", "2022-01-01", code=1)
    assert refusal.startswith("同样条件的标准")
    (key,) = said(capsys, folder, "option", "add", "funding", "乡贤资助")
    said(capsys, folder, "option", "retire", key)
    (line,) = said(capsys, folder, "option", "list", "funding")
    assert line.split("\t")[1:] == ["X_1", "retired", "乡贤资助"]
    assert len(said(capsys, folder, "cycle", "open", "2022", "--due-on", "2022-10-31")) == 1


def test_a_key_is_made_shown_once_and_revoked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_id, text = said(capsys, folder, "api-key", "add", "省小程序")
    assert len(text) >= 40
    (line,) = said(capsys, folder, "api-key", "list")
    assert text not in line
    said(capsys, folder, "api-key", "revoke", key_id)
    (line,) = said(capsys, folder, "api-key", "list")
    assert line.split("\t")[1] == "revoked"


def test_what_was_left_is_followed_up_by_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, folder, "follow") == ["1"]
