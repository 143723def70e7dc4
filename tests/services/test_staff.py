"""Staff, the grid and the rules of contact (DOMAIN 2.2)."""

from dataclasses import replace
from datetime import date

import pytest

from station_app.domain.drafts import Draft
from station_app.errors import Rejected
from station_app.models.person import Person
from station_app.queries.contact_rules import contact_rules
from station_app.services import staff
from station_app.services.contact_rules import agree, drop
from station_app.services.staff import AssignPeople
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import a_person, number


def test_whoever_is_on_duty_is_listed_with_the_people_he_looks_after(store: Store) -> None:
    with store.write("人员") as session:
        key = staff.add_staff(
            session, {"name": "赵国强", "role": "GRID", "on_duty_from": date(2020, 1, 1)}
        )
    a_person(store, contact_staff_id=key)
    with store.read() as session:
        rows = {row.name: row for row in staff.staff_list(session, on=date(2022, 10, 20))}
    assert (rows["赵国强"].people, rows["李敏"].role) == (1, "HEAD")


def test_a_post_is_held_once_at_a_time(store: Store) -> None:
    values = {"name": "赵国强", "role": "GRID"}
    with store.write("人员") as session:
        key = staff.add_staff(session, values)
    with pytest.raises(Rejected, match=r"staff\.double"), store.write("人员") as session:
        staff.add_staff(session, values)
    with store.write("离岗") as session:
        staff.leave_duty(session, key, on=date(2022, 10, 1))
    with store.write("再来") as session:
        staff.add_staff(session, values)
    with store.read() as session:
        names = [row.name for row in staff.staff_list(session, on=date(2022, 10, 20))]
        assert names.count("赵国强") == 1


def test_nobody_leaves_before_coming(store: Store) -> None:
    with store.write("人员") as session:
        key = staff.add_staff(
            session, {"name": "赵国强", "role": "GRID", "on_duty_from": date(2022, 1, 1)}
        )
    with pytest.raises(Rejected, match=r"staff\.order"), store.write("离岗") as session:
        staff.leave_duty(session, key, on=date(2021, 12, 31))


def test_a_cell_of_the_grid_has_an_officer(store: Store) -> None:
    with store.write("网格") as session:
        officer = staff.add_staff(session, {"name": "赵国强", "role": "GRID"})
        cell = staff.add_grid_cell(session, {"name": "第三网格"})
        staff.change_grid_cell(session, cell, Draft({"officer_id": None}, {"officer_id": officer}))
    with store.read() as session:
        assert [(row.name, row.officer) for row in staff.grid(session)] == [("第三网格", "赵国强")]


def test_one_rule_holds_for_a_category(store: Store) -> None:
    with store.write("约定") as session:
        first = agree(session, category="WAR", every_days=90)
        agree(session, category=None, every_days=180)
    with store.write("约定") as session:
        assert agree(session, category="WAR", every_days=60) == first
    with store.read() as session:
        rows = [(row.category, row.every_days) for row in contact_rules(session)]
    assert rows == [(None, 180), ("WAR", 60)]
    with store.write("不再") as session:
        drop(session, first, reason="人手不够")
    with store.read() as session:
        assert [row.category for row in contact_rules(session)] == [None]


@pytest.mark.parametrize("days", [0, 731])
def test_an_interval_is_between_a_day_and_two_years(store: Store, days: int) -> None:
    with pytest.raises(Rejected, match=r"contact_rule\.days"), store.write("约定") as session:
        agree(session, category=None, every_days=days)


def test_whole_groups_are_assigned_at_once_and_who_has_a_contact_keeps_it(store: Store) -> None:
    with store.write("人员") as session:
        old = staff.add_staff(session, {"name": "赵国强", "role": "GRID"})
        new = staff.add_staff(session, {"name": "周建明", "role": "GRID"})
    has = a_person(store, "甲一", group_name="三组", contact_staff_id=old, id_number=number(2))
    lacks = a_person(store, "乙二", group_name="三组", id_number=number(3))
    other = a_person(store, "丙三", group_name="四组", id_number=number(4))
    command = AssignPeople(staff_id=new, group_names=("三组",))
    with store.write("分派") as session:
        done = staff.assign_people(session, command)
    assert (done.changed, done.kept) == (1, 1)
    with store.read() as session:
        found = {key: session.get_one(Person, key).contact_staff_id for key in (has, lacks, other)}
    assert found == {has: old, lacks: new, other: None}
    with store.write("分派") as session:
        assert staff.assign_people(session, replace(command, replace=True)).changed == 1


def test_an_assignment_names_a_contact_or_a_cell(store: Store) -> None:
    with pytest.raises(Rejected, match=r"staff\.assign_nothing"), store.write("分派") as session:
        staff.assign_people(session, AssignPeople())
