"""Amounts as people write them, read into fen; goods named beside the money (DOMAIN §7 #18)."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from station_app.domain import chinese_numerals
from station_app.domain.money import FEN_PER_WAN, FEN_PER_YUAN, yuan
from station_app.domain.reading import Note, Reading, ask, err, fix
from station_app.errors import Rejected

ASKING_FROM = 10_000_000
"""Above 100,000 元 a row asks (SETTLED 19)."""
REFUSED_FROM = 10_000_000_000
"""No single row of a station is worth a hundred million yuan."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money and goods of one cell; None where the cell names none."""

    fen: int | None
    goods: str | None = None


_NUMBER = r"\d+(?:\.\d+)?"
_EXPRESSION = re.compile(rf"{_NUMBER}(?:[*+]{_NUMBER})+")
_MONEY = re.compile(rf"({_NUMBER})(万|亿)?(?:元|块钱?|圆)?[整正]?")
_WORDS = re.compile(r"([^元圆块角分整正]*)(?:[元圆块]钱?)?(?:零?(.)角)?(?:零?(.)分)?[整正]?")
_SCIENTIFIC = re.compile(rf"{_NUMBER}E[+-]?\d+", re.IGNORECASE)


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s,¥￥'’]|人民币|RMB|[:：]", "", plain, flags=re.IGNORECASE)
    return plain.replace("×", "*").replace("−", "-").replace("。", ".")


def _to_fen(number: Decimal) -> int | None:
    fen = number * FEN_PER_YUAN
    return int(fen) if fen == fen.to_integral_value() else None


def _checked(
    fen: int | None, text: str, *, notes: tuple[Note, ...], goods: str | None = None
) -> Reading[Amount]:
    if fen is None:
        return Reading(None, (err("money.decimals", text=text),))
    if fen >= REFUSED_FROM:
        return Reading(None, (err("money.too_large", text=text),))
    if fen > ASKING_FROM:
        notes = (*notes, ask("money.large", text=text, read=yuan(fen)))
    return Reading(Amount(fen, goods), notes)


def _expression(plain: str) -> int | None:
    """`3*500` and `500+200`; products first, exact."""
    total = Decimal(0)
    for term in plain.split("+"):
        product = Decimal(1)
        for factor in term.split("*"):
            product *= Decimal(factor)
        total += product
    return _to_fen(total)


def _words(plain: str) -> int | None:
    """`壹仟元整`, `伍佰`, `三百块`, `壹拾元零伍分`."""
    found = _WORDS.fullmatch(plain)
    if found is None or not any(letter in chinese_numerals.LETTERS for letter in plain):
        return None
    head, jiao, cents = found.groups()
    whole = chinese_numerals.number(head.removesuffix("零") or "零") if head is not None else 0
    small = [chinese_numerals.DIGITS.get(letter or "零") for letter in (jiao, cents)]
    if whole is None or None in small:
        return None
    return whole * FEN_PER_YUAN + (small[0] or 0) * 10 + (small[1] or 0)


_FACTORS = {None: 1, "万": FEN_PER_WAN // FEN_PER_YUAN, "亿": 100_000_000}


def _plain_amount(plain: str, text: str) -> Reading[Amount] | None:
    """Money alone, in figures or words; None when the text is something else."""
    found = _MONEY.fullmatch(plain)
    if found:
        fen = _to_fen(Decimal(found.group(1)) * _FACTORS[found.group(2)])
        tidy = text.strip() == found.group(1)
        notes = () if tidy or fen is None else (fix("money.read_as", text=text, read=yuan(fen)),)
        return _checked(fen, text, notes=notes)
    if _EXPRESSION.fullmatch(plain):
        fen = _expression(plain)
        notes = () if fen is None else (fix("money.computed", text=text, read=yuan(fen)),)
        return _checked(fen, text, notes=notes)
    return _word_amount(plain, text)


def _word_amount(plain: str, text: str) -> Reading[Amount] | None:
    fen = _words(plain)
    if fen is None:
        return None
    spoken = chinese_numerals.spoken(re.sub(r"[元圆块钱整正]", "", plain))
    if spoken is not None:
        fen = spoken * FEN_PER_YUAN
        return _checked(fen, text, notes=(ask("money.spoken", text=text, read=yuan(fen)),))
    return _checked(fen, text, notes=(fix("money.read_as", text=text, read=yuan(fen)),))


def parse_money(text: str) -> Reading[Amount]:
    """Read an amount cell: `1,000元`, `0.1万`, `壹仟元整`, `3*500`, `500+大米一袋`, `慰问品`."""
    plain = _clean(text)
    if not plain or plain in {"/", "-", "无"}:
        return Reading(None)
    if re.match(rf"-{_NUMBER}|负|\({_NUMBER}\)", plain):
        return Reading(None, (err("money.negative", text=text),))
    if _SCIENTIFIC.fullmatch(plain):
        return Reading(None, (err("money.scientific", text=text),))
    if plain.startswith("#"):
        return Reading(None, (err("money.formula", text=text),))
    return _plain_amount(plain, text) or _with_goods(plain, text)


def _with_goods(plain: str, text: str) -> Reading[Amount]:
    money, plus, goods = plain.partition("+")
    if plus:
        inner = _plain_amount(money, money)
        if inner is None or inner.value is None or inner.value.fen is None or not goods:
            return Reading(None, (err("money.unreadable", text=text),))
        note = fix("money.with_goods", text=text, read=yuan(inner.value.fen), goods=goods)
        return _checked(inner.value.fen, text, goods=goods, notes=(note,))
    if re.search(r"\d", plain[:1]) or not re.search(r"[\u4e00-\u9fff]", plain):
        return Reading(None, (err("money.unreadable", text=text),))
    return Reading(Amount(None, plain), (fix("money.goods_only", text=text),))


def parse_money_number(number: float) -> Reading[Amount]:
    """A numeric cell in yuan; the noise of a computed cell (0.1+0.2) is not a third decimal."""
    exact = Decimal(repr(number))
    try:
        nearest = exact.quantize(Decimal("0.01"))
    except InvalidOperation:
        nearest = Decimal("NaN")
    if not nearest.is_finite():
        return Reading(None, (err("money.unreadable", text=str(number)),))
    if number < 0:
        return Reading(None, (err("money.negative", text=str(exact)),))
    if abs(exact - nearest) > Decimal("0.000001"):
        return Reading(None, (err("money.decimals", text=str(exact)),))
    return _checked(_to_fen(nearest), f"{nearest.normalize():f}", notes=())


def parse_fen(text: str) -> int:
    """The fen of a field of a form; `Rejected` where the text is not surely an amount."""
    amount = parse_money(text).certain()
    if amount.fen is None or amount.goods is not None:
        raise Rejected("money.unreadable", text=text)
    return amount.fen
