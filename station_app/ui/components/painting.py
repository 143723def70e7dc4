"""Shapes that several components paint alike: rounded boxes, focus rings, key hints."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from station_app.ui.theme import current, font

_KEYS = {
    "Return": "Enter",
    "Escape": "Esc",
    "Space": "空格",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Plus": "+",
    "-": "−",
    "Delete": "Del",
    "Insert": "Ins",
}


def key_text(keys: str) -> str:
    """How a Qt key sequence is written on a button: `Ctrl+Return` → `Ctrl Enter`."""
    if keys.endswith("++"):
        return f"{key_text(keys[:-2])} +"
    return " ".join(_KEYS.get(part, part) for part in keys.split("+"))


def rounded(
    painter: QPainter,
    box: QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1,
) -> None:
    """A rounded box whose edge lies inside `box`, so that hairlines stay sharp."""
    inset = width / 2 if edge else 0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width) if edge else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def key_hint_size(keys: str) -> QSize:
    """The room a key hint takes."""
    t = current()
    width = QFontMetrics(font("tiny")).horizontalAdvance(key_text(keys))
    return QSize(max(width + t.px(11), t.px(20)), t.px(20))


def paint_key_hint(painter: QPainter, box: QRectF, keys: str, ink: QColor, edge: QColor) -> None:
    """A key in its little frame."""
    rounded(painter, box, current().px(4), edge=edge)
    painter.setFont(font("tiny"))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key_text(keys))


def faded(colour: QColor, alpha: float) -> QColor:
    """The colour with some of what lies behind it showing through."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def middle_part(picture: QPixmap, box: QRectF) -> QRectF:
    """The part of a picture that has the shape of a box; it is never stretched."""
    wide, high = picture.width(), picture.height()
    scale = min(wide / box.width(), high / box.height())
    width, height = box.width() * scale, box.height() * scale
    return QRectF((wide - width) / 2, (high - height) / 2, width, height)
