"""From the district to two stations and back: standards, options, a year, a notice, a task, a move.

The whole of what comes down in one story, on the embedded database and on PostgreSQL.
"""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import api_keys, down, postings
from district_server.down import NewCycle, NewStandard
from district_server.postings import PostNotice, PostTask
from station_app.domain.codes import label
from station_app.domain.periods import Period
from station_app.models.certification import Certification
from station_app.models.condolence import CondolenceBatch
from station_app.queries.certification_cases import cycles
from station_app.queries.district_desk import DistrictDesk, district_desk
from station_app.queries.person_page import person_page
from station_app.queries.tallies import tally
from station_app.queries.timeline import TimelineKind
from station_app.services.condolence import MakeBatch, make_batch
from station_app.services.condolence_repeat import repeat_batch
from station_app.services.district_proof import prove
from station_app.services.moves import MoveOut, move_out
from station_app.services.postings import confirm_notice, finish_task
from station_app.services.transfers import accept_transfer
from tests.fixtures.district import District, Office, district, postgres_district
from tests.fixtures.stations import MakeStation, make_station
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number

__all__ = ["district", "make_station", "postgres_district"]
EAST, WEST = "320812001001", "320812001002"
BY = "区县王五"


def at_desk(office: Office) -> DistrictDesk:
    with office.store.read() as session:
        return district_desk(session, today=TODAY)


def lay_down(district: District) -> UUID:
    """Everything that the district has for its stations; returns the task."""
    now = district.clock()
    with Session(district.engine) as session, session.begin():
        standard = NewStandard(
            kind="ENTITLED_DIFF",
            amount_fen=60_000,
            effective_from=date(2022, 1, 1),
            doc_no="通 3 号",
        )
        down.add_standard(session, standard, by=BY, now=now)
        down.add_code(session, "funding", "乡贤资助", by=BY, now=now)
        down.open_cycle(session, NewCycle(year=2022), by=BY, now=now)
        notice = PostNotice(title="值班安排", body="请安排值班。")
        postings.post_notice(session, notice, by=BY, now=now)
        return postings.post_task(session, PostTask(title="核对名册"), by=BY, now=now)


def use_it(office: Office) -> None:
    """A batch of last year made again, under the added option, and the notice and task answered."""
    with office.store.write("批次") as session:
        former = make_batch(
            session,
            MakeBatch(
                kind="ENTITLED_DIFF",
                occasion="SPRING",
                occasion_year=2022,
                funding="X_1",
                standard_fen=50_000,
            ),
        )
        session.flush()
        made = repeat_batch(session, former).batch_id
        batch = session.get_one(CondolenceBatch, made)
        assert (batch.standard_fen, batch.doc_no) == (60_000, "通 3 号")
        assert label("funding", batch.funding) == "乡贤资助"
        assert 2022 in cycles(session)
    desk = at_desk(office)
    with office.store.write("阅知") as session:
        confirm_notice(session, desk.postings.unread[0].notice_id, today=TODAY)
    with office.store.write("办结") as session:
        task = desk.postings.open_tasks[0].task_id
        finish_task(session, task, answer="已核对", today=TODAY)


def passed_in(office: Office, month: str) -> int | None:
    with office.store.read() as session:
        return tally(session, Period.month(month), today=TODAY).value("D2", "人")


@pytest.mark.parametrize("kind", ["district", "postgres_district"])
def test_what_the_district_sends_is_used_and_answered(
    request: pytest.FixtureRequest, make_station: MakeStation, kind: str
) -> None:
    district: District = request.getfixturevalue(kind)
    east = make_station(district, EAST, "东湖社区服务站")
    west = make_station(district, WEST, "西桥村服务站")
    task = lay_down(district)
    for office in (east, west):
        office.sync(district)
        use_it(office)
        assert office.sync(district).refused == 0
    with Session(district.engine) as session:
        answers = postings.answers_of(session, task)
        assert [(one.code, one.text) for one in answers] == [(EAST, "已核对"), (WEST, "已核对")]
        assert [row.answered for row in postings.notices(session)] == [2]
    opened = _moves(district, east, west)
    _is_certified_on_line(district, east, west, opened)
    for office in (east, west):
        office.sync(district)
        proof = prove(office.desk, line=district.line)
        assert (proof.agrees, proof.repaired) == (True, 0)


def _moves(district: District, east: Office, west: Office) -> UUID:
    """Somebody goes from east to west, with what happened; returns his new file."""
    person = a_person(east.store, "王建国", "WAR")
    a_benefit(east.store, person)
    with east.store.write("迁出") as session:
        order = MoveOut(person_id=person, moved_out_on=date(2022, 10, 10), moved_to=WEST)
        move_out(session, order, today=TODAY)
    for office in (east, west):
        office.sync(district)
    (coming,) = at_desk(west).arrivals
    with west.store.write("接收") as session:
        opened = accept_transfer(session, coming.transfer_id, today=TODAY)
    a_benefit(west.store, opened, start="2022-10")
    for office in (west, west, east):
        office.sync(district)
    with west.store.read() as session:
        page = person_page(session, opened, today=TODAY)
    assert page is not None
    granted = [row for row in page.timeline if row.kind is TimelineKind.ENTITLEMENT]
    assert {row.station for row in granted} == {None, "东湖社区服务站"}
    assert [one.state for one in at_desk(east).departures] == ["ACCEPTED"]
    return opened


def _is_certified_on_line(district: District, east: Office, west: Office, person: UUID) -> None:
    with Session(district.engine) as session, session.begin():
        _, key = api_keys.add_key(session, "省小程序", now=district.clock())
    item = {
        "reference": "P-1",
        "id_number": number(),
        "name": "王建国",
        "certified_on": "2022-10-15",
        "evidence": "0f" * 32,
    }
    for _ in range(2):
        answer = district.line.post(
            "/v1/certifications",
            json={"certifications": [item]},
            headers={"authorization": f"Bearer {key}"},
        )
        assert answer.json()["answers"][0]["state"] == "delivered"
    for office in (east, west):
        office.sync(district)
    with west.store.read() as session:
        (fact,) = session.scalars(select(Certification))
    assert fact.person_id == person
    assert (passed_in(east, "2022-10"), passed_in(west, "2022-10")) == (0, 1)
