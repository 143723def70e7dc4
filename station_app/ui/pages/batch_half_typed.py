"""What stands half-typed in a cell of a list: kept while one types, put back another time."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from station_app.domain.half_written import HalfWritten
from station_app.queries.condolence import BatchSheet
from station_app.ui.draft_keeper import PAUSE_MS
from station_app.ui.page import Page
from station_app.ui.pages.batch_rows import AMOUNT, GOODS, SheetRow
from station_app.ui.pages.batch_table import BatchTable

FORM = "batch"
WORDS = {AMOUNT: "金额", GOODS: "物资"}
PLAN, COLUMN, TEXT = "plan", "column", "text"


class HalfTyped(QObject):
    """One cell at a time, under the batch; thrown away when the editor is left."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._box = page, page.desk.drafts
        self._batch, self._name = "", ""
        self._cell: tuple[SheetRow, str, str] | None = None
        self._offered = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._box.settling.connect(self._settle)

    def opened(self) -> None:
        """The page is shown anew: what was half-typed may be put back once more."""
        self._offered = ""

    def watch(self, table: BatchTable) -> None:
        """Hear what is typed into a table."""
        table.half_typed.connect(self._typed)
        table.cell_left.connect(self._left)

    def put_back(self, table: BatchTable, sheet: BatchSheet) -> None:
        """Open the cell again in which something was half-typed, once per visit."""
        self._batch, self._name = str(sheet.batch.batch_id), sheet.batch.name
        if self._offered == self._batch:
            return
        self._offered = self._batch
        found = self._box.find(FORM, self._batch)
        if found is None:
            return
        if sheet.batch.is_frozen or not _put(table, found):
            self._box.give_up(FORM, self._batch)  # frozen since, or no longer on the list
            return
        self._page.desk.say(f"上次写到一半的放回来了：{found.title}")

    def _typed(self, row: SheetRow, column: str, text: str) -> None:
        self._cell = (row, column, text)
        if not self._pause.isActive():
            self._pause.start()

    def _keep(self) -> None:
        if self._cell is None:
            return
        row, column, text = self._cell
        title = f"{self._name}，{row.line.name}的{WORDS.get(column, '说明')}"
        fields = {PLAN: str(row.line.plan_id), COLUMN: column, TEXT: text}
        self._box.keep(FORM, self._batch, title, fields)

    def _settle(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._keep()

    def _left(self) -> None:
        """It was written down or given up on purpose; what was refused stays red in its cell."""
        self._pause.stop()
        self._cell = None
        self._box.discard(FORM, self._batch)


def _put(table: BatchTable, found: HalfWritten) -> bool:
    try:
        plan = UUID(found.fields[PLAN])
    except (KeyError, ValueError):
        return False
    return table.write_into(plan, found.fields.get(COLUMN, ""), found.fields.get(TEXT, ""))
