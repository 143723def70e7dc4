"""Every mistake can be mended: drafts, undo and redo in words, what was removed; by keys alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from sqlalchemy import select

from station_app.domain.codes import PersonStatus
from station_app.messages.labels import label
from station_app.models.person import Person
from station_app.services.moves import remove_person
from station_app.store.unit_of_work import Store
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.half_written_banner import HalfWrittenBanner
from station_app.ui.pages.history import HistoryPage
from tools.clerk import Clerk, at_sample_station
from tools.screenshots import TODAY, clock

MOST_TABS = 60


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


def store(clerk: Clerk) -> Store:
    opened = clerk.shell._opened
    assert opened is not None
    assert isinstance(opened.store, Store)
    return opened.store


def beside_the_window(work: Callable[[], None]) -> None:
    """As another thread does it: nothing asks the database on the window's."""
    with ThreadPoolExecutor(1) as door:
        door.submit(work).result()


def somebody(clerk: Clerk) -> tuple[object, str]:
    """The key and the name of a person on file."""
    found: list[tuple[object, str]] = []

    def ask() -> None:
        with store(clerk).read() as session:
            wanted = select(Person.id, Person.name).where(Person.status == PersonStatus.ACTIVE)
            found.append(tuple(session.execute(wanted.limit(1)).one()))  # type: ignore[arg-type]

    beside_the_window(ask)
    return found[0]


def status_of(clerk: Clerk, key: object) -> str:
    found: list[str] = []

    def ask() -> None:
        with store(clerk).read() as session:
            found.append(session.scalars(select(Person.status).where(Person.id == key)).one())

    beside_the_window(ask)
    return found[0]


def history(clerk: Clerk) -> HistoryPage:
    shown = clerk.window.page
    assert isinstance(shown, HistoryPage)
    return shown


def tab_to(clerk: Clerk, words: str) -> None:
    """Tab until the button of these words has the focus."""
    for _ in range(MOST_TABS):
        held = clerk.focus
        if isinstance(held, QAbstractButton) and held.text() == words:
            return
        clerk.press("Tab")
    raise AssertionError(f"no key leads to {words}")


def said_on(widget: QWidget) -> str:
    return " ".join(text.text() for text in widget.findChildren(Text) if text.isVisible())


def test_a_change_is_taken_back_and_done_again_from_the_history_by_keys(clerk: Clerk) -> None:
    key, name = somebody(clerk)
    clerk.window.open("person_edit", key)
    clerk.wait(until=lambda: clerk.focus.isVisible() and clerk.window.page_name == "person_edit")
    clerk.wait()
    page = clerk.window.page
    form = page._form  # type: ignore[union-attr]
    tab_field(clerk, form["address"].field)
    clerk.press("Ctrl+A")
    clerk.type("八组 8 号")
    clerk.press("Ctrl+S")
    clerk.wait(until=lambda: clerk.window.page_name == "person")

    clerk.press("Ctrl+H")
    clerk.wait(until=lambda: history(clerk)._table.row is not None)
    assert history(clerk)._table.row.label == label("person.change", name=name)  # type: ignore[union-attr]
    clerk.wait(until=lambda: "八组 8 号" in said_on(history(clerk)._panel))
    assert "→" in said_on(history(clerk)._panel)

    clerk.press("Delete")
    clerk.wait(until=lambda: clerk.window.toast.words.startswith("已撤销"))
    clerk.press("Ctrl+Y")
    clerk.wait(until=lambda: clerk.window.toast.words.startswith("已重做"))
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: clerk.window.toast.words.startswith("已撤销"))
    assert clerk.clicks == 0


def tab_field(clerk: Clerk, field: QWidget) -> None:
    for _ in range(MOST_TABS):
        if clerk.focus is field:
            return
        clerk.press("Tab")
    raise AssertionError("the field cannot be reached by Tab")


def test_a_removed_person_is_found_among_the_removed_and_brought_back_by_keys(
    clerk: Clerk,
) -> None:
    key, name = somebody(clerk)

    def remove() -> None:
        with store(clerk).write(label("person.remove", name=name)) as session:
            remove_person(session, key, reason="登记错了", on=TODAY)  # type: ignore[arg-type]

    beside_the_window(remove)
    clerk.press("Ctrl+H")
    clerk.wait(until=lambda: history(clerk)._table.row is not None)
    tab_to(clerk, "做过的")
    clerk.press("Right")
    removed = history(clerk)._removed
    clerk.wait(until=lambda: removed.table.row is not None)
    assert removed.table.row is not None
    assert removed.table.row.names[0] == name
    assert "登记错了" in removed._reason.text()
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: clerk.window.toast.words.startswith("已找回"))
    assert status_of(clerk, key) == PersonStatus.ACTIVE
    assert clerk.clicks == 0


def test_what_was_typed_into_a_dialog_and_left_by_escape_is_offered_on_the_first_page(
    clerk: Clerk,
) -> None:
    key, name = somebody(clerk)
    clerk.window.open("person", key)
    clerk.wait()
    tab_to(clerk, "取消登记")
    clerk.press("Return")
    clerk.wait(until=lambda: bool(open_dialogs(clerk)))
    clerk.type("重复登记了")
    clerk.press("Escape")
    clerk.back_to_start()
    clerk.wait(until=lambda: clerk.window.findChild(HalfWrittenBanner) is not None)
    banner = clerk.window.findChild(HalfWrittenBanner)
    assert banner is not None
    assert (
        f"{clock().astimezone():%H:%M} 正在写“取消登记：{name}”，没有存完，接着写吗？"
        in said_on(banner)
    )
    tab_to(clerk, "接着写")
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    clerk.wait(until=lambda: bool(open_dialogs(clerk)))
    typed = [one.text() for one in open_dialogs(clerk)[0].findChildren(TextInput)]
    assert "重复登记了" in typed


def open_dialogs(clerk: Clerk) -> list[Dialog]:
    return [one for one in clerk.shell.findChildren(Dialog) if one.isVisible()]


def test_what_is_not_wanted_any_more_waits_among_the_removed(clerk: Clerk) -> None:
    desk = clerk.shell.desk
    assert desk is not None
    desk.drafts.keep("visit_entry", "", "马德胜 的走访", {"situation": "血压"})
    clerk.back_to_start()
    clerk.wait(until=lambda: clerk.window.findChild(HalfWrittenBanner) is not None)
    tab_to(clerk, "不要了")
    clerk.press("Return")
    assert desk.drafts.all() == []
    clerk.window.open("history", "removed")
    clerk.wait()
    tab_to(clerk, "放回今日页")
    clerk.press("Return")
    assert [one.title for one in desk.drafts.all()] == ["马德胜 的走访"]
