"""Workbooks that go out and come back: the repaired one, the exported one, any one."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.domain.imports import REASON_HEADING, ROW_KEY_HEADING, ImportKind, RowState
from station_app.errors import Rejected, Unavailable
from station_app.models.person import Person
from station_app.queries import imports
from station_app.queries.people_filters import PeopleFilter
from station_app.services import importing
from station_app.services.import_return import write_errors
from station_app.services.import_values import Answer, ImportPreview, ImportReport
from station_app.services.list_exports import ListOrder, export_list
from station_app.store.unit_of_work import Store
from tests.data.rosters.make_roster_messy import build, number
from tests.exchange.sheets import Rows, xls, xlsx

TODAY = date(2026, 10, 20)
HEAD = ("姓名", "身份证号", "人员类别", "备注")


def look(store: Store, path: Path) -> ImportPreview:
    with store.read() as session:
        return importing.preview(session, ImportKind.ROSTER, path, today=TODAY)


def take_in(store: Store, path: Path) -> ImportReport:
    seen = look(store, path)
    with store.write("import") as session:
        return importing.commit(session, seen)


def count(store: Store) -> int:
    with store.read() as session:
        return len(session.scalars(select(Person.id).where(Person.deleted.is_(False))).all())


def column_of(page: Any, heading: str, row: int = 1) -> int:
    return int(next(cell.column for cell in page[row] if cell.value == heading))


# ---------------------------------------------------------------------- the repaired workbook


def test_the_clerks_workbook_comes_back_with_red_and_amber_cells(
    store: Store, tmp_path: Path
) -> None:
    source = tmp_path / "messy.xlsx"
    build(source)
    waiting = write_errors(look(store, source), tmp_path / "out.xlsx")
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")["Sheet1"]
    rows = {row.row: row for row in look(store, source).rows if row.sheet == "Sheet1"}
    reasons, keys = column_of(page, REASON_HEADING, 5), column_of(page, ROW_KEY_HEADING, 5)
    marked = {row for row in rows if page.cell(row, reasons).value}
    assert marked == {n for n, row in rows.items() if row.state in {"doubtful", "refused"}}
    assert waiting == len(marked) + 1  # one more on the sheet of the dead
    short = next(n for n, row in rows.items() if row.text("name") == "朴少一")
    assert page.cell(short, 4).fill.fgColor.rgb == "FFF4C7C3"
    assert "18 位" in page.cell(short, reasons).value
    assert page.column_dimensions[page.cell(5, keys).column_letter].hidden
    assert page.cell(1, 1).value == "青石村2023年退役军人花名册"
    assert page.merged_cells.ranges == openpyxl.load_workbook(source)["Sheet1"].merged_cells.ranges


def test_the_repaired_workbook_doubles_nobody(store: Store, tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        ("张三", number("19500101"), "参战", None),
        ("李四", None, "参战", "没有号码"),
        ("王五", "32080219500103001", "参战", None),
        ("赵六", number("19500104"), "两参", None),
    ]
    source, back = xlsx(tmp_path / "a.xlsx", rows), tmp_path / "back.xlsx"
    seen = look(store, source)
    write_errors(seen, back)
    first = take_in(store, source)
    assert (first.counts[RowState.NEW], first.drafts, count(store)) == (1, 1, 2)
    book = openpyxl.load_workbook(back)
    page = book.worksheets[0]
    page["B3"], page["B4"], page["C5"] = number("19500102"), number("19500103"), "参战"
    page["D2"] = "这一行上次已经进了"
    book.save(back)
    second = take_in(store, back)
    assert [row.state for row in second.rows] == ["unchanged", "merged", "new", "new"]
    assert count(store) == 4
    with store.read() as session:
        assert imports.parked_rows(session) == []
        found = {p.name: (p.id_number, p.status) for p in session.scalars(select(Person))}
    assert found["李四"] == (number("19500102"), PersonStatus.ACTIVE)
    assert take_in(store, back).counts == {RowState.UNCHANGED: 4}


def test_half_repaired_it_waits_for_the_rest(store: Store, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ("李四", "123", "参战", None), ("赵六", number("19500104"), "两参", None)]
    source, back = xlsx(tmp_path / "a.xlsx", rows), tmp_path / "back.xlsx"
    write_errors(look(store, source), back)
    take_in(store, source)
    book = openpyxl.load_workbook(back)
    book.worksheets[0]["C3"] = "参战"
    book.save(back)
    assert take_in(store, back).counts == {RowState.NEW: 1, RowState.REFUSED: 1}
    write_errors(look(store, back), tmp_path / "again.xlsx")
    page = openpyxl.load_workbook(tmp_path / "again.xlsx").worksheets[0]
    reasons = column_of(page, REASON_HEADING)
    assert page.cell(2, reasons).value
    assert not page.cell(3, reasons).value
    assert [cell.value for cell in page[1]].count(REASON_HEADING) == 1
    with store.read() as session:
        assert len(imports.parked_rows(session)) == 1


def test_a_line_copied_with_its_key_is_somebody_else(store: Store, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ("赵六", number("19500104"), "两参", None)]
    source, back = xlsx(tmp_path / "a.xlsx", rows), tmp_path / "back.xlsx"
    write_errors(look(store, source), back)
    take_in(store, source)
    book = openpyxl.load_workbook(back)
    page = book.worksheets[0]
    page["C2"] = "参战"
    page.append([cell.value for cell in page[2]])
    page["A3"], page["B3"] = "钱七", number("19500105")
    book.save(back)
    assert take_in(store, back).counts == {RowState.NEW: 2}


def test_old_workbooks_and_text_come_back_as_new_workbooks(store: Store, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ("李四", "32080219500102", "参战", "=1+1"), ("王五", 3.2e17, "参战", None)]
    old = xls(tmp_path / "a.xls", rows)
    text = tmp_path / "b.csv"
    with text.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["" if c is None else c for c in row] for row in rows])
    for source in (old, text):
        write_errors(look(store, source), tmp_path / "out.xlsx")
        page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
        assert page["A2"].value == "李四"
        assert page["D2"].data_type == "s"  # text that begins with = runs nowhere
        assert page["D2"].value == "=1+1"
        assert page.cell(2, column_of(page, REASON_HEADING)).value
    assert look(store, tmp_path / "out.xlsx").rows[1].state is RowState.DOUBTFUL


def test_the_workbook_is_not_written_over_its_source(store: Store, tmp_path: Path) -> None:
    source = xlsx(tmp_path / "a.xlsx", [HEAD, ("李四", "123", None, None)])
    with pytest.raises(Rejected, match=r"import\.same_file"):
        write_errors(look(store, source), source)
    with pytest.raises(Unavailable, match=r"import\.target_locked"):
        write_errors(look(store, source), tmp_path / "missing" / "out.xlsx")
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["a.xlsx"]


# ---------------------------------------------------------------------- the exported list


def exported(session: Session, path: Path) -> int:
    """Everybody as the window saves them; read again as any roster is."""
    return export_list(session, path, ListOrder("people", PeopleFilter()), today=TODAY).count


def test_the_exported_list_comes_back_without_a_change(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "messy.xlsx"
    build(source)
    take_in(store, source)
    with store.read() as session:
        written = exported(session, tmp_path / "list.xlsx")
    again = look(store, tmp_path / "list.xlsx")
    odd = [(row.text("name"), row.state, [r.code for r in row.reasons]) for row in again.rows]
    assert [each for each in odd if each[1] is not RowState.UNCHANGED] == []
    assert again.rows_read == written == count(store)


def test_an_edited_cell_of_the_list_is_a_question_with_both_values(
    store: Store, tmp_path: Path
) -> None:
    take_in(store, xlsx(tmp_path / "a.xlsx", [HEAD, ("张三", number("19500101"), "参战", None)]))
    path = tmp_path / "list.xlsx"
    with store.read() as session:
        exported(session, path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page.cell(3, column_of(page, "姓名", 2)).value = "张三丰"
    page.cell(3, column_of(page, "手机", 2)).value = "13812345678"
    book.save(path)
    (row,) = look(store, path).rows
    assert row.state is RowState.DOUBTFUL
    assert "row.differs" in {reason.code for reason in row.reasons}
    report = take_in(store, path)
    with store.write("answer") as session:
        (waiting,) = imports.parked_rows(session, report.run_id)
        importing.answer(session, waiting.row_id, Answer(conflicts="file"), today=TODAY)
        person = session.scalars(select(Person)).one()
        assert (person.name, person.mobile) == ("张三丰", "13812345678")


def test_ids_of_the_list_are_text_and_formulas_stay_text(store: Store, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ("张三", number("19500101"), "参战", "=HYPERLINK(1)")]
    take_in(store, xls(tmp_path / "a.xls", rows))
    with store.read() as session:
        exported(session, tmp_path / "list.xlsx")
    page = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    cells = {cell.value: cell for cell in page[3]}
    assert cells[number("19500101")].data_type == "s"
    assert cells["=HYPERLINK(1)"].data_type == "s"


# ---------------------------------------------------------------------- any workbook

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["张三", "李四 王五", "（故）赵六", "合计", "制表人：", "#REF!", "=1", "/", "无", "？"]
    ),
    st.sampled_from(
        [number("19500101"), "320802580712001", "3.2E+17", "13812345678", "两参", "男"]
    ),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(min_value=date(1900, 3, 1), max_value=date(2100, 1, 1)),
    st.text(alphabet="0123456789一二三年月日.-/张李 ", max_size=12),
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=8))
def test_whatever_stands_in_a_sheet_every_row_has_one_state(
    store: Store, tmp_path: Path, rows: list[list[Any]]
) -> None:
    head = ["姓名", "身份证号", "出生日期", "联系电话", "人员类别"]
    path = xlsx(tmp_path / "any.xlsx", [head, *rows])
    seen = look(store, path)
    written = [row for row in rows if any(str(c).strip() for c in row if c is not None)]
    assert seen.rows_read == sum(seen.counts.values())
    assert seen.rows_read <= len(written)
    assert all(row.reasons for row in seen.rows if row.state not in {"new", "unchanged"})
    repeated = [row for row in written if sum(cell in head for cell in row) >= 2]
    assert seen.rows_read == len(written) - len(repeated)
