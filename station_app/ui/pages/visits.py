"""The visits of the station: the list with its filters, late contacts, what was promised."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.domain.codes import VisitKind, VisitMethod, VisitState, label
from station_app.domain.groups import group_order
from station_app.domain.periods import Period, month_of
from station_app.messages.labels import label as action
from station_app.models.identifiers import VisitId
from station_app.queries.people import PeopleCounts, Sort, people_counts
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import ListRow, PeopleFound, find_people
from station_app.queries.visits import (
    Promise,
    VisitDetail,
    VisitFilter,
    VisitPage,
    VisitRow,
    count_visits,
    list_visits,
    open_promises,
    visit_detail,
)
from station_app.services.visits import finish_follow_up, void_visit
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip, Switch
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import AllWell, Empty
from station_app.ui.components.record_state import table_with_states
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.visit_dialog import VisitDialog
from station_app.ui.pages.visit_form import Correction
from station_app.ui.person_words import category_words, day_words
from station_app.ui.print_preview import order, show_paper
from station_app.ui.theme import current

DONE, LATE, PROMISED = range(3)
PERIODS = (("month", "本月"), ("quarter", "近三个月"), ("year", "今年"), ("last", "去年"))


def visit_columns(today: date) -> list[Column[VisitRow]]:
    """What the list says of each visit."""
    return [
        Column("日期", lambda v: day_words(v.visit_date, today), width=110),
        Column("走访了谁", _met, width=170),
        Column("小组", _groups, width=80, in_large=False),
        Column("方式", lambda v: label("visit_method", v.method), width=80),
        Column("事由", lambda v: label("visit_kind", v.kind), width=120, in_large=False),
        Column("走访人", lambda v: v.visitors or "—", width=140, in_large=False, tone="text2"),
        Column("人次", lambda v: f"{v.person_times:,}", width=56, side=Side.RIGHT),
        Column("说明", lambda v: _remark(v, today), width=160, stretch=True),
    ]


def _key_of(visit: VisitRow) -> UUID:
    return visit.visit_id


def _met(visit: VisitRow) -> Cell:
    names = [one.name for one in visit.met]
    shown = "、".join(names[:3]) + (f" 等 {len(names)} 人" if len(names) > 3 else "")
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


class VisitsPage(Page):
    """Enter corrects, Del declares void, both with a reason; three views of the same work."""

    keys = (
        KeyHelp("↑↓", "选一次"),
        KeyHelp("Return", "打开"),
        KeyHelp("Del", "作废"),
        KeyHelp("Ctrl+N", "登记"),
    )
    concerns = frozenset({"visit", "visit_attendance", "person", "contact_rule"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._filter = VisitFilter()
        self._after: VisitPage | None = None
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self._tables[self._switch.at]

    def opened(self, subject: object) -> None:
        if subject == "late":
            self._switch.choose(LATE)
        elif subject == "promises":
            self._switch.choose(PROMISED)
        elif isinstance(subject, UUID):
            self._look(subject)
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        today = self.desk.today()
        self._ask()
        self.tasks.read(people_counts, today=today, then=self._show_groups)
        self.tasks.read(open_promises, then=self._show_promises)
        self.tasks.read(
            find_people,
            PeopleFilter(overdue=True),
            today=today,
            sort=Sort.LAST_CONTACT,
            then=self._show_late,
        )

    def _build(self) -> None:
        today, large = self.desk.today(), current().large
        self.new = Button("登记走访", Look.FILLED, icon="footprints", keys="Ctrl+N")
        self.print = Button("打印台账", icon="printer", keys="Ctrl+P")
        self.void = Button("作废", Look.DANGER, keys="Del")
        self.correct = Button("更正", icon="file-pen-line")
        buttons = [self.void, self.correct, self.new] if large else [
            self.void, self.correct, self.print, self.new
        ]  # fmt: skip
        self._head = PageHead("走访", buttons=buttons)
        if large:
            self.print.setParent(self)
            self.print.hide()
        self._switch = Switch(["走访记录", "联系逾期", "答应的事"])
        self._period = MenuChip("今年", single=True)
        self._period.offer([MenuEntry(key, words) for key, words in PERIODS])
        self._methods, self._kinds = MenuChip("方式"), MenuChip("事由")
        self._methods.offer([MenuEntry(str(one), one.label) for one in VisitMethod])
        self._kinds.offer([MenuEntry(str(one), one.label) for one in VisitKind])
        self._groups = MenuChip("小组")
        self._with_void = FilterChip("连作废的")
        self._chips = holder(
            row(self._period, self._methods, self._kinds, self._groups, self._with_void)
        )
        self._visits = table_with_states(self.tasks, visit_columns(today), _key_of)
        self._late: RecordTable[ListRow] = RecordTable(late_columns(today))
        self._promises: RecordTable[Promise] = RecordTable(promise_columns(today))
        self._tables = (self._visits, self._late, self._promises)
        self._first = Button("登记走访", icon="footprints")
        self._nothing = Empty(
            "footprints",
            "这段时间还没有走访",
            "按 F4 随时登记；换个时间段看看",
            buttons=[self._first],
        )
        self._views = QStackedWidget()
        none_late = AllWell("没有联系逾期的人", "到了约定的天数，会在今日提醒")
        none_promised = AllWell("答应的事都办好了")
        well: list[QWidget] = [holder(column(view, None)) for view in (none_late, none_promised)]
        views: list[QWidget] = [*self._tables, self._nothing, *well]
        for view in views:
            self._views.addWidget(view)
        second = row(self._switch, 8, self._chips, None)
        page_layout(self, self._head, second, self._views, gap=12).setStretch(2, 1)

    def _listen(self) -> None:
        self.new.clicked.connect(self._new)
        self._first.clicked.connect(self._new)
        self.print.clicked.connect(self._print)
        self.correct.clicked.connect(self._correct)
        self.void.clicked.connect(self._void)
        self._switch.chosen.connect(self._turn)
        for chip in (self._period, self._methods, self._kinds, self._groups):
            chip.turned.connect(self._ask)
        self._with_void.toggled.connect(self._ask)
        self._visits.opened.connect(self._open)
        self._visits.model.fetch_with(self._more)
        self._late.opened.connect(self._visit_late)
        self._promises.opened.connect(self._finish)

    # --- showing ----------------------------------------------------------------------------

    def _ask(self, *_anything: object) -> None:
        chosen = self._period.chosen_keys
        first, last = period_of(str(chosen[0]) if chosen else "year", self.desk.today())
        states = (VisitState.DONE, VisitState.VOID)
        self._filter = VisitFilter(
            first=first,
            last=last,
            states=states if self._with_void.isChecked() else (VisitState.DONE,),
            kinds=tuple(str(key) for key in self._kinds.chosen_keys),
            methods=tuple(str(key) for key in self._methods.chosen_keys),
            groups=tuple(str(key) for key in self._groups.chosen_keys),
        )
        self.tasks.read(list_visits, self._filter, then=self._show)
        self.tasks.read(count_visits, self._filter, then=self._show_count)

    def _show(self, page: VisitPage) -> None:
        self._after = page
        rows = page.rows
        self._visits.show_rows(rows, total=len(rows) + (1 if page.after else 0))
        if self._visits.row is None:
            self._visits.choose(0)
        self._turn(self._switch.at)

    def _show_count(self, counted: tuple[int, int]) -> None:
        visits, people = counted
        self._head.sentence.setText(f"{visits:,} 次，{people:,} 人次" if visits else "")

    def _more(self, _here: int) -> None:
        if self._after is not None and self._after.after is not None:
            self.tasks.read(list_visits, self._filter, after=self._after.after, then=self._add_page)

    def _add_page(self, page: VisitPage) -> None:
        before = self._after.rows if self._after else ()
        self._after = replace(page, rows=(*before, *page.rows))
        self._visits.model.add_rows(page.rows)

    def _show_groups(self, counts: PeopleCounts) -> None:
        names = sorted((name for name in counts.by_group_name if name), key=group_order)
        self._groups.offer([MenuEntry(n, n) for n in names])

    def _show_late(self, found: PeopleFound) -> None:
        self._late.show_rows(found.rows)
        self._switch.rename(LATE, f"联系逾期 {found.total:,}")
        self._turn(self._switch.at)

    def _show_promises(self, promises: list[Promise]) -> None:
        self._promises.show_rows(promises)
        self._switch.rename(PROMISED, f"答应的事 {len(promises):,}")
        self._turn(self._switch.at)

    def _turn(self, at: int) -> None:
        empty = not self._tables[at].model.rows
        self._views.setCurrentIndex(at + (3 if empty else 0))
        self._chips.setVisible(at == DONE)
        for button in (self.correct, self.void):
            button.setVisible(at == DONE and not empty)

    # --- acting -----------------------------------------------------------------------------

    def _new(self) -> None:
        self.desk.open("visit_entry", None)

    def _visit_late(self, found: ListRow) -> None:
        self.desk.open("visit_entry", found.person.person_id)

    def _open(self, visit: VisitRow) -> None:
        self._look(visit.visit_id)

    def _look(self, visit_id: UUID) -> None:
        self.tasks.read(visit_detail, visit_id, then=self._show_paper)

    def _show_paper(self, detail: VisitDetail | None) -> None:
        """The paper of one visit, to be read and put right."""
        if detail is None:
            self.desk.say("这次走访已经不在了")
            return
        self.paper = VisitDialog(self, detail, self.desk)
        self.paper.correction_wanted.connect(self._correct_this)

    def _correct_this(self, visit_id: VisitId) -> None:
        self.desk.open("visit_entry", Correction(visit_id))

    def _correct(self, *_anything: object) -> None:
        chosen = self._visits.row
        if chosen is not None and chosen.state == VisitState.DONE:
            self.desk.open("visit_entry", Correction(chosen.visit_id))

    def _void(self) -> None:
        chosen = self._visits.row
        if chosen is None or chosen.state != VisitState.DONE or self._switch.at != DONE:
            return
        names = "、".join(one.name for one in chosen.met[:3])
        form = Form(reason=FormRow("为什么作废", TextInput(), required=True))
        words = f"{names}，{day_words(chosen.visit_date, self.desk.today())}"
        self.asking = asking = Asking(self, "走访作废", words, form=form)
        asking.done.connect(self._was_voided)

        def ask() -> Order:
            named = {"reason": form.values()["reason"]}
            return action("visit.void", name=names), void_visit, (chosen.visit_id,), named

        note = f"记录留底，{chosen.person_times} 人次从月报里减去"
        asking.open(form["reason"], verb="作废", ask=ask, note=note, look=Look.DANGER)

    def _was_voided(self, _result: object) -> None:
        self.desk.say("这次走访已作废", undo=True)

    def _finish(self, promise: Promise) -> None:
        self.tasks.write(
            action("visit.follow_up", name="、".join(promise.names)),
            finish_follow_up,
            promise.visit_id,
            self.desk.today(),
            today=self.desk.today(),
            then=self._finished,
        )

    def _finished(self, _result: object) -> None:
        self.desk.say("这件事办好了", undo=True)

    def _print(self) -> None:
        first = self._filter.first or self.desk.today()
        last = self._filter.last or self.desk.today()
        period = Period(month_of(first), month_of(last))
        show_paper(self, "visit-roster", order(self.desk, period=period))
