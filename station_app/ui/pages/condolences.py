"""The batches of condolence by festival year, and the next festival made from last year's list."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station_app.domain.codes import BatchStatus, Occasion, label
from station_app.domain.festivals import upcoming
from station_app.domain.money import yuan
from station_app.messages.labels import label as action
from station_app.models.identifiers import BatchId
from station_app.queries.condolence import BatchRow, list_batches
from station_app.services.condolence_repeat import Repeated, name_after, repeat_batch
from station_app.services.list_exports import ListOrder
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip, chip_row
from station_app.ui.components.layout import PageHead, clear, fill, holder, page_layout
from station_app.ui.components.notices import Banner, Empty
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Heading, Side
from station_app.ui.desk import Desk
from station_app.ui.list_export import ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.batch_words import state_words
from station_app.ui.pages.condolence_for import JUST_MADE, ForPerson
from station_app.ui.pages.condolence_new import NewBatch
from station_app.ui.person_words import day_words
from station_app.ui.spare_columns import SpareColumns

AHEAD_DAYS = 75


@dataclass(frozen=True, slots=True)
class Ahead:
    """A festival that comes, with the list of last year that this year's can be made from."""

    occasion: Occasion
    day: date
    former: BatchRow


def ahead(batches: list[BatchRow], today: date) -> list[Ahead]:
    """Last year's batches of the coming festivals that have no sister this year yet."""
    found = []
    for day, occasion in upcoming(today, days=AHEAD_DAYS):
        here = {
            (b.kind, b.funding)
            for b in batches
            if b.occasion == occasion and b.occasion_year == day.year
        }
        found += [
            Ahead(occasion, day, b)
            for b in batches
            if b.occasion == occasion
            and b.occasion_year == day.year - 1
            and (b.kind, b.funding) not in here
            and b.people
        ]
    return found


def columns(today: date) -> list[Column[BatchRow]]:
    """What the list says of each batch."""
    return [
        Column("批次", lambda b: b.name, width=270, bold=True, stretch=True),
        Column("资金", lambda b: label("funding", b.funding), width=130, in_large=False),
        Column("形式", lambda b: label("batch_form", b.form), width=64, in_large=False),
        Column("状态", _state, width=92),
        Column("日期", lambda b: _day(b, today), width=160, in_large=False, tone="text2"),
        Column("人数", lambda b: f"{b.people:,}", width=70, side=Side.RIGHT),
        Column(
            "金额（元）", lambda b: Cell(yuan(b.total_fen), bold=True), width=130, side=Side.RIGHT
        ),
        Column("已签领", _signed, width=120, side=Side.RIGHT),
    ]


def _state(batch: BatchRow) -> Cell:
    words, meaning, _ = state_words(batch)
    if batch.status == BatchStatus.PAYING:
        words = "发放中"
    return Cell(words, tags=((words, meaning),))


def _day(batch: BatchRow, today: date) -> str:
    if batch.closed_on is not None:
        return f"{day_words(batch.closed_on, today)}结清"
    return day_words(batch.planned_on, today) if batch.planned_on else "—"


def _signed(batch: BatchRow) -> Cell:
    if not batch.is_frozen:
        return Cell("—", tone="text3")
    waits = batch.status != BatchStatus.CLOSED and batch.paid_people < batch.people
    return Cell(f"{batch.paid_people:,} / {batch.people:,}", tone="amber" if waits else "text2")


class CondolencesPage(Page):
    """Enter opens a batch, L makes the next one from last year's, Ctrl N a new one."""

    keys = (KeyHelp("↑↓", "选批次"), KeyHelp("Return", "打开"), KeyHelp("L", "用去年的名单"))
    keeps = True
    concerns = frozenset({"condolence_batch", "condolence_plan", "condolence_payment"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._batches: list[BatchRow] = []
        self._ahead: list[Ahead] = []
        self.whom = ForPerson(self)
        self.whom.went_on.connect(self._made)
        self._open_only = FilterChip("没结清", dot="warn")
        self._all = FilterChip("全部")
        self._all.setChecked(True)
        self._all.clicked.connect(self._only_all)
        self._open_only.clicked.connect(self._only_open)
        self.new = Button("新建批次", Look.FILLED, icon="plus", keys="Ctrl+N")
        self.new.clicked.connect(self._new)
        self.out = ListExport(self, self._listed)
        self._head = PageHead("慰问", buttons=[self.out.button, self.new])
        self._banners = QVBoxLayout()
        fill(self._banners, [], 8)
        self._banner_box = holder(self._banners)
        self._views = QStackedWidget()
        self.table: RecordTable[BatchRow] = RecordTable(columns(desk.today()))
        self._spare = SpareColumns(self.table, ("形式", "日期", "资金", "人数", "已签领"))
        self.table.opened.connect(self._open)
        self._first = Button("新建第一批", icon="plus")
        self._first.clicked.connect(self._new)
        self._to_import = Button("导入往年的台账", icon="table-2")
        self._to_import.clicked.connect(self._import)
        self._nothing = Empty(
            "gift",
            "还没有慰问批次",
            "建一批，选人、定金额、冻结、打印签领表；往年的台账也可以导入",
            buttons=[self._to_import, self._first],
        )
        for view in (self.table, self._nothing):
            self._views.addWidget(view)
        page_layout(
            self,
            self._head,
            self._banner_box,
            chip_row(self._all, self._open_only),
            self._views,
            gap=10,
        ).setStretch(3, 1)

    def first_focus(self) -> QWidget | None:
        return self.table if self._batches else self.new

    def opened(self, subject: object) -> None:
        self.whom.mean(subject)
        self.refresh()

    def returned(self) -> None:
        if self.whom.to is not None:  # whoever comes by another way means nobody
            self.whom.mean(None)
            self._show_ahead()

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(list_batches, then=self._show)

    def _show(self, batches: list[BatchRow]) -> None:
        self._batches = batches
        self._views.setCurrentIndex(0 if batches else 1)
        self._all.set_count(len(batches))
        self._open_only.set_count(sum(b.status != BatchStatus.CLOSED for b in batches))
        self._fill()
        self._ahead = ahead(batches, self.desk.today())
        self._show_ahead()
        year = self.desk.today().year
        paid = sum(b.paid_fen for b in batches if b.occasion_year == year)
        people = sum(b.paid_people for b in batches if b.occasion_year == year)
        words = f"{year}年度各节日已发 {people:,} 人次，{yuan(paid)} 元" if batches else ""
        self._head.sentence.setText(words)

    def _fill(self) -> None:
        only_open = self._open_only.isChecked()
        shown = [b for b in self._batches if not only_open or b.status != BatchStatus.CLOSED]
        rows: list[BatchRow | Heading] = []
        for batch in shown:
            words = f"{batch.occasion_year}年"
            if not any(isinstance(one, Heading) and one.words == words for one in rows):
                rows.append(Heading(words))
            rows.append(batch)
        at = self.table.row
        self.table.show_rows(rows)  # type: ignore[arg-type]
        if at is None and len(rows) > 1:
            self.table.choose(1)

    def _show_ahead(self) -> None:
        clear(self._banners)
        whom = self.whom.banner(self._batches)
        if whom is not None:
            self._banners.addWidget(whom)
        today = self.desk.today()
        for number, one in enumerate(self._ahead[:2]):
            button = Button(
                f"用去年{one.occasion.label}的名单",
                icon="history",
                keys="L" if number == 0 else "",
                height="button_row",
            )
            button.clicked.connect(lambda _on=False, former=one.former: self._repeat(former))
            left = (one.day - today).days
            more = f"去年“{one.former.name}”{one.former.people:,} 人，去世、迁出的会自动去掉"
            when = "就是今天" if left == 0 else f"还有 {left} 天"
            self._banners.addWidget(
                Banner(
                    f"{one.occasion.label}{when}",
                    more,
                    meaning="amber",
                    icon="gift",
                    buttons=[button],
                )
            )
        self._banner_box.setVisible(bool(self._ahead) or whom is not None)

    def _listed(self) -> tuple[ListOrder, str]:
        """What is in sight, for a workbook."""
        return ListOrder("batches", self._open_only.isChecked()), "慰问批次"

    def _only_all(self) -> None:
        self._all.setChecked(True)
        self._open_only.setChecked(False)
        self._fill()

    def _only_open(self) -> None:
        self._all.setChecked(not self._open_only.isChecked())
        self._fill()

    def _open(self, batch: object) -> None:
        if isinstance(batch, BatchRow):
            self.desk.open("batch", batch.batch_id)

    def resume(self, dialog: str) -> bool:
        if dialog == NewBatch.title:
            self._new()
        return dialog == NewBatch.title

    def _new(self) -> None:
        self.making = NewBatch(self)
        self.making.done.connect(self._was_made)

    def _was_made(self, batch_id: BatchId) -> None:
        """Whoever was asked for is on the new list at once."""
        if self.whom.to is None:
            self._made(batch_id)
        else:
            self.whom.put_on(batch_id, JUST_MADE)

    def _made(self, batch_id: BatchId) -> None:
        self.desk.open("batch", batch_id)

    def _repeat(self, former: BatchRow) -> None:
        self.tasks.write(
            action("condolence.make", name=name_after(former.name, former.occasion_year)),
            repeat_batch,
            former.batch_id,
            then=self._repeated,
        )

    def _repeated(self, made: Repeated) -> None:
        gone = f"，去掉{'、'.join(made.prepared.left[:3])}" if made.prepared.left else ""
        words = f"去年 {made.prepared.last_year:,} 人{gone}，现有 {len(made.prepared.added):,} 人"
        self.desk.open("batch", made.batch_id)
        self.desk.say(words, undo=True)

    def _import(self) -> None:
        self.desk.open("import")
