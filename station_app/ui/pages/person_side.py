"""The right column of a person's page: what is due, the plaque, and what happens rarely."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.codes import PlaqueState, label
from station_app.queries.person_dues import Due, PersonView, PlaqueCard
from station_app.queries.person_page import MergedRow
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, clear, column, holder, row
from station_app.ui.components.text import IconMark, Text
from station_app.ui.due_words import due_words, in_panel
from station_app.ui.person_words import full_day, month_words
from station_app.ui.theme import current

CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "ACTIVE": (("death", "登记去世"), ("move", "迁出"), ("merge", "并档"), ("remove", "取消登记")),
    "DRAFT": (
        ("confirm", "核实无误"),
        ("death", "登记去世"),
        ("move", "迁出"),
        ("merge", "并档"),
        ("remove", "取消登记"),
    ),
    "DECEASED": (("correct_death", "更正死亡登记"), ("merge", "并档")),
    "MOVED_OUT": (("move_back", "迁回"), ("death", "登记去世"), ("merge", "并档")),
    "REMOVED": (("restore", "恢复登记"),),
    "MERGED": (("unmerge", "拆开"),),
}
KEYS = {"death": "Q", "correct_death": "Q", "move": "C", "move_back": "C", "merge": "B"}
"""Beside the letters of daily work in the head: 去世, 迁出, 并档."""
PER_ROW = 2
DANGER = frozenset({"death", "remove", "correct_death"})


class DuePanel(Card):
    """What is due, by urgency, each with the button that does it."""

    wanted = Signal(object)
    """The due thing whose button was pressed."""

    def __init__(self) -> None:
        super().__init__(gap=10)
        self._inside = QVBoxLayout()
        self.add(self._inside)
        self._by_button: dict[int, Due] = {}

    def show_dues(self, view: PersonView, today: date) -> None:
        """Another person."""
        clear(self._inside)
        self._by_button = {}
        dues = [due for due in view.dues if in_panel(due, today)]
        later = [due for due in view.dues if not in_panel(due, today)]
        self._inside.setSpacing(current().px(12))
        title = f"该办的 {len(dues):,} 件" if dues else "该办的"
        self._inside.addWidget(Text(title, "lead", bold=True))
        for due in dues:
            self._inside.addWidget(self._line(due, today))
        if not dues:
            self._inside.addWidget(_nothing(view, later, today))

    def _line(self, due: Due, today: date) -> QWidget:
        said = due_words(due, today)
        words = column(
            Text(said.title, "body", bold=True, wrap=True),
            Text(said.line, "cap", tone=said.tone, wrap=True),
            gap=2,
        )
        button = Button(said.way, height="button_row")
        button.setAccessibleName(f"{said.title}：{said.way}")
        button.clicked.connect(self._pressed)
        self._by_button[id(button)] = due
        mark = IconMark(said.icon, tone=said.tone, size=18)
        line = row(mark, words, button, gap=8)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(button, Qt.AlignmentFlag.AlignTop)
        return holder(line)

    def _pressed(self) -> None:
        if (due := self._by_button.get(id(self.sender()))) is not None:
            self.wanted.emit(due)


def _nothing(view: PersonView, later: list[Due], today: date) -> QWidget:
    if view.page.row.status not in ("ACTIVE", "DRAFT"):
        return Text("不在册，没有要办的", "small", tone="text2")
    words = [Text("没有到期的事", "body")]
    if later:
        said = due_words(later[0], today)
        words.append(Text(f"下一件：{said.title}，{said.line}", "small", tone="text2", wrap=True))
    return holder(column(*words, gap=2))


class PlaquePanel(Card):
    """The plaque of the household."""

    def __init__(self) -> None:
        super().__init__("光荣牌", gap=8)
        self._inside = QVBoxLayout()
        self.add(self._inside)

    def show_plaque(self, plaque: PlaqueCard | None) -> None:
        """Another household."""
        clear(self._inside)
        if plaque is None:
            self._inside.addWidget(Text("这一户没有登记过", "small", tone="text2"))
            return
        hung = plaque.state in (PlaqueState.HUNG, PlaqueState.INDOOR)
        words = [label("plaque_state", plaque.state)]
        words += [label("plaque_position", plaque.position)] if plaque.position else []
        since = month_words(plaque.since.strftime("%Y-%m")) if plaque.since else ""
        mark = IconMark("plaque", tone="green" if hung else "text2", size=18)
        when = Text(since, "small", tone="text2")
        if plaque.since:
            when.setToolTip(full_day(plaque.since))
        line = row(mark, Text("，".join(words), "small", wrap=True), when, gap=8)
        line.setStretch(1, 1)
        self._inside.addWidget(holder(line))
        self._inside.addWidget(Text("一户一牌", "cap", tone="text2"))


class ChangesPanel(Card):
    """Death, moving, merging: apart from daily work, and each can be put right."""

    wanted = Signal(str)
    taken_apart = Signal(object)
    """The file that is to be taken out of this one again."""

    def __init__(self) -> None:
        super().__init__("人员变动", gap=8)
        self._inside = QVBoxLayout()
        self._offered: dict[str, str] = {}
        self.add(self._inside)

    def press(self, letter: str) -> None:
        """A key for a change whose button lies behind another view."""
        if letter in self._offered:
            self.wanted.emit(self._offered[letter])

    def show_person(self, view: PersonView) -> None:
        """What is possible for a person of this state, and what was put into the file."""
        clear(self._inside)
        changes = CHANGES.get(view.page.row.status, ())
        self._offered = {KEYS[name]: name for name, _words in changes if name in KEYS}
        buttons = [self._button(name, words) for name, words in changes]
        pairs = [buttons[n : n + PER_ROW] for n in range(0, len(buttons), PER_ROW)]
        for some in pairs:
            self._inside.addLayout(row(*some, None))
        for one in view.page.merged:
            self._inside.addWidget(self._merged(one))
        self._inside.addWidget(Text("做错了都能撤回", "cap", tone="text2"))
        self._inside.setSpacing(current().px(8))

    def _merged(self, one: MergedRow) -> QWidget:
        words = Text(f"并进来的：{one.name}，档案 {one.file_no}", "cap", tone="text2", wrap=True)
        apart = Button("拆开", height="button_row")
        apart.setAccessibleName(f"拆开并进来的档案 {one.file_no}")
        apart.setObjectName(str(one.person_id))
        apart.clicked.connect(self._take_apart)
        line = row(words, apart, gap=8)
        line.setStretch(0, 1)
        return holder(line)

    def _take_apart(self) -> None:
        if (sender := self.sender()) is not None:
            self.taken_apart.emit(UUID(sender.objectName()))

    def _button(self, name: str, words: str) -> Button:
        look = Look.DANGER if name in DANGER else Look.OUTLINED
        button = Button(words, look, height="button_row", keys=KEYS.get(name, ""))
        button.setObjectName(name)
        button.clicked.connect(self._pressed)
        return button

    def _pressed(self) -> None:
        if (sender := self.sender()) is not None:
            self.wanted.emit(sender.objectName())
