"""What happened with a person: one line with year marks, money at the right, filters above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from station_app.queries.timeline import TimelineKind, TimelineRow
from station_app.ui import icons
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import Card, row, scrolling
from station_app.ui.components.notices import Empty
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import Text
from station_app.ui.theme import colour, current, font
from station_app.ui.timeline_words import HappenedWords, happened_words

VIEWS: tuple[tuple[str, frozenset[TimelineKind]], ...] = (
    ("全部", frozenset(TimelineKind)),
    ("走访", frozenset({TimelineKind.VISIT})),
    ("慰问", frozenset({TimelineKind.PAYMENT})),
    ("认证", frozenset({TimelineKind.CERTIFICATION})),
    ("光荣牌", frozenset({TimelineKind.PLAQUE})),
    ("其他", frozenset({TimelineKind.ENTITLEMENT, TimelineKind.PENSION, TimelineKind.FILE})),
)
DAY_WIDTH, DOT, TEXT_AT = 62, 26, 104
ONE_LINE, TWO_LINES, YEAR_LINE = 40, 54, 36


@dataclass(frozen=True, slots=True)
class _Line:
    """A year mark, or one thing that happened, with its place."""

    top: int
    height: int
    year: int
    event: TimelineRow | None = None
    words: HappenedWords | None = None


class TimelineView(QWidget):
    """Painted, because a person may have hundreds of lines; ↑ ↓ choose, Enter opens."""

    opened = Signal(object)
    turned = Signal(int)
    """PgDn and PgUp: the next person, not the next lines."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._photos: Mapping[UUID, int] = {}
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("往来记录")

    @property
    def events(self) -> list[TimelineRow]:
        """What is shown, newest first."""
        return [line.event for line in self._lines if line.event is not None]

    def show_events(self, events: Sequence[TimelineRow]) -> None:
        """Other lines."""
        px, top, year = current().px, 0, 0
        chosen = self._lines[self._at].event if 0 <= self._at < len(self._lines) else None
        self._lines, self._at = [], -1
        for event in events:
            if event.on.year != year:
                year = event.on.year
                self._lines.append(_Line(top, px(YEAR_LINE), year))
                top += px(YEAR_LINE)
            words = happened_words(event)
            height = px(TWO_LINES if words.line else ONE_LINE)
            self._lines.append(_Line(top, height, year, event, words))
            top += height
        self._at = next((n for n, line in enumerate(self._lines) if _same(line, chosen)), -1)
        self.setFixedHeight(max(top, 1))
        self.update()

    def show_photos(self, counts: object) -> None:
        """How many photos the records have; those that have some bear a mark."""
        if isinstance(counts, Mapping):
            self._photos = counts
            self.update()

    def photos_of(self, event: TimelineRow) -> int:
        """How many photos stand beside a line."""
        return max(
            self._photos.get(key, 0) for key in (event.record_id, event.paper_id) if key is not None
        )

    def sizeHint(self) -> QSize:
        return QSize(current().px(300), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self._go(1)
            case Qt.Key.Key_Up:
                self._go(-1)
            case Qt.Key.Key_PageDown:
                self.turned.emit(1)
            case Qt.Key.Key_PageUp:
                self.turned.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, line in enumerate(self._lines):
            inside = line.top <= event.position().y() < line.top + line.height
            if inside and line.event is not None:
                self._at = number
                self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open()

    def _go(self, step: int) -> None:
        places = [n for n, line in enumerate(self._lines) if line.event is not None]
        if not places:
            return
        now = places.index(self._at) if self._at in places else (-1 if step > 0 else 0)
        self._at = places[min(max(now + step, 0), len(places) - 1)]
        line, area = self._lines[self._at], self._area()
        if area is not None:
            area.ensureVisible(0, line.top, 0, line.height)
            area.ensureVisible(0, line.top + line.height, 0, 0)
        self.update()

    def _area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        area = parent.parentWidget() if parent else None
        return area if isinstance(area, QScrollArea) else None

    def _open(self) -> None:
        if 0 <= self._at < len(self._lines):
            self.opened.emit(self._lines[self._at].event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._lines):
            box = QRectF(0, line.top, self.width(), line.height)
            if not box.intersects(QRectF(event.rect())):
                continue
            if line.event is None or line.words is None:
                self._paint_year(painter, box, line)
            else:
                last = number + 1 == len(self._lines) or self._lines[number + 1].event is None
                self._paint_event(painter, box, line, last=last, chosen=number == self._at)

    def _paint_year(self, painter: QPainter, box: QRectF, line: _Line) -> None:
        painter.setFont(font("small", bold=True))
        painter.setPen(colour("text2"))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box.adjusted(current().px(16), 0, 0, 0), flags, f"{line.year}年")

    def _paint_event(
        self, painter: QPainter, box: QRectF, line: _Line, *, last: bool, chosen: bool
    ) -> None:
        t, words, happened = current(), line.words, line.event
        assert words is not None
        assert happened is not None
        if chosen and self.hasFocus():
            rounded(painter, box.adjusted(0, 1, -2, -1), t.px(5), fill=colour("tint"))
        self._paint_thread(painter, box, last=last)
        self._paint_dot(painter, box, words)
        first = QRectF(0, box.top() + t.px(5), t.px(DAY_WIDTH), t.px(22))
        painter.setFont(font("small"))
        painter.setPen(colour("text2"))
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(first, right, f"{happened.on.month}月{happened.on.day}日")
        room = box.width() - t.px(TEXT_AT)
        room -= self._paint_money(painter, box, words, reversed_=happened.reversed)
        if count := self.photos_of(happened):
            room -= self._paint_photos(painter, box, count, right=t.px(TEXT_AT) + room)
        self._paint_words(painter, box, words, room, reversed_=happened.reversed)

    def _paint_thread(self, painter: QPainter, box: QRectF, *, last: bool) -> None:
        t = current()
        x = t.px(DAY_WIDTH + 4 + DOT // 2)
        painter.setPen(QPen(colour("line"), 2))
        end = box.bottom() - (t.px(4) if last else 0)
        painter.drawLine(round(x), round(box.top()), round(x), round(end))

    def _paint_dot(self, painter: QPainter, box: QRectF, words: HappenedWords) -> None:
        t = current()
        side = t.px(DOT)
        where = QRectF(t.px(DAY_WIDTH + 4), box.top() + t.px(3), side, side)
        done = words.is_done
        painter.setPen(QPen(colour("green_l" if done else "line2"), 1))
        painter.setBrush(colour("green_t" if done else "surface"))
        painter.drawEllipse(where)
        inset = side * 0.22
        ink = colour("green" if done else "text2").name()
        icons.paint(painter, words.icon, where.adjusted(inset, inset, -inset, -inset), ink)

    def _paint_money(
        self, painter: QPainter, box: QRectF, words: HappenedWords, *, reversed_: bool
    ) -> float:
        if not words.money:
            return 0
        t = current()
        painter.setFont(_struck(font("body"), struck=reversed_))
        painter.setPen(colour("text3" if reversed_ else "text"))
        where = QRectF(0, box.top() + t.px(5), box.width() - t.px(8), t.px(22))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(where, flags, words.money)
        return painter.fontMetrics().horizontalAdvance(words.money) + t.px(20)

    def _paint_photos(self, painter: QPainter, box: QRectF, count: int, *, right: float) -> float:
        """A camera and a figure at the right of the heading."""
        t = current()
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        words = str(count)
        wide = painter.fontMetrics().horizontalAdvance(words)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        left = right - wide - t.px(10)
        painter.drawText(QRectF(left, box.top() + t.px(5), wide + 2, t.px(22)), flags, words)
        mark = QRectF(left - t.px(20), box.top() + t.px(8), t.px(16), t.px(16))
        icons.paint(painter, "camera", mark, colour("text2").name())
        return wide + t.px(36)

    def _paint_words(
        self,
        painter: QPainter,
        box: QRectF,
        words: HappenedWords,
        room: float,
        *,
        reversed_: bool,
    ) -> None:
        t, flags = current(), int(Qt.AlignmentFlag.AlignVCenter)
        left = t.px(TEXT_AT)
        painter.setFont(_struck(font("body", bold=True), struck=reversed_))
        painter.setPen(colour("text3" if reversed_ else "text"))
        painter.drawText(QRectF(left, box.top() + t.px(5), room, t.px(22)), flags, words.title)
        if words.line:
            painter.setFont(font("small"))
            painter.setPen(colour("text2"))
            wide = box.width() - left - t.px(8)
            line = QFontMetrics(font("small")).elidedText(
                words.line, Qt.TextElideMode.ElideRight, round(wide)
            )
            painter.drawText(QRectF(left, box.top() + t.px(27), wide, t.px(22)), flags, line)


def _same(line: _Line, chosen: TimelineRow | None) -> bool:
    """Whether a line is the one that was chosen before."""
    if line.event is None or chosen is None:
        return False
    return (line.event.kind, line.event.record_id) == (chosen.kind, chosen.record_id)


def _struck(face: QFont, *, struck: bool) -> QFont:
    made = QFont(face)
    made.setStrikeOut(struck)
    return made


class TimelineCard(Card):
    """Filters and the line; empty when nothing has happened yet."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[TimelineRow, ...] = ()
        self.switch = Switch([name for name, _ in VIEWS])
        self.switch.chosen.connect(self._show)
        self.view = TimelineView()
        self.view.opened.connect(self.opened)
        self._area = scrolling(self.view)
        self._area.setMinimumHeight(current().px(120))
        words = "走访、慰问、认证登记以后都在这里"
        self._empty = Empty("history", "还没有往来记录", words, framed=False)
        self._empty.hide()
        title = [] if current().large else [Text("往来记录", "lead", bold=True)]
        self.add(row(*title, self.switch, None, gap=8), self._area, self._empty)
        self.body.setStretch(1, 1)
        self.body.setStretch(2, 1)

    def show_events(self, events: tuple[TimelineRow, ...]) -> None:
        """Another person, or more events of the same one."""
        self._events = events
        for number, (name, kinds) in enumerate(VIEWS):
            count = sum(event.kind in kinds for event in events)
            self.switch.rename(number, f"{name} {count}")
        self._show()

    def to_top(self) -> None:
        """The newest first, for another person."""
        self._area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.update()

    def _show(self, *_anything: object) -> None:
        _, kinds = VIEWS[self.switch.at]
        shown = [event for event in self._events if event.kind in kinds]
        self.view.show_events(shown)
        self._area.setVisible(bool(shown))
        self._empty.setVisible(not shown)
