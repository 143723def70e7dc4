"""Paints table cells: hairlines, the bar of the selected row, edited, wrong and doubtful cells."""

from PySide6.QtCore import (
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from station_app.ui import icons
from station_app.ui.components.chips import paint_tag, tag_size
from station_app.ui.components.pop_list import PopRow, paint_marked
from station_app.ui.components.table_model import Cell, Side, TableModel
from station_app.ui.components.text_input import TextInput
from station_app.ui.theme import colour, current, font

Index = QModelIndex | QPersistentModelIndex
PADDING = 10
ICON, ICON_GAP = 16, 6
_STATE = QStyle.StateFlag


class CellDelegate(QStyledItemDelegate):
    """The look of every table."""

    def __init__(self, parent: QWidget, *, row_height: str) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, current().height(self._row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TableModel):
            return
        cell, heading = model.painted(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        box = QRectF(option.rect)
        self._paint_ground(painter, option, box, cell, index, heading=heading)
        _paint_content(painter, _inner(box), cell, model.columns[index.column()].side)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRectF,
        cell: Cell,
        index: Index,
        *,
        heading: bool,
    ) -> None:
        selected = bool(option.state & _STATE.State_Selected)
        ground = _row_ground(
            selected=selected, hovered=index.row() == self.hovered, heading=heading
        )
        if ground is not None:
            painter.fillRect(box, ground)
        if cell.edited or cell.wrong or cell.doubtful:
            _paint_mark(painter, box, cell)
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if selected and index.column() == 0:
            painter.fillRect(
                QRectF(box.left(), box.top(), current().px(3), box.height()), colour("primary")
            )

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = TextInput(enter_moves=False)
        editor.setParent(parent)
        editor.setProperty("cell", True)
        if _side(index) is Side.RIGHT:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab end the editing, but not while an input method composes in the cell."""
        if isinstance(watched, TextInput) and isinstance(event, QKeyEvent) and watched.keeps(event):
            return False  # the field's own guard, which comes next, takes the key
        return super().eventFilter(watched, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit) and isinstance(model, TableModel):
            model.setData(index, editor.text())

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:
        return str(value)


def _row_ground(*, selected: bool, hovered: bool, heading: bool) -> QColor | None:
    if heading:
        return colour("sunken")
    if selected:
        return colour("tint")
    return colour("hover") if hovered else None


def _inner(box: QRectF) -> QRectF:
    pad = current().px(PADDING)
    return box.adjusted(pad, 0, -pad, -1)


def _side(index: Index) -> Side:
    model = index.model()
    return model.columns[index.column()].side if isinstance(model, TableModel) else Side.LEFT


def _paint_mark(painter: QPainter, box: QRectF, cell: Cell) -> None:
    """Red for wrong, amber for edited or doubtful; the edge or corner tells it without colour."""
    name = "red" if cell.wrong else "amber"
    painter.fillRect(box.adjusted(0, 0, 0, -1), colour(f"{name}_t"))
    if cell.edited:
        side = current().px(9)
        corner = [
            box.topRight(),
            box.topRight() - QPointF(side, 0),
            box.topRight() + QPointF(0, side),
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("warn"))
        painter.drawPolygon(QPolygonF(corner))
        return
    painter.setPen(QPen(colour(name), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -2))


def _paint_content(painter: QPainter, box: QRectF, cell: Cell, side: Side) -> None:
    if cell.tags:
        _paint_tags(painter, box, cell)
        return
    if cell.icon:
        size = current().px(ICON)
        where = QRectF(box.left(), box.center().y() - size / 2, size, size)
        ink = colour(cell.icon_tone) if cell.icon_tone else _ink(cell)
        icons.paint(painter, cell.icon, where, ink.name())
        box = box.adjusted(size + current().px(ICON_GAP), 0, 0, 0)
    bold = cell.bold or cell.edited
    if cell.marks:
        row = PopRow(None, cell.text, marks=cell.marks, bold=bold)
        paint_marked(painter, box, row)
        return
    painter.setFont(font("body", bold=bold))
    painter.setPen(_ink(cell))
    words = cell.text
    if not cell.bold and side is Side.LEFT:
        words = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(box.width())
        )
    painter.drawText(box, int(side.value) | int(Qt.AlignmentFlag.AlignVCenter), words)


def _ink(cell: Cell) -> QColor:
    if cell.wrong:
        return colour("red")
    if cell.doubtful:
        return colour("amber")
    return colour(cell.tone)


def _paint_tags(painter: QPainter, box: QRectF, cell: Cell) -> None:
    x = box.left()
    for words, meaning in cell.tags:
        size = tag_size(words)
        paint_tag(
            painter,
            QRectF(x, box.center().y() - size.height() / 2, size.width(), size.height()),
            words,
            meaning,
        )
        x += size.width() + current().px(6)
