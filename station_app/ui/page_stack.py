"""Where the pages lie: one is shown; what a small screen cannot hold at a large size scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class _Stack(QStackedWidget):
    """As large as the page in front wants to be, not as the largest of all."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize(1, 1)


class PageStack(QScrollArea):
    """Pages over each other; the window never grows with the one in front."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = _Stack()
        self._stack.setProperty("ground", "bg")
        self.setWidget(self._stack)
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
        self._stack.updateGeometry()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    def addWidget(self, page: QWidget) -> None:
        """One more page."""
        self._stack.addWidget(page)

    def removeWidget(self, page: QWidget) -> None:
        """Forget a page."""
        self._stack.removeWidget(page)
