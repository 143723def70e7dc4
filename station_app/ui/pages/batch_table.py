"""The table of a batch: amounts are typed into their cells, with the result beside them."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from station_app.models.identifiers import PlanId
from station_app.ui.components.readers import read_money
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_delegate import CellDelegate, Index
from station_app.ui.components.table_model import ROW, Cell, Column, TableModel
from station_app.ui.components.text_input import TextInput
from station_app.ui.pages.batch_rows import AMOUNT, GOODS, NOTE, SheetRow
from station_app.ui.spare_columns import SpareColumns

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVES = (*_ENTERS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


SPARE = ("证号后四位", "类别", "上报", "去年（元）", "日期", "说明", "性别 年龄")
"""What gives way first where the window is narrow or the writing large."""
EXAMPLES = "可以写 500、3*500、500*2+200。"


class AmountDelegate(CellDelegate):
    """Tells what is being typed into an amount, and keeps it while the rows are refreshed.

    An amount that is refused stays in its editor: neither Enter nor Tab throws it away.
    """

    typed = Signal(object, str)
    """Row and the text so far."""
    half_typed = Signal(object, str, str)
    """Row, name of the column, and the text so far."""
    entered = Signal()
    """Enter closed the editor."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            row, name = index.data(ROW), _name_of(index)
            editor.textEdited.connect(lambda text: self.half_typed.emit(row, name, text))
            if name == AMOUNT:
                editor.setObjectName(AMOUNT)
                editor.textEdited.connect(lambda text: self.typed.emit(row, text))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def eventFilter(self, object: QObject, event: QEvent) -> bool:
        enter = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if enter and isinstance(event, QKeyEvent) and event.key() in _LEAVES and _refuses(object):
            return True
        taken = super().eventFilter(object, event)
        if enter and isinstance(event, QKeyEvent) and event.key() in _ENTERS:
            self.entered.emit()
        return taken


class BatchTable(RecordTable[SheetRow]):
    """In a draft the current cell is always an amount; Enter goes down, Del back to the default."""

    amount_typed = Signal(object, object)
    """Row, and the amount in fen."""
    back_to_default = Signal(object)
    goods_typed = Signal(object, str)
    note_typed = Signal(object, str)
    removal_wanted = Signal(object)
    half_typed = Signal(object, str, str)
    """Row, name of the column, and the text so far."""
    cell_left = Signal()
    """The editor was closed."""
    explained = Signal(str)
    """Why the chosen amount cannot be kept, whole; nothing once it can."""

    def __init__(self, columns: Sequence[Column[SheetRow]]) -> None:
        super().__init__(columns, row_height="row_batch")
        self._typing: tuple[SheetRow, str] | None = None
        self._refused: dict[PlanId, str] = {}
        """What was typed and is no amount: it stays in its cell until it is put right."""
        self._amount = next(
            (n for n, column in enumerate(self.model.columns) if column.name == AMOUNT), -1
        )
        if self._amount >= 0:
            self._edit_amounts()
        self.view.selectionModel().currentChanged.connect(self._stay)
        self.view.selectionModel().currentChanged.connect(self._explain)
        self._spare = SpareColumns(self, SPARE)

    def show_sheet(self, rows: Sequence[SheetRow]) -> None:
        """The same lines are changed where they stand, so that typing goes on undisturbed."""
        before = [(row.line.plan_id, row.number) for row in self.model.rows]
        if before and before == [(row.line.plan_id, row.number) for row in rows]:
            self._change_rows(rows)
            self._explain()
            return
        self._typing = None  # an open editor goes with the rows
        self.show_rows(rows)
        if self._spare.fit():
            self.share_room()
        for number, row in enumerate(rows):
            if row.correction is not None:
                self.view.setSpan(number, 2, 1, 3)
        self._explain()

    def _change_rows(self, rows: Sequence[SheetRow]) -> None:
        """Only a longer word than any so far needs more room."""
        changed = [n for n, row in enumerate(rows) if self.model.row(n) != row]
        for number in changed:
            self.model.change_row(number, rows[number])
        if self.widen_for([rows[number] for number in changed]) and self._spare.fit():
            self.share_room()

    def calculated(self, row: SheetRow) -> Cell | None:
        """What the text in the cell amounts to, while it is typed; or why it was not kept."""
        if self._typing is not None and self._typing[0].line.plan_id == row.line.plan_id:
            return _worth(self._typing[1])
        if (text := self.refused_text(row)) is not None:
            why = f"没有记下：{read_money(text).error}"
            return Cell(why, tone="red", icon="circle-alert")
        return None

    def refused_text(self, row: SheetRow) -> str | None:
        """What was typed into the amount of a row and could not be kept."""
        return self._refused.get(row.line.plan_id)

    def first_refused(self) -> str | None:
        """Go to the first cell that holds no amount; whose it is, None if there is none."""
        for number, row in enumerate(self.model.rows):
            if self.refused_text(row) is not None:
                self.choose(number)
                return row.line.name
        return None

    def write_into(self, plan_id: UUID, column: str, text: str) -> bool:
        """Open a cell with this text in it, not written down yet; whether there is such a cell."""
        rows: list[UUID] = [row.line.plan_id for row in self.model.rows]
        names = [one.name for one in self.model.columns if one.edit is not None]
        if plan_id not in rows or column not in names:
            return False
        at = [one.name for one in self.model.columns].index(column)
        index = self.model.index(rows.index(plan_id), at)
        self.view.setFocus()
        self.view.setCurrentIndex(index)
        self.view.edit(index)
        editor = self.view.viewport().findChild(QLineEdit)
        if editor is None:
            return False
        editor.clear()
        editor.insert(text)
        editor.textEdited.emit(text)
        return True

    def change_row(self, row: SheetRow) -> None:
        """Draw one row anew."""
        for number, one in enumerate(self.model.rows):
            if one.line.plan_id == row.line.plan_id:
                self.view.viewport().update(
                    self.view.visualRect(self.model.index(number, len(self.model.columns) - 1))
                )

    def _edit_amounts(self) -> None:
        delegate = AmountDelegate(self.view, row_height="row_batch")
        self.view.cells = delegate
        self.view.setItemDelegate(delegate)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        delegate.typed.connect(self._typed)
        delegate.entered.connect(self._entered)
        delegate.half_typed.connect(self.half_typed)
        delegate.closeEditor.connect(self._closed)
        self.edited.connect(self._take)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self)
        delete.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        delete.activated.connect(self._to_default)
        remove = QShortcut(QKeySequence("Ctrl+Delete"), self)
        remove.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        remove.activated.connect(self._remove)

    def _stay(self, now: QModelIndex, before: QModelIndex) -> None:
        """A click goes to the amount of its row; ← → go between what may be written."""
        if not now.isValid() or self._amount < 0:
            return
        open_columns = [n for n, one in enumerate(self.model.columns) if one.edit is not None]
        pressed = bool(QApplication.mouseButtons() & Qt.MouseButton.LeftButton)
        if now.column() in open_columns and not pressed:
            return
        wanted = self._amount
        if not pressed and before.isValid() and before.row() == now.row():
            right = [n for n in open_columns if n > now.column()]
            left = [n for n in open_columns if n < now.column()]
            forward = now.column() > before.column()
            wanted = (right or [before.column()])[0] if forward else (left or [before.column()])[-1]
        if now.column() != wanted:
            self.view.setCurrentIndex(self.model.index(now.row(), wanted))

    def _typed(self, row: SheetRow, text: str) -> None:
        self._typing = (row, text)
        self.change_row(row)
        self._explain()

    def _explain(self, *_anything: object) -> None:
        """The whole sentence has no room in the row."""
        row = self.row
        if self._typing is not None:
            text: str | None = self._typing[1]
        else:
            text = self.refused_text(row) if row is not None else None
        error = read_money(text).error if text else ""
        self.explained.emit(f"{error}{EXAMPLES}" if error else "")

    def _closed(self, *_anything: object) -> None:
        self._typing = None
        self._explain()
        self.cell_left.emit()
        self.view.viewport().update()

    def _entered(self) -> None:
        QTimer.singleShot(0, self, self._down)

    def _down(self) -> None:
        self.view.setFocus()
        self.choose_by(1)

    def _take(self, row: SheetRow, column: str, text: str) -> None:
        self._typing = None
        if column == GOODS:
            self.goods_typed.emit(row, text.strip())
        elif column == NOTE:
            self.note_typed.emit(row, text.strip())
        else:
            self._take_amount(row, text)

    def _take_amount(self, row: SheetRow, text: str) -> None:
        self._refused.pop(row.line.plan_id, None)
        if not text.strip():
            self.back_to_default.emit(row)
            return
        reading = read_money(text)
        if reading.error:
            self._refused[row.line.plan_id] = text.strip()
        self._explain()
        fen = reading.value
        if fen is not None and fen != row.line.amount_fen:
            self.amount_typed.emit(row, fen)

    def _to_default(self) -> None:
        if self.row is not None:
            self._refused.pop(self.row.line.plan_id, None)
            self._explain()
            self.update_cells()
            self.back_to_default.emit(self.row)

    def _remove(self) -> None:
        if self.row is not None:
            self.removal_wanted.emit(self.row)


def _worth(text: str) -> Cell | None:
    reading = read_money(text)
    if reading.value is None:
        return Cell(reading.error, tone="red", icon="circle-alert") if reading.error else None
    return Cell(f"= {reading.shown}，回车记下", tone="green", icon="calculator")


def _refuses(editor: QObject) -> bool:
    """Whether this is an amount whose text is none; it is marked as wrong then."""
    if not isinstance(editor, TextInput) or editor.objectName() != AMOUNT:
        return False
    refused = bool(read_money(editor.text()).error)
    editor.mark_wrong(refused)
    return refused


def _name_of(index: Index) -> str:
    model = index.model()
    return model.columns[index.column()].name if isinstance(model, TableModel) else ""
