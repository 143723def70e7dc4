"""The plaques of a street: one step at many doors, what is left out, the sheet they sign, undo."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.errors import Rejected
from station_app.models.identifiers import HouseholdId, PersonId
from station_app.models.plaque import Plaque
from station_app.queries.plaques import households_without, list_plaques
from station_app.queries.plaques_due import doors_due
from station_app.services.plaque_receipts import receipts_pdf
from station_app.services.plaque_rounds import Door, PlaqueRound, RoundStep, go_round
from station_app.services.plaques import (
    EnterPlaque,
    HangNew,
    PlaqueStep,
    enter_plaque,
    hang_new,
    record_step,
)
from station_app.services.printing import PrintOrder
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import household, villager
from tests.reports.reading import pages

TODAY = date(2022, 10, 20)
DAY = date(2022, 10, 18)


def home(session: Session, number: int, name: str, group: str = "三组") -> tuple[UUID, PersonId]:
    key = household(session, f"H001A{number:05}", group)
    return key, villager(session, name, home=key, group=group)


def order(made: tuple[UUID, PersonId]) -> EnterPlaque:
    return EnterPlaque(household_id=HouseholdId(made[0]), basis_person_id=made[1])


def doors(session: Session) -> tuple[Door, ...]:
    return tuple(
        Door(one.household_id, one.plaque_id, one.basis_person_id) for one in doors_due(session)
    )


def states(session: Session) -> list[PlaqueState]:
    return sorted(row.state for row in list_plaques(session).rows)


def test_a_street_is_hung_in_one_step_whatever_waits_at_each_door(store: Store) -> None:
    with store.write("试") as session:
        for number, name in enumerate(("曾光明", "周贵英", "孙长河"), start=1):
            made = home(session, number, name)
            if name == "周贵英":
                enter_plaque(session, order(made))
            if name == "孙长河":
                plaque = enter_plaque(session, order(made)).plaque_id
                issue = PlaqueStep(plaque_id=plaque, event="ISSUE", event_on=DAY)
                record_step(session, issue, today=TODAY)
        command = PlaqueRound(
            step=RoundStep.HANG, doors=doors(session), on=DAY, handled_by="李秀兰"
        )
        assert go_round(session, command, today=TODAY).done == 3
        assert states(session) == [PlaqueState.HUNG] * 3
        assert households_without(session) == []


def test_undo_takes_the_whole_street_back(store: Store) -> None:
    with store.write("试") as session:
        for number, name in enumerate(("曾光明", "周贵英"), start=1):
            home(session, number, name)
    with store.write("光荣牌一次办：2 户") as session:
        go_round(
            session, PlaqueRound(step=RoundStep.HANG, doors=doors(session), on=DAY), today=TODAY
        )
    undo_last(store)
    with store.read() as session:
        assert list_plaques(session).hanging == 0
        assert len(households_without(session)) == 2


def test_what_is_handed_out_waits_to_be_hung(store: Store) -> None:
    with store.write("试") as session:
        home(session, 1, "曾光明")
        command = PlaqueRound(step=RoundStep.HAND_OUT, doors=doors(session), on=DAY)
        assert go_round(session, command, today=TODAY).done == 1
        assert [one.state for one in doors_due(session)] == [PlaqueState.ISSUED]


def test_a_worn_plaque_is_replaced_and_a_door_where_it_cannot_be_is_named(store: Store) -> None:
    with store.write("试") as session:
        worn, new = home(session, 1, "曾光明"), home(session, 2, "周贵英")
        plaque = hang_new(session, HangNew(plaque=order(worn), hung_on=date(2020, 7, 1)),
                          today=TODAY).plaque_id  # fmt: skip
        ask = PlaqueStep(
            plaque_id=plaque, event=PlaqueEventKind.ASK_REPLACE, event_on=DAY, reason="C02"
        )
        record_step(session, ask, today=TODAY)
        command = PlaqueRound(step=RoundStep.REPLACE, doors=doors(session), on=DAY, reason="C02")
        made = go_round(session, command, today=TODAY)
        assert made.done == 1
        assert [key for key, _ in made.refused] == [new[0]]
        assert made.refused[0][1].code == "plaque.round_state"
        assert PlaqueState.REPLACED in states(session)


def test_a_worn_plaque_that_cannot_be_replaced_stays_as_it_is(store: Store) -> None:
    """Two PCs hung one each at the same door; the round leaves it out and writes nothing (PL1)."""
    with store.write("试") as session:
        made = home(session, 1, "曾光明")
        plaque = hang_new(session, HangNew(plaque=order(made), hung_on=date(2020, 7, 1)),
                          today=TODAY).plaque_id  # fmt: skip
        ask = PlaqueStep(plaque_id=plaque, event="ASK_REPLACE", event_on=DAY, reason="C02")
        record_step(session, ask, today=TODAY)
        other = {"household_id": made[0], "basis_person_id": made[1], "apply_mode": "INITIATIVE"}
        session.add(Plaque(basis_category="WAR", **other))
        session.flush()
        door = Door(HouseholdId(made[0]), plaque, made[1])
        command = PlaqueRound(step=RoundStep.REPLACE, doors=(door,), on=DAY, reason="C02")
        done = go_round(session, command, today=TODAY)
        assert [note.code for _, note in done.refused] == ["plaque.household_has_one"]
        assert states(session) == [PlaqueState.TO_ISSUE, PlaqueState.TO_REPLACE]


def test_a_day_to_come_is_refused_before_anything_is_written(store: Store) -> None:
    with store.write("试") as session:
        home(session, 1, "曾光明")
        command = PlaqueRound(step=RoundStep.HANG, doors=doors(session), on=date(2022, 10, 21))
        with pytest.raises(Rejected, match=r"fact\.future"):
            go_round(session, command, today=TODAY)
        assert list_plaques(session).rows == ()


def test_pl1_a_second_plaque_in_a_household_is_left_out(store: Store) -> None:
    with store.write("试") as session:
        made = home(session, 1, "曾光明")
        door = Door(HouseholdId(made[0]), None, made[1])
        command = PlaqueRound(step=RoundStep.HANG, doors=(door, door), on=DAY)
        done = go_round(session, command, today=TODAY)
        assert done.done == 1
        assert [note.code for _, note in done.refused] == ["plaque.household_has_one"]
        assert len(list_plaques(session).rows) == 1


def test_doors_stand_as_one_walks_and_a_street_finds_them(store: Store) -> None:
    with store.write("试") as session:
        for number, (name, group) in enumerate(
            (("曾光明", "二组"), ("周贵英", "一组"), ("孙长河", "十组")), start=1
        ):
            home(session, number, name, group)
        assert [one.group_name for one in doors_due(session)] == ["一组", "二组", "十组"]
        assert [one.head_name for one in doors_due(session, text="东湖社区一组")] == ["周贵英"]
        assert [one.head_name for one in doors_due(session, text="zgy")] == ["周贵英"]


def test_f02_names_every_household_that_signs_and_the_number_of_plaques(store: Store) -> None:
    with store.write("试") as session:
        for number, name in enumerate(("曾光明", "周贵英"), start=1):
            home(session, number, name)
        document = receipts_pdf(session, PrintOrder(today=TODAY), doors_due(session))
        empty = receipts_pdf(session, PrintOrder(today=TODAY), ())
    text = "".join(pages(document))
    for word in ("2022年“光荣之家”光荣牌发放签收单", "曾光明", "周贵英", "新发", "领取人签字"):
        assert word in text
    assert "发放人（2人）签字" in "".join(pages(empty))
