"""Which months a station is asked for: its own first page and its district's pages agree."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from district_server.web.reach import EVERYTHING
from district_server.web.views.months import year_of_months
from station_app.errors import Rejected
from station_app.models.identifiers import PersonId
from station_app.queries.month_due import months_due
from station_app.queries.month_reports import owes_from
from station_app.services.month_reports import SignMonth, compute_month, sign_month, submit_month
from station_app.services.visit_paper import Met, VisitPaper
from station_app.services.visits import RecordVisit, record_visit
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    empty_district,
    make_office,
)
from tests.services.people_of_tests import a_person

__all__ = ["district", "empty_district", "make_office"]
DAYS = (date(2022, 10, 25), date(2022, 11, 2), date(2022, 12, 5), date(2023, 1, 4))


def missing(district: District, today: date) -> list[str]:
    """The months that the district's pages call missing, this year and the next."""
    with Session(district.engine) as session:
        years = [year_of_months(session, EVERYTHING, year, today=today) for year in (2022, 2023)]
    return [cell.ym for (place,) in years for cell in place.cells if cell.is_missing]


def asked_for(office: Office, today: date) -> str | None:
    with office.store.read() as session:
        return months_due(session, today=today).month


def agree(office: Office, district: District) -> list[str | None]:
    """What the station asks for on these days; the first that the district misses, each time."""
    found = [asked_for(office, today) for today in DAYS]
    assert found == [next(iter(missing(district, today)), None) for today in DAYS]
    return found


def signed(session: Session, month: str, today: date) -> None:
    compute_month(session, month, today=today)
    sign_month(session, SignMonth(month, "赵会计", "钱站长"), today=today)


def hand_in(office: Office, district: District, month: str) -> None:
    with office.store.write("月报") as session:
        signed(session, month, DAYS[-1])
        submit_month(session, month, today=DAYS[-1])
    assert office.sync(district).refused == 0


def test_station_and_district_ask_for_the_same_months(
    make_office: MakeOffice, district: District
) -> None:
    office = make_office("first")
    person = PersonId(a_person(office.store, registered_on=date(2022, 3, 1)))
    with office.store.write("走访") as session:
        paper = VisitPaper(
            visit_date=date(2022, 9, 12), kind="ROUTINE", method="HOME", visitors="李敏"
        )
        record_visit(session, RecordVisit(paper=paper, met=(Met(person),)), today=DAYS[0])
    assert asked_for(office, DAYS[0]) == "2022-09"  # no district yet: somebody worked in it
    office.enroll(district)
    assert agree(office, district) == [None, "2022-10", "2022-10", "2022-10"]

    with office.store.write("月报") as session:
        signed(session, "2022-11", DAYS[-1])
    with office.store.write("报") as session, pytest.raises(Rejected) as refused:
        submit_month(session, "2022-11", today=DAYS[-1])
    assert (refused.value.code, refused.value.values["month"]) == (
        "month.earlier_first", "2022年10月",
    )  # fmt: skip
    hand_in(office, district, "2022-10")
    assert agree(office, district) == [None, None, "2022-11", "2022-11"]


def test_a_month_before_the_pc_joined_may_be_reported_and_moves_the_beginning_at_both_ends(
    make_office: MakeOffice, district: District
) -> None:
    office = make_office("first")
    office.enroll(district)
    hand_in(office, district, "2022-08")
    assert agree(office, district) == ["2022-09", "2022-09", "2022-09", "2022-09"]


def test_a_second_pc_hears_when_its_station_began(
    make_office: MakeOffice, district: District
) -> None:
    make_office("first").enroll(district)
    district.clock.now = datetime(2022, 12, 1, 2, tzinfo=UTC)
    second = make_office("second")
    second.enroll(district)
    with second.store.read() as session:
        assert owes_from(session) == "2022-10"
    assert agree(second, district)[-1] == "2022-10"
