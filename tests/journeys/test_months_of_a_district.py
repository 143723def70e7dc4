"""A month of two stations at their district: handed in, added up, kept, sent back, handed in again.

On the embedded database and on PostgreSQL.
"""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from district_server import month_reports
from district_server.web.reach import EVERYTHING
from district_server.web.views.kept import Kept, keep, kept_roll_up
from district_server.web.views.tally import Asked, RolledUp, rolled_up
from station_app.domain.periods import Period
from station_app.models.identifiers import PersonId, station_id_of
from station_app.queries.month_reports import month_report
from station_app.services.month_reports import SignMonth, compute_month, sign_month, submit_month
from station_app.services.visit_paper import Met, VisitPaper
from station_app.services.visits import RecordVisit, record_visit
from tests.fixtures.district import District, Office, district, postgres_district
from tests.fixtures.stations import MakeStation, make_station
from tests.services.people_of_tests import TODAY, a_person, number

__all__ = ["district", "make_station", "postgres_district"]
EAST, WEST = "320812001001", "320813001002"
SEPTEMBER = Period.month("2022-09")
ASKED = Asked(SEPTEMBER, TODAY)
CHIEF = "林主任"


def visit(office: Office, person: UUID) -> None:
    """Somebody was visited in September."""
    with office.store.write("走访") as session:
        day = date(2022, 9, 12)
        paper = VisitPaper(visit_date=day, kind="ROUTINE", method="HOME", visitors="李敏")
        command = RecordVisit(paper=paper, met=(Met(PersonId(person)),))
        record_visit(session, command, today=TODAY)


def hand_in(office: Office, district: District) -> None:
    """Compute, sign and hand in September, and report it."""
    with office.store.write("月报") as session:
        compute_month(session, SEPTEMBER.end, today=TODAY)
        sign_month(session, SignMonth(SEPTEMBER.end, "赵会计", "钱站长"), today=TODAY)
        submit_month(session, SEPTEMBER.end, today=TODAY)
    assert office.sync(district).refused == 0


def added_up(district: District) -> RolledUp:
    with Session(district.engine) as session:
        return rolled_up(session, EVERYTHING, ASKED)


def kept_as(district: District, key: UUID) -> Kept:
    with Session(district.engine) as session:
        found = kept_roll_up(session, EVERYTHING, key, ASKED)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["district", "postgres_district"])
def test_a_month_goes_up_comes_back_and_goes_up_again(
    request: pytest.FixtureRequest, make_station: MakeStation, kind: str
) -> None:
    district: District = request.getfixturevalue(kind)
    east = make_station(district, EAST, "东湖街道东湖社区服务站")
    west = make_station(district, WEST, "西桥镇西桥村服务站")
    since = date(2022, 3, 1)
    known_twice = [a_person(office.store, registered_on=since) for office in (east, west)]
    other = a_person(east.store, "李秀兰", id_number=number(2), registered_on=since)
    visit(east, known_twice[0])
    visit(west, known_twice[1])

    hand_in(east, district)
    rolled = added_up(district)
    assert (rolled.reported, rolled.whole.value("B1", "人次")) == (1, 1)
    hand_in(west, district)
    rolled = added_up(district)
    assert rolled.reported == 2
    assert rolled.whole.value("B1", "人次") == 2
    assert rolled.whole.value("A1", "人") == 2  # three files, two people
    assert [part.tally.value("A1", "人") for part in rolled.parts] == [2, 1]

    with Session(district.engine) as session, session.begin():
        key = keep(session, EVERYTHING, ASKED, by=CHIEF, now=district.clock())
    with Session(district.engine) as session, session.begin():
        said = "李秀兰也走访了，请补报"
        month_reports.reopen(
            session, station_id_of(EAST), SEPTEMBER.end, said, by=CHIEF, now=district.clock()
        )
    assert added_up(district).whole.value("B1", "人次") == 1

    east.sync(district)
    with east.store.read() as session:
        report = month_report(session, SEPTEMBER.end)
    assert report is not None
    assert report.why_sent_back == said
    visit(east, other)
    hand_in(east, district)
    assert added_up(district).whole.value("B1", "人次") == 3
    kept = kept_as(district, key)
    assert kept.whole.value("B1", "人次") == 2
    assert [(one.ym, one.used, one.now) for one in kept.since] == [(SEPTEMBER.end, 1, 2)]
    assert ("B1", "2", "3") in [(d.code, d.reported_shown, d.now_shown) for d in kept.differences]

    with Session(district.engine) as session, session.begin():
        assert month_reports.lock_all(session, kept.to_lock, by=CHIEF, now=district.clock()) == 1
    west.sync(district)
    with west.store.read() as session:
        locked = month_report(session, SEPTEMBER.end)
    assert locked is not None
    assert locked.state.value == "LOCKED"
