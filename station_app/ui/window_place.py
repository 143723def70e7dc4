"""Puts a window back where it was left, on its screen, if that screen is still there."""

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

IN_SIGHT = 120
"""So many pixels of the title must lie on some screen, or nobody could take hold of it."""


def put_back(window: QWidget, place: QByteArray) -> bool:
    """Whether the remembered place could be used."""
    if place.isEmpty() or not window.restoreGeometry(place):
        return False
    if not _in_sight(window.geometry()):
        first = QGuiApplication.primaryScreen().availableGeometry()
        window.move(first.topLeft())
    return True


def _in_sight(place: QRect) -> bool:
    title = QRect(place.left(), place.top(), place.width(), 1)
    screens = (screen.availableGeometry() for screen in QGuiApplication.screens())
    return any((screen & title).width() >= IN_SIGHT for screen in screens)
