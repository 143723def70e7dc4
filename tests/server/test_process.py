"""The real processes over a real socket, on SQLite and on PostgreSQL."""

import json
from pathlib import Path

import pytest

from station_app.errors import Rejected, Unavailable
from station_app.models.conflict import Conflict
from station_app.services.district_enrolment import Enroll, enroll
from station_app.services.district_sync import synchronise
from tests.fixtures.district import MakeOffice, Office
from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import STATION_CODE, STATION_NAME

pytestmark = pytest.mark.loopback


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> ServerCommands:
    """The commands of a district that knows the sample station."""
    if request.param == "sqlite":
        db = f"sqlite:///{tmp_path / 'process.db'}"
    else:
        db = str(request.getfixturevalue("postgres"))
    commands = ServerCommands(tmp_path, db)
    commands.say("init")
    return commands


def join(server: ServerCommands, office: Office, address: str) -> None:
    """Enrol with a code from the command line."""
    listed = json.loads("\n".join(server.say("stations", "--format", "json")))
    if listed:
        code = server.say("station", "code", STATION_CODE)[-1]
    else:
        code = server.say("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)[-1]
    enroll(office.desk, Enroll(address, code))


def test_two_pcs_report_to_a_real_server_and_have_the_same(
    server: ServerCommands, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    with server.serving() as (address, _):
        join(server, first, address)
        first.add_people(500)
        key = first.add_person("曾光明", address="三组", note="喜静")
        assert synchronise(first.desk).complete
        join(server, second, address)
        assert synchronise(second.desk).received >= 501
        first.change(key, address="三组 17 号")
        second.change(key, address="三组 71 号")
        for office in (first, second, first):
            synchronise(office.desk)

        (listed,) = json.loads("\n".join(server.say("stations", "--format", "json")))

    assert (listed["code"], listed["name"]) == (STATION_CODE, STATION_NAME)
    assert listed["people"] == 501
    assert listed["last_complete_upload"] is not None
    assert second.value(key, "note") == "喜静"
    for office in (first, second):
        assert office.value(key, "address") == "三组 17 号"
        assert len(office.rows(Conflict)) == 1
    assert "曾光明" not in server.log()
    assert '"message": "batch kept"' in server.log()


def test_a_server_that_goes_away_in_the_middle_loses_nothing(
    server: ServerCommands, make_office: MakeOffice
) -> None:
    office = make_office("first")
    with server.serving() as (address, process):
        join(server, office, address)
        synchronise(office.desk)
        office.add_people(300)
        process.kill()
        process.wait()
        with pytest.raises(Unavailable) as failure:
            synchronise(office.desk)
    assert failure.value.code in ("syncing.unreachable", "syncing.timed_out")
    port = int(address.rpartition(":")[2])
    with server.serving(port):
        assert synchronise(office.desk).complete
        (listed,) = json.loads("\n".join(server.say("stations", "--format", "json")))
    assert listed["people"] == 300


def test_a_second_server_on_the_same_address_is_not_taken_for_the_first(
    server: ServerCommands, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = make_office("first")
    with server.serving() as (address, _):
        join(server, office, address)
        synchronise(office.desk)
    stranger = ServerCommands(tmp_path, f"sqlite:///{tmp_path / 'stranger.db'}")
    stranger.say("init")
    with stranger.serving(int(address.rpartition(":")[2])), pytest.raises(Rejected) as refusal:
        synchronise(office.desk)
    assert refusal.value.code == "syncing.unknown_token"
