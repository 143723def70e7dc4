"""One line about the photos: how many lie here, what waits to go up, what has still to come."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.messages import said, sentence
from station_app.services.attachments_sync import PhotoState, photo_state
from station_app.ui.components.layout import fill
from station_app.ui.components.text import IconMark, Text
from station_app.ui.desk import Desk
from station_app.ui.photo_jobs import photo_box

MEGABYTE = 1024 * 1024


class PhotoStateLine(QWidget):
    """Hidden while there are no photos; what is in the way of sending them is said in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.words = Text("", "body", wrap=True)
        self._mark = IconMark("camera")
        layout = QHBoxLayout(self)
        fill(layout, [self._mark, self.words], 8)
        layout.setStretch(1, 1)
        self.hide()

    def refresh(self) -> None:
        """Ask how they stand."""
        box = photo_box(self._desk)
        if box is not None:
            self._desk.tasks.read(photo_state, box, then=self._show, failed=self._not_known)

    def _show(self, state: PhotoState) -> None:
        self.setVisible(bool(state.here or state.to_come))
        self.words.setText(state_words(state))
        in_the_way = state.trouble is not None and bool(state.to_send or state.to_come)
        self._mark.show_icon("camera", "amber" if in_the_way else "text2")

    def _not_known(self, error: StationError) -> None:
        self.show()
        self.words.setText(sentence(error))
        self._mark.show_icon("camera", "red")


def state_words(state: PhotoState) -> str:
    """How the photos stand, in one or two sentences."""
    parts = [f"照片 {state.here:,} 张，共 {_weight(state.size)}"]
    if state.is_enrolled and state.to_send:
        parts.append(f"{state.to_send:,} 张待上报")
    if state.to_come:
        parts.append(f"{state.to_come:,} 张还没有传到这台电脑")
    words = "，".join(parts) + "。"
    if state.trouble is not None and (state.to_send or state.to_come):
        words += _trouble(state.trouble)
    return words


def _weight(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB" if size else "0 MB"


def _trouble(code: str) -> str:
    """What was in the way; a sentence that needs values is left out."""
    try:
        return said(code, {})
    except (KeyError, IndexError):
        return ""
