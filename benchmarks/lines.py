"""Reporting over bad lines: slow and far with requests that are reset, and cut at random bytes.

The slow line is that of SYNC.md and SETTLED 21: 256 kbit/s, 400 ms there and back, 5 % of the
requests reset, a station of 3,000 people with 12,000 records. The figures of small reports are
taken with 100 ms there and back.
"""

import shutil
import sys
from pathlib import Path

from benchmarks.districts import RunningDistrict, running_district
from benchmarks.line_proxy import Manner, Traffic, line_to
from benchmarks.load import PEOPLE
from benchmarks.measure import Figure, Timing, at_most, at_most_of
from benchmarks.stations import folder
from benchmarks.sync import Made, made_station, run_pc
from benchmarks.sync_pc import Done, Order

DATABASE = "postgresql"
SLOW = Manner(bytes_per_second=256_000 / 8, delay=0.2, cut_share=0.05)
FAR = Manner(delay=0.05)
CUT = Manner(cut_share=0.4, seed=7)
STATION_PEOPLE = 3_000
BATCH = 256
KIB = 1024


def figures(runs: int) -> list[Figure]:
    """The slow line, the far one, and the line that is cut all the time."""
    small = made_station("lines", people=STATION_PEOPLE)
    large = made_station("cuts", people=PEOPLE)
    return [*_slow(small), *_far(small, min(runs, 7)), *_cut(large)]


def _slow(made: Made) -> list[Figure]:
    with (
        running_district(DATABASE, "slow") as district,
        line_to(district.address, SLOW) as (address, traffic),
    ):
        _, done = _persist(made, address, district)
        _say("slow line", done, traffic)
    took = Timing(tuple(done.seconds))
    return [at_most("256 kbit/s, 400 ms, 5 % reset: first push, 12,000 rows", took, seconds=45)]


def _far(made: Made, runs: int) -> list[Figure]:
    with (
        running_district(DATABASE, "far") as district,
        line_to(district.address, FAR) as (address, _),
    ):
        place, _ = _persist(made, address, district)
        changed = run_pc(Order(str(place), "changed", address, runs=runs))
        quiet = run_pc(Order(str(place), "quiet", address, runs=runs))
    return [
        at_most("100 ms there and back: 50 changed", Timing(tuple(changed.seconds)), seconds=0.15),
        at_most("100 ms there and back: no-op", Timing(tuple(quiet.seconds)), seconds=0.15),
    ]


def _cut(made: Made) -> list[Figure]:
    """How much of a cut request had been sent, which is what goes again; and nothing is twice."""
    with (
        running_district(DATABASE, "cut") as district,
        line_to(district.address, CUT) as (address, traffic),
    ):
        _, done = _persist(made, address, district)
        _say("cut line", done, traffic)
        people = district.people()
    worst = max(traffic.wasted, default=0) / KIB
    return [
        at_most_of(f"{len(traffic.wasted)} cuts: most sent again after one", worst, BATCH, "KiB"),
        at_most_of(
            f"{len(traffic.wasted)} cuts: people twice or lost", abs(people - PEOPLE), 0, ""
        ),
    ]


def _persist(made: Made, address: str, district: RunningDistrict) -> tuple[Path, Done]:
    """A fresh copy of the station reports until all is there."""
    place = folder() / f"line-{address.rsplit(':', 1)[1]}"
    shutil.copytree(made.folder, place)
    return place, run_pc(Order(str(place), "persist", address, district.code()))


def _say(name: str, done: Done, traffic: Traffic) -> None:
    print(
        f"{name}: {done.seconds[-1]:.1f} s, {traffic.requests} requests, {len(traffic.wasted)} "
        f"cut, {traffic.up} up, {traffic.down} down",
        file=sys.stderr,
        flush=True,
    )
