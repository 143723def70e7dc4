"""Log-in: two names, one field, and where the data are; also the way back after a lock."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from station_app.services.operators import OperatorCard
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import column, holder, row
from station_app.ui.components.operator_tile import OperatorTile
from station_app.ui.components.password_input import PasswordInput
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.day_words import day_words
from station_app.ui.landscape import Landscape
from station_app.ui.seal import Brand
from station_app.ui.theme import current


class LoginPage(QWidget):
    """Asks who it is and for the password; `refuse` says what was wrong."""

    submitted = Signal(str, str)
    forgotten = Signal()
    larger_wanted = Signal()
    dark_wanted = Signal()

    def __init__(
        self,
        operators: Sequence[OperatorCard],
        *,
        today: date,
        chosen: str = "",
        remark: str = "",
        station: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self._group = QButtonGroup(self)
        self.password = PasswordInput(submits=True)
        self.password.setAccessibleName("密码")
        self._note = Text("", "cap", tone="text3", wrap=True)
        self._enter = Button("进入", Look.FILLED, keys="Return", height="button_main")
        self._operators = tuple(operators)
        self._build(today, chosen, remark, station)
        self._connect()

    @property
    def operator(self) -> str:
        """The name of the chosen operator."""
        tile = self._group.checkedButton()
        return tile.text() if tile else ""

    def refuse(self, words: str) -> None:
        """Say what was wrong, and let them type again."""
        self._enter.setEnabled(True)
        self._note.setText(words)
        self._note.set_tone("red")
        self.password.mark_wrong(True)
        self.password.selectAll()
        self.password.setFocus()

    def start(self) -> None:
        """The focus where the work begins."""
        self.password.clear()
        self.password.setFocus()
        self._enter.setEnabled(True)

    def _build(self, today: date, chosen: str, remark: str, station: str) -> None:
        sentence = "，".join(part for part in (day_words(today), remark) if part)
        larger = Button("大字", Look.QUIET, icon="a-large-small", keys="Ctrl++")
        darker = Button("换深色" if not current().dark else "换浅色", Look.QUIET, icon="moon")
        forgot = Button("忘了密码", Look.TEXT, icon="key-round")
        larger.clicked.connect(self.larger_wanted)
        darker.clicked.connect(self.dark_wanted)
        forgot.clicked.connect(self.forgotten)
        label = Text("密码", "cap", tone="text2")
        label.setBuddy(self.password)
        where = "资料加密存在这台电脑里，别人打不开。没有网也能用。"
        foot = row(
            IconMark("shield-check", tone="green", size=17), Text(where, "small", tone="text2")
        )
        inner = column(
            None,
            Text("请登录", "h1", bold=True),
            Text(sentence, "small", tone="text2"),
            14,
            holder(self._tiles(chosen)),
            12,
            label,
            self.password,
            self._note,
            8,
            self._enter,
            4,
            row(forgot, None, larger, darker),
            None,
            Rule(),
            row(foot, None),
            gap=6,
        )
        middle = QWidget()
        middle.setFixedWidth(current().px(430))
        middle.setLayout(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, current().px(20))
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_panel(station), 38)
        layout.addWidget(_centred(middle), 62)

    def _tiles(self, chosen: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(current().px(10))
        names = [card.name for card in self._operators]
        for number, card in enumerate(self._operators):
            tile = OperatorTile(card.name, card.role)
            tile.setChecked(card.name == chosen or (chosen not in names and number == 0))
            self._group.addButton(tile)
            grid.addWidget(tile, number // 2, number % 2)
        return grid

    def _connect(self) -> None:
        self._enter.clicked.connect(self._submit)
        self.password.submitted.connect(self._submit)
        self.password.textEdited.connect(self._typed)
        self.password.capitals.connect(self._warn_of_capitals)
        self._group.buttonClicked.connect(self._chose)

    def _chose(self, _tile: QAbstractButton) -> None:
        self.password.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self.password.mark_wrong(False)
        self._note.setText("")

    def _warn_of_capitals(self, capitals: bool) -> None:
        self._note.setText("大写锁定打开了" if capitals else "")
        self._note.set_tone("amber")

    def _submit(self) -> None:
        if not self._enter.isEnabled():
            return
        if not self.password.text():
            self.refuse("请输入密码")
            return
        self._enter.setEnabled(False)
        self.submitted.emit(self.operator, self.password.text())


def _panel(station: str) -> QWidget:
    panel = Landscape()
    panel.setMinimumWidth(current().px(200))
    layout = QVBoxLayout(panel)
    px = current().px
    layout.setContentsMargins(px(44), px(46), px(20), px(44))
    layout.addWidget(Brand("退役军人服务站", "走访、慰问、认证、光荣牌，一处记，处处用"))
    layout.addStretch(1)
    layout.addWidget(Text(station, "lead", tone="on_hills", wrap=True))
    return panel


def _centred(inner: QWidget) -> QWidget:
    outer = QWidget()
    layout = QHBoxLayout(outer)
    px = current().px
    layout.setContentsMargins(px(16), px(16), px(16), px(24))
    layout.addStretch(1)
    layout.addWidget(inner)
    layout.addStretch(1)
    return outer
