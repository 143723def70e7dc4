"""Certifications delivered on line: the right station, once, and an answer in words for each."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import api_keys, down, online
from district_server.down import NewCycle
from station_app.domain.codes import CertMethod, CycleStatus
from station_app.domain.periods import Period
from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.queries.tallies import tally
from station_app.services.death import RegisterDeath, register_death
from station_app.services.moves import MoveOut, move_out
from tests.fixtures.district import District, Office
from tests.fixtures.stations import MakeStation
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number

EAST, WEST = "320812001001", "320812001002"
Items = list[dict[str, Any]]  # Any: JSON
on_both = pytest.mark.parametrize("anywhere", ["district", "postgres_district"], indirect=True)


@pytest.fixture
def anywhere(request: pytest.FixtureRequest) -> District:
    """A district on the embedded database, or where a test asks for it on PostgreSQL."""
    found: District = request.getfixturevalue(getattr(request, "param", "district"))
    return found


@pytest.fixture
def east(anywhere: District, make_station: MakeStation) -> Office:
    """A station with the year 2022, which the district opened."""
    with Session(anywhere.engine) as session, session.begin():
        down.open_cycle(session, NewCycle(year=2022), by="区县", now=anywhere.clock())
    return make_station(anywhere, EAST, "东湖社区服务站")


@pytest.fixture
def west(anywhere: District, make_station: MakeStation) -> Office:
    return make_station(anywhere, WEST, "西桥村服务站")


@pytest.fixture
def key(anywhere: District) -> str:
    with Session(anywhere.engine) as session, session.begin():
        _, text = api_keys.add_key(session, "省小程序", now=anywhere.clock())
    return text


def item(reference: str = "P-1", **values: str) -> dict[str, str]:
    usual = {
        "reference": reference,
        "id_number": number(),
        "name": "王建国",
        "certified_on": "2022-10-12",
        "evidence": "ab" * 32,
    }
    return usual | values


def post(district: District, key: str, *items: dict[str, str]) -> Items:
    answer = district.line.post(
        "/v1/certifications",
        json={"certifications": list(items)},
        headers={"authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 200, answer.text
    found: Items = answer.json()["answers"]
    return found


def one(district: District, key: str, sent: dict[str, str]) -> tuple[str, str]:
    (answer,) = post(district, key, sent)
    return answer["state"], answer["code"]


def certified(office: Office) -> list[Certification]:
    with office.store.read() as session:
        return list(session.scalars(select(Certification).order_by(Certification.id)))


@on_both
def test_it_arrives_at_the_right_station_and_counts_once(
    anywhere: District, east: Office, west: Office, key: str
) -> None:
    person = a_person(east.store)
    a_benefit(east.store, person)
    a_person(west.store, "李四", id_number=number(2))
    for office in (east, west):
        office.sync(anywhere)
    answers = post(anywhere, key, item())
    assert answers == post(anywhere, key, item())
    assert (answers[0]["state"], answers[0]["reference"]) == ("delivered", "P-1")
    assert answers[0]["message"] == "已送到对象所在的服务站。"
    for office in (east, west):
        office.sync(anywhere)
    (fact,) = certified(east)
    assert certified(west) == []
    assert (fact.person_id, fact.method, fact.year) == (person, CertMethod.ONLINE, 2022)
    assert (fact.result_no, fact.photo_hash, fact.counted_ym) == ("P-1", "ab" * 32, "2022-10")
    with east.store.read() as session:
        month = tally(session, Period.month("2022-10"), today=TODAY)
    assert (month.value("D2", "人"), month.value("D5.ONLINE", "人")) == (1, 1)


def test_of_two_in_one_year_the_earliest_counts(anywhere: District, east: Office, key: str) -> None:
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    first = item("P-1", certified_on="2022-10-12")
    assert one(anywhere, key, first) == ("delivered", "online.delivered")
    earlier = item("P-2", certified_on="2022-09-12")
    assert one(anywhere, key, earlier) == ("delivered", "online.again")
    east.sync(anywhere)
    assert len(certified(east)) == 2
    with east.store.read() as session:
        year = tally(session, Period("2022-01", "2022-10"), today=TODAY)
    assert year.value("D2", "人") == 1


def test_what_was_made_in_a_month_that_is_over_counts_when_it_is_delivered(
    anywhere: District, east: Office, key: str
) -> None:
    """The station may have closed that month (SETTLED 1)."""
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    one(anywhere, key, item(certified_on="2022-08-12"))
    east.sync(anywhere)
    (fact,) = certified(east)
    assert (fact.certified_on, fact.counted_ym) == (date(2022, 8, 12), "2022-10")


def test_nobody_has_him_yet_and_it_follows_once_somebody_has(
    anywhere: District, east: Office, key: str
) -> None:
    assert one(anywhere, key, item()) == ("waiting", "online.nobody")
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    east.sync(anywhere)
    assert [fact.result_no for fact in certified(east)] == ["P-1"]
    assert one(anywhere, key, item()) == ("delivered", "online.delivered")


def test_of_two_stations_the_one_that_runs_the_benefit_gets_it(
    anywhere: District, east: Office, west: Office, key: str
) -> None:
    a_person(west.store)
    west.sync(anywhere)
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    assert one(anywhere, key, item()) == ("delivered", "online.delivered")
    for office in (east, west):
        office.sync(anywhere)
    assert (len(certified(east)), len(certified(west))) == (1, 0)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"certified_on": "2022-10-21"}, "online.future"),
        ({"name": "王建军"}, "online.other_name"),
        ({"certified_on": "2021-01-01"}, "online.no_year"),
        ({"id_number": number(2), "name": "李四"}, "online.not_in_scope"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    anywhere: District, east: Office, key: str, sent: dict[str, str], code: str
) -> None:
    a_benefit(east.store, a_person(east.store))
    a_person(east.store, "李四", id_number=number(2))
    east.sync(anywhere)
    assert one(anywhere, key, item(**sent)) == ("refused", code)
    with Session(anywhere.engine) as session:
        assert [row.code for row in online.listed(session, state=online.REFUSED)] == [code]
        assert session.scalars(select(Certification)).all() == []


def test_the_dead_the_moved_and_a_closed_year_are_refused_and_judged_anew_by_an_officer(
    anywhere: District, east: Office, key: str
) -> None:
    person = a_person(east.store)
    a_benefit(east.store, person)
    with east.store.write("迁出") as session:
        move = MoveOut(person_id=person, moved_out_on=date(2022, 10, 1), moved_to="外省")
        move_out(session, move, today=TODAY)
    east.sync(anywhere)
    assert one(anywhere, key, item("P-1")) == ("refused", "online.moved")
    with east.store.write("迁回") as session:
        row = session.get_one(Person, person)
        row.status, row.moved_out_on = "ACTIVE", None
    east.sync(anywhere)
    with Session(anywhere.engine) as session, session.begin():
        (cycle,) = [row.id for row in down.cycles(session)]
        down.set_cycle_status(session, cycle, CycleStatus.CLOSED, by="区县", now=anywhere.clock())
    assert one(anywhere, key, item("P-2")) == ("refused", "online.year_over")
    with Session(anywhere.engine) as session, session.begin():
        down.set_cycle_status(session, cycle, CycleStatus.OPEN, by="区县", now=anywhere.clock())
        known = next(row for row in online.listed(session) if row.reference == "P-2")
        answer = online.retry(session, known.id, now=anywhere.clock())
        assert (answer.state, answer.code) == ("delivered", "online.delivered")
    with east.store.write("去世") as session:
        register_death(
            session,
            RegisterDeath(person_id=person, death_date="2022-10-05", reported_on=TODAY),
            today=TODAY,
        )
    east.sync(anywhere)
    assert one(anywhere, key, item("P-3")) == ("refused", "online.deceased")


def test_a_reference_that_says_something_else_is_refused_and_changes_nothing(
    anywhere: District, east: Office, key: str
) -> None:
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    one(anywhere, key, item())
    changed = item(certified_on="2022-10-13")
    assert one(anywhere, key, changed) == ("refused", "online.reference_used")
    with Session(anywhere.engine) as session:
        (row,) = online.listed(session)
        assert row.certified_on == date(2022, 10, 12)


def test_one_bad_item_keeps_no_other_from_its_station(
    anywhere: District, east: Office, key: str
) -> None:
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    answers = post(anywhere, key, item("P-1", name="某某"), item("P-2"))
    assert [answer["state"] for answer in answers] == ["refused", "delivered"]


@pytest.mark.parametrize("token", ["", "Bearer nothing", "Basic abc"])
def test_without_a_key_nothing_is_taken(anywhere: District, token: str) -> None:
    answer = anywhere.line.post(
        "/v1/certifications",
        json={"certifications": [item()]},
        headers={"authorization": token},
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "online.unknown_key")
    with Session(anywhere.engine) as session:
        assert online.listed(session) == []


def test_a_revoked_key_and_the_token_of_a_pc_open_nothing(
    anywhere: District, east: Office, key: str
) -> None:
    with Session(anywhere.engine) as session, session.begin():
        (row,) = api_keys.list_keys(session)
        api_keys.revoke_key(session, row.id, now=anywhere.clock())
        assert row.key_hash != key
    headers = {"authorization": f"Bearer {key}"}
    answer = anywhere.line.post("/v1/certifications", json={}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "online.revoked_key")
    sync = anywhere.line.post("/v1/sync", content=b"", headers=headers)
    assert sync.status_code == 401
    assert east.sync(anywhere).complete


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"certifications": []}',
        b'{"certifications": [{}]}',
        b'{"certifications": [{"reference": "a b"}]}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_body_is_refused_whole_and_without_repeating_it(
    anywhere: District, key: str, body: bytes
) -> None:
    headers = {"authorization": f"Bearer {key}"}
    answer = anywhere.line.post("/v1/certifications", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "online.bad_body")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id_number": "1234"},
        {"evidence": "XYZ"},
        {"certified_on": "gestern"},
        {"method": "HOME"},
        {"name": ""},
        {"extra": "1"},
    ],
)
def test_a_wrong_field_is_named_but_not_repeated(
    anywhere: District, key: str, wrong: dict[str, str]
) -> None:
    headers = {"authorization": f"Bearer {key}"}
    sent = {"certifications": [item(**wrong)]}
    answer = anywhere.line.post("/v1/certifications", json=sent, headers=headers)
    assert answer.status_code == 400
    told = answer.text
    assert number() not in told
    assert not any(value and value in told for value in wrong.values() if value != "1")


def test_days_of_the_future_are_judged_by_the_day_in_china(
    anywhere: District, east: Office, key: str
) -> None:
    """At two in the morning in China it is still yesterday in UTC."""
    a_benefit(east.store, a_person(east.store))
    east.sync(anywhere)
    anywhere.clock.advance(timedelta(hours=16, minutes=30))
    assert one(anywhere, key, item(certified_on="2022-10-21")) == ("delivered", "online.delivered")
