"""What was half-written when the program ended: with its time, to go on with or to give up."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.half_written import HalfWritten
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import clear, fill
from station_app.ui.components.notices import Banner
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.theme import current

AT_ONCE = 2
TYPED_SUBJECT = ("new_person", "import")
"""Pages that are opened on a text, not on a record."""


def offer_words(one: HalfWritten, today: date) -> str:
    """`12:31 正在写“张三 的走访”，没有存完，接着写吗？`; of another day with the day."""
    at = one.kept_at.astimezone()
    day = "" if at.date() == today else f"{at.month}月{at.day}日 "
    return f"{day}{at:%H:%M} 正在写“{one.title}”，没有存完，接着写吗？"


def go_on(desk: Desk, one: HalfWritten) -> None:
    """Open the page, and the dialog upon it, in which it is put back."""
    desk.open(one.page, _subject(one))
    if one.dialog:
        desk.dialog_wanted.emit(one.dialog)


def _subject(one: HalfWritten) -> object:
    if one.page in TYPED_SUBJECT:
        return one.subject or None
    try:
        return UUID(one.subject)
    except ValueError:
        return None


class HalfWrittenBanner(QWidget):
    """The newest first; more are shown on request, those of others are only counted.

    Whoever shows it makes it anew when `drafts.changed` is heard.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._all = desk, False
        self._first: Button | None = None
        self._layout = QVBoxLayout(self)
        fill(self._layout, [], 6)
        self.refresh()

    @property
    def first(self) -> Button | None:
        """接着写 of the newest."""
        return self._first

    def refresh(self) -> None:
        """Show what waits."""
        clear(self._layout)
        self._first = None
        waiting = self._desk.drafts.all()
        shown = waiting if self._all else waiting[: 1 if current().large else AT_ONCE]
        for one in shown:
            self._layout.addWidget(self._line(one))
        if len(waiting) > len(shown):
            self._layout.addWidget(self._rest(len(waiting) - len(shown)))
        if others := self._others():
            self._layout.addWidget(Text(others, "small", tone="text2", wrap=True))
        if not waiting and not others:
            self.hide()

    def _line(self, one: HalfWritten) -> Banner:
        again = Button("接着写", Look.TEXT)
        away = Button("不要了", Look.QUIET)
        self._first = self._first or again
        again.clicked.connect(partial(go_on, self._desk, one))
        away.clicked.connect(partial(self._give_up, one))
        words = offer_words(one, self._desk.today())
        return Banner(words, icon="file-pen-line", buttons=[again, away])

    def _rest(self, count: int) -> Button:
        more = Button(f"还有 {count:,} 份没写完，都看看", Look.TEXT, height="button_row")
        more.clicked.connect(self._show_all)
        return more

    def _show_all(self) -> None:
        self._all = True
        self.refresh()

    def _others(self) -> str:
        others = self._desk.drafts.of_others().items()
        waiting = [f"{name} {count:,} 份" for name, count in others if count]
        words = "、".join(waiting)
        return f"没写完的还有：{words}；谁写的谁登录以后接着写" if waiting else ""

    def _give_up(self, one: HalfWritten) -> None:
        self._desk.drafts.give_up(one.form, one.subject)
        self._desk.say("不要的放进了“已删除”，30 天内都能找回")
