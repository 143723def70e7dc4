"""The restore drill: back up, go on working, lose the cluster, restore to a moment, lose nothing.

    python3 -m deploy.drill [--stations 5] [--people 100]

Uses a temporary PostgreSQL, the backup scripts of this folder, the real server over a real socket
and real station files with invented people. Prints a table; exit code 0 when every record of every
station is at the district afterwards, 1 when one is missing or differs, 3 without PostgreSQL.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.cluster import Cluster, find_programs
from deploy.server import Server, free_port, now
from deploy.stations import DrillStation, Rows, make_station, together

NAME = "drill"
"""The district's name, and its schema."""
NOT_INSTALLED = 3


@dataclass(slots=True)
class Result:
    """What came of a drill."""

    counts: list[tuple[str, int]] = field(default_factory=list)
    stations: Rows = field(default_factory=dict)
    district: Rows = field(default_factory=dict)

    @property
    def missing(self) -> list[tuple[str, str]]:
        """Records of stations that the district does not have."""
        return sorted(
            (name, str(key)) for name, key in self.stations if (name, key) not in self.district
        )

    @property
    def differing(self) -> list[tuple[str, str]]:
        """Records that are not the same on both sides."""
        return sorted(
            (name, str(key))
            for (name, key), text in self.stations.items()
            if self.district.get((name, key), text) != text
        )

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost."""
        return bool(self.stations) and not self.missing and not self.differing


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill under way: its cluster, its server, and the size of its stations."""

    cluster: Cluster
    folder: Path
    people: int
    server: Server

    def run(self, count: int) -> Result:
        """Everything from the first report to the comparison."""
        result = Result()
        stations: list[DrillStation] = []
        try:
            self.cluster.make()
            self.server.say("init")
            stations += map(self._station, range(count))
            base, moment = self._until_the_moment(stations, result)
            self.cluster.destroy()
            self.cluster.restore(base, moment)
            result.counts.append(("restored to the moment", len(self.server.rows(NAME))))
            self.server.say("upgrade")
            self._report(stations, result, "all stations reported")
            result.stations, result.district = together(stations), self.server.rows(NAME)
        finally:
            for station in stations:
                station.close()
            self.cluster.stop()
        return result

    def _until_the_moment(self, stations: list[DrillStation], result: Result) -> tuple[Path, str]:
        with self.server.serving() as address:
            for station in stations:
                code = self.server.say(
                    "station", "add", "--code", station.code, "--name", station.code
                )
                station.join(f"{address}/{NAME}", code[-1])
            _report_all(stations)
            result.counts.append(("first reports", len(self.server.rows(NAME))))
            base = self.cluster.base_backup()
            _work(stations, "before")
            result.counts.append(("after the base backup", len(self.server.rows(NAME))))
            moment = self.cluster.ask("SELECT clock_timestamp()")
            _work(stations, "after")
            result.counts.append(("after the moment", len(self.server.rows(NAME))))
            self.cluster.archive_all()
        return base, moment

    def _report(self, stations: list[DrillStation], result: Result, name: str) -> None:
        with self.server.serving():
            _report_all(stations)
            _report_all(stations)
        result.counts.append((name, len(self.server.rows(NAME))))

    def _station(self, number: int) -> DrillStation:
        return make_station(self.folder / "stations", number, people=self.people, clock=now)


def drill(cluster: Cluster, folder: Path, people: int) -> Drill:
    """A drill on this cluster."""
    settings = {"DISTRICT_SERVER_DB": cluster.url, "DISTRICT_SERVER_DISTRICTS": NAME}
    return Drill(cluster, folder, people, Server(folder, free_port(), settings))


def _work(stations: Sequence[DrillStation], name: str) -> None:
    for station in stations:
        station.work(name, 10)
    _report_all(stations)


def _report_all(stations: Sequence[DrillStation]) -> None:
    for station in stations:
        if not station.report():
            raise RuntimeError(f"station {station.code} could not report everything")


def table(result: Result) -> str:
    """The result for people."""
    lines = [f"{name:32}{count:>8} records at the district" for name, count in result.counts]
    lines += ["", f"{'record type':32}{'stations':>10}{'district':>10}"]
    mine, theirs = (
        Counter(name for name, _ in rows) for rows in (result.stations, result.district)
    )
    lines += [f"{name:32}{mine[name]:>10}{theirs[name]:>10}" for name in sorted(mine)]
    lines += ["", f"missing: {len(result.missing)}, differing: {len(result.differing)}"]
    lines += [f"  {name} {key}" for name, key in [*result.missing, *result.differing][:20]]
    lines.append("nothing lost" if result.is_good else "NOT GOOD")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Run the drill and say what came of it."""
    parser = argparse.ArgumentParser(prog="python3 -m deploy.drill")
    parser.add_argument("--stations", type=int, default=5)
    parser.add_argument("--people", type=int, default=100)
    options = parser.parse_args(arguments)
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not installed here:  apt-get install postgresql", file=sys.stderr)
        return NOT_INSTALLED
    with tempfile.TemporaryDirectory(prefix="drill") as folder:
        here = Path(folder)
        here.chmod(0o755)
        result = drill(Cluster(programs, here / "pg"), here, options.people).run(options.stations)
    print(table(result))
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
