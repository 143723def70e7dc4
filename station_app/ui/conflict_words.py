"""How the two values of a question are written: what differs is marked and never masked."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from station_app.domain.kinds import Kind
from station_app.domain.masking import mask_id_number, mask_phone
from station_app.models.record_type import Field
from station_app.services.conflicts import Choice, ConflictRow, Side

MASKED = {Kind.ID_NUMBER: mask_id_number, Kind.PHONE: mask_phone}
ACCOUNT_TAIL = 4
OFFICE = "区县现在的"


def differing(one: str, other: str) -> tuple[int, ...]:
    """The places of `one` that `other` does not share."""
    same: set[int] = set()
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        same.update(range(block.a, block.a + block.size))
    return tuple(place for place in range(len(one)) if place not in same)


def masked(field: Field | None, text: str, keep: Sequence[int] = ()) -> str:
    """A personal number without its middle; the places to keep stay, for they are the question."""
    if field is None:
        return text
    mask = MASKED.get(field.kind)
    hidden = mask(text) if mask else text
    if field.name == "account_no":
        hidden = "*" * max(len(text) - ACCOUNT_TAIL, 0) + text[-ACCOUNT_TAIL:]
    return "".join(text[place] if place in keep else letter for place, letter in enumerate(hidden))


def left_title(row: ConflictRow) -> str:
    """Who wrote the value that came second."""
    return "这台电脑写的" if row.is_mine else "另一台电脑写的"


def who(side: Side) -> str:
    """王磊，10月18日 09:05."""
    if side.at is None:
        return side.by
    at = side.at.astimezone()
    return f"{side.by}，{at.month}月{at.day}日 {at:%H:%M}"


def before_words(row: ConflictRow) -> str:
    """What stood there before both wrote."""
    return f"以前是 {masked(row.record_field, row.base)}" if row.base else "以前空着"


def preview(choices: Sequence[Choice], *, all_mine: bool) -> str:
    """How many of each: read before it is decided."""
    left = "用这台电脑的" if all_mine else "用左边的"
    words = {Choice.CLIENT: left, Choice.SERVER: "用区县的", Choice.OWN: "自己写的"}
    counted = [(words[choice], choices.count(choice)) for choice in words]
    return "，".join(f"{count:,} 处{name}" for name, count in counted if count)


def field_words(rows: Sequence[ConflictRow]) -> str:
    """手机、现住址."""
    return "、".join(dict.fromkeys(row.field_label for row in rows))
