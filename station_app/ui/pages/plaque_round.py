"""The plaques of a street: tick the doors, say once what was done, record all of it in one step."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from station_app.domain.groups import group_order
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.plaques_due import DueDoor, doors_due
from station_app.services.plaque_receipts import receipts_pdf
from station_app.services.plaque_rounds import Door, RoundDone, go_round
from station_app.ui.components.button import Button, icon_button
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import AllWell, Empty
from station_app.ui.components.readers import words_of
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.plaque_round_panel import RoundPanel
from station_app.ui.pages.plaque_round_rows import (
    NEEDS,
    DoorRow,
    columns,
    need_of,
)
from station_app.ui.print_preview import PrintPreview, order


class PlaqueRoundPage(Page):
    """Space ticks a door, A all that are shown, Ctrl Enter records; the box finds a street."""

    keys = (
        KeyHelp("Space", "选上／不选"),
        KeyHelp("A", "全选／全不选"),
        KeyHelp("Ctrl+P", "打印签收单"),
    )
    concerns = frozenset({"plaque", "plaque_event", "household", "person", "person_identity"})
    own_search = True
    keeps = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text = ""
        self._doors: list[DueDoor] = []
        self._ticked: set[UUID] = set()
        self._refused: dict[UUID, str] = {}
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self.table

    def has_unsaved(self) -> bool:
        return bool(self._ticked)

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(doors_due, text=self._text, then=self._show)

    def searched(self, text: str) -> None:
        self._text = text.strip()
        self.refresh()

    def search_key(self, step: int) -> None:
        if step:
            self.table.choose_by(step)
        else:
            self.table.setFocus()

    @property
    def rows(self) -> list[DoorRow]:
        """The doors that are shown, with their ticks."""
        step = self.panel.step
        return [
            DoorRow(door, step, door.household_id in self._ticked,
                    self._refused.get(door.household_id, ""))
            for door in self._shown()
        ]  # fmt: skip

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        large = self.large
        self._back = icon_button("chevron-left", "回到光荣牌")
        self.print_sheet = Button("打印签收单", icon="printer", keys="Ctrl+P")
        self._head = PageHead("一次办多户", buttons=[self.print_sheet])
        self.switch = Switch([words for _, words in NEEDS])
        self.groups = MenuChip("小组")
        self.all = Button("全选", keys="A", height="button_row")
        self._counts = Text("", "small", tone="text2")
        self.table: RecordTable[DoorRow] = RecordTable(columns())
        self._nothing = AllWell("没有要办的", "该挂的都挂上了，也没有等发放、等更换的")
        self._not_found = Empty("search", "没有找到", "可以换街名、门牌、名字或拼音首字母再找")
        self._views = QStackedWidget()
        for view in (self.table, holder(column(self._nothing, None)), self._not_found):
            self._views.addWidget(view)
        self.panel = RoundPanel(self.desk)
        head = row(self._back, self._head, gap=8)
        head.setStretch(1, 1)
        if large:
            chips: QBoxLayout = column(
                row(self.switch, None), row(self.groups, self.all, None, self._counts), gap=8
            )
            page_layout(self, head, chips, self._views, self.panel, gap=8).setStretch(2, 1)
            return
        chips = row(self.switch, 8, self.groups, self.all, None, self._counts)
        body = row(self._views, self.panel, gap=14)
        body.setStretch(0, 1)
        page_layout(self, head, chips, body, gap=12).setStretch(2, 1)

    def _listen(self) -> None:
        self._back.clicked.connect(self._to_plaques)
        self.switch.chosen.connect(self._fill)
        self.groups.turned.connect(self._fill)
        self.all.clicked.connect(self._turn_all)
        self.panel.step_chosen.connect(self._fill)
        self.panel.keep.clicked.connect(self._record)
        self.print_sheet.clicked.connect(self._print)
        self.table.opened.connect(self._open_person)
        self.table.view.clicked.connect(self._clicked)
        space = QShortcut(QKeySequence("Space"), self.table)
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        space.activated.connect(self._turn)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, doors: Sequence[DueDoor]) -> None:
        self._doors = list(doors)
        if not self._text:
            self._ticked &= {door.household_id for door in doors}
        counts = [sum(need is None or need_of(d) == need for d in doors) for need, _ in NEEDS]
        for number, (_, words) in enumerate(NEEDS):
            self.switch.rename(number, f"{words} {counts[number]:,}")
        names = sorted({door.group_name for door in doors}, key=group_order)
        self.groups.offer([
            MenuEntry(name or "", name or "未分组", sum(d.group_name == name for d in doors))
            for name in names
        ])  # fmt: skip
        self._head.sentence.setText(f"{len(doors):,} 户等着办" if doors else "")
        self._fill()

    def _shown(self) -> list[DueDoor]:
        need, groups = NEEDS[self.switch.at][0], self.groups.chosen_keys
        return [
            door
            for door in self._doors
            if (need is None or need_of(door) == need)
            and (not groups or (door.group_name or "") in groups)
        ]

    def _fill(self, *_anything: object) -> None:
        rows = self.rows
        self.table.show_rows(rows)
        if self.table.row is None and rows:
            self.table.choose(0)
        self._views.setCurrentIndex(0 if rows else 2 if self._text else 1)
        count = len(self._chosen())
        self._counts.setText(f"选了 {count:,} 户" if count else "按空格选，按 A 全选")
        self.panel.show_count(count)
        taking = [one for one in rows if one.takes]
        whole = bool(taking) and all(one.ticked for one in taking)
        self.all.set_words("全不选" if whole else "全选")
        self.all.setEnabled(bool(taking))

    def _chosen(self) -> list[DueDoor]:
        """The ticked doors at which the step can be done, shown or not."""
        rows = (DoorRow(d, self.panel.step, d.household_id in self._ticked) for d in self._doors)
        return [one.door for one in rows if one.ticked and one.takes]

    # --- ticking ----------------------------------------------------------------------------

    def _turn(self) -> None:
        """Tick the chosen door, and on to the next."""
        self._turn_row()
        self.table.choose_by(1)

    def _clicked(self, index: QModelIndex) -> None:
        """A click on the tick is as good as Space."""
        if index.column() == 0:
            self._turn_row()

    def _turn_row(self) -> None:
        chosen = self.table.row
        if chosen is None:
            return
        if not chosen.takes:
            self.desk.say(f"{chosen.door.head_name or ''}：{chosen.why_not}")
        else:
            self._ticked ^= {chosen.door.household_id}
        self._fill()

    def _turn_all(self) -> None:
        taking = {one.door.household_id for one in self.rows if one.takes}
        if taking <= self._ticked:
            self._ticked -= taking
        else:
            self._ticked |= taking
        self._fill()
        self.table.setFocus()

    def tick(self, doors: Iterable[UUID]) -> None:
        """Tick these doors, as when the page is opened for them."""
        self._ticked |= set(doors)
        self._fill()

    # --- recording --------------------------------------------------------------------------

    def _record(self) -> None:
        doors = self._chosen()
        if not doors:
            self.panel.say("还没有选上哪一户。请在名单上按空格选")
            return
        if not self.panel.form.check():
            return
        command = self.panel.command(tuple(_door(one) for one in doors))
        self.panel.say("")
        self.tasks.write(
            action("plaque.round", count=len(doors)),
            go_round,
            command,
            today=self.desk.today(),
            then=self._recorded,
            failed=self._not_recorded,
            holds=self.panel.keep,
            progress="正在记光荣牌",
        )

    def _recorded(self, made: RoundDone) -> None:
        self._refused = {key: words_of(note) for key, note in made.refused}
        self._ticked = set()
        left = f"，{len(made.refused):,} 户没有记上，原因写在后面" if made.refused else ""
        words = f"已记下 {made.done:,} 户：{self.panel.step_words}{left}"
        self.desk.say(words, undo=made.done > 0)
        self.table.setFocus()
        self.refresh()

    def _not_recorded(self, error: StationError) -> None:
        self.panel.say(sentence(error))

    def _print(self) -> None:
        """Those that are ticked; without any all that are shown."""
        doors = self._chosen() or self._shown()
        self.preview = PrintPreview(self, self.desk, "光荣牌发放签收单")
        self.preview.make(receipts_pdf, order(self.desk), tuple(doors))

    def _open_person(self, one: DoorRow) -> None:
        if one.door.basis_person_id is not None:
            self.desk.open("person", one.door.basis_person_id)

    def _to_plaques(self) -> None:
        self.desk.open("plaques")


def _door(one: DueDoor) -> Door:
    return Door(one.household_id, one.plaque_id, one.basis_person_id)
