"""The certification wall and what belongs to it: at home, a meeting of twenty, a street of plaques.

Keyboard only, but for the photo of a visit, which comes from a camera.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from station_app.domain.codes import CertMethod
from station_app.queries.certifications import Wall, wall
from station_app.queries.plaques import households_without, list_plaques
from station_app.services.attachments import KeptPhoto
from station_app.store.unit_of_work import Store
from station_app.ui.pages.certification_meeting import MeetingPage
from station_app.ui.pages.certifications import CertificationsPage
from station_app.ui.pages.plaque_round import PlaqueRoundPage
from station_app.ui.print_preview import PrintPreview
from tests.journeys.small_village import PEOPLE, clerk_at_the_village, name_of
from tests.reports.reading import pages
from tools.clerk import Clerk

TODAY = date(2026, 7, 20)
MEETING = 20


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[tuple[Clerk, Store]]:
    """A clerk, and the store behind the window."""
    with clerk_at_the_village(tmp_path / "station") as found:
        yield found


def year(store: Store) -> Wall:
    with store.read() as session:
        found = wall(session, 2026, TODAY)
    assert found is not None
    return found


def on_the_wall(clerk: Clerk) -> CertificationsPage:
    """Ctrl 5: the whole village."""
    clerk.back_to_start()
    clerk.press("Ctrl+5")
    page = clerk.window.page
    assert isinstance(page, CertificationsPage)
    clerk.wait(until=lambda: len(page.wall.tiles) > 0)
    return page


def printed(clerk: Clerk) -> str:
    (preview,) = (p for p in clerk.shell.findChildren(PrintPreview) if p.isVisible())
    clerk.wait(until=lambda: bool(preview.document))
    return "".join(pages(preview.document))


def test_who_comes_to_the_station_is_recorded_with_two_keys(at_desk: tuple[Clerk, Store]) -> None:
    clerk, store = at_desk
    page = on_the_wall(clerk)
    first = page.wall.tile
    assert first is not None
    before = clerk.keys
    clerk.press("1", "Y")
    clerk.wait(until=lambda: year(store).rate.done == 1)
    assert clerk.keys - before == 2
    clerk.wait(until=lambda: page.wall.tile is not None and page.wall.tile != first)
    done = next(t for g in year(store).groups for t in g.tiles if t.is_done)
    assert (done.person_id, done.method) == (first.person_id, CertMethod.SELF_STATION)
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: year(store).rate.done == 0)
    assert clerk.clicks == 0


def test_certified_at_home_with_the_photo_two_people_and_the_visit(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    page = on_the_wall(clerk)
    clerk.press("Right", "2", "Y")
    assert page.panel._problem.text() == "还差：工作人员入户合影"
    page.panel.photos.begin([KeptPhoto("a1", 1, 1, 1)])
    clerk.press("Y")
    clerk.wait(until=lambda: year(store).rate.done == 1)
    assert year(store).by_method == ((CertMethod.HOME, 1),)
    assert clerk.clicks == 0


def test_a_meeting_of_twenty_is_one_list_one_sheet_and_one_step(
    at_desk: tuple[Clerk, Store],
) -> None:
    clerk, store = at_desk
    on_the_wall(clerk)
    clerk.press("M")
    page = clerk.window.page
    assert isinstance(page, MeetingPage)
    clerk.wait(until=page.field.hasFocus)
    clerk.type("wjg")
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    clerk.wait(until=lambda: len(page.rows) == 1)
    names = [name_of(number) for number in range(MEETING)]
    QGuiApplication.clipboard().setText("\n".join(names))
    clerk.press("Ctrl+V")
    pasting = page.pasting
    assert pasting is not None
    clerk.wait(until=lambda: bool(pasting.lines))
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: len(page.rows) == MEETING)
    clerk.press("Ctrl+P")
    text = printed(clerk)
    assert "2026年度集中认证签到表" in text
    assert all(name in text for name in names)
    clerk.press("Esc", "Alt+Y", "Ctrl+Return")
    clerk.wait(until=lambda: year(store).rate.done == MEETING)
    clerk.wait(until=lambda: all(one.tile is not None and one.tile.is_done for one in page.rows))
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: year(store).rate.done == 0)
    assert clerk.clicks == 0


def test_a_street_of_plaques_is_hung_and_signed_for(at_desk: tuple[Clerk, Store]) -> None:
    clerk, store = at_desk
    clerk.back_to_start()
    clerk.press("Ctrl+6", "M")
    page = clerk.window.page
    assert isinstance(page, PlaqueRoundPage)
    clerk.wait(until=lambda: len(page.rows) == PEOPLE)
    clerk.press("Ctrl+F")
    clerk.type("一组")
    clerk.wait(until=lambda: 0 < len(page.rows) < PEOPLE)
    street = len(page.rows)
    clerk.press("Return", "A", "Ctrl+P")
    text = printed(clerk)
    assert "光荣牌发放签收单" in text
    assert all((one.door.head_name or "") in text for one in page.rows)
    clerk.press("Esc", "Ctrl+Return")
    clerk.wait(until=lambda: _hanging(store) == street)
    with store.read() as session:
        assert len(households_without(session)) == PEOPLE - street
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: _hanging(store) == 0)
    assert clerk.clicks == 0


def _hanging(store: Store) -> int:
    with store.read() as session:
        return list_plaques(session).hanging
