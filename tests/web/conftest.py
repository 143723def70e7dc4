"""What these tests start from: a district with two towns, and officers at their browsers."""

import traceback
from typing import NoReturn

import pytest

from district_server.web.doors import Site
from tests.fixtures.district import District, district, make_office
from tests.web.browser import Browser, logged_in

__all__ = [
    "bugs_are_seen",
    "chief",
    "district",
    "make_office",
    "town_clerk",
]


@pytest.fixture(autouse=True)
def bugs_are_seen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug behind a page fails the test with its own words, unless its page is what is tested."""

    def fail(_site: Site, _request: object, _spec: object, error: Exception) -> NoReturn:
        pytest.fail("".join(traceback.format_exception(error)))

    if request.node.get_closest_marker("expected_logs") is None:
        monkeypatch.setattr(Site, "_bug", fail)


@pytest.fixture
def chief(district: District) -> Browser:
    """An officer of the district, who sees all."""
    return logged_in(district, "林主任")


@pytest.fixture
def town_clerk(district: District) -> Browser:
    """An officer of one town."""
    return logged_in(district, "周干事", town="320812001000")
