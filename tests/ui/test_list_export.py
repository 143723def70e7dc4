"""Ctrl E on every list page, and what comes back with an edited list on its own page."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.errors import Rejected
from station_app.models.person import Person
from station_app.queries.people_filters import PeopleFilter
from station_app.services.list_exports import LISTS, ListOrder, export_list
from station_app.services.list_return import Verdict
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.list_export import KEYS, ListExport
from station_app.ui.page import Page
from station_app.ui.pages.certifications import CertificationsPage
from station_app.ui.pages.condolences import CondolencesPage
from station_app.ui.pages.history import HistoryPage
from station_app.ui.pages.importing import ImportPage
from station_app.ui.pages.list_return import ListReturnPage
from station_app.ui.pages.people import PeoplePage
from station_app.ui.pages.plaques import PlaquesPage
from station_app.ui.pages.postings import PostingsPage
from station_app.ui.pages.route import RoutePage
from station_app.ui.pages.visits import VisitsPage
from tests.fixtures.clock import START
from tests.ui.pages_of_tests import settled, shown
from tools.sample_list import edited_list

TODAY = START.date()
PAGES: tuple[Callable[[Desk], Page], ...] = (
    PeoplePage,
    VisitsPage,
    CondolencesPage,
    CertificationsPage,
    PlaquesPage,
    RoutePage,
    HistoryPage,
    PostingsPage,
    ImportPage,
)


@pytest.mark.usefixtures("village")
def test_every_list_page_saves_what_is_in_sight(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def chosen(_parent: QObject, _title: str, wanted: str, _files: str) -> tuple[str, str]:
        asked.append(wanted)
        return str(tmp_path / wanted), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    for build in PAGES:
        page = shown(qtbot, desk, build)
        settled(qtbot, page)
        way = page.out  # type: ignore[attr-defined]  # each of these pages has one
        assert isinstance(way, ListExport)
        bound = [one for one in page.findChildren(QShortcut) if one.key() == QKeySequence(KEYS)]
        assert len(bound) == 1, build
        bound[0].activated.emit()
        saved = tmp_path / asked[-1]
        qtbot.waitUntil(saved.exists)
        settled(qtbot, page)
        title = str(openpyxl.load_workbook(saved).worksheets[0]["A1"].value)
        assert any(title.endswith(spec.title) for spec, _ in LISTS.values())
        page.close()
    assert len(asked) == len(PAGES)


@pytest.fixture
def returned(village: Store, tmp_path: Path) -> Path:
    """Everybody of the village, some cells edited, a line added."""
    with village.read() as session:
        return edited_list(session, tmp_path / "改过.xlsx", today=TODAY)


def test_edited_cells_are_chosen_and_written_and_the_rest_is_said(
    qtbot: QtBot, desk: Desk, village: Store, returned: Path
) -> None:
    page = shown(qtbot, desk, ListReturnPage)
    page.opened(returned)
    qtbot.waitUntil(lambda: page.seen is not None)
    assert page.seen is not None
    able = {one.key for one in page.seen.changes if one.may_be_taken}
    assert page.chosen == set(page.seen.usual)
    assert [chip.isChecked() for chip in page._chips] == [True, False, False, False]
    page._chips[3].click()  # what is not taken, each with its reason
    kept = [line.change.verdict for line in page.table.model.rows if line.change is not None]
    assert kept == [Verdict.LOCKED, Verdict.REFUSED]
    assert all(
        line.remark or (line.change and line.change.remark) for line in page.table.model.rows
    )
    page._chips[0].click()
    page.none.click()
    assert not page.commit.isEnabled()
    page.all.click()
    assert page.chosen == able
    page.commit.click()
    qtbot.waitUntil(lambda: not page.chosen)
    with village.read() as session:
        phones = set(session.scalars(select(Person.mobile)))
    assert "13812345678" in phones


def test_a_file_that_is_no_list_is_said_and_another_may_be_chosen(
    qtbot: QtBot, desk: Desk, returned: Path, tmp_path: Path
) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    page = shown(qtbot, desk, ListReturnPage)
    page.opened(returned)
    qtbot.waitUntil(lambda: page.seen is not None)
    said: list[Rejected] = []
    page.explain = said.append  # type: ignore[method-assign,assignment]
    page.opened(tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].code in {"list.not_a_list", "import.empty_file"}
    assert page._head.sentence.text() == "", "nothing of the list before stays"
    assert {chip._count for chip in page._chips} == {0}
    assert page.first_focus() is page.choose


def test_the_import_page_hands_a_list_on_unless_it_is_to_be_read_as_a_table(
    qtbot: QtBot, desk: Desk, returned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, object]] = []
    monkeypatch.setattr(desk, "open", lambda name, subject=None: went.append((name, subject)))
    page = shown(qtbot, desk, ImportPage)
    page._start._take(returned)
    qtbot.waitUntil(lambda: bool(went))
    assert went == [("list_return", returned)]
    assert not page.has_unsaved()
    page.opened(returned)
    qtbot.waitUntil(lambda: page.seen is not None)
    assert len(went) == 1


def test_a_list_that_nobody_edited_is_good_news(
    qtbot: QtBot, desk: Desk, village: Store, tmp_path: Path
) -> None:
    path = tmp_path / "名单.xlsx"
    with village.read() as session:
        export_list(session, path, ListOrder("people", PeopleFilter()), today=TODAY)
    page = shown(qtbot, desk, ListReturnPage)
    page.opened(path)
    qtbot.waitUntil(lambda: page.seen is not None)
    assert page._views.currentIndex() == 1  # nothing was edited
    assert not page._foot.isVisible()
    assert page._whole.text() == ""
