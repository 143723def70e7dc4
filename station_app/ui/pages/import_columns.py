"""The second step: which sheets are read, where the heading is, what each column means."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station_app.domain.imports import COLUMNS, ImportKind, label
from station_app.domain.masking import mask_id_number, mask_phone
from station_app.exchange.columns import Column, How
from station_app.services.import_tables import missing_columns
from station_app.services.import_values import SheetChoice, SheetView
from station_app.ui.components.chips import FilterChip, Tag
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.layout import Card, clear, fill, holder, row, scrolling
from station_app.ui.components.notices import Banner
from station_app.ui.components.text import Text, elided
from station_app.ui.theme import current

HOW: dict[How | None, tuple[str, str]] = {
    How.HEADING: ("看表头认出", "green"),
    How.SIMILAR: ("表头相近，请看一眼", "amber"),
    How.CONTENT: ("看内容猜的，请看一眼", "amber"),
    How.REMEMBERED: ("照上次的", "blue"),
    How.CHOSEN: ("您选的", "green"),
    None: ("不导入", ""),
}
SURE = frozenset({How.HEADING, How.REMEMBERED, How.CHOSEN})


class ImportColumns(QWidget):
    """Guesses are shown beside examples and can be changed; they are remembered for next time."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind = ImportKind.ROSTER
        self._views: tuple[SheetView, ...] = ()
        self._sheets: dict[str, FilterChip] = {}
        self._fields: dict[tuple[str, int], ChoiceInput] = {}
        self._marks: dict[tuple[str, int], Tag] = {}
        self._chips = QVBoxLayout()
        self._body = QVBoxLayout()
        self._missing = Banner("", meaning="amber")
        inner = QWidget()
        inner.setLayout(self._body)
        fill(self._body, [], 12)
        layout = QVBoxLayout(self)
        fill(layout, [self._chips, self._missing, scrolling(inner)], 10)
        layout.setStretch(2, 1)

    @property
    def mapping(self) -> dict[str, SheetChoice]:
        """What was decided, for the sheets that are read."""
        chosen: dict[str, SheetChoice] = {}
        for view in self._views:
            if not self._sheets[view.name].isChecked():
                continue
            columns = {
                index: str(field.value)
                for (name, index), field in self._fields.items()
                if name == view.name and field.value is not None
            }
            chosen[view.name] = SheetChoice(columns, view.header_row)
        return chosen

    @property
    def ready(self) -> bool:
        """Whether a sheet is chosen and nothing needed is missing."""
        chosen = [view for view in self._views if self._sheets[view.name].isChecked()]
        return bool(chosen) and not any(self._lacks(view) for view in chosen)

    def first_focus(self) -> QWidget | None:
        """The first sheet: where none was recognised, it is chosen by hand."""
        return next(iter(self._sheets.values()), None)

    def show_sheets(self, views: Sequence[SheetView], kind: ImportKind) -> None:
        """The sheets of a file with what was guessed."""
        self._views, self._kind = tuple(views), kind
        self._sheets, self._fields, self._marks = {}, {}, {}
        clear(self._chips)
        clear(self._body)
        chips = [self._sheet_chip(view) for view in views]
        self._chips.addLayout(row(Text("工作表", "small", tone="text2"), *chips, None))
        self._cards = {view.name: self._card(view) for view in views}
        for card in self._cards.values():
            self._body.addWidget(card)
        self._body.addStretch(1)
        self._look()

    def _sheet_chip(self, view: SheetView) -> FilterChip:
        words = view.name if view.visible else f"{view.name}（隐藏的）"
        chip = FilterChip(words, view.row_count)
        chip.setChecked(view.chosen)
        chip.toggled.connect(self._look)
        self._sheets[view.name] = chip
        return chip

    def _card(self, view: SheetView) -> Card:
        card = Card(gap=8)
        where = f"第 {view.header_row} 行是表头" if view.header_row else "没有表头，按内容认"
        title = f"{view.name}：{where}，共 {view.row_count:,} 行"
        card.add(Text(title, "lead", bold=True))
        if view.title:
            card.add(elided(view.title, "small"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(14))
        grid.setVerticalSpacing(current().px(6))
        for place, words in enumerate(("表里的列", "例子", "当作", "")):
            grid.addWidget(Text(words, "cap", tone="text2"), 0, place)
        for number, one in enumerate(view.columns):
            self._line(grid, number + 1, view, one)
        grid.setColumnStretch(1, 1)
        card.add(grid)
        return card

    def _line(self, grid: QGridLayout, number: int, view: SheetView, one: Column) -> None:
        choices = [(name, label(self._kind, name)) for name in COLUMNS[self._kind]]
        field = ChoiceInput(choices, placeholder="不导入", width=190, value=one.field)
        field.setAccessibleName(f"{one.heading or '没有表头的一列'}当作")
        field.chosen.connect(self._chosen)
        field.textEdited.connect(self._chosen)
        words, meaning = HOW[one.how if one.field else None]
        mark = Tag(words, meaning)
        self._fields[view.name, one.index] = field
        self._marks[view.name, one.index] = mark
        heading = Text(one.heading or "（没有表头）", "body", bold=bool(one.field))
        grid.addWidget(heading, number, 0)
        grid.addWidget(elided("；".join(map(masked_sample, one.samples)), "small"), number, 1)
        grid.addWidget(field, number, 2)
        grid.addWidget(holder(row(mark, None)), number, 3, Qt.AlignmentFlag.AlignVCenter)

    def _chosen(self, *_anything: object) -> None:
        """A column means one thing: where it was meant before, it is let go."""
        sender = self.sender()
        at = next((key for key, field in self._fields.items() if field is sender), None)
        if at is None:
            return
        value = self._fields[at].value
        for key, field in self._fields.items():
            if key != at and key[0] == at[0] and value is not None and field.value == value:
                field.put(None)
                self._marks[key].say(*HOW[None])
        self._marks[at].say(*HOW[How.CHOSEN if value is not None else None])
        self._look()

    def _look(self, *_anything: object) -> None:
        for view in self._views:
            if view.name in getattr(self, "_cards", {}):
                self._cards[view.name].setVisible(self._sheets[view.name].isChecked())
        chosen = [view for view in self._views if self._sheets[view.name].isChecked()]
        lacks = [words for view in chosen for words in self._lacks(view)]
        self._missing.setVisible(not chosen or bool(lacks))
        if not chosen and not any(view.chosen for view in self._views):
            self._missing.say(
                "没有认出表头：前几行里找不到“姓名”这样的列名",
                "是这张表就点上面的工作表，再逐列选“当作”；不是就换个文件",
            )
        elif not chosen:
            self._missing.say("请至少选一张工作表")
        elif lacks:
            words = "、".join(dict.fromkeys(lacks))
            self._missing.say(f"还没有哪一列是“{words}”", "请在“当作”里选出来")
        self.changed.emit()

    def _lacks(self, view: SheetView) -> list[str]:
        columns = tuple(
            Column(one.index, one.heading, _text(self._fields[view.name, one.index]), one.how)
            for one in view.columns
        )
        seen = SheetView(
            view.name,
            view.visible,
            view.chosen,
            view.header_row,
            view.title,
            columns,
            view.fingerprint,
            view.row_count,
        )
        return missing_columns(seen, self._kind)

    @property
    def unsure(self) -> int:
        """How many columns of the chosen sheets were only guessed."""
        return sum(
            one.field is not None and one.how not in SURE
            for view in self._views
            if self._sheets[view.name].isChecked()
            for one in view.columns
        )


def masked_sample(text: str) -> str:
    """An example without the middle of a number (PV1)."""
    plain = text.strip()
    if len(plain) >= 15 and plain[:14].isdigit():
        return mask_id_number(plain)
    return mask_phone(plain) if len(plain) == 11 and plain.isdigit() else text


def _text(field: ChoiceInput) -> str | None:
    return None if field.value is None else str(field.value)
