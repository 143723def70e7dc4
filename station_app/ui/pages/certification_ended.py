"""A certification year that was ended: said before a record is written, with the way to go on."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from station_app.domain.codes import CycleStatus
from station_app.messages.labels import label
from station_app.queries.certification_cases import CycleRow
from station_app.services.certification_cycles import set_status
from station_app.ui.components.button import Button
from station_app.ui.components.dialog import explain
from station_app.ui.page import Page


class YearEnded(QObject):
    """Tells it, and opens the year again where that is the station's to do (decision 0061)."""

    opened_again = Signal(object, int)
    """For whom, and with which method, the record was wanted."""

    def __init__(self, page: Page, row: CycleRow, person_id: UUID, method: int) -> None:
        super().__init__(page)
        self._page, self._row = page, row
        self._wanted = (person_id, method)
        self.again = Button("重新打开")
        self.again.clicked.connect(self._open_again)
        said = f"{row.cycle.year} 年度认证已经结束，现在记不了。"
        how = "要补记，先重新打开这一年度，补完再结束。"
        if row.of_district:
            how = "这一年度是区县定的，等区县重新打开再补。"
        buttons = [] if row.of_district else [self.again]
        self.dialog = explain(page, said + how, buttons=buttons)

    def _open_again(self) -> None:
        self.dialog.finish()
        self._page.tasks.write(
            label("certification.cycle", year=self._row.cycle.year),
            set_status,
            self._row.cycle_id,
            CycleStatus.OPEN,
            then=self._opened,
            failed=self._page.explain,
        )

    def _opened(self, _result: object) -> None:
        self._page.desk.say(f"{self._row.cycle.year} 年度已重新打开", undo=True)
        self.opened_again.emit(*self._wanted)
        self.deleteLater()
