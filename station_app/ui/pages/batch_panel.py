"""The panels beside the list of a batch: sums and the default while a draft, signatures after."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_app.domain.codes import BatchStatus, Receipt
from station_app.domain.forms import Reconciliation
from station_app.domain.money import uppercase, yuan
from station_app.queries.condolence import BatchSheet
from station_app.ui.components.button import Button, Look
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import FormRow
from station_app.ui.components.layout import clear, column, fill, holder, row, scrolling
from station_app.ui.components.progress_card import Bar
from station_app.ui.components.readers import MoneyInput
from station_app.ui.components.text import IconMark, Rule, Text, elided
from station_app.ui.desk import Desk
from station_app.ui.pages.batch_rows import GIVEN_BACK, receipt_counts
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

MOST_AMOUNTS = 5
WIDTH = 290
RECEIPTS = (
    (Receipt.SELF, "check", "green", "ok"),
    (Receipt.AGENT, "user-check", "blue", "blue"),
    (Receipt.NONE, "circle-dashed", "amber", "warn"),
    (Receipt.REFUSED, "ban", "red", "bad"),
    (Receipt.RETURNED, "undo-2", "red", "bad"),
)


def pair(words: str, value: str, *, tone: str = "text", bold: bool = False) -> QWidget:
    """A line of a panel: what it is at the left, how much at the right."""
    label = Text(words, "small", tone="text2")
    figure = Text(value, "small", tone=tone, bold=bold)
    figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    figure.setWordWrap(len(value) > 12)
    made = row(label, figure)
    made.setStretch(1, 1)
    made.setAlignment(label, Qt.AlignmentFlag.AlignTop)
    return holder(made)


class SidePanel(QFrame):
    """A card whose middle scrolls and whose buttons stay."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(WIDTH))
        self.middle, self.foot = QVBoxLayout(), QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self.middle)
        fill(self.middle, [], 6)
        fill(self.foot, [], 8)
        layout = QVBoxLayout(self)
        fill(layout, [scrolling(inner), self.foot], 8)
        layout.setStretch(0, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))


def sum_words(fen: int) -> QWidget:
    """The one figure of the page, and in words under it."""
    unit = Text("元", "body", tone="text2")
    figure = row(Text(yuan(fen), "figure", bold=True), unit, None, gap=8)
    figure.setAlignment(unit, Qt.AlignmentFlag.AlignBottom)
    return holder(
        column(
            Text("金额合计", "small", tone="text2"),
            figure,
            Text(f"人民币{uppercase(fen)}", "small", wrap=True),
            gap=0,
        )
    )


class DraftPanel(SidePanel):
    """Sum, groups of equal amounts, the default, what changed since last year, and freezing."""

    default_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._sums = QVBoxLayout()
        self._since = QVBoxLayout()
        self.default = MoneyInput(width=210)
        self.default.left.connect(self._left)
        self._row = FormRow("默认金额", self.default, unit="元")
        self._shown_default: int | None = None
        self.freeze = Button("冻结名单", Look.FILLED, icon="lock", keys="F8", height="button_main")
        self.saved = elided("", "cap")
        for part in (self._sums, self._since):
            fill(part, [], 4)
        fill(self.middle, [self._sums, Rule(), self._row, Rule(), self._since, None], 8)
        self._problem = Text("", "cap", tone="red", wrap=True)
        self._problem.hide()
        kept = row(IconMark("check", tone="green", size=16), self.saved)
        fill(self.foot, [self._problem, self.freeze, kept], 6)

    def show_sheet(self, sheet: BatchSheet) -> None:
        """Another state of the list."""
        clear(self._sums)
        clear(self._since)
        self._sums.addWidget(sum_words(sheet.batch.total_fen))
        self._sums.addWidget(Rule())
        for fen, people, total in sheet.same_amounts[:MOST_AMOUNTS]:
            self._sums.addWidget(pair(f"{yuan(fen)} × {people:,} 人", yuan(total)))
        if rest := sheet.same_amounts[MOST_AMOUNTS:]:
            people, total = sum(r[1] for r in rest), sum(r[2] for r in rest)
            self._sums.addWidget(pair(f"另有 {len(rest)} 种 {people:,} 人", yuan(total)))
        self._show_default(sheet)
        self._show_since(sheet)

    def show_problem(self, words: str) -> None:
        """Why the amount of the chosen row cannot be kept, with examples of what can."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _show_default(self, sheet: BatchSheet) -> None:
        follow = sum(line.headcount for line in sheet.lines if not line.is_edited)
        self._row.set_hint(f"改这里，只动没有单独改过的 {follow:,} 人")
        self._shown_default = sheet.batch.standard_fen
        if not self.default.hasFocus():
            self.default.put(sheet.batch.standard_fen)

    def _show_since(self, sheet: BatchSheet) -> None:
        if not sheet.has_last_year:
            self._since.addWidget(Text("去年没有这一批，不能比", "small", tone="text2"))
            return
        new = sum(line.is_new for line in sheet.lines)
        self._since.addWidget(pair("去年", f"{sheet.last_year_people:,} 人"))
        self._since.addWidget(pair("去世、迁出已去掉", _names(sheet.left_since)))
        self._since.addWidget(pair("今年新增", f"{new:,} 人"))

    def _left(self) -> None:
        if not self._row.error and self.default.value != self._shown_default:
            self.default_wanted.emit(self.default.value)


def _names(names: Iterable[str]) -> str:
    known = list(names)
    if not known:
        return "没有"
    return "、".join(known) if len(known) <= 3 else f"{'、'.join(known[:2])}等 {len(known):,} 人"


class FrozenPanel(SidePanel):
    """Who has signed, where the money went, and what may still be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts = QVBoxLayout()
        fill(self._facts, [], 5)
        self.signed_on = DateInput(desk.today(), width=150)
        self.signed_on.put(desk.today())
        self.correct = Button("做更正行", icon="file-pen-line")
        self.unfreeze = Button("解冻", icon="lock-open")
        self.give_back = Button("交回未领", icon="corner-down-left")
        self.close_batch = Button("结清", icon="circle-check")
        self.print_roster = Button(
            "打印签领表", Look.FILLED, icon="printer", keys="Ctrl+P", height="button_main"
        )
        self._ending = holder(row(self.give_back, self.close_batch))
        fill(self.middle, [self._facts, None], 6)
        fill(
            self.foot,
            [
                row(self.correct, self.unfreeze),
                self._ending,
                self.print_roster,
            ],
            8,
        )

    def show_sheet(self, sheet: BatchSheet, result: Reconciliation) -> None:
        """Another state of the signatures."""
        clear(self._facts)
        for part in (*self._signed(sheet), *self._money(sheet, result), *self._why(sheet)):
            self._facts.addWidget(part)
        paid = bool(sheet.batch.paid_people)
        closed = sheet.batch.status == BatchStatus.CLOSED
        self.unfreeze.setEnabled(not paid and not closed)
        self.give_back.setEnabled(bool(result.unclaimed_fen) and not closed)
        self._ending.setVisible(not closed)

    def _signed(self, sheet: BatchSheet) -> list[QWidget]:
        batch, total = sheet.batch, max(sheet.batch.people, 1)
        counts = receipt_counts(sheet.lines)
        bar = Bar()
        bar.show_parts([(counts[r] / total, token) for r, _, _, token in RECEIPTS])
        of = Text(f"/ {batch.people:,} 人", tone="text2")
        count = row(Text(f"{batch.paid_people:,}", "figure", bold=True), of, None)
        count.setAlignment(of, Qt.AlignmentFlag.AlignBottom)
        lines = [
            _state_line(receipt.label, icon, tone, counts[receipt])
            for receipt, icon, tone, _ in RECEIPTS
            if receipt is not Receipt.RETURNED or counts[receipt]
        ]
        if back := counts[GIVEN_BACK]:
            lines.append(_state_line("已交回", "corner-down-left", "text2", back))
        return [Text("已签领", "small", tone="text2"), holder(count), bar, *lines]

    def _money(self, sheet: BatchSheet, result: Reconciliation) -> list[QWidget]:
        total = sheet.batch.total_fen + sheet.correction_fen
        parts: list[QWidget] = [
            Rule(),
            Text("金额合计", "small", tone="text2"),
            Text(f"{yuan(total)} 元", "h2", bold=True),
            Text(f"人民币{uppercase(total)}", "small", wrap=True),
            Rule(),
            _two(("领出", result.drawn_fen), ("已发", result.paid_fen)),
            _two(("未领", result.unclaimed_fen), ("交回", result.returned_fen)),
        ]
        gap = result.difference_fen
        words = "领出 = 已发 + 未领 + 交回，对得上" if not gap else f"还差 {yuan(gap)} 元对不上"
        mark = IconMark(
            "check" if not gap else "circle-alert", tone="red" if gap else "green", size=16
        )
        line = row(mark, Text(words, "cap", tone="red" if gap else "text2", wrap=True))
        line.setStretch(1, 1)
        return [*parts, holder(line)]

    def _why(self, sheet: BatchSheet) -> list[QWidget]:
        """Who froze it, and whether it can be thawed."""
        batch, today = sheet.batch, self._desk.today()
        words = ""
        if batch.frozen_at is not None:
            at = batch.frozen_at.astimezone()
            words = f"{day_words(at.date(), today)} {at:%H:%M} {batch.frozen_by or ''}冻结。"
        if batch.status == BatchStatus.CLOSED and batch.closed_on is not None:
            words += f"{day_words(batch.closed_on, today)}结清；有错请做更正行，原来的留底。"
        elif batch.paid_people:
            words += "已有人签领，不能解冻；有错请做更正行，原来的留底。"
        else:
            words += "还没有人签领，可以解冻再改。"
        mark = IconMark("lock", size=18)
        line = row(mark, Text(words, "cap", tone="text2", wrap=True))
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        shown: list[QWidget] = [Rule(), holder(line)]
        return shown


def _two(left: tuple[str, int], right: tuple[str, int]) -> QWidget:
    """Two sums beside each other."""
    made = row(*(pair(words, yuan(fen)) for words, fen in (left, right)), gap=14)
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    return holder(made)


def _state_line(words: str, icon: str, tone: str, count: int) -> QWidget:
    mark = IconMark(icon, tone=tone, size=16)
    figure = Text(f"{count:,}", "small")
    return holder(row(mark, Text(words, "small"), None, figure))
