"""What every page is: a widget opened on a subject, that hears what was written elsewhere."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.ui.components.dialog import Dialog, explain
from station_app.ui.desk import Desk
from station_app.ui.page_spec import PageSpec
from station_app.ui.tasks import Touched
from station_app.ui.theme import current

__all__ = ["KeyHelp", "Page", "PageSpec"]


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A key of the page, as the status bar shows it."""

    keys: str
    words: str


class Page(QWidget):
    """Built once, when it is first opened; opened again with each visit."""

    keys: tuple[KeyHelp, ...] = ()
    """Shown at the bottom right."""
    concerns: frozenset[str] = frozenset()
    """Record types whose changes this page shows."""
    own_search = False
    """Whether the header's search box filters this page's own list."""
    keeps = False
    """Whether what it shows still stands when it is opened again, without a subject, and nothing
    was written meanwhile: then it is not asked for again."""
    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.tasks = desk.tasks
        self.at: tuple[str, str] = ("", "")
        """Its name, and the key of its subject: there a half-written form is continued."""
        self.large = current().large
        """Whether the page was built for large mode; it is built anew when the size changes."""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def opened(self, subject: object) -> None:
        """The page is shown, on a subject if it has one: ask for what it shows."""
        self.refresh()

    def built_ahead(self) -> None:
        """The page was built while nobody looks, and asks anew when it is opened: what will still
        stand then may be asked for now."""

    def returned(self) -> None:
        """The page is shown again, and what it asked for still stands: only what is kept beside
        the records may be new."""

    def refresh(self) -> None:
        """Ask again for what is shown; selection and scroll stay."""

    def first_focus(self) -> QWidget | None:
        """Where the work begins."""
        return None

    def searched(self, text: str) -> None:
        """The text in the header's search box, for pages with `own_search`."""

    def search_key(self, step: int) -> None:
        """↑ ↓ in the search box (±1, a page ±8), and Enter (0), for pages with `own_search`."""

    def resume(self, dialog: str) -> bool:
        """Open the dialog of this title, in which something was left half-written."""
        return False

    def has_unsaved(self) -> bool:
        """Whether something typed would be lost if the page were built anew."""
        return False

    def nothing_to_undo(self) -> str:
        """Why Ctrl Z has nothing to take back here although there are older steps; else empty."""
        return ""

    def hears(self, touched: Touched) -> None:
        """After a unit of work: refresh if it concerns this page."""
        if self.isVisible() and self.concerns & touched.keys():
            self.refresh()

    def explain(self, error: StationError) -> Dialog:
        """Say in a dialog what went wrong: the usual `failed=` of a job."""
        return explain(self, sentence(error))
