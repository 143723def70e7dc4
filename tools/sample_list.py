"""A list of sample people that somebody edited in a spreadsheet, for pictures of its return."""

from datetime import date
from pathlib import Path

import openpyxl
from sqlalchemy.orm import Session

from station_app.queries.people_filters import PeopleFilter
from station_app.services.list_exports import ListOrder, export_list

HEAD_ROW = 2
EDITS = (
    (3, "手机", "13812345678"),
    (3, "村民小组", "八组"),
    (5, "现住址", "东湖社区五组 18 号"),
    (6, "人员状态", "去世"),
    (8, "备注", "冬天住女儿家，联系打女儿电话"),
    (9, "身份证号", "32081219500101003"),
    (11, "文化程度", "高中"),
)


def edited_list(session: Session, path: Path, *, today: date) -> Path:
    """Export everybody, change a few cells, add a line below."""
    export_list(session, path, ListOrder("people", PeopleFilter()), today=today)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    places = {cell.value: cell.column for cell in page[HEAD_ROW]}
    for row, heading, text in EDITS:
        page.cell(row, places[heading]).value = text
    page.append([None, "新来的人", "男"])
    book.save(path)
    return path
