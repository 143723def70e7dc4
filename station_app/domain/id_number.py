"""The resident's ID number: its parts, check digit, 15 → 18, what is wrong (DOMAIN §8.1)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from station_app.domain.codes import Sex
from station_app.domain.reading import Level, Note, ask, err, fix, worst
from station_app.errors import Rejected

PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (81, 83))
    for number in range(first, last + 1)
) | {"71", "91"}
PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})
OLDEST_AGE = 130
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FORM = re.compile(r"[1-9]\d{16}[\dX]")
_JUNK = re.compile("[\\s'\"`’‘“”\u200b-\u200f\ufeff\u00a0\\-_.,。]")
_PREFIX = re.compile(r"^(?:公民)?(?:居民)?身份(?:证件?)?(?:号码?)?:?|^证(?:件)?号码?:?")
_LOOKALIKES = str.maketrans({"Х": "X", "×": "X", "\u03a7": "X", "*": "X"})
_LETTERS = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1"})
_CENTENARIANS = frozenset({"996", "997", "998", "999"})


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number whose form, province, date and check digit hold."""

    text: str
    birth_date: date
    sex: Sex
    region: str

    @property
    def is_permit(self) -> bool:
        """Whether it is a residence permit of Hong Kong, Macao or Taiwan."""
        return self.region in PERMIT_REGIONS

    @property
    def tail(self) -> str:
        """The last four characters, which tell namesakes apart."""
        return self.text[-4:]


@dataclass(frozen=True, slots=True)
class IdFinding:
    """What was found in a cell: the number when it may be stored, and why not otherwise.

    With level ASK, `proposal` is the number that a person may confirm; it is not stored before.
    """

    raw: str
    text: str
    number: IdNumber | None
    notes: tuple[Note, ...] = ()
    proposal: IdNumber | None = None

    @property
    def level(self) -> Level:
        """How far the finding may be trusted."""
        return worst(self.notes)


def normalise(text: str) -> str:
    """Half-width, upper case, no spaces, quotes or prefix; every kind of X is X."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).upper()
    plain = _JUNK.sub("", plain).translate(_LOOKALIKES)
    return _PREFIX.sub("", plain)


def check_digit(body: str) -> str:
    """The 18th character for the first seventeen (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(map(mul, _WEIGHTS, map(int, body)))
    return _CHECK_DIGITS[total % 11]


def widen(fifteen: str, *, century: str = "19") -> str:
    """The eighteen characters of a number of fifteen digits."""
    body = fifteen[:6] + century + fifteen[6:]
    return body + check_digit(body)


def _birth_date(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def _form_note(text: str) -> Note | None:
    if len(text) != 18:
        return err("id_number.length", length=len(text), text=text)
    if not _FORM.fullmatch(text):
        place = next((i + 1 for i, c in enumerate(text) if not c.isdigit()), 1)
        return err("id_number.characters", place=place, text=text)
    return None


def _part_note(text: str) -> Note | None:
    """The first part that is wrong, in the order in which an operator reads."""
    if text[:2] not in PROVINCES:
        return err("id_number.province", province=text[:2], text=text)
    if _birth_date(text) is None or text[6:8] not in {"18", "19", "20"}:
        return err("id_number.date", date=text[6:14], text=text)
    expected = check_digit(text[:17])
    if expected != text[17]:
        return err("id_number.checksum", expected=expected, text=text)
    return None


def _age_note(text: str, today: date) -> Note | None:
    born = _birth_date(text)
    if born is None:
        return None
    if born > today:
        return err("id_number.future", date=text[6:14], text=text)
    if today.year - born.year > OLDEST_AGE:
        return err("id_number.age", date=text[6:14], text=text)
    return None


def _value(text: str) -> IdNumber:
    born = _birth_date(text)
    assert born is not None, "the date was checked before"
    sex = Sex.MALE if int(text[16]) % 2 else Sex.FEMALE
    return IdNumber(text, born, sex, text[:6])


def parse(text: str) -> IdNumber:
    """An 18-character number in any writing; `Rejected` with the part that is wrong."""
    plain = normalise(text)
    note = _form_note(plain) or _part_note(plain)
    if note is not None:
        raise Rejected(note.code, **note.values)
    return _value(plain)


def examine(text: str, *, today: date) -> IdFinding:
    """Look at a text cell or a field: what it is, or which part of it is wrong."""
    plain = normalise(text)
    if re.fullmatch(r"\d\.?\d*E\+?\d+", plain):
        return IdFinding(text, "", None, (err("id_number.scientific", text=text),))
    if re.fullmatch(r"\d{15}", plain):
        return _examine_fifteen(text, plain, today)
    if not _FORM.fullmatch(plain):
        return _examine_letters(text, plain, today)
    note = _part_note(plain) or _age_note(plain, today)
    if note is not None:
        return IdFinding(text, plain, None, (note,))
    cleaned = () if plain == text else (fix("id_number.cleaned", text=text, read=plain),)
    return IdFinding(text, plain, _value(plain), cleaned)


def _examine_fifteen(raw: str, plain: str, today: date) -> IdFinding:
    """15 → 18; the serials 996–999 were given to people over a hundred: born in 18xx, or not?"""
    wide = widen(plain)
    note = _part_note(wide) or _age_note(wide, today)
    if note is not None:
        return IdFinding(raw, plain, None, (note,))
    if plain[12:] not in _CENTENARIANS:
        done = fix("id_number.widened", text=plain, read=wide)
        return IdFinding(raw, wide, _value(wide), (done,))
    old = widen(plain, century="18")
    asked = ask("id_number.century", text=plain, read=wide, other=old)
    return IdFinding(raw, plain, None, (asked,), _value(wide))


def _examine_letters(raw: str, plain: str, today: date) -> IdFinding:
    """O for 0 and l for 1 are proposed only when the check digit agrees."""
    candidate = plain.translate(_LETTERS)
    note = _form_note(candidate) or _part_note(candidate) or _age_note(candidate, today)
    if candidate == plain or note is not None:
        found = _form_note(plain) or note
        return IdFinding(raw, plain, None, (found,) if found else ())
    asked = ask("id_number.letters", text=plain, read=candidate)
    return IdFinding(raw, plain, None, (asked,), _value(candidate))


def examine_number(number: float, *, today: date) -> IdFinding:
    """Look at a numeric cell: eighteen digits are already lost there, even if the check fits."""
    if number == int(number) and len(str(int(number))) == 15:
        return examine(str(int(number)), today=today)
    raw = str(int(number)) if abs(number) < 1e21 and number == int(number) else repr(number)
    if len(raw) in {16, 17, 18}:
        return IdFinding(raw, "", None, (err("id_number.numeric_cell", text=raw),))
    return examine(raw, today=today)


LOST_IN_NUMBER = "表格科学计数法丢失"
"""Stored as `no_id_reason` when a workbook has destroyed the number (DOMAIN §7 #5)."""
LOST_CODES = frozenset({"id_number.scientific", "id_number.numeric_cell"})
