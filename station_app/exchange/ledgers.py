"""Rows of ledgers: visits, payments, certifications, plaques and benefits, read into plain values.

Who a row means and what the station already knows of it is decided elsewhere.
"""

from collections.abc import Callable
from datetime import date

from station_app.domain import condolence
from station_app.domain.codes import (
    CondolenceKind,
    Funding,
    Occasion,
    PayForm,
    PlaqueEventKind,
    Receipt,
    RecipientKind,
    VisitKind,
    VisitMethod,
    VisitState,
)
from station_app.domain.condolence import Gift
from station_app.domain.festivals import occasion_year
from station_app.domain.id_number import LOST_CODES
from station_app.domain.imports import ImportKind
from station_app.domain.money_reading import ASKING_FROM, Amount
from station_app.domain.names import clean_name, split_names
from station_app.domain.reading import Level, ask, err, fix
from station_app.exchange.cells import as_text
from station_app.exchange.findings import Findings, ReadingContext
from station_app.exchange.ledger_candidate import (
    LedgerCandidate,
    code_of,
    has,
    required_code,
    take_day,
    take_text,
    text_of,
    year_of,
)
from station_app.exchange.source_rows import SourceRow

WATCHED = "row.watched_person"
PERSON_FIELDS = frozenset({"name", "id_number", "birth_date", "group_name"})
_NAMELESS = frozenset({ImportKind.VISITS, ImportKind.PAYMENTS})
"""Ledgers whose rows may count people without naming them."""


def read_ledger_row(
    kind: ImportKind,
    row: SourceRow,
    context: ReadingContext,
    accepted: frozenset[str] = frozenset(),
) -> LedgerCandidate:
    """A row of a ledger; what is unsure or wrong leaves a reason and no value."""
    candidate = LedgerCandidate(row, Findings(context, accepted))
    _read_person(candidate)
    _READERS[kind](candidate)
    for name in row.merged_money:
        candidate.findings.note(name, row.values.get(name), ask("money.merged"))
    if row.hidden:
        candidate.findings.note("row", None, fix("row.hidden"))
    if kind in _NAMELESS:
        _read_headcount(candidate)
    return candidate


# ---------------------------------------------------------------------- whom a row means


def _read_person(candidate: LedgerCandidate) -> None:
    findings = candidate.findings
    if candidate.cell("name") is not None:
        _read_name(candidate)
    if candidate.cell("id_number") is not None:
        number = findings.id_number("id_number", candidate.cell("id_number"))
        if number is not None:
            candidate.id_number = number.text
            candidate.birth_date = number.birth_date.isoformat()
        findings.soften(LOST_CODES)  # the name may still tell who it is, when somebody chooses
    elif candidate.cell("birth_date") is not None:
        day = findings.date("birth_date", candidate.cell("birth_date"))
        candidate.birth_date = str(day) if day else None
    if candidate.cell("group_name") is not None:
        candidate.group_name = findings.text("group_name", candidate.cell("group_name"))


def _read_name(candidate: LedgerCandidate) -> None:
    value = candidate.cell("name")
    text = candidate.findings.text("name", value)
    if text is None:
        return
    reading = clean_name(text)
    if reading.notes and len(split_names(text)) > 1:
        candidate.findings.note("name", value, ask("name.two_people", text=text))
        return
    for note in reading.notes:
        candidate.findings.note("name", value, note)
    candidate.name = reading.value


def _read_headcount(candidate: LedgerCandidate) -> None:
    """A count stands for people without names; beside a name it can only be one."""
    findings, value = candidate.findings, candidate.cell("headcount")
    count = None if value is None else findings.count("headcount", value)
    if count == 0:
        findings.note("headcount", value, err("row.nobody_counted"))
    if candidate.names_somebody:
        if count is not None and count > 1:
            findings.note("headcount", value, ask("row.name_and_count", count=count))
        candidate.headcount = 1
        return
    candidate.headcount = count
    recipient = candidate.values.get("recipient_text")
    if count is None and value is None:
        if recipient is None:
            findings.note("headcount", None, err("row.nobody"))
        candidate.headcount = 1


# ---------------------------------------------------------------------- visits


def _read_visit(candidate: LedgerCandidate) -> None:
    findings, values = candidate.findings, candidate.values
    take_day(candidate, "visit_date", required=True)
    values["kind"] = code_of(candidate, "kind", "visit_kind", VisitKind.OTHER, "row.visit_kind")
    values["method"] = code_of(candidate, "method", "visit_method", None, "row.visit_method")
    if values["method"] is None and not findings.has("choice.unknown", "choice.ambiguous"):
        findings.note("method", None, ask("row.method_missing"), tuple(VisitMethod))
    for name in ("visitors", "lead_name", "unit", "place", "situation", "needs", "answer"):
        take_text(candidate, name)
    take_text(candidate, "follow_up")
    if candidate.cell("lead_level") is not None:
        level = candidate.cell("lead_level")
        values["lead_level"] = findings.code("lead_level", level, "lead_level")
    values["state"] = VisitState.DONE.value
    if not candidate.names_somebody:
        values["recipient_text"] = text_of(candidate, "place")
        if values["method"] == VisitMethod.MEETING:
            findings.note("method", candidate.cell("method"), err("row.meeting_without_names"))


# ---------------------------------------------------------------------- payments


def _read_payment(candidate: LedgerCandidate) -> None:
    values = candidate.values
    take_day(candidate, "paid_on", required=True)
    values["kind"] = required_code(candidate, "kind", "condolence_kind")
    _read_occasion(candidate)
    values["funding"] = code_of(candidate, "funding", "funding", Funding.OTHER, "row.funding")
    _read_gift(candidate)
    _read_recipient(candidate)
    _read_receipt(candidate)
    take_text(candidate, "batch")
    take_text(candidate, "note")


def _read_occasion(candidate: LedgerCandidate) -> None:
    values, findings = candidate.values, candidate.findings
    occasion = code_of(candidate, "occasion", "occasion", Occasion.DAILY, "row.occasion")
    values["occasion"] = occasion
    paid_on = values.get("paid_on")
    year = candidate.cell("occasion_year")
    if year is not None:
        values["occasion_year"] = year_of(findings, "occasion_year", year)
    elif occasion is not None and isinstance(paid_on, date):
        values["occasion_year"] = occasion_year(Occasion(occasion), paid_on)


def _read_gift(candidate: LedgerCandidate) -> None:
    """Money and goods of a row; a value under 金额 for goods is their price (MO4)."""
    findings, values = candidate.findings, candidate.values
    few = _for_each(candidate)
    amount, worth = _amount(candidate, few, "amount"), _amount(candidate, few, "goods_value")
    findings.reasons += few.reasons
    goods = text_of(candidate, "goods") or (amount.goods if amount else None)
    fen = amount.fen if amount else None
    value = worth.fen if worth else None
    default = PayForm.GOODS if fen is None else PayForm.CASH
    form = code_of(candidate, "pay_form", "pay_form", default, "row.pay_form")
    if form == PayForm.GOODS and fen is not None and value is None:
        fen, value = None, fen
    values |= {"pay_form": form, "amount_fen": fen or 0, "goods_value_fen": value, "goods": goods}
    if has(candidate, "quantity"):
        values["quantity"] = findings.count("quantity", candidate.cell("quantity"))
    if form is not None and few.level < Level.ASK:
        named = goods or ("-" if value else None)  # priced goods need no name in a ledger
        _check_gift(candidate, Gift(PayForm(form), fen or 0, named, value))


def _amount(candidate: LedgerCandidate, findings: Findings, name: str) -> Amount | None:
    value = candidate.cell(name)
    return None if value is None else findings.money(name, value)


def _check_gift(candidate: LedgerCandidate, gift: Gift) -> None:
    for note in condolence.check_gift(gift):
        if note.code != "condolence.large":  # asked by the reader of amounts, a head at a time
            candidate.findings.note("amount", candidate.cell("amount"), note)


def _for_each(candidate: LedgerCandidate) -> Findings:
    """Findings for amounts: a row for many people asks by what each of them gets."""
    findings = Findings(candidate.findings.context, candidate.findings.accepted)
    count = as_text(candidate.cell("headcount"))
    heads = int(count) if count.isdigit() and count.isascii() else 1
    aside = Findings(candidate.findings.context, frozenset({"money.large"}))
    name = "amount" if has(candidate, "amount") else "goods_value"
    amount = _amount(candidate, aside, name)
    if amount and amount.fen and heads > 1 and amount.fen <= ASKING_FROM * heads:
        findings.accepted |= {"money.large"}
    return findings


def _read_recipient(candidate: LedgerCandidate) -> None:
    values, findings = candidate.values, candidate.findings
    recipient = text_of(candidate, "recipient")
    kind = values.get("kind")
    if candidate.names_somebody:
        values["recipient_kind"] = RecipientKind.PERSON.value
        if kind == CondolenceKind.FOCUS:
            findings.note("name", None, err(WATCHED))
        return
    values["recipient_text"] = recipient
    if kind == CondolenceKind.TROOPS:
        values["recipient_kind"] = RecipientKind.TROOPS.value
    else:
        named = RecipientKind.UNIT if recipient and not has(candidate, "headcount") else None
        values["recipient_kind"] = (named or RecipientKind.GROUP).value


def _read_receipt(candidate: LedgerCandidate) -> None:
    """The ledger lists what was given; rows that say otherwise are no payments."""
    values = candidate.values
    default = Receipt.AGENT if has(candidate, "receiver_name") else Receipt.SELF
    receipt = default.value
    if has(candidate, "receipt"):
        given = candidate.findings.code("receipt", candidate.cell("receipt"), "receipt")
        receipt = given or default.value
    values["receipt"] = receipt
    if receipt not in condolence.RECEIVED:
        candidate.findings.note("receipt", candidate.cell("receipt"), fix("row.not_received"))
    for name in ("receiver_name", "receiver_relation"):
        take_text(candidate, name)


# ---------------------------------------------------------------------- certifications


def _read_certification(candidate: LedgerCandidate) -> None:
    findings, values = candidate.findings, candidate.values
    take_day(candidate, "certified_on", required=True)
    values["method"] = required_code(candidate, "method", "cert_method")
    values["result"] = code_of(candidate, "result", "cert_result", "PASS", "row.cert_result")
    if has(candidate, "year"):
        values["year"] = year_of(findings, "year", candidate.cell("year"))
    for name in ("agent_name", "agent_relation", "evidence", "result_no", "place", "certifier"):
        take_text(candidate, name)
    if has(candidate, "agent_phone"):
        phones = findings.phones("agent_phone", candidate.cell("agent_phone"))
        values["agent_phone"] = phones.mobile or phones.other_text
    take_text(candidate, "note")


# ---------------------------------------------------------------------- plaques


def _read_plaque(candidate: LedgerCandidate) -> None:
    values = candidate.values
    take_day(candidate, "event_on", required=True)
    values["event"] = _plaque_event(candidate)
    for name in ("plaque_no", "head_name", "household_no", "address", "decision_no"):
        take_text(candidate, name)
    for name in ("signed_by", "sign_relation", "handled_by", "note"):
        take_text(candidate, name)
    for name, choices in (("position", "plaque_position"), ("apply_mode", "apply_mode")):
        if has(candidate, name):
            values[name] = candidate.findings.code(name, candidate.cell(name), choices)
    if has(candidate, "reason"):
        reason = candidate.cell("reason")
        values["reason"] = candidate.findings.code("reason", reason, "plaque_reason")
    for name in ("applied_on", "decision_on"):
        take_day(candidate, name)


_NEW_PLAQUE = {"NEW": PlaqueEventKind.HANG, "REPLACEMENT": PlaqueEventKind.REPLACE}


def _plaque_event(candidate: LedgerCandidate) -> str | None:
    """What happened: as the column says; a ledger without one lists plaques that were hung."""
    if not has(candidate, "event"):
        return PlaqueEventKind.HANG.value
    aside = Findings(candidate.findings.context)
    issue = aside.code("event", candidate.cell("event"), "plaque_issue")
    if issue in _NEW_PLAQUE:
        return _NEW_PLAQUE[issue].value
    state = aside.code("event", candidate.cell("event"), "plaque_state")
    if state in {"HUNG", "INDOOR"}:
        return {"HUNG": PlaqueEventKind.HANG, "INDOOR": PlaqueEventKind.PLACE_INDOOR}[state].value
    return required_code(candidate, "event", "plaque_event")


# ---------------------------------------------------------------------- benefits


def _read_entitlement(candidate: LedgerCandidate) -> None:
    findings, values = candidate.findings, candidate.values
    values["kind"] = required_code(candidate, "kind", "pension_kind")
    if has(candidate, "month") or has(candidate, "paid_on"):
        _read_pension_payment(candidate)
        return
    values["state"] = code_of(candidate, "state", "entitlement_state", "GRANTED", "row.entitled")
    take_day(candidate, "approved_on")
    approved = values.get("approved_on")
    for name in ("start_month", "stop_month"):
        if has(candidate, name):
            values[name] = findings.month(name, candidate.cell(name))
    if not has(candidate, "start_month"):
        if approved is None:
            findings.note("start_month", None, err("row.start_missing"))
        else:
            values["start_month"] = str(approved)[:7]
            findings.note("start_month", None, fix("row.start_from_approval"))
    if has(candidate, "suspend_reason"):
        reason = candidate.cell("suspend_reason")
        values["suspend_reason"] = findings.code("suspend_reason", reason, "suspend_reason")
    if has(candidate, "monthly"):
        amount = findings.money("monthly", candidate.cell("monthly"))
        values["monthly_fen"] = amount.fen if amount else None
    take_text(candidate, "doc_no")
    take_text(candidate, "note")


def _read_pension_payment(candidate: LedgerCandidate) -> None:
    findings, values = candidate.findings, candidate.values
    take_day(candidate, "paid_on", required=True)
    values["item"] = code_of(candidate, "item", "pay_item", "BASE", "row.pay_item")
    if has(candidate, "month"):
        values["month"] = findings.month("month", candidate.cell("month"))
    else:
        values["month"] = str(values.get("paid_on"))[:7]
        findings.note("month", None, fix("row.month_from_payment"))
    amount = _amount(candidate, findings, "amount")
    values["amount_fen"] = amount.fen if amount else None
    if values["amount_fen"] is None and not findings.level >= Level.ASK:
        findings.note("amount", candidate.cell("amount"), err("row.amount_missing"))
    take_text(candidate, "doc_no")


_READERS: dict[ImportKind, Callable[[LedgerCandidate], None]] = {
    ImportKind.VISITS: _read_visit,
    ImportKind.PAYMENTS: _read_payment,
    ImportKind.CERTIFICATIONS: _read_certification,
    ImportKind.PLAQUES: _read_plaque,
    ImportKind.ENTITLEMENTS: _read_entitlement,
}
