"""Adding to a draft list: people one by one, by what they have in common, or only a number."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.domain.ages import years_before
from station_app.domain.categories import PRIORITY
from station_app.domain.codes import BatchForm, PensionKind, RecipientKind, SocialRelief
from station_app.domain.groups import group_order
from station_app.domain.money import yuan
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.condolence import BatchRow, list_batches
from station_app.queries.condolence_people import (
    PeopleFilter,
    count_meant,
)
from station_app.queries.people import PeopleCounts, people_counts
from station_app.services.condolence_list import (
    Added,
    AddOthers,
    AddPeople,
    Prepared,
    add_by_filter,
    add_others,
    add_people,
    carry_over,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch, chip_row
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, holder, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import Banner
from station_app.ui.components.readers import MoneyInput, words_of
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Side
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.people_picker import PeoplePicker
from station_app.ui.person_words import category_words
from station_app.ui.record_form import NumberInput
from station_app.ui.theme import current

if TYPE_CHECKING:
    from station_app.ui.pages.batch import BatchPage

ONE_BY_ONE, BY_FILTER, FORMER, COUNTED = range(4)
AGES = (60, 70, 80, 90)
FORMER_COLUMNS: list[Column[BatchRow]] = [
    Column("批次", lambda b: b.name, width=300, bold=True, stretch=True),
    Column("人数", lambda b: f"{b.people:,}", width=70, side=Side.RIGHT),
    Column("金额（元）", lambda b: yuan(b.total_fen), width=120, side=Side.RIGHT),
]


class AddDialog(QObject):
    """Four ways to add; the main button says how many it would add."""

    def __init__(self, page: "BatchPage", batch: BatchRow, *, only_counts: bool) -> None:
        super().__init__(page)
        self._page, self._batch, self._only_counts = page, batch, only_counts
        self.dialog = Dialog(page, "加人", batch.name, width=680)
        ways = ["找人", "按条件", "照旧名单", "只记人数"]
        self.switch = Switch(ways, at=COUNTED if only_counts else 0)
        self.switch.chosen.connect(self._turned)
        self.picker = PeoplePicker(page.desk)
        self.picker.changed.connect(self._say)
        self._meant_count = 0
        self.note = Banner("", meaning="amber")
        self.note.hide()
        self._views = QStackedWidget()
        for view in (self._one_by_one(), self._by_filter(), self._former(), self._counted()):
            self._views.addWidget(view)
        self.yes = Button("加进名单", Look.FILLED, keys="Ctrl+Return")
        self._open()

    def _open(self) -> None:
        no = Button("先不加", keys="Esc")
        no.clicked.connect(self.dialog.give_up)
        self.yes.clicked.connect(self._submit)
        self.dialog.closed.connect(self.deleteLater)
        if not self._only_counts:
            self.dialog.add(self.switch)
        self.dialog.add(self._views, self.note)
        self.dialog.add_buttons(no, self.yes)
        self._views.setCurrentIndex(self.switch.at)
        self._say()
        self.dialog.open(self._first())
        self._page.tasks.read(people_counts, today=self._page.desk.today(), then=self._groups)
        self._page.tasks.read(list_batches, then=self._offer_former)

    def _first(self) -> QWidget:
        firsts = (self.picker.field, self.categories, self.former)
        return self.others["recipient_text"].field if self.switch.at == COUNTED else firsts[
            self.switch.at
        ]  # fmt: skip

    def _one_by_one(self) -> QWidget:
        more = Text(
            "打几个字母，回车选中一个，可以接着选；整列名单用“粘贴名单”", "cap", tone="text3"
        )
        return holder(column(more, self.picker, None, gap=8))

    def _by_filter(self) -> QWidget:
        self.categories, self.groups = MenuChip("类别"), MenuChip("小组")
        self.relief, self.benefits = MenuChip("救助"), MenuChip("待遇")
        self.ages = MenuChip("年龄", single=True)
        self.ages.offer([MenuEntry(age, f"{age} 岁以上") for age in AGES])
        self.benefits.offer([MenuEntry(str(one), one.label) for one in PensionKind])
        self.categories.offer([MenuEntry(str(code), category_words(code)) for code in PRIORITY])
        self.relief.offer([MenuEntry(str(one), one.label) for one in SocialRelief])
        chips = (self.categories, self.groups, self.ages, self.benefits, self.relief)
        for chip in chips:
            chip.turned.connect(self._count)
        self._meant = Text("", "body", bold=True)
        words = Text(
            "几个条件都满足的人才加；已在名单里、已去世、已迁出的不会再加",
            "cap",
            tone="text3",
            wrap=True,
        )
        return holder(column(words, chip_row(*chips), self._meant, None, gap=10))

    def _former(self) -> QWidget:
        """Another batch whose people are taken over, with their special amounts."""
        self.former: RecordTable[BatchRow] = RecordTable(FORMER_COLUMNS, row_height="row_batch")
        self.former.setMinimumHeight(current().px(200))
        words = Text(
            "选一批，里面的人都加进来；去世、迁出的不加，特别的金额照旧", "cap", tone="text3"
        )
        return holder(column(words, self.former, gap=8))

    def _offer_former(self, batches: list[BatchRow]) -> None:
        others = [one for one in batches if one.people and one.batch_id != self._batch.batch_id]
        self.former.show_rows(others)
        self.former.choose(0)

    def _counted(self) -> QWidget:
        goods = self._batch.form in (BatchForm.GOODS, BatchForm.MIXED)
        kinds = [(str(k), k.label) for k in RecipientKind if k is not RecipientKind.PERSON]
        self.others = Form(
            recipient_text=FormRow(
                "给谁", TextInput(width=280), required=True, hint="例如：驻区某部、重点对象"
            ),
            recipient_kind=FormRow(
                "哪一类", ChoiceInput(kinds, width=220, value=RecipientKind.GROUP), required=True
            ),
            headcount=FormRow("人数", NumberInput(width=100), required=True, unit="人"),
            goods=FormRow("物资", TextInput(width=220), required=goods),
            money=FormRow("折款" if goods else "金额合计", MoneyInput(width=150), unit="元"),
        )
        self.others.fill({"headcount": 1})
        self.others["goods"].setVisible(goods)
        return holder(
            column(
                row(self.others["recipient_text"], self.others["recipient_kind"], None, gap=12),
                row(
                    self.others["headcount"],
                    self.others["goods"],
                    self.others["money"],
                    None,
                    gap=12,
                ),
                Text("重点对象、部队、单位只记人数，不记姓名", "cap", tone="text3"),
                None,
            )
        )

    def _groups(self, counts: PeopleCounts) -> None:
        names = sorted((name for name in counts.by_group_name if name), key=group_order)
        self.groups.offer([MenuEntry(n, n, counts.by_group_name[n]) for n in names])
        self._count()

    @property
    def wanted(self) -> PeopleFilter:
        """What the chips mean."""
        return PeopleFilter(
            categories=tuple(str(key) for key in self.categories.chosen_keys),
            groups=tuple(str(key) for key in self.groups.chosen_keys),
            benefit_kinds=tuple(str(key) for key in self.benefits.chosen_keys),
            born_until=self._born_until(),
            social_relief=tuple(str(key) for key in self.relief.chosen_keys),
        )

    def _born_until(self) -> date | None:
        """The last birthday of those who are old enough today."""
        chosen = next(iter(self.ages.chosen_keys), None)
        return years_before(self._page.desk.today(), chosen) if isinstance(chosen, int) else None

    def _count(self, *_anything: object) -> None:
        self._page.tasks.read(
            count_meant, self.wanted, self._batch.batch_id, then=self._counted_meant
        )

    def _counted_meant(self, count: int) -> None:
        self._meant_count = count
        self._meant.setText(f"符合条件、还没在名单里的 {count:,} 人")
        self._say()

    def _turned(self, at: int) -> None:
        self._views.setCurrentIndex(at)
        self._say()
        self._first().setFocus()

    def _say(self) -> None:
        counts = {ONE_BY_ONE: len(self.picker.people), BY_FILTER: self._meant_count}
        count = counts.get(self.switch.at, 0)
        self.yes.set_words(f"加 {count:,} 人进名单" if count else "加进名单")

    def _tell(self, words: str) -> None:
        self.note.say(words, meaning="amber")
        self.note.show()

    def _submit(self) -> None:
        match self.switch.at:
            case 0:
                self._add_picked()
            case 1:
                self._write(add_by_filter, self._batch.batch_id, self.wanted)
            case 2:
                self._add_former()
            case _:
                self._add_counted()

    def _add_picked(self) -> None:
        keys = self.picker.value
        if keys is None:
            self._tell("还没有选人。请打几个字母找人，回车选中")
            return
        self._write(add_people, AddPeople(batch_id=self._batch.batch_id, person_ids=keys))

    def _add_former(self) -> None:
        if self.former.row is None:
            self._tell("还没有别的名单。请用“按条件”选人")
            return
        self._write(carry_over, self._batch.batch_id, self.former.row.batch_id)

    def _add_counted(self) -> None:
        if not self.others.check():
            return
        values = self.others.values()
        goods = self._batch.form == BatchForm.GOODS
        money = values.pop("money")
        command = AddOthers(
            batch_id=self._batch.batch_id,
            amount_fen=None if goods else money,
            goods_value_fen=money if goods else None,
            **values,
        )
        self._write(add_others, command)

    def _write(self, service: Callable[..., Any], *args: object) -> None:
        self._page.tasks.write(
            action("condolence.list", name=self._batch.name),
            service,
            *args,
            then=self._added,
            failed=self._refused,
            holds=self.yes,
        )

    def _added(self, made: object) -> None:
        refused = made.refused if isinstance(made, Added) else ()
        people = isinstance(made, Added | Prepared)
        count = len(made.added) if isinstance(made, Added | Prepared) else 1
        self.dialog.finish()
        self._page.desk.say(f"已加 {count:,} {'人' if people else '行'}进名单", undo=count > 0)
        if refused:
            words = "".join(words_of(note) for _, note in refused[:5])
            self._page.desk.explain(f"有 {len(refused):,} 人没有加。{words}")
        self.deleteLater()

    def _refused(self, error: StationError) -> None:
        self._tell(sentence(error))
