"""Words on the page: labels that take size, weight and tone from tokens, and small frames."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from station_app.ui import icons
from station_app.ui.components.painting import key_hint_size, paint_key_hint
from station_app.ui.components.wrapping import even_width
from station_app.ui.theme import colour, current, restyle


class Text(QLabel):
    """A label of one type role and one tone; it never interprets what it shows as markup."""

    def __init__(
        self,
        words: str = "",
        role: str = "body",
        *,
        tone: str = "text",
        bold: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setProperty("bold", bold)

    def set_tone(self, tone: str) -> None:
        """Another colour of meaning for the same words."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As every label, but several lines never end with a single letter."""
        box, words = self.contentsRect(), self.text()
        one_line = self.fontMetrics().horizontalAdvance(words) <= box.width()
        if not self.wordWrap() or self.textFormat() != Qt.TextFormat.PlainText or one_line:
            super().paintEvent(event)
            return
        line = QRect(box)
        line.setWidth(round(even_width(words, self.font(), box.width())))
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            line.moveCenter(box.center())
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(line, int(self.alignment()) | int(Qt.TextFlag.TextWordWrap), words)


def elided(words: str = "", role: str = "small", *, tone: str = "text2") -> "ElidedText":
    """A note of one line that may end in …; never for names, IDs or amounts."""
    return ElidedText(words, role, tone=tone)


class ElidedText(Text):
    """One line that is cut with … when there is no room; the whole is in the tool tip."""

    def __init__(self, words: str, role: str, *, tone: str) -> None:
        super().__init__(words, role, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.whole_or_nothing = False
        """Whether it is left out rather than cut: what it says stands somewhere else too."""

    def minimumSizeHint(self) -> QSize:
        room = 40 if self.text() and not self.whole_or_nothing else 0
        return QSize(current().px(room), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if self.whole_or_nothing and shown != self.text():
            shown = ""
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment()), shown)


class IconMark(QWidget):
    """One icon in a token colour."""

    def __init__(self, name: str, *, tone: str = "text2", size: int = 20) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tone: str) -> None:
        """Another picture in another tone."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = current().px(self._size)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), self._name, box, colour(self._tone).name())


class KeyHint(QWidget):
    """A key in its frame, as in the status bar."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return key_hint_size(self._keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key_hint(painter, QRectF(self.rect()), self._keys, colour("text2"), colour("line2"))


class Rule(QFrame):
    """A hairline across or down."""

    def __init__(self, *, down: bool = False) -> None:
        super().__init__()
        self.setProperty("rule", "down" if down else "across")


class Light(QWidget):
    """A status light: ok, warn, bad or grey; always beside a sentence."""

    def __init__(self, state: str = "ok", *, size: int = 10) -> None:
        super().__init__()
        self._state, self._size = state, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def state(self) -> str:
        """What the light says."""
        return self._state

    def set_state(self, state: str) -> None:
        """Change the light."""
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        side = current().px(self._size + 8)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = colour({"grey": "field"}.get(self._state, self._state))
        outer, inner = current().px(self._size + 8), current().px(self._size)
        centre = QRectF(self.rect()).center()
        for side, alpha in ((outer, 0.22), (inner, 1.0)):
            ink.setAlphaF(alpha)
            painter.setBrush(ink)
            painter.drawEllipse(centre, side / 2, side / 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
