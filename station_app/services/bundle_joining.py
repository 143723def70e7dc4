"""Joining the district without a line: its file in, the request with the first bundle, the welcome.

The PC makes its token as by line; the request travels in every bundle until a receipt brings the
welcome. From the file on this is one life of the station file: what the bundles hold stands.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.errors import Rejected, Unavailable
from station_app.messages.labels import label
from station_app.models.local import Setting, SyncState
from station_app.models.station import Station
from station_app.services.district_enrolment import (
    JOINING_FILE,
    JOINING_TOKEN,
    Desk,
    Enrolled,
    joining_token,
    keep_owed,
    needs_recovery_words,
    request_of,
)
from station_app.store.identity import load_device, reborn, save_device
from station_app.store.keys import recovery_envelope
from station_app.sync import bundle, enrolment, state, stick_keys


@dataclass(frozen=True, slots=True)
class JoinedByStick:
    """The district's file is taken in; the first bundle asks to be let in.

    With `needs_recovery_words`, private fields wait for the words of the station's first PC.
    """

    station_name: str
    needs_recovery_words: bool


def join_by_stick(desk: Desk, source: Path) -> JoinedByStick:
    """Take in the district's enrolment file.

    Raises `Rejected("bundle.no_joining" | "syncing.other_station" | "syncing.enrolled_elsewhere")`.
    """
    joining = bundle.read_joining(_read(source))
    own = recovery_envelope(desk.key_file)
    foreign = joining.envelope is not None and joining.envelope != own
    with desk.store.write(label("sync.enroll"), outgoing=False) as session:
        if joining.division_code != session.scalars(select(Station.division_code)).one():
            raise Rejected("syncing.other_station", name=joining.station_name)
        here = state.load_state(session)
        _refuse_second(here, joining)
        stick_keys.keep_district_keys(session, joining.keys)
        _note_joining(session, desk, here, joining)
        if foreign:
            _keep_envelope(session, joining.envelope)
    return JoinedByStick(joining.station_name, foreign)


def _read(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            return file.read(bundle.MAX_JOINING)
    except OSError as error:
        raise Unavailable("bundle.not_read") from error


def _refuse_second(here: SyncState, joining: bundle.Joining) -> None:
    if state.is_enrolled(here) and here.server_id != joining.server:
        raise Rejected("syncing.enrolled_elsewhere", address=here.server_url or "")


def _note_joining(session: Session, desk: Desk, here: SyncState, joining: bundle.Joining) -> None:
    """A second file of the same district goes on where the first one was: the life stays."""
    if here.server_id != joining.server:
        state.begin_again(here)
        here.device_id = load_device(desk.device_file).device_id
        state.begin_life(here, reborn(desk.device_file).incarnation)
    here.server_id, here.server_url = joining.server, joining.address or here.server_url
    stick_keys.made_device_keys(session)
    if here.token is not None:  # the district shut this PC out, and lets it in again
        session.merge(Setting(name=JOINING_TOKEN, value=here.token))
    joining_token(session)
    content = bundle.write_joining(joining).hex()
    session.merge(Setting(name=JOINING_FILE, value=content))


def _keep_envelope(session: Session, envelope: bytes | None) -> None:
    if envelope is not None:
        session.merge(Setting(name=state.ENVELOPE, value=envelope.decode()))


def waits_for_welcome(session: Session) -> bool:
    """Whether this PC has the district's file and no receipt has let it in yet."""
    return state.read_setting(session, JOINING_FILE) is not None


def request_by_stick(session: Session, desk: Desk) -> enrolment.Request | None:
    """The request that a bundle carries until a receipt has brought the welcome."""
    content = state.read_setting(session, JOINING_FILE)
    token = state.read_setting(session, JOINING_TOKEN)
    keys = stick_keys.device_keys(session)
    if content is None or token is None or keys is None:
        return None
    joining = bundle.read_joining(bytes.fromhex(content))
    code = session.scalars(select(Station.division_code)).one()
    return request_of(desk, joining.code, code, token, keys.public.raw)


def accept_welcome(desk: Desk, welcome: enrolment.Welcome) -> Enrolled | None:
    """The place that a receipt brings; None where this PC has it already."""
    own = recovery_envelope(desk.key_file)
    foreign = welcome.envelope is not None and welcome.envelope != own
    with desk.store.write(label("sync.enroll"), outgoing=False) as session:
        if not waits_for_welcome(session):
            return None
        here = state.load_state(session)
        here.token = state.read_setting(session, JOINING_TOKEN)
        here.device_letter = welcome.letter
        keep_owed(session, welcome)
        if foreign and state.read_setting(session, state.ENVELOPE) is None:
            # Another PC was first: what was packed under this one's seal must not go that way.
            _keep_envelope(session, welcome.envelope)
            state.begin_life(here, reborn(desk.device_file).incarnation)
        for name in (JOINING_TOKEN, JOINING_FILE):
            session.delete(session.get_one(Setting, name))
        needs_words = needs_recovery_words(session, desk.keys)
    device = load_device(desk.device_file)
    save_device(desk.device_file, msgspec.structs.replace(device, letter=welcome.letter))
    return Enrolled(welcome.station_name, welcome.letter, needs_words)
