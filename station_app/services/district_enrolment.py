"""Joining the district: the one-time code, this PC's token and letter, the station's seal key."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.local import Setting, SyncState
from station_app.models.station import Station
from station_app.queries.month_reports import OWES_FROM
from station_app.store.identity import load_device, reborn, save_device
from station_app.store.keys import Keys, open_envelope, recovery_envelope
from station_app.store.unit_of_work import Clock, Store
from station_app.sync import client, enrolment, state, stick_keys
from station_app.sync.inbox import take_up_kept
from station_app.sync.sealing import Sealer

TOKEN_BYTES = 32
JOINING_TOKEN = "sync.joining_token"
JOINING_FILE = "stick.joining"


@dataclass(frozen=True, slots=True)
class Desk:
    """This PC, as far as reporting is concerned: its file, its keys, its identity, its clock."""

    store: Store
    keys: Keys
    key_file: Path
    device_file: Path
    clock: Clock


@dataclass(frozen=True, slots=True)
class Enroll:
    """What the operator types: the address and the one-time code that the district gave."""

    server: str
    code: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The station as the district knows it and this PC's letter.

    With `needs_recovery_words`, private fields wait here until `open_private_fields` was called
    with the words of the station's first PC.
    """

    station_name: str
    letter: str
    needs_recovery_words: bool


def enroll(desk: Desk, command: Enroll, *, line: httpx.Client | None = None) -> Enrolled:
    """Join the district; asking again after a lost answer joins no second time.

    Raises `Rejected` for a wrong, used or expired code, for another station's code and when this
    PC already reports elsewhere; `Unavailable` when the district cannot be reached.
    """
    with desk.store.read() as session:
        _refuse_second_district(state.load_state(session), command.server)
    request = _request(desk, command.code)
    with client.line_to(command.server, line) as opened:
        welcome = client.enrol(opened, request)
    return _keep_place(desk, command.server, request, welcome)


def _refuse_second_district(here: SyncState, server: str) -> None:
    if state.is_enrolled(here) and here.server_url not in (None, server):
        raise Rejected("syncing.enrolled_elsewhere", address=here.server_url)


def _request(desk: Desk, code: str) -> enrolment.Request:
    """The request; its token is kept before it is sent, so asking again is the same request."""
    with desk.store.write(label("sync.enroll")) as session:
        token = joining_token(session)
        keys = stick_keys.made_device_keys(session).public.raw
        division_code = session.scalars(select(Station.division_code)).one()
    return request_of(desk, code, division_code, token, keys)


def joining_token(session: Session) -> str:
    """The token with which this PC asks to be let in, made once; by line and by stick the same."""
    token = state.read_setting(session, JOINING_TOKEN)
    if token is None:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        session.add(Setting(name=JOINING_TOKEN, value=token))
        session.flush()
    return token


def request_of(
    desk: Desk, code: str, division_code: str, token: str, keys: bytes
) -> enrolment.Request:
    """What this PC says when it asks to be let in."""
    device = load_device(desk.device_file)
    return enrolment.Request(
        code=code,
        division_code=division_code,
        device_id=device.device_id,
        device_name=f"PC {device.device_id.hex[-4:]}",
        token=token,
        envelope=recovery_envelope(desk.key_file),
        keys=keys,
    )


def _keep_place(
    desk: Desk, server: str, request: enrolment.Request, welcome: enrolment.Welcome
) -> Enrolled:
    foreign = welcome.envelope is not None and welcome.envelope != request.envelope
    with desk.store.write(label("sync.enroll")) as session:
        if welcome.station_id != session.scalars(select(Station.id)).one():
            raise Rejected("syncing.other_station", name=welcome.station_name)
        here = state.load_state(session)
        another_seal = foreign and state.read_setting(session, state.ENVELOPE) is None
        was_here = here.server_id == welcome.server_id and here.last_batch is not None
        if here.server_id != welcome.server_id:
            state.begin_again(here)
        here.server_url, here.server_id = server, welcome.server_id
        here.token, here.device_id = request.token, request.device_id
        here.device_letter = welcome.letter
        if another_seal or not was_here:  # else the district says whether it knows this life still
            state.begin_life(here, reborn(desk.device_file).incarnation)
        incarnation = here.incarnation
        _keep_envelope(session, welcome.envelope if foreign else None)
        keep_owed(session, welcome)
        if welcome.keys is not None:
            stick_keys.keep_district_keys(session, welcome.keys)
        for name in (JOINING_TOKEN, JOINING_FILE):
            session.execute(delete(Setting).where(Setting.name == name))
        needs_words = needs_recovery_words(session, desk.keys)
    device = load_device(desk.device_file)
    assert incarnation is not None
    known = msgspec.structs.replace(device, letter=welcome.letter, incarnation=incarnation)
    save_device(desk.device_file, known)
    return Enrolled(welcome.station_name, welcome.letter, needs_words)


def keep_owed(session: Session, welcome: enrolment.Welcome) -> None:
    """From which month on the district expects reports; what an older one said stays."""
    if welcome.owes_from is not None:
        session.merge(Setting(name=OWES_FROM, value=welcome.owes_from))


def _keep_envelope(session: Session, envelope: bytes | None) -> None:
    if envelope is not None:
        session.merge(Setting(name=state.ENVELOPE, value=envelope.decode()))


def needs_recovery_words(session: Session, keys: Keys) -> bool:
    """Whether private fields of this station wait here for the words of its first PC."""
    return state.station_seal(session, keys.seal) is None


def open_private_fields(desk: Desk, words: str) -> int:
    """Take over the station's seal key and open what came sealed; returns how many records.

    Raises `Rejected("login.recovery_mismatch" | "login.wrong_recovery" | "syncing.no_envelope")`.
    """
    with desk.store.read() as session:
        envelope = state.read_setting(session, state.ENVELOPE)
    if envelope is None:
        raise Rejected("syncing.no_envelope")
    seal = open_envelope(envelope.encode(), words)
    with desk.store.write(label("sync.words"), outgoing=False) as session:
        session.merge(Setting(name=state.SEAL_KEY, value=seal.hex()))
        # A batch under way was packed without private fields: it must not come again with them.
        here = state.load_state(session)
        state.begin_life(here, reborn(desk.device_file).incarnation)
        return len(take_up_kept(session, here, sealer=Sealer.of(seal)))
