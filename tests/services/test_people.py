"""Registering and correcting people (DOMAIN 2.4, 8.1; SETTLED 4, 10, 11)."""

from datetime import date

import pytest
from sqlalchemy import select

from station_app.domain.drafts import Draft
from station_app.domain.kinds import Value
from station_app.errors import Rejected
from station_app.models.household import Household
from station_app.models.local import SyncState
from station_app.models.person import Person, PersonIdentity
from station_app.services.identities import NewIdentity
from station_app.services.people import (
    ChangePerson,
    Registered,
    RegisterPerson,
    change_person,
    confirm_person,
    give_notice,
    register_person,
)
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import number

TODAY = date(2022, 10, 20)
NUMBER = "320802195807120016"
OTHER_NUMBER = "320802195807120024"


def register(store: Store, *identities: str, **values: Value) -> Registered:
    """A file with these values; a valid number unless the test gives another."""
    given: dict[str, Value] = {"name": "王建国", "id_number": NUMBER, **values}
    command = RegisterPerson(given, tuple(NewIdentity(code) for code in identities))
    with store.write("建档") as session:
        return register_person(session, command, today=TODAY)


def the_person(store: Store, registered: Registered) -> Person:
    """The stored row."""
    with store.read() as session:
        person = session.get(Person, registered.person_id)
        assert person is not None
        return person


def change(store: Store, registered: Registered, before: Value, **after: Value) -> None:
    """An edit of one field that started from `before`."""
    name = next(iter(after))
    command = ChangePerson(registered.person_id, Draft({name: before}, after))
    with store.write("修改") as session:
        change_person(session, command, today=TODAY)


def test_the_number_tells_sex_and_birth_when_the_form_does_not(store: Store) -> None:
    person = the_person(store, register(store))
    assert (person.sex, person.birth_date, person.status) == ("1", "1958-07-12", "ACTIVE")
    assert person.ethnicity is None, "missing is missing, never 汉族 by default (SETTLED 10)"


def test_serials_carry_the_letter_of_the_device_and_go_up(store: Store) -> None:
    first = register(store)
    second = register(store, name="李秀兰", id_number=OTHER_NUMBER)
    assert [first.file_no, second.file_no] == ["320812001001-A00001", "320812001001-A00002"]


def test_a_person_without_a_household_gets_an_unverified_one(store: Store) -> None:
    person = the_person(store, register(store, address="三组17号"))
    with store.read() as session:
        household = session.get(Household, person.household_id)
    assert household is not None
    assert (household.household_no, household.verified) == ("H001A00001", False)
    assert (household.head_person_id, household.address) == (person.id, "三组17号")


def test_fifteen_digits_are_stored_as_eighteen_and_kept_as_written(store: Store) -> None:
    person = the_person(store, register(store, id_number="320802580712001"))
    assert (person.id_number, person.id_number_raw) == (NUMBER, "320802580712001")


def test_a_second_file_with_the_same_number_is_refused(store: Store) -> None:
    first = register(store)
    with pytest.raises(Rejected) as refused:
        register(store, name="王建军")
    assert refused.value.code == "person.duplicate_id"
    assert refused.value.values["file_no"] == first.file_no
    with store.read() as session:
        assert len(session.scalars(select(Person.id)).all()) == 1


def test_the_same_name_and_birth_only_warn(store: Store) -> None:
    register(store)
    second = register(store, id_number="320802195807120032")
    assert [w.note.code for w in second.warnings] == ["person.same_name_birth"]


def test_a_number_with_a_wrong_check_digit_needs_a_reason(store: Store) -> None:
    wrong = NUMBER[:-1] + "7"
    with pytest.raises(Rejected) as refused:
        register(store, id_number=wrong)
    assert refused.value.code == "id_number.checksum"
    kept = register(store, id_number=wrong, id_override_reason="户口簿上就是这样")
    person = the_person(store, kept)
    assert (person.id_number, person.id_override_reason) == (wrong, "户口簿上就是这样")
    assert [w.note.code for w in kept.warnings] == ["person.checksum_override"]


def test_a_reason_does_not_excuse_a_date_that_does_not_exist(store: Store) -> None:
    with pytest.raises(Rejected) as refused:
        register(store, id_number="320802195802300018", id_override_reason="确实")
    assert refused.value.code == "id_number.date"


def test_without_a_number_there_must_be_a_reason_and_the_file_waits(store: Store) -> None:
    with pytest.raises(Rejected) as refused:
        register(store, id_number=None)
    assert refused.value.code == "person.no_id"
    waiting = register(store, id_number=None, no_id_reason="户口未迁")
    assert the_person(store, waiting).status == "DRAFT"


def test_the_missing_number_found_makes_a_waiting_file_whole(store: Store) -> None:
    waiting = register(store, id_number=None, no_id_reason="户口未迁")
    change(store, waiting, None, id_number=NUMBER)
    person = the_person(store, waiting)
    assert (person.status, person.no_id_reason, person.sex) == ("ACTIVE", None, "1")


def test_a_sex_against_the_number_warns_and_is_kept(store: Store) -> None:
    registered = register(store, sex="2")
    assert [w.note.code for w in registered.warnings] == ["person.sex_conflict"]
    assert the_person(store, registered).sex == "2"


def test_numbers_typed_into_notes_are_pointed_out(store: Store) -> None:
    registered = register(store, note="儿子证号320802195807120024，电话13812345678")
    codes = {w.note.code for w in registered.warnings}
    assert codes == {"person.note_id", "person.note_phone"}


def test_a_name_is_tidied_and_never_changed(store: Store) -> None:
    registered = register(store, name="张　三")
    assert the_person(store, registered).name == "张三"


def test_an_edit_of_a_field_that_somebody_changed_meanwhile_asks(store: Store) -> None:
    registered = register(store, address="三组17号")
    change(store, registered, "三组17号", address="三组18号")
    with pytest.raises(Rejected) as refused:
        change(store, registered, "三组17号", address="四组2号")
    assert refused.value.code == "record.stale"
    assert (refused.value.values["theirs"], refused.value.values["mine"]) == ("三组18号", "四组2号")
    change(store, registered, "三组18号", address="四组2号")
    assert the_person(store, registered).address == "四组2号"


def test_an_old_doubt_does_not_stop_an_edit_of_something_else(store: Store) -> None:
    registered = register(store, id_number=NUMBER[:-1] + "7", id_override_reason="属实")
    change(store, registered, None, mobile="13800000001")
    assert the_person(store, registered).mobile == "13800000001"


def test_a_code_outside_its_list_is_refused(store: Store) -> None:
    with pytest.raises(Rejected) as refused:
        register(store, education="999")
    assert refused.value.code == "choice.unknown"


def test_state_and_death_cannot_be_set_by_the_form(store: Store) -> None:
    with pytest.raises(ValueError, match="steps of their own"):
        register(store, death_date="2022-01-01")


def test_the_identity_of_highest_priority_is_primary(store: Store) -> None:
    registered = register(store, "RURAL60", "DISABLED", "WAR")
    with store.read() as session:
        rows = session.execute(
            select(PersonIdentity.category).where(
                PersonIdentity.person_id == registered.person_id,
                PersonIdentity.is_primary.is_(True),
            )
        )
        assert rows.scalars().all() == ["DISABLED"]


def test_no_category_is_held_twice(store: Store) -> None:
    with pytest.raises(Rejected) as refused:
        register(store, "WAR", "WAR")
    assert refused.value.code == "identity.double"


def test_illness_has_only_six_grades(store: Store) -> None:
    identity = NewIdentity("DISABLED", {"disability_cause": "3", "disability_grade": "07"})
    with pytest.raises(Rejected) as refused, store.write("建档") as session:
        register_person(
            session, RegisterPerson({"name": "王五", "id_number": NUMBER}, (identity,)), today=TODAY
        )
    assert refused.value.code == "identity.illness_grade"


def test_a_second_pc_counts_under_a_letter_of_its_own(store: Store) -> None:
    register(store)
    with store.write("入网") as session:
        session.scalars(select(SyncState)).one().device_letter = "B"
    second = register(store, name="李秀兰", id_number=OTHER_NUMBER)
    assert second.file_no == "320812001001-B00001"


def test_a_number_that_was_changed_is_never_given_again(store: Store) -> None:
    first = register(store)
    with store.write("改号") as session:
        person = session.get_one(Person, first.person_id)
        person.former_file_no, person.file_no = person.file_no, "320812001001-B00007"
    second = register(store, name="李秀兰", id_number=OTHER_NUMBER)
    assert second.file_no == "320812001001-A00002"


def test_a_file_waiting_for_its_number_is_confirmed_by_a_person(store: Store) -> None:
    waiting = register(store, id_number=None, no_id_reason="户口未迁")
    with store.write("核实") as session:
        confirm_person(session, waiting.person_id)
        give_notice(session, waiting.person_id, on=TODAY)
    person = the_person(store, waiting)
    assert (person.status, person.notice_given_on) == ("ACTIVE", TODAY)


def test_one_phone_for_more_than_three_people_is_looked_at(store: Store) -> None:
    names = ("甲一", "乙二", "丙三", "丁四")
    found = [
        register(store, name=name, id_number=number(serial), mobile="13800000001")
        for serial, name in enumerate(names)
    ]
    assert [len(one.warnings) for one in found] == [0, 0, 0, 1]
    assert found[-1].warnings[0].note.code == "person.shared_phone"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"id_number": None, "no_id_reason": "无", "birth_date": "2030"}, "person.birth_future"),
        ({"id_number": None, "no_id_reason": "无", "birth_date": "1850"}, "person.too_old"),
        ({"registered_on": date(2022, 10, 21)}, "person.registered_future"),
        ({"notice_given_on": date(2022, 10, 21)}, "person.notice_future"),
        ({"name": "  "}, "field.required"),
        ({"id_number": "32080219580712001"}, "id_number.length"),
        ({"id_number": "320802360101998"}, "id_number.century"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    store: Store, values: dict[str, Value], code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        register(store, **values)
    assert refused.value.code == code
    with store.read() as session:
        assert session.scalars(select(Person.id)).all() == []


def test_papers_of_other_kinds_are_taken_as_they_are(store: Store) -> None:
    person = the_person(store, register(store, id_type="06", id_number="E12345678"))
    assert (person.id_number, person.sex) == ("E12345678", None)
