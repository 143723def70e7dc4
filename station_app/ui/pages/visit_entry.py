"""一趟四用: at the desk after a home visit, house after house, everything done there in one go."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from station_app.models.identifiers import PersonId, VisitId
from station_app.queries.people_late import AsOf, LateAsOf, late_as_of
from station_app.queries.person_dues import PersonView, person_view
from station_app.queries.route_sheets import LineRow, LineState, Sheet, open_sheet, route_sheet
from station_app.queries.trip import TripView, trip_view
from station_app.queries.visits import VisitDetail, visit_detail
from station_app.services.staff import StaffRow, staff_list
from station_app.services.trips import (
    RecordTrip,
    WillWrite,
    will_write,
)
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.visit_form import SheetSubject, VisitForm, stored
from station_app.ui.pages.visit_frame import EntryFrame
from station_app.ui.pages.visit_keeping import Keeping
from station_app.ui.pages.visit_lines import LineList
from station_app.ui.pages.visit_sections import KeptSection
from station_app.ui.pages.visit_side import WillWritePanel, will_write_lines
from station_app.ui.pages.visit_words import (
    CORRECTS,
    at_the_door,
    corrected_visit,
    day_of,
    draft_title,
    gone_words,
    person_key,
)
from station_app.ui.people_picker import Picked
from station_app.ui.print_preview import order, show_paper

SECTIONS = ("gifts", "certifying", "plaque")


@dataclass(slots=True)
class _Sitting:
    """What the page remembers while one enters house after house."""

    correcting: VisitId | None = None
    subject: str = ""
    sheet_id: UUID | None = None
    start_sheet: bool = False
    and_next: bool = True
    visitors: str = ""
    view: TripView | None = None


class VisitEntryPage(Page):
    """Ctrl Enter keeps and goes to the next number; Ctrl S keeps and goes back."""

    keys = (
        KeyHelp("Return", "下一项"),
        KeyHelp("Alt+1–5", "跳到一块"),
        KeyHelp("Alt+X", "按序号"),
        KeyHelp("PgDn", "下一户"),
    )
    concerns = frozenset(
        {"visit", "visit_attendance", "person", "route_sheet", "route_line"}
        | {"condolence_plan", "condolence_payment", "condolence_batch"}
        | {"certification", "certification_cycle", "plaque", "plaque_event", "staff"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sitting = _Sitting(visitors=desk.operator.name)
        self._late_known: AsOf | None = None
        """As of when the late are shown."""
        self.paper = VisitForm(desk)
        self.lines, self.side = LineList(desk.today()), WillWritePanel()
        self._also = TextInput(longest=30000)
        self._pictures = TextInput(longest=30000)
        self._drafts = DraftKeeper(desk.drafts, "visit_entry", self._draft_form(), self)
        self.keeping = Keeping(self)
        self.frame = EntryFrame(self, self.paper, self.lines, self.side)
        self._head = self.frame.head
        self._listen()

    def first_focus(self) -> QWidget | None:
        empty = not self.paper.picker.people
        return self.paper.picker.field if empty else self.paper.form["situation"].field

    def has_unsaved(self) -> bool:
        values = self.paper.form.values()
        ticked = any(section.kept_text() for section in self.paper.sections)
        written = values["situation"] or values["follow_up"] or values["needs"]
        return bool(written or self.paper.photos.waiting or ticked)

    def opened(self, subject: object) -> None:
        self._sitting.correcting = corrected_visit(subject)
        if isinstance(subject, SheetSubject):
            self._sitting.sheet_id, self._sitting.start_sheet = subject.sheet_id, True
        key, correcting = person_key(subject), self._sitting.correcting
        if key is None and correcting is None:
            self._begin([])
        self.refresh()
        if correcting is not None:
            self.tasks.read(visit_detail, correcting, then=self._show_detail)
        elif key is not None:
            self.tasks.read(person_view, key, today=self.desk.today(), then=self._begin_with)

    def refresh(self, *_anything: object) -> None:
        today = self.desk.today()
        if self._sitting.sheet_id is None:
            self.tasks.read(open_sheet, today=today, then=self._show_sheet)
        else:
            self.tasks.read(route_sheet, self._sitting.sheet_id, then=self._show_sheet)
        self._ask_late()
        self.tasks.read(staff_list, on=today, then=self._show_staff)
        self._ask_due()

    def built_ahead(self) -> None:
        self._ask_late()

    def _ask_late(self) -> None:
        """Whose contact is late is the dearest question here: asked again once it may be new."""
        now = (self.tasks.writes, self.desk.today())
        if self._late_known != now:
            self.tasks.read(late_as_of, now, then=self._show_late)

    # --- building ---------------------------------------------------------------------------

    def _draft_form(self) -> Form:
        """The fields of the trip; people and photos as hidden texts, each section as one."""
        hidden = {
            "also": FormRow("", self._also),
            "pictures": FormRow("", self._pictures),
        }
        for name, section in zip(SECTIONS, self.paper.sections, strict=True):
            hidden[name] = FormRow("", KeptSection(section))
        return Form(**self.paper.form.rows, **hidden)

    def _listen(self) -> None:
        paper, side, lines = self.paper, self.side, self.lines
        paper.changed.connect(self._changed)
        paper.photos.changed.connect(self._photos_changed)
        paper.picker.changed.connect(self._people_changed)
        paper.others.clicked.connect(self._add_others)
        paper.gifts.to_batch.connect(partial(self.desk.open, "batch"))
        paper.certifying.same.clicked.connect(self._same_people)
        lines.person_wanted.connect(self._go_to)
        lines.number_wanted.connect(self._go_to_number)
        side.next.clicked.connect(self._save_and_next)
        side.save.clicked.connect(self._save)
        side.away.clicked.connect(self._put_away)
        side.nobody.clicked.connect(self._nobody)
        self.keeping.settled.connect(self._settled)
        self.keeping.corrected.connect(self._was_corrected)
        self.frame.print.clicked.connect(self._print)
        self.frame.drop.clicked.connect(self._drop)
        self._drafts.kept.connect(self._kept)
        for number in range(1, 6):
            self._bind(f"Alt+{number}", partial(paper.jump, number))
        self._bind("PgDown", partial(self._to_next, 1))
        self._bind("PgUp", partial(self._to_next, -1))

    def _bind(self, keys: str, do: "partial[None]") -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(do)

    # --- showing ----------------------------------------------------------------------------

    def _begin_with(self, view: PersonView | None) -> None:
        if view is None:
            self._begin([])
            return
        who = view.page.row
        self._begin([Picked(PersonId(who.person_id), who.name)])

    def _begin(self, people: list[Picked]) -> None:
        subject = str(people[0].person_id) if people else ""
        self._sitting.view = None
        self.paper.show_picker(shown=not people)
        self.paper.begin(people, visitors=self._visitors(people), day=self._day(people))
        self._head.title.setText("一趟四用")
        self._offer_next(correcting=False)
        self._also.setText("")
        self._pictures.setText("")
        self.frame.gone.hide()
        self._take_up(subject, draft_title(people), people)
        self.side.show_kept("")
        (self.first_focus() or self).setFocus()

    def _take_up(self, subject: str, title: str, people: list[Picked]) -> None:
        """What was begun here another time is put back, with its people and pictures."""
        self._sitting.subject = subject
        if not self._drafts.begin(subject, title):
            self.frame.put_back.hide()
            return
        self.paper.picker.put(stored(self._also.text()) or people)
        if self._pictures.text():
            self.paper.photos.put_text(self._pictures.text())
        self.frame.put_back.say("上次写到一半，已经放回来了", meaning="amber")
        self.frame.put_back.show()

    def _visitors(self, people: list[Picked]) -> str:
        """Whoever went by the sheet, else whoever went last."""
        line = self.lines.line_of(people[0].person_id) if people else None
        sheet = self.lines.sheet
        planned = sheet.visitors if sheet is not None and line is not None else None
        return planned or self._sitting.visitors

    def _day(self, people: list[Picked]) -> date:
        line = self.lines.line_of(people[0].person_id) if people else None
        sheet = self.lines.sheet
        planned = sheet.planned_on if sheet is not None and line is not None else None
        return day_of(planned, self.desk.today())

    def _show_detail(self, detail: VisitDetail | None) -> None:
        if detail is None:
            self.desk.back()
            return
        self.paper.show_detail(detail)
        self._head.title.setText("更正走访")
        self._head.sentence.setText("原来的留底；人次变了的会冲正再记")
        people = list(self.paper.picker.people)
        self._pictures.setText("")
        title = f"更正{draft_title(people)}"
        self._take_up(f"{CORRECTS}{detail.row.visit_id}", title, people)
        self._offer_next(correcting=True)
        self.paper.form["reason"].field.setFocus()

    def _offer_next(self, *, correcting: bool) -> None:
        self.side.next.set_words("记下更正" if correcting else "保存并下一户")
        self.side.save.setVisible(not correcting)
        self._offer_nobody()

    def _offer_nobody(self) -> None:
        """Nobody at home is said of a number that was not entered yet."""
        line = self._line
        may = line is not None and line.state is not LineState.DONE
        self.side.nobody.setVisible(may and self._sitting.correcting is None)
        self.frame.offer_sheet(there=self.lines.sheet is not None)

    def _show_sheet(self, sheet: Sheet | None) -> None:
        self.lines.show_sheet(sheet)
        self._mark_person()
        if sheet is not None and self._sitting.start_sheet:
            self._sitting.start_sheet = False
            first = next((line for line in sheet.lines if line.is_waiting), None)
            if first is not None and not self.paper.picker.people:
                self._go_to(first.person_id, first.name)

    def _show_late(self, late: LateAsOf) -> None:
        self._late_known = late.asked
        self.lines.show_late(late.found.rows, late.found.total)
        self._mark_person()

    def _show_staff(self, staff: tuple[StaffRow, ...]) -> None:
        self.paper.certifying.offer_staff(staff)

    def _mark_person(self) -> None:
        people = self.paper.picker.people
        self.lines.show_person(people[0].person_id if people else None)
        self._offer_nobody()
        self._tell_who()

    @property
    def _line(self) -> LineRow | None:
        """The number of whoever is entered."""
        people = self.paper.picker.people
        return self.lines.line_of(people[0].person_id) if people else None

    def _changed(self) -> None:
        what = self._what()
        missing = self.paper.certifying.missing()
        self.side.show_counts(what, missing)
        figures = [f"{words} {figure}" for _, words, figure, _ in will_write_lines(what, missing)]
        self.frame.brief.setText("，".join(figures))

    def _what(self) -> WillWrite:
        return will_write(self._trip(), self.paper.gifts.by_plan)

    def _trip(self) -> RecordTrip:
        line = self._line
        sheet = self.lines.sheet if line is not None else None
        return self.paper.trip(self.paper.met, sheet.sheet_id if sheet else None)

    def _photos_changed(self) -> None:
        self._pictures.setText(self.paper.photos.as_text())

    def _people_changed(self) -> None:
        self._also.setText(self.paper.stored_people())
        self.paper.form["people"].show_error("")
        if self._sitting.correcting is None:
            self._drafts.rename(draft_title(self.paper.picker.people))
        self._mark_person()
        self._ask_due()

    def _ask_due(self) -> None:
        if self._sitting.correcting is not None:
            return
        keys = tuple(one.person_id for one in self.paper.picker.people)
        self.tasks.read(trip_view, keys, today=self.desk.today(), then=self._show_due)

    def _show_due(self, view: TripView) -> None:
        """What is due at this door; an answer about people who were left is not shown."""
        here = [one.person_id for one in self.paper.picker.people]
        if {one.page.row.person_id for one in view.people} != set(here):
            return
        self._sitting.view = view
        gone = self.paper.show_due(view)
        if gone:
            self.frame.gone.say(gone_words(gone), meaning="blue")
            self.frame.gone.show()
        self.side.show_person(view.people[0] if view.people else None, self.desk.today())
        self._tell_who()

    def _tell_who(self) -> None:
        if self._sitting.correcting is not None:
            return
        view = self._sitting.view
        if view is None or not view.people:
            self._head.sentence.setText("选人，写几句，Ctrl Enter 存好接着下一户")
            return
        more = len(view.people) - 1
        self._head.sentence.setText(at_the_door(view.people[0].page.row, self._line, more))

    def _kept(self, moment: object) -> None:
        if isinstance(moment, datetime):
            self.side.show_kept(f"{moment.astimezone():%H:%M:%S} 已自动存好")

    def _same_people(self) -> None:
        self.paper.certifying.same_people(str(self.paper.form.values()["visitors"] or ""))

    def _add_others(self) -> None:
        self.paper.show_picker(shown=True)
        self.paper.picker.field.setFocus()

    # --- keeping ----------------------------------------------------------------------------

    def _save_and_next(self) -> None:
        self._submit(and_next=True)

    def _save(self) -> None:
        self._submit(and_next=False)

    def _submit(self, *, and_next: bool) -> None:
        self._sitting.and_next = and_next
        if not self.paper.form.check():
            return
        if self._sitting.correcting is None:
            self.keeping.record(self._trip())
        else:
            self.keeping.correct(self._sitting.correcting)

    def _nobody(self) -> None:
        self._sitting.and_next = True
        if (line := self._line) is not None:
            self.keeping.nobody(line)

    def _settled(self) -> None:
        """To the next house, or back where one came from."""
        self._drafts.done()
        self._sitting.visitors = str(self.paper.form.values()["visitors"] or "")
        here = self.keeping.people
        self.lines.mark_done(here)
        following = self.lines.next_person(here)
        if not self._sitting.and_next:
            self._back()
        elif following is not None:
            self._go_to(*following)
        else:
            self._begin([])

    def _was_corrected(self) -> None:
        self._drafts.done()
        self._back()

    def _back(self) -> None:
        self._begin([])
        self.desk.back()

    # --- going ------------------------------------------------------------------------------

    def _go_to(self, person_id: UUID, name: str) -> None:
        if self.has_unsaved():
            self._drafts.keep_now()
        self._sitting.correcting = None
        self._begin([Picked(PersonId(person_id), name)])

    def _go_to_number(self, number: int) -> None:
        sheet = self.lines.sheet
        line = sheet.numbered(number) if sheet is not None else None
        if line is None:
            self.desk.say(f"这张路书上没有 {number} 号")
        elif line.state is LineState.DONE and line.visit_id is not None:
            self.desk.say(f"{number} 号 {line.name}已经录过，打开了那次走访")
            self.desk.open("visits", line.visit_id)
        else:
            self._go_to(line.person_id, line.name)

    def _to_next(self, step: int) -> None:
        here: set[UUID] = {one.person_id for one in self.paper.picker.people}
        following = self.lines.next_person(here, step=step)
        if following is not None:
            self._go_to(*following)

    def _put_away(self) -> None:
        if self.has_unsaved():
            self._drafts.keep_now()
            if self.desk.drafts.find("visit_entry", self._sitting.subject) is not None:
                self.desk.say("先放下了，今日页上可以接着写")
        self.desk.back()

    def _drop(self) -> None:
        self._drafts.give_up()
        self._begin(list(self.paper.picker.people))

    def _print(self) -> None:
        sheet = self.lines.sheet
        if sheet is not None:
            show_paper(self, "route-sheet", order(self.desk, sheet_id=sheet.sheet_id))
