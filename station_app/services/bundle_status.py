"""How reporting by stick stands: what is away, when the last receipt came, what can be done now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.models.local import BundleMade
from station_app.services.bundle_joining import waits_for_welcome
from station_app.services.bundles import suggested_name
from station_app.sync import state, stick_keys
from station_app.sync.carried import CarriedAway, carried_away


@dataclass(frozen=True, slots=True)
class BundleStatus:
    """What the card shows. `can_export` is false until the district's keys are known here."""

    can_export: bool
    is_enrolled: bool
    waits_for_welcome: bool
    away: CarriedAway | None
    answered_at: datetime | None
    file_name: str


def bundle_status(session: Session, *, now: datetime) -> BundleStatus:
    """How it stands, from what this PC knows."""
    here = state.load_state(session)
    joins = waits_for_welcome(session)
    knows_keys = stick_keys.district_keys(session) is not None
    is_enrolled = state.is_enrolled(here)
    return BundleStatus(
        can_export=knows_keys and (is_enrolled or joins),
        is_enrolled=is_enrolled,
        waits_for_welcome=joins and not is_enrolled,
        away=carried_away(session),
        answered_at=session.scalar(select(func.max(BundleMade.answered_at))),
        file_name=suggested_name(session, now=now),
    )
