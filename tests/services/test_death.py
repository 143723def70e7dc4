"""A death in one step, and its correction (DOMAIN 4.4)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.domain.codes import PayItem, PensionKind, SuspendReason
from station_app.errors import Rejected
from station_app.models.certification import Certification
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.death import death_preview, overpaid
from station_app.services.death import (
    CorrectDeath,
    DeathCorrected,
    DeathRegistered,
    RegisterDeath,
    amend_death,
    correct_death,
    register_death,
)
from station_app.services.entitlements import Suspend, suspend
from station_app.services.pension_payments import RecordPension, record_pension
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid

DIED = "2022-08-31"


def die(store: Store, person: UUID, on: str = DIED, **changes: bool) -> DeathRegistered:
    """The person died and it became known on 15 October."""
    command = RegisterDeath(
        person_id=person,
        death_date=on,
        reported_on=date(2022, 10, 15),
        proof="MEDICAL",
        **changes,  # type: ignore[arg-type]  # the flags of the dialog
    )
    with store.write("登记去世") as session:
        return register_death(session, command, today=TODAY)


def correct(store: Store, person: UUID, second: str = "赵国强") -> DeathCorrected:
    """The person lives."""
    with store.write("更正") as session:
        command = CorrectDeath(person_id=person, reason="同名的人去世", second_person=second)
        return correct_death(session, command, today=TODAY)


def on_a_list(store: Store, *people: UUID, status: str = "DRAFT") -> UUID:
    """A list of a batch that gives each of these people 500 元."""
    batch = CondolenceBatch(
        name="八一慰问",
        kind="ENTITLED_DIFF",
        occasion="BAYI",
        occasion_year=2022,
        funding="COUNTY",
        form="CASH",
        status=status,
    )
    with store.write("名单") as session:
        session.add(batch)
        for person in people:
            session.add(
                CondolencePlan(
                    batch_id=batch.id,
                    person_id=person,
                    recipient_kind="PERSON",
                    headcount=1,
                    amount_fen=50_000,
                    pay_form="CASH",
                    state="PLANNED",
                    receipt="NONE",
                )
            )
    return batch.id


def benefit_of(store: Store, person: UUID) -> Entitlement:
    """The only benefit of a person."""
    with store.read() as session:
        return session.scalars(select(Entitlement).where(Entitlement.person_id == person)).one()


def person_of(store: Store, key: UUID) -> Person:
    """The stored row."""
    with store.read() as session:
        return session.scalars(select(Person).where(Person.id == key)).one()


def plan_states(store: Store) -> list[str]:
    """The states of all list rows."""
    with store.read() as session:
        return list(session.scalars(select(CondolencePlan.state).order_by(CondolencePlan.id)))


def test_de1_the_month_of_death_is_paid_and_the_next_is_not(store: Store) -> None:
    person = a_person(store, "王建国", "DISABLED")
    a_benefit(store, person)
    die(store, person)
    row = benefit_of(store, person)
    assert (row.state, row.stop_month) == ("DECEASED", "2022-09")
    assert person_of(store, person).status == "DECEASED"


def test_de2_what_was_paid_after_the_death_is_listed(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    paid(store, person, "2022-07", "2022-08", "2022-09", "2022-10")
    done = die(store, person)
    assert [row.month for row in done.found.overpaid.rows] == ["2022-09", "2022-10"]
    assert done.found.overpaid.total_fen == 160_000
    assert [w.note.code for w in done.warnings] == ["death.paid_after"]
    with store.read() as session:
        assert overpaid(session, person).total_fen == 160_000


def test_de3_the_hint_of_the_final_benefit_has_its_months(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    with store.read() as session:
        found = death_preview(session, person, DIED, today=TODAY)
    assert [(b.months, b.total_fen) for b in found.effects.final] == [(12, 960_000)]


def test_de6_the_dead_leave_the_lists_and_the_plaque_stays(store: Store) -> None:
    person = a_person(store)
    other = a_person(store, "李秀兰", id_number=number(2))
    on_a_list(store, person, other)
    household = person_of(store, person).household_id
    with store.write("挂牌") as session:
        plaque = Plaque(household_id=household, basis_person_id=person, apply_mode="INITIATIVE")
        session.add(plaque)
        for event, on in (("ISSUE", date(2021, 7, 1)), ("HANG", date(2021, 7, 20))):
            session.add(
                PlaqueEvent(plaque_id=plaque.id, event=event, event_on=on, counted_ym="2021-07")
            )
    done = die(store, person)
    assert plan_states(store) == ["CANCELLED", "PLANNED"]
    cut = done.found.lists[0]
    assert (cut.people_before, cut.people_after, cut.plan.amount_fen) == (2, 1, 50_000)
    assert done.found.plaque is not None
    assert (done.found.plaque.state, done.found.plaque.since) == ("HUNG", date(2021, 7, 20))
    with store.read() as session:
        assert len(session.scalars(select(PlaqueEvent)).all()) == 2, "PL6: nothing happened to it"


def test_de6_the_contact_ends(store: Store) -> None:
    staff = UUID(int=7)
    person = a_person(store, contact_staff_id=staff)
    die(store, person)
    assert person_of(store, person).contact_staff_id is None


def test_what_was_unticked_does_not_happen(store: Store) -> None:
    person = a_person(store, contact_staff_id=UUID(int=7))
    a_benefit(store, person)
    on_a_list(store, person)
    die(store, person, cancel_planned=False, stop_benefits=False, end_contact=False)
    assert plan_states(store) == ["PLANNED"]
    assert benefit_of(store, person).state == "GRANTED"
    assert person_of(store, person).contact_staff_id == UUID(int=7)


def test_de7_a_month_is_enough_and_a_year_stops_at_once_and_asks(store: Store) -> None:
    first, second = a_person(store), a_person(store, "李秀兰", id_number=number(2))
    a_benefit(store, first)
    a_benefit(store, second)
    assert die(store, first, "2022-08").warnings == []
    assert benefit_of(store, first).stop_month == "2022-09"
    done = die(store, second, "2022")
    assert [w.note.code for w in done.warnings] == ["death.month_unknown"]
    assert benefit_of(store, second).stop_month == "2022-11"


def test_de9_the_death_counts_in_the_month_it_became_known(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    die(store, person)
    with store.read() as session:
        fact = session.scalars(
            select(EntitlementEvent).where(EntitlementEvent.event == "DIE")
        ).one()
    assert (fact.counted_ym, fact.effective_month) == ("2022-10", "2022-09")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2022-10-16", "death.after_report"),
        ("1957-01-01", "death.before_birth"),
    ],
)
def test_dates_out_of_order_are_refused(store: Store, on: str, code: str) -> None:
    person = a_person(store)
    with pytest.raises(Rejected) as refused:
        die(store, person, on)
    assert refused.value.code == code
    assert person_of(store, person).status == "ACTIVE"


def test_nobody_dies_twice(store: Store) -> None:
    person = a_person(store)
    die(store, person)
    with pytest.raises(Rejected) as refused:
        die(store, person)
    assert refused.value.code == "death.already"


def test_de10_a_correction_opens_everything_again_and_pays_back_in_full(store: Store) -> None:
    person = a_person(store, contact_staff_id=UUID(int=7))
    a_benefit(store, person)
    on_a_list(store, person)
    die(store, person)
    corrected = correct(store, person)
    assert corrected.back_pay_months == ("2022-09", "2022-10")
    row = benefit_of(store, person)
    assert (row.state, row.stop_month) == ("GRANTED", None)
    assert plan_states(store) == ["PLANNED"]
    living = person_of(store, person)
    assert (living.status, living.death_date, living.contact_staff_id) == (
        "ACTIVE",
        None,
        UUID(int=7),
    )
    assert living.status_reason is not None
    assert "赵国强" in living.status_reason


def test_de10_a_benefit_that_stood_still_before_stands_still_again(store: Store) -> None:
    person = a_person(store)
    key = a_benefit(store, person, PensionKind.WAR)
    command = Suspend(
        entitlement_id=key,
        reason=SuspendReason.NOT_CERTIFIED,
        on=date(2022, 2, 8),
        effective_month="2022-02",
    )
    with store.write("停发") as session:
        suspend(session, command, today=TODAY)
    die(store, person)
    correct(store, person)
    row = benefit_of(store, person)
    assert (row.state, row.suspend_reason) == ("SUSPENDED", "U01")


def test_a_correction_needs_a_second_person(store: Store) -> None:
    person = a_person(store)
    die(store, person)
    with pytest.raises(Rejected) as refused:
        correct(store, person, store.operator)
    assert refused.value.code == "death.second_person"
    assert person_of(store, person).status == "DECEASED"


def test_a_death_on_another_day_is_registered_anew(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    die(store, person)
    command = RegisterDeath(
        person_id=person, death_date="2022-09-02", reported_on=date(2022, 10, 15)
    )
    with store.write("更正") as session:
        amend_death(session, command, reason="证明上是9月", second_person="赵国强", today=TODAY)
    assert person_of(store, person).death_date == "2022-09-02"
    assert benefit_of(store, person).stop_month == "2022-10"
    with store.read() as session:
        signs = session.execute(
            select(EntitlementEvent.sign).where(EntitlementEvent.event == "DIE")
        ).scalars()
        assert sum(signs) == 1, "the death counts once"


def test_de8_a_condolence_already_given_stays_and_is_named(store: Store) -> None:
    person = a_person(store)
    batch = on_a_list(store, person, status="PAYING")
    with store.read() as session:
        plan = session.scalars(select(CondolencePlan.id)).one()
    payment = CondolencePayment(
        batch_id=batch,
        plan_id=plan,
        person_id=person,
        recipient_kind="PERSON",
        kind="ENTITLED_DIFF",
        occasion="MIDAUTUMN",
        occasion_year=2022,
        funding="COUNTY",
        pay_form="CASH",
        amount_fen=50_000,
        paid_on=date(2022, 9, 10),
        receipt="AGENT",
        counted_ym="2022-09",
    )
    with store.write("慰问") as session:
        session.add(payment)
    done = die(store, person)
    assert done.found.given_after == (date(2022, 9, 10),)
    assert plan_states(store) == ["PLANNED"], "what was received is not cancelled"
    assert [w.note.code for w in done.warnings] == ["death.given_after"]
    with store.read() as session:
        assert not session.get_one(CondolencePayment, payment.id).deleted


def test_ce6_a_certification_after_the_death_is_named(store: Store) -> None:
    person = a_person(store)
    with store.write("认证") as session:
        session.add(
            Certification(
                person_id=person,
                year=2022,
                method="AGENT",
                certified_on=date(2022, 9, 20),
                result="PASS",
                counted_ym="2022-09",
            )
        )
    done = die(store, person)
    assert done.found.certified_after == (date(2022, 9, 20),)
    assert [w.note.code for w in done.warnings] == ["death.certified_after"]


def test_de2_what_came_back_is_taken_off_what_was_overpaid(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    paid(store, person, "2022-09")
    die(store, person)
    back = RecordPension(
        person_id=person,
        kind=PensionKind.DIS,
        month="2022-09",
        amount_fen=-80_000,
        paid_on=TODAY,
        item=PayItem.RECOVER,
    )
    with store.write("追缴") as session:
        record_pension(session, back, today=TODAY)
    with store.read() as session:
        assert overpaid(session, person).total_fen == 0


def test_undoing_the_step_brings_everything_back_at_once(store: Store) -> None:
    person = a_person(store, contact_staff_id=UUID(int=7))
    a_benefit(store, person)
    on_a_list(store, person)
    die(store, person)
    undo_last(store)
    assert person_of(store, person).status == "ACTIVE"
    assert person_of(store, person).contact_staff_id == UUID(int=7)
    assert benefit_of(store, person).state == "GRANTED"
    assert plan_states(store) == ["PLANNED"]
    with store.read() as session:
        deaths = select(EntitlementEvent.deleted).where(EntitlementEvent.event == "DIE")
        assert session.scalars(deaths).all() == [True], "its month is open: retired (SETTLED 7)"
