"""Totals of a filled workbook are computed where they are understood, and left open elsewhere."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.workbook import Workbook

from station_app.exchange import template_sums
from station_app.exchange.template_fill import Filling, fill, filled_parts
from station_app.exchange.template_sums import plain, put_results

UNDERSTOOD: dict[str, object] = {
    "=SUM(A1:A3)": 6.75,
    "=A1+A2*2-(A3-1)/2": 4.25,
    "=-A1+10%": -0.9,
    "=ROUND(A3/3,2)": 1.17,
    "=AVERAGE(A1:A3)": 2.25,
    "=COUNT(A1:B3)": 3,
    '=COUNTA(B1:B3)&"人"': "2人",
    '=IF(A1>=1,"够","不够")': "够",
    "=MAX(A1:A3)-MIN(A1:A3)": 2.5,
    "=表二!A1*100": 25,
    "=C1": 6.75,
    '="共"&A3': "共3.5",
}
OPEN = ("=VLOOKUP(A1,A1:B3,2)", "=A1/0", "=B1+1", "=C20+1", "=TODAY()", "=Names", '="half')


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The formulas in C, one below the other, filled anew with nothing."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (number, words) in enumerate(((1, "甲"), (2.25, "乙"), (3, None)), start=1):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = number, words
    for row, formula in enumerate([*UNDERSTOOD, *OPEN], start=1):
        sheet.cell(row, 3).value = formula
    sheet["C20"] = "=C20"
    book.create_sheet("表二")["A1"] = 0.25
    path: Path = tmp_path_factory.mktemp("sums") / "sums.xlsx"
    book.save(path)
    cells = {("Sheet", "A3"): Decimal("3.5")}
    content = fill(path.read_bytes(), path.name, Filling(dict(cells)))
    return openpyxl.load_workbook(BytesIO(content), data_only=True)


def test_simple_formulas_have_their_results(computed: Workbook) -> None:
    found = [computed["Sheet"].cell(row, 3).value for row in range(1, len(UNDERSTOOD) + 1)]
    assert found == list(UNDERSTOOD.values())


def test_what_is_not_understood_waits_for_the_spreadsheet(computed: Workbook) -> None:
    first = len(UNDERSTOOD) + 1
    found = [computed["Sheet"].cell(row, 3).value for row in range(first, first + len(OPEN))]
    assert found == [None] * len(OPEN)
    assert computed["Sheet"]["C20"].value is None


def test_numbers_are_kept_as_spreadsheets_keep_them() -> None:
    assert plain(Decimal(1) / 3) == "0.333333333333333"
    assert plain(Decimal("1000000")) == "1000000"
    assert plain(Decimal("0.10")) == "0.1"


def test_sums_over_more_than_is_worth_waiting_for_are_left_to_the_spreadsheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = 2
    for row in range(1, 13):
        sheet.cell(row, 3).value = "=SUM(A1:B50000)"
    buffer = BytesIO()
    book.save(buffer)
    parts = filled_parts(buffer.getvalue(), "many.xlsx", Filling({("Sheet", "A2"): Decimal(3)}))
    assert not parts.is_computed
    done = openpyxl.load_workbook(BytesIO(parts.content()), data_only=True).active
    assert done is not None
    found = [done.cell(row, 3).value for row in range(1, 13)]
    assert found == [5] * 10 + [None] * 2
    assert done["A2"].value == 3
    assert openpyxl.load_workbook(BytesIO(parts.content())).calculation.fullCalcOnLoad
    assert not put_results(parts, most=99_999)
    sheet.delete_rows(2, 11)
    buffer = BytesIO()
    book.save(buffer)
    assert filled_parts(buffer.getvalue(), "one.xlsx", Filling({})).is_computed


def test_what_rests_on_a_formula_that_is_not_understood_is_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(text: str) -> Tokenizer:
        read.append(text)
        return Tokenizer(text)

    monkeypatch.setattr(template_sums, "Tokenizer", counted)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C1"] = "=VLOOKUP(1,A1:B9,2)"
    for row in range(2, 121):
        sheet.cell(row, 3).value = f"=C{row - 1}+B{row}"
    buffer = BytesIO()
    book.save(buffer)
    parts = filled_parts(buffer.getvalue(), "running.xlsx", Filling({}))
    assert len(read) == 120
    done = openpyxl.load_workbook(BytesIO(parts.content()), data_only=True).active
    assert done is not None
    assert done["C120"].value is None
