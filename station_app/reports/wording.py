"""Responsible for turning values into the words of a form: dates, amounts, masked numbers."""

import re
from datetime import date

from station_app.domain import masking, money
from station_app.domain.masking import MaskLevel

RULE = "________"
LONG_RULE = 2 * RULE
BLANK_SUM = "人民币（大写）：____________________________ ￥________________"
BLANK_MONTH = "______年____月"
BLANK_DAY = f"{BLANK_MONTH}____日"
ACCOUNT = re.compile(r"\d{8,}")


def chinese_date(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def up_to(day: date | None, *, is_blank: bool = False) -> str:
    """截至 2026年3月5日, on an empty form a line for the day."""
    if is_blank:
        return f"截至 {BLANK_DAY}"
    return f"截至 {chinese_date(day)}" if day else ""


def dotted(day: date | None) -> str:
    """2026.03.05, the form that fits a narrow column."""
    return f"{day:%Y.%m.%d}" if day else ""


def dotted_partial(text: str | None) -> str:
    """A partial date as stored, for a narrow column: 1976, 1976.12, 1976.12.05."""
    return text.replace("-", ".") if text else ""


def amount(fen: int | None) -> str:
    """An amount in 元 with two decimals, or nothing where none is known."""
    return "" if fen is None else money.yuan(fen)


def count(value: int | None) -> str:
    """A number, one below nought with a minus as wide as amounts have; nothing where none is."""
    return "" if value is None else str(value).replace("-", "−")


def blank(text: str | None) -> str:
    """What is known, or a line to write on."""
    return text or RULE


def long_blank(text: str | None) -> str:
    """What is known, or a line that names of people, places and documents fit on."""
    return text or LONG_RULE


def number_or_rule(value: int | None) -> str:
    """A number, or a line to write on."""
    return RULE if value is None else str(value)


def shown_name(name: str | None, level: MaskLevel) -> str:
    """A name whole, or with its middle starred on a posted copy (PV2)."""
    return masking.name_at(name, level) if name else ""


def shown_id(number: str | None, level: MaskLevel) -> str:
    """An ID number whole, its ends, or not at all (PV1, PV3)."""
    return masking.id_number_at(number, level) if number else ""


def shown_birth(text: str | None, level: MaskLevel) -> str:
    """A partial date of birth whole, or its year beside a masked ID number."""
    return dotted_partial(masking.birth_at(text, level)) if text else ""


def shown_phone(number: str | None, level: MaskLevel) -> str:
    """A phone number whole, its ends, or not at all (PV1, PV3)."""
    return masking.phone_at(number, level) if number else ""


def shown_place(group: str | None, address: str | None, level: MaskLevel) -> str:
    """Where somebody lives: the whole address, or only village and group (PV3)."""
    if level < MaskLevel.INITIALS:
        return address or group or ""
    return group or (masking.mask_address(address) if address else "")


def shown_account(account: str | None, level: MaskLevel) -> str:
    """A bank and its account, of which a masked print shows the last four figures (PV1)."""
    if account is None or level is MaskLevel.FULL:
        return account or ""
    return ACCOUNT.sub(lambda found: masking.mask_account(found[0]).replace(" ", ""), account)
