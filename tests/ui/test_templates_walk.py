"""No word of the boss's workbooks is cut, whatever is open beside the sheet."""

from collections.abc import Iterator

from station_app.ui.pages.templates import BIND, FILLED, TemplatesPage
from tests.ui.geometry import flaws
from tests.ui.walked import SMALL_SCREEN, World, no_file_dialogs, village_desk

__all__ = ["no_file_dialogs", "village_desk"]


def states(world: World) -> Iterator[str]:
    """Everything the page shows, one after another."""
    world.open("templates")
    yield "bound"
    page = world.window.page
    assert isinstance(page, TemplatesPage)
    page.view.choose((4, 4))
    for number, kind in enumerate(("figure", "words", "list")):
        page.panel.what.choose(number)
        world.settle()
        yield kind
    page._close_panel()  # as Esc does
    page.mode.choose(FILLED)
    world.settle()
    yield "filled"
    page.mode.choose(BIND)
    world.settle()


def test_nothing_is_cut_beside_the_sheet(village_desk: World) -> None:
    found = {}
    for percent in (100, 150, 200):
        world = village_desk
        world.look(percent, size=SMALL_SCREEN)
        for state in states(world):
            cramped = percent == 200
            found[percent, state] = [str(one) for one in flaws(world.window, may_scroll=cramped)]
    assert {key: each for key, each in found.items() if each} == {}
