"""The columns of the three lists of visits: what was made, who is late, what was promised."""

from datetime import date, timedelta
from uuid import UUID

from station_app.domain.codes import VisitState, label
from station_app.queries.people_found import ListRow
from station_app.queries.visits import Promise, VisitRow
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.person_words import category_words, day_words

PERIODS = (("month", "本月"), ("quarter", "近三个月"), ("year", "今年"), ("last", "去年"))


def visit_columns(today: date) -> list[Column[VisitRow]]:
    """What the list says of each visit."""
    return [
        Column("日期", lambda v: day_words(v.visit_date, today), width=108),
        Column("走访了谁", _met, width=150),
        Column("小组", _groups, width=64, in_large=False),
        Column("方式", lambda v: label("visit_method", v.method), width=64),
        Column("事由", lambda v: label("visit_kind", v.kind), width=112, in_large=False),
        Column("人次", lambda v: f"{v.person_times:,}", width=56, side=Side.RIGHT),
        Column("说明", lambda v: _remark(v, today), width=140, stretch=True),
    ]


def key_of(visit: VisitRow) -> UUID:
    return visit.visit_id


def _met(visit: VisitRow) -> Cell:
    names = [one.name for one in visit.met]
    shown = "、".join(names[:3]) + (f" 等 {len(names):,} 人" if len(names) > 3 else "")
    void = visit.state == VisitState.VOID
    return Cell(shown or "—", bold=not void, tone="text3" if void else "text")


def _groups(visit: VisitRow) -> str:
    return "、".join(dict.fromkeys(one.group_name for one in visit.met if one.group_name)) or "—"


def _remark(visit: VisitRow, today: date) -> Cell:
    if visit.state == VisitState.VOID:
        return Cell("已作废", tags=(("已作废", "grey"),))
    if visit.follow_up and visit.follow_up_done_on is None:
        late = visit.follow_up_due is not None and visit.follow_up_due < today
        return Cell(f"答应：{visit.follow_up}", tone="red" if late else "amber", icon="list-checks")
    return Cell(visit.needs or visit.place or "", tone="text2")


def late_columns(today: date) -> list[Column[ListRow]]:
    """Whose contact is late."""
    return [
        Column("姓名", lambda r: r.person.name, width=120, bold=True),
        Column("小组", lambda r: r.person.group_name or "—", width=90),
        Column("主要身份", _identity, width=200, in_large=False),
        Column("最近联系", lambda r: _last(r, today), width=150),
        Column("已过", lambda r: _late(r, today), width=120, side=Side.RIGHT),
        Column("", lambda _r: "", width=40, stretch=True),
    ]


def _identity(found: ListRow) -> str:
    primary = found.person.primary
    return category_words(primary.category) if primary else "—"


def _last(found: ListRow, today: date) -> Cell:
    day = found.person.last_contact
    return Cell("还没有联系过", tone="red") if day is None else Cell(day_words(day, today))


def _late(found: ListRow, today: date) -> Cell:
    return Cell(f"{found.person.overdue_days(today):,} 天", tone="red", bold=True)


def promise_columns(today: date) -> list[Column[Promise]]:
    """What was promised and is not done."""
    return [
        Column("答应的事", lambda p: p.follow_up, width=240, bold=True, stretch=True),
        Column("给谁", lambda p: "、".join(p.names), width=150),
        Column("哪天说的", lambda p: day_words(p.visit_date, today), width=120, in_large=False),
        Column("谁来办", lambda p: p.by or "—", width=110, in_large=False),
        Column("哪天前", lambda p: _due(p, today), width=170),
    ]


def _due(promise: Promise, today: date) -> Cell:
    if promise.due_on is None:
        return Cell("没有定日子", tone="text3")
    left = (promise.due_on - today).days
    words = day_words(promise.due_on, today)
    if left < 0:
        return Cell(f"{words}，已过 {-left} 天", tone="red")
    return Cell(f"{words}，还有 {left} 天", tone="amber" if left <= 7 else "text")


def period_of(name: str, today: date) -> tuple[date, date]:
    """The days that a period chip means."""
    match name:
        case "month":
            return today.replace(day=1), today
        case "quarter":
            return today - timedelta(days=90), today
        case "last":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return date(today.year, 1, 1), today
