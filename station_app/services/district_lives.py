"""The life of this station file towards the district, whichever way the reports travel."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from station_app.messages.labels import label
from station_app.models.local import Setting
from station_app.services.district_enrolment import Desk
from station_app.services.duplicates import break_rings, rings
from station_app.services.renumbering import has_collisions, renumber_colliding
from station_app.store.identity import load_device, reborn
from station_app.sync import proof, state, stick_keys
from station_app.sync.inbox import take_up_kept, understood_now
from station_app.sync.sealing import Sealer

COPIED, OLDER = "syncing.copied_file", "syncing.server_is_older"
ANEW = frozenset({COPIED, OLDER})
"""Words of the district after which this file begins a new life and reports again."""


def sealer_of(desk: Desk, session: Session) -> Sealer | None:
    """What closes private fields; None while the station's key has not come."""
    seal = state.station_seal(session, desk.keys.seal)
    return None if seal is None else Sealer.of(seal)


def prepare_file(desk: Desk) -> None:
    """Notice a restored file, and give newly understood fields their place."""
    device = load_device(desk.device_file)
    with desk.store.read() as session:
        is_known = state.load_state(session).incarnation == device.incarnation
        sealer = sealer_of(desk, session)
        understood = bool(understood_now(session, sealer=sealer))
        has_keys = stick_keys.device_keys(session) is not None
    if is_known and not understood and has_keys:
        return
    with desk.store.write(label("sync.receive"), outgoing=False) as session:
        here = state.load_state(session)
        stick_keys.made_device_keys(session)
        if not is_known:
            state.begin_life(here, device.incarnation)
        take_up_kept(session, here, sealer=sealer)


def begin_anew(desk: Desk, code: str) -> None:
    """A copied file takes a new incarnation; an older district hears everything again."""
    device = reborn(desk.device_file)
    with desk.store.write(label("sync.receive"), outgoing=False) as session:
        here = state.load_state(session)
        state.begin_life(here, device.incarnation)
        session.execute(delete(Setting).where(Setting.name == proof.NOTED))
        if code == OLDER:
            state.begin_again(here)


def put_in_order(desk: Desk) -> bool:
    """Put right what two PCs did to the same people while apart; whether there was anything."""
    renumbered, broken = _renumber(desk), _break_rings(desk)
    return bool(renumbered) or broken


def _renumber(desk: Desk) -> int:
    """Where two PCs gave one number while apart, the later record gets a new one."""
    with desk.store.read() as session:
        if not has_collisions(session):
            return 0
    with desk.store.write(label("sync.renumber")) as session:
        return renumber_colliding(session)


def _break_rings(desk: Desk) -> bool:
    """Where two PCs merged two files into each other while apart, one of them stays."""
    with desk.store.read() as session:
        if not rings(session):
            return False
    with desk.store.write(label("sync.rings")) as session:
        return bool(break_rings(session))
