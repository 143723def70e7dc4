"""Reporting as it is done day by day: one conversation at a time, each noted for the list.

The background, the button and the command line come through this door; what they do on the line
is `district_sync`'s matter.
"""

import httpx

from station_app.errors import Rejected, StationError
from station_app.messages.labels import label
from station_app.models.local import Setting
from station_app.progress import Progress
from station_app.services.attachments_sync import box_of, photo_state
from station_app.services.district_enrolment import Desk
from station_app.services.district_proof import prove_if_due
from station_app.services.district_sync import Synchronised, synchronise
from station_app.services.reporting_history import (
    HISTORY,
    STOPPED,
    Moved,
    is_worth_a_line,
    note_failure,
    note_success,
)
from station_app.services.sync_status import PHOTOS
from station_app.store.context import unit_of
from station_app.store.lock import only_reporter
from station_app.sync import client, state
from station_app.sync.patience import Stopped, never_stopped

STUMBLED = "syncing.stumbled"
NOBODY_ELSE = frozenset({"syncing.already_running", "store.busy", STOPPED})
"""Ends of a conversation that say nothing of the line."""


def report(
    desk: Desk,
    *,
    by_hand: bool,
    progress: Progress | None = None,
    stopped: Stopped = never_stopped,
    line: httpx.Client | None = None,
) -> Synchronised:
    """Send all that waits and take all that others wrote; both ways of ending are noted.

    Raises what `synchronise` raises, and `Unavailable("syncing.already_running")`.
    """
    with only_reporter(desk.device_file.parent):
        try:
            done = _speak(desk, line, progress, stopped)
            note_photos(desk)
        except StationError as error:
            if error.code not in NOBODY_ELSE:
                _note_failure(desk, error.code, by_hand=by_hand)
            raise
        _note_success(desk, done, by_hand=by_hand)
        return done


def note_photos(desk: Desk) -> None:
    """How many photos the district has not confirmed: without them the light is not green.

    A file of photos that cannot be opened just now is no failure of reporting: the count stands.
    """
    box = box_of(desk)
    try:
        with desk.store.read() as session:
            known = state.read_setting(session, PHOTOS) or "0"
            left = str(photo_state(session, box).to_send)
    except StationError:
        return
    if left != known:
        with desk.store.write(label("sync.note"), outgoing=False) as session:
            session.merge(Setting(name=PHOTOS, value=left))
            unit_of(session).touch(HISTORY, ())


def _speak(
    desk: Desk, line: httpx.Client | None, progress: Progress | None, stopped: Stopped
) -> Synchronised:
    if line is not None:
        return _speak_over(desk, line, progress)
    with desk.store.read() as session:
        here = state.load_state(session)
        url = here.server_url if state.is_enrolled(here) else None
        known, joined = here.last_receipt_at, state.is_enrolled(here)
    if url is None:
        raise Rejected("bundle.no_address" if joined else "syncing.not_enrolled")
    with client.open_line(url, stopped=stopped, known=known) as opened:
        return _speak_over(desk, opened, progress)


def _speak_over(desk: Desk, line: httpx.Client, progress: Progress | None) -> Synchronised:
    done = synchronise(desk, line=line, progress=progress)
    prove_if_due(desk, done, line=line)
    return done


def _note_success(desk: Desk, done: Synchronised, *, by_hand: bool) -> None:
    moved = Moved(done.sent, done.received, done.conflicts, done.refused)
    with desk.store.read() as session:
        is_worth_it = is_worth_a_line(session, moved, by_hand=by_hand)
    if is_worth_it:
        with desk.store.write(label("sync.note"), outgoing=False) as session:
            note_success(session, moved, by_hand=by_hand)


def _note_failure(desk: Desk, code: str, *, by_hand: bool) -> None:
    with desk.store.write(label("sync.note"), outgoing=False) as session:
        note_failure(session, code, by_hand=by_hand)


def note_stumble(desk: Desk) -> None:
    """A bug ended a conversation: the light says so; what happened stands in the log."""
    with desk.store.write(label("sync.note"), outgoing=False) as session:
        note_failure(session, STUMBLED, by_hand=False)
        state.load_state(session).last_error = STUMBLED


def try_line(desk: Desk, address: str | None, *, stopped: Stopped = never_stopped) -> None:
    """Ask the district, or this address, for a sign of life. Nothing of the station is sent.

    Raises `Rejected("syncing.not_enrolled")` and what the line meets.
    """
    with desk.store.read() as session:
        url = address or state.load_state(session).server_url
    if url is None:
        raise Rejected("syncing.not_enrolled")
    with client.open_line(url, stopped=stopped) as opened:
        client.ask_health(opened)
