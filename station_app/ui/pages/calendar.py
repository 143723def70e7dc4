"""节令日历: the year ahead with its festivals, seasons, the certification year, and their lists."""

from datetime import date

from PySide6.QtWidgets import QWidget

from station_app.domain.lunar import lunar_day
from station_app.queries.festival_calendar import CalendarDay, DayKind, festival_calendar
from station_app.queries.festivals_ahead import AHEAD_DAYS, Festival
from station_app.services.festival_lists import PreparedLists
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import PageHead, page_layout
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.day_words import day_words
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.home_festival import festival_sums, prepare, tell_prepared
from station_app.ui.theme import current


def when_words(day: CalendarDay, today: date) -> str:
    """8月1日 星期六, or 8月15日至9月30日; of another year with the year."""
    year = "" if day.first.year == today.year else f"{day.first.year}年"
    if day.last is None:
        return year + day_words(day.first)
    first, last = day.first, day.last
    return f"{year}{first.month}月{first.day}日至{last.month}月{last.day}日"


def name_words(day: CalendarDay) -> str:
    """八一, 2026 年度认证."""
    return f"{day.name} 年度认证" if day.kind is DayKind.CERTIFICATION else day.name


def lunar_words(day: CalendarDay) -> str:
    """六月十九; nothing for a span."""
    found = lunar_day(day.first) if day.last is None else None
    return found.words.removeprefix("农历") if found is not None else ""


def left_words(day: CalendarDay, today: date) -> str:
    """还有 12 天, 今天, 进行中，剩 29 天."""
    if day.last is not None and day.first <= today:
        return f"进行中，剩 {(day.last - today).days} 天"
    left = (day.first - today).days
    return f"还有 {left} 天" if left else "今天"


def list_words(day: CalendarDay) -> str:
    """How this year's list comes from last year's."""
    festival = day.festival
    if festival is None or not (festival.former or festival.prepared):
        return ""
    last, died, moved, more, this = festival_sums(festival)
    parts = [f"{words} {figure.lstrip('−+')}" for figure, words, _ in (last, died, moved, more)]
    signs = ["", *(figure[0] for figure, _, _ in (died, moved, more))]
    shown = [
        f"{sign} {part}".strip() for sign, part in zip(signs, parts, strict=True) if sign != "0"
    ]
    return f"{' '.join(shown)} = 今年 {this[0]}"


def state_cell(day: CalendarDay, today: date) -> Cell:
    """What stands to be done."""
    festival = day.festival
    if festival is None:
        return Cell("以县级通知为准" if day.kind is DayKind.SEASON else "看认证墙", tone="text2")
    if festival.closed:
        return Cell("已结清", tone="green", icon="circle-check")
    if festival.prepared:
        return Cell("名单备好了", tone="green", icon="circle-check")
    if festival.former and (day.first - today).days <= AHEAD_DAYS:
        return Cell("可以备名单", tone="amber", icon="file-plus")
    if festival.former:
        return Cell("到时按去年的备", tone="text2")
    return Cell("去年没有名单", tone="text2")


def calendar_columns(today: date) -> list[Column[CalendarDay]]:
    """Day, lunar day, name, how long, list, state."""
    return [
        Column("日子", lambda day: when_words(day, today), width=196),
        Column("农历", lunar_words, width=110, tone="text2", in_large=False),
        Column("节令", name_words, width=130, bold=True),
        Column("还有", lambda day: left_words(day, today), width=150, side=Side.RIGHT),
        Column("慰问名单", list_words, width=240, stretch=True, in_large=False),
        Column("现在", lambda day: state_cell(day, today), width=140, stretch=current().large),
    ]


class CalendarPage(Page):
    """Enter prepares the list of a festival, or opens it."""

    keys = (KeyHelp("↑↓", "选节令"), KeyHelp("Return", "备名单、打开"), KeyHelp("Alt+Left", "返回"))
    keeps = True
    concerns = frozenset({"condolence_batch", "condolence_plan", "person", "certification_cycle"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: Festival | None = None
        self._go = Button("备好名单", Look.FILLED, icon="gift", keys="B")
        self._go.clicked.connect(self._open_chosen)
        self._head = PageHead(
            "节令日历", "照去年的备名单：去世、迁出的去掉，新建档的加上", buttons=[self._go]
        )
        self.table: RecordTable[CalendarDay] = RecordTable(calendar_columns(desk.today()))
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._chosen)
        page_layout(self, self._head, self.table).setStretch(1, 1)

    def first_focus(self) -> QWidget | None:
        return self.table

    def opened(self, subject: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.tasks.read(festival_calendar, today=self.desk.today(), then=self._show)

    def _show(self, days: list[CalendarDay]) -> None:
        first = self.table.row is None
        self.table.show_rows(days)
        if first and days:
            self.table.choose(next((n for n, day in enumerate(days) if _is_ready(day)), 0))
        self._chosen(self.table.row)

    def _chosen(self, day: object) -> None:
        self._go.set_words(_verb(day) if isinstance(day, CalendarDay) else "备好名单")

    def _open_chosen(self) -> None:
        if self.table.row is not None:
            self._open(self.table.row)

    def _open(self, day: CalendarDay) -> None:
        festival = day.festival
        if day.kind is DayKind.CERTIFICATION:
            self.desk.open("certifications")
        elif festival is None:
            self.desk.say(f"{day.name}：以县级通知为准")
        elif festival.batch_id is not None:
            self.desk.open("batch", festival.batch_id)
        elif festival.former:
            self._asked = festival
            prepare(self, festival, holds=self._go, then=self._prepared)
        else:
            self.desk.open("condolences")

    def _prepared(self, made: PreparedLists) -> None:
        if self._asked is not None:
            tell_prepared(self.desk, self._asked, made)


def _is_ready(day: CalendarDay) -> bool:
    return day.festival is not None and bool(day.festival.former) and not day.festival.prepared


def _verb(day: CalendarDay) -> str:
    if day.kind is not DayKind.FESTIVAL or day.festival is None:
        return "去看看"
    if day.festival.prepared:
        return "打开名单"
    return "备好名单" if day.festival.former else "新建名单"
