"""The facts of a person: personal data, service, benefits, accounts, household."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.codes import label
from station_app.domain.masking import mask_account
from station_app.domain.money import yuan
from station_app.models.person import PERSON
from station_app.queries.person_dues import PersonView
from station_app.queries.person_page import MemberRow
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.records import RecordRow
from station_app.ui.components.button import Look
from station_app.ui.components.layout import Card, clear, column, fill, holder, row, scrolling
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.record_state import QuestionMark, show_questions
from station_app.ui.components.reveal import Reveal
from station_app.ui.components.text import Rule, Text
from station_app.ui.family_words import member_words, relation_words
from station_app.ui.person_words import (
    MISSING,
    category_words,
    full_day,
    month_words,
    partial_words,
    phone_words,
)
from station_app.ui.theme import current

ADD = "add"
HOUSE = "house"
HOME = "home"
VERIFIED = "verified"
PAID = "paid"
LABEL_WIDTH = 64

SHORT_TITLES = {"health": "身体", "self_care": "自理", "hukou_type": "户籍"}
FIELDS = {SHORT_TITLES.get(one.name, one.label): one.name for one in PERSON.own_fields} | {
    "出生": "birth_date",
    "单位": "work_unit",
    "其他电话": "phone2",
    "紧急联系": "contact_name",
    "告知书": "notice_given_on",
}
"""The field behind a line, for the mark of a question about it."""
Line = tuple[str, str | QWidget]


class PersonFacts(Card):
    """Sections below each other; the pencil of a section adds to it or opens one entry."""

    wanted = Signal(str, object)
    """Section (identity, service, account, benefit, family) and the record, or None to add one."""

    asked = Signal(object)
    """The question whose mark was clicked."""

    def __init__(self) -> None:
        super().__init__(margin=16)
        self._inside = QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self._inside)
        self.add(scrolling(inner))

    def show_person(self, view: PersonView) -> None:
        """Another person."""
        clear(self._inside)
        parts = [*self._own(view.page), *self._service(view.page), *self._benefits(view.page)]
        parts += [*self._accounts(view.page), *self._family(view.page)]
        fill(self._inside, parts, 7)
        self._inside.addStretch(1)
        self._inside.setContentsMargins(0, 0, current().px(6), 0)

    def show_questions(self, questions: Mapping[str, UUID]) -> None:
        """Mark the lines whose fields are in question."""
        show_questions(self, questions, self.asked.emit)

    def _own(self, page: Whole) -> Iterator[QWidget]:
        pencil = self._pencil(
            "identity", "身份", [(one, _identity(one)) for one in page.identities]
        )
        yield _title("资料", pencil)
        yield _lines(personal_lines(page))

    def _service(self, page: Whole) -> Iterator[QWidget]:
        records = page.services
        yield Rule()
        yield _title(
            "服役", self._pencil("service", "服役经历", [(one, _span(one)) for one in records])
        )
        yield (
            _lines(line for one in records for line in service_lines(one))
            if records
            else _none("还没有登记")
        )

    def _benefits(self, page: Whole) -> Iterator[QWidget]:
        records = page.entitlements
        yield Rule()
        named = [(one, label("pension_kind", one.text("kind"))) for one in records]
        choices: list[tuple[object, str]] = [*named, (PAID, "登记到账")]
        yield _title("待遇", self._pencil("benefit", "待遇", choices))
        yield (
            _lines(("补助", benefit_words(one)) for one in records)
            if records
            else _none("没有定期抚恤补助")
        )

    def _accounts(self, page: Whole) -> Iterator[QWidget]:
        records = page.accounts
        yield Rule()
        named = [(one, _account(one)) for one in records]
        yield _title("账户", self._pencil("account", "账户", named))
        yield _lines(account_line(one) for one in records) if records else _none("还没有登记")

    def _family(self, page: Whole) -> Iterator[QWidget]:
        members, house = page.members, page.household
        yield Rule()
        others = [
            (one.member_id, f"{relation_words(one.relation)} {one.name}")
            for one in members
            if one.member_id is not None
        ]
        number = house.text("household_no") if house else None
        unsure = house is not None and not house.values.get("verified")
        choices: list[tuple[object, str]] = [*others, (HOUSE, "换户、分户、并户、换户主")]
        choices += [(HOME, "改这一户的资料")] if house is not None else []
        choices += [(VERIFIED, "这一户核实过了")] if unsure else []
        pencil = self._pencil("family", "家庭成员", choices)
        words = f"户 {number}" if number else "没有归户"
        yield _title("家庭", pencil, words)
        if unsure:
            yield Text("这一户待核实", "small", tone="amber")
        yield _lines(member_lines(members)) if members else _none("同户没有别人")

    def _pencil(self, section: str, what: str, records: Sequence[tuple[object, str]]) -> PickButton:
        choices = [*records, (ADD, f"添{what}")]
        pencil = _Pencil(section, what, choices)
        pencil.wanted.connect(self.wanted)
        return pencil


class _Pencil(PickButton):
    """The way into the entries of a section."""

    wanted = Signal(str, object)

    def __init__(self, section: str, what: str, choices: Sequence[tuple[object, str]]) -> None:
        super().__init__("", choices, Look.QUIET, icon="pencil")
        self._trailing = ""
        self._section = section
        self.setAccessibleName(f"改{what}")
        self.setToolTip(f"改{what}")
        self.setFixedSize(current().px(30), current().px(26))
        self.picked.connect(self._picked)

    def _picked(self, key: object) -> None:
        self.wanted.emit(self._section, None if key == ADD else key)


def _title(words: str, pencil: QWidget | None, more: str = "") -> QWidget:
    parts: list[QWidget | None] = [Text(words, "lead", bold=True), None]
    parts += [Text(more, "cap", tone="text2")] if more else []
    parts += [pencil] if pencil else []
    return holder(row(*parts))


def _none(words: str) -> QWidget:
    return Text(words, "small", tone="text2")


def _lines(lines: Iterable[Line]) -> QWidget:
    made = []
    for name, value in lines:
        title = Text(name, "small", tone="text3", wrap=True)
        title.setFixedWidth(current().px(LABEL_WIDTH))
        shown = value if isinstance(value, QWidget) else _value(value)
        line = row(title, shown, QuestionMark(FIELDS.get(name, ""), words=""), gap=6)
        line.setStretch(1, 1)
        line.setAlignment(title, Qt.AlignmentFlag.AlignTop)
        made.append(line)
    return holder(column(*made, gap=4))


def _value(words: str) -> Text:
    return Text(words, "small", tone="text3" if words == MISSING else "text", wrap=True)


def personal_lines(page: Whole) -> list[Line]:
    """What an office asks of everybody; what is missing is marked, the rest only if it is known."""
    values = page.person
    lines: list[Line] = [("出生", partial_words(values.text("birth_date")))]
    for name in ("ethnicity", "political", "education", "marital", "hukou_type"):
        lines += _choice_line(values, name, always=name in ("ethnicity", "political"))
    lines += _certificates(page)
    lines += _choice_line(values, "health") + _choice_line(values, "self_care")
    lines += _choice_line(values, "employment") + _choice_line(values, "social_relief")
    lines += [("单位", words)] if (words := values.text("work_unit")) else []
    lines += [("其他电话", _phone(values, "phone2", "其他电话"))] if values.text("phone2") else []
    if kin := values.text("contact_name"):
        relation = values.text("contact_relation")
        lines.append(("紧急联系", f"{kin}（{relation}）" if relation else kin))
        lines.append(("", _phone(values, "contact_phone", "联系人电话")))
    given = values.values.get("notice_given_on")
    lines.append(("告知书", full_day(given) if isinstance(given, date) else "还没有发"))
    lines += [("备注", note)] if (note := values.text("note")) else []
    return lines


def _choice_line(values: RecordRow, name: str, *, always: bool = False) -> list[Line]:
    field, code = PERSON.by_name[name], values.text(name)
    if code is None:
        return [(field.label, MISSING)] if always else []
    title = SHORT_TITLES.get(name, field.label)
    return [(title, label(field.choices or "", code))]


def _phone(values: RecordRow, name: str, what: str) -> QWidget:
    number = values.text(name)
    return Reveal(phone_words(number), number, what=what, mark=values.record_id, stretch=True)


def _certificates(page: Whole) -> list[Line]:
    """Numbers of certificates, masked like every number."""
    lines: list[Line] = []
    for one in page.identities:
        number = one.text("cert_no")
        if number is None:
            continue
        masked = number[:4] + "****" + number[-2:] if len(number) > 6 else number
        shown = Reveal(masked, number, what="证件编号", mark=one.record_id, stretch=True)
        lines.append((one.text("cert_name") or "证件", shown))
    return lines


def _identity(one: RecordRow) -> str:
    return category_words(one.text("category") or "")


def _span(one: RecordRow) -> str:
    start, end = one.text("enlist_date"), one.text("discharge_date")
    return f"{partial_words(start)}至{partial_words(end)}"


def service_lines(one: RecordRow) -> list[Line]:
    """One term of service."""
    lines: list[Line] = [
        ("入伍", partial_words(one.text("enlist_date"))),
        ("退役", partial_words(one.text("discharge_date"))),
    ]
    for name, title in (("branch", "军兵种"), ("rank_or_post", "军衔"), ("special", "参战参试")):
        lines += [(title, words)] if (words := one.text(name)) else []
    if mode := one.text("settle_mode"):
        lines.append(("安置", label("settle_mode", mode)))
    return lines


def benefit_words(one: RecordRow) -> str:
    """残疾抚恤金：享受待遇，从 2012年3月 起，每月 1,234.00 元."""
    parts = [label("pension_kind", one.text("kind")), label("entitlement_state", one.text("state"))]
    if start := one.text("start_month"):
        parts.append(f"从 {month_words(start)} 起")
    if stop := one.text("stop_month"):
        parts.append(f"{month_words(stop)} 起不发")
    monthly = one.values.get("monthly_fen")
    if isinstance(monthly, int):
        parts.append(f"每月 {yuan(monthly)} 元")
    return "，".join(parts)


def _account(one: RecordRow) -> str:
    bank = one.text("bank")
    known = label("bank", bank) if bank and bank.isupper() else bank
    return f"{known or '银行'} 尾号 {(one.text('account_no') or '')[-4:]}"


def account_line(one: RecordRow) -> Line:
    """The account, masked, with whose it is when it is not the person's own."""
    number = one.text("account_no") or ""
    closed = "，已停用" if one.values.get("valid_to") else ""
    masked = f"{_account(one)}{closed}"
    title = "默认" if one.values.get("is_default") else "账户"
    whole = f"{one.text('holder_name')} {number}"
    shown = Reveal(masked, whole, what="账号", mark=one.record_id, stretch=True)
    shown.setToolTip(mask_account(number))
    return title, shown


def member_lines(members: Sequence[MemberRow]) -> list[Line]:
    """Everybody else in the household."""
    return [(relation_words(one.relation), member_words(one)) for one in members]
