"""Photos taken before a second PC knew the station's key get the names that every PC gives them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from station_app.messages.labels import label
from station_app.models.attachment import Attachment
from station_app.services.attachments_box import PhotoBox
from station_app.store.unit_of_work import Store


def take_station_names(store: Store, box: PhotoBox) -> int:
    """Name anew what was named by another key than the station's; returns how many.

    The records are changed first: after a cut between the two the picture is still misnamed here,
    so that the next run finds it again and finishes.
    """
    with store.read() as session:
        key = box.station_key(session)
    if key is None:
        return 0
    with box.open() as photos:
        misnamed = photos.misnamed(key.mark)
        for held in misnamed:
            content = photos.content(held.name)
            new = held.name if content is None else key.name(content, sealed=held.sealed)
            if new == held.name:
                photos.well_named(held.name, key.mark)
                continue
            _rename_records(store, held.name, new)
            photos.rename(held.name, new, key.mark)
    return len(misnamed)


def _rename_records(store: Store, old: str, new: str) -> None:
    with store.read() as session:
        if session.scalar(_named(old).limit(1)) is None:
            return
    with store.write(label("attachment.rename")) as session:
        _rename(session, old, new)


def _rename(session: Session, old: str, new: str) -> None:
    for row in session.scalars(_named(old)):
        row.blob = new


def _named(name: str) -> Select[Attachment]:
    return select(Attachment).where(Attachment.blob == name)
