"""The twelve recovery words: shown large, printed or saved, and checked by typing two of them."""

import secrets

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import FormRow
from station_app.ui.components.layout import Part, column, fill, holder, row, scrolling
from station_app.ui.components.notices import Banner
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import Rule, Text
from station_app.ui.components.text_input import FieldState, ReadInput
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_CARD

COLUMNS = 4


class _WordTile(QWidget):
    """One numbered word."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__()
        self._number, self._word = number, word
        self.setAccessibleName(f"第 {number} 个词：{word}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(120), current().px(54))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        box = QRectF(self.rect())
        rounded(painter, box, t.px(RADIUS_CARD), fill=colour("surface"), edge=colour("line"))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("small"))
        painter.setPen(colour("text3"))
        painter.drawText(box.adjusted(t.px(14), 0, 0, 0), flags, str(self._number))
        painter.setFont(font("h2", bold=True))
        painter.setPen(colour("text"))
        painter.drawText(box.adjusted(t.px(42), 0, 0, 0), flags, self._word)


class RecoverySheet(QWidget):
    """Print, check two, go on."""

    printed = Signal()
    saved = Signal()
    checked = Signal()

    def __init__(self, *, headed: bool = True) -> None:
        """Without a head it lies in a dialog, which has one."""
        super().__init__()
        self._headed = headed
        self._words: tuple[str, ...] = ()
        self._asked: tuple[int, int] = (2, 8)
        self._grid = QGridLayout()
        self._grid.setSpacing(current().px(10))
        self._rows: tuple[FormRow, FormRow] = (self._row(0), self._row(1))
        self._title = Text("", "body", bold=True)
        self._onward = Button("下一步", Look.FILLED, keys="Ctrl+Return", height="button_main")
        self._onward.clicked.connect(self.checked)
        self._reason = Text("", "small", tone="text2")
        self._build()

    @property
    def asked(self) -> tuple[int, int]:
        """Which two words must be typed, counted from 0."""
        return self._asked

    @property
    def first_field(self) -> QWidget:
        """Where the first of the two is typed."""
        return self._rows[0].field

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show the words and choose the two to be typed."""
        self._words = words
        first = secrets.randbelow(len(words) // 2)
        self._asked = (first, len(words) // 2 + secrets.randbelow(len(words) - len(words) // 2))
        for number, word in enumerate(words):
            self._grid.addWidget(_WordTile(number + 1, word), number // COLUMNS, number % COLUMNS)
        one, other = (number + 1 for number in self._asked)
        self._title.setText(f"核对一下，请填第 {one} 个和第 {other} 个词")
        for line, number in zip(self._rows, (one, other), strict=True):
            line.label.setText(f"第 {number} 个词")
        self._judge()

    def _row(self, place: int) -> FormRow:
        def read(text: str) -> FieldState[str]:
            return self._read(place, text)

        field: ReadInput[str] = ReadInput(read, width=190, longest=8)
        field.read_again.connect(self._judge)
        return FormRow("", field, hint="写两个汉字")

    def _read(self, place: int, text: str) -> FieldState[str]:
        typed = text.strip()
        if not typed or not self._words:
            return FieldState()
        if typed == self._words[self._asked[place]]:
            return FieldState(typed, typed, "对")
        return FieldState(error="和上面的不一样，请再看看", unfinished=len(typed) < 2)

    def _judge(self) -> None:
        fields = [line.field for line in self._rows]
        missing = [
            number + 1
            for number, field in zip(self._asked, fields, strict=True)
            if isinstance(field, ReadInput) and field.value is None
        ]
        self._onward.setEnabled(not missing)
        self._reason.setText(f"填对第 {missing[0]} 个词，就能继续" if missing else "")

    def _head(self) -> list[Part]:
        if not self._headed:
            return []
        return [
            Text("把找回词印在纸上", "h1", bold=True),
            Text("换了人、换了电脑，或者忘了密码，凭这张纸就能恢复。", "body", tone="text2"),
            8,
        ]

    def _build(self) -> None:
        out = Button("打印这张纸", icon="printer", keys="Ctrl+P")
        save = Button("存成 PDF", Look.QUIET, icon="download")
        out.clicked.connect(self.printed)
        save.clicked.connect(self.saved)
        warning = Banner(
            "密码忘了，只有这 12 个词能打开资料",
            "请印出来，和公章放在一处。不要拍照，不要发微信，不要存在电脑里。",
            meaning="amber",
        )
        layout, inside = QVBoxLayout(self), QWidget()
        scrolled: list[Part] = [
            self._grid,
            6,
            warning,
            6,
            row(out, save, Text("没有打印机，就用笔抄下来", "small", tone="text3"), None),
            6,
            Rule(),
            6,
            self._title,
            holder(row(*self._rows, None, gap=12)),
            None,
        ]
        inside.setLayout(column(*scrolled, gap=6))
        area = scrolling(inside)
        parts: list[Part] = [*self._head(), area, row(None, column(self._reason), self._onward)]
        fill(layout, parts, 6)
        layout.setStretch(layout.indexOf(area), 1)
        self._judge()
