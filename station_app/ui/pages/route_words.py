"""The words and columns of the route sheet: what waits at a door, and what became of a sheet."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from station_app.domain.money import yuan
from station_app.queries.route import Candidate, Need, NeedRow
from station_app.queries.route_sheets import LineState, Sheet
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.pages.visit_lines import house_words
from station_app.ui.person_words import day_words, sex_age

NEED_WORDS = {
    Need.CONTACT: "联系逾期",
    Need.CERTIFICATION: "上门认证",
    Need.CONDOLENCE: "慰问没发",
    Need.HANG: "挂光荣牌",
    Need.REPLACE: "换光荣牌",
}
Chosen = Callable[[], Collection[UUID]]


def need_words(row: NeedRow) -> str:
    """慰问 500.00 元, or what else waits."""
    if row.need is not Need.CONDOLENCE:
        return NEED_WORDS[row.need]
    return f"慰问 {yuan(row.amount_fen)} 元" if row.amount_fen else (row.text or "慰问品")


def candidate_columns(today: date, chosen: Chosen) -> list[Column[Candidate]]:
    """Who may be put on a sheet; the tick says who is."""

    def tick(one: Candidate) -> Cell:
        if one.person.person_id in chosen():
            return Cell(icon="check", tone="green", tip="在路书上")
        return Cell(icon="circle-dashed", tone="text3", tip="没有选")

    def name(one: Candidate) -> Cell:
        return Cell(one.person.name, bold=True)

    return [
        Column("选", tick, width=44, side=Side.CENTRE),
        Column("姓名", name, width=84, bold=True, whole=True),
        Column("性别 年龄", _sex_age, width=80, in_large=False),
        Column("住处", _house, width=150, whole=True),
        Column("上次走访", lambda one: _last(one, today), width=134, in_large=False),
        Column("要办的事", _needs, width=200, stretch=True),
    ]


def _sex_age(one: Candidate) -> str:
    return sex_age(one.person.sex, one.person.age)


def _house(one: Candidate) -> str:
    return house_words(one.person.group_name, one.person.address)


def _last(one: Candidate, today: date) -> Cell:
    day = one.person.last_contact
    late = Need.CONTACT in one.wanted
    tone = "red" if late else "text2"
    return Cell(day_words(day, today) if day else "还没去过", tone=tone)


def _needs(one: Candidate) -> Cell:
    return Cell("，".join(need_words(row) for row in one.needs) or "没有到期的事", tone="text2")


def sheet_columns(today: date) -> list[Column[Sheet]]:
    """The sheets that were printed."""
    return [
        Column("走访日期", lambda one: day_words(one.planned_on, today), width=134),
        Column("编号", lambda one: one.serial, width=120),
        Column("走访人", lambda one: one.visitors or "—", width=140, in_large=False),
        Column("人数", lambda one: f"{len(one.lines)}", width=60, side=Side.RIGHT),
        Column("户数", lambda one: f"{one.homes()}", width=60, side=Side.RIGHT),
        Column("录到哪里", _progress, width=220, stretch=True),
        Column("谁印的", lambda one: one.made_by, width=90, in_large=False, tone="text2"),
    ]


def _progress(one: Sheet) -> Cell:
    if not one.is_open:
        away = one.homes(LineState.AWAY)
        return Cell(f"都录完了{f'，{away:,} 户不在家' if away else ''}", tone="green", icon="check")
    done = one.homes(LineState.DONE)
    words = f"录了 {done:,} 户，还有 {one.homes(LineState.OPEN):,} 户"
    return Cell(words, tone="amber")
