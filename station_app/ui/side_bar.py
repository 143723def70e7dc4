"""The side bar: mark and station, the entries in their groups with badges; in large mode a rail."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui import icons
from station_app.ui import tokens as tk
from station_app.ui.components.painting import rounded
from station_app.ui.desk import StationCard
from station_app.ui.page import PageSpec
from station_app.ui.theme import colour, current, font

FOOT = "foot"
RAIL_ENTRIES = 7
MARK_OF_BAR, MARK_OF_RAIL = 66, 52
"""Heights of the mark with the seal."""
PAGE_KEYS = {
    "home": "Ctrl+1",
    "people": "Ctrl+2",
    "visits": "Ctrl+3",
    "condolences": "Ctrl+4",
    "certifications": "Ctrl+5",
    "plaques": "Ctrl+6",
    "tally": "Ctrl+7",
    "postings": "Ctrl+8",
    "sync": "Ctrl+9",
    "import": "Ctrl+I",
    "history": "Ctrl+H",
}
"""A key for each entry, from top to bottom; the two at the foot by their English initials."""


class NavItem(QAbstractButton):
    """One entry; grey-green badge = how many wait, yellow = a person must decide."""

    def __init__(self, words: str, icon: str, *, rail: bool) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon, self._rail = icon, rail
        self._count, self._decide = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_badge(self, count: int, *, decide: bool = False) -> None:
        """How many wait behind this entry."""
        self._count, self._decide = count, decide
        self.setAccessibleDescription(f"{count:,}" if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        t = current()
        return QSize(0, t.px(50) if self._rail else t.height("nav_item"))

    def minimumSizeHint(self) -> QSize:
        """On a low screen the entries move together before one of them is cut."""
        t = current()
        return QSize(0, t.px(48) if self._rail else t.px(26))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        box = QRectF(self.rect()).adjusted(t.px(8), 1, -t.px(8), -1)
        if self.isChecked() or self.underMouse():
            ground = colour("nav2")
            if not self.isChecked():
                ground.setAlphaF(0.5)
            rounded(painter, box, t.px(6), fill=ground)
        if self.hasFocus():
            rounded(painter, box, t.px(6), edge=colour("nav_text"), width=2)
        if self.isChecked():
            bar = QRectF(box.left(), box.center().y() - t.px(9), t.px(3), t.px(18))
            rounded(painter, bar, 1.5, fill=QColor(tk.BADGE))
        (self._paint_rail if self._rail else self._paint_line)(painter, box)

    def _paint_line(self, painter: QPainter, box: QRectF) -> None:
        t, side = current(), current().px(18)
        where = QRectF(box.left() + t.px(13), box.center().y() - side / 2, side, side)
        ink = colour("nav_text")
        icons.paint(painter, self._icon, where, ink.name())
        painter.setFont(font("body", bold=self.isChecked()))
        painter.setPen(ink)
        words = box.adjusted(t.px(42), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self._count:
            self._paint_badge(painter, box)

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        t, words = current(), f"{self._count:,}"
        painter.setFont(font("cap", bold=True))
        width = max(painter.fontMetrics().horizontalAdvance(words) + t.px(10), t.px(22))
        right = box.right() - t.px(8)
        badge = QRectF(right - width, box.center().y() - t.px(10), width, t.px(20))
        ground = QColor(tk.BADGE) if self._decide else colour("nav_text")
        if not self._decide:
            ground.setAlphaF(0.2)
        rounded(painter, badge, badge.height() / 2, fill=ground)
        painter.setPen(QColor(tk.ON_BADGE) if self._decide else colour("nav_text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_rail(self, painter: QPainter, box: QRectF) -> None:
        t, side = current(), current().px(19)
        where = QRectF(box.center().x() - side / 2, box.top() + t.px(6), side, side)
        icons.paint(painter, self._icon, where, colour("nav_text").name())
        painter.setFont(font("tiny", bold=self.isChecked()))
        painter.setPen(colour("nav_text"))
        words = box.adjusted(0, t.px(27), 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter), self.text())
        if self._count:
            dot = QRectF(where.right() + t.px(3), where.top() - t.px(1), t.px(8), t.px(8))
            rounded(painter, dot, dot.height() / 2, fill=QColor(tk.BADGE))


class _Mark(QWidget):
    """The seal with the house, the name of the station."""

    def __init__(self, station: StationCard, *, rail: bool) -> None:
        super().__init__()
        self._station, self._rail = station, rail
        self.setAccessibleName(f"{station.name}{station.kind}")
        self.setFixedHeight(current().px(MARK_OF_RAIL if rail else MARK_OF_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        side = t.px(34 if self._rail else 36)
        left = (self.width() - side) / 2 if self._rail else t.px(16)
        seal = QRectF(left, t.px(10 if self._rail else 15), side, side)
        rounded(painter, seal, t.px(7), fill=QColor(tk.SEAL))
        inset = side * 0.18
        icons.paint(painter, "homestar", seal.adjusted(inset, inset, -inset, -inset), tk.ON_SEAL)
        if not self._rail:
            self._paint_name(painter, seal)

    def _paint_name(self, painter: QPainter, seal: QRectF) -> None:
        t, x = current(), seal.right() + current().px(10)
        width = self.width() - x - t.px(4)
        painter.setFont(font("body", bold=True))
        painter.setPen(QColor("white"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(self._station.name, Qt.TextElideMode.ElideRight, int(width))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x, seal.top() - 1, width, t.px(20)), flags, name)
        painter.setFont(font("tiny"))
        painter.setPen(colour("nav_dim"))
        painter.drawText(
            QRectF(x, seal.top() + t.px(20), width, t.px(18)), flags, self._station.kind
        )


class _Heading(QWidget):
    """办事, 汇总."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setFixedHeight(current().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("tiny"))
        painter.setPen(colour("nav_dim"))
        box = QRectF(self.rect()).adjusted(current().px(20), current().px(6), 0, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self._words)


class SideBar(QWidget):
    """Built from page specs; says which entry was chosen."""

    chosen = Signal(str)

    def __init__(self, specs: Sequence[PageSpec], station: StationCard) -> None:
        super().__init__()
        t = current()
        self._rail = t.large
        self._specs = [spec for spec in specs if spec.group]
        self.items: dict[str, NavItem] = {}
        self.setFixedWidth(t.px(tk.WIDTH_RAIL if self._rail else tk.WIDTH_SIDE_BAR))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, t.px(8))
        self._layout.setSpacing(0)
        self._layout.addWidget(_Mark(station, rail=self._rail))
        if self._rail:
            self._fill_rail()
        else:
            self._fill_bar()

    def mark(self, name: str) -> None:
        """Show which page is open."""
        for key, item in self.items.items():
            item.setChecked(key == name)

    def show_badge(self, name: str, count: int, *, decide: bool = False) -> None:
        """How many wait on a page."""
        if name in self.items:
            self.items[name].show_badge(count, decide=decide)

    def _fill_bar(self) -> None:
        group = ""
        for spec in self._specs:
            if spec.group != group and spec.group == FOOT:
                self._layout.addStretch(1)
            elif spec.group != group and group:
                self._layout.addWidget(_Heading(spec.group))
            group = spec.group
            self._add(spec)
        if group != FOOT:
            self._layout.addStretch(1)

    def _fill_rail(self) -> None:
        for spec in [spec for spec in self._specs if spec.in_rail][:RAIL_ENTRIES]:
            self._add(spec)
        self._layout.addStretch(1)
        everything = NavItem("全部", "menu", rail=True)
        everything.setCheckable(False)
        menu = QMenu(everything)
        menu.triggered.connect(self._from_menu)
        self._menu, self._everything = menu, everything
        everything.clicked.connect(self._open_menu)
        self._layout.addWidget(everything)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._rail:
            self._show_what_fits()

    def _show_what_fits(self) -> None:
        """Entries for which a low screen has no room go behind 全部."""
        height = self._everything.minimumSizeHint().height()
        margins = self._layout.contentsMargins()
        taken = current().px(MARK_OF_RAIL) + margins.top() + margins.bottom() + height
        room = max((self.height() - taken) // height, 1)
        for number, item in enumerate(self.items.values()):
            item.setVisible(number < room)

    def _open_menu(self) -> None:
        self._menu.clear()
        for spec in self._specs:
            if spec.name not in self.items or self.items[spec.name].isHidden():
                self._menu.addAction(spec.title).setData(spec.name)
        self._menu.popup(self._everything.mapToGlobal(QPoint(self.width(), 0)))

    def _from_menu(self, action: object) -> None:
        self.chosen.emit(getattr(action, "data", str)())

    def _add(self, spec: PageSpec) -> None:
        item = NavItem(spec.title, spec.icon, rail=self._rail)
        item.setObjectName(spec.name)
        keys = PAGE_KEYS.get(spec.name, "").replace("+", " ")
        item.setToolTip(f"{spec.title}　{keys}" if keys else spec.title)
        item.clicked.connect(self._clicked)
        self.items[spec.name] = item
        self._layout.addWidget(item)

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName())

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colour("nav"))
