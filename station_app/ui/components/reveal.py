"""A masked value with an eye beside it: shown whole for half a minute, and that is logged (PV1)."""

import logging

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_app.ui.components.button import icon_button
from station_app.ui.components.layout import fill
from station_app.ui.components.text import Text
from station_app.ui.theme import current

SHOWN_MS = 30_000

log = logging.getLogger(__name__)


class Reveal(QWidget):
    """Without a whole value there is no eye; `mark` says in the log which record was looked at."""

    def __init__(
        self, masked: str, whole: str | None, *, what: str, mark: object, stretch: bool = False
    ) -> None:
        super().__init__()
        self._masked, self._whole = masked, whole
        self._what, self._mark = what, mark
        self.words = Text(masked, "body")
        self.eye = icon_button("eye", f"看{what} 30 秒")
        self.eye.setFixedSize(current().px(28), current().px(22))
        if whole is None:
            self.eye.hide()
        self.eye.clicked.connect(self.turn)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide_again)
        row = QHBoxLayout(self)
        fill(row, [self.words, *([None] if stretch else []), self.eye], 4)
        wide = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    @property
    def is_open(self) -> bool:
        """Whether the whole value is to be seen."""
        return self._timer.isActive()

    def turn(self) -> None:
        """Show the whole value for half a minute, or hide it at once."""
        if self._whole is None or self.is_open:
            self.hide_again()
            return
        log.info("%s of %s was looked at", self._what, self._mark)
        self.words.setText(self._whole)
        self._timer.start()

    def hide_again(self) -> None:
        """The mask comes back."""
        self._timer.stop()
        self.words.setText(self._masked)
