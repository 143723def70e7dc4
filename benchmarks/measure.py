"""How a figure is measured and judged: minimum and median over runs, ours against a floor."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Timing:
    """Runs of one thing, in seconds or in megabytes."""

    runs: tuple[float, ...]

    @property
    def least(self) -> float:
        """The run that the rest of the machine disturbed least."""
        return min(self.runs)

    @property
    def median(self) -> float:
        """The run in the middle."""
        return statistics.median(self.runs)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `holds` compares medians, as the limit says in words."""

    name: str
    ours: Timing
    floor: Timing | None
    unit: str
    limit: str
    holds: bool


def timed(job: Callable[[], object], runs: int) -> Timing:
    """Run a job several times in this process."""
    return Timing(tuple(_once(job) for _ in range(runs)))


def _once(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def processes(*command: str, runs: int) -> list[str]:
    """Run a program of this project's Python several times; the last line that each run prints."""
    return [_last_line(command) for _ in range(runs)]


def _last_line(command: Sequence[str]) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},  # a server has no screen
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed:\n{done.stderr}")
    return done.stdout.strip().splitlines()[-1]


def peak_megabytes() -> float:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_megabytes() -> float:
    """The memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def at_most(name: str, ours: Timing, *, seconds: float, floor: Timing | None = None) -> Figure:
    """A figure with a limit in seconds; a floor beside it is for the ratio."""
    return Figure(name, ours, floor, "ms", f"≤ {seconds * 1000:.0f} ms", ours.median <= seconds)


def at_most_of(name: str, ours: float, limit: float, unit: str) -> Figure:
    """A figure that is counted, not timed: bytes, trips."""
    return Figure(name, Timing((ours,)), None, unit, f"≤ {limit:g} {unit}", ours <= limit)


def at_most_times(name: str, ours: Timing, floor: Timing, *, times: float) -> Figure:
    """A figure with a limit in multiples of its floor."""
    holds = ours.median <= floor.median * times
    return Figure(name, ours, floor, "ms", f"≤ {times:g} × floor", holds)


def at_most_megabytes(
    name: str, ours: Timing, *, megabytes: float, floor: Timing | None = None
) -> Figure:
    """A figure of memory, above a floor where there is one."""
    base = floor.median if floor else 0
    limit = f"≤ floor + {megabytes:g} MB" if floor else f"≤ {megabytes:g} MB"
    return Figure(name, ours, floor, "MB", limit, ours.median <= base + megabytes)


def table(figures: Sequence[Figure]) -> str:
    """The figures as text: minimum / median of ours and of the floor, ratio, limit, verdict."""
    head = ("figure", "ours (min / median)", "floor (min / median)", "ratio", "limit", "")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def _row(figure: Figure) -> tuple[str, ...]:
    ratio = f"{figure.ours.median / figure.floor.median:.2f}" if figure.floor else ""
    floor = _pair(figure.floor, figure.unit) if figure.floor else ""
    verdict = "holds" if figure.holds else "MISSED"
    return (figure.name, _pair(figure.ours, figure.unit), floor, ratio, figure.limit, verdict)


def _pair(timing: Timing, unit: str) -> str:
    scale = 1000 if unit == "ms" else 1
    return f"{timing.least * scale:.1f} / {timing.median * scale:.1f} {unit}"
