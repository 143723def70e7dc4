"""Benefits: which state follows which, which months stand still or are paid back (DOMAIN §4.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from station_app.domain.codes import (
    EntitlementEventKind,
    EntitlementState,
    PensionKind,
    ResumePolicy,
    SuspendReason,
)
from station_app.domain.periods import Period, add_months, month_of, months_between
from station_app.errors import Rejected

_S = EntitlementState
_E = EntitlementEventKind

TRANSITIONS: dict[tuple[EntitlementState, EntitlementEventKind], EntitlementState] = {
    (_S.APPLIED, _E.GRANT): _S.GRANTED,
    (_S.APPLIED, _E.RECOGNISE): _S.RECOGNISED_ONLY,
    (_S.APPLIED, _E.DENY): _S.DENIED,
    (_S.RECOGNISED_ONLY, _E.GRANT): _S.GRANTED,
    (_S.GRANTED, _E.SUSPEND): _S.SUSPENDED,
    (_S.GRANTED, _E.LEGAL_SUSPEND): _S.LEGAL_SUSPENDED,
    (_S.GRANTED, _E.TRANSFER): _S.TRANSFER_OUT,
    (_S.GRANTED, _E.DIE): _S.DECEASED,
    (_S.GRANTED, _E.REVOKE): _S.REVOKED,
    (_S.GRANTED, _E.END): _S.ENDED,
    (_S.SUSPENDED, _E.RESUME): _S.GRANTED,
    (_S.SUSPENDED, _E.LEGAL_SUSPEND): _S.LEGAL_SUSPENDED,
    (_S.SUSPENDED, _E.DIE): _S.DECEASED,
    (_S.SUSPENDED, _E.REVOKE): _S.REVOKED,
    (_S.SUSPENDED, _E.END): _S.ENDED,
    (_S.LEGAL_SUSPENDED, _E.RESUME): _S.GRANTED,
    (_S.LEGAL_SUSPENDED, _E.DIE): _S.DECEASED,
    (_S.LEGAL_SUSPENDED, _E.REVOKE): _S.REVOKED,
    (_S.TRANSFER_OUT, _E.END): _S.ENDED,
    (_S.TRANSFER_OUT, _E.DIE): _S.DECEASED,
    (_S.DECEASED, _E.PAY_FINAL): _S.FINAL,
    (_S.DECEASED, _E.END): _S.ENDED,
    (_S.DECEASED, _E.REOPEN): _S.GRANTED,
    (_S.FINAL, _E.END): _S.ENDED,
    (_S.FINAL, _E.REOPEN): _S.GRANTED,
}
"""The whole of what may happen to a benefit (DOMAIN §2.13)."""

COUNTED_AS_RECEIVING = frozenset({_S.GRANTED, _S.SUSPENDED, _S.TRANSFER_OUT})
"""A5: the suspended stay in the headcount (SU5)."""
STANDING_STILL = frozenset({_S.SUSPENDED, _S.LEGAL_SUSPENDED})
"""A5a: shown as 其中停发."""
STOPPED_BY_DEATH = frozenset(
    state for (state, event) in TRANSITIONS if event is EntitlementEventKind.DIE
)
LEGAL_REASONS = frozenset({SuspendReason.PRISON, SuspendReason.RIGHTS_LOST, SuspendReason.WANTED})
"""中止, decided at the province (SU4)."""
LAWFUL_STOP_KINDS = frozenset({PensionKind.DIS, PensionKind.NURSE})
"""Kinds for which R-SC 25 itself settles suspension and resumption (SU1)."""


def next_state(state: EntitlementState, event: EntitlementEventKind) -> EntitlementState:
    """The state after an event; `Rejected` when the event is not possible now."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise Rejected("entitlement.transition", state=state.label, event=event.label)
    return following


def suspension_event(reason: SuspendReason) -> EntitlementEventKind | None:
    """How a reason stops a benefit; None where only a payment is held (SU6)."""
    if reason is SuspendReason.ACCOUNT:
        return None
    return _E.LEGAL_SUSPEND if reason in LEGAL_REASONS else _E.SUSPEND


def is_payable(month: str, start_month: str, stop_month: str | None) -> bool:
    """Whether a month lies in the span; `stop_month` is the first one not paid."""
    return start_month <= month and (stop_month is None or month < stop_month)


def resume_month(recertified_on: date) -> str:
    """Payment goes on from the month after the certification (SU1)."""
    return add_months(month_of(recertified_on), 1)


def default_resume_policy(kind: PensionKind) -> ResumePolicy:
    """By law nothing is paid back for 残疾抚恤金; elsewhere the county decides (SU1, SU2)."""
    if kind in LAWFUL_STOP_KINDS:
        return ResumePolicy.NO_BACKPAY
    return ResumePolicy.COUNTY_DECIDES


def unpaid_months(suspended_from: str, resumed_from: str) -> tuple[str, ...]:
    """The months that were not paid while the benefit stood still."""
    if months_between(suspended_from, resumed_from) <= 0:
        return ()
    return Period(suspended_from, add_months(resumed_from, -1)).months


@dataclass(frozen=True, slots=True)
class BackPay:
    """Which months are paid back; `asks` when the county's document must say it."""

    months: tuple[str, ...]
    asks: bool = False


def back_pay(
    policy: ResumePolicy, reason: SuspendReason, suspended_from: str, resumed_from: str
) -> BackPay:
    """What the policy of the benefit gives back for the months that stood still (SU2, SU4)."""
    months = unpaid_months(suspended_from, resumed_from)
    if reason in LEGAL_REASONS or policy is ResumePolicy.NO_BACKPAY:
        return BackPay(())
    if policy is ResumePolicy.BACKPAY_FROM_YEAR:
        return BackPay(tuple(month for month in months if month[:4] == resumed_from[:4]))
    return BackPay(months, asks=policy is ResumePolicy.COUNTY_DECIDES)


def back_pay_rows(
    months: tuple[str, ...], standard_of: Callable[[str], int]
) -> tuple[tuple[str, int], ...]:
    """One row per month, each by the standard of that month and not of today (SU3)."""
    return tuple((month, standard_of(month)) for month in months)


def transfer_stop_month(transferred_on: date) -> str:
    """The old place pays to December of the year of transfer (MV1)."""
    return f"{transferred_on.year + 1:04}-01"
