"""Choosing the span of a tally: the months of a year with their locks, quarters, years, a range."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from station_app.domain.codes import MonthState
from station_app.domain.month_report import ClosedMonths
from station_app.domain.periods import Period, add_months, month_of
from station_app.ui import icons
from station_app.ui.components.button import Button, icon_button
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import holder, row
from station_app.ui.components.painting import rounded
from station_app.ui.components.readers import MonthInput
from station_app.ui.components.text import Text
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_BUTTON

MONTH, QUARTER, YEAR, RANGE = range(4)
YEARS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Box:
    """One span to choose: its words, what stands below them, and whether it lies ahead."""

    period: Period
    words: str
    state: str = ""
    ahead: bool = False


SHORT = {
    MonthState.COMPUTED: "已算好",
    MonthState.SIGNED: "已签字",
    MonthState.SUBMITTED: "已报",
    MonthState.REOPENED: "退回",
}
"""What stands below a month that has a report; a locked one bears a lock."""
TONES = {"已报": "text2", "退回": "red"}


def month_boxes(
    year: int,
    today: date,
    closed: ClosedMonths,
    states: Mapping[str, MonthState] | None = None,
) -> list[Box]:
    """Twelve months: how far the report of each has come, being recorded, or still ahead."""
    now, boxes = month_of(today), []
    for number in range(1, 13):
        month = f"{year:04}-{number:02}"
        running = "记录中" if month == now else ""
        state = SHORT.get((states or {}).get(month, MonthState.OPEN), "")
        state = state or ("lock" if month in closed else running)
        boxes.append(Box(Period.month(month), f"{number}月", state, month > now))
    return boxes


def quarter_boxes(year: int, today: date) -> list[Box]:
    """Four quarters."""
    names = "一二三四"
    found = [Period.quarter(year, number) for number in range(1, 5)]
    return [
        Box(one, f"{names[number]}季度", "记录中" if month_of(today) in one else "",
            one.start > month_of(today))
        for number, one in enumerate(found)
    ]  # fmt: skip


def year_boxes(today: date) -> list[Box]:
    """The last years, this one last."""
    years = range(today.year - YEARS_SHOWN + 1, today.year + 1)
    return [
        Box(Period.year(year), f"{year}年", "记录中" if year == today.year else "")
        for year in years
    ]


class Strip(QWidget):
    """A row of spans; ← → choose when it has the focus."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._boxes: list[Box] = []
        self._at: Period | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("统计期")

    @property
    def boxes(self) -> list[Box]:
        """What can be chosen."""
        return self._boxes

    def show_boxes(self, boxes: list[Box], at: Period) -> None:
        """Other spans, one of them chosen."""
        self._boxes, self._at = boxes, at
        self.setAccessibleDescription(at.label)
        self.updateGeometry()
        self.update()

    def step(self, by: int) -> None:
        """The span before or after."""
        periods = [box.period for box in self._boxes if not box.ahead]
        if self._at in periods:
            number = periods.index(self._at) + by
            if 0 <= number < len(periods):
                self.chosen.emit(periods[number])

    def sizeHint(self) -> QSize:
        t = current()
        return QSize(len(self._boxes) * (self._width() + t.px(5)), t.px(44))

    def _width(self) -> int:
        return current().px(49 if len(self._boxes) > YEARS_SHOWN else 78)

    def _place(self, number: int) -> QRectF:
        width = self._width()
        return QRectF(number * (width + current().px(5)), 0, width, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, box in enumerate(self._boxes):
            if self._place(number).contains(event.position()) and not box.ahead:
                self.chosen.emit(box.period)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.step(-1)
            case Qt.Key.Key_Right:
                self.step(1)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, box in enumerate(self._boxes):
            self._paint(painter, self._place(number), box)

    def _paint(self, painter: QPainter, place: QRectF, box: Box) -> None:
        t, now = current(), box.period == self._at
        fill = colour("tint" if now else "sunken" if box.ahead else "surface")
        edge = colour("primary" if now or (self.hasFocus() and now) else "line2")
        if box.ahead:
            edge = colour("line")
        radius = t.px(RADIUS_BUTTON)
        rounded(painter, place, radius, fill=fill, edge=edge, width=2 if now else 1)
        upper, lower = QRectF(place), QRectF(place)
        upper.setHeight(place.height() * (0.58 if box.state else 1))
        lower.setTop(place.top() + place.height() * 0.52)
        painter.setFont(font("small", bold=now))
        painter.setPen(colour("disabled" if box.ahead else "primary" if now else "text"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, box.words)
        if box.state == "lock":
            side = t.px(13)
            where = QRectF(lower.center().x() - side / 2, lower.top() + 1, side, side)
            icons.paint(painter, "lock", where, colour("text2").name())
        elif box.state:
            painter.setFont(font("tiny"))
            painter.setPen(colour(TONES.get(box.state, "amber")))
            painter.drawText(lower, Qt.AlignmentFlag.AlignHCenter, box.state)


class PeriodChooser(QWidget):
    """Month, quarter, year or range; says which span is wanted."""

    wanted = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today, self._closed = today, ClosedMonths(None)
        self._states: Mapping[str, MonthState] = {}
        self.period = Period.month(add_months(month_of(today), -1))
        self._year = int(self.period.start[:4])
        self.switch = Switch(["月", "季", "年", "自选"])
        self.switch.chosen.connect(self._turn)
        self._before = icon_button("chevron-left", "上一年")
        self._after = icon_button("chevron-right", "下一年")
        self._year_words = Text("", "body", bold=True)
        self._before.clicked.connect(lambda: self._earlier_or_later(-1))
        self._after.clicked.connect(lambda: self._earlier_or_later(1))
        self._years = holder(row(self._before, self._year_words, self._after, gap=2))
        self.strip = Strip()
        self.strip.chosen.connect(self.choose)
        self.first, self.last = MonthInput(width=110), MonthInput(width=110)
        see = Button("看", height="button_row")
        see.clicked.connect(self._see_range)
        self._range = holder(row(self.first, Text("到"), self.last, see, None))
        self._views = QStackedWidget()
        self._views.addWidget(holder(row(self.strip, None)))
        self._views.addWidget(self._range)
        self._views.setFixedHeight(current().px(46))
        layout = row(self.switch, 6, self._years, self._views, gap=6)
        layout.setStretch(3, 1)
        layout.addStretch(0)
        self.setLayout(layout)
        self._show()

    def show_closed(self, closed: ClosedMonths, states: Mapping[str, MonthState]) -> None:
        """Which months are locked, and how far the report of each has come."""
        self._closed, self._states = closed, states
        self._show()

    def choose(self, period: Period) -> None:
        """Another span."""
        self.period = period
        self._year = int(period.end[:4])
        self._show()
        self.wanted.emit(period)

    def step(self, by: int) -> None:
        """The span before or after, also into another year."""
        if self.switch.at == RANGE:
            return
        size = self.period.length
        start = add_months(self.period.start, by * size)
        if start <= month_of(self._today):
            self.choose(Period(start, add_months(start, size - 1)))

    def _turn(self, at: int) -> None:
        now = self.period
        if at == MONTH:
            self.choose(Period.month(min(now.end, month_of(self._today))))
        elif at == QUARTER:
            number = (int(now.end[5:]) + 2) // 3
            self.choose(Period.quarter(int(now.end[:4]), number))
        elif at == YEAR:
            self.choose(Period.year(int(now.end[:4])))
        else:
            self.first.put(now.start)
            self.last.put(min(now.end, month_of(self._today)))
            self._show()
            self.first.setFocus()

    def _earlier_or_later(self, by: int) -> None:
        """A year, or in large mode, where the strip has no room, the next span."""
        if current().large:
            self.step(by)
        else:
            self._go(by)

    def _go(self, by: int) -> None:
        year = self._year + by
        if year > self._today.year:
            return
        last = Period.month(min(f"{year}-12", month_of(self._today)))
        if self.switch.at == QUARTER:
            last = Period.quarter(year, (int(last.end[5:]) + 2) // 3)
        self.choose(last)

    def _see_range(self) -> None:
        first, last = self.first.value, self.last.value
        if first is None or last is None:
            self.first.insist()
            self.last.insist()
            return
        self.choose(Period(min(first, last), max(first, last)))

    def _show(self) -> None:
        at = self.switch.at
        self._views.setCurrentIndex(1 if at == RANGE else 0)
        large = current().large
        self._views.setVisible(at == RANGE or not large)
        self._years.setVisible(at in (MONTH, QUARTER) or (large and at == YEAR))
        self._year_words.setText(self.period.label if large else f"{self._year}年")
        boxes = {
            MONTH: lambda: month_boxes(self._year, self._today, self._closed, self._states),
            QUARTER: lambda: quarter_boxes(self._year, self._today),
            YEAR: lambda: year_boxes(self._today),
        }.get(at, lambda: [])()
        self.strip.show_boxes(boxes, self.period)
