"""Forms on paper: chosen from the catalogue by keys, seen, blank, for a group, sent or saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.messages.printing import FORM_LABELS
from station_app.reports.pages_as_images import page_count
from station_app.services.printing import FORMS
from station_app.ui.pages.forms import FormsPage
from station_app.ui.pages.forms_order import GROUPS
from station_app.ui.print_dialog import PrintDialog
from station_app.ui.print_preview import PrintPreview
from tests.reports.reading import fonts, pages
from tools.clerk import Clerk, at_sample_station


@pytest.fixture(scope="module")
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


@pytest.fixture(autouse=True)
def at_home(clerk: Clerk) -> Iterator[None]:
    """Every story begins with the first page and ends with no paper over it."""
    clerk.back_to_start()
    yield
    for preview in previews(clerk):
        preview.close_preview()
    clerk.wait()


def previews(clerk: Clerk) -> list[PrintPreview]:
    """The papers that are to be seen."""
    return [one for one in clerk.shell.findChildren(PrintPreview) if one.isVisible()]


def catalogue(clerk: Clerk, form: str | None = None) -> FormsPage:
    """The page, on a form."""
    clerk.window.open("forms", form)
    clerk.wait()
    page = clerk.window.findChildren(FormsPage)[-1]
    clerk.wait(until=lambda: page.asked is not None)
    return page


def paper(clerk: Clerk) -> PrintPreview:
    """The paper that lies over the page, once it is set."""
    clerk.wait(until=lambda: bool(previews(clerk)) and bool(previews(clerk)[0].document))
    return previews(clerk)[0]


def text_of(clerk: Clerk) -> str:
    return "".join(pages(paper(clerk).document))


def test_a_form_is_chosen_by_arrows_and_seen_by_enter(clerk: Clerk) -> None:
    page = catalogue(clerk, FORMS[0].name)
    clerk.press("Down", times=2)
    assert page.form is not None
    assert page.form.name == "person-roster"
    clerk.press("Return")
    text = text_of(clerk)
    assert "服务对象花名册" in text
    assert "含个人敏感信息，妥善保管打印：" in text
    assert all(fonts(paper(clerk).document).values())
    clerk.press("Escape")
    assert previews(clerk) == []
    assert page.table.isAncestorOf(clerk.focus)


@pytest.mark.parametrize("name", ["payment-roster", "pension-roster", "month-report"])
def test_a_form_with_its_usual_choices_comes_by_one_key(clerk: Clerk, name: str) -> None:
    catalogue(clerk, name)
    clerk.press("Return")
    assert page_count(paper(clerk).document) >= 1
    assert "制表日期" in text_of(clerk)


@pytest.mark.parametrize("name", ["visit", "goods-roster"])
def test_a_blank_form_comes_by_the_key_k(clerk: Clerk, name: str) -> None:
    catalogue(clerk, name)
    clerk.press("K")
    assert "本期无" not in text_of(clerk)


def test_one_village_group_in_one_file(clerk: Clerk) -> None:
    page = catalogue(clerk, "privacy-notice")
    assert page.asked is not None
    group, count = min(page.offered.groups, key=lambda one: one[1])
    page.asked.who.choose(GROUPS)
    page.asked._turn_who()
    page.asked.groups.put([group])
    clerk.press("Ctrl+Return")
    found = pages(paper(clerk).document)
    assert sum("第1页共" in text for text in found) == count


def test_a_form_is_saved_and_the_printer_is_asked_for_pages(clerk: Clerk, tmp_path: Path) -> None:
    catalogue(clerk, "plaque-roster")
    clerk.press("Return")
    shown = paper(clerk)
    shown.save_to(tmp_path / "花名册")
    clerk.wait(until=(tmp_path / "花名册.pdf").exists)
    clerk.press("Ctrl+P")
    (dialog,) = shown.findChildren(PrintDialog)
    assert dialog.form["pages"].field is dialog.pages
    clerk.press("Escape")
    assert previews(clerk) == [shown]


def test_each_form_of_the_list_says_what_it_is_for(clerk: Clerk) -> None:
    page = catalogue(clerk)
    for form in FORMS:
        page.opened(form.name)
        assert page._name.text() == FORM_LABELS[form.name]
        assert page._use.text()
    clerk.wait()
