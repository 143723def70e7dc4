"""Plain words everywhere: help on the field by F1, read aloud too; keyboard only."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget

from station_app.messages.help import field_helps
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import FormRow
from station_app.ui.components.help_card import HelpCard, open_help
from station_app.ui.components.notices import Empty
from station_app.ui.components.text import Text
from tools.clerk import Clerk, at_empty_station, at_sample_station


@pytest.fixture(scope="module")
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


def row_of(clerk: Clerk) -> FormRow:
    """The row of the form that has the focus."""
    widget = clerk.focus
    while not isinstance(widget, FormRow):
        above = widget.parentWidget()
        assert above is not None
        widget = above
    return widget


def card(clerk: Clerk) -> HelpCard | None:
    """The help that can be seen."""
    return open_help(clerk.window)


def said(of: HelpCard) -> str:
    """What stands in the card."""
    return " ".join(words.text() for words in of.findChildren(Text))


def to_new_person(clerk: Clerk) -> None:
    """From anywhere, by what one does when nobody of a name is found."""
    clerk.back_to_start()
    clerk.press("Ctrl+F")
    clerk.type("欧阳无此人")
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "new_person")


def test_f1_explains_the_field_and_escape_leaves_everything_as_it_was(clerk: Clerk) -> None:
    to_new_person(clerk)
    row = row_of(clerk)
    assert row.help is not None
    clerk.press("F1")
    opened = card(clerk)
    assert opened is not None
    assert clerk.window.page_name == "new_person"
    assert row.help.words in said(opened)
    assert f"例如：{row.help.example}" in said(opened)
    assert f"依据：{row.help.source}" in said(opened)
    assert opened.window() is clerk.window.window()
    assert not opened.isWindow()
    clerk.press("Escape")
    assert card(clerk) is None
    assert clerk.window.page_name == "new_person"
    assert row_of(clerk) is row


def test_the_next_field_puts_the_help_of_the_last_away(clerk: Clerk) -> None:
    to_new_person(clerk)
    clerk.press("F1")
    first = row_of(clerk)
    clerk.press("Return")
    assert card(clerk) is None
    clerk.press("F1")
    opened = card(clerk)
    assert opened is not None
    assert row_of(clerk) is not first
    clerk.press("F1")
    assert card(clerk) is None


def test_every_field_of_the_form_tells_a_screen_reader_what_f1_shows(clerk: Clerk) -> None:
    to_new_person(clerk)
    page = clerk.window.page
    assert page is not None
    rows = page.findChildren(FormRow)
    silent = [row.label.text() for row in rows if row.label.text() and row.help is None]
    assert silent == []
    for row in rows:
        assert row.help is None or row.field.accessibleDescription() == row.help.spoken
        assert row.help is None or row.help.example in row.label.toolTip()


def test_f1_without_a_field_opens_the_guide(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("Ctrl+F")
    clerk.type("w")
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    clerk.press("F1")
    clerk.wait(until=lambda: clerk.window.page_name == "help" or card(clerk) is not None)
    assert clerk.window.page_name == "help"


def test_f1_in_a_dialog_is_help_on_its_field_and_escape_keeps_the_dialog(clerk: Clerk) -> None:
    clerk.back_to_start()
    clerk.press("Ctrl+F")
    clerk.type("w")
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: clerk.window.page_name == "person")
    clerk.press("Q")
    clerk.wait(until=lambda: bool(dialogs(clerk)))
    row = row_of(clerk)
    clerk.press("F1")
    opened = card(clerk)
    assert opened is not None
    assert row.help is not None
    assert row.help.words in said(opened)
    clerk.press("Escape")
    assert card(clerk) is None
    assert dialogs(clerk)
    assert row_of(clerk) is row
    clerk.press("Escape")
    assert not dialogs(clerk)


def dialogs(clerk: Clerk) -> list[Dialog]:
    """Those that lie over the page."""
    return [one for one in clerk.shell.findChildren(Dialog) if one.isVisible()]


def test_the_whole_window_speaks_of_all_helps() -> None:
    assert len(field_helps()) > 100


LISTS = ("people", "visits", "condolences", "certifications", "plaques")


def test_empty_pages_say_what_to_do_first() -> None:
    wrong: list[str] = []
    with at_empty_station() as newcomer:
        for name in LISTS:
            newcomer.window.open(name)
            newcomer.wait()
            page = newcomer.window.page
            assert page is not None
            shown = [one for one in page.findChildren(Empty) if one.isVisible()]
            told = [len(one.words.text()) >= 4 and len(one.more.text()) >= 8 for one in shown]
            ways = [one.text() for one in filled(page)]
            if told != [True] or len(ways) != 1:
                wrong.append(f"{name}: {told} {ways}")
    assert wrong == []


def filled(page: QWidget) -> list[Button]:
    """The buttons that ask most to be pressed."""
    return [
        one
        for one in page.findChildren(Button)
        if one.isVisible() and one._look is Look.FILLED and one.isEnabled()
    ]
