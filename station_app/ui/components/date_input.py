"""A day: typed in any spelling, or picked from a calendar that opens below as a child frame."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout

from station_app.ui import icons
from station_app.ui.components.readers import read_day
from station_app.ui.components.text_input import FieldState, ReadInput
from station_app.ui.theme import colour, current, dress


class DateInput(ReadInput[date]):
    """A day; `ahead` allows days after today."""

    def __init__(self, today: date, *, ahead: bool = False, width: int = 160) -> None:
        self._today, self._ahead = today, ahead
        self._calendar: QFrame | None = None
        super().__init__(self._judge, width=width, placeholder="2026-07-18", longest=40)
        self.setAccessibleName("日期")
        self.setTextMargins(0, 0, current().px(20), 0)

    def put(self, value: object) -> None:
        """Show a day."""
        self.setText("" if value is None else str(value))

    def pick(self) -> None:
        """Open the calendar."""
        self._calendar = self._calendar or self._build_calendar()
        window = self.window()
        self._calendar.setParent(window)
        dress(self._calendar)
        window.installEventFilter(self)
        size = self._calendar.sizeHint()
        corner = self.mapTo(window, QPoint(0, self.height() + 4))
        x = min(corner.x(), window.width() - size.width() - 4)
        y = min(corner.y(), window.height() - size.height() - 4)
        self._calendar.setGeometry(max(x, 4), max(y, 4), size.width(), size.height())
        chosen = self.value or self._today
        calendar = self._calendar.findChild(QCalendarWidget)
        if calendar is not None:
            calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        self._calendar.show()
        self._calendar.raise_()

    def _judge(self, text: str) -> FieldState[date]:
        return read_day(text, today=None if self._ahead else self._today, now=self._today)

    def _build_calendar(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("floating", True)
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if not self._ahead:
            day = self._today
            calendar.setMaximumDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(self._take)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(calendar)
        return frame

    def _take(self, day: QDate) -> None:
        self.setText(day.toString("yyyy-MM-dd"))
        self.close_calendar()
        self.setFocus()

    def close_calendar(self) -> None:
        """Put the calendar away."""
        if self._calendar is not None:
            self._calendar.hide()

    @property
    def calendar_is_open(self) -> bool:
        """Whether the calendar is shown."""
        return self._calendar is not None and self._calendar.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Resize):
            self.close_calendar()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.calendar_is_open and event.key() == Qt.Key.Key_Escape:
            self.close_calendar()
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pick()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.position().x() > self.width() - current().px(34):
            self.pick()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        window = self._calendar
        if window is None or not window.underMouse():
            self.close_calendar()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = current().px(16)
        box = QRectF(self.width() - side - current().px(10), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "calendar-days", box, colour("text2").name())
