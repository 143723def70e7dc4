"""Every list goes out as a workbook that people can work with."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from station_app.domain.forms import Imprint
from station_app.domain.kinds import Kind
from station_app.domain.list_tables import BATCHES, VISITS
from station_app.domain.lists import MARK_HEADING, ListRow, ListSheet, ListSpec
from station_app.domain.masking import MaskLevel
from station_app.exchange.list_sheet import carries_mark
from station_app.models.registry import BY_NAME
from station_app.paths import station_paths
from station_app.progress import Silent
from station_app.queries.history import StepFilter
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.visits import VisitFilter
from station_app.reports import list_workbook
from station_app.services.list_exports import LISTS, RETURNING, ListOrder, export_list
from station_app.services.list_return import look
from station_app.services.list_rows import PlaqueWish, YearWish
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store, open_store
from tests.fixtures.clock import START, StandingClock
from tests.fixtures.station import OPERATOR, EmptyStation

TODAY = START.date()
WANTED: dict[str, object] = {
    "people": PeopleFilter(),
    "visits": VisitFilter(states=()),
    "certifications": YearWish(),
    "overdue": YearWish(),
    "plaques": PlaqueWish(),
    "without_plaque": PlaqueWish(),
    "steps": StepFilter(),
}
FILLED = frozenset(LISTS) - {"route_sheets", "removed", "postings", "overdue"}
"""Lists in which the sample has something."""
TYPES = {Kind.DATE: (datetime, date), Kind.MONEY: (int, float), Kind.INTEGER: (int,)}


@pytest.fixture(scope="module")
def village(
    empty_station: EmptyStation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Two dozen synthetic people and a year of their records; only read."""
    paths = station_paths(tmp_path_factory.mktemp("lists") / "station")
    shutil.copytree(empty_station.folder, paths.data)
    store = open_store(
        paths.database, empty_station.keys.data, operator=OPERATOR, clock=StandingClock()
    )
    fill_with_sample(store, SampleSize(people=24, years=1), today=TODAY)
    yield store
    store.close()


def saved(store: Store, folder: Path, name: str) -> Path:
    path = folder / f"{name}.xlsx"
    with store.read() as session:
        order = ListOrder(name, WANTED.get(name))
        done = export_list(session, path, order, today=TODAY, by=OPERATOR, at=START)
    assert done.editable is (name in RETURNING)
    return path


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_can_be_filtered_printed_and_reckoned_with(
    village: Store, tmp_path: Path, name: str
) -> None:
    spec = LISTS[name][0]
    book = openpyxl.load_workbook(saved(village, tmp_path, name))
    page: Any = book.worksheets[0]
    assert page.title == spec.title, "the tab says which list it is"
    width = len(spec.columns)
    heads = [cell.value for cell in page[2]]
    assert heads[:width] == [column.heading for column in spec.columns]
    assert page.auto_filter.ref.startswith("A2:")
    assert page.freeze_panes is not None
    assert page.print_title_rows == "$2:$2"
    assert (str(page.page_setup.paperSize), page.page_setup.fitToHeight) == ("9", 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert OPERATOR in str(page.oddFooter.right.text)
    rows = [row for row in page.iter_rows(min_row=3) if row[0].value not in (None, "合计")]
    assert bool(rows) or name not in FILLED
    for row in rows:
        for column, cell in zip(spec.columns, row, strict=False):
            assert cell.data_type != "f"
            assert isinstance(cell.value, (*TYPES.get(column.kind, (str,)), type(None)))
    if spec.editable:
        assert str(heads[width]).startswith(f"{MARK_HEADING} {name}")
        letter = page.cell(2, width + 1).column_letter
        assert page.column_dimensions[letter].hidden
        assert page.auto_filter.ref.split(":")[1].startswith(letter)
        assert all(row[width].value for row in rows)
    notes = {row[0].value: row[1].value for row in book["口径说明"].iter_rows()}
    assert notes["名单"] == spec.title
    assert notes["行数"].startswith(f"{len(rows):,} ")


@pytest.mark.parametrize("name", sorted(RETURNING.keys() & LISTS.keys()))
def test_a_list_that_nobody_edited_comes_back_without_a_change(
    village: Store, tmp_path: Path, name: str
) -> None:
    path = saved(village, tmp_path, name)
    with village.read() as session:
        seen = look(session, path, today=TODAY)
    assert (seen.changes, seen.left_alone) == ((), ())
    assert seen.rows_read > 0 or name == "promises"


def test_editable_columns_are_fields_of_their_record() -> None:
    for spec in RETURNING.values():
        record = BY_NAME[spec.record or ""]
        for column in spec.editable:
            field = record.by_name[column.name]
            assert (column.kind, column.choices) == (field.kind, field.choices), column.name


def test_codes_are_chosen_from_a_list_in_the_cell(village: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(saved(village, tmp_path, "people"))
    offered: Any = book["可选项"]
    assert offered.sheet_state == "hidden"
    rules = book.worksheets[0].data_validations.dataValidation
    words = [[cell.value for cell in column if cell.value] for column in offered.iter_cols()]
    assert any({"男", "女"} <= set(some) for some in words)
    assert len(rules) == len(words)
    assert all("可选项!$" in str(rule.formula1) for rule in rules)


def test_sums_follow_the_filter_and_are_there_without_reckoning(
    village: Store, tmp_path: Path
) -> None:
    path = saved(village, tmp_path, "batches")
    formulas: Any = openpyxl.load_workbook(path).worksheets[0]
    values: Any = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    last = formulas.max_row
    place = next(c.column for c in formulas[2] if c.value == BATCHES.by_name["total_fen"].heading)
    assert str(formulas.cell(last, place).value).startswith("=SUBTOTAL(109,")
    shown = [values.cell(row, place).value for row in range(3, last)]
    assert values.cell(last, place).value == pytest.approx(sum(shown))


def test_an_empty_list_has_its_headings_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = ListSheet(VISITS, "走访台账", (), (("名单", "走访台账"),))
    path.write_bytes(list_workbook.xlsx(sheet, Imprint("站", TODAY), Silent()))
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page.max_row == 2
    assert page.auto_filter.ref == "A2:M2"


def test_what_does_not_fit_its_column_is_written_as_text(tmp_path: Path) -> None:
    """A day before Excel counts days, a name of a foot that Excel would read as an order."""
    spec = ListSpec("x", "名单", (VISITS.by_name["visit_date"], VISITS.by_name["times"]))
    rows = (ListRow(None, (date(1899, 1, 1), 3)), ListRow(None, (date(1958, 7, 12), None)))
    sheet = ListSheet(spec, "名单", rows)
    path = tmp_path / "a.xlsx"
    made = list_workbook.xlsx(sheet, Imprint("A&B 站", TODAY, printed_by="&D"), Silent())
    path.write_bytes(made)
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page["A3"].value == "1899-01-01"
    assert page["A4"].value == datetime(1958, 7, 12)  # noqa: DTZ001 (a cell has no zone)
    assert "A&&B" in ZipFile(path).read("xl/worksheets/sheet1.xml").decode().replace("&amp;", "&")


def test_a_list_for_others_hides_numbers_and_never_comes_back(
    village: Store, tmp_path: Path
) -> None:
    """PV2 level 1."""
    order = ListOrder("people", PeopleFilter(), MaskLevel.MASKED)
    with village.read() as session:
        done = export_list(session, tmp_path / "a.xlsx", order, today=TODAY)
    assert (done.editable, done.personal) == (False, False)
    assert not carries_mark(done.path)
    book = openpyxl.load_workbook(done.path)
    page: Any = book.worksheets[0]
    place = {cell.value: cell.column for cell in page[2]}
    rows = list(page.iter_rows(min_row=3))
    numbers = [row[place["身份证号"] - 1].value for row in rows]
    assert all("********" in number for number in numbers if number)
    phones = [row[place[name] - 1].value for row in rows for name in ("手机", "其他电话")]
    assert any(phones)
    assert all("*" in phone for phone in phones if phone)
    assert "敏感" not in str(page.oddFooter.center.text)
    notes = {row[0].value: row[1].value for row in book["口径说明"].iter_rows()}
    assert "已遮盖" in notes["遮盖"]


def test_the_sheet_of_notes_names_the_days_that_were_asked_for(
    village: Store, tmp_path: Path
) -> None:
    first = TODAY.replace(month=1, day=1)
    order = ListOrder("visits", VisitFilter(first=first, last=TODAY))
    with village.read() as session:
        export_list(session, tmp_path / "a.xlsx", order, today=TODAY)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    notes = {row[0].value: row[1].value for row in book["口径说明"].iter_rows()}
    assert notes["期间"] == f"{first} 至 {TODAY}"
