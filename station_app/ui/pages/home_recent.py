"""Whom this PC had open last, and the way to a new file, below the work of the day."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.queries.recent_people import RecentPerson
from station_app.ui import icons
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, clear, row
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.theme import colour, current, font


class NameButton(QAbstractButton):
    """A name in bold with group and age; opens the person."""

    opened = Signal(object)
    """The key of the person."""

    def __init__(self, person: RecentPerson) -> None:
        super().__init__()
        self._key = person.person_id
        age = f"{person.age} 岁" if person.age is not None else ""
        self._beside = " ".join(part for part in (person.group_name or "", age) if part)
        self.setText(person.name)
        self.setAccessibleName(f"{person.name} {self._beside}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self._key)

    def sizeHint(self) -> QSize:
        t = current()
        name = QFontMetrics(font("body", bold=True)).horizontalAdvance(self.text())
        beside = QFontMetrics(font("small")).horizontalAdvance(self._beside)
        return QSize(name + beside + t.px(46), t.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, box = QPainter(self), current(), QRectF(self.rect())
        if self.underMouse():
            rounded(painter, box, t.px(6), fill=colour("hover"))
        if self.hasFocus():
            rounded(painter, box.adjusted(1, 1, -1, -1), t.px(6), edge=colour("primary"), width=2)
        side, flags = t.px(18), int(Qt.AlignmentFlag.AlignVCenter)
        mark = QRectF(t.px(6), (box.height() - side) / 2, side, side)
        icons.paint(painter, "user", mark, colour("text2").name())
        x = t.px(30)
        for words, role, bold, ink in (
            (self.text(), "body", True, "text"),
            (self._beside, "small", False, "text2"),
        ):
            painter.setFont(font(role, bold=bold))
            painter.setPen(colour(ink))
            painter.drawText(QRectF(x, 0, box.width() - x, box.height()), flags, words)
            x += painter.fontMetrics().horizontalAdvance(words) + t.px(6)


class RecentCard(Card):
    """最近打开: three names with group and age; 新增."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=10, gap=0)
        self._desk = desk
        self.names: list[NameButton] = []
        self.new = self._new_button()
        self.show_people(())

    def show_people(self, people: Sequence[RecentPerson]) -> None:
        """Another three."""
        held = next((n for n, button in enumerate(self.names) if button.hasFocus()), None)
        clear(self.body)
        self.names = [self._button(person) for person in people[: 2 if current().large else 3]]
        self.new = self._new_button()
        ask = Text("最近打开" if people else "打开过的人会列在这里", "cap", tone="text2")
        self.add(row(6, ask, *self.names, None, self.new, gap=10))
        if held is not None and held < len(self.names):
            self.names[held].setFocus()

    def _button(self, person: RecentPerson) -> NameButton:
        made = NameButton(person)
        made.opened.connect(self._open)
        return made

    def _open(self, key: object) -> None:
        self._desk.open("person", key)

    def _new_button(self) -> Button:
        made = Button("新增", Look.TEXT, icon="user-plus", keys="Ctrl+N")
        made.clicked.connect(partial(self._desk.open, "new_person", None))
        return made
