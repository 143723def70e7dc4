"""The real district server for drills and trials: its commands, and a process that serves."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from deploy.stations import Rows, rows_at
from district_server import database
from district_server.database import Pool

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port of this machine that nobody uses; the server is found there before and after."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def now() -> datetime:
    """What o'clock it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Server:
    """A server of some settings, always on the same port."""

    folder: Path
    port: int
    settings: Mapping[str, str]

    def say(self, *arguments: str) -> list[str]:
        """What a command that must go well prints."""
        done = subprocess.run(
            self._command(*arguments),
            env=self._environment(),
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.splitlines()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The server over a socket; yields its address."""
        with (self.folder / "server.log").open("a") as log:
            process = subprocess.Popen(
                self._command("serve", "--port", str(self.port)),
                env=self._environment(),
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.communicate()

    def rows(self, district: str) -> Rows:
        """All records that a district has, read past the server."""
        url = self.settings["DISTRICT_SERVER_DB"]
        url = url.replace("postgresql://", "postgresql+psycopg://")
        engines = database.open_districts(url, [district], Pool(size=2, prepared=False))
        with Session(database.reading(engines[district])) as session:
            rows = rows_at(session)
        database.close_districts(engines)
        return rows

    @staticmethod
    def _command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "district_server", *arguments]

    def _environment(self) -> dict[str, str]:
        return os.environ | dict(self.settings) | {"PYTHONPATH": str(ROOT)}
