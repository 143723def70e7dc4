"""A few dots of which one may be chosen, or none: what was found at a door."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from station_app.ui.components.choice_input import RadioButton
from station_app.ui.components.layout import fill, row

STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class _Dot(RadioButton):
    """One dot; the arrows go to the next and choose it, Space takes a choice back."""

    stepped = Signal(int)

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setAutoExclusive(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class Dots(QWidget):
    """Tab reaches the chosen dot, ← → choose, Space chooses or takes back."""

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], *, name: str) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self.setAccessibleName(name)
        self._keys = [key for key, _ in choices]
        self._dots = [_Dot(words) for _, words in choices]
        for at, dot in enumerate(self._dots):
            dot.setAccessibleName(f"{name}：{dot.text()}")
            dot.clicked.connect(lambda on, number=at: self._clicked(number, on))
            dot.stepped.connect(lambda step, number=at: self._step(number, step))
        layout = row(*self._dots, gap=4)
        self.setLayout(layout)
        fill(layout, [], 4)
        self._rove()

    @property
    def value(self) -> str | None:
        """The key of the chosen dot."""
        return next((k for k, d in zip(self._keys, self._dots, strict=True) if d.isChecked()), None)

    @property
    def first(self) -> QWidget:
        """Where the keyboard arrives."""
        return next((dot for dot in self._dots if dot.isChecked()), self._dots[0])

    def put(self, key: str | None) -> None:
        """Choose by key, or nothing; nobody is told."""
        for one, dot in zip(self._keys, self._dots, strict=True):
            dot.setChecked(one == key)
        self._rove()

    def _clicked(self, number: int, on: bool) -> None:
        self.put(self._keys[number] if on else None)
        self.changed.emit()

    def _step(self, number: int, step: int) -> None:
        to = (number + step) % len(self._dots)
        self._clicked(to, True)
        self._dots[to].setFocus(Qt.FocusReason.OtherFocusReason)

    def _rove(self) -> None:
        """Only one dot is a stop of the Tab key."""
        stop = self.first
        for dot in self._dots:
            reached = Qt.FocusPolicy.StrongFocus if dot is stop else Qt.FocusPolicy.ClickFocus
            dot.setFocusPolicy(reached)
