"""Photos over a real socket that is cut at random bytes, to a real server on both databases."""

from contextlib import suppress
from dataclasses import replace

import pytest

from station_app.errors import Unavailable
from station_app.services.attachments_sync import photo_state
from station_app.services.district_enrolment import Enroll, enroll
from station_app.services.district_sync import synchronise
from station_app.sync import client
from tests.fixtures.cut_line import CutLine, cut_line
from tests.fixtures.district import MakeOffice, Office
from tests.fixtures.photos import box, content, visit_photos
from tests.fixtures.pictures import encoded, noise
from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import STATION_CODE

pytestmark = pytest.mark.loopback

TRIES = 150
PIECE = 256 * 1024


@pytest.fixture
def server(prepared_server: ServerCommands) -> ServerCommands:
    """The commands of a district."""
    return replace(prepared_server, settings={"DISTRICT_SERVER_DEVICE_PER_MINUTE": "100000"})


def join(server: ServerCommands, office: Office, address: str) -> None:
    """Enrol with a code from the command line."""
    enroll(office.desk, Enroll(address, server.say("station", "code", STATION_CODE)[-1]))


def until_done(office: Office, address: str) -> None:
    """Report over a bad line until nothing of the photos waits."""
    for _ in range(TRIES):
        with suppress(Unavailable), client.open_line(address) as line:
            synchronise(office.desk, line=line)
        with office.store.read() as session:
            state = photo_state(session, box(office))
        if not state.to_send and not state.to_come and state.here:
            return
    raise AssertionError("the photos never arrived")


def all_of(line: CutLine) -> tuple[int, int]:
    """Bytes that went up, and cuts."""
    return line.up, line.cuts


def test_a_photo_arrives_over_a_line_that_is_cut_at_random_bytes(
    server: ServerCommands, make_office: MakeOffice
) -> None:
    pictures = [encoded(noise(640, 480, seed=seed), quality=88) for seed in (1, 2)]
    first, second = make_office("first"), make_office("second")
    with server.serving() as (address, _), cut_line(address, seed=5) as (bad, line):
        join(server, first, address)
        join(server, second, address)
        names = visit_photos(first, *pictures)
        until_done(first, bad)
        up, cuts = all_of(line)
        until_done(second, bad)
    assert [content(second, name) for name in names] == pictures
    assert cuts > 0
    assert up <= sum(map(len, pictures)) + (cuts + 1) * PIECE
    assert "bug" not in server.log()
