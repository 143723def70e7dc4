"""A pasted list before it is taken: who was found, who is to be decided, who was not found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from station_app.domain.codes import label
from station_app.domain.money import yuan
from station_app.domain.pasted_list import PastedRow, read_pasted
from station_app.queries.pasted_people import Candidate, Match, Matched, match_pasted
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import clear, fill, holder, row
from station_app.ui.components.notices import Banner
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import Text
from station_app.ui.page import Page
from station_app.ui.person_words import birth_month, sex_age
from station_app.ui.theme import current

MOST_CANDIDATES = 4
ROWS_IN_SIGHT, ROWS_LARGE = 8, 5
KEPT_OUT = "没对上的不加；建档以后再粘贴一次，不会重复"


@dataclass(frozen=True, slots=True)
class Line:
    """A pasted line with what was decided about it."""

    matched: Matched
    chosen: Candidate | None = None
    taken: bool = False
    remark: str = ""
    """Why a line that was found is not taken by itself."""

    @property
    def row(self) -> PastedRow:
        """What was pasted."""
        return self.matched.row

    @property
    def is_open(self) -> bool:
        """Whether somebody must choose whom it means."""
        return self.chosen is None and any(c.is_living for c in self.matched.candidates)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is pasted for: the words of its parts, and who needs no second entry."""

    title: str
    verb: str
    """With `{count}`: 加 {count} 人进名单."""
    listed: dict[UUID, int | None]
    """Who is there already, with the amount where there is one."""
    amounts: bool = False
    """Whether amounts of the list mean anything here."""


def clipboard_rows() -> tuple[PastedRow, ...]:
    """The lines of the list on the clipboard."""
    return read_pasted(QGuiApplication.clipboard().text())


def decided(found: Sequence[Matched], wanted: Wanted) -> list[Line]:
    """What can be taken without a question, once each."""
    seen: dict[UUID, int] = {}
    lines = []
    for one in found:
        sure = one.candidates[0] if one.match is Match.SURE else None
        lines.append(judged(Line(one), sure, wanted, seen))
    return lines


def judged(line: Line, chosen: Candidate | None, wanted: Wanted, seen: dict[UUID, int]) -> Line:
    """A line once it is known whom it means."""
    if chosen is None:
        return replace(line, chosen=None, taken=False, remark="")
    earlier = seen.get(chosen.person_id)
    if earlier is not None and earlier != line.row.number:
        return replace(line, chosen=chosen, taken=False, remark=f"和第 {earlier} 行是同一个人")
    seen[chosen.person_id] = line.row.number
    if wanted.amounts and line.row.wrong_amount:
        words = f"金额“{line.row.wrong_amount}”读不懂；按空格就用默认金额"
        return replace(line, chosen=chosen, taken=False, remark=words)
    if chosen.person_id not in wanted.listed:
        return replace(line, chosen=chosen, taken=True, remark="")
    return _already(line, chosen, wanted)


def _already(line: Line, chosen: Candidate, wanted: Wanted) -> Line:
    """Somebody who is listed gets another amount, or nothing."""
    now, new = wanted.listed[chosen.person_id], line.row.fen if wanted.amounts else None
    if new is None or new == now:
        return replace(line, chosen=chosen, taken=False, remark="已经在里面了")
    was = f"，原来 {yuan(now)}" if now is not None else ""
    return replace(line, chosen=chosen, taken=True, remark=f"改金额{was}")


class _Lines(RecordTable[Line]):
    """Figures choose among namesakes, Space takes a line or leaves it out."""

    numbered = Signal(int)
    turned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.numbered.emit(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Space:
            self.turned.emit()
        else:
            super().keyPressEvent(event)


class PasteDialog(QObject):
    """Nothing is guessed: namesakes are chosen by a figure, the rest stays to be copied."""

    taken = Signal(object)
    """The lines that somebody agreed to."""

    def __init__(self, page: Page, rows: Sequence[PastedRow], wanted: Wanted) -> None:
        super().__init__(page)
        self._page, self._wanted = page, wanted
        self._lines: list[Line] = []
        self.dialog = Dialog(page, wanted.title, f"粘贴了 {len(rows):,} 行", width=700)
        self.banner = Banner("正在对人", meaning="blue")
        self.table = _Lines(_columns(wanted), row_height="row_batch")
        self._choices = row()
        fill(self._choices, [], 6)
        self.yes = Button("", Look.FILLED, keys="Ctrl+Return")
        self._copy = Button("复制没对上的")
        self._open()
        today = page.desk.today()
        page.tasks.read(match_pasted, rows, today, then=self._matched)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every pasted line as it stands."""
        return tuple(self._lines)

    def _open(self) -> None:
        no = Button("先不加", keys="Esc")
        no.clicked.connect(self.dialog.give_up)
        self.yes.clicked.connect(self._take)
        self._copy.clicked.connect(self._copy_rest)
        self._copy.hide()
        self.table.numbered.connect(self._choose)
        self.table.turned.connect(self._turn)
        self.table.chosen.connect(self._offer)
        shown = ROWS_LARGE if current().large else ROWS_IN_SIGHT
        self.table.setMinimumHeight(current().px(34 * (shown + 1) + 4))
        self.dialog.closed.connect(self.deleteLater)
        box = holder(self._choices)
        box.setMinimumHeight(current().px(36))
        self.dialog.add(self.banner, self.table, box)
        self.dialog.add_buttons(self._copy, no, self.yes, note=KEPT_OUT)
        self.dialog.open(self.table)

    def _matched(self, found: Sequence[Matched]) -> None:
        self._lines = decided(found, self._wanted)
        self._show()
        first = next((n for n, one in enumerate(self._lines) if one.is_open), 0)
        self.table.choose(first)
        self.table.setFocus()

    def _show(self) -> None:
        self.table.show_rows(self._lines)
        count = len(self._agreed())
        self.yes.set_words(self._wanted.verb.format(count=f"{count:,}"))
        self.yes.setEnabled(count > 0)
        waiting = sum(one.is_open for one in self._lines)
        missing = [one for one in self._lines if one.chosen is None and not one.is_open]
        parts = [f"{count:,} 行对上了"]
        parts += [f"{waiting:,} 行要您定，按数字选人"] if waiting else []
        parts += [f"{len(missing):,} 行没找到或不能列入"] if missing else []
        self.banner.say("，".join(parts), meaning="amber" if waiting or missing else "green")
        self._copy.setVisible(bool(missing))

    def _offer(self, line: Line) -> None:
        """The people whom the chosen line may mean, with their figures."""
        clear(self._choices)
        if line.matched.match is Match.SURE or (not line.is_open and line.chosen is None):
            self._choices.addWidget(Text(_why(line), "small", tone="text2"))
            self._choices.addStretch(1)
            return
        self._choices.addWidget(Text("是哪一位：", "small", tone="text2"))
        for number, one in enumerate(_living(line)[:MOST_CANDIDATES]):
            self._choices.addWidget(self._candidate(number, one))
        self._choices.addStretch(1)

    def _candidate(self, number: int, one: Candidate) -> QWidget:
        words = "，".join(
            part for part in (one.group_name, birth_month(one.birth_date), _tail(one)) if part
        )
        button = Button(f"{one.name} {words}", height="button_row", keys=str(number + 1))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._choose(number))
        return button

    def _choose(self, number: int) -> None:
        at = self.table.view.currentIndex().row()
        line = self._lines[at] if 0 <= at < len(self._lines) else None
        people = _living(line) if line is not None else ()
        if line is None or line.matched.match is Match.SURE or number >= len(people):
            return
        seen: dict[UUID, int] = {
            o.chosen.person_id: o.row.number for o in self._lines if o.chosen and o != line
        }
        self._put(at, judged(line, people[number], self._wanted, seen))
        self._next_open(at)

    def _next_open(self, at: int) -> None:
        later = [n for n, one in enumerate(self._lines) if one.is_open]
        following = [n for n in later if n > at] or later
        if following:
            self.table.choose(following[0])

    def _turn(self) -> None:
        """Take a line that was found, or leave it out."""
        at = self.table.view.currentIndex().row()
        line = self._lines[at] if 0 <= at < len(self._lines) else None
        if line is None or line.chosen is None or self._is_double(line):
            return
        self._put(at, replace(line, taken=not line.taken))
        self.table.choose_by(1)

    def _is_double(self, line: Line) -> bool:
        assert line.chosen is not None
        key = line.chosen.person_id
        others = (o for o in self._lines if o is not line and o.taken and o.chosen)
        return any(o.chosen is not None and o.chosen.person_id == key for o in others)

    def _put(self, at: int, line: Line) -> None:
        self._lines[at] = line
        self._show()
        self._offer(line)

    def _agreed(self) -> list[Line]:
        return [one for one in self._lines if one.taken and one.chosen is not None]

    def _take(self) -> None:
        self.taken.emit(self._agreed())

    def _copy_rest(self) -> None:
        rest = [one.row for one in self._lines if one.chosen is None]
        lines = ["\t".join(_cells(one)) for one in rest]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.banner.say(f"已复制 {len(rest):,} 行，可以贴回 Excel 里核对", meaning="blue")

    def finish(self) -> None:
        """The lines were taken: put the dialog away."""
        self.dialog.finish()
        QTimer.singleShot(0, self, self.deleteLater)


def _cells(row_: PastedRow) -> tuple[str, str, str]:
    amount = yuan(row_.fen).replace(",", "") if row_.fen is not None else row_.wrong_amount or ""
    return row_.name or "", row_.id_number or "", amount


def _living(line: Line) -> tuple[Candidate, ...]:
    return tuple(one for one in line.matched.candidates if one.is_living)


def _columns(wanted: Wanted) -> list[Column[Line]]:
    amount: Callable[[Line], Cell] = _amount
    return [
        Column("行", lambda one: str(one.row.number), width=44, side=Side.RIGHT, tone="text3"),
        Column("粘贴的", _pasted, width=118),
        Column("对上的人", _person, width=168),
        *([Column("金额（元）", amount, width=92, side=Side.RIGHT)] if wanted.amounts else []),
        Column("说明", _remark, width=150, stretch=True),
    ]


def _pasted(line: Line) -> Cell:
    tail = f" {line.row.id_number[-4:]}" if line.row.id_number else ""
    return Cell(f"{line.row.name or ''}{tail}".strip(), bold=True)


def _person(line: Line) -> Cell:
    one = line.chosen
    if one is None:
        words = "还没定" if line.is_open else "—"
        return Cell(words, tone="amber" if line.is_open else "text3")
    parts = (one.name, one.group_name, sex_age(one.sex, one.age))
    words = " ".join(part for part in parts if part)
    return Cell(words, icon="check" if line.taken else "", icon_tone="green")


def _amount(line: Line) -> Cell:
    if line.row.wrong_amount:
        return Cell(line.row.wrong_amount, wrong=True)
    return Cell("默认" if line.row.fen is None else yuan(line.row.fen), tone="text")


def _remark(line: Line) -> Cell:
    if line.taken:
        return Cell(line.remark, tone="text2")
    words = _why(line)
    tone = "amber" if line.is_open or line.chosen else "red"
    return Cell(words, tone=tone, tip=words)


def _why(line: Line) -> str:
    """What stands in the way of a line, in words."""
    if line.remark or line.chosen is not None:
        return line.remark or ("" if line.taken else "不加；按空格再加上")
    gone = "，".join(label("person_status", c.status) for c in line.matched.candidates[:1])
    return {
        Match.MISSING: "没有找到这个人",
        Match.GONE: f"已{gone}，不能列入",
        Match.NAMESAKES: f"{len(_living(line))} 位同名，按数字选",
        Match.OTHER_NUMBER: "名字对，证号不一样，请核对",
        Match.OTHER_NAME: "证号对，名字不一样，请核对",
        Match.SURE: "",
    }[line.matched.match]


def _tail(one: Candidate) -> str:
    return f"尾号 {one.id_tail}" if one.id_tail else "无证号"
