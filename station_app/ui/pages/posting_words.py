"""What the page of notices and tasks says: one line for each thing, whatever it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from station_app.domain.codes import TransferState, label
from station_app.domain.kinds import Kind, to_text
from station_app.domain.masking import mask_id_number, mask_phone
from station_app.domain.money import yuan
from station_app.domain.standards import PensionRate, Standard
from station_app.models.person import PERSON, PERSON_IDENTITY
from station_app.models.record_type import Field
from station_app.queries.district_desk import DistrictDesk
from station_app.queries.postings import NoticeRow, NoticeState, TaskRow, TaskState
from station_app.queries.transfers import Arrival, Departure
from station_app.ui.person_words import day_words, month_words


class View(Enum):
    """The views of the page."""

    TO_DO = auto()
    NOTICES = auto()
    TASKS = auto()
    MOVES = auto()
    STANDARDS = auto()


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the list, and what its panel shows."""

    of: NoticeRow | TaskRow | Arrival | Departure | Standard | PensionRate
    icon: str
    kind: str
    title: str
    state: str
    meaning: str
    day: str
    is_open: bool

    @property
    def key(self) -> object:
        """What stays the same when the list is read again."""
        match self.of:
            case NoticeRow():
                return self.of.notice_id
            case TaskRow():
                return self.of.task_id
            case Arrival() | Departure():
                return self.of.transfer_id
            case _:
                return self.of.id


_NOTICE = {
    NoticeState.UNREAD: ("未读", "amber"),
    NoticeState.READ: ("已阅知", "green"),
    NoticeState.EXPIRED: ("已过期", "grey"),
    NoticeState.WITHDRAWN: ("区县已撤回", "grey"),
}
_TASK = {
    TaskState.OVERDUE: ("过期", "red"),
    TaskState.OPEN: ("待办", "amber"),
    TaskState.DONE: ("已办结", "green"),
    TaskState.WITHDRAWN: ("区县已撤回", "grey"),
}
_MOVE: dict[str, tuple[str, str]] = {
    TransferState.WAITING: ("等对方接收", "grey"),
    TransferState.ACCEPTED: ("对方已接收", "green"),
    TransferState.NOT_HERE: ("对方说不在", "amber"),
}


def things(desk: DistrictDesk, view: View, today: date) -> list[Thing]:
    """The lines of a view, what is open first."""
    notices = [_notice(row, today) for row in desk.postings.notices]
    tasks = [_task(row, today) for row in desk.postings.tasks]
    moves = [_arrival(row, today) for row in desk.arrivals]
    moves += [_departure(row, today) for row in desk.departures]
    standards = [_standard(one, today) for one in desk.standards]
    standards += [_rate(one, today) for one in desk.rates]
    lists = {
        View.NOTICES: notices,
        View.TASKS: tasks,
        View.MOVES: moves,
        View.STANDARDS: standards,
    }
    everything = [*tasks, *moves, *notices]
    return lists.get(view) or [one for one in everything if view is View.TO_DO and one.is_open]


def _notice(row: NoticeRow, today: date) -> Thing:
    words, meaning = _NOTICE[row.state]
    is_open = row.state is NoticeState.UNREAD
    day = day_words(row.posted_on, today)
    return Thing(row, "bell", "通知", row.title, words, meaning, day, is_open)


def _task(row: TaskRow, today: date) -> Thing:
    words, meaning = _TASK[row.state]
    day = f"{day_words(row.due_on, today)}前" if row.due_on else "不限时"
    return Thing(row, "clipboard-list", "任务", row.title, words, meaning, day, row.is_open)


def _arrival(row: Arrival, today: date) -> Thing:
    day = day_words(row.moved_out_on, today) if row.moved_out_on else ""
    title = f"{row.name}，从{row.from_name}转来"
    return Thing(row, "user-plus", "转入", title, "待接收", "amber", day, is_open=True)


def _departure(row: Departure, today: date) -> Thing:
    words, meaning = _MOVE.get(row.state, ("", "grey"))
    day = day_words(row.moved_out_on, today) if row.moved_out_on else ""
    title = f"{row.name}，转到{row.to_name}"
    return Thing(row, "user-minus", "转出", title, words, meaning, day, row.is_open)


def _standard(one: Standard, today: date) -> Thing:
    named = one.named
    parts = (
        label("condolence_kind", named.kind),
        label("occasion", named.occasion),
        label("category", named.category),
        label("batch_form", named.form),
    )
    title = "，".join(part for part in parts if part)
    ended = one.effective_to is not None and one.effective_to < today
    state = "已停用" if ended else f"{yuan(one.amount_fen)} 元"
    day = f"{day_words(one.effective_from, today)}起"
    return Thing(
        one, "gift", "慰问", title, state, "grey" if ended else "green", day, is_open=False
    )


def _rate(one: PensionRate, today: date) -> Thing:
    named = one.named
    parts = (
        label("pension_kind", named.kind),
        label("dis_cause", named.cause),
        label("dis_grade", named.grade),
        label("urban_rural", named.urban_rural),
        named.region or "",
    )
    title = "，".join(part for part in parts if part)
    ended = one.effective_to is not None and one.effective_to < f"{today:%Y-%m}"
    state = "已停用" if ended else f"{yuan(one.amount_fen)} 元"
    day = f"{month_words(one.effective_from)}起"
    return Thing(
        one, "wallet", "抚恤", title, state, "grey" if ended else "green", day, is_open=False
    )


def facts_of(thing: Thing, today: date) -> str:
    """The line below the title: number, days, who."""
    parts: tuple[str, ...]
    match thing.of:
        case NoticeRow() as row:
            until = f"有效至 {day_words(row.valid_until, today)}" if row.valid_until else ""
            posted = f"{day_words(row.posted_on, today)}发布"
            read = (
                f"{day_words(row.read_on, today)} {row.read_by or ''} 已阅知" if row.read_on else ""
            )
            parts = (row.doc_no or "", posted, until, read.replace("  ", " "))
        case TaskRow() as row:
            due = f"{day_words(row.due_on, today)}前办结" if row.due_on else "不限时"
            posted = f"{day_words(row.posted_on, today)}布置"
            done = (
                f"{day_words(row.done_on, today)} {row.done_by or ''} 办结" if row.done_on else ""
            )
            parts = (row.doc_no or "", posted, due, done)
        case Arrival() as row:
            left = f"{day_words(row.moved_out_on, today)}迁出" if row.moved_out_on else ""
            parts = (row.from_name, left, "")
        case Departure() as row:
            said = f"{day_words(row.answered_on, today)}答复" if row.answered_on else ""
            parts = (row.to_name, said, row.answer_note or "")
        case Standard() as one:
            ends = f"执行到 {day_words(one.effective_to, today)}" if one.effective_to else ""
            parts = (one.doc_no or "", f"{day_words(one.effective_from, today)}起执行", ends)
        case PensionRate() as rate:
            ends = f"执行到 {month_words(rate.effective_to)}" if rate.effective_to else ""
            per = label("standard_per", rate.per)
            parts = (rate.doc_no or "", per, f"{month_words(rate.effective_from)}起执行", ends)
    return "，".join(part for part in parts if part)


SHOWN = ("id_number", "sex", "birth_date", "mobile", "contact_name", "contact_phone", "work_unit")


def carried_lines(row: Arrival) -> Iterator[tuple[str, str]]:
    """What came with somebody, as label and value."""
    for name in SHOWN:
        field, value = PERSON.by_name[name], row.person.get(name)
        if value is not None:
            yield field.label, _masked(field, to_text(field.kind, value, field.choices))
    held = [label("category", str(one["category"])) for one in row.parts.get("person_identity", ())]
    if held:
        yield PERSON_IDENTITY.label, "、".join(held)


def _masked(field: Field, words: str) -> str:
    """Numbers as they are shown everywhere before somebody asks for the whole."""
    match field.kind:
        case Kind.ID_NUMBER:
            return mask_id_number(words)
        case Kind.PHONE:
            return mask_phone(words)
        case _:
            return words


ARRIVAL_NOTE = (
    "接收后不用再录。原站的走访、慰问、认证随下次上报送来，只供查看，不计入本站月报；"
    "只有原站能看的内容（健康、备注等）不转过来。"
)
DEPARTURE_NOTE = "对方说此人不在那里。请核实去向；如果没有迁走，到他的档案里登记迁回。"
STANDARD_NOTE = "新建批次时按打算发的那天自动填上，可以改。"
