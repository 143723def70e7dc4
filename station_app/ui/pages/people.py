"""The people of the station: one list that filters as one types, and what is due beside it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from station_app.models.identifiers import PersonId
from station_app.queries.neighbours import Walked
from station_app.queries.people import PAGE, PeopleCounts, Sort, people_counts
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import ListRow, PeopleFound, find_people, people_keys
from station_app.queries.person_dues import PersonView, person_view
from station_app.queries.route import RouteWish
from station_app.services.list_exports import ListOrder
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import PageHead, fill, holder, page_layout, row
from station_app.ui.components.notices import Empty
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.text import IconMark, KeyHint, Rule, Text
from station_app.ui.desk import Desk
from station_app.ui.list_export import WAYS, ListExport
from station_app.ui.page import KeyHelp, Page
from station_app.ui.pages.people_chips import PeopleChips
from station_app.ui.pages.people_columns import found_words, line_as_text, people_columns
from station_app.ui.pages.people_preview import PeoplePreview
from station_app.ui.pages.person_files_dialog import PersonFilesDialog
from station_app.ui.print_preview import order, show_paper
from station_app.ui.theme import current, font

PREVIEW_MS = 90
WORK_KEYS = {
    "Alt+R": "certifications",
    "Alt+W": "condolences",
    "Alt+G": "plaques",
    "Alt+E": "person_edit",
}
"""Besides Alt Z, which has a button of its own."""


class PeoplePage(Page):
    """The header's search box filters the list; focus stays in the box, ↑ ↓ Enter work there."""

    keys = (
        KeyHelp("↑↓", "选人"),
        KeyHelp("Return", "打开"),
        KeyHelp("Ctrl+C", "复制一行"),
        KeyHelp("Esc", "清空"),
    )
    keeps = True
    concerns = frozenset(
        {"person", "person_identity", "household", "visit_attendance", "certification"}
        | {"entitlement", "bank_account", "condolence_plan", "plaque_event", "family_member"}
    )
    own_search = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text, self._sort, self._descending = "", Sort.NAME, False
        self._found = PeopleFound((), None, 0)
        self._keys_due: list[int] = []
        self._chips = PeopleChips()
        self._table: RecordTable[ListRow] = RecordTable(people_columns(desk.today()), card=False)
        self._preview = PeoplePreview()
        self._waits = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._build()
        self._listen()

    def first_focus(self) -> QWidget | None:
        return self._table

    def opened(self, subject: object) -> None:
        if isinstance(subject, PeopleFilter):
            self._chips.put(subject)
        self.refresh()

    def refresh(self, *_anything: object) -> None:
        today = self.desk.today()
        self.tasks.read(people_counts, today=today, then=self._show_counts)
        self._ask(limit=max(PAGE, len(self._found.rows)))
        self._look_closer()

    def searched(self, text: str) -> None:
        self._text = text
        self._ask()

    def search_key(self, step: int) -> None:
        """Fingers are faster than answers: a key waits for the list of what was typed last."""
        if self._is_late(self._found):
            self._keys_due.append(step)
        elif step:
            self._table.choose_by(step)
        else:
            self._open_chosen()

    def _build(self) -> None:
        large = self.large
        self._add = Button("新增", Look.FILLED, icon="user-plus", keys="Ctrl+N")
        self._export = PickButton("导出", WAYS, Look.OUTLINED, icon="table-2")
        papers = [
            (self._to_paper, "服务对象花名册"),
            (self._to_files, "一人一档"),
            (self._to_route, "走访路书"),
        ]
        self._print = PickButton("打印", papers, Look.OUTLINED, icon="printer", keys="Ctrl+P")
        tools: list[QWidget] = [self._export, self._print]
        shown = [self._print, self._add] if large else [*tools, self._add]
        self._head = PageHead("人员", buttons=shown)
        for hidden in set(tools) - set(shown):
            hidden.setParent(self)
            hidden.hide()
        body = row(self._list_card(), gap=16)
        if not large:
            body.addWidget(self._preview)
        else:
            self._preview.setParent(self)
            self._preview.hide()
        body.setStretch(0, 1)
        layout = page_layout(self, self._head, self._chips, body, gap=12)
        layout.setStretch(2, 1)

    def _list_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        self._nobody = Empty("users", "", "", buttons=self._ways_out(), framed=False)
        self._views = QStackedWidget()
        self._views.addWidget(self._table)
        self._views.addWidget(self._nobody)
        self._count = Text("", "small", tone="text2")
        self._foot = holder(row(*self._foot_parts(), gap=8))
        self._foot.setFixedHeight(current().px(40))
        layout = QVBoxLayout(card)
        parts = [self._views] if self.large else [self._views, Rule(), self._foot]
        fill(layout, parts, 0)
        if self.large:  # no room below; it still belongs to the page, and goes with it
            self._foot.setParent(card)
            self._foot.hide()
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setStretch(0, 1)
        return card

    def _foot_parts(self) -> list[QWidget | int | None]:
        self._add_below = Button("新增一人", Look.TEXT, height="button_row")
        self._add_below.clicked.connect(self._new_person)
        mark, ask = IconMark("user-plus", size=18), Text("没有要找的人？", "small", tone="text2")
        return [14, mark, ask, self._add_below, KeyHint("Ctrl+N"), None, self._count, 16]

    def _ways_out(self) -> Sequence[QWidget]:
        self._first_import = Button("导入花名册", icon="table-2")
        self._first_import.clicked.connect(self._to_import)
        self._all_again = Button("看全部在册的人")
        self._all_again.clicked.connect(self._chips.reset)
        self._add_here = Button("新增一人", Look.FILLED, icon="user-plus")
        self._add_here.clicked.connect(self._new_person)
        return [self._first_import, self._all_again, self._add_here]

    def _listen(self) -> None:
        self._chips.changed.connect(self._ask)
        self._table.chosen.connect(self._chosen)
        self._table.opened.connect(self._open)
        self._table.sorted.connect(self._sort_by)
        self._table.model.fetch_with(self._more)
        self._table.show_sorted(self._sort)
        self._waits.timeout.connect(self._look_closer)
        self._preview.wanted.connect(self._open_chosen)
        self._preview.visit_wanted.connect(self._visit)
        self._add.clicked.connect(self._new_person)
        self.out = ListExport(self, self._listed, button=self._export)
        self._print.picked.connect(self._to_print)
        for keys, work in WORK_KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setProperty("work", work)
            shortcut.activated.connect(self._work)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self._table)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self._copy)

    def _ask(self, *_anything: object, limit: int = PAGE) -> None:
        """The first page; as many as are here already when the same list is only looked at anew."""
        self._asked_for = self._chips.narrow(self._text)
        self._keys_due.clear()
        self.tasks.read(
            find_people,
            self._asked_for,
            today=self.desk.today(),
            sort=self._sort,
            descending=self._descending,
            limit=limit,
            then=self._show,
        )

    def _is_late(self, found: PeopleFound) -> bool:
        """An answer to a question that has changed meanwhile."""
        return found.asked != (self._asked_for, self._sort, self._descending)

    def _show(self, found: PeopleFound) -> None:
        if self._is_late(found):
            return
        before = self._table.row
        self._found = found
        self._table.show_rows(found.rows, total=found.total)
        self._make_room([one.person.name for one in found.rows])
        self._keep_chosen(before)
        self._say_found()
        self._views.setCurrentIndex(0 if found.rows else 1)
        if not found.rows:
            self._say_nobody()
        else:
            self._add.set_look(Look.FILLED)
        due, self._keys_due = self._keys_due, []
        for step in due:
            self.search_key(step)

    def _make_room(self, names: Sequence[str]) -> None:
        """Names are never cut: 买买提·艾力 widens the column."""
        metrics = QFontMetrics(font("body", bold=True))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        self._table.make_room(0, widest)

    def _keep_chosen(self, before: ListRow | None) -> None:
        """The same person stays chosen; after another question the first one is."""
        rows = self._found.rows
        keys = [one.person.person_id for one in rows]
        same = before is not None and before.person.person_id in keys
        if rows:
            self._table.choose(keys.index(before.person.person_id) if before and same else 0)

    def _say_found(self) -> None:
        sentence = found_words(self._text, self._found)
        self._head.sentence.setText(sentence)
        self._count.setText(f"{self._found.total:,} 人")

    def _say_nobody(self) -> None:
        self._preview.show_nobody("选一个人，这里就有该办的事")
        narrowed = self._chips.narrowed
        self._all_again.setVisible(narrowed)
        self._first_import.setVisible(not narrowed and not self._text)
        if self._text:
            words, more = f"没有找到“{self._text}”", "可以换首字母、证号后几位或电话再找"
            self._add_here.set_words(f"新增“{self._text}”")
        else:
            words = "这些条件下没有人" if narrowed else "还没有人员"
            more = "去掉几个条件试试" if narrowed else "从手头的花名册导入最快，Excel、WPS 的表都行"
            self._add_here.set_words("新增一人")
        self._nobody.words.setText(words)
        self._nobody.more.setText(more)
        self._fill_one(first=not narrowed and not self._text)

    def _fill_one(self, *, first: bool) -> None:
        """One filled button: the roster on the first day, later the person who was not found."""
        self._first_import.set_look(Look.FILLED if first else Look.OUTLINED)
        self._add_here.set_look(Look.OUTLINED if first else Look.FILLED)
        self._add.set_look(Look.OUTLINED)

    def _more(self, _here: int) -> None:
        if self._found.next is None:
            return
        self.tasks.read(
            find_people,
            self._asked_for,
            today=self.desk.today(),
            sort=self._sort,
            descending=self._descending,
            after=self._found.next,
            then=self._add_page,
        )

    def _add_page(self, page: PeopleFound) -> None:
        if self._is_late(page):
            return
        rows = (*self._found.rows, *page.rows)
        self._found = PeopleFound(rows, page.next, self._found.total, page.asked)
        self._table.model.add_rows(page.rows)

    def _sort_by(self, name: str, descending: bool) -> None:
        self._sort, self._descending = Sort(name), descending
        self._ask()

    def _show_counts(self, counts: PeopleCounts) -> None:
        self._chips.show_counts(counts)

    def _chosen(self, _row: object) -> None:
        self._waits.start()

    def _look_closer(self) -> None:
        if (chosen := self._table.row) is None or self.large:
            return
        key = chosen.person.person_id
        self.tasks.read(person_view, key, today=self.desk.today(), then=self._show_preview)

    def _show_preview(self, view: PersonView | None) -> None:
        chosen = self._table.row
        if view is None or chosen is None:
            return
        if view.page.row.person_id == chosen.person.person_id:
            self._preview.show_person(view, self.desk.today())

    def _open(self, chosen: ListRow) -> None:
        self.desk.walked = Walked(self._asked_for, self._sort, self._descending)
        self.desk.open("person", chosen.person.person_id)

    def _open_chosen(self) -> None:
        if (chosen := self._table.row) is not None:
            self._open(chosen)
        elif self._text:
            self._new_person()

    def _visit(self) -> None:
        if (chosen := self._table.row) is not None:
            self.desk.open("visit_entry", chosen.person.person_id)

    def _work(self) -> None:
        """The keys beside what is due: its work is opened for the chosen person."""
        chosen, sender = self._table.row, self.sender()
        if chosen is None or sender is None:
            return
        page, key = str(sender.property("work")), chosen.person.person_id
        self.desk.open(page, None if page == "condolences" else key)

    def _new_person(self) -> None:
        self.desk.open("new_person", self._text)

    def _to_import(self) -> None:
        self.desk.open("import")

    def _copy(self) -> None:
        if (chosen := self._table.row) is not None:
            QGuiApplication.clipboard().setText(line_as_text(chosen.person, self.desk.today()))
            self.desk.say(f"已复制{chosen.person.name}的一行，证号电话没有带上")

    def _listed(self) -> tuple[ListOrder, str]:
        """Everybody whom the list holds, for a workbook."""
        return ListOrder("people", self._chips.narrow(self._text)), "人员名单"

    def export_to(self, path: Path) -> None:
        """Save the list as it stands as a workbook, numbers and phones in full."""
        self.out.save(self._listed()[0], path)

    def _to_paper(self) -> None:
        self.tasks.read(
            people_keys,
            self._chips.narrow(self._text),
            today=self.desk.today(),
            then=self._print_all,
        )

    def _to_print(self, begin: object) -> None:
        if callable(begin):
            begin()

    def _to_files(self) -> None:
        self.tasks.read(
            people_keys,
            self._chips.narrow(self._text),
            today=self.desk.today(),
            then=self._choose_files,
        )

    def _to_route(self) -> None:
        """Everybody whom the list holds, put on a route sheet."""
        narrow = self._chips.narrow(self._text)
        self.tasks.read(people_keys, narrow, today=self.desk.today(), then=self._plan_route)

    def _plan_route(self, keys: tuple[PersonId, ...]) -> None:
        self.desk.open("route", RouteWish(keys))

    def _choose_files(self, keys: tuple[PersonId, ...]) -> None:
        self.files = PersonFilesDialog(self, keys)

    def _print_all(self, keys: tuple[PersonId, ...]) -> None:
        show_paper(self, "person-roster", order(self.desk, people=keys))
