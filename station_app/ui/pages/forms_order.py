"""How a form is ordered: for whom, which batch, which months, what is hidden, how it is bound.

The fields of one form; each form asks only what it can be asked (`Choice`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period, add_months, month_of
from station_app.queries.printable import Printable
from station_app.services.printing import Choice, Form
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.form import FormRow
from station_app.ui.components.layout import column, holder, row
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.readers import MonthInput
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.people_picker import PeoplePicker

EVERYBODY, GROUPS, PICKED = range(3)
ANY_TIME, THIS_MONTH, LAST_MONTH, THIS_YEAR, OWN = range(5)
SPANS = ("不限", "本月", "上月", "今年", "自己定")
YEARS_BACK = 10
ALL_BATCHES = "all"
MASKS = (MaskLevel.FULL, MaskLevel.MASKED, MaskLevel.INITIALS)
MASK_WORDS = ("全部内容", "遮盖证号电话", "公示版")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen: the values of a print order; with `groups` the people are those of them."""

    mask: MaskLevel = MaskLevel.FULL
    bound: bool = False
    people: tuple[UUID, ...] | None = None
    batch_id: UUID | None = None
    period: Period | None = None
    groups: tuple[str, ...] = ()
    missing: str = ""
    """What has to be chosen first, in words."""

    def order_values(self) -> dict[str, object]:
        """As the fields of a print order."""
        return {
            "mask": self.mask,
            "bound": self.bound,
            "people": self.people,
            "batch_id": self.batch_id,
            "period": self.period,
        }


class Asked(QObject):
    """The fields of one form, built into `body`."""

    def __init__(self, desk: Desk, form: Form, offered: Printable, body: QVBoxLayout) -> None:
        super().__init__()
        self._form, self._today = form, desk.today()
        self.who = Switch(["全站", "按组", "自己挑"])
        self.groups = MenuChip("选村民小组")
        self.groups.offer([MenuEntry(name, name, count) for name, count in offered.groups])
        self.picker = PeoplePicker(desk, per_row=3)
        batches = _batches(form, offered)
        latest = batches[1][0] if len(batches) > 1 else ALL_BATCHES
        self.batch = ChoiceInput(batches, value=latest)
        self.span = Switch(SPANS if form.has_blank else SPANS[1:])
        self.first, self.last = MonthInput(), MonthInput()
        self.year = ChoiceInput(_years(self._today), placeholder="最近有数的一年")
        self.mask = Switch(MASK_WORDS if form.may_be_posted else MASK_WORDS[:2])
        self.bound = CheckBox("左边多留 10 毫米，好装订")
        self._picking: QWidget
        self._time: QWidget
        self._months: QWidget
        self._build(body)

    def _build(self, body: QVBoxLayout) -> None:
        choices = self._form.choices
        if Choice.BATCH in choices:
            body.addWidget(FormRow("哪一批", self.batch))
            self.batch.chosen.connect(self._turn_batch)
        if Choice.PEOPLE in choices:
            body.addLayout(self._who_rows())
        if Choice.PERIOD in choices:
            self._time = holder(self._span_rows())
            body.addWidget(self._time)
            self._turn_batch()
        if Choice.YEAR in choices:
            body.addWidget(FormRow("哪一年", self.year))
        if self._form.has_blank:
            body.addLayout(_titled("遮不遮", row(self.mask, None)))
            body.addLayout(row(self.bound, None))

    def _who_rows(self) -> QVBoxLayout:
        self._picking = holder(column(self.picker, gap=4))
        self.who.chosen.connect(self._turn_who)
        self._turn_who()
        return _titled("给谁印", row(self.who, self.groups, None), self._picking)

    def _span_rows(self) -> QVBoxLayout:
        months = row(FormRow("从哪个月", self.first), FormRow("到哪个月", self.last), None, gap=12)
        self._months = holder(months)
        self.span.chosen.connect(self._turn_span)
        self._turn_span()
        return _titled("哪段时间", row(self.span, None), self._months)

    def _turn_who(self, *_anything: object) -> None:
        self.groups.setVisible(self.who.at == GROUPS)
        self._picking.setVisible(self.who.at == PICKED)
        if self.who.at == PICKED and self.who.isVisible():
            self.picker.field.setFocus()

    def _turn_batch(self, *_anything: object) -> None:
        """One batch has its own days: only all of them are narrowed by months."""
        self._time.setVisible(not self._one_batch)

    @property
    def _one_batch(self) -> bool:
        return Choice.BATCH in self._form.choices and isinstance(self.batch.value, UUID)

    def _turn_span(self, *_anything: object) -> None:
        own = self._span_at == OWN
        self._months.setVisible(own)
        if own and self.span.isVisible():
            self.first.setFocus()

    @property
    def _span_at(self) -> int:
        return self.span.at + (0 if self._form.has_blank else 1)

    def first_field(self) -> QWidget | None:
        """Where choosing begins, if this form has a field to write in."""
        choices = self._form.choices
        if Choice.BATCH in choices:
            return self.batch
        return self.year if Choice.YEAR in choices else None

    def wanted(self) -> Wanted:
        """What is chosen now."""
        choices, mask, bound = self._form.choices, MASKS[self.mask.at], self.bound.isChecked()
        period, missing = self._period()
        people, groups, nobody = self._people() if Choice.PEOPLE in choices else (None, (), "")
        batch = self.batch.value if Choice.BATCH in choices else None
        return Wanted(
            mask=mask,
            bound=bound,
            people=people,
            batch_id=batch if isinstance(batch, UUID) else None,
            period=period,
            groups=groups,
            missing=missing or nobody,
        )

    def _people(self) -> tuple[tuple[UUID, ...] | None, tuple[str, ...], str]:
        if self.who.at == GROUPS:
            chosen = tuple(str(name) for name in self.groups.chosen_keys)
            return None, chosen, "" if chosen else "还没有选村民小组"
        if self.who.at == PICKED:
            picked = tuple(self.picker.value or ())
            return picked, (), "" if picked else "还没有挑人：写姓名或首字母，回车选上"
        return None, (), ""

    def _period(self) -> tuple[Period | None, str]:
        if Choice.YEAR in self._form.choices:
            year = self.year.value
            return (Period.year(year) if isinstance(year, int) else None), ""
        if Choice.PERIOD not in self._form.choices or self._one_batch:
            return None, ""
        return self._chosen_span()

    def _chosen_span(self) -> tuple[Period | None, str]:
        month = month_of(self._today)
        match self._span_at:
            case 1:
                return Period.month(month), ""
            case 2:
                return Period.month(add_months(month, -1)), ""
            case 3:
                return Period.year(self._today.year), ""
            case 4:
                return self._own_months()
        return None, ""

    def _own_months(self) -> tuple[Period | None, str]:
        first, last = self.first.value, self.last.value or self.first.value
        if not first or not last:
            return None, "还没有写从哪个月"
        if last < first:
            return None, "后面的月份比前面的早"
        return Period(first, last), ""


def _titled(title: str, *parts: object) -> QVBoxLayout:
    return column(Text(title, "cap", tone="text2"), *parts, gap=4)  # type: ignore[arg-type]


def _batches(form: Form, offered: Printable) -> Sequence[tuple[object, str]]:
    """The batches this form can list: goods have a roster of their own."""
    wants_goods = form.name == "goods-roster"
    named = [
        (batch.batch_id, batch.name)
        for batch in offered.batches
        if batch.is_goods or not wants_goods
    ]
    return [(ALL_BATCHES, "全部批次"), *named]


def _years(today: date) -> Sequence[tuple[object, str]]:
    return [(year, f"{year}年") for year in range(today.year, today.year - YEARS_BACK, -1)]
