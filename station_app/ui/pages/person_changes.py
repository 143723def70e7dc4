"""What happens rarely to a file: death, moving, removal, merging, and the way back from each."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from station_app.messages.labels import label
from station_app.queries.person_dues import PersonView
from station_app.services.death import DeathCorrected, DeathRegistered
from station_app.services.duplicates import unmerge
from station_app.services.moves import (
    MoveOut,
    move_back,
    move_out,
    remove_person,
    restore_person,
)
from station_app.services.people import confirm_person
from station_app.ui.asking import Asking
from station_app.ui.components.button import Look
from station_app.ui.components.choice_input import CheckBox
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, holder, row
from station_app.ui.components.readers import words_of
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.page import Page
from station_app.ui.pages.death_dialog import DeathCorrection, DeathDialog
from station_app.ui.pages.merge_dialog import MergeDialog
from station_app.ui.person_words import month_words
from station_app.ui.theme import current

BY_TITLE = {
    "登记去世": "death",
    "更正死亡登记": "correct_death",
    "迁出": "move",
    "迁回": "move_back",
    "取消登记": "remove",
    "恢复登记": "restore",
    "并档": "merge",
}
"""The dialogs by their titles, under which what was typed in them is kept."""
LOOK_AGAIN_MS = 40


class PersonChanges(QObject):
    """Opens the dialog of a change for the person that the page shows."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._open: object = None
        """The dialog under way; kept so that it lives as long as it is shown."""
        self._resuming = ""
        self._soon = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._soon.timeout.connect(self._resume_now)

    def resume(self, title: str) -> bool:
        """Open a dialog that was left half-written, once the person stands on the page."""
        self._resuming = BY_TITLE.get(title, "")
        if self._resuming:
            self._soon.start()
        return bool(self._resuming)

    def _resume_now(self) -> None:
        view = getattr(self._page, "view", None)
        if not self._page.isVisible():
            return
        if isinstance(view, PersonView) and str(view.page.row.person_id) == self._page.at[1]:
            self.begin(self._resuming)
        else:
            self._soon.start()

    def begin(self, what: str) -> None:
        """Open the dialog of a change, or do it where nothing needs to be asked."""
        view = getattr(self._page, "view", None)
        if not isinstance(view, PersonView):
            return
        self._view = view
        {
            "death": self._death,
            "correct_death": self._correct_death,
            "move": self._move_out,
            "move_back": self._move_back,
            "remove": self._remove,
            "restore": self._restore,
            "merge": self._merge,
            "unmerge": self._unmerge,
            "confirm": self._confirm,
        }[what]()

    @property
    def _name(self) -> str:
        return self._view.page.row.name

    @property
    def _key(self) -> UUID:
        return self._view.page.row.person_id

    def _death(self) -> None:
        dialog = DeathDialog(self._page, self._view)
        dialog.registered.connect(self._died)
        self._open = dialog

    def _died(self, done: DeathRegistered) -> None:
        self._page.desk.say(f"已登记{self._name}去世", undo=True)
        if done.warnings:
            self._page.desk.explain(
                "。".join(words_of(one.note).rstrip("。") for one in done.warnings)
            )

    def _correct_death(self) -> None:
        dialog = DeathCorrection(self._page, self._view)
        dialog.corrected.connect(self._lives)
        self._open = dialog

    def _lives(self, done: object) -> None:
        self._page.desk.say(f"已更正{self._name}的死亡登记", undo=True)
        if isinstance(done, DeathCorrected) and done.back_pay_months:
            months = "、".join(month_words(month) for month in done.back_pay_months)
            self._page.desk.explain(f"停错的月份要请县里补发：{months}。待遇已经恢复。")

    def _move_out(self) -> None:
        today = self._page.desk.today()
        day = DateInput(today, width=170)
        day.put(today)
        form = Form(
            moved_out_on=FormRow("迁出日期", day, required=True),
            moved_to=FormRow(
                "迁到哪里",
                TextInput(),
                hint="写到乡镇、村就行；本区县的站写区划代码或全称，对方会收到",
            ),
        )
        self._benefits = CheckBox("抚恤关系一起转走", bold=True)
        self._lists = CheckBox("从没发完的慰问名单去掉", ticked=True, bold=True)
        asking = self._asking("迁出", form)
        asking.done.connect(self._moved)
        asking.open(
            row(form["moved_out_on"], form["moved_to"], gap=14),
            _under(self._benefits, "待遇发到今年 12 月，明年由迁入地发；只是人搬走就不要勾"),
            _under(self._lists, "做过的走访、发过的钱都留在这里，已上报的数字不变"),
            verb="登记迁出",
            ask=self._move_command,
            note="弄错了可以迁回",
        )

    def _move_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = self._asked.form.values()
        command = MoveOut(
            person_id=self._key,
            moved_out_on=values["moved_out_on"],
            moved_to=values["moved_to"],
            transfer_benefits=self._benefits.isChecked(),
            cancel_planned=self._lists.isChecked(),
        )
        name = label("person.move_out", name=self._name)
        return name, move_out, (command,), {"today": self._page.desk.today()}

    def _moved(self, _done: object) -> None:
        self._page.desk.say(f"已登记{self._name}迁出", undo=True)

    def _move_back(self) -> None:
        form = Form(reason=FormRow("说明", TextInput(), hint="可以不写"))
        asking = self._asking("迁回", form)
        asking.done.connect(self._back)
        asking.open(
            form["reason"],
            _plain("档案重新在册。转走过的待遇要由县里重新批准，再到待遇里登记。"),
            verb="登记迁回",
            ask=self._back_command,
        )

    def _back_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        reason = self._asked.form.values()["reason"]
        return (
            label("person.move_back", name=self._name),
            move_back,
            (self._key,),
            {"reason": reason},
        )

    def _back(self, _done: object) -> None:
        self._page.desk.say(f"{self._name}已迁回", undo=True)

    def _remove(self) -> None:
        form = Form(reason=FormRow("原因", TextInput(), hint="例如：登记错了、不属于服务对象"))
        form["reason"].required = True
        asking = self._asking("取消登记", form)
        asking.done.connect(self._removed)
        asking.open(
            form["reason"],
            _plain("档案不再在册，没发完的名单把人去掉；记录都留着，以后可以恢复。"),
            verb="取消登记",
            ask=self._remove_command,
            look=Look.DANGER,
        )

    def _remove_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        named = {"reason": self._asked.form.values()["reason"], "on": self._page.desk.today()}
        return label("person.remove", name=self._name), remove_person, (self._key,), named

    def _removed(self, _done: object) -> None:
        self._page.desk.say(f"已取消{self._name}的登记", undo=True)

    def _restore(self) -> None:
        form = Form(reason=FormRow("原因", TextInput(), required=True))
        asking = self._asking("恢复登记", form)
        asking.done.connect(self._restored)
        asking.open(form["reason"], verb="恢复登记", ask=self._restore_command)

    def _restore_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        named = {"reason": self._asked.form.values()["reason"]}
        return label("person.restore", name=self._name), restore_person, (self._key,), named

    def _restored(self, _done: object) -> None:
        self._page.desk.say(f"{self._name}重新在册", undo=True)

    def _merge(self) -> None:
        dialog = MergeDialog(self._page, self._view)
        dialog.merged.connect(self._merged)
        self._open = dialog

    def _merged(self, kept: UUID) -> None:
        self._page.desk.say("已并成一份档案", undo=True)
        self._page.desk.open("person", kept)

    def _unmerge(self) -> None:
        self.take_apart(self._key)

    def take_apart(self, gone: UUID) -> None:
        """Two files again: of this one, or of one that was put into it."""
        view = getattr(self._page, "view", None)
        if isinstance(view, PersonView):
            self._view = view
        self._page.tasks.write(
            label("person.unmerge", name=self._name),
            unmerge,
            gone,
            then=self._unmerged,
            failed=self._page.explain,
        )

    def _unmerged(self, kept: tuple[object, ...]) -> None:
        more = f"，并档以后改过的 {len(kept):,} 处没有动" if kept else ""
        self._page.desk.say(f"已拆成两份{more}", undo=True)

    def _confirm(self) -> None:
        self._page.tasks.write(
            label("person.verify", name=self._name),
            confirm_person,
            self._key,
            then=self._confirmed,
            failed=self._page.explain,
        )

    def _confirmed(self, _done: object) -> None:
        self._page.desk.say(f"{self._name}的资料已核实，转为在册", undo=True)

    def _asking(self, title: str, form: Form) -> Asking:
        self._asked = Asking(self._page, title, self._name, form=form)
        self._open = self._asked
        return self._asked


def _plain(words: str) -> Text:
    return Text(words, "small", tone="text2", wrap=True)


def _under(box: QWidget, words: str) -> QWidget:
    """What a tick means, close under it and in line with its words."""
    line = _plain(words)
    line.setIndent(current().px(28))
    return holder(column(box, line, gap=0))
