"""A native chart in a Word document, with the small workbook behind it that Word opens to edit it.

python-docx writes no charts: the chart part (ECMA-376 part 1, §21.2) is written here by hand.
"""

import io
from decimal import Decimal
from xml.sax.saxutils import escape

import xlsxwriter
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.shared import Mm

from station_app.domain.money import half_up
from station_app.domain.tally import FEN
from station_app.domain.yearly_charts import Chart, Series

COLOURS = ("2F6690", "B8C4CE")
"""This period, and the one beside it: told apart in grey too."""
SHEET, FIRST = "Sheet1", "rId1"
"""The sheet behind a chart, and the key of that workbook among what the chart is related to."""
_WIDTH = Mm(160)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
)
_FRAME = (
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="{name}" descr="{name}"/>'
    "<wp:cNvGraphicFramePr/><a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:id="{key}"/></a:graphicData></a:graphic></wp:inline>'
)
_SIZE = '<a:defRPr sz="{size}"><a:latin typeface="宋体"/><a:ea typeface="宋体"/></a:defRPr>'
_TEXT = (
    "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{size}</a:pPr>"
    '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
_LABELS = (
    '<c:dLbls>{text}<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
)


def add_chart(document: Document, chart: Chart) -> None:
    """Append a chart in a paragraph of its own."""
    package = document.part.package
    number = 1 + sum("/charts/" in part.partname for part in package.parts)
    behind = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        workbook(chart),
        package,
    )
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        CONTENT_TYPE.DML_CHART,
        chart_xml(chart, FIRST).encode(),
        package,
    )
    part.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, behind, FIRST)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    frame = _FRAME.format(
        width=int(_WIDTH),
        height=int(Mm(_height(chart))),
        number=100 + number,
        name=escape(chart.title),
        key=document.part.relate_to(part, RELATIONSHIP_TYPE.CHART),
    )
    drawing = OxmlElement("w:drawing")
    drawing.append(parse_xml(frame))
    paragraph.add_run()._element.append(drawing)


def _height(chart: Chart) -> int:
    return 26 + 11 * len(chart.labels) if chart.lying else 68


def _number(chart: Chart, value: int) -> Decimal:
    """A bar in the unit that is shown: 万元 with two decimals, or the count."""
    if chart.unit != FEN:
        return Decimal(value)
    return Decimal(half_up(value, 10_000)) / 100


def workbook(chart: Chart) -> bytes:
    """The labels and series as a sheet, which Word opens for 编辑数据."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(SHEET)
    sheet.write_column(1, 0, chart.labels)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, _number(chart, value))
    book.close()
    return stream.getvalue()


def chart_xml(chart: Chart, key: str) -> str:
    """The chart part: bars, values beside them, a legend below when there are two periods."""
    shown = [one for one in chart.series if any(one.values)]
    series = "".join(_series(chart, one, chart.series.index(one)) for one in shown)
    direction = "bar" if chart.lying else "col"
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
    return (
        f'{_HEAD}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>'
        f'<c:axId val="11"/><c:axId val="12"/></c:barChart>{_axes(chart)}</c:plotArea>'
        f'{legend if len(shown) > 1 else ""}<c:plotVisOnly val="1"/></c:chart>'
        f'{_TEXT.format(size=_SIZE.format(size=900))}<c:externalData r:id="{key}">'
        '<c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(chart: Chart, series: Series, number: int) -> str:
    column = "BCDEF"[number]
    last = len(chart.labels) + 1
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{_number(chart, value)}</c:v></c:pt>'
        for at, value in enumerate(series.values)
        if value is not None
    )
    words = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(label)}</c:v></c:pt>'
        for at, label in enumerate(chart.labels)
    )
    labels = _LABELS.format(text=_TEXT.format(size=_SIZE.format(size=800)))
    count = f'<c:ptCount val="{len(chart.labels)}"/>'
    form = "0.00" if chart.unit == FEN else "0"
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f'<c:f>{SHEET}!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{COLOURS[number]}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>{labels}'
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{words}"
        f"</c:strCache></c:strRef></c:cat><c:val><c:numRef>"
        f"<c:f>{SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>{form}</c:formatCode>{count}{points}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _axes(chart: Chart) -> str:
    """Lying bars read from the top; the scale bears no lines but faint ones."""
    order = "maxMin" if chart.lying else "minMax"
    words, scale = ("l", "t") if chart.lying else ("b", "l")
    return (
        f'<c:catAx><c:axId val="11"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{words}"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="12"/>'
        '<c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="12"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{scale}"/><c:majorGridlines><c:spPr>'
        '<a:ln w="6350"><a:solidFill><a:srgbClr val="DDDDDD"/></a:solidFill></a:ln></c:spPr>'
        '</c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"high" if chart.lying else "nextTo"}"/><c:crossAx val="11"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )
