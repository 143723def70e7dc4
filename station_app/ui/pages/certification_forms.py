"""The small forms of a certification year: its window, a notice given, a record taken back."""

from collections.abc import Sequence
from datetime import date

from station_app.domain.certification import Cycle, default_cycle
from station_app.messages.labels import label as action
from station_app.queries.certification_cases import CycleRow
from station_app.queries.certifications import OverdueRow, Tile
from station_app.services.certification_cycles import OpenCycle, change_cycle, open_cycle
from station_app.services.certifications import GiveNotice, give_notice, reverse_certification
from station_app.ui.asking import Asking
from station_app.ui.components.button import Look
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import Page
from station_app.ui.pages.certification_words import mark_of
from station_app.ui.person_words import day_words
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


def ask_notice(page: Page, cycle: Cycle, rows: Sequence[OverdueRow]) -> Asking:
    """Log that those who are late were told (CE4)."""
    today = page.desk.today()
    form = notice_form(today, page.desk.operator.name)
    names = rows[0].name if len(rows) == 1 else f"{len(rows):,} 人"
    asking = Asking(page, "登记催告", names, form=form)

    def ask() -> Order:
        keys = tuple(one.person_id for one in rows)
        command = GiveNotice(person_ids=keys, year=cycle.year, **form.values())
        label = action("certification.notice", count=len(rows))
        return label, give_notice, (command,), {"today": today}

    asking.open(
        row(form["notified_on"], form["how"], form["notified_by"], None, gap=12),
        verb="记下催告",
        ask=ask,
        note=f"从这天起 {cycle.grace_days} 天内认证，待遇不受影响",
    )
    return asking


def ask_reversal(page: Page, tile: Tile) -> Asking:
    """Take a certification back, with the reason."""
    day = day_words(tile.certified_on, page.desk.today()) if tile.certified_on else ""
    form = reason_form()
    words = f"{tile.name}，{day} {mark_of(tile.method).words}"
    asking = Asking(page, "撤销认证", words, form=form)

    def ask() -> Order:
        label = action("certification.reverse", name=tile.name)
        named = {"reason": form.values()["reason"]}
        return label, reverse_certification, (tile.certification_id,), named

    asking.open(
        form["reason"],
        verb="撤销认证",
        ask=ask,
        look=Look.DANGER,
        note="原来的留底，这个人回到没认证",
    )
    return asking


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
