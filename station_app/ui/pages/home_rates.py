"""What is to reach a hundred per cent: n/m and a bar each; a click opens who is missing."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.queries.home_rates import HomeRate, Rate
from station_app.queries.people_filters import Missing, PeopleFilter
from station_app.ui.components.layout import Card, clear, row
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.theme import colour, current, font

WORDS = {
    Rate.CERTIFIED: "年度认证",
    Rate.VISITED: "今年走访到",
    Rate.LOOKED_AFTER: "有人联系",
    Rate.PLAQUES: "光荣牌应挂尽挂",
}
WAYS: dict[Rate, tuple[str, object]] = {
    Rate.CERTIFIED: ("certifications", None),
    Rate.VISITED: ("people", PeopleFilter(unvisited=True)),
    Rate.LOOKED_AFTER: ("people", PeopleFilter(missing=(Missing.CONTACT,))),
    Rate.PLAQUES: ("plaques", "missing"),
}
"""Where those stand who are missing."""


INSET = 4
"""Room of a row around its words for the ring of the focus; the row stands out by as much."""


class RateRow(QAbstractButton):
    """年度认证 ▬▬▬ 315/356 88.48%."""

    opened = Signal(object)
    """The rate of this row."""

    def __init__(self, one: HomeRate) -> None:
        super().__init__()
        self._one = one
        words = WORDS[one.rate]
        shown = (
            f"{one.ratio.part}/{one.ratio.whole}，{one.ratio.shown}" if one.ratio else "还没开始"
        )
        self.setText(words)
        self.setAccessibleName(f"{words}：{shown}")
        self.setToolTip("点开看还差谁")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self._one.rate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(current().px(300), current().px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        box = QRectF(self.rect())
        if self.underMouse():
            rounded(painter, box, t.px(5), fill=colour("hover"))
        if self.hasFocus():
            rounded(painter, box.adjusted(1, 1, -1, -1), t.px(5), edge=colour("primary"), width=2)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("small"))
        painter.setPen(colour("text"))
        painter.drawText(box.adjusted(t.px(INSET), 0, 0, 0), flags, self.text())
        self._paint_figures(painter, box.adjusted(0, 0, -t.px(INSET), 0))

    def _paint_figures(self, painter: QPainter, box: QRectF) -> None:
        t, ratio = current(), self._one.ratio
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.setFont(font("small", bold=True))
        painter.drawText(box, right, ratio.shown if ratio else "—")
        if ratio is None or not ratio.whole:
            return
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        counts = box.adjusted(0, 0, -t.px(68), 0)
        painter.drawText(counts, right, f"{ratio.part:,}/{ratio.whole:,}")
        share = ratio.part / ratio.whole if ratio.whole else 0.0
        left, width = t.px(122), self.width() - t.px(122) - t.px(152)
        bar = QRectF(left, box.center().y() - t.px(4), max(width, 0), t.px(8))
        rounded(painter, bar, t.px(4), fill=colour("grey_t"), edge=colour("line2"))
        done = bar.adjusted(0, 0, -bar.width() * (1 - share), 0)
        full = ratio.whole > 0 and ratio.part == ratio.whole
        rounded(painter, done, t.px(4), fill=colour("green" if full else "primary"))


class RatesCard(Card):
    """Those whose records exist."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=2)
        inset, around = current().px(INSET), self.body.contentsMargins()
        around.setLeft(around.left() - inset)
        around.setRight(around.right() - inset)
        self.body.setContentsMargins(around)
        self._desk = desk
        self.rows: list[RateRow] = []

    def show_rates(self, rates: Sequence[HomeRate]) -> None:
        """The figures of today."""
        clear(self.body)
        more = Text("点一下看还差谁", "cap", tone="text2")
        head = row(INSET, Text("要到百分之百的", bold=True), None, more, INSET)
        self.add(head, 2)
        self.rows = [RateRow(one) for one in rates]
        for line in self.rows:
            line.opened.connect(self._open)
            self.add(line)

    def _open(self, rate: Rate) -> None:
        page, subject = WAYS[rate]
        self._desk.open(page, subject)
