"""Beside the paper of a visit: who is due next, and what will be written when it is kept."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_app.queries.people_found import ListRow
from station_app.queries.person_dues import PersonView
from station_app.queries.timeline import TimelineKind
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Part, clear, column, fill, holder, row, scrolling
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column
from station_app.ui.components.text import IconMark, Rule, Text, elided
from station_app.ui.due_words import due_words, in_panel
from station_app.ui.pages.visit_form import VisitForm
from station_app.ui.person_words import day_words
from station_app.ui.theme import current
from station_app.ui.timeline_words import happened_words


class DueList(QFrame):
    """Whose contact is late, the longest first; a tick for those done in this sitting."""

    wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(196))
        self._rows: tuple[ListRow, ...] = ()
        self._done: set[UUID] = set()
        self._count = Text("", "small", tone="text2")
        self._table: RecordTable[ListRow] = RecordTable(
            [
                Column("姓名", self._name, width=80),
                Column("已过", self._late, width=90, stretch=True),
            ],
            card=False,
        )
        self._table.opened.connect(self._open)
        self._table.view.clicked.connect(lambda at: self._open(self._table.model.row(at.row())))
        self._table.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        head = holder(column(Text("联系逾期的人", "lead", bold=True), self._count, gap=2))
        head.setContentsMargins(*(current().px(n) for n in (14, 10, 8, 8)))
        layout = QVBoxLayout(self)
        fill(layout, [head, self._table], 0)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setStretch(1, 1)

    def show_rows(self, rows: tuple[ListRow, ...], total: int, today: date) -> None:
        """Who is late today."""
        self._rows, self._today = rows, today
        self._table.show_rows(rows)
        done = f"，已录 {len(self._done)} 人" if self._done else ""
        self._count.setText(f"{total:,} 人{done}" if total else f"今天没有逾期的{done}")

    def mark_done(self, person_ids: set[UUID]) -> None:
        """These were visited in this sitting."""
        self._done |= person_ids
        self._table.view.viewport().update()

    def next_after(self, here: set[UUID]) -> ListRow | None:
        """The next one who is not done."""
        left = (row for row in self._rows if row.person.person_id not in self._done | here)
        return next(left, None)

    def _name(self, found: ListRow) -> Cell:
        done = found.person.person_id in self._done
        return Cell(found.person.name, bold=not done, tone="text2" if done else "text")

    def _late(self, found: ListRow) -> Cell:
        if found.person.person_id in self._done:
            return Cell("已录", tone="green", icon="check")
        late = found.person.overdue_days(self._today)
        group = found.person.group_name or ""
        return Cell(f"{group} {late} 天", tone="red")

    def _open(self, found: object) -> None:
        if isinstance(found, ListRow):
            self.wanted.emit(found.person.person_id, found.person.name)


class WillWrite(QFrame):
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
        self.save = Button("保存", keys="Ctrl+S")
        self.away = Button("先放下", keys="Esc")
        layout = QVBoxLayout(self)
        parts: list[Part] = [
            Text("保存后会写下", "lead", bold=True),
            scrolling(inner),
            row(self.kept_mark, self.kept),
            self.next,
            row(self.save, self.away),
        ]
        fill(layout, parts, 8)
        layout.setStretch(1, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))

    def show_counts(self, form: VisitForm) -> None:
        """How what stands in the form would count."""
        clear(self._counts)
        count, contact = form.person_times, form.is_contact
        word = "电话、视频联系" if contact else "走访"
        values = form.form.values()
        self._counts.addWidget(_line("footprints", word, f"{count} 人次"))
        promised = bool(values["follow_up"])
        self._counts.addWidget(_line("list-checks", "答应的事", "1 件" if promised else "没有"))
        how = (
            "电话、视频算“联系”，另列一行，不算走访"
            if contact
            else (f"走访 {count} 人次；同一户同一天算 1 户次" if count else "还没有选人")
        )
        self._counts.addWidget(Text("这样计数", "cap", tone="text2"))
        self._counts.addWidget(Text(how, "small", tone="text2", wrap=True))

    def show_person(self, view: PersonView | None, today: date) -> None:
        """What is known of the one who is visited."""
        clear(self._last)
        if view is None:
            self._last.addWidget(
                Text("选了人，这里会有上次的情况", "small", tone="text3", wrap=True)
            )
            return
        visits = [one for one in view.page.timeline if one.kind is TimelineKind.VISIT]
        if visits:
            said = happened_words(visits[0])
            when = f"上次是 {day_words(visits[0].on, today)}，{said.title}"
            self._last.addWidget(Text(when, "cap", tone="text2"))
            self._last.addWidget(Text(said.line or "没有写内容", "small", wrap=True))
        else:
            self._last.addWidget(Text("还没有走访过", "small", tone="text2"))
        for due in [due for due in view.dues if in_panel(due, today)][:4]:
            words = due_words(due, today)
            self._last.addWidget(_due(words.icon, words.title, words.line, words.tone))

    def show_kept(self, words: str) -> None:
        """When the half-written form was last kept."""
        self.kept.setText(words)
        self.kept_mark.setVisible(bool(words))


def _line(icon: str, words: str, figure: str) -> QWidget:
    value = Text(figure, "small", bold=True)
    return holder(row(IconMark(icon, size=18), Text(words, "small"), None, value))


def _due(icon: str, title: str, line: str, tone: str) -> QWidget:
    mark = IconMark(icon, tone=tone if tone != "text2" else "text2", size=18)
    words = column(Text(title, "small", wrap=True), Text(line, "cap", tone=tone, wrap=True), gap=0)
    made = row(mark, words)
    made.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    made.setStretch(1, 1)
    return holder(made)
