"""A benefit of a person: granted, suspended, resumed, ended; each is a fact with its month."""

from typing import Any

from PySide6.QtCore import QObject

from station_app.domain.codes import EntitlementEventKind, PensionKind, SuspendReason
from station_app.domain.codes import label as code_label
from station_app.domain.money import yuan
from station_app.domain.periods import add_months, month_of
from station_app.domain.standards import PensionRate
from station_app.messages.labels import label
from station_app.models.entitlement import ENTITLEMENT
from station_app.queries.person_dues import PersonView
from station_app.queries.records import RecordRow
from station_app.queries.standards import pension_standard_of_person
from station_app.services.entitlements import (
    Grant,
    Granted,
    Resume,
    Stop,
    Suspend,
    grant,
    resume,
    stop,
    suspend,
)
from station_app.ui.asking import Asking
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.readers import MonthInput, words_of
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.page import Page
from station_app.ui.pages.person_facts import benefit_words
from station_app.ui.record_form import choices_of, form_of

NEW_FIELDS = ("kind", "approved_on", "start_month", "monthly_fen", "doc_no", "note")


class BenefitDialog(QObject):
    """A new benefit, or the next step of one that runs."""

    def __init__(self, page: Page, view: PersonView, row_: RecordRow | None) -> None:
        super().__init__(page)
        self._page, self._person, self._row = page, view.page.row, row_
        self._today = page.desk.today()
        if row_ is None:
            self._grant()
        else:
            self._step(row_)

    def _grant(self) -> None:
        form = form_of(
            ENTITLEMENT,
            NEW_FIELDS,
            self._today,
            hints={"start_month": "不写就从批准的当月起"},
            widths={"kind": 240},
            required=("approved_on",),
        )
        form["start_month"].required = False
        form["kind"].field.chosen.connect(self._look_up)  # type: ignore[attr-defined]
        form["start_month"].field.read_again.connect(self._look_up)  # type: ignore[attr-defined]
        self.asking = Asking(self._page, "批准待遇", self._person.name, form=form)
        self.asking.done.connect(self._granted)
        self.asking.open(
            row(form["kind"], form["approved_on"], None, gap=14),
            row(form["start_month"], form["monthly_fen"], form["doc_no"], gap=14),
            form["note"],
            verb="保存",
            ask=self._grant_command,
            note="待遇由县里批准，这里照批文登记",
        )

    def _look_up(self, *_anything: object) -> None:
        """Ask for the district's standard of the month from which it is paid."""
        values = self.asking.form.values()
        if values["kind"] is not None:
            self._page.tasks.read(
                pension_standard_of_person,
                self._person.person_id,
                str(values["kind"]),
                month=values["start_month"] or month_of(self._today),
                then=self._show_standard,
            )

    def _show_standard(self, rate: PensionRate | None) -> None:
        words = ""
        if rate is not None:
            source = f"（{rate.doc_no}）" if rate.doc_no else ""
            per = code_label("standard_per", rate.per)
            words = f"区县标准：{per} {yuan(rate.amount_fen)} 元{source}"
        self.asking.form["monthly_fen"].set_hint(words)
        self.asking.fit_later()

    def _grant_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = self.asking.form.values()
        command = Grant(
            person_id=self._person.person_id,
            kind=PensionKind(str(values["kind"])),
            approved_on=values["approved_on"],
            start_month=values["start_month"],
            monthly_fen=values["monthly_fen"],
            doc_no=values["doc_no"],
            note=values["note"],
        )
        name = label("entitlement.grant", name=self._person.name)
        return name, grant, (command,), {"today": self._today}

    def _granted(self, done: object) -> None:
        self._page.desk.say(f"已登记{self._person.name}的待遇", undo=True)
        if isinstance(done, Granted) and done.warnings:
            self._page.desk.explain("".join(words_of(one.note) for one in done.warnings))

    def _step(self, now: RecordRow) -> None:
        held = now.text("state") in ("SUSPENDED", "LEGAL_SUSPENDED")
        self.what = Switch(["恢复", "终止"] if held else ["停发", "终止"])
        self.what.chosen.connect(self._turn)
        day = DateInput(self._today, width=170)
        day.put(self._today)
        month = MonthInput()
        month.put(add_months(month_of(self._today), 1))
        reason = ChoiceInput(
            choices_of("suspend_reason"), width=220, value=SuspendReason.NOT_CERTIFIED
        )
        form = Form(
            on=FormRow("日期", day, required=True),
            effective_month=FormRow("从哪个月起", month, required=True),
            reason=FormRow("停发原因", reason),
            doc_no=FormRow("文号", TextInput(width=200)),
        )
        self.asking = Asking(self._page, _kind(now), self._person.name, form=form)
        self.asking.done.connect(self._stepped)
        self.asking.open(
            Text(benefit_words(now), "small", tone="text2", wrap=True),
            row(self.what, None),
            row(form["on"], form["effective_month"], None, gap=14),
            row(form["reason"], form["doc_no"], None, gap=14),
            verb="保存",
            ask=self._step_command,
            give_up="不改了",
        )
        self._held = held
        self._turn(0)

    def _turn(self, number: int) -> None:
        self.asking.form["reason"].setVisible(number == 0 and not self._held)

    def _step_command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = self.asking.form.values()
        assert self._row is not None
        common = {
            "entitlement_id": self._row.record_id,
            "on": values["on"],
            "effective_month": values["effective_month"],
            "doc_no": values["doc_no"],
        }
        today, name = {"today": self._today}, self._person.name
        if self.what.at == 1:
            ended = Stop(event=EntitlementEventKind.END, **common)
            return label("entitlement.stop", name=name), stop, (ended,), today
        if self._held:
            return label("entitlement.resume", name=name), resume, (Resume(**common),), today
        reason = SuspendReason(str(values["reason"] or SuspendReason.NOT_CERTIFIED))
        held = Suspend(reason=reason, **common)
        return label("entitlement.suspend", name=name), suspend, (held,), today

    def _stepped(self, _done: object) -> None:
        self._page.desk.say(f"已登记{self._person.name}的待遇变动", undo=True)


def _kind(row_: RecordRow) -> str:
    return code_label("pension_kind", row_.text("kind"))
