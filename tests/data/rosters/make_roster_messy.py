"""Builds roster_messy.xlsx: every defect of DOMAIN 7, each row with its expected state.

All people are synthetic; serials are 000 to 009 (DOMAIN 8.1).
"""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from station_app.domain.id_number import check_digit

HEADING = (
    *("序号", "姓名", "性别", "身份证号", "出生日期", "人员类别", "入伍退役时间"),
    *("家庭住址", None, "联系方式", None, "户主", "银行账号", "慰问金"),
)
SECOND = (*[None] * 7, "村", "组", "手机", "固话", *[None] * 3)
COLUMNS = {
    **{"no": 1, "name": 2, "sex": 3, "id": 4, "birth": 5, "category": 6, "served": 7},
    **{"village": 8, "group": 9, "mobile": 10, "landline": 11, "head": 12, "account": 13},
    "money": 14,
}
FIRST_ROW = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the defect it shows, its cells, the state and the codes it must end with."""

    defect: int
    state: str
    codes: tuple[str, ...] = ()
    cells: dict[str, Any] = field(default_factory=dict)


def number(birth: str, serial: int = 1) -> str:
    """A valid number of this birth date."""
    body = f"320802{birth}00{serial}"
    return body + check_digit(body)


def full_width(text: str) -> str:
    """As an input method types figures when nobody looks."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def line(defect: int, state: str, *codes: str, **cells: Any) -> Line:
    """A line of the workbook."""
    return Line(defect, state, codes, cells)


LINES = (
    line(1, "new", name="严守仁", sex="男", id=number("19580101"), category="参战", no=1),
    line(2, "new", name="孙长河", id=number("19580102"), village="青石村", group="二组", no=2),
    line(3, "new", name="董玉田", id=number("19580103"), head="董玉田", no=3),
    line(3, "new", name="董小梅", id=number("19580104", 2), no=4),
    line(3, "doubtful", "money.merged", name="贾宝田", id=number("19580105"), money=500, no=5),
    line(3, "doubtful", "money.merged", name="高桂香", id=number("19580106", 2), no=6),
    line(4, "new", "id_number.widened", name="曾光明", id="320802580712001", no=7),
    line(4, "doubtful", "id_number.century", name="任百岁", id="320802360101998", no=8),
    line(4, "doubtful", "id_number.birth", name="单志国", id="320802580713001", birth="1949-03-01"),
    line(
        5,
        "doubtful",
        "id_number.numeric_cell",
        name="查大海",
        id=320812195807120000,
        birth="1958-07-12",
    ),
    line(
        5, "doubtful", "id_number.scientific", name="覃二海", id="3.20812E+17", birth="1959-01-02"
    ),
    line(6, "new", "id_number.cleaned", name="仇春生", id="32081219620815000x"),
    line(6, "new", "id_number.cleaned", name="解夏生", id="32080219620814001×"),
    line(7, "new", "id_number.cleaned", name="乐三多", id=full_width(number("19600229"))),
    line(7, "new", "id_number.cleaned", name="区四方", id="身份证号： 3208 0219 6103 0500 " + "18"),
    line(7, "refused", "id_number.length", name="朴少一", id="32080219580712001"),
    line(
        7,
        "doubtful",
        "id_number.letters",
        name="盖零零",
        id=number("19580820").replace("0", "O", 2),
    ),
    line(8, "new", name="燕归来", id=number("19580909"), birth=1958.9, served="1976.12-1980.1"),
    line(8, "doubtful", "date.january_or_october", name="翟十月", birth=1958.1),
    line(8, "new", name="尉日期", id=number("19580712", 3), birth=21378, served="七六年十二月"),
    line(8, "refused", "date.future", name="缪未来", id=number("19600101"), served="2099.1"),
    line(8, "refused", "row.before_birth", name="冼早兵", id=number("19600102"), served="1950.1"),
    line(
        9,
        "new",
        "phone.several",
        name="召二机",
        id=number("19600103"),
        mobile="13812345678、0517-83912345",
    ),
    line(
        9,
        "new",
        "phone.contact",
        name="种有儿",
        id=number("19600104"),
        mobile="张三(儿)13812345679",
    ),
    line(9, "new", name="重科学", id=number("19600105"), mobile=13812345670.0),
    line(
        9, "doubtful", "phone.unreadable", name="华少号", id=number("19600106"), mobile="1381234567"
    ),
    line(
        10,
        "doubtful",
        "name.two_people",
        name="张三 李四",
        id=f"{number('19600107')} {number('19600108')}",
        money=1000,
    ),
    line(11, "new", "name.cleaned", name="张　三", id=number("19600109")),
    line(11, "new", "name.cleaned", name="阿卜杜拉•买买提", id=number("19600110")),
    line(11, "doubtful", "name.deceased", name="（故）王五", id=number("19600111")),
    line(11, "doubtful", "name.moved", name="赵六（已迁出）", id=number("19600112")),
    line(12, "new", name="钱七", id=number("19600113"), category="参战、残疾七级因公"),
    line(12, "new", name="孙八", id=number("19600114"), category="复原军人"),
    line(
        12,
        "doubtful",
        "row.category_ambiguous",
        name="周九",
        id=number("19600115"),
        category="两参",
    ),
    line(12, "new", "row.category_unknown", name="吴十", id=number("19600116"), category="老支前"),
    line(13, "new", name="郑重复", id=number("19600117"), mobile="13812345671"),
    line(13, "merged", "row.duplicate", name="郑重复", id=number("19600117"), mobile="13812345671"),
    line(13, "doubtful", "row.differs", name="郑重复", id=number("19600117"), mobile="13912345671"),
    line(13, "doubtful", "row.twice_in_file", name="郑重复", id=number("19600117", 5)),
    line(16, "new", name="冯序号", id=number("19600118"), no="1"),
    line(17, "new", name="陈地址", id=number("19600119"), village="3组12#"),
    line(18, "new", "money.read_as", name="褚金额", id=number("19600120"), money="壹仟元整"),
    line(18, "new", "money.with_goods", name="卫大米", id=number("19600121"), money="500+大米一袋"),
    line(18, "refused", "money.formula", name="蒋公式", id=number("19600122"), money="#REF!"),
    line(18, "refused", "money.negative", name="沈负数", id=number("19600123"), money="-5"),
    line(18, "refused", "money.decimals", name="韩三位", id=number("19600124"), money="1.005"),
    line(
        19,
        "refused",
        "account.numeric_cell",
        name="杨账号",
        id=number("19600125"),
        account=6.228e18,
    ),
    line(
        19,
        "doubtful",
        "account.checksum",
        name="朱卡号",
        id=number("19600126"),
        account="6228480000000000019",
    ),
    line(19, "new", name="秦存折", id=number("19600127"), account="6228480000000000018"),
    line(20, "doubtful", "name.unreadable", name="李？", id=number("19600128")),
    line(20, "new", name="王㛃", id=number("19600129", 2)),
    line(20, "doubtful", "name.private_use", name="尤\ue001", id=number("19600130")),
    line(21, "doubtful", "id_number.sex", name="许性别", sex="女", id=number("19600131")),
    line(21, "new", name="何性别", sex="1", id=number("19600201")),
)
MERGED_BLOCKS = (("head", 3, 4), ("money", 5, 6))
"""Column, first and last line (counted from one) of merged data cells (defect 3)."""


def build(path: Path) -> list[dict[str, Any]]:
    """Write the workbook; returns sheet, row, state and codes of every row that is read."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Sheet1"
    _head(page)
    expected = [_write(page, FIRST_ROW + place, each) for place, each in enumerate(LINES)]
    for column, first, last in MERGED_BLOCKS:
        place = COLUMNS[column]
        page.merge_cells(
            start_row=FIRST_ROW + first - 1, end_row=FIRST_ROW + last - 1,
            start_column=place, end_column=place,
        )  # fmt: skip
    expected += _foot(page, FIRST_ROW + len(LINES))
    expected += _other_sheets(book)
    book.save(path)
    return expected


def _head(page: Worksheet) -> None:
    """Title and notes above a heading of two storeys (defects 1 and 2)."""
    page.cell(1, 1, "青石村2023年退役军人花名册")
    page.merge_cells("A1:N1")
    page.cell(2, 1, "填报单位：青石村委会")
    page.cell(2, 5, "填报日期：2023年5月")
    for place, word in enumerate(HEADING, start=1):
        page.cell(4, place, word)
        page.cell(5, place, SECOND[place - 1])
        if SECOND[place - 1] is None:
            page.merge_cells(start_row=4, end_row=5, start_column=place, end_column=place)
    page.merge_cells("H4:I4")
    page.merge_cells("J4:K4")


def _write(page: Worksheet, row: int, each: Line) -> dict[str, Any]:
    for name, value in each.cells.items():
        cell = page.cell(row, COLUMNS[name], value)
        if isinstance(value, str) and value.startswith("#"):
            cell.data_type = "e"
    return {
        "sheet": page.title,
        "row": row,
        "defect": each.defect,
        "state": each.state,
        "codes": list(each.codes),
    }


def _foot(page: Worksheet, row: int) -> list[dict[str, Any]]:
    """A blank line, the heading printed again, a total and a signature (defect 14)."""
    for place, word in enumerate(HEADING, start=1):
        page.cell(row + 1, place, word)
    page.cell(row + 2, 1, "合计")
    page.cell(row + 2, COLUMNS["money"], 99_999)
    page.cell(row + 3, 1, "制表人：李秀兰")
    codes = (["row.total", "row.total_differs"], ["row.foot"])
    return [
        {
            "sheet": page.title,
            "row": row + 2 + place,
            "defect": 14,
            "state": "skipped",
            "codes": some,
        }
        for place, some in enumerate(codes)
    ]


def _other_sheets(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    """A second group with a hidden row, the dead on a sheet of their own (defect 15)."""
    second = book.create_sheet("二组")
    second.append(["姓名", "身份证号", "出生日期"])
    second.append(["施隐藏", number("19600202"), dt.date(1960, 2, 2)])
    second.row_dimensions[2].hidden = True
    dead = book.create_sheet("已去世")
    dead.append(["姓名", "身份证号", "民族"])
    dead.append(["孔先人", number("19300203"), "汉"])
    hidden = book.create_sheet("参考")
    hidden.append(["姓名", "身份证号", "民族"])
    hidden.append(["曹不读", number("19600204"), "汉"])
    hidden.sheet_state = "hidden"
    return [
        {"sheet": "二组", "row": 2, "defect": 15, "state": "new", "codes": ["row.hidden"]},
        {
            "sheet": "已去世",
            "row": 2,
            "defect": 15,
            "state": "doubtful",
            "codes": ["row.sheet_status"],
        },
    ]


def prose(expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The expectation as it is kept beside this script."""
    return sorted(expected, key=lambda each: (str(each["sheet"]), int(each["row"])))
