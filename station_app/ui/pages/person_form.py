"""What the forms of a person share: checked while one types, kept while unsaved, asked if stale."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.domain.ages import age_of
from station_app.domain.drafts import Finding
from station_app.domain.id_number import examine
from station_app.domain.kinds import Value
from station_app.domain.names import clean_name
from station_app.domain.partial_date import PartialDate
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.queries.form_choices import FormChoices, form_choices
from station_app.queries.lookups import Known, namesakes
from station_app.services.person_checks import check_person
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.dialog import explain
from station_app.ui.components.form import put_value
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row, scrolling
from station_app.ui.components.readers import PartialDateInput, words_of
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import ReadInput, TextArea, TextInput
from station_app.ui.desk import Desk
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.person_fields import OWN, CheckedId, cards, person_form
from station_app.ui.pages.person_hints import PersonHints
from station_app.ui.record_form import OpenChoice, plain_values
from station_app.ui.stale import StaleQuestion
from station_app.ui.theme import current

LOOK_MS = 350
FROM_NUMBER = "由身份证号得出"
ONLY_MONTH = "只知道年月也行"


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
        self._from_number: PartialDate | None = None
        """The birth date that stands in the ID number."""
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
        for part in (self._kept, self._drop, away, self._save_and_next(), self._save):
            if part is self._drop:
                foot.addStretch(1)
            if part is not None:
                foot.addWidget(part)
        foot.setSpacing(current().px(8))
        layout = page_layout(self, self._head, body, foot, gap=10)
        layout.setStretch(1, 1)

    def _save_and_next(self) -> Button | None:
        """The button of Ctrl Enter; an edit has nothing that comes next, there it saves."""
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.save)
        return None

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
        if isinstance(number, CheckedId):
            number.after = self._form["ethnicity"].field
        born = self._form["birth_date"].field
        if isinstance(born, PartialDateInput):
            born.read_again.connect(self._say_age)

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
            self._from_number = PartialDate.from_date(number.birth_date)
            self._fill_birth(self._from_number)
        self._say_age()

    def _say_age(self, *_anything: object) -> None:
        """How old that makes somebody: a slip of ten years is seen at once."""
        line, today = self._form["birth_date"], self.desk.today()
        born = line.field.value if isinstance(line.field, PartialDateInput) else None
        age = age_of(born, today) if isinstance(born, PartialDate) else None
        words = [FROM_NUMBER if born is not None and born == self._from_number else ""]
        words += [f"{age} 岁" if age is not None else ""]
        line.set_hint("，".join(word for word in words if word) or ONLY_MONTH)

    def _fill_empty(self, name: str, value: object) -> None:
        line = self._form[name]
        if plain_values(self._form)[name] is None:
            put_value(line.field, value)
            line.set_hint(FROM_NUMBER)

    def _fill_birth(self, day: PartialDate) -> None:
        """Month or year as somebody typed it becomes the whole day; a stored one stays as it is."""
        typed = PartialDate.of(str(plain_values(self._form)["birth_date"] or day))
        stored = self._before.get("birth_date")
        if str(typed) != str(stored) and typed.exact is None and typed.agrees_with(day):
            put_value(self._form["birth_date"].field, None)
        self._fill_empty("birth_date", day)

    def _look(self) -> None:
        """Ask the register who is like this, and the rules what is doubtful."""
        values = self._own_values()
        name = self._name()
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

    def _name(self) -> str:
        """The name as it is kept: without the dot or blank that slipped in."""
        typed = str(plain_values(self._form)["name"] or "").strip()
        return clean_name(typed).value or typed

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
        """Send what stands in the form to its service; a new file and an edit differ in it."""

    def _refused(self, error: StationError) -> None:
        name = str(error.values.get("name", ""))
        if error.code == "record.stale":
            self._question = StaleQuestion(self, error)
            self._question.mine_chosen.connect(self._keep_mine)
            self._question.theirs_chosen.connect(self._take_theirs)
        elif error.code == "person.duplicate_id":
            self._offer_other(error)
        elif name in self._form.rows and not self._form[name].isHidden():
            self._form.explain(sentence(error), name)
        else:
            self.explain(error)

    def _offer_other(self, error: StationError) -> None:
        """The number is somebody's: the sentence says to open that file, so its button is here."""
        other = Button("打开那份")
        self.other = explain(self, sentence(error), buttons=[other])
        other.clicked.connect(self.other.finish)
        other.clicked.connect(partial(self._open_other, error.values["person_id"]))

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
        self._form["birth_date"].set_hint(ONLY_MONTH)
        self._hints.show_namesakes((), self.desk.today())
        self._hints.show_doubts(())
        self._kept.setText("")
        self._touched, self._from_number = False, None

    def _give_up(self) -> None:
        self._drafts.done()
        self._clear()
        self.desk.back()

    def _leave(self) -> None:
        """Esc closes an open list first, then the form, whose text is kept."""
        field = self.focusWidget()
        if isinstance(field, ChoiceInput) and field.list_is_open:
            field.close_list()
            return
        if self._touched:
            self._drafts.keep_now()
            self.desk.say("没写完的先放着，今日页上可以接着写")
        self.desk.back()

    def _open_other(self, key: object) -> None:
        if self._touched:
            self._drafts.keep_now()
        self.desk.open("person", key)
