"""The district writes downward: every PC reads it, once, and no station can write it back."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Feed
from district_server.publishing import amend, in_order, publish
from station_app.models.certification import CERTIFICATION_CYCLE, CertificationCycle
from station_app.models.conflict import Conflict
from station_app.models.identifiers import DISTRICT_SCOPE, station_id_of
from station_app.models.person import PERSON
from tests.fixtures.district import District, MakeOffice
from tests.fixtures.station import STATION_CODE

CYCLE = {
    "year": 2026,
    "open_on": date(2026, 8, 1),
    "due_on": date(2026, 11, 30),
    "grace_days": 60,
    "status": "OPEN",
}


def test_what_the_district_publishes_reaches_every_pc(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    second.enroll(district)
    with Session(district.engine) as session, session.begin():
        publish(
            session,
            DISTRICT_SCOPE,
            CERTIFICATION_CYCLE,
            [CYCLE],
            by="区县",
            now=district.clock(),
        )
    for office in (first, second):
        office.sync(district)
        (cycle,) = office.rows(CertificationCycle)
        assert isinstance(cycle, CertificationCycle)
        assert (cycle.year, cycle.station_id) == (2026, DISTRICT_SCOPE)
        assert office.sync(district).received == 0


def test_what_the_district_changes_comes_again(district: District, make_office: MakeOffice) -> None:
    office = make_office("first")
    office.enroll(district)
    now = district.clock()
    with Session(district.engine) as session, session.begin():
        (key,) = publish(session, DISTRICT_SCOPE, CERTIFICATION_CYCLE, [CYCLE], by="区县", now=now)
    office.sync(district)
    with Session(district.engine) as session, session.begin():
        changes = {key: {"grace_days": 30}}
        amend(session, DISTRICT_SCOPE, CERTIFICATION_CYCLE, changes, by="区县", now=now)
        assert len(session.scalars(select(Feed).where(Feed.record_id == key)).all()) == 1
    office.sync(district)
    (cycle,) = office.rows(CertificationCycle)
    assert isinstance(cycle, CertificationCycle)
    assert cycle.grace_days == 30


def test_a_station_cannot_change_a_row_of_the_district(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    with Session(district.engine) as session, session.begin():
        publish(
            session,
            DISTRICT_SCOPE,
            CERTIFICATION_CYCLE,
            [CYCLE],
            by="区县",
            now=district.clock(),
        )
    office.sync(district)
    with office.store.write("change") as session:
        session.scalars(select(CertificationCycle)).one().grace_days = 1
    assert office.sync(district).refused == 1
    with Session(district.engine) as session:
        assert session.scalars(select(CertificationCycle.grace_days)).one() == 60


def test_the_district_and_a_pc_that_change_one_field_are_both_heard(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    person = office.add_person("赵一", address="东巷 1 号")
    office.sync(district)
    office.change(person, address="东巷 2 号")
    with Session(district.engine) as session, session.begin():
        scope = station_id_of(STATION_CODE)
        changes = {person: {"address": "东巷 3 号"}}
        amend(session, scope, PERSON, changes, by="区县李四", now=district.clock())
    office.sync(district)
    assert office.value(person, "address") == "东巷 3 号"
    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert (conflict.client_value, conflict.server_by) == ("东巷 2 号", "区县李四")


@pytest.mark.parametrize("count", [0, 3])
def test_scopes_are_locked_in_one_order(count: int) -> None:
    scopes = [station_id_of(str(number) * 12) for number in range(count)]
    assert in_order(reversed(scopes)) == in_order(scopes)
