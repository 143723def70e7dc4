"""Templates: dropped in, bound, filled from the same figures as the tally, changed, undone."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from station_app.domain.codes import RosterColumn, TemplateSpan, TemplateWhat
from station_app.domain.periods import Period
from station_app.domain.template import Bound
from station_app.domain.template_moved import Fate
from station_app.domain.template_words import line_meant
from station_app.errors import Rejected
from station_app.models.local import TemplateFile
from station_app.models.template import FormTemplate, TemplateCell
from station_app.queries.tallies import tally_report
from station_app.queries.templates import bound_cells, list_templates
from station_app.services.printouts_again import find_again
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.template_filling import (
    FillOrder,
    fill_all,
    fill_template,
    preview,
)
from station_app.services.templates import (
    DroppedFile,
    ReplaceFile,
    add_template,
    bind_cells,
    bring_file,
    compare,
    let_go,
    likely_before,
    read_template,
    remove_template,
    rename_template,
    replace_file,
)
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from tests.fixtures.clock import StandingClock
from tests.fixtures.months import hand_in
from tools.sample_template import FIGURES, LIST, county_workbook


@pytest.fixture
def county(tmp_path: Path) -> DroppedFile:
    """The workbook as a clerk drops it in."""
    return read_template(county_workbook(tmp_path / "区局月报表.xlsx"))


@pytest.fixture
def today(clock: StandingClock) -> date:
    return clock().date()


@pytest.fixture
def village(store: Store, today: date) -> Store:
    """A station with a year of records."""
    fill_with_sample(store, SampleSize(people=24, years=1), today=today)
    return store


def added(store: Store, dropped: DroppedFile) -> UUID:
    """Kept with all that its words say."""
    with store.write("template") as session:
        return add_template(session, dropped, bind=dropped.guesses)


def bind(store: Store, template: UUID, *bounds: Bound) -> None:
    with store.write("bind") as session:
        bind_cells(session, template, bounds)


def refused(store: Store, template: UUID, bound: Bound) -> str:
    """Why a cell cannot show this."""
    with pytest.raises(Rejected) as refusal:
        bind(store, template, bound)
    return refusal.value.code


def figure(place: str, code: str, unit: str) -> Bound:
    return Bound(
        sheet=FIGURES,
        place=place,
        what=TemplateWhat.FIGURE,
        line_code=code,
        unit=unit,
        span=TemplateSpan.THIS,
    )


def test_every_cell_shows_what_the_tally_shows(
    village: Store, county: DroppedFile, today: date
) -> None:
    template = added(village, county)
    with village.read() as session:
        month = best_month(village, today)
        order = FillOrder(month, today, "李秀兰")
        made, look = preview(session, template, order)
        report = tally_report(session, month, today=today)
    book = openpyxl.load_workbook(BytesIO(made.content))
    sheet, rows = book[FIGURES], book[LIST]
    this, year = report.this, report.year_to_date
    assert year is not None
    assert sheet["D4"].value == this.value("B1", "人次")
    assert sheet["E4"].value == year.value("B1", "人次")
    fen = this.value("C2", "分") or 0
    assert Decimal(str(sheet["D7"].value)) == (Decimal(fen) / 1_000_000).quantize(Decimal("0.01"))
    assert sheet["A1"].value == f"{month.end[:4]}年{int(month.end[5:])}月退役军人事务工作月报"
    assert str(sheet["A2"].value).startswith("填报单位：")
    count = this.value("C1", "人次") or 0
    assert made.lines == count > 0
    paid = sum(Decimal(str(rows.cell(3 + n, 5).value)) for n in range(count))
    assert paid * 100 == fen
    assert [rows.cell(3 + n, 1).value for n in range(count)] == list(range(1, count + 1))
    assert made.full_ids
    shown = look.sheet(FIGURES)
    assert shown is not None
    assert shown.at(4, 4).text == str(this.value("B1", "人次"))
    account = book["口径说明"]
    told = {row[0].value: row[1].value for row in account.iter_rows(max_col=2)}
    assert told["统计期间"] == month.label
    assert "走访人次" in told
    assert account.sheet_properties.pageSetUpPr.fitToPage  # both columns on one sheet of paper
    assert made.serial is not None
    with village.read() as session:
        again = find_again(session, made.serial, today=today)
    assert len(again.found.rows) >= count
    assert again.head.title == made.row.name


def test_the_number_of_a_filled_form_holds_each_figure_once_also_those_in_words(
    village: Store, county: DroppedFile, today: date
) -> None:
    with village.write("template") as session:
        template = add_template(session, county)
    with village.read() as session:
        month = best_month(village, today)
        this = tally_report(session, month, today=today).this
    part = next(code for code, line in this.by_code.items()
                if code.startswith("C4.") and line.value("人次"))  # fmt: skip
    words = Bound(sheet=FIGURES, place="F4", what=TemplateWhat.WORDS, words="走访{走访人次}人次")
    bind(village, template, figure("D4", "C4", "人次"), figure("D5", part, "人次"), words)
    with village.read() as session:
        made = fill_template(session, template, FillOrder(month, today))
        assert made.serial is not None
    with village.read() as session:
        parts = {one.code: one for one in find_again(session, made.serial, today=today).parts}
    assert parts[part].count == this.value(part, "人次")
    assert "B1" in parts or not this.value("B1", "人次")
    account = openpyxl.load_workbook(BytesIO(made.content))["口径说明"]
    assert "走访人次" in {row[0].value for row in account.iter_rows(max_col=1)}


def test_templates_called_alike_on_two_pcs_are_filled_into_two_files(
    store: Store, county: DroppedFile, tmp_path: Path, today: date
) -> None:
    first = added(store, county)
    edition = read_template(county_workbook(tmp_path / "新版.xlsx", extra_line=True))
    second = added(store, edition)
    with store.write("as another PC calls them") as session:
        for key in (first, second):
            session.get_one(FormTemplate, key).name = "县/区月报"
    folder = tmp_path / "都填好"
    folder.mkdir()
    with store.read() as session:
        done = fill_all(session, folder, FillOrder(Period.month("2026-06"), today))
    assert done.saved == ("县_区月报 2026年6月.xlsx", "县_区月报 2026年6月（2）.xlsx")
    assert sorted(one.name for one in folder.iterdir()) == sorted(done.saved)
    assert (done.open_months, done.uncomputed) == (("2026-06",), ())
    with store.write("报出") as session:
        hand_in(session, "2026-06")
    with store.read() as session:
        assert (
            fill_all(session, folder, FillOrder(Period.month("2026-06"), today)).open_months == ()
        )


def best_month(store: Store, today: date) -> Period:
    """A month in which something was paid."""
    with store.read() as session:
        for number in range(12, 0, -1):
            month = Period.month(f"{today.year - (number > today.month):04}-{number:02}")
            if tally_report(session, month, today=today).this.value("C1", "人次"):
                return month
    raise AssertionError("the sample pays somebody every year")


def test_binding_is_refused_where_it_would_break_the_form(
    store: Store, county: DroppedFile
) -> None:
    template = added(store, county)
    assert refused(store, template, figure("D10", "B1", "人次")) == "template.formula_cell"
    assert refused(store, template, figure("C1", "B1", "人次")) == "template.covered_cell"
    assert refused(store, template, figure("D4", "B1", "万元")) == "template.unit_unknown"
    assert refused(store, template, figure("D4", "ZZ", "人次")) == "template.line_missing"
    words = Bound(sheet=FIGURES, place="A2", what=TemplateWhat.WORDS, words="{站长}")
    assert refused(store, template, words) == "template.slot_unknown"
    broken = Bound(sheet=FIGURES, place="A2", what=TemplateWhat.WORDS, words="{站名")
    assert refused(store, template, broken) == "template.brace"
    nobody = Bound(sheet=LIST, place="B3", what=TemplateWhat.COLUMN, line_code="C1")
    assert refused(store, template, nobody) == "template.column_missing"


def test_a_cell_is_bound_anew_let_go_and_undone(store: Store, county: DroppedFile) -> None:
    template = added(store, county)
    named = Bound(
        sheet=FIGURES, place="F4", what=TemplateWhat.WORDS, words="走访{走访人次}人次，{日期}"
    )
    bind(store, template, figure("D4", "B2", "户次"), named)
    with store.read() as session:
        cells = {one.bound.place: one.bound for one in bound_cells(session, template)}
        assert cells["D4"].line_code == "B2"
        assert cells["F4"].words == named.words
    with store.write("let go") as session:
        let_go(session, template, FIGURES, "D4")
    with store.read() as session:
        assert "D4" not in {one.bound.place for one in bound_cells(session, template)}
    undo_last(store)
    undo_last(store)
    with store.read() as session:
        cells = {one.bound.place: one.bound for one in bound_cells(session, template)}
    assert cells["D4"].line_code == "B1"
    assert "F4" not in cells


def test_a_new_edition_asks_only_for_what_moved(
    store: Store, county: DroppedFile, tmp_path: Path, today: date
) -> None:
    template = added(store, county)
    edition = read_template(county_workbook(tmp_path / "新版.xlsx", extra_line=True))
    with store.read() as session:
        found = likely_before(session, edition)
        assert found is not None
        assert found.row.template_id == template
        same = compare(
            session,
            template,
            read_template(county_workbook(tmp_path / "7月.xlsx", month="2026年7月")),
        )
    assert {one.before.sheet for one in found.asked} == {FIGURES}
    assert {one.bound.place: one.bound.line_code for one in found.new} == {"D4": "B4", "E4": "B4"}
    again = [one for one in found.asked if one not in found.new]
    assert {one.fate for one in again} == {Fate.MOVED}
    moved = {one.before.place: one.bound.place for one in again}
    assert moved["D4"] == "D5"
    assert moved["E9"] == "E10"
    assert found.kept == len(county.guesses) - len(moved)
    assert (same.asked, same.new_rows) == ((), ())  # another month in the title moves nothing

    with store.write("replace") as session:
        unwanted = {one.cell_id: None for one in found.new if one.bound.place == "E4"}
        replace_file(session, ReplaceFile(template, edition, unwanted))
    with store.read() as session:
        made = fill_template(session, template, FillOrder(Period.month("2026-06"), today))
        cells = {one.bound.place: one.bound for one in bound_cells(session, template)}
    assert (cells["D5"].line_code, cells["D4"].line_code) == ("B1", "B4")
    assert "E4" not in cells
    sheet = openpyxl.load_workbook(BytesIO(made.content))[FIGURES]
    assert sheet["B4"].value == "电话（视频）联系人次"
    assert (sheet["D4"].value, sheet["D5"].value, sheet["E4"].value) == (0, 0, None)
    undo_last(store)
    with store.read() as session:
        cells = {one.bound.place: one.bound for one in bound_cells(session, template)}
        assert cells["D4"].line_code == "B1"
        assert list_templates(session)[0].file_hash == county.file_hash


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("county", "退役军人事务工作月报"),
        ("附件2", "退役军人事务工作月报"),
        ("附件2：区局月报表", "附件2：区局月报表"),
        ("区局月报表", "区局月报表"),
    ],
)
def test_a_form_whose_file_says_nothing_is_called_by_its_title(
    tmp_path: Path, file: str, named: str
) -> None:
    book = county_workbook(tmp_path / "1.xlsx", month="2026年7月")
    assert read_template(book.rename(tmp_path / f"{file}.xlsx")).name == named


def test_what_counties_call_everybody_on_the_roll_is_known() -> None:
    assert {line_meant([words]) for words in ("在册服务对象总数", "期末在册服务对象")} == {"A1"}


def test_a_cell_bound_on_two_pcs_is_let_go_and_moved_as_one(
    store: Store, county: DroppedFile, tmp_path: Path
) -> None:
    template = added(store, county)
    with store.write("as on another PC") as session:
        for place in ("D4", "E4"):
            session.add(
                TemplateCell(
                    template_id=template, sheet=FIGURES, place=place, what="FIGURE",
                    line_code="B2", unit="户次", span="THIS",
                )
            )  # fmt: skip
    with store.write("let go") as session:
        let_go(session, template, FIGURES, "E4")
    edition = read_template(county_workbook(tmp_path / "新版.xlsx", extra_line=True))
    with store.write("replace") as session:
        asked = compare(session, template, edition).asked
        gone = {one.cell_id: None for one in asked if one.fate is Fate.LOST}
        replace_file(session, ReplaceFile(template, edition, gone))
    with store.read() as session:
        cells = {one.bound.place: one.bound.line_code for one in bound_cells(session, template)}
    assert "B1" not in cells.values()
    assert (cells["D4"], cells["E4"]) == ("B4", "B4"), "the row that the edition has more"


def test_what_is_gone_from_a_new_edition_waits_for_an_answer(
    store: Store, county: DroppedFile, tmp_path: Path
) -> None:
    template = added(store, county)
    book = openpyxl.load_workbook(tmp_path / "区局月报表.xlsx")
    book[FIGURES]["B5"] = "别的项目"
    book.save(tmp_path / "少了.xlsx")
    edition = read_template(tmp_path / "少了.xlsx")
    with store.read() as session:
        found = compare(session, template, edition)
    assert (found.new, found.new_rows) == ((), ("别的项目",))
    lost = [one for one in found.asked if one.fate is Fate.LOST]
    assert {one.before.place for one in lost} == {"D5", "E5"}
    with pytest.raises(Rejected, match="still_lost"), store.write("replace") as session:
        replace_file(session, ReplaceFile(template, edition, {}))
    answers = {lost[0].cell_id: (FIGURES, "F5"), lost[1].cell_id: None}
    with store.write("replace") as session:
        replace_file(session, ReplaceFile(template, edition, answers))
    with store.read() as session:
        places = {one.bound.place for one in bound_cells(session, template)}
    assert "F5" in places
    assert not {"D5", "E5"} & places


def test_templates_have_names_of_their_own_and_come_back_whole(
    store: Store, county: DroppedFile, tmp_path: Path
) -> None:
    template = added(store, county)
    with pytest.raises(Rejected, match="already_here"), store.write("again") as session:
        add_template(session, county)
    other = tmp_path / "other"
    other.mkdir()
    second = read_template(county_workbook(other / "区局月报表.xlsx", extra_line=True))
    added(store, second)
    with store.read() as session:
        assert [one.name for one in list_templates(session)] == ["区局月报表", "区局月报表（2）"]
    with pytest.raises(Rejected, match="name_taken"), store.write("rename") as session:
        rename_template(session, template, "区局月报表（2）")
    with store.write("rename") as session:
        rename_template(session, template, " 月报 ")
    with store.write("remove") as session:
        remove_template(session, template, reason="不再用")
    with store.read() as session:
        assert [one.name for one in list_templates(session)] == ["区局月报表（2）"]
    undo_last(store)
    with store.read() as session:
        back = next(one for one in list_templates(session) if one.template_id == template)
        assert (back.name, back.cells, back.is_here) == ("月报", len(county.guesses), True)


def test_another_pc_knows_the_cells_and_wants_the_file_once(
    store: Store, county: DroppedFile, tmp_path: Path, today: date
) -> None:
    template = added(store, county)
    with store.write("as on another PC") as session:
        held = session.get(TemplateFile, county.file_hash)
        assert held is not None
        session.delete(held)
    order = FillOrder(Period.month("2026-06"), today)
    with store.read() as session, pytest.raises(Rejected, match="file_not_here"):
        fill_template(session, template, order)
    with store.read() as session:
        assert fill_all(session, tmp_path, order).left_out == ("区局月报表",)
    with store.write("bring") as session:
        bring_file(session, template, county)
    with store.read() as session:
        done = fill_all(session, tmp_path, order)
    assert done.saved == ("区局月报表 2026年6月.xlsx",)
    assert (tmp_path / done.saved[0]).exists()


def test_two_lists_side_by_side_share_their_rows(store: Store, tmp_path: Path, today: date) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "日期", "户主"])
    sheet["A3"] = "合计"
    book.save(tmp_path / "并排.xlsx")
    dropped = read_template(tmp_path / "并排.xlsx")
    columns = {"A2": ("B1", RosterColumn.NAME), "C2": ("E8", RosterColumn.HEAD)}
    bounds = [
        Bound(sheet="Sheet", place=place, what=TemplateWhat.COLUMN, line_code=code,
              roster_column=column)
        for place, (code, column) in columns.items()
    ]  # fmt: skip
    with store.write("template") as session:
        template = add_template(session, dropped, bind=bounds)
    with store.read() as session:
        made = fill_template(session, template, FillOrder(Period.month("2026-06"), today))
    assert made.lines == 0
    again = openpyxl.load_workbook(BytesIO(made.content))["Sheet"]
    assert (again["A2"].value, again["A3"].value) == (None, "合计")
