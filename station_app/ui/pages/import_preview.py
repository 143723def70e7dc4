"""The third step: what would become of every row; only what needs a decision comes first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.imports import ImportKind, RowState
from station_app.services.id_rescue import asks_for_number
from station_app.services.import_values import PreviewRow
from station_app.ui.components.button import Button
from station_app.ui.components.chips import FilterChip
from station_app.ui.components.layout import clear, fill, holder
from station_app.ui.components.notices import AllWell
from station_app.ui.components.text import Text
from station_app.ui.import_words import STATES, TO_DECIDE, fields_asked, open_reasons, was_fixed
from station_app.ui.pages.import_rows import Alike, ImportRows
from station_app.ui.pages.import_tiles import StateTile
from station_app.ui.theme import current

FIELD_CHIPS = 3
ALL, TO_DO = "all", "to_do"


class ImportPreviewView(QWidget):
    """Six states whose counts add up; chips for all rows, the open ones, and columns that ask."""

    settled = Signal(object, object, bool)
    opened = Signal(object)
    rescue_wanted = Signal()
    """Print the list of the ID numbers that must be asked for."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._rows: Sequence[PreviewRow] = ()
        self._kind = ImportKind.ROSTER
        self._alike: Alike | None = None
        self._fields: Sequence[str] = ()
        self._which: object = TO_DO
        self._tiles = {state: StateTile(*STATES[state][:2]) for state in STATES}
        self._chips: dict[object, FilterChip] = {}
        self._chip_row = QHBoxLayout()
        self._table = ImportRows(today)
        self._table.settled.connect(self.settled)
        self._table.opened.connect(self.opened)
        self._well = AllWell("没有要您定的行", "可以直接导入")
        self._build()

    @property
    def rows(self) -> Sequence[PreviewRow]:
        """All rows, whatever is shown of them."""
        return self._rows

    @property
    def table(self) -> ImportRows:
        """The rows."""
        return self._table

    def show_rows(
        self,
        rows: Sequence[PreviewRow],
        kind: ImportKind,
        *,
        alike: Alike,
        fields: Sequence[str],
        fresh: bool,
    ) -> None:
        """The rows of a preview; a fresh one begins with what must be decided."""
        self._rows, self._kind, self._alike, self._fields = rows, kind, alike, fields
        if fresh:
            waits = any(row.state in TO_DECIDE for row in rows)
            self._which = TO_DO if waits else ALL
        self._say_counts()
        self._show(open_first=True)

    def _build(self) -> None:
        tiles = QHBoxLayout()
        tiles.setContentsMargins(0, 0, 0, 0)
        tiles.setSpacing(current().px(8))
        for state, tile in self._tiles.items():
            tile.setProperty("state", state.value)
            tile.clicked.connect(self._tile_clicked)
            tiles.addWidget(tile)
        self._chip_row.setSpacing(current().px(8))
        layout = QVBoxLayout(self)
        self.tiles = holder(tiles)
        fill(layout, [self.tiles, self._chip_row, self._well, self._table], 10)
        layout.setStretch(3, 1)

    def _say_counts(self) -> None:
        counts = {state: sum(row.state is state for row in self._rows) for state in STATES}
        fixed = sum(was_fixed(row) and row.state is RowState.NEW for row in self._rows)
        more = {
            RowState.NEW: f"{fixed:,} 行自动改好" if fixed else "",
            RowState.MERGED: "只补空白",
            RowState.UNCHANGED: "不用动",
            RowState.DOUBTFUL: "一条条定",
            RowState.REFUSED: "改好才能进",
            RowState.SKIPPED: "合计、落款等",
        }
        for state, tile in self._tiles.items():
            tile.say(counts[state], more[state] if counts[state] else "")
        self._well.setVisible(not counts[RowState.DOUBTFUL] + counts[RowState.REFUSED])
        self._fill_chips(counts)

    def _fill_chips(self, counts: dict[RowState, int]) -> None:
        clear(self._chip_row)
        self._chips = {}
        waiting = sum(counts[state] for state in TO_DECIDE)
        self._chip(TO_DO, "要处理的", waiting)
        self._chip(ALL, "全部", len(self._rows))
        asked = fields_asked([row for row in self._rows if row.state in TO_DECIDE], self._kind)
        for name, words, count in asked[: FIELD_CHIPS if not current().large else 1]:
            self._chip(name, words, count)
        self._chip_row.addStretch(1)
        lost = sum(asks_for_number(row) for row in self._rows if row.state in TO_DECIDE)
        if waiting and not current().large:
            self._chip_row.addWidget(Text("同样的问题只问一次", "small", tone="text2"))
        if lost and self._kind is ImportKind.ROSTER:
            self._chip_row.addWidget(self._rescue_button(lost))

    def _chip(self, key: str, words: str, count: int) -> None:
        chip = FilterChip(words, count)
        chip.setProperty("key", key)
        chip.setChecked(key == self._which)
        chip.clicked.connect(self._chip_clicked)
        self._chips[key] = chip
        self._chip_row.addWidget(chip)

    def _rescue_button(self, count: int) -> Button:
        """身份证急救: what is known of each number, by group, with room to write."""
        words = "待核名单" if current().large else f"身份证待核名单 {count}"
        made = Button(words, icon="printer", keys="Ctrl+P", height="button_row")
        made.clicked.connect(self.rescue_wanted)
        return made

    def _chip_clicked(self) -> None:
        if (sender := self.sender()) is not None:
            self._turn(sender.property("key"))

    def _tile_clicked(self) -> None:
        if (sender := self.sender()) is not None:
            self._turn(RowState(sender.property("state")))

    def _turn(self, which: object) -> None:
        self._which = which
        for key, chip in self._chips.items():
            chip.setChecked(key == which)
        self._show(open_first=False)
        self._table.take_focus()

    def _show(self, *, open_first: bool) -> None:
        for state, tile in self._tiles.items():
            tile.setChecked(state == self._which)
        rows = [row for row in self._rows if self._passes(row)]
        if self._alike is not None:
            self._table.show_rows(
                rows, self._kind, alike=self._alike, fields=self._fields, open_first=open_first
            )
            self._table.setVisible(bool(rows))

    def _passes(self, row: PreviewRow) -> bool:
        if self._which == ALL:
            return True
        if self._which == TO_DO:
            return row.state in TO_DECIDE
        if isinstance(self._which, RowState):
            return row.state is self._which
        waits = row.state in TO_DECIDE
        return waits and any(one.field == self._which for one in open_reasons(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self._table.write_by_hand()
            return
        super().keyPressEvent(event)
