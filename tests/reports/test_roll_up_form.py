"""F09 of a town or district: a column for each child, twelve to a page, 已报/应报, 合计."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from station_app.domain.forms import Imprint
from station_app.domain.periods import Period
from station_app.domain.roll_up_form import MOST_COLUMNS, Child, RollUpForm
from station_app.domain.tally import LineKind, Ratio, Tally, TallyLine
from station_app.domain.tally_lines import LINES
from station_app.progress import Silent
from station_app.reports import roll_up_pdf, roll_up_workbook
from station_app.reports.tally_wording import EXEMPT
from tests.reports.reading import pages

MONTH = Period.month("2022-10")
IMPRINT = Imprint("示范县", date(2022, 11, 3), made_by="林主任")
REMARK = "注：按各站报出的月报汇总。"


def tally(number: int | None) -> Tally:
    """A number in every unit of every line; of a child that did not report, nothing."""
    found = (
        TallyLine(line, {}, None if number is None else Ratio(number, 100))
        if line.kind is LineKind.RATIO
        else TallyLine(line, dict.fromkeys(line.units, number))
        for line in LINES
        if "." not in line.code
    )
    return Tally("", MONTH, tuple(found))


def form(count: int) -> RollUpForm:
    """A district of so many towns; the third has not reported."""
    children = [
        Child(f"第{number}镇", tally(None if number == 3 else number), int(number != 3), 1)
        for number in range(1, count + 1)
    ]
    return RollUpForm("示范县", MONTH, Child("合计", tally(99), 1, 2), children, (REMARK,))


def sheet(count: int) -> dict[object, list[object]]:
    """The rows of the workbook by their first cell."""
    book = openpyxl.load_workbook(BytesIO(roll_up_workbook.xlsx(form(count), IMPRINT)))
    return {row[0].value: [cell.value for cell in row[1:]] for row in book["统计表"].iter_rows()}


def test_each_child_has_a_column_and_a_missing_one_is_a_dash() -> None:
    rows = sheet(4)
    assert rows["项目"] == ["单位", "合计", "第1镇", "第2镇", "第3镇", "第4镇"]
    assert rows["已报/应报站点数"] == ["站", "1/2", "1/1", "1/1", "0/1", "1/1"]
    assert rows["走访人次"] == ["人次", 99, 1, 2, "—", 4]
    assert rows["走访覆盖率"] == ["%", 0.99, 0.01, 0.02, "—", 0.04]
    assert REMARK in rows


@pytest.mark.parametrize("count", [0, 1, MOST_COLUMNS, MOST_COLUMNS + 1, 40])
def test_on_paper_every_child_and_figure_stands_however_many_there_are(count: int) -> None:
    paper = roll_up_pdf.pdf(form(count), IMPRINT, Silent())
    text = "".join(pages(paper)).replace("\n", "")
    assert all(f"第{number}镇" in text for number in range(1, count + 1))
    assert text.count("已报/应报站点数") == max(1, -(-count // MOST_COLUMNS))
    assert text.count(REMARK) == 1
    assert text.count("（盖章）") == max(1, -(-count // MOST_COLUMNS)) + 1  # and one place for it
    assert ("第2张" in text.replace(" ", "")) == (count > MOST_COLUMNS)


def test_a_name_that_begins_like_a_formula_is_text() -> None:
    evil = Child("=HYPERLINK(0)", tally(1), 1, 1)
    made = RollUpForm("=1+1", MONTH, evil, [evil])
    book = openpyxl.load_workbook(BytesIO(roll_up_workbook.xlsx(made, IMPRINT)))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["统计表"]["D3"].value == "=HYPERLINK(0)"


def test_the_workbook_says_what_its_figures_are_and_how_it_is_printed() -> None:
    imprint = replace(IMPRINT, serial="2611402188379")
    book = openpyxl.load_workbook(BytesIO(roll_up_workbook.xlsx(form(15), imprint)))
    facts = {row[0].value: row[1].value for row in book["口径说明"].iter_rows()}
    assert facts["统计期间"] == "2022年10月（2022年10月1日至2022年10月31日）"
    assert facts["单位"] == "见各行，金额为万元"
    assert facts["不计入的"] == EXEMPT
    assert "2611-4021-8837-9" in {row[1].value for row in book["口径说明"].iter_rows()}
    assert "凭编号找回" in facts["找回"]
    assert len(book["口径说明"]._images) == 1  # the code that a scanner reads
    assert facts["已报/应报站点数"] == "1/2"
    assert facts["说明"] == REMARK
    assert facts["B1"] == "走访人次"
    page = book["统计表"]
    assert page.page_setup.orientation == "landscape"
    assert [brk.id for brk in page.col_breaks.brk] == [3 + MOST_COLUMNS]
    assert page.freeze_panes == "D4"
