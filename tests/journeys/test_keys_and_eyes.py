"""A day by keyboard alone, in small type and in large: found, written, taken back, read, locked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import func, select

from station_app.models.person import Person
from station_app.models.visit import Visit
from station_app.store.unit_of_work import Store
from station_app.ui.components.search_box import SearchBox
from station_app.ui.components.text_input import ECHO_MS
from station_app.ui.login import LoginPage
from station_app.ui.side_bar import NavItem
from station_app.ui.theme import current
from tests.journeys.small_village import clerk_at_the_village, name_of
from tests.ui.geometry import flaws
from tools.clerk import Clerk
from tools.screenshots import PASSWORD

SAID = "血压偏高，让他少吃盐"


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    with clerk_at_the_village(tmp_path / "station") as pair:
        yield pair


def visits(store: Store) -> list[str | None]:
    with store.read() as session:
        return list(session.scalars(select(Visit.situation).where(Visit.deleted.is_(False))))


def people(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def inside(clerk: Clerk) -> bool:
    """The keys go to the page, a dialog or the search box; never to the side bar."""
    return not isinstance(clerk.focus, NavItem)


def find(clerk: Clerk, name: str) -> None:
    """Ctrl F, the name as an input method gives it, Enter."""
    clerk.press("Ctrl+F")
    box = clerk.focus
    assert isinstance(box, SearchBox)
    QApplication.sendEvent(box, QInputMethodEvent("pin", []))
    assert box.text() == ""
    clerk.type(name)
    assert box.text() == name
    QTest.qWait(2 * ECHO_MS)  # the answer may be there sooner than a finger: no Enter counts then
    clerk.wait(until=box.list_below.isVisible)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")


def write_visit(clerk: Clerk) -> None:
    """F4 on nobody, or Z on a person: what was said, Ctrl S."""
    clerk.press("Z")
    clerk.wait(until=lambda: clerk.window.page_name == "visit_entry")
    for _ in range(12):
        if clerk.focus.accessibleName().startswith("谈了什么"):
            break
        clerk.press("Tab")
    clerk.type(SAID)
    clerk.press("Ctrl+S")


def test_a_day_by_keyboard_alone(at_desk: tuple[Clerk, Store]) -> None:
    clerk, store = at_desk
    clerk.back_to_start()
    assert inside(clerk)
    find(clerk, name_of(5))
    assert inside(clerk)
    write_visit(clerk)
    clerk.wait(until=lambda: visits(store) == [SAID])
    assert inside(clerk)
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: visits(store) == [])
    clerk.press("Ctrl+Y")
    clerk.wait(until=lambda: visits(store) == [SAID])
    assert inside(clerk)
    assert clerk.clicks == 0


def test_every_page_is_reached_and_works_in_large_type(at_desk: tuple[Clerk, Store]) -> None:
    clerk, _store = at_desk
    clerk.press("Ctrl++", times=2)
    assert current().old_eyes
    assert current().percent == 150
    reached = set()
    for digit in "123456789":
        clerk.press(f"Ctrl+{digit}")
        reached.add(clerk.window.page_name)
        assert inside(clerk), clerk.window.page_name
        QTest.qWait(30)  # words that have just come find their room
        assert [str(flaw) for flaw in flaws(clerk.window)] == [], clerk.window.page_name
    assert {"home", "people", "visits", "condolences", "certifications", "tally"} <= reached
    clerk.press("Ctrl+0")
    assert current().percent == 100


def test_a_new_person_who_was_not_found_is_written_from_what_was_typed(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    before = people(store)
    clerk.press("Ctrl+F")
    clerk.type("欧阳晓峰")
    clerk.wait(until=clerk.window.header.search.list_below.isVisible)
    clerk.press("Ctrl+N")
    clerk.wait(until=lambda: clerk.window.page_name == "new_person")
    assert inside(clerk)
    clerk.press("Ctrl+S")
    clerk.wait(until=lambda: people(store) == before + 1 or _asked(clerk))
    assert inside(clerk)


def _asked(clerk: Clerk) -> bool:
    """The form says what is missing, and the focus is on it."""
    field: QWidget = clerk.focus
    return bool(field.property("state") == "error")


def test_the_desk_is_locked_and_opened_again_without_a_mouse(at_desk: tuple[Clerk, Store]) -> None:
    clerk, _store = at_desk
    find(clerk, name_of(7))
    clerk.press("Ctrl+L")
    assert isinstance(clerk.shell.front, LoginPage)
    clerk.type(PASSWORD)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.shell.front is clerk.window)
    assert clerk.window.page_name == "person"
    assert inside(clerk)
