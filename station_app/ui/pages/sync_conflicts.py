"""Fields that two sides wrote differently: left, right, or own words; nothing is lost."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.services.conflicts import Choice, ConflictRow, Decide, Side, decide
from station_app.ui import icons
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import clear, column, row, scrolling
from station_app.ui.components.painting import key_hint_size, paint_key_hint, rounded
from station_app.ui.components.pop_list import PopRow, paint_marked
from station_app.ui.components.text import Rule, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.theme import colour, current, font


def differing(one: str, other: str) -> tuple[int, ...]:
    """The places of `one` that `other` does not share."""
    same: set[int] = set()
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        same.update(range(block.a, block.a + block.size))
    return tuple(place for place in range(len(one)) if place not in same)


class ValueTile(QAbstractButton):
    """One of the two values: who wrote it, when, and the difference marked."""

    def __init__(self, title: str, side: Side, other: str, key: str) -> None:
        super().__init__()
        self._title, self._side, self._key = title, side, key
        self._marks = differing(side.text, other)
        self.setText(side.text)
        self.setCheckable(True)
        self.setAccessibleName(f"{title}：{side.text or '没有填'}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(240), current().px(90))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, on = QPainter(self), current(), self.isChecked()
        box = QRectF(self.rect())
        edge = colour("primary" if on or self.hasFocus() else "line2")
        fill = colour("tint" if on else "surface")
        rounded(
            painter, box, t.px(8), fill=fill, edge=edge, width=2 if on or self.hasFocus() else 1
        )
        x, flags = t.px(16), int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("cap", bold=True))
        painter.setPen(colour("text2"))
        painter.drawText(QRectF(x, t.px(10), box.width(), t.px(20)), flags, self._title)
        after = x + painter.fontMetrics().horizontalAdvance(self._title) + t.px(10)
        painter.setFont(font("cap"))
        painter.drawText(QRectF(after, t.px(10), box.width(), t.px(20)), flags, _who(self._side))
        line = QRectF(x, t.px(36), box.width() - 2 * x, t.px(40))
        shown = PopRow(None, self._side.text or "（空着）", marks=self._marks, bold=True)
        paint_marked(painter, line, shown, "h2")
        self._paint_ends(painter)

    def _paint_ends(self, painter: QPainter) -> None:
        t, size = current(), key_hint_size(self._key)
        x = self.width() - size.width() - t.px(14)
        where = QRectF(x, self.height() - size.height() - t.px(10), size.width(), size.height())
        paint_key_hint(painter, where, self._key, colour("text2"), colour("line2"))
        if self.isChecked():
            side = t.px(20)
            tick = QRectF(self.width() - side - t.px(14), t.px(12), side, side)
            icons.paint(painter, "circle-check", tick, colour("primary").name())


class ConflictCard(QFrame):
    """One field in question."""

    answered = Signal()

    def __init__(self, conflict: ConflictRow, number: int, total: int) -> None:
        super().__init__()
        self.conflict = conflict
        self.left = ValueTile("本站", conflict.client, conflict.server.text, "Left")
        self.right = ValueTile("区县那边", conflict.server, conflict.client.text, "Right")
        self.own = TextInput(placeholder="都不对，我来写", width=380, enter_moves=False)
        self._error = Text("", "cap", tone="red")
        self._error.hide()
        before = f"以前是 {conflict.base}" if conflict.base else "以前空着"
        head = row(
            Text(f"{conflict.record_label} {conflict.field_label}", "lead", bold=True),
            Text(f"{before}，两边都改了", "small", tone="text2"),
            None,
            Text(f"第 {number} 处，共 {total} 处", "small", tone="text2"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addLayout(row(self.left, self.right, gap=14))
        layout.addLayout(row(self.own, self._error, None))
        self.left.clicked.connect(self._chose_left)
        self.right.clicked.connect(self._chose_right)
        self.own.textEdited.connect(self._wrote)

    def decision(self) -> Decide | None:
        """What was chosen, or None."""
        if self.own.text().strip():
            return Decide(self.conflict.conflict_id, Choice.OWN, self.own.text().strip())
        if self.left.isChecked():
            return Decide(self.conflict.conflict_id, Choice.CLIENT)
        if self.right.isChecked():
            return Decide(self.conflict.conflict_id, Choice.SERVER)
        return None

    def choose(self, *, left: bool) -> None:
        """Take one side."""
        self.own.clear()
        self.left.setChecked(left)
        self.right.setChecked(not left)
        self.answered.emit()

    def show_error(self, words: str) -> None:
        """Why an own value cannot be taken."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        self.own.mark_wrong(bool(words))

    def _chose_left(self) -> None:
        self.choose(left=True)

    def _chose_right(self) -> None:
        self.choose(left=False)

    def _wrote(self) -> None:
        self.left.setChecked(False)
        self.right.setChecked(False)
        self.show_error("")
        self.answered.emit()


class ConflictPanel(QFrame):
    """All questions, by person; decided in any order."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._desk = desk
        self._cards: list[ConflictCard] = []
        self._content = QVBoxLayout()
        self._content.setSpacing(current().px(14))
        inside = QWidget()
        inside.setLayout(column(self._content, None))
        self._decide = Button("定了", Look.FILLED, keys="Ctrl+Return")
        self._decide.clicked.connect(self._decide_chosen)
        ours, theirs = (
            Button("都用本站的", keys="Shift+Left"),
            Button("都用区县的", keys="Shift+Right"),
        )
        ours.clicked.connect(self._all_ours)
        theirs.clicked.connect(self._all_theirs)
        self._note = Text("没选上的也留在历史里，能换回来", "small", tone="text2")
        layout = QVBoxLayout(self)
        px = current().px
        layout.setContentsMargins(px(20), px(14), px(20), px(12))
        self._title = Text("", "h3", bold=True)
        layout.addWidget(self._title)
        layout.addWidget(scrolling(inside), 1)
        layout.addWidget(Rule())
        layout.addLayout(row(self._note, None, ours, theirs, self._decide))

    def show_rows(self, rows: Sequence[ConflictRow]) -> None:
        """Show the questions, those of one person together."""
        clear(self._content)
        self._cards = []
        people = len({line.title for line in rows})
        self._title.setText(f"{people} 个人的资料，两边写得不一样，共 {len(rows)} 处")
        for title, some in groupby(rows, key=_title_of):
            self._add_person(title, list(some))
        self._count()

    def _add_person(self, title: str, rows: list[ConflictRow]) -> None:
        name = Text(title or "（没有名字）", "h2", bold=True)
        self._content.addLayout(row(name, self._opener(rows[0]), None))
        for number, conflict in enumerate(rows, start=1):
            card = ConflictCard(conflict, number, len(rows))
            card.answered.connect(self._count)
            self._cards.append(card)
            self._content.addWidget(card)
        self._content.addWidget(Rule())

    def _opener(self, conflict: ConflictRow) -> QWidget:
        button = Button("打开档案", Look.QUIET, icon="user", height="button_row")
        button.setProperty("person_id", conflict.person_id)
        button.setVisible(conflict.person_id is not None)
        button.clicked.connect(self._open_person)
        return button

    def _open_person(self) -> None:
        self._desk.open("person", self.sender().property("person_id"))

    def _count(self) -> None:
        chosen = sum(card.decision() is not None for card in self._cards)
        self._decide.setEnabled(chosen > 0)
        self._decide.set_words(f"定了 {chosen} 处" if chosen else "定了")

    def _all_ours(self) -> None:
        for card in self._cards:
            card.choose(left=True)

    def _all_theirs(self) -> None:
        for card in self._cards:
            card.choose(left=False)

    def _decide_chosen(self) -> None:
        for card in self._cards:
            decision = card.decision()
            if decision is not None and self._desk.keys is not None:
                self._desk.tasks.write(
                    label("sync.decide", field=card.conflict.field_label),
                    decide,
                    decision,
                    self._desk.keys,
                    then=self._decided,
                    failed=self._refused,
                )

    def _decided(self, _nothing: object) -> None:
        self._desk.say("已定下", undo=True)

    def _refused(self, error: StationError) -> None:
        for card in self._cards:
            if card.own.text().strip():
                card.show_error(sentence(error))
                return
        self._desk.explain(sentence(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → answer the first question that is open."""
        waiting = [card for card in self._cards if card.decision() is None]
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and waiting:
            waiting[0].choose(left=event.key() == Qt.Key.Key_Left)
            return
        super().keyPressEvent(event)


def _title_of(line: ConflictRow) -> str:
    return line.title


def _who(side: Side) -> str:
    if side.at is None:
        return side.by
    at = side.at.astimezone()
    return f"{side.by}，{at.month}月{at.day}日 {at:%H:%M}"
