"""Beside the doors of a round: what was done, on which day, by whom."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.domain.codes import PlaqueEventKind, label
from station_app.services.plaque_reasons import reasons_for
from station_app.services.plaque_rounds import Door, PlaqueRound, RoundStep
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Part, fill, row
from station_app.ui.components.text import Rule, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.pages.plaque_round_rows import STEPS
from station_app.ui.theme import current

WIDTH = 300
NOTES = {
    RoundStep.HANG: "没有牌的先登记、发放再挂上，都记这一天",
    RoundStep.INDOOR: "没有牌的先登记、发放再放好，都记这一天",
    RoundStep.HAND_OUT: "记发放；挂上以后再来记一次",
    RoundStep.REPLACE: "收旧牌，发新牌，新牌当天挂上；本人去世后不再换新",
}


class RoundPanel(QFrame):
    """Said once for all doors."""

    step_chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.form = self._fields(desk)
        self._note = Text("", "cap", tone="text3", wrap=True)
        self._problem = Text("", "cap", tone="red", wrap=True)
        self._problem.hide()
        self.keep = Button(
            "记下", Look.FILLED, icon="check", keys="Ctrl+Return", height="button_main"
        )
        self._lay()
        self._step_field.chosen.connect(self._turned)
        self._turned()

    @property
    def _step_field(self) -> ChoiceInput:
        field = self.form["how"].field
        assert isinstance(field, ChoiceInput)
        return field

    @property
    def step(self) -> RoundStep:
        """What is done at every door."""
        return RoundStep(str(self._step_field.value or RoundStep.HANG))

    @property
    def step_words(self) -> str:
        """The same in words."""
        return dict(STEPS)[self.step]

    def choose(self, step: RoundStep) -> None:
        """Another step."""
        self._step_field.put(step)
        self._turned()

    def show_count(self, count: int) -> None:
        """The main button says at how many doors."""
        self.keep.set_words(f"记下 {count:,} 户" if count else "记下")
        self.keep.setEnabled(count > 0)

    def say(self, words: str) -> None:
        """What is in the way."""
        self._problem.setText(words)
        if words:
            self._problem.show()
        else:
            self._problem.hide()

    def command(self, doors: tuple[Door, ...]) -> PlaqueRound:
        """What is recorded."""
        values = self.form.values()
        replacing = self.step is RoundStep.REPLACE
        return PlaqueRound(
            step=self.step,
            doors=doors,
            on=values["on"],
            handled_by=values["handled_by"],
            reason=str(values["reason"]) if replacing else None,
        )

    def _fields(self, desk: Desk) -> Form:
        reasons = [
            (code, label("plaque_reason", code)) for code in reasons_for(PlaqueEventKind.REPLACE)
        ]
        form = Form(
            how=FormRow(
                "怎样了", ChoiceInput(STEPS, width=190, value=RoundStep.HANG), required=True
            ),
            on=FormRow("哪天", DateInput(desk.today(), width=140), required=True),
            handled_by=FormRow("谁去挂的", TextInput(width=150)),
            reason=FormRow(
                "原因", ChoiceInput(reasons, width=230, value=reasons[0][0]), required=True
            ),
        )
        form.fill({"on": desk.today(), "handled_by": desk.operator.name})
        return form

    def _lay(self) -> None:
        form, layout = self.form, QVBoxLayout(self)
        fields: list[Part] = [form["how"], form["on"], form["handled_by"], form["reason"]]
        if current().large:
            foot = row(self._note, None, self.keep)
            foot.setStretch(0, 1)
            fill(layout, [row(*fields, None, gap=12), self._problem, foot], 6)
        else:
            self.setFixedWidth(current().px(WIDTH))
            fill(layout, [*fields, Rule(), self._note, None, self._problem, self.keep], 8)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))

    def _turned(self, *_anything: object) -> None:
        self._note.setText(NOTES[self.step])
        self.form["reason"].setVisible(self.step is RoundStep.REPLACE)
        self.say("")
        self.step_chosen.emit()
