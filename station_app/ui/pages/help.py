"""Help: the guide with its contents and a search inside, opened at the page one came from."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from station_app.ui.components.button import Button
from station_app.ui.components.layout import Card, PageHead, column, holder, page_layout, row
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.guide_book import FIRST, Chapter, chapter_about, chapters
from station_app.ui.guide_view import GuideView
from station_app.ui.page import KeyHelp, Page
from station_app.ui.theme import current

CONTENTS_WIDTH = 220
SCROLLS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
Index = QModelIndex | QPersistentModelIndex


class Contents(QAbstractListModel):
    """The titles of the chapters that hold what is sought."""

    def __init__(self) -> None:
        super().__init__()
        self.chapters: tuple[Chapter, ...] = chapters()

    def seek(self, words: str) -> None:
        """Only chapters that speak of these words."""
        self.beginResetModel()
        self.chapters = tuple(one for one in chapters() if not words or one.holds(words))
        self.endResetModel()

    def place_of(self, file: str) -> int:
        """The row of a chapter; -1 if it is not among those found."""
        files = [one.file for one in self.chapters]
        return files.index(file) if file in files else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.chapters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role == Qt.ItemDataRole.DisplayRole:
            return self.chapters[index.row()].title
        return None


class HelpPage(Page):
    """F1 where no field has the focus, and 帮助 in the header."""

    keys = (
        KeyHelp("↑↓", "换一章"),
        KeyHelp("Return", "下一处"),
        KeyHelp("PgDn", "往下翻"),
        KeyHelp("Escape", "回去"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        back = Button("回去", icon="chevron-left")
        back.clicked.connect(desk.back)
        self._head = PageHead("帮助", "光标在一格里按 F1，看这一格怎么填", buttons=[back])
        self._sought = TextInput(placeholder="在手册里找", enter_moves=False)
        self._sought.setAccessibleName("在手册里找")
        self._sought.setClearButtonEnabled(True)
        self._sought.installEventFilter(self)
        self._contents, self._list = Contents(), QListView()
        self._nothing = Text("手册里没有这个词，换一个试试", "small", tone="text2", wrap=True)
        self._view = GuideView()
        self._lay()
        self._sought.textChanged.connect(self._seek)
        self._list.selectionModel().currentChanged.connect(self._chosen)
        self._view.chapter_wanted.connect(self.show_file)

    def first_focus(self) -> QWidget:
        return self._sought

    def opened(self, subject: object) -> None:
        """At the chapter about the page one came from, if it is one."""
        page = subject if isinstance(subject, str) else ""
        if page != "help":
            self._sought.clear()
            self.show_file(chapter_about(page))

    def show_file(self, file: str) -> None:
        """A chapter by its file, through a link or from the page one came from."""
        place = self._contents.place_of(file)
        if place < 0:
            self._sought.clear()
            place = max(self._contents.place_of(file), self._contents.place_of(FIRST), 0)
        self._choose(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list and of the text work from the search box, too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return not self._sought.composing and self._took(event)
        return False

    def _took(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in STEPS:
            self._choose(self._list.currentIndex().row() + STEPS[key])
        elif key in SCROLLS:
            self._scroll(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next_place()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def _lay(self) -> None:
        self._list.setModel(self._contents)
        self._list.setProperty("contents", True)
        self._list.setAccessibleName("目录")
        self._nothing.setParent(self)
        self._nothing.hide()
        side = holder(column(self._sought, self._nothing, self._list, gap=10))
        side.setFixedWidth(current().px(CONTENTS_WIDTH))
        card = Card()
        card.add(self._view)
        both = row(side, card, gap=14)
        both.setStretch(1, 1)
        layout = page_layout(self, self._head, both)
        layout.setStretch(1, 1)

    def _seek(self, words: str) -> None:
        shown = self._view.chapter
        self._contents.seek(words.strip())
        found = bool(self._contents.chapters)
        self._nothing.setVisible(not found)
        self._list.setVisible(found)
        if found:
            self._choose(max(self._contents.place_of(shown.file if shown else ""), 0))

    def _choose(self, place: int) -> None:
        index = self._contents.index(max(0, min(place, self._contents.rowCount() - 1)))
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if index == self._list.currentIndex():  # the list would not tell of it
            self._show_chosen()
        self._list.selectionModel().setCurrentIndex(index, how)

    def _chosen(self, _now: Index, _before: Index) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        place, sought = self._list.currentIndex().row(), self._sought.text()
        if place >= 0:
            self._view.show_chapter(self._contents.chapters[place], sought)

    def _next_place(self) -> None:
        self._view.next_place()

    def _scroll(self, pages: int) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _leave(self) -> None:
        if self._sought.text():
            self._sought.clear()
        else:
            self.desk.back()
