"""Households made, split and merged (DOMAIN 2.3; PL4, PL5)."""

from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.errors import Rejected
from station_app.models.household import FamilyMember, Household
from station_app.models.person import Person
from station_app.models.plaque import Plaque
from station_app.services import households
from station_app.services.households import SplitHousehold
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import a_person, number


def household_of(store: Store, person: UUID) -> UUID:
    """Where a person lives."""
    with store.read() as session:
        key = session.scalars(select(Person.household_id).where(Person.id == person)).one()
    assert key is not None
    return key


def a_couple(store: Store) -> tuple[UUID, UUID, UUID]:
    """Husband, wife and their household with a plaque."""
    husband = a_person(store)
    home = household_of(store, husband)
    wife = a_person(store, "李秀兰", id_number=number(2), household_id=home)
    with store.write("挂牌") as session:
        session.add(Plaque(household_id=home, apply_mode="INITIATIVE"))
    return husband, wife, home


def test_pl4_after_a_split_the_plaque_stays_where_it_hangs(store: Store) -> None:
    husband, wife, home = a_couple(store)
    with store.write("分户") as session:
        new = households.split_household(session, SplitHousehold(home, [wife], address="五组2号"))
    assert (household_of(store, husband), household_of(store, wife)) == (home, new)
    with store.read() as session:
        row = session.get_one(Household, new)
        assert (row.split_from_id, row.head_name, row.address) == (home, "李秀兰", "五组2号")
        assert session.scalars(select(Plaque.household_id)).one() == home


def test_nobody_and_everybody_cannot_be_split_off(store: Store) -> None:
    husband, wife, home = a_couple(store)
    stranger = a_person(store, "张三", id_number=number(4))
    for chosen, code in (
        ([], "household.split_nobody"),
        ([husband, wife], "household.split_all"),
        ([stranger], "household.not_member"),
    ):
        with pytest.raises(Rejected) as refused, store.write("分户") as session:
            households.split_household(session, SplitHousehold(home, chosen))
        assert refused.value.code == code


def test_pl5_merging_hands_over_the_plaques_of_both(store: Store) -> None:
    _, _, home = a_couple(store)
    son = a_person(store, "王小军", id_number=number(6))
    other = household_of(store, son)
    with store.write("家人") as session:
        households.add_family_member(session, other, {"name": "王小明", "relation": "20"})
        session.add(Plaque(household_id=other, apply_mode="INITIATIVE"))
    with store.write("并户") as session:
        merged = households.merge_households(session, home, other)
    assert len(merged.plaque_ids) == 2
    assert household_of(store, son) == home
    with store.read() as session:
        assert session.get_one(Household, other).merged_into_id == home
        assert session.scalars(select(FamilyMember.household_id)).one() == home


def test_nobody_moves_into_a_household_that_is_gone(store: Store) -> None:
    _, _, home = a_couple(store)
    son = a_person(store, "王小军", id_number=number(6))
    other = household_of(store, son)
    with store.write("并户") as session:
        households.merge_households(session, home, other)
    with pytest.raises(Rejected, match=r"household\.merged"), store.write("换户") as session:
        households.move_person(session, son, other)


def test_a_household_whose_head_leaves_names_nobody(store: Store) -> None:
    husband, _, home = a_couple(store)
    son = a_person(store, "王小军", id_number=number(6))
    with store.write("换户") as session:
        households.move_person(session, husband, household_of(store, son))
    with store.read() as session:
        assert session.get_one(Household, home).head_person_id is None


def test_a_household_of_a_form_is_verified_and_has_a_serial(store: Store) -> None:
    with store.write("新户") as session:
        key = households.create_household(session, {"head_name": "张三", "member_count": 3})
    with store.read() as session:
        row = session.get_one(Household, key)
    assert (row.household_no, row.verified) == ("H001A00001", True)


def test_thirty_one_members_are_looked_at(store: Store) -> None:
    with pytest.raises(Rejected, match=r"household\.member_count"), store.write("新") as session:
        households.create_household(session, {"head_name": "张三", "member_count": 31})


def test_another_head_takes_the_place_of_the_first(store: Store) -> None:
    husband, wife, home = a_couple(store)
    with store.write("户主") as session:
        households.name_head(session, home, husband)
    with store.write("户主") as session:
        households.name_head(session, home, wife)
    with store.read() as session:
        house = session.get_one(Household, home)
        assert (house.head_person_id, house.head_name) == (wife, "李秀兰")
        relations = {key: session.get_one(Person, key).relation_to_head for key in (husband, wife)}
    assert relations == {husband: None, wife: "01"}


def test_nobody_heads_a_household_in_which_he_does_not_live(store: Store) -> None:
    _, _, home = a_couple(store)
    stranger = a_person(store, "张三", id_number=number(4))
    with pytest.raises(Rejected, match=r"household\.not_member"), store.write("户主") as session:
        households.name_head(session, home, stranger)


def test_the_dead_head_no_household(store: Store) -> None:
    _, wife, home = a_couple(store)
    with store.write("去世") as session:
        session.get_one(Person, wife).status = "DECEASED"
    with pytest.raises(Rejected, match=r"person\.not_living"), store.write("户主") as session:
        households.name_head(session, home, wife)


def test_a_head_who_is_not_served_gives_way_as_well(store: Store) -> None:
    husband, _, home = a_couple(store)
    with store.write("家属") as session:
        father = {"name": "王大山", "relation": "01"}
        key = households.add_family_member(session, home, father)
    with store.write("户主") as session:
        households.name_head(session, home, husband)
    with store.read() as session:
        assert session.get_one(FamilyMember, key).relation is None
