"""Everything about one person, at a fixed cost (UI 03-person)."""

from datetime import date
from uuid import UUID

from station_app.domain.codes import PensionKind
from station_app.models.condolence import CondolencePayment
from station_app.models.identifiers import new_id
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.person_page import PersonPage, person_page
from station_app.queries.timeline import TimelineKind
from station_app.services import facts, households
from station_app.services.duplicates import merge_people
from station_app.services.moves import MoveOut, move_out
from station_app.store.unit_of_work import Store
from tests.fixtures.statements import counted
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid


def page_of(store: Store, person: UUID) -> PersonPage:
    """The page as it is shown."""
    with store.read() as session:
        page = person_page(session, person, today=TODAY)
    assert page is not None
    return page


def visited(store: Store, person: UUID, on: date, **values: str) -> UUID:
    """A visit at home; returns its attendance."""
    visit = Visit(visit_date=on, kind="ROUTINE", method="HOME", state="DONE", **values)
    fact = VisitAttendance(
        visit_id=visit.id,
        person_id=person,
        visit_date=on,
        kind="ROUTINE",
        method="HOME",
        counted_ym=f"{on:%Y-%m}",
    )
    with store.write("走访") as session:
        session.add_all([visit, fact])
    return fact.id


def given(store: Store, person: UUID, on: date) -> None:
    """500 元 for a festival."""
    payment = CondolencePayment(
        person_id=person,
        recipient_kind="PERSON",
        kind="ENTITLED_DIFF",
        occasion="SPRING",
        occasion_year=2022,
        funding="COUNTY",
        pay_form="CASH",
        amount_fen=50_000,
        paid_on=on,
        receipt="SELF",
        counted_ym=f"{on:%Y-%m}",
    )
    with store.write("慰问") as session:
        session.add(payment)


def hung(store: Store, person: UUID) -> None:
    """A plaque at the gate of the person's household."""
    home = page_of(store, person).row.household_id
    with store.write("挂牌") as session:
        plaque = Plaque(household_id=home, apply_mode="INITIATIVE")
        event = PlaqueEvent(
            plaque_id=plaque.id, event="HANG", event_on=date(2021, 7, 1), counted_ym="2021-07"
        )
        session.add_all([plaque, event])


def test_the_timeline_tells_all_kinds_newest_first(store: Store) -> None:
    person = a_person(store, "王建国", "DISABLED")
    visited(store, person, date(2022, 5, 1), visitors="李敏", situation="血压偏高")
    given(store, person, date(2022, 1, 25))
    hung(store, person)
    a_benefit(store, person, start="2020-01")
    paid(store, person, "2022-08")
    rows = page_of(store, person).timeline
    assert [(row.kind, row.on) for row in rows] == [
        (TimelineKind.FILE, TODAY),
        (TimelineKind.PENSION, date(2022, 8, 25)),
        (TimelineKind.VISIT, date(2022, 5, 1)),
        (TimelineKind.PAYMENT, date(2022, 1, 25)),
        (TimelineKind.PLAQUE, date(2021, 7, 1)),
        (TimelineKind.ENTITLEMENT, date(2020, 1, 5)),
    ]
    assert (rows[2].people, rows[2].text) == ("李敏", "血压偏高")
    assert rows[3].amount_fen == 50_000
    assert rows[3].codes[0] == ("occasion", "SPRING")


def test_what_was_reversed_is_marked_and_its_reversal_not_shown(store: Store) -> None:
    person = a_person(store)
    wrong = visited(store, person, date(2022, 5, 1))
    with store.write("冲正") as session:
        facts.reverse(session, session.get_one(VisitAttendance, wrong), reason="记错了人")
    rows = page_of(store, person).timeline
    assert [row.reversed for row in rows] == [False, True]


def test_what_became_of_the_file_stands_among_what_happened(store: Store) -> None:
    """Registered, moved away, dead: with the day, and where to or from."""
    person = a_person(store, registered_on=date(2019, 3, 1), moved_from="北山村")
    leaving = MoveOut(person_id=person, moved_out_on=date(2022, 6, 1), moved_to="南京")
    with store.write("迁出") as session:
        move_out(session, leaving, today=TODAY)
    rows = page_of(store, person).timeline
    assert [(row.kind, row.on, row.text) for row in rows] == [
        (TimelineKind.FILE, date(2022, 6, 1), "南京"),
        (TimelineKind.FILE, date(2019, 3, 1), "北山村"),
    ]
    assert rows[0].codes == (("person_status", "MOVED_OUT"),)


def test_promises_that_are_not_kept_yet_are_due(store: Store) -> None:
    person = a_person(store)
    visited(store, person, date(2022, 5, 1), follow_up="装扶手")
    page = page_of(store, person)
    assert [row.text for row in page.follow_ups] == ["装扶手"]


def test_family_is_served_people_first_and_then_the_others(store: Store) -> None:
    person = a_person(store)
    home = page_of(store, person).row.household_id
    assert home is not None
    a_person(store, "李秀兰", id_number=number(2, "19600101"), household_id=home)
    with store.write("家人") as session:
        son = {"name": "王小军", "relation": "20", "birth_date": "1985-03"}
        households.add_family_member(session, home, son)
    members = page_of(store, person).members
    assert [(row.name, row.age) for row in members] == [("李秀兰", 62), ("王小军", 37)]
    assert members[0].person_id is not None
    assert members[1].member_id is not None


def test_what_happened_under_a_merged_file_is_on_the_page_of_the_one_that_stays(
    store: Store,
) -> None:
    kept, gone = a_person(store), a_person(store, "王建国", id_number=number(3))
    visited(store, gone, date(2022, 5, 1))
    with store.write("并档") as session:
        merge_people(session, kept, gone)
    kinds = [row.kind for row in page_of(store, kept).timeline]
    assert kinds == [TimelineKind.FILE, TimelineKind.VISIT]
    assert page_of(store, gone).merged_into == kept


def test_nobody_has_no_page(store: Store) -> None:
    with store.read() as session:
        assert person_page(session, new_id(), today=TODAY) is None


def test_a_full_page_costs_no_more_statements_than_an_empty_one(store: Store) -> None:
    bare = a_person(store)
    full = a_person(store, "李秀兰", "WAR", "DISABLED", id_number=number(2))
    a_benefit(store, full, PensionKind.WAR)
    paid(store, full, "2022-07", "2022-08", kind=PensionKind.WAR)
    for day in range(1, 5):
        visited(store, full, date(2022, 5, day), follow_up="装扶手")
    hung(store, full)
    costs = []
    for person in (bare, full):
        with store.read() as session, counted(session) as asked:
            person_page(session, person, today=TODAY)
            costs.append(len(asked))
    assert costs[0] == costs[1] <= 30
