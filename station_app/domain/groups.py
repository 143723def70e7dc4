"""The order of village groups: 一组 before 二组 before 十二组, other names after them."""

from functools import lru_cache

from station_app.domain.chinese_numerals import number

_ENDINGS = "村民小组队"
_LETTERS = "零一二三四五六七八九"


def group_order(name: str | None) -> tuple[int, int, str]:
    """Sort key of a group; people without a group come last."""
    if name is None:
        return (2, 0, "")
    head = name.rstrip(_ENDINGS)
    place = int(head) if head.isdecimal() else number(head)
    return (1, 0, name) if place is None else (0, place, name)


@lru_cache(maxsize=1_000)
def group_in_figures(name: str) -> str | None:
    """The other way of writing a numbered group: 三组 and 第三村民小组 are 3组, 12组 is 十二组."""
    head = name.removeprefix("第").rstrip(_ENDINGS)
    ending = "队" if name.endswith("队") else "组"
    if head.isdecimal() and 0 < int(head) < 100:
        return f"{_in_letters(int(head))}{ending}"
    place = number(head)
    return None if not place else f"{place}{ending}"


def _in_letters(place: int) -> str:
    tens, ones = divmod(place, 10)
    ten = "" if tens == 0 else ("十" if tens == 1 else f"{_LETTERS[tens]}十")
    return ten + (_LETTERS[ones] if ones else "")
