"""Columns of a roster that need more than a list or a text: ID, birth, phones, service, account."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from station_app.domain.addresses import clean_address, clean_group, group_in
from station_app.domain.bank_accounts import parse_account, parse_account_number
from station_app.domain.categories import grade_fits
from station_app.domain.codes import CODE_LISTS, Sex
from station_app.domain.date_reading import parse_date, parse_date_range
from station_app.domain.id_number import LOST_CODES, LOST_IN_NUMBER, IdNumber
from station_app.domain.imports import LIST_COMMA, NO_ID_IN_FILE
from station_app.domain.kinds import Kind, from_text
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import ask, err, fix
from station_app.errors import Rejected
from station_app.exchange.candidate import RosterCandidate
from station_app.exchange.cells import CellValue, as_text, is_number
from station_app.exchange.findings import Findings

_SEPARATED_NUMBERS = re.compile(r"(?<![\dX])(?:\d{17}[\dX]|\d{15})(?![\dX])")
_YOUNGEST_SOLDIER = 14
_LONGEST_NUMBER = 18


_clean_group = lru_cache(maxsize=1024)(clean_group)


def split_id_numbers(text: str) -> list[str]:
    """The whole numbers that stand in a cell, in their order."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return _SEPARATED_NUMBERS.findall(plain)


def read_id_number(candidate: RosterCandidate, value: CellValue) -> None:
    """The ID number with what follows from it; a lost or missing one leaves a reason why."""
    findings = candidate.findings
    if value is None or not as_text(value).strip():
        findings.note("id_number", value, ask("row.id_missing"))
        candidate.person["no_id_reason"] = NO_ID_IN_FILE
        return
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER and len(split_id_numbers(value)) > 1:
        findings.note("id_number", value, ask("row.id_several", text=value))
        return
    number = findings.id_number("id_number", value)
    if number is not None:
        _take_number(candidate, number, as_text(value))
    elif findings.has(*LOST_CODES):
        findings.soften(LOST_CODES)  # a lost number does not refuse the person (SETTLED 11)
        candidate.person["no_id_reason"] = LOST_IN_NUMBER


def _take_number(candidate: RosterCandidate, number: IdNumber, raw: str) -> None:
    candidate.person |= {
        "id_number": number.text,
        "id_type": "01" if not number.is_permit else None,
        "sex": number.sex.value,
        "birth_date": number.birth_date.isoformat(),
    }
    if raw.strip() != number.text:
        candidate.person["id_number_raw"] = raw


def read_sex(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """The ID number wins; a conflict is asked, for it may be the spouse's (DOMAIN 7 #21)."""
    text = as_text(int(value)) if isinstance(value, float) else as_text(value)
    code = candidate.findings.code(name, text, "sex")
    known = candidate.person.get("sex")
    if code is None or code not in {Sex.MALE, Sex.FEMALE}:
        return
    if known is None:
        candidate.person["sex"] = code
    elif known != code:
        labels = CODE_LISTS["sex"].label
        conflict = ask("id_number.sex", id_sex=labels(str(known)), sex=labels(code))
        candidate.findings.note(name, value, conflict)


def read_birth_date(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """A birth date beside a good ID number only confirms it, or is asked (DOMAIN 7 #4, #8)."""
    if "id_number" not in candidate.person:
        day = candidate.findings.date(name, value)
        if day is not None:
            candidate.person["birth_date"] = str(day)
        return
    if _confirms(candidate, value):
        return
    known = PartialDate.of(str(candidate.person["birth_date"]))
    aside = Findings(candidate.findings.context)
    reading = aside.date_reading(value)
    possible = reading.options or ((reading.value,) if reading.value else ())
    if any(option.agrees_with(known) for option in possible):
        return
    if not possible:
        candidate.findings.note(name, value, fix("row.birth_from_id", read=known.official()))
        return
    conflict = ask("id_number.birth", id_birth=known.official(), birth=possible[0].official())
    candidate.findings.note(name, value, conflict)


def _confirms(candidate: RosterCandidate, value: CellValue) -> bool:
    """The very date of the number, as most rosters have it."""
    text = value.isoformat() if isinstance(value, date) else value
    return text == candidate.person["birth_date"]


def read_village(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """The village's name begins the address."""
    text = candidate.findings.text(name, value)
    address = clean_address(text) if text else None
    if address is not None:
        _take_address(candidate, address)


def read_address(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """The address as it stands, tidied; the group that it names, if no column names one."""
    text = candidate.findings.text(name, value)
    address = clean_address(text) if text else None
    if address is None:
        return
    village = candidate.person.get("address")
    if isinstance(village, str) and village not in address:
        address = village + address
    _take_address(candidate, address)


def _take_address(candidate: RosterCandidate, address: str) -> None:
    candidate.person["address"] = address
    group = None if "group_name" in candidate.source.values else group_in(address)
    if group is not None:
        candidate.person["group_name"] = group


def read_hukou_address(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """The registered address belongs to the household."""
    text = candidate.findings.text(name, value)
    if text is not None:
        candidate.household["hukou_address"] = clean_address(text)


def read_group(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """The group of the village, in one spelling."""
    text = candidate.findings.text(name, value)
    group = _clean_group(text) if text else None
    if group is not None:
        candidate.person["group_name"] = group


def read_phones(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """Several numbers in a cell are told apart; a named one is the contact's (DOMAIN 7 #9)."""
    phones = candidate.findings.phones(name, value)
    found = {
        "mobile": phones.mobile,
        "phone2": phones.other_text,
        "contact_name": phones.contact_name,
        "contact_relation": phones.contact_relation,
        "contact_phone": phones.contact_phone,
    }
    for field, text in found.items():
        if text is not None:
            candidate.person.setdefault(field, text)


def read_second_phone(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """Every number of the column for other phones."""
    phones = candidate.findings.phones(name, value)
    numbers = [phones.mobile, *phones.others]
    text = LIST_COMMA.join(number for number in numbers if number)
    if text:
        candidate.person[name] = text


def read_contact_phone(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """The contact's number."""
    phones = candidate.findings.phones(name, value)
    number = phones.mobile or phones.other_text
    if number is not None:
        candidate.person[name] = number


def read_service_date(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """Enlistment or discharge, as exactly as it is known; both may stand in the first column."""
    today = candidate.findings.context.today
    if name == "enlist_date" and isinstance(value, str) and _is_range(value, today):
        read_service_period(candidate, name, value)
        return
    day = candidate.findings.date(name, value)
    if day is not None:
        candidate.service[name] = str(day)


@lru_cache(maxsize=8192)
def _is_range(value: str, today: date) -> bool:
    if parse_date(value, today=today).value is not None:
        return False
    span = parse_date_range(value, today=today).value
    return span is not None and span.end is not None


def read_service_period(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """`1976.12-1980.1` in one cell becomes two dates (DOMAIN 7 #8)."""
    findings = candidate.findings
    if not isinstance(value, str):
        read_service_date(candidate, "enlist_date", value)
        return
    reading = parse_date_range(value, today=findings.context.today)
    span = findings.take(name, value, reading)
    if span is not None:
        candidate.service.setdefault("enlist_date", str(span.start))
        if span.end is not None:
            candidate.service.setdefault("discharge_date", str(span.end))


def read_household_text(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """What names the household: its number, its book, its head."""
    text = candidate.findings.text(name, value)
    if text is not None:
        candidate.household[name] = text


def read_member_count(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """People in the household."""
    count = candidate.findings.count(name, value)
    if count is not None:
        candidate.household[name] = count


def read_account(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """A card number from a numeric cell is lost like an ID number (DOMAIN 7 #19)."""
    findings = candidate.findings
    if isinstance(value, float | int) and is_number(value):
        reading = parse_account_number(value)
    else:
        reading = parse_account(findings.text(name, value) or "")
    account = findings.take(name, value, reading)
    if account is not None:
        candidate.account["account_no"] = account


def read_account_text(candidate: RosterCandidate, name: str, value: CellValue) -> None:
    """Bank and holder of the account."""
    text = candidate.findings.text(name, value)
    if text is not None:
        candidate.account[name] = text


def yes_no(findings: Findings, name: str, value: CellValue) -> bool | None:
    """Yes or no in the usual marks."""
    try:
        answer = from_text(Kind.BOOLEAN, as_text(value))
    except Rejected:
        findings.note(name, value, fix("row.kept_as_note", text=as_text(value)))
        return None
    return answer if isinstance(answer, bool) else None


def check_dates(candidate: RosterCandidate) -> None:
    """Birth, enlistment, discharge and death in their order; impossible orders are errors."""
    findings = candidate.findings
    birth = _date(candidate.person, "birth_date")
    start, end = _date(candidate.service, "enlist_date"), _date(candidate.service, "discharge_date")
    death = _date(candidate.person, "death_date")
    for name, day in (("enlist_date", start), ("discharge_date", end), ("death_date", death)):
        if birth and day and _surely_before(day, birth):
            findings.note(name, day, err("row.before_birth", read=_official(day)))
    if start and end and _surely_before(end, start):
        findings.note("discharge_date", end, err("row.service_backwards", read=_official(end)))
    elif birth and start and not findings.has("row.before_birth"):
        age = int(start[:4]) - int(birth[:4])
        if age < _YOUNGEST_SOLDIER:
            findings.note("enlist_date", start, ask("row.too_young", age=age))
    categories = candidate.categories
    if categories and not grade_fits(categories.cause, categories.grade):
        findings.note(
            "category", candidate.source.values.get("category"), ask("row.category_grade")
        )


def _surely_before(one: str, other: str) -> bool:
    """Stored dates compare as text, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def _official(stored: str) -> str:
    return PartialDate.of(stored).official()


def _date(values: Mapping[str, object], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
