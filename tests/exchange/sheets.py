"""Small workbooks for the tests: rows in, a file out."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

Rows = Sequence[Sequence[Any]]  # Any: a cell holds whatever a spreadsheet can hold


def xlsx(path: Path, rows: Rows, *, merged: Iterable[str] = (), sheet: str = "Sheet1") -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for block in merged:
        page.merge_cells(block)
    book.save(path)
    return path


def xls(path: Path, rows: Rows, *, sheet: str = "Sheet1") -> Path:
    """An old binary workbook of one sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if value is not None:
                page.write(number, place, value)
    book.save(str(path))
    return path


ROSTER_HEADING: tuple[Any, ...] = (
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "出生日期",
    "人员类别",
    "联系电话",
    "家庭住址",
)
ROSTER: tuple[tuple[Any, ...], ...] = (
    ROSTER_HEADING,
    (1, "张三", "男", "320802195807120016", "1958-07-12", "参战", "13812345678", "一组1号"),
    (2, "李梅", "女", "320802195807120024", "1958-07-12", "烈属", "13912345678", "二组3号"),
)


def spoilt(content: bytes) -> bytes:
    """A workbook in which the packed bytes of each sheet are not what they were."""
    found = bytearray(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for info in archive.infolist():
            if info.filename.startswith("xl/worksheets/"):
                start = info.header_offset + 30 + len(info.filename)
                found[start : start + 40] = b"\xff" * 40
    return bytes(found)
