"""Find anyone from any page by keys alone: typing, ↓, Enter, Esc; never slower than the fingers."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from station_app.ui.components.hit_list import HitList
from station_app.ui.components.search_box import SearchBox
from station_app.ui.pages import PAGES
from station_app.ui.pages.people import PeoplePage
from station_app.ui.pages.person_form import PersonFormPage
from tools.clerk import Clerk, at_sample_station

OPEN_ALONE = [spec.name for spec in PAGES if spec.group or spec.name in ("help", "calendar")]
OWN_LIST = {"people", "plaques"}


@pytest.fixture(scope="module")
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


@pytest.fixture(autouse=True)
def at_home(clerk: Clerk) -> Iterator[None]:
    """Every journey begins with the first page and an empty box, and ends with all answered."""
    clerk.back_to_start()
    yield
    clerk.wait()


def box(clerk: Clerk) -> SearchBox:
    """The one search box."""
    return clerk.window.header.search


def hits(clerk: Clerk) -> HitList:
    """The list under it."""
    return box(clerk).list_below


def look_for(clerk: Clerk, text: str) -> None:
    """Ctrl F, and type."""
    clerk.press("Ctrl+F")
    clerk.type(text)
    clerk.wait(until=lambda: hits(clerk).isVisible() and hits(clerk).hits.typed == text)


@pytest.mark.parametrize("name", sorted(set(OPEN_ALONE) - OWN_LIST))
def test_from_every_page_three_letters_and_enter_open_the_person(clerk: Clerk, name: str) -> None:
    clerk.window.open(name)
    clerk.wait()
    look_for(clerk, "wfh")
    key = hits(clerk).rows[0].key
    assert box(clerk).hasFocus()
    clerk.press("Return")
    assert clerk.window._path[-1] == ("person", key)
    assert box(clerk).text() == ""


def test_down_takes_the_second_and_the_focus_stays_in_the_box(clerk: Clerk) -> None:
    look_for(clerk, "z")
    second = hits(clerk).rows[1].key
    clerk.press("Down")
    assert box(clerk).hasFocus()
    clerk.press("Return")
    assert clerk.window._path[-1] == ("person", second)


def test_keys_that_are_faster_than_the_answer_wait_for_it(clerk: Clerk) -> None:
    """Without a pause: letters, ↓, Enter. They never fall on the list of fewer letters."""
    look_for(clerk, "wfh")
    wanted = hits(clerk).rows[0].key
    clerk.press("Esc", "Ctrl+F")
    for key in "wfh":
        QTest.keyClicks(box(clerk), key)
    QTest.keyClick(box(clerk), Qt.Key.Key_Return)
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    assert clerk.window._path[-1] == ("person", wanted)


def test_escape_clears_and_gives_the_focus_back(clerk: Clerk) -> None:
    clerk.window.open("new_person")
    clerk.wait()
    clerk.press("Tab")
    before = clerk.focus
    look_for(clerk, "w")
    clerk.press("Esc")
    assert clerk.focus is before
    assert box(clerk).text() == ""
    assert not hits(clerk).isVisible()


@pytest.mark.parametrize(
    ("typed", "field"),
    [("欧阳无此人", "name"), ("13900000009", "mobile"), ("320812195407129998", "id_number")],
)
def test_nobody_fits_and_enter_begins_a_file_with_what_was_typed(
    clerk: Clerk, typed: str, field: str
) -> None:
    look_for(clerk, typed)
    assert hits(clerk).rows == ()
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "new_person")
    page = clerk.window.page
    assert isinstance(page, PersonFormPage)
    shown = page._form[field].field
    assert isinstance(shown, QLineEdit)
    assert shown.text().replace(" ", "") == typed


def test_one_wrong_letter_still_leads_there_and_says_so(clerk: Clerk) -> None:
    look_for(clerk, "wfh")
    name = hits(clerk).rows[0].words
    clerk.press("Esc")
    wrong = name[:-1] + ("铭" if name[-1] != "铭" else "明")
    look_for(clerk, wrong)
    assert name in [row.words for row in hits(clerk).rows]
    assert "没有正好的" in hits(clerk).hits.remark


def test_the_list_says_what_is_due_and_shows_numbers_by_their_tail(clerk: Clerk) -> None:
    look_for(clerk, "138")
    assert any(row.due for row in hits(clerk).rows)
    assert any("尾号" in row.middle for row in hits(clerk).rows)
    assert not any(re.search(r"1[3-9]\d{9}|\d{17}", row.middle) for row in hits(clerk).rows)


def test_enter_while_an_input_method_composes_takes_nobody(clerk: Clerk) -> None:
    look_for(clerk, "z")
    composing = QInputMethodEvent("zeng", [])
    QApplication.sendEvent(box(clerk), composing)
    QTest.keyClick(box(clerk), Qt.Key.Key_Return)
    clerk.wait()
    assert clerk.window.page_name == "home"
    done = QInputMethodEvent()
    done.setCommitString("曾")
    QApplication.sendEvent(box(clerk), done)
    assert box(clerk).text() == "z曾"


def test_a_word_stays_with_the_list_on_which_it_was_typed(clerk: Clerk) -> None:
    clerk.window.open("people")
    clerk.wait()
    people = clerk.window.page
    assert isinstance(people, PeoplePage)
    clerk.press("Ctrl+F")
    clerk.type("wfh")
    clerk.wait(until=lambda: people._text == "wfh" and not people.tasks.busy)
    assert people.tasks is clerk.window.desk.tasks
    found = people._found.total
    clerk.window.open("tally")
    assert box(clerk).text() == ""
    clerk.press("Alt+Left")
    assert box(clerk).text() == "wfh"
    clerk.wait()
    assert people._found.total == found
    clerk.press("Ctrl+F", "Esc")
    clerk.wait(until=lambda: people._found.total > found)
    assert box(clerk).text() == ""


def test_fast_enter_on_the_list_of_people_opens_whom_was_typed(clerk: Clerk) -> None:
    clerk.window.open("people")
    clerk.wait()
    clerk.press("Ctrl+F")
    for key in "wfh":
        QTest.keyClicks(box(clerk), key)
    QTest.keyClick(box(clerk), Qt.Key.Key_Return)
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    opened = clerk.window._path[-1][1]
    clerk.press("Alt+Left")
    people = clerk.window.page
    assert isinstance(people, PeoplePage)
    clerk.wait(until=lambda: people._text == "wfh")
    assert people._found.rows[0].person.person_id == opened
    clerk.press("Ctrl+F", "Esc")
