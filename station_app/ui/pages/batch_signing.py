"""Marking the lines of a frozen list: signed, by whom, refused, put right, returned, closed."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from station_app.domain.codes import PayForm, Receipt
from station_app.domain.forms import Reconciliation
from station_app.domain.money import yuan
from station_app.errors import StationError
from station_app.messages.labels import label as action
from station_app.queries.condolence import LineRow
from station_app.services.condolence import close_batch
from station_app.services.condolence_paying import (
    CorrectPayment,
    PaidMany,
    PayMany,
    ReturnUnclaimed,
    Sign,
    Signed,
    correct_payment,
    not_received,
    pay_many,
    refuse_gift,
    return_unclaimed,
    sign,
    transfer_sent_back,
    unsign,
)
from station_app.ui.asking import Asking
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.readers import MoneyInput, words_of
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import Asked, AskingTwice, Order
from station_app.ui.pages.batch_rows import waiting
from station_app.ui.record_form import OpenChoice

if TYPE_CHECKING:
    from station_app.ui.pages.batch import BatchPage

RELATIONS = tuple(
    (word, word)
    for word in ("配偶", "儿子", "女儿", "儿媳", "女婿", "孙子", "侄", "邻居", "村干部")
)
REASONS = tuple((word, word) for word in ("标错了人", "重复标记", "日期记错", "金额记错"))


def say_signed(page: "BatchPage", name: str, made: Signed) -> None:
    """That somebody has signed, with what is unusual about it."""
    remark = f"（{words_of(made.notes[0]).rstrip('。')}）" if made.notes else ""
    page.desk.say(f"{name}已签领{remark}", undo=True)


class _SelfSigned(QObject):
    """One signature on its way: the next may be given before this one is written."""

    def __init__(self, page: "BatchPage", line: LineRow) -> None:
        super().__init__(page)
        self._page, self._line = page, line
        self._asked = Asked(page, self._write)

    def send(self, paid_on: date) -> None:
        """Received by the person on that day."""
        self._asked.send(Sign(plan_id=self._line.plan_id, paid_on=paid_on))

    def _write(self, command: Sign) -> None:
        self._page.tasks.write(
            action("condolence.sign", name=self._line.name),
            sign,
            command,
            today=self._page.desk.today(),
            then=self._done,
            failed=self._asked.refused,
        )

    def _done(self, made: Signed) -> None:
        say_signed(self._page, self._line.name, made)
        self.deleteLater()


class Signing(QObject):
    """What the keys and buttons of a frozen batch do to the chosen line."""

    def __init__(self, page: "BatchPage") -> None:
        super().__init__(page)
        self._page = page
        self._name = ""
        self.asking: Asking | None = None

    @property
    def line(self) -> LineRow | None:
        """The chosen line."""
        table = self._page.table
        return table.row.line if table is not None and table.row is not None else None

    def _label(self, code: str, name: str) -> str:
        return action(code, name=name)

    def self_signed(self) -> None:
        """Space: received by the person, on the day at the top; at once on to the next."""
        if (line := self.line) is None:
            return
        if line.payment_id is not None:
            self._page.desk.say(f"{line.name}已签领；标错了按 N 改回未领")
            self._down()
            return
        _SelfSigned(self._page, line).send(self._page.signed_on)
        self._down()

    def _signed(self, made: Signed) -> None:
        say_signed(self._page, self._name, made)
        self._down()

    def _down(self) -> None:
        if self._page.table is not None:
            self._page.table.choose_by(1)

    def by_agent(self) -> None:
        """D: somebody else received it."""
        if (line := self.line) is None:
            return
        form = Form(
            receiver_name=FormRow("代领人", TextInput(width=180), required=True),
            receiver_relation=FormRow("关系", OpenChoice(RELATIONS, width=150), required=True),
            receiver_id_tail=FormRow("证件后四位", TextInput(width=110, longest=4)),
            paid_on=FormRow("日期", self._day(), required=True),
        )
        asking = AskingTwice(self._page, "代领", self._who(line), form=form)
        self.asking = asking
        self._name = line.name
        asking.done.connect(self._signed)

        def ask() -> Order:
            command = Sign(
                plan_id=line.plan_id,
                receipt=Receipt.AGENT,
                confirmed=asking.confirmed,
                **form.values(),
            )
            label = self._label("condolence.sign", line.name)
            return label, sign, (command,), {"today": self._page.desk.today()}

        first = row(form["receiver_name"], form["receiver_relation"], None, gap=12)
        second = row(form["receiver_id_tail"], form["paid_on"], None, gap=12)
        asking.open(first, second, verb="记下代领", ask=ask)

    def not_received(self) -> None:
        """N: back to 未领; of what was signed the reason is asked."""
        if (line := self.line) is None:
            return
        self._name = line.name
        if line.payment_id is not None:
            self._ask_reason("改回未领", "为什么", line, unsign, "已改回未领，原来那笔冲正")
        elif line.receipt == Receipt.NONE:  # nothing to write: 撤销 would take back another's
            self._page.desk.say(f"{line.name}本来就是未领")
            self._down()
        else:
            self._do(not_received, line, self._back_to_waiting)

    def _back_to_waiting(self, _result: object) -> None:
        self._page.desk.say(f"{self._name}：未领", undo=True)
        self._down()

    def refused_gift(self) -> None:
        """J: the person does not want it."""
        if (line := self.line) is None:
            return
        form = Form(note=FormRow("怎么说的", TextInput(), hint="例如：愿转捐村关爱基金"))
        self.asking = asking = Asking(self._page, "拒领", self._who(line), form=form)
        self._name = line.name
        asking.done.connect(self._was_refused)

        def ask() -> Order:
            named = {"note": form.values()["note"]}
            return self._label("condolence.sign", line.name), refuse_gift, (line.plan_id,), named

        asking.open(form["note"], verb="记下拒领", ask=ask)

    def _was_refused(self, _result: object) -> None:
        self._page.desk.say(f"已记下{self._name}拒领，这份等交回", undo=True)

    def sent_back(self) -> None:
        """T: the bank sent the money back."""
        line = self.line
        if line is None or line.pay_form != PayForm.TRANSFER:
            self._page.desk.say("只有转账的才有退汇")
            return
        self._name = line.name
        said = "已记退汇，等重新发"
        self._ask_reason("退汇", "银行怎么说", line, transfer_sent_back, said)

    def _ask_reason(
        self, title: str, label: str, line: LineRow, service: Callable[..., Any], said: str
    ) -> None:
        form = Form(reason=FormRow(label, OpenChoice(REASONS, width=320), required=True))
        self.asking = asking = Asking(self._page, title, self._who(line), form=form)
        self._said = said
        asking.done.connect(self._reasoned)

        def ask() -> Order:
            named = {"reason": form.values()["reason"]}
            return self._label("condolence.correct", line.name), service, (line.plan_id,), named

        asking.open(form["reason"], verb=title, ask=ask)

    def _reasoned(self, _result: object) -> None:
        self._page.desk.say(f"{self._name}{self._said}", undo=True)

    def correct(self) -> None:
        """做更正行: the original stays, the difference stands under it."""
        line = self.line
        if line is None or line.payment_id is None:
            self._page.desk.say("先选一个已签领的人，再做更正行")
            return
        money = MoneyInput(width=160)
        form = Form(
            amount_fen=FormRow("应发", money, required=True, unit="元"),
            paid_on=FormRow("更正日期", self._day(), required=True),
            reason=FormRow("原因", OpenChoice(REASONS, width=220), required=True),
            approved_by=FormRow("谁批的", TextInput(width=180), required=True),
        )
        asking = AskingTwice(self._page, "做更正行", self._who(line), form=form)
        self.asking = asking
        self._name = line.name
        asking.done.connect(self._corrected)

        def ask() -> Order:
            command = CorrectPayment(
                payment_id=line.payment_id,  # type: ignore[arg-type]
                confirmed=asking.confirmed,
                **form.values(),
            )
            label = self._label("condolence.correct", line.name)
            return label, correct_payment, (command,), {"today": self._page.desk.today()}

        asking.open(
            row(form["amount_fen"], form["paid_on"], None, gap=12),
            row(form["reason"], form["approved_by"], None, gap=12),
            verb="记下更正",
            ask=ask,
            note="原来的一笔留底，下面加一行更正",
        )

    def _corrected(self, _result: object) -> None:
        self._page.desk.say(f"已给{self._name}做更正行", undo=True)

    def pay_rest(self) -> None:
        """Everybody who still waits signed on one day."""
        sheet = self._page.sheet
        left = (
            [line for line in waiting(sheet.lines) if line.receipt == Receipt.NONE] if sheet else []
        )
        if sheet is None or not left:
            self._page.desk.say("没有等签领的人")
            return
        form = Form(paid_on=FormRow("签领日期", self._day(), required=True))
        words = f"还有 {len(left):,} 人未领"
        self.asking = asking = Asking(self._page, "其余都是本人签领", words, form=form)
        asking.done.connect(self._paid_rest)

        def ask() -> Order:
            command = PayMany(
                batch_id=sheet.batch.batch_id,
                plan_ids=tuple(line.plan_id for line in left),
                paid_on=form.values()["paid_on"],
            )
            named = {"today": self._page.desk.today(), "progress": "正在记签领"}
            return self._label("condolence.pay", sheet.batch.name), pay_many, (command,), named

        more = Text(
            "代领、拒领的请先逐个标好；记不了的会留在未领里，并说明原因。",
            "small",
            tone="text2",
            wrap=True,
        )
        asking.open(form["paid_on"], more, verb="都记下", ask=ask)

    def _paid_rest(self, done: PaidMany) -> None:
        self._page.desk.say(f"已记 {done.paid:,} 人签领", undo=True)
        if done.refused:
            words = "；".join(dict.fromkeys(words_of(note) for _, note in done.refused[:5]))
            self._page.desk.explain(f"{len(done.refused):,} 人没有记上。{words}")

    def return_unclaimed(self) -> None:
        """交回: the money of lines that nobody claimed goes back."""
        sheet = self._page.sheet
        if sheet is None:
            return
        count = len(waiting(sheet.lines))
        form = Form(returned_on=FormRow("交回日期", self._day(), required=True))
        words = f"{count:,} 人没有领"
        self.asking = asking = Asking(self._page, "交回未领", words, form=form)
        asking.done.connect(self._returned)

        def ask() -> Order:
            command = ReturnUnclaimed(sheet.batch.batch_id, form.values()["returned_on"])
            named = {"today": self._page.desk.today()}
            return (
                self._label("condolence.return", sheet.batch.name),
                return_unclaimed,
                (command,),
                named,
            )

        asking.open(form["returned_on"], verb="交回", ask=ask)

    def _returned(self, fen: int) -> None:
        self._page.desk.say(f"已交回 {yuan(fen)} 元", undo=True)

    def close(self) -> None:
        """结清: possible once every fen is accounted for."""
        sheet = self._page.sheet
        if sheet is not None:
            self._page.tasks.write(
                self._label("condolence.close", sheet.batch.name),
                close_batch,
                sheet.batch.batch_id,
                today=self._page.desk.today(),
                then=self._closed,
                failed=self._explained,
            )

    def _closed(self, result: Reconciliation) -> None:
        self._page.desk.say(f"已结清：领出 {yuan(result.drawn_fen)} 元，对得上", undo=True)

    def _explained(self, error: StationError) -> None:
        self._page.explain(error)

    def _do(self, service: Callable[..., Any], line: LineRow, then: Callable[..., object]) -> None:
        self._page.tasks.write(
            self._label("condolence.sign", line.name),
            service,
            line.plan_id,
            then=then,
            failed=self._explained,
        )

    def _day(self) -> DateInput:
        made = DateInput(self._page.desk.today())
        made.put(self._page.signed_on)
        return made

    def _who(self, line: LineRow) -> str:
        amount = f"{yuan(line.amount_fen)} 元" if line.pay_form != PayForm.GOODS else line.goods
        return "，".join(part for part in (line.name, line.group_name, amount) if part)
