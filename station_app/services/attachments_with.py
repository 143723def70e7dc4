"""Records and their photos in one unit of work: an undo takes back both."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import AttachmentOwner, PlaqueEventKind
from station_app.domain.reading import ask
from station_app.models.plaque import PlaqueEvent
from station_app.services.attachments import KeptPhoto, attach, used_for_others
from station_app.services.certifications import (
    Certified,
    RecordCertification,
    record_certification,
)
from station_app.services.doubts import settle
from station_app.services.plaques import (
    Entered,
    HangNew,
    PlaqueStep,
    Stepped,
    hang_new,
    record_step,
)
from station_app.services.visits import RecordedVisit, RecordVisit, record_visit

Kept = tuple[KeptPhoto, ...]
HUNG = (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)


def visit_with_photos(
    session: Session, command: RecordVisit, kept: Kept, *, today: date
) -> RecordedVisit:
    """A visit that was made and its photos; raises what both raise."""
    made = record_visit(session, command, today=today)
    session.flush()
    attach(session, AttachmentOwner.VISIT, made.visit_id, kept, today=today)
    return made


def certification_with_photos(
    session: Session, command: RecordCertification, kept: Kept, *, today: date
) -> Certified:
    """A certification and its proof; raises what both raise.

    Raises `Doubtful` for a picture that stands for somebody else (CE7).
    """
    blobs = tuple(one.blob for one in kept)
    twice = used_for_others(session, blobs, command.person_id)
    settle([ask("certification.same_photo")] if twice else [], command.confirmed)
    made = record_certification(session, command, today=today)
    session.flush()
    owner = AttachmentOwner.CERTIFICATION
    attach(session, owner, made.certification_id, kept, today=today)
    return made


def step_with_photos(session: Session, command: PlaqueStep, kept: Kept, *, today: date) -> Stepped:
    """What happened to a plaque and the photos of it; raises what both raise."""
    made = record_step(session, command, today=today)
    session.flush()
    attach(session, AttachmentOwner.PLAQUE_EVENT, made.event_id, kept, today=today)
    return made


def hanging_with_photos(session: Session, command: HangNew, kept: Kept, *, today: date) -> Entered:
    """A new plaque on its wall and the photos of it; raises what both raise."""
    made = hang_new(session, command, today=today)
    session.flush()
    hung = session.scalars(
        select(PlaqueEvent.id).where(
            PlaqueEvent.plaque_id == made.plaque_id, PlaqueEvent.event.in_(HUNG)
        )
    ).one()
    attach(session, AttachmentOwner.PLAQUE_EVENT, hung, kept, today=today)
    return made
