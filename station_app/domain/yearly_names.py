"""Names under which people choose figures for a sentence: each is one line, written one way.

A clerk reads and types `{慰问困难优抚对象·人次}`; what is stored is `{C4.ENTITLED_DIFF:人次}`, so
that a label may be reworded without touching anybody's sentences.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from station_app.domain.annual_figures import BY_CODE
from station_app.domain.annual_lines import AWAITED_CODES, EVERY
from station_app.domain.tally import Line
from station_app.domain.yearly_numbers import MONEY
from station_app.domain.yearly_slots import BY_HAND, PERIOD, RATIOS, units_of
from station_app.errors import Rejected

_BEFORE = {
    "A11": "主要身份",
    "C4": "慰问",
    "C5": "慰问资金",
    "D5": "认证方式",
    "F2": "送喜报",
    "J3": "信访事项",
    "N1": "接收退役军人",
    "Y1": "春节八一慰问",
    "Y1g": "春节八一物资",
    "Y2": "慰问物资",
    "Y3": "慰问户数",
    "Y4": "受助人数",
    "Y8": "抚恤补助",
    "G": "优待证",
    "I": "帮扶",
    "J": "信访",
    "H": "",
    "L": "志愿",
    "M": "培训就业",
}
"""What stands before the label of a part, or of a block whose labels are too short alone."""
_FIRST = re.compile(r"^其中：")
DOT, HAND = "·", "填："
_FULL_WIDTH = {0xFF5B: "{", 0xFF5D: "}"}
_OWN_NAMES = {"D7": "未认证停发", "D8": "补认证后恢复"}
"""Where neither the month's label nor the year's says enough alone."""
_SHOWN = re.compile(r"\{([^{}]*)\}")


def name_of(code: str) -> str:
    """The name of a line, alone in its kind: 慰问困难优抚对象, 优待证发放."""
    return _names()[code]


@cache
def _names() -> dict[str, str]:
    plain = {code: _plain(line) for code, line in EVERY.items()}
    often = Counter(plain.values())
    return {code: name if often[name] == 1 else f"{name}（{code}）" for code, name in plain.items()}


def _plain(line: Line) -> str:
    if line.code in _OWN_NAMES:
        return _OWN_NAMES[line.code]
    head, dot, _ = line.code.partition(".")
    label = line.label if dot or line.code not in BY_CODE else BY_CODE[line.code].label
    before = _BEFORE.get(head, "") if dot else _BEFORE.get(line.group, "")
    label = _FIRST.sub("", label)
    return label if label.startswith(before) else f"{before}{label}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that can be put into a sentence."""

    code: str
    unit: str
    name: str
    awaited: bool

    @property
    def shown(self) -> str:
        """As it stands in the sentence that is being written."""
        return "{" + f"{self.name}{DOT}{self.unit}" + "}"

    @property
    def after(self) -> str:
        """The unit that people write behind it: money and rates bring their own."""
        return "" if self.unit in (*MONEY, *RATIOS) else self.unit


@cache
def offers() -> tuple[Offer, ...]:
    """All figures, those first whose records are kept."""
    found = [
        Offer(code, unit, name_of(code), code in AWAITED_CODES)
        for code, line in EVERY.items()
        for unit in units_of(line)
    ]
    return tuple(sorted(found, key=lambda offer: offer.awaited))


@cache
def _by_name() -> dict[str, str]:
    return {name: code for code, name in _names().items()}


def to_shown(words: str) -> str:
    """A stored sentence as people read it while they write."""
    return _SHOWN.sub(lambda found: "{" + _shown(found.group(1)) + "}", words)


def _shown(inside: str) -> str:
    code, *rest = inside.split(":")
    if code == BY_HAND:
        return f"{HAND}{''.join(rest)}"
    name = _names().get(code)
    return inside if name is None else DOT.join((name, *rest))


def to_stored(shown: str) -> str:
    """What people wrote, with codes; braces of full width are read too.

    Raises `Rejected("yearly.unknown_figure")` for a name that there is not.
    """
    half = shown.translate(_FULL_WIDTH)
    return _SHOWN.sub(lambda found: "{" + _stored(found.group(1).strip()) + "}", half)


def _stored(inside: str) -> str:
    if inside == PERIOD:
        return inside
    for before in (HAND, "填:", f"{BY_HAND}:"):
        if inside.startswith(before):
            return f"{BY_HAND}:{inside.removeprefix(before).strip()}"
    name, *rest = (piece.strip() for piece in re.split("[·:：]", inside))
    code = name if name in EVERY else _by_name().get(name)
    if code is None:
        raise Rejected("yearly.unknown_figure", name=name)
    return ":".join((code, *rest))
