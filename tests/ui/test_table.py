"""The table: rows as they are given, pages on demand, keys left to the page."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import CELL, Cell, Column, Heading, Side, TableModel
from station_app.ui.theme import Theme, font

pytestmark = pytest.mark.usefixtures("theme")


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    fen: int
    locked: bool = False


def amount(row: Row) -> Cell:
    return Cell(f"{row.fen / 100:,.2f}", edited=row.fen != 50_000)


COLUMNS: list[Column[Row]] = [
    Column("姓名", lambda row: row.name, bold=True, name="name"),
    Column(
        "金额（元）",
        amount,
        side=Side.RIGHT,
        name="amount",
        edit=lambda row: None if row.locked else f"{row.fen // 100}",
    ),
    Column("说明", lambda _row: "", stretch=True, in_large=False),
]
ROWS = [Row("曾光明", 50_000), Row("周贵英", 80_000), Row("孙长河", 50_000, locked=True)]


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable[Row]:
    made: RecordTable[Row] = RecordTable(COLUMNS)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.show_rows(ROWS)
    return made


def test_the_model_keeps_every_promise_of_qt(qtmodeltester: ModelTester) -> None:
    model: TableModel[Row] = TableModel(COLUMNS)
    qtmodeltester.check(model)
    model.show_rows(ROWS, total=5)
    model.fetch_with(lambda _here: None)
    qtmodeltester.check(model)
    model.add_rows(ROWS[:2])
    qtmodeltester.check(model)


def test_the_next_page_is_asked_for_once() -> None:
    model: TableModel[Row] = TableModel(COLUMNS)
    asked: list[int] = []
    model.fetch_with(asked.append)
    model.show_rows(ROWS, total=5)
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == [3]
    model.add_rows(ROWS[:2])
    assert model.rowCount() == 5
    assert not model.canFetchMore(QModelIndex())


def test_figures_stand_right_and_edited_cells_are_marked(table: RecordTable[Row]) -> None:
    index = table.model.index(1, 1)
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    cell = index.data(CELL)
    assert isinstance(cell, Cell)
    assert cell.edited
    assert index.data() == "800.00"


def test_a_locked_cell_cannot_be_edited(table: RecordTable[Row]) -> None:
    assert table.model.flags(table.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not table.model.flags(table.model.index(2, 1)) & Qt.ItemFlag.ItemIsEditable


def test_an_edited_cell_is_handed_to_the_page(table: RecordTable[Row]) -> None:
    heard: list[tuple[object, str, str]] = []
    table.edited.connect(lambda row, column, text: heard.append((row, column, text)))
    table.model.setData(table.model.index(0, 1), "3*500")
    assert heard == [(ROWS[0], "amount", "3*500")]
    assert table.model.row(0) is ROWS[0]


def test_enter_opens_the_chosen_row(qtbot: QtBot, table: RecordTable[Row]) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.choose(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == [ROWS[1]]


def test_arrows_move_and_the_page_hears_of_it(qtbot: QtBot, table: RecordTable[Row]) -> None:
    table.choose(0)
    heard: list[object] = []
    table.chosen.connect(heard.append)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    table.choose_by(1)
    table.choose_by(1)
    assert heard == [ROWS[1], ROWS[2]]
    assert table.row is ROWS[2]


def test_sorting_is_left_to_the_database(table: RecordTable[Row]) -> None:
    heard: list[tuple[str, bool]] = []
    table.sorted.connect(lambda name, down: heard.append((name, down)))
    head = table.view.horizontalHeader()
    for column in (0, 0, 1, 2):
        head.sectionClicked.emit(column)
    assert heard == [("name", False), ("name", True), ("amount", False)]
    assert list(table.model.rows) == ROWS


def test_selection_and_place_survive_a_refresh(table: RecordTable[Row]) -> None:
    table.choose(2)
    table.show_rows([Row("新", 1), *ROWS])
    assert table.view.currentIndex().row() == 2


def test_letters_are_left_to_the_page(qtbot: QtBot, table: RecordTable[Row]) -> None:
    table.choose(0)
    qtbot.keyClicks(table.view, "z")
    assert table.view.currentIndex().row() == 0
    assert table.view.state() == QAbstractItemView.State.NoState


def test_a_heading_spans_the_table_and_cannot_be_chosen(table: RecordTable[Row]) -> None:
    table.show_rows([Heading("走访联系"), *ROWS])  # type: ignore[list-item]
    assert table.view.columnSpan(0, 0) == len(COLUMNS)
    assert not table.model.flags(table.model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_large_mode_shows_fewer_columns_in_higher_rows(
    table: RecordTable[Row], theme: Theme
) -> None:
    assert table.view.rowHeight(0) == 36
    theme.apply(dark=False, percent=150)
    assert table.view.isColumnHidden(2)
    assert table.view.rowHeight(0) == 54


def test_the_total_row_stands_below_and_can_be_taken_away(table: RecordTable[Row]) -> None:
    table.show_totals({"姓名": "合计", "金额（元）": "1,800.00"})
    assert table.findChildren(type(table._totals))[0].isVisible()
    table.show_totals({})
    assert not table._totals.isVisible()


def test_a_column_that_is_never_cut_is_as_wide_as_its_widest_cell(qtbot: QtBot) -> None:
    words = ["WWWWWWWWWWWWWWWWWWWW", "国国国国国国国国国国国国国", "1111111111111111111111111111"]
    cells = [*(Cell(one, bold=True) for one in words), *(Cell(one) for one in words)]
    wide: Column[Cell] = Column("住处", lambda cell: cell, width=10, whole=True)
    table: RecordTable[Cell] = RecordTable([wide])
    qtbot.addWidget(table)
    table.show_rows(cells)
    bold = QFontMetrics(font("body", bold=True))
    widest = max(bold.horizontalAdvance(one) for one in words)
    assert widest < table.view.columnWidth(0) < widest + 40
    table.show_rows([Cell("国", icon="check")])
    plain = table.view.columnWidth(0)
    table.show_rows([Cell("国")])
    assert table.view.columnWidth(0) <= plain
