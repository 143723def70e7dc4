"""The order of village groups: 一组 before 二组 before 十二组, other names after them."""

from station_app.domain.chinese_numerals import number

_ENDINGS = "村民小组队"


def group_order(name: str | None) -> tuple[int, int, str]:
    """Sort key of a group; people without a group come last."""
    if name is None:
        return (2, 0, "")
    head = name.rstrip(_ENDINGS)
    place = int(head) if head.isdecimal() else number(head)
    return (1, 0, name) if place is None else (0, place, name)
