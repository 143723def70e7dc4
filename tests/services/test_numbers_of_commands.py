"""Papers and files of the command line bear a number that the window brings back."""

import io
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from station_app.cli.main import run_command
from station_app.cli.parser import build_parser
from station_app.domain.printouts import grouped
from station_app.paths import Paths, station_paths
from station_app.queries.printouts import latest
from station_app.services.printouts_again import find_again
from station_app.store.lock import only_writer
from station_app.store.unit_of_work import Store, open_store
from tests.fixtures.clock import START, StandingClock
from tests.fixtures.station import OPERATOR, PASSWORD, EmptyStation
from tests.reports.reading import pages
from tests.services.people_of_tests import a_person


@pytest.fixture
def folder(tmp_path: Path, empty_station: EmptyStation, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A closed station with one person."""
    monkeypatch.setenv("STATION_APP_PASSWORD", PASSWORD)
    paths = station_paths(tmp_path / "station")
    shutil.copytree(empty_station.folder, paths.data)
    store = at_the_window(paths, empty_station)
    a_person(store)
    store.close()
    return paths


def at_the_window(paths: Paths, station: EmptyStation) -> Store:
    return open_store(paths.database, station.keys.data, operator=OPERATOR, clock=StandingClock())


def typed(paths: Paths, *words: str) -> str:
    """What a command says that ends well."""
    out, err = io.StringIO(), io.StringIO()
    arguments = build_parser().parse_args(["--data", str(paths.data), *words])
    assert run_command(arguments, clock=StandingClock(), out=out, err=err) == 0, err.getvalue()
    return out.getvalue()


def words_of(book: Path) -> str:
    sheets = load_workbook(book).worksheets
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return "".join(cells)


def test_what_the_command_line_makes_has_a_number_that_brings_it_back(
    folder: Paths, tmp_path: Path, empty_station: EmptyStation
) -> None:
    roster, book = tmp_path / "roster.pdf", tmp_path / "tally.xlsx"
    for _ in range(2):  # the same paper twice: the same number
        assert "没有编号" not in typed(
            folder, "form", "person-roster", "--all", "--out", str(roster)
        )
    assert "没有编号" not in typed(folder, "tally", "2022-09", "--out", str(book))
    store = at_the_window(folder, empty_station)
    with store.read() as session:
        known = {one.kind: one for one in latest(session)}
        assert set(known) == {"person-roster", "tally"}
        assert grouped(known["person-roster"].serial) in "".join(pages(roster.read_bytes()))
        assert grouped(known["tally"].serial) in words_of(book)
        for one in known.values():
            assert one.made_by == OPERATOR
            again = find_again(session, one.serial, today=START.date())
            assert (again.head, again.is_same) == (one, True)
    store.close()


def test_while_a_window_is_open_a_paper_has_no_number_and_that_is_said(
    folder: Paths, tmp_path: Path, empty_station: EmptyStation
) -> None:
    roster, book = tmp_path / "roster.pdf", tmp_path / "tally.xlsx"
    with only_writer(folder):
        assert "这份没有编号" in typed(
            folder, "form", "person-roster", "--all", "--out", str(roster)
        )
        assert "这份没有编号" in typed(folder, "tally", "2022-09", "--out", str(book))
        text = tmp_path / "tally.json"
        assert "没有编号" not in typed(folder, "tally", "2022-09", "--json", str(text))
    assert roster.read_bytes().startswith(b"%PDF")
    store = at_the_window(folder, empty_station)
    with store.read() as session:
        assert latest(session) == []
    store.close()
