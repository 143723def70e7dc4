"""The floor of reporting: the same rows into plain SQLite tables, and packed, and nothing else."""

import sqlite3
import time
from typing import Any

import msgspec
import zstandard

from benchmarks.load import load_tables
from benchmarks.stations import folder

LEVEL = 3
Columns = dict[str, list[Any]]  # Any: values of a column


def floor() -> float:
    """Seconds for inserting all rows in one transaction and packing them by column."""
    tables = {name: _columns(rows) for name, rows in load_tables().items()}
    path = folder() / f"floor-{time.monotonic_ns()}.db"
    began = time.perf_counter()
    connection = sqlite3.connect(path)
    with connection:
        for name, columns in tables.items():
            _insert(connection, name, columns)
    connection.close()
    zstandard.ZstdCompressor(level=LEVEL).compress(msgspec.msgpack.encode(tables))
    seconds = time.perf_counter() - began
    path.unlink()
    return seconds


def _columns(rows: list[dict[str, Any]]) -> Columns:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [_plain(row.get(name)) for row in rows] for name in names}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)


def _insert(connection: sqlite3.Connection, table: str, columns: Columns) -> None:
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    connection.execute(f"CREATE TABLE {table} ({names})")
    rows = zip(*columns.values(), strict=True)
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
