"""A plain bar chart, painted: one or two series told apart without colour, values beside."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.domain.yearly_charts import Chart, scale
from station_app.ui.theme import colour, current, font

LYING_ROW, STANDING = 46, 210
"""Height of a group of lying bars, and of a standing chart, in token pixels."""


Bars = list[tuple[QRectF, int, int]]
"""Where each bar was painted: its box, the number of its label, the number of its series."""


class BarChart(QWidget):
    """Draws one `Chart`; the same numbers are its accessible description.

    A click opens a bar; with the keyboard ← → ↑ ↓ mark one and Enter opens it.
    """

    opened = Signal(int, int)
    """The number of the label, and of the series."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._bars: Bars = []
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart) -> None:
        """Another chart."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(
            "；".join(_spoken(chart, n) for n in range(len(chart.labels)))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        t = current()
        if self._chart is None or not self._chart.lying:
            return QSize(t.px(420), t.px(STANDING))
        return QSize(t.px(420), t.px(24 + LYING_ROW * len(self._chart.labels)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("cap"))
        paint = _paint_lying if self._chart.lying else _paint_standing
        self._bars = paint(painter, QRectF(self.rect()), self._chart)
        if self.hasFocus() and self._at < len(self._bars):
            painter.setPen(QPen(colour("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._bars[self._at][0].adjusted(-2, -2, 2, 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        for number, (box, _, _) in enumerate(self._bars):
            if box.adjusted(-2, -24, 2, 2).contains(event.position()):
                self._at = number
                self._open()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._mark(self._at - 1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._mark(self._at + 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._open()
            case _:
                super().keyPressEvent(event)

    def _mark(self, number: int) -> None:
        self._at = min(max(number, 0), max(len(self._bars) - 1, 0))
        self.update()

    def _open(self) -> None:
        self.update()
        if self._at < len(self._bars):
            _, label, series = self._bars[self._at]
            self.opened.emit(label, series)


def _spoken(chart: Chart, number: int) -> str:
    values = "，".join(
        f"{one.name} {chart.shown(one.values[number])}"
        for one in chart.series
        if one.values[number] is not None
    )
    return f"{chart.labels[number]}：{values}"


def ink_of(series: int) -> tuple[QColor, QColor]:
    """Fill and edge of a bar: this period is filled, the one beside it is an outline."""
    if series == 0:
        return colour("primary"), colour("primary")
    return colour("sunken"), colour("text3")


def _bar(painter: QPainter, box: QRectF, series: int) -> None:
    fill, edge = ink_of(series)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_lying(painter: QPainter, place: QRectF, chart: Chart) -> Bars:
    """Labels at the left, bars to the right of them, each value at the end of its bar."""
    t, metrics = current(), QFontMetrics(font("cap"))
    words = max((metrics.horizontalAdvance(label) for label in chart.labels), default=0)
    left = place.left() + min(words, int(place.width() * 0.45)) + t.px(10)
    room = place.right() - left - metrics.horizontalAdvance("0000.00") - t.px(10)
    thick, greatest = t.px(16), max(chart.greatest, 1)
    bars: Bars = []
    for number, label in enumerate(chart.labels):
        top = place.top() + number * t.px(LYING_ROW)
        box = QRectF(place.left(), top, left - place.left() - t.px(10), 2 * thick)
        painter.setPen(colour("text"))
        painter.drawText(box, _RIGHT, metrics.elidedText(label, _ELIDE, int(box.width())))
        for at, series in enumerate(chart.series):
            value = series.values[number]
            if value is None:
                continue
            bar = QRectF(left, top + at * thick, max(room * value / greatest, 1), thick - 2)
            _bar(painter, bar, at)
            painter.setPen(colour("text" if at == 0 else "text2"))
            end = QRectF(bar.right() + t.px(6), bar.top(), place.width(), bar.height())
            painter.drawText(end, _LEFT, chart.shown(value))
            bars.append((bar, number, at))
    return bars


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ABOVE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
_BELOW = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
_ELIDE = Qt.TextElideMode.ElideRight


def _paint_standing(painter: QPainter, place: QRectF, chart: Chart) -> Bars:
    """Months below, faint lines with their numbers at the left, values above the bars."""
    t, metrics = current(), QFontMetrics(font("cap"))
    marks = scale(chart.greatest, most=4)
    margin = metrics.horizontalAdvance(chart.shown(marks[-1])) + t.px(8)
    ground = QRectF(
        place.left() + margin,
        place.top() + metrics.height(),
        place.width() - margin,
        place.height() - 2 * metrics.height() - t.px(6),
    )
    for mark in marks:
        _paint_mark(painter, ground, chart.shown(mark), 1 - mark / marks[-1])
    wide = ground.width() / max(len(chart.labels), 1)
    shown = wide >= metrics.horizontalAdvance("000") * len(chart.series) + t.px(6)
    bars: Bars = []
    for number, label in enumerate(chart.labels):
        group = QRectF(ground.left() + number * wide, ground.top(), wide, ground.height())
        bars += _paint_group(painter, group, chart, number, marks[-1] if shown else -marks[-1])
        painter.setPen(colour("text2"))
        below = QRectF(group.left(), ground.bottom() + t.px(3), wide, metrics.height())
        painter.drawText(below, _BELOW, label)
    return bars


def _paint_mark(painter: QPainter, ground: QRectF, words: str, at: float) -> None:
    y = round(ground.top() + at * ground.height()) + 0.5
    painter.setPen(QPen(colour("line"), 1))
    painter.drawLine(QPointF(ground.left(), y), QPointF(ground.right(), y))
    painter.setPen(colour("text3"))
    high = QFontMetrics(font("cap")).height()
    box = QRectF(0, y - high / 2, ground.left() - current().px(6), high)
    painter.drawText(box, _RIGHT, words)


def _paint_group(
    painter: QPainter, group: QRectF, chart: Chart, number: int, top_mark: int
) -> Bars:
    """The bars of one month; a negative top mark says that there is no room for values."""
    t = current()
    bars: Bars = []
    thick = min(group.width() * 0.8 / len(chart.series), t.px(26))
    left = group.center().x() - thick * len(chart.series) / 2
    for at, series in enumerate(chart.series):
        value = series.values[number]
        if value is None:
            continue
        high = max(group.height() * value / abs(top_mark), 1)
        bar = QRectF(left + at * thick, group.bottom() - high, thick - 1, high)
        _bar(painter, bar, at)
        if top_mark > 0:
            above = bar.adjusted(-thick, -t.px(24), thick, 0)
            above.setBottom(bar.top() - 1)
            painter.setPen(colour("text" if at == 0 else "text2"))
            painter.drawText(above, _ABOVE, chart.shown(value))
        bars.append((bar, number, at))
    return bars


class Legend(QWidget):
    """What the two kinds of bar mean; nothing where there is only one."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Names of the series, in order."""
        self._names = names
        self.setAccessibleName("，".join(names))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(200), QFontMetrics(font("cap")).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = current(), QPainter(self)
        painter.setFont(font("cap"))
        metrics, x = QFontMetrics(font("cap")), 0.0
        for at, name in enumerate(self._names):
            side = t.px(12)
            _bar(painter, QRectF(x, (self.height() - side) / 2, side, side), at)
            painter.setPen(colour("text2"))
            wide = metrics.horizontalAdvance(name)
            painter.drawText(QRectF(x + side + t.px(6), 0, wide + 2, self.height()), _LEFT, name)
            x += side + wide + t.px(26)
