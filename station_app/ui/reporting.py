"""Reporting in the background: it plans by `domain/reporting`, runs beside all work, and is quiet.

It never opens a dialog and never holds up the window: what it comes to is told by the light. At the
end of the desk the line is hung up within a moment.
"""

import random
import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from station_app.domain import reporting as rule
from station_app.domain.reporting import Outcome, Pulse
from station_app.errors import StationError
from station_app.services.reporting_history import Standing, outcome_of, standing_now
from station_app.ui.desk import Desk
from station_app.ui.tasks import Job, Touched

if TYPE_CHECKING:
    from station_app.services.district_sync import Synchronised

LOOK_MS = 30_000


class Reporter(QObject):
    """One for each desk; `steady` is a count of seconds, `chance` a number from 0 to 1."""

    changed = Signal()
    """It began, ended, or plans otherwise."""
    done = Signal(object, bool)
    """What a conversation came to, and whether a person wants to hear of it."""
    failed = Signal(object, bool)
    """Why one did not come to its end, and whether a person wants to hear of it."""

    def __init__(
        self,
        desk: Desk,
        parent: QObject | None = None,
        *,
        steady: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, desk.tasks
        self._steady, self._chance = steady, chance
        self._pulse, self._jitter = Pulse(began=steady()), chance()
        self._job: Job | None = None
        self._standing = Standing(automatic=False, waiting=False)
        self._asking = self._ask_again = False
        self._wanted = False
        self._looked_at = (steady(), desk.clock())
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._due)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        desk.tasks.touched.connect(self._heard)

    @property
    def running(self) -> bool:
        """Whether a conversation is under way."""
        return self._job is not None

    @property
    def automatic(self) -> bool:
        """Whether it acts by itself."""
        return self._standing.automatic

    @property
    def seconds_left(self) -> float | None:
        """How long until the next conversation; None where none is planned."""
        if not self.automatic or self.running:
            return None
        return max(0.0, rule.next_attempt(self._pulse, self._jitter) - self._steady())

    def start(self) -> None:
        """Ask how things stand, and plan."""
        self._ask()

    def now(self) -> None:
        """A person wants it now: with a card that can stop it, and told how it ended."""
        self._wanted = True
        if not self.running:
            self._begin(by_hand=True)

    def woke(self) -> None:
        """The PC or its network came back."""
        self._pulse, self._jitter = rule.woken(self._pulse, self._steady()), self._chance()
        self._plan()

    def look(self) -> None:
        """Every half minute: was the PC asleep since the last look?"""
        steady, wall = self._steady(), self._desk.clock()
        before, then = self._looked_at
        self._looked_at = (steady, wall)
        passed = (wall - then).total_seconds()
        if rule.slept(expected=LOOK_MS / 1000, steady=steady - before, wall=passed):
            self.woke()

    def _due(self) -> None:
        if self.automatic and not self.running:
            self._begin(by_hand=False)

    def _begin(self, *, by_hand: bool) -> None:
        if self._desk.keys is None:
            return
        self._pulse = rule.begun(self._pulse)
        self._job = self._tasks.run(
            _report,
            self._desk,
            by_hand=by_hand,
            progress="正在上报" if by_hand else "",
            stays="停下后，已经报上去的都算数",
            quiet=True,
            beside=True,
            then=self._done,
            failed=self._failed,
        )
        self._timer.stop()
        self.changed.emit()

    def _done(self, result: "Synchronised") -> None:
        self._end(Outcome.DONE)
        wanted, self._wanted = self._wanted, False
        self.done.emit(result, wanted)

    def _failed(self, error: StationError) -> None:
        self._end(*outcome_of(error))
        wanted, self._wanted = self._wanted, False
        self.failed.emit(error, wanted)

    def _end(self, outcome: Outcome, wish: float = 0.0) -> None:
        self._job, self._jitter = None, self._chance()
        self._pulse = rule.ended(self._pulse, outcome, self._steady(), asked_to_wait=wish)
        self._ask()
        self._plan()

    def _heard(self, touched: Touched) -> None:
        """Something was written, here or by the conversation itself: what stands now decides."""
        if touched:
            self._ask()

    def _ask(self) -> None:
        """One question at a time, however often things are touched."""
        if self._asking:
            self._ask_again = True
            return
        self._asking = True
        self._tasks.read(standing_now, then=self._answered, failed=self._not_answered)

    def _answered(self, standing: Standing) -> None:
        self._asking, self._standing = False, standing
        if self._ask_again:
            self._ask_again = False
            self._ask()
            return
        if standing.waiting and not self.running:
            self._pulse = rule.changed(self._pulse, self._steady())
        self._plan()

    def _not_answered(self, _error: StationError) -> None:
        self._asking = self._ask_again = False

    def _plan(self) -> None:
        left = self.seconds_left
        if left is None:
            self._timer.stop()
        else:
            self._timer.start(int(left * 1000))
        self.changed.emit()


def _report(store: Any, desk: Desk, **named: Any) -> object:
    """On the line's own thread: the libraries of the line are loaded there, too."""
    jobs = import_module("station_app.ui.sync_jobs")
    here = jobs.ThisPc(desk.keys, desk.paths, desk.clock)
    return jobs.report(store, here, **named)
