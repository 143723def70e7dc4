"""Registering a death: two dates, five consequences with their figures, and how to put it right."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.death import DeathCause
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.queries.death import DeathPreview, death_preview
from station_app.queries.person_dues import PersonView
from station_app.services.death import (
    CorrectDeath,
    DeathRegistered,
    RegisterDeath,
    amend_death,
    correct_death,
    register_death,
)
from station_app.ui.asking import Asking
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import clear, column, fill, holder, row
from station_app.ui.components.readers import PartialDateInput
from station_app.ui.components.text import IconMark, Text
from station_app.ui.components.text_input import ReadInput, TextInput
from station_app.ui.page import Page
from station_app.ui.pages.death_words import consequences, law_words, warnings
from station_app.ui.record_form import choices_of
from station_app.ui.theme import current

CAUSES = ((DeathCause.ILLNESS, "因病"), (DeathCause.OLD_WOUND, "因旧伤复发"))
TITLES = {
    "lists": "以后的慰问、走访名单不再列入",
    "benefits": "停发待遇，报县中心",
    "certification": "年度认证关闭",
    "plaque": "光荣牌保留，以后不再更换",
    "contact": "结束挂钩联系",
}
"""What follows, in its order, as long as no date gives it figures."""
VERB = "登记去世"
DIED_SAY = "2026-07-18"
FOOT = "登记后 7 日内上报；弄错了可以更正，一切复原"


class _Registering(Asking):
    """Registers what was shown: after a date just typed, Ctrl Enter first shows what follows."""

    unseen = Signal()
    """The date has not been looked at yet; `send` once it was."""

    def __init__(self, page: Page, place: str, form: Form) -> None:
        super().__init__(page, VERB, place, form=form)
        self.seen = False

    def submit(self) -> None:
        field = self.form["death_date"].field
        if self.seen or not isinstance(field, PartialDateInput) or field.value is None:
            self.send()
        elif self.form.check():
            self.unseen.emit()

    def send(self) -> None:
        """Do it, if every field may be saved."""
        super().submit()

    def doubt(self, *, doubtful: bool) -> None:
        """What stands above the button is to be read before it is pressed."""
        self._main.set_words(f"仍然{VERB}" if doubtful else VERB)


class DeathDialog(QObject):
    """Asks and shows what follows; figures are asked again when the date changes."""

    registered = Signal(object)

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._view = page, view
        self._today = page.desk.today()
        self._asked, self._sends = "", False
        """The date whose figures are wanted, and whether it is to be registered if none is odd."""
        person = view.page.row
        self._form = self._make_form()
        place = f"{person.name}，{person.group_name}" if person.group_name else person.name
        self.asking = _Registering(page, place, self._form)
        self.asking.done.connect(self._finished)
        self.asking.unseen.connect(self._show_first)
        self._listen()
        self.boxes = _boxes()
        fixed = {"certification": _Follows(), "plaque": _Follows()}
        self._marks: dict[str, CheckBox | _Follows] = {
            name: self.boxes.get(name) or fixed[name] for name in TITLES
        }
        self._lines = {name: Text("", "small", tone="text2", wrap=True) for name in TITLES}
        self._law = Text("", "small", tone="text2", wrap=True)
        law = row(IconMark("info", tone="blue", size=18), self._law, gap=8)
        law.setStretch(1, 1)
        self._law_line = holder(law)
        self._warnings = QVBoxLayout()
        self._open()

    def _make_form(self) -> Form:
        died = PartialDateInput(self._today, width=142, example=DIED_SAY)
        told = DateInput(self._today, width=142)
        told.put(self._today)
        proof = ChoiceInput(choices_of("death_proof"), width=154)
        cause = ChoiceInput(CAUSES, width=112, value=DeathCause.ILLNESS)
        return Form(
            death_date=FormRow("去世日期", died, hint="只知道月份就写 2026-07", required=True),
            reported_on=FormRow("获知日期", told, required=True),
            proof=FormRow("证明", proof),
            cause=FormRow("死因", cause),
        )

    def _listen(self) -> None:
        died, told = self._form["death_date"].field, self._form["reported_on"].field
        cause = self._form["cause"].field
        if isinstance(died, ReadInput) and isinstance(told, ReadInput):
            died.read_again.connect(self._ask_figures)
            told.read_again.connect(self._say_month)
        if isinstance(cause, ChoiceInput):
            cause.chosen.connect(self._ask_figures)

    def _open(self) -> None:
        self._say_month()
        fields = row(*self._form.rows.values(), None, gap=14)
        if current().large:
            rows = list(self._form.rows.values())
            fields = row(column(*rows[:2]), column(*rows[2:]), None, gap=14)
        parts = [_consequence(mark, self._lines[name]) for name, mark in self._marks.items()]
        fill(self._warnings, [], 6)
        self.asking.open(
            fields,
            self._warnings,
            Text("登记后会同时办这五样，打勾的三样可以去掉：", "body", tone="text2"),
            *parts,
            self._law_line,
            verb=VERB,
            ask=self._command,
            note=FOOT,
        )
        self._law_line.hide()
        self._read_figures(self._died() or self._today.isoformat())

    def _ask_figures(self, *_anything: object) -> None:
        died = self._died()
        if died:
            self._read_figures(died)
        else:
            self._clear_figures()

    def _died(self) -> str:
        """The date once it is whole, or left as it is; empty while it is unfinished or wrong."""
        field = self._form["death_date"].field
        if not isinstance(field, PartialDateInput) or field.value is None:
            return ""
        unfinished = field.value.exact is None and field.hasFocus()
        return "" if unfinished else str(field.value)

    def _show_first(self) -> None:
        """Pressed in the date just typed: doubts are shown, without any it is sent."""
        self._sends = True
        self._read_figures(str(self._form.values()["death_date"]))

    def _clear_figures(self) -> None:
        """Nothing is said of a date that is not there yet: no month, no sum, no warning."""
        self._asked, self._sends, self.asking.seen = "", False, False
        self.asking.doubt(doubtful=False)
        for name, title in TITLES.items():
            self._marks[name].setText(title)
            self._lines[name].setText("—")
        self._law_line.hide()
        clear(self._warnings)
        self.asking.fit_later()

    def _read_figures(self, died: str) -> None:
        self._asked, self.asking.seen = died, False
        self._page.tasks.read(
            death_preview,
            self._view.page.row.person_id,
            died,
            today=self._today,
            cause=self._form.values()["cause"] or DeathCause.ILLNESS,
            then=self._show_figures,
            failed=self._no_figures,
        )

    def _no_figures(self, error: StationError) -> None:
        """The date is refused; it is said under its field."""
        if not self._asked:
            return
        self._clear_figures()
        self._form["death_date"].show_error(sentence(error))

    def _show_figures(self, found: DeathPreview) -> None:
        if str(found.died) != self._asked:
            return  # the date was changed meanwhile
        said = consequences(found, self._view.page.contact_staff)
        for name, (title, line) in said.items():
            self._marks[name].setText(title)
            self._marks[name].updateGeometry()
            self._lines[name].setText(line)
        self.asking.fit_later()
        law = law_words(found)
        self._law.setText(law)
        self._law_line.setVisible(bool(law))
        self._show_doubts(found)

    def _show_doubts(self, found: DeathPreview) -> None:
        """Under the date; whoever presses the button a second time has read them."""
        typed = str(self._form.values()["death_date"]) == str(found.died)
        doubts = warnings(found, self._today) if typed else []
        clear(self._warnings)
        for words in doubts:
            mark = IconMark("triangle-alert", tone="amber", size=18)
            beside = row(mark, Text(words, "small", tone="amber", wrap=True), gap=8)
            beside.setStretch(1, 1)
            self._warnings.addWidget(holder(beside))
        self.asking.seen = typed
        self.asking.doubt(doubtful=bool(doubts))
        sends, self._sends = self._sends, False
        if sends and not doubts:
            self.asking.send()

    def _say_month(self, *_anything: object) -> None:
        told = self._form["reported_on"].field
        day = told.value if isinstance(told, DateInput) and told.value else self._today
        self._form["reported_on"].set_hint(f"按这天计入 {day.month} 月去世人数")

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = self._form.values()
        command = RegisterDeath(
            person_id=self._view.page.row.person_id,
            death_date=str(values["death_date"]),
            reported_on=values["reported_on"],
            proof=values["proof"],
            cancel_planned=self.boxes["lists"].isChecked(),
            stop_benefits=self.boxes["benefits"].isChecked(),
            end_contact=self.boxes["contact"].isChecked(),
            cause=values["cause"] or DeathCause.ILLNESS,
        )
        name = label("person.death", name=self._view.page.row.name)
        return name, register_death, (command,), {"today": self._today}

    def _finished(self, result: object) -> None:
        if isinstance(result, DeathRegistered):
            self.registered.emit(result)
        self.deleteLater()


def _boxes() -> dict[str, CheckBox]:
    """The three that may be left out; certification closes and the plaque stays in any case."""
    return {
        "lists": CheckBox("以后的慰问、走访名单不再列入", ticked=True, bold=True),
        "benefits": CheckBox("停发待遇，报县中心", ticked=True, bold=True),
        "contact": CheckBox("结束挂钩联系", ticked=True, bold=True),
    }


class _Follows(QWidget):
    """What follows whether one wants it or not: a tick without a box."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", "body", bold=True)
        fill(box := QHBoxLayout(self), [5, IconMark("check", tone="green", size=16), self.words], 6)
        box.addStretch(1)
        self.setFixedHeight(current().px(28))

    def setText(self, words: str) -> None:
        """The same name as in a check box."""
        self.words.setText(words)


def _consequence(box: QWidget, line: Text) -> QWidget:
    line.setIndent(current().px(28))
    return holder(column(box, line, gap=0))


class DeathCorrection(QObject):
    """更正死亡登记: the person lives, or died on another day; with a reason and a second person."""

    corrected = Signal(object)

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._view, self._today = page, view, page.desk.today()
        values = view.page.person
        told = DateInput(self._today, width=170)
        told.put(values.values.get("death_reported_on"))
        died = PartialDateInput(self._today, width=170, example=DIED_SAY)
        died.put(values.text("death_date"))
        self._form = Form(
            reason=FormRow("更正原因", TextInput(), hint="例如：同名登记错了", required=True),
            second_person=FormRow("复核人", TextInput(width=170), required=True),
            death_date=FormRow("去世日期", died, hint="只知道月份就写 2026-07"),
            reported_on=FormRow("获知日期", told),
        )
        self.asking = Asking(page, "更正死亡登记", view.page.row.name, form=self._form)
        self.asking.done.connect(self._finished)
        self.how = Switch(["人还健在", "日期登记错了"])
        self.how.chosen.connect(self._turn)
        self._dates = holder(row(self._form["death_date"], self._form["reported_on"], None, gap=14))
        self._what = Text("", "small", tone="text2", wrap=True)
        self._open()

    def _open(self) -> None:
        self._turn(0)
        self.asking.open(
            self.how,
            self._dates,
            row(self._form["reason"], self._form["second_person"], gap=14),
            self._what,
            verb="更正",
            ask=self._command,
            note="要写原因，并由第二个人复核",
            first=self._form["reason"].field,
        )

    def _turn(self, number: int) -> None:
        self._dates.setVisible(number == 1)
        self.asking.fit_later()
        for name in ("death_date", "reported_on"):
            self._form[name].setVisible(number == 1)
        self._what.setText(
            "档案重新在册；待遇恢复到登记以前，停错的月份列出来请县里补发；没结清的名单把人加回去。"
            if number == 0
            else "先把原来的登记撤掉，再按新日期登记一次，停发月份和多发的款重新算。"
        )

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values, person = self._form.values(), self._view.page.row
        name = label("person.death_corrected", name=person.name)
        said = {"reason": values["reason"] or "", "second_person": values["second_person"] or ""}
        if self.how.at == 0:
            command = CorrectDeath(person_id=person.person_id, **said)
            return name, correct_death, (command,), {"today": self._today}
        again = RegisterDeath(
            person_id=person.person_id,
            death_date=str(values["death_date"]),
            reported_on=values["reported_on"] or self._today,
            proof=self._view.page.person.text("death_proof"),
        )
        return name, amend_death, (again,), {**said, "today": self._today}

    def _finished(self, result: object) -> None:
        self.corrected.emit(result)
        self.deleteLater()
