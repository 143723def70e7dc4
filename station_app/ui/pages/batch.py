"""One batch of condolence: choose people, set amounts, freeze, print, mark signatures."""

from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_app.domain.codes import BatchForm, BatchStatus, Receipt
from station_app.domain.masking import MaskLevel
from station_app.domain.money import uppercase, yuan
from station_app.models.identifiers import BatchId
from station_app.queries.condolence import BatchSheet, LineRow
from station_app.services.batch_workbook import save_batch
from station_app.services.saving import file_name, with_ending
from station_app.ui.components.button import Button, Look, icon_button
from station_app.ui.components.chips import FilterChip, Tag
from station_app.ui.components.layout import Part, clear, column, fill, holder, page_layout, row
from station_app.ui.components.notices import Empty
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.record_state import StateColumn
from station_app.ui.components.steps import Steps
from station_app.ui.components.table_model import Cell
from station_app.ui.components.text import Text, elided
from station_app.ui.desk import Desk
from station_app.ui.page import Page
from station_app.ui.pages.batch_drafting import Drafting
from station_app.ui.pages.batch_half_typed import HalfTyped
from station_app.ui.pages.batch_panel import DraftPanel, FrozenPanel
from station_app.ui.pages.batch_question import Question
from station_app.ui.pages.batch_rows import (
    SheetRow,
    Typed,
    draft_columns,
    frozen_columns,
    receipt_counts,
    record_of,
    sheet_rows,
    signed,
)
from station_app.ui.pages.batch_signing import Signing
from station_app.ui.pages.batch_table import BatchTable
from station_app.ui.pages.batch_words import (
    DRAFT_KEYS,
    FROM_LAST_YEAR,
    FROM_SCRATCH,
    FROZEN_KEYS,
    STEPS,
    Shown,
    Since,
    ask_batch,
    fact_words,
    more_choices,
    state_words,
    step_of,
)
from station_app.ui.print_preview import order, show_paper
from station_app.ui.tasks import Touched
from station_app.ui.theme import current


class BatchPage(Page):
    """A draft is edited in its cells; a frozen list is signed with Space, D and N."""

    concerns = frozenset(
        {"condolence_batch", "condolence_plan", "condolence_payment", "person", "person_identity"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.batch_id: BatchId | None = None
        self._shown: Shown | None = None
        self._question = Question()
        self._kind = ""
        self._in_bar: list[Button] = []
        self.table: BatchTable | None = None
        self.signing = Signing(self)
        self.drafting = Drafting(self)
        self._half_typed = HalfTyped(self)
        self._build()
        self._bind()

    @property
    def sheet(self) -> BatchSheet | None:
        """The batch as it was last read."""
        return self._shown.sheet if self._shown else None

    def first_focus(self) -> QWidget | None:
        return self.table

    def opened(self, subject: object) -> None:
        if isinstance(subject, UUID) and subject != self.batch_id:
            self._shown, self.batch_id = None, BatchId(subject)
            self._views.setCurrentWidget(self._waiting)
        self._half_typed.opened()
        if self.batch_id is None:
            self.desk.open("condolences")
            return
        still = self._question.stands(self._shown, self.tasks.writes, self.desk.today())
        if still and self.table is not None and self.sheet is not None:
            self._half_typed.put_back(self.table, self.sheet)
            return
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        self._ask(None)

    def hears(self, touched: Touched) -> None:
        """An amount that was typed into a long list is read again alone."""
        since = self._question.since(self._shown, touched, self.concerns, self.tasks.writes)
        if since is not None and self.isVisible():
            self._ask(since)
        else:
            super().hears(touched)

    def _ask(self, since: Since | None) -> None:
        if self.batch_id is not None:
            today = self.desk.today()
            number = self._question.ask(self.tasks.writes, today)
            self.tasks.read(ask_batch, self.batch_id, today, number, since, then=self._show)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        large = self.large
        self._title, self._state = Text("", "h2" if large else "h1", bold=True), Tag("")
        self._facts = elided("", "small")
        self._back = icon_button("chevron-left", "回到批次")
        self._back.clicked.connect(self._to_list)
        self._add = Button("加人", icon="user-plus", keys="Ins")
        self._paste = Button("粘贴名单", icon="clipboard-paste", keys="Ctrl+V")
        self._posted = Button("公示版", icon="megaphone")
        self._export = Button("导出表格", icon="table-2")
        self._more = PickButton("更多", [], Look.OUTLINED)
        self._all_signed = Button("其余都签了", icon="list-checks")
        self._steps = Steps(STEPS)
        self._step_words = Text("", "small", tone="text2")
        self._chips = [FilterChip("全部"), FilterChip("未领", dot="warn"), FilterChip("代领")]
        self._body = QStackedWidget()
        self._views = QStackedWidget()
        self.draft_panel = DraftPanel()
        self.frozen_panel = FrozenPanel(self.desk)
        self._nobody = self._empty_list()
        self._waiting = Empty("gift", "正在取名单")
        self._gone = Empty("gift", "这一批已经不在了", "可能刚被撤销；回到批次里看看")
        page_layout(
            self, self._head(large), self._second_row(large), self._views, gap=10
        ).setStretch(2, 1)
        for view in (self._work(large), self._nobody, self._waiting, self._gone):
            self._views.addWidget(view)
        self._views.setCurrentWidget(self._waiting)

    def _head(self, large: bool) -> QWidget:
        words = row(self._title, self._state, None, gap=10)
        lines = column(words, self._step_words if large else self._facts, gap=2)
        parts: list[Part] = [self._back, lines]
        buttons = [self._all_signed, self._posted, self._export, self._add, self._paste]
        away: list[QWidget] = [self._more]
        if large:
            buttons = [self._all_signed, self._add, self._more]
            away = [self._paste, self._posted, self._export, self._facts]
        for hidden in away:
            hidden.setParent(self)
            hidden.hide()
        line = row(*parts, None, *buttons, gap=8)
        line.setStretch(1, 1)
        return holder(line)

    def _second_row(self, large: bool) -> QWidget:
        day_row = self.frozen_panel.signed_on
        self._chip_box = holder(
            row(Text("签领日期", "small", tone="text2"), day_row, 8, *self._chips)
        )
        parts: list[QWidget | None] = [self._steps, None, self._chip_box]
        if large:
            self._steps.setParent(self)
            self._steps.hide()
            parts = [None, self._chip_box]
        self._second = holder(row(*parts))
        return self._second

    def _work(self, large: bool) -> QWidget:
        self._table_place = QVBoxLayout()
        fill(self._table_place, [], 0)
        made = QWidget()
        if large:
            self._bottom = self._large_bar()
            layout: QHBoxLayout | QVBoxLayout = column(self._table_place, self._bottom, gap=12)
            for panel in (self.draft_panel, self.frozen_panel):
                panel.setParent(self)
                panel.hide()
        else:
            self._panels = QStackedWidget()
            self._panels.addWidget(self.draft_panel)
            self._panels.addWidget(self.frozen_panel)
            self._panels.setFixedWidth(self.draft_panel.maximumWidth())
            layout = row(self._table_place, self._panels, gap=14)
        layout.setStretch(0, 1)
        made.setLayout(layout)
        return made

    def _large_bar(self) -> QFrame:
        """What the panel says, in one bar under the table: the sum, and the main action."""
        bar = QFrame()
        bar.setProperty("card", True)
        self._bar_count = Text("", "small", tone="text2")
        self._bar_sum = Text("", "count", bold=True)
        self._bar_words = Text("", "body")
        self._bar_more = Text("大写", "small", tone="text2")
        self._bar_buttons = QHBoxLayout()
        fill(self._bar_buttons, [], 8)
        layout = row(
            column(self._bar_count, self._bar_sum, gap=0),
            24,
            column(self._bar_more, self._bar_words, gap=2),
            None,
            self._bar_buttons,
        )
        px = current().px
        layout.setContentsMargins(px(14), px(8), px(14), px(8))
        bar.setLayout(layout)
        return bar

    def _empty_list(self) -> Empty:
        self.from_last = Button("用去年的名单", Look.FILLED, icon="history", keys="L")
        self._by_hand = Button("从头选人", icon="user-plus")
        self.from_last.clicked.connect(self.drafting.prepare)
        self._by_hand.clicked.connect(self.drafting.add_people)
        return Empty(
            "gift",
            "名单里还没有人",
            FROM_LAST_YEAR,
            buttons=[self._by_hand, self.from_last],
        )

    def _bind(self) -> None:
        draft, frozen = self.draft_panel, self.frozen_panel
        self._add.clicked.connect(self.drafting.add_people)
        self._paste.clicked.connect(self.drafting.paste_people)
        self._posted.clicked.connect(self._print_posted)
        self._export.clicked.connect(self._to_workbook)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self._to_workbook)
        self._more.picked.connect(self._do_more)
        draft.freeze.clicked.connect(self.drafting.freeze)
        draft.default_wanted.connect(self.drafting.set_default)
        frozen.print_roster.clicked.connect(self._print)
        frozen.unfreeze.clicked.connect(self.drafting.unfreeze)
        frozen.correct.clicked.connect(self.signing.correct)
        frozen.give_back.clicked.connect(self.signing.return_unclaimed)
        frozen.close_batch.clicked.connect(self.signing.close)
        self._all_signed.clicked.connect(self.signing.pay_rest)
        for number, chip in enumerate(self._chips):
            chip.clicked.connect(lambda _on=False, at=number: self._filter(at))
        self._chips[0].setChecked(True)
        self._keys = [
            self._key("Space", self.signing.self_signed),
            self._key("D", self.signing.by_agent),
            self._key("N", self.signing.not_received),
            self._key("J", self.signing.refused_gift),
            self._key("T", self.signing.sent_back),
        ]

    def _key(self, keys: str, slot: object) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self._views)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(slot)
        return made

    # --- showing ----------------------------------------------------------------------------

    def _show(self, shown: Shown | None) -> None:
        if shown is None:
            self._views.setCurrentWidget(self._gone)
            return
        if shown.number != self._question.number:
            return  # a newer answer is under way
        self._shown = shown
        sheet = shown.sheet
        self._say(sheet)
        frozen = sheet.batch.is_frozen
        empty = not sheet.lines and not frozen
        first_people = not empty and self._views.currentIndex() == 1
        self._views.setCurrentIndex(1 if empty else 0)
        self.from_last.setVisible(sheet.has_last_year)
        self._nobody.more.setText(FROM_LAST_YEAR if sheet.has_last_year else FROM_SCRATCH)
        self._make_table(sheet)
        self._fill(sheet)
        if first_people and self.table is not None:
            self.table.setFocus()
        if self.large:
            self._show_bar(sheet)
        else:
            self._panels.setCurrentIndex(1 if frozen else 0)
        if shown.result is not None:
            self.frozen_panel.show_sheet(sheet, shown.result)
        else:
            self.draft_panel.show_sheet(sheet)
            self.draft_panel.saved.setText(f"{self.desk.now():%H:%M} 已自动存好，冻结后不能改金额")
        if self.table is not None:
            self._half_typed.put_back(self.table, sheet)

    def _say(self, sheet: BatchSheet) -> None:
        batch, at = sheet.batch, step_of(sheet)
        frozen = batch.is_frozen
        self._title.setText(batch.name)
        words, meaning, icon = state_words(batch)
        self._state.say(words, meaning, icon=icon)
        self._facts.setText(fact_words(batch))
        self._steps.go(at)
        last = min(at, len(STEPS) - 1)
        self._step_words.setText(f"第 {last + 1} 步，共 {len(STEPS)} 步：{STEPS[last]}")
        large = self.large
        self._add.setVisible(not frozen)
        self._paste.setVisible(not frozen and not large)
        self._posted.setVisible(frozen and not large)
        self._export.setVisible(not large and bool(sheet.lines))
        self._more.offer(more_choices(sheet))
        self._all_signed.setVisible(frozen and batch.status != BatchStatus.CLOSED)
        self._chip_box.setVisible(frozen)
        self._second.setVisible(frozen or not large)
        found = receipt_counts(sheet.lines)
        counts = (batch.people, found[Receipt.NONE], found[Receipt.AGENT])
        for chip, count in zip(self._chips, counts, strict=True):
            chip.set_count(count)
        for key in self._keys:
            key.setEnabled(frozen)
        self.keys = FROZEN_KEYS if frozen else DRAFT_KEYS
        self.keys_changed.emit()

    def _make_table(self, sheet: BatchSheet) -> None:
        """Draft and frozen lists have other columns; goods have one more."""
        goods = sheet.batch.form in (BatchForm.GOODS, BatchForm.MIXED)
        kind = f"{sheet.batch.is_frozen}{goods}"
        if self.table is not None and kind == self._kind:
            return
        self._kind = kind
        had_focus = self.table is not None and self.table.view.hasFocus()
        clear(self._table_place)
        self.draft_panel.show_problem("")
        if sheet.batch.is_frozen:
            states = StateColumn(self.tasks, record_of)
            columns = frozen_columns(self.desk.today(), goods=goods)
            self.table = BatchTable([*columns, states.column()])
            states.watch(self.table)
        else:
            typed = Typed(self._aside, self._refused)
            self.table = BatchTable(draft_columns(typed, goods=goods))
            self.table.explained.connect(self.draft_panel.show_problem)
            self.table.amount_typed.connect(self.drafting.set_amount)
            self.table.back_to_default.connect(self.drafting.to_default)
            self.table.removal_wanted.connect(self.drafting.remove)
            self.table.goods_typed.connect(self.drafting.set_goods)
            self.table.note_typed.connect(self.drafting.set_note)
            self._half_typed.watch(self.table)
        self.table.opened.connect(self._open_person)
        self._table_place.addWidget(self.table)
        if had_focus or self.isVisible():
            self.table.setFocus()

    def _aside(self, line: SheetRow) -> Cell | None:
        return self.table.calculated(line) if self.table is not None else None

    def _refused(self, line: SheetRow) -> str | None:
        return self.table.refused_text(line) if self.table is not None else None

    def _fill(self, sheet: BatchSheet) -> None:
        if self.table is None:
            return
        rows = sheet_rows(sheet, self._is_shown)
        self.table.show_sheet(rows)
        if self.table.row is None and rows:
            self.table.choose(0)
        people = f"{sheet.batch.people:,} 人"
        if sheet.batch.is_frozen:
            total = sheet.batch.total_fen + sheet.correction_fen
            frozen = f"冻结 {yuan(sheet.batch.total_fen)}，更正 {signed(sheet.correction_fen)}"
            cells = {"金额（元）": yuan(total)}
            more = ("签领", Cell(frozen, tone="text2")) if sheet.correction_fen else None
        else:
            money = "折款（元）" if "折款（元）" in self._titles() else "今年（元）"
            cells = {money: yuan(sheet.batch.total_fen)}
            edited = f"其中改过 {sheet.edited:,} 人" if sheet.edited else ""
            more = ("说明", Cell(edited, tone="text2"))
        totals: dict[str, str | Cell] = {"姓名": "合计", **cells}
        totals["小组" if self.large else "性别 年龄"] = Cell(people)
        if more is not None:
            totals[more[0]] = more[1]
        self.table.show_totals({} if self.large else totals)

    def _titles(self) -> list[str]:
        return [one.title for one in self.table.model.columns] if self.table else []

    def _is_shown(self, line: LineRow) -> bool:
        if self._chips[1].isChecked():
            return line.receipt == Receipt.NONE and line.returned_on is None
        if self._chips[2].isChecked():
            return line.receipt == Receipt.AGENT
        return True

    def _filter(self, at: int) -> None:
        for number, chip in enumerate(self._chips):
            chip.setChecked(number == at)
        if self.sheet is not None:
            self._fill(self.sheet)

    def _show_bar(self, sheet: BatchSheet) -> None:
        """Large mode: the figures and the main action."""
        total = sheet.batch.total_fen + sheet.correction_fen
        self._bar_count.setText(f"{sheet.batch.people:,} 人合计")
        self._bar_sum.setText(f"{yuan(total)} 元")
        frozen, panel = sheet.batch.is_frozen, self.frozen_panel
        self._bar_more.setText("已签领" if frozen else "大写")
        self._bar_words.setText(
            f"{sheet.batch.paid_people:,} / {sheet.batch.people:,} 人"
            if frozen
            else uppercase(total)
        )
        wanted = [panel.print_roster] if frozen else [self.draft_panel.freeze]
        if wanted == self._in_bar:
            return
        for old in self._in_bar:
            self._bar_buttons.removeWidget(old)
            old.setParent(self)
            old.hide()
        for new in wanted:
            self._bar_buttons.addWidget(new)
            new.show()
        self._in_bar = wanted

    # --- frozen -----------------------------------------------------------------------------

    @property
    def signed_on(self) -> date:
        """The day that is written when somebody signs."""
        return self.frozen_panel.signed_on.value or self.desk.today()

    def _print(self) -> None:
        show_paper(self, "payment-roster", order(self.desk, batch_id=self.batch_id))

    def _print_posted(self) -> None:
        posted = order(self.desk, batch_id=self.batch_id, mask=MaskLevel.INITIALS)
        show_paper(self, "payment-roster", posted, title="公示版")

    def _do_more(self, what: object) -> None:
        """Large mode: what the panel and the head have beside the table otherwise."""
        done = {
            "paste": self.drafting.paste_people,
            "posted": self._print_posted,
            "export": self._to_workbook,
            "correct": self.signing.correct,
            "unfreeze": self.drafting.unfreeze,
            "return": self.signing.return_unclaimed,
            "close": self.signing.close,
        }
        done[str(what)]()

    def _to_workbook(self) -> None:
        if self.sheet is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "存到哪里", file_name(self.sheet.batch.name, ".xlsx"), "Excel (*.xlsx)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Save the list as it stands as a workbook."""
        self.tasks.read(
            save_batch,
            with_ending(path, ".xlsx"),
            self.batch_id,
            today=self.desk.today(),
            by=self.desk.operator.name,
            at=self.desk.now(),
            then=self._exported,
            holds=self._export,
            progress="正在导出名单",
        )

    def _exported(self, path: Path) -> None:
        frozen = self.sheet is None or self.sheet.batch.is_frozen
        back = "" if frozen else "，金额改好还能导回来"
        self.desk.say(f"已导出到“{path.name}”，里面有完整证号，请保管好{back}")

    def _open_person(self, line: SheetRow) -> None:
        if line.line.person_id is not None:
            self.desk.open("person", line.line.person_id)

    def _to_list(self) -> None:
        self.desk.open("condolences")
