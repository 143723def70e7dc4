"""The workbooks of those above: dropped in once, cells bound by clicking, filled every month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_app.domain.codes import MonthState, TemplateWhat
from station_app.domain.month_report import ClosedMonths
from station_app.domain.sheet_look import BookLook, SheetLook, Spot
from station_app.domain.sheet_places import row_and_column
from station_app.domain.template import Bound, BoundCell
from station_app.errors import StationError
from station_app.messages.labels import label as action
from station_app.queries.month_reports import closed_months, month_reports
from station_app.queries.templates import TemplateRow, bound_cells, list_templates
from station_app.services.templates import (
    bind_cells,
    let_go,
    look_of,
)
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.layout import (
    Card,
    PageHead,
    clear,
    column,
    holder,
    page_layout,
    row,
    scrolling,
)
from station_app.ui.components.text import elided
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.import_start import file_of
from station_app.ui.pages.tally_periods import PeriodChooser
from station_app.ui.pages.template_files import TemplateFiles
from station_app.ui.pages.template_naming import TemplateNaming
from station_app.ui.pages.template_panel import SPLIT, BindingPanel, Chosen
from station_app.ui.pages.template_preview import FilledPreview
from station_app.ui.pages.template_saving import TemplateSaving
from station_app.ui.pages.template_sheet import Said, SheetView

BIND, FILLED = range(2)
"""The two views of a template."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A template with its sheets and what is bound."""

    rows: list[TemplateRow]
    row: TemplateRow | None
    look: BookLook | None
    cells: tuple[BoundCell, ...]
    closed: ClosedMonths
    states: Mapping[str, MonthState]


def ask_templates(session: Any, wanted: object) -> Shown:
    """The list, and the one that is wanted, else the first."""
    rows = list_templates(session)
    chosen = next((one for one in rows if one.template_id == wanted), rows[0] if rows else None)
    look = look_of(session, chosen.template_id) if chosen and chosen.is_here else None
    cells = tuple(bound_cells(session, chosen.template_id)) if chosen else ()
    states = {month: one.state for month, one in month_reports(session).items()}
    return Shown(rows, chosen, look, cells, closed_months(session), states)


class TemplatesPage(Page):
    """One template at a time; a click on a cell says what it shows."""

    keys = (KeyHelp("Return", "点这一格"), KeyHelp("PgUp", "上一期"), KeyHelp("Esc", "收起"))
    concerns = frozenset({"form_template", "template_cell"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown = Shown([], None, None, (), ClosedMonths(None), {})
        self.wanted: object = None
        self._goes_to = ""
        self.filled = FilledPreview(self)
        self._names: list[str] = []
        self.tabs = Switch([""])
        self.setAcceptDrops(True)
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self.view if self.shown.rows else self.files.zone.choose

    def opened(self, subject: object) -> None:
        if isinstance(subject, str) and subject.count(SPLIT) == 2:
            self.wanted, self._goes_to = UUID(subject.split(SPLIT)[0]), subject
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(ask_templates, self.wanted, then=self._show)

    def has_unsaved(self) -> bool:
        return self.files.comparison is not None

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.chooser = PeriodChooser(self.desk.today())
        self.files, self.saving = TemplateFiles(self), TemplateSaving(self, self.chooser)
        buttons = [self.files.add, self.saving.all, self.saving.save]
        self._head = PageHead("上级表格", buttons=buttons)
        self.view, self.panel = SheetView(), BindingPanel(self.desk)
        self._tabs = row()
        self._sheet = Card(margin=12, gap=8)
        self._sheet.add(self._tabs, self.view)
        self._sheet.body.setStretch(1, 1)
        self._place = QStackedWidget()
        self._place.addWidget(self.files.zone)
        self._place.addWidget(self._sheet)
        body = row(self._place, gap=14)
        self._in_place: dict[QWidget, QWidget] = {}
        for panel in (self.panel, self.files.moved):
            if self.large:
                self._in_place[panel] = scrolling(holder(column(panel)))
                self._place.addWidget(self._in_place[panel])
            else:
                body.addWidget(panel)
                panel.hide()
        body.setStretch(0, 1)
        parts = (self._head, self.chooser, self._tool_row(), self.files.offer, body)
        page_layout(self, *parts, gap=8).setStretch(4, 1)

    def _tool_row(self) -> QWidget:
        self.pick = ChoiceInput([], placeholder="选表格", width=230)
        self.pick.setAccessibleName("哪份表格")
        self.mode = Switch(["绑格子", "看填好的"])
        self.naming = TemplateNaming(self)
        self._counts = elided("", "small")
        tools = row(self.pick, self.mode, self._counts, self.naming.rename, self.naming.remove)
        tools.setStretch(2, 1)
        self._tools = holder(tools)
        return self._tools

    def _listen(self) -> None:
        self.pick.chosen.connect(self._picked)
        self.mode.chosen.connect(self._turn)
        self.naming.removed.connect(self._removed)
        self.chooser.wanted.connect(self._other_period)
        self.filled.came.connect(self._show_filled)
        self.filled.refused.connect(self._not_filled)
        self.view.cell_chosen.connect(self._cell_chosen)
        self.panel.closed.connect(self._close_panel)
        self.panel.wanted.connect(self._bind)
        self.panel.unwanted.connect(self._let_go)
        self.files.came.connect(self._came)
        self.files.moving.connect(self._moving)
        self.files.moved.looked_at.connect(self._look_at)
        self.files.moved.sheet_wanted.connect(self._to_the_sheet)
        for keys, by in (("PgUp", -1), ("PgDown", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=by: self.chooser.step(step))
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._escape)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        self.shown, self.files.rows = shown, shown.rows
        self._tools.setVisible(bool(shown.rows))
        self.chooser.setVisible(bool(shown.rows))
        self.saving.show_template(shown.row)
        self.naming.template = shown.row
        self.chooser.show_closed(shown.closed, shown.states)
        self.pick.offer([(one.template_id, one.name) for one in shown.rows])
        self._say(shown)
        if shown.row is not None:
            self.wanted = shown.row.template_id
            self.pick.put(self.wanted)
        if self.files.comparison is None:
            self._show_look(shown)

    def _say(self, shown: Shown) -> None:
        kinds = [one.bound.what for one in shown.cells]
        figures, words = kinds.count(TemplateWhat.FIGURE), kinds.count(TemplateWhat.WORDS)
        columns = kinds.count(TemplateWhat.COLUMN)
        some = f"{len(shown.rows):,} 份，选好月份就能填；点格子改填什么"
        self._head.sentence.setText(some if shown.rows else "放进来一次，以后月月自动填")
        counts = f"绑了 {figures:,} 个数字、{words:,} 处文字、{columns:,} 列名单"
        self._counts.setText(self.filled.words if self._shows_values else counts)
        self._counts.set_tone("amber" if self._shows_values else "text2")

    def _show_look(self, shown: Shown) -> None:
        if shown.look is None:
            self._lack_file(shown.row)
            return
        if self._place.currentWidget() is self.files.zone:
            self._place.setCurrentWidget(self._sheet)
        self.files.add.show()
        self._show_tabs(shown.look)
        if self.mode.at == FILLED:
            self._ask_preview()
        else:
            self._show_sheet()
            self._go_where_wanted()

    def _lack_file(self, template: TemplateRow | None) -> None:
        self._close_panel()
        self._place.setCurrentWidget(self.files.zone)
        self.files.add.hide()  # the zone has the same button, and the same key
        words = f"请把“{template.file_name}”拖进来一次" if template else "把上级的空表拖到这里"
        self.files.zone.words.setText(words)
        if template is not None:
            self._counts.setText("这份是另一台电脑放进来的，绑好的格子都在，只差文件")

    def _show_tabs(self, look: BookLook) -> None:
        names = [sheet.name for sheet in look.sheets]
        if self._names == names:
            return
        at = self.tabs.at
        clear(self._tabs)
        self._names = names
        self.tabs = Switch(names, at=at if at < len(names) else 0)
        self.tabs.chosen.connect(self._show_sheet)
        self._tabs.addWidget(self.tabs)
        self._tabs.addStretch(1)
        self.tabs.setVisible(len(names) > 1)

    @property
    def look(self) -> BookLook | None:
        """The new file while its cells are asked for, the filled one, or the template."""
        if self.files.comparison is not None:
            return self.files.comparison.dropped.look
        return self.filled.look if self._shows_values else self.shown.look

    @property
    def _shows_values(self) -> bool:
        return self.mode.at == FILLED and self.filled.look is not None

    @property
    def sheet(self) -> SheetLook | None:
        """The sheet that is shown."""
        look, at = self.look, self.tabs.at
        return look.sheets[at] if look is not None and at < len(look.sheets) else None

    def _show_sheet(self, *_anything: object) -> None:
        sheet = self.sheet
        if sheet is not None:
            filled = self._shows_values and self.files.comparison is None
            self.view.show_sheet(sheet, self._bound_here(sheet), filled=filled)

    def _bound_here(self, sheet: SheetLook) -> dict[Spot, Said]:
        """What is bound to this sheet, or where a changed one would have it."""
        if self.files.comparison is not None:
            return self._moved_here(sheet)
        bounds = [one.bound for one in self.shown.cells]
        return {one.spot: said_of(one) for one in bounds if one.sheet == sheet.name}

    def _moved_here(self, sheet: SheetLook) -> dict[Spot, Said]:
        comparison, found = self.files.comparison, {}
        answers = self.files.moved.places
        for one in (*comparison.found, *comparison.new) if comparison else ():
            asked = comparison is not None and one in comparison.asked
            where = answers.get(one.cell_id) if asked else (one.bound.sheet, one.bound.place)
            if where is not None and where[0] == sheet.name:
                found[row_and_column(where[1])] = said_of(one.bound, doubtful=asked)
        return found

    def _go_where_wanted(self) -> None:
        if self._goes_to and self.filled.look is None:
            _, sheet, where = self._goes_to.split(SPLIT)
            self._goes_to = ""
            if self._to_sheet(sheet):
                self.view.choose(row_and_column(where))

    def _to_sheet(self, name: str) -> bool:
        if name not in self._names:
            return False
        if self.tabs.at != self._names.index(name):
            self.tabs.choose(self._names.index(name))
        return True

    def _removed(self) -> None:
        self.wanted = None
        self._close_panel()

    # --- another template, view or span -------------------------------------------------------

    def _picked(self, key: object) -> None:
        self.wanted = key
        self.filled.forget()
        self._close_panel()
        self.refresh()

    def _came(self, key: object) -> None:
        self.mode.choose(BIND)
        self._picked(key)

    def _turn(self, at: int) -> None:
        self._close_panel()
        if at == FILLED:
            self._ask_preview()
        else:
            self.filled.forget()
            self._say(self.shown)
            self._show_sheet()

    def _other_period(self, _period: object) -> None:
        if self.mode.at == FILLED:
            self._ask_preview()

    def _ask_preview(self) -> None:
        self.filled.ask(self.shown.row, self.saving.order())

    def _show_filled(self) -> None:
        if self.mode.at == FILLED:
            self._say(self.shown)
            self._show_sheet()

    def _not_filled(self, error: StationError) -> None:
        self.mode.choose(BIND)
        self.explain(error)

    # --- cells ------------------------------------------------------------------------------

    def _cell_chosen(self, spot: Spot) -> None:
        sheet, template = self.sheet, self.shown.row
        if sheet is None or template is None or self._shows_values:
            return
        if self.files.comparison is not None:
            self.files.moved.place_here(sheet.name, spot)
            self._show_sheet()
            self._open_panel(self.files.moved)
        elif sheet.at(*spot).formula is not None:
            self._close_panel()
            self.desk.say("这一格是公式，打开表格时自己会算，不用填")
        else:
            bounds = [one.bound for one in self.shown.cells]
            here = (one for one in bounds if one.sheet == sheet.name and one.spot == spot)
            key = str(template.template_id)
            self.panel.show_cell(Chosen(key, template.name, sheet, spot, next(here, None)))
            self._open_panel(self.panel)
            self.panel.first_field()

    def _open_panel(self, panel: QWidget) -> None:
        if self.large:
            self._turn_to(self._in_place[panel])
        else:
            panel.show()

    def _close_panel(self) -> None:
        self.panel.put_away()
        if not self.large:
            self.panel.hide()
        elif self._place.currentWidget() is self._in_place[self.panel]:
            self._turn_to(self._sheet)
        self.view.let_go()
        if self.shown.rows and self.isVisible():
            self.view.setFocus()

    def _escape(self) -> None:
        if self.files.comparison is not None:
            self.files.stop_moving()
        else:
            self._close_panel()

    def _bind(self, bound: Bound) -> None:
        if (template := self.shown.row) is not None:
            self.tasks.write(
                action("template.bind", name=template.name),
                bind_cells,
                template.template_id,
                [bound],
                then=self._was_bound,
                failed=self.panel.explain,
                holds=self.panel.keep,
            )

    def _was_bound(self, _count: object) -> None:
        words = f"{self.panel.title.text()}已绑好"
        self.panel.done()
        self._close_panel()
        self.desk.say(words, undo=True)

    def _let_go(self) -> None:
        template, chosen = self.shown.row, self.panel.chosen
        if template is not None and chosen is not None and chosen.bound is not None:
            self.tasks.write(
                action("template.let_go", name=template.name),
                let_go,
                template.template_id,
                chosen.bound.sheet,
                chosen.bound.place,
                then=self._was_let_go,
                failed=self.explain,
            )

    def _was_let_go(self, _nothing: object) -> None:
        self.panel.done()
        self._close_panel()
        self.desk.say("这一格不再填了", undo=True)

    # --- files ------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if (file := file_of(event)) is not None:
            self.files.drop_file(file)

    def _moving(self) -> None:
        """Cells of a changed file are asked for, or no longer."""
        comparison = self.files.comparison
        self._close_panel()
        self.mode.choose(BIND)
        look = comparison.dropped.look if comparison else self.shown.look
        if not self.large:
            self.files.moved.setVisible(comparison is not None)
        if look is not None:
            self._turn_to(self._sheet)
            self._show_tabs(look)
            self._show_sheet()
        if comparison is not None:
            self._open_panel(self.files.moved)

    def _look_at(self, where: tuple[str, str]) -> None:
        if self._to_sheet(where[0]):
            self.view.mark(row_and_column(where[1]))

    def _to_the_sheet(self) -> None:
        """In large mode the list and the sheet take turns."""
        self._turn_to(self._sheet)
        self.view.setFocus()

    def _turn_to(self, shown: QWidget) -> None:
        """A panel in the sheet's place takes the room of the rows above it too."""
        self._place.setCurrentWidget(shown)
        for above in (self.chooser, self._tools):
            above.setVisible(shown is self._sheet)


def said_of(bound: Bound, *, doubtful: bool = False) -> Said:
    """What a bound cell says in the sheet."""
    whole = bound.said
    if bound.what is TemplateWhat.COLUMN:
        return Said(f"↓ {whole.partition('：')[2]}", whole, doubtful)
    short = whole if bound.what is TemplateWhat.WORDS else whole.rpartition("（")[0]
    return Said(short, whole, doubtful)
