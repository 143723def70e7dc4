"""Keeping one trip: what is sent, where a refusal is shown, and where one goes afterwards."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from station_app.domain.reading import ask
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.route_sheets import LineRow
from station_app.services.doubts import Doubtful
from station_app.services.route_sheets import nobody_home
from station_app.services.trips import RecordedTrip, RecordTrip, record_trip, will_write
from station_app.services.visits import CorrectVisit, RecordedVisit, correct_visit
from station_app.ui.components.readers import words_of
from station_app.ui.doubt_dialog import Asked
from station_app.ui.pages.visit_words import FIELD_OF, SECTION_OF, day_of, names_words, trip_label

if TYPE_CHECKING:
    from station_app.models.identifiers import VisitId
    from station_app.ui.pages.visit_entry import VisitEntryPage


class Keeping(QObject):
    """Sends the trip of the page as one unit of work; asks what is doubted."""

    settled = Signal()
    """This house is done: recorded, or nobody was there."""
    corrected = Signal()

    def __init__(self, page: "VisitEntryPage") -> None:
        super().__init__(page)
        self._page, self._paper, self._desk = page, page.paper, page.desk
        self._tasks, self._side = page.tasks, page.side
        self.recording = Asked(page, self._record, refused=self._refused)
        self.correcting = Asked(page, self._correct, yes="仍然更正", refused=self._refused)

    def record(self, command: RecordTrip) -> None:
        """A new trip, once each part that is ticked has what it needs."""
        if self._met_nobody():
            return
        if not self._parts_are_whole():
            return
        if self._page.has_unsaved():
            self.recording.send(command)
        else:  # the key pressed once too often is no visit to the next house
            empty = Doubtful((ask("visit.empty", name=self._names()),))
            self.recording.doubt(command, empty)

    def correct(self, visit_id: "VisitId") -> None:
        """A recorded visit, put right."""
        if self._met_nobody():
            return
        paper, met = self._paper.paper(), self._paper.met
        reason = str(self._paper.form.values()["reason"] or "")
        self.correcting.send(CorrectVisit(visit_id=visit_id, paper=paper, met=met, reason=reason))

    def nobody(self, line: LineRow) -> None:
        """Somebody was at the door and met nobody."""
        today = self._desk.today()
        self._tasks.write(
            action("route.away", name=line.name),
            nobody_home,
            line.line_id,
            on=day_of(self._paper.form.values()["visit_date"], today),
            today=today,
            then=self._was_away,
            failed=self._page.explain,
            holds=self._side.nobody,
        )

    @property
    def people(self) -> set[UUID]:
        """Whoever is at the door."""
        return {one.person_id for one in self._paper.picker.people}

    def _met_nobody(self) -> bool:
        if self._paper.met:
            return False
        self._paper.show_picker(shown=True)
        self._paper.form.explain("还没有选走访对象，请选一个人", "people")
        return True

    def _parts_are_whole(self) -> bool:
        """Whether each part that is ticked has what it needs; else the first is explained."""
        if not self._paper.gifts.check():
            return False
        missing = self._paper.certifying.missing()
        if missing:
            self._paper.certifying.explain("；".join(missing))
        return not missing

    def _record(self, command: RecordTrip) -> None:
        what = will_write(command, self._paper.gifts.by_plan)
        self._tasks.write(
            trip_label(self._names(), what),
            record_trip,
            command,
            today=self._desk.today(),
            then=self._recorded,
            failed=self.recording.refused,
            holds=self._side.next,
        )

    def _correct(self, command: CorrectVisit) -> None:
        self._tasks.write(
            action("visit.correct", name=self._names()),
            correct_visit,
            command,
            today=self._desk.today(),
            then=self._corrected,
            failed=self.correcting.refused,
            holds=self._side.next,
        )

    def _names(self) -> str:
        people = [one.name for one in self._paper.picker.people]
        return names_words(people or [one.recipient_text or "" for one in self._paper.met])

    def _recorded(self, made: RecordedTrip) -> None:
        remark = f"，{words_of(made.notes[0]).rstrip('。')}" if made.notes else ""
        self._desk.say(f"已登记{self._names()}的走访{remark}", undo=True)
        self.settled.emit()

    def _was_away(self, _result: object) -> None:
        self._desk.say(f"记下了：{self._names()}不在家，没有计数", undo=True)
        self.settled.emit()

    def _corrected(self, _made: RecordedVisit) -> None:
        self._desk.say(f"已更正{self._names()}的走访", undo=True)
        self.corrected.emit()

    def _refused(self, error: StationError) -> None:
        """Under its field, under its part, or in a dialog."""
        name = FIELD_OF.get(error.code)
        part = SECTION_OF.get(error.code.partition(".")[0])
        if name is not None:
            self._paper.form.explain(sentence(error), name)
        elif part is not None and not self._paper.sections[part].isHidden():
            self._paper.sections[part].explain(sentence(error))
        else:
            self._page.explain(error)
