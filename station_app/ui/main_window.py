"""The desk: side bar, header, status bar, and the pages between them, built when first opened."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QChildEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from station_app.ui.components.dialog import Dialog, explain
from station_app.ui.components.notices import Toast
from station_app.ui.components.search_box import Hits
from station_app.ui.desk import Desk
from station_app.ui.focus_guard import FocusGuard
from station_app.ui.frame import Header, StatusBar
from station_app.ui.page import Page, PageSpec
from station_app.ui.page_search import PageSearch
from station_app.ui.page_stack import PageStack
from station_app.ui.pages_ahead import PagesAhead
from station_app.ui.progress_host import ProgressHost
from station_app.ui.side_bar import PAGE_KEYS, SideBar
from station_app.ui.tasks import Touched
from station_app.ui.theme import Theme, current
from station_app.ui.tokens import SCALES

BUG = (
    "这一步没有办成，是程序自己的毛病。已经存的资料都在，没有动。"
    "请再试一次；还不行就关掉重开，并把日志文件夹交给维护的人。"
)
CLOCK_MS = 60_000
GOING_MS = 40


class MainWindow(QWidget):
    """Shows pages; knows none of them but by their specs."""

    lock_wanted = Signal()
    password_wanted = Signal()
    appearance_chosen = Signal(bool, int)
    turned_to = Signal(str, object)
    """A page came to the front, on a subject."""
    relaid = Signal()
    """The frame was built anew: what it shows must be told again."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        pages: Sequence[PageSpec],
    ) -> None:
        super().__init__()
        self.desk, self._theme = desk, theme
        self._way: Callable[[], None] = desk.undo_wanted.emit
        self._specs = {spec.name: spec for spec in pages}
        self._built: dict[str, Page] = {}
        self._asked_at: dict[str, tuple[int, date]] = {}
        """When each page asked last, as `_now` tells it."""
        self._bug: Dialog | None = None
        self.ahead: PagesAhead | None = None
        self._path: list[tuple[str, object]] = []
        self._gone: list[Page] = []
        """Pages that another size has outlived; they are destroyed one at a time."""
        self.stack = PageStack()
        self._lay_out()
        self.toast = Toast(self)
        self.toast.undone.connect(self._take_way)
        self._progress = ProgressHost(desk.tasks, self)
        self._search = PageSearch(desk, self)
        self._focus = FocusGuard(self)
        self._build_frame()
        self._listen()
        self._bind_keys()

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def page_name(self) -> str:
        """The name of the page that is shown."""
        return self._path[-1][0] if self._path else ""

    def open(self, name: str, subject: object = None) -> None:
        """Show a page, built now if this is the first time."""
        if name not in self._specs:
            return
        if not self._path or self._path[-1] != (name, subject):
            self._path.append((name, subject))
        self._show(name, subject)

    def back(self) -> None:
        """Return to the page before."""
        if len(self._path) > 1:
            self._path.pop()
            self._show(*self._path[-1], returning=True)

    def search_with(self, find_people: Callable[..., Hits]) -> None:
        """Say which question the search box asks."""
        self._search.answer_with(find_people)

    def set_appearance(self, *, dark: bool, percent: int) -> None:
        """Other colours or another size; a size lays everything out anew.

        With all pages built Qt would style 3,800 widgets: those that nobody sees wait until they
        are opened, or until nobody touches the window.
        """
        resized = percent != current().percent
        self._theme.apply(dark=dark, percent=percent)
        self.appearance_chosen.emit(dark, percent)
        if resized:
            self.relayout()
        else:
            self._dress()
            self._dress_page()
        if self.ahead is not None:
            self.ahead.begin()

    def _dress(self) -> None:
        """Lay the sheet on the frame and on what lies over the pages."""
        over = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        parts = [one for one in over if one is not self._right]
        for part in (*parts, self.header, self.status, *self.stack.bars):
            self._theme.dress(part)

    def _dress_page(self) -> None:
        if self.page is not None:
            self._theme.dress(self.page)

    def childEvent(self, event: QChildEvent) -> None:
        """What is put over the window, too, before it is first shown."""
        super().childEvent(event)
        part = event.child() if event.polished() else None  # an added one is not made yet
        if isinstance(part, QWidget) and part is not self._right:
            self._theme.dress(part)

    def build_ahead(self) -> None:
        """From now on pages are built while nobody touches the window."""
        self.ahead = PagesAhead(self, self._build_next, busy=lambda: self.desk.tasks.busy)
        self.ahead.begin()

    def _build_next(self) -> bool:
        """Build a page that was not opened yet, or dress one anew; False when there is none.

        A page whose answer stands until something is written asks right away, hidden as it is.
        """
        if self._search.warm():
            return True
        spec = next((one for one in self._specs.values() if one.name not in self._built), None)
        if spec is None:
            return any(self._theme.dress(page) for page in self._built.values())
        page = self._build(spec)
        for part in (page, *page.findChildren(QWidget)):
            part.ensurePolished()
        if page.keeps:
            self._ask(spec.name, page, None)
        else:
            page.built_ahead()
        return True

    def show_badge(self, name: str, count: int, *, decide: bool = False) -> None:
        """How many wait on a page."""
        self.side_bar.show_badge(name, count, decide=decide)

    def _lay_out(self) -> None:
        """The places: the pages keep theirs for good, the frame is put around them."""
        self._right = QWidget()
        self._outer, self._column = QHBoxLayout(self), QVBoxLayout(self._right)
        for layout in (self._outer, self._column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._column.addWidget(self.stack, 1)
        self._outer.addWidget(self._right, 1)

    def _build_frame(self) -> None:
        self.side_bar = SideBar(list(self._specs.values()), self.desk.station)
        self.header, self.status = Header(self.desk.operator), StatusBar()
        self._outer.insertWidget(0, self.side_bar)
        self._column.insertWidget(0, self.header)
        self._column.addWidget(self.status)
        self.status.show_day(self.desk.today())
        self._connect_frame()
        self._dress()

    def _connect_frame(self) -> None:
        header = self.header
        self.side_bar.chosen.connect(self.open)
        self.status.sync_wanted.connect(self._open_sync)
        header.undo_wanted.connect(self.desk.undo_wanted)
        header.visit_wanted.connect(self._new_visit)
        header.help_wanted.connect(self._help)
        header.lock_wanted.connect(self.lock_wanted)
        header.password_wanted.connect(self.password_wanted)
        header.theme_wanted.connect(self._set_dark)
        header.size_wanted.connect(self._set_size)
        self._search.attach(header.search)

    def _listen(self) -> None:
        desk = self.desk
        self._search.person_wanted.connect(self._open_person)
        self._search.new_wanted.connect(self._new_person)
        self._search.paper_wanted.connect(partial(self.open, "printouts"))
        desk.wanted.connect(self.open)
        desk.went_back.connect(self.back)
        desk.dialog_wanted.connect(self._resume)
        desk.said.connect(self._say)
        desk.covered.connect(self.toast.make_room)
        desk.must_read.connect(self.explain)
        desk.look_wanted.connect(self._look)
        desk.tasks.explained.connect(self.explain)
        desk.tasks.crashed.connect(self.tell_bug)
        desk.tasks.touched.connect(self._touched)
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._going = QTimer(self, interval=GOING_MS)
        self._going.timeout.connect(self._let_go)
        self._wider_or_narrower = QTimer(self, singleShot=True, interval=0)
        self._wider_or_narrower.timeout.connect(self.relayout)

    def _bind_keys(self) -> None:
        table: dict[str, Callable[[], None]] = {
            "Ctrl+F": self._search.come,
            "Alt+Left": self.back,
            "Ctrl+Y": self.desk.redo_wanted.emit,
            "Ctrl++": self._larger,
            "Ctrl+=": self._larger,
            "Ctrl+-": self._smaller,
            "Ctrl+0": self._normal,
        }
        for keys, slot in table.items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for name, keys in PAGE_KEYS.items():
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.open, name))
        self._hidden_keys = [
            QShortcut(QKeySequence(keys), self, slot)
            for keys, slot in (("F4", self._new_visit), ("F1", self._help))
        ]
        self._arm_hidden_keys()

    def _arm_hidden_keys(self) -> None:
        """Keys of buttons that large mode hides."""
        for shortcut in self._hidden_keys:
            shortcut.setEnabled(current().large)

    def _show(self, name: str, subject: object, *, returning: bool = False) -> None:
        spec = self._specs[name]
        page = self._built.get(name) or self._build(spec)
        self._theme.dress(page)
        self.stack.setCurrentWidget(page)
        self.side_bar.mark(spec.under or name)
        self._search.turn_to(page, name, anew=subject is not None and not returning)
        self.status.show_keys(page.keys)
        page.at = (name, str(subject) if isinstance(subject, str | UUID) else "")
        if self._stands(page, subject):
            page.returned()
        else:
            self._ask(name, page, subject)
        (page.first_focus() or page).setFocus()
        QTimer.singleShot(0, self.toast, self.toast.make_room)  # once the page is laid out
        self.turned_to.emit(name, subject)

    def _ask(self, name: str, page: Page, subject: object) -> None:
        self._asked_at[name] = self._now()
        page.opened(subject)

    def _stands(self, page: Page, subject: object) -> bool:
        """Whether a page shows already what it would ask for."""
        asked_at = self._asked_at.get(page.at[0])
        return page.keeps and subject is None and asked_at == self._now()

    def _now(self) -> tuple[int, date]:
        """Until when an answer stands: the next unit of work, or the end of the day."""
        return self.desk.tasks.writes, self.desk.today()

    def _build(self, spec: PageSpec) -> Page:
        page = spec.build(self.desk)
        page.keys_changed.connect(self._keys_changed)
        self._asked_at.pop(spec.name, None)
        self._built[spec.name] = page
        self.stack.addWidget(page)  # undressed as yet: Qt would style it at each step on its way
        self._theme.dress(page)
        return page

    def _keys_changed(self) -> None:
        if self.page is not None:
            self.status.show_keys(self.page.keys)

    def relayout(self) -> None:
        """Build frame and pages anew at another size; a page with something typed is kept."""
        for part in (self.side_bar, self.header, self.status):
            part.hide()
            part.deleteLater()
        for name, page in list(self._built.items()):
            if not page.has_unsaved():
                self._gone.append(self._built.pop(name))  # out of the stack the next would show
        self._going.start()
        self._build_frame()
        self._arm_hidden_keys()
        if self._path:
            self._show(*self._path[-1], returning=True)
        self.toast.hide()
        self._progress.lay_anew()
        for dialog in self.window().findChildren(Dialog):
            dialog.raise_()
        self.relaid.emit()

    def _let_go(self) -> None:
        """Destroy one page of another size: all at once they hold the window for 50 ms."""
        if self._gone:
            self._gone.pop().deleteLater()
        else:
            self._going.stop()

    def _touched(self, touched: Touched) -> None:
        if self.page is not None:
            self.page.hears(touched)

    def _say(self, words: str, way: str, keys: str) -> None:
        redo = keys == "Ctrl+Y"
        self._way = self.desk.redo_wanted.emit if redo else self.desk.undo_wanted.emit
        self.toast.say(words, way=way, keys=keys)

    def _take_way(self) -> None:
        self._way()

    def explain(self, sentence: str) -> None:
        """Show a sentence that must be read; whoever asked in vain asks again when it is opened."""
        self._asked_at.clear()
        explain(self, sentence)

    def tell_bug(self) -> None:
        """One dialog, however many bugs."""
        self._asked_at.clear()
        if self._bug is None or not isValid(self._bug):
            self._bug = explain(self, BUG)

    def _tick(self) -> None:
        self.status.show_day(self.desk.today())

    def _open_person(self, key: object) -> None:
        self.open("person", key)

    def _new_person(self, text: str) -> None:
        self.open("new_person", text)

    def _new_visit(self) -> None:
        self.open("visit_entry", None)

    def _open_sync(self) -> None:
        self.open("sync")

    def _help(self) -> None:
        self.open("help", self.page_name)

    def _resume(self, dialog: str) -> None:
        """The page opens the dialog itself, or the clerk does: what was typed is put back there."""
        if self.page is None or not self.page.resume(dialog):
            self.desk.say(f"请再点“{dialog}”，上次写的会放回来")

    def _look(self, dark: bool, percent: int) -> None:
        self.set_appearance(dark=dark, percent=percent)

    def _set_dark(self, dark: bool) -> None:
        self.set_appearance(dark=dark, percent=current().percent)

    def _set_size(self, percent: int) -> None:
        self.set_appearance(dark=current().dark, percent=percent)

    def _larger(self) -> None:
        self._set_size(SCALES[min(SCALES.index(current().percent) + 1, len(SCALES) - 1)])

    def _smaller(self) -> None:
        self._set_size(SCALES[max(SCALES.index(current().percent) - 1, 0)])

    def _normal(self) -> None:
        self._set_size(100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toast.place()
        if self.isVisible() and self._theme.fit(self.width()):
            self._wider_or_narrower.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._theme.fit(self.width()):
            self.relayout()
