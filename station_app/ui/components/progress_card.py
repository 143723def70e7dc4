"""How far a long job is: n of m, time left, and a way to stop that says what stays."""

from PySide6.QtCore import QElapsedTimer, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui.components.button import Button
from station_app.ui.components.layout import column, fill, row
from station_app.ui.components.painting import rounded
from station_app.ui.components.text import Text
from station_app.ui.theme import colour, current


class Bar(QWidget):
    """A bar of parts in their meanings; the rest is empty."""

    def __init__(self, *, height: int = 10) -> None:
        super().__init__()
        self._parts: list[tuple[float, str]] = []
        self._height = height
        self.setFixedHeight(current().px(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: list[tuple[float, str]]) -> None:
        """Shares of the whole with the token that colours each."""
        self._parts = parts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        radius = box.height() / 2
        rounded(painter, box, radius, fill=colour("grey_t"), edge=colour("line2"))
        x = 1.0
        for share, token in self._parts:
            width = share * (box.width() - 2)
            painter.fillRect(QRectF(x, 1, max(width - 1, 0), box.height() - 2), colour(token))
            x += width


class ProgressCard(QFrame):
    """The progress of one job."""

    stopped = Signal()

    def __init__(self, title: str, stays: str = "") -> None:
        super().__init__()
        self.setProperty("floating", True)
        self._count = Text("", "body", tone="text2")
        self._bar = Bar()
        self._left = Text("可以去办别的事", "cap", tone="text2")
        self._stays = Text(stays or "停下后，这一次的内容不存", "cap", tone="text3", wrap=True)
        self._stop = Button("停下", height="button_row")
        self._stop.clicked.connect(self.stop)
        self._clock = QElapsedTimer()
        self._clock.start()
        words = column(self._left, self._stays, gap=2)
        line = row(words, self._stop)
        line.setStretch(0, 1)
        layout = QVBoxLayout(self)
        fill(layout, [row(Text(title, bold=True), None, self._count), self._bar, line], 8)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        self.setFixedWidth(px(340))

    def step(self, done: int, total: int) -> None:
        """Show how far it is; the time left is told once it can be."""
        self._count.setText(f"{done:,} / {total:,}" if total else "")
        self._bar.show_parts([(done / total if total else 0, "primary")])
        self._left.setText(time_left(self._clock.elapsed(), done, total))

    def stop(self) -> None:
        """Ask the job to stop; it does at its next step."""
        self._stop.setEnabled(False)
        self._left.setText("正在停下")
        self.stopped.emit()


def time_left(elapsed_ms: int, done: int, total: int) -> str:
    """A rough sentence about the rest."""
    if not done or elapsed_ms < 1000:
        return "可以去办别的事"
    seconds = round(elapsed_ms / 1000 * (total - done) / done)
    if seconds < 2:
        return "马上就好"
    if seconds < 90:
        return f"还要约 {seconds} 秒，可以去办别的事"
    return f"还要约 {round(seconds / 60)} 分钟，可以去办别的事"
