"""The lists of the reporting page: what waits, what was not taken, the last conversations."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from station_app.services.conflicts import DecidedRow
from station_app.services.reporting_history import ExchangeRow
from station_app.services.sync_status import RefusedRecord, WaitingKind
from station_app.ui.components.button import Button
from station_app.ui.components.layout import column, row
from station_app.ui.components.notices import AllWell
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import Text
from station_app.ui.conflict_words import masked
from station_app.ui.desk import Desk
from station_app.ui.pages.sync_state import moment

WAITING: list[Column[WaitingKind]] = [
    Column("哪一种", lambda kind: kind.label, width=220, bold=True),
    Column("条数", lambda kind: f"{kind.count:,}", width=90, side=Side.RIGHT),
    Column("最早写下", lambda kind: moment(kind.since), width=160, stretch=True, tone="text2"),
]
REFUSED: list[Column[RefusedRecord]] = [
    Column("谁的", lambda one: one.title or "—", width=120, bold=True),
    Column("记录", lambda one: one.label or "新版本的记录", width=140),
    Column("哪天退的", lambda one: moment(one.refused_at), width=130, in_large=False),
    Column("为什么没收", lambda one: one.reason, width=300, stretch=True, tone="text2"),
]


def _chosen(one: DecidedRow) -> Cell:
    words = masked(one.record_field, one.chosen)
    return Cell(words or "（空着）", tone="text" if words else "text3")


def _result(line: ExchangeRow) -> Cell:
    if line.reason:
        times = f"，试了 {line.times:,} 次，到 {moment(line.last_at)}" if line.times > 1 else ""
        return Cell(f"{line.reason}{times}", tone="text2", icon="wifi-off", icon_tone="text3")
    parts = [f"{line.refused:,} 条没收"] * bool(line.refused)
    parts += [f"{line.conflicts:,} 处要您定"] * bool(line.conflicts)
    if parts:
        return Cell("，".join(parts), tone="amber", icon="triangle-alert")
    return Cell("区县已回执", tone="green", icon="circle-check")


DECIDED: list[Column[DecidedRow]] = [
    Column("谁的", lambda one: one.title or "—", width=120, bold=True),
    Column("哪一项", lambda one: one.field_label, width=130),
    Column("定为", _chosen, width=240, stretch=True),
    Column("谁定的", lambda one: one.by or "—", width=100, tone="text2", in_large=False),
    Column("时间", lambda one: moment(one.at), width=140, tone="text2"),
]
EXCHANGES: list[Column[ExchangeRow]] = [
    Column("时间", lambda line: moment(line.at), width=140),
    Column("怎么报的", lambda line: "按键" if line.by_hand else "自动", width=90, tone="text2"),
    Column("报上", lambda line: f"{line.sent:,}", width=80, side=Side.RIGHT),
    Column("收到", lambda line: f"{line.received:,}", width=80, side=Side.RIGHT),
    Column("结果", _result, width=260, stretch=True),
]


class WaitingList(QWidget):
    """What waits, by kind."""

    def __init__(self) -> None:
        super().__init__()
        self.table: RecordTable[WaitingKind] = RecordTable(WAITING)
        self.well = AllWell("没有等着报的", "写下什么，几秒钟后就会自动报上去")
        _either(self, self.table, self.well)

    def show_rows(self, rows: Sequence[WaitingKind]) -> None:
        """Show them, or that there are none."""
        _turn(self.table, self.well, bool(rows))
        self.table.show_rows(rows)


class RefusedList(QWidget):
    """What the district did not take: the whole reason of the chosen one, and the way to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: RecordTable[RefusedRecord] = RecordTable(REFUSED)
        self.well = AllWell("区县都收下了", "有没收的会列在这里，写明为什么、怎么改")
        self.reason = Text("", "body", wrap=True)
        self.open = Button("打开去改", icon="pencil", keys="Return")
        self.open.clicked.connect(self._open_chosen)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self._foot = QWidget()
        foot = row(self.reason, self.open)
        foot.setStretch(0, 1)
        self._foot.setLayout(foot)
        _either(self, self.table, self.well, self._foot)

    def show_rows(self, rows: Sequence[RefusedRecord]) -> None:
        """Show them, or that there are none."""
        _turn(self.table, self.well, bool(rows))
        self._foot.setVisible(bool(rows))
        self.table.show_rows(rows)
        if rows and self.table.row is None:
            self.table.choose(0)

    def _chosen(self, one: RefusedRecord) -> None:
        self.reason.setText(f"{one.title or one.label}：{one.reason}")
        self.open.setVisible(one.person_id is not None or one.record_type in PAGES)

    def _open_chosen(self) -> None:
        if self.table.row is not None:
            self._opened(self.table.row)

    def _opened(self, one: RefusedRecord) -> None:
        """The page of the person it is about, or the page of its kind."""
        if one.person_id is not None:
            self._desk.open("person", one.person_id)
        elif one.record_type in PAGES:
            self._desk.open(PAGES[one.record_type], None)


PAGES = {
    "visit": "visits",
    "condolence_batch": "condolences",
    "certification_cycle": "certifications",
    "plaque": "plaques",
    "station": "settings",
    "contact_rule": "settings",
}
"""Where a record that is about nobody is put right."""


class DecidedList(QWidget):
    """Nothing is to be decided: what was decided last, here or on another PC."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: RecordTable[DecidedRow] = RecordTable(DECIDED)
        self._title = Text("最近定下的（没选上的在“历史撤销”里）", "small", tone="text2")
        well = AllWell("没有要您决定的", "两边改得不一样的，会列在这里")
        layout = column(well, self._title, self.table, None)
        layout.setStretch(2, 100)
        self.setLayout(layout)
        self.table.opened.connect(self._open)
        self.show_rows([])

    def show_rows(self, rows: Sequence[DecidedRow]) -> None:
        """Show them; none is as well."""
        for part in (self._title, self.table):
            part.setVisible(bool(rows))
        self.table.show_rows(rows)

    def _open(self, one: DecidedRow) -> None:
        if one.person_id is not None:
            self._desk.open("person", one.person_id)


class ExchangeList(QWidget):
    """The last conversations, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.table: RecordTable[ExchangeRow] = RecordTable(EXCHANGES)
        self.well = AllWell("还没有上报过", "登记到区县以后，每次上报都会记在这里")
        _either(self, self.table, self.well)

    def show_rows(self, rows: Sequence[ExchangeRow]) -> None:
        """Show them, or that there are none."""
        _turn(self.table, self.well, bool(rows))
        self.table.show_rows(rows)


def _either(page: QWidget, table: QWidget, well: QWidget, *more: QWidget) -> None:
    layout = column(table, *more, well, None)
    layout.setStretch(0, 100)
    page.setLayout(layout)
    table.hide()


def _turn(table: QWidget, well: QWidget, some: bool) -> None:
    table.setVisible(some)
    well.setVisible(not some)
