"""What is asked and shown on the way of a month: names, handing in, differences, late entries."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from station_app.domain.money import MINUS, wan, yuan
from station_app.domain.month_report import Difference
from station_app.domain.tally import FEN, PERCENT, unit_shown
from station_app.domain.tally_checks import CheckFinding
from station_app.domain.tally_lines import BY_CODE
from station_app.messages.labels import label
from station_app.queries.late_entries import LateEntry
from station_app.queries.month_desk import MonthDesk
from station_app.services.month_reports import (
    SendBackMonth,
    SignMonth,
    lock_month,
    send_back_month,
    sign_month,
    submit_month,
)
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import Page
from station_app.ui.pages.tally_behind import finding_words
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

WIDE = 700
POINTS = "个百分点"
Row = TypeVar("Row", Difference, LateEntry)
TABLE_HEIGHT = 320
MOST_WARNINGS = 4


def ask_names(page: Page, desk: MonthDesk) -> Asking:
    """Who made the report, who looked it over, who stands for it."""
    period = desk.period
    form = Form(
        preparer=FormRow("制表人", TextInput(width=180), required=True),
        reviewer=FormRow("审核人（站长）", TextInput(width=180), required=True),
        leader=FormRow("分管领导", TextInput(width=180)),
    )
    month = desk.month
    own = (month.preparer, month.reviewer, month.leader) if month else (None, None, None)
    names = own if any(own) else desk.signers
    first, second, third = names
    form.fill({"preparer": first or page.desk.operator.name, "reviewer": second, "leader": third})
    asking = Asking(page, f"{period.label}月报签字", form=form, keeps=False)

    def ask() -> Order:
        values = form.values()
        command = SignMonth(
            period.start, values["preparer"] or "", values["reviewer"] or "", values["leader"]
        )
        return label("month.sign", month=period.start), sign_month, (command,), _today(page)

    asking.open(
        Text("照纸上签的名字填；印出来的月报上会写“制表人”。", "small", tone="text2", wrap=True),
        row(form["preparer"], form["reviewer"], form["leader"], None, gap=14),
        verb="签好了",
        ask=ask,
    )
    return asking


def ask_submit(page: Page, desk: MonthDesk) -> Asking:
    """Hand it in, with what the checks would have somebody look at."""
    period = desk.period
    asking = Asking(page, f"报出{period.label}月报", form=Form(), keeps=False)

    def ask() -> Order:
        return (
            label("month.submit", month=period.start),
            submit_month,
            (period.start,),
            _today(page),
        )

    asking.open(
        *_before_submitting(desk),
        verb="报出",
        ask=ask,
        note="随下次上报送到区县" if desk.connected else "打印盖章后交给上级",
    )
    return asking


def _before_submitting(desk: MonthDesk) -> list[Text]:
    parts = [
        Text("报出以后，这个月和以前各月的数字不会再变。", wrap=True),
        Text(
            "再补这些月份的记录，会计入第一个没报的月份；有错做更正，也计入更正的那个月。"
            "上级锁定以前可以撤回。",
            "small", tone="text2", wrap=True,
        ),
    ]  # fmt: skip
    if desk.month is not None and desk.month.is_zero:
        parts.insert(0, Text("这个月没有发生，按零报告报出。", bold=True, wrap=True))
    shown = desk.findings[:MOST_WARNINGS]
    parts += [Text(f"请看一眼：{_finding(one)}", "small", tone="amber", wrap=True) for one in shown]
    return parts


def _finding(finding: CheckFinding) -> str:
    line = BY_CODE.get(finding.line)
    return f"{line.label}，{finding_words(finding)}" if line else finding_words(finding)


def ask_lock(page: Page, desk: MonthDesk) -> Asking:
    """Lock it for good: nothing takes that back but a word from above."""
    period = desk.period
    asking = Asking(page, f"锁定{period.label}月报", form=Form(), keeps=False)

    def ask() -> Order:
        return label("month.lock", month=period.start), lock_month, (period.start,), _today(page)

    asking.open(
        Text("锁定以后不能撤回。确有错漏，要上级同意才能退回重报。", wrap=True),
        verb="锁定",
        ask=ask,
        note="上级收下月报以后再锁定",
    )
    return asking


def ask_send_back(page: Page, desk: MonthDesk) -> Asking:
    """Why it is done again, and who above agreed."""
    period = desk.period
    form = Form(
        reason=FormRow("退回原因", TextInput(width=420), required=True),
        agreed_by=FormRow("同意退回的人", TextInput(width=280), required=True),
    )
    asking = Asking(page, f"{period.label}月报退回重报", form=form, keeps=False)

    def ask() -> Order:
        values = form.values()
        command = SendBackMonth(period.start, values["reason"] or "", values["agreed_by"] or "")
        name = label("month.send_back", month=period.start)
        return name, send_back_month, (command,), _today(page)

    asking.open(
        Text(
            "只有上级要求重报时才用。原来的月报留着，改好记录以后重新算、签字，作为第二次报出。",
            "small", tone="text2", wrap=True,
        ),
        form["reason"],
        form["agreed_by"],
        verb="退回重报",
        ask=ask,
    )  # fmt: skip
    return asking


def _today(page: Page) -> dict[str, object]:
    return {"today": page.desk.today()}


def show_differences(page: Page, desk: MonthDesk, carry: Button | None = None) -> Dialog:
    """The figures of the report beside those of today; `carry` counts what came late elsewhere."""
    dialog = Dialog(page, f"{desk.period.label}：两次数的差异", width=WIDE)
    handed_in = desk.month is not None and desk.month.is_handed_in
    words = "左边是算好时的数，右边是现在的数。"
    if handed_in:
        words = "报出的数不改。报出以后改了档案的，下个月的月报会写明上月已报多少、更正后是多少。"
    if desk.strays:
        words += f"另有 {desk.strays:,} 笔是报出以后别的电脑或区县才送来的，请改计入后面的月份。"
    table: RecordTable[Difference] = RecordTable(_difference_columns(handed_in=handed_in))
    _show(dialog, table, desk.reported.differences, words, carry if desk.strays else None)
    return dialog


def _difference_columns(*, handed_in: bool) -> list[Column[Difference]]:
    return [
        Column("项目", lambda one: one.line.label, width=220, bold=True, stretch=True),
        Column("单位", lambda one: unit_shown(one.unit), width=60, tone="text2"),
        Column("已报" if handed_in else "算好时", lambda one: one.reported_shown, width=100,
               side=Side.RIGHT),
        Column("现在", lambda one: one.now_shown, width=100, side=Side.RIGHT),
        Column("差", _delta, width=124, side=Side.RIGHT),
    ]  # fmt: skip


def _delta(one: Difference) -> Cell:
    tone = "red" if one.delta < 0 else "text"
    if one.unit == PERCENT:
        sign = MINUS if one.delta < 0 else "+"
        return Cell(f"{sign}{abs(one.delta) // 100}.{abs(one.delta) % 100:02}{POINTS}", tone=tone)
    words = wan(one.delta) if one.unit == FEN else f"{one.delta:,}".replace("-", MINUS)
    return Cell(words if one.delta < 0 else f"+{words}", tone=tone)


def show_late(page: Page, desk: MonthDesk) -> Dialog:
    """What counts in this month and happened in another; a row opens its person."""
    dialog = Dialog(page, f"{desk.period.label}：补报以前月份", width=WIDE)
    table: RecordTable[LateEntry] = RecordTable(_late_columns(page.desk.today()))

    def open_person(one: object) -> None:
        if isinstance(one, LateEntry) and one.person_id is not None:
            dialog.give_up()
            page.desk.open("person", one.person_id)

    table.opened.connect(open_person)
    words = "这些事发生在以前的月份，那时的月报已经报出，所以计入这个月；负数是冲正。"
    _show(dialog, table, desk.late, words)
    return dialog


def _late_columns(today: date) -> list[Column[LateEntry]]:
    return [
        Column("日期", lambda one: day_words(one.day, today), width=96),
        Column("事情", lambda one: one.kind, width=110, tone="text2"),
        Column("姓名", lambda one: one.name or "—", width=100, bold=True),
        Column("数", lambda one: _signed(f"{one.count:,}", one), width=60, side=Side.RIGHT),
        Column("金额（元）", _money, width=100, side=Side.RIGHT),
        Column("原因", lambda one: one.reason or "补报", width=120, stretch=True),
    ]


def _signed(words: str, one: LateEntry) -> Cell:
    return Cell(words.replace("-", MINUS), tone="red" if one.takes_back else "text")


def _money(one: LateEntry) -> Cell:
    return _signed(yuan(one.fen), one) if one.fen else Cell("—", tone="text3")


def _show(
    dialog: Dialog,
    table: RecordTable[Row],
    rows: Sequence[Row],
    words: str,
    more: Button | None = None,
) -> None:
    table.setMinimumHeight(current().px(TABLE_HEIGHT))
    table.show_rows(rows, keep=False)
    dialog.add(Text(words, "small", tone="text2", wrap=True), table)
    away = Button("看完了", keys="Esc")
    away.clicked.connect(dialog.give_up)
    buttons = [away] if more is None else [away, more]
    dialog.add_buttons(*buttons, note=f"{len(rows):,} 行")
    dialog.open(table)
