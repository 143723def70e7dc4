"""Builds pages while nobody touches the window, so that the first opening costs what others do."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

LOOK_MS = 300
QUIET_SECONDS = 1.5
"""So long after the last key or movement of the mouse the clerk is reading."""
_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)


class PagesAhead(QObject):
    """One page at a time, none while something is under way or the window is away."""

    def __init__(
        self,
        over: QWidget,
        build_next: Callable[[], bool],
        *,
        busy: Callable[[], bool],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(over)
        self._over, self._build_next, self._busy, self._steady = over, build_next, busy, steady
        self._touched_at = steady()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Start, or start again after pages were dropped."""
        window = self._over.window().windowHandle()
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
        self._timer.start()

    @property
    def done(self) -> bool:
        """Whether nothing is left to build."""
        return not self._timer.isActive()

    def look(self) -> None:
        """Build one page, if nobody would notice."""
        quiet = self._steady() - self._touched_at >= QUIET_SECONDS
        if not quiet or self._busy() or not self._over.isVisible():
            return
        if not self._build_next():
            self._timer.stop()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Every touch puts the building off."""
        if event.type() in _TOUCHES:
            self._touched_at = self._steady()
        return False
