"""Above the wall: how many are left, how far by method, and month by month."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from station_app.domain.money import percent
from station_app.domain.periods import add_months, month_of
from station_app.queries.certifications import Wall
from station_app.ui.components.chips import Tag
from station_app.ui.components.layout import Part, clear, column, fill, holder, row
from station_app.ui.components.progress_card import Bar
from station_app.ui.components.text import Rule, Text
from station_app.ui.pages.certification_words import METHODS, mark_of
from station_app.ui.pages.certification_year import is_over, left_words
from station_app.ui.theme import colour, current, font

MONTHS_AT_MOST = 8
MANY_METHODS = 4
"""Above this the legend needs the short words to be complete."""


class Summary(QFrame):
    """One card of three parts; in large mode the months are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._left = Text("", "count", bold=True)
        self._old = Text("", "small", tone="red")
        self._done = Text("", "body", bold=True)
        self._until = Text("", "small", tone="text2")
        self._rate = Text("", "body", bold=True)
        self._bar, self._methods = Bar(height=13), QHBoxLayout()
        fill(self._methods, [], 6)
        self._months = Months()
        unit = [Text("还剩", tone="text2"), self._left, Text("人", tone="text2"), None]
        left = column(row(*unit, gap=6), self._old, gap=0)
        done = row(self._done, self._until, None, self._rate, gap=10)
        middle = column(done, self._bar, holder(self._methods), gap=7)
        layout = QHBoxLayout(self)
        parts: list[Part] = [left, Rule(down=True), middle]
        if not current().large:
            parts += [Rule(down=True), self._months]
        large = current().large
        fill(layout, parts, 10 if large else 20)
        layout.setStretch(2, 1)
        px = current().px
        side = px(12 if large else 18)
        layout.setContentsMargins(side, px(10), side, px(10))

    def show_wall(self, wall: Wall, today: date) -> None:
        """Another state of the year."""
        self._left.setText(f"{wall.remaining:,}")
        self._old.setText(f"80 岁以上 {wall.old_due:,} 人，先上门" if wall.old_due else "")
        self._old.setVisible(bool(wall.old_due))
        self._done.setText(f"已认证 {wall.rate.done:,} / {wall.rate.due:,} 人")
        self._rate.setText(percent(wall.rate.done, wall.rate.due))
        self._until.setText(left_words(wall, today))
        self._until.set_tone("amber" if is_over(wall, today) else "text2")
        self._until.setVisible(current().large)  # elsewhere the head of the page has room for it
        whole = max(wall.rate.due, 1)
        counts = sorted(wall.by_method, key=lambda one: _place(one[0]))
        self._bar.show_parts([(n / whole, mark_of(method).bar) for method, n in counts])
        clear(self._methods)
        brief = current().large or len(counts) > MANY_METHODS
        for method, count in counts:
            mark = mark_of(method)
            words = mark.short if brief else mark.words
            self._methods.addWidget(Tag(mark.character, mark.meaning))
            self._methods.addWidget(Text(f"{words} {count:,}", "small", tone="text2"))
            self._methods.addSpacing(current().px(2 if brief else 8))
        if not counts:
            self._methods.addWidget(Text("还没有人认证", "small", tone="text2"))
        self._methods.addStretch(1)
        self._months.show_wall(wall, today)


def _place(method: str) -> int:
    return METHODS.index(method) if method in METHODS else len(METHODS)


class Months(QWidget):
    """A small column for each month of the window, in the colours of the methods."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[tuple[str, tuple[tuple[str, int], ...], bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("每月认证人数")

    def show_wall(self, wall: Wall, today: date) -> None:
        """From the month of opening to that of the deadline, and later ones with records."""
        first = month_of(wall.row.cycle.open_on)
        known = dict(wall.by_month)
        last = max([month_of(wall.row.cycle.due_on), *known])
        months = [first]
        while months[-1] < last and len(months) < MONTHS_AT_MOST:
            months.append(add_months(months[-1], 1))
        self._columns = [(m, known.get(m, ()), m == month_of(today)) for m in months]
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(46) * max(len(self._columns), 1), current().px(74))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        most = max((sum(n for _, n in parts) for _, parts, _ in self._columns), default=0)
        room = self.height() - t.px(36)
        for number, (month, parts, now) in enumerate(self._columns):
            x, total = number * t.px(46), sum(count for _, count in parts)
            box = QRectF(x, self.height() - t.px(18), t.px(46), t.px(18))
            painter.setFont(font("tiny", bold=now))
            painter.setPen(colour("text" if now else "text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{int(month[5:])}月")
            bottom = self.height() - t.px(20)
            if not total:
                painter.fillRect(QRectF(x + t.px(9), bottom, t.px(28), 1), colour("line2"))
                continue
            y = float(bottom)
            for method, count in sorted(parts, key=lambda one: _place(one[0])):
                height = max(count / most * room, 1.0)
                y -= height
                block = QRectF(x + t.px(9), y, t.px(28), max(height - 1, 1))
                painter.fillRect(block, colour(mark_of(method).bar))
            painter.setPen(colour("text"))
            painter.setFont(font("tiny"))
            above = QRectF(x, y - t.px(17), t.px(46), t.px(16))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{total:,}")
