"""One line of the timeline opened: all that was written, its photos, and the way to its work."""

import re
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from station_app.domain.codes import AttachmentOwner
from station_app.domain.kinds import Kind
from station_app.domain.masking import mask_id_number, mask_phone
from station_app.messages.labels import label
from station_app.models.identifiers import VisitId
from station_app.queries.edits import EditRow, edits_of_record
from station_app.queries.event_details import EventDetail, event_detail
from station_app.queries.timeline import TimelineKind, TimelineRow
from station_app.queries.visits import VisitDetail, visit_detail
from station_app.services.pension_payments import reverse_pension
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import holder, row
from station_app.ui.components.text import Text
from station_app.ui.page import Page
from station_app.ui.pages.visit_dialog import VisitDialog
from station_app.ui.pages.visit_form import Correction
from station_app.ui.person_words import full_day, month_words
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.theme import current
from station_app.ui.timeline_words import happened_words

EDITS_SHOWN = 30
PHONE_LENGTH = 11
NUMBERS = re.compile(r"\d{11,17}[\dXx]?")
PHOTOS_OF = {
    TimelineKind.CERTIFICATION: AttachmentOwner.CERTIFICATION,
    TimelineKind.PLAQUE: AttachmentOwner.PLAQUE_EVENT,
}
WAYS = {
    TimelineKind.PAYMENT: ("看这一批", "batch"),
    TimelineKind.CERTIFICATION: ("去认证", "certifications"),
    TimelineKind.PLAQUE: ("去光荣牌", "plaques"),
}


class OpenedEvent(QObject):
    """Asks for the record behind a line and shows it over the page of its person."""

    def __init__(self, page: Page, event: TimelineRow, person_id: UUID, name: str) -> None:
        super().__init__(page)
        self._page, self._event, self._person_id, self._name = page, event, person_id, name
        self.dialog: Dialog | None = None
        if event.station is not None:
            self._say_elsewhere()
        elif event.kind is TimelineKind.VISIT and event.paper_id is not None:
            page.tasks.read(visit_detail, event.paper_id, then=self._show_visit)
        elif event.kind is TimelineKind.FILE:
            page.tasks.read(edits_of_record, person_id, then=self._show_edits)
        else:
            page.tasks.read(event_detail, event.kind, event.record_id, then=self._show)

    def _say_elsewhere(self) -> None:
        """What another station did is shown, and put right there."""
        said = happened_words(self._event)
        dialog = Dialog(self._page, said.title, full_day(self._event.on), width=560)
        dialog.add(Text(said.line, "body", wrap=True))
        self._close_with(dialog, note="别的服务站办的，要更正请联系那边")

    def _show_edits(self, edits: list[EditRow]) -> None:
        """The line of the file itself: who changed what in it, the newest first."""
        said = happened_words(self._event)
        dialog = Dialog(self._page, said.title, full_day(self._event.on), width=620)
        if said.line:
            dialog.add(Text(said.line, "body", wrap=True))
        title = f"谁改过什么，共 {len(edits):,} 处" if edits else "这台电脑上没有改动的记录"
        dialog.add(Text(title, "small", tone="text2"))
        for one in edits[:EDITS_SHOWN]:
            day = full_day(one.at.astimezone().date())
            dialog.add(_line(f"{day} {one.by}", edit_words(one)))
        history = Button("看历史", Look.FILLED, icon="history", keys="Return")
        history.clicked.connect(self._to_history)
        more = "更早的和撤销都在历史里" if len(edits) > EDITS_SHOWN else "要退回去，到历史里撤销"
        self._close_with(dialog, history, note=more)

    def _to_history(self) -> None:
        if self.dialog is not None:
            self.dialog.finish()
        self._page.desk.open("history", self._person_id)

    def _show_visit(self, detail: VisitDetail | None) -> None:
        if detail is None:
            self._page.desk.say("这次走访已经不在了")
            return
        dialog = VisitDialog(self._page, detail, self._page.desk)
        dialog.correction_wanted.connect(self._correct)
        self.dialog = dialog

    def _correct(self, visit_id: object) -> None:
        if isinstance(visit_id, UUID):
            self._page.desk.open("visit_entry", Correction(VisitId(visit_id)))

    def _show(self, detail: EventDetail | None) -> None:
        if detail is None:
            self._page.desk.say("这一条写在档案上，没有单独的记录")
            return
        said = happened_words(self._event)
        dialog = Dialog(self._page, said.title, full_day(self._event.on), width=620)
        for name, kind, words in detail.lines:
            dialog.add(_line(name, _shown(kind, words)))
        if detail.correction_reason:
            dialog.add(_line("更正原因", detail.correction_reason))
        if (owner := PHOTOS_OF.get(self._event.kind)) is not None:
            self.photos = RecordPhotos(self._page.desk, owner, inline=True)
            self.photos.show_record(detail.record_id, self._name)
            dialog.add(self.photos.strip)
        at = detail.created_at.astimezone()
        self._close_with(
            dialog, *self._ways(detail), note=f"{detail.created_by} {full_day(at.date())}登记"
        )

    def _ways(self, detail: EventDetail) -> list[Button]:
        """Where it is put right: on its own page, or here where it has none."""
        if self._event.kind is TimelineKind.PENSION and detail.stands:
            take_back = Button("撤掉这一笔", Look.DANGER)
            take_back.clicked.connect(self._take_back)
            return [take_back]
        way = WAYS.get(self._event.kind)
        if way is None or (way[1] == "batch" and self._event.paper_id is None):
            return []
        button = Button(way[0], Look.FILLED, keys="Return")
        button.clicked.connect(self._go)
        return [button]

    def _close_with(self, dialog: Dialog, *ways: Button, note: str) -> None:
        away = Button("关上", keys="Esc")
        away.clicked.connect(dialog.give_up)
        dialog.add_buttons(away, *ways, note=note)
        dialog.open(ways[0] if ways and ways[0].text() != "撤掉这一笔" else away)
        self.dialog = dialog

    def _go(self) -> None:
        _, page = WAYS[self._event.kind]
        if self.dialog is not None:
            self.dialog.finish()
        subject = self._event.paper_id if page == "batch" else self._person_id
        self._page.desk.open(page, subject)

    def _take_back(self) -> None:
        self._page.tasks.write(
            label("pension.reverse", name=self._name),
            reverse_pension,
            self._event.record_id,
            reason="登记错了",
            then=self._taken_back,
            failed=self._page.explain,
        )

    def _taken_back(self, _done: object) -> None:
        if self.dialog is not None:
            self.dialog.finish()
        self._page.desk.say(f"已撤掉{self._name}的这一笔到账", undo=True)


def edit_words(one: EditRow) -> str:
    """手机：138****5678 → 139****0000; numbers masked (PV1)."""
    if one.is_new_record:
        return one.step
    old, new = (NUMBERS.sub(_masked, words) or "空" for words in (one.old, one.new))
    return f"{one.field}：{old} → {new}"


def _masked(found: re.Match[str]) -> str:
    text = found[0]
    return mask_phone(text) if len(text) == PHONE_LENGTH else mask_id_number(text)


def _shown(kind: Kind, words: str) -> str:
    """As it is said: 2026年7月20日, 500.00 元."""
    match kind:
        case Kind.DATE:
            return full_day(date.fromisoformat(words))
        case Kind.MONTH:
            return month_words(words)
        case Kind.MONEY:
            return f"{words} 元"
        case _:
            return words


def _line(name: str, words: str) -> QWidget:
    title = Text(name, "small", tone="text2", wrap=True)
    title.setFixedWidth(current().px(110))
    made = row(title, Text(words, wrap=True), gap=10)
    made.setStretch(1, 1)
    return holder(made)
