"""The yearly report as a Word document: text, figures beside another period, charts, footnotes.

Set as offices set their papers (GB/T 9704-2012: title 小标宋 二号, text 仿宋 三号, headings 黑体).
A number that is missing is marked yellow, so that nobody hands in a gap unseen.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from station_app.domain.annual import AnnualRow
from station_app.domain.printouts import grouped
from station_app.domain.tally import unit_shown
from station_app.domain.yearly_charts import Chart
from station_app.domain.yearly_slots import Piece, State
from station_app.domain.yearly_text import YearlyText
from station_app.reports.docx_chart import add_chart
from station_app.reports.qr_code import picture
from station_app.reports.yearly_wording import FIND_AGAIN

TITLE, TEXT, HEADING = "方正小标宋简体", "仿宋", "黑体"
HEADINGS = ("项目", "单位", "{this}", "{other}", "增减", "计算口径")
_WIDTHS = (46, 14, 21, 21, 32, 36)
_BODY, _SMALL = Pt(16), Pt(10.5)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no document can hold, though other programs paste it."""


@dataclass(frozen=True, slots=True)
class YearlyPaper:
    """What goes into the document; `notes` are its footnotes, `serial` finds its rows again."""

    text: YearlyText
    station: str
    periods: tuple[str, str]
    made_on: date
    made_by: str
    made_at: datetime
    rows: Sequence[AnnualRow] = ()
    charts: Sequence[Chart] = ()
    notes: Sequence[str] = ()
    serial: str | None = None


def docx(paper: YearlyPaper) -> bytes:
    """The document."""
    document = Document()
    _set_up(document, paper)
    _write_text(document, paper)
    if paper.rows or paper.charts:
        _write_figures(document, paper)
    _write_notes(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: WordDocument, paper: YearlyPaper) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = paper.text.title, paper.station, ""
    about.created = about.modified = paper.made_at
    about.last_modified_by = paper.made_by
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = _BODY
    _set_font(normal.element.get_or_add_rPr(), TEXT)
    _write_page_number(page.footer.paragraphs[0])


def _set_font(properties: object, name: str) -> None:
    """The same font for Chinese and Latin: Word keeps them apart."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]  # a CT_RPr of python-docx
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(slot), name)


def _run(paragraph: Paragraph, words: str, font: str = TEXT, size: Pt = _BODY) -> Run:
    run = paragraph.add_run(_NO_TEXT.sub("", words))
    run.font.size = size
    _set_font(run._element.get_or_add_rPr(), font)
    return run


def _paragraph(
    document: WordDocument, *, indent: bool = False, side: WD_ALIGN_PARAGRAPH | None = None
) -> Paragraph:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    form.space_before = form.space_after = Pt(0)
    if indent:
        form.first_line_indent = Pt(32)
    if side is not None:
        paragraph.alignment = side
    return paragraph


def _write_text(document: WordDocument, paper: YearlyPaper) -> None:
    title = _paragraph(document, side=WD_ALIGN_PARAGRAPH.CENTER)
    title.paragraph_format.line_spacing = Pt(36)
    title.paragraph_format.space_after = Pt(20)
    _run(title, f"{paper.station}\n{paper.text.title}", TITLE, Pt(22))
    for section in paper.text.sections:
        if section.heading:
            heading = _paragraph(document, indent=True)
            heading.paragraph_format.keep_with_next = True
            _run(heading, section.heading, HEADING)
        paragraph = _paragraph(document, indent=True, side=WD_ALIGN_PARAGRAPH.JUSTIFY)
        for filled in section.filled:
            for piece in filled.pieces:
                _write_piece(paragraph, piece)
    document.add_paragraph()
    for words in (paper.station, _day(paper.made_on)):
        signed = _paragraph(document, side=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = Pt(32)
        _run(signed, words)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _write_piece(paragraph: Paragraph, piece: Piece) -> None:
    run = _run(paragraph, piece.text)
    if piece.state is State.MISSING:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _write_figures(document: WordDocument, paper: YearlyPaper) -> None:
    page = document.add_section(WD_SECTION.NEW_PAGE)
    page.top_margin, page.bottom_margin = Mm(25), Mm(20)
    page.left_margin = page.right_margin = Mm(20)
    head = _paragraph(document, side=WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.space_after = Pt(8)
    _run(head, "附：数字对照表", HEADING)
    if paper.rows:
        _write_table(document, paper)
    for chart in paper.charts:
        if not chart.is_empty:
            _write_chart(document, chart)


def _write_notes(document: WordDocument, paper: YearlyPaper) -> None:
    """How it was counted, and the number with its code."""
    for note in paper.notes:
        _run(_small(document), note, size=_SMALL)
    if paper.serial is None:
        return
    _run(_small(document), FIND_AGAIN.format(number=grouped(paper.serial)), size=_SMALL)
    code = _small(document).add_run()
    code.add_picture(io.BytesIO(picture(paper.serial)), width=Mm(18))


def _small(document: WordDocument) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    return paragraph


def _write_table(document: WordDocument, paper: YearlyPaper) -> None:
    table = document.add_table(rows=1, cols=len(HEADINGS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    this, other = paper.periods
    for cell, words in zip(table.rows[0].cells, HEADINGS, strict=True):
        _write_cell(cell, words.format(this=this, other=other), font=HEADING, centred=True)
        _shade(cell)
    _of_row(table.rows[0], "w:tblHeader")
    for one in paper.rows:
        row = table.add_row()
        _of_row(row, "w:cantSplit")
        cells = row.cells
        shown = (one.this.shown(one.unit), one.last.shown(one.unit), one.difference_shown)
        texts = (one.figure.label, unit_shown(one.unit), *shown, one.figure.caliber)
        for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            _write_cell(cell, text, right=2 <= number <= 4, centred=number == 1)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
        for cell in column.cells:
            cell.width = Mm(width)


def _write_cell(
    cell: Cell, words: str, *, font: str = TEXT, right: bool = False, centred: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    if right or centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, words, font, _SMALL)


def _shade(cell: Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E6E6E6")
    cell._tc.get_or_add_tcPr().append(shade)


def _of_row(row: _Row, name: str) -> None:
    """The headings stand on every page; no row is torn in two."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _write_chart(document: WordDocument, chart: Chart) -> None:
    title = _small(document)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(14)
    title.paragraph_format.keep_with_next = True
    _run(title, f"{chart.title}（{unit_shown(chart.unit)}）", HEADING, Pt(12))
    add_chart(document, chart)


def _write_page_number(paragraph: Paragraph) -> None:
    """— 1 —, in the middle."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", size=Pt(14))
    run = _run(paragraph, "", size=Pt(14))
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._element.append(part)
    _run(paragraph, " —", size=Pt(14))
