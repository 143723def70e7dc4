"""What may happen to a plaque, each with the fields it needs; and a plaque for a household."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from station_app.domain.codes import AttachmentOwner, PlaqueEventKind, label
from station_app.messages.labels import label as action
from station_app.models.identifiers import HouseholdId, PersonId
from station_app.queries.person_dues import PersonView, person_view
from station_app.queries.plaques import HouseholdWithout, PlaqueRow
from station_app.services.attachments_with import hanging_with_photos, step_with_photos
from station_app.services.plaque_reasons import reasons_for
from station_app.services.plaque_replacing import NewForOld, reissue_plaque, replace_plaque
from station_app.services.plaques import (
    EnterPlaque,
    HangNew,
    NoPlaque,
    PlaqueStep,
    enter_plaque,
    record_no_plaque,
)
from station_app.ui.asking import Asking
from station_app.ui.components.button import Look
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Part, row
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import AskingTwice, Order
from station_app.ui.pages.plaque_rows import GRAVE, VERBS
from station_app.ui.people_picker import PeoplePicker
from station_app.ui.person_words import category_words
from station_app.ui.record_photos import RecordPhotos

if TYPE_CHECKING:
    from station_app.ui.pages.plaques import PlaquesPage

_E = PlaqueEventKind
HANGS = (_E.HANG, _E.PLACE_INDOOR)
DECIDED = (_E.WITHDRAW, _E.RESTORE)
LOST_REASONS = reasons_for(_E.LOSE)
HOW = (
    ("HANG", "已经挂上大门"),
    ("INDOOR", "已经放在室内"),
    ("ENTER", "先登记，等发放"),
    (str(_E.REFUSE), "不予悬挂"),
    (str(_E.DECLINE), "家庭不愿悬挂"),
)
NOT_GIVEN = (str(_E.REFUSE), str(_E.DECLINE))


class PlaqueDialogs(QObject):
    """Opens the dialog of a step; says afterwards what was kept."""

    def __init__(self, page: "PlaquesPage") -> None:
        super().__init__(page)
        self._page = page
        self._said = ""
        self.asking: Asking | None = None
        self._home: HouseholdId | None = None
        self._photos: RecordPhotos | None = None

    # --- steps of a plaque that is there ----------------------------------------------------

    def step(self, plaque: PlaqueRow, event: PlaqueEventKind) -> None:
        """One permitted step."""
        if event is _E.REPLACE:
            self.new_for_old(plaque)
            return
        form, today = self._step_form(event), self._page.desk.today()
        photos = RecordPhotos(self._page.desk, AttachmentOwner.PLAQUE_EVENT)
        name = plaque.head_name or plaque.basis_name or ""
        self.asking = asking = Asking(self._page, VERBS[event], self._where(plaque), form=form)
        self._said = f"{name}的光荣牌：{event.label}"
        asking.done.connect(self._done)

        def ask() -> Order:
            command = PlaqueStep(plaque_id=plaque.plaque_id, event=event, **form.values())
            given = (command, photos.waiting)
            return action("plaque.event", name=name), step_with_photos, given, {"today": today}

        look = Look.DANGER if event in GRAVE else Look.FILLED
        asking.open(
            *self._rows(form, event), photos.strip, verb=f"记下{VERBS[event]}", ask=ask, look=look,
            note=_NOTES.get(event, ""),
        )  # fmt: skip

    def _step_form(self, event: PlaqueEventKind) -> Form:
        rows = {"event_on": FormRow("哪天", self._day(), required=True)}
        if reasons := reasons_for(event):
            rows["reason"] = FormRow("原因", _reasons(reasons), required=True)
        if event in DECIDED:
            rows["decision_no"] = FormRow("县级决定文号", TextInput(width=240), required=True)
            rows["decision_on"] = FormRow("决定日期", self._day(), required=True)
        if event in HANGS:
            rows["signed_by"] = FormRow("家里谁签收", TextInput(width=150))
            rows["sign_relation"] = FormRow("和依据的人什么关系", TextInput(width=150))
            rows["handled_by"] = FormRow("谁去挂的", TextInput(width=150))
        if event is _E.READDRESS:
            rows["address"] = FormRow("新的悬挂地址", TextInput(), required=True)
        rows["note"] = FormRow("备注", TextInput())
        return Form(**rows)

    def _rows(self, form: Form, event: PlaqueEventKind) -> list[Part]:
        names = [name for name in form.rows if name not in ("note", "address")]
        parts: list[Part] = [
            row(*(form[name] for name in names[start : start + 3]), None, gap=12)
            for start in range(0, len(names), 3)
        ]
        if event is _E.READDRESS:
            parts.append(form["address"])
        return [*parts, form["note"]]

    def new_for_old(self, plaque: PlaqueRow, *, lost: bool = False) -> None:
        """更换, or 补发 after a loss: the old one comes in, a new one goes out."""
        today, name = self._page.desk.today(), plaque.head_name or ""
        title = "补发新牌" if lost else "换新牌"
        reasons = LOST_REASONS if lost else reasons_for(_E.REPLACE)
        indoor = CheckBox("放在室内")
        form = Form(
            reason=FormRow("原因", _reasons(reasons), required=True),
            on=FormRow("补发日期" if lost else "收旧发新日期", self._day(), required=True),
            hung_on=FormRow("新牌挂上日期", DateInput(today), hint="还没挂就空着"),
            plaque_no=FormRow("新牌编号", TextInput(width=170)),
            handled_by=FormRow("谁办的", TextInput(width=150)),
            address=FormRow("悬挂地址", TextInput(), hint=f"不写就还是 {plaque.address or '原址'}"),
        )
        self.asking = asking = Asking(self._page, title, self._where(plaque), form=form)
        self._said = f"{name}的光荣牌已{'补发' if lost else '更换'}"
        asking.done.connect(self._done)

        def ask() -> Order:
            command = NewForOld(
                plaque_id=plaque.plaque_id, indoor=indoor.isChecked(), **form.values()
            )
            service = reissue_plaque if lost else replace_plaque
            return action("plaque.event", name=name), service, (command,), {"today": today}

        asking.open(
            row(form["reason"], form["on"], None, gap=12),
            row(form["hung_on"], form["plaque_no"], form["handled_by"], None, gap=12),
            indoor,
            form["address"],
            verb=title,
            ask=ask,
            note="本人去世后家人留着旧牌，不再换新",
        )

    # --- a plaque for a household -----------------------------------------------------------

    def enter(self, home: HouseholdWithout | None = None) -> None:
        """A plaque for a household of the list, or for that of a person who is looked for."""
        form = self._enter_form(home)
        self._home = home.household_id if home else None
        self._photos = RecordPhotos(self._page.desk, AttachmentOwner.PLAQUE_EVENT)
        words = f"{home.head_name or ''}，{home.group_name or ''}" if home else "先选依据的人"
        asking = AskingTwice(self._page, "登记光荣牌", words, form=form)
        self.asking = asking
        asking.done.connect(self._done)
        how = form["how"].field
        if isinstance(how, ChoiceInput):
            how.chosen.connect(self._how_changed)
        picker = form["basis_person_id"].field
        if isinstance(picker, PeoplePicker):
            picker.changed.connect(self._basis_picked)
        asking.open(
            form["basis_person_id"],
            row(form["how"], form["on"], form["reason"], None, gap=12),
            row(form["plaque_no"], form["signed_by"], form["handled_by"], None, gap=12),
            form["address"],
            self._photos.strip,
            Text("一户只挂一块；父母与军人分开住的，可以各挂各的户", "cap", tone="text3"),
            verb="记下",
            ask=self._entered,
        )
        self._how_changed("HANG")

    def _enter_form(self, home: HouseholdWithout | None) -> Form:
        today = self._page.desk.today()
        basis: PeoplePicker | ChoiceInput
        if home is None:
            basis = PeoplePicker(
                self._page.desk, single=True, placeholder="依据谁挂牌：姓名、首字母"
            )
        else:
            people: list[tuple[object, str]] = [
                (key, f"{name}，{category_words(category)}")
                for key, name, category in home.entitled
            ]
            basis = ChoiceInput(people, width=300, value=people[0][0])
        form = Form(
            basis_person_id=FormRow("依据谁", basis, required=True),
            how=FormRow("怎样了", ChoiceInput(HOW, width=180, value="HANG"), required=True),
            on=FormRow("哪天", DateInput(today)),
            reason=FormRow("为什么不挂", _reasons(reasons_for(_E.REFUSE)), required=True),
            plaque_no=FormRow("编号", TextInput(width=150)),
            signed_by=FormRow("家里谁签收", TextInput(width=150)),
            handled_by=FormRow("谁去挂的", TextInput(width=150)),
            address=FormRow("悬挂地址", TextInput(), hint="不写就是户里的地址"),
        )
        form.fill({"on": today})
        return form

    def _how_changed(self, how: object) -> None:
        if self.asking is None:
            return
        form = self.asking.form
        form["reason"].setVisible(how in NOT_GIVEN)
        form["on"].setVisible(how != "ENTER")
        hung = how in ("HANG", "INDOOR")
        for name in ("signed_by", "handled_by"):
            form[name].setVisible(hung)
        if self._photos is not None:
            self._photos.strip.setVisible(hung and self._page.desk.keys is not None)

    def _basis_picked(self) -> None:
        """The household is that of whoever was chosen."""
        picker = self.asking.form["basis_person_id"].field if self.asking else None
        if isinstance(picker, PeoplePicker) and picker.people:
            key = picker.people[0].person_id
            self._page.tasks.read(
                person_view, key, today=self._page.desk.today(), then=self._home_found
            )

    def _home_found(self, view: PersonView | None) -> None:
        if self.asking is None or view is None:
            return
        found = view.page.row.household_id
        self._home = HouseholdId(found) if found else None
        line = self.asking.form["basis_person_id"]
        if self._home is None:
            line.show_error("这个人还没有户。请先在个人页上编进一户")
        else:
            line.set_hint("")

    def _entered(self) -> Order:
        asking, today = self.asking, self._page.desk.today()
        assert isinstance(asking, AskingTwice)
        values = asking.form.values()
        order = EnterPlaque(
            household_id=self._home or HouseholdId(UUID(int=0)),
            basis_person_id=_one(values["basis_person_id"]),
            plaque_no=values["plaque_no"],
            address=values["address"],
            confirmed=asking.confirmed,
        )
        how, on = values["how"], values["on"] or today
        self._said = "已登记光荣牌"
        label_ = action("plaque.enter", name="")
        if how == "ENTER":
            return label_, enter_plaque, (order,), {}
        if how in NOT_GIVEN:
            reason = str(values["reason"])
            no = NoPlaque(plaque=order, event=str(how), reason=reason, on=on)
            return label_, record_no_plaque, (no,), {"today": today}
        hung = HangNew(
            plaque=order,
            hung_on=on,
            indoor=how == "INDOOR",
            signed_by=values["signed_by"],
            handled_by=values["handled_by"],
        )
        kept = self._photos.waiting if self._photos is not None else ()
        return label_, hanging_with_photos, (hung, kept), {"today": today}

    def _done(self, _result: object) -> None:
        self._page.desk.say(self._said, undo=True)

    def _day(self) -> DateInput:
        made = DateInput(self._page.desk.today())
        made.put(self._page.desk.today())
        return made

    def _where(self, plaque: PlaqueRow) -> str:
        parts = (plaque.head_name, plaque.group_name, plaque.address)
        return "，".join(part for part in parts if part)


def _one(value: object) -> PersonId:
    """The chosen person, from a list or from the picker."""
    found = value[0] if isinstance(value, tuple) else value
    return PersonId(found) if isinstance(found, UUID) else PersonId(UUID(int=0))


def _reasons(codes: Sequence[str]) -> ChoiceInput:
    return ChoiceInput([(code, label("plaque_reason", code)) for code in codes], width=240)


_NOTES = {
    _E.WITHDRAW: "要有县级决定；牌收回后这一户不再发，除非恢复",
    _E.RESTORE: "要有县级同意；恢复后算在挂",
    _E.LOSE: "遗失损毁的可以接着补发新牌",
    _E.ASK_REPLACE: "记下后到“要办的”里换新牌",
}
