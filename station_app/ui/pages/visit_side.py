"""Beside the paper of a visit: what will be written when it is kept, and what was last time."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_app.domain.money import yuan
from station_app.queries.person_dues import DueKind, PersonView
from station_app.queries.timeline import TimelineKind, TimelineRow
from station_app.services.trips import WillWrite
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Part, clear, column, fill, holder, row, scrolling
from station_app.ui.components.text import IconMark, Rule, Text, elided
from station_app.ui.due_words import due_words, in_panel
from station_app.ui.person_words import day_words
from station_app.ui.theme import current
from station_app.ui.timeline_words import happened_words

SETTLED_HERE = (DueKind.CERTIFICATION, DueKind.CONDOLENCE, DueKind.PLAQUE, DueKind.CONTACT)
REMEMBERED = (TimelineKind.PAYMENT, TimelineKind.CERTIFICATION)
Line = tuple[str, str, str, str]
"""Icon, words, figure and the tone of the figure."""


def will_write_lines(what: WillWrite, missing: Sequence[str]) -> list[Line]:
    """What is written, line by line; a certification that lacks proof says what."""
    visit = "电话、视频联系" if what.is_contact else "走访"
    lines: list[Line] = [("footprints", visit, f"{what.person_times:,} 人次", "text")]
    if what.gifts:
        goods = f"物资 {what.goods:,} 份" if what.goods else ""
        money = f"{yuan(what.gift_fen)} 元" if what.gift_fen else ""
        figure = "，".join(part for part in (money, goods) if part)
        lines.append(("gift", "慰问签领", figure, "text"))
    if what.certified:
        figure, tone = (f"差 {len(missing)} 样", "red") if missing else (
            f"{what.certified:,} 人", "text"
        )  # fmt: skip
        lines.append(("badge-check", "认证", figure, tone))
    if what.looked:
        lines.append(("plaque", "光荣牌", "查看 1 次", "text"))
    if what.hung:
        lines.append(("plaque", "光荣牌", f"挂上 {what.hung:,} 块", "text"))
    if what.to_replace:
        lines.append(("plaque", "光荣牌", "申请更换 1 块", "text"))
    if what.promised:
        lines.append(("list-checks", "答应的事", "1 件", "text"))
    return lines


def counting_words(what: WillWrite) -> str:
    """How it counts in the month's report (DOMAIN CN2, K1)."""
    if what.person_times == 0:
        return "还没有选人"
    if what.is_contact:
        return "电话、视频算“联系”，另列一行，不算走访"
    parts = [f"走访 {what.person_times:,} 人次"]
    if what.gifts:
        parts.append(f"慰问 {what.gifts:,} 人次")
        helped = f"合计“慰问帮扶”只算 {what.helped:,} 次，不会重复"
        return "、".join(parts) + f"；{helped}"
    return f"{parts[0]}；同一户同一天算 1 户次"


class WillWritePanel(QFrame):
    """What will be written and how it counts; what was last time; the ways on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(258))
        self._counts, self._last = QVBoxLayout(), QVBoxLayout()
        fill(self._counts, [], 6)
        fill(self._last, [], 6)
        inner = holder(column(self._counts, Rule(), self._last, None, gap=10))
        self.kept = elided("", "cap")
        self.kept_mark = IconMark("check", tone="green", size=16)
        self.kept_mark.hide()
        self.next = Button("保存并下一户", Look.FILLED, keys="Ctrl+Return", height="button_main")
        self.nobody = Button("不在家", keys="Alt+B")
        self.save = Button("保存", keys="Ctrl+S")
        self.away = Button("先放下", keys="Esc")
        layout = QVBoxLayout(self)
        parts: list[Part] = [
            Text("保存后会写下", "lead", bold=True),
            scrolling(inner),
            row(self.kept_mark, self.kept),
            self.next,
            row(self.save, self.away),
            self.nobody,
        ]
        fill(layout, parts, 8)
        layout.setStretch(1, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        self.nobody.hide()

    def show_counts(self, what: WillWrite, missing: Sequence[str]) -> None:
        """How what stands in the form would count."""
        clear(self._counts)
        for line in will_write_lines(what, missing):
            self._counts.addWidget(_line(*line))
        self._counts.addWidget(Text("这样计数", "cap", tone="text2"))
        self._counts.addWidget(Text(counting_words(what), "small", tone="text2", wrap=True))

    def show_person(self, view: PersonView | None, today: date) -> None:
        """What is known of the one who is visited."""
        clear(self._last)
        if view is None:
            hint = Text("选了人，这里会有上次的情况", "small", tone="text3", wrap=True)
            self._last.addWidget(hint)
            return
        for part in _last_time(view, today):
            self._last.addWidget(part)
        rest = [due for due in view.dues if in_panel(due, today) and due.kind not in SETTLED_HERE]
        for due in rest[:4]:
            words = due_words(due, today)
            self._last.addWidget(_due(words.icon, words.title, words.line, words.tone))

    def show_kept(self, words: str) -> None:
        """When the half-written form was last kept."""
        self.kept.setText(words)
        self.kept_mark.setVisible(bool(words))


def _last_time(view: PersonView, today: date) -> list[QWidget]:
    """The last visit, then the last condolence and certification."""
    visits = [one for one in view.page.timeline if one.kind is TimelineKind.VISIT]
    if not visits:
        return [Text("还没有走访过", "small", tone="text2"), *_before(view, today)]
    said = happened_words(visits[0])
    when = f"上次是 {day_words(visits[0].on, today)}，{said.title}"
    return [
        Text(when, "cap", tone="text2", wrap=True),
        Text(said.line or "没有写内容", "small", wrap=True),
        *_before(view, today),
    ]


def _before(view: PersonView, today: date) -> list[QWidget]:
    found: list[QWidget] = []
    for kind in REMEMBERED:
        rows = [one for one in view.page.timeline if one.kind is kind and not one.reversed]
        if rows:
            found.append(Text(_once(rows[0], today), "small", tone="text2", wrap=True))
    return found


def _once(one: TimelineRow, today: date) -> str:
    said = happened_words(one)
    parts = (f"{day_words(one.on, today)}{said.title}", said.money, said.line)
    return "，".join(part for part in parts if part)


def _line(icon: str, words: str, figure: str, tone: str) -> QWidget:
    value = Text(figure, "small", bold=True, tone=tone)
    return holder(row(IconMark(icon, size=18), Text(words, "small"), None, value))


def _due(icon: str, title: str, line: str, tone: str) -> QWidget:
    mark = IconMark(icon, tone=tone, size=18)
    words = column(Text(title, "small", wrap=True), Text(line, "cap", tone=tone, wrap=True), gap=0)
    made = row(mark, words)
    made.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    made.setStretch(1, 1)
    return holder(made)
