"""The list under the search box: who was found, what is due for them, and the way to a new file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent

from station_app.ui import icons
from station_app.ui.components.painting import key_hint_size, paint_key_hint
from station_app.ui.components.pop_list import PopList, PopRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.theme import colour, current, font

MOST, FEWEST = 8, 3
HEAD, FOOT, ROW = 26, 46, 44
_NUMBER = re.compile(r"[\d ]{6,20}[\dXx]")
"""A phone or an ID number, whole or nearly."""


@dataclass(frozen=True, slots=True)
class PaperKey:
    """The key of a hit that is no person but a paper: its number."""

    serial: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer to one question."""

    typed: str
    rows: tuple[PopRow, ...]
    total: int = 0
    remark: str = ""
    """For instance: 有 2 位王建国，请看出生年月."""
    more: bool = False
    """There are at least as many as `total` says."""
    count_words: str = ""
    """What the head says instead of how many people."""


class HitList(PopList):
    """The list of hits with a head that counts them and a foot that offers a new record."""

    added = Signal()

    def __init__(self, anchor: TextInput) -> None:
        super().__init__(anchor, head=HEAD, foot=FOOT, most=MOST)
        self.hits = Hits("", ())

    def open(self, rows: Sequence[PopRow], *, at: int = 0) -> None:
        """As many rows as there is room for below the box: it is never covered."""
        t, window = current(), self._anchor.window()
        top = self._anchor.mapTo(window, QPoint(0, self._anchor.height())).y()
        room = window.height() - top - t.px(HEAD + FOOT + 12) - 8
        self._most = max(min(room // self._row_height(), MOST), FEWEST)
        super().open(rows, at=at)

    def wanted_size(self) -> QSize:
        size = super().wanted_size()
        return QSize(max(size.width(), current().px(600)), size.height())

    def _row_height(self) -> int:
        return current().px(ROW)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() > self.height() - current().px(FOOT):
            self.hide()
            self.added.emit()
            event.accept()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, t = QPainter(self), current()
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        head = QRectF(t.px(18), t.px(6), self.width(), t.px(HEAD))
        painter.drawText(head, flags, self._count_words())
        top = self.height() - t.px(FOOT)
        painter.fillRect(QRectF(1, top, self.width() - 2, 1), colour("line"))
        self._paint_foot(painter, QRectF(t.px(18), top, self.width() - t.px(36), t.px(FOOT)), flags)

    def _count_words(self) -> str:
        hits = self.hits
        if hits.count_words:
            return hits.count_words
        if not hits.rows:
            return f"没有找到“{hits.typed}”，按 Enter 新增"
        count = f"{hits.total:,} {'多人' if hits.more else '人'}"
        return "，".join(part for part in (count, hits.remark) if part)

    def _new_words(self) -> str:
        """What a new file begins with; initials say nothing of a name."""
        typed = self.hits.typed
        return "一人" if typed.isascii() and not _NUMBER.fullmatch(typed) else typed

    def _width_of(self, row: PopRow) -> int:
        due = QFontMetrics(font("cap")).horizontalAdvance(row.due) + current().px(80)
        return super()._width_of(row) + due

    def _paint_row(self, painter: QPainter, box: QRectF, row: PopRow) -> None:
        t, side = current(), current().px(18)
        where = QRectF(box.left() + t.px(10), box.center().y() - side / 2, side, side)
        icon = "qr-code" if isinstance(row.key, PaperKey) else "user"
        icons.paint(painter, icon, where, colour("text2").name())
        right = self._paint_enter(painter, box) if row is self.rows[self.at] else 0.0
        inner = box.adjusted(t.px(28), 0, -right, 0)
        super()._paint_row(painter, inner, row)
        if row.due:
            self._paint_due(painter, inner, row)

    def _paint_enter(self, painter: QPainter, box: QRectF) -> float:
        """The key that takes the marked row; returns how much room it took."""
        size, t = key_hint_size("Return"), current()
        x = box.right() - size.width() - t.px(10)
        hint = QRectF(x, box.center().y() - size.height() / 2, size.width(), size.height())
        paint_key_hint(painter, hint, "Return", colour("text2"), colour("line2"))
        return size.width() + t.px(8)

    def _paint_due(self, painter: QPainter, box: QRectF, row: PopRow) -> None:
        t = current()
        born = QFontMetrics(font("small")).horizontalAdvance(row.end)
        painter.setFont(font("cap"))
        painter.setPen(colour("amber"))
        end = box.adjusted(0, 0, -t.px(24) - born, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(end, flags, row.due)

    def _paint_foot(self, painter: QPainter, box: QRectF, flags: int) -> None:
        t, side = current(), current().px(18)
        where = QRectF(box.left(), box.center().y() - side / 2, side, side)
        icons.paint(painter, "user-plus", where, colour("text2").name())
        x, ask = box.left() + t.px(28), "都不是？新增" if self.hits.rows else "新增"
        for words, ink, bold in ((ask, "text", False), (self._new_words(), "primary", True)):
            painter.setFont(font("body", bold=bold))
            painter.setPen(colour(ink))
            painter.drawText(QRectF(x, box.top(), box.width(), box.height()), flags, words)
            x += painter.fontMetrics().horizontalAdvance(words)
        size = key_hint_size("Ctrl+N")
        hint = QRectF(
            x + t.px(10), box.center().y() - size.height() / 2, size.width(), size.height()
        )
        paint_key_hint(painter, hint, "Ctrl+N", colour("text2"), colour("line2"))
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        right = flags | int(Qt.AlignmentFlag.AlignRight)
        painter.drawText(box, right, "输入汉字、首字母、证号尾数、电话都行")
