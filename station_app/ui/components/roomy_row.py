"""Buttons beside each other that keep their pictures only where there is room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station_app.ui.components.button import Button
from station_app.ui.components.giving_way import GivingWay
from station_app.ui.components.layout import row


class RoomyRow(QWidget):
    """It asks for no more room than the words of the buttons need."""

    def __init__(self, buttons: Sequence[Button], *, last: QWidget) -> None:
        super().__init__()
        self._giving = GivingWay(buttons)
        self.setProperty("plain", True)
        self.setLayout(row(*buttons, None, last))

    def minimumSizeHint(self) -> QSize:
        """As the words alone: otherwise it would never become narrow enough to give anything up."""
        return super().minimumSizeHint() - QSize(self._giving.to_give, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._giving.fit(self.width(), self.minimumSizeHint().width())

    def event(self, event: QEvent) -> bool:
        """A button came, went or has other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._giving.fit(self.width(), self.minimumSizeHint().width())
        return super().event(event)
