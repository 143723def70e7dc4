"""Responsible for F04 慰问金发放花名册（签领表）: who received what, and signed for it."""

from collections.abc import Sequence
from datetime import date

from station_app.domain import money
from station_app.domain.forms import Imprint, PaymentRoster, PaymentRow, Reconciliation
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import SIGNED_ROW, Column, Roster, Sums
from station_app.reports.wording import (
    BLANK_SUM,
    RULE,
    amount,
    blank,
    count,
    dotted,
    long_blank,
    number_or_rule,
    shown_account,
    shown_id,
    shown_name,
    shown_place,
)

AMOUNT = "金额（元）"
GOODS_VALUE = "折款（元）"
QUANTITY = "数量"
BEFORE_AMOUNT = (
    Column("序号", 8),
    Column("姓名", 18),
    Column("性别", 8),
    Column("人员类别", 24),
    Column("身份证号", 40, private=True),
    Column("住址（村组）", 32, Align.LEFT),
)
AFTER_AMOUNT = (
    Column("本人签字\n（指印）", 26, private=True),
    Column("代领人及关系", 24, private=True),
    Column("领取日期", 18),
)
# Full brackets would not fit into 13 mm at 9 pt.
MONEY_COLUMNS = (
    *BEFORE_AMOUNT,
    Column("开户银行/账号\n（转账时）", 36, Align.LEFT, private=True),
    Column(AMOUNT, 20, Align.RIGHT),
    *AFTER_AMOUNT,
    Column("备注\n(物资)", 13, Align.LEFT, private=True),
)
# The goods version swaps the amount for what was handed over; no account is needed for it.
GOODS_COLUMNS = (
    *BEFORE_AMOUNT,
    Column("物品名称", 26),
    Column(QUANTITY, 10),
    Column(GOODS_VALUE, 20, Align.RIGHT),
    *AFTER_AMOUNT,
    Column("备注", 13, Align.LEFT, private=True),
)
ROLES = "经办人（2人）：____________ ____________　审核人：____________"
LEADERS = "站长（盖章）：____________　村（社区）负责人：____________"


def pdf(sheet: PaymentRoster, imprint: Imprint, progress: Progress) -> bytes:
    """The signed roster of a batch as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: PaymentRoster, imprint: Imprint) -> Roster[PaymentRow]:
    def cells(number: int, row: PaymentRow) -> tuple[str, ...]:
        return _cells(number, row, sheet, imprint.mask)

    def sums(rows: Sequence[PaymentRow]) -> Sums:
        return _sums(rows, goods=sheet.goods)

    return Roster(
        head=_head(sheet, imprint),
        columns=GOODS_COLUMNS if sheet.goods else MONEY_COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=sums,
        label=_label,
        imprint=imprint,
        row_height=SIGNED_ROW,
        closing=_closing(sheet),
        blank_lines=sheet.blank_lines,
        red=lambda row: row.sign < 0,
    )


def _head(sheet: PaymentRoster, imprint: Imprint) -> Head:
    year = number_or_rule(sheet.occasion_year)
    thing = "慰问物资" if sheet.goods else "慰问金"
    station, unit = f"填报单位（盖章）：{imprint.station_name}", "单位：人、元"
    if not (sheet.rows or sheet.blank_lines or sheet.occasion or sheet.kind):  # no batch at all
        return Head(f"{year}年{thing}发放花名册", station, "", unit)
    what = f"{blank(sheet.occasion)}{blank(sheet.kind)}"
    standard = amount(sheet.standard_fen) or RULE
    return Head(
        title=f"{year}年{what}{thing}发放花名册",
        left=station,
        middle=f"资金来源：{long_blank(sheet.funding)}　文号：{long_blank(sheet.doc_no)}",
        right=f"标准：{standard}元/人　{unit}",
    )


def _cells(number: int, row: PaymentRow, sheet: PaymentRoster, mask: MaskLevel) -> tuple[str, ...]:
    return (
        str(number),
        shown_name(row.name, mask),
        row.sex or "",
        row.category or "",
        shown_id(row.id_number, mask),
        shown_place(row.group_name, row.address, mask),
        *(_goods_cells(row) if sheet.goods else _money_cells(row, mask)),
        "",
        _agent(row.agent),
        dotted(row.received_on),
        _note(row, sheet),
    )


def _agent(agent: str | None) -> str:
    """Who came for somebody, over what he is to him: a relation is not torn in two."""
    return (agent or "").replace(" ", "\n", 1)


def _money_cells(row: PaymentRow, mask: MaskLevel) -> tuple[str, str]:
    return shown_account(row.account, mask), amount(signed(row.amount_fen, row.sign))


def _goods_cells(row: PaymentRow) -> tuple[str, str, str]:
    value = signed(row.goods_value_fen, row.sign)
    return row.goods or "", count(signed(row.quantity, row.sign)), amount(value)


def _note(row: PaymentRow, sheet: PaymentRoster) -> str:
    returned = _returned(row.returned_on, sheet.occasion_year) if row.returned_on else None
    worth = f"折款{amount(row.goods_value_fen)}" if row.goods_value_fen else None
    things = () if sheet.goods else (row.goods, worth)
    return "；".join(part for part in (*things, row.state, returned, row.note) if part)


def _returned(day: date, year: int | None) -> str:
    """When money was handed back; in the year of the occasion its day is enough, and fits."""
    return f"交回 {day:%m.%d}" if day.year == year else f"交回 {dotted(day)}"


def signed(value: int | None, sign: int) -> int | None:
    """A value as it counts: taken back when the row is a correction (SETTLED 1)."""
    return None if value is None else value * sign


def _label(name: str, rows: Sequence[PaymentRow]) -> str:
    return f"{name}　{sum(row.headcount * row.sign for row in rows)} 人"


def _sums(rows: Sequence[PaymentRow], *, goods: bool) -> Sums:
    if not goods:
        return {AMOUNT: money.yuan(_total(rows))}
    pieces = sum((row.quantity or 0) * row.sign for row in rows)
    return {QUANTITY: count(pieces), GOODS_VALUE: money.yuan(_goods_total(rows))}


def _total(rows: Sequence[PaymentRow]) -> int:
    return sum((row.amount_fen or 0) * row.sign for row in rows)


def _goods_total(rows: Sequence[PaymentRow]) -> int:
    return sum((row.goods_value_fen or 0) * row.sign for row in rows)


def _closing(sheet: PaymentRoster) -> tuple[str, ...]:
    if sheet.blank_lines:
        return (
            BLANK_SUM,
            _drawn_blank(),
            ROLES,
            LEADERS,
        )
    total = _goods_total(sheet.rows) if sheet.goods else _total(sheet.rows)
    lines = [money.uppercase_line(total)]
    if not sheet.goods and (beside := _goods_total(sheet.rows)):
        lines.append(f"另有物资折款合计 ￥{money.yuan(beside)}")
    if sheet.reconciliation:
        lines.append(reconciliation_line(sheet.reconciliation))
    return (*lines, ROLES, LEADERS)


def reconciliation_line(sums: Reconciliation) -> str:
    """Drawn = paid + unclaimed + returned, and by how much it fails where it does."""
    equation = (
        f"收支核对：领取 {money.yuan(sums.drawn_fen)} = 已发 {money.yuan(sums.paid_fen)}"
        f" + 未领 {money.yuan(sums.unclaimed_fen)} + 交回 {money.yuan(sums.returned_fen)}"
    )
    if sums.difference_fen == 0:
        return f"{equation}，相符。"
    equation = equation.replace("=", "≠", 1)
    return f"{equation}，相差 {money.yuan(sums.difference_fen)} 元，请核对。"


def _drawn_blank() -> str:
    return "收支核对：领取____________ = 已发____________ + 未领____________ + 交回____________"
