"""The list of the day: who stands on it and why, by group, and what the paper keeps to itself."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from station_app.domain.today_list import Why
from station_app.errors import Rejected
from station_app.models.person import Person
from station_app.models.station import ContactRule
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries import printed_today
from station_app.queries.printed_today import today_list
from station_app.services.duplicates import merge_people
from station_app.services.printing import PrintOrder, print_form
from station_app.store.unit_of_work import Store
from tests.reports.reading import pages
from tests.services.people_of_tests import TODAY, a_person, number


def met(session: Session, person: UUID, days_ago: int, promise: str | None = None) -> None:
    """Somebody was visited a while ago, perhaps with a promise for the week after today."""
    on = TODAY - timedelta(days=days_ago)
    visit = Visit(
        visit_date=on,
        kind="ROUTINE",
        method="HOME",
        state="DONE",
        follow_up=promise,
        follow_up_due=TODAY + timedelta(days=7) if promise else None,
    )
    session.add(visit)
    session.flush()
    session.add(
        VisitAttendance(
            visit_id=visit.id,
            person_id=person,
            visit_date=on,
            counted_ym=f"{on:%Y-%m}",
            kind="ROUTINE",
            method="HOME",
            sign=1,
            headcount=1,
        )
    )


@pytest.fixture
def village(store: Store) -> Store:
    """Three whom nobody saw for long, one promise, one never spoken with; one is well."""
    since = date(2020, 1, 1)
    names = ["甲一", "乙二", "丙三", "丁四", "戊五"]
    groups = ["二组", "一组", "二组", "一组", "一组"]
    people = [
        a_person(
            store,
            name,
            id_number=number(n),
            mobile=f"1380000000{n}",
            group_name=group,
            address=f"青石村{group}{12 - n}号",
            registered_on=since,
        )
        for n, (name, group) in enumerate(zip(names, groups, strict=True), start=1)
    ]
    with store.write("走访") as session:
        session.add(ContactRule(every_days=90, active=True))
        for person, days in zip(people[:3], (120, 200, 100), strict=True):
            met(session, person, days)
        met(session, people[3], 5, "装扶手。")
    return store


def test_everybody_stands_once_by_group_and_door_with_all_reasons(village: Store) -> None:
    with village.read() as session:
        rows = today_list(session, TODAY).rows
    assert [row.name for row in rows] == ["戊五", "丁四", "乙二", "丙三", "甲一"]
    assert [row.reasons[0].why for row in rows] == [
        Why.SILENT,
        Why.PROMISE,
        Why.CONTACT,
        Why.CONTACT,
        Why.CONTACT,
    ]
    assert [row.reasons[0].number for row in rows[2:]] == [200, 100, 120]


def test_a_day_holds_no_more_than_a_day(village: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has a day of its own comes first, then the longest silence; the rest is counted."""
    monkeypatch.setattr(printed_today, "MOST", 3)
    with village.read() as session:
        found = today_list(session, TODAY)
    assert {row.name for row in found.rows} == {"丁四", "乙二", "甲一"}
    assert found.left_out == 2


def test_the_paper_masks_numbers_and_says_why(village: Store) -> None:
    with village.read() as session:
        paper = print_form(session, "today-list", PrintOrder(today=TODAY))
    words = "".join(pages(paper))
    for expected in ("今日清单", "一组", "200天没有联系", "答应的：装扶手", "13800000002"):
        assert expected in words
    assert number(2) not in words
    assert f"{number(2)[:6]}********{number(2)[-4:]}" in words


def test_nobody_is_sent_to_the_dead_and_a_merged_file_stands_once(store: Store) -> None:
    names = ("甲一", "乙二", "丙三", "丁四")
    people = [a_person(store, name, id_number=number(n)) for n, name in enumerate(names, start=1)]
    with store.write("走访") as session:
        for person in people:
            met(session, person, 5, "装扶手。")
    with store.write("以后") as session:
        session.get_one(Person, people[0]).status = "DECEASED"
        session.get_one(Person, people[1]).status = "MOVED_OUT"
        merge_people(session, people[2], people[3])
    with store.read() as session:
        rows = today_list(session, TODAY).rows
    assert [row.name for row in rows] == ["丙三"]
    assert [reason.why for reason in rows[0].reasons] == [Why.PROMISE, Why.PROMISE]


def test_where_nobody_waits_no_paper_is_made(store: Store) -> None:
    with store.read() as session, pytest.raises(Rejected, match=r"printing\.nothing_found"):
        print_form(session, "today-list", PrintOrder(today=TODAY))
    with store.read() as session:
        assert print_form(session, "today-list", PrintOrder(today=TODAY, blank=True))
