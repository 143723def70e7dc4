"""What the server tells about itself: figures, lines of the log, ids; and never a name."""

import json
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest

from district_server.logs import JsonLines
from district_server.settings import Settings
from station_app.sync import enrolment, wire
from station_app.sync.state import load_state
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import District, MakeOffice, serving
from tests.server.authority_table import TABLE, form_of
from tests.server.authority_world import METRICS_TOKEN, SECRET, Who, World, city
from tests.server.test_authority_table import sent

PLANTED = ("曾光明", "林秀英", "320812195001010017", "13905230001", "喜静")


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line of the log, of every level, as the server writes them."""
    written: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(JsonLines().format(record))

    handler, root = Keeping(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def world(tmp_path: Path, empty_district: Path) -> Iterator[World]:
    """A city that holds everybody's keys."""
    with city(tmp_path, empty_district, StandingClock()) as found:
        yield found


def figures(world: World) -> dict[str, float]:
    """All figures by name and labels."""
    heads = {"authorization": f"Bearer {METRICS_TOKEN}"}
    text = world.line.get("/metrics", headers=heads).text
    pairs = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


@pytest.mark.expected_logs
def test_a_hostile_day_leaves_no_name_number_token_or_code_in_the_log(
    world: World, lines: list[str]
) -> None:
    chance = random.Random(7)
    code = world.code("a")
    for row in TABLE:
        for who in Who:
            sent(world, row, who)
    for name in PLANTED:
        path = f"/huaiyin/web/stations?q={name}&next=/{name}"
        world.line.get(path, headers=world.heads(Who.DISTRICT_OFFICER))
        world.line.get(f"/{name}/{name}?{name}={name}")
        world.line.request(name if name.isascii() else "BREW", "/huaiyin/v1/sync")
        world.line.post("/huaiyin/web/login", data={"name": name, "password": name})
        heads = {b"x-request-id": name.encode(), b"authorization": b"Bearer " + name.encode()}
        world.line.post("/huaiyin/v1/sync", headers=heads, content=name.encode())
        asked = enrolment.Request(
            code, "320812001001", world.person, name, chance.randbytes(9).hex()
        )
        world.line.post("/huaiyin/v1/enrol", content=msgspec.json.encode(asked))
        rows = [wire.Rows("person", [world.person], {"name": [name], "birth_date": [name]})]
        body = wire.pack(_push(world, rows))
        world.line.post("/huaiyin/v1/sync", headers=world.heads(Who.STATION_A), content=body)
    world.line.post("/huaiyin/web/stations/new", **form_of(world, Who.DISTRICT_OFFICER))

    log = "\n".join(line for line in lines if '"logger": "httpx"' not in line)
    assert len(log) > 10_000
    secrets = [*world.tokens.values(), *world.cookies.values(), code, code.replace("-", "")]
    for planted in (*PLANTED, SECRET, *secrets):
        assert planted not in log
        assert json.dumps(planted)[1:-1] not in log


def _push(world: World, rows: list[wire.Rows]) -> wire.Push:
    return wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=world.server(),
        device=world.devices[Who.STATION_A],
        incarnation=world.person,
        cursor=0,
        district_cursor=0,
        batch=world.person,
        rows=rows,
    )


def test_a_request_is_one_line_with_its_id_its_station_and_its_counts(
    district: District, make_office: MakeOffice, lines: list[str]
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.add_people(30)
    office.sync(district)
    said = [json.loads(line) for line in lines]
    answered = [line for line in said if line["message"] == "answered"]
    sync = next(line for line in answered if line["route"] == "/v1/sync" and line.get("taken"))
    assert (sync["method"], sync["status"], sync["refused"]) == ("POST", 200, 0)
    assert sync["taken"] >= 30
    assert {"station", "device", "ms", "bytes_up", "bytes_down"} <= set(sync)
    assert "address" not in sync, "only where the settings ask for it"
    (kept,) = (line for line in said if line["message"] == "batch kept" and line["taken"] >= 30)
    assert kept["request"] == sync["request"]


def test_the_id_of_a_request_comes_from_the_front_if_it_is_one(district: District) -> None:
    for given in ("0123456789abcdef" * 2, "00000000-0000-4000-8000-000000000000"):
        answer = district.line.get("/healthz", headers={"x-request-id": given})
        assert answer.headers["x-request-id"] == given
    for given in ("short", "x" * 32, "320812195001010017", "with blanks and <b>"):
        answer = district.line.get("/healthz", headers={"x-request-id": given})
        assert answer.headers["x-request-id"] != given
        assert len(answer.headers["x-request-id"]) == 32


def test_the_figures_count_requests_rows_and_bytes_by_pattern(world: World) -> None:
    for row in TABLE:
        sent(world, row, Who.STATION_A)
    world.line.get("/huaiyin/web/stations/secret-name")
    world.line.get("/no/such/address")
    found = figures(world)
    labels = 'district="huaiyin",method="POST",route="/v1/sync"'
    assert found[f'district_requests_total{{{labels},status="200"}}'] == 3
    assert found[f"district_request_seconds_count{{{labels}}}"] == 3
    assert found['district_rows_total{district="huaiyin",outcome="sent_down"}'] >= 1
    assert found['district_bytes_total{direction="up",district="huaiyin"}'] > 0
    assert any('route="/web/stations/{station}"' in name for name in found)
    assert found["district_requests_running"] == 1, "this one"


def test_no_label_names_a_device_a_station_or_an_address(world: World) -> None:
    for row in TABLE:
        for who in (Who.STATION_A, Who.FORGED, Who.DISTRICT_OFFICER):
            sent(world, row, who)
    text = "\n".join(figures(world))
    ids = [*world.devices.values(), world.station("a"), world.person]
    for planted in (*map(str, ids), SECRET, "testserver", "320812"):
        assert planted not in text


def test_without_a_token_in_the_settings_there_are_no_figures(district: District) -> None:
    for heads in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer None"}):
        answer = district.line.get("/metrics", headers=heads)
        assert (answer.status_code, answer.json()["code"]) == (404, "district.no_metrics")


def test_not_ready_is_said_where_tables_are_older(district: District) -> None:
    with district.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version WHERE version_num LIKE 'dist%'")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('district_0001')")
    answer = district.line.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "district.not_ready")
    assert district.line.get("/healthz").status_code == 200


# -- limits at the door -----------------------------------------------------------------------


@contextmanager
def behind(district: District, settings: Settings) -> Iterator[District]:
    """The same district behind narrower limits."""
    yield from serving(district.engine, district.clock, settings)


def test_guessing_codes_is_slowed_down_for_the_guesser_and_the_station(district: District) -> None:
    with behind(district, Settings("", guesses_per_hour=3)) as narrow:
        answers = [_guess(narrow) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429, 429]
    assert answers[-1].json()["code"] == "district.slow_down"
    assert int(answers[-1].headers["retry-after"]) > 600


def _guess(district: District) -> httpx.Response:
    asked = enrolment.Request("AAAA-AAAA-AAAA-AAAA", "320812001001", uuid4(), "PC", "t" * 43)
    return district.line.post("/v1/enrol", content=msgspec.json.encode(asked))


def test_a_stranger_is_slowed_down_and_a_known_pc_is_not(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    heads = {"authorization": "Bearer x"}
    with behind(district, Settings("", stranger_per_minute=4)) as narrow:
        office.enroll(narrow)
        assert office.sync(narrow).complete
        said = [narrow.line.post("/v1/sync", headers=heads).status_code for _ in range(6)]
        assert said == [401, 401, 401, 401, 429, 429]
        assert office.sync(narrow).complete, "the same address, but a token that is known"


def test_a_pc_that_asks_too_often_is_told_when_to_come_back(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    with office.store.read() as session:
        heads = {"authorization": f"Bearer {load_state(session).token}"}
    with behind(district, Settings("", device_per_minute=2)) as narrow:
        said = [narrow.line.post("/v1/sync", headers=heads, content=b"x") for _ in range(4)]
    assert [answer.status_code for answer in said] == [400, 400, 429, 429]
    assert said[-1].json()["values"]["seconds"] == said[-1].headers["retry-after"]
