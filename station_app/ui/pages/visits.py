"""The visits of the station: the list with its filters, late contacts, what was promised."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.domain.codes import VisitKind, VisitMethod, VisitState
from station_app.domain.groups import group_order
from station_app.domain.periods import Period, month_of
from station_app.messages.labels import label as action
from station_app.models.identifiers import VisitId
from station_app.queries.people import PeopleCounts, Sort, people_counts
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import ListRow, PeopleFound, find_people
from station_app.queries.route import Need, RouteWish
from station_app.queries.visit_parts import whole_visit
from station_app.queries.visits import (
    Promise,
    VisitCount,
    VisitDetail,
    VisitFilter,
    VisitPage,
    VisitRow,
    count_visits,
    list_visits,
    open_promises,
    visit_detail,
)
from station_app.services.list_exports import ListOrder
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
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.doubt_dialog import Order
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.visit_dialog import VisitDialog
from station_app.ui.pages.visit_form import Correction
from station_app.ui.pages.visit_lists import (
    PERIODS,
    key_of,
    late_columns,
    period_of,
    promise_columns,
    visit_columns,
)
from station_app.ui.pages.visit_panel import VisitPanel
from station_app.ui.pages.visit_sections import TWO_LINES
from station_app.ui.person_words import day_words
from station_app.ui.print_preview import order, show_paper
from station_app.ui.theme import current

DONE, LATE, PROMISED = range(3)


class VisitsPage(Page):
    """Enter corrects, Del declares void, both with a reason; three views of the same work."""

    keys = (
        KeyHelp("↑↓", "选一次"),
        KeyHelp("Return", "打开"),
        KeyHelp("Del", "作废"),
        KeyHelp("Ctrl+N", "登记"),
    )
    keeps = True
    concerns = frozenset({"visit", "visit_attendance", "person", "contact_rule"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._filter = VisitFilter()
        self._after: VisitPage | None = None
        self._wanted: UUID | None = None
        """The visit that the page was opened on, until another is chosen."""
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
            self._switch.choose(DONE)
            self._wanted = subject
            if self.large:
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
        today, large = self.desk.today(), self.large
        self.new = Button("登记走访", Look.FILLED, icon="footprints", keys="Ctrl+N")
        self.out = ListExport(self, self._listed)
        self.print = Button("打印台账", icon="printer", keys="Ctrl+P")
        self.panel = VisitPanel(self.desk)
        self.void, self.correct = self.panel.void, self.panel.correct
        self.route = Button("走访路书", icon="route", keys="L")
        self._head = PageHead("走访", buttons=self._head_buttons(large=large))
        self._switch = Switch(["走访记录", "联系逾期", "答应的事"])
        self._period = MenuChip("今年", single=True)
        self._period.offer([MenuEntry(key, words) for key, words in PERIODS])
        self._methods, self._kinds = MenuChip("方式"), MenuChip("事由")
        self._methods.offer([MenuEntry(str(one), one.label) for one in VisitMethod])
        self._kinds.offer([MenuEntry(str(one), one.label) for one in VisitKind])
        self._groups = MenuChip("小组")
        self._with_void = FilterChip("连作废的")
        self._chips = self._filter_row()
        self._visits = table_with_states(self.tasks, visit_columns(today), key_of)
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
        body = row(self._views, gap=14) if large else row(self._views, self.panel, gap=14)
        body.setStretch(0, 1)
        if large:
            self.panel.setParent(self)
            self.panel.hide()
        page_layout(self, self._head, second, body, gap=12).setStretch(2, 1)

    def _head_buttons(self, *, large: bool) -> list[Button]:
        """Without the panel its two ways on stand above, and the ledger gives way to them."""
        if not large:
            return [self.out.button, self.print, self.route, self.new]
        self.out.put_away()
        for hidden in (self.print, self.correct):
            hidden.setParent(self)
            hidden.hide()
        return [self.void, self.route, self.new]

    def _filter_row(self) -> QWidget:
        """All filters, or where letters are twice as large the two that matter most."""
        chips = [self._period, self._methods, self._kinds, self._groups, self._with_void]
        shown = [self._period, self._groups] if current().percent >= TWO_LINES else chips
        for chip in chips:
            if chip not in shown:
                chip.setParent(self)
                chip.hide()
        return holder(row(*shown))

    def _listen(self) -> None:
        self.new.clicked.connect(self._new)
        self._first.clicked.connect(self._new)
        self.print.clicked.connect(self._print)
        self.route.clicked.connect(self._to_route)
        self.panel.correction_wanted.connect(self._correct_this)
        self.panel.person_wanted.connect(self._to_person)
        self.void.clicked.connect(self._void)
        self._switch.chosen.connect(self._turn)
        for chip in (self._period, self._methods, self._kinds, self._groups):
            chip.turned.connect(self._ask)
        self._with_void.toggled.connect(self._ask)
        self._visits.opened.connect(self._open)
        self._visits.chosen.connect(self._chosen)
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
        self._choose_wanted(rows)
        self._turn(self._switch.at)

    def _choose_wanted(self, rows: tuple[VisitRow, ...]) -> None:
        """The visit that was asked for; where the filter leaves it out it is shown all the same."""
        keys = [one.visit_id for one in rows]
        if self._wanted in keys:
            self._visits.choose(keys.index(VisitId(self._wanted)))
        elif self._wanted is not None:
            self._ask_panel(self._wanted)
        elif self._visits.row is None:
            self._visits.choose(0)
        elif rows:
            self._ask_panel(self._visits.row.visit_id)

    def _chosen(self, visit: object) -> None:
        if isinstance(visit, VisitRow):
            self._wanted = None
            self._ask_panel(visit.visit_id)

    def _ask_panel(self, visit_id: UUID) -> None:
        self.tasks.read(whole_visit, visit_id, then=self.panel.show_visit)

    def _show_count(self, counted: VisitCount) -> None:
        """Calls stand apart: the month report does not count them as 走访 (CN5)."""
        people, called = counted.person_times, counted.called
        calls = "电话" if self.large else "电话（视频）联系"
        words = f"{counted.visits:,} 次，{people:,} 人次"
        if called:
            words += f"，其中走访 {people - called:,}、{calls} {called:,}"
        self._head.sentence.setText(words if counted.visits else "")

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
        if not self.large:
            self.panel.setVisible(at == DONE and (not empty or self._wanted is not None))
            return
        self.void.setVisible(at == DONE and not empty)

    # --- acting -----------------------------------------------------------------------------

    def _new(self) -> None:
        self.desk.open("visit_entry", None)

    def _visit_late(self, found: ListRow) -> None:
        self.desk.open("visit_entry", found.person.person_id)

    def _to_route(self) -> None:
        self.desk.open("route", RouteWish(needs=(Need.CONTACT,) if self._switch.at == LATE else ()))

    def _to_person(self, person_id: UUID) -> None:
        self.desk.open("person", person_id)

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

    def _void(self) -> None:
        chosen = self.panel.visit.detail.row if self.panel.visit is not None else None
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

        note = f"记录留底，{chosen.person_times:,} 人次从月报里减去；发过的慰问、认证不动"
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

    def _listed(self) -> tuple[ListOrder, str]:
        """What is in sight, for a workbook."""
        if self._switch.at == LATE:
            return ListOrder("late_contacts"), "联系逾期名单"
        if self._switch.at == PROMISED:
            return ListOrder("promises"), "答应的事"
        return ListOrder("visits", self._filter), "走访台账"

    def _print(self) -> None:
        first = self._filter.first or self.desk.today()
        last = self._filter.last or self.desk.today()
        period = Period(month_of(first), month_of(last))
        show_paper(self, "visit-roster", order(self.desk, period=period))
