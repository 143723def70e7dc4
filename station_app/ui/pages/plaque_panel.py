"""The chosen plaque beside the list: its state, what happened to it, and what may happen next."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from station_app.domain.codes import PlaqueEventKind, PlaqueFamily, PlaqueState
from station_app.queries.plaque_states import EventRow
from station_app.queries.plaques import HouseholdWithout, PlaqueRow
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Tag
from station_app.ui.components.layout import clear, column, fill, holder, row, scrolling
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.desk import Desk
from station_app.ui.pages.plaque_photos import plaque_photos
from station_app.ui.pages.plaque_rows import GRAVE, MEANINGS, VERBS, happened, state_words
from station_app.ui.person_words import category_words
from station_app.ui.theme import current


def steps_of(plaque: PlaqueRow) -> list[tuple[object, str]]:
    """What may be done now, in the order of the rules."""
    steps: list[tuple[object, str]] = [
        (event, VERBS[event]) for event in plaque.possible_events if _allows(plaque, event)
    ]
    if plaque.state is PlaqueState.LOST and not _is_kept(plaque):
        steps.insert(0, ("reissue", "补发新牌"))
    return [*steps, ("undo", "撤销最后一次变动"), ("person", "看依据的人")]


def _allows(plaque: PlaqueRow, event: PlaqueEventKind) -> bool:
    """PL6: no new plaque after the death of a veteran or survivor."""
    anew = event in (PlaqueEventKind.ASK_REPLACE, PlaqueEventKind.REPLACE)
    return not (anew and _is_kept(plaque))


def _is_kept(plaque: PlaqueRow) -> bool:
    return plaque.basis_is_deceased and plaque.family is not PlaqueFamily.SERVING


class PlaquePanel(QFrame):
    """The chosen plaque: state, what happened, and only what may happen next."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(316))
        self.wanted: Callable[[object], None] | None = None
        self._middle, self._foot = QVBoxLayout(), QGridLayout()
        fill(self._middle, [], 7)
        self._foot.setSpacing(current().px(6))
        inner = holder(self._middle)
        self._first: Button | None = None
        layout = QVBoxLayout(self)
        fill(layout, [scrolling(inner), self._foot], 10)
        layout.setStretch(0, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(13), px(16), px(12))

    def focus_first(self) -> None:
        """Where Enter in the list leads."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        clear(self._middle)
        self._clear_foot()
        self._middle.addWidget(Text("选一户，这里有它的经过", "small", tone="text3"))
        self._middle.addStretch(1)

    def show_plaque(self, plaque: PlaqueRow, events: list[EventRow], desk: Desk) -> None:
        """Another plaque."""
        clear(self._middle)
        kind = category_words(plaque.basis_category) if plaque.basis_category else ""
        state = Tag(state_words(plaque.state), MEANINGS.get(plaque.state, "grey"))
        basis = f"依据 {plaque.basis_name or '—'}，{kind}"
        parts: list[QWidget] = [
            holder(row(Text(plaque.head_name or "—", "h2", bold=True), state, None)),
            Text(
                f"{plaque.group_name or '未分组'}，户号 {plaque.household_no}",
                "small",
                tone="text2",
            ),
            Text(basis, "small", wrap=True),
            Text(f"编号 {plaque.plaque_no or '没有'}", "small", tone="text2"),
            Text(plaque.address or "地址待补", "small", tone="text2", wrap=True),
        ]
        if plaque.basis_is_deceased:
            parts.append(_remark("本人已去世：牌由家人留着，不再更换、补发"))
        parts += [Rule(), Text("经过", "small", tone="text2")]
        parts += [_event(event, desk) for event in reversed(events)]
        if not events:
            parts.append(Text("还没有发放", "small", tone="text3"))
        parts.append(plaque_photos(plaque, events, desk))
        for part in parts:
            self._middle.addWidget(part)
        self._middle.addStretch(1)
        self._show_steps(steps_of(plaque))

    def show_home(self, home: HouseholdWithout) -> None:
        """A household without one."""
        clear(self._middle)
        self._middle.addWidget(Text(home.head_name or "—", "h2", bold=True))
        where = f"{home.group_name or '未分组'}，户号 {home.household_no}"
        self._middle.addWidget(Text(where, "small", tone="text2"))
        self._middle.addWidget(Text(home.address or "地址待补", "small", tone="text2", wrap=True))
        self._middle.addWidget(Rule())
        self._middle.addWidget(Text("可以依据", "small", tone="text2"))
        for _, name, category in home.entitled:
            self._middle.addWidget(Text(f"{name}，{category_words(category)}", "small"))
        if not home.is_verified:
            self._middle.addWidget(_remark("户口还没核实；同住的人可能已有一块，一户只挂一块"))
        self._middle.addStretch(1)
        self._show_steps([("enter", "给这户登记")])

    def _show_steps(self, steps: list[tuple[object, str]]) -> None:
        self._clear_foot()
        self._first = None
        for number, (what, words) in enumerate(steps):
            look = Look.DANGER if what in GRAVE else Look.OUTLINED
            look = Look.QUIET if what in ("undo", "person") else look
            button = Button(words, look, height="button_row")
            button.clicked.connect(lambda _on=False, one=what: self._want(one))
            self._foot.addWidget(button, number // 2, number % 2)
            self._first = self._first or button

    def _want(self, what: object) -> None:
        if self.wanted is not None:
            self.wanted(what)

    def _clear_foot(self) -> None:
        while item := self._foot.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


def _event(event: EventRow, desk: Desk) -> QWidget:
    title, line = happened(event, desk.today())
    words = column(Text(title, "small", bold=True), Text(line, "cap", tone="text2"), gap=0)
    mark = IconMark("plaque", size=18)
    made = row(mark, words)
    made.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    made.setStretch(1, 1)
    return holder(made)


def _remark(words: str) -> QWidget:
    mark = IconMark("info", tone="blue", size=16)
    line = row(mark, Text(words, "cap", tone="text2", wrap=True))
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    return holder(line)
