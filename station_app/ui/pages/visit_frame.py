"""How the page of one trip is laid out: three columns, or in large mode one with a bar below."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import (
    Card,
    PageHead,
    Part,
    holder,
    page_layout,
    row,
    scrolling,
)
from station_app.ui.components.notices import Banner
from station_app.ui.components.text import Text, elided
from station_app.ui.pages.visit_form import VisitForm
from station_app.ui.pages.visit_lines import LineList
from station_app.ui.pages.visit_sections import TWO_LINES
from station_app.ui.pages.visit_side import WillWritePanel
from station_app.ui.theme import current


class EntryFrame:
    """Head, banners, the form between its two sides."""

    def __init__(
        self, page: QWidget, paper: VisitForm, lines: LineList, side: WillWritePanel
    ) -> None:
        self._page, self._lines, self._side = page, lines, side
        self.print = Button("打印路书", icon="printer", keys="Ctrl+P")
        self.drop = Button("不要了，重新写", Look.TEXT, height="button_row")
        self.put_back = Banner("", meaning="amber", buttons=[self.drop])
        self.gone = Banner("", meaning="blue")
        self.brief = elided("", "small")
        self.number_bar: QWidget | None = None
        for hidden in (self.put_back, self.gone):
            hidden.hide()
        self.head = PageHead("一趟四用", buttons=[self._aside()])
        body = self._body(paper)
        page_layout(page, self.head, self.put_back, self.gone, body, gap=12).setStretch(3, 1)

    def offer_sheet(self, *, there: bool) -> None:
        """Printing, or the field for a number, only where there is a sheet."""
        (self.print if self.number_bar is None else self.number_bar).setVisible(there)

    def _aside(self) -> QWidget:
        """Beside the title: the printer, or where no list stands beside the form, the number."""
        if not current().large:
            return self.print
        self.print.setParent(self._page)
        self.print.hide()
        self.number_bar = holder(row(Text("路书序号", "small"), self._lines.number))
        return self.number_bar

    def _body(self, paper: VisitForm) -> QHBoxLayout | QVBoxLayout:
        card = Card(margin=18)
        card.add(scrolling(paper))
        card.body.setStretch(0, 1)
        card.setMinimumHeight(current().px(170))
        if current().large:
            return self._large_body(card)
        self.brief.setParent(self._page)
        self.brief.hide()
        body = row(self._lines, card, self._side, gap=14)
        body.setStretch(1, 1)
        return body

    def _large_body(self, card: QWidget) -> QVBoxLayout:
        """One thing per screen: what will be written stands in the bar."""
        side = self._side
        for hidden in (self._lines, side):
            hidden.setParent(self._page)
            hidden.hide()
        below: list[Part] = [side.nobody, side.away, side.save, side.next]
        apart = current().percent >= TWO_LINES
        bottom = row(None, *below) if apart else row(self.brief, *below)
        bottom.setStretch(0, 1)
        body = QVBoxLayout()
        body.addWidget(card, 1)
        if apart:
            body.addWidget(self.brief)
        body.addLayout(bottom)
        return body
