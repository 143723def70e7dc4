"""Addresses and group names as people write them, in one form (DOMAIN §7 #17)."""

import re
import unicodedata

from station_app.domain import chinese_numerals

_HAN = "零一二三四五六七八九"
_GROUP = re.compile(r"第?([一二三四五六七八九十〇零]{1,3}|\d{1,2})(?:村民)?(?:小)?([组队])")
_INNER_SPACE = re.compile(r"(?<=[\u4e00-\u9fff\d])\s+(?=[\u4e00-\u9fff\d])")


def clean_address(text: str) -> str | None:
    """Half-width digits, no padding; `3组12#` becomes `3组12号`."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text)).strip()
    plain = _INNER_SPACE.sub("", plain.replace("\u200b", ""))
    plain = re.sub(r"(?<=\d)#", "号", plain)
    return plain.replace("(", "（").replace(")", "）") or None


def _spelled(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_HAN[tens]}十")
    return head + (_HAN[ones] if ones else "")


def clean_group(text: str) -> str | None:
    """`3组`, `第三组`, `三 组`, `3` → `三组`; another name stays as it is."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    if re.fullmatch(r"\d{1,2}|[一二三四五六七八九十]{1,3}", plain):
        plain += "组"
    found = _GROUP.fullmatch(plain)
    if found is None:
        return plain
    word, unit = found.groups()
    number = int(word) if word.isdigit() else chinese_numerals.number(word)
    return f"{_spelled(number)}{unit}" if number else plain


def group_in(address: str) -> str | None:
    """The group that an address names: `幸福村三组12号` → `三组`."""
    found = _GROUP.search(unicodedata.normalize("NFKC", address))
    return clean_group(found.group()) if found else None


_FIGURES = re.compile(r"\d+")


def address_order(address: str | None) -> tuple[tuple[int, int, str], ...]:
    """Sort key of an address as one walks: 2号 before 10号, one without an address last."""
    if not address:
        return ((2, 0, ""),)
    plain = clean_address(address) or ""
    words, figures = _FIGURES.split(plain), _FIGURES.findall(plain)
    parts: list[tuple[int, int, str]] = []
    for place, word in enumerate(words):
        parts += [(1, 0, word)] if word else []
        parts += [(0, int(figures[place]), "")] if place < len(figures) else []
    return tuple(parts)
