"""A real district server for a benchmark: a process of its own on a database of its own."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Process
from benchmarks.stations import CODE, NAME, NEIGHBOUR, folder
from tests.fixtures.cluster import programs_of_postgresql, running_cluster
from tests.fixtures.server_process import ServerCommands

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class RunningDistrict:
    """A server that answers: its commands, its address, its process and its database's."""

    commands: ServerCommands
    url: str
    address: str
    server: Process
    database: Process | None

    def code(self, division_code: str = CODE) -> str:
        """A fresh one-time code for a PC of a station."""
        return self.commands.say("station", "code", division_code)[-1]

    def people(self) -> int:
        """How many people all stations have sent."""
        told = "".join(self.commands.say("stations", "--format", "json"))
        return sum(station["people"] for station in json.loads(told))

    def seconds(self) -> tuple[float, float]:
        """Processor time so far: the server's, the database's."""
        return self.server.seconds, self.database.family_seconds if self.database else 0.0


@contextmanager
def running_district(
    kind: str, name: str, *options: str, settings: Mapping[str, str] | None = None
) -> Iterator[RunningDistrict]:
    """A district with the benchmark's station, on `sqlite` or `postgresql`, gone afterwards.

    `options` are those of `serve`, `settings` the server's environment.
    """
    place = folder() / name
    place.mkdir()
    with _database(kind, place) as (url, database):
        commands = ServerCommands(place, url, settings or {})
        commands.say("init")
        for code in (CODE, NEIGHBOUR):
            commands.say("station", "add", "--code", code, "--name", NAME)
        with commands.serving(0, *options) as (address, process):
            yield RunningDistrict(commands, url, address, Process(process.pid), database)
    shutil.rmtree(place)


@contextmanager
def _database(kind: str, place: Path) -> Iterator[tuple[str, Process | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{place / 'district.db'}", None
        return
    programs = programs_of_postgresql()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    with running_cluster(programs) as cluster:
        yield cluster.create("district"), Process(cluster.process)
