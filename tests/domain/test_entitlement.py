"""Benefits: states, and rules SU1 to SU6 and MV1."""

from datetime import date

import pytest

from station_app.domain import entitlement as ent
from station_app.domain.codes import (
    EntitlementEventKind,
    EntitlementState,
    PensionKind,
    ResumePolicy,
    SuspendReason,
)
from station_app.errors import Rejected

NOT_CERTIFIED = SuspendReason.NOT_CERTIFIED


def test_a_benefit_goes_the_permitted_ways_only() -> None:
    state = EntitlementState.APPLIED
    for event in (
        EntitlementEventKind.GRANT,
        EntitlementEventKind.SUSPEND,
        EntitlementEventKind.RESUME,
        EntitlementEventKind.DIE,
        EntitlementEventKind.PAY_FINAL,
        EntitlementEventKind.END,
    ):
        state = ent.next_state(state, event)
    assert state is EntitlementState.ENDED
    with pytest.raises(Rejected, match=r"entitlement\.transition"):
        ent.next_state(state, EntitlementEventKind.RESUME)


def test_a_death_registered_in_error_opens_the_benefit_again() -> None:
    dead = ent.next_state(EntitlementState.SUSPENDED, EntitlementEventKind.DIE)
    assert ent.next_state(dead, EntitlementEventKind.REOPEN) is EntitlementState.GRANTED


def test_su1_disability_pensions_resume_a_month_later_and_are_not_paid_back() -> None:
    assert ent.resume_month(date(2027, 4, 30)) == "2027-05"
    policy = ent.default_resume_policy(PensionKind.DIS)
    assert policy is ResumePolicy.NO_BACKPAY
    assert ent.back_pay(policy, NOT_CERTIFIED, "2027-02", "2027-05") == ent.BackPay(())


def test_su2_elsewhere_the_county_decides_over_the_listed_months() -> None:
    policy = ent.default_resume_policy(PensionKind.WAR)
    assert policy is ResumePolicy.COUNTY_DECIDES
    proposal = ent.back_pay(policy, NOT_CERTIFIED, "2027-02", "2027-05")
    assert proposal == ent.BackPay(("2027-02", "2027-03", "2027-04"), asks=True)


def test_su2_a_policy_may_give_all_or_this_year() -> None:
    full = ent.back_pay(ResumePolicy.BACKPAY_FULL, NOT_CERTIFIED, "2026-11", "2027-02")
    assert full == ent.BackPay(("2026-11", "2026-12", "2027-01"))
    year = ent.back_pay(ResumePolicy.BACKPAY_FROM_YEAR, NOT_CERTIFIED, "2026-11", "2027-02")
    assert year == ent.BackPay(("2027-01",))
    assert ent.unpaid_months("2027-02", "2027-02") == ()


def test_su3_each_unpaid_month_has_the_standard_of_its_own_time() -> None:
    standards = {"2026-12": 80000, "2027-01": 85000}
    rows = ent.back_pay_rows(("2026-12", "2027-01"), standards.__getitem__)
    assert rows == (("2026-12", 80000), ("2027-01", 85000))


def test_su4_a_legal_suspension_is_never_paid_back() -> None:
    assert ent.suspension_event(SuspendReason.PRISON) is EntitlementEventKind.LEGAL_SUSPEND
    given = ent.back_pay(ResumePolicy.BACKPAY_FULL, SuspendReason.PRISON, "2026-01", "2026-05")
    assert given.months == ()


def test_su5_the_suspended_stay_in_the_headcount() -> None:
    assert EntitlementState.SUSPENDED in ent.COUNTED_AS_RECEIVING
    assert EntitlementState.SUSPENDED in ent.STANDING_STILL
    assert EntitlementState.ENDED not in ent.COUNTED_AS_RECEIVING


def test_su6_a_returned_transfer_suspends_nothing() -> None:
    assert ent.suspension_event(SuspendReason.ACCOUNT) is None
    assert ent.suspension_event(NOT_CERTIFIED) is EntitlementEventKind.SUSPEND


def test_mv1_the_old_place_pays_to_december() -> None:
    assert ent.transfer_stop_month(date(2026, 4, 3)) == "2027-01"


def test_the_stop_month_is_the_first_one_not_paid() -> None:
    assert ent.is_payable("2026-03", "2020-01", "2026-04")
    assert not ent.is_payable("2026-04", "2020-01", "2026-04")
    assert not ent.is_payable("2019-12", "2020-01", None)
