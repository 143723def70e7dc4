"""The sheet of a template as a clerk knows it from Excel: letters, numbers, blocks; cells to click.

A bound cell says in green what it will show; of a filled sheet it shows the value.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station_app.domain.sheet_look import Align, CellLook, SheetLook, Spot
from station_app.domain.sheet_places import letters_of, place_of
from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font

_Index = QModelIndex | QPersistentModelIndex
EXTRA_ROWS, EXTRA_COLUMNS = 2, 1
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0
BIG, LARGE = 16, 13
"""Points from which the words of a cell are drawn as a title, or as a lead."""
PADDING = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What a bound cell says, shortly and whole; `doubtful` is to be looked at."""

    short: str
    whole: str
    doubtful: bool = False


class SheetModel(QAbstractTableModel):
    """A sheet's cells and what is bound there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = SheetLook("", {}, 0, 0)
        self.bound: Mapping[Spot, Said] = {}
        self.filled = False

    def show_sheet(self, sheet: SheetLook, bound: Mapping[Spot, Said], *, filled: bool) -> None:
        """Another sheet, or other things bound to it; `filled` shows values."""
        self.beginResetModel()
        self.sheet, self.bound, self.filled = sheet, bound, filled
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if inside or not self.sheet.rows else self.sheet.rows + EXTRA_ROWS

    def columnCount(self, parent: _Index | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if inside or not self.sheet.columns else self.sheet.columns + EXTRA_COLUMNS

    def spot(self, index: _Index) -> Spot:
        """The cell that speaks for where an index stands."""
        return self.sheet.anchor(index.row() + 1, index.column() + 1)

    def look(self, index: _Index) -> CellLook:
        """How it looks."""
        return self.sheet.at(index.row() + 1, index.column() + 1)

    def said(self, index: _Index) -> Said | None:
        """What is bound to it."""
        return self.bound.get(self.spot(index))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        said = self.said(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return said.short if said is not None and not self.filled else self.look(index).text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._told(index, said)
        return None

    def _told(self, index: _Index, said: Said | None) -> str:
        look, place = self.look(index), place_of(*self.spot(index))
        words = look.text or (f"公式 {look.formula}" if look.formula is not None else "空着")
        return f"{place}：{said.whole}" if said is not None else f"{place}：{words}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters_of(section + 1) if orientation == Qt.Orientation.Horizontal else section + 1


class _Paper(QStyledItemDelegate):
    """Draws cells like paper: words, lines where the form has lines, green where something goes."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | _Index
    ) -> None:
        model = index.model()
        assert isinstance(model, SheetModel)
        view = option.widget
        chosen = isinstance(view, SheetView) and view.chosen == model.spot(index)
        painter.save()
        box = QRectF(option.rect)
        self._ground(painter, box, model, index)
        self._words(painter, box, model, index)
        self._lines(painter, box, model.look(index))
        if chosen:
            edge = colour("primary")
            rounded(painter, box.adjusted(1, 1, -1, -1), 2, fill=None, edge=edge, width=2)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, model: SheetModel, index: _Index) -> None:
        """Empty cells stay clear: words may run over them, as in Excel."""
        said = model.said(index)
        if said is not None:
            painter.fillRect(box, colour("amber_t" if said.doubtful else "tint"))
        elif model.look(index).fill:
            painter.fillRect(box, colour("sunken"))

    def _words(self, painter: QPainter, box: QRectF, model: SheetModel, index: _Index) -> None:
        look, said = model.look(index), model.said(index)
        shows_bound = said is not None and not model.filled
        words = said.short if said is not None and shows_bound else look.text
        tone = "text"
        if shows_bound:
            tone = "amber" if said is not None and said.doubtful else "primary"
        elif look.formula is not None and not look.text:
            words, tone = "公式", "text3"
        painter.setFont(font("cap") if shows_bound else _font_of(look))
        painter.setPen(colour(tone))
        pad = current().px(PADDING)
        inner = box.adjusted(pad, 0, -pad, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter) | _side(look)
        if look.wrap or "\n" in words:
            flags |= int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, words)
            return
        in_place = look.number or (shows_bound and not look.words)
        if look.align is Align.LEFT and not in_place:
            inner.setRight(inner.right() + _room_beside(model, index))
        cut = QFontMetrics(painter.font()).elidedText(
            words, Qt.TextElideMode.ElideRight, round(inner.width())
        )
        painter.drawText(inner, flags, cut)

    def _lines(self, painter: QPainter, box: QRectF, look: CellLook) -> None:
        left, top, right, bottom = look.lines
        painter.setPen(QPen(colour("field"), 1))
        ends = (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight())
        for drawn, first, last in ((left, 0, 2), (top, 0, 1), (right, 1, 3), (bottom, 2, 3)):
            if drawn:
                painter.drawLine(ends[first], ends[last])

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | _Index) -> QSize:
        return QSize(current().px(60), current().px(26))


def _font_of(look: CellLook) -> QFont:
    role = "h3" if look.points >= BIG else "body" if look.points >= LARGE else "small"
    return font(role, bold=look.bold)


def _room_beside(model: SheetModel, index: _Index) -> int:
    """How far words may run to the right: over cells that are empty and not bound."""
    view, room = model.parent(), 0
    if not isinstance(view, QTableView):
        return 0
    row, first = model.spot(index)
    column = first - 1 + view.columnSpan(row - 1, first - 1)
    while column < model.columnCount():
        beside = model.index(row - 1, column)
        look = model.look(beside)
        if look.text or look.formula is not None or any(look.lines) or model.said(beside):
            break
        room += view.columnWidth(column)
        column += 1
    return room


def _side(look: CellLook) -> int:
    if look.align is Align.CENTER:
        return int(Qt.AlignmentFlag.AlignHCenter)
    side = Qt.AlignmentFlag.AlignRight if look.align is Align.RIGHT else Qt.AlignmentFlag.AlignLeft
    return int(side)


class SheetView(QTableView):
    """Click or Enter chooses a cell; arrows walk."""

    cell_chosen = Signal(object)
    """The spot: row and column."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet_model = SheetModel(self)
        self.chosen: Spot | None = None
        self.setModel(self.sheet_model)
        self.setItemDelegate(_Paper(self))
        self.setShowGrid(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName("上级表格的样子")
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
            head.setHighlightSections(False)
            head.setMinimumSectionSize(0)
            head.setFont(font("tiny"))
        self.clicked.connect(self._clicked)

    def show_sheet(self, sheet: SheetLook, bound: Mapping[Spot, Said], *, filled: bool) -> None:
        """The sheet; place and scroll stay where it is the same one."""
        same = sheet.name == self.sheet_model.sheet.name
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.sheet_model.show_sheet(sheet, bound, filled=filled)
        self._measure(sheet)
        if same:
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)
        else:
            self.chosen = None
        if self.chosen is not None:
            self._put_current(self.chosen)

    def _measure(self, sheet: SheetLook) -> None:
        self.clearSpans()
        px = current().px
        for column in range(1, sheet.columns + EXTRA_COLUMNS + 1):
            width = sheet.widths.get(column, USUAL_WIDTH)
            self.setColumnWidth(column - 1, px(width * 7.5 + 6) if width else 0)
        for row in range(1, sheet.rows + EXTRA_ROWS + 1):
            height = sheet.heights.get(row, USUAL_HEIGHT)
            self.setRowHeight(row - 1, px(max(height * 1.5, 25)) if height else 0)
        for block in sheet.merged:
            down = min(block.bottom, sheet.rows) - block.top + 1
            across = min(block.right, sheet.columns) - block.left + 1
            if down > 1 or across > 1:
                self.setSpan(block.top - 1, block.left - 1, max(down, 1), max(across, 1))

    def choose(self, spot: Spot) -> None:
        """Choose a cell as if it had been clicked."""
        self._put_current(spot)
        self._clicked(self.currentIndex())

    def _put_current(self, spot: Spot) -> None:
        index = self.sheet_model.index(spot[0] - 1, spot[1] - 1)
        self.setCurrentIndex(index)

    def _clicked(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        self.chosen = self.sheet_model.spot(index)
        self.viewport().update()
        self.cell_chosen.emit(self.chosen)

    def mark(self, spot: Spot) -> None:
        """Show a cell without choosing it."""
        self.chosen = spot
        self.scrollTo(self.sheet_model.index(spot[0] - 1, spot[1] - 1))
        self.viewport().update()

    def let_go(self) -> None:
        """No cell is chosen."""
        self.chosen = None
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search in the sheet."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._clicked(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:
        return QWidget.focusNextPrevChild(self, next_)
