"""The district's own keys: made once, kept in its database, opened by whoever takes a bundle.

The stateless processes share them through the database; no page and no route gives them out
(decision 0057).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import DistrictKey
from station_app.errors import Rejected
from station_app.sync.bundle_keys import PublicKeys, SecretKeys, new_secret


def make_keys(session: Session, *, now: datetime) -> None:
    """Give the district its keys; doing it again changes nothing."""
    if session.get(DistrictKey, 1) is None:
        secret = new_secret()
        public = SecretKeys.of(secret).public.raw
        session.add(DistrictKey(id=1, public=public, secret=secret, made_at=now))
        session.flush()


def public_keys_of(session: Session) -> bytes | None:
    """The half that stations know; None before `init` was run with this version."""
    return session.scalar(select(DistrictKey.public))


def secret_keys(session: Session) -> SecretKeys:
    """The district's keys; raises `Rejected("bundle.no_district_keys")`."""
    secret: bytes | None = session.scalar(select(DistrictKey.secret))
    if secret is None:
        raise Rejected("bundle.no_district_keys")
    return SecretKeys.of(secret)


def public_keys(session: Session) -> PublicKeys:
    """The half that stations know; raises `Rejected("bundle.no_district_keys")`."""
    public = public_keys_of(session)
    if public is None:
        raise Rejected("bundle.no_district_keys")
    return PublicKeys(public)
