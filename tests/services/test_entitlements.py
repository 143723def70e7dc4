"""Benefits: granted, suspended, resumed, ended, corrected (DOMAIN 2.13, 4.3)."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.domain.codes import (
    EntitlementEventKind,
    PayItem,
    PensionKind,
    ResumePolicy,
    SuspendReason,
)
from station_app.domain.drafts import Draft
from station_app.errors import Rejected
from station_app.models.entitlement import Entitlement, EntitlementEvent, PensionPayment
from station_app.services.entitlements import (
    Grant,
    Resume,
    Stop,
    Suspend,
    change_entitlement,
    correct_event,
    grant,
    resume,
    stop,
    suspend,
)
from station_app.services.pension_payments import (
    RecordPension,
    record_pension,
    reverse_pension,
)
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_benefit, a_person, paid

NOT_CERTIFIED = SuspendReason.NOT_CERTIFIED


def the_benefit(store: Store, key: UUID) -> Entitlement:
    """The stored row."""
    with store.read() as session:
        return session.scalars(select(Entitlement).where(Entitlement.id == key)).one()


def events(store: Store, key: UUID) -> list[tuple[str, int, str]]:
    """Event, sign and effective month of all facts of a benefit."""
    columns = (EntitlementEvent.event, EntitlementEvent.sign, EntitlementEvent.effective_month)
    statement = select(*columns).where(EntitlementEvent.entitlement_id == key)
    with store.read() as session:
        rows = session.execute(statement.order_by(EntitlementEvent.id))
        return [(event, sign, month) for event, sign, month in rows]


def suspended(store: Store, kind: PensionKind = PensionKind.DIS) -> UUID:
    """A benefit that stands still since February for want of certification."""
    key = a_benefit(store, a_person(store, "王建国", "DISABLED"), kind)
    command = Suspend(
        entitlement_id=key, reason=NOT_CERTIFIED, on=date(2022, 2, 8), effective_month="2022-02"
    )
    with store.write("停发") as session:
        suspend(session, command, today=TODAY)
    return key


def test_a_grant_starts_in_the_month_of_approval_and_is_a_fact(store: Store) -> None:
    key = a_benefit(store, a_person(store, "王建国", "DISABLED"), start="2022-03")
    row = the_benefit(store, key)
    assert (row.start_month, row.state, row.resume_policy) == ("2022-03", "GRANTED", "NO_BACKPAY")
    assert events(store, key) == [("GRANT", 1, "2022-03")]


def test_the_fact_remembers_category_and_group_of_the_day(store: Store) -> None:
    key = a_benefit(store, a_person(store, "王建国", "DISABLED", group_name="三组"))
    with store.read() as session:
        fact = session.scalars(
            select(EntitlementEvent).where(EntitlementEvent.entitlement_id == key)
        ).one()
    assert (fact.category, fact.group_name, fact.counted_ym) == ("DISABLED", "三组", "2020-01")


def test_the_same_kind_is_not_granted_twice(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    with pytest.raises(Rejected) as refused:
        a_benefit(store, person)
    assert refused.value.code == "entitlement.double"


def test_pe5_two_living_allowances_are_looked_at(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person, PensionKind.WAR)
    command = Grant(person_id=person, kind=PensionKind.RURAL60, approved_on=date(2022, 5, 1))
    with store.write("批准") as session:
        granted = grant(session, command, today=TODAY)
    assert [w.note.code for w in granted.warnings] == ["entitlement.usually_one"]


def test_su1_a_disability_pension_resumes_next_month_and_nothing_is_paid_back(
    store: Store,
) -> None:
    key = suspended(store)
    with store.write("恢复") as session:
        given = resume(session, Resume(entitlement_id=key, on=date(2022, 6, 15)), today=TODAY)
    assert (given.months, given.asks) == ((), False)
    assert events(store, key)[-1] == ("RESUME", 1, "2022-07")
    assert the_benefit(store, key).state == "GRANTED"


def test_su2_elsewhere_the_county_decides_and_its_document_is_named(store: Store) -> None:
    key = suspended(store, PensionKind.WAR)
    on = date(2022, 6, 15)
    with pytest.raises(Rejected) as refused, store.write("恢复") as session:
        resume(session, Resume(entitlement_id=key, on=on), today=TODAY)
    assert refused.value.code == "entitlement.county_document"
    assert the_benefit(store, key).state == "SUSPENDED", "nothing was written"
    with store.write("恢复") as session:
        command = Resume(entitlement_id=key, on=on, doc_no="县退〔2022〕8号")
        given = resume(session, command, today=TODAY)
    assert given.months == ("2022-02", "2022-03", "2022-04", "2022-05", "2022-06")


def test_su2_the_policy_of_a_benefit_may_pay_back_in_full(store: Store) -> None:
    key = suspended(store, PensionKind.WAR)
    full = str(ResumePolicy.BACKPAY_FULL)
    with store.write("改") as session:
        draft = Draft({"resume_policy": "COUNTY_DECIDES"}, {"resume_policy": full})
        change_entitlement(session, key, draft)
    with store.write("恢复") as session:
        given = resume(session, Resume(entitlement_id=key, on=date(2022, 3, 1)), today=TODAY)
    assert given.months == ("2022-02", "2022-03")


def test_su4_prison_suspends_by_law(store: Store) -> None:
    key = a_benefit(store, a_person(store))
    command = Suspend(
        entitlement_id=key,
        reason=SuspendReason.PRISON,
        on=date(2022, 2, 8),
        effective_month="2022-03",
    )
    with store.write("中止") as session:
        suspend(session, command, today=TODAY)
    assert the_benefit(store, key).state == "LEGAL_SUSPENDED"


def test_su6_a_returned_transfer_stops_no_benefit(store: Store) -> None:
    key = a_benefit(store, a_person(store))
    command = Suspend(
        entitlement_id=key,
        reason=SuspendReason.ACCOUNT,
        on=date(2022, 2, 8),
        effective_month="2022-03",
    )
    with pytest.raises(Rejected) as refused, store.write("停发") as session:
        suspend(session, command, today=TODAY)
    assert refused.value.code == "entitlement.account_only"


def test_a_transfer_keeps_paying_to_december(store: Store) -> None:
    """MV1: the old place pays to the end of the year."""
    key = a_benefit(store, a_person(store))
    command = Stop(
        entitlement_id=key,
        event=EntitlementEventKind.TRANSFER,
        on=date(2022, 9, 1),
        effective_month="2023-01",
    )
    with store.write("迁移") as session:
        stop(session, command, today=TODAY)
    row = the_benefit(store, key)
    assert (row.state, row.stop_month) == ("TRANSFER_OUT", "2023-01")


def test_an_event_is_corrected_by_a_pair_and_the_state_follows(store: Store) -> None:
    key = suspended(store)
    with store.read() as session:
        event = session.scalars(
            select(EntitlementEvent.id).where(EntitlementEvent.event == "SUSPEND")
        ).one()
    with store.write("更正") as session:
        correct_event(session, event, reason="登记错了人")
    assert events(store, key)[1:] == [("SUSPEND", 1, "2022-02"), ("SUSPEND", -1, "2022-02")]
    row = the_benefit(store, key)
    assert (row.state, row.suspend_reason) == ("GRANTED", None)


def test_a_correction_that_breaks_the_order_of_events_is_refused(store: Store) -> None:
    key = suspended(store)
    with store.write("恢复") as session:
        resume(session, Resume(entitlement_id=key, on=date(2022, 6, 15)), today=TODAY)
    with store.read() as session:
        event = session.scalars(
            select(EntitlementEvent.id).where(EntitlementEvent.event == "SUSPEND")
        ).one()
    with pytest.raises(Rejected) as refused, store.write("更正") as session:
        correct_event(session, event, reason="登记错了")
    assert refused.value.code == "entitlement.correction_breaks"
    assert len(events(store, key)) == 3, "nothing was written"


def test_steps_cannot_be_set_as_fields(store: Store) -> None:
    key = a_benefit(store, a_person(store))
    with pytest.raises(ValueError, match="steps of their own"), store.write("改") as session:
        change_entitlement(session, key, Draft({"state": "GRANTED"}, {"state": "ENDED"}))


def test_a_month_is_paid_once_and_a_wrong_one_is_reversed(store: Store) -> None:
    person = a_person(store)
    a_benefit(store, person)
    key = paid(store, person, "2022-08")[0]
    with pytest.raises(Rejected) as refused:
        paid(store, person, "2022-08")
    assert refused.value.code == "pension.double"
    with store.write("冲正") as session:
        reverse_pension(session, key, reason="发给了别人")
    paid(store, person, "2022-08")
    with store.read() as session:
        amounts = session.execute(select(PensionPayment.sign, PensionPayment.amount_fen)).all()
    assert sum(sign * fen for sign, fen in amounts) == 80_000


def test_a_recovery_is_negative_and_nothing_else_is(store: Store) -> None:
    person = a_person(store)
    command = RecordPension(
        person_id=person,
        kind=PensionKind.DIS,
        month="2022-08",
        amount_fen=80_000,
        paid_on=TODAY,
        item=PayItem.RECOVER,
    )
    with pytest.raises(Rejected) as refused, store.write("追缴") as session:
        record_pension(session, command, today=TODAY)
    assert refused.value.code == "pension.sign"
