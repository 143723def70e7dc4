"""A whole morning taken back step by step, and done again: nothing is left over, nothing lost."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PensionKind, SuspendReason
from station_app.domain.drafts import Draft
from station_app.errors import Rejected
from station_app.models.change import Change
from station_app.models.person import Person
from station_app.models.registry import RECORD_TYPES
from station_app.services import accounts, households
from station_app.services.death import CorrectDeath, RegisterDeath, correct_death, register_death
from station_app.services.duplicates import merge_people
from station_app.services.entitlements import Suspend, benefits_of, suspend
from station_app.services.households import SplitHousehold
from station_app.services.moves import MoveOut, move_back, move_out
from station_app.services.people import ChangePerson, change_person
from station_app.services.undoing import redo_last, undo_last
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid

Living = dict[str, dict[UUID, tuple[object, ...]]]
Step = Callable[[Session], object]


def living(store: Store) -> Living:
    """Every record that stands, with all its values."""
    found: Living = {}
    with store.read() as session:
        for record_type in RECORD_TYPES:
            table = record_type.model.__table__
            assert isinstance(table, Table)
            rows = session.execute(select(table).where(table.c.deleted.is_(False)))
            found[record_type.name] = {row.id: tuple(row) for row in rows}
    return found


def home_of(store: Store, person: UUID) -> UUID:
    """The household of a person."""
    with store.read() as session:
        key = session.scalars(select(Person.household_id).where(Person.id == person)).one()
    assert key is not None
    return key


def a_morning(store: Store) -> list[Living]:
    """Steps of every kind; returns what stood before each and after the last."""
    states = [living(store)]

    def then() -> None:
        states.append(living(store))

    def step(name: str, do: Step) -> None:
        with store.write(name) as session:
            do(session)
        then()

    first = a_person(store, "王建国", "DISABLED", "WAR", address="三组17号")
    then()
    home = home_of(store, first)
    second = a_person(store, "李秀兰", id_number=number(2), household_id=home)
    then()
    twin = a_person(store, "王建国", "RURAL60", id_number=number(5), mobile="13800000001")
    then()
    benefit = a_benefit(store, first, PensionKind.WAR)
    then()
    paid(store, first, "2022-08")
    then()
    draft = Draft({"address": "三组17号", "mobile": None}, {"address": "四组1号", "mobile": "139"})
    step("改", lambda s: change_person(s, ChangePerson(first, draft), today=TODAY))
    account = {"holder_name": "王建国", "account_no": "6228480000000000018", "kind": "CARD"}
    step("账户", lambda s: accounts.add_account(s, first, account))
    halt = Suspend(
        entitlement_id=benefit,
        reason=SuspendReason.NOT_CERTIFIED,
        on=date(2022, 9, 1),
        effective_month="2022-09",
    )
    step("停发", lambda s: suspend(s, halt, today=TODAY))
    step("并档", lambda s: merge_people(s, first, twin))
    step("分户", lambda s: households.split_household(s, SplitHousehold(home, [second])))
    died = RegisterDeath(person_id=first, death_date="2022-09", reported_on=TODAY)
    step("去世", lambda s: register_death(s, died, today=TODAY))
    lives = CorrectDeath(person_id=first, reason="同名", second_person="赵国强")
    step("更正", lambda s: correct_death(s, lives, today=TODAY))
    gone = MoveOut(person_id=second, moved_out_on=TODAY)
    step("迁出", lambda s: move_out(s, gone, today=TODAY))
    step("迁回", lambda s: move_back(s, second))
    with store.read() as session:
        assert [row.state for row in benefits_of(session, first)] == ["SUSPENDED"]
    return states


def test_a_morning_is_taken_back_step_by_step_and_done_again(store: Store) -> None:
    states = a_morning(store)
    for before in reversed(states[:-1]):
        assert undo_last(store).kept == []
        assert living(store) == before
    for after in states[1:]:
        assert redo_last(store).kept == []
        assert living(store) == after
    with pytest.raises(Rejected, match=r"history\.nothing_to_redo"):
        redo_last(store)


def test_new_work_after_an_undo_ends_redoing(store: Store) -> None:
    a_person(store)
    undo_last(store)
    a_person(store, "李秀兰", id_number=number(2))
    with pytest.raises(Rejected, match=r"history\.nothing_to_redo"):
        redo_last(store)


def test_the_log_of_undoing_is_sent_like_any_other_work(store: Store) -> None:
    a_person(store)
    undo_last(store)
    with store.read() as session:
        assert set(session.scalars(select(Change.outgoing))) == {True}
