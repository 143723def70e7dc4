"""A strip of small pictures with a place to add more: by choosing, dropping or pasting.

It shows and asks; what becomes of the pictures is decided by whoever listens.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import clear, fill, holder, row
from station_app.ui.components.photo_tile import PhotoTile, StripPhoto
from station_app.ui.components.text import Text
from station_app.ui.theme import current, restyle

FILTER = "照片和扫描件 (*.jpg *.jpeg *.png *.heic *.heif *.webp *.bmp *.gif *.tif *.tiff *.pdf)"
Source = Path | bytes


class PhotoStrip(QWidget):
    """←→ walk, Enter opens, Del removes, Ctrl V pastes; files may be dropped anywhere on it."""

    given = Signal(object)
    """Files (`Path`) and pictures from the clipboard (`bytes`), a tuple of both."""
    opened = Signal(int)
    removed = Signal(int)
    nothing_pasted = Signal()

    def __init__(
        self,
        *,
        side: int = 64,
        per_row: int = 6,
        inline: bool = False,
        hint: str = "可以拖进来，也可以粘贴",
    ) -> None:
        super().__init__()
        self._side, self._per_row = side, per_row
        self._photos: tuple[StripPhoto, ...] = ()
        self._tiles: list[PhotoTile] = []
        self.setAcceptDrops(True)
        self.setProperty("plain", True)
        self.setAccessibleName("照片")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.add = Button("加照片", Look.OUTLINED, icon="image-plus", height="button_row")
        self.add.clicked.connect(self.choose)
        self.hint = Text(hint, "cap", tone="text3")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current().px(8))
        layout = QVBoxLayout(self)
        self._pictures = holder(self._grid)
        self._pictures.hide()
        if inline:
            fill(layout, [row(self._pictures, self.add, self.hint, None)], 6)
        else:
            fill(layout, [row(self._pictures, None), row(self.add, self.hint, None)], 6)

    @property
    def photos(self) -> tuple[StripPhoto, ...]:
        """What is shown."""
        return self._photos

    @property
    def tiles(self) -> tuple[PhotoTile, ...]:
        """The small pictures, in their order."""
        return tuple(self._tiles)

    def show_photos(self, photos: Sequence[StripPhoto]) -> None:
        """Other pictures; the focus stays at its place."""
        if tuple(photos) == self._photos:
            return
        at = next((n for n, tile in enumerate(self._tiles) if tile.hasFocus()), -1)
        self._photos = tuple(photos)
        clear(self._grid)
        self._tiles = [self._tile(photo) for photo in self._photos]
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, *divmod(number, self._per_row))
        self.hint.setVisible(not self._tiles)
        self._pictures.setVisible(bool(self._tiles))
        if at >= 0:
            last = min(at, len(self._tiles) - 1)
            (self._tiles[last] if last >= 0 else self.add).setFocus()
        self.updateGeometry()

    def allow_adding(self, allowed: bool) -> None:
        """Whether more may be added."""
        self.add.setVisible(allowed)
        self.setAcceptDrops(allowed)
        self.hint.setVisible(allowed and not self._tiles)

    def choose(self) -> None:
        """Choose files."""
        names, _ = QFileDialog.getOpenFileNames(self, "选照片", "", FILTER)
        self.add.setFocus()
        if names:
            self.given.emit(tuple(Path(name) for name in names))

    def paste(self) -> None:
        """Take what lies on the clipboard, if it is pictures or files of pictures."""
        clipboard: QClipboard = QGuiApplication.clipboard()
        sources = sources_of(clipboard.mimeData())
        if sources:
            self.given.emit(sources)
        else:
            self.nothing_pasted.emit()

    def _tile(self, photo: StripPhoto) -> PhotoTile:
        tile = PhotoTile(photo, self._side)
        tile.clicked.connect(self._tile_clicked)
        tile.removed.connect(self._tile_removed)
        return tile

    def _tile_clicked(self) -> None:
        self.opened.emit(self._at(self.sender()))

    def _tile_removed(self) -> None:
        self.removed.emit(self._at(self.sender()))

    def _at(self, sender: object) -> int:
        return next((n for n, tile in enumerate(self._tiles) if tile is sender), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self._at(self.focusWidget())
        if event.matches(QKeySequence.StandardKey.Paste) and self.add.isVisible():
            self.paste()
        elif event.key() == Qt.Key.Key_Left and at > 0:
            self._tiles[at - 1].setFocus()
        elif event.key() == Qt.Key.Key_Right and at >= 0:
            (self._tiles[at + 1] if at + 1 < len(self._tiles) else self.add).setFocus()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if sources_of(event.mimeData(), look_only=True):
            event.acceptProposedAction()
            self._show_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_target(False)
        sources = sources_of(event.mimeData())
        if sources:
            event.acceptProposedAction()
            self.given.emit(sources)

    def _show_target(self, on: bool) -> None:
        """While something hangs over the strip it says that it will take it."""
        self.hint.setText("松开就放进来" if on else "可以拖进来，也可以粘贴")
        self.hint.setVisible(on or not self._tiles)
        self.hint.setProperty("tone", "primary" if on else "text3")
        restyle(self.hint)


def sources_of(given: QMimeData | None, *, look_only: bool = False) -> tuple[Source, ...]:
    """The files and pictures that were dropped or pasted."""
    if given is None:
        return ()
    files = tuple(Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile())
    if files:
        return files
    if not given.hasImage():
        return ()
    if look_only:
        return (b"",)
    image = QImage(given.imageData())
    return () if image.isNull() else (_png(image),)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants its format as bytes
    return bytes(buffer.data().data())
