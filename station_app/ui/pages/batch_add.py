"""Adding to a draft list: people one by one, by what they have in common, or only a number."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.domain.categories import PRIORITY
from station_app.domain.codes import BatchForm, RecipientKind, SocialRelief
from station_app.domain.groups import group_order
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.condolence import BatchRow
from station_app.queries.condolence_people import (
    NamedPeople,
    PeopleFilter,
    count_meant,
    people_named,
)
from station_app.queries.people import PeopleCounts, people_counts
from station_app.services.condolence_list import (
    Added,
    AddOthers,
    AddPeople,
    add_by_filter,
    add_others,
    add_people,
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
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.people_picker import PeoplePicker, Picked
from station_app.ui.person_words import category_words
from station_app.ui.record_form import NumberInput

if TYPE_CHECKING:
    from station_app.ui.pages.batch import BatchPage

ONE_BY_ONE, BY_FILTER, COUNTED = range(3)


class AddDialog(QObject):
    """Three ways to add; the main button says how many it would add."""

    def __init__(self, page: "BatchPage", batch: BatchRow, *, only_counts: bool) -> None:
        super().__init__(page)
        self._page, self._batch, self._only_counts = page, batch, only_counts
        self.dialog = Dialog(page, "加人", batch.name, width=680)
        self.switch = Switch(["找人", "按条件", "只记人数"], at=COUNTED if only_counts else 0)
        self.switch.chosen.connect(self._turned)
        self.picker = PeoplePicker(page.desk)
        self.picker.changed.connect(self._say)
        self.note = Banner("", meaning="amber")
        self.note.hide()
        self._views = QStackedWidget()
        for view in (self._one_by_one(), self._by_filter(), self._counted()):
            self._views.addWidget(view)
        self.yes = Button("加进名单", Look.FILLED, keys="Ctrl+Return")
        self._open()

    def paste(self) -> None:
        """Names or numbers from the clipboard, one a line or divided by commas."""
        text = QGuiApplication.clipboard().text()
        for sign in "，,、;；\t ":
            text = text.replace(sign, "\n")
        words = [word for word in text.split("\n") if word.strip()]
        if words:
            self._page.tasks.read(people_named, words, then=self._pasted)
        else:
            self._tell("剪贴板里没有文字。请先在 Excel 里选中姓名或证号，复制，再来粘贴")

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

    def _first(self) -> QWidget:
        counted = self.switch.at == COUNTED
        return self.others["recipient_text"].field if counted else self.picker.field

    def _one_by_one(self) -> QWidget:
        more = Text(
            "打几个字母，回车选中一个，可以接着选；整列名单用“粘贴名单”", "cap", tone="text3"
        )
        return holder(column(more, self.picker, None, gap=8))

    def _by_filter(self) -> QWidget:
        self.categories, self.groups = MenuChip("类别"), MenuChip("小组")
        self.relief = MenuChip("救助")
        self.categories.offer([MenuEntry(str(code), category_words(code)) for code in PRIORITY])
        self.relief.offer([MenuEntry(str(one), one.label) for one in SocialRelief])
        for chip in (self.categories, self.groups, self.relief):
            chip.turned.connect(self._count)
        self._meant = Text("", "body", bold=True)
        words = Text(
            "几个条件都满足的人才加；已在名单里、已去世、已迁出的不会再加",
            "cap",
            tone="text3",
            wrap=True,
        )
        chips = chip_row(self.categories, self.groups, self.relief)
        return holder(column(words, chips, self._meant, None, gap=10))

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
            social_relief=tuple(str(key) for key in self.relief.chosen_keys),
        )

    def _count(self, *_anything: object) -> None:
        self._page.tasks.read(
            count_meant, self.wanted, self._batch.batch_id, then=self._counted_meant
        )

    def _counted_meant(self, count: int) -> None:
        self._meant.setText(f"符合条件、还没在名单里的 {count:,} 人")

    def _turned(self, at: int) -> None:
        self._views.setCurrentIndex(at)
        self._say()
        self._first().setFocus()

    def _say(self) -> None:
        count = len(self.picker.people)
        one_by_one = self.switch.at == ONE_BY_ONE and count
        self.yes.set_words(f"加 {count} 人进名单" if one_by_one else "加进名单")

    def _tell(self, words: str) -> None:
        self.note.say(words, meaning="amber")
        self.note.show()

    def _pasted(self, named: NamedPeople) -> None:
        for one in named.found:
            self.picker.add(Picked(one.person_id, one.name))
        said = []
        if named.shared:
            said.append(f"有同名的，请自己选：{'、'.join(named.shared[:8])}")
        if named.missing:
            said.append(f"没有找到：{'、'.join(named.missing[:8])}")
        if said:
            self._tell("；".join(said))

    def _submit(self) -> None:
        match self.switch.at:
            case 0:
                self._add_picked()
            case 1:
                self._write(add_by_filter, self._batch.batch_id, self.wanted)
            case _:
                self._add_counted()

    def _add_picked(self) -> None:
        keys = self.picker.value
        if keys is None:
            self._tell("还没有选人。请打几个字母找人，回车选中")
            return
        self._write(add_people, AddPeople(batch_id=self._batch.batch_id, person_ids=keys))

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
        count = len(made.added) if isinstance(made, Added) else 1
        self.dialog.finish()
        self._page.desk.say(
            f"已加 {count:,} {'人' if isinstance(made, Added) else '行'}进名单", undo=count > 0
        )
        if refused:
            words = "".join(words_of(note) for _, note in refused[:5])
            self._page.desk.explain(f"有 {len(refused):,} 人没有加。{words}")
        self.deleteLater()

    def _refused(self, error: StationError) -> None:
        self._tell(sentence(error))
