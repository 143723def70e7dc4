"""Finding the table, its columns and its people on the sheets offices send (DOMAIN 7)."""

from pathlib import Path

import openpyxl

from station_app.domain.imports import COLUMNS, ImportKind
from station_app.exchange.columns import How, fingerprint, guess_columns, known_headings
from station_app.exchange.source_rows import LineKind, SourceRow, source_rows
from station_app.exchange.table import Table, find_table, table_without_heading
from station_app.exchange.workbook import read_workbook

from .sheets import ROSTER, ROSTER_HEADING, Rows, xlsx

ROSTER_COLUMNS = COLUMNS[ImportKind.ROSTER]
KNOWN = known_headings(ROSTER_COLUMNS)


def table_of(path: Path) -> Table:
    table = find_table(read_workbook(path).sheets[0], KNOWN)
    assert table is not None
    return table


def meanings(table: Table, kind: ImportKind = ImportKind.ROSTER) -> dict[str, str | None]:
    return {c.heading: c.field for c in guess_columns(table, COLUMNS[kind])}


def lines(table: Table) -> list[SourceRow]:
    return list(source_rows(table, guess_columns(table, ROSTER_COLUMNS)))


def test_defect_01_the_heading_is_found_under_title_and_notes(tmp_path: Path) -> None:
    rows: Rows = [
        ["青石村2023年退役军人花名册"],
        ["填报单位：青石村", None, "填报日期：2023.5"],
        *ROSTER,
    ]
    table = table_of(xlsx(tmp_path / "a.xlsx", rows, merged=["A1:H1", "A2:B2"]))
    assert (table.top, table.bottom) == (2, 2)
    assert "青石村2023年退役军人花名册" in table.title
    assert [line.values["name"] for line in lines(table)] == ["张三", "李梅"]


def test_defect_02_a_heading_of_two_storeys_is_put_together(tmp_path: Path) -> None:
    rows: Rows = [
        ["名册"],
        ["序号", "姓名", "身份证号", "家庭住址", None, "联系方式", None],
        [None, None, None, "村", "组", "手机", "固话"],
        [1, "张三", "320802195807120016", "青石村", "一组", "13812345678", "0517-83912345"],
    ]
    merged = ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"]
    table = table_of(xlsx(tmp_path / "a.xlsx", rows, merged=merged))
    assert (table.top, table.bottom) == (1, 2)
    assert meanings(table) == {
        "序号": "serial",
        "姓名": "name",
        "身份证号": "id_number",
        "家庭住址-村": "village",
        "家庭住址-组": "group_name",
        "联系方式-手机": "mobile",
        "联系方式-固话": "phone2",
    }


def test_defect_02_children_without_tall_cells_beside_them_are_headings_too(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "身份证号", "联系方式", None],
        [None, None, "手机", "固话"],
        ["张三", "320802195807120016", "13812345678", None],
    ]
    table = table_of(xlsx(tmp_path / "a.xlsx", rows, merged=["C1:D1"]))
    assert table.bottom == 1
    assert [line.number for line in lines(table)] == [3]


def test_defect_03_merged_cells_fill_down_inside_their_block_only(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "身份证号", "户主", "家庭住址", "金额"],
        ["张三", "320802195807120016", "张三", "一组1号", 500],
        ["李梅", "320802195807120024", None, None, None],
        ["王五", "32081219620815000X", None, None, None],
    ]
    table = table_of(xlsx(tmp_path / "a.xlsx", rows, merged=["C2:C3", "E2:E3"]))
    first, second, third = lines(table)
    assert second.values["head_name"] == "张三"
    assert second.filled == {"head_name"}
    assert "address" not in second.values
    assert "head_name" not in third.values
    assert "amount" not in second.values
    assert first.merged_money == second.merged_money == {"amount"}
    assert third.merged_money == frozenset()


def test_defect_14_totals_and_signatures_are_no_people(tmp_path: Path) -> None:
    foot: Rows = [
        ["合 计", None, "共2人"],
        ["制表人：李秀兰", None, "站长："],
        ["注：以上属实"],
        ["共23人"],
    ]
    table = table_of(xlsx(tmp_path / "a.xlsx", [*ROSTER, *foot]))
    kinds = [line.kind for line in lines(table)]
    assert kinds == [
        LineKind.DATA,
        LineKind.DATA,
        LineKind.TOTAL,
        LineKind.FOOT,
        LineKind.FOOT,
        LineKind.TOTAL,
    ]


def test_defect_15_blank_lines_and_printed_headings_are_not_read(tmp_path: Path) -> None:
    rows = [*ROSTER[:2], [], [None, " "], ROSTER_HEADING, ROSTER[2], []]
    assert [line.number for line in lines(table_of(xlsx(tmp_path / "a.xlsx", rows)))] == [2, 6]


def test_defect_15_hidden_rows_are_read_and_marked(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ROSTER)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    assert [line.hidden for line in lines(table_of(path))] == [False, True]


def test_defect_16_a_serial_number_is_never_a_key(tmp_path: Path) -> None:
    rows = [ROSTER_HEADING, ROSTER[1], (1, *ROSTER[2][1:])]
    assert [line.key for line in lines(table_of(xlsx(tmp_path / "a.xlsx", rows)))] == [None, None]


def test_somebody_elses_name_does_not_become_the_persons(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "身份证号", "父亲姓名", "配偶电话", "户主姓名", "是否参加培训"],
        ["张三", "320802195807120016", "张大", "13812345678", "张大", "是"],
    ]
    found = meanings(table_of(xlsx(tmp_path / "a.xlsx", rows)))
    assert found["姓名"] == "name"
    assert found["户主姓名"] == "head_name"
    assert found["父亲姓名"] is None
    assert found["是否参加培训"] is None


def test_columns_without_known_words_are_told_by_their_content(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "号码一", "号码二", "民族", "性别", "x"],
        *[["张三", "320802195807120016", "13812345678", "汉", "男", "y"] for _ in range(4)],
    ]
    table = table_of(xlsx(tmp_path / "a.xlsx", rows))
    by_heading = {c.heading: (c.field, c.how) for c in guess_columns(table, ROSTER_COLUMNS)}
    assert by_heading["号码一"] == ("id_number", How.CONTENT)
    assert by_heading["号码二"] == ("mobile", How.CONTENT)
    assert by_heading["x"] == (None, None)


def test_a_list_without_any_heading_is_told_by_content(tmp_path: Path) -> None:
    sheet = read_workbook(xlsx(tmp_path / "a.xlsx", ROSTER[1:])).sheets[0]
    assert find_table(sheet, KNOWN) is None
    columns = guess_columns(table_without_heading(sheet), ROSTER_COLUMNS)
    fields = [column.field for column in columns]
    assert fields[1:4] == ["name", "sex", "id_number"]


def test_units_and_hints_in_brackets_do_not_hide_a_heading(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓 名", "身份证号码（18位）", "慰问金(元)", "联系\n电话"],
        ["张三", "1", 5, "2"],
    ]
    found = meanings(table_of(xlsx(tmp_path / "a.xlsx", rows)))
    assert list(found.values()) == ["name", "id_number", "amount", "phone"]


def test_the_fingerprint_is_of_the_heading_and_not_of_the_people(tmp_path: Path) -> None:
    one = table_of(xlsx(tmp_path / "a.xlsx", ROSTER))
    two = table_of(xlsx(tmp_path / "b.xlsx", [["标题"], *ROSTER[:2]]))
    other = table_of(xlsx(tmp_path / "c.xlsx", [ROSTER_HEADING[1:], ROSTER[1][1:]]))
    assert fingerprint(one) == fingerprint(two) != fingerprint(other)
