"""Everything about one person on one page: who, what is due, what happened, and what to do."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station_app.messages.labels import label
from station_app.messages.printing import FORM_LABELS
from station_app.queries.neighbours import neighbour
from station_app.queries.person_dues import Due, DueKind, PersonView, person_view
from station_app.queries.timeline import TimelineRow
from station_app.services.households import verify_household
from station_app.services.people import give_notice
from station_app.services.record_states import FileStanding, file_standing
from station_app.services.sync_status import REPORTING
from station_app.services.visits import finish_follow_up
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import column, holder, page_layout, row, scrolling
from station_app.ui.components.notices import Banner, Empty
from station_app.ui.desk import Desk
from station_app.ui.keeping_place import keeping_place
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.condolence_for import GiftTo
from station_app.ui.pages.event_dialog import OpenedEvent
from station_app.ui.pages.people_columns import line_as_text
from station_app.ui.pages.person_changes import PersonChanges
from station_app.ui.pages.person_facts import VERIFIED, PersonFacts
from station_app.ui.pages.person_head import WHOLE_FILE, PersonHead, records_of
from station_app.ui.pages.person_photos import PhotosPanel
from station_app.ui.pages.person_records import open_record
from station_app.ui.pages.person_side import KEYS, ChangesPanel, DuePanel, PlaquePanel
from station_app.ui.pages.person_timeline import TimelineCard
from station_app.ui.print_preview import order, show_paper
from station_app.ui.theme import current

VIEWS = ("该办的", "往来记录", "资料", "人员变动")
WORK = {
    DueKind.CONTACT: "visit",
    DueKind.CERTIFICATION: "certification",
    DueKind.PLAQUE: "plaque",
    DueKind.ID_NUMBER: "edit",
}


class PersonPage(Page):
    """Opened on the key of a person."""

    keys = (
        KeyHelp("Return", "打开这一条"),
        KeyHelp("Alt+Left", "回到名单"),
        KeyHelp("PgDn", "下一人"),
        KeyHelp("Ctrl+F", "找人"),
    )
    concerns = frozenset(
        {"person", "person_identity", "service_record", "bank_account", "household"}
        | {"family_member", "visit", "visit_attendance", "condolence_plan", "condolence_payment"}
        | {"certification", "plaque", "plaque_event", "entitlement", "entitlement_event"}
        | {"pension_payment", "condolence_batch", "conflict", REPORTING}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._person_id: UUID | None = None
        self._view: PersonView | None = None
        self._head, self._facts = PersonHead(), PersonFacts()
        self._timeline, self._dues = TimelineCard(), DuePanel()
        self._plaque, self._panel = PlaquePanel(), ChangesPanel()
        self.photos = PhotosPanel(desk)
        self._changes = PersonChanges(self)
        self._build()
        self._listen()

    @property
    def view(self) -> PersonView | None:
        """The person that is shown."""
        return self._view

    def opened(self, subject: object) -> None:
        if isinstance(subject, UUID) and subject != self._person_id:
            self._turn_to(subject)
        if self._person_id is None:
            self._views.setCurrentIndex(1)
        self.refresh()

    def resume(self, dialog: str) -> bool:
        return self._changes.resume(dialog)

    def _turn_to(self, person_id: UUID) -> None:
        """Somebody else: from the top, with everything that happened."""
        self._person_id = person_id
        self._timeline.switch.choose(0)
        self._timeline.to_top()

    def refresh(self, *_anything: object) -> None:
        if self._person_id is not None:
            today = self.desk.today()
            self.tasks.read(person_view, self._person_id, today=today, then=self._show)

    def first_focus(self) -> QWidget | None:
        """The timeline; in large mode, where another view may lie over it, the switch of views."""
        return self._switch if self.large else self._timeline.view

    def _build(self) -> None:
        self._merged = Banner(
            "这份档案已并入另一份",
            meaning="blue",
            icon="git-merge",
            buttons=[go := Button("去看那一份", Look.TEXT, height="button_row")],
        )
        go.clicked.connect(self._open_kept)
        self._merged.hide()
        back = Button("回到名单", Look.FILLED)
        back.clicked.connect(self._to_list)
        nobody = Empty(
            "user", "没有这份档案", "可能刚被撤销，或者在另一台电脑上", buttons=[back], framed=False
        )
        whole = QWidget()
        self._views = QStackedWidget()
        self._views.addWidget(whole)
        self._views.addWidget(nobody)
        page_layout(self, self._views).setContentsMargins(0, 0, 0, 0)
        body = self._large_body() if self.large else self._wide_body()
        layout = page_layout(whole, self._merged, self._head, body)
        layout.setStretch(2, 1)

    def _wide_body(self) -> QWidget:
        px = current().px
        side = holder(column(self._dues, self._plaque, self._panel, self.photos, None, gap=12))
        area = scrolling(side)
        area.setFixedWidth(px(296))
        self._facts.setFixedWidth(px(252))
        body = row(self._facts, self._timeline, area, gap=14)
        body.setStretch(1, 1)
        return holder(body)

    def _large_body(self) -> QWidget:
        """One thing per screen, a switch above."""
        self._switch = Switch(VIEWS)
        self._stack = QStackedWidget()
        for parts in (
            (self._dues, self._plaque, self.photos),
            (self._timeline,),
            (self._facts,),
            (self._panel,),
        ):
            inner = QWidget()
            layout = QVBoxLayout(inner)
            layout.setContentsMargins(0, 0, 0, 0)
            for part in parts:
                layout.addWidget(part)
            if parts[0] in (self._dues, self._panel):
                layout.addStretch(1)
            self._stack.addWidget(scrolling(inner) if parts[0] is self._dues else inner)
        self._switch.chosen.connect(self._stack.setCurrentIndex)
        self._letters = [QShortcut(QKeySequence(letter), self) for letter in set(KEYS.values())]
        for shortcut in self._letters:
            shortcut.activated.connect(self._letter)
        self._stack.currentChanged.connect(self._letters_or_buttons)
        body = column(self._switch, self._stack, gap=10)
        body.setStretch(1, 1)
        return holder(body)

    def _letters_or_buttons(self, at: int) -> None:
        """In front, the buttons of 人员变动 take their letters themselves."""
        front = self._stack.widget(at)
        for shortcut in self._letters:
            shortcut.setEnabled(front is None or not front.isAncestorOf(self._panel))

    def _letter(self) -> None:
        if isinstance(sender := self.sender(), QShortcut):
            self._panel.press(sender.key().toString())

    def _listen(self) -> None:
        self._head.wanted.connect(self._work)
        self._head.paper_wanted.connect(self._to_paper)
        self._facts.wanted.connect(self._open_section)
        for part in (self._head, self._facts):
            part.asked.connect(self._open_question)
        self._dues.wanted.connect(self._do_due)
        self._panel.wanted.connect(self._changes.begin)
        self._panel.taken_apart.connect(self._changes.take_apart)
        self._timeline.opened.connect(self._open_event)
        self.photos.portrait_found.connect(self._head.show_portrait)
        self.photos.counted.connect(self._timeline.view.show_photos)
        self._timeline.view.turned.connect(self._step)
        copying = QShortcut(QKeySequence.StandardKey.Copy, self._timeline.view)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self._copy)
        for keys, slot in (("PgDown", self._next), ("PgUp", self._previous)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)

    def _show(self, view: PersonView | None) -> None:
        if view is None:
            self._views.setCurrentIndex(1)
            return
        if view.page.row.person_id != self._person_id:
            return
        self._views.setCurrentIndex(0)
        before, self._view = self._view, view
        if before is None or before.page.row.person_id != self._person_id:
            self._show_parts(view)
        elif view != before:  # else the background reported something: nothing moves
            with keeping_place(self):
                self._show_parts(view)
        self.tasks.read(file_standing, records_of(view.page), then=self._show_standing)

    def _show_parts(self, view: PersonView) -> None:
        self._merged.setVisible(view.page.merged_into is not None)
        self._head.show_person(view)
        self._facts.show_person(view)
        self._timeline.show_events(view.page.timeline)
        self._dues.show_dues(view, self.desk.today())
        self._plaque.show_plaque(view.plaque)
        self.photos.show_person(view)
        self._panel.show_person(view)

    def _show_standing(self, standing: FileStanding) -> None:
        if self._person_id is not None:
            self._head.show_standing(standing, self._person_id)
            self._facts.show_questions(standing.of(self._person_id))

    def _copy(self) -> None:
        """Who it is, as text for a message: no numbers."""
        if self._view is not None:
            words = line_as_text(self._view.page.row, self.desk.today())
            QGuiApplication.clipboard().setText(words)
            self.desk.say(f"已复制{self._name}的一行，证号电话没有带上")

    def _open_question(self, conflict_id: object) -> None:
        self.desk.open("sync", conflict_id)

    def _work(self, what: str) -> None:
        if self._view is None:
            return
        planned = self._view.page.planned
        match what:
            case "visit":
                self.desk.open("visit_entry", self._person_id)
            case "condolence" if planned:
                self.desk.open("batch", planned[0].batch_id)
            case "condolence":
                row = self._view.page.row
                self.desk.open("condolences", GiftTo(row.person_id, row.name))
            case "certification":
                self.desk.open("certifications", self._person_id)
            case "plaque":
                self.desk.open("plaques", self._person_id)
            case "edit":
                self.desk.open("person_edit", self._person_id)

    def _do_due(self, due: Due) -> None:
        if due.kind is DueKind.CONDOLENCE:
            self.desk.open("batch", due.record_id)
        elif due.kind is DueKind.FOLLOW_UP:
            self.tasks.write(
                label("visit.follow_up", name=self._name),
                finish_follow_up,
                due.record_id,
                self.desk.today(),
                today=self.desk.today(),
                then=self._kept_promise,
                failed=self.explain,
            )
        else:
            self._work(WORK[due.kind])

    def _kept_promise(self, _result: object) -> None:
        self.desk.say(f"已记下答应{self._name}的事办好了", undo=True)

    @property
    def _name(self) -> str:
        return self._view.page.row.name if self._view else ""

    def _open_section(self, section: str, record: object) -> None:
        if record == VERIFIED and self._view is not None:
            self.tasks.write(
                label("household.change"),
                verify_household,
                self._view.page.row.household_id,
                then=self._household_verified,
                failed=self.explain,
            )
        else:
            open_record(self, section, record)

    def _household_verified(self, _result: object) -> None:
        self.desk.say("这一户已核实", undo=True)

    def _open_event(self, event: TimelineRow) -> None:
        """That very record: all that was written of it, with its photos."""
        if self._person_id is not None:
            self._event = OpenedEvent(self, event, self._person_id, self._name)

    def _to_paper(self, form: str) -> None:
        if self._person_id is None:
            return
        what = order(self.desk, people=(self._person_id,))
        title = f"{self._name}的{FORM_LABELS[form]}"
        preview = show_paper(self, form, what, title=title, masks=form == WHOLE_FILE)
        if form == "privacy-notice":
            preview.printed.connect(self._gave_notice)

    def _gave_notice(self) -> None:
        """The notice was printed to be handed over: its day is kept (SETTLED 13)."""
        if self._view is None or self._view.page.person.values.get("notice_given_on"):
            return
        self.tasks.write(
            label("person.notice", name=self._name),
            give_notice,
            self._person_id,
            on=self.desk.today(),
            then=self._notice_kept,
        )

    def _notice_kept(self, _result: object) -> None:
        self.desk.say("告知书日期已记为今天", undo=True)

    def _next(self) -> None:
        self._step(1)

    def _previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._person_id is not None:
            self.tasks.read(
                neighbour,
                self._person_id,
                step=step,
                today=self.desk.today(),
                walked=self.desk.walked,
                then=self._go,
            )

    def _go(self, key: UUID | None) -> None:
        if key is None:
            self.desk.say("名单到头了")
            return
        self._turn_to(key)
        self.refresh()
        self._timeline.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_kept(self) -> None:
        if self._view and self._view.page.merged_into:
            self.desk.open("person", self._view.page.merged_into)

    def _to_list(self) -> None:
        self.desk.open("people")
