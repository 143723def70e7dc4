"""docs/forms.md against the paper: every field of the list is printed, every column is listed."""

import re
from dataclasses import dataclass
from datetime import date

import pytest

from station_app.paths import resources
from station_app.reports import (
    certification_roster,
    meeting_sheet,
    payment_roster,
    pension_roster,
    person_roster,
    plaque_receipts,
    plaque_roster,
    route_sheet,
    today_list,
    visit_form,
)
from station_app.reports.roster import Column
from station_app.services.printing import BY_NAME, FORMS, PrintOrder, print_form
from station_app.store.unit_of_work import Store
from tests.reports.reading import pages

PAGE = resources().parent / "docs" / "forms.md"
HEADING = re.compile(r"^## .*`([a-z-]+)`$", re.MULTILINE)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "plaque-roster": plaque_roster.COLUMNS,
    "plaque-receipts": plaque_receipts.COLUMNS,
    "visit-roster": visit_form.COLUMNS,
    "payment-roster": payment_roster.MONEY_COLUMNS,
    "goods-roster": payment_roster.GOODS_COLUMNS,
    "certification-roster": certification_roster.COLUMNS,
    "overdue-list": certification_roster.OVERDUE_COLUMNS,
    "person-roster": person_roster.COLUMNS,
    "pension-roster": pension_roster.COLUMNS,
    "meeting-sheet": meeting_sheet.COLUMNS,
    "route-sheet": route_sheet.COLUMNS,
    "today-list": today_list.COLUMNS,
}
"""The forms that are lists, with their columns."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a table: the field as asked for, as printed, and where it comes from."""

    asked: str
    printed: str
    source: str


def listed() -> dict[str, list[Listed]]:
    """The tables of the page by the name of their form."""
    parts = HEADING.split(PAGE.read_text(encoding="utf-8"))
    return {name: list(_rows(text)) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _rows(text: str) -> list[Listed]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| field")
    ]
    return [Listed(*row) for row in cells]


LISTED = listed()


def plain(text: str) -> str:
    """Without blanks and line ends, as pages are read back."""
    return re.sub(r"\s", "", text)


def test_every_form_of_the_catalogue_is_on_the_list() -> None:
    assert set(LISTED) == set(BY_NAME)
    overview = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    assert all(f"`{form.name}`" in overview for form in FORMS)
    assert all(f"| F{number:02} |" in overview for number in range(1, 13))


def test_each_field_of_the_list_stands_on_the_form(store: Store) -> None:
    missing = []
    with store.read() as session:
        for name, rows in LISTED.items():
            order = PrintOrder(today=date(2026, 7, 20), blank=BY_NAME[name].has_blank)
            text = "".join(pages(print_form(session, name, order)))
            missing += [(name, row.asked) for row in rows if plain(row.printed) not in text]
    assert missing == []


def test_each_form_has_fields_and_each_field_says_where_it_comes_from() -> None:
    assert all(LISTED.values())
    assert all(row.source for rows in LISTED.values() for row in rows)


@pytest.mark.parametrize("name", list(COLUMNS))
def test_a_list_has_the_columns_of_the_page_and_no_other_in_this_order(name: str) -> None:
    assert [plain(row.printed) for row in LISTED[name]] == [
        plain(column.heading) for column in COLUMNS[name]
    ]
