"""Where the pages lie: one is shown; what a small screen cannot hold at a large size scrolls."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QWidget,
)


class _Bed(QWidget):
    """As large as the page in front needs, not as the largest of all.

    Laid out by hand: a scroll area asks a layout for the height of its paragraphs and would take
    what all pages would like to have for what the one in front must have.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self.stack = QStackedWidget(self)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.stack.currentWidget()
        room = page.minimumSizeHint() if page is not None else QSize(1, 1)
        return room.expandedTo(QSize(1, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stack.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """The page in front has changed: it may need more room, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumSize(self.minimumSizeHint())
        return super().event(event)


class PageStack(QScrollArea):
    """Pages over each other; the window never grows with the one in front."""

    def __init__(self) -> None:
        super().__init__()
        bed = _Bed()
        self._stack = bed.stack
        self.setWidget(bed)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(1, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def currentWidget(self) -> QWidget | None:
        """The page in front."""
        return self._stack.currentWidget()

    def setCurrentWidget(self, page: QWidget) -> None:
        """Bring a page to the front, seen from its top left corner."""
        self._stack.setCurrentWidget(page)
        inside = self.widget()
        if inside is not None:
            QApplication.sendEvent(inside, QEvent(QEvent.Type.LayoutRequest))
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    @property
    def bars(self) -> tuple[QScrollBar, QScrollBar]:
        """What belongs to no page."""
        return self.horizontalScrollBar(), self.verticalScrollBar()

    def addWidget(self, page: QWidget) -> None:
        """One more page."""
        self._stack.addWidget(page)
