"""Responsible for 口径说明: what the figures of a workbook count, and the number that finds them.

One wording for tallies, lists and templates; the sheet itself is one more sheet of any workbook.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.printouts import grouped
from station_app.reports.page import care_words
from station_app.reports.qr_code import picture
from station_app.reports.wording import chinese_date

ACCOUNT = "口径说明"
FIND_AGAIN = (
    "在顶上的搜索框输入编号，或者用扫码枪扫这里和纸上的二维码，就能找回当时的每一条记录，"
    "并看到此后有没有变动。"
)
UNNUMBERED = "没有编号（只读时导出）"
MASKED = {
    MaskLevel.FULL: "全部内容",
    MaskLevel.MASKED: "",  # said by how it wants to be treated
    MaskLevel.INITIALS: "姓名只留一字，没有证件号码和电话，可以公示",
    MaskLevel.STATISTICS: "只有数字，没有个人信息",
}
CODE_SCALE = 0.55
CODE_ROW = 66.0

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be said of a workbook; None is what does not apply to it."""

    title: str
    period: str | None = None
    unit: str | None = None
    counting: Lines = ()
    exemptions: str | None = None
    find_again: str = FIND_AGAIN


def account_lines(account: Account, imprint: Imprint) -> Lines:
    """The sheet line by line: a name and what is said under it."""
    rows = None if imprint.row_count is None else f"{imprint.row_count} 条记录"
    lines = (
        ("名称", account.title),
        ("填报单位", imprint.station_name),
        ("统计期间", account.period),
        ("单位", account.unit),
        *account.counting,
        ("不计入的", account.exemptions),
        ("行数", rows),
        *trace_lines(imprint, account.find_again),
    )
    return tuple((name, text) for name, text in lines if text)


def trace_lines(imprint: Imprint, find_again: str = FIND_AGAIN) -> Lines:
    """Who made it, what it hides, its number and how to use that: the end of every account."""
    moment = f"{imprint.printed_at:%Y-%m-%d %H:%M}" if imprint.printed_at else ""
    made = "，".join(filter(None, (imprint.printed_by, moment or chinese_date(imprint.made_on))))
    hidden = "。".join(filter(None, (MASKED[imprint.mask], care_words(imprint.mask))))
    if imprint.serial is None:
        return (("制作", made), ("遮盖", hidden), ("编号", UNNUMBERED))
    number = grouped(imprint.serial)
    return (("制作", made), ("遮盖", hidden), ("编号", number), ("找回", find_again))


def write_account(book: Any, account: Account, imprint: Imprint) -> None:
    """Add the sheet to a workbook of XlsxWriter. Any: the library has no types."""
    sheet = book.add_worksheet(ACCOUNT)
    look = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "border": 1}
    name_style = book.add_format({**look, "bold": True, "bg_color": "#F2F2F2"})
    text_style = book.add_format({**look, "text_wrap": True, "num_format": "@"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 84)
    lines = account_lines(account, imprint)
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name, name_style)
        sheet.write_string(row, 1, text, text_style)
        sheet.set_row(row, height_of(text, 84))
    add_code(sheet, len(lines) + 1, 1, imprint)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)  # the code stays on the page of its words


def add_code(sheet: Any, row: int, column: int, imprint: Imprint) -> None:
    """The QR code of the number in a row of its own; nothing without a number."""
    if imprint.serial is None:
        return
    sheet.set_row(row, CODE_ROW * 1.2)
    options = {
        "image_data": BytesIO(picture(imprint.serial)),
        "x_scale": CODE_SCALE,
        "y_scale": CODE_SCALE,
        "object_position": 1,
        "description": grouped(imprint.serial),
    }
    sheet.insert_image(row, column, "code.png", options)


def height_of(text: str, width: int) -> float:
    """The height of a row whose text wraps at so many half-width characters."""
    half_widths = sum(2 if ord(char) > 0x2E80 else 1 for char in text)
    return 18.0 * max(1, -(-half_widths // width))
