"""The window: how soon one can type, how soon one is home, how much memory it holds."""

import time
from pathlib import Path

from benchmarks.measure import Figure, Timing, at_most, at_most_megabytes, at_most_times, processes
from benchmarks.stations import station

PEOPLE, YEARS = 3_000, 5
MANY = 20_000


def figures(runs: int) -> list[Figure]:
    """Three figures of the open window over 3,000 people and five years."""
    folder = station(PEOPLE, YEARS).data
    bare = _probes("bare", runs)
    login = _probes("login", runs, folder)
    desk = _probes("desk", runs, folder)
    listing = _probes("list", runs, station(MANY, 1).data)
    return [
        at_most("list of 20,000, slowest letter to painted rows", _first(listing), seconds=0.050),
        at_most_times("log-in field ready", _first(login), _first(bare), times=1.5),
        at_most("password to home, beyond the key", _first(desk), seconds=1.0),
        at_most_megabytes(
            "memory of the open window", _second(desk), megabytes=150, floor=_second(bare)
        ),
    ]


def _probes(what: str, runs: int, *folders: Path) -> list[tuple[float, float]]:
    return [_probe(what, *folders) for _ in range(runs + 1)][1:]  # the first warms the disk


def _probe(what: str, *folders: Path) -> tuple[float, float]:
    began = repr(time.time())
    (line,) = processes("-m", "benchmarks.window_probe", what, began, *map(str, folders), runs=1)
    seconds, memory = line.split()
    return float(seconds), float(memory)


def _first(pairs: list[tuple[float, float]]) -> Timing:
    return Timing(tuple(first for first, _ in pairs))


def _second(pairs: list[tuple[float, float]]) -> Timing:
    return Timing(tuple(second for _, second in pairs))
