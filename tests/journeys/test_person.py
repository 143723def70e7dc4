"""A person's file with keys alone: registered, found, dead and not dead, two files made one."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from station_app.domain.id_number import check_digit
from station_app.models.person import Person
from station_app.queries.people import Sort
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.person_page import MergedRow
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.text import Text
from station_app.ui.pages.people import PeoplePage
from station_app.ui.pages.person import PersonPage
from station_app.ui.print_preview import PrintPreview
from station_app.ui.timeline_words import happened_words
from tests.journeys.small_village import clerk_at_the_village, id_of, name_of
from tests.reports.reading import pages
from tools.clerk import Clerk

BODY = "32081219560312000"
NUMBER = BODY + check_digit(BODY)
NAME = "曾光明"


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk, and the store behind the window."""
    with clerk_at_the_village(tmp_path / "station") as found:
        yield found


def page(clerk: Clerk) -> PersonPage:
    assert isinstance(clerk.window.page, PersonPage)
    return clerk.window.page


def person(store: Store, key: UUID) -> Person:
    with store.read() as session:
        return session.get_one(Person, key)


def keys_of(store: Store, name: str) -> list[UUID]:
    with store.read() as session:
        return list(session.scalars(select(Person.id).where(Person.name == name)))


def dialog(clerk: Clerk) -> Dialog:
    (found,) = (one for one in clerk.shell.findChildren(Dialog) if one.isVisible())
    return found


def words(clerk: Clerk) -> str:
    shown = dialog(clerk).findChildren(Text)
    return "\n".join(one.text() for one in shown if one.isVisible())


def register(clerk: Clerk, name: str, number: str) -> None:
    """Ctrl 2, Ctrl N; Enter goes to the next field; Ctrl S."""
    clerk.back_to_start()
    clerk.press("Ctrl+2", "Ctrl+N")
    clerk.type(name)
    clerk.press("Return")
    clerk.type(number)
    clerk.press("Ctrl+S")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    clerk.wait(until=lambda: shown_name(clerk) == name)


def shown_name(clerk: Clerk) -> str:
    found = page(clerk).view
    return found.page.row.name if found else ""


def happened_here(clerk: Clerk) -> list[str]:
    """The headings of the timeline."""
    return [happened_words(one).title for one in page(clerk)._timeline.view.events]


def merged(clerk: Clerk) -> tuple[MergedRow, ...]:
    """What was put into the file."""
    found = page(clerk).view
    return found.page.merged if found else ()


def find(clerk: Clerk, typed: str) -> None:
    """Ctrl F, a few letters, Enter."""
    clerk.press("Ctrl+F")
    clerk.type(typed)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    clerk.wait(until=lambda: page(clerk).view is not None)


def tab_to(clerk: Clerk, name: str) -> None:
    """Tab until the focus is on what is called so."""
    for _ in range(80):
        focus = clerk.focus
        said = focus.accessibleName() or (focus.text() if isinstance(focus, Button) else "")
        if said.startswith(name):
            return
        clerk.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


def test_registered_found_marked_dead_and_put_right_with_keys_alone(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    register(clerk, NAME, NUMBER)
    assert clerk.clicks == 0
    (key,) = keys_of(store, NAME)
    assert person(store, key).birth_date == "1956-03-12"
    clerk.back_to_start()
    find(clerk, "zgm")
    assert page(clerk).view is not None
    clerk.press("Q")
    assert "没有在发的待遇" in words(clerk)
    clerk.type("2026-07")
    assert words(clerk).count("—") == 5
    clerk.type("-18")
    clerk.wait(until=lambda: "没有在发的待遇" in words(clerk))
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: person(store, key).status == "DECEASED")
    assert person(store, key).death_date == "2026-07-18"
    clerk.wait(until=lambda: "去世" in happened_here(clerk))
    clerk.press("Q")
    clerk.type("同名登记错了")
    clerk.press("Return")
    clerk.type("周建明")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: person(store, key).status == "ACTIVE")
    clerk.wait()
    assert page(clerk).isAncestorOf(clerk.focus)
    assert clerk.clicks == 0


def test_two_files_become_one_and_two_again_with_keys_alone(at_desk: tuple[Clerk, Store]) -> None:
    clerk, store = at_desk
    name = name_of(3)
    (first,) = keys_of(store, name)
    register(clerk, name, NUMBER)
    (second,) = set(keys_of(store, name)) - {first}
    clerk.press("B")
    clerk.wait(until=lambda: name in words(clerk))
    tab_to(clerk, f"{name}  ")
    clerk.press("Space")
    clerk.wait(until=lambda: "处不一样" in words(clerk))
    assert id_of(3) not in words(clerk)
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: person(store, first).merged_into_id == second)
    clerk.wait(until=lambda: len(merged(clerk)) == 1)
    tab_to(clerk, "拆开并进来的档案")
    clerk.press("Space")
    clerk.wait(until=lambda: person(store, first).merged_into_id is None)
    assert {person(store, key).status for key in (first, second)} == {"ACTIVE"}
    assert clerk.clicks == 0
    undo_last(store)
    assert person(store, first).merged_into_id == second


def test_the_whole_file_is_seen_masked_and_left_with_keys_alone(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, _store = at_desk
    clerk.back_to_start()
    find(clerk, name_of(5))
    clerk.press("Ctrl+P")
    (preview,) = clerk.shell.findChildren(PrintPreview)
    clerk.wait(until=lambda: bool(preview.document))
    whole = pages(preview.document)
    assert "一人一档" in whole[0]
    assert id_of(5) in "".join(whole)
    clerk.press("Escape")
    clerk.wait(until=lambda: not preview.isVisible())
    assert clerk.window.page_name == "person"


def test_page_down_walks_the_list_and_enter_opens_what_happened(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, _store = at_desk
    clerk.back_to_start()
    clerk.press("Ctrl+2", "Ctrl+F")
    clerk.type("z")
    clerk.wait(until=lambda: asked_last(clerk)[0].text == "z")
    clerk.wait(until=lambda: people_page(clerk)._found.asked == asked_last(clerk))
    listed = [one.person.name for one in people_page(clerk)._found.rows]
    clerk.press("Down", "Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    clerk.wait(until=lambda: page(clerk).view is not None)
    seen = [shown_name(clerk)]
    for _ in range(2):
        clerk.press("PgDown")
        clerk.wait(until=lambda: shown_name(clerk) != seen[-1])
        seen.append(shown_name(clerk))
    assert seen == listed[1:4]
    clerk.press("Down", "Return")
    assert dialog(clerk).isVisible()
    clerk.press("Escape")
    assert clerk.window.page_name == "person"


def people_page(clerk: Clerk) -> PeoplePage:
    found = clerk.window.page
    assert isinstance(found, PeoplePage)
    return found


def asked_last(clerk: Clerk) -> tuple[PeopleFilter, Sort, bool]:
    """The question of what was typed last."""
    found = people_page(clerk)
    return found._asked_for, found._sort, found._descending
