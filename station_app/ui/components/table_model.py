"""Rows for a table: frozen rows under columns described as data; no sorting or filtering here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

CELL = int(Qt.ItemDataRole.UserRole)
"""Role of the `Cell` that is painted."""
ROW = CELL + 1
"""Role of the row itself."""
PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
EDITABLE = PLAIN | Qt.ItemFlag.ItemIsEditable
"""Made once: flags are asked for each cell of each paint."""


class Side(Enum):
    """Text stands left, figures right, marks in the middle."""

    LEFT = Qt.AlignmentFlag.AlignLeft
    RIGHT = Qt.AlignmentFlag.AlignRight
    CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell looks beyond its text."""

    text: str = ""
    tone: str = "text"
    bold: bool = False
    icon: str = ""
    icon_tone: str = ""
    """Colour of the icon where it differs from that of the text."""
    tags: tuple[tuple[str, str], ...] = ()
    """Chips instead of text: words and meaning of each."""
    marks: tuple[int, ...] = ()
    """Letters that were found by a search."""
    edited: bool = False
    """Amber tint and corner: differs from its default."""
    wrong: bool = False
    """Red tint and edge: cannot be taken as it is."""
    doubtful: bool = False
    """Amber tint and edge: a person must look."""
    tip: str = ""
    """Words for a cell that is only a mark."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: its head, what it shows of a row, its width and side."""

    title: str
    show: Callable[[R], str | Cell]
    width: int = 100
    side: Side = Side.LEFT
    name: str = ""
    """What the sort signal calls it; without a name the column cannot be sorted."""
    bold: bool = False
    tone: str = "text"
    stretch: bool = False
    edit: Callable[[R], str | None] | None = None
    """The text to begin editing with; None where the cell is locked."""
    in_large: bool = True
    """Whether the column is shown in large mode."""
    whole: bool = False
    """Never cut: as wide as the widest cell that is here."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is only a heading over those below it."""

    words: str


@dataclass(slots=True)
class _Loaded(Generic[R]):
    rows: list[R] = field(default_factory=list)
    total: int = 0


class TableModel(QAbstractTableModel, Generic[R]):
    """Any rows under any columns; more rows are asked for as the view nears the end."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._loaded: _Loaded[R] = _Loaded()
        self._more: Callable[[int], None] | None = None
        self._asked = False
        self._write: Callable[[R, str, str], None] | None = None

    def show_rows(self, rows: Sequence[R], *, total: int | None = None) -> None:
        """Replace all rows; `total` above their number means that more can be asked for."""
        self.beginResetModel()
        self._loaded = _Loaded(list(rows), len(rows) if total is None else total)
        self._asked = False
        self.endResetModel()

    def add_rows(self, rows: Sequence[R]) -> None:
        """Append the next page."""
        self._asked = False
        if not rows:
            self._loaded.total = len(self._loaded.rows)
            return
        first = len(self._loaded.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._loaded.rows.extend(rows)
        self.endInsertRows()

    def change_row(self, number: int, row: R) -> None:
        """Replace one row where it stands."""
        self._loaded.rows[number] = row
        last = len(self.columns) - 1
        self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def rename(self, number: int, title: str) -> None:
        """Another title for a column whose cells mean something else now."""
        columns = list(self.columns)
        columns[number] = replace(columns[number], title=title)
        self.columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, number, number)

    def fetch_with(self, more: Callable[[int], None]) -> None:
        """Say who brings the next page; it is called with the number of rows already here."""
        self._more = more

    def write_with(self, write: Callable[[R, str, str], None]) -> None:
        """Say who takes an edited cell: row, column name, text."""
        self._write = write

    @property
    def rows(self) -> Sequence[R]:
        """The rows that are here."""
        return self._loaded.rows

    @property
    def total(self) -> int:
        """How many rows there are, here or not."""
        return self._loaded.total

    def row(self, number: int) -> R:
        """One row."""
        return self._loaded.rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._loaded.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        here = len(self._loaded.rows)
        waiting = self._more is not None and not self._asked
        return not parent.isValid() and waiting and here < self._loaded.total

    def fetchMore(self, parent: Index) -> None:
        if self._more is not None and self.canFetchMore(parent):
            self._asked = True
            self._more(len(self._loaded.rows))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._loaded.rows[index.row()], self.columns[index.column()]
        if role == ROW:
            return row
        match role:
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.side.value | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.EditRole:
                return column.edit(row) if column.edit else None
        cell = self._cell(row, column)
        told: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: cell.text,
            Qt.ItemDataRole.AccessibleTextRole: cell.text or cell.tip,
            Qt.ItemDataRole.ToolTipRole: cell.tip or None,
            CELL: cell,
        }
        return told.get(role)

    def painted(self, index: Index) -> tuple[Cell, bool]:
        """What is painted there, and whether it is a heading: asked for each cell of each paint."""
        row = self._loaded.rows[index.row()]
        return self._cell(row, self.columns[index.column()]), isinstance(row, Heading)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or self._write is None or not index.isValid():
            return False
        self._write(self.row(index.row()), self.columns[index.column()].name, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._loaded.rows[index.row()]
        if isinstance(row, Heading):
            return Qt.ItemFlag.ItemIsEnabled
        edit = self.columns[index.column()].edit
        return EDITABLE if edit is not None and edit(row) is not None else PLAIN

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return self._name_of(section) if role in spoken else None
        if not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].side.value | Qt.AlignmentFlag.AlignVCenter
        return None

    def _name_of(self, section: int) -> str | None:
        """What a row is called aloud: its bold words, which are the name, else its first ones."""
        if not 0 <= section < len(self._loaded.rows):
            return None
        row = self._loaded.rows[section]
        cells = [self._cell(row, column) for column in self.columns]
        named = [cell.text for cell in cells if cell.bold and cell.text]
        return (named or [cell.text for cell in cells if cell.text] or [""])[0]

    def _cell(self, row: R, column: Column[R]) -> Cell:
        if isinstance(row, Heading):
            return Cell(row.words, bold=True, tone="text2") if column is self.columns[0] else Cell()
        shown = column.show(row)
        if isinstance(shown, Cell):
            return shown
        return Cell(shown, tone=column.tone, bold=column.bold)
