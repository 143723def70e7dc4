"""What the pages of people ask: found letters, dues, neighbours, exports, each at a fixed cost."""

from datetime import date
from uuid import UUID

from station_app.domain.codes import PensionKind, PlaqueState
from station_app.models.certification import CertificationCycle
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.station import GridCell, Staff
from station_app.queries.form_choices import form_choices
from station_app.queries.neighbours import Walked, neighbour
from station_app.queries.people import Sort
from station_app.queries.people_export import export_rows
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import find_people, people_keys
from station_app.queries.person_dues import DueKind, PersonView, person_view
from station_app.services import service_records
from station_app.store.unit_of_work import Store
from tests.fixtures.statements import counted
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number


def view_of(store: Store, person: UUID, today: date = TODAY) -> PersonView:
    with store.read() as session:
        view = person_view(session, person, today=today)
    assert view is not None
    return view


def test_a_page_of_the_list_costs_the_same_for_one_and_for_many(store: Store) -> None:
    a_person(store, "曾光明", "WAR")
    with store.read() as session, counted(session) as few:
        found = find_people(session, PeopleFilter(text="zgm"), today=TODAY)
    assert found.rows[0].marks == (0, 1, 2)
    for serial in range(2, 9):
        a_person(store, "曾光明", "WAR", id_number=number(serial))
    with store.read() as session, counted(session) as many:
        found = find_people(session, PeopleFilter(text="zgm"), today=TODAY)
    assert found.total == 8
    assert all(row.shares_name for row in found.rows)
    assert len(many) == len(few)


def test_an_answer_remembers_its_question(store: Store) -> None:
    with store.read() as session:
        found = find_people(session, PeopleFilter(text="没有"), today=TODAY)
    assert found.asked is not None
    assert found.asked[0].text == "没有"
    assert found.rows == ()


def test_a_person_without_a_number_or_a_plaque_has_two_things_due(store: Store) -> None:
    person = a_person(store, "赵无号", "WAR", id_number=None, no_id_reason="户口未迁")
    kinds = [due.kind for due in view_of(store, person).dues]
    assert DueKind.ID_NUMBER in kinds
    assert DueKind.PLAQUE in kinds


def test_a_hung_plaque_is_no_longer_due_and_says_since_when(store: Store) -> None:
    """PL1: the household has its one plaque."""
    person = a_person(store, "曾光明", "WAR")
    home = view_of(store, person).page.row.household_id
    with store.write("挂牌") as session:
        plaque = Plaque(household_id=home, apply_mode="INITIATIVE")
        session.add(plaque)
        for event, day, position in (("ISSUE", 1, None), ("HANG", 3, "GATE")):
            happened = PlaqueEvent(
                plaque_id=plaque.id,
                event=event,
                event_on=date(2021, 7, day),
                counted_ym="2021-07",
                position=position,
            )
            session.add(happened)
    view = view_of(store, person)
    assert DueKind.PLAQUE not in [due.kind for due in view.dues]
    assert view.plaque is not None
    assert (view.plaque.state, view.plaque.since) == (PlaqueState.HUNG, date(2021, 7, 3))
    assert view.plaque.position == "GATE"


def test_certification_is_due_by_the_day_of_its_cycle(store: Store) -> None:
    """CE2: the window of the year says from when and until when."""
    person = a_person(store, "曾光明", "DISABLED")
    a_benefit(store, person, PensionKind.DIS)
    with store.write("开始年度认证") as session:
        cycle = CertificationCycle(
            year=2022,
            open_on=date(2022, 8, 1),
            due_on=date(2022, 9, 30),
            grace_days=60,
            status="OPEN",
        )
        session.add(cycle)
    due = next(one for one in view_of(store, person).dues if one.kind is DueKind.CERTIFICATION)
    assert (due.on, due.opens_on) == (date(2022, 9, 30), None)
    early = view_of(store, person, date(2022, 7, 20))
    due = next(one for one in early.dues if one.kind is DueKind.CERTIFICATION)
    assert due.opens_on == date(2022, 8, 1)
    with store.write("结束年度") as session:
        session.get_one(CertificationCycle, cycle.id).status = "CLOSED"
    ended = next(one for one in view_of(store, person).dues if one.kind is DueKind.CERTIFICATION)
    assert (ended.on, ended.ended) == (None, 2022)


def test_nothing_is_due_for_the_dead(store: Store) -> None:
    person = a_person(store, "曾光明", "WAR")
    with store.write("登记去世") as session:
        found = session.get(Person, person)
        assert found is not None
        found.status = "DECEASED"
    assert view_of(store, person).dues == ()


def test_a_view_costs_the_same_with_and_without_work(store: Store) -> None:
    person = a_person(store, "曾光明", "WAR")
    with store.read() as session, counted(session) as few:
        person_view(session, person, today=TODAY)
    a_benefit(store, person, PensionKind.WAR)
    with store.read() as session, counted(session) as more:
        person_view(session, person, today=TODAY)
    assert len(more) <= len(few) + 2  # cycle and its kinds


def test_neighbours_follow_the_order_of_names(store: Store) -> None:
    first, second, last = (
        a_person(store, name, id_number=number(serial))
        for serial, name in enumerate(("白海涛", "曾光明", "翟桂芳"), 1)
    )
    with store.read() as session, counted(session) as asked:
        assert neighbour(session, first, step=1, today=TODAY) == second
    assert len(asked) == 2
    with store.read() as session:
        assert neighbour(session, last, step=-1, today=TODAY) == second
        assert neighbour(session, last, step=1, today=TODAY) is None


def test_neighbours_follow_the_list_one_came_from(store: Store) -> None:
    """PgDn walks through what the list showed, in its order; others walk the register."""
    old, other, young = (
        a_person(store, name, id_number=number(1, born), group_name=group)
        for name, born, group in (
            ("翟桂芳", "19400101", "三组"),
            ("曾光明", "19500101", "四组"),
            ("白海涛", "19600101", "三组"),
        )
    )
    walked = Walked(PeopleFilter(group_names=("三组",)), Sort.AGE)
    with store.read() as session:
        assert neighbour(session, old, step=1, today=TODAY, walked=walked) == young
        assert neighbour(session, young, step=1, today=TODAY, walked=walked) is None
        assert neighbour(session, other, step=1, today=TODAY, walked=walked) == old


def test_the_form_offers_staff_cells_and_groups_in_three_questions(store: Store) -> None:
    a_person(store, "曾光明", group_name="十二组")
    a_person(store, "翟桂芳", group_name="三组", id_number=number(2))
    with store.write("工作人员") as session:
        session.add_all([Staff(name="赵国强", role="GRID"), GridCell(name="第三网格")])
    with store.read() as session, counted(session) as asked:
        offered = form_choices(session)
    assert offered.group_names == ("三组", "十二组")
    assert [name for _, name in offered.staff] == ["李敏", "赵国强"]
    assert [name for _, name in offered.grids] == ["第三网格"]
    assert len(asked) == 3


def test_export_rows_know_the_first_and_the_last_day_of_service(store: Store) -> None:
    person = a_person(store, "曾光明", "WAR")
    with store.write("服役") as session:
        for start, end in (("1976-12", "1980-01"), ("1981-03", "1986-11")):
            values = {"enlist_date": start, "discharge_date": end}
            service_records.add_service(session, person, values)
    with store.read() as session, counted(session) as asked:
        keys = people_keys(session, PeopleFilter(), today=TODAY)
        (row,) = export_rows(session, keys)
    assert (row.enlisted, row.discharged) == ("1976-12", "1986-11")
    assert row.values["name"] == "曾光明"
    assert len(asked) == 4
