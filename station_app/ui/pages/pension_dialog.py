"""Months of a benefit that the county has paid, written down by hand: one, or several in a row."""

from typing import Any

from PySide6.QtCore import QObject

from station_app.domain.codes import PayItem, PensionKind
from station_app.domain.codes import label as code_label
from station_app.domain.money import yuan
from station_app.domain.periods import add_months, month_of
from station_app.messages.labels import label
from station_app.queries.person_dues import PersonView
from station_app.queries.records import RecordRow
from station_app.queries.timeline import TimelineKind
from station_app.services.pension_payments import RecordedMonths, RecordPension, record_months
from station_app.ui.asking import Asking
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow, put_value
from station_app.ui.components.layout import row
from station_app.ui.components.readers import MoneyInput, MonthInput, words_of
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.page import Page
from station_app.ui.record_form import choices_of


class PensionDialog(QObject):
    """Begins with the benefit that runs, the month after the last paid one, its usual amount."""

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page, self._view, self._today = page, view, page.desk.today()
        self._form = self._make_form()
        self._said = Text("", "small", tone="text2", wrap=True)
        self.asking = Asking(page, "登记到账", view.page.row.name, form=self._form)
        self.asking.done.connect(self._done)
        kind = self._form["kind"].field
        if isinstance(kind, ChoiceInput):
            kind.chosen.connect(self._begin_with)
        self.asking.open(
            row(self._form["kind"], self._form["item"], None, gap=14),
            row(self._form["month"], self._form["until"], self._form["amount_fen"], None, gap=14),
            row(self._form["paid_on"], self._form["doc_no"], None, gap=14),
            self._said,
            verb="记下",
            ask=self._command,
            note="县里发过的照打卡记录写；记错了在往来记录里撤",
            first=self._form["month"].field,
        )
        self._begin_with(self._form.values()["kind"])

    def _make_form(self) -> Form:
        benefits = self._view.page.entitlements
        first = benefits[-1].text("kind") if benefits else None
        kind = ChoiceInput(choices_of("pension_kind"), width=240, value=first)
        item = ChoiceInput(choices_of("pay_item"), width=150, value=str(PayItem.BASE))
        day = DateInput(self._today, width=150)
        day.put(self._today)
        return Form(
            kind=FormRow("待遇", kind, required=True),
            item=FormRow("项目", item, required=True),
            month=FormRow("哪个月的", MonthInput(), hint="例如 2026-07", required=True),
            until=FormRow("连着到", MonthInput(), hint="只有一个月就不写"),
            amount_fen=FormRow("每月", MoneyInput(), unit="元", required=True),
            paid_on=FormRow("到账日期", day, required=True),
            doc_no=FormRow("文号", TextInput(width=200)),
        )

    def _begin_with(self, kind: object) -> None:
        """The usual amount of this benefit, and the month after the last one paid."""
        benefit = next(reversed(self._benefits(kind)), None)
        monthly = benefit.values.get("monthly_fen") if benefit else None
        if isinstance(monthly, int):
            put_value(self._form["amount_fen"].field, monthly)
        months = sorted(self._paid_months(kind))
        put_value(self._form["month"].field, add_months(months[-1], 1) if months else self._month())
        words = f"{code_label('pension_kind', str(kind))}记到 {months[-1]}" if months else ""
        stop = benefit.text("stop_month") if benefit else None
        words += f"；{stop} 起已停发，之后的月份记下来会列入追回" if stop else ""
        self._said.setText(words.removeprefix("；"))
        self.asking.fit_later()

    def _benefits(self, kind: object) -> list[RecordRow]:
        return [one for one in self._view.page.entitlements if one.text("kind") == kind]

    def _paid_months(self, kind: object) -> list[str]:
        return [
            one.month
            for one in self._view.page.timeline
            if one.kind is TimelineKind.PENSION
            and not one.reversed
            and one.month is not None
            and dict(one.codes) == {"pension_kind": str(kind), "pay_item": str(PayItem.BASE)}
        ]

    def _month(self) -> str:
        return month_of(self._today)

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = self._form.values()
        command = RecordPension(
            person_id=self._view.page.row.person_id,
            kind=PensionKind(str(values["kind"])),
            item=PayItem(str(values["item"])),
            month=str(values["month"]),
            amount_fen=values["amount_fen"],
            paid_on=values["paid_on"],
            doc_no=values["doc_no"],
        )
        name = label("pension.record", name=self._view.page.row.name)
        named = {"until": values["until"], "today": self._today}
        return name, record_months, (command,), named

    def _done(self, done: object) -> None:
        if not isinstance(done, RecordedMonths):
            return
        name, count = self._view.page.row.name, len(done.payment_ids)
        self._page.desk.say(f"已记下{name} {count} 个月，共 {yuan(done.total_fen)} 元", undo=True)
        if done.warnings:
            self._page.desk.explain("".join(words_of(one.note) for one in done.warnings))
