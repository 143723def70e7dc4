"""One small picture: there, on its way, or not yet on this PC; Enter opens it, Del removes it."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.ui import icons
from station_app.ui.components.painting import middle_part, rounded
from station_app.ui.theme import colour, current, font

RADIUS = 6
MISSING = "照片还没有传到这台电脑"


@dataclass(frozen=True, slots=True)
class StripPhoto:
    """A picture of a strip; without `small` it has not come to this PC."""

    blob: str
    words: str
    small: bytes | None = None
    attachment_id: UUID | None = None
    large_words: str = ""
    note: str = ""


class PhotoTile(QAbstractButton):
    """A picture cut to a square; the whole of it is seen when it is opened."""

    removed = Signal()

    def __init__(self, photo: StripPhoto, side: int) -> None:
        super().__init__()
        self.photo = photo
        self._side = side
        self._picture = QPixmap()
        if photo.small is not None:
            self._picture.loadFromData(photo.small)
        words = photo.words if photo.small is not None else f"{photo.words}，{MISSING}"
        self.setAccessibleName(words)
        self.setAccessibleDescription("按 Enter 看大图，按 Del 移去")
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current().px(self._side)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.click()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rounded(painter, box, t.px(RADIUS), fill=colour("grey_t"), edge=colour("line"))
        if self._picture.isNull():
            self._paint_missing(painter, box)
        else:
            path = QPainterPath()
            path.addRoundedRect(box, t.px(RADIUS), t.px(RADIUS))
            painter.setClipPath(path)
            painter.drawPixmap(box, self._picture, middle_part(self._picture, box))
            painter.setClipping(False)
        if self.hasFocus() or self.underMouse():
            painter.setPen(colour("primary"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            width = t.px(3 if self.hasFocus() else 1)
            pen = painter.pen()
            pen.setWidth(width)
            painter.setPen(pen)
            inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(inner, t.px(RADIUS), t.px(RADIUS))

    def _paint_missing(self, painter: QPainter, box: QRectF) -> None:
        """A cloud, and where there is room the words."""
        t = current()
        side = t.px(20)
        top = box.center().y() - side * 0.9
        where = QRectF(box.center().x() - side / 2, top, side, side)
        icons.paint(painter, "clock", where, colour("text2").name())
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        below = QRectF(box.x(), where.bottom() + 2, box.width(), box.bottom() - where.bottom() - 2)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.drawText(below, flags, "还没传到")
