"""All photos of a person in one place: the portrait, visits, certifications, the plaque."""

from collections import Counter

from PySide6.QtCore import Signal

from station_app.domain.codes import AttachmentOwner
from station_app.queries.attachments import photos_of_person
from station_app.queries.person_dues import PersonView
from station_app.ui.components.layout import Card
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.record_photos import RecordPhotos

SIDE, PER_ROW = 53, 4


class PhotosPanel(Card):
    """What is added here is a portrait; the newest one stands beside the name."""

    portrait_found = Signal(object)
    """The small picture of the newest portrait, or None."""
    counted = Signal(object)
    """How many photos each record has, by its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=8)
        self.title = Text("照片", "lead", bold=True)
        self.photos = RecordPhotos(desk, AttachmentOwner.PERSON, side=SIDE, per_row=PER_ROW)
        self.photos.shown.connect(self._shown)
        self.add(self.title, self.photos.strip)
        if desk.keys is None:  # never shown here: without a parent it would be a window
            self.hide()

    def show_person(self, view: PersonView) -> None:
        """Another person, or the same one again."""
        who = view.page.row
        self.photos.show_found(photos_of_person, who.person_id, add_to=who.person_id, name=who.name)

    def _shown(self) -> None:
        count = len(self.photos.strip.photos)
        self.title.setText(f"照片 {count:,} 张" if count else "照片")
        self.portrait_found.emit(self._portrait())
        self.counted.emit(Counter(one.owner_id for one in self.photos.rows))

    def _portrait(self) -> bytes | None:
        small = {one.attachment_id: one.small for one in self.photos.strip.photos}
        found = [
            small.get(one.attachment_id)
            for one in self.photos.rows
            if one.owner == AttachmentOwner.PERSON
        ]
        return found[-1] if found else None
