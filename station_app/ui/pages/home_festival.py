"""The festival ahead on the first page: last year's list as this year's, and the way to it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.messages.labels import label
from station_app.queries.festivals_ahead import Festival
from station_app.services.festival_lists import PreparedLists, prepare_lists
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Tag
from station_app.ui.components.layout import Card, clear, row
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import Page
from station_app.ui.theme import colour, current, font

SOON_DAYS = 30


def festival_sums(festival: Festival) -> list[tuple[str, str, str]]:
    """去年 −去世 −迁出 +新增 = 今年, always all five, as figure, label and tone."""
    stays = festival.last_year - festival.died - festival.moved
    this = festival.this_year if festival.this_year is not None else stays + festival.fresh
    more = this - stays
    return [
        (f"{festival.last_year:,}", "去年", "text"),
        (f"−{festival.died:,}" if festival.died else "0", "去世", "text"),
        (f"−{festival.moved:,}" if festival.moved else "0", "迁出", "text"),
        (_signed(more), "新增" if more >= 0 else "去掉", "green" if more > 0 else "text"),
        (f"{this:,}", "今年", "primary"),
    ]


def _signed(more: int) -> str:
    return "0" if not more else f"{'+' if more > 0 else '−'}{abs(more):,}"


def prepared_words(name: str, made: PreparedLists) -> str:
    """已备好八一名单：去年 29 人，去掉 2 人，新增 3 人."""
    parts = [f"去年 {made.last_year:,} 人"]
    parts += [f"去世、迁出去掉 {made.left:,} 人"] if made.left else []
    parts += [f"新增 {made.fresh:,} 人"] if made.fresh else []
    return f"已备好{name}名单：{'，'.join(parts)}"


class Sums(QWidget):
    """Five figures beside each other; the last one stands on a tint."""

    def __init__(self, festival: Festival) -> None:
        super().__init__()
        self._sums = festival_sums(festival)
        self.setAccessibleName("，".join(f"{words} {figure}" for figure, words, _ in self._sums))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(320), current().px(58))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        each = self.width() / len(self._sums)
        for number, (figure, words, tone) in enumerate(self._sums):
            box = QRectF(number * each, 0, each, self.height())
            if number == len(self._sums) - 1:
                rounded(painter, box.adjusted(t.px(2), 0, 0, 0), t.px(6), fill=colour("tint"))
            elif number:
                line = QRectF(box.left(), t.px(12), 1, box.height() - t.px(24))
                painter.fillRect(line, colour("line"))
            self._paint_one(painter, box, figure, words, tone)

    def _paint_one(
        self, painter: QPainter, box: QRectF, figure: str, words: str, tone: str
    ) -> None:
        t, middle = current(), int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(font("h2", bold=True))
        painter.setPen(colour(tone))
        painter.drawText(QRectF(box.left(), t.px(4), box.width(), t.px(28)), middle, figure)
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        painter.drawText(QRectF(box.left(), t.px(32), box.width(), t.px(20)), middle, words)


class FestivalCard(Card):
    """One button prepares the list or opens it; the other opens the calendar."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(gap=6)
        self._desk, self._page = desk, page
        self._festival: Festival | None = None
        self.go = Button("", Look.FILLED, keys="B")
        self.go.setParent(self)
        self.go.hide()

    def show_festival(self, festival: Festival | None) -> None:
        """Another festival, or none within two months."""
        clear(self.body)
        self._festival = festival
        if festival is None:
            self.add(Text("两个月内没有节日", "small", tone="text2"), row(self._calendar(), None))
            return
        left = (festival.day - self._desk.today()).days
        tag = Tag(f"还有 {left:,} 天" if left else "就是今天", "amber" if left <= SOON_DAYS else "")
        self.add(row(Text(festival.label, "h3", bold=True), tag, None))
        self.add(Text(_state_words(festival), "small", tone="text2", wrap=True))
        if festival.last_year or festival.prepared:
            self.add(4, Sums(festival), 4)
        self.go = self._button(festival)
        self.go.clicked.connect(self._go)
        self.add(row(self.go, None, self._calendar()))

    def _button(self, festival: Festival) -> Button:
        if festival.prepared:
            words, look = f"打开{festival.label}慰问名单", Look.FILLED
        elif festival.former:
            words, look = f"备好{festival.label}慰问名单", Look.FILLED
        else:
            words, look = "新建慰问名单", Look.OUTLINED
        return Button(words, look, keys="B")

    def _calendar(self) -> Button:
        made = Button("节令日历", Look.QUIET, icon="calendar-days")
        made.clicked.connect(self._open_calendar)
        return made

    def _open_calendar(self) -> None:
        self._desk.open("calendar")

    def _go(self) -> None:
        festival = self._festival
        if festival is None:
            return
        if festival.batch_id is not None:
            self._desk.open("batch", festival.batch_id)
        elif festival.former:
            prepare(self._page, festival, holds=self.go, then=self._prepared)
        else:
            self._desk.open("condolences")

    def _prepared(self, made: PreparedLists) -> None:
        if self._festival is not None:
            tell_prepared(self._desk, self._festival, made)


def prepare(
    page: Page, festival: Festival, *, holds: QWidget, then: Callable[[PreparedLists], None]
) -> None:
    """Make this year's lists of last year's, in one step of the history."""
    page.tasks.write(
        label("condolence.make", name=f"{festival.day.year}年{festival.label}"),
        prepare_lists,
        festival.former,
        then=then,
        failed=page.explain,
        holds=holds,
    )


def tell_prepared(desk: Desk, festival: Festival, made: PreparedLists) -> None:
    """Say how the list came about, with the way back; one list is opened at once."""
    if len(made.batch_ids) == 1:
        desk.open("batch", made.batch_ids[0])
    else:
        desk.open("condolences")
    desk.say(prepared_words(festival.label, made), undo=True)


def _state_words(festival: Festival) -> str:
    if festival.prepared:
        return "名单备好了，去世、迁出的已去掉"
    if festival.former:
        return "按去年的名单备，去世、迁出的去掉，新建档的加上"
    return "去年没有这个节的名单"
