"""Between the one search box and the page in front: who answers, whose word stands in the box."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from station_app.domain.printouts import looks_like_serial
from station_app.ui.components.hit_list import PaperKey
from station_app.ui.components.search_box import Hits, SearchBox
from station_app.ui.desk import Desk
from station_app.ui.page import Page

USUAL = "w"
"""The first letter of many."""


class PageSearch(QObject):
    """A page with a list of its own filters it; elsewhere people are found below the box.

    What was typed belongs to the page on which it was typed: it is gone from the box on every
    other one, and stands there again on the way back.
    """

    person_wanted = Signal(object)
    paper_wanted = Signal(str)
    """The number of a paper was typed or scanned."""
    new_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._find_people: Callable[..., Hits] | None = None
        self._box: SearchBox | None = None
        self._page: Page | None = None
        self._name = ""
        self._typed: dict[str, str] = {}
        self._came_from: QWidget | None = None
        self._is_warm = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def answer_with(self, find_people: Callable[..., Hits]) -> None:
        """Say which question the box asks."""
        self._find_people = find_people

    def attach(self, box: SearchBox) -> None:
        """The box of a frame that was built just now."""
        self._box = box
        box.asked.connect(self._ask)
        box.emptied.connect(self._emptied)
        box.stepped.connect(self._step)
        box.gave_back.connect(self._give_back)
        box.chosen.connect(self._taken)
        box.added.connect(self.new_wanted)

    def turn_to(self, page: Page, name: str, *, anew: bool) -> None:
        """Another page is in front; `anew` when it is opened on a list of its own choosing."""
        if self._box is None:
            return
        self._page, self._name = page, name
        if anew and self._typed.pop(name, ""):
            page.searched("")
        self._box.own_list = not page.own_search
        self._box.put_quietly(self._typed.get(name, "") if page.own_search else "")

    def come(self) -> None:
        """Ctrl F."""
        if self._box is not None:
            self._box.come()

    def warm(self) -> bool:
        """Ask once before anybody does: the first question of a day is written and its tables are
        read, which takes longer than to answer. Nobody typed it, so nobody waits for the answer."""
        if self._is_warm or self._find_people is None:
            return False
        self._is_warm = True
        today = self._desk.today()
        self._desk.tasks.read(self._find_people, USUAL, today=today)
        return True

    def _ask(self, text: str) -> None:
        page = self._page
        if page is not None and page.own_search:
            self._typed[self._name] = text
            page.searched(text)
            if looks_like_serial(text) and self._find_people is not None:
                today = self._desk.today()  # a scan is for no list of people
                self._desk.tasks.read(self._find_people, text, today=today, then=self._scanned)
        elif self._find_people is not None:
            today = self._desk.today()
            self._desk.tasks.read(self._find_people, text, today=today, then=self._found)

    def _scanned(self, hits: Hits) -> None:
        """The number of a paper that is known here, on a page that lists people: go there."""
        box = self._box
        keys = [row.key for row in hits.rows if hits.total and isinstance(row.key, PaperKey)]
        if keys and box is not None and isValid(box) and box.text().strip() == hits.typed:
            box.clear()
            self._taken(keys[0])

    def _taken(self, key: object) -> None:
        if isinstance(key, PaperKey):
            self.paper_wanted.emit(key.serial)
        else:
            self.person_wanted.emit(key)

    def _found(self, hits: Hits) -> None:
        if self._box is not None and isValid(self._box):
            self._box.show_hits(hits)

    def _emptied(self) -> None:
        self._typed.pop(self._name, None)
        if self._page is not None and self._page.own_search:
            self._page.searched("")

    def _step(self, step: int) -> None:
        if self._page is not None:
            self._page.search_key(step)

    def _focus_moved(self, old: Any, new: Any) -> None:  # Any: a widget, or None
        page = self._page
        if new is self._box and page is not None and isValid(page) and isinstance(old, QWidget):
            self._came_from = old if page.isAncestorOf(old) else None

    def _give_back(self) -> None:
        """Esc: to where the clerk was before, else where the page's work begins."""
        page, before = self._page, self._came_from
        if page is None:
            return
        there = before is not None and isValid(before) and before.isVisible() and before.isEnabled()
        target = before if there else page.first_focus()
        (target or page).setFocus()
