"""Right of the list of visits: one visit whole, with what was done on it, and its ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station_app.domain.codes import AttachmentOwner, VisitState, label
from station_app.domain.money import yuan
from station_app.queries.visit_parts import PaidThere, WholeVisit
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import clear, column, fill, holder, row, scrolling
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.visit_dialog import paper_lines
from station_app.ui.person_words import day_words
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.theme import current

WIDTH = 330


class VisitPanel(QFrame):
    """What the paper of the chosen visit says; put right or declared void from here."""

    correction_wanted = Signal(object)
    person_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(WIDTH))
        self._desk = desk
        self.visit: WholeVisit | None = None
        self.title = Text("", "h3", bold=True)
        self.names = Text("", "h2", bold=True, wrap=True)
        self.by = Text("", "cap", tone="text3")
        self._lines = QVBoxLayout()
        fill(self._lines, [], 8)
        self.photos = RecordPhotos(desk, AttachmentOwner.VISIT, side=56, per_row=4)
        self.correct = Button("更正", icon="file-pen-line")
        self.void = Button("作废", Look.DANGER, keys="Del")
        self.person = Button("看这个人", icon="user")
        self.correct.clicked.connect(self._correct)
        self.person.clicked.connect(self._person)
        inner = holder(column(self._lines, self.photos.strip, None, gap=10))
        layout = QVBoxLayout(self)
        ways = row(self.void, None, self.person, self.correct)
        fill(layout, [self.title, self.names, scrolling(inner), self.by, ways], 8)
        layout.setStretch(2, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        self.show_visit(None)

    def show_visit(self, visit: WholeVisit | None) -> None:
        """Another visit, or none."""
        self.visit = visit
        clear(self._lines)
        for button in (self.correct, self.void, self.person):
            button.setEnabled(visit is not None)
        if visit is None:
            self.title.setText("选一次走访，这里看全文")
            self.names.setText("")
            self.by.setText("")
            self.photos.strip.hide()
            return
        self._show(visit)

    def _show(self, visit: WholeVisit) -> None:
        one, today = visit.detail.row, self._desk.today()
        when = day_words(one.visit_date, today)
        how = f"{label('visit_method', one.method)}，{label('visit_kind', one.kind)}"
        self.title.setText(f"{when}　{how}")
        names = [met.name for met in one.met]
        self.names.setText("、".join(names) or "已作废")
        self.by.setText(f"{visit.detail.created_by}登记")
        for name, words in lines_of(visit, self._desk):
            told = (Text(name, "cap", tone="text2"), Text(words, "body", wrap=True))
            self._lines.addWidget(holder(column(*told, gap=1)))
        self.photos.show_record(one.visit_id, "、".join(names))
        self.photos.strip.show()
        done = one.state == VisitState.DONE
        self.void.setVisible(done)
        if self.correct.parentWidget() is self:  # without the panel the dialog puts it right
            self.correct.setVisible(done)
        self.person.setVisible(any(met.person_id for met in one.met))

    def _correct(self) -> None:
        if self.visit is not None:
            self.correction_wanted.emit(self.visit.detail.row.visit_id)

    def _person(self) -> None:
        if self.visit is not None:
            keys = [met.person_id for met in self.visit.detail.row.met if met.person_id]
            self.person_wanted.emit(keys[0])


def lines_of(visit: WholeVisit, desk: Desk) -> list[tuple[str, str]]:
    """What was written and what was done, one under the other."""
    lines = [pair for pair in paper_lines(visit.detail, desk.today()) if pair[0] != "走访了谁"]
    if visit.paid:
        lines.append(("发了慰问", "；".join(_paid(one) for one in visit.paid)))
    if visit.certified:
        lines.append(("上门认证", "、".join(visit.certified)))
    if visit.detail.plaque_look:
        lines.append(("光荣牌", label("plaque_look", visit.detail.plaque_look)))
    return lines


def _paid(one: PaidThere) -> str:
    return f"{one.name} {yuan(one.amount_fen)} 元" if one.amount_fen else f"{one.name} {one.goods}"
