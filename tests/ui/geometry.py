"""Finds what a clerk would see as broken: cut words, widgets over each other, parts outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCalendarWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QWidget,
)

from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.notices import Toast
from station_app.ui.components.pop_list import PopList
from station_app.ui.components.progress_card import ProgressCard
from station_app.ui.components.table_delegate import ICON, ICON_GAP, PADDING
from station_app.ui.components.table_model import Cell, Column, Heading, Side, TableModel
from station_app.ui.components.text import ElidedText
from station_app.ui.components.text_input import ReadInput
from station_app.ui.print_preview import PrintPreview
from station_app.ui.theme import current, font

OVERLAYS = (Dialog, PrintPreview, Toast, PopList, ProgressCard, QMenu)
"""What is meant to lie over its siblings."""
SLACK = 1
"""Pixels by which rounding at odd scales may differ."""
ROWS_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is broken, and where."""

    kind: str
    where: str
    how: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where} ({self.how})"


def flaws(root: QWidget, *, may_scroll: bool = False) -> list[Flaw]:
    """Everything that is broken in what is shown; `may_scroll` where the screen is too small."""
    found: list[Flaw] = []
    for widget in _shown(root):
        found += _cut_words(widget)
        found += _overlaps(widget)
        found += _outside(widget)
        found += [] if may_scroll else _sideways(widget)
    return list(dict.fromkeys(found))


def name_of(widget: QWidget) -> str:
    """What a reader needs to find the widget."""
    words = widget.accessibleName() or widget.objectName()
    if isinstance(widget, (QAbstractButton, QLabel)):
        words = widget.text() or words
    above = widget.parentWidget()
    place = f"{type(above).__name__}/" if above is not None else ""
    return f"{place}{type(widget).__name__} {words!r}"


def _shown(root: QWidget) -> Iterator[QWidget]:
    """Every widget that is to be seen, without the insides of Qt's own calendar."""
    yield root
    for child in _children(root):
        if not isinstance(child, QCalendarWidget):
            yield from _shown(child)


def _children(widget: QWidget) -> list[QWidget]:
    found = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [one for one in found if one.isVisible() and not one.isWindow()]


def _cut_words(widget: QWidget) -> list[Flaw]:
    if isinstance(widget, ElidedText):
        return []
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QLineEdit):
        return _field(widget)
    if isinstance(widget, QTableView):
        return _table(widget)
    if widget.layout() is None and not isinstance(widget, QAbstractScrollArea):
        return _needs(widget, widget.minimumSizeHint())
    return []


def _label(label: QLabel) -> list[Flaw]:
    if not label.text():
        return []
    inner = label.contentsRect().size()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        longest = max(label.fontMetrics().horizontalAdvance(one) for one in label.text())
        return _short(label, QSize(longest, need), label.size())
    return _short(label, QSize(label.sizeHint().width(), label.fontMetrics().height()), inner)


def _needs(widget: QWidget, need: QSize) -> list[Flaw]:
    """What paints its own words asks for the room they take."""
    if isinstance(widget, QAbstractButton) and not widget.text():
        side = current().px(18) + 4  # the icon, and the ring around it
        need = QSize(min(side, need.width()), min(side, need.height()))
    return _short(widget, need, widget.size())


def _short(widget: QWidget, need: QSize, room: QSize) -> list[Flaw]:
    missing = QSize(need.width() - room.width(), need.height() - room.height())
    if missing.width() <= SLACK and missing.height() <= SLACK:
        return []
    how = f"needs {need.width()}x{need.height()}, has {room.width()}x{room.height()}"
    return [Flaw("cut", name_of(widget), how)]


def _field(field: QLineEdit) -> list[Flaw]:
    """Values that are read must be seen whole; free text scrolls under the cursor."""
    margins = field.textMargins()
    room = field.width() - margins.left() - margins.right() - 2 * current().px(11)
    words = [field.placeholderText()] if not field.text() else []
    if isinstance(field, (ReadInput, ChoiceInput)) and field.isEnabled():
        words.append(field.text())
    wide = max((QFontMetrics(field.font()).horizontalAdvance(one) for one in words), default=0)
    short = _short(field, QSize(wide, 0), QSize(room, 0))
    return short + _short(field, QSize(0, current().height("input_row") - 4), field.size())


def _table(view: QTableView) -> list[Flaw]:
    model = view.model()
    if not isinstance(model, TableModel):
        return []
    found: list[Flaw] = []
    for number, column in enumerate(model.columns):
        if view.isColumnHidden(number):
            continue
        room = view.columnWidth(number) - 2 * current().px(PADDING)
        found += _too_wide(view, f"head {column.title!r}", _head_width(column), room)
        for row in list(model.rows)[:ROWS_LOOKED_AT]:
            if not isinstance(row, Heading):
                found += _cell(view, column, row, room)
    return found


def _head_width(column: Column[object]) -> int:
    width = QFontMetrics(font("cap")).horizontalAdvance(column.title)
    if column.side is Side.RIGHT and column.title.endswith("）"):
        width -= QFontMetrics(font("cap")).horizontalAdvance("）") // 2
    return width


def _cell(view: QTableView, column: Column[object], row: object, room: int) -> list[Flaw]:
    """Names and figures are never cut; of other words only those of a note may be."""
    shown = column.show(row)
    cell = shown if isinstance(shown, Cell) else Cell(shown, bold=column.bold)
    if column.stretch and not cell.bold and column.side is Side.LEFT:
        return []
    metrics = QFontMetrics(font("body", bold=cell.bold or cell.edited))
    icon = current().px(ICON) + current().px(ICON_GAP) if cell.icon else 0
    wide = metrics.horizontalAdvance(cell.text) + icon
    return _too_wide(view, f"cell of {column.title!r}", wide, room)


def _too_wide(view: QTableView, what: str, need: int, room: int) -> list[Flaw]:
    if need <= room + SLACK:
        return []
    return [Flaw("cut", f"{name_of(view)} {what}", f"needs {need}, has {room}")]


def _overlaps(parent: QWidget) -> list[Flaw]:
    if isinstance(parent, (QStackedWidget, QAbstractScrollArea)):
        return []
    beside = [one for one in _children(parent) if not _floats(one)]
    return [
        Flaw("overlap", f"{name_of(first)} and {name_of(second)}", _size(common))
        for first, second in combinations(beside, 2)
        if (common := first.geometry() & second.geometry()).width() > SLACK
        and common.height() > SLACK
    ]


def _floats(widget: QWidget) -> bool:
    return isinstance(widget, OVERLAYS) or bool(widget.property("floating"))


def _outside(parent: QWidget) -> list[Flaw]:
    """Children that reach beyond their parent; what scrolls may only do so downwards."""
    if isinstance(parent, QAbstractScrollArea):
        return []
    above = parent.parentWidget()
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
        bar = above.horizontalScrollBar()
        sideways = bar.maximum() > 0 and bar.isVisible()
        room.setTop(-(10**6))
        room.setBottom(10**6)
        if sideways or isinstance(above, QTableView):
            return []
    found = []
    for child in _children(parent):
        where = child.geometry()
        if not room.contains(where) and not where.isEmpty() and not _floats(child):
            found.append(Flaw("outside", name_of(child), f"{_box(where)} in {_box(parent.rect())}"))
    return found


def _sideways(widget: QWidget) -> list[Flaw]:
    if not isinstance(widget, QAbstractScrollArea):
        return []
    bar = widget.horizontalScrollBar()
    if not bar.isVisible() or bar.maximum() <= 0:
        return []
    return [Flaw("sideways", name_of(widget), f"{bar.maximum()} beyond the edge")]


def _size(box: QRect) -> str:
    return f"{box.width()}x{box.height()}"


def _box(box: QRect) -> str:
    return f"{_size(box)} at {box.x()},{box.y()}"
