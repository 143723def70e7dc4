"""走访路书: choose whom to visit, print the numbered sheet, come back to the sheets one printed."""

from collections import Counter
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_app.domain.groups import group_order
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.route import (
    Candidate,
    RouteWish,
    candidates,
    candidates_named,
    walked,
)
from station_app.queries.route_sheets import Sheet, route_sheets
from station_app.services.list_exports import ListOrder
from station_app.services.route_sheets import (
    MOST,
    MadeSheet,
    MakeSheet,
    add_to_sheet,
    drop_sheet,
    make_sheet,
)
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip, Switch
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Card, PageHead, column, holder, page_layout, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import AllWell, Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.doubt_dialog import Order
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.route_words import NEED_WORDS, candidate_columns, sheet_columns
from station_app.ui.pages.visit_form import SheetSubject
from station_app.ui.pages.visit_sections import TWO_LINES
from station_app.ui.people_picker import PersonField, Picked
from station_app.ui.person_words import day_words
from station_app.ui.print_preview import order, show_paper
from station_app.ui.theme import current

CHOOSING, PRINTED = range(2)
KEYS = {
    CHOOSING: (
        KeyHelp("Space", "选上/去掉"),
        KeyHelp("Ctrl+A", "这些全选"),
        KeyHelp("Ctrl+P", "打印"),
    ),
    PRINTED: (KeyHelp("Return", "录入"), KeyHelp("Ctrl+P", "再打印")),
}
FIELD_OF = {"route.past": "planned_on", "route.nobody": "", "route.too_many": ""}


class RoutePage(Page):
    """Space puts somebody on the sheet or takes him off; Ctrl P prints and keeps the numbers."""

    keys = KEYS[CHOOSING]
    concerns = frozenset(
        {"visit", "visit_attendance", "person", "route_sheet", "route_line", "contact_rule"}
        | {"condolence_plan", "condolence_payment", "condolence_batch", "certification"}
        | {"plaque", "plaque_event"}
    )
    keeps = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._all: tuple[Candidate, ...] = ()
        self._named: tuple[UUID, ...] = ()
        self._sheets: tuple[Sheet, ...] = ()
        self._chosen: dict[UUID, None] = {}
        self.asking: Asking | None = None
        self._build()
        self._listen()
        self._turn(CHOOSING)

    def first_focus(self) -> QWidget | None:
        return self.table if self._switch.at == CHOOSING else self.sheets

    def opened(self, subject: object) -> None:
        if isinstance(subject, RouteWish):
            self._switch.choose(CHOOSING)
            self._chosen = dict.fromkeys(subject.person_ids)
            self._named = subject.person_ids
            for need, chip in self._chips.items():
                chip.setChecked(need in subject.needs)
            self._needs.put(subject.needs)
        elif subject == "printed":
            self._switch.choose(PRINTED)
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        today = self.desk.today()
        self.tasks.read(candidates, today=today, then=self._show_candidates)
        if self._named:
            self.tasks.read(candidates_named, self._named, today=today, then=self._add_named)
        self.tasks.read(route_sheets, then=self._show_sheets)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        today = self.desk.today()
        self.print = Button("打印路书", Look.FILLED, icon="printer", keys="Ctrl+P")
        self.again = Button("再打印", icon="printer", keys="Ctrl+P")
        self.enter = Button("录入", Look.FILLED, icon="footprints")
        self.drop = Button("收起", Look.DANGER)
        self.out = ListExport(self, self._listed)
        ways = [self.out.button, self.drop, self.again, self.enter]
        self._head = PageHead("走访路书", buttons=ways)
        self._switch = Switch(["选人", "印过的"])
        self._chips = {need: FilterChip(words, 0) for need, words in NEED_WORDS.items()}
        self._groups, self._needs = MenuChip("小组"), MenuChip("要办的事")
        self._only = FilterChip("只看选上的")
        self._filters = self._filter_row()
        self.table: RecordTable[Candidate] = RecordTable(
            candidate_columns(today, lambda: self._chosen)
        )
        self.sheets: RecordTable[Sheet] = RecordTable(sheet_columns(today))
        self._nothing = AllWell("现在没有要上门办的事", "想去看谁，在右边“加人”里打名字")
        self._none_printed = Empty("route", "还没有印过路书", "选好人，按 Ctrl P 打印")
        self._views = QStackedWidget()
        nothing: list[QWidget] = [self._nothing, self._none_printed]
        tables: list[QWidget] = [self.table, self.sheets]
        for view in (*tables, *(holder(column(one, None)) for one in nothing)):
            self._views.addWidget(view)
        self._paper = self._paper_card()
        body: QHBoxLayout | QVBoxLayout = row(self._views, self._paper, gap=14)
        body.setStretch(0, 1)
        if self.large:
            body = QVBoxLayout()
            body.addWidget(self._views, 1)
            body.addWidget(self._paper)
        second = row(self._switch, 8, self._filters, None)
        page_layout(self, self._head, second, body, gap=12).setStretch(2, 1)

    def _filter_row(self) -> QWidget:
        """A chip for each need, or in large mode one that lists them."""
        chips = tuple(self._chips.values())
        shown: tuple[FilterChip, ...] = (self._needs,) if self.large else chips
        for chip in (*chips, self._needs):
            if chip not in shown:
                chip.setParent(self)
                chip.hide()
        return holder(row(*shown, self._groups, self._only))

    def _listed(self) -> tuple[ListOrder, str]:
        """What is in sight, for a workbook."""
        if self._switch.at == PRINTED:
            return ListOrder("route_sheets"), "印过的路书"
        shown = tuple(one.person.person_id for one in self.table.model.rows)
        return ListOrder("route", shown), "待走访名单"

    def _paper_card(self) -> Card:
        """What is about to be printed."""
        today = self.desk.today()
        self.form = Form(
            planned_on=FormRow("走访日期", DateInput(today, ahead=True, width=150), required=True),
            visitors=FormRow("走访人", TextInput(), hint="最好两个人，例如：李秀兰、赵国强"),
        )
        self.form.fill({"planned_on": today, "visitors": self.desk.operator.name})
        self.also = PersonField(self.desk, placeholder="加人：姓名")
        self.also.setAccessibleName("加人")
        self._count = Text("", "h3", bold=True)
        self._which = Text("", "small", tone="text2", wrap=True)
        self._trouble = Text("", "cap", tone="red", wrap=True)
        self._trouble.hide()
        self.none = Button("都去掉", Look.QUIET, height="button_row")
        self.add = Button("加到已印的", icon="plus")
        if self.large:
            return self._paper_bar()
        card = Card("这张路书")
        card.setFixedWidth(current().px(258))
        card.add(self.form["planned_on"], self.form["visitors"], self.also)
        card.add(row(self._count, None, self.none), self._which, None)
        card.add(self._trouble, self.add, self.print)
        return card

    def _paper_bar(self) -> Card:
        """The same as one line below the list."""
        card = Card(margin=10)
        self.form["visitors"].set_hint("")
        for unused in (self._which, self.none, self.add):
            unused.setParent(card)
            unused.hide()
        said = column(self._count, self._trouble, gap=0)
        fields = (self.form["planned_on"], self.form["visitors"])
        if current().percent >= TWO_LINES:
            card.add(row(*fields, None), row(self.also, said, None, self.print))
            return card
        line = row(*fields, self.also, said, self.print)
        line.setStretch(3, 1)
        for part in (self.also, self.print):  # in line with the fields, not with their labels
            line.setAlignment(part, Qt.AlignmentFlag.AlignBottom)
        line.setAlignment(said, Qt.AlignmentFlag.AlignBottom)
        card.add(line)
        return card

    def _listen(self) -> None:
        self._switch.chosen.connect(self._turn)
        for chip in (*self._chips.values(), self._only):
            chip.toggled.connect(self._show)
        for menu in (self._groups, self._needs):
            menu.turned.connect(self._show)
        self.table.opened.connect(self._toggle)
        self.table.view.clicked.connect(self._clicked)
        self.sheets.opened.connect(self._enter_sheet)
        self.also.picked.connect(self._add_person)
        self.print.clicked.connect(self._print)
        self.add.clicked.connect(self._add_to_open)
        self.none.clicked.connect(self._take_all_off)
        self.again.clicked.connect(self._print_again)
        self.enter.clicked.connect(self._enter_chosen)
        self.drop.clicked.connect(self._drop)
        for keys, do in (("Space", self._toggle_row), ("Ctrl+A", self._take_all)):
            shortcut = QShortcut(QKeySequence(keys), self.table.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(do)

    # --- showing ----------------------------------------------------------------------------

    def _turn(self, at: int) -> None:
        choosing = at == CHOOSING
        self._filters.setVisible(choosing)
        self._paper.setVisible(choosing)
        empty = not (self.table.model.rows if choosing else self.sheets.model.rows)
        self._views.setCurrentIndex(at + (2 if empty else 0))
        some = not choosing and not empty
        for button in (self.drop, self.again, self.enter):
            button.setVisible(some)
        self.keys = KEYS[at]
        self.keys_changed.emit()
        self._tell()

    def _show_candidates(self, found: tuple[Candidate, ...]) -> None:
        known = {one.person.person_id for one in found}
        missing = set(self._named) - known
        named = [one for one in self._all if one.person.person_id in missing]
        self._all = walked([*found, *named]) if named else found
        names = {one.person.group_name for one in self._all if one.person.group_name}
        self._groups.offer([MenuEntry(n, n) for n in sorted(names, key=group_order)])
        counts = Counter(need for one in self._all for need in one.wanted)
        for need, chip in self._chips.items():
            chip.set_count(counts[need])
        self._needs.offer([MenuEntry(n, f"{NEED_WORDS[n]} {counts[n]:,}") for n in NEED_WORDS])
        self._show()

    def _add_named(self, found: tuple[Candidate, ...]) -> None:
        """People who were asked for, whether something waits or not."""
        known = {one.person.person_id for one in found}
        self._all = walked([*found, *(o for o in self._all if o.person.person_id not in known)])
        self._show()

    def _show(self, *_anything: object) -> None:
        chips = {need for need, chip in self._chips.items() if chip.isChecked()}
        needs = set(self._needs.chosen_keys) if self.large else chips
        groups = set(self._groups.chosen_keys)
        rows = [
            one
            for one in self._all
            if (not needs or needs & one.wanted)
            and (not groups or one.person.group_name in groups)
            and (not self._only.isChecked() or one.person.person_id in self._chosen)
        ]
        self.table.show_rows(rows)
        if self.table.row is None:
            self.table.choose(0)
        self._turn(self._switch.at)

    def _show_sheets(self, sheets: tuple[Sheet, ...]) -> None:
        self._sheets = sheets
        self.sheets.show_rows(sheets)
        if self.sheets.row is None:
            self.sheets.choose(0)
        waiting = sum(sheet.is_open for sheet in sheets)
        self._switch.rename(PRINTED, f"印过的 {waiting}" if waiting else "印过的")
        self._turn(self._switch.at)

    def _tell(self) -> None:
        people = [one for one in self._all if one.person.person_id in self._chosen]
        homes = {one.person.household_id or one.person.person_id for one in people}
        count = f"已选 {len(people):,} 人，{len(homes):,} 户" if people else "还没有选人"
        self._count.setText(count)
        groups = dict.fromkeys(one.person.group_name or "没写小组" for one in people)
        self._which.setText("先后：" + "、".join(groups) if groups else "按空格选上，再按去掉")
        late = len(people) > MOST
        self._say_trouble(f"一张路书最多 {MOST:,} 人，请分成两张" if late else "")
        head = f"{len(self._all):,} 人有要上门办的事"
        self._head.sentence.setText(head if self._switch.at == CHOOSING else "序号印了就不再变")
        newest = self._open_sheet
        if not self.large:
            self.add.setVisible(newest is not None and bool(people))
        if newest is not None:
            day = day_words(newest.planned_on, self.desk.today())
            self.add.set_words(f"加到{day}的路书")

    def _say_trouble(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    @property
    def _open_sheet(self) -> Sheet | None:
        return next((sheet for sheet in self._sheets if sheet.is_open), None)

    # --- choosing ---------------------------------------------------------------------------

    def _toggle(self, one: Candidate) -> None:
        key = one.person.person_id
        if key in self._chosen:
            del self._chosen[key]
        else:
            self._chosen[key] = None
        self.table.update_cells()
        self._tell()

    def _toggle_row(self) -> None:
        if self.table.row is not None:
            self._toggle(self.table.row)
            self.table.choose_by(1)

    def _clicked(self, index: object) -> None:
        if self.table.row is not None and getattr(index, "column", lambda: 1)() == 0:
            self._toggle(self.table.row)

    def _take_all(self) -> None:
        self._chosen |= dict.fromkeys(one.person.person_id for one in self.table.model.rows)
        self.table.update_cells()
        self._tell()

    def _take_all_off(self) -> None:
        self._chosen = {}
        self._show()

    def _add_person(self, person: Picked) -> None:
        self._chosen[person.person_id] = None
        self._named = (*self._named, person.person_id)
        self.refresh()

    @property
    def _on_paper(self) -> tuple[UUID, ...]:
        return tuple(
            one.person.person_id for one in self._all if one.person.person_id in self._chosen
        )

    # --- printing ---------------------------------------------------------------------------

    def _print(self) -> None:
        if not self._on_paper:
            self._say_trouble("还没有选人。按空格选上，或者在“加人”里打名字")
            self.table.setFocus()
            return
        if not self.form.check():
            return
        values = self.form.values()
        command = MakeSheet(
            planned_on=values["planned_on"],
            person_ids=self._on_paper,
            visitors=values["visitors"],
        )
        self.tasks.write(
            action("route.make", name=f"{len(command.person_ids):,} 人"),
            make_sheet,
            command,
            today=self.desk.today(),
            then=self._made,
            failed=self._refused,
            holds=self.print,
        )

    def _made(self, made: MadeSheet) -> None:
        self._chosen, self._named = {}, ()
        self.desk.say(f"路书 {made.serial} 编好了，{made.lines:,} 人，序号不再变", undo=True)
        self._switch.choose(PRINTED)
        show_paper(self, "route-sheet", order(self.desk, sheet_id=made.sheet_id))

    def _refused(self, error: StationError) -> None:
        name = FIELD_OF.get(error.code)
        if name:
            self.form.explain(sentence(error), name)
        else:
            self._say_trouble(sentence(error))

    def _add_to_open(self) -> None:
        sheet = self._open_sheet
        if sheet is None:
            return
        self.tasks.write(
            action("route.add", name=sheet.serial),
            add_to_sheet,
            sheet.sheet_id,
            self._on_paper,
            today=self.desk.today(),
            then=self._added,
            failed=self._refused,
            holds=self.add,
        )

    def _added(self, count: int) -> None:
        self._chosen, self._named = {}, ()
        self.desk.say(f"路书后面加了 {count:,} 人，原来的序号没有变", undo=True)
        self._switch.choose(PRINTED)

    # --- printed sheets ---------------------------------------------------------------------

    def _print_again(self) -> None:
        if self.sheets.row is not None:
            sheet_id = self.sheets.row.sheet_id
            show_paper(self, "route-sheet", order(self.desk, sheet_id=sheet_id))

    def _enter_chosen(self) -> None:
        if self.sheets.row is not None:
            self._enter_sheet(self.sheets.row)

    def _enter_sheet(self, sheet: Sheet) -> None:
        self.desk.open("visit_entry", SheetSubject(sheet.sheet_id))

    def _drop(self) -> None:
        sheet = self.sheets.row
        if sheet is None:
            return
        form = Form(reason=FormRow("为什么收起", TextInput(), required=True))
        day = day_words(sheet.planned_on, self.desk.today())
        self.asking = asking = Asking(self, "收起路书", f"{day}，{sheet.serial}", form=form)
        asking.done.connect(self._dropped)

        def ask() -> Order:
            named = {"reason": form.values()["reason"]}
            return action("route.drop", name=sheet.serial), drop_sheet, (sheet.sheet_id,), named

        note = "已录的走访都留着，只是这张纸不再列出"
        asking.open(form["reason"], verb="收起", ask=ask, note=note, look=Look.DANGER)

    def _dropped(self, _result: object) -> None:
        self.desk.say("这张路书收起来了", undo=True)
