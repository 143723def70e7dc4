"""Phone numbers, alone or several in a cell with the names beside them (DOMAIN §7 #9, §8.5)."""

import re
import unicodedata
from dataclasses import dataclass

from station_app.domain.codes import CODE_LISTS
from station_app.domain.reading import Level, Note, Reading, ask, err, fix, worst

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})-?([2-9]\d{6,7})(-\d{1,6})?")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}")
_SHORT = re.compile(r"\d{3,6}")
_NAMED = re.compile(
    r"(?P<before>[\u3007\u3400-\u9fff·]*)(?:\((?P<remark>[^)]*)\))?:?(?P<number>[\d\-]+)"
    r"(?P<after>[\u3007\u3400-\u9fff·]*)(?:\((?P<late>[^)]*)\))?"
)
_SCIENTIFIC = re.compile(r"1\.\d+E\+?10", re.IGNORECASE | re.ASCII)
_SEPARATORS = re.compile(r"[、,;/|\n]+")


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers of one cell: the first mobile, the others, and whose they are if it says so."""

    mobile: str | None = None
    others: tuple[str, ...] = ()
    contact_name: str | None = None
    contact_relation: str | None = None
    contact_phone: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def level(self) -> Level:
        """How far the reading may be trusted."""
        return worst(self.notes)

    @property
    def other_text(self) -> str | None:
        """The other numbers in one field."""
        return "、".join(self.others) or None


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub("['’‘\u200b-\u200f\ufeff]", "", plain)
    plain = re.sub(r"[—–－−]", "-", plain)
    return re.sub(r"(?<!\d)(?:\+|00)86[\s-]*(?=1)", "", plain)


def _join_groups(text: str) -> str:
    """Spaces and hyphens inside one number go: `138 1234 5678`, `138-1234-5678`."""
    return re.sub(r"(?<!\d)(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)", r"\1\2\3", text)


def clean_phone(text: str) -> Reading[str]:
    """One number of any kind; short and area-less numbers are kept with a note."""
    plain = re.sub(r"\s", "", _join_groups(_clean(text)))
    if not plain:
        return Reading(None)
    plain = _scientific(plain) or plain
    if _MOBILE.fullmatch(plain):
        return Reading(plain, () if plain == text else (fix("phone.cleaned", read=plain),))
    if found := _LANDLINE.fullmatch(plain):
        area, number, extension = found.groups()
        return Reading(f"{area}-{number}{extension or ''}")
    if _LOCAL.fullmatch(plain):
        return Reading(plain, (fix("phone.no_area", text=plain),))
    if _SERVICE.fullmatch(plain) or _SHORT.fullmatch(plain):
        return Reading(plain, (fix("phone.second_only", text=plain),))
    return Reading(None, (ask("phone.unreadable", text=text, digits=len(plain)),))


def _scientific(plain: str) -> str | None:
    """`1.3812345678E+10` names all its digits; `1.38E+10` was cut short by the table."""
    digits = plain.upper().partition("E")[0].replace(".", "")
    return digits if _SCIENTIFIC.fullmatch(plain) and _MOBILE.fullmatch(digits) else None


def clean_mobile(text: str) -> Reading[str]:
    """A mobile number, and nothing else."""
    reading = clean_phone(text)
    if reading.value is None or _MOBILE.fullmatch(reading.value):
        return reading
    return Reading(None, (err("phone.not_mobile", text=text),))


def _pieces(text: str) -> list[str]:
    joined = _join_groups(_clean(text))
    parts = _SEPARATORS.split(joined)
    return [piece for part in parts for piece in _split_spaces(part.strip()) if piece]


def _split_spaces(part: str) -> list[str]:
    """Spaces part two numbers, not a name from its number or an area code from its number."""
    words = part.split()
    if len(words) > 1 and all(re.fullmatch(r"[\d-]{7,}", word) for word in words):
        return words
    return ["".join(words)]


def _relation(remark: str | None) -> str | None:
    """The code of a relation in brackets, the text itself where the list does not know it."""
    if not remark:
        return None
    match = CODE_LISTS["relation"].find(remark)
    return match.code if match else remark


def _contact(found: re.Match[str], number: str) -> Phones:
    name = found["before"] or found["after"] or None
    relation = found["remark"] or found["late"]
    if name is not None and relation is None and CODE_LISTS["relation"].find(name):
        name, relation = None, name
    return Phones(contact_name=name, contact_relation=_relation(relation), contact_phone=number)


def parse_phones(text: str) -> Phones:
    """Read a phone cell; a number with a name beside it belongs to that contact."""
    mobile: str | None = None
    others: list[str] = []
    contact = Phones()
    notes: list[Note] = []
    for piece in _pieces(text):
        found = _NAMED.fullmatch(piece)
        reading = clean_phone(found["number"] if found else piece)
        notes += reading.notes
        number = reading.value
        if number is None:
            continue
        if found and (found["before"] or found["after"] or found["remark"] or found["late"]):
            contact = _contact(found, number)
            notes.append(fix("phone.contact", text=piece))
        if mobile is None and _MOBILE.fullmatch(number):
            mobile = number
        elif number != contact.contact_phone:
            others.append(number)
    count = len(others) + (mobile is not None)
    if count > 1:
        notes.append(fix("phone.several", text=text, count=count))
    elif mobile is not None and mobile != text.strip() and not notes:
        notes.append(fix("phone.cleaned", read=mobile))
    return Phones(
        mobile,
        tuple(others),
        contact.contact_name,
        contact.contact_relation,
        contact.contact_phone,
        tuple(notes),
    )


def parse_phone_number(number: float) -> Phones:
    """A numeric cell: eleven digits survive scientific notation, unlike eighteen."""
    return parse_phones(str(int(number)) if number == int(number) else repr(number))
