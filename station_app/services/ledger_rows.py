"""The rows that a ledger's plan becomes: papers of visits, batches, plaques and what they need."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from station_app.domain import certification
from station_app.domain.codes import (
    ApplyMode,
    Category,
    CycleStatus,
    EntitlementEventKind,
    EntitlementState,
    PayForm,
    PaymentState,
    PlaqueEventKind,
)
from station_app.domain.imports import NAME_SEPARATORS, STAFF_NOTE
from station_app.models.identifiers import new_id
from station_app.services.ledger_reading import LedgerPlan

Row = dict[str, Any]  # Any: a row holds one value per column, each of its own type

STOP_EVENT = {
    EntitlementState.SUSPENDED.value: EntitlementEventKind.SUSPEND,
    EntitlementState.LEGAL_SUSPENDED.value: EntitlementEventKind.LEGAL_SUSPEND,
    EntitlementState.REVOKED.value: EntitlementEventKind.REVOKE,
    EntitlementState.ENDED.value: EntitlementEventKind.END,
    EntitlementState.DECEASED.value: EntitlementEventKind.DIE,
}
_PAPER = (
    *("visit_date", "kind", "method", "visitors", "lead_name", "lead_level", "unit", "place"),
    *("situation", "needs", "answer", "follow_up", "state"),
)


def first_day_of(plan: LedgerPlan, name: str) -> date | None:
    """The first day of a month of the row."""
    month = plan.candidate.values.get(name)
    return date.fromisoformat(f"{month}-01") if isinstance(month, str) else None


def visit_key(plan: LedgerPlan, alone: UUID) -> tuple[Any, ...]:
    """What two rows must share to be one visit; a row without a household is one by itself."""
    values = plan.candidate.values
    household = plan.person.household_id if plan.person else None
    if household is None:
        return (alone,)
    return (household, *(values.get(n) for n in ("visit_date", "kind", "method", "visitors")))


def visit_row(values: Mapping[str, Any], fact: Row) -> Row:
    """The paper of a visit, in the household of who was met first."""
    written = {name: values.get(name) for name in _PAPER}
    return {"id": new_id(), "household_id": fact["household_id"], **written}


def batch_key(plan: LedgerPlan) -> tuple[Any, ...]:
    """What payments must share to be one batch."""
    values = plan.candidate.values
    names = ("batch", "kind", "occasion", "occasion_year", "funding", "pay_form")
    return tuple(values.get(name) for name in names)


def worth(plan: LedgerPlan) -> int:
    """Money and goods of a row, in fen."""
    values = plan.candidate.values
    money = 0 if values["pay_form"] == PayForm.GOODS else int(str(values["amount_fen"]))
    return money + int(str(values.get("goods_value_fen") or 0))


_GIFT = ("recipient_text", "recipient_kind", "amount_fen", "goods", "quantity", "goods_value_fen")


def plan_row(plan: LedgerPlan, batch_id: UUID, number: int) -> Row:
    """The line of a batch's list."""
    values = plan.candidate.values
    return {
        "id": new_id(),
        "batch_id": batch_id,
        "person_id": plan.person.person_id if plan.person else None,
        "line_no": number,
        "headcount": plan.candidate.headcount or 1,
        **{name: values.get(name) for name in (*_GIFT, "pay_form", "receipt")},
        "state": PaymentState.PLANNED.value,
    }


def payment_row(plan: LedgerPlan, batch_id: UUID, line_id: UUID) -> Row:
    """What a payment has beside the columns of every fact."""
    values = plan.candidate.values
    names = ("kind", "occasion", "occasion_year", "funding", "pay_form", "paid_on", "receipt")
    more = ("receiver_name", "receiver_relation", "note")
    return {
        "batch_id": batch_id,
        "plan_id": line_id,
        "person_id": plan.person.person_id if plan.person else None,
        "signed_on": values["paid_on"],
        **{name: values.get(name) for name in (*_GIFT, *names, *more)},
    }


def cycle_row(year: int, first: date) -> Row:
    """The usual window, opened earlier when the ledger shows that it was (CE2)."""
    usual = certification.default_cycle(year)
    early = min(usual.open_on, max(first, date(year, 1, 1)))
    return {
        "year": year,
        "open_on": early,
        "due_on": usual.due_on,
        "notice_on": usual.notice_on,
        "grace_days": usual.grace_days,
        "status": CycleStatus.OPEN.value,
    }


def certifier_columns(values: Mapping[str, Any], staff: Mapping[str, UUID]) -> Row:
    """Staff by name; whoever is not on the list stays in words."""
    text = values.get("certifier")
    names = [name for name in NAME_SEPARATORS.split(text or "") if name]
    known = [staff[name] for name in names if name in staff]
    columns: Row = dict(zip(("certifier1_id", "certifier2_id"), known, strict=False))
    if len(known) < len(names):
        said = STAFF_NOTE.format(names=text)
        note = values.get("note")
        columns["note"] = f"{note}\n{said}" if note else said
    return columns


def plaque_row(plan: LedgerPlan, held: Mapping[UUID, set[str]]) -> Row:
    """A new plaque on its household."""
    values, person = plan.candidate.values, plan.person
    mine = held.get(person.person_id, set()) if person else set()
    basis = values.get("basis_category") or next((c.value for c in Category if c in mine), None)
    return {
        "id": new_id(),
        "plaque_no": values.get("plaque_no"),
        "household_id": values["household_id"],
        "basis_person_id": person.person_id if person else None,
        "basis_category": basis,
        "apply_mode": values.get("apply_mode") or ApplyMode.INITIATIVE.value,
        "applied_on": values.get("applied_on"),
        "position": values.get("position"),
        "address": values.get("address"),
        "note": values.get("note"),
    }


def events_from_the_beginning(event: PlaqueEventKind) -> list[PlaqueEventKind]:
    """What must have happened before a plaque can hang: it was issued."""
    if event in {PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR}:
        return [PlaqueEventKind.ISSUE, event]
    return [event]


def plaque_event_row(values: Mapping[str, Any], event: PlaqueEventKind) -> Row:
    """What an event of a plaque has beside the columns of every fact."""
    names = ["event_on", "decision_no", "decision_on", "position", "address"]
    names += ["signed_by", "sign_relation", "handled_by"]
    if event is not PlaqueEventKind.WITHDRAW:
        names += ["reason", "note"]  # of a withdrawal the station keeps no reason (SETTLED 12)
    return {"event": event.value, **{name: values.get(name) for name in names}}
