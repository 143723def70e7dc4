"""The catalogue of forms: what there is on paper, for whom, and the way to see and print it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station_app.messages.printing import FAMILY_LABELS, FORM_LABELS, FORM_USES
from station_app.queries.printable import Printable, printable
from station_app.reports.pages_as_images import PageImage, page_image
from station_app.services.printing import (
    FORMS,
    Family,
    Form,
    PrintOrder,
    blank_of,
    print_for_groups,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
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
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column, Heading
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages import PAGES
from station_app.ui.pages.forms_order import Asked
from station_app.ui.print_preview import PrintPreview, Sheet, order, show_paper
from station_app.ui.theme import current

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PANEL = 408
LOOKS_DPI = 60
UPRIGHT, LYING = 134, 290
"""How wide the picture of an empty form is, in pixels at 100 %."""


class FormsPage(Page):
    """↑ ↓ choose a form, Enter or Ctrl Enter shows it, K its empty one."""

    keys = (
        KeyHelp("↑↓", "选一种表"),
        KeyHelp("Return", "看看再打印"),
        KeyHelp("K", "空表"),
    )
    concerns = frozenset({"person", "condolence_batch"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.offered = Printable((), ())
        self.form: Form | None = None
        self.asked: Asked | None = None
        self.table: RecordTable[Form] = RecordTable(_columns())
        self.table.chosen.connect(self._chose)
        self.table.opened.connect(self._opened_row)
        self._name, self._use = (
            Text("", "h3", bold=True),
            Text("", "small", tone="text2", wrap=True),
        )
        self._fields, self._picture = QVBoxLayout(), QVBoxLayout()
        self._fields.setSpacing(current().px(10))
        self._missing = Text("", "small", tone="red", wrap=True)
        self.blank = Button("空表", icon="printer", keys="K")
        self.blank.clicked.connect(self._show_blank)
        self.see = Button("看看再打印", Look.FILLED, icon="eye", keys="Ctrl+Return")
        self.see.clicked.connect(self._see)
        head = PageHead(
            "表格", f"{len(FORMS)} 种，先看再打印，也可以存成 PDF", buttons=self._doors()
        )
        self.views = Switch(["选表格", "怎么印"])
        page_layout(self, head, *self._body()).setStretch(2 if self.large else 1, 1)
        self.table.show_rows(_rows())  # type: ignore[arg-type]  # headings between the rows

    def first_focus(self) -> QWidget | None:
        return self.table

    def opened(self, subject: object) -> None:
        names = [one.name if isinstance(one, Form) else "" for one in _rows()]
        wanted = subject if subject in names else self.form.name if self.form else FORMS[0].name
        self.table.choose(names.index(str(wanted)))
        self.refresh()

    def built_ahead(self) -> None:
        self.opened(None)  # the first paper of a session costs 0.1 s: drawn before it is asked for

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(printable, then=self._show_offered)

    def _doors(self) -> list[Button]:
        """Ways to papers that are made elsewhere."""
        doors, known = [], {spec.name for spec in PAGES}
        for page, words, icon in (
            ("templates", "上级表格", "table-2"),
            ("printouts", "凭编号找回", "qr-code"),
        ):
            if page in known:
                door = Button(words, icon=icon)
                door.clicked.connect(lambda _on=False, to=page: self.desk.open(to))
                doors.append(door)
        return doors

    def _body(self) -> tuple[QWidget, ...]:
        """The list and beside it how the chosen form is wanted; large mode shows one of them."""
        self._build_panel()
        if not self.large:
            self.views.hide()
            both = row(self.table, self._panel, gap=14)
            both.setStretch(0, 1)
            return (holder(both),)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._panel)
        self.views.chosen.connect(self._turn_view)
        return (holder(row(self.views, None, self.blank, self.see)), self._stack)

    def _turn_view(self, number: int) -> None:
        """The focus goes along: what it was in may be hidden now."""
        self._stack.setCurrentIndex(number)
        first = self.asked.first_field() if self.asked and number else self.table
        (first or self.see).setFocus()

    def _build_panel(self) -> None:
        self._panel = Card(gap=8)
        inside = holder(column(self._fields, self._picture, None, gap=12))
        self._panel.add(
            column(self._name, self._use, gap=2),
            scrolling(inside),
            self._missing,
            *(() if self.large else (row(None, self.blank, self.see),)),
        )
        self._panel.body.setStretch(1, 1)
        self._missing.hide()
        if not self.large:
            self._panel.setFixedWidth(current().px(PANEL))

    def _show_offered(self, offered: Printable) -> None:
        if offered != self.offered or self.asked is None:
            self.offered = offered
            self._ask_anew()

    def _chose(self, chosen: Form | Heading) -> None:
        if isinstance(chosen, Form) and chosen is not self.form:
            self.form = chosen
            self._ask_anew()

    def _ask_anew(self) -> None:
        """The fields of the chosen form, and what it looks like."""
        if self.form is None:
            return
        self._name.setText(FORM_LABELS[self.form.name])
        self._use.setText(FORM_USES[self.form.name])
        self._missing.hide()
        self.blank.setVisible(self.form.has_blank)
        clear(self._fields)
        self.asked = Asked(self.desk, self.form, self.offered, self._fields)
        self.asked.setParent(self)
        clear(self._picture)
        if not self.large:
            self.tasks.read(_looks, self.form.name, order(self.desk), then=self._show_looks)

    def _show_looks(self, looks: tuple[str, PageImage] | None) -> None:
        if looks is None or self.form is None or looks[0] != self.form.name:
            return
        clear(self._picture)
        lies = looks[1].width > looks[1].height
        sheet = Sheet(looks[1], current().px(LYING if lies else UPRIGHT))
        sheet.setAccessibleName(f"{FORM_LABELS[self.form.name]}的样子")
        self._picture.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)

    def _opened_row(self, chosen: Form | Heading) -> None:
        if isinstance(chosen, Form):
            self._chose(chosen)
            self._see()

    def _see(self) -> None:
        if self.form is None or self.asked is None:
            return
        wanted = self.asked.wanted()
        self._missing.setText(wanted.missing)
        self._missing.setVisible(bool(wanted.missing))
        if wanted.missing:
            self.views.choose(1)
            return
        made = order(self.desk, **wanted.order_values())
        if wanted.groups:
            title = f"{FORM_LABELS[self.form.name]} {'、'.join(wanted.groups)}"
            preview = PrintPreview(self, self.desk, title)
            preview.make(print_for_groups, self.form.name, made, wanted.groups)
        else:
            show_paper(self, self.form.name, made)

    def _show_blank(self) -> None:
        if self.form is None or not self.form.has_blank:
            return
        bound = self.asked.bound.isChecked() if self.asked else False
        name = self.form.name
        show_paper(
            self,
            name,
            order(self.desk, blank=True, bound=bound),
            title=f"{FORM_LABELS[name]}（空表）",
        )


def _columns() -> list[Column[Form]]:
    return [
        Column(
            "表格",
            lambda one: FORM_LABELS[one.name],
            width=210,
            bold=True,
            whole=True,
            stretch=current().large,
        ),
        Column(
            "什么时候用", lambda one: FORM_USES[one.name], width=300, stretch=True, in_large=False
        ),
    ]


def _rows() -> Sequence[Form | Heading]:
    """All forms under the headings of what they are about."""
    rows: list[Form | Heading] = []
    for family in Family:
        rows += [Heading(FAMILY_LABELS[family]), *(one for one in FORMS if one.family is family)]
    return rows


def _looks(session: "Session", name: str, made: PrintOrder) -> tuple[str, PageImage] | None:
    """On a reader's thread: the first page of the empty form."""
    document = blank_of(session, name, made)
    return (name, page_image(document, 0, dpi=LOOKS_DPI)) if document else None
