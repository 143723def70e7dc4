"""A roster of 20,000 rows taken in, against reading it with calamine and one executemany.

Each run is a process of its own, because the figure includes its peak of memory.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.measure import (
    Figure,
    Timing,
    at_most_megabytes,
    at_most_times,
    peak_megabytes,
    processes,
)
from benchmarks.scene import TODAY
from benchmarks.stations import empty_station, folder

ROWS = 20_000
HEADS = (
    "序号",
    "姓名",
    "性别",
    "民族",
    "身份证号",
    "出生日期",
    "人员类别",
    "村民小组",
    "家庭住址",
    "联系电话",
    "入伍时间",
    "退役时间",
    "政治面貌",
    "文化程度",
    "备注",
)
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高", "建国秀英志强桂兰德明玉珍文华春梅永福"
WEIGHTS, CHECK_DIGITS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


def people() -> Iterator[tuple[str, ...]]:
    """Rows of people who do not exist, each with an ID number of its own that checks."""
    for number in range(ROWS):
        born = date(1940, 1, 1) + timedelta(days=number)
        yield (
            str(number + 1),
            SURNAMES[number % 20] + GIVEN[number // 20 % 18] + GIVEN[number // 360 % 18],
            "男",
            "汉族",
            _id_number(born),
            born.isoformat(),
            ("退役军人", "参战退役军人", "残疾军人", "烈士遗属")[number % 4]
            if number % 9
            else "带病回乡",
            f"{number % 12 + 1}组",
            f"东湖社区{number % 12 + 1}组{number + 1}号",
            f"138{number:08}",
            str(born.year + 18) + "年12月",
            str(born.year + 22) + "年12月",
            "党员" if number % 3 else "群众",
            "初中",
            "",
        )


def _id_number(born: date) -> str:
    body = f"320812{born:%Y%m%d}001"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def write_roster(path: Path, rows: int = ROWS) -> None:
    """The rows as a workbook, all cells text."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("花名册")
    for number, row in enumerate([HEADS, *islice(people(), rows)]):
        sheet.write_row(number, 0, row)
    book.close()


def floor(path: Path) -> float:
    """Read the rows and put them into one table of plain SQLite, in one transaction."""
    began = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    target = path.with_suffix(".db")
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as connection:
        columns = ", ".join(f"c{number} TEXT" for number in range(len(HEADS)))
        connection.execute(f"CREATE TABLE roster ({columns})")
        marks = ", ".join("?" * len(HEADS))
        connection.executemany(f"INSERT INTO roster VALUES ({marks})", rows[1:])
    connection.close()
    return time.perf_counter() - began


def ours(path: Path) -> float:
    """Preview every row and write all of it, as the window and the command line do."""
    from station_app.domain.imports import ImportKind
    from station_app.services import importing

    store = empty_station(f"import-{time.monotonic_ns()}")
    began = time.perf_counter()
    with store.read() as session:
        seen = importing.preview(session, ImportKind.ROSTER, path, today=TODAY)
    with store.write("import") as session:
        report = importing.commit(session, seen)
    seconds = time.perf_counter() - began
    store.close()
    if sum(report.counts.values()) != ROWS:
        raise RuntimeError(f"{report.counts} are not {ROWS} rows")
    return seconds


def figures(runs: int) -> list[Figure]:
    """Time and peak memory of the import."""
    path = folder() / "roster.xlsx"
    write_roster(path)
    mine, base = _processes("ours", path, min(runs, 3)), _processes("floor", path, runs)
    peak = Timing(tuple(memory for _, memory in mine))
    return [
        at_most_times("roster of 20,000 rows, import", _seconds(mine), _seconds(base), times=15),
        at_most_megabytes("roster of 20,000 rows, peak memory", peak, megabytes=300),
    ]


def _processes(what: str, path: Path, runs: int) -> list[tuple[float, float]]:
    lines = processes("-m", "benchmarks.roster", what, str(path), runs=runs)
    return [(float(seconds), float(memory)) for seconds, memory in map(str.split, lines)]


def _seconds(results: list[tuple[float, float]]) -> Timing:
    return Timing(tuple(seconds for seconds, _ in results))


if __name__ == "__main__":
    print({"ours": ours, "floor": floor}[sys.argv[1]](Path(sys.argv[2])), peak_megabytes())
