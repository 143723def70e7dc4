"""Responsible for 今日清单: whom to see or to call today, by group, with boxes to tick."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.today_list import Reason, TodayList, TodayRow, Why
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import MM, Align
from station_app.reports.roster import Column, Heading, Roster
from station_app.reports.wording import (
    BLANK_DAY,
    RULE,
    chinese_date,
    count,
    shown_id,
    shown_name,
    shown_phone,
    shown_place,
)

TITLE = "今日清单"
ROW = 9 * MM
NO_GROUP = "没有写小组"
COLUMNS = (
    Column("办了", 11),
    Column("姓名", 22),
    Column("年龄", 11),
    Column("住址", 52, Align.LEFT),
    Column("电话", 30),
    Column("证号", 40),
    Column("为什么", 66, Align.LEFT),
    Column("记一笔", 46, Align.LEFT),
)
CLOSING = ("办好一件在“办了”里打“√”；回来打开“走访”录入。这张纸上有住址和电话，用完请收好。",)
SIGNERS = ("经办人签名",)
Line = TodayRow | Heading


def pdf(sheet: TodayList, imprint: Imprint, progress: Progress) -> bytes:
    """The list as a PDF; ID numbers stand masked whatever the order says (PV1)."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: TodayList, imprint: Imprint) -> Roster[Line]:
    def cells(_number: int, line: Line) -> tuple[str, ...]:
        return _cells(line, sheet, imprint.mask) if isinstance(line, TodayRow) else (line.text,)

    return Roster(
        head=_head(sheet, imprint),
        columns=COLUMNS,
        rows=list(_lines(sheet.rows)),
        cells=cells,
        sums=lambda _rows: {},
        imprint=imprint,
        row_height=ROW,
        closing=(*_left_out(sheet), *CLOSING),
        signers=SIGNERS,
        blank_lines=sheet.blank_lines,
        summed=False,
        sealed=False,
        numbered=False,
    )


def _left_out(sheet: TodayList) -> tuple[str, ...]:
    if not sheet.left_out:
        return ()
    words = (
        f"还有 {sheet.left_out} 人到了约定联系的日子，一天走不完，没有印在这张上；"
        "打开“人员”点“联系逾期”，可以按小组分几天走。"
    )
    return (words,)


def _head(sheet: TodayList, imprint: Imprint) -> Head:
    if sheet.blank_lines:
        return Head(TITLE, imprint.station_name, BLANK_DAY, f"共 {RULE} 人")
    day = chinese_date(sheet.as_of) if sheet.as_of else ""
    people = f"共 {len(sheet.rows)} 人"
    return Head(title=TITLE, left=imprint.station_name, middle=day, right=people)


def _lines(rows: Sequence[TodayRow]) -> Iterator[Line]:
    for group, people in groupby(rows, key=lambda row: row.group_name):
        some = list(people)
        yield Heading(f"{group or NO_GROUP}　{len(some)} 人")
        yield from some


def _cells(row: TodayRow, sheet: TodayList, mask: MaskLevel) -> tuple[str, ...]:
    return (
        "□",
        shown_name(row.name, mask),
        count(row.age),
        shown_place(row.group_name, row.address, mask),
        shown_phone(row.phone, mask),
        shown_id(row.id_number, max(mask, MaskLevel.MASKED)),
        "；".join(_words(reason, sheet) for reason in row.reasons),
        "",
    )


def _words(reason: Reason, sheet: TodayList) -> str:
    match reason.why:
        case Why.PROMISE:
            return f"答应的：{(reason.text or '').rstrip('。；，')}{_day(reason, sheet)}"
        case Why.CONTACT:
            return f"{reason.number} 天没有联系"
        case Why.SILENT:
            return "还没有联系过"
        case Why.CERTIFICATION:
            return f"{reason.number} 年度认证{_day(reason, sheet)}"
    return "挂光荣牌"


def _day(reason: Reason, sheet: TodayList) -> str:
    """（7月24日前）, or that the day has passed."""
    if reason.on is None:
        return ""
    day = f"{reason.on.month}月{reason.on.day}日"
    late = sheet.as_of is not None and reason.on < sheet.as_of
    return f"（{day}已到期）" if late else f"（{day}前）"
