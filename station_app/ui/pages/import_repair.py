"""The panel that opens under a row that waits: the question, the ways out, once for all alike."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from station_app.domain.imports import ImportKind
from station_app.services.import_values import Answer, PreviewRow, message_of
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Tag
from station_app.ui.components.choice_input import CheckBox, RadioButton
from station_app.ui.components.layout import fill, holder, row
from station_app.ui.components.readers import IdInput
from station_app.ui.components.text import KeyHint, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.import_choices import (
    Settle,
    fits_all,
    known_number,
    question_of,
    skipped,
    title_of,
    ways_of,
    with_repair,
)
from station_app.ui.import_words import repaired_text
from station_app.ui.theme import colour, current

MOST = 9


class RepairPanel(QFrame):
    """1–9 choose, Enter settles; what is written by hand is checked while one types."""

    settled = Signal(object, bool)
    """A function that makes the answer of a row, and whether all alike get it too."""

    def __init__(self, waiting: PreviewRow, kind: ImportKind, *, alike: int, today: date) -> None:
        super().__init__()
        self._row, self._kind = waiting, kind
        self._reason = question_of(waiting)
        self._ways = ways_of(waiting, kind, today)[: MOST - 1]
        self._known = known_number(waiting, kind, today)
        self._group = QButtonGroup(self)
        self.field: TextInput = TextInput(width=230, enter_moves=False)
        if self._reason is not None and self._reason.field == "id_number":
            self.field = IdInput(today)
        self._all = CheckBox(f"另外 {alike:,} 行同样情况，也这样处理", ticked=fits_all(waiting))
        if not alike:
            self._all.hide()
        self._build()
        self._group.buttons()[0].setChecked(True)
        self._chosen()

    def choose(self, number: int) -> None:
        """Choose the n-th way, from 0."""
        buttons = self._group.buttons()
        if number < len(buttons):
            buttons[number].setChecked(True)
            self._chosen()

    def write(self) -> None:
        """Go to the field for writing it by hand."""
        self.choose(len(self._ways))

    def settle(self) -> None:
        """Take the chosen way."""
        number = self._group.checkedId()
        if number < len(self._ways):
            way = self._ways[number]
            self.settled.emit(way.settle, way.for_alike and self._for_all())
        elif (text := self.field.text().strip()) and self._reason is not None:
            self.settled.emit(_Written(self._reason.field, text), False)
        else:
            self.field.setFocus()

    def skip(self) -> None:
        """Leave the row out."""
        self.settled.emit(skipped, self._for_all())

    def _for_all(self) -> bool:
        return not self._all.isHidden() and self._all.isChecked()

    def _build(self) -> None:
        px = current().px
        layout = QVBoxLayout(self)
        fill(layout, [self._title()], 5)
        layout.setContentsMargins(px(22), px(8), px(22), px(8))
        for number, way in enumerate(self._ways):
            radio = self._radio(way.words, number)
            tag = [Tag(way.remark, "green")] if way.remark else []
            layout.addWidget(holder(row(radio, KeyHint(str(number + 1)), *tag, None)))
        layout.addWidget(self._by_hand())
        layout.addWidget(self._foot())
        for number in range(len(self._ways) + 1):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self)
            shortcut.setProperty("number", number)
            shortcut.activated.connect(self._pressed_number)
        self._group.idClicked.connect(self._chosen)

    def _title(self) -> QWidget:
        why = message_of(self._reason) if self._reason else ""
        title = Text(title_of(self._row, self._kind), "body", bold=True)
        line = row(title, Text(why, "small", tone="text2", wrap=True), gap=12)
        line.setStretch(1, 1)
        return holder(line)

    def _radio(self, words: str, number: int) -> RadioButton:
        radio = RadioButton(words)
        self._group.addButton(radio, number)
        return radio

    def _by_hand(self) -> QWidget:
        number = len(self._ways)
        radio = self._radio("我来填：", number)
        if self._reason is not None:
            text = repaired_text(self._row, self._reason.field)
            spoilt = isinstance(self.field, IdInput) and not text[:15].isdigit()
            self.field.setText(self._head() if spoilt else text)
        self.field.textEdited.connect(self.write)
        self.field.returnPressed.connect(self.settle)
        self._said = Text("", "small", tone="text2")
        if isinstance(self.field, IdInput):
            self._said.setText(self._left_words())
            self.field.read_again.connect(self._read)
        return holder(row(radio, KeyHint(str(number + 1)), self.field, self._said, None))

    def _head(self) -> str:
        """The places that are known: only what is missing need be typed."""
        return self._known.head if self._known is not None else ""

    def _left_words(self) -> str:
        """How much of the number is known from the cell and the birth date."""
        known = self._known
        typed = self.field.text()
        if known is None or not known.head or not known.lost or typed != known.head:
            return "填满 18 位马上检验"
        return f"前 {len(known.head)} 位从表里找回来了，还缺 {known.lost} 位，请看身份证"

    def _foot(self) -> QWidget:
        skip = Button("跳过这行", Look.QUIET, height="button_row")
        skip.clicked.connect(self.skip)
        done = Button("就这样", Look.FILLED, keys="Return", height="button_row")
        done.clicked.connect(self.settle)
        return holder(row(self._all, None, skip, done))

    def _read(self) -> None:
        if isinstance(self.field, IdInput):
            good = self.field.value is not None
            words = self.field.problem or self._left_words()
            self._said.setText("号码对得上" if good else words)
            self._said.set_tone("green" if good else "red" if self.field.problem else "text2")

    def _pressed_number(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.choose(int(sender.property("number")))

    def _chosen(self, *_anything: object) -> None:
        by_hand = self._group.checkedId() == len(self._ways)
        fits_all = by_hand or self._ways[self._group.checkedId()].for_alike
        self._all.setEnabled(fits_all and not by_hand)
        if by_hand and not self.field.hasFocus():
            self.field.setFocus()
            if self._head() and self.field.text() == self._head():
                self.field.setCursorPosition(len(self.field.text()))
            else:
                self.field.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("amber_t"))
        painter.fillRect(0, 0, current().px(3), self.height(), colour("warn"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("amber_l"))


class _Written:
    """The answer that was written by hand."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text = name, text

    def __call__(self, waiting: PreviewRow) -> Answer:
        return with_repair(waiting, self._name, self._text)


__all__ = ["RepairPanel", "Settle"]
