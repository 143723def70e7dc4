"""What the first page says of its figures: rows of work, greetings."""

from collections.abc import Sequence
from datetime import date, datetime

from station_app.domain.codes import BatchStatus
from station_app.queries.home import (
    NAMED,
    LateContacts,
    OpenBatch,
    OpenCertification,
    Today,
)
from station_app.queries.people_filters import Missing, PeopleFilter
from station_app.queries.visits import Promise
from station_app.ui.components.due_row import Due
from station_app.ui.pages.home_months import month_due, months_sent_back

HALF_MONTH = 15
SOON = 30


def greeting(now: datetime) -> str:
    """Good morning, noon, afternoon or evening."""
    for until, words in ((5, "夜深了"), (11, "上午好"), (13, "中午好"), (18, "下午好")):
        if now.hour < until:
            return words
    return "晚上好"


def late_rows(today: Today, on: date) -> list[Due]:
    """已过期或就要到期."""
    rows = months_sent_back(today.months)
    if today.months.is_late(on):
        rows.append(month_due(today.months, on))
    if today.certification is not None and _is_late(today.certification, on):
        rows.append(_certification(today.certification, on))
    if _is_task_late(today, on):
        rows.append(_tasks(today, on))
    if today.promises.late:
        rows.append(_promises(today))
    if today.late.count:
        rows.append(_late_contacts(today.late))
    if today.late.silent:
        rows.append(_silent(today.late))
    return rows


def recovery_row() -> Due:
    """Nobody has read the recovery words back from paper."""
    words = "忘了密码，只有那张纸上的 12 个词能打开资料"
    return Due("key-round", "找回词还没有核对", words, 1, "张", "settings", meaning="amber")


def _late_contacts(late: LateContacts) -> Due:
    names = "、".join(f"{name} {days:,} 天" for name, days in late.first)
    more = "……" if late.count > len(late.first) else "，"
    agreed = f"约定每 {late.every_days} 天联系一次" if late.every_days else "约定的日子已过"
    words = f"{names}{more}{agreed}"
    narrow = PeopleFilter(overdue=True)
    return Due("phone-off", "很久没有联系", words, late.count, "人", "people", narrow, "red")


def _silent(late: LateContacts) -> Due:
    """After an import these are all: no neglect, so not in red."""
    old = (
        f"80 岁以上有 {late.silent_old:,} 人，先去看他们" if late.silent_old else "建档以来没有记过"
    )
    narrow = PeopleFilter(overdue=True, silent=True)
    return Due("phone", "还没有联系过", old, late.silent, "人", "people", narrow, "amber")


def _promises(today: Today) -> Due:
    made = today.promises
    words = "；".join(_promise(one) for one in made.first)
    more = "……" if made.count > len(made.first) else ""
    tag = f"过了日子 {made.late:,} 件" if made.late else ""
    return Due(
        "list-checks",
        "走访后答应的事",
        words + more,
        made.count,
        "件",
        "visits",
        "promises",
        meaning="red" if made.late else "green",
        tag=tag,
        tag_meaning="red",
    )


def _promise(one: Promise) -> str:
    who = "、".join(one.names[:1])
    day = f"（{one.due_on.month}月{one.due_on.day}日前）" if one.due_on else ""
    what = one.follow_up.rstrip("。；，")
    return f"{who}：{what}{day}" if who else f"{what}{day}"


def coming_rows(today: Today, on: date) -> list[Due]:
    """这半个月和以后."""
    rows = _from_district(today, on)
    if today.months.month is not None and not today.months.is_late(on):
        rows.append(month_due(today.months, on))
    rows += [_batch(batch) for batch in today.batches]
    if today.rows_waiting:
        words = f"还有 {today.rows_waiting:,} 行等您定"
        rows.append(Due("table-2", "导入的表", words, today.rows_waiting, "行", "import"))
    if today.promises.count and not today.promises.late:
        rows.append(_promises(today))
    if today.plaques.count:
        names = "、".join(today.plaques.names)
        rows.append(Due("plaque", "挂光荣牌", names, today.plaques.count, "块", "plaques"))
    open_ = today.certification
    if open_ is not None and open_.count and not _is_late(open_, on):
        rows.append(_certification(open_, on))
    if today.without_id:
        lack = PeopleFilter(missing=(Missing.ID_NUMBER,))
        words = "没有证号，认证和发钱都要用，碰到本人就补上"
        rows.append(Due("id-card", "证号待补", words, today.without_id, "人", "people", lack))
    return rows


def _from_district(today: Today, on: date) -> list[Due]:
    """Notices, tasks and people who moved here; the page of them is one."""
    sent, rows = today.from_district, []
    if sent.tasks and not _is_task_late(today, on):
        rows.append(_tasks(today, on))
    if sent.notices:
        words = _names(sent.notices)
        rows.append(Due("bell", "区县通知", words, len(sent.notices), "条", "postings"))
    if sent.arrivals:
        words = _names(sent.arrivals)
        rows.append(Due("user-plus", "转入待接收", words, len(sent.arrivals), "人", "postings"))
    if sent.returned:
        words = _names(sent.returned)
        rows.append(
            Due("user-minus", "转出后对方说不在", words, len(sent.returned), "人", "postings")
        )
    return rows


def _names(words: Sequence[str]) -> str:
    return "、".join(words[:NAMED]) + ("……" if len(words) > NAMED else "")


def _is_task_late(today: Today, on: date) -> bool:
    due = today.from_district.task_due
    return due is not None and due < on


def _tasks(today: Today, on: date) -> Due:
    sent, due = today.from_district, today.from_district.task_due
    left = (due - on).days if due else None
    tag, meaning = "", "green"
    if left is not None:
        tag = f"过期 {-left:,} 天" if left < 0 else f"还有 {left} 天"
        meaning = "red" if left < 0 else "green"
    soon = "amber" if left is not None and left <= SOON else "grey"
    return Due(
        "clipboard-list",
        "区县任务",
        _names(sent.tasks),
        len(sent.tasks),
        "项",
        "postings",
        meaning=meaning,
        tag=tag,
        tag_meaning="red" if meaning == "red" else soon,
    )


def _batch(batch: OpenBatch) -> Due:
    if batch.status == BatchStatus.DRAFT:
        return Due(
            "gift",
            batch.name,
            "名单还没冻结",
            batch.lines,
            "人",
            "batch",
            batch.batch_id,
            tag="草稿",
        )
    words = "冻结好了，等签领" if batch.waiting == batch.lines else "还有没签领的"
    return Due("gift", batch.name, words, batch.waiting, "人", "batch", batch.batch_id)


def _is_late(open_: OpenCertification, on: date) -> bool:
    return open_.count > 0 and open_.due_on < on


def _certification(open_: OpenCertification, on: date) -> Due:
    left = (open_.due_on - on).days
    if left < 0:
        tag, tag_meaning, meaning = f"过期 {-left:,} 天", "red", "red"
    else:
        tag, meaning = f"还有 {left} 天", "green"
        tag_meaning = "amber" if left <= SOON else "grey"
    old = f"80 岁以上还有 {open_.old:,} 人，先上门；" if open_.old else ""
    due = f"{open_.due_on.month}月{open_.due_on.day}日"
    return Due(
        "badge-check",
        f"{open_.year} 年度认证",
        f"{old}期限 {due}",
        open_.count,
        "人",
        "certifications",
        meaning=meaning,
        tag=tag,
        tag_meaning=tag_meaning,
    )
