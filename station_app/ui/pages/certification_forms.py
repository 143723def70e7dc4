"""The two small forms of a certification year: a notice given, and the window of the year."""

from datetime import date

from station_app.domain.certification import Cycle
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.record_form import NumberInput, OpenChoice

REASONS = tuple((w, w) for w in ("点错了人", "方式选错", "凭证不对", "日期记错"))
WAYS = tuple((w, w) for w in ("电话", "上门", "村口公告", "微信群", "捎口信"))


def notice_form(today: date, operator: str) -> Form:
    """When, how and by whom people were told."""
    form = Form(
        notified_on=FormRow("哪天通知的", DateInput(today), required=True),
        how=FormRow("怎么通知的", OpenChoice(WAYS, width=180), required=True),
        notified_by=FormRow("谁通知的", TextInput(width=140)),
    )
    form.fill({"notified_on": today, "notified_by": operator})
    return form


def cycle_form(today: date, cycle: Cycle, doc_no: str | None) -> Form:
    """The dates of a year, filled in as they are."""
    form = Form(
        year=FormRow("年度", NumberInput(width=90), required=True),
        open_on=FormRow("哪天开始", DateInput(today, ahead=True), required=True),
        due_on=FormRow("哪天截止", DateInput(today, ahead=True), required=True),
        notice_on=FormRow("哪天公告", DateInput(today, ahead=True)),
        grace_days=FormRow("宽限", NumberInput(width=80), unit="天", required=True),
        doc_no=FormRow("文号", TextInput(width=260)),
    )
    form.fill(
        {"year": cycle.year, "open_on": cycle.open_on, "due_on": cycle.due_on}
        | {"notice_on": cycle.notice_on, "grace_days": cycle.grace_days}
        | {"doc_no": doc_no}
    )
    return form


def reason_form() -> Form:
    """Why a certification is taken back."""
    return Form(reason=FormRow("为什么", OpenChoice(REASONS, width=320), required=True))
