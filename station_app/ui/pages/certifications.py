"""The certification year: the wall, the record beside a tile, the roster, those who are late."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from station_app.domain.codes import CycleStatus
from station_app.domain.periods import Period
from station_app.errors import StationError
from station_app.messages import sentence
from station_app.messages.labels import label as action
from station_app.queries.certification_cases import CycleRow
from station_app.queries.certifications import Anomaly, OverdueRow, Tile, Wall
from station_app.queries.route import RouteWish
from station_app.services.attachments_with import certification_with_photos
from station_app.services.certification_cycles import set_status
from station_app.services.certifications import Certified, RecordCertification
from station_app.services.list_exports import ListOrder
from station_app.services.list_rows import YearWish
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.layout import PageHead, column, holder, page_layout, row, scrolling
from station_app.ui.components.menu_chip import MenuChip
from station_app.ui.components.notices import AllWell, Banner, Empty
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.readers import words_of
from station_app.ui.components.record_state import table_with_states
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.doubt_dialog import Asked
from station_app.ui.list_export import ListExport
from station_app.ui.page import Page
from station_app.ui.pages.certification_ended import YearEnded
from station_app.ui.pages.certification_forms import ask_cycle, ask_notice, ask_reversal
from station_app.ui.pages.certification_lists import late_columns, roster_columns
from station_app.ui.pages.certification_place import place_beside
from station_app.ui.pages.certification_record import RecordPanel
from station_app.ui.pages.certification_summary import Summary
from station_app.ui.pages.certification_wall import CertificationWall
from station_app.ui.pages.certification_words import METHODS
from station_app.ui.pages.certification_year import (
    CONCERNS,
    EVERYBODY,
    KEYS,
    LATE,
    NOT_YET,
    NOTHING,
    OLD,
    ROSTER,
    Year,
    ask_year,
    following_year,
    group_entries,
    is_over,
    narrowed,
    span_words,
    strange_words,
    window_words,
    year_choices,
)
from station_app.ui.print_preview import order, show_paper


def _key_of(tile: Tile) -> UUID | None:
    return tile.certification_id


class CertificationsPage(Page):
    """A method's number and Y or Enter record; M goes to the meeting, L to the route sheet."""

    keys = KEYS
    keeps = True
    concerns = CONCERNS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._year: int | None = None
        self._shown: Year | None = None
        self._wish: UUID | None = None
        """Whose record to open once the wall is here, and with which method."""
        self._wished_method = -1
        self._name = ""
        self.panel = RecordPanel(desk)
        self.panel.setParent(self)
        self.recording = Asked(self, self._send, refused=self._refused)
        self._build()
        self._listen()

    @property
    def found(self) -> Wall | None:
        """The wall as it was last read."""
        return self._shown.wall if self._shown else None

    def first_focus(self) -> QWidget | None:
        return self.wall

    def opened(self, subject: object) -> None:
        if isinstance(subject, int):
            self._year = subject
        if isinstance(subject, UUID):
            self._wish, self._wished_method, self._year = subject, -1, None
        if isinstance(subject, tuple):
            self._wish, method = subject
            self._wished_method, self._year = METHODS.index(method), None
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        self.tasks.read(ask_year, self._year, self.desk.today(), then=self._show)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        today = self.desk.today()
        large = self.large
        users, route = ("", "") if large else ("users", "route")
        self.many = Button("开会认证" if large else "开会集中认证", icon=users, keys="M")
        self.route = Button("上门路书", Look.FILLED, icon=route, keys="L")
        self.groups = MenuChip("小组")
        self.print_late = Button("未认证名单", icon="printer", keys="Ctrl+P")
        self.years = PickButton("年度", [], Look.OUTLINED)
        self.out = ListExport(self, self._listed)
        buttons = [self.years, self.many, self.route] if large else [
            self.out.button, self.years, self.print_late, self.many, self.route
        ]  # fmt: skip
        self._head = PageHead("年度认证", buttons=buttons)
        if large:
            self._head.sentence.whole_or_nothing = True
            self.out.put_away()
            self.print_late.setParent(self)
            self.print_late.hide()
        self.summary = Summary()
        self._names = ("全村", "没认证", "80+" if large else "80 岁以上")
        self._switch = Switch([*self._names, "名单", "逾期"])
        self._hint = Text("每组从年长到年轻；点一个人就登记", "small", tone="text2")
        self._ages = Text("白格数字是年龄", "small", tone="text2")
        if large:  # never shown here: without a parent they would be windows
            self._hint.hide()
            self._ages.hide()
        self.notice = Button("登记催告", icon="megaphone", height="button_row")
        self.one_notice = Button("只催选中的", height="button_row")
        self._strange = Banner("", meaning="red")
        self.wall = CertificationWall()
        self._area: QScrollArea = scrolling(self.wall)
        self._roster = table_with_states(self.tasks, roster_columns(today), _key_of)
        self._late: RecordTable[OverdueRow] = RecordTable(late_columns(today))
        self._begin = Button("开始一个年度", Look.FILLED, icon="plus")
        self._nothing = Empty(
            "badge-check", NOTHING, "定下起止日期，享受待遇的人会自动列出来", buttons=[self._begin]
        )
        self._all_done = AllWell("都认证了", "这里没有要办的人")
        self._views = QStackedWidget()
        well = holder(column(self._all_done, None))
        for view in (self._area, self._roster, self._late, self._nothing, well):
            self._views.addWidget(view)
        second = row(
            self._switch, 8, self.groups, 8, self._hint, None, self.one_notice, self.notice,
            self._ages,
        )  # fmt: skip
        page_layout(
            self, self._head, self._strange, self.summary, second, self._views, gap=9
        ).setStretch(4, 1)
        for hidden_first in (self._strange, self.notice, self.one_notice):
            hidden_first.hide()

    def _listen(self) -> None:
        self._switch.chosen.connect(self._turn)
        self.wall.wanted.connect(self._open_record)
        self.wall.taken_back.connect(self._take_back)
        self._roster.opened.connect(self._record_from_list)
        self._late.opened.connect(self._late_person)
        self.panel.kept.connect(self._keep)
        self.panel.closed.connect(self._panel_closed)
        self.panel.grew.connect(self._place_panel)
        self.many.clicked.connect(self._to_meeting)
        self.route.clicked.connect(self._to_route)
        self.groups.turned.connect(self._fill)
        self.print_late.clicked.connect(self._print_late)
        self.years.picked.connect(self._year_action)
        self._begin.clicked.connect(self._new_year)
        self.notice.clicked.connect(self._notice_all)
        self.one_notice.clicked.connect(self._notice_one)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, shown: Year) -> None:
        self._shown = shown
        self.panel.offer_staff(shown.staff)
        self._offer_years(shown)
        self._say_strange(shown.strange)
        found = shown.wall
        self.summary.setVisible(found is not None)
        for part in (self._switch, self.groups):
            part.setVisible(found is not None)
        for button in (self.many, self.route):
            button.setEnabled(found is not None and found.remaining > 0)
        if found is None:
            self._views.setCurrentIndex(3)
            self._hint.hide()
            self._ages.hide()
            return
        self._head.title.setText(f"{found.row.cycle.year}年度认证")
        self._say_window(found)
        self.groups.offer(group_entries(found))
        self.summary.show_wall(found, self.desk.today())
        counts = (found.rate.due, found.remaining, found.old_due)
        for number, (words, count) in enumerate(zip(self._names, counts, strict=True)):
            self._switch.rename(number, f"{words} {count:,}")
        self._switch.rename(LATE, f"逾期 {len(self._overdue()):,}")
        self._fill()
        self._grant_wish()

    def _grant_wish(self) -> None:
        """Opened on a person: the ring and the record are there."""
        wish, self._wish = self._wish, None
        if wish is None:
            return
        self._switch.choose(EVERYBODY)
        tile = self.wall.go_to(wish)
        if tile is None:
            self.desk.say("这个人不在这一年的认证名单里")
        elif not tile.is_done:
            self._open_record(tile, self._wished_method)

    def _fill(self, *_anything: object) -> None:
        found, at = self.found, self._switch.at
        if found is None:
            return
        groups = self.groups.chosen_keys
        self.wall.show_groups(narrowed(found, at, groups))
        everybody = narrowed(found, EVERYBODY, groups)
        self._roster.show_rows([tile for group in everybody for tile in group.tiles])
        self._late.show_rows(self._overdue())
        view = {ROSTER: 1, LATE: 2}.get(at, 0)
        empty = (view == 0 and not self.wall.tiles) or (view == 2 and not self._overdue())
        self._views.setCurrentIndex(4 if empty else view)
        late = at == LATE and not empty
        self.notice.setVisible(late)
        self.one_notice.setVisible(late)
        on_wall = view == 0 and not self.large
        self._hint.setVisible(on_wall)
        self._ages.setVisible(on_wall)

    def _overdue(self) -> list[OverdueRow]:
        """Those past the deadline; before it the list is empty."""
        if self._shown is None or self._shown.wall is None:
            return []
        due, groups = self._shown.wall.row.cycle.due_on, self.groups.chosen_keys
        late = self._shown.late if self.desk.today() > due else []
        return [one for one in late if not groups or (one.group_name or "") in groups]

    def _turn(self, _at: int) -> None:
        self.panel.hide()
        self._fill()

    def _say_strange(self, strange: list[Anomaly]) -> None:
        """CE6: a pass dated after a death is for somebody to look at."""
        self._strange.setVisible(bool(strange))
        if strange:
            self._strange.say(*strange_words(strange, self.desk.today()), meaning="red")

    def _say_window(self, found: Wall) -> None:
        """Large type has room for the dates or for none; how much is left stands in the card."""
        today, line = self.desk.today(), self._head.sentence
        line.setText(span_words(found, today) if self.large else window_words(found, today))
        line.set_tone("amber" if is_over(found, today) else "text2")

    def _offer_years(self, shown: Year) -> None:
        following = following_year(shown, self.desk.today())
        self.years.offer(year_choices(shown, following))
        self._begin.set_words(f"开始 {following} 年度认证")

    # --- recording --------------------------------------------------------------------------

    def _open_record(self, tile: Tile, method: int) -> None:
        self._name = tile.name
        found = self.found
        if found is not None and found.row.status == CycleStatus.CLOSED:
            self.ended = YearEnded(self, found.row, tile.person_id, method)
            self.ended.opened_again.connect(self._go_on)
            return
        self.panel.open_for(tile, method)
        self._place_panel()

    def _go_on(self, key: UUID, method: int) -> None:
        """The year takes certifications again: on with the person it was opened for."""
        self._wish, self._wished_method = key, method
        self.refresh()

    def _record_from_list(self, tile: object) -> None:
        if isinstance(tile, Tile):
            self._open_record(tile, -1)

    def _late_person(self, late: object) -> None:
        if isinstance(late, OverdueRow):
            self.desk.open("person", late.person_id)

    def _place_panel(self) -> None:
        """Beside the tile, inside the page."""
        place_beside(self.panel, self, self.wall if self._views.currentIndex() == 0 else None)

    def _keep(self, command: RecordCertification) -> None:
        self.recording.send(command)

    def _send(self, command: RecordCertification) -> None:
        self.tasks.write(
            action("certification.record", name=self._name),
            certification_with_photos,
            command,
            self.panel.kept_photos,
            today=self.desk.today(),
            then=self._recorded,
            failed=self.recording.refused,
            holds=self.panel.keep,
        )

    def _recorded(self, made: Certified) -> None:
        self.panel.done()
        notes = "；".join(words_of(note).rstrip("。") for note in made.notes)
        self.desk.say(f"已记下{self._name}的认证", undo=True)
        if notes:
            self.desk.explain(notes + "。")
        self.wall.setFocus()
        self.wall.go_next()

    def _refused(self, error: StationError) -> None:
        self.panel.say(sentence(error))
        self._place_panel()

    def _panel_closed(self) -> None:
        self.wall.setFocus()

    def _take_back(self, tile: Tile) -> None:
        if tile.certification_id is None:
            return
        self.asking = ask_reversal(self, tile)
        self.asking.done.connect(self._was_taken_back)

    def _was_taken_back(self, _result: object) -> None:
        self.desk.say("已撤销这次认证", undo=True)

    # --- other pages ------------------------------------------------------------------------

    def _to_meeting(self) -> None:
        self.desk.open("certification_meeting", self.found.row.cycle.year if self.found else None)

    def _to_route(self) -> None:
        """The route sheet for those whom the wall shows and who are still due."""
        keys = tuple(tile.person_id for tile in self.wall.tiles if not tile.is_done)
        if not keys:
            self.desk.say("这里没有要上门的人")
            return
        self.desk.open("route", RouteWish(keys))

    # --- notices, years, paper --------------------------------------------------------------

    def _notice_all(self) -> None:
        self._notice(self._overdue())

    def _notice_one(self) -> None:
        if (chosen := self._late.row) is not None:
            self._notice([chosen])

    def _notice(self, rows: list[OverdueRow]) -> None:
        if self.found is not None and rows:
            self.asking = ask_notice(self, self.found.row.cycle, rows)
            self.asking.done.connect(self._noticed)

    def _noticed(self, count: int) -> None:
        self.desk.say(f"已登记催告 {count:,} 人", undo=True)

    def _year_action(self, what: object) -> None:
        found = self.found
        if isinstance(what, int):
            self._year = what
            self.wall.setFocus()  # its keys are those that the status bar names
            self.refresh()
        elif what == "new":
            self._new_year()
        elif what == "change" and found is not None:
            self._ask_cycle(found.row)
        elif what in ("roster", "late"):
            (self._print_roster if what == "roster" else self._print_late)()
        elif found is not None:
            status = CycleStatus.CLOSED if what == "close" else CycleStatus.OPEN
            self.tasks.write(
                action("certification.cycle", year=found.row.cycle.year),
                set_status,
                found.row.cycle_id,
                status,
                then=self._year_set,
            )

    def _year_set(self, _result: object) -> None:
        self.desk.say("年度已改", undo=True)

    def _new_year(self) -> None:
        if self._shown is not None:
            self._ask_cycle(None, year=following_year(self._shown, self.desk.today()))

    def _ask_cycle(self, here: CycleRow | None, *, year: int = 0) -> None:
        self.asking = ask_cycle(self, here, year)
        self.asking.done.connect(self._cycle_done)

    def _cycle_done(self, _result: object) -> None:
        self._year = self.asking.form.values()["year"]  # the year begun, not the one looked at
        self.refresh()
        self.desk.say("年度认证的期限定好了", undo=True)

    def _period(self) -> Period:
        found = self.found
        year = found.row.cycle.year if found else self.desk.today().year
        return Period.year(year)

    def _listed(self) -> tuple[ListOrder, str] | None:
        """What is in sight, for a workbook."""
        if self.found is None:
            return None
        at, year = self._switch.at, self.found.row.cycle.year
        groups = tuple(str(key) for key in self.groups.chosen_keys)
        wish = YearWish(year, groups, waiting=at == NOT_YET, old=at == OLD)
        if at == LATE:
            return ListOrder("overdue", wish), f"{year}年未认证名单"
        return ListOrder("certifications", wish), f"{year}年认证名单"

    def _print_late(self) -> None:
        show_paper(self, "overdue-list", order(self.desk, period=self._period()))

    def _print_roster(self) -> None:
        show_paper(self, "certification-roster", order(self.desk, period=self._period()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel.isVisible():
            self._place_panel()

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]
        if key == Qt.Key.Key_Escape and self.panel.isVisible():
            self.panel.put_away()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]
