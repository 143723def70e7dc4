"""Reporting: how it stands, joining the district, report now, and what a person must decide."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.conflicts import ConflictRow, open_conflicts
from station_app.services.district_enrolment import (
    Enroll,
    Enrolled,
    needs_recovery_words,
)
from station_app.services.district_sync import Synchronised
from station_app.services.sync_status import (
    RefusedRecord,
    SyncStatus,
    refused_records,
    sync_status,
)
from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Card, PageHead, clear, column, page_layout, row
from station_app.ui.components.notices import AllWell, Banner
from station_app.ui.components.text import Light, Text
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.sync_conflicts import ConflictPanel
from station_app.ui.status import LIGHTS
from station_app.ui.sync_jobs import ThisPc, join, open_private, report
from station_app.ui.theme import current


class SyncPage(Page):
    """Offline is normal here: nothing is red because there is no line."""

    keys = (
        KeyHelp("F8", "现在上报"),
        KeyHelp("←→", "选左选右"),
        KeyHelp("Ctrl+Return", "定了，看下一条"),
    )
    concerns = frozenset({"conflict"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._now = Button("现在上报", Look.FILLED, icon="cloud-upload", keys="F8")
        self._now.clicked.connect(self._report)
        self._head = PageHead("上报", "", buttons=[self._now])
        self._light, self._sentence = Light("grey", size=12), Text("", "lead", bold=True)
        self._more = Text("", "small", tone="text2", wrap=True)
        self._join = _join_form(self._enroll)
        self._words = _words_form(self._open_private)
        self._refused = QVBoxLayout()
        self._conflicts = ConflictPanel(desk)
        self._well = Card(margin=2)
        self._well.add(AllWell("没有要您决定的", "两边改得不一样的，会列在这里"))
        self._state = Card(gap=4)
        self._state.add(row(self._light, self._sentence, None), row(26, self._more))
        layout = page_layout(
            self,
            self._head,
            self._state,
            self._join[0],
            self._words[0],
            self._refused,
            self._conflicts,
            self._well,
            None,
        )
        layout.setStretch(5, 100)
        for part in (self._join[0], self._words[0], self._conflicts, self._well):
            part.hide()

    def first_focus(self) -> QWidget | None:
        """The first decision, the address of the district where none is known, or the button."""
        if self._conflicts.isVisible():
            return self._conflicts
        return self._now if self._join[0].isHidden() else self._join[1]["server"].field

    def refresh(self) -> None:
        """Ask how reporting stands and what waits for a decision."""
        self.tasks.read(sync_status, then=self._show_status)
        self.tasks.read(refused_records, then=self._show_refused)
        if self.desk.keys is not None:
            self.tasks.read(open_conflicts, self.desk.keys, then=self._show_conflicts)

    def _show_status(self, status: SyncStatus) -> None:
        self._light.set_state(LIGHTS[status.light])
        self._sentence.setText(status.sentence)
        said = [status.failure_sentence, status.clock_sentence]
        more = " ".join(words for words in said if words) or _last(status)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._show_way(enrolled=status.enrolled)
        self._head.sentence.setText("不上报也能用；连上网再报，一条不会丢")
        if status.enrolled and self.desk.keys is not None:
            self.tasks.read(needs_recovery_words, self.desk.keys, then=self._show_words)

    def _show_way(self, *, enrolled: bool) -> None:
        """The button or the form; a focus on the one that goes passes to the one that comes."""
        goes, comes = (self._join[0], self._now) if enrolled else (self._now, self._join[0])
        held: QWidget | None = self.window().focusWidget()
        passes = held is not None and (held is goes or goes.isAncestorOf(held))
        comes.show()
        if passes:
            first = self._now if enrolled else self._join[1]["server"].field
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        goes.hide()

    def _show_words(self, needed: bool) -> None:
        self._words[0].setVisible(needed)

    def _show_conflicts(self, rows: list[ConflictRow]) -> None:
        self._conflicts.show_rows(rows)
        self._conflicts.setVisible(bool(rows))
        self._well.setVisible(not rows)
        self._state.setVisible(not (rows and self.large))

    def _show_refused(self, rows: list[RefusedRecord]) -> None:
        clear(self._refused)
        for line in rows[:5]:
            words = f"{line.title or line.label}：区县没有收"
            self._refused.addWidget(Banner(words, line.reason, meaning="amber"))
        if len(rows) > 5:
            self._refused.addWidget(Text(f"还有 {len(rows) - 5} 条", "small", tone="text2"))

    def _report(self) -> None:
        here = self._here()
        if here is not None:
            self.tasks.run(
                report,
                here,
                progress="正在上报",
                stays="停下后，已经报上去的都算数",
                then=self._reported,
                failed=self._not_reported,
                holds=self._now,
                beside=True,
            )

    def _here(self) -> ThisPc | None:
        """None where the page is shown without the station's keys."""
        if self.desk.keys is None:
            return None
        return ThisPc(self.desk.keys, self.desk.paths, self.desk.clock)

    def _reported(self, done: Synchronised) -> None:
        self.desk.say(f"已上报 {done.sent} 条，收到 {done.received} 条")
        self.refresh()

    def _not_reported(self, error: StationError) -> None:
        self.explain(error)
        self.refresh()

    def _enroll(self) -> None:
        form, button = self._join[1], self._join[2]
        here = self._here()
        if not form.check() or here is None:
            return
        values = form.values()
        self.tasks.run(
            join,
            here,
            Enroll(str(values["server"]), str(values["code"])),
            then=self._enrolled,
            failed=self._not_enrolled,
            holds=button,
            beside=True,
        )

    def _enrolled(self, done: Enrolled) -> None:
        self.desk.say(f"已登记：{done.station_name}，这台电脑是 {done.letter} 机")
        self.refresh()

    def _not_enrolled(self, error: StationError) -> None:
        self._join[1].explain(sentence(error), "code")

    def _open_private(self) -> None:
        form, button = self._words[1], self._words[2]
        here = self._here()
        if here is not None:
            self.tasks.run(
                open_private,
                here,
                str(form.values()["words"] or ""),
                then=self._private_opened,
                failed=self._not_private,
                holds=button,
            )

    def _private_opened(self, count: int) -> None:
        self.desk.say(f"已打开 {count} 条只有本站能看的内容")
        self.refresh()

    def _not_private(self, error: StationError) -> None:
        self._words[1].explain(sentence(error), "words")


FormCard = tuple[Card, Form, Button]


def _join_form(act: object) -> FormCard:
    card = Card("登记到区县")
    form = Form(
        server=FormRow("区县的地址", TextInput(width=380, placeholder="https://…"), required=True),
        code=FormRow(
            "一次性登记码", TextInput(width=240), hint="区县中心给的，用一次就作废", required=True
        ),
    )
    go = Button("登记", Look.FILLED, keys="Ctrl+Return")
    _connect(go, act)
    lines = row(*form.rows.values(), column(18, go), None, gap=14)
    words = "登记一次就行。以后有网就自动对上，没网先记着。"
    card.add(Text(words, "small", tone="text2"), lines)
    return card, form, go


def _words_form(act: object) -> FormCard:
    card = Card("打开只有本站能看的内容")
    field = TextArea(lines=2)
    field.setMinimumWidth(current().px(480))
    form = Form(words=FormRow("第一台电脑上的找回词，12 个", field))
    go = Button("打开", Look.FILLED)
    _connect(go, act)
    words = "身体、困难、备注这些，区县看不见，要用本站的找回词打开。"
    card.add(Text(words, "small", tone="text2"), row(*form.rows.values(), column(18, go), None))
    return card, form, go


def _connect(button: Button, act: object) -> None:
    if callable(act):
        button.clicked.connect(act)


def _last(status: SyncStatus) -> str:
    if status.last_receipt_at is None:
        return ""
    at = status.last_receipt_at.astimezone()
    return f"最近一次：{at.month}月{at.day}日 {at:%H:%M}，区县已回执"
