"""How a district is put aside and put back: its file, or on PostgreSQL all of its rows."""

import shutil
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, Table, delete, insert, select

from district_server.models import DistrictBase
from station_app.models.base import Base

Rows = dict[Table, list[dict[str, Any]]]  # Any: one value per column, each of its own type


class Backups(Protocol):
    """What a world asks of a district's backup."""

    def make(self) -> None:
        """Put the district as it stands aside."""

    def put_back(self) -> None:
        """What was put aside stands again."""


class FileBackups:
    """The embedded district: its file is copied."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._file = Path(str(engine.url.database))
        self._aside = folder / "district.backup"

    def make(self) -> None:
        """Put the district's file aside."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        shutil.copy(self._file, self._aside)

    def put_back(self) -> None:
        """The file that was put aside stands again."""
        self._engine.dispose()
        for each in self._file.parent.glob(f"{self._file.name}*"):
            each.unlink()
        shutil.copy(self._aside, self._file)


class RowBackups:
    """Any district: all rows of all tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tables = [*Base.metadata.sorted_tables, *DistrictBase.metadata.sorted_tables]
        self._rows: Rows = {}

    def make(self) -> None:
        """Put all rows aside."""
        with self._engine.connect() as connection:
            self._rows = {
                table: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in self._tables
            }

    def put_back(self) -> None:
        """The rows that were put aside stand again, and no others."""
        with self._engine.begin() as connection:
            for table in reversed(self._tables):
                connection.execute(delete(table))
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(insert(table), rows)


def backups_of(engine: Engine, folder: Path) -> Backups:
    """What fits the database."""
    return FileBackups(engine, folder) if engine.dialect.name == "sqlite" else RowBackups(engine)
