"""The light of reporting with its shape and its sentence; a click opens the page of reporting."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.ui import icons
from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font

LIGHT, ICON, GAP = 10, 16, 6


class SyncLightButton(QAbstractButton):
    """ok, warn, bad or grey; never only a colour."""

    def __init__(self) -> None:
        super().__init__()
        self._state, self._icon = "grey", "wifi-off"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def state(self) -> str:
        """What the light says."""
        return self._state

    @property
    def icon_name(self) -> str:
        """The shape beside it."""
        return self._icon

    def say(self, sentence: str, state: str, icon: str) -> None:
        """Another state."""
        self._state, self._icon = state, icon
        self.setText(sentence)
        self.setAccessibleName(f"上报：{sentence}")
        self.setToolTip(f"{sentence}。点开看上报情况")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        t = current()
        words = QFontMetrics(font("cap")).horizontalAdvance(self.text())
        return QSize(words + t.px(LIGHT + 8 + ICON + 4 * GAP), t.px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus():
            rounded(painter, box, t.px(5), edge=colour("primary"), width=2)
        elif self.underMouse():
            rounded(painter, box, t.px(5), fill=colour("hover"))
        x = self._paint_light(painter, t.px(GAP))
        side = t.px(ICON)
        where = QRectF(x + t.px(GAP), (self.height() - side) / 2, side, side)
        icons.paint(painter, self._icon, where, colour("text2").name())
        painter.setFont(font("cap"))
        painter.setPen(colour("text"))
        left = where.right() + t.px(GAP)
        room = int(self.width() - left)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(left, 0, room, self.height()), int(Qt.AlignmentFlag.AlignVCenter), words
        )

    def _paint_light(self, painter: QPainter, x: float) -> float:
        ink = colour({"grey": "field"}.get(self._state, self._state))
        outer, inner = current().px(LIGHT + 8), current().px(LIGHT)
        centre = QRectF(x, 0, outer, self.height()).center()
        painter.setPen(Qt.PenStyle.NoPen)
        for side, alpha in ((outer, 0.22), (inner, 1.0)):
            ink.setAlphaF(alpha)
            painter.setBrush(ink)
            painter.drawEllipse(centre, side / 2, side / 2)
        return x + outer
