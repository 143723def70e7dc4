"""The one window of the program: log-in, first run, or the desk; locks it and hands it over."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QChildEvent, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.operators import is_founded, operators
from station_app.ui import doors, icons
from station_app.ui import tokens as tk
from station_app.ui.gate import Founded, Founding, Gate, Opened
from station_app.ui.login import LoginPage
from station_app.ui.page_spec import PageSpec
from station_app.ui.preferences import Preferences
from station_app.ui.tasks import Tasks
from station_app.ui.theme import Theme, current
from station_app.ui.window_place import put_back

if TYPE_CHECKING:
    from station_app.ui.desk import Desk
    from station_app.ui.main_window import MainWindow
    from station_app.ui.tasks import Tasks

SMALLEST = QSize(960, 600)
USUAL = QSize(1366, 768)
TITLE_BAR = 40
IDLE_CHECK_MS = 20_000
_AWAKE = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


def smallest_on(room: QSize) -> QSize:
    """Whatever the size of the type, the screen is the limit: Windows may enlarge a small one.

    The bar of the title needs its part of it, or the last line lies below the screen.
    """
    return SMALLEST.boundedTo(QSize(room.width(), room.height() - TITLE_BAR))


@runtime_checkable
class _Asking(Protocol):
    """A page that asks for a password and can be told that it was wrong."""

    def refuse(self, words: str) -> None:
        """Say what was wrong."""


class Shell(QWidget):
    """Composes the parts; `desk` is None until somebody has logged in."""

    def __init__(
        self,
        gate: Gate,
        theme: Theme,
        preferences: Preferences,
        *,
        pages: Sequence[PageSpec],
    ) -> None:
        super().__init__()
        self._gate, self._theme, self._preferences = gate, theme, preferences
        self._pages = pages
        self._tasks: Tasks | None = None
        self._opened: Opened | None = None
        self.desk: Desk | None = None
        self.main: MainWindow | None = None
        theme.changed.connect(self._dress_all)
        self._stack = QStackedLayout(self)
        self._stack.setSizeConstraint(QStackedLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(smallest_on(self.screen().availableSize()))
        self._show_words: Callable[[tuple[str, ...]], None] = _nothing
        self._idle_checks = 0
        self._warmed = False
        self.setWindowTitle("退役军人服务站")
        self.setWindowIcon(icons.icon("homestar", tk.SEAL, 64))
        self.resize(USUAL)
        self._bind()

    @property
    def front(self) -> QWidget | None:
        """What is shown."""
        return self._stack.currentWidget()

    @property
    def _before(self) -> "Tasks":
        """Jobs before anybody has logged in; made when the first is asked for."""
        if self._tasks is None:
            self._tasks = doors.make_tasks_without_store(self)
            self._tasks.crashed.connect(self._crashed)
        return self._tasks

    def begin(self) -> None:
        """Show log-in, or first run in an empty folder."""
        if is_founded(self._gate.paths):
            self.show_login()
        else:
            self.show_first_run()

    def show_login(self, *, remark: str = "") -> None:
        """Ask who it is."""
        left = self._preferences.last_left
        when = f"上次 {left.month}月{left.day}日 {left:%H:%M} 退出" if left else ""
        page = LoginPage(
            operators(self._gate.paths),
            today=self._gate.clock().astimezone().date(),
            chosen=self._preferences.last_operator,
            remark=remark or when,
            station=self._preferences.station,
        )
        page.submitted.connect(self._enter)
        page.forgotten.connect(self._show_recovery)
        page.larger_wanted.connect(self._larger_login)
        page.dark_wanted.connect(self._darker_login)
        self._put(page)
        page.start()

    def show_first_run(self) -> None:
        """Make a station."""
        page = doors.make_first_run()
        self._show_words = page.show_words
        page.founding_wanted.connect(self._found)
        page.entered.connect(self._after_founding)
        page.restore_wanted.connect(self._restore)
        self._put(page)
        page.start()

    def lock(self) -> None:
        """Hide the desk until a password comes; what is half-written stays."""
        if self.main is not None and self.desk is not None and self.front is self.main:
            self.desk.drafts.settling.emit()  # the PC may be switched off behind the lock
            self.show_login(remark="已锁定，写到一半的都在")

    def show_desk(self, opened: Opened) -> None:
        """Put the desk of whoever logged in on the screen."""
        self._leave_desk()
        self._opened = opened
        self.desk = doors.make_desk(self._gate, opened, self._preferences, self)
        self.main = doors.make_main_window(self.desk, self._theme, self._pages)
        self.main.lock_wanted.connect(self.lock)
        self.main.appearance_chosen.connect(self._keep_look)
        self.desk.lock_wanted.connect(self.lock)
        self.desk.restore_wanted.connect(self.restore_over_desk)
        self._preferences.keep_operator(opened.operator.name)
        self._preferences.keep_station(opened.station.full_name)
        self._put(self.main)
        self.main.open("home")
        doors.attend(self.desk, self.main)
        doors.load_ahead(self.desk, self.main, self._pages)

    def _put(self, page: QWidget) -> None:
        """Show a page; the one before goes, but for the desk, which waits behind the lock."""
        before = self.front
        self._stack.addWidget(page)
        self._dress(page)
        self._stack.setCurrentWidget(page)
        if before is not None and before is not self.main:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _dress(self, part: QWidget) -> None:
        """Lay the sheet on a part; the desk sees to its own parts."""
        if part is not self.main:
            self._theme.dress(part)

    def _dress_all(self) -> None:
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._dress(part)

    def childEvent(self, event: QChildEvent) -> None:
        """What is put over the window wears the sheet before it is first shown."""
        super().childEvent(event)
        part = event.child() if event.polished() else None  # an added one is not made yet
        if isinstance(part, QWidget):
            self._dress(part)

    def _leave_desk(self) -> None:
        if self.main is None or self.desk is None or self._opened is None:
            return
        self.desk.tasks.close(close_store=True)
        self.desk.drafts.close()
        self._stack.removeWidget(self.main)
        self.main.deleteLater()
        self.main, self.desk, self._opened = None, None, None

    def _enter(self, operator: str, password: str) -> None:
        """The same person comes back to the waiting desk; anybody else gets one of their own."""
        if self._opened is not None and self._opened.operator.name == operator:
            self._before.run(
                self._gate.check,
                operator,
                password,
                then=self._unlocked,
                failed=self._refused,
                with_store=False,
            )
            return
        self._leave_desk()
        self._before.run(
            self._gate.enter,
            operator,
            password,
            then=self.show_desk,
            failed=self._refused,
            with_store=False,
        )

    def _unlocked(self, _right: object) -> None:
        page = self.front
        if self.main is not None and page is not None:
            self._idle_checks = 0
            self._stack.setCurrentWidget(self.main)
            self._stack.removeWidget(page)
            page.deleteLater()
            (self.main.page or self.main).setFocus()

    def _refused(self, error: StationError) -> None:
        if isinstance(self.front, _Asking):
            self.front.refuse(sentence(error))

    def _show_recovery(self) -> None:
        chosen = self.front.operator if isinstance(self.front, LoginPage) else ""
        page = doors.make_recovery_page(chosen)
        page.submitted.connect(self._recover)
        page.given_up.connect(self.show_login)
        self._put(page)
        page.start()

    def _recover(self, words: str, operator: str, password: str) -> None:
        self._leave_desk()
        self._before.run(
            self._gate.recover,
            words,
            operator,
            password,
            then=self.show_desk,
            failed=self._refused,
            with_store=False,
        )

    def _found(self, founding: Founding) -> None:
        self._before.run(
            self._gate.found, founding, then=self._founded, failed=self._refused, with_store=False
        )

    def _founded(self, founded: Founded) -> None:
        self._opened = founded.opened
        self._show_words(founded.words)

    def _after_founding(self) -> None:
        if self._opened is not None:
            opened, self._opened = self._opened, None
            self._before.run(self._gate.note_words, with_store=False)
            self.show_desk(opened)

    def _restore(self) -> None:
        source = doors.choose_backup(self)
        if source is not None:
            doors.restore(self, self._before, self._gate, source, self.begin)

    def restore_over_desk(self) -> None:
        """Put a backup in the place of the open station: the desk is closed first."""
        source = doors.choose_backup(self)
        if source is not None:
            self._leave_desk()
            self.show_login(remark="正在从备份恢复")
            doors.restore(self, self._before, self._gate, source, self.begin)

    def _keep_look(self, dark: bool, percent: int) -> None:
        self._preferences.keep_look(dark=dark, percent=percent)

    def _larger_login(self) -> None:
        sizes = tk.SCALES
        after = sizes[(sizes.index(current().percent) + 1) % len(sizes)]
        self._relook(dark=current().dark, percent=after)

    def _darker_login(self) -> None:
        self._relook(dark=not current().dark, percent=current().percent)

    def _relook(self, *, dark: bool, percent: int) -> None:
        self._theme.apply(dark=dark, percent=percent)
        self._keep_look(dark, percent)
        if self.main is not None:
            self.main.relayout()
        self.show_login()

    def _crashed(self) -> None:
        self._refused(StationError("job.bug"))

    def _bind(self) -> None:
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock)
        self._idle = QTimer(self, interval=IDLE_CHECK_MS)
        self._idle.timeout.connect(self._check_idle)
        self._idle.start()

    def _check_idle(self) -> None:
        """Count quiet spans; any key or click starts again."""
        minutes = self._preferences.idle_minutes
        self._idle_checks += 1
        quiet = self._idle_checks * IDLE_CHECK_MS / 60_000
        busy = self.desk is not None and self.desk.tasks.busy
        if minutes and quiet >= minutes and not busy:
            self._idle_checks = 0
            self.lock()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.windowHandle()
        if window is not None:
            window.installEventFilter(self)
        if not self._warmed:
            self._warmed = True
            QTimer.singleShot(150, self, self._warm)

    def _warm(self) -> None:
        if self.isVisible():
            self._before.run(self._gate.warm, with_store=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _AWAKE:
            self._idle_checks = 0
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Jobs are stopped or waited for; then the store is closed."""
        self._preferences.keep_left(self._gate.clock().astimezone())
        self._preferences.keep_place(self.saveGeometry())
        if self._tasks is not None:
            self._tasks.close()
        self._leave_desk()
        if self._opened is not None:
            self._opened.drafts.close()
            doors.close_store(self._opened.store)
            self._opened = None
        super().closeEvent(event)

    def appear(self) -> None:
        """Where it was left; the first time at the usual size, or filling a small screen."""
        if put_back(self, self._preferences.place):
            self.show()
            return
        room = self.screen().availableSize()
        if room.width() > USUAL.width() and room.height() > USUAL.height() + TITLE_BAR:
            self.show()
        else:
            self.showMaximized()

    def come_forward(self) -> None:
        """A second start of the program raises this window instead."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def tell_bug(self) -> None:
        """The one dialog for what should not have happened."""
        if self.main is not None and self.front is self.main:
            self.main.tell_bug()
        else:
            doors.tell_bug(self)


def _nothing(_words: tuple[str, ...]) -> None:
    """Nobody waits for words."""
