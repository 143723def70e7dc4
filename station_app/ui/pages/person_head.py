"""The head of a person's page: who it is, at a glance, and what can be done for them by one key."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.codes import label
from station_app.messages.printing import FORM_LABELS
from station_app.queries.person_dues import PersonView
from station_app.queries.person_page import PersonPage as Whole
from station_app.services.record_states import FileStanding
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Tag
from station_app.ui.components.layout import Card, clear, column, holder, row
from station_app.ui.components.notices import Banner
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.portrait import Portrait
from station_app.ui.components.record_state import QuestionMark, StateMark, show_questions
from station_app.ui.components.reveal import Reveal
from station_app.ui.components.roomy_row import RoomyRow
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.person_words import (
    MISSING,
    STATUS_MEANINGS,
    full_day,
    id_words,
    identity_words,
    of_group,
    partial_words,
    phone_words,
    sex_and_age,
)
from station_app.ui.theme import current

PAPERS = (
    "person-roster",
    "plaque-register",
    "visit",
    "certification-roster",
    "privacy-notice",
)

LONG_PLACE, LONG_PLACE_LARGE = 22, 16
"""Letters of an address that still stand beside number and phone."""
WHOLE_FILE = "person-file"


class PersonHead(Card):
    """Names the signals after what is wanted; the page knows where it is done."""

    wanted = Signal(str)
    """visit, condolence, certification, plaque or edit."""
    paper_wanted = Signal(str)
    asked = Signal(object)
    """The question whose mark was clicked."""

    def __init__(self) -> None:
        super().__init__(gap=10)
        self._who = QVBoxLayout()
        self._state = QVBoxLayout()
        self.add(self._who, self._state, Rule())
        self._buttons = self._build_buttons()
        self.add(self._actions())

    def show_person(self, view: PersonView) -> None:
        """Another person."""
        clear(self._who)
        clear(self._state)
        self._who.addWidget(_who(view.page))
        if banner := _state_banner(view.page):
            self._state.addWidget(banner)
        large = current().large
        living = view.page.row.status in ("ACTIVE", "DRAFT")
        for name, button in self._buttons.items():
            button.setVisible((living and name != "edit") or (name == "edit" and not large))

    def show_standing(self, standing: FileStanding, record_id: UUID) -> None:
        """How the file stands with the district, and which of these fields are in question."""
        for mark in self.findChildren(StateMark):
            mark.show_state(standing.state)
        show_questions(self, standing.of(record_id), self.asked.emit)

    def show_portrait(self, content: object) -> None:
        """The photo beside the name; without one a pale figure."""
        for portrait in self.findChildren(Portrait):
            portrait.show_photo(content if isinstance(content, bytes) else None)

    def _build_buttons(self) -> dict[str, Button]:
        made = {
            "visit": Button("登记走访", Look.FILLED, icon="footprints", keys="Z"),
            "condolence": Button("慰问", icon="gift", keys="W"),
            "certification": Button("认证", icon="badge-check", keys="R"),
            "plaque": Button("光荣牌", icon="plaque", keys="G"),
            "edit": Button("修改资料", Look.QUIET, icon="pencil", keys="E"),
        }
        for name, button in made.items():
            button.setObjectName(name)
            button.clicked.connect(self._pressed)
        return made

    def _actions(self) -> QHBoxLayout | QWidget:
        papers = [(name, FORM_LABELS[name]) for name in PAPERS]
        self.papers = PickButton("其他表", papers, icon="printer")
        self.papers.picked.connect(self._paper)
        self.whole_file = Button("一人一档", Look.QUIET, icon="file-text", keys="Ctrl+P")
        self.whole_file.clicked.connect(self._whole_file)
        *daily, edit = self._buttons.values()
        if current().large:
            return RoomyRow(daily, last=self._more(edit))
        return row(*daily, None, self.papers, self.whole_file, edit)

    def _more(self, edit: Button) -> Button:
        """Large mode keeps the rarer ones in a list; their keys work all the same."""
        for hidden in (self.papers, self.whole_file, edit):
            hidden.setParent(self)
            hidden.hide()
        for keys, slot in (("Ctrl+P", self._whole_file), ("E", self._edit)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        choices = [(WHOLE_FILE, "一人一档"), ("edit", "修改资料")]
        self.more = PickButton("更多", [*choices, *((name, FORM_LABELS[name]) for name in PAPERS)])
        self.more.picked.connect(self._picked)
        return self.more

    def _picked(self, name: object) -> None:
        if name == "edit":
            self._edit()
        else:
            self.paper_wanted.emit(str(name))

    def _edit(self) -> None:
        self.wanted.emit("edit")

    def _pressed(self) -> None:
        if (sender := self.sender()) is not None:
            self.wanted.emit(sender.objectName())

    def _whole_file(self) -> None:
        self.paper_wanted.emit(WHOLE_FILE)

    def _paper(self, name: object) -> None:
        self.paper_wanted.emit(str(name))


def _who(page: Whole) -> QWidget:
    """Large mode puts the tags beside the name and has no portrait: the work below needs room."""
    tags = _identity_tags(page)
    if current().large:
        names = row(*_names(page), *tags[:2], None, StateMark(), gap=10)
        return holder(column(names, _contacts(page), gap=6))
    number = Text(f"档案 {page.row.file_no}", "small", tone="text2")
    names = row(*_names(page), None, StateMark(), number, gap=10)
    words = column(names, row(*tags, None, gap=6), _contacts(page), gap=6)
    portrait = Portrait(66, 84)
    made = row(portrait, words, gap=16)
    made.setStretch(1, 1)
    made.setAlignment(portrait, Qt.AlignmentFlag.AlignTop)
    return holder(made)


def _names(page: Whole) -> list[QWidget]:
    person = page.row
    state = label("person_status", person.status)
    return [
        Text(person.name, "h1", bold=True),
        Text(sex_and_age(person.sex, person.age), "body", tone="text2"),
        QuestionMark("name"),
        Tag(state, STATUS_MEANINGS.get(person.status, "grey")),
        QuestionMark("status"),
    ]


def _identity_tags(page: Whole) -> list[QWidget]:
    tags: list[QWidget] = [
        Tag(identity_words(one), icon="star" if one.is_primary else "")
        for one in page.row.identities
    ]
    if page.row.has_benefit:
        tags.append(Tag("享受定期抚恤补助"))
    return tags or [Tag("身份待补", "amber")]


def records_of(page: Whole) -> list[UUID]:
    """Everything that is shown as one file."""
    parts = (*page.identities, *page.services, *page.accounts, *page.entitlements)
    return [page.row.person_id, *(one.record_id for one in parts)]


def _contacts(page: Whole) -> QWidget:
    """Number, phone, place and contact; a long address has a line of its own, never cut."""
    person = page.row
    number = Reveal(id_words(person), person.id_number, what="身份证号", mark=person.person_id)
    phone = Reveal(phone_words(person.mobile), person.mobile, what="手机", mark=person.person_id)
    where = person.address or of_group(person.group_name)
    own_line = len(where) > (LONG_PLACE_LARGE if current().large else LONG_PLACE)
    place = ("map-pin", Text(where, "body", wrap=own_line), "address")
    facts: list[tuple[str, QWidget, str]] = [
        ("id-card", number, "id_number"),
        ("phone", phone, "mobile"),
    ]
    facts += [] if own_line else [place]
    staff = _staff_words(page)
    facts += [("user-check", Text(staff, "body"), "contact_staff_id")] if staff else []
    first = _facts_line(facts[:3] if current().large else facts)
    if not own_line:
        return holder(row(*first, None, gap=6))
    second = row(*_facts_line([place]), gap=6)
    second.setStretch(1, 1)
    return holder(column(row(*first, None, gap=6), second, gap=4))


def _facts_line(facts: list[tuple[str, QWidget, str]]) -> list[QWidget | int | None]:
    parts: list[QWidget | int | None] = []
    for icon, value, field in facts:
        parts += [IconMark(icon, size=18), value, QuestionMark(field), 8]
    return parts


def _staff_words(page: Whole) -> str:
    """Who keeps in touch; nobody is missed for those who are no longer in the register."""
    if not page.contact_staff:
        return f"联系人{MISSING}" if page.row.status in ("ACTIVE", "DRAFT") else ""
    grid = f"（{page.grid_name}）" if page.grid_name else ""
    return f"{page.contact_staff}挂钩联系{grid}"


def _state_banner(page: Whole) -> Banner | None:
    """What became of a person who is no longer in the register."""
    values = page.person.values
    match page.row.status:
        case "DECEASED":
            died = partial_words(page.person.text("death_date"))
            told = values.get("death_reported_on")
            more = f"{full_day(told)}获知" if isinstance(told, date) else ""
            return Banner(f"{died}去世", more or "获知日期待补", meaning="grey", icon="info")
        case "MOVED_OUT":
            left = values.get("moved_out_on")
            when = full_day(left) if isinstance(left, date) else ""
            return Banner(f"{when}迁出", page.person.text("moved_to") or "去向待补", icon="info")
        case "REMOVED":
            return Banner("已取消登记", page.person.text("status_reason") or "", icon="info")
        case "MERGED":
            return Banner("已并入另一份档案", "原来的记录都在那里", icon="git-merge")
        case "DRAFT":
            reason = page.person.text("no_id_reason") or "资料还没有核实"
            return Banner("待核实", reason, meaning="amber")
    return None
