"""Writes decided rows of a ledger: facts of their day, and the visits, batches they need."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import facts
from station_app.domain.codes import (
    BatchForm,
    BatchStatus,
    EntitlementEventKind,
    PlaqueEventKind,
    label,
)
from station_app.domain.imports import (
    IMPORTED_BATCH,
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
from station_app.services.ledger_rows import (
    STOP_EVENT,
    Row,
    batch_key,
    certifier_columns,
    cycle_row,
    events_from_the_beginning,
    first_day_of,
    payment_row,
    plan_row,
    plaque_event_row,
    plaque_row,
    visit_key,
    visit_row,
    worth,
)
from station_app.store import bulk
from station_app.store.context import moment_of, operator_of

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
            day = plan.candidate.values.get("approved_on") or first_day_of(plan, "start_month")
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
            paper = papers.setdefault(visit_key(plan, fact["id"]), visit_row(values, fact))
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
            batches[batch_key(plan)].append((row, plan))
        for some in batches.values():
            self._write_batch(some)

    def _write_batch(self, some: Planned) -> None:
        batch = self._batch(some)
        lines, payments = [], []
        for number, (row, plan) in enumerate(some, start=1):
            line = plan_row(plan, batch["id"], number)
            on = plan.candidate.values["paid_on"]
            assert isinstance(on, date)
            payment = self._fact(plan, on) | payment_row(plan, batch["id"], line["id"])
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
            "drawn_fen": sum(worth(plan) for _, plan in some),
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
            fact = self._fact(plan, on) | values | certifier_columns(values, staff)
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
        self._insert(CERTIFICATION_CYCLE, (cycle_row(year, day) for year, day in first.items()))

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
                plaques.append(plaque_row(plan, held))
                plaque_id = plaques[-1]["id"]
                kinds = events_from_the_beginning(event)
            for kind in kinds:
                fact = (
                    self._fact(plan, on) | plaque_event_row(values, kind) | {"plaque_id": plaque_id}
                )
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
                benefit: Row = {"id": new_id(), "person_id": person.person_id, **values}
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
        stopped = STOP_EVENT.get(str(benefit["state"]))
        day = first_day_of(plan, "stop_month")
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
