"""What is left of personal values on screens, prints and lists that are posted (PV1, PV2)."""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum

from station_app.domain.names import INTERPUNCT, surname_length


class MaskLevel(IntEnum):
    """How much a print hides."""

    FULL = 0
    MASKED = 1
    INITIALS = 2
    STATISTICS = 3


def mask_id_number(text: str) -> str:
    """`320802********0016`: the first six and the last four."""
    if len(text) < 11:
        return "*" * len(text)
    return text[:6] + "*" * (len(text) - 10) + text[-4:]


def mask_phone(text: str) -> str:
    """`138****5678`; of a landline the last four stay."""
    if re.fullmatch(r"\d{11}", text):
        return f"{text[:3]}****{text[-4:]}"
    return "*" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "*" * len(text)


def mask_certificate(text: str) -> str:
    """`苏军F****31`: the first four and the last two of a certificate's number."""
    return f"{text[:4]}****{text[-2:]}" if len(text) > 6 else "****"


def mask_account(text: str) -> str:
    """`**** **** **** 0018`: the last four."""
    return f"**** **** **** {text[-4:]}" if len(text) > 4 else "****"


_AREA = re.compile(
    r".*?(?:省|自治区|市|区|县|旗|镇|乡|街道|村|社区|居委会|(?:[一二三四五六七八九十]+|\d+)组)"
)


def mask_address(text: str) -> str:
    """The address to its village or group; house and room are left out."""
    kept = "".join(_AREA.findall(text))
    return f"{kept}***" if kept else "***"


def mask_name(name: str) -> str:
    """`张*`, `李*华`, `欧阳*`, `买买提·***`."""
    if INTERPUNCT in name:
        return name.partition(INTERPUNCT)[0] + INTERPUNCT + "***"
    head = surname_length(name)
    rest = len(name) - head
    if head == 1 and rest == 2:
        return f"{name[0]}*{name[-1]}"
    return name[:head] + "*" * rest if rest else "*"


def name_at(name: str, level: MaskLevel) -> str:
    """The name as a print of this level shows it."""
    if level >= MaskLevel.STATISTICS:
        return ""
    return mask_name(name) if level >= MaskLevel.INITIALS else name


def id_number_at(text: str, level: MaskLevel) -> str:
    """The ID number as a print of this level shows it; never on anything that is posted."""
    if level >= MaskLevel.INITIALS:
        return ""
    return mask_id_number(text) if level >= MaskLevel.MASKED else text


def birth_at(text: str, level: MaskLevel) -> str:
    """The year alone beside a masked ID number: the whole day is what its stars hide."""
    return text if level is MaskLevel.FULL else text[:4]


def phone_at(text: str, level: MaskLevel) -> str:
    """The phone number as a print of this level shows it; never on anything that is posted."""
    if level >= MaskLevel.INITIALS:
        return ""
    return mask_phone(text) if level >= MaskLevel.MASKED else text


SMALL_CELL = 3


def small_cells(table: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The rows of a table of groups that must be shown together (PV2).

    A row is small where any of its columns tells of one or two people. Where what is merged would
    still tell so, the next smallest row joins: else the rest could be had by subtraction.
    """
    merged = {name for name, row in table.items() if any(0 < abs(n) < SMALL_CELL for n in row)}
    others = sorted((name for name in table if name not in merged), key=lambda n: sum(table[n]))
    for name in others:
        sums = (sum(column) for column in zip(*(table[one] for one in merged), strict=True))
        if not any(0 < abs(total) < SMALL_CELL for total in sums):
            break
        if any(table[name]):
            merged.add(name)
    return frozenset(merged)


def merge_small_cells(counts: dict[str, int], other: str = "其他") -> dict[str, int]:
    """Groups of fewer than three people are shown together, so that nobody can be told (PV2)."""
    small = small_cells({name: (count,) for name, count in counts.items()})
    kept = {name: count for name, count in counts.items() if name not in small}
    if small:
        kept[other] = kept.get(other, 0) + sum(counts[name] for name in small)
    return kept
