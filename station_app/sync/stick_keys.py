"""The keys of this PC for files on a stick, and what it knows of the district's.

They lie among the settings of the encrypted station file, like the token.
"""

from sqlalchemy.orm import Session

from station_app.models.local import Setting
from station_app.sync.bundle_keys import PublicKeys, SecretKeys, new_secret, public_keys
from station_app.sync.state import read_setting

DEVICE_SECRET = "stick.device_secret"
DISTRICT_KEYS = "stick.district_keys"


def device_keys(session: Session) -> SecretKeys | None:
    """This PC's keys; None while it has none."""
    secret = read_setting(session, DEVICE_SECRET)
    return None if secret is None else SecretKeys.of(bytes.fromhex(secret))


def made_device_keys(session: Session) -> SecretKeys:
    """This PC's keys, made on first use."""
    keys = device_keys(session)
    if keys is None:
        secret = new_secret()
        session.add(Setting(name=DEVICE_SECRET, value=secret.hex()))
        session.flush()
        keys = SecretKeys.of(secret)
    return keys


def district_keys(session: Session) -> PublicKeys | None:
    """The district's public keys, as it said or as its enrolment file says."""
    raw = read_setting(session, DISTRICT_KEYS)
    return None if raw is None else PublicKeys(bytes.fromhex(raw))


def keep_district_keys(session: Session, raw: bytes) -> None:
    """Remember the district's public keys; raises `Rejected` for what are none."""
    session.merge(Setting(name=DISTRICT_KEYS, value=public_keys(raw).raw.hex()))


def keys_to_send(session: Session) -> bytes | None:
    """What a PC that joined before there were keys tells the district, until it hears back."""
    keys = None if district_keys(session) else device_keys(session)
    return None if keys is None else keys.public.raw
