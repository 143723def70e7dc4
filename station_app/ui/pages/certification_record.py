"""Recording beside the tile: a method by its number, then Enter; each method asks for its proof."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from station_app.domain.certification import missing_evidence
from station_app.domain.codes import AttachmentOwner, CertMethod, CertResult
from station_app.models.identifiers import PersonId, StaffId
from station_app.queries.certifications import Tile
from station_app.services.attachments import KeptPhoto
from station_app.services.certifications import RecordCertification, evidence_of
from station_app.services.staff import StaffRow
from station_app.ui.components.button import Button, Look, icon_button
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, fill, row, scrolling
from station_app.ui.components.painting import key_hint_size
from station_app.ui.components.text import KeyHint, Rule, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.pages.certification_words import METHODS, mark_of
from station_app.ui.person_words import category_words, day_words, sex_and_age
from station_app.ui.record_form import OpenChoice, choices_of
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.theme import current

WIDTH, WIDTH_LARGE = 372, 470
RELATIONS = tuple((w, w) for w in ("配偶", "儿子", "女儿", "儿媳", "女婿", "孙子", "村干部"))
FIELDS_OF: dict[CertMethod, tuple[str, ...]] = {
    CertMethod.SELF_STATION: ("id_seen", "signed", "staff1"),
    CertMethod.HOME: ("staff1", "staff2", "photo", "signed", "with_visit"),
    CertMethod.ONLINE: ("result_no", "evidence_on", "photo"),
    CertMethod.VIDEO: ("evidence_on", "phone", "evidence", "photo", "staff1", "staff2"),
    CertMethod.AGENT: (
        "agent_name",
        "agent_relation",
        "agent_id_tail",
        "evidence",
        "evidence_on",
        "photo",
        "promise",
        "signed",
        "care_home",
        "staff1",
    ),
    CertMethod.REMOTE_STATION: ("evidence", "photo"),
    CertMethod.DATA_MATCH: ("result_no",),
}
"""What is asked for with each method, beside date and result (DOMAIN §3.5)."""
CLAIMS = ("id_seen", "signed", "promise")
"""What somebody must have seen: never ticked beforehand, our tick would prove nothing (0092)."""
HINTS = {
    CertMethod.AGENT: "健在证明：30 天内的照片、视频，或医院、养老机构的证明",
    CertMethod.VIDEO: "两个核对问题，例如：哪年入伍、部队番号",
    CertMethod.REMOTE_STATION: "居住地服务站盖章的协助表：写上单位和日期",
}


class _Method(QFrame):
    """One method in the list: a colour, its words, its number."""

    chosen = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        mark = mark_of(METHODS[number])
        self._words = Text(mark.short if current().large else mark.words, "small")
        sign = Text(mark.character, "cap", tone=mark.meaning, bold=True)
        hint = KeyHint(str(number + 1))
        hint.setFixedSize(key_hint_size("1"))
        layout = row(sign, self._words, None, hint, gap=6)
        px = current().px
        layout.setContentsMargins(px(9), px(4), px(7), px(4))
        self.setLayout(layout)
        self.setProperty("card", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{number + 1} {mark.words}")

    def show_chosen(self, on: bool) -> None:
        """The ring of the chosen one."""
        self.setProperty("card", not on)
        self.setProperty("chosen", on)
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: object) -> None:
        self.chosen.emit(self._number)


class RecordPanel(QFrame):
    """A child frame of the page; says which proof is still missing and never forgets the staff."""

    kept = Signal(object)
    """The command to be sent."""
    closed = Signal()
    grew = Signal()
    """It shows more or less than before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tile: Tile | None = None
        self._method = CertMethod.SELF_STATION
        self.photos = RecordPhotos(desk, AttachmentOwner.CERTIFICATION, side=48)
        self._extra: tuple[str, ...] = ()
        self.setProperty("floating", True)
        self.setFixedWidth(current().px(WIDTH_LARGE if current().large else WIDTH))
        self.form = self._fields(desk.today())
        self._methods = [_Method(number) for number in range(len(METHODS))]
        self.name = Text("", "h3", bold=True)
        self._who, self._last = Text("", "small", tone="text2"), Text("", "cap", tone="text2")
        self._problem = Text("", "cap", tone="red", wrap=True)
        self.photos.changed.connect(self._photos_changed)
        self.keep = Button("记下", Look.FILLED, keys="Return")
        self.keep.clicked.connect(self.submit)
        self.seen_all = Button("都看过，记下", keys="Y")
        self.seen_all.clicked.connect(self._all_seen)
        self._lay()
        boxes = {name: self._box(name) for name in (*CLAIMS, "care_home", "with_visit")}
        self._drafts = DraftKeeper(desk.drafts, "certifications", self.form, self, boxes=boxes)
        self.hide()

    @property
    def method(self) -> CertMethod:
        """The chosen method."""
        return self._method

    def offer_staff(self, staff: Sequence[StaffRow]) -> None:
        """Who may certify; the operator first."""
        choices = [(one.staff_id, one.name) for one in staff]
        mine = next((key for key, name in choices if name == self._desk.operator.name), None)
        first = mine or (choices[0][0] if choices else None)
        others = [key for key, _ in choices if key != first]
        for name, usual in (("staff1", first), ("staff2", others[0] if others else None)):
            field = self.form[name].field
            if isinstance(field, ChoiceInput):
                before = field.value
                field.offer(choices)
                field.put(before or usual)

    def open_for(self, tile: Tile, method: int = -1) -> None:
        """For one person, with a method or that of last time."""
        self._tile = tile
        self.photos.begin()
        self.name.setText(tile.name)
        self._who.setText(_who(tile))
        self._last.setText(_last(tile, self._desk.today()))
        self._problem.setText("")
        self.form.fill(
            dict.fromkeys(("result_no", "evidence", "agent_name", "agent_relation"))
            | {"agent_id_tail": None, "phone": None, "note": None}
            | {"certified_on": self._desk.today(), "evidence_on": self._desk.today()}
            | {"result": str(CertResult.PASS)}
        )
        for name in (*CLAIMS, "care_home"):
            self._box(name).setChecked(False)
        self._box("with_visit").setChecked(True)
        put_back = self._drafts.begin(str(tile.person_id), f"{tile.name}的认证")
        self.choose(method if method >= 0 else METHODS.index(self._method))
        if put_back:
            self._problem.setText("上次写到一半，已经放回来了，请看看方式对不对")
        self.show()
        self.raise_()
        self.setFocus()

    def choose(self, number: int) -> None:
        """Another method: other proof is asked for."""
        self._method = METHODS[number]
        for at, one in enumerate(self._methods):
            one.show_chosen(at == number)
        wanted = FIELDS_OF[self._method]
        for name, line in self.form.rows.items():
            if name not in ("certified_on", "result", "note"):
                line.setVisible(name in wanted)
        self.form["note"].setVisible(not current().large)  # there the proofs need all the room
        self.photos.strip.setVisible(self._takes_photos())
        for name in ("id_seen", "signed", "promise", "with_visit", "care_home"):
            self._box(name).setVisible(name in wanted)
        self.seen_all.setVisible(any(name in wanted for name in CLAIMS))
        self.form["evidence"].set_hint(HINTS.get(self._method, ""))
        self._problem.setText("")
        self.adjustSize()

    def command(self) -> RecordCertification:
        """What the fields say."""
        values, wanted = self.form.values(), set(FIELDS_OF[self._method])
        person = self._tile.person_id if self._tile else PersonId(UUID(int=0))

        def given(name: str) -> Any:
            return values[name] if name in wanted else None

        def ticked(name: str) -> bool | None:
            return self._box(name).isChecked() if name in wanted else None

        return RecordCertification(
            person_id=person,
            method=self._method,
            certified_on=values["certified_on"],
            result=values["result"] or CertResult.PASS,
            id_seen=ticked("id_seen"),
            signed=ticked("signed"),
            evidence=given("evidence"),
            evidence_on=given("evidence_on"),
            photo_hash=self.kept_photos[0].blob if self.kept_photos else None,
            result_no=given("result_no"),
            agent_name=given("agent_name"),
            agent_relation=given("agent_relation"),
            agent_phone=given("phone"),
            agent_id_tail=given("agent_id_tail"),
            agent_promise=ticked("promise"),
            is_care_home=bool(ticked("care_home")),
            certifier1_id=_staff(given("staff1")),
            certifier2_id=_staff(given("staff2")),
            with_visit=bool(ticked("with_visit")),
            note=values["note"],
        )

    def submit(self) -> None:
        """Send it, once nothing is missing; else say what is."""
        if not self.form.check():
            return
        command = self.command()
        if command.result == CertResult.PASS:
            missing = missing_evidence(
                self._method, evidence_of(command), certified_on=command.certified_on
            )
            if missing:
                words = "、".join(item.label for item in missing)
                self.say(f"还差：{words}")
                return
        self.kept.emit(command)

    def _all_seen(self) -> None:
        """Y: whoever records says that card, signature and promise were seen, and records."""
        for name in CLAIMS:
            if name in FIELDS_OF[self._method]:
                self._box(name).setChecked(True)
        self.submit()

    def say(self, words: str) -> None:
        """What is in the way."""
        self._problem.setText(words)
        self.adjustSize()

    def done(self) -> None:
        """It was recorded."""
        self._drafts.done()
        self.hide()

    def put_away(self) -> None:
        """Without recording; what was typed is kept."""
        self._drafts.keep_now()
        self.hide()
        self.closed.emit()

    @property
    def kept_photos(self) -> tuple[KeptPhoto, ...]:
        """The pictures that go with the record; a method that asks for none takes none."""
        return self.photos.waiting if self._takes_photos() else ()

    def _takes_photos(self) -> bool:
        """Whether the method asks for a picture."""
        return "photo" in FIELDS_OF[self._method]

    def _photos_changed(self) -> None:
        self._problem.setText("")
        self.adjustSize()
        self.grew.emit()

    def _fields(self, today: date) -> Form:
        result = ChoiceInput(choices_of("cert_result"), width=120, value=str(CertResult.PASS))
        return Form(
            certified_on=FormRow("日期", DateInput(today, width=150), required=True),
            result=FormRow("结果", result, required=True),
            staff1=FormRow("认证人员", ChoiceInput([], width=150)),
            staff2=FormRow("第二位", ChoiceInput([], width=150)),
            result_no=FormRow("认证编号", TextInput(width=150)),
            evidence_on=FormRow("凭证日期", DateInput(today, width=150)),
            phone=FormRow("视频电话", TextInput(width=150)),
            agent_name=FormRow("代理人", TextInput(width=150)),
            agent_relation=FormRow("关系", OpenChoice(RELATIONS, width=150)),
            agent_id_tail=FormRow("证件后四位", TextInput(width=150, longest=4)),
            evidence=FormRow("凭什么", TextInput()),
            note=FormRow("备注", TextInput()),
        )

    def _box(self, name: str) -> CheckBox:
        return self._boxes[name]

    def _lay(self) -> None:
        form, grid = self.form, QGridLayout()
        grid.setSpacing(current().px(6))
        large = current().large
        per_row = 4 if large else 2
        for number, one in enumerate(self._methods):
            one.chosen.connect(self.choose)
            grid.addWidget(one, number // per_row, number % per_row)
        self._boxes = {
            "id_seen": CheckBox("看过身份证原件"),
            "signed": CheckBox("登记表上签字（指印）"),
            "promise": CheckBox("有代理人承诺书"),
            "with_visit": CheckBox("同时记一次走访", ticked=True),
            "care_home": CheckBox("代理人是养老机构"),
        }
        when = [form["certified_on"], form["result"]]
        staff = [form["staff1"], form["staff2"]]
        fields = column(
            row(*when, *(staff[:1] if large else []), None, gap=10),
            row(*(staff[1:] if large else staff), None, gap=10),
            row(form["agent_name"], form["agent_relation"], None, gap=10),
            row(form["agent_id_tail"], form["phone"], form["result_no"], None, gap=10),
            row(form["evidence_on"], None),
            form["evidence"],
            self.photos.strip,
            *self._boxes.values(),
            form["note"],
            gap=6,
        )
        away = icon_button("x", "关上")
        away.clicked.connect(self.put_away)
        inside = QWidget()
        body = QVBoxLayout(inside)
        fill(body, [grid, fields, None], 8)
        self._area = scrolling(inside)
        self._area.setSizeAdjustPolicy(self._area.SizeAdjustPolicy.AdjustToContents)
        layout = QVBoxLayout(self)
        head = row(self.name, self._who, None, away)
        foot = row(None, self.seen_all, self.keep)
        fill(layout, [head, self._area, self._problem, Rule(), self._last, foot], 8)
        layout.setStretch(1, 1)
        px = current().px
        layout.setContentsMargins(px(14), px(10), px(14), px(12))

    def wanted_height(self) -> int:
        """As high as what it shows."""
        inner = self._area.widget()
        fields = inner.sizeHint().height() if inner is not None else 0
        return fields + current().px(164) + self._problem.sizeHint().height()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._desk.covered.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.covered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_7:
            self.choose(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Escape:
            self.put_away()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)


def _staff(value: object) -> StaffId | None:
    return StaffId(value) if isinstance(value, UUID) else None


def _who(tile: Tile) -> str:
    parts = [sex_and_age(tile.sex, tile.age)]
    parts += [category_words(tile.category)] if tile.category else []
    return "，".join(part for part in parts if part)


def _last(tile: Tile, today: date) -> str:
    if tile.is_done and tile.certified_on is not None:
        return f"今年 {day_words(tile.certified_on, today)}已认证"
    if tile.last_year is None:
        return "去年没有认证"
    words = mark_of(tile.last_year.method).words
    return f"上次：{day_words(tile.last_year.certified_on, today)} {words}"
