"""Certification at home as a part of one trip: who, by which two, with which proof."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLayout, QWidget

from station_app.domain.codes import AttachmentOwner, CertMethod
from station_app.models.identifiers import PersonId, StaffId
from station_app.queries.trip import TripCertification
from station_app.services.attachments import KeptPhoto, photos_as_text, photos_of_text
from station_app.services.certifications import RecordCertification
from station_app.services.staff import StaffRow
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import clear, column, fill, holder, row
from station_app.ui.desk import Desk
from station_app.ui.pages.visit_sections import TWO_LINES, Section, read_kept
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.theme import current

BETWEEN = re.compile(r"[、,，;；\s]+")
STAFF = ("staff1", "staff2")


class CertificationSection(Section):
    """Alt 3: 上门认证 of the people met; two who certify, a picture, a signature."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("badge-check", "年度认证", "Alt+3")
        self._boxes: dict[PersonId, CheckBox] = {}
        self._names: dict[str, str] = {}
        self._staff: dict[str, UUID] = {}
        self.form = Form(
            staff1=FormRow("认证人员", ChoiceInput([], width=150)),
            staff2=FormRow("第二位", ChoiceInput([], width=150)),
        )
        self.same = Button("和走访用同样两人", Look.TEXT, icon="corner-down-left", keys="F9")
        self.signed = CheckBox("登记表上签字（指印）")
        self.photos = RecordPhotos(desk, AttachmentOwner.CERTIFICATION, inline=True, side=44)
        self._ticks = row(None, gap=16)
        self._proof = holder(self._proof_parts())
        fill(self.inner, [self._ticks, self._proof], 4)
        self._proof.hide()
        self._listen()

    def _proof_parts(self) -> QLayout:
        """The two, the signature, the picture; line by line where letters are twice as large."""
        two = row(self.form["staff1"], self.form["staff2"], gap=12)
        if current().percent >= TWO_LINES:
            signed = row(self.signed, None)
            return column(two, row(self.same, None), signed, self.photos.strip, gap=4)
        two.addWidget(self.same)
        two.addStretch(1)
        return column(two, row(self.signed, 12, self.photos.strip, None), gap=4)

    def first_field(self) -> QWidget | None:
        return next(iter(self._boxes.values()), None)

    @property
    def chosen(self) -> tuple[PersonId, ...]:
        """Who is certified."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    @property
    def proof(self) -> tuple[KeptPhoto, ...]:
        """The pictures of the two with the person."""
        return self.photos.waiting if self.chosen else ()

    def offer_staff(self, staff: Sequence[StaffRow]) -> None:
        """Who may certify."""
        self._staff = {one.name: one.staff_id for one in staff}
        for name in STAFF:
            field = self.form[name].field
            if isinstance(field, ChoiceInput):
                field.offer([(key, words) for words, key in self._staff.items()])

    def show_due(self, due: Sequence[TripCertification], *, named: bool) -> list[str]:
        """Who is to be certified; gives the names of those ticked who are so no longer."""
        kept = read_kept(self.kept_text() or self._kept)
        self._kept = ""
        ticked: dict[str, str] = kept.get("people", {})
        clear(self._ticks)
        self._boxes = {one.person_id: _box(one, ticked, named=named) for one in due}
        self._names = {str(one.person_id): one.name for one in due}
        for box in self._boxes.values():
            box.clicked.connect(self._ticked)
            self._ticks.addWidget(box)
        self._ticks.addStretch(1)
        self._put_proof(kept)
        self.known.setText("今年还没有认证，上门就能一起办")
        self.setVisible(bool(due))
        self._proof.setVisible(bool(self.chosen))
        return [name for key, name in ticked.items() if key not in self._names]

    def same_people(self, visitors: str) -> None:
        """F9: the two who made the visit; says so when one of them is not of the staff."""
        if not self.chosen:
            self._tick_all()
        names = [name for name in BETWEEN.split(visitors.strip()) if name]
        known = [self._staff[name] for name in names if name in self._staff][:2]
        self.form.fill(dict(zip(STAFF, [*known, None, None], strict=False)))
        strangers = [name for name in names if name not in self._staff]
        if len(known) == 2:
            self.explain("")
        elif strangers:
            words = "、".join(strangers)
            self.explain(f"“{words}”不在工作人员里；请在“设置”里加上，或者另选一位")
        else:
            self.explain("走访人只写了一位；上门认证要两个人，请再选一位")

    def commands(self, day: date) -> tuple[RecordCertification, ...]:
        """One attempt for each, on the day of the visit."""
        first, second = (_staff(self.form[name].field) for name in STAFF)
        return tuple(
            RecordCertification(
                person_id=key,
                method=CertMethod.HOME,
                certified_on=day,
                signed=self.signed.isChecked(),
                certifier1_id=first,
                certifier2_id=second,
            )
            for key in self.chosen
        )

    def missing(self) -> list[str]:
        """What is still lacking, in words."""
        if not self.chosen:
            return []
        two = {_staff(self.form[name].field) for name in STAFF} - {None}
        wanted = [
            (len(two) == 2, "上门认证要两个人，请再选一位" if two else "请选两位认证人员"),
            (bool(self.photos.waiting), "请加一张认证人员和本人在一起的照片"),
            (self.signed.isChecked(), "登记表上要有签字（指印），有了就打勾"),
        ]
        return [words for given, words in wanted if not given]

    def kept_text(self) -> str:
        if not self.chosen:
            return ""
        values = {
            "people": {str(key): self._names[str(key)] for key in self.chosen},
            "staff": [str(_staff(self.form[name].field) or "") for name in STAFF],
            "signed": self.signed.isChecked(),
            "photos": photos_as_text(self.photos.waiting),
        }
        return json.dumps(values, ensure_ascii=False)

    def begin(self) -> None:
        """Nothing is ticked."""
        clear(self._ticks)
        self._boxes, self._names, self._kept = {}, {}, ""
        self.form.fill(dict.fromkeys(STAFF))
        self.signed.setChecked(False)
        self.photos.begin()
        self.explain("")
        self.hide()

    def _put_proof(self, kept: dict[str, Any]) -> None:
        """Any: as a kept text has it."""
        if not kept:
            return
        staff = [UUID(key) if key else None for key in kept.get("staff", [])]
        self.form.fill(dict(zip(STAFF, staff, strict=False)))
        self.signed.setChecked(bool(kept.get("signed")))
        pictures = str(kept.get("photos") or "")
        if pictures != photos_as_text(self.photos.waiting):
            self.photos.begin(photos_of_text(pictures))

    def _tick_all(self) -> None:
        for box in self._boxes.values():
            box.setChecked(True)
        self._ticked()

    def _ticked(self, *_anything: object) -> None:
        self._proof.setVisible(bool(self.chosen))
        self._touched()

    def _listen(self) -> None:
        self.photos.changed.connect(self._touched)
        self.signed.clicked.connect(self._touched)
        for name in STAFF:
            field = self.form[name].field
            if isinstance(field, ChoiceInput):
                field.textChanged.connect(self._touched)


def _box(one: TripCertification, ticked: dict[str, str], *, named: bool) -> CheckBox:
    words = f"上门认证 {one.name}" if named else "上门认证"
    return CheckBox(words, ticked=str(one.person_id) in ticked)


def _staff(field: QWidget) -> StaffId | None:
    value = field.value if isinstance(field, ChoiceInput) else None
    return StaffId(value) if isinstance(value, UUID) else None
