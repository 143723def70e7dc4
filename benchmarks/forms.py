"""A thousand one-page forms against a bare canvas that draws the same words, lines and grounds.

The floor knows where everything stands: it measures nothing, wraps nothing, looks for no glyph. Its
words and lines are taken from the very pages that the program made.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from unittest.mock import patch

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measure import Figure, at_most_times, timed
from station_app.domain.forms import PlaqueCard
from station_app.domain.person_file import BasicSheet
from station_app.paths import fonts
from station_app.progress import Silent
from station_app.reports import person_sheet, plaque_register
from station_app.reports.pen import Box, Pen
from tools.form_samples import IMPRINT, id_number, phone, plaque_card, sheet

FORMS = 1_000
FONT = "BenchSerif"
SURNAMES = "王李张刘陈杨赵黄周吴"
GIVEN = "建国秀英志强桂兰光明长河德胜永福"


@dataclass(slots=True)
class Page:
    """What stands on one page: words with their place and size, lines with their width, grounds."""

    words: list[tuple[float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)


def somebody(number: int) -> str:
    """A name of three characters; a thousand different ones."""
    given = GIVEN[number % 16] + GIVEN[number // 160 % 16]
    return SURNAMES[number // 16 % 10] + given


def where(number: int) -> str:
    """A house of its own."""
    return f"示范区示范镇朱桥村{number % 12 + 1}组{number + 1}号"


def cards() -> list[PlaqueCard]:
    """A thousand plaque cards."""
    return [
        replace(
            plaque_card(number),
            head_name=somebody(number),
            basis_name=somebody(number),
            id_number=id_number(number),
            address=where(number),
            phone=phone(number),
        )
        for number in range(FORMS)
    ]


def sheets() -> list[BasicSheet]:
    """A thousand registration sheets."""
    return [
        replace(sheet(number), name=somebody(number), address=where(number))
        for number in range(FORMS)
    ]


def recorded(job: Callable[[], bytes]) -> list[Page]:
    """Everything that a job draws, page by page."""
    pages: list[Page] = [Page()]
    end_page, shade = Pen.end_page, Pen.shade

    def keep_page(pen: Pen) -> None:
        high, page = pen.paper.height, pages[-1]
        for gathered in pen._texts.values():
            for x, baseline, size, line in gathered:
                text = "".join(run.text for run in line.runs)
                page.words.append((x, high - baseline, size, text))
        for width, lines in pen._lines.items():
            page.lines += [(width, *line) for line in lines]
        end_page(pen)
        pages.append(Page())

    def keep_ground(pen: Pen, box: Box, grey: float = 0.9) -> None:
        pages[-1].grounds.append(box)
        shade(pen, box, grey)

    with patch.object(Pen, "end_page", keep_page), patch.object(Pen, "shade", keep_ground):
        job()
    return pages[:-1]


def bare(pages: list[Page]) -> bytes:
    """The same words, lines and grounds by the library alone."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    for page in pages:
        canvas.setFillGray(0.9)
        for box in page.grounds:
            canvas.rect(box.x, A4[1] - box.y - box.height, box.width, box.height, 0, 1)
        canvas.setFillGray(0)
        for width, *line in page.lines:
            canvas.setLineWidth(width)
            canvas.line(*line)
        for x, y, size, text in page.words:
            canvas.setFont(FONT, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    with patch.object(rl_config, "useA85", 1):  # as the library comes
        canvas.save()
    return out.getvalue()


def figures(runs: int) -> list[Figure]:
    """Both forms, with their fonts registered before."""
    pdfmetrics.registerFont(TTFont(FONT, str(fonts() / "NotoSerifSC-Regular.ttf")))
    plaques, people = cards(), sheets()
    jobs: dict[str, Callable[[], bytes]] = {
        "1,000 plaque cards, PDF": lambda: plaque_register.pdf(plaques, IMPRINT, Silent()),
        "1,000 registration sheets, PDF": lambda: person_sheet.pdf(
            people, FORMS, IMPRINT, Silent()
        ),
    }
    return [_figure(name, job, runs) for name, job in jobs.items()]


def _figure(name: str, job: Callable[[], bytes], runs: int) -> Figure:
    pages = recorded(job)
    if len(pages) != FORMS:
        raise RuntimeError(f"{name}: {len(pages)} pages instead of {FORMS}")
    return at_most_times(name, timed(job, runs), timed(lambda: bare(pages), runs), times=2)
