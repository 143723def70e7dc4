"""A new file, or the data of a person corrected: checked while one types, kept while unsaved."""

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.drafts import Draft, Finding
from station_app.domain.id_number import examine
from station_app.domain.kinds import Value
from station_app.domain.partial_date import PartialDate
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.queries.form_choices import FormChoices, form_choices
from station_app.queries.lookups import Known, namesakes
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.services.identities import NewIdentity
from station_app.services.new_files import NewFile, open_file
from station_app.services.people import Changed, ChangePerson, Registered, change_person
from station_app.services.person_checks import check_person
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import FormRow, put_value
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row, scrolling
from station_app.ui.components.readers import words_of
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import ReadInput, TextArea, TextInput
from station_app.ui.desk import Desk
from station_app.ui.draft_box import DraftKeeper
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.merge_dialog import PersonSearch
from station_app.ui.pages.person_fields import IDENTITY, OWN, SERVICE, CheckedId, cards, person_form
from station_app.ui.pages.person_hints import PersonHints
from station_app.ui.record_form import OpenChoice, choices_of, plain_values
from station_app.ui.stale import StaleQuestion
from station_app.ui.theme import current

log = logging.getLogger(__name__)
LOOK_MS = 350
DISABLED_KINDS = frozenset({"DISABLED", "DIS_OFFICIAL", "DIS_POLICE", "DIS_MILITIA", "DIS_OTHER"})


class PersonFormPage(Page):
    """What both forms share; `new` says which of them it is."""

    keys = (KeyHelp("Return", "下一格"), KeyHelp("Ctrl+S", "保存"), KeyHelp("Esc", "先放着"))
    new = True
    form_name = "new_person"
    title = "新增"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._form = person_form(desk.today(), new=self.new)
        self._hints = PersonHints()
        self._hints.open_wanted.connect(self._open_other)
        self._drafts = DraftKeeper(desk.drafts, self.form_name, self._form, self)
        self._drafts.kept.connect(self._say_kept)
        self._looks = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._looks.timeout.connect(self._look)
        self._before: dict[str, Value] = {}
        self._touched = False
        self._build()
        self._listen()

    @property
    def person_id(self) -> UUID | None:
        """Who is edited; None for a new file."""
        return None

    def first_focus(self) -> QWidget | None:
        return self._form["name"].field

    def has_unsaved(self) -> bool:
        return self._touched

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(form_choices, then=self._offer)

    def _build(self) -> None:
        self._kept = Text("", "small", tone="text2")
        self._drop = Button("不要了", Look.QUIET)
        self._drop.clicked.connect(self._give_up)
        away = Button("先放着", keys="Esc")
        away.clicked.connect(self._leave)
        self._save = Button("保存", Look.FILLED, keys="Ctrl+S")
        self._save.clicked.connect(self.save)
        self._head = PageHead(self.title)
        parts = cards(self._form, new=self.new, household=self._household())
        inner = holder(column(*parts, None, gap=12))
        body = row(scrolling(inner), gap=14)
        if not current().large:
            self._hints.setFixedWidth(current().px(290))
            side = holder(column(self._hints, None))
            body.addWidget(side)
        else:
            parts[0].add(self._hints)
        body.setStretch(0, 1)
        foot = QHBoxLayout()
        for part in (self._kept, self._drop, away, self._save):
            if part is self._drop:
                foot.addStretch(1)
            foot.addWidget(part)
        foot.setSpacing(current().px(8))
        layout = page_layout(self, self._head, body, foot, gap=10)
        layout.setStretch(1, 1)

    def _household(self) -> QWidget:
        """Nothing: an edit of data moves nobody."""
        return QWidget()

    def _listen(self) -> None:
        for line in self._form.rows.values():
            field = line.field
            if isinstance(field, TextInput):
                field.textEdited.connect(self._typed)
            elif isinstance(field, TextArea):
                field.textChanged.connect(self._typed)
            if isinstance(field, ChoiceInput):
                field.chosen.connect(self._typed)
        number, reason = self._form["id_number"].field, self._form["id_override_reason"].field
        if isinstance(number, ReadInput) and isinstance(reason, TextInput):
            number.read_again.connect(self._read_number)
            reason.textChanged.connect(self._read_number)

    def _typed(self, *_anything: object) -> None:
        self._touched = True
        self._looks.start()

    def _read_number(self, *_anything: object) -> None:
        """The number fills birth and sex; for a wrong last digit somebody may vouch."""
        field, today = self._form["id_number"].field, self.desk.today()
        if not isinstance(field, CheckedId):
            return
        typed = field.text().strip()
        self._form["no_id_reason"].setVisible(not typed)
        found = examine(typed, today=today) if typed else None
        wrong_end = found is not None and [note.code for note in found.notes] == [
            "id_number.checksum"
        ]
        vouch = self._form["id_override_reason"]
        vouch.setVisible(wrong_end)
        words = vouch.field.text() if isinstance(vouch.field, TextInput) else ""
        field.vouch(vouched=wrong_end and bool(words.strip()))
        number = found.number if found else None
        if number is not None:
            self._fill_empty("sex", str(number.sex))
            self._fill_empty("birth_date", PartialDate.from_date(number.birth_date))

    def _fill_empty(self, name: str, value: object) -> None:
        line = self._form[name]
        if plain_values(self._form)[name] is None:
            put_value(line.field, value)
            line.set_hint("由身份证号得出")

    def _look(self) -> None:
        """Ask the register who is like this, and the rules what is doubtful."""
        values = self._own_values()
        name = str(values.get("name") or "").strip()
        if len(name) > 1:
            self.tasks.read(namesakes, name, but=self.person_id, then=self._show_namesakes)
        else:
            self._hints.show_namesakes((), self.desk.today())
        self.tasks.read(
            check_person,
            values,
            today=self.desk.today(),
            person_id=self.person_id,
            then=self._show_findings,
        )

    def _show_namesakes(self, found: list[Known]) -> None:
        self._hints.show_namesakes(found, self.desk.today())

    def _show_findings(self, findings: list[Finding]) -> None:
        self._hints.show_doubts(findings)
        for one in findings:
            duplicate = one.blocks and one.note.code == "person.duplicate_id"
            if duplicate and one.field in self._form.rows:
                self._form[one.field].show_error(words_of(one.note))

    def _own_values(self) -> dict[str, Value]:
        values = plain_values(self._form)
        return {name: values[name] for name in OWN if name in values}

    def _offer(self, choices: FormChoices) -> None:
        for name, offered in (
            ("contact_staff_id", choices.staff),
            ("grid_id", choices.grids),
            ("group_name", tuple((one, one) for one in choices.group_names)),
        ):
            field = self._form[name].field
            if isinstance(field, OpenChoice):
                shown = field.value
                field.offer(offered)
                field.put(shown)
            elif isinstance(field, ChoiceInput):
                wanted = self._before.get(name)
                field.offer(offered)
                if field.value is None and wanted is not None:
                    field.put(wanted)

    def save(self) -> None:
        """Save if every field may be saved; else go to the first that may not."""
        if self._form.check():
            self._write()

    def _write(self) -> None:
        raise NotImplementedError

    def _refused(self, error: StationError) -> None:
        name = str(error.values.get("name", ""))
        if error.code == "record.stale":
            self._question = StaleQuestion(self, error)
            self._question.mine_chosen.connect(self._keep_mine)
            self._question.theirs_chosen.connect(self._take_theirs)
        elif name in self._form.rows and not self._form[name].isHidden():
            self._form.explain(sentence(error), name)
        else:
            self.explain(error)

    def _keep_mine(self, name: str, theirs: Any) -> None:  # Any: a value of the record
        """The operator decided: what was typed here replaces what somebody wrote meanwhile."""
        self._before[name] = theirs
        self._write()

    def _take_theirs(self, name: str, theirs: Any) -> None:  # Any: a value of the record
        self._before[name] = theirs
        put_value(self._form[name].field, theirs)
        self._write()

    def _say_kept(self, at: object) -> None:
        if isinstance(at, datetime):
            self._kept.setText(f"{at.astimezone():%H:%M} 已自动存好")

    def _clear(self) -> None:
        for line in self._form.rows.values():
            put_value(line.field, None)
            line.show_error("")
        self._form["sex"].set_hint("")
        self._hints.show_namesakes((), self.desk.today())
        self._hints.show_doubts(())
        self._kept.setText("")
        self._touched = False

    def _give_up(self) -> None:
        self._drafts.done()
        self._clear()
        self.desk.back()

    def _leave(self) -> None:
        if self._touched:
            self._drafts.keep_now()
            self.desk.say("没写完的先放着，今日页上可以接着写")
        self.desk.back()

    def _open_other(self, key: object) -> None:
        if self._touched:
            self._drafts.keep_now()
        self.desk.open("person", key)


class NewPersonPage(PersonFormPage):
    """Opened on what was typed into the search box: a name, a number or a phone."""

    title = "新增一人"

    def __init__(self, desk: Desk) -> None:
        self._neighbour: Whole | None = None
        super().__init__(desk)
        category = self._form["category"].field
        if isinstance(category, ChoiceInput):
            category.chosen.connect(self._show_grades)

    def opened(self, subject: object) -> None:
        typed = subject if isinstance(subject, str) else ""
        if not self._touched:
            self._clear()
            if not self._drafts.begin(typed, f"新增{typed}" if typed else "新增一人"):
                self._put_typed(typed)
            self._read_number()
            self._look()
        self.refresh()

    def _put_typed(self, typed: str) -> None:
        plain = typed.replace(" ", "")
        if re.fullmatch(r"1[3-9]\d{9}", plain):
            put_value(self._form["mobile"].field, plain)
        elif re.fullmatch(r"\d{6,17}[\dXx]", plain):
            put_value(self._form["id_number"].field, plain)
        elif plain and not plain.isascii():
            put_value(self._form["name"].field, plain)

    def _household(self) -> QWidget:
        self.where = Switch(["单独一户", "和别人同户"])
        self.where.chosen.connect(self._turn)
        self._with = PersonSearch(self)
        self._with.found.connect(self._look_at_household)
        relation = ChoiceInput(choices_of("relation"), width=170)
        self._form.rows["relation"] = FormRow("与户主关系", relation)
        self._with_row = FormRow("和谁同户", self._with)
        self._form.rows["relation"].hide()
        self._with_row.hide()
        title = Text("家庭", "cap", tone="text2")
        line = row(self._with_row, self._form.rows["relation"], None, gap=14)
        layout = QVBoxLayout(made := QWidget())
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current().px(4))
        layout.addWidget(title)
        layout.addLayout(row(self.where, None))
        layout.addLayout(line)
        return made

    def _turn(self, number: int) -> None:
        self._with_row.setVisible(number == 1)
        self._form["relation"].setVisible(number == 1)
        if number == 1:
            self._with.setFocus()

    def _look_at_household(self, key: UUID) -> None:
        today = self.desk.today()
        self.tasks.read(person_page, key, today=today, then=self._show_household)

    def _show_household(self, other: Whole | None) -> None:
        self._neighbour = other
        if other is None:
            return
        number = other.household.text("household_no") if other.household else "没有归户"
        self._with_row.set_hint(f"{other.row.name}家，户 {number}")
        if other.row.address and not self._own_values()["address"]:
            put_value(self._form["address"].field, other.row.address)

    def _show_grades(self, key: object) -> None:
        for name in ("disability_grade", "disability_cause"):
            self._form[name].setVisible(key in DISABLED_KINDS)

    def _write(self) -> None:
        values = plain_values(self._form)
        own = {name: values[name] for name in OWN if values[name] is not None}
        service = {name: values[name] for name in SERVICE if values[name] is not None}
        shared = self.where.at == 1 and self._neighbour is not None
        command = NewFile(
            own,
            _identities(values),
            service or None,
            self._neighbour.row.household_id if shared and self._neighbour else None,
            str(values["relation"]) if shared and values["relation"] else None,
        )
        self.tasks.write(
            label("person.register", name=own.get("name") or ""),
            open_file,
            command,
            today=self.desk.today(),
            then=self._saved,
            failed=self._refused,
            holds=self._save,
        )

    def _saved(self, done: Registered) -> None:
        name = self._own_values()["name"]
        self._drafts.done()
        self._clear()
        self._neighbour = None
        self.where.choose(0)
        self.desk.say(f"已建档：{name}，档案 {done.file_no}", undo=True)
        self.desk.open("person", done.person_id)


def _identities(values: Mapping[str, Any]) -> tuple[NewIdentity, ...]:
    """One or two categories; what belongs to a certificate goes with the first."""
    beside = {name: values[name] for name in IDENTITY if name != "category" and values[name]}
    found = [NewIdentity(values["category"], beside)] if values["category"] else []
    second = values["second_category"]
    if second and second != values["category"]:
        found.append(NewIdentity(second))
    return tuple(found)


class EditPersonPage(PersonFormPage):
    """Opened on the key of a person."""

    new = False
    form_name = "person_edit"
    title = "修改资料"

    def __init__(self, desk: Desk) -> None:
        self._person_id: UUID | None = None
        super().__init__(desk)

    @property
    def person_id(self) -> UUID | None:
        return self._person_id

    def opened(self, subject: object) -> None:
        key = UUID(subject) if isinstance(subject, str) else subject
        if isinstance(key, UUID) and (key != self._person_id or not self._touched):
            self._person_id = key
            self._clear()
            self.tasks.read(person_page, key, today=self.desk.today(), then=self._fill)
        self.refresh()

    def _fill(self, page: Whole | None) -> None:
        if page is None:
            self.desk.explain("没有这份档案，可能刚被撤销。资料没有动。请回到名单看一看。")
            return
        log.info("the data of %s were opened for editing, numbers in full", self._person_id)
        self._before = {name: page.person.values.get(name) for name in OWN}
        self._head.title.setText(f"修改{page.row.name}的资料")
        self._head.sentence.setText(f"档案 {page.row.file_no}；身份、服役、待遇、账户在个人页上改")
        self._form.fill(self._before)
        self._touched = self._drafts.begin(str(self._person_id), f"{page.row.name}的资料")
        if self._touched:
            self._kept.setText("接着上次没写完的")
        self._read_number()
        self.refresh()

    def _write(self) -> None:
        after = self._own_values()
        draft = Draft({name: self._before.get(name) for name in after}, after)
        if not draft.changed:
            self._done_with("没有改动")
            return
        self.tasks.write(
            label("person.change", name=str(after["name"] or "")),
            change_person,
            ChangePerson(self._person_id, draft),  # type: ignore[arg-type]  # opened on a person
            today=self.desk.today(),
            then=self._saved,
            failed=self._refused,
            holds=self._save,
        )

    def _saved(self, done: Changed) -> None:
        name = self._own_values()["name"]
        self._done_with(f"已改好{name}的 {len(done.fields)} 项资料", undo=True)

    def _done_with(self, words: str, *, undo: bool = False) -> None:
        key = self._person_id
        self._drafts.done()
        self._touched = False
        self.desk.say(words, undo=undo)
        self.desk.open("person", key)
