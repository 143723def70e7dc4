"""Where the record of a tile lies: beside it, and inside the page."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from station_app.ui.pages.certification_record import RecordPanel
from station_app.ui.pages.certification_wall import CertificationWall
from station_app.ui.theme import current


def place_beside(panel: RecordPanel, page: QWidget, wall: CertificationWall | None) -> None:
    """Right or left of the tile with the ring, as there is room; amid the page without a wall."""
    gap = current().px(8)
    height = min(panel.wanted_height(), page.height() - 2 * gap)
    panel.setFixedHeight(height)
    here = _beside_tile(panel, page, wall, gap) if wall is not None else None
    here = here or QPoint(page.width() // 2, gap)
    x = min(max(here.x(), gap), page.width() - panel.width() - gap)
    y = min(max(here.y(), gap), page.height() - height - gap)
    panel.move(x, y)
    panel.raise_()


def _beside_tile(
    panel: RecordPanel, page: QWidget, wall: CertificationWall, gap: int
) -> QPoint | None:
    if wall.tile is None:
        return None
    box = wall.place_of(wall.tile)
    right, left = wall.mapTo(page, box.topRight()), wall.mapTo(page, box.topLeft())
    fits = right.x() + gap + panel.width() < page.width()
    x = right.x() + gap if fits else left.x() - gap - panel.width()
    return QPoint(x, right.y() - current().px(40))
