"""Every model of every page keeps Qt's promises, full and empty, and names its rows aloud."""

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QCalendarWidget
from pytestqt.modeltest import ModelTester

from station_app.ui.components.table_model import TableModel
from tests.ui.walked import World, empty_desk, village_desk

__all__ = ["empty_desk", "village_desk"]


def models(world: World) -> dict[str, list[QAbstractItemModel]]:
    """What the views of each page show; Qt's own calendar brings its own."""
    world.look(100)
    found: dict[str, list[QAbstractItemModel]] = {}
    for name in world.pages():
        world.open(name)
        page = world.window.page
        assert page is not None
        views = page.findChildren(QAbstractItemView)
        ours = [view for view in views if not isinstance(view.parent(), QCalendarWidget)]
        found[name] = [view.model() for view in ours if view.model() is not None]
    return found


@pytest.mark.parametrize("place", ["village_desk", "empty_desk"])
def test_every_model_is_sound(
    place: str, request: pytest.FixtureRequest, qtmodeltester: ModelTester
) -> None:
    found = models(request.getfixturevalue(place))
    checked = 0
    for of_page in found.values():
        for model in of_page:
            qtmodeltester.check(model)
            checked += 1
    assert checked > 10
    assert any(found["people"])


def test_every_row_of_every_table_is_named(village_desk: World) -> None:
    unnamed = []
    for page, of_page in models(village_desk).items():
        for model in of_page:
            if isinstance(model, TableModel) and model.rowCount():
                said = model.headerData(
                    0, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole
                )
                unnamed += [] if said else [page]
    assert unnamed == []
