"""The catalogue of forms: each asks only what it can be asked; what is missing is said first."""

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.progress import Silent
from station_app.reports import payment_roster
from station_app.reports.pages_as_images import page_count
from station_app.services.printing import FORMS, Choice
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.forms import FormsPage
from station_app.ui.pages.forms_order import (
    ALL_BATCHES,
    GROUPS,
    OWN,
    PICKED,
    Asked,
)
from station_app.ui.people_picker import Picked
from station_app.ui.print_dialog import PrintChoice, PrintDialog
from station_app.ui.print_preview import PrintPreview, Sheet, _printed, printer_for
from station_app.ui.theme import Theme
from tests.fixtures.villagers import villager
from tests.reports.reading import pages
from tests.reports.samples import imprint, payment_rows, payments
from tests.ui.pages_of_tests import settled, shown


@pytest.fixture
def somebody(store: Store) -> UUID:
    with store.write("test") as session:
        villager(session, "马德胜", group="一组")
        return villager(session, "曾光明", group="三组")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, somebody: UUID) -> FormsPage:
    del somebody  # only needed before the page asks
    return shown(qtbot, desk, FormsPage)


def chosen(qtbot: QtBot, page: FormsPage, name: str) -> Asked:
    """The fields of a form, once it is chosen."""
    page.opened(name)
    settled(qtbot, page)
    assert page.form is not None
    assert page.form.name == name
    assert page.asked is not None
    return page.asked


def preview(page: QWidget) -> PrintPreview:
    (shown_one,) = [one for one in page.window().findChildren(PrintPreview) if one.isVisible()]
    return shown_one


def text_of(preview: PrintPreview) -> str:
    return "".join(pages(preview.document))


def test_a_page_that_is_built_ahead_has_the_first_form_drawn_already(
    qtbot: QtBot, desk: Desk
) -> None:
    page = FormsPage(desk)
    qtbot.addWidget(page)
    page.built_ahead()
    settled(qtbot, page)
    assert page.form is FORMS[0]
    (drawn,) = page.findChildren(Sheet)
    page.opened(None)
    settled(qtbot, page)
    assert page.findChildren(Sheet) == [drawn]


def test_a_form_asks_only_what_it_can_be_asked(qtbot: QtBot, page: FormsPage) -> None:
    for form in FORMS:
        asked = chosen(qtbot, page, form.name)
        assert asked.who.isVisible() == (Choice.PEOPLE in form.choices), form.name
        assert asked.batch.isVisible() == (Choice.BATCH in form.choices), form.name
        assert asked.span.isVisible() == (Choice.PERIOD in form.choices), form.name
        assert asked.year.isVisible() == (Choice.YEAR in form.choices), form.name
        assert page.blank.isVisible() == form.has_blank, form.name
        assert asked.wanted().missing == "", form.name


def test_a_roster_of_one_village_group_lists_its_people_only(qtbot: QtBot, page: FormsPage) -> None:
    asked = chosen(qtbot, page, "person-roster")
    asked.who.choose(GROUPS)
    asked._turn_who()
    page.see.click()
    assert page._missing.text() == "还没有选村民小组"
    asked.groups.put(["三组"])
    page.see.click()
    settled(qtbot, page)
    text = text_of(preview(page))
    assert "曾光明" in text
    assert "马德胜" not in text
    assert not page._missing.isVisible()


def test_picked_people_are_printed_masked_and_bound(
    qtbot: QtBot, page: FormsPage, somebody: UUID
) -> None:
    asked = chosen(qtbot, page, "registration-sheet")
    asked.who.choose(PICKED)
    asked._turn_who()
    assert "还没有挑人" in asked.wanted().missing
    asked.picker.add(Picked(somebody, "曾光明"))  # type: ignore[arg-type]  # a PersonId is a UUID
    asked.mask.choose(1)
    asked.bound.setChecked(True)
    wanted = asked.wanted()
    assert (wanted.people, wanted.mask, wanted.bound) == ((somebody,), MaskLevel.MASKED, True)
    page.see.click()
    settled(qtbot, page)
    assert "证件号码、电话已遮盖" in text_of(preview(page))


def test_own_months_must_follow_each_other(qtbot: QtBot, page: FormsPage) -> None:
    asked = chosen(qtbot, page, "visit-roster")
    asked.span.choose(OWN)
    asked._turn_span()
    assert asked.wanted().missing == "还没有写从哪个月"
    asked.first.put("2022-06")
    assert asked.wanted().period == Period("2022-06", "2022-06")
    asked.last.put("2022-03")
    assert asked.wanted().missing == "后面的月份比前面的早"
    asked.last.put("2022-08")
    assert asked.wanted().period == Period("2022-06", "2022-08")


def test_a_village_without_batches_can_still_ask_for_all_of_them(
    qtbot: QtBot, page: FormsPage
) -> None:
    asked = chosen(qtbot, page, "goods-roster")
    assert asked.batch.value == ALL_BATCHES
    assert asked.span.isVisible()
    page.see.click()
    settled(qtbot, page)
    assert "本期无" in text_of(preview(page))


def test_the_blank_form_is_one_key_away(qtbot: QtBot, page: FormsPage) -> None:
    chosen(qtbot, page, "plaque-receipts")
    page.blank.click()
    settled(qtbot, page)
    text = text_of(preview(page))
    assert "光荣牌发放签收单" in text
    assert "本期无" not in text


@pytest.fixture
def large_page(qtbot: QtBot, desk: Desk, somebody: UUID, theme: Theme) -> FormsPage:
    del somebody  # only needed before the page asks
    theme.apply(dark=False, percent=150)
    return shown(qtbot, desk, FormsPage)


def test_at_a_large_size_one_thing_is_shown_and_the_focus_goes_along(
    qtbot: QtBot, large_page: FormsPage
) -> None:
    asked = chosen(qtbot, large_page, "payment-roster")
    assert large_page.table.isVisible()
    large_page.views._segments[1].click()
    assert not large_page.table.isVisible()
    qtbot.waitUntil(lambda: large_page.window().focusWidget() is asked.batch)
    large_page.views._segments[0].click()
    assert large_page.table.isAncestorOf(large_page.window().focusWidget())
    assert large_page.see.isVisible()


def asked_printer(page: FormsPage, printers: list[str]) -> tuple[PrintDialog, list[PrintChoice]]:
    """The dialog of a print of nine pages, and what it hands on."""
    given: list[PrintChoice] = []
    dialog = PrintDialog(page, page.desk.preferences, 9, given.append, printers=printers)
    return dialog, given


def test_printer_copies_and_pages_are_chosen_and_the_printer_is_remembered(
    page: FormsPage,
) -> None:
    first, given = asked_printer(page, ["值班室", "二楼"])
    assert first.printer.value == "值班室"
    first.printer.put("二楼")
    first.copies.setText("2")
    first.pages.setText("1-3，9")
    first.go.click()
    assert given == [PrintChoice("二楼", 2, (1, 2, 3, 9))]
    again, _ = asked_printer(page, ["值班室", "二楼"])
    assert again.printer.value == "二楼"


@pytest.mark.parametrize(
    ("copies", "wanted", "row", "said"),
    [("0", "", "copies", "份数"), ("三", "", "copies", "份数"), ("1", "8-10", "pages", "9 页")],
)
def test_what_cannot_be_printed_is_said_under_its_field(
    page: FormsPage, copies: str, wanted: str, row: str, said: str
) -> None:
    dialog, given = asked_printer(page, ["值班室"])
    dialog.copies.setText(copies)
    dialog.pages.setText(wanted)
    dialog.go.click()
    assert given == []
    assert said in dialog.form[row].error


def test_without_a_printer_nothing_can_be_sent(page: FormsPage) -> None:
    dialog, given = asked_printer(page, [])
    assert not dialog.go.isEnabled()
    dialog.go.click()
    assert given == []


def test_the_pages_that_were_chosen_go_to_the_printer_as_often_as_wanted(
    page: FormsPage, tmp_path: Path
) -> None:
    del page  # a QPrinter needs the application
    document = payment_roster.pdf(payments(payment_rows(40)), imprint(), Silent())
    choice = PrintChoice("", 2, (1, 3))
    printer = printer_for(choice, "花名册", wide=True)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert _printed(None, document, printer, choice, progress=Silent()) == 4
    rounds = 1 if printer.supportsMultipleCopies() else 2
    assert page_count((tmp_path / "out.pdf").read_bytes()) == 2 * rounds
