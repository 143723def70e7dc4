"""Bank account numbers: digits, Luhn for cards, none from a numeric cell (DOMAIN §8.2, §7 #19)."""

import re
import unicodedata

from station_app.domain.codes import AccountKind
from station_app.domain.reading import Reading, ask, err, fix

_CARDS = frozenset({AccountKind.CARD, AccountKind.SOCIAL_CARD, AccountKind.PREFERENCE_CARD})
_SAFE_DIGITS = 15
"""More significant digits than these do not survive in a numeric cell."""


def luhn(digits: str) -> bool:
    """Whether the last digit of a card number is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _accounts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    joined = re.sub(r"(?<=\d)[ \-](?=\d)", "", re.sub("['’‘\u200b-\u200f\ufeff]", "", plain))
    return [part for part in re.split(r"[、,;/|\s]+", joined) if part]


def parse_account(text: str, kind: AccountKind | None = None) -> Reading[str]:
    """The digits of an account; a card that fails its check asks, a passbook may."""
    parts = _accounts(text)
    if not parts:
        return Reading(None)
    if len(parts) > 1:
        return Reading(None, (ask("account.several", count=len(parts)),), tuple(parts))
    digits = parts[0]
    if re.fullmatch(r"\d\.?\d*E\+?\d+", digits, flags=re.IGNORECASE):
        return Reading(None, (err("account.scientific", text=text),))
    if not re.fullmatch(r"\d{8,32}", digits):
        return Reading(None, (err("account.unreadable", text=text),))
    return _checked(digits, text, kind)


def _checked(digits: str, text: str, kind: AccountKind | None) -> Reading[str]:
    is_card = kind in _CARDS or (kind is None and 16 <= len(digits) <= 19)
    if is_card and not (16 <= len(digits) <= 19 and luhn(digits)):
        return Reading(digits, (ask("account.checksum", tail=digits[-4:]),))
    return Reading(digits, () if digits == text else (fix("account.cleaned", tail=digits[-4:]),))


def parse_account_number(number: float) -> Reading[str]:
    """A numeric cell: up to fifteen digits are whole, a card number is lost."""
    text = f"{number:.0f}"
    if number != int(number) or len(text) > _SAFE_DIGITS:
        return Reading(None, (err("account.numeric_cell"),))
    return parse_account(text, AccountKind.PASSBOOK)
