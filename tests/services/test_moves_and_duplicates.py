"""Moving, removing and merging files (DOMAIN 2.4, 4.5; SETTLED 2)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.errors import Rejected
from station_app.models.entitlement import Entitlement, EntitlementEvent, PensionPayment
from station_app.models.household import Household
from station_app.models.local import PersonSearch
from station_app.models.person import Person, PersonIdentity
from station_app.queries.history import steps
from station_app.queries.merged import files_of
from station_app.services.duplicates import Merged, merge_people, unmerge
from station_app.services.moves import (
    MoveOut,
    move_back,
    move_out,
    remove_person,
    restore_person,
)
from station_app.services.people import RegisterPerson, register_person
from station_app.services.undoing import undo, undo_last
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid


def person_of(store: Store, key: UUID) -> Person:
    """The stored row."""
    with store.read() as session:
        return session.scalars(select(Person).where(Person.id == key)).one()


def two_files(store: Store) -> tuple[UUID, UUID]:
    """Two files of one person: the second knows a phone and an identity more."""
    kept = a_person(store, "王建国", "WAR", address="三组17号")
    gone = a_person(
        store,
        "王建国",
        "WAR",
        "DISABLED",
        id_number=number(3),
        address="三组18号",
        mobile="13800000001",
    )
    return kept, gone


def merge(store: Store, kept: UUID, gone: UUID) -> Merged:
    """Put the second into the first."""
    with store.write("并档") as session:
        return merge_people(session, kept, gone)


def test_mv1_a_transferred_benefit_is_paid_to_december(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    command = MoveOut(
        person_id=person,
        moved_out_on=date(2022, 9, 1),
        moved_to="淮安区",
        transfer_benefits=True,
    )
    with store.write("迁出") as session:
        moved = move_out(session, command, today=TODAY)
    with store.read() as session:
        row = session.scalars(select(Entitlement)).one()
    assert moved.entitlement_ids == (row.id,)
    assert (row.state, row.stop_month) == ("TRANSFER_OUT", "2023-01")
    left = person_of(store, person)
    assert (left.status, left.moved_out_on) == ("MOVED_OUT", date(2022, 9, 1))


def test_mv3_services_may_move_without_the_benefit(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    with store.write("迁出") as session:
        move_out(session, MoveOut(person_id=person, moved_out_on=TODAY), today=TODAY)
    with store.read() as session:
        assert session.scalars(select(Entitlement.state)).one() == "GRANTED"


def test_a_move_ahead_is_refused(store: Store) -> None:
    person = a_person(store)
    ahead = MoveOut(person_id=person, moved_out_on=date(2022, 10, 21))
    with pytest.raises(Rejected, match=r"person\.moved_future"), store.write("迁出") as session:
        move_out(session, ahead, today=TODAY)


def test_who_moved_out_may_come_back(store: Store) -> None:
    person = a_person(store)
    with store.write("迁出") as session:
        move_out(session, MoveOut(person_id=person, moved_out_on=TODAY), today=TODAY)
    with store.write("迁回") as session:
        move_back(session, person)
    back = person_of(store, person)
    assert (back.status, back.moved_out_on, back.moved_to) == ("ACTIVE", None, None)


def test_a_removed_file_needs_a_reason_and_frees_its_number_only_with_a_warning(
    store: Store,
) -> None:
    person = a_person(store)
    with pytest.raises(Rejected, match=r"record\.reason"), store.write("取消") as session:
        remove_person(session, person, reason=" ", on=TODAY)
    with store.write("取消") as session:
        remove_person(session, person, reason="登记错了", on=TODAY)
    assert person_of(store, person).status == "REMOVED"
    again = RegisterPerson({"name": "王建国", "id_number": number()})
    with store.write("建档") as session:
        registered = register_person(session, again, today=TODAY)
    assert "person.removed_id" in [w.note.code for w in registered.warnings]


def test_a_removed_file_may_be_restored(store: Store) -> None:
    person = a_person(store)
    with store.write("取消") as session:
        remove_person(session, person, reason="登记错了", on=TODAY)
    with store.write("恢复") as session:
        restore_person(session, person, reason="核实无误")
    assert person_of(store, person).status == "ACTIVE"


def test_merging_fills_blanks_and_overwrites_nothing(store: Store) -> None:
    kept, gone = two_files(store)
    merged = merge(store, kept, gone)
    assert merged.filled == ("mobile",)
    stays, left = person_of(store, kept), person_of(store, gone)
    assert (stays.mobile, stays.address) == ("13800000001", "三组17号")
    assert (left.status, left.merged_into_id) == ("MERGED", kept)


def test_merging_brings_identities_together_without_doubles(store: Store) -> None:
    kept, gone = two_files(store)
    merge(store, kept, gone)
    with store.read() as session:
        rows = session.execute(
            select(PersonIdentity.category, PersonIdentity.is_primary)
            .where(PersonIdentity.person_id == kept)
            .order_by(PersonIdentity.category)
        ).all()
    assert [tuple(row) for row in rows] == [("DISABLED", False), ("WAR", True)]


def test_facts_stay_with_the_file_they_were_written_for_and_readers_follow(store: Store) -> None:
    kept, gone = two_files(store)
    a_benefit(store, gone)
    paid(store, gone, "2022-08")
    merge(store, kept, gone)
    with store.read() as session:
        assert session.scalars(select(PensionPayment.person_id)).one() == gone
        assert session.scalars(select(EntitlementEvent.person_id)).one() == gone
        assert session.scalars(select(Entitlement.person_id)).one() == kept
        assert files_of(session, kept) == [kept, gone]


def test_a_merged_file_is_no_longer_found_by_the_search_box(store: Store) -> None:
    kept, gone = two_files(store)
    merge(store, kept, gone)
    with store.read() as session:
        assert session.scalars(select(PersonSearch.person_id)).all() == [kept]


def test_a_wrong_merging_is_taken_back_and_later_edits_stay(store: Store) -> None:
    kept, gone = two_files(store)
    merge(store, kept, gone)
    with store.write("改") as session:
        session.get_one(Person, kept).mobile = "13900000002"
    with store.write("拆开") as session:
        left = unmerge(session, gone)
    assert [(entry.field, entry.value) for entry in left] == [("mobile", "13900000002")]
    again = person_of(store, gone)
    assert (again.status, again.merged_into_id) == ("ACTIVE", None)
    with store.read() as session:
        held = session.scalars(
            select(PersonIdentity.category).where(PersonIdentity.person_id == gone)
        ).all()
    assert sorted(held) == ["DISABLED", "WAR"]


def test_a_file_is_not_merged_into_itself_nor_twice(store: Store) -> None:
    kept, gone = two_files(store)
    with pytest.raises(Rejected, match=r"person\.merge_self"):
        merge(store, kept, kept)
    merge(store, kept, gone)
    with pytest.raises(Rejected, match=r"person\.merge_gone"):
        merge(store, kept, gone)


def test_undoing_a_merging_makes_two_files_again(store: Store) -> None:
    kept, gone = two_files(store)
    merge(store, kept, gone)
    undo_last(store)
    assert person_of(store, gone).merged_into_id is None
    assert person_of(store, kept).mobile is None


def test_undoing_a_registration_leaves_a_person_on_whom_something_stands(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    with store.read() as session:
        first = session.execute(select(Person.id, Person.deleted)).one()
    assert first == (person, False)
    undo_last(store)
    undo_last(store)
    assert person_of(store, person).deleted, "with its benefit gone nothing stands on it"


def test_a_registration_is_not_undone_under_a_benefit(store: Store) -> None:
    person = a_person(store)
    with store.read() as session:
        registration = steps(session)[0].action_id
    a_benefit(store, person)
    with pytest.raises(Rejected, match=r"history\.all_changed"):
        undo(store, registration)
    assert not person_of(store, person).deleted


def test_a_registration_is_not_undone_over_a_later_edit(store: Store) -> None:
    person = a_person(store)
    with store.read() as session:
        registration = steps(session)[0].action_id
    with store.write("修改资料：王建国") as session:
        session.get_one(Person, person).mobile = "13800000001"
    with pytest.raises(Rejected, match=r"history\.all_changed"):
        undo(store, registration)
    stays = person_of(store, person)
    assert (stays.deleted, stays.mobile) == (False, "13800000001")
    with store.read() as session:
        home = session.get_one(Household, stays.household_id)
    assert not home.deleted, "the household of a person who stays, stays"


def test_a_field_may_be_taken_from_the_file_that_goes_and_comes_back_when_taken_apart(
    store: Store,
) -> None:
    kept = a_person(store, "王建国", address="三组17号", mobile="13800000001")
    gone = a_person(store, "王建囯", id_number=number(3), address="四组2号", mobile="13800000002")
    with store.write("并档") as session:
        merge_people(session, kept, gone, take=("address",))
    whole = person_of(store, kept)
    assert (whole.name, whole.address, whole.mobile) == ("王建国", "四组2号", "13800000001")
    with store.write("拆开") as session:
        unmerge(session, gone)
    assert person_of(store, kept).address == "三组17号"


def test_a_household_is_not_chosen_in_a_merging(store: Store) -> None:
    kept, gone = two_files(store)
    with pytest.raises(ValueError, match="household_id"), store.write("并档") as session:
        merge_people(session, kept, gone, take=("household_id",))
