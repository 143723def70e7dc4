"""The two small forms of a certification year: a notice given, and the window of the year."""

from datetime import date

from station_app.domain.certification import Cycle, default_cycle
from station_app.messages.labels import label as action
from station_app.queries.certification_cases import CycleRow
from station_app.services.certification_cycles import OpenCycle, change_cycle, open_cycle
from station_app.ui.asking import Asking
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import Page
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


def ask_cycle(page: Page, here: CycleRow | None, year: int) -> Asking:
    """Begin a year, or move the window of one that is there."""
    cycle = here.cycle if here else default_cycle(year)
    form = cycle_form(page.desk.today(), cycle, here.doc_no if here else None)
    form["year"].field.setEnabled(here is None)
    kinds = tuple(str(kind) for kind in sorted(cycle.kinds)) if here else ()
    title = f"改 {cycle.year} 年度期限" if here else "开始年度认证"
    asking = Asking(page, title, form=form)

    def ask() -> Order:
        command = OpenCycle(kinds=kinds, **form.values())
        service = change_cycle if here else open_cycle
        return action("certification.cycle", year=command.year), service, (command,), {}

    asking.open(
        row(form["year"], form["open_on"], form["due_on"], None, gap=12),
        row(form["notice_on"], form["grace_days"], form["doc_no"], None, gap=12),
        verb="存好" if here else "开始",
        ask=ask,
        note="享受定期抚恤补助的人都会列出来；停发由县里定",
        first=form["open_on"].field,
    )
    return asking
