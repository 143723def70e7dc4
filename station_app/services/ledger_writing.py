"""Writes decided rows of a ledger: facts of their day, and the visits, batches they need."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import certification, facts
from station_app.domain.codes import (
    ApplyMode,
    BatchForm,
    BatchStatus,
    Category,
    CycleStatus,
    EntitlementEventKind,
    EntitlementState,
    PayForm,
    PaymentState,
    PlaqueEventKind,
    label,
)
from station_app.domain.imports import (
    IMPORTED_BATCH,
    NAME_SEPARATORS,
    STAFF_NOTE,
    ImportKind,
    RowState,
)
from station_app.models.certification import CERTIFICATION, CERTIFICATION_CYCLE
from station_app.models.condolence import CONDOLENCE_BATCH, CONDOLENCE_PAYMENT, CONDOLENCE_PLAN
from station_app.models.entitlement import ENTITLEMENT, ENTITLEMENT_EVENT, PENSION_PAYMENT
from station_app.models.identifiers import new_id
from station_app.models.plaque import PLAQUE, PLAQUE_EVENT
from station_app.models.record_type import RecordType
from station_app.models.visit import VISIT, VISIT_ATTENDANCE
from station_app.progress import Progress
from station_app.queries import import_facts
from station_app.services.facts import AsOfDay, as_of_day, closed_months
from station_app.services.import_values import PreviewRow, Written
from station_app.services.ledger_reading import LedgerPlan
from station_app.store import bulk
from station_app.store.context import moment_of, operator_of

Row = dict[str, Any]  # Any: a row holds one value per column, each of its own type
Planned = list[tuple[PreviewRow, LedgerPlan]]
_NOT_STORED = frozenset({"batch", "certifier", "head_name", "household_no"})


class LedgerWriter:
    """Turns the plans of one ledger into rows and writes them in bulk."""

    def __init__(self, session: Session, kind: ImportKind, *, today: date) -> None:
        self._session = session
        self._kind = kind
        self._today = today
        self._closed = closed_months(session)
        self._written = Written()
        self._as_of: dict[tuple[UUID, date], AsOfDay] = {}

    def write(self, rows: Sequence[PreviewRow], progress: Progress) -> Written:
        """Write every planned row; cancelling leaves nothing, for the unit of work is one."""
        planned = [
            (row, row.plan)
            for row in rows
            if row.state is RowState.NEW and isinstance(row.plan, LedgerPlan)
        ]
        progress.step(0, len(rows))
        self._remember_people(planned)
        _WRITERS[self._kind](self, planned)
        progress.step(len(rows), len(rows))
        return self._written

    # ------------------------------------------------------------------ what every fact has

    def _remember_people(self, planned: Planned) -> None:
        """Category, group and household of everybody on the day of the event."""
        people: dict[date, set[UUID]] = defaultdict(set)
        for _, plan in planned:
            on = self._event_on(plan)
            if plan.person is not None and on is not None:
                people[on].add(plan.person.person_id)
        for on, keys in people.items():
            for key, as_of in as_of_day(self._session, keys, on).items():
                self._as_of[key, on] = as_of

    def _event_on(self, plan: LedgerPlan) -> date | None:
        day = plan.candidate.values.get(_EVENT[self._kind])
        if day is None and self._kind is ImportKind.ENTITLEMENTS:
            day = plan.candidate.values.get("approved_on") or _first(plan, "start_month")
        return day if isinstance(day, date) else None

    def _fact(self, plan: LedgerPlan, on: date) -> Row:
        """The columns that every counted fact has (SETTLED 1)."""
        person = plan.person
        as_of = self._as_of.get((person.person_id, on)) if person else None
        columns = (as_of or AsOfDay()).columns()
        return {
            **columns,
            "id": new_id(),
            "sign": 1,
            "headcount": plan.candidate.headcount or 1,
            "counted_ym": facts.counted_month(on, self._closed),
        }

    def _insert(self, record: RecordType, rows: Iterable[Row]) -> None:
        kept = [{n: v for n, v in row.items() if n not in _NOT_STORED} for row in rows]
        if kept:
            bulk.insert_many(self._session, record, kept)

    def _done(self, row: PreviewRow, record_id: UUID) -> None:
        self._written.record_of[id(row)] = record_id

    # ------------------------------------------------------------------ visits

    def visits(self, planned: Planned) -> None:
        """One visit for people of one household met together, else one for each row (CN1)."""
        papers: dict[tuple[Any, ...], Row] = {}
        attendances = []
        for row, plan in planned:
            values = plan.candidate.values
            on = self._event_on(plan)
            if on is None:
                continue
            fact = self._fact(plan, on)
            paper = papers.setdefault(_together(plan, fact["id"]), _paper(values, fact))
            attendances.append(
                {
                    **fact,
                    "visit_id": paper["id"],
                    "person_id": plan.person.person_id if plan.person else None,
                    "recipient_text": values.get("recipient_text"),
                    **{name: values[name] for name in ("visit_date", "kind", "method")},
                }
            )
            self._done(row, fact["id"])
        self._insert(VISIT, papers.values())
        self._insert(VISIT_ATTENDANCE, attendances)

    # ------------------------------------------------------------------ payments

    def payments(self, planned: Planned) -> None:
        """Each occasion, kind, fund and form becomes a settled batch with its list."""
        batches: dict[tuple[Any, ...], list[tuple[PreviewRow, LedgerPlan]]] = defaultdict(list)
        for row, plan in planned:
            batches[_batch_key(plan)].append((row, plan))
        for some in batches.values():
            self._write_batch(some)

    def _write_batch(self, some: Planned) -> None:
        batch = self._batch(some)
        lines, payments = [], []
        for number, (row, plan) in enumerate(some, start=1):
            line = _line(plan, batch["id"], number)
            on = plan.candidate.values["paid_on"]
            assert isinstance(on, date)
            payment = self._fact(plan, on) | _payment(plan, batch["id"], line["id"])
            lines.append(line)
            payments.append(payment)
            self._done(row, payment["id"])
        self._insert(CONDOLENCE_BATCH, [batch])
        self._insert(CONDOLENCE_PLAN, lines)
        self._insert(CONDOLENCE_PAYMENT, payments)

    def _batch(self, some: Planned) -> Row:
        values = some[0][1].candidate.values
        days = [plan.candidate.values["paid_on"] for _, plan in some]
        last = max(day for day in days if isinstance(day, date))
        name = IMPORTED_BATCH.format(
            year=values["occasion_year"],
            occasion=label("occasion", str(values["occasion"])),
            kind=label("condolence_kind", str(values["kind"])),
        )
        return {
            "id": new_id(),
            "name": values.get("batch") or name,
            **{n: values[n] for n in ("kind", "occasion", "occasion_year", "funding")},
            "form": BatchForm(str(values["pay_form"])).value,
            "drawn_fen": sum(_worth(plan) for _, plan in some),
            "drawn_on": last,
            "status": BatchStatus.CLOSED.value,
            "frozen_at": moment_of(self._session),
            "frozen_by": operator_of(self._session),
            "closed_on": last,
        }

    # ------------------------------------------------------------------ certifications

    def certifications(self, planned: Planned) -> None:
        """Attempts with what the ledger has of proof; a year that nobody opened is opened."""
        self._open_years(planned)
        staff = import_facts.staff(self._session)
        rows = []
        for row, plan in planned:
            on = self._event_on(plan)
            if on is None or plan.person is None:
                continue
            values = {**plan.candidate.values, "person_id": plan.person.person_id}
            fact = self._fact(plan, on) | values | _certifiers(values, staff)
            rows.append(fact)
            self._done(row, fact["id"])
        self._insert(CERTIFICATION, rows)

    def _open_years(self, planned: Planned) -> None:
        known = import_facts.cycles(self._session)
        first: dict[int, date] = {}
        for _, plan in planned:
            year, day = plan.candidate.values.get("year"), self._event_on(plan)
            if isinstance(year, int) and year not in known and day is not None:
                first[year] = min(first.get(year, day), day)
        self._insert(CERTIFICATION_CYCLE, (_cycle(year, day) for year, day in first.items()))

    # ------------------------------------------------------------------ plaques

    def plaques(self, planned: Planned) -> None:
        """A plaque that was hung was issued the same day, for all the ledger says (PL9)."""
        held = import_facts.categories(self._session)
        plaques, events = [], []
        for row, plan in planned:
            on = self._event_on(plan)
            if on is None:
                continue
            values = plan.candidate.values
            plaque_id = values.get("plaque_id")
            event = PlaqueEventKind(str(values["event"]))
            kinds = [event]
            if plaque_id is None:
                plaques.append(_plaque(plan, held))
                plaque_id = plaques[-1]["id"]
                kinds = _from_the_beginning(event)
            for kind in kinds:
                fact = self._fact(plan, on) | _plaque_event(values, kind) | {"plaque_id": plaque_id}
                fact["household_id"] = values["household_id"]
                events.append(fact)
            self._done(row, events[-1]["id"])
        self._insert(PLAQUE, plaques)
        self._insert(PLAQUE_EVENT, events)

    # ------------------------------------------------------------------ benefits

    def entitlements(self, planned: Planned) -> None:
        """Benefits with the event that granted them, and months that the county paid."""
        benefits, events, payments = [], [], []
        for row, plan in planned:
            values, person = plan.candidate.values, plan.person
            on = self._event_on(plan)
            if "item" in values and person is not None:
                paid_on = values["paid_on"]
                assert isinstance(paid_on, date)
                fact = self._fact(plan, paid_on) | values | {"person_id": person.person_id}
                payments.append(fact)
                self._done(row, fact["id"])
            elif person is not None and on is not None:
                benefit = {"id": new_id(), "person_id": person.person_id, **values}
                benefits.append(benefit)
                events += self._benefit_events(plan, benefit, on)
                self._done(row, benefit["id"])
        self._insert(ENTITLEMENT, benefits)
        self._insert(ENTITLEMENT_EVENT, events)
        self._insert(PENSION_PAYMENT, payments)

    def _benefit_events(self, plan: LedgerPlan, benefit: Row, on: date) -> list[Row]:
        """Granted, and stopped when the ledger says since when."""
        about = {
            "entitlement_id": benefit["id"],
            "person_id": benefit["person_id"],
            "kind": benefit["kind"],
            "doc_no": benefit.get("doc_no"),
        }
        start = {"event": EntitlementEventKind.GRANT.value, "event_on": on}
        events = [
            self._fact(plan, on) | about | start | {"effective_month": benefit["start_month"]}
        ]
        stopped = _STOP_EVENT.get(str(benefit["state"]))
        day = _first(plan, "stop_month")
        if stopped is not None and day is not None:
            stop = {
                "event": stopped.value,
                "event_on": day,
                "reason": benefit.get("suspend_reason"),
            }
            month = {"effective_month": benefit["stop_month"]}
            events.append(self._fact(plan, day) | about | stop | month)
        return events


_WRITERS: dict[ImportKind, Callable[[LedgerWriter, Planned], None]] = {
    ImportKind.VISITS: LedgerWriter.visits,
    ImportKind.PAYMENTS: LedgerWriter.payments,
    ImportKind.CERTIFICATIONS: LedgerWriter.certifications,
    ImportKind.PLAQUES: LedgerWriter.plaques,
    ImportKind.ENTITLEMENTS: LedgerWriter.entitlements,
}
_EVENT = {
    ImportKind.VISITS: "visit_date",
    ImportKind.PAYMENTS: "paid_on",
    ImportKind.CERTIFICATIONS: "certified_on",
    ImportKind.PLAQUES: "event_on",
    ImportKind.ENTITLEMENTS: "paid_on",
}
_STOP_EVENT = {
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


def _first(plan: LedgerPlan, name: str) -> date | None:
    """The first day of a month of the row."""
    month = plan.candidate.values.get(name)
    return date.fromisoformat(f"{month}-01") if isinstance(month, str) else None


def _together(plan: LedgerPlan, alone: UUID) -> tuple[Any, ...]:
    """What two rows must share to be one visit; a row without a household is one by itself."""
    values = plan.candidate.values
    household = plan.person.household_id if plan.person else None
    if household is None:
        return (alone,)
    return (household, *(values.get(n) for n in ("visit_date", "kind", "method", "visitors")))


def _paper(values: Mapping[str, Any], fact: Row) -> Row:
    written = {name: values.get(name) for name in _PAPER}
    return {"id": new_id(), "household_id": fact["household_id"], **written}


def _batch_key(plan: LedgerPlan) -> tuple[Any, ...]:
    values = plan.candidate.values
    names = ("batch", "kind", "occasion", "occasion_year", "funding", "pay_form")
    return tuple(values.get(name) for name in names)


def _worth(plan: LedgerPlan) -> int:
    values = plan.candidate.values
    money = 0 if values["pay_form"] == PayForm.GOODS else int(str(values["amount_fen"]))
    return money + int(str(values.get("goods_value_fen") or 0))


_GIFT = ("recipient_text", "recipient_kind", "amount_fen", "goods", "quantity", "goods_value_fen")


def _line(plan: LedgerPlan, batch_id: UUID, number: int) -> Row:
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


def _payment(plan: LedgerPlan, batch_id: UUID, line_id: UUID) -> Row:
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


def _cycle(year: int, first: date) -> Row:
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


def _certifiers(values: Mapping[str, Any], staff: Mapping[str, UUID]) -> Row:
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


def _plaque(plan: LedgerPlan, held: Mapping[UUID, set[str]]) -> Row:
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


def _from_the_beginning(event: PlaqueEventKind) -> list[PlaqueEventKind]:
    if event in {PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR}:
        return [PlaqueEventKind.ISSUE, event]
    return [event]


def _plaque_event(values: Mapping[str, Any], event: PlaqueEventKind) -> Row:
    names = ("event_on", "reason", "decision_no", "decision_on", "position", "address")
    more = ("signed_by", "sign_relation", "handled_by", "note")
    return {"event": event.value, **{name: values.get(name) for name in (*names, *more)}}
