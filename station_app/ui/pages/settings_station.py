"""The station's own data, as forms print it."""

from station_app.domain.codes import CODE_LISTS
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.queries.stations import StationRow, station_row
from station_app.services.station import ChangeStation, change_station
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.readers import PhoneInput
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.pages.settings_part import SettingsPart


class StationPart(SettingsPart):
    """Everything but the division code may be corrected."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "服务站")
        code = TextInput(width=200)
        code.setReadOnly(True)
        self._form = Form(
            name=FormRow("全称", TextInput(width=414), hint="打印表格时用", required=True),
            short_name=FormRow("简称", TextInput(width=200), hint="左上角用，例如 青石村"),
            division_code=FormRow("区划代码", code, hint="建站时定下，不能改"),
            level=FormRow("级别", ChoiceInput(_choices("station_level"), width=200)),
            urban_rural=FormRow("城乡", ChoiceInput(_choices("urban_rural"), width=200)),
            head_name=FormRow("站长", TextInput(width=200)),
            phone=FormRow("电话", PhoneInput(width=200)),
            address=FormRow("地址", TextInput(width=414)),
        )
        save = Button("存好", Look.FILLED, keys="Ctrl+Return")
        save.clicked.connect(self._save)
        self._button = save
        rows = self._form.rows
        self.card.add(
            row(rows["name"], rows["short_name"], None, gap=14),
            row(rows["division_code"], rows["level"], rows["urban_rural"], None, gap=14),
            row(rows["head_name"], rows["phone"], None, gap=14),
            row(rows["address"], None),
            row(None, save),
        )
        self._shown: dict[str, object] = {}
        self._drafts = DraftKeeper(desk.drafts, "settings", self._form, self)

    @property
    def is_changed(self) -> bool:  # type: ignore[override] # derived here, plain elsewhere
        """Whether something differs from what is stored."""
        return bool(self._shown) and self._form.values() != self._shown

    def refresh(self) -> None:
        """Ask for the station's data, unless something is being typed."""
        if not self.is_changed:
            self.tasks.read(station_row, then=self._show)

    def _show(self, station: StationRow) -> None:
        if self.is_changed:  # typed while the answer was on its way
            return
        self._form.fill({name: getattr(station, name) for name in self._form.rows})
        self._shown = self._form.values()
        self._drafts.begin("", "服务站资料")

    def _save(self) -> None:
        if not self._form.check():
            return
        values = self._form.values()
        values.pop("division_code")
        self.tasks.write(
            "修改服务站资料",
            change_station,
            ChangeStation(**values),
            then=self._saved,
            failed=self._refused,
            holds=self._button,
        )

    def _saved(self, _nothing: object) -> None:
        self._drafts.done()
        self._shown = self._form.values()
        self.desk.say("已存好服务站资料", undo=True)

    def _refused(self, error: StationError) -> None:
        self._form.explain(sentence(error), "name")


def _choices(name: str) -> list[tuple[object, str]]:
    return [(item.code, item.label) for item in CODE_LISTS[name].items]
