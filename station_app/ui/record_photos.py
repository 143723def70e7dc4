"""The photos of a record in a form or on a page: taken in beside the work, shown, removed, undone.

While the record is being written the photos wait here and are kept with it; beside a record that
stands each is kept at once, as a step of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from station_app.domain.codes import label as code_label
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.attachments import PhotoRow, photos_of
from station_app.services.attachments import (
    KeptPhoto,
    TakenIn,
    attach,
    describe,
    photos_as_text,
    photos_of_text,
    remove,
    take_in_good,
)
from station_app.services.attachments_box import PhotoBox
from station_app.ui.components.photo_strip import PhotoStrip, Source
from station_app.ui.components.photo_tile import StripPhoto
from station_app.ui.desk import Desk
from station_app.ui.person_words import full_day
from station_app.ui.photo_jobs import photo_box, small
from station_app.ui.photo_viewer import PhotoViewer
from station_app.ui.tasks import Touched

Query = Callable[..., list[PhotoRow]]


class RecordPhotos(QObject):
    """A strip and what becomes of its pictures."""

    changed = Signal()
    """Pictures that wait for their record were added or taken away."""
    shown = Signal()
    """Other pictures are shown."""

    def __init__(
        self, desk: Desk, owner: str, *, side: int = 64, per_row: int = 6, inline: bool = False
    ) -> None:
        strip = PhotoStrip(side=side, per_row=per_row, inline=inline)
        super().__init__(strip)  # it lives as long as what it shows
        self._desk, self._owner, self.strip = desk, str(owner), strip
        self._record_id: UUID | None = None
        self._name = ""
        self._waiting: tuple[KeptPhoto, ...] = ()
        self._rows: tuple[PhotoRow, ...] = ()
        self._small: dict[str, bytes] = {}
        self._question: tuple[Query, tuple[Any, ...]] | None = None
        self.viewer: PhotoViewer | None = None
        self.strip.given.connect(self._take)
        self.strip.opened.connect(self._open)
        self.strip.removed.connect(self._remove)
        self.strip.nothing_pasted.connect(self._nothing_pasted)
        desk.tasks.touched.connect(self._touched)
        if self._box is None:  # never shown here: without a parent it would be a window
            self.strip.hide()

    @property
    def _box(self) -> PhotoBox | None:
        return photo_box(self._desk)

    @property
    def waiting(self) -> tuple[KeptPhoto, ...]:
        """Pictures that wait for their record."""
        return self._waiting

    @property
    def rows(self) -> tuple[PhotoRow, ...]:
        """The photos of records that are shown."""
        return self._rows

    # --- which record -----------------------------------------------------------------------

    def begin(self, waiting: Sequence[KeptPhoto] = ()) -> None:
        """A record that is being written."""
        self._record_id, self._question = None, None
        self._rows = ()
        self._waiting = tuple(waiting)
        self._ask_small()

    def show_record(self, record_id: UUID, name: str) -> None:
        """A record that stands; `name` is for the history."""
        self.show_found(photos_of, self._owner, record_id, add_to=record_id, name=name)

    def show_found(self, query: Query, *args: object, add_to: UUID | None, name: str) -> None:
        """The photos that a question finds; new ones go to `add_to`."""
        self._record_id, self._name = add_to, name
        self._waiting = ()
        self._question = (query, args)
        self.strip.allow_adding(add_to is not None)
        self.refresh()

    def refresh(self) -> None:
        """Ask again what stands beside the record."""
        if self._question is not None:
            query, args = self._question
            self._desk.tasks.read(query, *args, then=self._show_rows)

    def _touched(self, touched: Touched) -> None:
        """Photos came, went, or were brought back by an undo."""
        if "attachment" in touched:
            self.refresh()

    def as_text(self) -> str:
        """The waiting pictures as the text of a half-written form."""
        return photos_as_text(self._waiting)

    def put_text(self, text: str) -> None:
        """Waiting pictures of a half-written form."""
        self.begin(photos_of_text(text))

    # --- taking in --------------------------------------------------------------------------

    def _take(self, sources: tuple[Source, ...]) -> None:
        box = self._box
        if box is None:
            return
        self._desk.tasks.read(
            take_in_good,
            box,
            self._owner,
            sources,
            now=self._desk.clock(),
            progress="正在整理照片",
            then=self._taken,
            failed=self._refused,
        )

    def _taken(self, taken: TakenIn) -> None:
        """The good ones are kept; of the others it is said which and why."""
        if taken.refused:
            self._say(refused_words(taken))
        if taken.kept:
            self._keep(taken.kept)

    def _keep(self, kept: tuple[KeptPhoto, ...]) -> None:
        if self._record_id is None:
            self._waiting = tuple(dict.fromkeys((*self._waiting, *kept)))
            self._ask_small()
            self.changed.emit()
            return
        self._desk.tasks.write(
            action("attachment.add", name=self._name),
            attach,
            self._owner,
            self._record_id,
            kept,
            today=self._desk.today(),
            then=self._attached,
            failed=self._refused,
        )

    def _attached(self, added: list[UUID]) -> None:
        words = f"已加 {len(added):,} 张照片" if added else "这几张已经在了"
        self._desk.say(words, undo=bool(added))

    def _nothing_pasted(self) -> None:
        self._say(sentence_of("photo.nothing_pasted"))

    def _refused(self, error: StationError) -> None:
        self._say(sentence(error))

    def _say(self, words: str) -> None:
        self._desk.explain(words)

    # --- showing ----------------------------------------------------------------------------

    def _show_rows(self, rows: list[PhotoRow]) -> None:
        self._rows = tuple(rows)
        self._ask_small()

    def _ask_small(self) -> None:
        box = self._box
        names = (*(one.blob for one in self._rows), *(one.blob for one in self._waiting))
        self._show()
        if box is None or not names:
            return
        self._desk.tasks.read(
            small, box, names, then=self._show_small, failed=self._not_shown
        )  # fmt: skip

    def _show_small(self, found: dict[str, bytes]) -> None:
        self._small = found
        self._show()

    def _not_shown(self, error: StationError) -> None:
        """The file of photos does not open: everything counts as missing, and it is said once."""
        self._desk.say(sentence(error).partition("。")[0])

    def _show(self) -> None:
        stored = [self._stored(one) for one in self._rows]
        waiting = [self._of(one.blob, "新照片") for one in self._waiting]
        self.strip.show_photos([*stored, *waiting])
        self.shown.emit()

    def _stored(self, one: PhotoRow) -> StripPhoto:
        kind = code_label("attachment_kind", one.kind)
        day = one.taken_on or one.day
        words = f"{kind}，{full_day(day)}" if day else kind
        where = code_label("attachment_owner", one.owner)
        noted = f"{words}，{one.note}" if one.note else words
        found = self._of(one.blob, noted, one.attachment_id, f"{where}，{words}")
        return replace(found, note=one.note or "")

    def _of(
        self, blob: str, words: str, attachment_id: UUID | None = None, more: str = ""
    ) -> StripPhoto:
        return StripPhoto(blob, words, self._small.get(blob), attachment_id, more)

    # --- opening and removing ---------------------------------------------------------------

    def _open(self, at: int) -> None:
        box = self._box
        if box is None or not 0 <= at < len(self.strip.photos):
            return
        may = self._record_id is not None or self._question is None
        self.viewer = PhotoViewer(
            self.strip, self._desk, box, self.strip.photos, at, may_remove=may
        )
        self.viewer.removal_wanted.connect(self._remove)
        self.viewer.came.connect(self._ask_small)
        self.viewer.described.connect(self._describe)

    def _remove(self, at: int) -> None:
        if not 0 <= at < len(self.strip.photos):
            return
        photo = self.strip.photos[at]
        if photo.attachment_id is None:
            self._waiting = tuple(one for one in self._waiting if one.blob != photo.blob)
            self._show()
            self.changed.emit()
            return
        self._desk.tasks.write(
            action("attachment.remove", name=self._name),
            remove,
            photo.attachment_id,
            then=self._removed,
            failed=self._refused,
        )

    def _describe(self, attachment_id: UUID, note: str) -> None:
        self._desk.tasks.write(
            action("attachment.describe", name=self._name),
            describe,
            attachment_id,
            note,
            then=self._described,
            failed=self._refused,
        )

    def _described(self, _result: object) -> None:
        self._desk.say("已记下照片说明", undo=True)

    def _removed(self, _result: object) -> None:
        self._desk.say("已移去这张照片", undo=True)


def refused_words(taken: TakenIn) -> str:
    """One refused photo says its own sentence; of several, which and why, and what was kept."""
    if taken.chosen == 1:
        return sentence(taken.refused[0])
    names = "、".join(sentence(one).partition("。")[0] for one in taken.refused)
    code = "photo.some_refused" if taken.kept else "photo.none_kept"
    kept, count = len(taken.kept), len(taken.refused)
    return sentence(StationError(code, chosen=taken.chosen, count=count, names=names, kept=kept))


def sentence_of(code: str) -> str:
    """The sentence of a code without values."""
    return sentence(StationError(code))
