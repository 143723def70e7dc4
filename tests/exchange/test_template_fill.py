"""Filling a county's workbook: formats, formulas, blocks, pictures and charts stay."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from station_app.domain.codes import TemplateWhat
from station_app.domain.template_guess import guesses
from station_app.errors import Rejected
from station_app.exchange.template_book import LARGEST, open_parts, template_bytes
from station_app.exchange.template_fill import Block, Filling, Share, Value, fill
from station_app.exchange.template_look import book_look
from station_app.exchange.template_refs import Inserted, copied, shift_formula, shift_ranges
from tests.exchange.sheets import spoilt
from tools.sample_template import FIGURES, LIST, ROOM, TOTALS, county_workbook

COLUMNS = (1, 2, 3, 5, 6)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook as it was sent."""
    return county_workbook(tmp_path_factory.mktemp("county") / "county.xlsx").read_bytes()


def lines(count: int) -> list[tuple[int, str, str, Decimal, date]]:
    """So many lines of people who do not exist."""
    return [
        (n, f"王小{n}", f"3208021950010100{n:02}", Decimal("500.50"), date(2026, 6, n))
        for n in range(1, count + 1)
    ]


def filled(county: bytes, count: int) -> bytes:
    """With some figures and a list of so many lines."""
    cells: dict[tuple[str, str], Value] = {
        (FIGURES, "A1"): "2026年6月退役军人事务工作月报",
        (FIGURES, "A2"): "=1+1 村",
        (FIGURES, "D4"): 93,
        (FIGURES, "D7"): Decimal("7.58"),
        (FIGURES, "D8"): Decimal("0.80"),
        (FIGURES, "D9"): Share(4532),
        (FIGURES, "F9"): Share(4532),
    }
    return fill(
        county, "county.xlsx", Filling(cells, (Block(LIST, 3, ROOM, COLUMNS, lines(count)),))
    )


def opened(content: bytes) -> Workbook:
    """As another program reads it."""
    return openpyxl.load_workbook(BytesIO(content))


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_values_come_as_their_cells_want_them_and_nothing_becomes_a_formula(county: bytes) -> None:
    sheet = opened(filled(county, 2))[FIGURES]
    assert sheet["D4"].value == 93
    assert (sheet["D7"].value, sheet["D7"].number_format) == (7.58, "#,##0.00")
    assert sheet["D9"].value == 0.4532  # the cell shows percentages
    assert sheet["F9"].value == 45.32
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1 村", "s")
    assert sheet["D10"].value == "=D7+D8"
    rows = opened(filled(county, 2))[LIST]
    assert rows["F3"].value.date() == date(2026, 6, 1)
    assert rows["C3"].value == "320802195001010001"
    assert rows["B5"].value is None


def test_what_no_cell_touches_stays_byte_by_byte(county: bytes) -> None:
    before, after = parts_of(county), parts_of(filled(county, ROOM))
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"xl/workbook.xml", *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3))}
    assert set(before) == set(after)
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    assert before["xl/charts/chart1.xml"] == after["xl/charts/chart1.xml"]


def test_old_results_do_not_stand_beside_new_figures(county: bytes) -> None:
    values = openpyxl.load_workbook(BytesIO(filled(county, ROOM + 7)), data_only=True)
    assert values[FIGURES]["D10"].value == 8.38
    assert values[LIST]["E15"].value == 12 * 500.5
    assert values[LIST]["F15"].value == "12人"
    assert values[TOTALS]["B1"].value == 12 * 500.5


def test_a_list_longer_than_the_form_pushes_everything_below_down(county: bytes) -> None:
    added = 7
    book = opened(filled(county, ROOM + added))
    sheet = book[LIST]
    assert [sheet.cell(3 + n, 2).value for n in range(ROOM + added)] == [
        f"王小{n}" for n in range(1, ROOM + added + 1)
    ]
    assert sheet["E15"].value == "=SUM(E3:E14)"
    assert sheet["F15"].value == '=COUNTA(B3:B14)&"人"'
    assert book[TOTALS]["B1"].value == f"={LIST}!E15"
    assert {str(block) for block in sheet.merged_cells.ranges} == {"A1:G1", "A15:D15"}
    assert sheet["A17"].value == "制表人："
    assert sheet["A17"].comment is not None
    assert sheet.print_area == f"'{LIST}'!$A$1:$G$17"
    assert sheet.print_title_rows == "$1:$2"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D3:D14"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["E3:E14"]
    assert {sheet.cell(3 + n, 5).number_format for n in range(ROOM + added)} == {"#,##0.00"}
    assert all(sheet.cell(3 + n, 7).border.left.style == "thin" for n in range(ROOM + added))


def test_pictures_below_a_list_go_along_and_charts_still_see_their_cells(county: bytes) -> None:
    parts = parts_of(filled(county, ROOM + 7))
    assert b"<xdr:row>16</xdr:row>" in parts["xl/drawings/drawing2.xml"]
    assert f"{FIGURES}!$D$4:$D$6".encode() in parts["xl/charts/chart1.xml"]


def test_a_single_line_of_room_grows_with_its_total(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["C2"] = "姓名", "金额", "=B2*2"
    sheet["B3"] = "=SUM(B2:B2)"
    book.save(tmp_path / "one.xlsx")
    block = Block("Sheet", 2, 1, (1, 2), [("甲", 1), ("乙", 2), ("丙", 3)])
    made = opened(fill((tmp_path / "one.xlsx").read_bytes(), "one", Filling({}, (block,))))["Sheet"]
    assert made["B5"].value == "=SUM(B2:B4)"
    assert [made[f"C{row}"].value for row in (2, 3, 4)] == ["=B2*2", "=B3*2", "=B4*2"]


def test_an_array_formula_of_a_list_stands_in_each_line_on_its_own(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓名", "数", "倍数"])
    for row in (2, 3):
        sheet.cell(row, 3).value = ArrayFormula(f"C{row}", f"=SUM(B{row}:B{row}*2)")
    sheet["A4"] = "合计"
    path = tmp_path / "array.xlsx"
    book.save(path)
    block = Block("Sheet", 2, 2, (1, 2), [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4)])
    page = opened(fill(path.read_bytes(), path.name, Filling({}, (block,))))["Sheet"]
    held = [page.cell(row, 3).value for row in range(2, 6)]
    assert [(one.ref, one.text) for one in held] == [
        (f"C{row}", f"=SUM(B{row}:B{row}*2)") for row in range(2, 6)
    ]


def test_cells_that_leave_out_where_they_stand_are_read_in_order(county: bytes) -> None:
    name = "xl/worksheets/sheet2.xml"
    bare = re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", parts_of(county)[name])
    made = fill(_with_part(county, name, bare), "bare.xlsx", Filling({(FIGURES, "D4"): 93}))
    assert opened(made)[FIGURES]["D4"].value == 93


def test_references_move_as_a_spreadsheet_moves_them() -> None:
    where = Inserted("表 一", at=19, count=10)
    moved = {
        "SUM(D5:D19)": "SUM(D5:D29)",
        "'表 一'!D19+A3": "'表 一'!D29+A3",
        "Sheet2!D19": "Sheet2!D19",
        'IF(A20>5,"D20",$D$5:$D$30)': 'IF(A30>5,"D20",$D$5:$D$40)',
        "SUM(D:D)+20": "SUM(D:D)+20",
    }
    assert {text: shift_formula(text, where, own=True) for text in moved} == moved
    assert shift_formula("D19+'表 一'!D19", where, own=False) == "D19+'表 一'!D29"
    assert shift_ranges("A1:B3 D19:D20", where) == "A1:B3 D29:D30"
    assert copied("D5*E$5", "F5", "F9") == "D9*E$5"
    assert shift_formula('"half', where, own=True) == '"half'
    assert copied('"half', "F5", "F9") == '"half'


def test_words_of_the_form_say_what_belongs_where(county: bytes) -> None:
    look = book_look(county, "county.xlsx")
    found = {(one.sheet, one.place): one for one in guesses(look.sheets)}
    assert found[FIGURES, "A1"].words == "{年}年{月}月退役军人事务工作月报"
    assert found[FIGURES, "A2"].words == "填报单位：{站名}"
    assert found[FIGURES, "D7"].said == "慰问金（现金+转账），本期（万元）"
    assert found[FIGURES, "E4"].said == "走访人次，本年累计（人次）"
    assert found[FIGURES, "D9"].unit == "%"
    assert (FIGURES, "D10") not in found  # a formula
    assert (FIGURES, "F4") not in found  # remarks
    listed = [one for one in found.values() if one.what is TemplateWhat.COLUMN]
    assert [one.said for one in listed][:3] == [
        "本期慰问发放：序号",
        "本期慰问发放：姓名",
        "本期慰问发放：身份证号",
    ]
    sheet = look.sheet(LIST)
    assert sheet is not None
    assert sheet.room(3, (2, 3, 5)) == ROOM


def test_no_figure_is_guessed_below_the_name_of_a_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("月报", 0)
    rows = [
        ("类别", "指标", "单位", "本月"),
        ("认证", "应认证人数", "人", None),
        (None, "认证率", "%", None),
        ("光荣牌", "悬挂光荣牌", "块", None),
        ("合计", None, None, "=SUM(D2:D4)"),
    ]
    thin = Side(style="thin")
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, text)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    book.save(tmp_path / "narrow.xlsx")
    look = book_look((tmp_path / "narrow.xlsx").read_bytes(), "narrow.xlsx")
    assert [one.place for one in guesses(look.sheets)] == ["D2", "D3", "D4"]


def refused(path: Path) -> str:
    """Why a file is not taken."""
    with pytest.raises(Rejected) as refusal:
        book_look(template_bytes(path), path.name)
    return refusal.value.code


def test_every_bad_file_is_refused_with_its_own_reason(tmp_path: Path, county: bytes) -> None:
    def written(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    utf16 = "utf-16-le"
    old = ole + b"\0" * 600 + "Workbook".encode(utf16)
    locked = ole + b"\0" * 600 + "EncryptedPackage".encode(utf16)
    assert refused(written("a.xls", old)) == "template.old_format"
    assert refused(written("a.xlsx", locked)) == "import.password"
    assert refused(written("a.xlsm", county)) == "template.macro"
    assert refused(written("hidden.xlsx", _with_part(county, "xl/vbaProject.bin"))) == (
        "template.macro"
    )
    assert refused(written("half.xlsx", county[: len(county) // 2])) == "import.damaged"
    assert refused(written("torn.xlsx", _torn(county))) == "template.damaged"
    assert refused(written("spoilt.xlsx", spoilt(county))) == "template.damaged"
    upwards = parts_of(county)["xl/_rels/workbook.xml.rels"].replace(b"worksheets/", b"../../../")
    assert refused(
        written("up.xlsx", _with_part(county, "xl/_rels/workbook.xml.rels", upwards))
    ) == ("template.damaged")
    assert refused(written("huge.xlsx", county + b"\0" * LARGEST)) == "template.too_large"
    assert refused(written("a.csv", "姓名,金额\n甲,5".encode())) == "template.text"
    assert refused(written("a.et", ole)) == "import.wps_format"


def test_a_part_with_definitions_of_its_own_is_not_opened(county: bytes) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    with pytest.raises(Rejected, match="damaged"):
        open_parts(_with_part(county, "xl/worksheets/sheet1.xml", bomb), "bomb.xlsx")


def _with_part(content: bytes, name: str, data: bytes = b"x") -> bytes:
    parts = {**parts_of(content), name: data}
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for each, body in parts.items():
            archive.writestr(each, body)
    return target.getvalue()


def _torn(content: bytes) -> bytes:
    """A workbook whose first sheet ends in the middle."""
    name = "xl/worksheets/sheet1.xml"
    return _with_part(content, name, parts_of(content)[name][:300])
