"""How far the report of a month has come, in one line above its figures, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.codes import MonthState
from station_app.domain.periods import month_of
from station_app.queries.month_desk import MonthDesk
from station_app.queries.month_reports import MonthReportRow
from station_app.ui.components.button import Button
from station_app.ui.components.layout import fill
from station_app.ui.components.notices import Banner
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

COMPUTE, SIGN, SUBMIT, TAKE_BACK, LOCK, SEND_BACK, DIFFERENCES, LATE = (
    "compute", "sign", "submit", "take_back", "lock", "send_back", "differences", "late",
)  # fmt: skip
BUTTONS: Mapping[str, tuple[str, str]] = {
    LATE: ("补报以前月份", "clipboard-list"),
    DIFFERENCES: ("看差异", ""),
    TAKE_BACK: ("撤回", "undo-2"),
    SEND_BACK: ("上级退回", "undo-2"),
    COMPUTE: ("算好月报", ""),
    SIGN: ("填签字人", "pencil"),
    SUBMIT: ("报出", "circle-check"),
    LOCK: ("锁定", "lock"),
}
"""What can be done, in the order of the buttons: the next step stands rightmost."""
KEYS = {COMPUTE: "J", SIGN: "Q", SUBMIT: "B", LATE: "L"}
"""Letters of the steps of every month."""
STATES: Mapping[MonthState, tuple[str, str]] = {
    MonthState.COMPUTED: ("amber", ""),
    MonthState.SIGNED: ("amber", "pencil"),
    MonthState.SUBMITTED: ("blue", "circle-check"),
    MonthState.LOCKED: ("blue", "lock"),
    MonthState.REOPENED: ("red", "undo-2"),
}


DONE: Mapping[str, str] = {
    COMPUTE: "已算好",
    SIGN: "已记下签字人",
    SUBMIT: "已报出",
    TAKE_BACK: "已撤回，可以改了再报",
    LOCK: "已锁定",
    SEND_BACK: "已退回，改好以后重新算、签字、报出",
    DIFFERENCES: "迟到的记录已改计入后面的月份",
}
"""What is said once it is done."""


@dataclass(frozen=True, slots=True)
class Said:
    """The line above the figures: words, more words, meaning, icon, and what can be done."""

    words: str
    more: str
    meaning: str
    icon: str
    actions: tuple[str, ...] = ()


def month_words(desk: MonthDesk, today: date) -> Said:
    """Where the month stands and what comes next."""
    said = _said(desk, today)
    if desk.reported.is_unread and desk.month is not None and desk.month.is_handed_in:
        return replace(said, words=f"{said.words}，这里读不懂", meaning="amber", icon="")
    return said


def _said(desk: MonthDesk, today: date) -> Said:
    month, running = desk.month, desk.period.end >= month_of(today)
    if month is None:
        return _without_report(desk, running=running)
    if month.is_handed_in:
        return _handed_in(desk, month, today)
    if month.state is MonthState.REOPENED:
        return _sent_back(month, today)
    return _draft(desk, month, today)


def _without_report(desk: MonthDesk, *, running: bool) -> Said:
    if running:
        return Said("还在记录", "下面是到今天为止的数", "amber", "")
    if desk.period.start in desk.closed:
        more = "这个月没有在这里出过月报；再补的记录计入第一个没报的月份"
        return Said("已锁定，数字不会再变", more, "blue", "lock")
    more = "核对下面的数，算好、签字、报出；报出以后数字不再变"
    return Said("这个月过完了，还没有报", more, "amber", "", (COMPUTE,))


def _draft(desk: MonthDesk, month: MonthReportRow, today: date) -> Said:
    if desk.reported.is_unread:
        more = "多半是另一台电脑上更新的程序算的；请升级这台电脑的程序，或者重新算一遍"
        return Said("算好的月报这里读不懂", more, "amber", "", (COMPUTE,))
    changed = len(desk.reported.differences)
    if changed:
        words = f"算好以后变了 {changed:,} 个数"
        more = "又记了事或改了档案；重新算一遍，再签字、报出"
        return Said(words, more, "amber", "", (DIFFERENCES, COMPUTE))
    if month.state is MonthState.SIGNED:
        more = "报出以后数字不再变，再补的记录计入下一个没报的月份"
        return Said(f"已签字：{_names(month)}", more, "blue", "pencil", (SIGN, SUBMIT))
    more = "打印出来请站长、分管领导签字，再在这里填上名字"
    return Said(f"{day_words(month.computed_on, today)}算好，等签字", more, "blue", "", (SIGN,))


def _handed_in(desk: MonthDesk, month: MonthReportRow, today: date) -> Said:
    times = f"，第 {month.version} 次报" if month.version > 1 else ""
    zero = "零报告" if month.is_zero else "月报"
    day = day_words(month.submitted_on, today) if month.submitted_on else ""
    changed = (DIFFERENCES,) if desk.reported.differences else ()
    if month.state is MonthState.LOCKED:
        more = "再补的记录计入第一个没报的月份，旁边会说明"
        back = () if desk.connected else (SEND_BACK,)
        return Said(f"已锁定，数字不会再变{times}", more, "blue", "lock", (*changed, *back))
    more = "等区县锁定，现在还能撤回" if desk.connected else "上级收下以后请锁定，现在还能撤回"
    own = () if desk.connected else (LOCK,)
    return Said(
        f"{day}报出{zero}{times}", more, "blue", "circle-check", (*changed, TAKE_BACK, *own)
    )


def _sent_back(month: MonthReportRow, today: date) -> Said:
    if month.decision is not None:
        by, on = month.decision.decided_by, month.decision.decided_on
    else:
        by, on = month.reopened_by or "", month.reopened_on or today
    more = f"{by} {day_words(on, today)}退回；改好记录以后重新算、签字、报出"
    return Said(f"退回重报：{month.why_sent_back or ''}", more, "red", "undo-2", (COMPUTE,))


def _names(month: MonthReportRow) -> str:
    return "、".join(name for name in (month.preparer, month.reviewer, month.leader) if name)


def state_tag(desk: MonthDesk, today: date) -> tuple[str, str, str]:
    """Words, meaning and icon of the tag beside the title."""
    period = desk.period
    if period.length == 1 and desk.month is not None:
        meaning, icon = STATES[desk.month.state]
        return desk.month.state.label, meaning, icon
    if all(month in desk.closed for month in period.months):
        return "已锁定", "blue", "lock"
    if period.end >= month_of(today):
        return "记录中", "amber", ""
    return "还没报", "", ""


class MonthBar(QWidget):
    """The line and its buttons; says by name what is wanted."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._large = current().large
        self.said = Said("", "", "blue", "")
        self.buttons: dict[str, Button] = {}
        for name, (words, icon) in BUTTONS.items():
            button = Button(words, icon=icon, keys=KEYS.get(name, ""), height="button_row")
            button.clicked.connect(self._pressed)
            self.buttons[name] = button
        self.banner = Banner("", meaning="blue", buttons=list(self.buttons.values()))
        layout = QVBoxLayout(self)
        fill(layout, [self.banner], 0)
        layout.setContentsMargins(0, 0, 0, 0)

    def show_month(self, desk: MonthDesk, today: date) -> None:
        """Where the month stands; a longer span has no such line."""
        self.setVisible(desk.period.length == 1)
        self.said = said = month_words(desk, today)
        more = "" if self._large else said.more
        self.banner.say(said.words, more, meaning=said.meaning, icon=said.icon)
        shown = {*said.actions, *((LATE,) if desk.late else ())}
        self.buttons[LATE].setText(f"补报以前月份 {len(desk.late):,} 笔")
        self.buttons[COMPUTE].setText("算好月报" if desk.month is None else "重新算")
        for name, button in self.buttons.items():
            button.setVisible(name in shown)

    def _pressed(self) -> None:
        button = self.sender()
        for name, one in self.buttons.items():
            if one is button:
                self.wanted.emit(name)
