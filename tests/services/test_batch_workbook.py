"""The list of a batch as a workbook: typed cells, sums that reckon, nothing acts as a formula."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from station_app.models.identifiers import BatchId
from station_app.services import condolence, condolence_paying
from station_app.services.batch_workbook import save_batch
from station_app.services.condolence import Freeze
from station_app.services.condolence_paying import Sign
from station_app.store.unit_of_work import Store
from tests.services.batches_of_tests import EVIL, ID, batch

TODAY = date(2022, 10, 20)


def saved(store: Store, batch_id: BatchId, folder: Path) -> Worksheet:
    with store.read() as session:
        path = save_batch(session, folder / "名单.xlsx", batch_id, today=TODAY, by="李秀兰")
    return load_workbook(BytesIO(path.read_bytes())).worksheets[0]


def column(sheet: Worksheet, heading: str) -> int:
    found = [cell.column for cell in sheet[3] if cell.value == heading]
    assert found, heading
    return int(found[0] or 0)


def test_amounts_are_numbers_and_id_numbers_are_text(store: Store, tmp_path: Path) -> None:
    sheet = saved(store, batch(store), tmp_path)
    amount, number = column(sheet, "金额（元）"), column(sheet, "身份证号")
    assert [sheet.cell(row, amount).value for row in (4, 5, 6)] == [500, 800.5, 500]
    assert sheet.cell(4, amount).number_format == "#,##0.00"
    assert sheet.cell(4, 1).alignment.indent == 1  # keeps off the name beside it
    assert sheet.cell(4, number).value == ID
    assert sheet.cell(4, number).data_type == "s"


def test_the_sum_is_a_formula_with_its_value_and_the_words_stand_below(
    store: Store, tmp_path: Path
) -> None:
    sheet = saved(store, batch(store), tmp_path)
    amount = column(sheet, "金额（元）")
    letter = sheet.cell(7, amount).coordinate.rstrip("0123456789")
    assert sheet.cell(7, amount).value == f"=SUM({letter}4:{letter}6)"
    assert "壹仟捌佰元零伍角整" in str(sheet.cell(8, 1).value)
    reckoned = load_workbook(tmp_path / "名单.xlsx", data_only=True).worksheets[0]
    assert reckoned.cell(7, amount).value == 1800.5


def test_nothing_that_people_wrote_can_act_as_a_formula(store: Store, tmp_path: Path) -> None:
    sheet = saved(store, batch(store), tmp_path)
    for heading in ("住址", "备注"):
        cell = sheet.cell(6, column(sheet, heading))
        assert cell.value == EVIL
        assert cell.data_type == "s"
    with ZipFile(tmp_path / "名单.xlsx") as inside:
        text = inside.read("xl/worksheets/sheet1.xml").decode()
    assert text.count("<f>") == 1


def test_a_day_of_signing_is_a_date(store: Store, tmp_path: Path) -> None:
    made = batch(store)
    with store.write("试") as session:
        condolence.freeze(session, Freeze(made), today=TODAY)
        line = condolence.lines_of(session, made)[0]
        order = Sign(plan_id=line.id, paid_on=TODAY)  # type: ignore[arg-type]
        condolence_paying.sign(session, order, today=TODAY)
    sheet = saved(store, made, tmp_path)
    cell = sheet.cell(4, column(sheet, "领取日期"))
    assert cell.is_date
    assert str(cell.value).startswith("2022-10-20")


def test_a_list_of_goods_has_their_name_number_and_value(store: Store, tmp_path: Path) -> None:
    sheet = saved(store, batch(store, form="GOODS"), tmp_path)
    headings = [cell.value for cell in sheet[3]]
    assert "折款（元）" in headings
    assert "金额（元）" not in headings


def test_the_sheet_is_set_up_for_printing(store: Store, tmp_path: Path) -> None:
    sheet = saved(store, batch(store), tmp_path)
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "C4"
    assert "李秀兰" in str(sheet.oddFooter.right.text)


def test_a_file_in_the_way_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "名单.xlsx").mkdir()
    with pytest.raises(Exception, match=r"file\.not_saved"):
        saved(store, batch(store), tmp_path)
