"""One field in question: two tiles with both values whole, and a place for a third one."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from station_app.domain.kinds import to_text
from station_app.services.conflicts import Choice, ConflictRow, Decide, Side
from station_app.ui import icons
from station_app.ui.components.form import FormRow, value_of
from station_app.ui.components.layout import column, holder, row
from station_app.ui.components.painting import key_hint_size, paint_key_hint, rounded
from station_app.ui.components.text import IconMark, KeyHint, Text
from station_app.ui.conflict_words import (
    OFFICE,
    before_words,
    differing,
    left_title,
    masked,
    who,
)
from station_app.ui.desk import Desk
from station_app.ui.record_form import field_input, plain
from station_app.ui.theme import colour, current, font

EMPTY = "（空着）"
HEAD, SIDE_ROOM, TEXT_AT = 36, 16, 38


class ValueTile(QAbstractButton):
    """One of the two values, as long as it is; what the other does not share is marked."""

    def __init__(
        self, title: str, side: Side, shown: str, marks: tuple[int, ...], key: str
    ) -> None:
        super().__init__()
        self._title, self._side, self._key, self._marks = title, side, key, marks
        self.setText(shown)
        self.setCheckable(True)
        self.setAccessibleName(f"{title}，{who(side)}：{shown or '没有填'}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        width = current().px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(200), current().px(82))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = self._lay_out(width)
        height = round(words.boundingRect().height())
        return max(current().px(82), current().px(TEXT_AT + 14) + height)

    def _lay_out(self, width: int) -> QTextLayout:
        """The value in lines of this width."""
        shown = self.text() or EMPTY
        role = "h3" if len(shown) <= 60 else "body"
        layout = QTextLayout(shown, font(role, bold=len(shown) <= 60))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._mark(place) for place in self._marks] if self.text() else [])
        layout.beginLayout()
        y, room = 0.0, width - 2 * current().px(SIDE_ROOM)
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout

    def _mark(self, place: int) -> QTextLayout.FormatRange:
        ink = QTextCharFormat()
        ink.setBackground(colour("mark"))
        marked = QTextLayout.FormatRange()
        marked.start, marked.length, marked.format = place, 1, ink
        return marked

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, on = QPainter(self), current(), self.isChecked()
        edge = colour("primary" if on else "line2")
        fill = colour("tint" if on else "surface")
        rounded(painter, QRectF(self.rect()), t.px(8), fill=fill, edge=edge, width=2 if on else 1)
        self._paint_head(painter)
        painter.setPen(colour("text" if self.text() else "text3"))
        self._lay_out(self.width()).draw(painter, QPointF(t.px(SIDE_ROOM), t.px(TEXT_AT)))
        self._paint_ends(painter)

    def _paint_head(self, painter: QPainter) -> None:
        t, flags = current(), int(Qt.AlignmentFlag.AlignVCenter)
        x = t.px(SIDE_ROOM)
        painter.setFont(font("cap", bold=True))
        painter.setPen(colour("text2"))
        painter.drawText(QRectF(x, t.px(10), self.width(), t.px(20)), flags, self._title)
        after = x + painter.fontMetrics().horizontalAdvance(self._title) + t.px(10)
        painter.setFont(font("cap"))
        painter.drawText(QRectF(after, t.px(10), self.width(), t.px(20)), flags, who(self._side))

    def _paint_ends(self, painter: QPainter) -> None:
        t, size = current(), key_hint_size(self._key)
        x = self.width() - size.width() - t.px(14)
        where = QRectF(x, self.height() - size.height() - t.px(8), size.width(), size.height())
        paint_key_hint(painter, where, self._key, colour("text2"), colour("line2"))
        if self.isChecked():
            side = t.px(20)
            tick = QRectF(self.width() - side - t.px(14), t.px(10), side, side)
            icons.paint(painter, "circle-check", tick, colour("primary").name())


class ConflictCard(QFrame):
    """One question; `current` is the one that the arrow keys answer."""

    answered = Signal()
    left_wanted = Signal()
    """Somebody is done with writing."""
    gone_to = Signal()
    """Somebody clicked or typed in it."""

    def __init__(self, conflict: ConflictRow, desk: Desk, *, number: int, total: int) -> None:
        super().__init__()
        self.conflict, self._desk = conflict, desk
        self.setProperty("plain", True)
        self._is_current = False
        client, server = conflict.client, conflict.server
        marks = differing(client.text, server.text), differing(server.text, client.text)
        self.left = self._tile(left_title(conflict), client, marks[0], "Left")
        self.right = self._tile(OFFICE, server, marks[1], "Right")
        self.own = self._own_row()
        self._remark = self._remark_row()
        layout = QVBoxLayout(self)
        px = current().px
        layout.setContentsMargins(px(14), px(8), px(10), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(self._head(number, total))
        layout.addLayout(row(self.left, self.right, gap=14))
        layout.addWidget(self._remark)
        layout.addWidget(self._own_line())
        for tile, slot in ((self.left, self._chose_left), (self.right, self._chose_right)):
            tile.clicked.connect(slot)
            tile.setEnabled(conflict.can_decide)

    def _tile(self, title: str, side: Side, marks: tuple[int, ...], key: str) -> ValueTile:
        return ValueTile(
            title, side, masked(self.conflict.record_field, side.text, marks), marks, key
        )

    def _head(self, number: int, total: int) -> QVBoxLayout:
        conflict = self.conflict
        name = conflict.field_label
        if conflict.record_label and conflict.record_type != "person":
            name = f"{conflict.record_label}：{name}"
        line = row(
            Text(name, "lead", bold=True),
            Text(before_words(conflict), "small", tone="text2", wrap=False),
            None,
            Text(f"第 {number} 处，共 {total:,} 处" if total > 1 else "", "small", tone="text2"),
        )
        return column(line)

    def _remark_row(self) -> QWidget:
        made = QWidget()
        made.setProperty("plain", True)
        words = Text(self.conflict.remark, "small", tone="text2", wrap=True)
        line = row(IconMark("info", tone="blue", size=18), words)
        line.setStretch(1, 1)
        line.setContentsMargins(0, 0, 0, 0)
        made.setLayout(line)
        made.setVisible(bool(self.conflict.remark))
        return made

    def _own_row(self) -> FormRow:
        """The editor of the field's kind; hidden where no third value can be typed."""
        field = self.conflict.record_field
        today = self._desk.today()
        self.editor = field_input(field, today, width=380) if field else QWidget()
        made = FormRow("都不对，我来写", self.editor)
        made.label.hide()
        for name in ("textEdited", "chosen", "changed", "textChanged"):
            signal = getattr(self.editor, name, None)
            if signal is not None and hasattr(signal, "connect"):
                signal.connect(self._wrote)
        return made

    def _own_line(self) -> QWidget:
        """The words, their key, and the editor on one line."""
        words = Text("都不对，我来写", "small", tone="text2")
        line = row(words, KeyHint("Return"), self.own, gap=8)
        line.setStretch(2, 1)
        made = holder(line)
        made.setVisible(self.conflict.can_write)
        return made

    @property
    def choice(self) -> Choice | None:
        """What was chosen, or None."""
        if self.own_text:
            return Choice.OWN
        if self.left.isChecked():
            return Choice.CLIENT
        return Choice.SERVER if self.right.isChecked() else None

    @property
    def own_text(self) -> str:
        """The third value as text, or as it was typed where it cannot be read."""
        field = self.conflict.record_field
        if field is None or not self.conflict.can_write:
            return ""
        value = plain(value_of(self.editor))
        if value is not None and value != "":
            return to_text(field.kind, value, field.choices)
        typed = getattr(self.editor, "text", None)
        return str(typed()).strip() if typed else ""

    def decision(self) -> Decide | None:
        """The answer, or None."""
        choice = self.choice
        if choice is None:
            return None
        own = self.own_text if choice is Choice.OWN else None
        return Decide(self.conflict.conflict_id, choice, own)

    def check(self) -> bool:
        """Whether a third value can be taken, as far as its editor knows."""
        return self.choice is not Choice.OWN or self.own.check()

    def choose(self, *, left: bool) -> None:
        """Take one side; nothing where this PC cannot decide."""
        if not self.conflict.can_decide:
            return
        self.clear_own()
        self.left.setChecked(left)
        self.right.setChecked(not left)
        self.answered.emit()

    def clear_own(self) -> None:
        """The third value goes."""
        for name in ("put", "setText"):
            put = getattr(self.editor, name, None)
            if put is not None:
                put("" if name == "setText" else None)
                break

    def write(self) -> None:
        """The focus goes to the third value."""
        if self.conflict.can_write:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, words: str) -> None:
        """Why a third value cannot be taken."""
        self.own.show_error(words)

    def set_current(self, is_current: bool) -> None:
        """Whether the arrow keys answer this one."""
        self._is_current = is_current
        self.update()

    def _chose_left(self) -> None:
        self.gone_to.emit()
        self.choose(left=True)

    def _chose_right(self) -> None:
        self.gone_to.emit()
        self.choose(left=False)

    def _wrote(self, *_anything: object) -> None:
        if self.own_text:
            self.left.setChecked(False)
            self.right.setChecked(False)
        self.gone_to.emit()
        self.answered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the third value goes back to the arrow keys."""
        parent, held = self.parentWidget(), self.window().focusWidget()
        if event.key() == Qt.Key.Key_Escape and parent is not None and self.own.isAncestorOf(held):
            self.left_wanted.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_current:
            bar = QRectF(0, current().px(10), current().px(4), self.height() - current().px(20))
            rounded(QPainter(self), bar, 2, fill=colour("primary"))
