"""The history in words: moments, states of a step, what it did to a record."""

from datetime import date, datetime

from station_app.queries.history import StepRow
from station_app.queries.removed import RemovedRow
from station_app.queries.removed_edits import EditInside
from station_app.queries.step_detail import FieldStep, RecordStep
from station_app.ui.components.table_model import Cell

EMPTY = "（空）"
NAMED = 3
CALLED = frozenset({"服务站", "工作人员", "网格"})
"""Kinds that have a name of their own, where the others belong to somebody."""


def moment_words(at: datetime, today: date) -> str:
    """`今天 09:14`, `7月20日 09:14`, of another year `2022年7月20日 09:14`; local."""
    local = at.astimezone()
    if local.date() == today:
        return f"今天 {local:%H:%M}"
    year = "" if local.year == today.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


def state_cell(step: StepRow) -> Cell:
    """Whether a step stands, was taken back, or came from elsewhere."""
    if step.undone:
        return Cell("已撤销", tags=(("已撤销", "grey"),))
    if not step.own:
        return Cell("别处来的", tags=(("别处来的", "blue"),))
    return Cell("撤销", tags=(("撤销", "amber"),)) if step.undoes else Cell("")


def record_words(record: RecordStep) -> str:
    """Whose record, and of which kind: 王建国的走访."""
    if not record.whose:
        return record.kind
    if record.kind in CALLED:
        return f"{record.kind}：{record.whose}"
    return record.whose if record.kind == "服务对象" else f"{record.whose}的{record.kind}"


def fate_words(record: RecordStep) -> str:
    """What became of the whole record."""
    if record.is_new:
        return "新增"
    if record.gone:
        return "去掉了"
    return "找回来了" if record.back else ""


def field_words(field: FieldStep) -> str:
    """`电话：139****4420 → 138****1164`."""
    return f"{field.label}：{field.old or EMPTY} → {field.new or EMPTY}"


def by_whom(row: RemovedRow) -> str:
    """Who took it away; what comes down does not say who it was, only that it was not here."""
    return row.by if row.own else "别的电脑"


def inside_words(one: EditInside) -> str:
    """`曾光明（服务对象）在别的电脑上移出了，您这里同时改过现住址`."""
    what = f"{one.whose}（{one.kind}）" if one.whose else one.kind
    fields = "、".join(one.fields[:NAMED]) + ("等" if len(one.fields) > NAMED else "")
    if one.removed_here:
        return f"{what}在这里移出了，别的电脑同时改过{fields}"
    return f"{what}在别的电脑上移出了，{one.edited_by}在这里同时改过{fields}"


def gone_words(row: RemovedRow) -> str:
    """`王建国：服务对象、身份类别 2`, at most three of each named."""
    kinds = [f"{words} {count:,}" if count > 1 else words for words, count in row.kinds]
    what = "、".join(kinds[:NAMED]) + ("等" if len(kinds) > NAMED else "")
    if not row.names:
        return what
    more = f"等 {row.people:,} 人" if row.people > NAMED else ""
    return f"{'、'.join(row.names[:NAMED])}{more}：{what}"
