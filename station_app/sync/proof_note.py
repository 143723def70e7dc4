"""How the last proof that both sides have the same ended, as this PC keeps it for the light."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from station_app.models.local import Setting
from station_app.sync.proof import NOTED
from station_app.sync.state import read_setting


class Apart(msgspec.Struct, frozen=True, array_like=True):
    """A field of a fact that differs: nobody may change a fact, so a person has to look."""

    record_type: str
    record_id: UUID
    field: str


class Proof(msgspec.Struct, frozen=True):
    """How a proof ended; `agrees` is whether both sides had the same."""

    at: datetime
    agrees: bool
    records: int = 0
    repaired: int = 0
    apart: list[Apart] = []


def last_proof(session: Session) -> Proof | None:
    """How the last proof ended; None before the first and after a strange return."""
    text = read_setting(session, NOTED)
    return None if text is None else msgspec.json.decode(text, type=Proof)


def note_proof(session: Session, proof: Proof) -> None:
    """Keep how it ended."""
    session.merge(Setting(name=NOTED, value=msgspec.json.encode(proof).decode()))


def places_apart(session: Session) -> int:
    """In how many places the district had otherwise; 0 while nothing else is known."""
    last = last_proof(session)
    return 0 if last is None or last.agrees else max(len(last.apart), 1)
