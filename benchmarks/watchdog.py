"""Watches the loop of a window: how long it did not answer, and what it was doing meanwhile.

A timer beats on the window's thread. Another thread looks when the beat stays away, and notes where
the window's thread stands; the note that comes back most often tells what held the loop.
"""

import gc
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
LOOK_SECONDS = 0.004
NOTICED_SECONDS = 0.050
DEPTH = 10
"""As many calls of this project are noted, the innermost first."""
OURS = ("station_app", "benchmarks", "tests")


@dataclass(frozen=True, slots=True)
class Block:
    """The loop did not answer for so long."""

    doing: str
    seconds: float
    busy: float
    """Processor time of the window's thread: the rest of it, it waited for somebody."""
    collecting: float
    """Of that, the collection of garbage."""
    stack: tuple[str, ...]

    def __str__(self) -> str:
        times = f"{self.seconds * 1000:.0f} ms ({self.busy * 1000:.0f} busy"
        garbage = f", {self.collecting * 1000:.0f} garbage" if self.collecting > 0.001 else ""
        return f"{times}{garbage}) {self.doing}: {' < '.join(self.stack)}"


class Watchdog(QObject):
    """Begins to watch at once, on the thread that makes it; `stop` ends it."""

    def __init__(self, *, noticed: float = NOTICED_SECONDS) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.doing = "start"
        self._noticed, self._window = noticed, threading.get_ident()
        self._notes: Counter[tuple[str, ...]] = Counter()
        self._garbage = self._garbage_began = 0.0
        self._ended = threading.Event()
        self._beat_at, self._busy = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        gc.callbacks.append(self._collects)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._thread.start()

    @property
    def worst(self) -> Block | None:
        """The longest of all."""
        return max(self.blocks, key=lambda block: block.seconds, default=None)

    @contextmanager
    def during(self, doing: str) -> Iterator[None]:
        """What is measured from here on is told under this name."""
        self.doing = doing
        yield
        self._beat()

    def look_away(self) -> None:
        """What happened since the last beat was the measurement's own work."""
        self._begin_anew()

    def stop(self) -> None:
        """Watch no longer."""
        self._ended.set()
        self._timer.stop()
        gc.callbacks.remove(self._collects)
        self._thread.join()

    def _beat(self) -> None:
        away = time.perf_counter() - self._beat_at - BEAT_MS / 1000
        if away > self._noticed:
            busy = time.thread_time() - self._busy
            stack = self._notes.most_common(1)[0][0] if self._notes else ("nobody looked",)
            self.blocks.append(Block(self.doing, away, busy, self._garbage, stack))
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._notes, self._garbage = Counter(), 0.0
        self._beat_at, self._busy = time.perf_counter(), time.thread_time()

    def _look(self) -> None:
        """On the other thread."""
        while not self._ended.wait(LOOK_SECONDS):
            if time.perf_counter() - self._beat_at > self._noticed:
                self._notes[_stack(sys._current_frames().get(self._window))] += 1

    def _collects(self, phase: str, _info: dict[str, Any]) -> None:
        """Told by the collector, which lets nobody look while it works."""
        if threading.get_ident() != self._window:
            return
        if phase == "start":
            self._garbage_began = time.perf_counter()
        else:
            self._garbage += time.perf_counter() - self._garbage_began


def _stack(frame: FrameType | None) -> tuple[str, ...]:
    """Where a thread stands, in words of this project."""
    found: list[str] = []
    while frame is not None and len(found) < DEPTH:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(OURS):
            found.append(f"{module.removeprefix('station_app.')}.{frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(found)
