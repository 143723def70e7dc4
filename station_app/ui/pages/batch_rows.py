"""The rows of a batch as the page shows them: columns while a draft, and columns once frozen."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from station_app.domain.codes import PayForm, PaymentState, Receipt, label
from station_app.domain.money import yuan
from station_app.domain.reading import Level, Note
from station_app.queries.condolence import BatchSheet, CorrectionRow, LineRow
from station_app.ui.components.readers import words_of
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.person_words import category_words, day_words, sex_age
from station_app.ui.theme import current

AMOUNT, GOODS, NOTE = "amount", "goods", "note"
"""The columns of a draft that are written in."""
SIGNS = {
    Receipt.SELF: ("check", "green"),
    Receipt.AGENT: ("user-check", "blue"),
    Receipt.NONE: ("circle-dashed", "amber"),
    Receipt.REFUSED: ("ban", "red"),
    Receipt.RETURNED: ("undo-2", "red"),
}
"""What became of a line: its icon and tone; the word stands beside them."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the list, or a correction under it."""

    line: LineRow
    number: str
    correction: CorrectionRow | None = None
    compared: bool = True
    """Whether there is a list of last year to compare with."""

    @property
    def is_person(self) -> bool:
        """Whether the line names one registered person."""
        return self.line.person_id is not None


def sheet_rows(sheet: BatchSheet, shown: Callable[[LineRow], bool]) -> list[SheetRow]:
    """The lines that are shown, each with its correction rows under it."""
    found: list[SheetRow] = []
    for place, line in enumerate(sheet.lines, start=1):
        if not shown(line):
            continue
        number = str(line.line_no or place)
        found.append(SheetRow(line, number, compared=sheet.has_last_year))
        for count, correction in enumerate(line.corrections, start=1):
            found.append(SheetRow(line, f"{number}–{count}", correction))
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """What the table knows of amounts that are being typed, or were and are none."""

    worth: Callable[[SheetRow], Cell | None]
    refused: Callable[[SheetRow], str | None]


def draft_columns(typed: Typed, *, goods: bool) -> list[Column[SheetRow]]:
    """While names and amounts may change; a cell that was refused keeps its text, in red."""

    def remark(row: SheetRow) -> Cell:
        return typed.worth(row) or _remark(row)

    def amount(row: SheetRow) -> Cell:
        text = typed.refused(row)
        return _draft_amount(row) if text is None else Cell(text, wrong=True)

    def begin(row: SheetRow) -> str:
        kept = yuan(row.line.amount_fen).removesuffix(".00").replace(",", "")
        return typed.refused(row) or kept

    return [
        Column("序号", lambda row: row.number, width=46, side=Side.RIGHT, tone="text3"),
        Column("姓名", _name, width=80),
        Column("性别 年龄", _sex_age, width=74, in_large=False),
        *([] if goods else [Column("证号后四位", _tail, width=86, in_large=False)]),
        Column("类别", _category, width=122, in_large=False),
        Column("小组", lambda row: row.line.group_name or "—", width=52),
        *([_goods_column()] if goods else []),
        Column("去年（元）", _last_year, width=80, side=Side.RIGHT, tone="text2"),
        Column(
            "折款（元）" if goods else "今年（元）",
            amount,
            width=98,
            side=Side.RIGHT,
            name=AMOUNT,
            edit=begin,
        ),
        Column(
            "说明",
            remark,
            width=140,
            stretch=True,
            name=NOTE,
            edit=lambda row: row.line.note or "",
        ),
    ]


def _goods_column() -> Column[SheetRow]:
    return Column("物资", _goods, width=132, name=GOODS, edit=lambda row: row.line.goods or "")


def frozen_columns(today: date, *, goods: bool) -> list[Column[SheetRow]]:
    """Once amounts are fixed: who received, when, and what was put right."""
    return [
        Column("序号", _number, width=50, side=Side.RIGHT, tone="text3"),
        Column("姓名", _frozen_name, width=80),
        Column("性别 年龄", _frozen_sex_age, width=76, in_large=False),
        *([] if goods else [Column("证号后四位", _frozen_tail, width=86, in_large=False)]),
        Column("小组", lambda row: "" if row.correction else row.line.group_name or "—", width=52),
        *([Column("物资", _frozen_goods, width=120, in_large=False)] if goods else []),
        Column("金额（元）", _frozen_amount, width=98, side=Side.RIGHT),
        Column("签领", _receipt, width=120, stretch=current().large, whole=True),
        Column("日期", lambda row: _paid_on(row, today), width=90, in_large=False),
        Column("说明", _frozen_remark, width=48, stretch=True, in_large=False),
    ]


def record_of(row: SheetRow) -> UUID:
    """The record that a line shows: what was paid or put right, else what is planned."""
    if row.correction is not None:
        return row.correction.payment_id
    return row.line.payment_id or row.line.plan_id


def _name(row: SheetRow) -> Cell:
    heads = f" {row.line.headcount:,} 人" if row.line.headcount != 1 else ""
    return Cell(f"{row.line.name}{heads}", bold=True)


def _sex_age(row: SheetRow) -> str:
    return sex_age(row.line.sex, row.line.age) if row.is_person else "—"


def _tail(row: SheetRow) -> Cell:
    if not row.is_person:
        return Cell("—", tone="text3")
    return Cell(row.line.id_tail or "待补", tone="text2" if row.line.id_tail else "amber")


def _category(row: SheetRow) -> str:
    return category_words(row.line.category) if row.line.category else "—"


def _goods(row: SheetRow) -> Cell:
    missing = row.line.pay_form == PayForm.GOODS and not row.line.goods
    return Cell(row.line.goods or "待写", tone="amber" if missing else "text")


def _last_year(row: SheetRow) -> str:
    fen = row.line.last_year_fen
    return "—" if fen is None else yuan(fen)


def _draft_amount(row: SheetRow) -> Cell:
    edited = row.line.is_edited
    missing = row.line.amount_fen == 0 and row.line.pay_form != PayForm.GOODS
    return Cell(yuan(row.line.amount_fen), bold=edited, edited=edited, wrong=missing)


def _remark(row: SheetRow) -> Cell:
    line = row.line
    if line.state == PaymentState.CANCELLED:
        return Cell("已取消", tone="text3")
    if line.warnings:
        grave = any(note.level is Level.ERR for note in line.warnings)
        return Cell(
            "；".join(_warning(note) for note in line.warnings),
            tone="red" if grave else "amber",
            icon="circle-alert" if grave else "triangle-alert",
        )
    if line.note:
        return Cell(line.note, tone="text2")
    if line.is_new and row.compared:
        return Cell("今年新增", tags=(("今年新增", "green"),))
    return Cell()


SHORT = {
    "condolence.goods_missing": "物资还没写",
    "condolence.amount_missing": "金额还空着",
    "condolence.deceased_listed": "已去世，请去掉",
    "condolence.twice_in_batch": "同一个人列了两次",
    "condolence.large": "金额很大，请核对",
    "condolence.too_large": "金额太大，请核对",
}
"""Warnings that stand in a row: the whole sentence comes when somebody goes on regardless."""


def _warning(note: Note) -> str:
    """镇街财政 7月10日已发 300: short, since it stands in the row."""
    if note.code in SHORT:
        return SHORT[note.code]
    values = note.values
    if note.code == "condolence.not_living":
        return f"已{values['status']}，请看要不要发"
    fen, paid_on, fund = values.get("amount_fen"), values.get("paid_on"), values.get("funding")
    if not isinstance(fen, int) or not isinstance(fund, str):
        return words_of(note)
    amount = yuan(fen).removesuffix(".00")
    if isinstance(paid_on, date):
        return f"{fund} {paid_on.month}月{paid_on.day}日已发 {amount}"
    return f"{fund}另有 {amount}，还没发"


def _number(row: SheetRow) -> Cell:
    return Cell(row.number, tone="amber" if row.correction else "text3")


def _frozen_name(row: SheetRow) -> Cell:
    return Cell(row.line.name, tone="text2") if row.correction else _name(row)


def _frozen_sex_age(row: SheetRow) -> Cell:
    if row.correction is None:
        return Cell(_sex_age(row))
    old, new = row.correction.old_fen, row.correction.new_fen
    words = f"更正：原发 {_short(old)}，应发 {_short(new)}"
    return Cell(words, tone="amber")


def _short(fen: int) -> str:
    return yuan(fen).removesuffix(".00")


def _frozen_tail(row: SheetRow) -> Cell:
    return Cell() if row.correction else _tail(row)


def _frozen_goods(row: SheetRow) -> Cell:
    return Cell() if row.correction else _goods(row)


def _frozen_amount(row: SheetRow) -> Cell:
    if row.correction is not None:
        return Cell(signed(row.correction.difference_fen), tone="amber", bold=True)
    return Cell(yuan(row.line.amount_fen))


def signed(fen: int) -> str:
    """+200.00, −50.00."""
    return f"{'+' if fen >= 0 else '−'}{yuan(abs(fen))}"


def receipt_words(line: LineRow) -> str:
    """代领：侄 周建明; of a transfer, that the bank confirmed it."""
    if line.receipt == Receipt.AGENT:
        who = f"{line.receiver_relation or ''} {line.receiver_name or ''}".strip()
        return f"代领：{who}" if who else "代领"
    if line.returned_on is not None:
        return "已交回"
    if line.receipt == Receipt.SELF and line.pay_form == PayForm.TRANSFER:
        return "已到账"
    return label("receipt", line.receipt)


def _receipt(row: SheetRow) -> Cell:
    line = row.line
    icon, tone = SIGNS.get(Receipt(line.receipt), ("", "text"))
    if line.returned_on is not None:
        icon, tone = "corner-down-left", "text2"
    words = "同上" if row.correction else receipt_words(line)
    ink = "text" if tone == "green" else tone
    return Cell(words, tone=ink, icon=icon, icon_tone=tone)


def _paid_on(row: SheetRow, today: date) -> Cell:
    day = row.correction.paid_on if row.correction else (row.line.paid_on or row.line.returned_on)
    if day is None:
        return Cell("—", tone="text2")
    short = f"{day.year}.{day.month}.{day.day}"
    return Cell(day_words(day, today) if day.year == today.year else short, tone="text2")


def _frozen_remark(row: SheetRow) -> Cell:
    if row.correction is not None:
        approved = f"{row.correction.approved_by} 批" if row.correction.approved_by else ""
        words = "，".join(part for part in (row.correction.reason or "", approved) if part)
        return Cell(words, tone="text2")
    if row.line.paid_twice:
        return Cell("记了两次，请冲正一次", tone="red", icon="circle-alert")
    return Cell(row.line.note or "", tone="text2")


GIVEN_BACK = "GIVEN_BACK"
"""Lines that nobody claimed and whose money went back: no longer 未领."""


def receipt_counts(lines: Iterable[LineRow]) -> Counter[str]:
    """本人签领, 代领, 未领, 拒领, 退汇, 已交回: every head stands in exactly one."""
    counts: Counter[str] = Counter()
    for line in lines:
        key = GIVEN_BACK if line.returned_on is not None and not line.payment_id else line.receipt
        counts[key] += line.headcount
    return counts


def waiting(lines: Iterable[LineRow]) -> list[LineRow]:
    """Those that neither received nor were returned."""
    return [line for line in lines if line.payment_id is None and line.returned_on is None]
