"""What was taken away is listed with its step and comes back; a closed month stays as told."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.domain.codes import PersonStatus
from station_app.domain.drafts import Draft
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.models.change import Action
from station_app.models.entitlement import PensionPayment
from station_app.models.identifiers import HouseholdId
from station_app.models.person import Person
from station_app.queries.history import StepFilter, steps_passing
from station_app.queries.removed import RemovedRow, removed
from station_app.queries.step_detail import step_detail
from station_app.services.bringing_back import bring_back
from station_app.services.condolence import standing_payments
from station_app.services.condolence_paying import Sign, sign
from station_app.services.duplicates import merge_people
from station_app.services.moves import remove_person
from station_app.services.people import ChangePerson, change_person
from station_app.services.plaques import EnterPlaque, HangNew, hang_new
from station_app.services.undoing import look_at, undo, undo_last
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.trips import village
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid


def away(store: Store) -> list[RemovedRow]:
    with store.read() as session:
        return removed(session)


def status_of(store: Store, person: UUID) -> str:
    with store.read() as session:
        return session.scalars(select(Person.status).where(Person.id == person)).one()


def remove(store: Store, person: UUID, name: str = "王建国") -> None:
    with store.write(label("person.remove", name=name)) as session:
        remove_person(session, person, reason="登记错了", on=TODAY)


def test_a_removed_person_is_listed_with_who_when_and_why_and_comes_back(store: Store) -> None:
    person = a_person(store)
    remove(store, person)
    (row,) = away(store)
    assert (row.names[0], row.label, row.reason) == ("王建国", "取消登记：王建国", "登记错了")
    done = bring_back(store, row.action_id)
    assert done.taken_back >= 1
    assert status_of(store, person) == PersonStatus.ACTIVE
    assert away(store) == []


def test_bringing_back_can_itself_be_taken_back(store: Store) -> None:
    person = a_person(store)
    remove(store, person)
    bring_back(store, away(store)[0].action_id)
    undo_last_of_bringing_back = away(store)
    assert undo_last_of_bringing_back == []
    with store.read() as session:
        newest = session.scalars(select(Action.id).order_by(Action.id.desc())).first()
        look = look_at(session, newest or 0)
    assert look is not None
    assert look.refusal is None


def test_what_an_undo_took_away_is_listed_too(store: Store) -> None:
    a_person(store)
    undo_last(store)
    (row,) = away(store)
    assert row.names == ("王建国",)
    assert ("服务对象", 1) in row.kinds
    bring_back(store, row.action_id)
    assert away(store) == []


def test_a_removal_that_came_from_elsewhere_comes_back_as_a_new_change(store: Store) -> None:
    person = a_person(store)
    with store.write("收到", outgoing=False) as session:
        found = session.get_one(Person, person)
        found.deleted = True
    (row,) = away(store)
    assert not row.own
    bring_back(store, row.action_id)
    with store.read() as session:
        assert session.get_one(Person, person).deleted is False
        newest = session.scalars(select(Action.label).order_by(Action.id.desc())).first()
    assert newest == label("history.bring_back", what="收到")


@pytest.mark.parametrize("removes", [True, False], ids=["removed", "merged"])
def test_a_file_that_went_on_another_pc_is_open_again_and_points_nowhere(
    store: Store, removes: bool
) -> None:
    kept, gone = a_person(store), a_person(store, "王健国", id_number=number(2))
    with store.write("收到", outgoing=False) as session:
        if removes:
            remove_person(session, gone, reason="登记错了", on=TODAY)
        else:
            merge_people(session, kept, gone)
    bring_back(store, away(store)[0].action_id)
    with store.read() as session:
        person = session.get_one(Person, gone)
        assert (person.status, person.merged_into_id, person.removed_on) == ("ACTIVE", None, None)


def test_who_was_registered_anew_does_not_come_back_a_second_time(store: Store) -> None:
    a_person(store)
    undo_last(store)
    a_person(store)
    with pytest.raises(Rejected) as refused:
        bring_back(store, away(store)[0].action_id)
    assert refused.value.code == "person.duplicate_id"
    assert len(away(store)) == 1


def test_money_signed_for_anew_does_not_come_back_a_second_time(store: Store) -> None:
    with store.write("村") as session:
        there = village(session, count=1)
    order = Sign(plan_id=there.plans[0], paid_on=TODAY)
    for turn in (1, 2):
        with store.write("签领") as session:
            sign(session, order, today=TODAY)
        if turn == 1:
            undo_last(store)
    action_id = away(store)[0].action_id
    for again in (bring_back, undo):
        with pytest.raises(Rejected, match=r"condolence\.already_paid"):
            again(store, action_id)
    with store.read() as session:
        assert len(standing_payments(session, there.batch_id)) == 1


def test_a_month_written_down_anew_does_not_come_back_a_second_time(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    paid(store, person, "2022-08")
    undo_last(store)
    paid(store, person, "2022-08")
    with pytest.raises(Rejected, match=r"pension\.double"):
        bring_back(store, away(store)[0].action_id)


def test_a_household_that_got_another_plaque_does_not_get_the_first_one_back(store: Store) -> None:
    with store.write("村") as session:
        there = village(session, count=1)
    order = EnterPlaque(household_id=HouseholdId(there.homes[0]), basis_person_id=there.people[0])
    for turn in (1, 2):
        with store.write("挂牌") as session:
            hang_new(session, HangNew(plaque=order, hung_on=TODAY), today=TODAY)
        if turn == 1:
            undo_last(store)
    with pytest.raises(Rejected, match=r"plaque\.household_has_one"):
        bring_back(store, away(store)[0].action_id)


def test_a_fact_of_a_month_that_was_closed_since_is_not_brought_back(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    (payment,) = paid(store, person, "2022-08")
    undo_last(store)
    (row,) = away(store)
    with store.write("锁定") as session:
        hand_in(session, "2022-08")
    with pytest.raises(Rejected) as refused:
        bring_back(store, row.action_id)
    assert refused.value.code == "removed.month_closed"
    assert "2022-08" in sentence(refused.value)
    with store.read() as session:
        assert session.get_one(PensionPayment, payment).deleted is True


def test_what_is_back_already_is_not_brought_back_twice(store: Store) -> None:
    person = a_person(store)
    remove(store, person)
    key = away(store)[0].action_id
    bring_back(store, key)
    with pytest.raises(Rejected) as refused:
        bring_back(store, key)
    assert refused.value.code == "removed.nothing"


def test_a_word_narrows_what_was_removed(store: Store) -> None:
    remove(store, a_person(store))
    remove(store, a_person(store, "李秀兰", id_number=number(2)), "李秀兰")
    with store.read() as session:
        assert [row.names for row in removed(session, text="李秀兰")] == [("李秀兰",)]


def test_a_step_tells_each_field_from_old_to_new_with_its_numbers_masked(store: Store) -> None:
    person = a_person(store, mobile="13900001234")
    draft = Draft({"mobile": "13900001234"}, {"mobile": "13811112222"})
    with store.write(label("person.change", name="王建国")) as session:
        change_person(session, ChangePerson(person, draft), today=TODAY)
    with store.read() as session:
        newest = session.scalars(select(Action.id).order_by(Action.id.desc())).first()
        detail = step_detail(session, newest or 0)
    assert detail is not None
    (record,) = detail.records
    assert record.whose == "王建国"
    field = record.fields[0]
    assert (field.old, field.new) == ("139****1234", "138****2222")


def test_the_history_is_narrowed_by_kind_person_day_and_clerk(store: Store) -> None:
    first = a_person(store)
    second = a_person(store, "李秀兰", id_number=number(2))
    remove(store, first)

    def words(**given: object) -> list[str]:
        with store.read() as session:
            narrow = StepFilter(**given)  # type: ignore[arg-type]  # each test gives what it needs
            return [step.label for step in steps_passing(session, narrow)]

    assert words(person_id=first) == ["取消登记：王建国", "建档"]
    assert words(person_id=second) == ["建档"]
    assert words(kind="people") == ["取消登记：王建国"]
    assert words(kind="visit") == []
    assert words(text="李秀兰") == ["建档"]
    assert words(by="没有这个人") == []
    assert words(on=date(1999, 1, 1)) == []
    undo_last(store)
    assert words(kind="people") == ["撤销“取消登记：王建国”", "取消登记：王建国"]
