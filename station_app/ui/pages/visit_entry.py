"""Recording a visit: whom, when, how, what was promised; kept while one types; then the next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.models.identifiers import PersonId, VisitId
from station_app.queries.people import Sort
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import PeopleFound, find_people
from station_app.queries.person_dues import PersonView, person_view
from station_app.queries.visits import VisitDetail, visit_detail
from station_app.services.attachments_with import visit_with_photos
from station_app.services.visits import (
    CorrectVisit,
    RecordedVisit,
    RecordVisit,
    correct_visit,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Card, PageHead, page_layout, row, scrolling
from station_app.ui.components.notices import Banner
from station_app.ui.components.readers import words_of
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.doubt_dialog import Asked
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.visit_form import Correction, VisitForm, stored
from station_app.ui.pages.visit_side import DueList, WillWrite
from station_app.ui.people_picker import Picked
from station_app.ui.person_words import sex_and_age
from station_app.ui.theme import current

FIELD_OF = {
    "visit.nobody": "people",
    "visit.person_twice": "people",
    "visit.headcount": "headcount",
    "visit.visitors": "visitors",
    "visit.future": "visit_date",
    "visit.before_opening": "visit_date",
    "visit.before_birth": "visit_date",
    "fact.reason": "reason",
}


@dataclass(slots=True)
class _Sitting:
    """What the page remembers while one records visit after visit."""

    correcting: VisitId | None = None
    subject: str = ""
    and_next: bool = True
    visitors: str = ""


class VisitEntryPage(Page):
    """Ctrl Enter keeps and goes to the next who is late; Ctrl S keeps and goes back."""

    keys = (
        KeyHelp("Return", "下一项"),
        KeyHelp("Ctrl+Return", "保存并下一户"),
        KeyHelp("Ctrl+S", "保存"),
        KeyHelp("Esc", "先放下"),
    )
    concerns = frozenset({"visit", "visit_attendance", "person"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sitting = _Sitting(visitors=desk.operator.name)
        self.paper = VisitForm(desk)
        self.due, self.side = DueList(), WillWrite()
        self._also = TextInput(longest=30000)
        self._pictures = TextInput(longest=30000)
        self._drafts = DraftKeeper(desk.drafts, "visit_entry", self._draft_form(), self)
        self._recording = Asked(self, self._record, refused=self._refused)
        self._correcting = Asked(self, self._correct, yes="仍然更正", refused=self._refused)
        self._put_back = Banner("", meaning="amber", buttons=[self._drop_button()])
        self._put_back.hide()
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        empty = not self.paper.picker.people
        return self.paper.picker.field if empty else self.paper.form["situation"].field

    def has_unsaved(self) -> bool:
        return bool(self.paper.form.values()["situation"] or self.paper.photos.waiting)

    def opened(self, subject: object) -> None:
        self.refresh()
        if isinstance(subject, Correction):
            self._sitting.correcting = subject.visit_id
            self.tasks.read(visit_detail, subject.visit_id, then=self._show_detail)
            return
        self._sitting.correcting = None
        key = _person_key(subject)
        if key is None:
            self._begin([])
        else:
            self.tasks.read(person_view, key, today=self.desk.today(), then=self._begin_with)

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(
            find_people,
            PeopleFilter(overdue=True),
            today=self.desk.today(),
            sort=Sort.LAST_CONTACT,
            then=self._show_due,
        )

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self._head = PageHead("登记走访")
        card = Card(margin=18)
        card.add(scrolling(self.paper))
        card.body.setStretch(0, 1)
        body: QHBoxLayout | QVBoxLayout = row(card, gap=14)
        if current().large:
            for hidden in (self.due, self.side):
                hidden.setParent(self)
                hidden.hide()
            self.side.next.setParent(self)
            body = QVBoxLayout()
            body.addWidget(card, 1)
            body.addLayout(row(None, self.side.away, self.side.save, self.side.next))
        else:
            body.insertWidget(0, self.due)
            body.addWidget(self.side)
            body.setStretch(1, 1)
        page_layout(self, self._head, self._put_back, body, gap=12).setStretch(2, 1)

    def _draft_form(self) -> Form:
        """The fields of the paper; people and photos as hidden texts."""
        hidden = {"also": FormRow("", self._also), "pictures": FormRow("", self._pictures)}
        return Form(**self.paper.form.rows, **hidden)

    def _drop_button(self) -> Button:
        drop = Button("不要了，重新写", Look.TEXT, height="button_row")
        drop.clicked.connect(self._drop)
        return drop

    def _listen(self) -> None:
        self.paper.changed.connect(self._changed)
        self.paper.photos.changed.connect(self._photos_changed)
        self.paper.picker.changed.connect(self._people_changed)
        self.due.wanted.connect(self._go_to)
        self.side.next.clicked.connect(self._save_and_next)
        self.side.save.clicked.connect(self._save)
        self.side.away.clicked.connect(self._put_away)
        self._drafts.kept.connect(self._kept)
        down = QShortcut(QKeySequence("PgDown"), self)
        down.activated.connect(self._to_next)

    # --- showing ----------------------------------------------------------------------------

    def _begin_with(self, view: PersonView | None) -> None:
        if view is None:
            self._begin([])
            return
        who = view.page.row
        self._begin([Picked(PersonId(who.person_id), who.name)])

    def _begin(self, people: list[Picked]) -> None:
        self._sitting.subject = str(people[0].person_id) if people else ""
        day = self.desk.today()
        self.paper.begin(people, visitors=self._sitting.visitors, day=day)
        self._head.title.setText("登记走访")
        self._offer_next(correcting=False)
        title = f"{people[0].name} 的走访" if people else "还没选人的走访"
        self._also.setText("")
        self._pictures.setText("")
        if self._drafts.begin(self._sitting.subject, title):
            self.paper.picker.put(stored(self._also.text()) or people)
            self.paper.photos.put_text(self._pictures.text())
            self._put_back.say("上次写到一半，已经放回来了", meaning="amber")
            self._put_back.show()
        else:
            self._put_back.hide()
        self.side.show_kept("")
        (self.first_focus() or self).setFocus()

    def _show_detail(self, detail: VisitDetail | None) -> None:
        if detail is None:
            self.desk.back()
            return
        self.paper.show_detail(detail)
        self._head.title.setText("更正走访")
        self._head.sentence.setText("原来的留底；人次变了的会冲正再记")
        self._put_back.hide()
        self._offer_next(correcting=True)
        self.paper.form["reason"].field.setFocus()

    def _offer_next(self, *, correcting: bool) -> None:
        self.side.next.set_words("记下更正" if correcting else "保存并下一户")
        self.side.save.setVisible(not correcting)

    def _show_due(self, found: PeopleFound) -> None:
        self.due.show_rows(found.rows, found.total, self.desk.today())

    def _changed(self) -> None:
        self.side.show_counts(self.paper)

    def _photos_changed(self) -> None:
        self._pictures.setText(self.paper.photos.as_text())

    def _people_changed(self) -> None:
        self._also.setText(self.paper.stored_people())
        self.paper.form["people"].show_error("")
        people = self.paper.picker.people
        if not people:
            self.side.show_person(None, self.desk.today())
            self._head.sentence.setText("选人，写几句，Ctrl Enter 存好接着下一户")
            return
        self.tasks.read(
            person_view, people[0].person_id, today=self.desk.today(), then=self._show_person
        )

    def _show_person(self, view: PersonView | None) -> None:
        self.side.show_person(view, self.desk.today())
        if view is None or self._sitting.correcting is not None:
            return
        who = view.page.row
        parts = [who.name, sex_and_age(who.sex, who.age), who.group_name or ""]
        more = len(self.paper.picker.people) - 1
        words = "，".join(part for part in parts if part)
        self._head.sentence.setText(f"{words}，等 {more + 1} 人" if more else words)

    def _kept(self, moment: object) -> None:
        if isinstance(moment, datetime):
            self.side.show_kept(f"{moment.astimezone():%H:%M:%S} 已自动存好")

    # --- keeping ----------------------------------------------------------------------------

    def _save_and_next(self) -> None:
        self._submit(and_next=True)

    def _save(self) -> None:
        self._submit(and_next=False)

    def _submit(self, *, and_next: bool) -> None:
        self._sitting.and_next = and_next
        if not self.paper.form.check():
            return
        if not self.paper.met:
            self.paper.form.explain("还没有选走访对象，请选一个人", "people")
            return
        paper, met = self.paper.paper(), self.paper.met
        if self._sitting.correcting is None:
            self._recording.send(RecordVisit(paper=paper, met=met))
            return
        reason = str(self.paper.form.values()["reason"] or "")
        self._correcting.send(
            CorrectVisit(visit_id=self._sitting.correcting, paper=paper, met=met, reason=reason)
        )

    def _record(self, command: RecordVisit) -> None:
        self.tasks.write(
            action("visit.record", name=self._names()),
            visit_with_photos,
            command,
            self.paper.photos.waiting,
            today=self.desk.today(),
            then=self._recorded,
            failed=self._recording.refused,
            holds=self.side.next,
        )

    def _correct(self, command: CorrectVisit) -> None:
        self.tasks.write(
            action("visit.correct", name=self._names()),
            correct_visit,
            command,
            today=self.desk.today(),
            then=self._corrected,
            failed=self._correcting.refused,
            holds=self.side.next,
        )

    def _names(self) -> str:
        people = [one.name for one in self.paper.picker.people]
        people = people or [one.recipient_text or "" for one in self.paper.met]
        return people[0] if len(people) == 1 else f"{people[0]}等 {len(people)} 人"

    def _recorded(self, made: RecordedVisit) -> None:
        remark = f"，{words_of(made.notes[0]).rstrip('。')}" if made.notes else ""
        self.desk.say(f"已登记{self._names()}的走访{remark}", undo=True)
        self._drafts.done()
        self._sitting.visitors = str(self.paper.form.values()["visitors"] or "")
        here: set[UUID] = {one.person_id for one in self.paper.picker.people}
        self.due.mark_done(here)
        if not self._sitting.and_next:
            self._begin([])
            self.desk.back()
            return
        following = self.due.next_after(here)
        if following is None:
            self._begin([])
        else:
            self._go_to(following.person.person_id, following.person.name)

    def _corrected(self, _made: RecordedVisit) -> None:
        self.desk.say(f"已更正{self._names()}的走访", undo=True)
        self._begin([])
        self.desk.back()

    def _refused(self, error: StationError) -> None:
        name = FIELD_OF.get(error.code)
        if name is None:
            self.explain(error)
        else:
            self.paper.form.explain(sentence(error), name)

    def _go_to(self, person_id: PersonId, name: str) -> None:
        self._drafts.keep_now() if self.has_unsaved() else None
        self._begin([Picked(person_id, name)])

    def _to_next(self) -> None:
        here: set[UUID] = {one.person_id for one in self.paper.picker.people}
        if (following := self.due.next_after(here)) is not None:
            self._go_to(following.person.person_id, following.person.name)

    def _put_away(self) -> None:
        if self.has_unsaved() and self._sitting.correcting is None:
            self._drafts.keep_now()
            self.desk.say("先放下了，今日页上可以接着写")
        self.desk.back()

    def _drop(self) -> None:
        self._drafts.done()
        self._begin(list(self.paper.picker.people))


def _person_key(subject: object) -> UUID | None:
    """The person that the page is opened on: a key, or its text from a half-written form."""
    if isinstance(subject, UUID):
        return subject
    try:
        return UUID(str(subject)) if subject else None
    except ValueError:
        return None
