"""The restore drill, small: what a machine room would run, with the scripts that it would run."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from deploy.cluster import Cluster, find_programs
from deploy.drill import Result, drill, table
from district_server import database, migrating, stations
from district_server.database import Pool
from tests.fixtures.clock import START
from tests.fixtures.cluster import Cluster as Running

pytestmark = pytest.mark.loopback


@pytest.fixture
def cluster(postgres_cluster: Running) -> Iterator[Cluster]:
    """A cluster for the drill, not yet made; skipped where the tests' own one is skipped."""
    assert postgres_cluster.folder.exists()
    programs = find_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="drill"))
    folder.chmod(0o755)
    cluster = Cluster(programs, folder / "pg")
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


def test_after_a_restore_to_a_moment_every_station_sends_what_is_missing(
    cluster: Cluster, tmp_path: Path
) -> None:
    result = drill(cluster, tmp_path, 3).run(1)
    counts = dict(result.counts)
    assert counts["restored to the moment"] == counts["after the base backup"]
    assert counts["after the moment"] == counts["all stations reported"]
    assert counts["after the moment"] > counts["restored to the moment"]
    assert result.is_good, table(result)
    assert set(result.district) == set(result.stations)


def test_a_record_that_is_missing_or_differs_is_said() -> None:
    one, two = ("person", uuid4()), ("person", uuid4())
    result = Result(stations={one: "a", two: "b"}, district={two: "c"})
    assert not result.is_good
    assert "missing: 1, differing: 1" in table(result)
    assert str(one[1]) in table(result)
    assert not Result().is_good, "a drill without records shows nothing"


def test_a_dump_of_one_district_opens_as_that_district(cluster: Cluster) -> None:
    cluster.make()
    url = cluster.url.replace("postgresql://", "postgresql+psycopg://")
    engines = database.open_districts(url, ["huaiyin"], Pool(size=2))
    migrating.make_schema(engines["huaiyin"], "huaiyin")
    migrating.upgrade(engines["huaiyin"])
    with Session(engines["huaiyin"]) as session, session.begin():
        server = stations.initialise(session, now=START)
    database.close_districts(engines)
    script = cluster.folder / "scripts" / "dump.sh"
    file = cluster.run(script, "district", cluster.folder / "dumps", "huaiyin")
    cluster.run("createdb", "again")
    cluster.run("pg_restore", "--no-owner", "--dbname", "again", file)
    again = database.open_districts(url.replace("/district?", "/again?"), ["huaiyin"], Pool())
    migrating.require_ready(again["huaiyin"])
    with Session(again["huaiyin"]) as session:
        assert stations.server_id(session) == server
    database.close_districts(again)
