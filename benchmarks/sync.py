"""Reporting against the real server, on the embedded database and on PostgreSQL.

The first push of 20,000 people and 60,000 records, a second PC that reads all of it, fifty changed
records, and a report without news; each PC is a process, and so is the server. The floor is plain
SQLite's insert of the same rows and their packing, without log-in, checks, merge, log or network.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import msgspec

from benchmarks.districts import DATABASES, RunningDistrict, running_district
from benchmarks.load import PEOPLE, fill, load_tables
from benchmarks.measure import Figure, Timing, at_most, at_most_megabytes, at_most_of, processes
from benchmarks.stations import CODE, NEIGHBOUR, folder, new_station
from benchmarks.sync_floor import floor
from benchmarks.sync_pc import Done, Order
from station_app.paths import station_paths

SMALL_RUNS = 40
MEGABYTE = 1_000_000
NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Made:
    """A closed station and its recovery words."""

    folder: Path
    words: str


def figures(runs: int) -> list[Figure]:
    """Time, bytes, trips and memory on both databases."""
    filled = made_station("filled", people=PEOPLE)
    base = Timing(tuple(floor() for _ in range(2)))
    return [
        figure
        for kind in DATABASES
        for figure in _of_database(kind, filled, base, runs=max(1, min(runs, 2)))
    ]


def first_round(kind: str) -> "Round":
    """One district from its first report to its quiet, for others to stand beside."""
    return _round(kind, made_station("filled", people=PEOPLE), 0)


def made_station(name: str, *, people: int, code: str = CODE) -> Made:
    """A closed station with so many people and three records under each."""
    place = folder() / f"{name}-{next(NUMBERS)}"
    made = new_station(station_paths(place), code)
    if people:
        fill(made.store, load_tables(people))
    made.store.close()
    return Made(place, " ".join(made.recovery_words))


def _of_database(kind: str, filled: Made, base: Timing, *, runs: int) -> list[Figure]:
    rounds = [_round(kind, filled, number) for number in range(runs)]
    return list(_judged(kind, rounds, base))


@dataclass(frozen=True, slots=True)
class Round:
    """One district from its first report to its quiet."""

    push: Done
    pull: Done
    changed: Done
    quiet: Done
    server_megabytes: float


def _round(kind: str, filled: Made, number: int) -> Round:
    first, second = folder() / f"{kind}-{number}", made_station("second", people=0)
    shutil.copytree(filled.folder, first)
    with running_district(kind, f"district-{kind}-{number}") as district:
        warm_up(district)
        idle = district.server.megabytes
        district.server.forget_peak()
        push = report(district, "push", first, "join", code=district.code())
        pull = report(
            district, "pull", second.folder, "join", code=district.code(), words=filled.words
        )
        server = district.server.peak_megabytes - idle
        changed = report(district, "50 changed", first, "changed", runs=SMALL_RUNS)
        quiet = report(district, "no-op", first, "quiet", runs=SMALL_RUNS * 5)
    shutil.rmtree(first)
    shutil.rmtree(second.folder)
    return Round(push, pull, changed, quiet, server)


def warm_up(district: RunningDistrict) -> None:
    """A small neighbour joins first, so that the server has loaded what it needs."""
    small = made_station("small", people=100, code=NEIGHBOUR)
    run_pc(Order(str(small.folder), "join", district.address, district.code(NEIGHBOUR)))


def report(
    district: RunningDistrict,
    name: str,
    place: Path,
    task: str,
    *,
    code: str = "",
    words: str = "",
    runs: int = 1,
) -> Done:
    """Let a PC do one thing; says on standard error what it took on all sides."""
    server, database = district.seconds()
    done = run_pc(Order(str(place), task, district.address, code, words, runs))
    server, database = (
        now - before for now, before in zip(district.seconds(), (server, database), strict=True)
    )
    print(
        f"{name}: {_middle(done.seconds) * 1000:.1f} ms, processor: client "
        f"{_middle(done.cpu) * 1000:.1f}, server {server / runs * 1000:.1f}, "
        f"database {database / runs * 1000:.1f} ms; {done.trips} trips, "
        f"{done.bytes_up} up, {done.bytes_down} down, +{done.megabytes_over_idle:.0f} MB",
        file=sys.stderr,
        flush=True,
    )
    return done


def run_pc(order: Order) -> Done:
    """A PC in a process of its own."""
    (line,) = processes("-m", "benchmarks.sync_pc", msgspec.json.encode(order).decode(), runs=1)
    return msgspec.json.decode(line, type=Done)


def _middle(seconds: list[float]) -> float:
    return Timing(tuple(seconds)).median


def _judged(kind: str, rounds: list[Round], base: Timing) -> Iterator[Figure]:
    push, pull = _all(each.push for each in rounds), _all(each.pull for each in rounds)
    changed = _all(each.changed for each in rounds)
    quiet = _all(each.quiet for each in rounds)
    last = rounds[-1]
    yield at_most(f"{kind}: first push, 80,000 rows", push, seconds=4.0, floor=base)
    yield at_most_of(f"{kind}: first push, sent", last.push.bytes_up / MEGABYTE, 4.5, "MB")
    yield at_most(f"{kind}: fresh pull, 80,000 rows", pull, seconds=2.5, floor=base)
    yield at_most(f"{kind}: 50 changed", changed, seconds=0.015)
    yield at_most_of(f"{kind}: 50 changed, trips", last.changed.trips, 1, "trips")
    yield at_most(f"{kind}: no-op", quiet, seconds=0.003)
    yield at_most_of(f"{kind}: no-op, trips", last.quiet.trips, 1, "trips")
    size = last.quiet.bytes_up + last.quiet.bytes_down
    yield at_most_of(f"{kind}: no-op, both ways", size, 600, "bytes")
    for name, done in (("push", last.push), ("pull", last.pull)):
        memory = Timing((done.megabytes_over_idle,))
        yield at_most_megabytes(f"{kind}: {name}, client over idle", memory, megabytes=120)
    server = Timing(tuple(each.server_megabytes for each in rounds))
    yield at_most_megabytes(f"{kind}: server over idle", server, megabytes=150)


def _all(parts: Iterator[Done]) -> Timing:
    return Timing(tuple(seconds for part in parts for seconds in part.seconds))
