"""Two files of one person, field by field: what differs is chosen, the rest is said."""

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from station_app.domain.kinds import Kind, Value, to_text
from station_app.domain.masking import mask_id_number, mask_phone
from station_app.models.person import PERSON
from station_app.models.record_type import Field
from station_app.queries.person_page import PersonPage
from station_app.queries.timeline import TimelineKind
from station_app.services.duplicates import CHOOSABLE
from station_app.ui.components.choice_input import RadioButton
from station_app.ui.components.text import Text
from station_app.ui.person_words import partial_words
from station_app.ui.theme import current

LEFT, RIGHT = range(2)
ANSWERS = {RIGHT: "那一份", LEFT: "这一份"}
COUNTED = (
    (TimelineKind.VISIT, "{} 次走访"),
    (TimelineKind.PAYMENT, "{} 笔慰问"),
    (TimelineKind.CERTIFICATION, "{} 次认证"),
    (TimelineKind.PENSION, "{} 笔到账"),
)


class MergeFields(QWidget):
    """A line for each field that both know differently; ← → or a click choose the side."""

    def __init__(self, here: PersonPage, there: PersonPage) -> None:
        super().__init__()
        self._sides = (here.person.values, there.person.values)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(current().px(14))
        self._grid.setVerticalSpacing(current().px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._groups: dict[str, QButtonGroup] = {}
        self._touched: set[str] = set()
        for field in PERSON.own_fields:
            known = field.name in CHOOSABLE and field.kind is not Kind.REFERENCE
            if known and self._differs(field.name):
                self._add(field, *(_shown(field, side[field.name]) for side in self._sides))

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that differ."""
        return tuple(self._groups)

    def keep(self, side: int) -> None:
        """Another file stays: what nobody chose by hand follows it."""
        for name, group in self._groups.items():
            if name not in self._touched:
                group.button(side).setChecked(True)

    def choose(self, name: str, side: int) -> None:
        """Take a field from a side."""
        self._groups[name].button(side).click()

    def taken(self, kept: int) -> tuple[str, ...]:
        """The fields that come from the file that goes."""
        return tuple(name for name, group in self._groups.items() if group.checkedId() != kept)

    def _differs(self, name: str) -> bool:
        mine, theirs = (side.get(name) for side in self._sides)
        return mine is not None and theirs is not None and mine != theirs

    def _add(self, field: Field, mine: str, theirs: str) -> None:
        at = len(self._groups)
        self._grid.addWidget(Text(field.label, "small", tone="text2"), at, 0)
        group = QButtonGroup(self)
        group.setProperty("field", field.name)
        for side, words in ((LEFT, mine), (RIGHT, theirs)):
            button = RadioButton(words, chosen=side == LEFT)
            button.setAccessibleName(f"{field.label}用{ANSWERS[side]}的：{words}")
            button.setToolTip(words)
            group.addButton(button, side)
            self._grid.addWidget(button, at, 1 + side)
        group.idClicked.connect(self._clicked)
        self._groups[field.name] = group

    def _clicked(self, _side: int) -> None:
        if (sender := self.sender()) is not None:
            self._touched.add(str(sender.property("field")))


def _shown(field: Field, value: Value) -> str:
    """A value as it is known by sight: numbers masked (PV1)."""
    text = to_text(field.kind, value, field.choices)
    if field.kind is Kind.ID_NUMBER:
        return mask_id_number(text)
    if field.kind is Kind.PHONE or field.name == "phone2":
        return mask_phone(text)
    return partial_words(text) if field.kind is Kind.PARTIAL_DATE else text


def filled_words(kept: Mapping[str, Value], gone: Mapping[str, Value]) -> str:
    """手机、现住址: the blanks that the other file fills."""
    names = [
        field.label
        for field in PERSON.own_fields
        if field.name in CHOOSABLE
        and kept.get(field.name) is None
        and gone.get(field.name) is not None
    ]
    return "、".join(names)


def moving_words(gone: PersonPage) -> str:
    """12 次走访、3 笔慰问: what comes along with the file that goes."""
    kinds = [event.kind for event in gone.timeline if not event.reversed]
    parts = [words.format(kinds.count(kind)) for kind, words in COUNTED if kind in kinds]
    for rows, words in (
        (gone.entitlements, "{} 项待遇"),
        (gone.accounts, "{} 个账户"),
        (gone.planned, "{} 份没发的慰问"),
    ):
        parts += [words.format(len(rows))] if rows else []
    return "、".join(parts)
