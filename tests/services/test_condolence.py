"""Condolence: the list, its amounts, freezing, signing, correcting, returning, reconciling."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.errors import Rejected
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.identifiers import BatchId, PersonId, PlanId
from station_app.models.person import Person
from station_app.queries.condolence import batch_sheet
from station_app.queries.condolence_people import PeopleFilter
from station_app.services import condolence, condolence_list, condolence_paying
from station_app.services.condolence import Freeze, MakeBatch
from station_app.services.condolence_list import AddOthers, AddPeople, SetAmounts
from station_app.services.condolence_paying import (
    CorrectPayment,
    PayMany,
    ReturnUnclaimed,
    Sign,
)
from station_app.services.doubts import Doubtful
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import villager

BATCH = MakeBatch(
    kind="ENTITLED_DIFF",
    occasion="CHONGYANG",
    occasion_year=2022,
    funding="COUNTY",
    standard_fen=50_000,
)
DAY = date(2022, 10, 9)


def people(session: Session, *names: str) -> tuple[PersonId, ...]:
    return tuple(villager(session, name) for name in names)


def listed(
    session: Session, person_ids: tuple[PersonId, ...], command: MakeBatch = BATCH
) -> tuple[BatchId, tuple[PlanId, ...]]:
    """A draft batch with these people."""
    batch = condolence.make_batch(session, command)
    added = condolence_list.add_people(session, AddPeople(batch_id=batch, person_ids=person_ids))
    return batch, added.added


def frozen(
    session: Session, person_ids: tuple[PersonId, ...], command: MakeBatch = BATCH
) -> tuple[BatchId, tuple[PlanId, ...]]:
    """The same, frozen."""
    batch, lines = listed(session, person_ids, command)
    condolence.freeze(session, Freeze(batch), today=DAY)
    return batch, lines


def paid_in(session: Session, month: str) -> tuple[int, int]:
    """人次 and fen that count in a month."""
    row = CondolencePayment
    session.flush()
    found = session.execute(
        select(func.sum(row.sign * row.headcount), func.sum(row.sign * row.amount_fen)).where(
            row.counted_ym == month, row.deleted.is_(False)
        )
    ).one()
    return found[0] or 0, found[1] or 0


def test_a_batch_without_a_name_is_named_after_occasion_and_kind(store: Store) -> None:
    with store.write("test") as session:
        batch = session.get_one(CondolenceBatch, condolence.make_batch(session, BATCH))
    assert (batch.name, batch.status) == ("2022年重阳慰问困难优抚对象", "DRAFT")


def test_nobody_stands_twice_on_a_list_and_the_dead_do_not_stand_on_it(store: Store) -> None:
    with store.write("test") as session:
        wang, dead = villager(session, "王建国"), villager(session, "吴德贵", status="DECEASED")
        batch, _ = listed(session, (wang,))
        again = condolence_list.add_people(
            session, AddPeople(batch_id=batch, person_ids=(wang, dead))
        )
    assert again.added == ()
    assert [note.code for _, note in again.refused] == [
        "condolence.already_listed",
        "condolence.not_living",
    ]


def test_condolence_on_a_death_lists_the_dead(store: Store) -> None:
    with store.write("test") as session:
        dead = villager(session, "吴德贵", status="DECEASED", death_date="2022-10-02")
        mourning = replace(BATCH, kind="BEREAVEMENT", occasion="DAILY")
        _, lines = frozen(session, (dead,), mourning)
        condolence_paying.sign(session, Sign(plan_id=lines[0], paid_on=DAY), today=DAY)
        assert paid_in(session, "2022-10") == (1, 50_000)


def test_focus_lists_hold_numbers_and_never_names(store: Store) -> None:
    with store.write("test") as session:
        batch = condolence.make_batch(session, replace(BATCH, kind="FOCUS", form="GOODS"))
        with pytest.raises(Rejected, match=r"condolence\.no_names"):
            condolence_list.add_people(
                session, AddPeople(batch_id=batch, person_ids=people(session, "王建国"))
            )
        condolence_list.add_others(
            session,
            AddOthers(
                batch_id=batch,
                recipient_text="重点对象",
                headcount=120,
                goods="米、油",
                goods_value_fen=4_800_000,
            ),
        )
        assert condolence.freeze(session, Freeze(batch), today=DAY) == 4_800_000


def test_the_standard_moves_only_lines_that_nobody_edited(store: Store) -> None:
    with store.write("test") as session:
        batch, (first, second) = listed(session, people(session, "王建国", "周贵英"))
        shown = condolence_list.set_amounts(session, SetAmounts(batch, {second: 80_000}))
        assert condolence_list.set_default(session, batch, 60_000) == 1
        condolence.freeze(session, Freeze(batch), today=DAY)
        amounts = [session.get_one(CondolencePlan, key).amount_fen for key in (first, second)]
    assert amounts == [60_000, 80_000]
    assert [note.code for note in shown[second]] == ["condolence.not_standard"]


def test_a_very_large_amount_asks_and_a_negative_one_is_refused(store: Store) -> None:
    with store.write("test") as session:
        batch, (line,) = listed(session, people(session, "王建国"))
        with pytest.raises(Doubtful) as caught:
            condolence_list.set_amounts(session, SetAmounts(batch, {line: 10_000_001}))
        condolence_list.set_amounts(
            session, SetAmounts(batch, {line: 10_000_001}, caught.value.codes)
        )
        with pytest.raises(Rejected, match=r"condolence\.negative"):
            condolence_list.set_amounts(session, SetAmounts(batch, {line: -500}))
    assert caught.value.codes == {"condolence.large"}


def test_last_years_list_comes_over_without_who_died_or_left(store: Store) -> None:
    with store.write("test") as session:
        wang, zhou, wu = people(session, "王建国", "周贵英", "吴德贵")
        former, lines = listed(session, (wang, zhou, wu), replace(BATCH, occasion_year=2021))
        condolence_list.set_amounts(session, SetAmounts(former, {lines[1]: 80_000}))
        session.get_one(Person, wu).status = "DECEASED"
        batch = condolence.make_batch(session, BATCH)
        prepared = condolence_list.prepare_from_last_year(session, batch)
        amounts = {line.person_id: line.amount_fen for line in condolence.lines_of(session, batch)}
    assert (prepared.last_year, prepared.left) == (3, ("吴德贵",))
    assert amounts == {wang: None, zhou: 80_000}


def test_people_are_added_by_category_and_group_once(store: Store) -> None:
    with store.write("test") as session:
        wanted = villager(session, "王建国", category="DISABLED")
        villager(session, "周贵英", category="WAR")
        villager(session, "孙长河", category="DISABLED", group="一组")
        batch = condolence.make_batch(session, BATCH)
        choice = PeopleFilter(categories=("DISABLED",), groups=("三组",))
        first = condolence_list.add_by_filter(session, batch, choice)
        assert condolence_list.add_by_filter(session, batch, choice).added == ()
        (line,) = condolence.lines_of(session, batch)
    assert (len(first.added), line.person_id) == (1, wanted)


def test_a_frozen_list_takes_no_edit_and_thaws_only_while_nobody_signed(store: Store) -> None:
    with store.write("test") as session:
        batch, lines = frozen(session, people(session, "王建国", "周贵英"))
        with pytest.raises(Rejected, match=r"batch\.not_draft"):
            condolence_list.set_amounts(session, SetAmounts(batch, {lines[0]: 1}))
        condolence.unfreeze(session, batch)
        condolence.freeze(session, Freeze(batch), today=DAY)
        condolence_paying.sign(session, Sign(plan_id=lines[0], paid_on=DAY), today=DAY)
        with pytest.raises(Rejected, match=r"batch\.already_paid"):
            condolence.unfreeze(session, batch)
        head = session.get_one(CondolenceBatch, batch)
    assert (head.drawn_fen, head.frozen_by, head.status) == (100_000, "李敏", "PAYING")


def test_a_list_with_somebody_who_died_meanwhile_is_not_frozen(store: Store) -> None:
    with store.write("test") as session:
        (wang,) = people(session, "王建国")
        batch, _ = listed(session, (wang,))
        session.get_one(Person, wang).death_date = "2022-09"
        with pytest.raises(Rejected, match=r"condolence\.deceased_listed"):
            condolence.freeze(session, Freeze(batch), today=DAY)


def test_who_signs_for_another_is_named_and_nobody_signs_twice(store: Store) -> None:
    with store.write("test") as session:
        _, (line,) = frozen(session, people(session, "周贵英"))
        agent = Sign(plan_id=line, paid_on=DAY, receipt="AGENT", receiver_name="周建明")
        with pytest.raises(Rejected, match=r"condolence\.receiver"):
            condolence_paying.sign(session, agent, today=DAY)
        with pytest.raises(Rejected, match=r"condolence\.receiver_tail"):
            condolence_paying.sign(
                session,
                replace(agent, receiver_relation="侄", receiver_id_tail="12"),
                today=DAY,
            )
        whole = replace(agent, receiver_relation="侄", receiver_id_tail="001x")
        condolence_paying.sign(session, whole, today=DAY)
        with pytest.raises(Rejected, match=r"condolence\.already_paid"):
            condolence_paying.sign(session, whole, today=DAY)
        (payment,) = condolence_paying.payments_of_line(session, line)
    assert (payment.receiver_relation, payment.receiver_id_tail) == ("侄", "001X")


def test_no_payment_in_the_future_to_the_dead_or_from_a_draft(store: Store) -> None:
    with store.write("test") as session:
        (wang,) = people(session, "王建国")
        batch, (line,) = listed(session, (wang,))
        order = Sign(plan_id=line, paid_on=DAY)
        with pytest.raises(Rejected, match=r"batch\.not_frozen"):
            condolence_paying.sign(session, order, today=DAY)
        condolence.freeze(session, Freeze(batch), today=DAY)
        with pytest.raises(Rejected, match=r"condolence\.future"):
            condolence_paying.sign(session, order, today=date(2022, 10, 8))
        session.get_one(Person, wang).death_date = "2022-10-03"
        with pytest.raises(Rejected, match=r"condolence\.after_death"):
            condolence_paying.sign(session, order, today=DAY)


def test_a_second_payment_for_the_same_occasion_and_fund_asks_another_fund_does_not(
    store: Store,
) -> None:
    with store.write("test") as session:
        (wang,) = people(session, "王建国")
        _, (first,) = frozen(session, (wang,))
        condolence_paying.sign(session, Sign(plan_id=first, paid_on=DAY), today=DAY)
        _, (town,) = frozen(session, (wang,), replace(BATCH, funding="TOWN"))
        condolence_paying.sign(session, Sign(plan_id=town, paid_on=DAY), today=DAY)
        _, (second,) = frozen(session, (wang,), replace(BATCH, kind="VET_DIFF"))
        order = Sign(plan_id=second, paid_on=DAY)
        with pytest.raises(Doubtful) as caught:
            condolence_paying.sign(session, order, today=DAY)
        condolence_paying.sign(session, replace(order, confirmed=caught.value.codes), today=DAY)
        assert caught.value.codes == {"condolence.duplicate"}
        assert paid_in(session, "2022-10") == (3, 150_000)


def test_a_spring_festival_payment_in_december_counts_in_december_mo2(
    store: Store, today: date
) -> None:
    spring = replace(BATCH, occasion="SPRING", occasion_year=2022)
    with store.write("test") as session:
        _, (line,) = frozen(session, people(session, "王建国"), spring)
        paid_on = date(2021, 12, 28)
        done = condolence_paying.sign(session, Sign(plan_id=line, paid_on=paid_on), today=today)
        payment = session.get_one(CondolencePayment, done.payment_id)
    assert (payment.counted_ym, payment.occasion_year) == ("2021-12", 2022)
    assert done.notes == ()


def test_outside_the_days_of_a_festival_is_said_and_not_asked_mo3(store: Store) -> None:
    with store.write("test") as session:
        _, (line,) = frozen(session, people(session, "王建国"), replace(BATCH, occasion="BAYI"))
        done = condolence_paying.sign(session, Sign(plan_id=line, paid_on=DAY), today=DAY)
    assert [note.code for note in done.notes] == ["condolence.out_of_season"]


def test_a_correction_row_leaves_the_original_and_counts_the_difference_mc3(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        batch, (line,) = frozen(session, people(session, "赵广田"))
        paid_on = date(2022, 9, 28)
        first = condolence_paying.sign(session, Sign(plan_id=line, paid_on=paid_on), today=today)
        hand_in(session, "2022-09")
        order = CorrectPayment(
            payment_id=first.payment_id, amount_fen=70_000, reason="应发七百", approved_by="李秀兰"
        )
        condolence_paying.correct_payment(session, order, today=today)
        rows = list(session.scalars(select(CondolencePayment).order_by(CondolencePayment.id)))
        assert paid_in(session, "2022-09") == (1, 50_000)
        assert paid_in(session, "2022-10") == (0, 20_000)
        assert condolence.reconciliation(session, batch).difference_fen == 0
    assert sorted((row.sign, row.amount_fen) for row in rows) == [
        (-1, 50_000),
        (1, 50_000),
        (1, 70_000),
    ]


def test_a_payment_is_never_corrected_twice_from_the_same_row(store: Store) -> None:
    with store.write("test") as session:
        _, (line,) = frozen(session, people(session, "赵广田"))
        first = condolence_paying.sign(session, Sign(plan_id=line, paid_on=DAY), today=DAY)
        order = CorrectPayment(
            payment_id=first.payment_id, amount_fen=40_000, reason="多发", approved_by="李秀兰"
        )
        condolence_paying.correct_payment(session, order, today=DAY)
        with pytest.raises(Rejected, match=r"fact\.already_reversed"):
            condolence_paying.correct_payment(session, order, today=DAY)


def test_a_returned_transfer_is_reversed_and_may_be_paid_again_su6(store: Store) -> None:
    with store.write("test") as session:
        _, (line,) = frozen(session, people(session, "王建国"), replace(BATCH, form="TRANSFER"))
        condolence_paying.sign(session, Sign(plan_id=line, paid_on=DAY), today=DAY)
        condolence_paying.transfer_sent_back(session, line, reason="账号不对")
        assert paid_in(session, "2022-10") == (0, 0)
        assert session.get_one(CondolencePlan, line).receipt == "RETURNED"
        condolence_paying.sign(session, Sign(plan_id=line, paid_on=DAY), today=DAY)
        assert paid_in(session, "2022-10") == (1, 50_000)


def test_a_batch_reconciles_and_closes_when_all_is_paid_or_returned(store: Store) -> None:
    with store.write("test") as session:
        batch, lines = frozen(session, people(session, "王建国", "周贵英", "孙长河"))
        done = condolence_paying.pay_many(
            session, PayMany(batch_id=batch, plan_ids=lines[:1], paid_on=DAY), today=DAY
        )
        condolence_paying.refuse_gift(session, lines[1], note="愿转捐")
        before = condolence.reconciliation(session, batch)
        session.flush()
        sheet = batch_sheet(session, batch, DAY)
        assert sheet is not None
        assert condolence.reconciliation_of(sheet) == before, "as the page reckons"
        with pytest.raises(Rejected, match=r"batch\.unclaimed"):
            condolence.close_batch(session, batch, today=DAY)
        returned = condolence_paying.return_unclaimed(
            session, ReturnUnclaimed(batch, DAY), today=DAY
        )
        after = condolence.close_batch(session, batch, today=DAY)
        with pytest.raises(Rejected, match=r"batch\.closed"):
            condolence_paying.sign(session, Sign(plan_id=lines[2], paid_on=DAY), today=DAY)
    assert (done.paid, returned) == (1, 100_000)
    assert (before.paid_fen, before.unclaimed_fen, before.returned_fen) == (50_000, 100_000, 0)
    assert (after.paid_fen, after.unclaimed_fen, after.returned_fen) == (50_000, 0, 100_000)
    assert after.difference_fen == 0


def test_paying_many_leaves_out_who_may_not_be_paid_and_says_why(store: Store) -> None:
    with store.write("test") as session:
        wang, zhou = people(session, "王建国", "周贵英")
        batch, _ = frozen(session, (wang, zhou))
        session.get_one(Person, zhou).death_date = "2022-10-03"
        done = condolence_paying.pay_many(session, PayMany(batch_id=batch, paid_on=DAY), today=DAY)
    assert done.paid == 1
    assert [note.code for _, note in done.refused] == ["condolence.after_death"]


def test_a_list_with_an_amount_missing_says_whose(store: Store) -> None:
    with store.write("test") as session:
        batch, _ = listed(session, people(session, "王建国"), replace(BATCH, standard_fen=None))
        with pytest.raises(Rejected, match=r"condolence\.line_incomplete") as caught:
            condolence.freeze(session, Freeze(batch), today=DAY)
    assert caught.value.values["name"] == "王建国"


def test_a_transfer_that_comes_back_after_closing_is_reversed_and_returned(store: Store) -> None:
    with store.write("test") as session:
        batch, (line,) = frozen(session, people(session, "王建国"), replace(BATCH, form="TRANSFER"))
        condolence_paying.sign(session, Sign(plan_id=line, paid_on=DAY), today=DAY)
        condolence.close_batch(session, batch, today=DAY)
        condolence_paying.transfer_sent_back(session, line, reason="账户注销")
        back = condolence_paying.return_unclaimed(session, ReturnUnclaimed(batch, DAY), today=DAY)
        sums = condolence.reconciliation(session, batch)
        sheet = batch_sheet(session, batch, DAY)
        assert sheet is not None
        assert condolence.reconciliation_of(sheet) == sums, "as the page reckons"
    assert (back, sums.paid_fen, sums.returned_fen, sums.difference_fen) == (50_000, 0, 50_000, 0)
