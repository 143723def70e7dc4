"""Today by keys alone: each thing due is one key from its work, and what was done can be undone."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from station_app.queries.people_filters import PeopleFilter
from station_app.ui.components.due_row import DueRow
from station_app.ui.components.notices import Toast
from station_app.ui.components.text import Text
from station_app.ui.pages.batch import BatchPage
from station_app.ui.pages.calendar import CalendarPage
from station_app.ui.pages.home import HomePage
from station_app.ui.pages.people import PeoplePage
from station_app.ui.print_preview import PrintPreview
from tools.clerk import Clerk, at_sample_station

STEPS = 80
"""More stops than any way by Tab has."""


@pytest.fixture(scope="module")
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people, on the first page."""
    with at_sample_station() as found:
        yield found


@pytest.fixture(autouse=True)
def at_home(clerk: Clerk) -> Iterator[None]:
    """Every journey begins with the first page, and ends when everything is answered."""
    clerk.back_to_start()
    clerk.wait(until=lambda: bool(home(clerk)._rows))
    yield
    clerk.wait()


def home(clerk: Clerk) -> HomePage:
    """The page in front."""
    page = clerk.window.page
    assert isinstance(page, HomePage)
    return page


def row_named(clerk: Clerk, words: str) -> DueRow:
    """The row of a thing to do."""
    return next(row for row in home(clerk)._rows if row.due.words == words)


def go_by_digit(clerk: Clerk, words: str) -> DueRow:
    """Press the digit that stands before a row."""
    row = row_named(clerk, words)
    clerk.press(str(home(clerk)._rows.index(row) + 1))
    return row


def tab_to(clerk: Clerk, words: str) -> QWidget:
    """Go on by Tab until what bears these words has the focus."""
    for _ in range(STEPS):
        focus = clerk.focus
        if isinstance(focus, QAbstractButton) and focus.text().startswith(words):
            return focus
        clerk.press("Tab")
    raise AssertionError(f"Tab never came to {words}")


def said(clerk: Clerk) -> str:
    """What the line at the bottom says."""
    return clerk.window.findChildren(Toast)[0].words


def test_the_day_begins_on_its_first_thing(clerk: Clerk) -> None:
    first = home(clerk)._rows[0]
    assert clerk.focus is first
    clerk.press("Down")
    assert clerk.focus is home(clerk)._rows[1]
    clerk.press("Up", "Return")
    assert clerk.window.page_name == first.due.page


def test_a_digit_opens_the_people_of_its_row_as_many_as_it_says(clerk: Clerk) -> None:
    row = go_by_digit(clerk, "很久没有联系")
    assert clerk.window.page_name == "people"
    page = clerk.window.page
    assert isinstance(page, PeoplePage)
    silent = home_count(clerk)
    clerk.wait(until=lambda: page._found.total == row.due.count + silent)
    assert page._chips.narrow("") == PeopleFilter(overdue=True)


def home_count(clerk: Clerk) -> int:
    """How many of those who are late were never spoken with: a row of their own."""
    page = clerk.window._built["home"]
    assert isinstance(page, HomePage)
    return next((row.due.count for row in page._rows if row.due.words == "还没有联系过"), 0)


def test_whom_nobody_ever_spoke_with_is_a_list_of_its_own(clerk: Clerk) -> None:
    row = go_by_digit(clerk, "还没有联系过")
    page = clerk.window.page
    assert isinstance(page, PeoplePage)
    clerk.wait(until=lambda: page._found.total == row.due.count)


def test_what_was_promised_opens_among_the_visits(clerk: Clerk) -> None:
    go_by_digit(clerk, "走访后答应的事")
    assert clerk.window.page_name == "visits"


def test_b_prepares_the_list_of_the_festival_and_ctrl_z_takes_it_back(clerk: Clerk) -> None:
    assert home(clerk)._festival.go.text() == "备好八一慰问名单"
    clerk.press("B")
    clerk.wait(until=lambda: clerk.window.page_name == "batch")
    batch = clerk.window.page
    assert isinstance(batch, BatchPage)
    clerk.wait(until=lambda: batch._shown is not None)
    assert "已备好八一名单：去年 137 人，去世、迁出去掉 1 人" in said(clerk)
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: "已撤销" in said(clerk))
    clerk.back_to_start()
    clerk.wait(until=lambda: home(clerk)._festival.go.text() == "备好八一慰问名单")


def test_the_calendar_leads_to_the_same_list(clerk: Clerk) -> None:
    tab_to(clerk, "节令日历")
    clerk.press("Space")
    assert clerk.window.page_name == "calendar"
    page = clerk.window.page
    assert isinstance(page, CalendarPage)
    clerk.wait(until=lambda: page.table.row is not None)
    assert page.table.row is not None
    assert page.table.row.name == "八一"
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "batch")
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: "已撤销" in said(clerk))


def test_ctrl_p_shows_the_list_of_the_day_on_paper(clerk: Clerk) -> None:
    clerk.press("Ctrl+P")
    preview = clerk.shell.findChildren(PrintPreview)[-1]
    clerk.wait(until=lambda: preview.document.startswith(b"%PDF"))
    words = " ".join(one.text() for one in preview.findChildren(Text))
    assert "今日清单" in words
    clerk.press("Esc")
    clerk.wait()
    assert clerk.window.page_name == "home"


def test_who_was_open_last_is_two_keys_away(clerk: Clerk) -> None:
    clerk.press("Ctrl+F")
    clerk.type("wfh")
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    opened = clerk.window._path[-1]
    clerk.back_to_start()
    clerk.wait(until=lambda: bool(home(clerk)._recent.names))
    name = home(clerk)._recent.names[0].text()
    tab_to(clerk, name)
    clerk.press("Return")
    assert clerk.window._path[-1] == opened


def test_ctrl_n_begins_a_new_file(clerk: Clerk) -> None:
    clerk.press("Ctrl+N")
    assert clerk.window.page_name == "new_person"
