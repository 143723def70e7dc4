"""What one cell shows: a figure of the month, words, or from here on one column of a list."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.domain.codes import CODE_LISTS, RosterColumn, TemplateSpan, TemplateWhat
from station_app.domain.sheet_look import SheetLook, Spot, place
from station_app.domain.tally_lines import BY_CODE, LINES
from station_app.domain.template import LISTS, Bound
from station_app.domain.template_guess import anchored, figure_at, headings, is_roster
from station_app.domain.template_words import SLOTS, column_meant, units_of
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.ui.components.button import Button, Look, icon_button
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, fill, row
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.theme import current

WIDE = 330
KINDS = (TemplateWhat.FIGURE, TemplateWhat.WORDS, TemplateWhat.COLUMN)
ROWS = {
    TemplateWhat.FIGURE: ("line", "span", "unit"),
    TemplateWhat.WORDS: ("words",),
    TemplateWhat.COLUMN: ("list", "column"),
}
FIELD_OF = {
    "template.line_missing": "line",
    "template.unit_unknown": "unit",
    "template.words_missing": "words",
    "template.slot_unknown": "words",
    "template.brace": "words",
    "template.column_missing": "column",
}
SPLIT = "|"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A cell of a template that was clicked, and what is bound to it."""

    template: str
    template_name: str
    sheet: SheetLook
    spot: Spot
    bound: Bound | None

    @property
    def subject(self) -> str:
        """Under which a half-written answer is kept."""
        return SPLIT.join((self.template, self.sheet.name, place(self.spot)))


def line_choices() -> list[tuple[object, str]]:
    """Every line by its label; of two alike the whole it is part of is said too."""
    labels = [line.label for line in LINES]
    choices: list[tuple[object, str]] = []
    for line in LINES:
        words = line.label
        if labels.count(words) > 1:
            whole = BY_CODE[line.parent].label if line.parent else line.code
            words = f"{words}（{whole}）"
        if words in {known for _, known in choices}:
            words = f"{words} {line.code}"
        choices.append((line.code, words))
    return choices


class BindingPanel(QFrame):
    """The panel beside the sheet; in large mode it takes the sheet's place."""

    closed = Signal()
    wanted = Signal(object)
    """A `Bound` that the cell shall show."""
    unwanted = Signal()
    """The cell shall show what the template says."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        if not current().large:
            self.setFixedWidth(current().px(WIDE))
        self.chosen: Chosen | None = None
        self.what = Switch(["数字", "文字", "名单"])
        self._build_fields()
        self.drafts = DraftKeeper(desk.drafts, "templates", self.form, self)
        self._build()
        self._listen()
        self._turn(0)

    # --- building ---------------------------------------------------------------------------

    def _build_fields(self) -> None:
        self.line = ChoiceInput(line_choices(), placeholder="输入几个字或拼音首字母")
        self.span = ChoiceInput(_codes("template_span"))
        self.unit = ChoiceInput([])
        self.words = TextInput(placeholder="例如 填报单位：{站名}")
        self.list = ChoiceInput(list(LISTS.items()))
        self.column = ChoiceInput(_codes("roster_column"))
        slots = "、".join(f"{{{name}}}" for name in SLOTS)
        self.form = Form(
            line=FormRow("填哪一项", self.line, required=True),
            span=FormRow("哪一期", self.span, required=True),
            unit=FormRow("数字单位", self.unit, required=True),
            words=FormRow("填的文字", self.words, required=True, hint=f"可以用 {slots}"),
            list=FormRow("哪个名单", self.list, required=True),
            column=FormRow(
                "哪一列", self.column, required=True, hint="从这一格往下，一人一行；行不够会自动加"
            ),
        )

    def _build(self) -> None:
        self.title = Text("", "h3", bold=True)
        self.beside = Text("", "small", tone="text2", wrap=True)
        away = icon_button("x", "收起")
        away.clicked.connect(self.closed)
        self.keep = Button("记住", icon="check", keys="Ctrl+Return")
        self.drop = Button("不填这格", Look.QUIET)
        head = row(self.title, None, away)
        layout = QVBoxLayout(self)
        rows = column(*self.form.rows.values(), gap=6)
        buttons = row(self.drop, None, self.keep)
        fill(layout, [head, self.beside, self.what, 4, rows, None, buttons], 8)
        margin = current().px(14)
        layout.setContentsMargins(margin, margin, margin, margin)

    def _listen(self) -> None:
        self.what.chosen.connect(self._turn)
        self.line.textChanged.connect(self._line_chosen)
        self.keep.clicked.connect(self._keep)
        self.drop.clicked.connect(self.unwanted)

    # --- showing ----------------------------------------------------------------------------

    def show_cell(self, chosen: Chosen) -> bool:
        """What a cell shows, or what its words make likely; True if a draft was put back."""
        if self.chosen is not None:
            self.drafts.keep_now()
        self.chosen = chosen
        self.title.setText(f"{place(chosen.spot)} 格")
        beside, above = anchored(chosen.sheet, chosen.spot)
        own = chosen.sheet.at(*chosen.spot).words
        self.beside.setText("，".join(each for each in (own, beside, above) if each) or "空着")
        self._put(chosen.bound or likely(chosen))
        self.drop.setVisible(chosen.bound is not None)
        put_back = self.drafts.begin(chosen.subject, f"上级表格 {chosen.template_name}")
        if put_back:
            self._turn_to_what_was_written()
        return put_back

    def _turn_to_what_was_written(self) -> None:
        """A draft does not say which of the three it was: its fields do."""
        values = self.form.values()
        if values["column"] and values["list"]:
            self.what.choose(KINDS.index(TemplateWhat.COLUMN))
        elif values["words"] and not values["line"]:
            self.what.choose(KINDS.index(TemplateWhat.WORDS))

    def _put(self, bound: Bound) -> None:
        self.form.fill(
            {
                "line": bound.line_code if bound.what is TemplateWhat.FIGURE else None,
                "span": bound.span or TemplateSpan.THIS,
                "words": bound.words or "",
                "list": bound.line_code if bound.what is TemplateWhat.COLUMN else None,
                "column": bound.roster_column,
            }
        )
        self._line_chosen()
        if bound.unit is not None:
            self.unit.put(bound.unit)
        self.what.choose(KINDS.index(bound.what))

    def _turn(self, at: int) -> None:
        shown = ROWS[KINDS[at]]
        for name, each in self.form.rows.items():
            each.setVisible(name in shown)

    def _line_chosen(self, *_anything: object) -> None:
        """The units of the line; one that fits stays."""
        line = BY_CODE.get(str(self.line.value))
        units = units_of(line) if line is not None else ()
        before = self.unit.value
        self.unit.offer([(unit, unit) for unit in units])
        if before not in units:
            self.unit.put(units[0] if units else None)

    def explain(self, error: StationError) -> None:
        """An answer of the service under the field it is about."""
        self.form.explain(sentence(error), FIELD_OF.get(error.code, ROWS[self.kind][0]))

    @property
    def kind(self) -> TemplateWhat:
        """Which of the three."""
        return KINDS[self.what.at]

    def first_field(self) -> None:
        """Where typing begins."""
        self.form[ROWS[self.kind][0]].field.setFocus()

    def done(self) -> None:
        """It is kept: nothing is half-written."""
        self.drafts.done()
        self.chosen = None

    def put_away(self) -> None:
        """Closed without keeping: what was written waits as a draft."""
        if self.chosen is not None:
            self.drafts.keep_now()
            self.chosen = None

    def _keep(self) -> None:
        if self.chosen is not None and self.form.check():
            self.wanted.emit(self.bound())

    def bound(self) -> Bound:
        """What stands in the form."""
        assert self.chosen is not None
        values, kind = self.form.values(), self.kind
        figure, listed = kind is TemplateWhat.FIGURE, kind is TemplateWhat.COLUMN
        return Bound(
            sheet=self.chosen.sheet.name,
            place=place(self.chosen.spot),
            what=kind,
            line_code=values["line"] if figure else values["list"] if listed else None,
            unit=values["unit"] if figure else None,
            span=TemplateSpan(values["span"]) if figure else None,
            words=values["words"] if kind is TemplateWhat.WORDS else None,
            roster_column=RosterColumn(values["column"]) if listed else None,
        )


def likely(chosen: Chosen) -> Bound:
    """What a fresh cell probably wants."""
    sheet, spot = chosen.sheet, chosen.spot
    found = figure_at(sheet, spot)
    if found is not None:
        return found
    own = sheet.at(*spot).words
    meant = None
    if not own and is_roster(headings(sheet, spot[0] - 1)):
        meant = column_meant(next(sheet.aboves(*spot), ""))
    what = TemplateWhat.WORDS if own else TemplateWhat.FIGURE
    return Bound(
        sheet=sheet.name,
        place=place(spot),
        what=TemplateWhat.COLUMN if meant else what,
        words=own or None,
        roster_column=meant,
    )


def _codes(name: str) -> list[tuple[object, str]]:
    return [(code, CODE_LISTS[name].label(code)) for code in CODE_LISTS[name].codes]
