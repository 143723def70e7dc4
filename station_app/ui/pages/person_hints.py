"""Beside the form: who bears the same name already, and what is doubtful in what was typed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.ages import age_of
from station_app.domain.codes import label
from station_app.domain.drafts import Finding
from station_app.domain.partial_date import PartialDate
from station_app.queries.lookups import Known
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, clear, column, holder, row
from station_app.ui.components.readers import words_of
from station_app.ui.components.text import IconMark, Text
from station_app.ui.person_words import birth_month, of_group, sex_age

SHOWN = 5


class PersonHints(Card):
    """Quiet while there is nothing to say."""

    open_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(gap=10)
        self._names, self._doubts = QVBoxLayout(), QVBoxLayout()
        self._quiet = Text(
            "填了姓名和证号，这里会提示同名的人和要核对的地方。", "small", tone="text2", wrap=True
        )
        self.add(self._quiet, self._names, self._doubts, None)
        self._keys: dict[int, UUID] = {}

    def show_namesakes(self, found: Sequence[Known], today: date) -> None:
        """Living files of the same name."""
        clear(self._names)
        self._keys = {}
        if found:
            words = f"已有 {len(found)} 位{found[0].name}，请看是不是同一个人"
            self._names.addWidget(Text(words, "body", bold=True, wrap=True))
        for one in found[:SHOWN]:
            self._names.addWidget(self._known(one, today))
        self._hush()

    def show_doubts(self, findings: Sequence[Finding]) -> None:
        """What may be saved and should be looked at."""
        clear(self._doubts)
        doubts = [one for one in findings if not one.blocks]
        if doubts:
            self._doubts.addWidget(Text("请再核对一下", "body", bold=True))
        for one in doubts:
            mark = IconMark("triangle-alert", tone="amber", size=18)
            line = row(mark, Text(words_of(one.note), "small", tone="text2", wrap=True), gap=8)
            line.setStretch(1, 1)
            self._doubts.addWidget(holder(line))
        self._hush()

    def _hush(self) -> None:
        self._quiet.setVisible(not self._names.count() and not self._doubts.count())

    def _known(self, one: Known, today: date) -> QWidget:
        age = age_of(PartialDate.of(one.birth_date), today) if one.birth_date else None
        first = f"{sex_age(one.sex, age)}  {of_group(one.group_name)}"
        tail = f"证号尾号 {one.id_number[-4:]}" if one.id_number else "证号待补"
        second = f"{birth_month(one.birth_date)}，{tail}"
        if one.status not in ("ACTIVE", "DRAFT"):
            second += f"，{label('person_status', one.status)}"
        button = Button("打开", Look.TEXT, height="button_row")
        button.setAccessibleName(f"打开{one.name}，{second}")
        button.clicked.connect(self._pressed)
        self._keys[id(button)] = one.person_id
        words = column(Text(first, "small"), Text(second, "cap", tone="text2", wrap=True), gap=1)
        line = row(words, button)
        line.setStretch(0, 1)
        return holder(line)

    def _pressed(self) -> None:
        key = self._keys.get(id(self.sender()))
        if key is not None:
            self.open_wanted.emit(key)
