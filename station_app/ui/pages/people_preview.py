"""The panel beside the list: who it is, what is due, what happened last."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_app.domain.codes import label
from station_app.queries.person_dues import Due, PersonView
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Tag
from station_app.ui.components.layout import clear, column, fill, holder, row, scrolling
from station_app.ui.components.portrait import Portrait
from station_app.ui.components.reveal import Reveal
from station_app.ui.components.text import IconMark, KeyHint, Rule, Text, elided
from station_app.ui.due_words import due_words, in_panel
from station_app.ui.family_words import family_line
from station_app.ui.person_words import (
    MISSING,
    STATUS_MEANINGS,
    day_words,
    id_words,
    identity_words,
    of_group,
    partial_words,
    phone_words,
    sex_and_age,
)
from station_app.ui.theme import current
from station_app.ui.timeline_words import happened_words

RECENT = 3


class PeoplePreview(QFrame):
    """Shows the chosen person; head and buttons stay, the middle scrolls."""

    wanted = Signal()
    visit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFixedWidth(current().px(330))
        self._middle = QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self._middle)
        fill(self._middle, [], 8)
        self._open = Button("打开", Look.FILLED, keys="Return", height="button")
        self._open.clicked.connect(self.wanted)
        self._visit = Button("登记走访", icon="footprints", keys="Alt+Z")
        self._visit.clicked.connect(self.visit_wanted)
        self._foot = holder(row(self._open, None, self._visit))
        layout = QVBoxLayout(self)
        area = scrolling(inner)
        fill(layout, [area, self._foot], 10)
        layout.setStretch(0, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(13), px(16), px(10))
        self.show_nobody("选一个人，这里就有该办的事")

    @property
    def words(self) -> list[str]:
        """Every word that is shown, for whoever reads aloud."""
        return [text.text() for text in self.findChildren(Text) if text.isVisibleTo(self)]

    def show_nobody(self, words: str) -> None:
        """Nothing is chosen."""
        clear(self._middle)
        fill(self._middle, [None, _centred(words), None], 8)
        self._foot.hide()

    def show_person(self, view: PersonView, today: date) -> None:
        """Another person."""
        clear(self._middle)
        page = view.page
        dues = [due for due in view.dues if in_panel(due, today)]
        parts: list[QWidget] = [_head(view), *_facts(view), Rule(), _small_title("该办的")]
        parts += [_due_line(due, today) for due in dues] or [_quiet("没有到期的事")]
        parts += [Rule(), _small_title("最近")]
        parts += [
            _recent_line(day_words(event.on, today), f"{said.title} {said.money}".strip())
            for event in page.timeline[:RECENT]
            for said in (happened_words(event),)
        ] or [_quiet("还没有记录")]
        for part in parts:
            self._middle.addWidget(part)
        self._middle.addStretch(1)
        self._foot.show()


def _head(view: PersonView) -> QWidget:
    person = view.page.row
    born = f"{partial_words(person.birth_date)}生" if person.birth_date else "出生待补"
    line = "，".join(part for part in (sex_and_age(person.sex, person.age), born) if part)
    tags = [Tag(identity_words(one)) for one in person.identities[:2]]
    if person.status != "ACTIVE":
        state = label("person_status", person.status)
        tags.insert(0, Tag(state, STATUS_MEANINGS.get(person.status, "")))
    words = column(
        Text(person.name, "h2", bold=True),
        Text(line, "small", tone="text2", wrap=True),
        _flow(tags),
        gap=2,
    )
    portrait = Portrait()
    made = row(portrait, words, gap=12)
    made.setStretch(1, 1)
    made.setAlignment(portrait, Qt.AlignmentFlag.AlignTop)
    return holder(made)


def _flow(tags: list[Tag]) -> QVBoxLayout:
    """Two short tags beside each other, long ones below each other."""
    wide = sum(tag.sizeHint().width() for tag in tags) > current().px(210)
    if wide:
        return column(*(row(tag, None) for tag in tags), gap=4)
    return column(row(*tags, None, gap=6), gap=4)


def _facts(view: PersonView) -> list[QWidget]:
    page, person = view.page, view.page.row
    number = Reveal(
        id_words(person), person.id_number, what="身份证号", mark=person.person_id, stretch=True
    )
    phone = Reveal(
        phone_words(person.mobile), person.mobile, what="手机", mark=person.person_id, stretch=True
    )
    family = family_line(page.members)
    staff = page.contact_staff or MISSING
    if page.contact_staff and page.grid_name:
        staff = f"{staff}（{page.grid_name}）"
    place = person.address or of_group(person.group_name)
    facts = [("身份证号", number), ("手机", phone), ("住址", _fact(place))]
    facts += [("家人", _fact(family))] if family else []
    facts += [("联系人", _fact(staff))]
    return [column_of_facts(facts)]


def column_of_facts(facts: list[tuple[str, QWidget]]) -> QWidget:
    """Labels in grey at the left, values beside them."""
    lines = []
    for name, value in facts:
        title = Text(name, "cap", tone="text3")
        title.setFixedWidth(current().px(58))
        line = row(title, value)
        line.setStretch(1, 1)
        line.setAlignment(title, Qt.AlignmentFlag.AlignTop)
        lines.append(line)
    return holder(column(*lines, gap=1))


def _fact(words: str) -> QWidget:
    tone = "text3" if words == MISSING else "text"
    return Text(words, "small", tone=tone, wrap=True)


def _due_line(due: Due, today: date) -> QWidget:
    said = due_words(due, today)
    words = column(
        Text(said.title, "small", bold=True, wrap=True),
        Text(said.line, "cap", tone=said.tone, wrap=True),
        gap=0,
    )
    mark = IconMark(said.icon, tone=said.tone if said.tone != "text2" else "text2", size=18)
    line = row(mark, words, KeyHint(f"Alt+{said.keys}"), gap=10)
    line.setStretch(1, 1)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return holder(line)


def _recent_line(day: str, words: str) -> QWidget:
    when = Text(day, "cap", tone="text3")
    when.setFixedWidth(current().px(100 if "年" in day else 58))
    line = row(when, elided(words, "small", tone="text"))
    line.setStretch(1, 1)
    return holder(line)


def _small_title(words: str) -> Text:
    return Text(words, "cap", tone="text2")


def _quiet(words: str) -> Text:
    return Text(words, "small", tone="text2")


def _centred(words: str) -> Text:
    made = Text(words, "small", tone="text3", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
