"""Keys of other programmes that deliver to the district: made once, shown once, kept as a hash."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.auth import hash_of
from district_server.models import ApiKey
from station_app.errors import Rejected
from station_app.models.identifiers import new_id

CERTIFICATIONS = "certifications"
"""The one purpose that there is: to deliver certifications made on line."""


def add_key(session: Session, name: str, *, now: datetime) -> tuple[UUID, str]:
    """A new key under a name that says who holds it; the text is not kept and never shown again."""
    plain = " ".join(name.split())
    if not plain:
        raise Rejected("online.no_name")
    text = secrets.token_urlsafe(32)
    key = ApiKey(
        id=new_id(), name=plain, purpose=CERTIFICATIONS, key_hash=hash_of(text), made_at=now
    )
    session.add(key)
    session.flush()
    return key.id, text


def revoke_key(session: Session, key_id: UUID, *, now: datetime) -> None:
    """Shut a key out from this moment on."""
    key = session.get(ApiKey, key_id)
    if key is None:
        raise Rejected("online.unknown_key")
    if key.revoked_at is None:
        key.revoked_at = now


def list_keys(session: Session) -> list[ApiKey]:
    """All keys, also those that were revoked, the oldest first."""
    return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))


def key_of(session: Session, text: str) -> UUID:
    """Whose key this is; raises `Rejected` for an unknown and for a revoked one."""
    key = session.scalars(select(ApiKey).where(ApiKey.key_hash == hash_of(text))).one_or_none()
    if key is None or key.purpose != CERTIFICATIONS:
        raise Rejected("online.unknown_key")
    if key.revoked_at is not None:
        raise Rejected("online.revoked_key")
    return key.id
