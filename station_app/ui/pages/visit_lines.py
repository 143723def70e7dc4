"""Beside a visit: the numbers of the printed sheet, or whose contact is late."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from station_app.domain.codes import label
from station_app.queries.people_found import ListRow
from station_app.queries.route_sheets import LineRow, LineState, Sheet
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import column, fill, holder, row
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import KeyHint, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.person_words import day_words
from station_app.ui.theme import current

SHEET, LATE = range(2)
WIDTH = 230
NO_SHEET = "没有要录的路书。要印一张，在“走访”页按 L"


def house_words(group: str | None, address: str | None) -> str:
    """三组 17号: what tells houses apart, without the part that all addresses share."""
    if not address:
        return group or "住址待补"
    rest = address.partition(group)[2].strip() if group and group in address else address
    return f"{group or ''} {rest}".strip()


def sheet_words(sheet: Sheet) -> str:
    """2 户已录，1 户不在家."""
    done, away = sheet.homes(LineState.DONE), sheet.homes(LineState.AWAY)
    return f"{done:,} 户已录" + (f"，{away:,} 户不在家" if away else "")


def size_words(sheet: Sheet) -> str:
    """共 8 户, or 共 9 人，8 户 where a house has several."""
    people, homes = len(sheet.lines), sheet.homes()
    return f"共 {homes:,} 户" if people == homes else f"共 {people:,} 人，{homes:,} 户"


class NumberField(TextInput):
    """The number on the sheet; Enter goes to its line."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(placeholder="序号", width=64, enter_moves=False, longest=3)
        self.setAccessibleName("路书上的序号")
        self.returnPressed.connect(self._go)
        go = QShortcut(QKeySequence("Alt+X"), self)
        go.activated.connect(self._come)

    def _come(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _go(self) -> None:
        typed = self.text().strip()
        self.clear()
        if typed.isdecimal():
            self.wanted.emit(int(typed))


class LineList(QFrame):
    """Left of the form: the sheet with what became of each number; a click or Enter goes there."""

    person_wanted = Signal(object, str)
    number_wanted = Signal(int)
    turned = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(WIDTH))
        self._today = today
        self.sheet: Sheet | None = None
        self._late: tuple[ListRow, ...] = ()
        self._total_late = 0
        self._done: set[UUID] = set()
        self._away: set[UUID] = set()
        """Those of them who are no longer late; who comes back was taken back."""
        self.switch = Switch(["路书", "逾期"])
        self.number = NumberField()
        self._about, self._foot = Text("", "cap", tone="text2"), Text("", "small", tone="text2")
        self._none = Text(NO_SHEET, "cap", tone="text2", wrap=True)
        self._lines = self._line_table()
        self._people = self._late_table()
        self._views = QStackedWidget()
        self._views.addWidget(self._lines)
        self._views.addWidget(self._people)
        self._build()
        self.switch.chosen.connect(self._turn)
        self.number.wanted.connect(self.number_wanted)

    @property
    def on_sheet(self) -> bool:
        """Whether the numbers are in front."""
        return self.switch.at == SHEET and self.sheet is not None

    def show_sheet(self, sheet: Sheet | None) -> None:
        """The sheet that is entered; without one the late are in front."""
        had = self.sheet is not None
        self.sheet = sheet
        self._lines.show_rows(sheet.lines if sheet else ())
        self.switch.setEnabled(True)  # what is switched off cannot be turned either
        wanted = LATE if sheet is None else self.switch.at if had else SHEET
        if wanted != self.switch.at:
            self.switch.choose(wanted)
        self.switch.setEnabled(sheet is not None)
        self._none.setVisible(sheet is None)
        self._tell()

    def show_late(self, rows: Sequence[ListRow], total: int) -> None:
        """Whose contact is late today: the first of them, and how many there are."""
        self._late, self._total_late = tuple(rows), total
        late = {found.person.person_id for found in rows}
        self._done -= self._away & late  # a visit of long ago leaves somebody late, and done
        self._away = self._done - late
        self._people.show_rows(self._late)
        self.switch.rename(LATE, f"逾期 {total:,}")
        self._tell()

    def show_person(self, person_id: UUID | None) -> None:
        """Mark whoever is entered."""
        printed: list[UUID] = [line.person_id for line in self.sheet.lines] if self.sheet else []
        late: list[UUID] = [found.person.person_id for found in self._late]
        for table, keys in ((self._lines, printed), (self._people, late)):
            if person_id in keys:
                table.choose(keys.index(person_id))
            else:
                table.view.clearSelection()

    def mark_done(self, person_ids: set[UUID]) -> None:
        """These were visited in this sitting."""
        self._done |= person_ids
        self._people.update_cells()

    def line_of(self, person_id: UUID | None) -> LineRow | None:
        """The number of somebody on the sheet."""
        lines = self.sheet.lines if self.sheet else ()
        return next((line for line in lines if line.person_id == person_id), None)

    def next_person(self, here: set[UUID], *, step: int = 1) -> tuple[UUID, str] | None:
        """Whoever is open after, or before, those who are entered; round to the start."""
        if self.on_sheet and self.sheet is not None:
            lines = self.sheet.lines
            everybody: list[tuple[UUID, str]] = [(line.person_id, line.name) for line in lines]
            left: set[UUID] = set()
            left.update(line.person_id for line in lines if line.is_waiting)
        else:
            everybody = [(found.person.person_id, found.person.name) for found in self._late]
            left = {key for key, _ in everybody} - self._done
        return _following(everybody, left - here, here, step)

    def _line_table(self) -> RecordTable[LineRow]:
        table: RecordTable[LineRow] = RecordTable(
            [
                Column("号", lambda one: str(one.line_no), width=42, side=Side.RIGHT),
                Column("姓名", _line_name, width=76, whole=True),
                Column("住处", self._line_place, width=80, stretch=True),
            ],
            card=False,
        )
        table.opened.connect(self._open_line)
        table.view.clicked.connect(lambda at: self._open_line(table.model.row(at.row())))
        table.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        table.view.setAccessibleName("路书")
        return table

    def _late_table(self) -> RecordTable[ListRow]:
        table: RecordTable[ListRow] = RecordTable(
            [
                Column("姓名", self._late_name, width=80, whole=True),
                Column("已过", self._late_days, width=90, stretch=True),
            ],
            card=False,
        )
        table.opened.connect(self._open_late)
        table.view.clicked.connect(lambda at: self._open_late(table.model.row(at.row())))
        table.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        table.view.setAccessibleName("联系逾期的人")
        return table

    def _build(self) -> None:
        find = row(Text("按序号", "cap", tone="text2"), self.number, KeyHint("Alt+X"), None, gap=6)
        self._top = holder(column(self._about, find, gap=6))
        head = holder(column(row(self.switch, None), self._top, self._none, gap=6))
        foot = holder(row(self._foot, None))
        for part in (head, foot):
            part.setContentsMargins(*(current().px(n) for n in (12, 10, 8, 6)))
        layout = QVBoxLayout(self)
        fill(layout, [head, self._views, foot], 0)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setStretch(1, 1)

    def _turn(self, at: int) -> None:
        if at == SHEET and self.sheet is None:
            return
        self._views.setCurrentIndex(at)
        self._tell()
        self.turned.emit()

    def _tell(self) -> None:
        self._top.setVisible(self.on_sheet)
        if self.sheet is not None and self.on_sheet:
            day = day_words(self.sheet.planned_on, self._today)
            number = self.sheet.serial.partition("-")[2]  # two may be printed for one day
            self._about.setText(f"{number}，{day}，{size_words(self.sheet)}")
            self._foot.setText(sheet_words(self.sheet))
            self.setToolTip(f"路书 {self.sheet.serial}，{self.sheet.made_by}打印")
            return
        done = f"，已录 {len(self._done):,} 人" if self._done else ""
        count = f"{self._total_late:,} 人联系逾期" if self._late else "今天没有逾期的"
        self._foot.setText(count + done)
        self.setToolTip("")

    def _line_place(self, one: LineRow) -> Cell:
        if one.state is LineState.DONE:
            return Cell("已录", tone="green", icon="check")
        if one.state is LineState.AWAY:
            return Cell("不在家", tags=(("不在家", "amber"),))
        if not one.is_waiting:
            return Cell(label("person_status", one.status), tone="text3")
        return Cell(house_words(one.group_name, one.address), tone="text2")

    def _late_name(self, found: ListRow) -> Cell:
        done = found.person.person_id in self._done
        return Cell(found.person.name, bold=not done, tone="text2" if done else "text")

    def _late_days(self, found: ListRow) -> Cell:
        if found.person.person_id in self._done:
            return Cell("已录", tone="green", icon="check")
        late = found.person.overdue_days(self._today)
        return Cell(f"{found.person.group_name or ''} {late} 天", tone="red")

    def _open_line(self, line: object) -> None:
        if isinstance(line, LineRow):
            self.number_wanted.emit(line.line_no)

    def _open_late(self, found: object) -> None:
        if isinstance(found, ListRow):
            self.person_wanted.emit(found.person.person_id, found.person.name)


def _line_name(one: LineRow) -> Cell:
    done = one.state is LineState.DONE
    return Cell(one.name, bold=not done, tone="text2" if done else "text")


def _following(
    everybody: Sequence[tuple[UUID, str]], left: set[UUID], here: set[UUID], step: int
) -> tuple[UUID, str] | None:
    keys = [key for key, _ in everybody]
    at = next((place for place, key in enumerate(keys) if key in here), -1 if step > 0 else 0)
    around = [(at + step * n) % len(keys) for n in range(1, len(keys) + 1)] if keys else []
    return next((everybody[place] for place in around if keys[place] in left), None)
