"""Header and status bar of the main window."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import clear, fill, row
from station_app.ui.components.search_box import SearchBox
from station_app.ui.components.sync_light import SyncLightButton
from station_app.ui.components.text import IconMark, KeyHint, Rule, Text
from station_app.ui.day_words import day_words
from station_app.ui.page import KeyHelp
from station_app.ui.theme import colour, current
from station_app.ui.tokens import LARGE_FROM, SCALES
from station_app.ui.who import Operator


class Header(QWidget):
    """Search at top left; new visit, undo, help and the operator at the right."""

    visit_wanted = Signal()
    undo_wanted = Signal()
    help_wanted = Signal()
    theme_wanted = Signal(bool)
    size_wanted = Signal(int)
    lock_wanted = Signal()
    password_wanted = Signal()

    def __init__(self, operator: Operator) -> None:
        super().__init__()
        t = current()
        self.search = SearchBox(width=400 if t.large else 470)
        self.visit = Button("登记走访", icon="footprints", keys="F4")
        self.undo = Button("撤销", Look.QUIET, icon="undo-2", keys="Ctrl+Z")
        self.help = Button("帮助", Look.QUIET, icon="circle-question-mark", keys="F1")
        self.user = Button(
            operator.name, Look.QUIET, icon="circle-user-round", trailing="chevron-down"
        )
        self.user.setAccessibleName(f"{operator.name}：锁定、密码、颜色和大小")
        layout = QHBoxLayout(self)
        rule = Rule(down=True)
        rule.setFixedHeight(t.px(22))
        fill(layout, [self.search, None, self.visit, self.undo, self.help, rule, self.user], 8)
        layout.setStretch(0, 100)
        layout.setContentsMargins(t.px(20), 0, t.px(12), 0)
        self.setFixedHeight(t.height("header"))
        for widget in (self.visit, self.help, rule):
            widget.setVisible(not t.large)
        self._connect()

    def _connect(self) -> None:
        self.visit.clicked.connect(self.visit_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.help.clicked.connect(self.help_wanted)
        self.user.clicked.connect(self._open_menu)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("锁定，换人登录").triggered.connect(self.lock_wanted)
        menu.addAction("改密码").triggered.connect(self.password_wanted)
        menu.addSeparator()
        dark = menu.addAction("深色")
        dark.setCheckable(True)
        dark.setChecked(current().dark)
        dark.triggered.connect(self.theme_wanted)
        old_eyes = menu.addAction("老花模式：大字、深字")
        old_eyes.setCheckable(True)
        old_eyes.setChecked(current().old_eyes)
        old_eyes.triggered.connect(self._old_eyes)
        menu.addSeparator()
        for percent in SCALES:
            action = menu.addAction("正常大小" if percent == SCALES[0] else f"{percent}%")
            action.setCheckable(True)
            action.setChecked(current().percent == percent)
            action.setData(percent)
            action.triggered.connect(self._size)
        menu.popup(self.user.mapToGlobal(QPoint(0, self.user.height() + 2)))

    def _old_eyes(self, on: bool) -> None:
        self.size_wanted.emit(LARGE_FROM if on else SCALES[0])

    def _size(self) -> None:
        sender = self.sender()
        self.size_wanted.emit(getattr(sender, "data", int)())

    def paintEvent(self, event: QPaintEvent) -> None:
        _ground(self, bottom=True)


class StatusBar(QWidget):
    """State at the left: sync, backup, line; the keys of the page and the date at the right."""

    sync_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = current()
        self.sync, self.backup = SyncLightButton(), Text("", "cap", tone="text2")
        self.sync.clicked.connect(self.sync_wanted)
        self.line = Text("未连接，不影响使用", "cap", tone="text2")
        self._backup_mark = IconMark("hard-drive", size=16)
        self._line_mark = IconMark("wifi-off", size=16)
        self._keys = row(gap=6)
        self.day = Text("", "cap", tone="text2")
        layout = QHBoxLayout(self)
        rules = [Rule(down=True) for _ in range(3)]
        for rule in rules:
            rule.setFixedHeight(t.px(14))
        backup = [rules[0], self._backup_mark, self.backup]
        line = [rules[1], self._line_mark, self.line]
        state = [self.sync, *backup, *line]
        fill(layout, [*state, None, self._keys, rules[2], self.day], 6)
        layout.setContentsMargins(t.px(14), 0, t.px(14), 0)
        self.setFixedHeight(t.height("status"))
        self._second, self._line_parts = [*backup, *line], line
        for widget in (*self._second, rules[2]):
            widget.setVisible(not t.large)

    def show_sync(self, sentence: str, light: str, icon: str) -> None:
        """The light of reporting with its shape and its sentence."""
        self.sync.say(sentence, light, icon)

    def show_backup(self, sentence: str) -> None:
        """When the last copy was made."""
        self.backup.setText(sentence)

    def show_line(self, sentence: str, *, connected: bool) -> None:
        """Whether the district is in reach; never red."""
        self.line.setText(sentence)
        self._line_mark.show_icon("wifi" if connected else "wifi-off", "text2")

    def line_is_said(self, said: bool) -> None:
        """The light's own sentence says it already: once is enough."""
        for part in self._line_parts:
            part.setVisible(not said and not current().large)

    def show_keys(self, keys: Sequence[KeyHelp]) -> None:
        """The keys of the open page; fewer in large mode."""
        clear(self._keys)
        for key in keys[: 1 if current().large else 4]:
            self._keys.addWidget(KeyHint(key.keys))
            self._keys.addWidget(Text(key.words, "cap", tone="text2"))
            self._keys.addSpacing(current().px(6))

    def show_day(self, day: date) -> None:
        """Today, or the size in large mode."""
        t = current()
        self.day.setText(f"大字 {t.percent}%" if t.old_eyes else day_words(day))

    def paintEvent(self, event: QPaintEvent) -> None:
        _ground(self, bottom=False)


def _ground(widget: QWidget, *, bottom: bool) -> None:
    painter = QPainter(widget)
    painter.fillRect(widget.rect(), colour("surface"))
    y = widget.height() - 1 if bottom else 0
    painter.fillRect(QRectF(0, y, widget.width(), 1), colour("line"))
