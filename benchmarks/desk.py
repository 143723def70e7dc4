"""The clerk's desk: pages opened, keys pressed, and a day under the watchdog, on a full station.

Each part is a process of its own over a copy of the station. What stands behind the worst figures,
with the calls that held the loop, is written to standard error.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.districts import running_district
from benchmarks.measure import Figure, Timing, at_most, processes
from benchmarks.stations import folder, station

PEOPLE, YEARS = 3_000, 5
PAGE_SECONDS, KEY_SECONDS, BLOCK_SECONDS = 0.100, 0.050, 0.100
WHOLE, SHOWN = 0, 1
NOTICED = 12
RUNS = 2
"""Of each part: with more of them the whole takes longer than a person waits."""
LOOKS = ("F1", "dark and back", "larger and back")
"""Keys that lay out a whole page: they answer as a page does."""
Runs = list[dict[str, list[list[float]]]]


def figures(runs: int) -> list[Figure]:
    """Pages, keys and the longest block of a day."""
    times = min(runs, RUNS)
    return [*_pages(times), *_keys(times), _day()]


def _pages(runs: int) -> list[Figure]:
    """Cold and warm; the floor is the opening of a page with nothing but Qt's own table."""
    opened: Runs = [_said("desk_pages", _copy(f"pages-{number}")) for number in range(runs)]
    made = []
    _tell("page: whole, until the loop answers, busy", opened[0])
    for name in opened[0]:
        for number, word in enumerate(("first opening", "opened again")):
            floor = Timing(tuple(run["bare"][number][WHOLE] for run in opened))
            ours = Timing(tuple(run[name][number][WHOLE] for run in opened))
            words = f"page {name}, {word}"
            made.append(at_most(words, ours, seconds=PAGE_SECONDS, floor=floor))
    return [one for one in made if "bare" not in one.name]


def _keys(runs: int) -> list[Figure]:
    """The slowest answer to each kind of key."""
    pressed: Runs = [_said("desk_keys", _copy(f"keys-{number}")) for number in range(runs)]
    made = []
    _tell("key: whole, until the loop answers, busy", pressed[0])
    for name in pressed[0]:
        ours = Timing(tuple(max(one[WHOLE] for one in run[name]) for run in pressed))
        seconds = PAGE_SECONDS if name in LOOKS else KEY_SECONDS
        made.append(at_most(f"{name}, slowest", ours, seconds=seconds))
    return made


def _day() -> Figure:
    """The longest block of the loop in a whole day."""
    with running_district("sqlite", "desk-district") as district:
        blocks = _said("desk_day", _copy("day"), district.address, district.code())
    blocks.sort(key=lambda block: -block["seconds"])
    for block in blocks[:NOTICED]:
        print(_words(block), file=sys.stderr)
    longest = max((block["seconds"] for block in blocks), default=0.0)
    words = "longest block of the loop in a clerk's day"
    return at_most(words, Timing((longest,)), seconds=BLOCK_SECONDS)


def _tell(head: str, run: dict[str, list[list[float]]]) -> None:
    """What the table leaves out: on a machine that others use, the busy time alone says much."""
    print(head, file=sys.stderr)
    for name, each in run.items():
        worst = [max(one[part] for one in each) * 1000 for part in range(3)]
        print(f"  {name}: " + " / ".join(f"{one:.0f}" for one in worst), "ms", file=sys.stderr)


def _words(block: dict[str, Any]) -> str:  # Any: the fields of `watchdog.Block`
    wall, busy, garbage = (
        f"{block[part] * 1000:.0f}" for part in ("seconds", "busy", "collecting")
    )
    where = " < ".join(block["stack"][:6])
    return f"{wall} ms ({busy} busy, {garbage} garbage) {block['doing']}: {where}"


def _copy(name: str) -> Path:
    """The full station in a place of its own."""
    return Path(shutil.copytree(station(PEOPLE, YEARS).data, folder() / f"desk-{name}" / "station"))


def _said(part: str, *arguments: object) -> Any:  # Any: what the part prints as JSON
    (line,) = processes("-m", f"benchmarks.{part}", *map(str, arguments), runs=1)
    return json.loads(line)
