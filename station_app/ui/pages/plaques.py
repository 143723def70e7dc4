"""The honour plaques: which hang, what is to be done, which households have none."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.domain.codes import PlaqueEventKind
from station_app.domain.periods import Period
from station_app.messages.labels import label as action
from station_app.queries.person_dues import PersonView, person_view
from station_app.queries.plaque_states import EventRow
from station_app.queries.plaques import (
    HouseholdWithout,
    PlaqueList,
    PlaqueRow,
    Register,
    history_of,
    plaque_register,
    search_register,
)
from station_app.services.list_exports import ListOrder
from station_app.services.list_rows import PlaqueWish
from station_app.services.plaques import reverse_step
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import (
    PageHead,
    column,
    holder,
    page_layout,
    row,
)
from station_app.ui.components.notices import AllWell, Empty
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.record_state import table_with_states
from station_app.ui.components.record_table import RecordTable
from station_app.ui.desk import Desk
from station_app.ui.doubt_dialog import Order
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.plaque_dialogs import PlaqueDialogs
from station_app.ui.pages.plaque_panel import PlaquePanel, steps_of
from station_app.ui.pages.plaque_rows import (
    HANGING,
    TO_DO,
    happened,
    missing_columns,
    plaque_columns,
)
from station_app.ui.print_preview import order, show_paper
from station_app.ui.record_form import OpenChoice
from station_app.ui.spare_columns import SpareColumns

HUNG, WAITING, MISSING, ALL = range(4)
PANEL_MS = 90
MISSING_VIEW = 1
"""The last of the two tables among the views; after them stands what is shown instead."""
VIEWS = ("在挂", "要办的", "该挂没挂", "全部")
REASONS = tuple((w, w) for w in ("点错了户", "日期记错", "原因选错"))


@dataclass(frozen=True, slots=True)
class Plaques:
    """What the page shows."""

    plaques: PlaqueList
    missing: list[HouseholdWithout]
    register: Register
    asked: str

    @property
    def missing_count(self) -> int:
        """All households without one, whatever is searched for."""
        return len(self.register.missing)


def _key_of(plaque: PlaqueRow) -> UUID:
    return plaque.plaque_id


def ask_plaques(session: Any, text: str, known: Register | None = None) -> Plaques:
    """All plaques that a text finds, and the households without one; `known` is read no more."""
    register = known or plaque_register(session)
    plaques, missing = search_register(session, register, text)
    return Plaques(plaques, missing, register, text)


class PlaquesPage(Page):
    """Only the steps that a state allows are offered; one per household is said in words."""

    keys = (
        KeyHelp("↑↓", "选一户"),
        KeyHelp("Return", "办理"),
        KeyHelp("Ctrl+N", "登记"),
        KeyHelp("Ctrl+P", "打印卡片"),
    )
    keeps = True
    concerns = frozenset({"plaque", "plaque_event", "household", "person", "person_identity"})
    own_search = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text = ""
        self._wish: UUID | None = None
        self._shown: Plaques | None = None
        self._known: Register | None = None
        self._events: list[EventRow] = []
        self._back_due = False
        self._waits = QTimer(self, singleShot=True, interval=PANEL_MS)
        self.dialogs = PlaqueDialogs(self)
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self._missing if self.switch.at == MISSING else self.table

    def opened(self, subject: object) -> None:
        if subject == "missing":
            self.switch.choose(MISSING)
        if isinstance(subject, UUID):
            today = self.desk.today()
            self.tasks.read(person_view, subject, today=today, then=self._wish_of)
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        self._known = None
        self.tasks.read(ask_plaques, self._text, then=self._show)

    def _wish_of(self, view: PersonView | None) -> None:
        """Opened on a person: the household's plaque is chosen, or the household that lacks one."""
        home = view.page.row.household_id if view else None
        if home is None:
            self.desk.say("这个人还没有编进哪一户")
            return
        self._wish = home
        if self._shown is not None:
            self._grant_wish(self._shown)

    def searched(self, text: str) -> None:
        self._text = text
        self.tasks.read(ask_plaques, text, self._known, then=self._show)

    def search_key(self, step: int) -> None:
        table = self._missing if self.switch.at == MISSING else self.table
        if step:
            table.choose_by(step)
        elif table.row is not None:
            table.opened.emit(table.row)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        today, large = self.desk.today(), self.large
        self.new = Button("登记光荣牌", Look.FILLED, icon="plaque", keys="Ctrl+N")
        self.print_roster = Button("打印花名册", icon="printer")
        self.many = Button("一次办多户", icon="" if large else "list-checks", keys="M")
        self.print_card = Button("打印卡片", icon="file-text", keys="Ctrl+P")
        self.act = PickButton("办理", [], Look.OUTLINED)
        self.out = ListExport(self, self._listed)
        buttons = [self.act, self.many, self.new] if large else [
            self.out.button, self.print_card, self.print_roster, self.many, self.new
        ]  # fmt: skip
        self._head = PageHead("光荣牌", buttons=buttons)
        if large:
            self.out.put_away()
        for hidden in {self.print_roster, self.print_card, self.act} - set(buttons):
            hidden.setParent(self)
            hidden.hide()
        self.switch = Switch(VIEWS)
        self.table = table_with_states(self.tasks, plaque_columns(today), _key_of)
        self._missing: RecordTable[HouseholdWithout] = RecordTable(missing_columns())
        self._spare = SpareColumns(self.table, ("从哪天", "上报"))
        self._first = Button("登记光荣牌", icon="plaque")
        self._nothing = Empty(
            "plaque", "还没有光荣牌", "登记一块，或者导入往年的台账", buttons=[self._first]
        )
        self._all_hang = AllWell("该挂的都挂上了", "有新的退役军人或军属建档，会在这里列出来")
        self._none_here = AllWell("这里没有要办的")
        self._not_found = Empty("search", "")
        self._views = QStackedWidget()
        well: list[QWidget] = [
            holder(column(view, None)) for view in (self._all_hang, self._none_here)
        ]
        views: list[QWidget] = [self.table, self._missing, self._nothing, *well]
        for view in (*views, self._not_found):
            self._views.addWidget(view)
        self._panel = PlaquePanel()
        body = row(self._views, gap=14)
        if large:
            self._panel.setParent(self)
            self._panel.hide()
        else:
            body.addWidget(self._panel)
        body.setStretch(0, 1)
        page_layout(self, self._head, row(self.switch, None), body, gap=12).setStretch(2, 1)

    def _listen(self) -> None:
        self.switch.chosen.connect(self._turn)
        self.new.clicked.connect(self._enter)
        self._first.clicked.connect(self._enter)
        self.print_card.clicked.connect(self._print_card)
        self.print_roster.clicked.connect(self._print_roster)
        self.many.clicked.connect(self._to_round)
        self.act.picked.connect(self._act)
        self.table.chosen.connect(self._chosen)
        self._waits.timeout.connect(self._look_closer)
        self.table.opened.connect(self._open_steps)
        self._missing.chosen.connect(self._show_home)
        self._missing.opened.connect(self._enter_home)
        self._panel.wanted = self._act

    # --- showing ----------------------------------------------------------------------------

    def _show(self, shown: Plaques) -> None:
        if shown.asked != self._text:
            return  # another letter has been typed meanwhile
        self._shown, self._known = shown, shown.register
        plaques, missing = shown.plaques, shown.missing_count
        to_do = sum(plaques.by_state.get(state, 0) for state in TO_DO)
        counts = (plaques.hanging, to_do, missing, sum(plaques.by_state.values()))
        for number, (words, count) in enumerate(zip(VIEWS, counts, strict=True)):
            self.switch.rename(number, f"{words} {count:,}")
        sentence = f"在挂 {plaques.hanging:,} 块"
        sentence += f"，{missing:,} 户该挂没挂" if missing else "，该挂的都挂上了"
        self._head.sentence.setText(sentence if counts[3] or missing else "")
        self._fill()
        self._grant_wish(shown)

    def _grant_wish(self, shown: Plaques) -> None:
        wish, self._wish = self._wish, None
        if wish is None:
            return
        lacking: list[UUID] = [home.household_id for home in shown.missing]
        hung: list[UUID] = [one.household_id for one in shown.plaques.rows]
        if wish in lacking:
            self.switch.choose(MISSING)
            self._missing.choose(lacking.index(wish))
        elif wish in hung:
            self.switch.choose(ALL)
            self.table.choose(hung.index(wish))
        else:
            self.desk.say("这一户没有光荣牌，也没有该挂的人")

    def _turn(self, _at: int) -> None:
        self._fill()
        (self.first_focus() or self).setFocus()

    def _fill(self) -> None:
        if self._shown is None:
            return
        at, shown = self.switch.at, self._shown
        if at == MISSING:
            self._missing.show_rows(shown.missing)
            self._turn_to(1 if shown.missing else 3)
            self._choose_first(self._missing)
            return
        states = {HUNG: HANGING, WAITING: TO_DO}.get(at)
        rows = [one for one in shown.plaques.rows if states is None or one.state in states]
        self.table.show_rows(rows)
        self._turn_to(0 if rows else 4 if shown.plaques.by_state else 2)
        self._choose_first(self.table)

    def _turn_to(self, view: int) -> None:
        """Under a search an empty list is not good news: it says what was not found."""
        wanted = self._text.strip()
        if view > MISSING_VIEW and wanted:
            self._say_not_found(wanted)
            return
        self._views.setCurrentIndex(view)

    def _say_not_found(self, wanted: str) -> None:
        here, count = self.switch.at, len(self._shown.plaques.rows) if self._shown else 0
        elsewhere = f"“全部”里有 {count:,} 块" if count and here != ALL else ""
        self._not_found.words.setText(f"没有找到“{wanted}”")
        self._not_found.more.setText(elsewhere or "可以换户号、牌号、名字或拼音首字母再找")
        self._views.setCurrentWidget(self._not_found)

    def _choose_first(self, table: RecordTable[PlaqueRow] | RecordTable[HouseholdWithout]) -> None:
        if not table.model.rows:
            self._panel.show_nothing()
        elif table.row is None:
            table.choose(0)  # a row that was kept has told so already

    def _chosen(self, _row: object) -> None:
        chosen, self._events, self._back_due = self.table.row, [], False
        if chosen is not None and self.switch.at != MISSING:
            self.act.offer(steps_of(chosen))
            self._waits.start()

    def _look_closer(self) -> None:
        """Once keys and letters rest: each would build the panel of a row that is passed by."""
        chosen = self.table.row
        if chosen is not None and self.switch.at != MISSING:
            self.tasks.read(history_of, chosen.plaque_id, then=self._show_history)

    def _show_history(self, events: list[EventRow]) -> None:
        chosen = self.table.row
        if chosen is not None and self.switch.at != MISSING:
            self._events = events
            self._panel.show_plaque(chosen, events, self.desk)
            due, self._back_due = self._back_due, False
            if due and events:
                self._take_back(chosen)

    def _show_home(self, home: object) -> None:
        if isinstance(home, HouseholdWithout) and self.switch.at == MISSING:
            self._panel.show_home(home)
            self.act.offer([("enter", "给这户登记")])

    # --- acting -----------------------------------------------------------------------------

    def _act(self, what: object) -> None:
        if what == "enter":
            self._enter_home(self._missing.row)
            return
        chosen = self.table.row
        if chosen is None:
            return
        if what == "reissue":
            self.dialogs.new_for_old(chosen, lost=True)
        elif what == "undo":
            self._take_back(chosen)
        elif what == "person" and chosen.basis_person_id is not None:
            self.desk.open("person", chosen.basis_person_id)
        elif isinstance(what, PlaqueEventKind):
            self.dialogs.step(chosen, what)

    def _open_steps(self, _row: object) -> None:
        """Enter goes to the first thing that may be done."""
        if self.large:
            self.act.open_list()
        else:
            self._panel.focus_first()

    def _enter(self) -> None:
        chosen = self._missing.row if self.switch.at == MISSING else None
        self.dialogs.enter(chosen)

    def _enter_home(self, home: object) -> None:
        if isinstance(home, HouseholdWithout):
            self.dialogs.enter(home)

    def _take_back(self, plaque: PlaqueRow) -> None:
        if not self._events:  # a hand that was faster than the panel
            self._back_due = True
            self._look_closer()
            return
        last = self._events[-1]
        words = "，".join(happened(last, self.desk.today()))
        form = Form(reason=FormRow("为什么", OpenChoice(REASONS, width=320), required=True))
        self.asking = asking = Asking(self, "撤销最后一次变动", words, form=form)
        asking.done.connect(self._was_taken_back)

        def ask() -> Order:
            label = action("plaque.reverse", name=plaque.head_name or "")
            return label, reverse_step, (last.event_id,), {"reason": form.values()["reason"]}

        asking.open(
            form["reason"], verb="撤销", ask=ask, look=Look.DANGER,
            note="原来的留底，牌回到变动之前",
        )  # fmt: skip

    def _was_taken_back(self, _result: object) -> None:
        self.desk.say("已撤销这次变动", undo=True)

    def _to_round(self) -> None:
        self.desk.open("plaque_round")

    def _print_card(self) -> None:
        chosen = self.table.row
        if chosen is None or chosen.basis_person_id is None or self.switch.at == MISSING:
            self.desk.say("先选一块牌，再打印它的登记表")
            return
        show_paper(self, "plaque-register", order(self.desk, people=(chosen.basis_person_id,)))

    def _listed(self) -> tuple[ListOrder, str]:
        """What is in sight, for a workbook."""
        if self.switch.at == MISSING:
            return ListOrder("without_plaque", PlaqueWish(self._text)), "应挂未挂光荣牌家庭"
        states = {HUNG: HANGING, WAITING: TO_DO}.get(self.switch.at, ())
        return ListOrder("plaques", PlaqueWish(self._text, states)), "光荣牌台账"

    def _print_roster(self) -> None:
        period = Period("1949-01", f"{self.desk.today():%Y-%m}")
        show_paper(self, "plaque-roster", order(self.desk, period=period))
