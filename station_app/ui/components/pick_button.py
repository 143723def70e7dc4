"""A button that opens a short list below it and says what was picked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from station_app.ui.components.button import Button, Look
from station_app.ui.components.pop_list import PopList, PopRow


class PickButton(Button):
    """Enter or a click opens; ↑ ↓ Enter pick; Esc closes."""

    picked = Signal(object)

    def __init__(
        self,
        words: str,
        choices: Sequence[tuple[object, str]],
        look: Look = Look.QUIET,
        *,
        icon: str = "",
        keys: str = "",
    ) -> None:
        super().__init__(words, look, icon=icon, keys=keys, trailing="" if keys else "chevron-down")
        self._choices = tuple(choices)
        self._list = PopList(self)
        self._list.chosen.connect(self.picked)
        self.clicked.connect(self.open_list)

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Another list."""
        self._choices = tuple(choices)

    def open_list(self) -> None:
        """Show what can be picked."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.open([PopRow(key, words) for key, words in self._choices])

    def event(self, event: QEvent) -> bool:
        """With the list open its keys belong to it, not to a button of the page that has them."""
        if event.type() == QEvent.Type.ShortcutOverride and self._list.isVisible():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._list.isVisible():
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Down:
                self._list.move_by(1)
            case Qt.Key.Key_Up:
                self._list.move_by(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._list.choose()
            case Qt.Key.Key_Escape:
                self._list.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)
