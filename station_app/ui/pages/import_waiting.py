"""Rows of earlier imports that wait: shown with their repairs, settled one by one or all alike."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_app.errors import StationError
from station_app.messages.labels import label
from station_app.services.import_values import Answer, PreviewRow, asked_by
from station_app.services.import_waiting import WaitingRow, waiting_rows
from station_app.services.importing import answer, look_at
from station_app.ui.import_choices import Settle
from station_app.ui.import_words import TO_DECIDE, fields_shown, open_reasons
from station_app.ui.page import Page
from station_app.ui.pages.import_preview import ImportPreviewView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class WaitingList(QObject):
    """Asks for the waiting rows of one import or of all, of one kind of table at a time."""

    shown = Signal(object, int)
    """File names and number of rows, once they stand in the table."""
    emptied = Signal()
    """Nothing waits any more."""

    def __init__(self, page: Page, view: ImportPreviewView) -> None:
        super().__init__(page)
        self._page, self._view = page, view
        self._run_id: int | None = None
        self._fresh = True
        self.settling = False
        """Whether an answer is on its way; the list is asked for again when it is written."""
        self._opened: WaitingRow | None = None
        self.rows: list[WaitingRow] = []

    def begin(self, run_id: int | None) -> None:
        """Show what waits of an import, or of all."""
        self._run_id, self._fresh = run_id, True
        self.refresh()

    def refresh(self) -> None:
        """Ask again what waits: a row may have been settled, or wait again after an undo."""
        today = self._page.desk.today()
        self._page.tasks.read(waiting_rows, self._run_id, today=today, then=self._show)

    def settle(self, row: PreviewRow, make: Settle, *, for_all: bool) -> None:
        """Write the answer of one row, or of all with the same question, in one unit of work."""
        some = self._alike(row) if for_all else self._alike(row)[:1]
        rows = [(one.row_id, row if number == 0 else one.row) for number, one in enumerate(some)]
        answers = [(key, made) for key, one in rows if (made := make(one)) is not None]
        self.settling = True
        self._page.tasks.write(
            label("import.answer"),
            _answer_all,
            answers,
            today=self._page.desk.today(),
            then=self._answered,
            failed=self._not_answered,
        )

    def look_again(self, row: PreviewRow) -> None:
        """Whom a row may mean depends on who is registered now."""
        own = self._own(row)
        if own is not None and not row.proposals:
            today = self._page.desk.today()
            self._page.tasks.read(look_at, own.row_id, None, today=today, then=self._looked_at)

    def _show(self, found: list[WaitingRow]) -> None:
        settled, self.settling = self.settling, False
        if not found:
            if settled:  # after an undo there is nothing to settle any more, which is another thing
                self._page.desk.say("都定好了")
            self.emptied.emit()
            return
        kind = found[0].kind
        self.rows = [one for one in found if one.kind is kind]
        rows = [one.row for one in self.rows]
        fields = fields_shown(rows, kind, {name for row in rows for name in row.source.values})
        self._view.show_rows(rows, kind, alike=self._count_alike, fields=fields, fresh=self._fresh)
        self._fresh = False
        files = list(dict.fromkeys(one.file_name for one in self.rows))
        self.shown.emit(files, len(self.rows))

    def _count_alike(self, row: PreviewRow) -> int:
        return len(self._alike(row)) - 1

    def _alike(self, row: PreviewRow) -> list[WaitingRow]:
        """The waiting row itself first, then those that ask the same in the same import."""
        own = self._own(row)
        if own is None:
            return []
        asked = _asked(row)
        others = [
            one
            for one in self.rows
            if one is not own and one.run_id == own.run_id and _asked(one.row) == asked
        ]
        return [own, *others]

    def _own(self, row: PreviewRow) -> WaitingRow | None:
        """The row itself; one that was looked at anew belongs to the row that was opened."""
        own = next((one for one in self.rows if one.row is row), None)
        if own is None and self._opened is not None:
            before = self._opened.row
            same = (before.sheet, before.row) == (row.sheet, row.row)
            own = self._opened if same else None
        self._opened = own
        return own

    def _looked_at(self, row: PreviewRow) -> None:
        if row.proposals:
            self._view.table.replace_open(row)

    def _answered(self, settled: int) -> None:
        if settled:
            self._page.desk.say(f"已处理 {settled:,} 行", undo=True)
        self.refresh()

    def _not_answered(self, error: StationError) -> None:
        self.settling = False
        self._page.explain(error)


def _asked(row: PreviewRow) -> frozenset[tuple[str, str, str]]:
    return frozenset(asked_by(one) for one in open_reasons(row))


def _answer_all(session: "Session", answers: list[tuple[int, Answer]], *, today: date) -> int:
    """Settle several waiting rows in one unit of work; returns how many wait no longer."""
    done = [answer(session, key, given, today=today) for key, given in answers]
    return sum(one.state not in TO_DECIDE for one in done)
