"""Honour plaques: one per household, its life in events, and what the law allows afterwards."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PlaqueState
from station_app.errors import Rejected
from station_app.models.identifiers import HouseholdId, PersonId, PlaqueId
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.plaque_states import events_of, state_after
from station_app.services import plaque_replacing, plaques
from station_app.services.doubts import Doubtful
from station_app.services.plaque_replacing import NewForOld
from station_app.services.plaques import EnterPlaque, HangNew, NoPlaque, PlaqueStep
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import household, villager

DAY = date(2022, 7, 20)


def home_of(session: Session, name: str, number: str, category: str = "WAR") -> EnterPlaque:
    """A household with one entitled person, as a plaque would be entered for it."""
    home = household(session, number)
    person = villager(session, name, category=category, home=home)
    return EnterPlaque(household_id=HouseholdId(home), basis_person_id=person)


def hung(session: Session, order: EnterPlaque, today: date, on: date = DAY) -> PlaqueId:
    return plaques.hang_new(session, HangNew(plaque=order, hung_on=on), today=today).plaque_id


def state(session: Session, plaque_id: PlaqueId) -> PlaqueState:
    session.flush()
    return state_after(events_of(session, [plaque_id]).get(plaque_id, []))


def step(plaque_id: PlaqueId, event: str, **more: object) -> PlaqueStep:
    values: dict[str, object] = {"event_on": date(2022, 9, 1), **more}
    return PlaqueStep(plaque_id=plaque_id, event=event, **values)  # type: ignore[arg-type]  # test


def test_a_household_with_two_veterans_hangs_one_plaque_pl1(store: Store, today: date) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001")
        brother = villager(session, "王建军", home=order.household_id)
        plaque = hung(session, replace(order, other_basis="王建军"), today)
        with pytest.raises(Rejected, match=r"plaque\.household_has_one"):
            plaques.enter_plaque(session, replace(order, basis_person_id=brother))
        assert state(session, plaque) is PlaqueState.HUNG


def test_one_martyr_gives_three_households_a_plaque_each_pl2_pl4(store: Store, today: date) -> None:
    with store.write("test") as session:
        for number, name in enumerate(("周贵英", "周大勇", "周小妹")):
            order = home_of(session, name, f"H001A0000{number}", "SURV_MARTYR")
            hung(session, order, today)
        rows = session.scalars(select(Plaque)).all()
    assert len({row.household_id for row in rows}) == 3
    assert {row.apply_mode for row in rows} == {"APPLICATION"}


def test_who_is_not_entitled_gets_none_pl2(store: Store) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001", "OTHER")
        with pytest.raises(Rejected, match=r"plaque\.not_entitled"):
            plaques.enter_plaque(session, order)


def test_parents_may_hang_one_for_a_son_who_lives_elsewhere_pl3(store: Store) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001", "SERVING")
        parents = replace(order, household_id=HouseholdId(household(session, "H001A00002")))
        with pytest.raises(Doubtful) as caught:
            plaques.enter_plaque(session, parents)
        asked = replace(parents, confirmed=caught.value.codes)
        plaque = plaques.enter_plaque(session, asked).plaque_id
        assert state(session, plaque) is PlaqueState.TO_ISSUE


def test_an_event_that_cannot_follow_is_refused_and_so_is_one_out_of_order(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        plaque = plaques.enter_plaque(session, home_of(session, "王建国", "H001A00001")).plaque_id
        with pytest.raises(Rejected, match=r"plaque\.transition"):
            plaques.record_step(session, step(plaque, "HANG"), today=today)
        plaques.record_step(session, step(plaque, "ISSUE"), today=today)
        with pytest.raises(Rejected, match=r"plaque\.before_last"):
            plaques.record_step(session, step(plaque, "HANG", event_on=DAY), today=today)
        late = step(plaque, "HANG", event_on=date(2022, 12, 1))
        with pytest.raises(Rejected, match=r"fact\.future"):
            plaques.record_step(session, late, today=today)
        done = plaques.record_step(session, step(plaque, "PLACE_INDOOR"), today=today)
        assert session.get_one(Plaque, plaque).position == "INDOOR"
    assert done.state is PlaqueState.INDOOR


def test_hanging_far_from_the_feasts_is_said_pl10(store: Store, today: date) -> None:
    with store.write("test") as session:
        plaque = plaques.enter_plaque(session, home_of(session, "王建国", "H001A00001")).plaque_id
        plaques.record_step(session, step(plaque, "ISSUE"), today=today)
        done = plaques.record_step(session, step(plaque, "HANG"), today=today)
    assert [note.code for note in done.notes] == ["plaque.out_of_season"]


def test_after_the_death_of_a_veteran_the_plaque_stays_and_is_not_replaced_pl6(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001")
        plaque = hung(session, order, today)
        session.get_one(Person, order.basis_person_id).status = "DECEASED"
        assert state(session, plaque) is PlaqueState.HUNG
        worn = NewForOld(plaque_id=plaque, reason="C02", on=date(2022, 9, 1))
        with pytest.raises(Rejected, match=r"plaque\.no_replacement_after_death"):
            plaque_replacing.replace_plaque(session, worn, today=today)
        asked = step(plaque, "ASK_REPLACE", reason="C02")
        with pytest.raises(Rejected, match=r"plaque\.no_replacement_after_death"):
            plaques.record_step(session, asked, today=today)


def test_a_serving_soldiers_family_may_still_replace_it_after_his_death_pl6(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001", "FAM_SERVICE")
        plaque = hung(session, order, today)
        session.get_one(Person, order.basis_person_id).status = "DECEASED"
        worn = NewForOld(plaque_id=plaque, reason="C02", on=date(2022, 9, 1))
        new = plaque_replacing.replace_plaque(session, worn, today=today)
        assert state(session, new) is PlaqueState.ISSUED


def test_a_replacement_takes_the_old_one_in_and_keeps_the_reason_pl9(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        plaque = hung(session, home_of(session, "王建国", "H001A00001"), today)
        worn = NewForOld(
            plaque_id=plaque, reason="C02", on=date(2022, 9, 1), hung_on=date(2022, 9, 3)
        )
        new = plaque_replacing.replace_plaque(session, worn, today=today)
        states = (state(session, plaque), state(session, new))
        rows = session.scalars(select(PlaqueEvent).where(PlaqueEvent.plaque_id == new)).all()
        with pytest.raises(Rejected, match=r"plaque\.transition"):
            plaque_replacing.replace_plaque(session, worn, today=today)
    assert states == (PlaqueState.REPLACED, PlaqueState.HUNG)
    assert {(row.event, row.reason) for row in rows} == {("ISSUE", "C02"), ("HANG", "C02")}


def test_only_a_lost_plaque_is_issued_again_and_only_once(store: Store, today: date) -> None:
    with store.write("test") as session:
        plaque = hung(session, home_of(session, "王建国", "H001A00001"), today)
        again = NewForOld(plaque_id=plaque, reason="L01", on=date(2022, 9, 5))
        with pytest.raises(Rejected, match=r"plaque\.not_lost"):
            plaque_replacing.reissue_plaque(session, again, today=today)
        plaques.record_step(session, step(plaque, "LOSE", reason="L01"), today=today)
        new = plaque_replacing.reissue_plaque(session, again, today=today)
        with pytest.raises(Rejected, match=r"plaque\.already_replaced"):
            plaque_replacing.reissue_plaque(session, again, today=today)
        assert session.get_one(Plaque, new).replaces_id == plaque


def test_a_withdrawal_needs_the_decision_keeps_no_reason_and_blocks_a_new_one_pl7(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001")
        plaque = hung(session, order, today)
        with pytest.raises(Rejected, match=r"plaque\.decision_missing"):
            plaques.record_step(session, step(plaque, "WITHDRAW"), today=today)
        decided = {"decision_no": "云退役军人决〔2022〕3号", "decision_on": date(2022, 8, 30)}
        said_too_much = step(plaque, "WITHDRAW", reason="R06", **decided)
        done = plaques.record_step(session, said_too_much, today=today)
        with pytest.raises(Rejected, match=r"plaque\.withdrawn_household"):
            plaques.enter_plaque(session, order)
        kept = session.get_one(PlaqueEvent, done.event_id)
        back = step(plaque, "RESTORE", event_on=date(2022, 10, 1), **decided)
        assert plaques.record_step(session, back, today=today).state is PlaqueState.HUNG
    assert kept.reason == "W1"


def test_a_move_within_the_county_changes_the_address_only_pl8(store: Store, today: date) -> None:
    with store.write("test") as session:
        plaque = hung(session, home_of(session, "王建国", "H001A00001"), today)
        with pytest.raises(Rejected, match=r"plaque\.address_missing"):
            plaques.record_step(session, step(plaque, "READDRESS"), today=today)
        moved = step(plaque, "READDRESS", address="东湖社区五组9号")
        assert plaques.record_step(session, moved, today=today).state is PlaqueState.HUNG
        assert session.get_one(Plaque, plaque).address == "东湖社区五组9号"
        away = step(plaque, "MOVE_OUT", event_on=date(2022, 10, 1))
        assert plaques.record_step(session, away, today=today).state is PlaqueState.MOVED


def test_a_family_that_wants_none_is_kept_with_its_reason(store: Store, today: date) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001")
        wrong = NoPlaque(plaque=order, event="DECLINE", reason="C02", on=DAY)
        with pytest.raises(Rejected, match=r"plaque\.reason_wrong"):
            plaques.record_no_plaque(session, wrong, today=today)
    with store.write("test") as session:
        order = home_of(session, "周贵英", "H001A00009")
        declined = NoPlaque(plaque=order, event="DECLINE", reason="R04", on=DAY)
        plaque = plaques.record_no_plaque(session, declined, today=today)
        assert state(session, plaque) is PlaqueState.DECLINED


def test_only_the_last_event_is_taken_back_and_a_closed_month_stays(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        plaque = hung(session, home_of(session, "王建国", "H001A00001"), today)
        lost = plaques.record_step(session, step(plaque, "LOSE", reason="L01"), today=today)
        hand_in(session, "2022-09")
        first = session.scalars(select(PlaqueEvent.id).order_by(PlaqueEvent.event_on)).first()
        with pytest.raises(Rejected, match=r"plaque\.not_last"):
            plaques.reverse_step(session, first, reason="记错")  # type: ignore[arg-type]  # a key
        plaques.reverse_step(session, lost.event_id, reason="找到了")
        assert state(session, plaque) is PlaqueState.HUNG
        undone = session.scalars(select(PlaqueEvent).where(PlaqueEvent.sign == -1)).one()
    assert (undone.event, undone.counted_ym) == ("LOSE", "2022-10")


def test_a_number_is_used_once(store: Store) -> None:
    with store.write("test") as session:
        first = home_of(session, "王建国", "H001A00001")
        second = home_of(session, "周贵英", "H001A00002")
        plaques.enter_plaque(session, replace(first, plaque_no="0007"))
        with pytest.raises(Rejected, match=r"plaque\.number_used"):
            plaques.enter_plaque(session, replace(second, plaque_no="0007"))


def test_who_died_before_the_scheme_is_asked_about_r05(store: Store) -> None:
    with store.write("test") as session:
        order = home_of(session, "王建国", "H001A00001")
        session.get_one(Person, PersonId(order.basis_person_id)).death_date = "2017"
        with pytest.raises(Doubtful) as caught:
            plaques.enter_plaque(session, order)
    assert caught.value.codes == {"plaque.died_before"}
