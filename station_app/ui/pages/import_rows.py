"""The rows of an import with red and amber cells; the repair opens under its row."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.imports import ImportKind
from station_app.domain.imports import label as field_label
from station_app.domain.reading import Level
from station_app.services.import_values import PreviewRow
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Heading, Side
from station_app.ui.import_words import (
    SHOWN_FIELDS,
    STATES,
    TO_DECIDE,
    reason_words,
    shown_cell,
    was_fixed,
    worst_of,
)
from station_app.ui.pages.import_repair import RepairPanel

WIDTHS = {
    "name": 104,
    "id_number": 178,
    "birth_date": 108,
    "category": 110,
    "mobile": 128,
    "phone": 128,
}
IN_LARGE = frozenset({"name", "id_number"})
Alike = Callable[[PreviewRow], int]


class ImportRows(QWidget):
    """Rows of one kind of table; choosing one that waits opens its repair."""

    settled = Signal(object, object, bool)
    """Row, the function that makes its answer, and whether all alike get it too."""
    opened = Signal(object)
    """A waiting row was opened: whoever owns it may look at it again."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today, self._kind = today, ImportKind.ROSTER
        self._rows: list[PreviewRow] = []
        self._open: PreviewRow | None = None
        self._panel: RepairPanel | None = None
        self._alike: Alike = _nobody
        self._table: RecordTable[PreviewRow] | None = None
        self._last = -1
        self._tall = -1
        """The row that holds the repair."""
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._lay_out)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def panel(self) -> RepairPanel | None:
        """The repair that is open."""
        return self._panel

    @property
    def table(self) -> "RecordTable[PreviewRow] | None":
        """The table, once a kind is known."""
        return self._table

    def show_rows(
        self,
        rows: Sequence[PreviewRow],
        kind: ImportKind,
        *,
        alike: Alike,
        fields: Sequence[str] = (),
        open_first: bool = False,
    ) -> None:
        """Other rows; the one that is open stays open if it still waits."""
        self._alike = alike
        if self._table is None or kind is not self._kind:
            self._new_table(kind, fields)
        at = self._place(self._open)
        self._rows = list(rows)
        still = self._same(self._open)
        if still is None and open_first:
            waiting = [n for n, one in enumerate(rows) if one.state in TO_DECIDE]
            nxt = next((n for n in waiting if n >= at), waiting[0] if waiting else None)
            still = self._rows[nxt] if nxt is not None else None
        self._open = still
        self._lay_out()

    def write_by_hand(self) -> None:
        """F2: the cell is written anew."""
        if self._panel is not None:
            self._panel.write()

    def take_focus(self) -> None:
        """Where the keyboard works."""
        if self._table is not None:
            self._table.setFocus()

    def replace_open(self, seen: PreviewRow) -> None:
        """The open row as it stands now, with proposals."""
        if self._open is not None:
            self._rows[self._place(self._open)] = seen
            self._open = seen
            self._lay_out()

    def _new_table(self, kind: ImportKind, fields: Sequence[str]) -> None:
        if self._table is not None:
            self._tall = -1
            self._layout.removeWidget(self._table)
            self._table.deleteLater()
        self._kind = kind
        self._table = RecordTable(_columns(kind, fields or SHOWN_FIELDS[kind]))
        self._table.chosen.connect(self._went)
        self._table.opened.connect(self._enter)
        self._layout.addWidget(self._table)

    def _place(self, wanted: PreviewRow | None) -> int:
        if wanted is None:
            return 0
        keys = [(one.sheet, one.row) for one in self._rows]
        key = (wanted.sheet, wanted.row)
        return keys.index(key) if key in keys else 0

    def _same(self, wanted: PreviewRow | None) -> PreviewRow | None:
        """The row of the same place, if it still waits."""
        if wanted is None or not self._rows:
            return None
        found = self._rows[self._place(wanted)]
        same = (found.sheet, found.row) == (wanted.sheet, wanted.row)
        return found if same and found.state in TO_DECIDE else None

    def _lay_out(self) -> None:
        """Rows, and under the open one a row that holds its repair."""
        if self._table is None:
            return
        shown: list[PreviewRow | Heading] = list(self._rows)
        at = self._place(self._open) if self._open is not None else -1
        if at >= 0:
            shown.insert(at + 1, Heading(""))
        scroll = self._table.view.verticalScrollBar().value()
        self._table.chosen.disconnect(self._went)
        self._put_panel_away()
        self._table.show_rows(shown)  # type: ignore[arg-type]  # headings may stand among rows
        if at >= 0:
            self._table.choose(at)
            self._last = at
            self._put_panel(at + 1)
        self._table.view.verticalScrollBar().setValue(scroll)
        if at >= 0:
            self._bring_into_sight(at)
        self._table.chosen.connect(self._went)

    def _bring_into_sight(self, at: int) -> None:
        """The row and its repair; where both do not fit, the row stands at the top."""
        if self._table is None:
            return
        view, model = self._table.view, self._table.model
        view.scrollTo(model.index(at + 1, 0))
        view.scrollTo(model.index(at, 0))
        if view.visualRect(model.index(at + 1, 0)).bottom() > view.viewport().height():
            view.scrollTo(model.index(at, 0), view.ScrollHint.PositionAtTop)

    def _put_panel_away(self) -> None:
        """The row that held the repair is as high as any other."""
        if self._table is not None and self._tall >= 0:
            view = self._table.view
            view.setIndexWidget(self._table.model.index(self._tall, 0), None)  # type: ignore[arg-type]  # Qt takes none
            view.setRowHeight(self._tall, view.verticalHeader().defaultSectionSize())
        self._tall = -1

    def _put_panel(self, number: int) -> None:
        if self._table is None or self._open is None:
            return
        alike = self._alike(self._open)
        self._panel = RepairPanel(self._open, self._kind, alike=alike, today=self._today)
        self._panel.settled.connect(self._settle)
        view = self._table.view
        wide = view.viewport().width()
        need = self._panel.layout()
        height = need.heightForWidth(wide) if need and need.hasHeightForWidth() else 0
        self._tall = number
        view.setRowHeight(number, max(height, self._panel.sizeHint().height()))
        view.setIndexWidget(self._table.model.index(number, 0), self._panel)

    def _went(self, chosen: object) -> None:
        """The keyboard or the mouse went to a row; the repair row itself is stepped over."""
        if self._table is None:
            return
        at = self._table.view.currentIndex().row()
        if isinstance(chosen, Heading):
            step = 1 if at >= self._last else -1
            self._table.choose(at + step)
            return
        self._last = at
        waits = isinstance(chosen, PreviewRow) and chosen.state in TO_DECIDE
        self._open = chosen if waits and isinstance(chosen, PreviewRow) else None
        self._panel = None
        if self._open is not None:
            self.opened.emit(self._open)
        self._later.start()

    def _enter(self, _row: object) -> None:
        if self._panel is not None:
            self._panel.settle()

    def _settle(self, make: object, for_all: bool) -> None:
        if self._open is not None:
            self.settled.emit(self._open, make, for_all)


def _nobody(_row: PreviewRow) -> int:
    return 0


def _columns(kind: ImportKind, fields: Sequence[str]) -> list[Column[PreviewRow]]:
    number: Column[PreviewRow] = Column(
        "行", lambda one: str(one.row), width=54, side=Side.RIGHT, tone="text2"
    )
    state: Column[PreviewRow] = Column("结果", _state, width=112)
    middle = [_field_column(kind, name) for name in fields]
    why: Column[PreviewRow] = Column("说明", reason_words, width=200, stretch=True)
    return [number, state, *middle, why]


def _field_column(kind: ImportKind, name: str) -> Column[PreviewRow]:
    def show(one: PreviewRow) -> Cell:
        level = worst_of(one, name)
        waits = one.state in TO_DECIDE
        return Cell(
            shown_cell(one, name),
            tone="red" if waits and level is Level.ERR else "text",
            bold=name == "name",
            wrong=waits and level is Level.ERR,
            doubtful=waits and level is Level.ASK,
        )

    return Column(
        field_label(kind, name), show, width=WIDTHS.get(name, 100), in_large=name in IN_LARGE
    )


def _state(one: PreviewRow) -> Cell:
    words, _, meaning = STATES[one.state]
    if was_fixed(one) and one.state not in TO_DECIDE and words != "跳过":
        words = f"{words}，已改好"
    return Cell(words, tags=((words, meaning),))
