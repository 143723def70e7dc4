"""What the shell opens later than log-in: each is imported when it is first wanted (SETTLED 17)."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from station_app.messages import sentences
from station_app.messages.help import field_helps
from station_app.ui.gate import Gate, Opened
from station_app.ui.page_spec import PageSpec
from station_app.ui.pages import modules_of
from station_app.ui.preferences import Preferences
from station_app.ui.theme import Theme

if TYPE_CHECKING:
    from station_app.ui.desk import Desk
    from station_app.ui.first_run import FirstRun
    from station_app.ui.main_window import MainWindow
    from station_app.ui.page import Page
    from station_app.ui.recovery_page import RecoveryPage
    from station_app.ui.reporting import Reporter
    from station_app.ui.tasks import OpenStore, Tasks

PAGES_AFTER_MS = 600
"""The other pages are imported when the first one has been painted."""
NETWORK_AFTER_MS = 3_000
"""The library of the network is loaded when the first page has long been painted."""


def make_desk(gate: Gate, opened: Opened, preferences: Preferences, parent: QWidget) -> "Desk":
    """The desk of whoever logged in."""
    from station_app.ui.desk import Desk
    from station_app.ui.draft_box import DraftBox
    from station_app.ui.tasks import Tasks

    drafts = DraftBox(
        opened.drafts,
        clock=gate.clock,
        operator=opened.operator.name,
        operators=[one.name for one in gate.operators()],
        parent=parent,
    )
    return Desk(
        Tasks(opened.store, parent),
        clock=gate.clock,
        operator=opened.operator,
        station=opened.station,
        paths=gate.paths,
        keys=opened.keys,
        preferences=preferences,
        drafts=drafts,
    )


def make_tasks_without_store(parent: QWidget) -> "Tasks":
    """Jobs before anybody has logged in: opening, founding, restoring."""
    from station_app.ui.no_store import NoStore
    from station_app.ui.tasks import Tasks

    return Tasks(NoStore(), parent)


def close_store(store: "OpenStore") -> None:
    """Close a store that never got a desk."""
    from station_app.ui.tasks import Tasks

    Tasks(store).close(close_store=True)


def make_main_window(desk: "Desk", theme: Theme, pages: Sequence[PageSpec]) -> "MainWindow":
    """The window around the pages."""
    from station_app.ui.main_window import MainWindow

    return MainWindow(desk, theme, pages)


def attend(desk: "Desk", main: "MainWindow") -> None:
    """State, badges, search, undo and copies around the pages; reporting in the background."""
    from station_app.ui.desk_state import DeskState
    from station_app.ui.reporting import Reporter

    desk.reporter = Reporter(desk, main)
    DeskState(desk, main).refresh()
    desk.reporter.start()
    QTimer.singleShot(NETWORK_AFTER_MS, desk.reporter, partial(hear_network, desk.reporter))


def load_ahead(desk: "Desk", main: "MainWindow", pages: Sequence[PageSpec]) -> None:
    """Import and build the pages while the clerk reads the first: opening one never waits."""
    desk.tasks.loaded.connect(main.build_ahead)
    modules = (*modules_of(pages), "station_app.ui.network")
    load = partial(desk.tasks.load, modules, field_helps, sentences)
    QTimer.singleShot(PAGES_AFTER_MS, desk.tasks, load)


def hear_network(reporter: "Reporter") -> None:
    """Report when the network comes back."""
    from station_app.ui.network import NetworkEar

    NetworkEar(reporter)


def make_first_run() -> "FirstRun":
    """The wizard of an empty folder."""
    from station_app.ui.first_run import FirstRun

    return FirstRun(print_words=print_words, save_words=save_words)


def make_recovery_page(operator: str) -> "RecoveryPage":
    """The way in with the recovery words."""
    from station_app.ui.recovery_page import RecoveryPage

    return RecoveryPage(operator)


def print_words(over: QWidget, words: tuple[str, ...], station: str) -> None:
    """Print the recovery words."""
    from station_app.ui import paper

    paper.print_words(over, words, station)


def save_words(over: QWidget, words: tuple[str, ...], station: str) -> None:
    """Save the recovery words as PDF."""
    from station_app.ui import paper

    paper.save_words(over, words, station)


def choose_backup(over: QWidget) -> Path | None:
    """Ask for a backup file."""
    from station_app.ui import restoring

    return restoring.choose_backup(over)


def restore(
    over: QWidget, before: "Tasks", gate: Gate, source: Path, then: Callable[[], None]
) -> None:
    """Put a backup back."""
    from station_app.ui.restoring import RestoreDialog

    RestoreDialog(over, before, gate.paths, source, now=gate.clock(), then=then)


def show_paper(page: "Page", form: str) -> None:
    """The preview of a form without choices: for the first page, which loads no printing."""
    from station_app.ui import print_preview

    print_preview.show_paper(page, form, print_preview.order(page.desk))


def tell_bug(over: QWidget) -> None:
    """The one dialog for what should not have happened."""
    from station_app.ui.components.dialog import explain
    from station_app.ui.main_window import BUG

    explain(over, BUG)
