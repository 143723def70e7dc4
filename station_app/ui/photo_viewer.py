"""A photo as large as the window allows: ← → to the next, a few words below it, Del removes it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.attachments_box import PhotoBox
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import row
from station_app.ui.components.photo_tile import MISSING, StripPhoto
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.photo_jobs import FetchNow, fetch_now, large, want_first
from station_app.ui.sync_jobs import ThisPc
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import WIDTH_DIALOG

AROUND = 312
"""What a viewer needs above and below its picture."""


class LargePicture(QWidget):
    """A picture whole, in its own shape; words in its place while it is not here."""

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._words = QPixmap(), ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("大图")

    @property
    def words(self) -> str:
        """What stands in the place of a picture."""
        return self._words

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._picture.isNull()

    def show_picture(self, content: bytes) -> None:
        """A picture."""
        self._words = ""
        self._picture.loadFromData(content)
        self.update()

    def say(self, words: str) -> None:
        """Words instead of a picture."""
        self._picture, self._words = QPixmap(), words
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(WIDTH_DIALOG), current().px(240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("grey_t"))
        if self._picture.isNull():
            painter.setPen(colour("text2"))
            painter.setFont(font("body"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._picture)


class PhotoViewer(Dialog):
    """Opened on one picture of several."""

    removal_wanted = Signal(int)
    """The place of the picture that is to be removed."""
    described = Signal(object, str)
    """The record of a picture, and a few words about it."""
    came = Signal()
    """A missing picture has come."""

    def __init__(
        self,
        over: QWidget,
        desk: Desk,
        box: PhotoBox,
        photos: Sequence[StripPhoto],
        at: int,
        *,
        may_remove: bool = True,
    ) -> None:
        super().__init__(over, "照片", width=WIDTH_DIALOG)
        self._desk, self._box, self._photos, self._at = desk, box, tuple(photos), at
        self._notes: dict[int, str] = {}
        self.picture = LargePicture()
        room = over.window().height() - current().px(AROUND)
        self.picture.setFixedHeight(max(self.picture.sizeHint().height(), room))
        self.words = Text("", "body")
        self.place = Text("", "small", tone="text2")
        self.note = TextInput(placeholder="写几个字，只有本站能看", longest=200, enter_moves=False)
        self.note.setAccessibleName("照片说明")
        self.note.returnPressed.connect(self._note_written)
        self.note.left.connect(self._note_written)
        self.add(self.picture, row(self.words, None, self.place), self.note)
        self.before = Button("上一张", icon="chevron-left", keys="Left")
        self.after = Button("下一张", icon="chevron-right", keys="Right")
        self.fetch = Button("现在取", icon="download")
        self.remove = Button("移去", Look.DANGER, keys="Del")
        away = Button("关上", Look.FILLED, keys="Esc")
        for button, slot in (
            (self.before, self._earlier),
            (self.after, self._later),
            (self.fetch, self._fetch),
            (self.remove, self._remove),
            (away, self.give_up),
        ):
            button.clicked.connect(slot)
        self.remove.setVisible(may_remove)
        self.add_buttons(self.remove, self.fetch, self.before, self.after, away)
        self.fetch.hide()
        self.open(away)
        self._look()

    @property
    def photo(self) -> StripPhoto:
        """The picture that is shown."""
        return self._photos[self._at]

    def _look(self) -> None:
        several = len(self._photos) > 1
        self.before.setVisible(several)
        self.after.setVisible(several)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at + 1 < len(self._photos))
        self.words.setText(self.photo.large_words or self.photo.words)
        self.place.setText(f"第 {self._at + 1} 张，共 {len(self._photos):,} 张" if several else "")
        self.picture.setAccessibleName(self.photo.words)
        self.note.setVisible(self.photo.attachment_id is not None)
        self.note.setText(self._notes.get(self._at, self.photo.note))
        self._desk.tasks.read(large, self._box, self.photo.blob, then=self._show)

    def _show(self, content: bytes | None) -> None:
        self.fetch.setVisible(content is None and self._desk.keys is not None)
        if content is None:
            self.picture.say(MISSING)
        else:
            self.picture.show_picture(content)

    def _note_written(self) -> None:
        """Words are kept when the field is left or Enter is pressed."""
        words = self.note.text().strip()
        if self.photo.attachment_id is None:
            return
        if words != self._notes.get(self._at, self.photo.note):
            self._notes[self._at] = words
            self.described.emit(self.photo.attachment_id, words)

    def _earlier(self) -> None:
        self._at -= 1
        self._look()

    def _later(self) -> None:
        self._at += 1
        self._look()

    def _remove(self) -> None:
        at = self._at
        self.finish()
        self.removal_wanted.emit(at)

    def _fetch(self) -> None:
        """Whatever is under way fetches it first; else a trip of its own."""
        keys = self._desk.keys
        if keys is None:
            return
        self.picture.say("正在取……")
        here = ThisPc(keys, self._desk.paths, self._desk.clock)
        want_first(self._desk, self._box, self.photo.blob)
        self._desk.tasks.run(
            fetch_now, FetchNow(here, self._box, self.photo.blob), beside=True,
            then=self._fetched, failed=self._not_fetched, holds=self.fetch,
        )  # fmt: skip

    def _fetched(self, content: bytes | None) -> None:
        if content is None:
            self.picture.say("还没有取到。存着这张照片的电脑上报后，就能看到。")
            return
        self._show(content)
        self.came.emit()

    def _not_fetched(self, error: StationError) -> None:
        self.picture.say(sentence(error).partition("。")[0])
