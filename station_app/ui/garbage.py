"""Collects cyclic garbage on the window's thread only.

Python collects wherever it happens to be; a widget collected on a worker thread is destroyed
there, which Qt forbids. So the automatic collector is off while the window lives, and a timer looks
at the same thresholds instead.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1000
YOUNG, OLDEST = 1, 2
"""The generation whose collection looks at what is new, and the one that looks at everything."""


class GarbageTimer(QObject):
    """Runs the collector as often as Python would, on the thread it lives on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._modules = len(sys.modules)
        self._starting = True
        """Nothing has been collected in full as yet."""
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
        grown = len(sys.modules) > self._modules
        highest = max(*due, YOUNG) if grown and self._starting else max(due)
        gc.collect(highest)
        if grown and (self._starting or highest == OLDEST):
            self._keep_modules()
        self._starting = self._starting and highest != OLDEST
        return highest

    def _keep_modules(self) -> None:
        """What modules brought with them stays for good: no later collection walks over it again.

        Pages are imported behind the first one. Kept only once a full collection was due, the first
        of these walked over 400,000 objects and held the window for 100 ms. Until then little has
        been made that could die, and of the young ones the dead are taken out first.
        """
        self._modules = len(sys.modules)
        gc.freeze()
