"""One trip as fields: the visit, then what is due at that door, then what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from station_app.domain.codes import AttachmentOwner, VisitKind, VisitMethod
from station_app.models.identifiers import PersonId, VisitId
from station_app.queries.trip import TripView
from station_app.queries.visits import VisitDetail
from station_app.services.trips import CONTACTS, RecordTrip
from station_app.services.visits import Met, RecordVisit, VisitPaper
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip, chip_row
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow, put_value
from station_app.ui.components.layout import Part, column, holder, row
from station_app.ui.components.notices import Expander
from station_app.ui.components.text import IconMark, KeyHint, Rule, Text
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.desk import Desk
from station_app.ui.pages.tab_order import tab_as_read
from station_app.ui.pages.visit_certifying import CertificationSection
from station_app.ui.pages.visit_plaque import PlaqueSection
from station_app.ui.pages.visit_sections import TWO_LINES, GiftSection, Section, bring_into_sight
from station_app.ui.people_picker import PeoplePicker, Picked
from station_app.ui.record_form import NumberInput, choices_of
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.theme import current

PHRASES = ("身体平稳", "血压偏高", "家中无困难", "愿意参加体检", "药在吃")
PAPER = (
    "visit_date", "kind", "method", "visitors", "lead_name", "lead_level", "unit", "place",
    "situation", "needs", "answer", "follow_up", "follow_up_by", "follow_up_due",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """The page opened on this puts a recorded visit right."""

    visit_id: VisitId


@dataclass(frozen=True, slots=True)
class SheetSubject:
    """The page opened on this enters the numbers of a printed route sheet."""

    sheet_id: UUID


class VisitForm(QWidget):
    """The fields, the sections of what is due, and the phrases that fill the text."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("plain", True)
        self.picker = PeoplePicker(desk, placeholder="走访谁：姓名、首字母、证号尾数，可以选几个人")
        self.form = self._fields(desk.today())
        self.photos = RecordPhotos(desk, AttachmentOwner.VISIT, inline=True, side=44)
        self.gifts = GiftSection()
        self.certifying = CertificationSection(desk)
        self.plaque = PlaqueSection(desk.today())
        self.settled = Text("", "small", tone="text2", wrap=True)
        self._settled = holder(row(IconMark("check", tone="green", size=18), self.settled))
        self._plaque_look: str | None = None
        self._phrases = [FilterChip(words) for words in PHRASES]
        for chip in self._phrases:
            chip.clicked.connect(lambda on, one=chip: self._phrase(one.text(), on))
        self._more = Expander("没有建档的人，带队、地点、答复", self._more_fields())
        self.others = Button("还见了别人", Look.TEXT, icon="user-plus", height="button_row")
        self.setLayout(self._lay())
        self._listen()

    @property
    def met(self) -> tuple[Met, ...]:
        """Whom the visit met."""
        found = [Met(one.person_id) for one in self.picker.people]
        values = self.form.values()
        if others := values["others"]:
            heads = values["headcount"] or 1
            found.append(Met(recipient_text=others, headcount=heads))
        return tuple(found)

    @property
    def person_times(self) -> int:
        """人次 that this would count."""
        return sum(one.headcount for one in self.met)

    @property
    def is_contact(self) -> bool:
        """Whether it was only by phone or video."""
        return self.form.values()["method"] in CONTACTS

    def paper(self) -> VisitPaper:
        """What the fields say."""
        values = self.form.values()
        look = self.plaque.looked or self._plaque_look
        return VisitPaper(**{name: values[name] for name in PAPER}, plaque_look=look)

    def trip(self, met: tuple[Met, ...], sheet_id: UUID | None) -> RecordTrip:
        """Everything that stands here; the dates must have been checked before."""
        paper = self.paper()
        day = paper.visit_date
        return RecordTrip(
            visit=RecordVisit(paper=paper, met=met),
            photos=self.photos.waiting,
            gifts=self.gifts.commands(day),
            certifications=self.certifying.commands(day),
            proof=self.certifying.proof,
            plaque_steps=self.plaque.steps(day),
            new_plaques=self.plaque.new_plaques(day),
            sheet_id=sheet_id,
        )

    def show_due(self, view: TripView) -> list[str]:
        """What can be settled here; gives the names of what was ticked and is so no longer."""
        named = len(view.people) > 1
        gone = self.gifts.show_gifts(view.gifts, named=named)
        gone += self.certifying.show_due(view.certifications, named=named)
        self.plaque.show_plaque(view.plaques)
        words = settled_words(view)
        self.settled.setText(words)
        self._settled.setVisible(bool(words))
        self._divide()
        tab_as_read(self)
        self.changed.emit()
        return gone

    def jump(self, number: int) -> None:
        """Alt 1 to 5: the section, if it is shown."""
        ends = {1: "situation", len(self.sections) + 2: "needs"}
        if number not in ends:
            self.sections[number - 2].focus()
            return
        line = self.form[ends[number]]
        line.field.setFocus()
        bring_into_sight(line)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Alt 2, 3, 4."""
        return self.gifts, self.certifying, self.plaque

    def show_picker(self, *, shown: bool) -> None:
        """Whom the visit met is chosen here, or known from the sheet."""
        if shown:
            self.form["people"].show()
            self.others.hide()
        else:
            self.form["people"].hide()
            self.others.show()

    def begin(self, people: Sequence[Picked], *, visitors: str, day: date) -> None:
        """An empty paper for these people."""
        offered = self.form["kind"].field
        if isinstance(offered, ChoiceInput):  # the district may have added one meanwhile
            offered.offer(choices_of("visit_kind"))
        for name, line in self.form.rows.items():
            if name != "people":
                put_value(line.field, None)
        self.form.fill(
            {
                "visit_date": day,
                "kind": str(VisitKind.ROUTINE),
                "method": str(VisitMethod.HOME),
                "visitors": visitors,
                "headcount": 1,
            }
        )
        for chip in self._phrases:
            chip.setChecked(False)
        self.form["reason"].hide()
        self._plaque_look = None
        for section in self.sections:
            section.begin()
        self._settled.hide()
        self._divide()
        self.photos.begin()
        self.picker.put(people)

    def show_detail(self, detail: VisitDetail) -> None:
        """A recorded visit, to be put right."""
        one = detail.row
        named = [Picked(met.person_id, met.name) for met in one.met if met.person_id is not None]
        unnamed = [met for met in one.met if met.person_id is None]
        self.begin(named, visitors=one.visitors or "", day=one.visit_date)
        values = {
            name: getattr(one, name, None) if hasattr(one, name) else getattr(detail, name)
            for name in PAPER
        }
        self.form.fill(values)
        if unnamed:
            self.form.fill({"others": unnamed[0].name, "headcount": unnamed[0].headcount})
        self.photos.show_record(one.visit_id, "、".join(met.name for met in one.met))
        self._plaque_look = detail.plaque_look
        self.show_picker(shown=True)
        self.form["reason"].show()

    def stored_people(self) -> str:
        """The chosen people as the text of a half-written form."""
        return ";".join(f"{one.person_id}|{one.name}" for one in self.picker.people)

    def _fields(self, today: date) -> Form:
        return Form(
            people=FormRow("走访谁", self.picker, hint=""),
            visit_date=FormRow("日期", DateInput(today, width=146), required=True),
            method=FormRow(
                "方式", ChoiceInput(choices_of("visit_method"), width=104), required=True
            ),
            kind=FormRow("事由", ChoiceInput(choices_of("visit_kind"), width=146), required=True),
            visitors=FormRow("走访人", TextInput(width=136), required=True),
            situation=FormRow("谈了什么、看到什么", TextArea(lines=2)),
            needs=FormRow("诉求", TextInput(longest=1000)),
            follow_up=FormRow("答应的事", TextInput(), hint="没有就空着；写了会提醒"),
            follow_up_due=FormRow("哪天前办好", DateInput(today, ahead=True, width=150)),
            follow_up_by=FormRow("谁来办", TextInput(width=100)),
            others=FormRow("没有建档的人", TextInput(), hint="例如：座谈会的其他老兵"),
            headcount=FormRow("人数", NumberInput(width=80), unit="人"),
            lead_name=FormRow("带队领导", TextInput(width=150)),
            lead_level=FormRow("级别", ChoiceInput(choices_of("lead_level"), width=140)),
            unit=FormRow("同去的单位", TextInput(width=200)),
            place=FormRow("地点", TextInput(width=200), hint="不在家时才写"),
            answer=FormRow("当场怎么答复", TextArea(lines=1)),
            reason=FormRow("为什么更正", TextInput(), required=True),
        )

    def _more_fields(self) -> QWidget:
        form = self.form
        first = row(form["others"], form["headcount"], gap=12)
        first.setStretch(0, 1)
        second = row(form["lead_name"], form["lead_level"], form["unit"], None, gap=12)
        third = row(form["place"], form["answer"], gap=12)
        third.setStretch(1, 1)
        return holder(column(first, second, third, gap=6))

    def _lay(self) -> QVBoxLayout:
        form = self.form
        facts = self._facts()
        phrases = chip_row(*self._phrases)
        if current().percent < TWO_LINES:
            phrases.insertWidget(0, Text("常用语", "cap", tone="text3"))
        promise = row(form["follow_up"], form["follow_up_due"], form["follow_up_by"], gap=12)
        promise.setStretch(0, 1)
        self._rules = [Rule() for _ in self.sections]
        due = [part for pair in zip(self._rules, self.sections, strict=True) for part in pair]
        return column(
            form["reason"],
            _title("footprints", "走访", self.others, "Alt+1"),
            form["people"],
            facts,
            form["situation"],
            phrases,
            self.photos.strip,
            *due,
            Rule(),
            _title("messages-square", "诉求、答应的事", None, "Alt+5"),
            form["needs"],
            promise,
            self._settled,
            Rule(),
            self._more,
            None,
            gap=8,
        )

    def _facts(self) -> QLayout:
        """When, how, why, who: in one line, or in two where letters are twice as large."""
        names = ("visit_date", "method", "kind", "visitors")
        if current().percent < TWO_LINES:
            return row(*(self.form[name] for name in names), None, gap=12)
        pairs = (names[:2], names[2:])
        return column(*(row(*(self.form[n] for n in pair), None, gap=12) for pair in pairs), gap=4)

    def _divide(self) -> None:
        """A line above each section that is shown."""
        for line, section in zip(self._rules, self.sections, strict=True):
            line.setVisible(not section.isHidden())

    def _listen(self) -> None:
        self.picker.changed.connect(self.changed)
        self.photos.changed.connect(self.changed)
        for section in self.sections:
            section.changed.connect(self.changed)
        for line in self.form.rows.values():
            for name in ("textChanged", "chosen"):
                signal = getattr(line.field, name, None)
                if signal is not None:
                    signal.connect(self.changed)

    def _phrase(self, words: str, on: bool) -> None:
        area = self.form["situation"].field
        if not isinstance(area, TextArea):
            return
        parts = [part for part in area.text().replace("。", "").split("，") if part]
        parts = [part for part in parts if part != words] + ([words] if on else [])
        area.setText("，".join(parts) + ("。" if parts else ""))


def stored(text: str) -> list[Picked]:
    """The people of a half-written form."""
    pairs = [one.partition("|") for one in text.split(";") if "|" in one]
    return [Picked(PersonId(UUID(key)), name) for key, _, name in pairs]


def settled_words(view: TripView) -> str:
    """What need not be done at this door: said, so that nobody looks for it."""
    if not view.people:
        return ""
    parts = [] if view.gifts else ["没有等着发的慰问"]
    closed = "认证的年度没有开着（到“认证”里开）"
    none = closed if view.no_open_year else "现在不用认证"
    parts += [] if view.certifications else [none]
    parts += [] if view.plaques else ["光荣牌没有要办的"]
    return "不用办：" + "，".join(parts) if parts else ""


def _title(icon: str, words: str, more: QWidget | None, keys: str) -> QWidget:
    aside: Part = more if more is not None else 0
    return holder(
        row(
            IconMark(icon, tone="primary"),
            Text(words, "lead", bold=True),
            aside,
            None,
            KeyHint(keys),
        )
    )
