"""Today: what is due, what waits to be reported, and when the last copy was made."""

from station_app.ui.components.layout import PageHead, page_layout
from station_app.ui.desk import Desk
from station_app.ui.frame import day_words
from station_app.ui.page import Page


class HomePage(Page):
    """The first page of the day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._head = PageHead(f"{desk.operator.name}，您好", day_words(desk.today()))
        page_layout(self, self._head, None)
