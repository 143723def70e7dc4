"""The question when somebody changed a field while another form held it: theirs or mine."""

from PySide6.QtCore import QObject, Signal

from station_app.errors import StationError
from station_app.ui.components.button import Button
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import column
from station_app.ui.components.text import Text
from station_app.ui.page import Page


class StaleQuestion(QObject):
    """Both values are shown; nothing is saved before one is chosen."""

    mine_chosen = Signal(str, object)
    theirs_chosen = Signal(str, object)
    """Field name, and the value that stands in the record now."""

    def __init__(self, page: Page, error: StationError) -> None:
        super().__init__(page)
        values = error.values
        self._name, self._theirs = str(values["name"]), values["theirs_value"]
        title = f"{values['field']}刚被别人改过"
        self.dialog = Dialog(page, title, width=520)
        self.dialog.add(
            column(
                Text("现在是", "cap", tone="text2"), Text(str(values["theirs"]), "h3", bold=True)
            ),
            column(
                Text("您写的是", "cap", tone="text2"), Text(str(values["mine"]), "h3", bold=True)
            ),
        )
        away, theirs = Button("再想想", keys="Esc"), Button("用现在的", keys="1")
        mine = Button("用我写的", keys="2")
        away.clicked.connect(self.dialog.give_up)
        theirs.clicked.connect(self._use_theirs)
        mine.clicked.connect(self._use_mine)
        self.dialog.add_buttons(away, theirs, mine, note="两个都还在，没有存")
        self.dialog.open(theirs)

    def _use_theirs(self) -> None:
        self.dialog.finish()
        self.theirs_chosen.emit(self._name, self._theirs)

    def _use_mine(self) -> None:
        self.dialog.finish()
        self.mine_chosen.emit(self._name, self._theirs)
