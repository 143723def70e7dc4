"""Buttons beside each other that keep their pictures only where there is room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station_app.ui.components.button import Button
from station_app.ui.components.layout import row


class RoomyRow(QWidget):
    """The words and keys of the buttons always stand; it asks for no more room than those need."""

    def __init__(self, buttons: Sequence[Button], *, last: QWidget) -> None:
        super().__init__()
        self._buttons = tuple(buttons)
        self._pictured = True
        self.setProperty("plain", True)
        self.setLayout(row(*buttons, None, last))

    def minimumSizeHint(self) -> QSize:
        """As the words alone: with pictures it would never be made narrow enough to drop them."""
        room = super().minimumSizeHint()
        return room - QSize(self._room_of_pictures() if self._pictured else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self.minimumSizeHint().width() + self._room_of_pictures()
        if self._pictured != (pictured := self.width() >= needed):
            self._pictured = pictured
            for button in self._buttons:
                button.show_picture(shown=pictured)

    def _room_of_pictures(self) -> int:
        return sum(one.picture_width for one in self._buttons if not one.isHidden())
