"""What a page may ask of the window around it: the store, the date, other pages, a toast."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_app.paths import Paths
from station_app.ui.draft_box import DraftBox
from station_app.ui.preferences import Preferences
from station_app.ui.tasks import Tasks
from station_app.ui.who import Operator, StationCard

if TYPE_CHECKING:
    from station_app.queries.neighbours import Walked
    from station_app.services.passwords import Keys
    from station_app.ui.reporting import Reporter

__all__ = ["Desk", "Operator", "StationCard"]


class Desk(QObject):
    """Handed to every page; the window listens to its signals."""

    wanted = Signal(str, object)
    """Open the page of this name, on this subject."""
    said = Signal(str, str, str)
    """A toast: words, the way out, its keys."""
    must_read = Signal(str)
    """A sentence that must be read: a dialog."""
    dialog_wanted = Signal(str)
    """Open the dialog of this title on the page that is shown: something was half-written there."""
    covered = Signal()
    """A panel was opened or moved over the page: a toast makes room."""
    undo_wanted = Signal()
    redo_wanted = Signal()
    went_back = Signal()
    lock_wanted = Signal()
    restore_wanted = Signal()
    look_wanted = Signal(bool, int)
    """Other colours or another size: dark, percent."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        clock: Callable[[], datetime],
        operator: Operator,
        station: StationCard,
        paths: Paths,
        keys: "Keys | None" = None,
        preferences: Preferences | None = None,
        drafts: DraftBox | None = None,
    ) -> None:
        super().__init__()
        self.tasks, self.clock = tasks, clock
        self.keys = keys
        """The station's secrets while it is open; None where a page is shown alone."""
        self.preferences = preferences or Preferences(paths.data / "window.ini")
        self.drafts = drafts or DraftBox(None, clock=clock, parent=self)
        self.operator, self.station, self.paths = operator, station, paths
        self.walked: Walked | None = None
        """The list of people through which PgUp and PgDn walk; None for the whole register."""
        self.reporter: Reporter | None = None
        """Reports in the background; None where a page is shown alone."""

    def now(self) -> datetime:
        """The present moment in local time."""
        return self.clock().astimezone()

    def today(self) -> date:
        """The present day."""
        return self.now().date()

    def open(self, page: str, subject: object = None) -> None:
        """Go to a page."""
        self.wanted.emit(page, subject)

    def back(self) -> None:
        """Return to the page before."""
        self.went_back.emit()

    def say(self, words: str, *, undo: bool = False) -> None:
        """Say what was done, with the way to take it back."""
        self.said.emit(words, "撤销" if undo else "", "Ctrl+Z" if undo else "")

    def explain(self, sentence: str) -> None:
        """Show a sentence that must be read."""
        self.must_read.emit(sentence)
