"""A PC of the benchmark's station as a process of its own: what it is told to do, and its figures.

`python -m benchmarks.sync_pc '{"folder": …, "task": …}'` prints one JSON object as its last line.
"""

import gc
import logging
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import httpx
import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.processes import here
from benchmarks.scene import OPERATOR, PASSWORD
from station_app.errors import Unavailable
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.services.district_enrolment import Desk, Enroll, enroll, open_private_fields
from station_app.services.district_sync import Synchronised, synchronise
from station_app.services.station import open_station
from station_app.sync.client import open_line

CHANGED = 50
MOST_TRIES = 300
Answer = TypeVar("Answer")


class Order(msgspec.Struct):
    """What this PC is to do."""

    folder: str
    task: str
    address: str = ""
    code: str = ""
    words: str = ""
    runs: int = 1


class Done(msgspec.Struct):
    """What it came to: each run's wall and processor seconds, and the last run's traffic."""

    seconds: list[float] = []
    cpu: list[float] = []
    sent: int = 0
    received: int = 0
    trips: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    megabytes_over_idle: float = 0.0


def now() -> datetime:
    """The clock of this PC."""
    return datetime.now(UTC)


def main(order: Order) -> Done:
    """Do one order on an open station."""
    paths = station_paths(Path(order.folder))
    store, keys = open_station(paths, operator=OPERATOR, password=PASSWORD, clock=now)
    with closing(store):
        desk = Desk(store, keys, paths.keys, paths.device, now)
        return TASKS[order.task](desk, order)


def join(desk: Desk, order: Order) -> Done:
    """Enrol, give the recovery words if there are any, and report until both sides are quiet."""
    enroll(desk, Enroll(order.address, order.code))
    if order.words:
        open_private_fields(desk, order.words)
    with open_line(order.address) as line:
        return _measured(desk, line, 1, lambda: None)


def changed(desk: Desk, order: Order) -> Done:
    """Change fifty people and report, over a warm line."""
    with open_line(order.address) as line:
        synchronise(desk, line=line)
        return _measured(desk, line, order.runs, lambda: _change(desk))


def quiet(desk: Desk, order: Order) -> Done:
    """Report when there is nothing to report, over a warm line."""
    with open_line(order.address) as line:
        synchronise(desk, line=line)
        return _measured(desk, line, order.runs, lambda: None)


def persist(desk: Desk, order: Order) -> Done:
    """Enrol and report over a bad line, again after each failure, until all is there."""
    done, began = Done(), time.perf_counter()
    with open_line(order.address) as line:
        _until_done(lambda: enroll(desk, Enroll(order.address, order.code), line=line))
        result = _until_done(lambda: synchronise(desk, line=line))
    done.seconds.append(time.perf_counter() - began)
    done.sent, done.trips = result.sent, result.trips
    return done


def _until_done(job: Callable[[], Answer]) -> Answer:
    """A clerk who tries again at once; the schedule of the window would wait longer."""
    for _ in range(MOST_TRIES):
        try:
            return job()
        except Unavailable:
            continue
    raise RuntimeError("the line is too bad")


TASKS: dict[str, Callable[[Desk, Order], Done]] = {
    "join": join,
    "changed": changed,
    "quiet": quiet,
    "persist": persist,
}


def _change(desk: Desk) -> None:
    stamp = f"{time.monotonic_ns()}"
    with desk.store.write("change") as session:
        for person in _some(session):
            person.mobile = stamp


def _some(session: Session) -> list[Person]:
    return list(session.scalars(select(Person).order_by(Person.id).limit(CHANGED)))


def _measured(desk: Desk, line: httpx.Client, runs: int, prepare: Callable[[], None]) -> Done:
    gc.collect()
    process, done = here(), Done()
    idle = process.megabytes
    process.forget_peak()
    result = Synchronised()
    for _ in range(runs):
        prepare()
        began, used = time.perf_counter(), time.process_time()
        result = synchronise(desk, line=line)
        done.seconds.append(time.perf_counter() - began)
        done.cpu.append(time.process_time() - used)
        if not result.complete:
            raise RuntimeError(f"{result} is not complete")
    done.megabytes_over_idle = process.peak_megabytes - idle
    done.sent, done.received, done.trips = result.sent, result.received, result.trips
    done.bytes_up, done.bytes_down = result.bytes_up, result.bytes_down
    return done


if __name__ == "__main__":
    logging.disable(logging.INFO)
    print(msgspec.json.encode(main(msgspec.json.decode(sys.argv[1], type=Order))).decode())
