"""Icons by name, drawn from the SVG files in any token colour and size."""

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from station_app.paths import resources


@lru_cache(maxsize=512)
def _source(name: str) -> str:
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _folder() -> Path:
    """Where the program lies is found out once: it walks up the whole path."""
    return resources() / "icons"


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def paint(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Draw the icon to fill `box`."""
    _renderer(name, colour).render(painter, box)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` logical pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return picture


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The icon for widgets that want a `QIcon` (menus, the title bar)."""
    found = QIcon()
    for ratio in (1.0, 2.0):
        found.addPixmap(pixmap(name, colour, size, ratio))
    return found
