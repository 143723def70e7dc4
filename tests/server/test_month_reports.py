"""A month from the station's desk to the district and back: handed in, sent back, done again."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from district_server import month_reports as decisions
from station_app.domain.codes import MonthState
from station_app.errors import Rejected
from station_app.models.identifiers import new_id, station_id_of
from station_app.models.month_report import MonthDecision, MonthReport
from station_app.queries.month_reports import (
    MonthReportRow,
    month_report,
    reports_of_stations,
    versions_of,
)
from station_app.services.month_reports import (
    SignMonth,
    compute_month,
    sign_month,
    submit_month,
    take_back_month,
)
from tests.fixtures.district import District, MakeOffice, Office
from tests.fixtures.station import STATION_CODE
from tests.fixtures.villagers import villager

MONTH = "2022-09"
HERE = station_id_of(STATION_CODE)


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """A station that handed in September, and reported it."""
    made = make_office("desk")
    made.enroll(district)
    hand_in(made)
    made.sync(district)
    return made


def today_of(office: Office) -> date:
    return office.clock().date()


def hand_in(office: Office) -> None:
    """Compute, sign and hand in September."""
    with office.store.write("month") as session:
        compute_month(session, MONTH, today=today_of(office))
        names = SignMonth(MONTH, "赵会计", "钱站长")
        sign_month(session, names, today=today_of(office))
        submit_month(session, MONTH, today=today_of(office))


def at_district(district: District) -> MonthReportRow | None:
    with Session(district.engine) as session:
        return reports_of_stations(session, [MONTH]).get((HERE, MONTH))


def at_station(office: Office) -> MonthReportRow | None:
    with office.store.read() as session:
        return month_report(session, MONTH)


def reopen(district: District, reason: str = "走访人次请核对") -> None:
    with Session(district.engine) as session, session.begin():
        decisions.reopen(session, HERE, MONTH, reason, by="林主任", now=district.clock())


def lock(district: District) -> None:
    with Session(district.engine) as session, session.begin():
        decisions.lock(session, HERE, MONTH, by="林主任", now=district.clock())


def test_a_report_arrives_byte_by_byte_as_it_was_frozen(district: District, office: Office) -> None:
    with office.store.read() as session:
        mine = session.query(MonthReport).one()
        sent = mine.content, mine.content_hash
    with Session(district.engine) as session:
        theirs = session.query(MonthReport).one()
        assert (theirs.content, theirs.content_hash) == sent
    found = at_district(district)
    assert found is not None
    assert (found.state, found.is_zero) == (MonthState.SUBMITTED, True)


def test_what_the_district_sends_back_opens_at_the_station_with_its_reason(
    district: District, office: Office
) -> None:
    reopen(district)
    office.sync(district)
    here = at_station(office)
    assert here is not None
    assert (here.state, here.why_sent_back) == (MonthState.REOPENED, "走访人次请核对")
    hand_in(office)
    office.sync(district)
    found = at_district(district)
    assert found is not None
    assert (found.version, found.state) == (2, MonthState.SUBMITTED)
    with Session(district.engine) as session:
        states = [row.state for row in versions_of(session, MONTH, station_id=HERE)]
    assert states == [MonthState.REOPENED, MonthState.SUBMITTED]


@pytest.mark.usefixtures("office")
def test_a_second_pc_of_the_station_hears_of_it_too(
    district: District, make_office: MakeOffice
) -> None:
    other = make_office("second")
    other.enroll(district)
    lock(district)
    other.sync(district)
    here = at_station(other)
    assert here is not None
    assert here.state is MonthState.LOCKED
    with pytest.raises(Rejected, match=r"month\.locked"), other.store.write("back") as session:
        take_back_month(session, MONTH)


def test_what_two_pcs_handed_in_of_one_month_is_sent_back_by_one_word(
    district: District, make_office: MakeOffice
) -> None:
    """Else the other report would count next, and the month would have to be sent back again."""
    first, second = make_office("first"), make_office("second")
    for office in (first, second):
        office.enroll(district)
    for office in (first, second):
        hand_in(office)  # neither has heard of the other
    for office in (first, second, first):
        office.sync(district)
    reopen(district)
    found = at_district(district)
    assert found is not None
    assert found.state is MonthState.REOPENED
    with Session(district.engine) as session:
        states = [one.state for one in versions_of(session, MONTH, station_id=HERE)]
    assert states == [MonthState.REOPENED] * 2
    for office in (first, second):
        office.sync(district)
        here = at_station(office)
        assert here is not None
        assert (here.state, here.why_sent_back) == (MonthState.REOPENED, "走访人次请核对")
    hand_in(second)
    second.sync(district)
    found = at_district(district)
    assert found is not None
    assert (found.state, found.version) == (MonthState.SUBMITTED, 2)


def test_a_lock_stands_although_the_station_took_the_month_back_meanwhile(
    district: District, office: Office
) -> None:
    lock(district)
    with office.store.write("back") as session:
        take_back_month(session, MONTH)
    office.sync(district)
    for found in (at_district(district), at_station(office)):
        assert found is not None
        assert found.state is MonthState.LOCKED


def test_a_lock_stands_although_the_station_counted_the_month_anew_meanwhile(
    district: District, office: Office
) -> None:
    """What was locked keeps its figures, whatever draft the station had put in its place."""
    before = at_station(office)
    assert before is not None
    lock(district)
    with office.store.write("again") as session:
        take_back_month(session, MONTH)
        villager(session, "王建国", registered_on=date(2022, 9, 5))
    hand_in(office)
    office.sync(district)
    for found in (at_district(district), at_station(office)):
        assert found is not None
        assert (found.id, found.state) == (before.id, MonthState.LOCKED)


def test_a_report_taken_back_after_the_page_was_read_is_not_locked(
    district: District, office: Office
) -> None:
    """Whoever locks a whole roll-up locks what stands when it is done, not what was shown."""
    shown = at_district(district)
    assert shown is not None
    with office.store.write("back") as session:
        take_back_month(session, MONTH)
    office.sync(district)
    with Session(district.engine) as session, session.begin():
        count = decisions.lock_all(session, [shown], by="林主任", now=district.clock())
    found = at_district(district)
    assert found is not None
    assert (count, found.state) == (0, MonthState.SIGNED)


def test_only_what_was_handed_in_can_be_decided_on(district: District, office: Office) -> None:
    reopen(district)
    for decide in (reopen, lock):
        with pytest.raises(Rejected, match=r"district\.month_not"):
            decide(district)
    assert district.count(MonthDecision) == 1
    assert office.rows(MonthDecision) == []
    with (
        Session(district.engine) as session,
        pytest.raises(Rejected, match=r"district\.month_not"),
    ):
        decisions.lock(session, new_id(), MONTH, by="林主任", now=district.clock())
