"""A tile with somebody's name and role, one of several to choose from."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.ui import icons
from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_CARD

ROLES = {"HEAD": "站长", "CLERK": "工作人员", "VOLUNTEER": "志愿者"}


class OperatorTile(QAbstractButton):
    """Arrow keys move between tiles of one group."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self.setText(name)
        self._role = ROLES.get(role, "工作人员")
        self.setAccessibleName(f"{name}，{self._role}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(200), current().px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, on = QPainter(self), current(), self.isChecked()
        box = QRectF(self.rect())
        edge = colour("primary" if on or self.hasFocus() else "line2")
        fill = colour("tint" if on else "surface")
        rounded(painter, box, t.px(RADIUS_CARD), fill=fill, edge=edge, width=2 if on else 1)
        side = t.px(28)
        mark = QRectF(t.px(16), (self.height() - side) / 2, side, side)
        icons.paint(painter, "circle-user-round", mark, colour("primary" if on else "text2").name())
        x, flags = t.px(54), int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("lead", bold=True))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(x, t.px(10), self.width() - x, t.px(24)), flags, self.text())
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        painter.drawText(QRectF(x, t.px(34), self.width() - x, t.px(20)), flags, self._role)
        if on:
            tick = t.px(18)
            where = QRectF(self.width() - tick - t.px(14), (self.height() - tick) / 2, tick, tick)
            icons.paint(painter, "check", where, colour("primary").name())
