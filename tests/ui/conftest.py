"""A themed application, and a desk over a real station, for tests of the window."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station_app.paths import Paths
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk, Operator, StationCard
from station_app.ui.stylesheet import stylesheet
from station_app.ui.tasks import Tasks
from station_app.ui.theme import Theme
from station_app.ui.tokens import tokens
from tests.fixtures.clock import StandingClock
from tests.fixtures.garbage import destroy_what_was_closed
from tests.fixtures.station import OPERATOR, STATION_CODE, STATION_NAME
from tests.fixtures.windows import qtbot

__all__ = ["qtbot"]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The theme of the application, back to light and 100 % afterwards."""
    found = qapp.property("station_theme")
    made = found if isinstance(found, Theme) else Theme(qapp)
    _as_at_first(made, qapp)
    yield made
    destroy_what_was_closed()
    _as_at_first(made, qapp)


def _as_at_first(theme: Theme, app: QApplication) -> None:
    """Light and 100 %; nobody is told what is so already: whoever is there would be styled anew."""
    theme.fit(None)
    theme.wear(by_parts=False)  # most tests show a part alone, without a window to wear the sheet
    if theme.tokens != tokens() or app.styleSheet() != stylesheet(theme.tokens):
        theme.apply(dark=False, percent=100)


@pytest.fixture
def tasks(qapp: QApplication, store: Store) -> Iterator[Tasks]:
    """The door to a real, empty station."""
    made = Tasks(store, parent=qapp)
    yield made
    made.close()
    made.deleteLater()  # the application would hold it, and it a whole station


@pytest.fixture
def desk(theme: Theme, tasks: Tasks, clock: StandingClock, paths: Paths) -> Desk:
    """What a page is handed."""
    assert theme.tokens.percent == 100
    return Desk(
        tasks,
        clock=clock,
        operator=Operator(OPERATOR),
        station=StationCard(STATION_NAME, STATION_CODE),
        paths=paths,
    )


@pytest.fixture
def village(store: Store, clock: StandingClock) -> Store:
    """A station with two dozen synthetic people and a year of their records."""
    size = SampleSize(people=24, years=1)
    fill_with_sample(store, size, today=clock().date())
    return store
