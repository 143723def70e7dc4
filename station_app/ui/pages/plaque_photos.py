"""The photos of a plaque beside its history; a new one goes to the day on which it was hung."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from station_app.domain.codes import AttachmentOwner, PlaqueEventKind
from station_app.queries.attachments import photos_of_plaque
from station_app.queries.plaque_states import EventRow
from station_app.queries.plaques import PlaqueRow
from station_app.ui.desk import Desk
from station_app.ui.record_photos import RecordPhotos

HUNG = (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)
SIDE, PER_ROW = 53, 4


def plaque_photos(plaque: PlaqueRow, events: Sequence[EventRow], desk: Desk) -> QWidget:
    """A strip; while the plaque has not been hung, nothing can be added."""
    photos = RecordPhotos(desk, AttachmentOwner.PLAQUE_EVENT, side=SIDE, per_row=PER_ROW)
    hung = [event.event_id for event in events if event.event in HUNG]
    add_to = hung[-1] if hung else None
    name = plaque.head_name or plaque.basis_name or ""
    photos.show_found(photos_of_plaque, plaque.plaque_id, add_to=add_to, name=name)
    return photos.strip
