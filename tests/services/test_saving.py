"""Names of files that people choose: the ending is added, never put in place of their words."""

from pathlib import Path

import pytest

import station_app
from station_app.services.saving import file_name, with_ending


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("报表 2026.11", "报表 2026.11.xlsx"),
        ("报表", "报表.xlsx"),
        ("报表.xlsx", "报表.xlsx"),
        ("报表.XLSX", "报表.XLSX"),
        ("报表.xls", "报表.xls.xlsx"),
    ],
)
def test_an_ending_is_added_where_it_is_missing(tmp_path: Path, typed: str, saved: str) -> None:
    assert with_ending(tmp_path / typed, ".xlsx") == tmp_path / saved


def test_a_file_nobody_was_asked_about_is_not_written_over(tmp_path: Path) -> None:
    """Whoever typed the whole name was asked by the dialog; of a longer one it knew nothing."""
    for taken in ("报表.xlsx", "报表（2）.xlsx"):
        (tmp_path / taken).touch()
    assert with_ending(tmp_path / "报表", ".xlsx") == tmp_path / "报表（3）.xlsx"
    assert with_ending(tmp_path / "报表.xlsx", ".xlsx") == tmp_path / "报表.xlsx"


def test_a_suggested_name_is_one_that_windows_takes() -> None:
    assert file_name('走访 2026/11: "一组"', ".xlsx") == "走访 2026_11_ _一组_.xlsx"
    assert file_name('\\/:*?"<>|\n', ".pdf") == "_" * 10 + ".pdf"


def test_no_page_takes_words_of_a_name_for_its_ending() -> None:
    program = Path(station_app.__file__).parent / "ui"
    found = [file.name for file in program.rglob("*.py") if ".with_suffix(" in _text(file)]
    assert found == []


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
