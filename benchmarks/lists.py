"""A list of 20,000 people as a workbook, against a bare XlsxWriter loop over the same cells.

Ours reads the people from the encrypted store and adds what makes a sheet workable; the floor is
handed the values. Both end with the file on the disk.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from sqlalchemy.orm import Session

from benchmarks.measure import Figure, Timing, at_most_times, processes
from benchmarks.roster import ROWS, write_roster
from benchmarks.scene import TODAY
from benchmarks.stations import empty_station, folder
from station_app.domain.imports import ImportKind
from station_app.domain.kinds import Value, to_text
from station_app.domain.lists import ListSheet
from station_app.queries.people_filters import PeopleFilter
from station_app.services import importing
from station_app.services.list_exports import ListOrder, export_list, list_sheet
from station_app.services.list_return import look
from station_app.store.unit_of_work import Store

NAME = "lists"
NOW = datetime(2026, 7, 20, 1, 30, tzinfo=UTC)
ORDER = ListOrder("people", PeopleFilter())


def station() -> Store:
    """A station whose register holds the rows of the roster."""
    store = empty_station(f"{NAME}-{time.monotonic_ns()}")
    path = folder() / "roster-to-list.xlsx"
    if not path.exists():
        write_roster(path)
    with store.read() as session:
        seen = importing.preview(session, ImportKind.ROSTER, path, today=TODAY)
    with store.write("import") as session:
        importing.commit(session, seen)
    return store


def ours(session: Session, path: Path) -> float:
    """The list as the window saves it."""
    began = time.perf_counter()
    done = export_list(session, path, ORDER, today=TODAY, at=NOW)
    seconds = time.perf_counter() - began
    if done.count < ROWS * 0.9:
        raise RuntimeError(f"{done.count} rows are not the roster")
    return seconds


def floor(sheet: ListSheet, path: Path) -> float:
    """Every cell by `write_string`, keys included; no formats, filters or notes."""
    texts = [
        [*(_text(sheet, place, value) for place, value in enumerate(row.values)), str(row.key)]
        for row in sheet.rows
    ]
    heads = [column.heading for column in sheet.spec.columns]
    began = time.perf_counter()
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate([heads, *texts]):
            for place, text in enumerate(row):
                page.write_string(number, place, text)
    return time.perf_counter() - began


def _text(sheet: ListSheet, place: int, value: Value) -> str:
    column = sheet.spec.columns[place]
    return to_text(column.kind, value, column.choices)


def returned(session: Session, path: Path) -> float:
    """The same list looked at as it comes back, nothing in it edited."""
    began = time.perf_counter()
    seen = look(session, path, today=TODAY)
    seconds = time.perf_counter() - began
    if seen.changes or seen.left_alone:
        raise RuntimeError("nobody edited this list")
    return seconds


def figures(runs: int) -> list[Figure]:
    """Time beside the floor, out and back."""
    lines = processes("-m", "benchmarks.lists", str(min(runs, 3)), runs=1)
    parts = [tuple(map(float, line.split())) for line in lines[0].split(";")]
    mine, base, back = map(Timing, parts)
    return [
        at_most_times("list of 20,000 people, export", mine, base, times=1.3),
        at_most_times("list of 20,000 people, back unedited", back, base, times=5),
    ]


def main(runs: int) -> str:
    """All runs over one station: three lists of numbers."""
    store, path = station(), folder() / "list.xlsx"
    with store.read() as session:
        sheet = list_sheet(session, ORDER, station="", today=TODAY, at=NOW)
        mine = [ours(session, path) for _ in range(runs)]
        back = [returned(session, path) for _ in range(runs)]
        base = [floor(sheet, folder() / "bare.xlsx") for _ in range(runs)]
    store.close()
    return ";".join(" ".join(map(str, some)) for some in (mine, base, back))


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
