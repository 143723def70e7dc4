"""kill -9 of the real client and the real server at random moments: everything is there once.

More rounds by hand: `KILL_ROUNDS=50 pytest tests/server/test_killed.py`.
"""

import os
from collections import Counter
from random import Random

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from district_server import database
from station_app.models.conflict import Conflict
from station_app.models.person import PERSON, Person
from station_app.services.district_enrolment import Enroll, enroll
from station_app.services.district_proof import prove
from station_app.services.district_sync import synchronise
from station_app.store.bulk import insert_many
from tests.fixtures.district import MakeOffice, Office, everything, reopened
from tests.fixtures.killed import Client, Ended, kill_a_client, kill_the_server
from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import STATION_CODE

pytestmark = pytest.mark.loopback
ROUNDS = int(os.environ.get("KILL_ROUNDS", "2"))
PEOPLE = 1000
SEED = 20221020


@pytest.fixture
def server(prepared_server: ServerCommands) -> ServerCommands:
    """The commands of a district that knows the sample station."""
    return prepared_server


def _joined(server: ServerCommands, office: Office) -> int:
    """The office with a place at the district; the port of its server."""
    code = server.say("station", "code", STATION_CODE)[-1]
    with server.serving() as (address, _):
        enroll(office.desk, Enroll(address, code))
    return int(address.rpartition(":")[2])


def _work(office: Office, round_number: int, written: dict[str, str]) -> None:
    """New people, and a new address for some of the old ones."""
    names = [f"人{round_number}-{number}" for number in range(PEOPLE)]
    with office.store.write("people") as session:
        rows = [{"file_no": f"T-{name}", "name": name, "status": "ACTIVE"} for name in names]
        insert_many(session, PERSON, rows)
        for person in session.scalars(select(Person).limit(50)):
            person.address = f"{round_number} 组"
            written[person.name] = person.address
    written.update({name: written.get(name, "") for name in names})


def test_whoever_is_killed_at_whatever_moment_everything_is_there_exactly_once(
    server: ServerCommands, make_office: MakeOffice
) -> None:
    office, random, ended = make_office("first"), Random(SEED), Ended()
    port = _joined(server, office)
    written: dict[str, str] = {}
    client = Client(office.paths.data)
    for number in range(ROUNDS):
        office = reopened(office)
        _work(office, number, written)
        office.store.close()
        with server.serving(port):
            kill_a_client(client, random, ended)
            kill_a_client(client, random, ended)
        kill_the_server(server, port, client, random, ended)

    office = reopened(office)
    with server.serving(port):
        synchronise(office.desk)
        assert prove(office.desk).agrees

    assert ended.clients_killed + ended.servers_killed >= ROUNDS
    _is_all_there_once(server, office, written)
    office.store.close()


def _is_all_there_once(server: ServerCommands, office: Office, written: dict[str, str]) -> None:
    engine = database.open_engine(server.db.replace("postgresql://", "postgresql+psycopg://"))
    with Session(engine) as session:
        there = everything(session)
        assert session.scalar(text("SELECT count(*) FROM conflict")) == 0
    engine.dispose()
    people = there["person"].values()
    assert Counter(str(person["name"]) for person in people) == Counter(list(written))
    assert {str(p["name"]): str(p["address"] or "") for p in people} == written
    with office.store.read() as session:
        assert everything(session) == there
    assert office.rows(Conflict) == []
