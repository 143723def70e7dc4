"""One visit as its paper has it, to be read; from here it can be put right."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station_app.domain.codes import AttachmentOwner, VisitState, label
from station_app.queries.visits import VisitDetail
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.layout import holder, row
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.person_words import day_words
from station_app.ui.record_photos import RecordPhotos
from station_app.ui.theme import current


class VisitDialog(Dialog):
    """Everything that was written; Enter puts it right."""

    correction_wanted = Signal(object)

    def __init__(self, over: QWidget, detail: VisitDetail, desk: Desk) -> None:
        one, today = detail.row, desk.today()
        title = f"{label('visit_method', one.method)} {label('visit_kind', one.kind)}"
        super().__init__(over, title, day_words(one.visit_date, today), width=620)
        self._visit_id = one.visit_id
        for name, words in paper_lines(detail, today):
            self.add(_line(name, words))
        self.photos = RecordPhotos(desk, AttachmentOwner.VISIT, inline=True)
        self.photos.show_record(one.visit_id, "、".join(met.name for met in one.met))
        self.add(self.photos.strip)
        away = Button("关上", keys="Esc")
        away.clicked.connect(self.give_up)
        correct = Button("更正", Look.FILLED, icon="file-pen-line", keys="Return")
        correct.clicked.connect(self._correct)
        done = one.state == VisitState.DONE
        self.add_buttons(away, *([correct] if done else []), note=f"{detail.created_by} 登记")
        self.open(correct if done else away)

    def _correct(self) -> None:
        self.finish()
        self.correction_wanted.emit(self._visit_id)


def paper_lines(detail: VisitDetail, today: date) -> list[tuple[str, str]]:
    """What stands on the paper: only what was written."""
    one = detail.row
    lead = " ".join(
        part for part in (detail.lead_name, label("lead_level", detail.lead_level)) if part
    )
    people = "、".join(
        met.name if met.headcount == 1 else f"{met.name} {met.headcount:,} 人" for met in one.met
    )
    lines = [
        ("走访了谁", people),
        ("走访人", one.visitors),
        ("带队", "，".join(part for part in (lead, detail.unit) if part)),
        ("地点", one.place or one.address),
        ("情况", detail.situation),
        ("诉求", one.needs),
        ("答复", detail.answer),
        ("答应的事", _promise(detail, today)),
        ("作废原因", detail.void_reason if one.state == VisitState.VOID else None),
    ]
    return [(name, words) for name, words in lines if words]


def _promise(detail: VisitDetail, today: date) -> str:
    one = detail.row
    if not one.follow_up:
        return ""
    parts = [one.follow_up, detail.follow_up_by or ""]
    if one.follow_up_done_on is not None:
        parts.append(f"{day_words(one.follow_up_done_on, today)}办好了")
    elif one.follow_up_due is not None:
        parts.append(f"{day_words(one.follow_up_due, today)}前")
    return "，".join(part for part in parts if part)


def _line(name: str, words: str) -> QWidget:
    label_ = Text(name, "small", tone="text2")
    label_.setFixedWidth(current().px(84))
    made = row(label_, Text(words, wrap=True), gap=10)
    made.setStretch(1, 1)
    return holder(made)
