"""An inspector asks where a figure comes from: the paper's number brings its rows back."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.person import Person
from station_app.ui.pages.people import PeoplePage
from station_app.ui.pages.person import PersonPage
from station_app.ui.pages.printouts import PrintoutsPage
from station_app.ui.print_preview import PrintPreview
from tests.reports.reading import pages
from tools.clerk import Clerk, at_sample_station

NUMBER = re.compile(r"编号(\d{4}-\d{4}-\d{4}-\d)")


@pytest.fixture(scope="module")
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


@pytest.fixture(autouse=True)
def at_home(clerk: Clerk) -> Iterator[None]:
    """Every journey begins with the first page, and ends when everything is answered."""
    clerk.back_to_start()
    yield
    clerk.wait()


def number_on_paper(clerk: Clerk, *keys: str) -> str:
    """Print with these keys; the number that the paper bears."""
    clerk.press(*keys)
    return number_shown(clerk)


def number_shown(clerk: Clerk) -> str:
    """The number of the paper that opens over the window, which is then put away."""
    clerk.wait(until=lambda: bool(previews(clerk)))
    (preview,) = previews(clerk)
    clerk.wait(until=lambda: bool(preview.document))
    found = NUMBER.search(pages(preview.document)[0])
    assert found is not None
    clerk.press("Escape")
    clerk.wait(until=lambda: not previews(clerk))
    return found.group(1)


def previews(clerk: Clerk) -> list[PrintPreview]:
    """The papers that lie over the window."""
    return [one for one in clerk.shell.findChildren(PrintPreview) if one.isVisible()]


def papers(clerk: Clerk) -> PrintoutsPage:
    """The page of numbers, in front and answered."""
    page = clerk.window.page
    assert isinstance(page, PrintoutsPage)
    clerk.wait(until=page.found.isVisible)
    return page


def test_the_number_of_a_month_report_opens_the_rows_behind_every_figure(clerk: Clerk) -> None:
    clerk.window.open("tally")
    clerk.wait()
    number = number_on_paper(clerk, "Ctrl+P")
    clerk.press("Ctrl+F")
    clerk.type(number)
    clerk.wait(until=clerk.list_is_open)
    clerk.press("Return")
    page = papers(clerk)
    clerk.wait(until=lambda: bool(page.found.rows.model.rows))
    assert page.found.title.text() == "2026年6月退役军人服务站工作月报"
    second = page.found.parts.model.rows[1]
    page.found.parts.setFocus()
    clerk.press("Down")
    clerk.wait(until=lambda: {row.row.part for row in page.found.rows.model.rows} == {second.code})
    rows = page.found.rows.model.rows
    assert (len(rows), sum(row.row.count for row in rows)) == (second.rows, second.count)
    page.found.rows.setFocus()
    clerk.press("Return")
    assert isinstance(clerk.window.page, PersonPage)


def test_a_scan_on_the_list_of_people_goes_to_the_paper_and_tells_what_changed(
    clerk: Clerk,
) -> None:
    clerk.window.open("people")
    page = clerk.window.page
    assert isinstance(page, PeoplePage)
    clerk.wait(until=lambda: bool(page._table.model.rows))
    page._to_paper()  # the first of what its button offers
    number = number_shown(clerk)
    clerk.window.desk.tasks.write("改电话", another_phone)
    clerk.wait()
    clerk.press("Ctrl+F")
    clerk.type(number.replace("-", ""))
    clerk.wait(until=lambda: clerk.window.page_name == "printouts")
    shown = papers(clerk)
    assert "1 条此后有变动" in shown.found.outcome._words.text()


def another_phone(session: Session) -> None:
    """Somebody on the roster has a new number."""
    person = session.scalars(
        select(Person).where(Person.mobile.is_not(None), Person.status == "ACTIVE").limit(1)
    ).one()
    person.mobile = "13900000000"
