"""The dialog of a new batch: what for, for which festival, whose money, how much each."""

from datetime import date

from PySide6.QtCore import Signal

from station_app.domain.codes import BatchForm, CondolenceKind, Funding, Occasion
from station_app.domain.festivals import upcoming
from station_app.domain.standards import Gift
from station_app.messages.labels import label as action
from station_app.queries.standards import Asked, asked_standard
from station_app.services.condolence import MakeBatch, make_batch
from station_app.ui.asking import Asking
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.readers import MoneyInput
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import Page
from station_app.ui.record_form import NumberInput, choices_of


class NewBatch(Asking):
    """The coming festival is filled in; the name follows what is chosen."""

    title = "新建慰问批次"
    done = Signal(object)

    def __init__(self, page: Page) -> None:
        self._today = page.desk.today()
        self._tasks = page.tasks
        self._suggested: dict[str, object] = {}
        super().__init__(page, self.title, form=self._form())
        form = self.form
        for name in ("kind", "occasion", "form"):
            form[name].field.chosen.connect(self._look_up)  # type: ignore[attr-defined]
        form["planned_on"].field.read_again.connect(self._look_up)  # type: ignore[attr-defined]
        self._look_up()
        self.open(
            row(form["kind"], form["occasion"], form["occasion_year"], None, gap=12),
            row(form["funding"], form["form"], form["standard_fen"], None, gap=12),
            row(form["doc_no"], form["approver"], form["planned_on"], None, gap=12),
            form["name"],
            verb="建好，去选人",
            ask=self._command,
        )

    def _form(self) -> Form:
        coming = upcoming(self._today, days=90)
        day, occasion = coming[0] if coming else (self._today, Occasion.DAILY)
        form = Form(
            kind=FormRow(
                "慰问谁",
                ChoiceInput(
                    choices_of("condolence_kind"), width=250, value=CondolenceKind.ENTITLED_DIFF
                ),
                required=True,
            ),
            occasion=FormRow(
                "节日",
                ChoiceInput(choices_of("occasion"), width=140, value=str(occasion)),
                required=True,
            ),
            occasion_year=FormRow("哪一年的", NumberInput(width=100), required=True),
            funding=FormRow(
                "资金来源",
                ChoiceInput(choices_of("funding"), width=210, value=Funding.COUNTY),
                required=True,
            ),
            form=FormRow(
                "形式",
                ChoiceInput(choices_of("batch_form"), width=120, value=BatchForm.CASH),
                required=True,
            ),
            standard_fen=FormRow("标准", MoneyInput(width=130), unit="元/人"),
            doc_no=FormRow("文号", TextInput(width=250)),
            approver=FormRow("批准人", TextInput(width=140)),
            planned_on=FormRow("打算哪天发", DateInput(self._today, ahead=True, width=160)),
            name=FormRow("批次名称", TextInput(), hint="不写就按“哪年、什么节日、慰问谁”起名"),
        )
        form.fill({"occasion_year": day.year, "planned_on": day})
        return form

    def _asked(self) -> tuple[Gift, date]:
        values = self.form.values()
        gift = Gift(str(values["kind"]), values["occasion"], form=values["form"])
        return gift, values["planned_on"] or self._today

    def _look_up(self, *_anything: object) -> None:
        """Ask which of the district's standards is in force on the planned day."""
        self._tasks.read(asked_standard, *self._asked(), then=self._suggest)

    def _suggest(self, answer: Asked) -> None:
        """Fill in the amount and its source, where nobody wrote something else."""
        if (answer.gift, answer.on) != self._asked():
            return
        standard = answer.standard
        self._put("standard_fen", standard.amount_fen if standard else None)
        self._put("doc_no", standard.doc_no if standard else None)
        source = f"（{standard.doc_no}）" if standard and standard.doc_no else ""
        self.form["standard_fen"].set_hint(f"区县标准{source}" if standard else "")
        self.fit_later()

    def _put(self, name: str, value: object) -> None:
        written = self.form.values()[name]
        if written in (None, "", self._suggested.get(name)):
            self.form.fill({name: value})
            self._suggested[name] = value

    def _command(self) -> Order:
        command = MakeBatch(**self.form.values())
        label = action("condolence.make", name=command.name or "")
        return label, make_batch, (command,), {}
