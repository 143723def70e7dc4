"""F09 in all its shapes: workbook, paper and JSON print the same figures (HOUSE_STYLE §7)."""

import json
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from station_app.domain.annual_lines import EVERY
from station_app.domain.money import ROUNDING_NOTE
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, PERCENT, LineKind, Ratio, Tally, TallyLine, TallyReport
from station_app.domain.tally_lines import BY_CODE, LINES
from station_app.progress import Silent
from station_app.reports import tally_json, tally_pdf, tally_workbook
from station_app.reports.tally_figures import blocks, remarks
from station_app.reports.tally_wording import IDLE_NOTE, MEANING, meaning
from station_app.reports.tally_workbook import BehindRow, RowsBehind
from tests.reports.reading import pages
from tests.reports.samples import ID_NUMBER, imprint

# The five ledgers of the source (S0): person-times and fen.
SOURCE = {
    "C4.ENTITLED_DIFF": (267, 26_500_000),
    "C4.VET_DIFF": (93, 7_580_000),
    "C4.FOCUS": (120, 4_800_000),
    "C4.OFFICER_DIFF": (188, 17_540_000),
    "C4.MARTYR_DIFF": (8, 800_000),
    "C4": (676, 57_220_000),
}


def tally(period: str, **values: tuple[int, ...] | None) -> Tally:
    """A tally of zeros, but for the lines given by code with `_` for the dot."""
    known = {code.replace("__", "."): figures for code, figures in values.items()}
    return Tally(
        "示范镇朱桥村退役军人服务站",
        Period.parse(period),
        tuple(_line(code, known) for code in BY_CODE),
    )


def _line(code: str, known: dict[str, tuple[int, ...] | None]) -> TallyLine:
    line = BY_CODE[code]
    figures = known.get(code, (0,) * len(line.units))
    if line.kind is LineKind.RATIO:
        return TallyLine(line, {}, Ratio(*figures) if figures and len(figures) == 2 else None)
    if figures is None:
        return TallyLine(line, dict.fromkeys(line.units))
    return TallyLine(line, dict(zip(line.units, figures, strict=True)))


def source_tally() -> Tally:
    """The year 2022 of the source document."""
    values = {code.replace(".", "__"): figures for code, figures in SOURCE.items()}
    return tally("2022", D4=(9999, 10000), B7=None, **values)


def book(report: TallyReport, behind: RowsBehind | None = None) -> openpyxl.Workbook:
    """The workbook of a report, read back."""
    return openpyxl.load_workbook(BytesIO(tally_workbook.xlsx(report, imprint(), behind)))


def figures(sheet: Worksheet) -> dict[tuple[str, str], tuple[object, ...]]:
    """The figures of a sheet by label and unit."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for row in sheet.iter_rows(min_row=4, values_only=True):
        if row[0] and row[1]:
            found.setdefault((str(row[0]), str(row[1])), row[2:6])
    return found


def test_the_figures_of_the_source_stand_in_the_workbook_exactly() -> None:
    """DOMAIN §6.5: 267/26.5, 93/7.58, 120/4.8, 188/17.54, 8/0.8, together 676/57.22."""
    found = figures(book(TallyReport(source_tally()))["统计表"])
    for code, (times, fen) in SOURCE.items():
        label = BY_CODE[code].label
        assert found[label, "人次"][0] == times
        assert found[label, "万元"][0] == fen / 1_000_000


def test_the_exact_sheet_keeps_money_in_fen_and_every_line() -> None:
    sheet = book(TallyReport(source_tally()))["数据（分）"]
    rows = {(row[0], row[2]): row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["C4.OFFICER_DIFF", "分"] == 17_540_000
    assert {code for code, _ in rows} == {line.code for line in LINES}


def test_paper_and_workbook_show_the_same_figures() -> None:
    report = TallyReport(source_tally(), tally("2021", C1=(5,)))
    text = "".join(pages(tally_pdf.pdf(report, imprint(), Silent())))
    for block in blocks(report):
        for row in block.rows:
            assert f"{row.line.line.label}{row.unit_label}{''.join(row.shown)}" in text


def test_the_head_names_period_station_and_columns() -> None:
    sheet = book(TallyReport(tally("2022-10")))["统计表"]
    assert sheet["A1"].value == "2022年10月退役军人服务站工作月报"
    assert sheet["A2"].value == "填报单位（盖章）：示范镇朱桥村退役军人服务站"
    headings = [cell.value for cell in sheet[3]]
    assert headings == ["项目", "单位", "本月数", "上月数", "本年累计", "上年同期", "备注"]


@pytest.mark.parametrize(
    ("period", "expected", "column"),
    [
        ("2022-Q4", "2022年第四季度退役军人服务站工作季报", "本季数"),
        ("2022", "2022年退役军人服务站工作统计表", "本年数"),
        ("2022-01..2022-10", "2022年1月—10月退役军人服务站工作统计表", "本期数"),
    ],
)
def test_other_spans_have_their_own_title_and_heading(
    period: str, expected: str, column: str
) -> None:
    sheet = book(TallyReport(tally(period)))["统计表"]
    assert (sheet["A1"].value, sheet["C3"].value) == (expected, column)


def test_an_unknown_figure_is_a_dash_and_none_is_a_zero() -> None:
    """MC8 and SETTLED 3: a line without records prints —, a month without events prints 0."""
    found = figures(book(TallyReport(tally("2022-10", B7=None)))["统计表"])
    assert found["座谈会/活动", "场"][0] == "—"
    assert found["走访人次", "人次"][0] == 0
    text = "".join(
        pages(tally_pdf.pdf(TallyReport(tally("2022-10", B7=None)), imprint(), Silent()))
    )
    assert "座谈会/活动场—" in text


def test_a_rate_below_all_never_reads_a_hundred_percent() -> None:
    report = TallyReport(tally("2022", D4=(99_999, 100_000)))
    cell = figures(book(report)["统计表"])["认证率", "%"][0]
    assert cell == 0.9999
    assert "认证率%99.99%" in "".join(pages(tally_pdf.pdf(report, imprint(), Silent())))


def test_the_sheet_goes_to_paper_lying_one_page_wide_with_its_heading_repeated() -> None:
    sheet = book(TallyReport(tally("2022-10")))["统计表"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in {None, 1}  # 1 is what a missing attribute means
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3"
    assert "$A$1:$G$" in str(sheet.print_area)


def test_cells_have_borders_widths_and_formats() -> None:
    sheet = book(TallyReport(source_tally()))["统计表"]
    assert sheet.column_dimensions["A"].width > 30
    cell = next(row[2] for row in sheet.iter_rows(min_row=4) if row[1].value == "万元")
    assert cell.border.left.style == "thin"
    assert "0.00" in cell.number_format


def test_the_foot_has_three_signatures_and_room_for_the_seal() -> None:
    sheet = book(TallyReport(tally("2022-10")))["统计表"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    foot = next(text for text in texts if text.startswith("制表人：李静"))
    assert "审核人（站长）：" in foot
    assert "分管领导：" in foot
    seal = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "（盖章）")
    assert (sheet.row_dimensions[seal.row].height or 0) >= 42 / 25.4 * 72


def test_every_line_of_the_catalogue_says_what_it_counts() -> None:
    assert [line.code for line in LINES if not meaning(line.code)] == []
    assert set(MEANING) <= set(EVERY)
    sheet = book(TallyReport(tally("2022-10")))["口径说明"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "未附明细" in texts
    assert "2022年10月（2022年10月1日至2022年10月31日）" in texts
    assert "已领取的现金和转账" in texts


def test_rows_behind_are_counted_and_their_numbers_stay_text() -> None:
    rows = [BehindRow("C1", (date(2022, 10, 3), "张明", ID_NUMBER, 50_000))] * 3
    behind = RowsBehind(("日期", "姓名", "身份证号", "金额（分）"), rows)
    found = book(TallyReport(tally("2022-10", C1=(3,))), behind)
    sheet = found["明细"]
    assert sheet["D2"].value == ID_NUMBER
    assert sheet["D2"].data_type == "s"
    assert sheet["D2"].number_format == "@"
    assert sheet.max_row == 4
    counted = {row[0]: row[4] for row in found["口径说明"].iter_rows(values_only=True)}
    assert (counted["C1"], counted["C2"]) == (3, 0)


@pytest.mark.parametrize("text", ["=1+1", "+86", "@SUM(A1)", "-2", "{=1}", "http://x.cn"])
def test_no_text_of_a_record_becomes_a_formula_or_a_link(text: str) -> None:
    behind = RowsBehind(("姓名",), [BehindRow("C1", (text,))])
    sheet = book(TallyReport(tally("2022-10")), behind)["明细"]
    assert sheet["B2"].value == text
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].hyperlink is None


def test_lines_of_code_lists_without_any_figure_are_left_out_and_it_is_said() -> None:
    report = TallyReport(tally("2022-10", C4__VET_DIFF=(2, 100_000)))
    shown = {row.line.code for block in blocks(report) for row in block.rows}
    assert "C4.VET_DIFF" in shown
    assert "C4.TROOPS" not in shown
    assert {"A1", "C4", "K2"} <= shown
    assert IDLE_NOTE in remarks(report)
    assert IDLE_NOTE in "".join(pages(tally_pdf.pdf(report, imprint(), Silent())))


def test_parts_that_do_not_add_up_when_rounded_are_explained() -> None:
    """MO6: totals are summed in fen and rounded once."""
    uneven = tally("2022-10", C5__COUNTY=(4_999,), C5__TOWN=(4_999,), C5=(9_998,))
    assert ROUNDING_NOTE in remarks(TallyReport(uneven))
    assert ROUNDING_NOTE not in remarks(TallyReport(source_tally()))


def test_figures_alone_are_no_personal_data() -> None:
    """PV2, level 3: statistics carry no care notice and no names but the maker's."""
    text = "".join(pages(tally_pdf.pdf(TallyReport(tally("2022-10")), imprint(), Silent())))
    assert "个人敏感信息" not in text
    assert "打印：" not in text


def test_a_note_on_corrections_stands_in_its_line() -> None:
    """MC4: 其中冲正以前月份."""
    note = "其中冲正以前月份：−1人次，−500.00元"
    report = TallyReport(tally("2022-10", C2=(-50_000,)), notes={"C2": note})
    sheet = book(report)["统计表"]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "慰问金（现金+转账）")
    assert (row[2].value, row[6].value) == (-0.05, note)


def test_json_names_units_and_money_in_fen() -> None:
    read = json.loads(tally_json.text(source_tally()))
    assert (read["station"], read["period"]) == ("示范镇朱桥村退役军人服务站", "2022")
    lines = {line["code"]: line for line in read["lines"]}
    assert lines["C4.VET_DIFF"]["values"] == {"人次": 93, FEN: 7_580_000}
    assert lines["D4"]["values"][PERCENT] == 99.99
    assert lines["B7"]["values"] == {"场": None}
