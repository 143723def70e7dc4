"""A form is seen before it is on paper; a file in the way is said; the page's keys stay quiet."""

from dataclasses import replace
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports.pages_as_images import page_count
from station_app.services.printing import print_form
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.people import PeoplePage
from station_app.ui.print_preview import PrintPreview, Sheet, order, show_paper
from tests.reports.reading import pages
from tests.services.people_of_tests import a_person
from tests.ui.pages_of_tests import dialogs, settled, shown


@pytest.fixture
def person(store: Store) -> UUID:
    return a_person(store, "曾光明", "WAR")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, person: UUID) -> PeoplePage:
    del person  # only needed before the page asks
    return shown(qtbot, desk, PeoplePage)


def opened(qtbot: QtBot, page: PeoplePage, person: UUID) -> PrintPreview:
    preview = show_paper(page, "person-roster", order(page.desk, people=(person,)))
    settled(qtbot, page)
    return preview


def previews(page: PeoplePage) -> list[PrintPreview]:
    """Those that are to be seen; one that was closed is soon deleted."""
    return [one for one in page.window().findChildren(PrintPreview) if one.isVisible()]


def test_the_pages_are_shown_and_counted(qtbot: QtBot, page: PeoplePage, person: UUID) -> None:
    preview = opened(qtbot, page, person)
    assert preview._state.text() == "共 1 页"
    assert page_count(preview.document) == 1
    assert preview._print.isEnabled()


def test_no_sheet_is_ever_squeezed_while_the_others_come(
    qtbot: QtBot, page: PeoplePage, person: UUID
) -> None:
    """They become visible one by one: at no moment do twelve share the height of the window."""
    preview = opened(qtbot, page, person)
    (image,) = preview._sheets.pages
    preview._show_sheets(replace(preview._sheets, count=12, pages=(image,) * 12))
    sheets = [one for one in preview.findChildren(Sheet) if preview._pages.indexOf(one) >= 0]
    assert len(sheets) == 12
    heights: set[int] = set()
    for sheet in sheets:
        sheet.show()  # as Qt does it, before anybody is told that there is too little room
        heights |= {one.height() for one in sheets if one.isVisible()}
    assert heights == {sheets[0].sizeHint().height()}
    inner = sheets[0].parentWidget()
    assert inner is not None
    assert inner.height() >= 12 * sheets[0].height()


def test_the_order_says_who_prints_and_when(page: PeoplePage) -> None:
    """PV2: a full print carries the user and the time."""
    made = order(page.desk)
    assert (made.printed_by, made.today) == (page.desk.operator.name, page.desk.today())
    assert made.printed_at == page.desk.now()


def test_it_is_saved_as_pdf(qtbot: QtBot, page: PeoplePage, person: UUID, tmp_path: Path) -> None:
    preview = opened(qtbot, page, person)
    preview.save_to(tmp_path / "花名册")
    settled(qtbot, page)
    assert (tmp_path / "花名册.pdf").read_bytes() == preview.document
    assert preview._state.text() == "已存到“花名册.pdf”"


def test_a_name_with_a_point_keeps_all_its_words_and_what_stands_there(
    qtbot: QtBot,
    page: PeoplePage,
    person: UUID,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The dialog asked about `花名册 2026.11`, never about `花名册 2026.pdf`."""
    asked: list[str] = []

    def chosen(_over: QObject, _title: str, wanted: str, _files: str) -> tuple[str, str]:
        asked.append(wanted)
        return str(tmp_path / "花名册 2026.11"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    (tmp_path / "花名册 2026.pdf").write_text("别的", encoding="utf-8")
    preview = opened(qtbot, page, person)
    preview._title = "走访台账 2026/11"
    preview._to_file()
    settled(qtbot, page)
    assert asked == ["走访台账 2026_11.pdf"]
    assert (tmp_path / "花名册 2026.11.pdf").read_bytes() == preview.document
    assert (tmp_path / "花名册 2026.pdf").read_text(encoding="utf-8") == "别的"


def test_a_file_in_the_way_is_said_and_the_preview_stays(
    qtbot: QtBot, page: PeoplePage, person: UUID, tmp_path: Path
) -> None:
    preview = opened(qtbot, page, person)
    (tmp_path / "花名册.pdf").mkdir()
    preview.save_to(tmp_path / "花名册.pdf")
    settled(qtbot, page)
    assert dialogs(page)
    assert preview.isVisible()


def test_a_full_copy_that_is_done_late_stands_not_where_a_masked_one_was_asked(
    qtbot: QtBot, page: PeoplePage, person: UUID
) -> None:
    done = Event()

    def full(session: Session, *, progress: Progress) -> bytes:
        assert done.wait(10)
        return print_form(session, "person-roster", order(page.desk, people=(person,)), progress)

    preview = PrintPreview(page, page.desk, "花名册")
    preview.make(full)
    masked = order(page.desk, people=(person,), mask=MaskLevel.MASKED)
    preview.ask("person-roster", masked)
    qtbot.waitUntil(lambda: bool(preview.document))
    done.set()
    settled(qtbot, page)
    assert "已遮盖" in "".join(pages(preview.document))


def test_nothing_to_print_is_said_and_the_preview_goes(qtbot: QtBot, page: PeoplePage) -> None:
    show_paper(page, "visit", order(page.desk, people=()))
    settled(qtbot, page)
    assert previews(page) == []
    assert dialogs(page)


def test_escape_closes_it(qtbot: QtBot, page: PeoplePage, person: UUID) -> None:
    preview = opened(qtbot, page, person)
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert previews(page) == []
