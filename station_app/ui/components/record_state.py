"""A small mark for how a record stands with the district: an icon beside it, the words as a tip."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from station_app.errors import StationError
from station_app.services.record_states import RecordState, record_states
from station_app.ui import icons
from station_app.ui.components.chips import paint_tag, tag_size
from station_app.ui.components.layout import fill
from station_app.ui.components.painting import rounded
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Heading, Side
from station_app.ui.components.text import IconMark, Text
from station_app.ui.tasks import Tasks, Touched
from station_app.ui.theme import colour, current

R = TypeVar("R")
WORDS = {
    RecordState.REPORTED: ("已上报", "cloud-check", "green", "区县已回执，收下了"),
    RecordState.WAITING: ("待上报", "cloud-upload", "amber", "还没有报到区县，有网会自动报"),
    RecordState.ASKED: ("在问", "circle-question-mark", "amber", "两边写得不一样，等您决定"),
    RecordState.REFUSED: ("未收", "cloud-alert", "red", "区县没有收下，原因在“上报”里"),
}


def tip_of(state: RecordState) -> str:
    """What the mark means."""
    words, _, _, more = WORDS[state]
    return f"{words}：{more}"


class StateMark(QWidget):
    """The mark of one record, with its word."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._words = IconMark("cloud-check", size=16), Text("", "cap", tone="text2")
        fill(layout := QHBoxLayout(self), [self._icon, self._words], 5)
        layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_state(self, state: RecordState | None) -> None:
        """None hides it: this PC does not report."""
        self.setVisible(state is not None)
        if state is not None:
            words, icon, tone, _ = WORDS[state]
            self._icon.show_icon(icon, tone)
            self._words.setText(words)
            self.setToolTip(tip_of(state))
            self.setAccessibleName(tip_of(state))


class QuestionMark(QAbstractButton):
    """Beside a field that two sides wrote differently; a click opens the question."""

    def __init__(self, field: str, *, words: str = "在问") -> None:
        super().__init__()
        self.field, self._words = field, words
        self._conflict_id: UUID | None = None
        self._open: Callable[[UUID], object] | None = None
        self.setAccessibleName("在问，点开来定")
        self.setToolTip("两边写得不一样，现在显示的是区县那边的；点开来定")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)
        self.hide()

    def sizeHint(self) -> QSize:
        size = tag_size(self._words, icon=True)
        return size if self._words else QSize(size.height(), size.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as everywhere else."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        if self._words:
            paint_tag(painter, box, self._words, "amber", "circle-question-mark")
        else:
            inset = current().px(3)
            inner = box.adjusted(inset, inset, -inset, -inset)
            icons.paint(painter, "circle-question-mark", inner, colour("amber").name())
        if self.hasFocus():
            rounded(painter, box, current().px(4), edge=colour("primary"), width=2)

    def show_question(
        self, conflict_id: UUID | None, open_question: Callable[[UUID], object]
    ) -> None:
        """None hides it."""
        self._conflict_id, self._open = conflict_id, open_question
        self.setVisible(conflict_id is not None)

    def _clicked(self) -> None:
        if self._conflict_id is not None and self._open is not None:
            self._open(self._conflict_id)


def show_questions(
    over: QWidget, questions: Mapping[str, UUID], open_question: Callable[[UUID], object]
) -> None:
    """Mark the fields of a page that are in question."""
    for mark in over.findChildren(QuestionMark):
        mark.show_question(questions.get(mark.field), open_question)


class StateColumn(QObject):
    """The marks of a table: asked for the rows that are here, and again when they change."""

    def __init__(self, tasks: Tasks, key_of: Callable[[Any], UUID | None]) -> None:
        super().__init__()
        self._tasks, self._key_of = tasks, key_of
        self._states: Mapping[UUID, RecordState] = {}
        self._table: RecordTable[Any] | None = None
        self._asking = self._ask_again = False

    def column(self) -> Column[Any]:
        """The column; empty while this PC does not report."""
        return Column("上报", self._cell, width=50, side=Side.CENTRE, in_large=False)

    def watch(self, table: RecordTable[Any]) -> None:
        """The table that shows the column; it owns the marks from now on."""
        self._table = table
        self.setParent(table)
        table.model.modelReset.connect(self.ask)
        table.model.rowsInserted.connect(self.ask)
        table.model.dataChanged.connect(self.ask)
        self._tasks.touched.connect(self._heard)

    def ask(self, *_anything: object) -> None:
        """Ask how the rows stand that are here; one question at a time."""
        if self._asking:
            self._ask_again = True
            return
        keys = list(self._keys())
        if keys:
            self._asking = True
            self._tasks.read(record_states, keys, then=self._show, failed=self._not_shown)

    def _keys(self) -> Iterable[UUID]:
        rows = self._table.model.rows if self._table is not None else ()
        return (key for row in rows if (key := self._key(row)) is not None)

    def _key(self, row: Any) -> UUID | None:
        return None if isinstance(row, Heading) else self._key_of(row)

    def _cell(self, row: Any) -> Cell:
        key = self._key(row)
        state = self._states.get(key) if key is not None else None
        if state is None:
            return Cell()
        _, icon, tone, _ = WORDS[state]
        pale = "text3" if state is RecordState.REPORTED else tone
        return Cell(icon=icon, icon_tone=pale, tip=tip_of(state))

    def _show(self, states: Mapping[UUID, RecordState]) -> None:
        self._states, self._asking = states, False
        if self._table is not None:
            self._table.update_cells()
        if self._ask_again:
            self._ask_again = False
            self.ask()

    def _not_shown(self, _error: StationError) -> None:
        self._asking = self._ask_again = False

    def _heard(self, touched: Touched) -> None:
        if touched and self._table is not None and self._table.isVisible():
            self.ask()


def table_with_states(
    tasks: Tasks, columns: Sequence[Column[R]], key_of: Callable[[R], UUID | None]
) -> RecordTable[R]:
    """A table whose last column shows how each record stands with the district."""
    states = StateColumn(tasks, key_of)
    table = RecordTable([*columns, states.column()])
    states.watch(table)
    return table
