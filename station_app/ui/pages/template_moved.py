"""A changed file: only cells that moved, are gone or are new are asked for, one after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.domain.sheet_look import Spot, place
from station_app.domain.template_moved import Fate, Found
from station_app.services.templates import Comparison
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import fill, row
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column
from station_app.ui.components.text import Text
from station_app.ui.theme import current

WIDE = 380
MOST_NAMED = 3
"""So many rows that nobody understands are named."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One cell that is asked for, and where a person says it is now; None is nowhere."""

    found: Found
    answered: bool
    sheet: str
    place: str | None

    @property
    def is_new(self) -> bool:
        """Whether the file before had it not."""
        return self.found.fate is Fate.NEW

    @property
    def was(self) -> str:
        """Its place in the file before."""
        return "新的" if self.is_new else self.found.before.place

    @property
    def where(self) -> Cell:
        """Its new place, in words."""
        if not self.answered:
            return Cell("没找到", tone="red", icon="circle-alert")
        if self.place is None:
            return Cell("不填" if self.is_new else "不要了", tone="text3")
        return Cell(self.place, tone="green", icon="check")


COLUMNS: list[Column[Asked]] = [
    Column("填什么", lambda one: one.found.before.said, width=110, stretch=True),
    Column("原来", lambda one: one.was, width=52),
    Column("现在", lambda one: one.where, width=96),
]


class MovedPanel(QFrame):
    """Lists them; a click into the sheet says where the chosen one is now."""

    taken = Signal()
    given_up = Signal()
    sheet_wanted = Signal()
    """In large mode: show the sheet, so that a cell can be clicked."""
    looked_at = Signal(object)
    """Show this sheet and place: `(sheet, place)`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        if not current().large:
            self.setFixedWidth(current().px(WIDE))
        self.comparison: Comparison | None = None
        self._asked: list[Asked] = []
        self.title = Text("", "h3", bold=True)
        self.more = Text("", "small", tone="text2", wrap=True)
        self.table: RecordTable[Asked] = RecordTable(COLUMNS, card=False)
        self.drop = Button("这格不要了", Look.QUIET)
        self.point = Button("到表里点新格子", icon="map-pin")
        self.away = Button("先不换", keys="Esc")
        self.take = Button("换成新表", icon="check", keys="Ctrl+Return")
        layout = QVBoxLayout(self)
        fill(layout, [self.title, self.more, self.table, row(self.drop, None, self.point),
                      row(None, self.away, self.take)], 8)  # fmt: skip
        layout.setStretch(2, 1)
        margin = current().px(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        self.table.chosen.connect(self._look_at)
        self.drop.clicked.connect(self._drop)
        self.point.clicked.connect(self.sheet_wanted)
        self.point.setVisible(current().large)
        self.take.clicked.connect(self.taken)
        self.away.clicked.connect(self.given_up)

    def show_comparison(self, comparison: Comparison) -> None:
        """Start asking."""
        self.comparison = comparison
        self._asked = [
            Asked(
                one,
                answered=one.fate is not Fate.LOST,
                sheet=one.bound.sheet,
                place=one.bound.place,
            )
            for one in comparison.asked
        ]
        self._asked.sort(key=lambda one: (one.answered, not one.is_new))
        self.title.setText(f"换“{comparison.row.name}”")
        self._say()
        self.table.show_rows(self._asked)
        self.table.choose(0)

    def _say(self) -> None:
        kept = self.comparison.kept if self.comparison else 0
        lost = sum(not one.answered for one in self._asked)
        new = sum(one.is_new for one in self._asked)
        moved = len(self._asked) - lost - new
        words = [f"{kept:,} 格还在原处，不用管"]
        if moved:
            words.append(f"{moved:,} 格有了新位置，请看一眼")
        if lost:
            words.append(f"{lost:,} 格没有找到，请选中它，再点表里的新格子")
        self.more.setText("；".join([*words, *self._said_new(new)]))

    def _said_new(self, count: int) -> list[str]:
        """What the new file has more: filled as its words say, or named for a person to do."""
        words = []
        if count:
            words.append(f"新表多了 {count:,} 格，照字认好了，不填的选中它，点“这格不要了”")
        rows = self.comparison.new_rows if self.comparison else ()
        if rows:
            named = "、".join(rows[:MOST_NAMED]) + (" 等" if len(rows) > MOST_NAMED else "")
            words.append(f"新的一行没认出来：{named}，换好以后点它的格子")
        return words

    def place_here(self, sheet: str, spot: Spot) -> None:
        """The chosen one is here now."""
        self._answer(sheet, place(spot))

    def _drop(self) -> None:
        chosen = self.table.row
        if chosen is not None:
            self._answer(chosen.sheet, None)

    def _answer(self, sheet: str, where: str | None) -> None:
        chosen = self.table.row
        if chosen is None:
            return
        at = self._asked.index(chosen)
        self._asked[at] = Asked(chosen.found, answered=True, sheet=sheet, place=where)
        self.table.show_rows(self._asked)
        following = next((n for n, one in enumerate(self._asked) if not one.answered), at)
        self.table.choose(following)
        self._say()

    def _look_at(self, chosen: Asked | None) -> None:
        if chosen is not None and chosen.answered and chosen.place is not None:
            self.looked_at.emit((chosen.sheet, chosen.place))

    @property
    def new_count(self) -> int:
        """How many new cells will be filled."""
        return sum(one.is_new and one.place is not None for one in self._asked)

    @property
    def places(self) -> Mapping[UUID, tuple[str, str] | None]:
        """The answers so far."""
        return {
            one.found.cell_id: None if one.place is None else (one.sheet, one.place)
            for one in self._asked
            if one.answered
        }
