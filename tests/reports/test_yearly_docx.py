"""The yearly report as a Word document: read back, its charts' parts, its number."""

import io
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from openpyxl import load_workbook

from station_app.domain.annual_lines import EVERY
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, TallyLine
from station_app.domain.yearly_charts import PAYMENTS, VISITS, Chart, Series
from station_app.domain.yearly_compared import compare
from station_app.domain.yearly_slots import Knowledge, Slot
from station_app.domain.yearly_text import OwnPhrase, compose, sentences, title_of
from station_app.models.identifiers import new_id
from station_app.queries.yearly import yearly
from station_app.reports.yearly_docx import YearlyPaper, docx
from station_app.services.printouts_again import find_again
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.yearly_report import YearlyOrder, yearly_docx
from station_app.store.unit_of_work import Store

TODAY = date(2022, 10, 20)
NOW = datetime(2022, 10, 20, 2, 0, tzinfo=UTC)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
STRANGE = "㛃䶮𬭎<&>"


@pytest.fixture(scope="module")
def made() -> bytes:
    """A document with a gap, rare characters, a table and two charts."""
    figures = {code: TallyLine(line, {}) for code, line in EVERY.items()}
    figures["C2"] = TallyLine(EVERY["C2"], {FEN: 57_220_000})
    own = OwnPhrase(new_id(), section="visits", words=f"{STRANGE}{{C2:万元}}万元，{{?:会}}次。")
    text = compose(
        title_of(Period.year(2022)),
        sentences([own], EVERY),
        Knowledge("2022年", figures, {}),
    )
    other = {"C2": TallyLine(EVERY["C2"], {FEN: 50_000_000})}
    charts = (
        Chart(VISITS, "人次", ("1月", "2月"), (Series("2022年", (3, None)), Series("旧", (1, 2)))),
        Chart(PAYMENTS, FEN, (STRANGE,), (Series("2022年", (57_225_000,)),), lying=True),
    )
    return docx(
        YearlyPaper(
            text=text,
            station="青石村退役军人服务站",
            periods=("2022年", "2021年"),
            made_on=TODAY,
            made_by="李秀兰",
            made_at=NOW,
            rows=compare([Slot("C2", "万元")], figures, other),
            charts=charts,
            notes=("还有 1 处数字没有填，已标黄。",),
            serial="2611402188375",
        )
    )


def test_the_text_reads_as_it_does_on_the_screen_and_gaps_are_yellow(made: bytes) -> None:
    document = Document(io.BytesIO(made))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[0] == "青石村退役军人服务站\n2022年工作总结"
    assert f"{STRANGE}57.22万元，____次。" in words
    yellow = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert yellow == ["____"]
    assert any("2611-4021-8837-5" in one for one in words)
    assert document.core_properties.author == "青石村退役军人服务站"
    assert len(document.inline_shapes) == 3


def test_the_table_holds_both_periods_and_repeats_its_head(made: bytes) -> None:
    table = Document(io.BytesIO(made)).tables[0]
    head, row = ([cell.text for cell in one.cells] for one in table.rows)
    assert head == ["项目", "单位", "2022年", "2021年", "增减", "计算口径"]
    assert row[1:5] == ["万元", "57.22", "50.00", "+7.22"]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_charts_are_native_and_carry_the_numbers_that_word_edits(made: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(made))
    visits = ET.fromstring(package.read("word/charts/chart1.xml"))
    assert [v.text for v in visits.iter(f"{CHART}v")][:4] == ["2022年", "1月", "2月", "3"]
    payments = ET.fromstring(package.read("word/charts/chart2.xml"))
    values = [v.text for v in payments.iter(f"{CHART}v")]
    assert values == ["2022年", STRANGE, "57.23"]
    sheet = load_workbook(io.BytesIO(package.read("word/embeddings/chart2.xlsx"))).active
    assert [[cell.value for cell in line] for line in sheet.rows] == [
        [None, "2022年"],
        [STRANGE, 57.23],
    ]
    assert "chart2.xlsx" in package.read("word/charts/_rels/chart2.xml.rels").decode()


def test_its_number_brings_the_rows_of_every_figure_back(store: Store) -> None:
    fill_with_sample(store, SampleSize(people=24, years=2), today=TODAY)
    year = Period.year(2022)
    order = YearlyOrder(year, year.last_year(), "李秀兰", NOW)
    with store.read() as session:
        content = yearly_docx(session, order)
        report = yearly(session, year, year.last_year(), today=TODAY)
    words = [p.text for p in Document(io.BytesIO(content)).paragraphs]
    line = next(one for one in words if one.startswith("编号 "))
    with store.read() as session:
        again = find_again(session, line[3:19], today=TODAY)
    parts = {part.code: part.count for part in again.parts}
    assert parts["B1"] == report.figures["B1"].value("人次")
    assert parts["A6"] == report.figures["A6"].value("人")
    assert again.is_same
    assert "2022年，我站" in words[1]
