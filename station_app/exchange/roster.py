"""The rosters offices really send: one row of people → what it says of a person, and what to ask.

Uncertain cells give a reason and no value; nothing here knows who is already registered.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from station_app.domain.categories import CategoryReading, parse_categories
from station_app.domain.codes import Category, DisCause, DisGrade, PersonStatus
from station_app.domain.imports import (
    MONEY_FIELDS,
    NONE_WORD,
    NOTE_LINE,
    PLAIN_NAME,
    SHEET_STATUS,
    ImportKind,
    label,
)
from station_app.domain.names import clean_name, split_names, tells_an_end
from station_app.domain.reading import ask, fix
from station_app.exchange import roster_fields as fields
from station_app.exchange.candidate import RosterCandidate
from station_app.exchange.cells import CellValue, as_text
from station_app.exchange.findings import Findings, ReadingContext, blank
from station_app.exchange.source_rows import SourceRow

TWO_PEOPLE = "name.two_people"


def read_roster_row(
    row: SourceRow, context: ReadingContext, accepted: frozenset[str] = frozenset()
) -> list[RosterCandidate]:
    """The person of a row; two, when a person has said that the row holds two (DOMAIN 7 #10)."""
    if TWO_PEOPLE in accepted:
        pairs = _pairs(row)
        if len(pairs) > 1:
            return [_read(_one_of(row, pair), context, accepted) for pair in pairs]
    return [_read(row, context, accepted)]


def _pairs(row: SourceRow) -> list[tuple[str, CellValue]]:
    names = split_names(as_text(row.values.get("name")))
    numbers = fields.split_id_numbers(as_text(row.values.get("id_number")))
    padded = [*numbers, *[None] * len(names)][: len(names)]
    return list(zip(names, padded, strict=True))


def _one_of(row: SourceRow, pair: tuple[str, CellValue]) -> SourceRow:
    """The row as that of one of its people; money is not copied."""
    kept = {name: value for name, value in row.values.items() if name not in MONEY_FIELDS}
    return replace(row, values=kept | {"name": pair[0], "id_number": pair[1]})


UNREAD_DATES = frozenset({"date.unreadable", "date.serial"})
"""A date that cannot be read does not refuse the person: it is asked (DOMAIN 7 #8)."""


def _read(row: SourceRow, context: ReadingContext, accepted: frozenset[str]) -> RosterCandidate:
    values = {n: v for n, v in row.values.items() if not (blank(v) or _says_none(n, v))}
    candidate = RosterCandidate(row, Findings(context, accepted))
    _read_name(candidate, values.get("name"))
    fields.read_id_number(candidate, values.get("id_number"))
    for name, reader in _READERS.items():
        if name in values:
            reader(candidate, name, values[name])
    candidate.findings.soften(UNREAD_DATES)
    _read_status(candidate, values)
    _read_money(candidate, values)
    fields.check_dates(candidate)
    _note_the_rest(candidate)
    return candidate


def _says_none(name: str, value: CellValue) -> bool:
    """`无` is an answer in few columns and an empty cell in all others."""
    return value == NONE_WORD and name not in {"social_relief", "lonely_elder", "orphan"}


def _read_name(candidate: RosterCandidate, value: CellValue) -> None:
    if isinstance(value, str) and PLAIN_NAME.fullmatch(value):
        candidate.person["name"] = value
        return
    text = candidate.findings.text("name", value)
    if text is None:
        candidate.findings.note("name", value, ask("row.name_missing"))
        return
    reading = clean_name(text)
    if reading.notes and len(split_names(text)) > 1:
        candidate.findings.note("name", value, ask(TWO_PEOPLE, text=text))
        return
    for note in reading.notes:
        candidate.findings.note("name", value, note)
    if reading.value is not None:
        candidate.person["name"] = reading.value
    if reading.status_hint is not None:
        candidate.person["status"] = reading.status_hint.value


def _read_status(candidate: RosterCandidate, values: Mapping[str, CellValue]) -> None:
    """A death or a move that the sheet or a column tells is asked, never taken for granted."""
    findings = candidate.findings
    hint = next((s for word, s in SHEET_STATUS.items() if word in candidate.source.sheet), None)
    if hint is not None:
        findings.note("sheet", candidate.source.sheet, ask("row.sheet_status", text=hint.label))
    if "status" in values:
        code = findings.code("status", values["status"], "person_status")
        if code in {PersonStatus.DECEASED, PersonStatus.MOVED_OUT}:
            hint = PersonStatus(code)
            findings.note("status", values["status"], ask("row.status", text=hint.label))
    if "death_date" in candidate.person and hint is None:
        hint = PersonStatus.DECEASED
        findings.note("death_date", values["death_date"], ask("row.status", text=hint.label))
    if hint is not None:
        candidate.person["status"] = hint.value
    elif "status" not in candidate.person and tells_an_end(remark := as_text(values.get("note"))):
        findings.note("note", remark, ask("row.note_status", text=remark))


def _read_money(candidate: RosterCandidate, values: Mapping[str, CellValue]) -> None:
    """An amount in a roster is checked and stays in the file: payments have a ledger."""
    findings = candidate.findings
    if "amount" in values:
        findings.money("amount", values["amount"])
        findings.note("amount", values["amount"], fix("row.money_not_here"))
    for name in candidate.source.merged_money:
        findings.note(name, candidate.source.values.get(name), ask("money.merged"))


def _note_the_rest(candidate: RosterCandidate) -> None:
    """Words that no list knows go into the note with their heading: nothing typed is lost."""
    kept = [
        NOTE_LINE.format(label=label(ImportKind.ROSTER, reason.field), text=reason.value)
        for reason in candidate.findings.reasons
        if reason.code == "row.kept_as_note"
    ]
    note = candidate.person.get("note")
    lines = ([note] if isinstance(note, str) else []) + kept
    if lines:
        candidate.person["note"] = "\n".join(lines)
    if candidate.source.hidden:
        candidate.findings.note("row", None, fix("row.hidden"))


_read_categories = lru_cache(maxsize=4096)(parse_categories)

# ---------------------------------------------------------------------- readers of single columns

Reader = Callable[[RosterCandidate, str, CellValue], None]


def _choice(choices: str) -> Reader:
    def read(candidate: RosterCandidate, name: str, value: CellValue) -> None:
        code = candidate.findings.code(name, value, choices)
        if code is not None:
            candidate.person[name] = code

    return read


def _text(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    text = candidate.findings.text(name, value)
    if text is not None:
        candidate.person[name] = text


def _service_text(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    text = candidate.findings.text(name, value)
    if text is not None:
        candidate.service[name] = text


def _identity_text(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    text = candidate.findings.text(name, value)
    if text is not None:
        candidate.identity[name] = text


def _identity_choice(choices: str) -> Reader:
    def read(candidate: RosterCandidate, name: str, value: CellValue) -> None:
        code = candidate.findings.code(name, value, choices)
        if code is not None:
            candidate.identity[name] = code

    return read


def _yes_no(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    answer = fields.yes_no(candidate.findings, name, value)
    if answer is not None:
        candidate.person[name] = answer


def _partial(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    day = candidate.findings.date(name, value)
    if day is not None:
        candidate.person[name] = str(day)


def _day(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    day = candidate.findings.day(name, value)
    if day is not None:
        candidate.person[name] = day


def _settle_mode(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    code = candidate.findings.code(name, value, "settle_mode")
    if code is not None:
        candidate.service[name] = code


def _category(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """Several categories in a cell, with grade and cause (DOMAIN 7 #12)."""
    text = candidate.findings.text(name, value)
    if text is None:
        return
    reading = _read_categories(text)
    for asked, options in reading.asks:
        candidate.findings.note(name, value, ask("row.category_ambiguous", text=asked), options)
    for unknown in reading.unknown:
        candidate.findings.note(name, value, fix("row.category_unknown", text=unknown))
    if reading.legacy_grade is not None:
        candidate.findings.note(name, value, fix("row.category_legacy", text=reading.legacy_grade))
    candidate.categories = reading
    if reading.unknown:
        candidate.identity["category_text"] = text


def _grade(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """A grade column beside a category: it fills what the category cell left open."""
    code = candidate.findings.code(name, value, "dis_grade")
    if code is not None:
        base = candidate.categories or CategoryReading((Category.DISABLED,))
        candidate.categories = replace(base, grade=base.grade or DisGrade(code))


def _cause(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    code = candidate.findings.code(name, value, "dis_cause")
    if code is not None:
        base = candidate.categories or CategoryReading((Category.DISABLED,))
        candidate.categories = replace(base, cause=base.cause or DisCause(code))


_READERS: dict[str, Reader] = {
    "sex": fields.read_sex,
    "birth_date": fields.read_birth_date,
    "file_no": _text,
    "former_name": _text,
    "ethnicity": _choice("ethnicity"),
    "political": _choice("political"),
    "party_join_date": _partial,
    "education": _choice("education"),
    "marital": _choice("marital"),
    "hukou_type": _choice("hukou_type"),
    "village": fields.read_village,
    "address": fields.read_address,
    "hukou_address": fields.read_hukou_address,
    "group_name": fields.read_group,
    "mobile": fields.read_phones,
    "phone": fields.read_phones,
    "phone2": fields.read_second_phone,
    "contact_name": _text,
    "contact_relation": _text,
    "contact_phone": fields.read_contact_phone,
    "employment": _choice("employment"),
    "work_unit": _text,
    "health": _choice("health"),
    "self_care": _choice("self_care"),
    "lonely_elder": _yes_no,
    "orphan": _yes_no,
    "social_relief": _choice("social_relief"),
    "category": _category,
    "disability_grade": _grade,
    "disability_cause": _cause,
    "cert_no": _identity_text,
    "survivor_relation": _identity_choice("survivor_relation"),
    "deceased_name": _identity_text,
    "soldier_name": _identity_text,
    "enlist_date": fields.read_service_date,
    "discharge_date": fields.read_service_date,
    "service_period": fields.read_service_period,
    "unit_code": _service_text,
    "unit_name": _service_text,
    "branch": _service_text,
    "rank_or_post": _service_text,
    "discharge_cert_no": _service_text,
    "special": _service_text,
    "settle_mode": _settle_mode,
    "household_no": fields.read_household_text,
    "hukou_book_no": fields.read_household_text,
    "head_name": fields.read_household_text,
    "member_count": fields.read_member_count,
    "relation_to_head": _choice("relation"),
    "bank_account": fields.read_account,
    "bank": fields.read_account_text,
    "holder_name": fields.read_account_text,
    "death_date": _partial,
    "moved_out_on": _day,
    "registered_on": _day,
    "note": _text,
}
