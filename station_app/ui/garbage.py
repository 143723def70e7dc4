"""Collects cyclic garbage on the window's thread only.

Python collects wherever it happens to be; a widget collected on a worker thread is destroyed
there, which Qt forbids. So the automatic collector is off while the window lives, and a timer looks
at the same thresholds instead.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1000
OLDEST = 2
"""The generation whose collection looks at everything."""


class GarbageTimer(QObject):
    """Runs the collector as often as Python would, on the thread it lives on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._modules = len(sys.modules)
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        parent.destroyed.connect(gc.enable)

    def check(self) -> int:
        """Collect the generations that are due; returns the highest of them, or -1."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [place for place in range(3) if counts[place] > limits[place]]
        if not due:
            return -1
        gc.collect(max(due))
        if max(due) == OLDEST:
            self._keep_modules()
        return max(due)

    def _keep_modules(self) -> None:
        """What modules brought with them stays for good: no later collection walks over it again.

        Pages are imported behind the first one; with them a full collection took 70 ms each time.
        """
        if len(sys.modules) > self._modules:
            self._modules = len(sys.modules)
            gc.freeze()
