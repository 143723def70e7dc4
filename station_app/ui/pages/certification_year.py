"""What the page of a certification year asks, its views, and the words of its window."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from station_app.domain.codes import CycleStatus
from station_app.queries.certification_cases import CycleRow, cycles
from station_app.queries.certifications import (
    Anomaly,
    OverdueRow,
    Wall,
    WallGroup,
    anomalies,
    current_year,
    wall_and_late,
)
from station_app.services.staff import StaffRow, staff_list
from station_app.ui.components.menu_chip import MenuEntry
from station_app.ui.page import KeyHelp
from station_app.ui.pages.certification_words import mark_of
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

KEYS = (
    KeyHelp("←↑↓→", "移动"),
    KeyHelp("1–7", "选方式"),
    KeyHelp("Y", "都看过，记下"),
    KeyHelp("Del", "撤销认证"),
)
CONCERNS = frozenset(
    {"certification", "certification_cycle", "cycle_kind", "certification_notice", "person"}
    | {"entitlement", "entitlement_event"}
)
NOTHING = "没有开始过年度认证"
EVERYBODY, NOT_YET, OLD, ROSTER, LATE = range(5)


@dataclass(frozen=True, slots=True)
class Year:
    """A certification year as the page shows it."""

    wall: Wall | None
    late: list[OverdueRow]
    strange: list[Anomaly]
    known: dict[int, CycleRow]
    staff: tuple[StaffRow, ...]


def ask_year(session: Any, year: int | None, today: date) -> Year:
    """Everything of a year; without a year the present one."""
    known = cycles(session)
    number = year or current_year(session, today)
    found, late = wall_and_late(session, number, today) if number else (None, [])
    staff = staff_list(session, on=today)
    return Year(found, late, anomalies(session), known, staff)


def window_words(found: Wall, today: date) -> str:
    """期限 3月1日至9月30日，还有 72 天."""
    return f"{span_words(found, today)}，{left_words(found, today)}"


def span_words(found: Wall, today: date) -> str:
    """期限 3月1日至9月30日."""
    cycle = found.row.cycle
    whose = "区县定的期限，本站不能改：" if found.row.of_district else "期限 "
    last = day_words(cycle.due_on, today)
    if cycle.due_on.year == cycle.open_on.year:
        last = f"{cycle.due_on.month}月{cycle.due_on.day}日"
    return f"{whose}{day_words(cycle.open_on, today)}至{last}"


def left_words(found: Wall, today: date) -> str:
    """还有 72 天: the part that must never be cut."""
    cycle = found.row.cycle
    if found.row.status == CycleStatus.CLOSED:
        return "已结束"
    if today < cycle.open_on:
        return f"还有 {(cycle.open_on - today).days} 天开始"
    left = (cycle.due_on - today).days
    return f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"


def following_year(shown: Year, today: date) -> int:
    """The year after the last that was opened."""
    return max(shown.known, default=today.year - 1) + 1


def year_choices(shown: Year, following: int) -> list[tuple[object, str]]:
    """What can be done about years: look at one, open the next, change or close this one.

    The window of a year that the district set is not offered: the head of the page says why.
    """
    choices: list[tuple[object, str]] = [
        (year, f"看 {year} 年度") for year in sorted(shown.known, reverse=True)
    ]
    choices.append(("new", f"开始 {following} 年度"))
    if shown.wall is not None and not shown.wall.row.of_district:
        closed = shown.wall.row.status == CycleStatus.CLOSED
        choices.append(("change", "改期限"))
        choices.append(("open", "重新打开") if closed else ("close", "结束这一年度"))
    if shown.wall is not None:
        choices.append(("roster", "打印登记表"))
        choices += [("late", "打印未认证名单")] if current().large else []
    return choices


def strange_words(strange: list[Anomaly], today: date) -> tuple[str, str]:
    """Who passed after a death, and what to do about it."""
    one = strange[0]
    more = f"等 {len(strange):,} 人" if len(strange) > 1 else ""
    how = f"{day_words(one.certified_on, today)} {mark_of(one.method).words}"
    return f"{one.name}{more}在去世以后还有认证通过", f"{how}；请核对是谁认证的，该冲正的冲正"


def narrowed(found: Wall, at: int, groups: Collection[object] = ()) -> list[WallGroup]:
    """The groups that are meant, with only those people whom the view means."""
    meant = [one for one in found.groups if not groups or (one.name or "") in groups]
    if at not in (NOT_YET, OLD):
        return meant
    kept = []
    for group in meant:
        tiles = tuple(t for t in group.tiles if not t.is_done and (at == NOT_YET or t.is_old))
        if tiles:
            kept.append(WallGroup(group.name, group.done, group.total, tiles))
    return kept


def group_entries(found: Wall) -> list[MenuEntry]:
    """The groups with how many are left in each."""
    return [
        MenuEntry(one.name or "", one.name or "未分组", one.total - one.done)
        for one in found.groups
    ]


def is_over(found: Wall, today: date) -> bool:
    """Whether the window of the year has passed: said in amber beside the title."""
    return found.row.status == CycleStatus.CLOSED or today > found.row.cycle.due_on
