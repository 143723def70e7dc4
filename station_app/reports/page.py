"""Responsible for what all forms share: title, sub-line, foot, page number, place of the seal.

Measures of DOMAIN §5, common layout. No seal is ever printed: 42 × 42 mm stay free for it.
"""

from dataclasses import dataclass

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.printouts import grouped
from station_app.reports.fitting import BODY, LEADING, SMALL, Fit, Fitter
from station_app.reports.fonts import BOX
from station_app.reports.pen import MM, Align, Box, Ink, Paper, Pen
from station_app.reports.wording import BLANK_DAY, RULE, chinese_date

TITLE = 22.0
SUBLINE_HEIGHT = 7 * MM
SUBLINE_GAP = 4 * MM
SEAL = 42 * MM
REMARK_GAP = 1.5 * MM
WRITING_GAP = 3.5 * MM
"""More above a line on which somebody writes or signs."""
QR_SIDE = 11 * MM
QR_TOP = 6 * MM
"""In the upper margin, 4 mm from the head and beyond what a printer cannot reach."""
PRINTED = "打印："
WATERMARK_SIZE = 40.0
SIGNERS = ("制表人", "审核人（站长）", "分管领导")
PREPARERS = (SIGNERS[0], "经办人")
"""The roles in which whoever prints a form stands on it."""
LONGEST_LINE = 60 * MM
"""To sign on."""
BOX_MARK = f"{BOX}=见附注"


@dataclass(frozen=True, slots=True)
class Head:
    """The title of a form and its sub-line: station at the left, period, units at the right."""

    title: str
    left: str = ""
    middle: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Page x of y."""

    page: int
    pages: int

    @property
    def is_first(self) -> bool:
        """Whether the title stands here."""
        return self.page == 1

    @property
    def is_last(self) -> bool:
        """Whether the totals and the seal stand here."""
        return self.page == self.pages


@dataclass(frozen=True, slots=True)
class _Remark:
    """A line below the table, and the room for a hand above it."""

    fit: Fit
    above: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The furniture of every page of one form."""

    paper: Paper
    fitter: Fitter
    head: Head
    imprint: Imprint
    signers: tuple[str, ...] = SIGNERS

    def pen(self) -> Pen:
        """What the form is drawn with."""
        font = self.fitter.lettering.regular.font
        return Pen(self.paper, self.head.title.replace("\n", ""), self.imprint.station_name, font)

    def body_top(self, *, first: bool) -> float:
        """Where the table begins: below the whole head, or below the short one of later pages."""
        if not first:
            return self.paper.top + SUBLINE_HEIGHT
        return self.paper.top + self._title().height + 3 * MM + self._subline_height()

    def draw_head(self, pen: Pen, number: PageNumber) -> None:
        """Title and sub-line on the first page, one short line on the others; above, the number."""
        draw_watermark(pen, self.fitter, self.imprint)
        draw_serial(pen, self.fitter, self.imprint)
        if number.is_first:
            self._draw_title(pen)
        else:
            again = f"{self.head.title}（续）"
            box = Box(self.paper.left, self.paper.top, self.paper.usable, SUBLINE_HEIGHT)
            pen.fitted(self.fitter.fit(again, box.width, bold=True), box, Align.CENTER)

    def draw_foot(self, pen: Pen, number: PageNumber, *, boxed: bool = False) -> None:
        """Signers, date and page number; below them how carefully this paper wants to be kept."""
        page = f"第 {number.page} 页 共 {number.pages} 页"
        day = BLANK_DAY if self.imprint.is_blank else chinese_date(self.imprint.made_on)
        made = f"制表日期：{day}"
        y = self.paper.bottom + 4 * MM
        right = self._write(pen, page, self.paper.right, y, Align.RIGHT)
        right = self._write(pen, made, right - 5 * MM, y, Align.RIGHT)
        self._draw_signers(pen, right - 5 * MM, y)
        self._draw_care(pen, boxed=boxed)

    def closing_height(self, lines: tuple[str, ...]) -> float:
        """What the last page needs below its table: the seal, or more if there is more to say."""
        return 3 * MM + max(SEAL, _stacked(self._remarks(lines, self._beside_seal)))

    def draw_closing(self, pen: Pen, lines: tuple[str, ...], y: float) -> None:
        """Remarks at the left, the empty place of the seal in the lower right corner."""
        self._draw_stack(pen, self._remarks(lines, self._beside_seal), y)
        seal = Box(self.paper.right - SEAL, self.paper.bottom - SEAL, SEAL, SEAL)
        draw_seal(pen, self.fitter, seal)

    def remarks_height(self, lines: tuple[str, ...]) -> float:
        """What remarks over the whole width need."""
        return 3 * MM + _stacked(self._remarks(lines, self.paper.usable))

    def draw_remarks(self, pen: Pen, lines: tuple[str, ...], y: float) -> None:
        """Remarks over the whole width, on a page that keeps no place for a seal."""
        self._draw_stack(pen, self._remarks(lines, self.paper.usable), y)

    @property
    def _beside_seal(self) -> float:
        return self.paper.usable - SEAL - 5 * MM

    def _remarks(self, lines: tuple[str, ...], width: float) -> tuple[_Remark, ...]:
        return tuple(
            _Remark(self.fitter.wrapped(line, width), WRITING_GAP if RULE in line else 0.0)
            for line in lines
        )

    def _draw_stack(self, pen: Pen, remarks: tuple[_Remark, ...], y: float) -> None:
        top = y + 3 * MM
        for one in remarks:
            top += one.above
            box = Box(self.paper.left, top, self.paper.usable, one.fit.height)
            pen.fitted(one.fit, box, Align.LEFT)
            top += one.fit.height + REMARK_GAP

    def _title(self) -> Fit:
        chain = self.fitter.lettering.bold
        natural = max(map(chain.width, self.head.title.split("\n")))
        size = max(14.0, min(TITLE, self.paper.usable / natural)) if natural else TITLE
        return self.fitter.wrapped(self.head.title, self.paper.usable, size=size, bold=True)

    def _subline_height(self) -> float:
        return SUBLINE_HEIGHT if self.head.left or self.head.middle or self.head.right else 0.0

    def _draw_title(self, pen: Pen) -> None:
        title = self._title()
        box = Box(self.paper.left, self.paper.top, self.paper.usable, title.height)
        pen.fitted(title, box, Align.CENTER)
        y = self.paper.top + title.height + 3 * MM
        self._draw_subline(pen, y)

    def _draw_subline(self, pen: Pen, y: float) -> None:
        """Left, middle and right, smaller where they would touch; the middle gives way sideways."""
        texts = (self.head.left, self.head.middle, self.head.right)
        gaps = SUBLINE_GAP * (sum(map(bool, texts)) - 1)
        natural = sum(self.fitter.line(text).width for text in texts if text)
        size = min(BODY, BODY * (self.paper.usable - gaps) / natural) if natural else BODY
        left, middle, right = (self.fitter.line(text, size=size) for text in texts)
        baseline = y + SUBLINE_HEIGHT - 2.2 * MM
        pen.text(left, self.paper.left, baseline, size, Ink.BLACK)
        pen.text(right, self.paper.right - right.width, baseline, size, Ink.BLACK)
        centred = self.paper.left + (self.paper.usable - middle.width) / 2
        first = self.paper.left + (left.width + SUBLINE_GAP if left.width else 0)
        last = self.paper.right - middle.width - (right.width + SUBLINE_GAP if right.width else 0)
        pen.text(middle, max(first, min(centred, last)), baseline, size, Ink.BLACK)

    def _draw_signers(self, pen: Pen, right: float, y: float) -> None:
        labels = [self.fitter.line(f"{role}：", size=SMALL) for role in self.signers]
        room = right - self.paper.left - sum(label.width for label in labels)
        rule = min(room / len(labels) - 2 * MM, LONGEST_LINE)
        x = self.paper.left
        for role, label in zip(self.signers, labels, strict=True):
            pen.text(label, x, y, SMALL, Ink.BLACK)
            x += label.width
            pen.rule(x, y + 1.5, x + rule, y + 1.5)
            self._sign(pen, role, x, y, rule)
            x += rule + 2 * MM

    def _sign(self, pen: Pen, role: str, x: float, y: float, width: float) -> None:
        if role not in PREPARERS or self.imprint.made_by is None:
            return
        fit = self.fitter.fit(self.imprint.made_by, width, size=SMALL)
        pen.fitted(
            fit,
            Box(x, y - SMALL * 0.36 - SMALL * LEADING / 2, width, SMALL * LEADING),
            Align.CENTER,
        )

    def _draw_care(self, pen: Pen, *, boxed: bool) -> None:
        y = self.paper.bottom + 9.5 * MM
        if boxed:
            pen.text(self.fitter.line(BOX_MARK, size=SMALL), self.paper.left, y, SMALL, Ink.BLACK)
        words = (care_words(self.imprint.mask), watermark(self.imprint))
        care = "　".join(part for part in words if part)
        if care:
            line = self.fitter.line(care, size=8)
            pen.text(line, self.paper.right - line.width, y, 8, Ink.GREY)

    def _write(self, pen: Pen, text: str, x: float, y: float, align: Align) -> float:
        """Write a text of the foot that ends (or begins) at x; returns its left edge."""
        line = self.fitter.line(text, size=SMALL)
        left = x - line.width * align.value
        pen.text(line, left, y, SMALL, Ink.BLACK)
        return left


def _stacked(remarks: tuple[_Remark, ...]) -> float:
    return sum(one.above + one.fit.height + REMARK_GAP for one in remarks)


def care_words(mask: MaskLevel) -> str:
    """How a print of this mask level wants to be treated (PV2)."""
    if mask is MaskLevel.FULL:
        return "含个人敏感信息，妥善保管"
    return "证件号码、电话已遮盖，限内部使用" if mask is MaskLevel.MASKED else ""


def watermark(imprint: Imprint) -> str:
    """Who printed it and when, on every copy that names people in full (PV2)."""
    if imprint.printed_by is None or imprint.mask is not MaskLevel.FULL:
        return ""
    moment = f" {imprint.printed_at:%Y-%m-%d %H:%M}" if imprint.printed_at else ""
    return f"{PRINTED}{imprint.printed_by}{moment}"


def draw_serial(pen: Pen, fitter: Fitter, imprint: Imprint) -> None:
    """The number of this paper and its QR code in the upper right corner, on every page."""
    if imprint.serial is None:
        return
    code = Box(pen.paper.right - QR_SIDE, QR_TOP, QR_SIDE, QR_SIDE)
    pen.qr_code(imprint.serial, code)
    rows = "" if imprint.row_count is None else f"　{imprint.row_count} 条记录"
    texts = (f"编号 {grouped(imprint.serial)}{rows}", "扫码或输入编号，可找回这些记录")
    for text, size, y in zip(texts, (SMALL, 7.0), (7.2 * MM, 11 * MM), strict=True):
        line = fitter.line(text, size=size)
        baseline = QR_TOP + y
        pen.text(line, code.x - 2 * MM - line.width, baseline, size, Ink.GREY)


def draw_watermark(pen: Pen, fitter: Fitter, imprint: Imprint) -> None:
    """Who printed it and when, across every page that names people in full (PV2).

    A photo of a part of the page still tells whose copy it was.
    """
    words = watermark(imprint).removeprefix(PRINTED)
    if words:
        pen.watermark(fitter.line(words, size=WATERMARK_SIZE), WATERMARK_SIZE)


def draw_seal(pen: Pen, fitter: Fitter, box: Box) -> None:
    """The words （盖章） in an otherwise empty square."""
    line = fitter.line("（盖章）", size=BODY)
    x = box.x + (box.width - line.width) / 2
    pen.text(line, x, box.y + box.height - 3 * MM, BODY, Ink.BLACK)
