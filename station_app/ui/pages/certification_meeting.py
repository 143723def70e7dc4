"""A meeting at which many are certified: who came, one proof for all, one step to take it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_app.domain.certification import missing_evidence
from station_app.domain.codes import CertMethod, CycleStatus
from station_app.domain.groups import group_order
from station_app.domain.pasted_list import PastedRow
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.models.identifiers import PersonId
from station_app.queries.certifications import Wall, current_year, wall
from station_app.services.certifications import (
    CertifiedMany,
    RecordCertification,
    evidence_of,
    record_many,
)
from station_app.services.meeting_sheet import Meeting, meeting_pdf
from station_app.services.staff import StaffRow, staff_list
from station_app.ui.components.button import Button, icon_button
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row, scrolling
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.notices import Empty
from station_app.ui.components.readers import words_of
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.meeting_kept import KeptList
from station_app.ui.pages.meeting_panel import MeetingPanel
from station_app.ui.pages.meeting_rows import (
    APART,
    Attendee,
    Came,
    attendee,
    columns,
    joined,
    known_tiles,
    renewed,
)
from station_app.ui.paste_dialog import Line, PasteDialog, Wanted, clipboard_rows
from station_app.ui.people_picker import PersonField, Picked
from station_app.ui.person_words import day_words
from station_app.ui.print_preview import PrintPreview, order
from station_app.ui.theme import current

NOTHING_TO_PASTE = (
    "剪贴板里没有名单。名单没有动。请先复制姓名或证号（微信群里的接龙也可以），再来粘贴。"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page knows of the year that was asked for, None for that of today."""

    year: int | None
    wall: Wall | None
    staff: tuple[StaffRow, ...]


def ask_meeting(session: Any, year: int | None, today: date) -> Asked:
    """A year, or that of today, and who may certify."""
    meant = year or current_year(session, today)
    found = wall(session, meant, today) if meant else None
    return Asked(year, found, staff_list(session, on=today))


class MeetingPage(Page):
    """Letters and Enter put somebody on the list; Ctrl Enter records all who came."""

    keys = (
        KeyHelp("Return", "加一个人"),
        KeyHelp("Space", "到了／没到"),
        KeyHelp("D", "代理"),
        KeyHelp("V", "视频"),
    )
    concerns = frozenset({"certification", "certification_cycle", "person", "entitlement"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: Asked | None = None
        self._year: int | None = None
        self._asking: tuple[int, date] = (-1, desk.today())
        self._when: tuple[int, date] | None = None
        """Up to which unit of work and on which day was asked, and what is here was answered."""
        self._kept = KeptList(desk.drafts)
        self.rows: list[Attendee] = []
        self.pasting: PasteDialog | None = None
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self.field

    def has_unsaved(self) -> bool:
        return any(one.is_recorded for one in self.rows)

    def opened(self, subject: object) -> None:
        self._year = subject if isinstance(subject, int) else None
        if self._asked is not None and self._stands(self._asked):
            self._show(self._asked)
        else:
            self.refresh()

    def built_ahead(self) -> None:
        """The wall of the year is read before anybody comes."""
        self._ask(self._keep)

    def refresh(self, *_anything: object) -> None:
        self._ask(self._show)

    def _ask(self, then: Callable[[Asked], None]) -> None:
        self._asking, self._when = (self.tasks.writes, self.desk.today()), None
        self.tasks.read(ask_meeting, self._year, self.desk.today(), then=then)

    def _keep(self, asked: Asked) -> None:
        self._asked, self._when = asked, self._asking

    def _stands(self, asked: Asked) -> bool:
        """Whether the same would be answered now."""
        answered = asked.wall.row.cycle.year if asked.wall is not None else asked.year
        same = self._when == (self.tasks.writes, self.desk.today())
        return same and self._year in (asked.year, answered)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        large = self.large
        self._back = icon_button("chevron-left", "回到认证")
        icons = ("", "") if large else ("printer", "clipboard-paste")
        self.print_sheet = Button("打印签到表", icon=icons[0], keys="Ctrl+P")
        self.paste = Button("粘贴名单", icon=icons[1], keys="Ctrl+V")
        self._head = PageHead("开会集中认证", buttons=[self.paste, self.print_sheet])
        self.field = PersonField(
            self.desk, placeholder="谁来了：打首字母或姓名，回车加进来，接着打下一位"
        )
        self.field.setAccessibleName("谁来了")
        self.groups = MenuChip("整组加进来")
        self._counts = Text("", "small", tone="text2")
        self.table: RecordTable[Attendee] = RecordTable(columns(self.desk.today()))
        self._nobody = Empty(
            "users",
            "还没有人",
            "打首字母、回车，一个接一个；也可以整组加进来，再把没到的按空格去掉",
        )
        self.panel = MeetingPanel(self.desk)
        top = row(self.field, self.groups, 8, self._counts)
        top.setStretch(0, 1)
        self.field.setMaximumWidth(current().px(420))
        left = column(top, self._nobody, self.table, gap=10)
        left.setStretch(1, 1)
        left.setStretch(2, 1)
        head = row(self._back, self._head, gap=8)
        head.setStretch(1, 1)
        if large:
            self._build_large(head, left)
            return
        body = row(left, self.panel, gap=14)
        body.setStretch(0, 1)
        page_layout(self, head, body, gap=12).setStretch(1, 1)

    def _build_large(self, head: QHBoxLayout, left: QVBoxLayout) -> None:
        """One thing on the screen: who came, then day and proof."""
        self._switch = Switch(["谁来了", "日期和凭证"])
        self._views = QStackedWidget()
        onward = Button("接着写日期和凭证", icon="chevron-right", keys="Ctrl+Return")
        onward.clicked.connect(lambda: self._switch.choose(1))
        left.addLayout(row(None, onward))
        for view in (holder(left), scrolling(holder(column(self.panel, None)))):
            self._views.addWidget(view)
        self._switch.chosen.connect(self._views.setCurrentIndex)
        switch = row(self._switch, None)
        page_layout(self, head, switch, self._views, gap=10).setStretch(2, 1)

    def _listen(self) -> None:
        self._back.clicked.connect(self._to_wall)
        self.field.picked.connect(self._picked)
        self.field.installEventFilter(self)
        self.groups.turned.connect(self._group_turned)
        self.paste.clicked.connect(self._paste)
        self.print_sheet.clicked.connect(self._print)
        self.panel.keep.clicked.connect(self._record)
        self.table.opened.connect(self._open_row)
        self.table.view.clicked.connect(self._clicked)
        for keys, slot in (
            ("Space", self._turn), ("D", self._agent), ("V", self._video), ("Del", self._drop)
        ):  # fmt: skip
            made = QShortcut(QKeySequence(keys), self.table)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, asked: Asked) -> None:
        self._keep(asked)
        self.panel.offer_staff(asked.staff)
        tiles = known_tiles(asked.wall)
        if not self.rows and (found := self._kept.found(tiles)):
            self.rows = found
            self.desk.say(f"上次的到会名单放回来了，{len(found):,} 人")
        self.rows = renewed(self.rows, tiles)
        words, tone = year_words(asked.wall, self.desk.today())
        self._head.sentence.setText(words)
        self._head.sentence.set_tone(tone)
        self._offer_groups(asked.wall)
        self._fill()

    def _offer_groups(self, found: Wall | None) -> None:
        groups = found.groups if found is not None else ()
        self.groups.offer([
            MenuEntry(group.name or "", group.name or "未分组", group.total - group.done)
            for group in sorted(groups, key=lambda one: group_order(one.name))
        ])  # fmt: skip

    def _fill(self) -> None:
        self.table.show_rows(self.rows)
        self.table.setVisible(bool(self.rows))
        self._nobody.setVisible(not self.rows)
        self._kept.keep(self.rows)
        recorded = sum(one.is_recorded for one in self.rows)
        apart = sum(one.is_due and one.came is not Came.HERE for one in self.rows)
        done = sum(one.tile is not None and one.tile.is_done for one in self.rows)
        parts = [f"一起记 {recorded:,} 人"]
        parts += [f"单独记 {apart:,} 人"] if apart else []
        parts += [f"已认证 {done:,} 人"] if done else []
        self._counts.setText("，".join(parts) if self.rows else "")
        self.panel.show_count(recorded)

    # --- who came ---------------------------------------------------------------------------

    def _picked(self, person: Picked) -> None:
        tiles = known_tiles(self._asked.wall if self._asked else None)
        self._add([attendee(person.person_id, person.name, tiles)])
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list pasted into the box is a list; ↓ goes to those who are listed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Paste) and len(clipboard_rows()) > 1:
            self._paste()
            return True
        down = event.key() == Qt.Key.Key_Down and not self.field.text()
        if down and self.rows:
            self.table.setFocus()
        return down

    def _add(self, people: Sequence[Attendee]) -> None:
        before = len(self.rows)
        self.rows = joined(self.rows, people)
        self._fill()
        if len(self.rows) > before:
            self.table.choose(len(self.rows) - 1)
        elif people:
            at = [one.person_id for one in self.rows].index(people[0].person_id)
            self.table.choose(at)
            self.desk.say(f"{people[0].name}已在名单里")

    def _group_turned(self, key: object, on: bool) -> None:
        """Everybody of a group who is still due, or none of them."""
        found = self._asked.wall if self._asked else None
        if found is None:
            return
        people = [
            Attendee(tile.person_id, tile.name, tile)
            for group in found.groups
            if (group.name or "") == key
            for tile in group.tiles
            if not tile.is_done
        ]
        if on:
            self._add(people)
            return
        gone = {one.person_id for one in people}
        self.rows = [one for one in self.rows if one.person_id not in gone]
        self._fill()

    def _paste(self) -> None:
        rows: tuple[PastedRow, ...] = clipboard_rows()
        if not any(one.names_somebody for one in rows):
            self.desk.explain(NOTHING_TO_PASTE)
            return
        listed: dict[UUID, int | None] = {one.person_id: None for one in self.rows}
        wanted = Wanted("粘贴到会名单", "加 {count} 人", listed)
        self.pasting = PasteDialog(self, [one for one in rows if one.names_somebody], wanted)
        self.pasting.taken.connect(self._lines_taken)

    def _lines_taken(self, lines: Sequence[Line]) -> None:
        tiles = known_tiles(self._asked.wall if self._asked else None)
        chosen = [line.chosen for line in lines if line.chosen is not None]
        if self.pasting is not None:
            self.pasting.finish()
        self._add([attendee(one.person_id, one.name, tiles) for one in chosen])

    def _turn(self) -> None:
        """到了 or 没到; then on to the next."""
        self._turn_row()
        self.table.choose_by(1)

    def _turn_row(self) -> None:
        self._change(lambda one: replace(one, taken=not one.taken, came=Came.HERE, why_not=""))

    def _clicked(self, index: QModelIndex) -> None:
        """A click on the tick is as good as Space."""
        if index.column() == 0:
            self._turn_row()

    def _agent(self) -> None:
        self._set_apart(Came.AGENT)

    def _video(self) -> None:
        self._set_apart(Came.VIDEO)

    def _set_apart(self, came: Came) -> None:
        def changed(one: Attendee) -> Attendee:
            return replace(one, came=Came.HERE if one.came is came else came, why_not="")

        self._change(changed)

    def _change(self, changed: Any) -> None:  # Any: a function of one attendee
        at = self.table.view.currentIndex().row()
        if 0 <= at < len(self.rows) and self.rows[at].is_due:
            self.rows[at] = changed(self.rows[at])
            self._fill()

    def _drop(self) -> None:
        at = self.table.view.currentIndex().row()
        if 0 <= at < len(self.rows):
            self.desk.say(f"已从名单去掉{self.rows[at].name}")
            del self.rows[at]
            self._fill()

    # --- recording --------------------------------------------------------------------------

    def _record(self) -> None:
        keys = self._to_record()
        if not keys:
            self.panel.say("名单里没有要一起记的人")
            return
        if not self.panel.form.check():
            return
        command = self.panel.command()
        missing = missing_evidence(
            CertMethod(command.method), evidence_of(command), certified_on=command.certified_on
        )
        if missing:
            words = "、".join(item.label for item in missing)
            self.panel.say(f"还差：{words}")
            return
        self._send(keys, command)

    def _to_record(self) -> tuple[PersonId, ...]:
        return tuple(one.person_id for one in self.rows if one.is_recorded)

    def _send(self, keys: tuple[PersonId, ...], command: RecordCertification) -> None:
        self.panel.say("")
        self.tasks.write(
            action("certification.many", count=len(keys)),
            record_many,
            keys,
            command,
            today=self.desk.today(),
            then=self._recorded,
            failed=self._refused,
            holds=self.panel.keep,
            progress="正在记认证",
        )

    def _recorded(self, made: CertifiedMany) -> None:
        reasons = {key: words_of(note) for key, note in made.refused}
        self.rows = [
            replace(one, why_not=reasons[one.person_id], taken=False)
            if one.person_id in reasons
            else one
            for one in self.rows
        ]
        left = f"，{len(reasons):,} 人没有记上，原因写在后面" if reasons else ""
        self.desk.say(f"已记下 {len(made.done):,} 人的认证{left}", undo=bool(made.done))
        self.refresh()
        self.table.setFocus()  # so that Ctrl Z takes the meeting back, not a letter in the box

    def _refused(self, error: StationError) -> None:
        self.panel.say(sentence(error))

    def _open_row(self, one: Attendee) -> None:
        """Enter: who needs proof of his own goes to the wall; of the others the person."""
        if one.is_due and one.came in APART:
            self.desk.open("certifications", (one.person_id, APART[one.came]))
        else:
            self.desk.open("person", one.person_id)

    # --- paper and the way back ---------------------------------------------------------------

    def _print(self) -> None:
        """The list as it stands; without one a sheet with empty lines."""
        year = self._asked.wall.row.cycle.year if self._asked and self._asked.wall else None
        meeting = Meeting(
            year=year or self.desk.today().year,
            held_on=self.panel.held_on,
            place=self.panel.place,
            certifiers=self.panel.certifier_names,
        )
        keys = tuple(one.person_id for one in self.rows if one.is_due and one.came is Came.HERE)
        self.preview = PrintPreview(self, self.desk, "集中认证签到表")
        self.preview.make(meeting_pdf, order(self.desk), meeting, keys)

    def _to_wall(self) -> None:
        self.desk.open("certifications")


def year_words(found: Wall | None, today: date) -> tuple[str, str]:
    """How many are left, or why nothing can be recorded now; and in which tone."""
    if found is None:
        return "还没有开始年度认证，请先在“认证”里开始一个年度", "amber"
    year = found.row.cycle.year
    if found.row.status == CycleStatus.CLOSED:
        how = "等区县开始新的一年" if found.row.of_district else "请先在“认证”的年度里重新打开"
        return f"{year} 年度已经结束，记不了；{how}", "amber"
    if today < found.row.cycle.open_on:
        return f"{year} 年度要到{day_words(found.row.cycle.open_on, today)}才开始", "amber"
    return f"{year} 年度，还剩 {found.remaining:,} 人", "text2"
