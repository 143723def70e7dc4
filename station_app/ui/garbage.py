"""Collects cyclic garbage on the window's thread only.

Python collects wherever it happens to be; a widget collected on a worker thread is destroyed
there, which Qt forbids. So the automatic collector is off while the window lives, and a timer looks
at the same thresholds instead.
"""

import gc

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 1000


class GarbageTimer(QObject):
    """Runs the collector as often as Python would, on the thread it lives on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
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
        return max(due)
