"""Who is asking: enrolment codes that work once, device tokens of which only the hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from district_server.models import Device, DistrictStation, EnrolmentCode, ScopeSequence
from station_app.errors import Rejected
from station_app.models.identifiers import station_id_of
from station_app.sync.enrolment import Request

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread when a code is told by telephone."""
CODE_GROUPS = 4
CODE_GROUP = 4
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TOKEN_CHARACTERS = 43
"""32 random bytes as URL-safe text."""
_WHOSE = select(Device.id, Device.station_id, Device.revoked_at).where(
    Device.token_hash == bindparam("token")
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The device that a token belongs to, and the only station that it may write."""

    device_id: UUID
    station_id: UUID


@dataclass(frozen=True, slots=True)
class Joined:
    """What the PC hears: its station, its letter, and the envelope of the station's seal key."""

    station_id: UUID
    station_name: str
    letter: str
    envelope: bytes | None


def hash_of(secret: str) -> str:
    """The hash under which a random secret is kept; randomness needs no salt, no stretching."""
    return hashlib.sha256(secret.encode()).hexdigest()


def caller_of(session: Session, token: str) -> Caller:
    """The device of a token; raises `Rejected` for an unknown and for a revoked one."""
    device = session.connection().execute(_WHOSE, {"token": hash_of(token)}).one_or_none()
    if device is None:
        raise Rejected("syncing.unknown_token")
    if device.revoked_at is not None:
        raise Rejected("syncing.revoked")
    return Caller(device.id, device.station_id)


def new_code(session: Session, station_id: UUID, *, now: datetime, days: int) -> str:
    """A fresh enrolment code of a station, shown once."""
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(CODE_GROUPS * CODE_GROUP)]
    code = "".join(letters)
    session.execute(
        insert(EnrolmentCode).values(
            code_hash=hash_of(code),
            station_id=station_id,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    groups = range(0, len(code), CODE_GROUP)
    return "-".join(code[start : start + CODE_GROUP] for start in groups)


def plain_code(typed: str) -> str:
    """A code as typed, in any case, with or without dashes and blanks."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def join(session: Session, joining: Request, *, now: datetime) -> Joined:
    """Let a PC in; asked again with the same code, device and token it answers the same.

    Raises `Rejected` for an unknown, used or expired code and for another station's division code.
    """
    _check_token(joining.token)
    code = _open_code(session, joining, now)
    station = session.get_one(DistrictStation, code.station_id)
    _lock(session, station.id)
    if station.id != station_id_of(joining.division_code):
        raise Rejected("syncing.other_station", name=station.name)
    device = session.get(Device, joining.device_id)
    if device is not None and code.used_at is not None:
        return Joined(station.id, station.name, device.letter, station.envelope)
    return _admit(session, joining, code, station, now=now)


def _admit(
    session: Session,
    joining: Request,
    code: EnrolmentCode,
    station: DistrictStation,
    *,
    now: datetime,
) -> Joined:
    device = session.get(Device, joining.device_id)
    if device is not None and device.station_id != station.id:
        raise Rejected("syncing.other_station", name=station.name)
    _check_nobody_has(session, joining)
    if device is None:
        device = Device(
            id=joining.device_id, station_id=station.id, letter=_letter(station.devices_given)
        )
        session.add(device)
        station.devices_given += 1
    printable = "".join(letter for letter in joining.device_name if letter.isprintable())
    device.name, device.token_hash = printable[:80], hash_of(joining.token)
    device.enrolled_at, device.revoked_at, device.revoke_reason = now, None, None
    device.keys = joining.keys or device.keys
    code.used_at, code.device_id = now, joining.device_id
    if station.envelope is None:
        station.envelope = joining.envelope
    session.flush()
    return Joined(station.id, station.name, device.letter, station.envelope)


def _check_nobody_has(session: Session, joining: Request) -> None:
    """No honest PC makes a token that another has; whoever does may not learn whose it is."""
    owner = session.scalar(
        select(Device.id).where(
            Device.token_hash == hash_of(joining.token), Device.id != joining.device_id
        )
    )
    if owner is not None:
        raise Rejected("syncing.damaged_body")


def _open_code(session: Session, joining: Request, now: datetime) -> EnrolmentCode:
    code = session.get(EnrolmentCode, hash_of(plain_code(joining.code)), with_for_update=True)
    if code is None:
        raise Rejected("syncing.unknown_code")
    if code.used_at is not None and not _same_device(session, joining, code):
        raise Rejected("syncing.used_code")
    if code.used_at is None and (code.withdrawn_at is not None or code.expires_at < now):
        raise Rejected("syncing.expired_code")
    return code


def _same_device(session: Session, joining: Request, code: EnrolmentCode) -> bool:
    device = session.get(Device, joining.device_id)
    return (
        device is not None
        and code.device_id == device.id
        and device.revoked_at is None
        and secrets.compare_digest(device.token_hash, hash_of(joining.token))
    )


def _check_token(token: str) -> None:
    if len(token) != TOKEN_CHARACTERS:
        raise Rejected("syncing.damaged_body")


def _lock(session: Session, station_id: UUID) -> None:
    """Two PCs of one station enrol one after the other, so that no letter is given twice."""
    scope = select(ScopeSequence).where(ScopeSequence.scope == station_id).with_for_update()
    session.execute(scope)


def _letter(given: int) -> str:
    """A, B, … Z, then AA, AB, …: unlike any other letter of the station."""
    letters = ""
    number = given
    while number >= 0:
        letters = LETTERS[number % 26] + letters
        number = number // 26 - 1
    return letters


def revoke(session: Session, device_id: UUID, *, now: datetime, reason: str | None = None) -> None:
    """Shut a device out from this moment on; a new code lets the same PC in again."""
    values = {"revoked_at": now, "revoke_reason": reason}
    session.execute(update(Device).where(Device.id == device_id).values(values))
