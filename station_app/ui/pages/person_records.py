"""Dialogs for what hangs on a person: identity, service, account, benefit, family, household."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from station_app.domain.categories import SERVICE_FAMILY, SURVIVOR
from station_app.domain.drafts import Draft
from station_app.domain.kinds import Value
from station_app.messages.labels import label
from station_app.models.household import FAMILY_MEMBER
from station_app.models.person import BANK_ACCOUNT, PERSON_IDENTITY, SERVICE_RECORD
from station_app.models.record_type import RecordType
from station_app.queries.person_dues import PersonView
from station_app.queries.records import RecordRow, record_row
from station_app.services import accounts, households, identities, service_records
from station_app.services.identities import NewIdentity
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import FormRow
from station_app.ui.components.layout import Part, row
from station_app.ui.components.text_input import TextInput
from station_app.ui.page import Page
from station_app.ui.pages.benefit_dialog import BenefitDialog
from station_app.ui.pages.household_data import HouseholdData
from station_app.ui.pages.household_dialog import HouseholdDialog
from station_app.ui.pages.pension_dialog import PensionDialog
from station_app.ui.pages.person_facts import HOME, HOUSE, PAID
from station_app.ui.record_form import OpenChoice, choices_of, form_of, plain_values

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record: its words, its fields in rows, and the services that write it."""

    what: str
    record: RecordType
    rows: tuple[tuple[str, ...], ...]
    code: str
    """The label of the action."""
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., Any]
    widths: Mapping[str, int] = field(default_factory=dict)
    reasoned: bool = False
    """Whether a change must say why."""


def _add_identity(session: "Session", person_id: UUID, values: Values) -> UUID:
    rest = {name: value for name, value in values.items() if name != "category"}
    return identities.add_identity(session, person_id, NewIdentity(str(values["category"]), rest))


def _change_account(session: "Session", key: UUID, draft: Draft, *, reason: str) -> object:
    return accounts.change_account(session, key, draft, reason=reason)


SECTIONS = {
    "identity": Section(
        "身份",
        PERSON_IDENTITY,
        (
            ("category", "basis"),
            ("cert_name", "cert_no"),
            ("disability_grade", "disability_cause", "disability_genus"),
            ("deceased_name", "survivor_relation", "deceased_on"),
            ("soldier_name", "soldier_relation", "enlist_on"),
            ("valid_from",),
        ),
        "person.identity",
        _add_identity,
        identities.change_identity,
        identities.remove_identity,
        widths={"category": 280, "disability_genus": 150, "disability_grade": 150},
    ),
    "service": Section(
        "服役经历",
        SERVICE_RECORD,
        (
            ("enlist_date", "discharge_date", "enlist_hukou_type"),
            ("branch", "rank_or_post"),
            ("discharge_cert_no", "settle_mode"),
            ("special",),
        ),
        "person.service",
        service_records.add_service,
        service_records.change_service,
        service_records.remove_service,
    ),
    "account": Section(
        "账户",
        BANK_ACCOUNT,
        (("holder_name", "holder_relation"), ("account_no", "bank"), ("branch", "kind")),
        "person.account",
        accounts.add_account,
        _change_account,
        accounts.close_account,
        reasoned=True,
    ),
    "family": Section(
        "家庭成员",
        FAMILY_MEMBER,
        (("name", "relation"), ("birth_date", "phone"), ("work_unit",), ("note",)),
        "family.change",
        households.add_family_member,
        households.change_family_member,
        households.remove_family_member,
    ),
}
DISABLED = frozenset({"DISABLED", "DIS_OFFICIAL", "DIS_POLICE", "DIS_MILITIA", "DIS_OTHER"})
NEEDED_BY: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (DISABLED, ("disability_grade", "disability_cause", "disability_genus")),
    (
        frozenset(SURVIVOR) | {"MARTYR_CHILD60"},
        ("deceased_name", "survivor_relation", "deceased_on"),
    ),
    (frozenset(SERVICE_FAMILY), ("soldier_name", "soldier_relation", "enlist_on")),
)
FIRST = {"identity": ("is_primary", "设为主要"), "account": ("is_default", "设为默认")}
REMOVE_WORDS = {"account": "停用", "identity": "去掉", "service": "去掉", "family": "去掉"}


def open_record(page: Page, section: str, key: object) -> object:
    """Open the dialog of a section for a record, or for a new one."""
    view = getattr(page, "view", None)
    if not isinstance(view, PersonView):
        return None
    if section == "benefit" and key == PAID:
        return PensionDialog(page, view)
    if section == "benefit":
        return BenefitDialog(page, view, key if isinstance(key, RecordRow) else None)
    if key == HOUSE:
        return HouseholdDialog(page, view)
    if key == HOME:
        return HouseholdData(page, view)
    dialog = RecordDialog(page, view, section)
    if isinstance(key, UUID):
        record = SECTIONS[section].record
        page.tasks.read(record_row, record, key, then=dialog.open_row)
    else:
        dialog.open_row(key if isinstance(key, RecordRow) else None)
    return dialog


class RecordDialog(Asking):
    """One record: new, or changed from what it was."""

    def __init__(self, page: Page, view: PersonView, section: str) -> None:
        self._section, self._spec = section, SECTIONS[section]
        self._desk, self._person = page.desk, view.page
        spec, today = self._spec, page.desk.today()
        bank = {"bank": OpenChoice(choices_of("bank"), width=220)} if section == "account" else {}
        names = [name for some in spec.rows for name in some]
        form = form_of(spec.record, names, today, inputs=bank, widths=spec.widths)
        if spec.reasoned:
            form.rows["reason"] = FormRow("变更原因", TextInput(), hint="例如：换了银行")
        self._row: RecordRow | None = None
        super().__init__(page, spec.what, view.page.row.name, form=form)
        self.done.connect(self._say)

    def open_row(self, found: RecordRow | None) -> None:
        """Show it, filled with the record if there is one."""
        self._row = found
        spec = self._spec
        names = [name for some in spec.rows for name in some]
        if found is not None:
            self.form.fill({name: found.values.get(name) for name in names})
        elif "holder_name" in names:
            self.form.fill({"holder_name": self._person.row.name})
        lines: list[Part] = [self._line(some) for some in spec.rows]
        if self._section == "identity":
            self._follow_category()
        if spec.reasoned and found is not None:
            lines.append(self.form["reason"])
        elif spec.reasoned:
            self.form["reason"].hide()
        self.open(*lines, verb="保存", ask=self._command, extra=self._extra(), give_up="不改了")

    def _follow_category(self) -> None:
        """Only the fields that the category needs are shown."""
        field = self.form["category"].field
        if isinstance(field, ChoiceInput):
            field.chosen.connect(self._show_needed)
            self._show_needed(field.value)

    def _show_needed(self, category: object) -> None:
        for categories, names in NEEDED_BY:
            for name in names:
                self.form[name].setVisible(category in categories)
        self.fit_later()

    def _line(self, names: tuple[str, ...]) -> Part:
        parts: list[Part] = [self.form[name] for name in names]
        return row(*parts, *([None] if len(names) > 1 else []), gap=14)

    def _extra(self) -> tuple[QWidget, ...]:
        if self._row is None:
            return ()
        away = Button(REMOVE_WORDS[self._section], Look.DANGER)
        away.clicked.connect(self._remove)
        first = self._first_button(self._row)
        return (away, first) if first is not None else (away,)

    def _first_button(self, found: RecordRow) -> Button | None:
        """One identity stands for the person, one account is the usual one."""
        mark = FIRST.get(self._section)
        if mark is None or found.values.get(mark[0]):
            return None
        button = Button(mark[1])
        button.clicked.connect(self._make_first)
        return button

    def _make_first(self) -> None:
        if self._row is None:
            return
        what = label(self._spec.code, name=self._person.row.name)
        if self._section == "identity":
            self.write(what, identities.make_primary, self._row.record_id)
        else:
            reason = str(plain_values(self.form).get("reason") or FIRST["account"][1])
            self.write(what, accounts.make_default, self._row.record_id, reason=reason)

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = plain_values(self.form)
        reason = values.pop("reason", None)
        named = {"reason": str(reason or "")} if self._spec.reasoned and self._row else {}
        what = label(self._spec.code, name=self._person.row.name)
        if self._row is None:
            return what, self._spec.add, (self._owner(), values), named
        before = {name: self._row.values.get(name) for name in values}
        draft = Draft(before, values)
        return what, self._spec.change, (self._row.record_id, draft), named

    def _owner(self) -> UUID | None:
        if self._section == "family":
            return self._person.row.household_id
        return self._person.row.person_id

    def _remove(self) -> None:
        if self._row is None:
            return
        what = label(self._spec.code, name=self._person.row.name)
        reason = str(plain_values(self.form).get("reason") or self._spec.what)
        named: dict[str, Any] = {"reason": reason}
        if self._section == "account":
            named["on"] = self._desk.today()
        self.write(what, self._spec.remove, self._row.record_id, **named)

    def _say(self, _result: object) -> None:
        self._desk.say(f"已改好{self._person.row.name}的{self._spec.what}", undo=True)
