"""Fields that two sides wrote differently: by person or by field; left, right, or own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.services.conflicts import Choice, ConflictRow, Decide, decide_all
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import clear, column, holder, row, scrolling
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Side
from station_app.ui.components.text import Rule, Text, elided
from station_app.ui.conflict_words import field_words, preview
from station_app.ui.desk import Desk
from station_app.ui.pages.sync_conflict_card import ConflictCard
from station_app.ui.theme import current

BY_PERSON, BY_FIELD = range(2)
LIST_WIDTH = 252


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are answered together: of one person, or of one field."""

    key: object
    title: str
    rows: tuple[ConflictRow, ...]


GROUPS: list[Column[Group]] = [
    Column("要您决定的", lambda group: group.title, width=150, bold=True, stretch=True),
    Column("", lambda group: f"{len(group.rows):,} 处", width=64, side=Side.RIGHT, tone="text2"),
]


def grouped(rows: Sequence[ConflictRow], by: int) -> list[Group]:
    """The questions in groups, in the order in which their first ones come."""
    found: dict[object, list[ConflictRow]] = {}
    for line in rows:
        found.setdefault(_key(line, by), []).append(line)
    return [Group(key, _title(some[0], by), tuple(some)) for key, some in found.items()]


def _key(line: ConflictRow, by: int) -> object:
    if by == BY_FIELD:
        return (line.record_type, line.field)
    return line.person_id or line.record_id


def _title(line: ConflictRow, by: int) -> str:
    if by == BY_FIELD:
        return line.field_label
    return line.title or line.record_label or "新版本的内容"


class ConflictPanel(QWidget):
    """All questions; those of the group in front are decided as one step, taken back by one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[ConflictRow] = []
        self._groups: list[Group] = []
        self._cards: list[ConflictCard] = []
        self._at, self._current = 0, 0
        self._answers: dict[UUID, Decide] = {}
        self._sent: set[UUID] = set()
        self._wish: UUID | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._listen()

    @property
    def group(self) -> Group | None:
        """The group in front."""
        return self._groups[self._at] if self._groups else None

    def go_to(self, conflict_id: UUID) -> None:
        """Bring a question to the front, now or when the questions are here."""
        self._wish = conflict_id
        self._grant_wish()

    def show_rows(self, rows: Sequence[ConflictRow]) -> None:
        """Show the questions; answers that were chosen but not decided stay."""
        self._remember()
        self._tell_decided_elsewhere({line.conflict_id for line in rows})
        if list(rows) == self._rows:
            return
        self._rows = list(rows)
        self._regroup()
        self._grant_wish()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        large = current().large
        self._by = Switch(["按人", "按项"])
        self._list: RecordTable[Group] = RecordTable(GROUPS)
        side = holder(column(row(self._by, None), self._list, gap=8))
        side.setFixedWidth(current().px(LIST_WIDTH))
        if large:  # never shown here: without a parent it would be a window
            side.hide()
        body = row(side, self._front(), gap=14)
        body.setStretch(1, 1)
        self.setLayout(body)

    def _front(self) -> QFrame:
        made, px = QFrame(), current().px
        made.setProperty("card", True)
        self._name, self._place = Text("", "h2", bold=True), elided("", "small")
        self._open = Button("打开档案", Look.QUIET, icon="user", height="button_row")
        self._content = QVBoxLayout()
        self._content.setSpacing(px(4))
        inside = holder(column(self._content, None))
        self._area: QScrollArea = scrolling(inside)
        self._preview = Text("", "small", tone="text2", wrap=True)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(px(18), px(12), px(18), px(12))
        head = row(self._name, self._place, self._open, gap=10)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(Rule())
        layout.addWidget(self._area, 1)
        layout.addWidget(Rule())
        layout.addLayout(self._foot())
        return made

    def _foot(self) -> QVBoxLayout:
        self._ours = Button("都用左边的", keys="Shift+Left")
        self._theirs = Button("都用区县的", keys="Shift+Right")
        self._decide = Button("定了", Look.FILLED, keys="Ctrl+Return")
        buttons = row(self._ours, self._theirs, self._decide)
        if current().large:
            return column(self._preview, row(None, buttons), gap=6)
        line = row(self._preview, buttons)
        line.setStretch(0, 1)
        return column(line)

    def _listen(self) -> None:
        self._by.chosen.connect(self._regrouped)
        self._list.chosen.connect(self._went)
        self._list.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # ← → are for the answers
        self._list.view.clicked.connect(self._clicked)
        self._open.clicked.connect(self._open_person)
        self._ours.clicked.connect(self._all_ours)
        self._theirs.clicked.connect(self._all_theirs)
        self._decide.clicked.connect(self._decide_chosen)

    # --- showing ----------------------------------------------------------------------------

    def _regrouped(self, _by: int) -> None:
        self._remember()
        self._at = 0
        self._regroup()

    def _regroup(self) -> None:
        """Group anew; the group in front stays in front while it is there."""
        before = self.group
        self._groups = grouped(self._rows, self._by.at)
        keys = [group.key for group in self._groups]
        if before is not None and before.key in keys:
            self._at = keys.index(before.key)
        self._at = min(self._at, max(len(keys) - 1, 0))
        self._list.show_rows(self._groups)
        self._list.choose(self._at)
        self._show_group()

    def _went(self, group: Group) -> None:
        if group in self._groups and self._groups.index(group) != self._at:
            self._remember()
            self._at = self._groups.index(group)
            self._show_group()

    def _clicked(self, _where: QModelIndex) -> None:
        self.setFocus()

    def _show_group(self) -> None:
        clear(self._content)
        self._cards = []
        group = self.group
        if group is None:
            return
        self._show_head(group)
        for number, conflict in enumerate(group.rows, start=1):
            if number > 1:
                self._content.addWidget(Rule())
            if self._by.at == BY_FIELD:
                self._content.addWidget(Text(conflict.title or "没有名字", "lead", bold=True))
            self._content.addWidget(self._card(conflict, number, len(group.rows)))
        self._go_to_card(0)
        self._count()

    def _show_head(self, group: Group) -> None:
        first, total = group.rows[0], len(self._groups)
        self._name.setText(group.title)
        by_person = self._by.at == BY_PERSON
        unit = "人" if by_person else "项"
        place = f"第 {self._at + 1} {unit}，共 {total} {unit}" if total > 1 else ""
        self._place.setText("，".join(filter(None, [field_words(group.rows) * by_person, place])))
        self._open.setVisible(by_person and first.person_id is not None)
        all_mine = all(line.is_mine for line in group.rows)
        self._ours.set_words("都用这台电脑的" if all_mine else "都用左边的")

    def _card(self, conflict: ConflictRow, number: int, total: int) -> ConflictCard:
        card = ConflictCard(conflict, self._desk, number=number, total=total)
        known = self._answers.get(conflict.conflict_id)
        if known is not None and known.choice is not Choice.OWN:
            card.choose(left=known.choice is Choice.CLIENT)
        card.answered.connect(self._count)
        card.gone_to.connect(self._card_gone_to)
        card.left_wanted.connect(self.setFocus)
        self._cards.append(card)
        return card

    def _remember(self) -> None:
        """Keep what was chosen in front while another group is looked at."""
        for card in self._cards:
            decision = card.decision()
            if decision is not None:
                self._answers[card.conflict.conflict_id] = decision

    def _tell_decided_elsewhere(self, left: set[UUID]) -> None:
        """Questions that were answered on another PC go, and that is said."""
        gone = {line.conflict_id for line in self._rows} - left
        elsewhere = len(gone - self._sent)
        self._sent -= gone
        for key in gone:
            self._answers.pop(key, None)
        if elsewhere:
            self._desk.say(f"{elsewhere:,} 处已在另一台电脑上定下，不用再定")

    def _grant_wish(self) -> None:
        for at, group in enumerate(self._groups):
            for number, line in enumerate(group.rows):
                if line.conflict_id == self._wish:
                    self._wish = None
                    self._list.choose(at)
                    self._at = at
                    self._show_group()
                    self._go_to_card(number)
                    return

    def _go_to_card(self, number: int) -> None:
        if not self._cards:
            return
        self._current = min(max(number, 0), len(self._cards) - 1)
        for at, card in enumerate(self._cards):
            card.set_current(at == self._current)
        self._area.ensureWidgetVisible(self._cards[self._current])

    def _card_gone_to(self) -> None:
        card = self.sender()
        if isinstance(card, ConflictCard) and card in self._cards:
            self._go_to_card(self._cards.index(card))

    def _count(self) -> None:
        chosen = [card.choice for card in self._cards if card.choice is not None]
        left = len(self._cards) - len(chosen)
        all_mine = all(card.conflict.is_mine for card in self._cards)
        words = preview(chosen, all_mine=all_mine)
        if words:
            words += f"；还有 {left:,} 处没有选" if left else ""
            self._preview.setText(words)
        else:
            self._preview.setText("没选上的也留在历史里，定了可以撤销")
        self._decide.setEnabled(bool(chosen))
        self._decide.set_words(f"定了 {len(chosen):,} 处" if chosen else "定了")

    # --- acting -----------------------------------------------------------------------------

    def _open_person(self) -> None:
        if self.group is not None:
            self._desk.open("person", self.group.rows[0].person_id)

    def _all_ours(self) -> None:
        for card in self._cards:
            card.choose(left=True)

    def _all_theirs(self) -> None:
        for card in self._cards:
            card.choose(left=False)

    def _decide_chosen(self) -> None:
        wrong = [card for card in self._cards if not card.check()]
        decisions = [found for card in self._cards if (found := card.decision())]
        if wrong:
            self._go_to_card(self._cards.index(wrong[0]))
            wrong[0].write()
        elif decisions and self._desk.keys is not None:
            self._sent |= {decision.conflict_id for decision in decisions}
            self._desk.tasks.write(
                self._label(decisions),
                decide_all,
                decisions,
                self._desk.keys,
                then=self._decided,
                failed=self._refused,
                holds=self._decide,
            )

    def _label(self, decisions: list[Decide]) -> str:
        if len(decisions) > 1:
            return label("sync.decide_some", count=len(decisions))
        fields = {card.conflict.conflict_id: card.conflict.field_label for card in self._cards}
        return label("sync.decide", field=fields[decisions[0].conflict_id])

    def _decided(self, count: int) -> None:
        self._desk.say(f"已定下 {count:,} 处", undo=True)
        self.setFocus()

    def _refused(self, error: StationError) -> None:
        self._sent.clear()
        wrong = error.values.get("conflict_id")
        for card in self._cards:
            if card.conflict.conflict_id == wrong and card.choice is Choice.OWN:
                card.show_error(sentence(error))
                card.write()
                return
        self._desk.explain(sentence(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → answer, ↑ ↓ go on, Enter writes, PgUp PgDn turn to the next group."""
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if self._cards:
                self._cards[self._current].choose(left=event.key() == Qt.Key.Key_Left)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._go_to_card(self._current + (1 if event.key() == Qt.Key.Key_Down else -1))
                self.setFocus()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._cards:
                self._cards[self._current].write()
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case _:
                super().keyPressEvent(event)

    def turn(self, step: int) -> None:
        """To the next group, or the one before."""
        at = min(max(self._at + step, 0), max(len(self._groups) - 1, 0))
        if at != self._at:
            self._remember()
            self._at = at
            self._list.choose(at)
            self._show_group()
            self.setFocus()
