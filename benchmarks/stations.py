"""Sample stations of a given size, made once a run and kept until it ends."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from benchmarks.scene import OPERATOR, PASSWORD, TODAY, clock
from station_app.paths import Paths, station_paths
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.station import InitStation, NewStation, init_station, open_station
from station_app.store.unit_of_work import Store

CODE, NEIGHBOUR, NAME = "320812001001", "320812001002", "东湖社区退役军人服务站"


@cache
def folder() -> Path:
    """A folder for this run, removed at its end."""
    made = Path(tempfile.mkdtemp(prefix="station-bench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def station(people: int, years: int) -> Paths:
    """The folder of a closed station with so many synthetic people and years of their records."""
    paths = station_paths(folder() / f"{people}-{years}")
    store = _new(paths)
    fill_with_sample(store, SampleSize(people, years), today=TODAY)
    store.close()
    return paths


@cache
def opened(people: int, years: int) -> Store:
    """The same station, open for reading until the run ends."""
    paths = station(people, years)
    store, _ = open_station(paths, operator=OPERATOR, password=PASSWORD, clock=clock)
    atexit.register(store.close)
    return store


def empty_station(name: str) -> Store:
    """A new station without records; the caller closes it."""
    return _new(station_paths(folder() / name))


def _new(paths: Paths) -> Store:
    return new_station(paths).store


def new_station(paths: Paths, code: str = CODE) -> NewStation:
    """A new station with its recovery words; the caller closes it."""
    return init_station(paths, InitStation(code, NAME, OPERATOR, PASSWORD), clock=clock)
