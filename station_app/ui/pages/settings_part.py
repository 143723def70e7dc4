"""What the parts of the settings page have in common."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.ui.components.layout import Card, fill, scrolling
from station_app.ui.desk import Desk


class SettingsPart(QWidget):
    """A card that scrolls on its own."""

    is_changed = False

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk, self.tasks = desk, desk.tasks
        self.card = Card(title, gap=12)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        fill(inner, [self.card, None], 0)
        outer = QVBoxLayout(self)
        fill(outer, [scrolling(inside)], 0)

    def refresh(self) -> None:
        """Ask for what is shown."""
