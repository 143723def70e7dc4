"""Parts of one trip beside the visit itself: shown only when due, each kept with the draft."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from station_app.domain.codes import Receipt
from station_app.domain.money import yuan
from station_app.models.identifiers import PlanId
from station_app.queries.trip import TripGift
from station_app.services.condolence_paying import Sign
from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Part, clear, fill, holder, row
from station_app.ui.components.text import IconMark, KeyHint, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.pages.visit_dots import Dots
from station_app.ui.record_form import OpenChoice

TWO_LINES = 175
"""From this size on what usually stands in one line stands in two."""
RECEIPTS = ((str(Receipt.SELF), "本人签领"), (str(Receipt.AGENT), "代领"), ("LATER", "还没给"))
RELATIONS = tuple(
    (word, word)
    for word in ("配偶", "儿子", "女儿", "儿媳", "女婿", "孙子", "侄", "邻居", "村干部")
)
AGENT = ("receiver_name", "receiver_relation", "receiver_id_tail")


class Section(QWidget):
    """One part: title, what is known, its key; an error line of its own below."""

    changed = Signal()

    def __init__(self, icon: str, title: str, keys: str) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self.title = Text(title, "lead", bold=True)
        self.known = Text("", "small", tone="text2")
        self.error = Text("", "cap", tone="red", wrap=True)
        self.inner = QVBoxLayout()
        fill(self.inner, [], 4)
        self._kept = ""
        layout = QVBoxLayout(self)
        head: list[Part] = [IconMark(icon, tone="primary"), self.title, self.known, None]
        fill(layout, [holder(row(*head, KeyHint(keys))), self.inner, self.error], 4)
        self.error.hide()

    def explain(self, words: str) -> None:
        """What stands in the way; empty words take it back."""
        self.error.setText(words)
        if not words:
            self.error.hide()
            return
        self.error.show()
        self.focus()

    def focus(self) -> None:
        """Go to its first field."""
        first = self.first_field()
        if first is not None and not self.isHidden():
            first.setFocus()
            bring_into_sight(self)

    def first_field(self) -> QWidget | None:
        """Where its work begins."""
        return None

    def begin(self) -> None:
        """Nothing is ticked, and nothing is shown until it is known what is due."""

    def put_kept(self, text: str) -> None:
        """What was ticked another time; it is shown once it is known what is due."""
        self._kept = text

    def kept_text(self) -> str:
        """What is ticked, as one text; nothing where nothing is."""
        return ""

    def _touched(self, *_anything: object) -> None:
        self.explain("")
        self.changed.emit()


def bring_into_sight(part: QWidget) -> None:
    """A key that jumps does not scroll by itself; done once the part has its new size."""

    def scroll() -> None:
        above: QWidget | None = part.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part, 0, 8)

    QTimer.singleShot(0, part, scroll)


class _GiftLine(QWidget):
    """One condolence that waits: by whom it was received, and of an agent who."""

    changed = Signal()
    to_batch = Signal(object)

    def __init__(self, gift: TripGift, *, named: bool) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self.gift = gift
        self.dots = Dots(RECEIPTS, name=f"{gift.name} {gift.batch_name}")
        self.form = Form(
            receiver_name=FormRow("代领人", TextInput(width=140), required=True),
            receiver_relation=FormRow("关系", OpenChoice(RELATIONS, width=120), required=True),
            receiver_id_tail=FormRow("证件后四位", TextInput(width=110, longest=4)),
        )
        self._agent = holder(row(*self.form.rows.values(), None, gap=12))
        who = Text(gift.name, "body", bold=True) if named else 0
        worth = Text(_worth(gift), "body", bold=True)
        layout = QVBoxLayout(self)
        if gift.frozen:
            fill(layout, [row(who, self.dots, 8, worth, None), self._agent], 4)
        else:
            go = Button("去慰问名单", Look.TEXT, height="button_row")
            go.clicked.connect(lambda: self.to_batch.emit(gift.batch_id))
            words = Text("名单还没有冻结，冻结了才能发", "small", tone="amber")
            fill(layout, [row(who, worth, words, go, None)], 4)
            self.dots.setParent(self)
            self.dots.hide()
            self._agent.setParent(self)
        self._agent.hide()
        self.dots.changed.connect(self._turned)
        for line in self.form.rows.values():
            line.field.textChanged.connect(self.changed)  # type: ignore[attr-defined]  # inputs

    @property
    def texts(self) -> list[str]:
        """Who collected for another."""
        return [str(self.form.values()[name] or "") for name in AGENT]

    def put(self, receipt: str, texts: Sequence[str]) -> None:
        """As it was ticked another time."""
        self.dots.put(receipt or None)
        self.form.fill(dict(zip(AGENT, texts, strict=False)))
        self._agent.setVisible(receipt == Receipt.AGENT)

    def _turned(self) -> None:
        self._agent.setVisible(self.dots.value == Receipt.AGENT)
        self.changed.emit()


class GiftSection(Section):
    """Alt 2: what waits in frozen lists for the people met."""

    to_batch = Signal(object)

    def __init__(self) -> None:
        super().__init__("gift", "慰问", "Alt+2")
        self._lines: list[_GiftLine] = []

    def first_field(self) -> QWidget | None:
        return next((line.dots.first for line in self._lines if line.gift.frozen), None)

    def begin(self) -> None:
        clear(self.inner)
        self._lines, self._kept = [], ""
        self.explain("")
        self.hide()

    def show_gifts(self, gifts: Sequence[TripGift], *, named: bool) -> list[str]:
        """What waits now; gives the names of those that were ticked and wait no longer."""
        before = _read(self.kept_text() or self._kept)
        self._kept = ""
        clear(self.inner)
        self._lines = [_GiftLine(gift, named=named) for gift in gifts]
        for line in self._lines:
            line.put(*_kept_gift(before.pop(str(line.gift.plan_id), None)))
            line.changed.connect(self._touched)
            line.to_batch.connect(self.to_batch)
            self.inner.addWidget(line)
        names = {gift.batch_name for gift in gifts}
        self.title.setText("、".join(dict.fromkeys(g.batch_name for g in gifts)) or "慰问")
        self.known.setText("在名单里" if len(names) == 1 else f"{len(names)} 个名单")
        self.setVisible(bool(gifts))
        return [str(found[-1]) for found in before.values() if found and found[0] != "LATER"]

    def commands(self, day: date) -> tuple[Sign, ...]:
        """What was received, on the day of the visit."""
        return tuple(_sign(line, day) for line in self._given)

    @property
    def by_plan(self) -> dict[PlanId, TripGift]:
        """What is shown, by its key."""
        return {line.gift.plan_id: line.gift for line in self._lines}

    def check(self) -> bool:
        """Whether every agent is named."""
        wrong = [line for line in self._given if line.dots.value == Receipt.AGENT]
        return all(line.form.check() for line in wrong)

    def kept_text(self) -> str:
        found = {
            str(line.gift.plan_id): [line.dots.value, *line.texts, line.gift.name]
            for line in self._lines
            if line.dots.value is not None
        }
        return json.dumps(found, ensure_ascii=False) if found else ""

    @property
    def _given(self) -> list[_GiftLine]:
        return [
            line
            for line in self._lines
            if line.gift.frozen and line.dots.value in (Receipt.SELF, Receipt.AGENT)
        ]


def _kept_gift(found: list[str] | None) -> tuple[str, list[str]]:
    return (found[0] or "", found[1:4]) if found else ("", [])


def _sign(line: _GiftLine, day: date) -> Sign:
    values = line.form.values() if line.dots.value == Receipt.AGENT else dict.fromkeys(AGENT)
    return Sign(
        plan_id=line.gift.plan_id,
        paid_on=day,
        receipt=line.dots.value or Receipt.SELF,
        **values,
    )


def _worth(gift: TripGift) -> str:
    return f"{yuan(gift.amount_fen)} 元" if gift.amount_fen else (gift.goods or "物资")


def _read(text: str) -> dict[str, list[str]]:
    """What was ticked, by the key of its line."""
    return {key: found for key, found in read_kept(text).items() if isinstance(found, list)}


def read_kept(text: str) -> dict[str, Any]:
    """A kept text; one of another program is no reason to lose the rest. Any: as JSON has it."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class KeptSection(QWidget):
    """A section as one field of a half-written form; the section itself stays where it is."""

    changed = Signal()

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section = section
        section.changed.connect(self.changed)

    def kept_text(self) -> str:
        """What is ticked there."""
        return self._section.kept_text()

    def put_kept(self, text: str) -> None:
        """Tick it again, once it is known what is due."""
        self._section.put_kept(text)
