"""The history in words: who, when, which field, from what to what."""

from sqlalchemy import select

from station_app.domain.drafts import Draft
from station_app.models.change import Action
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.queries.edits import edits_of_record, edits_of_step
from station_app.services.households import move_person
from station_app.services.people import ChangePerson, change_person
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_person, number


def test_an_edit_is_told_in_the_words_of_the_form(store: Store) -> None:
    person = a_person(store, "王建国", education="70")
    draft = Draft({"education": "70", "mobile": None}, {"education": "60", "mobile": "13800000001"})
    with store.write("修改资料：王建国") as session:
        change_person(session, ChangePerson(person, draft), today=TODAY)
    with store.read() as session:
        rows = edits_of_record(session, person)
    told = {(row.field, row.old, row.new) for row in rows[:2]}
    assert told == {("文化程度", "初中", "高中"), ("手机", "", "13800000001")}
    assert {(row.by, row.step) for row in rows[:2]} == {(store.operator, "修改资料：王建国")}
    assert rows[-1].is_new_record
    assert rows[-1].record_kind == "服务对象"


def test_a_reference_is_told_by_its_name(store: Store) -> None:
    person = a_person(store)
    other = a_person(store, "李秀兰", id_number=number(2))
    with store.read() as session:
        home = session.scalars(select(Person.household_id).where(Person.id == other)).one()
        assert home is not None
        assert session.get_one(Household, home).head_name == "李秀兰"
    with store.write("换户") as session:
        move_person(session, person, home)
    with store.read() as session:
        moved = next(row for row in edits_of_record(session, person) if row.field == "所属户")
    assert (moved.old, moved.new) == ("王建国", "李秀兰")


def test_a_step_is_told_with_all_its_records(store: Store) -> None:
    a_person(store, "王建国", "WAR")
    with store.read() as session:
        newest = session.scalars(select(Action.id).order_by(Action.id.desc())).first()
        assert newest is not None
        kinds = {row.record_kind for row in edits_of_step(session, newest)}
    assert kinds == {"服务对象", "身份类别", "家庭"}
