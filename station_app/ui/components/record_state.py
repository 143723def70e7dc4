"""A small mark for how a record stands with the district: an icon beside it, the words as a tip."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.record_states import RecordState, record_states
from station_app.ui.components.layout import fill
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Heading, Side
from station_app.ui.components.text import IconMark, Text
from station_app.ui.tasks import Tasks, Touched

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
        return Cell(icon=icon, icon_tone=tone, tip=tip_of(state))

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
