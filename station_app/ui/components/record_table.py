"""The table of every page: head, rows, pinned totals; says what was chosen, opened, edited."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from station_app.ui import icons
from station_app.ui.components.table_delegate import ICON, ICON_GAP, PADDING, CellDelegate
from station_app.ui.components.table_model import Cell, Column, Heading, Side, TableModel
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_CARD, ROW_LARGE

R = TypeVar("R")
WIDE_LETTERS = "国—W"
"""No letter of our type is wider than the widest of these."""


def _room_of(cells: Iterable[str | Cell]) -> int:
    """How wide the widest of these cells is drawn, its icon included."""
    kinds: dict[tuple[bool, bool], set[str]] = {}
    for cell in cells:
        if isinstance(cell, Cell):
            kind, words = (cell.bold or cell.edited, bool(cell.icon)), cell.text
        else:
            kind, words = (False, False), cell
        kinds.setdefault(kind, set()).add(words)
    icon = current().px(ICON) + current().px(ICON_GAP)
    rooms = (
        _widest(words, bold=bold) + icon * has_icon for (bold, has_icon), words in kinds.items()
    )
    return max(rooms, default=0)


def _widest(words: Iterable[str], *, bold: bool) -> int:
    """How wide the widest of these is: the longest come first, and once no shorter one can be
    wider the rest is not measured; a list of 1,000 asks with every key."""
    metrics = QFontMetrics(font("body", bold=bold))
    letter = max(metrics.horizontalAdvance(one) for one in WIDE_LETTERS)
    widest = 0
    for one in sorted(words, key=len, reverse=True):
        if len(one) * letter <= widest:
            break
        widest = max(widest, metrics.horizontalAdvance(one))
    return widest


class _Head(QHeaderView):
    """Column titles; the arrow stands beside the one that is sorted by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorted_by, self.descending = "", False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(24)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, TableModel):
            return
        column, pad = model.columns[logicalIndex], current().px(PADDING)
        box = QRectF(rect).adjusted(pad, 0, -pad, 0)
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        if column.side is Side.RIGHT and column.title.endswith("）"):
            box.translate(painter.fontMetrics().horizontalAdvance("）") * 0.45, 0)
        flags = int(column.side.value) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, flags | int(Qt.TextFlag.TextDontClip), column.title)
        if column.name and column.name == self.sorted_by:
            self._paint_arrow(painter, box, column)

    def _paint_arrow(self, painter: QPainter, box: QRectF, column: Column[object]) -> None:
        side, width = current().px(14), painter.fontMetrics().horizontalAdvance(column.title)
        left = (
            box.left() + width + 2 if column.side is Side.LEFT else box.right() - width - side - 2
        )
        name = "arrow-down" if self.descending else "arrow-up"
        where = QRectF(left, box.center().y() - side / 2, side, side)
        icons.paint(painter, name, where, colour("text2").name())


class _View(QTableView):
    """Qt's table with our delegate: letters are not searched for but left to the page's keys."""

    key_left = Signal()

    def __init__(self, *, row_height: str) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.cells = CellDelegate(self, row_height=row_height)
        self.setItemDelegate(self.cells)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search in the first column."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        printable = event.text().isprintable() and event.text()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        editing = self.state() == QAbstractItemView.State.EditingState
        editable = self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
        if printable and not control and not editing and not editable:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, number: int) -> None:
        if self.cells.hovered != number:
            self.cells.hovered = number
            self.viewport().update()


class _Totals(QWidget):
    """The pinned row of totals, in the same columns as the rows above it."""

    def __init__(self, view: QTableView, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self._view, self._columns = view, columns
        self._cells: dict[str, Cell] = {}
        self.hide()

    def show_cells(self, cells: dict[str, str | Cell]) -> None:
        """Totals by column title."""
        self._cells = {
            title: cell if isinstance(cell, Cell) else Cell(cell, bold=True)
            for title, cell in cells.items()
        }
        self.setVisible(bool(cells))
        self.setFixedHeight(current().px(42))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, pad = QPainter(self), current().px(PADDING)
        painter.fillRect(self.rect(), colour("sunken"))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
        head = self._view.horizontalHeader()
        for number, column in enumerate(self._columns):
            cell = self._cells.get(column.title)
            if cell is None or self._view.isColumnHidden(number):
                continue
            left = head.sectionViewportPosition(number)
            width = head.sectionSize(number)
            box = QRectF(left + pad, 0, width - 2 * pad, self.height())
            painter.setFont(font("body", bold=cell.bold))
            painter.setPen(colour(cell.tone))
            flags = int(column.side.value) | int(Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(box, flags | int(Qt.TextFlag.TextDontClip), cell.text)


class RecordTable(QFrame, Generic[R]):
    """A card with a table in it."""

    chosen = Signal(object)
    """The row that the keyboard or the mouse went to."""
    opened = Signal(object)
    """The row on which Enter or a double click fell."""
    sorted = Signal(str, bool)
    """Column name and whether descending: the page asks the database again."""
    edited = Signal(object, str, str)
    """Row, column name and the text typed into its cell."""

    def __init__(
        self, columns: Sequence[Column[R]], *, row_height: str = "row", card: bool = True
    ) -> None:
        super().__init__()
        self.setProperty("card", card)
        self.setProperty("plain", not card)
        self.model: TableModel[R] = TableModel(columns)
        self.view = _View(row_height=row_height)
        self._row_height = row_height
        self._room: dict[int, int] = {}
        self._head = _Head(self.view)
        self.view.setHorizontalHeader(self._head)
        self.view.setModel(self.model)
        self.view.setAccessibleName("、".join(column.title for column in columns if column.title))
        self._totals = _Totals(self.view, columns)
        self._above_bar = QWidget()
        self.view.addScrollBarWidget(self._above_bar, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._totals)
        self._connect()
        self._fit()
        self.setFocusProxy(self.view)

    @property
    def row(self) -> R | None:
        """The chosen row."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def show_rows(self, rows: Sequence[R], *, total: int | None = None, keep: bool = True) -> None:
        """Replace the rows; the place in the list is kept if it still exists."""
        at = self.view.currentIndex().row() if keep else -1
        scroll = self.view.verticalScrollBar().value() if keep else 0
        self.model.show_rows(rows, total=total)
        self._span_headings()
        self.fit_whole()
        if 0 <= at < len(rows):
            self.choose(at)
        self.view.verticalScrollBar().setValue(scroll)

    def show_totals(self, cells: dict[str, str | Cell]) -> None:
        """The pinned total row: text by column title; empty takes it away."""
        self._totals.show_cells(cells)

    def choose(self, number: int) -> None:
        """Go to a row."""
        if 0 <= number < self.model.rowCount():
            column = max(self.view.currentIndex().column(), 0)
            self.view.setCurrentIndex(self.model.index(number, column))

    def choose_by(self, step: int) -> None:
        """Go to another row, as ↑ ↓ in the search box do."""
        at = self.view.currentIndex().row() + step
        self.choose(min(max(at, 0), self.model.rowCount() - 1))

    def show_sorted(self, name: str, *, descending: bool = False) -> None:
        """Draw the arrow beside the column the rows are sorted by."""
        self._head.sorted_by, self._head.descending = name, descending
        self._head.viewport().update()

    def make_room(self, number: int, width: int) -> None:
        """Widen a column for what stands in it, such as a long name; never below its own width."""
        self._widen(number, width)
        self.share_room()

    def _widen(self, number: int, width: int) -> None:
        room = width + 2 * current().px(PADDING) + 2
        self._room[number] = max(room, self._own_width(number))
        self.view.setColumnWidth(number, self._room[number])

    def fit_whole(self) -> None:
        """Give the columns that are never cut the room their cells need now."""
        whole = [n for n, column in enumerate(self.model.columns) if column.whole]
        if not whole:
            return
        rows = [row for row in self.model.rows if not isinstance(row, Heading)]
        for number in whole:
            show = self.model.columns[number].show
            self._widen(number, _room_of(show(row) for row in rows))
        self.share_room()

    def widen_for(self, rows: Sequence[R]) -> bool:
        """Give the columns that are never cut more room where these rows need it; whether any
        did. A long list is measured once, then only what changes in it."""
        narrow = {
            number: room
            for number, column in enumerate(self.model.columns)
            if column.whole
            and (room := _room_of(column.show(row) for row in rows)) > self._words_room(number)
        }
        for number, room in narrow.items():
            self._widen(number, room)
        if narrow:
            self.share_room()
        return bool(narrow)

    def _words_room(self, number: int) -> int:
        return self._wanted_width(number) - 2 * current().px(PADDING) - 2

    def update_cells(self) -> None:
        """Paint the rows again that are here: something beside them is known now."""
        self.view.viewport().update()

    def edit_current(self) -> None:
        """Begin editing the chosen cell."""
        if self.view.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.view.edit(self.view.currentIndex())

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(self._went)
        self.view.doubleClicked.connect(self._open)
        self._head.sectionClicked.connect(self._sort)
        self._head.sectionResized.connect(self._totals.update)
        self.view.horizontalScrollBar().valueChanged.connect(self._totals.update)
        self.model.write_with(self.edited.emit)
        self.view.installEventFilter(self)
        self.view.viewport().installEventFilter(self)

    def _went(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.model.row(now.row()))

    def _open(self, index: QModelIndex) -> None:
        editable = index.flags() & Qt.ItemFlag.ItemIsEditable
        if index.isValid() and not editable:
            self.opened.emit(self.model.row(index.row()))

    def _sort(self, number: int) -> None:
        name = self.model.columns[number].name
        if not name:
            return
        descending = self._head.sorted_by == name and not self._head.descending
        self.show_sorted(name, descending=descending)
        self.sorted.emit(name, descending)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport():
            if event.type() == QEvent.Type.Resize:
                self.share_room()  # the scroll bar has come or gone
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            idle = self.view.state() != QAbstractItemView.State.EditingState
            if enter and idle and plain == Qt.KeyboardModifier.NoModifier:
                self._open(self.view.currentIndex())
                self.edit_current()
                return True
        return False

    def _span_headings(self) -> None:
        self.view.clearSpans()
        for number, row in enumerate(self.model.rows):
            if isinstance(row, Heading):
                self.view.setSpan(number, 0, 1, len(self.model.columns))

    def _fit(self) -> None:
        """Heights and widths at the present scale."""
        t = current()
        large = self._row_height == "row" and t.large
        height = t.px(ROW_LARGE) if large else t.height(self._row_height)
        self.view.verticalHeader().setMinimumSectionSize(height)
        self.view.verticalHeader().setDefaultSectionSize(height)
        self._head.setFixedHeight(t.height("head"))
        self._above_bar.setFixedHeight(t.height("head"))
        for number, column in enumerate(self.model.columns):
            self.view.setColumnWidth(number, self._wanted_width(number))
            self.view.setColumnHidden(number, t.large and not column.in_large)
        self.share_room()

    def share_room(self) -> None:
        """The columns that may grow share what is left over."""
        growing = [
            number
            for number, column in enumerate(self.model.columns)
            if column.stretch and not self.view.isColumnHidden(number)
        ]
        if not growing:
            return
        fixed = 0
        for number in range(len(self.model.columns)):
            hidden = self.view.isColumnHidden(number)
            fixed += 0 if hidden else self._wanted_width(number)
        spare = max(self.view.viewport().width() - fixed, 0) // len(growing)
        for number in growing:
            self.view.setColumnWidth(number, self._wanted_width(number) + spare)

    def _wanted_width(self, number: int) -> int:
        """What a column takes before any room is left over to share."""
        return self._room.get(number, self._own_width(number))

    def _own_width(self, number: int) -> int:
        """The width that was asked for, but never less than the title."""
        t, column = current(), self.model.columns[number]
        title = QFontMetrics(font("cap")).horizontalAdvance(column.title)
        return max(t.px(column.width), title + 2 * t.px(PADDING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_totals"):
            self._fit()
            self.fit_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The head's ground covers the space above the scroll bar too."""
        super().paintEvent(event)
        painter, t = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("sunken"))
        height = t.height("head") + 1
        painter.setClipRect(1, 1, self.width() - 2, height)
        box = QRectF(1, 1, self.width() - 2, height + 20)
        painter.drawRoundedRect(box, t.px(RADIUS_CARD) - 1, t.px(RADIUS_CARD) - 1)
        painter.fillRect(1, height, self.width() - 2, 1, colour("line2"))
