"""Responsible for F05 生存认证登记表 and F05b 未认证（逾期）名单."""

from collections.abc import Sequence

from station_app.domain import money
from station_app.domain.forms import (
    CertificationRoster,
    CertificationRow,
    Imprint,
    OverdueList,
    OverdueRow,
)
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import SIGNED_ROW, Column, Roster, Sums
from station_app.reports.wording import (
    RULE,
    blank,
    dotted,
    dotted_partial,
    number_or_rule,
    shown_birth,
    shown_id,
    shown_name,
    shown_phone,
    up_to,
)

COLUMNS = (
    Column("序号", 8),
    Column("姓名", 18),
    Column("性别", 8),
    Column("出生年月", 18, private=True),
    Column("身份证号", 40, private=True),
    Column("优抚类别", 24),
    Column("联系电话", 24, private=True),
    Column("居住地\n本地/外地", 18),
    Column("认证方式", 20),
    Column("认证日期", 18),
    Column("认证结果", 16),
    Column("认证人员", 20),
    Column("本人(代理人)\n签字", 22, private=True),
    Column("备注", 13, Align.LEFT, private=True),
)
OVERDUE_COLUMNS = (
    Column("序号", 10),
    Column("姓名", 20),
    Column("优抚类别", 28),
    Column("身份证号", 38, private=True),
    Column("电话", 26, private=True),
    Column("最近联系时间", 22),
    Column("未认证原因", 34, Align.LEFT, private=True),
    Column("已通知时间及方式", 38, Align.LEFT),
    Column("拟停发月份", 20),
    Column("处理意见", 31, Align.LEFT),
)
RESIDENCE = {None: "", False: "本地", True: "外地"}
# SETTLED 23: the articles of the 伤残抚恤管理办法 are not quoted until they have been read in full.
DISABILITY_NOTE = (
    "注：残疾抚恤类对象公告或通知后在规定期限内仍未确认的，停发事宜以县级通知为准；"
    "本表只列拟停发建议，由县级退役军人事务部门决定。"
)


def pdf(sheet: CertificationRoster, imprint: Imprint, progress: Progress) -> bytes:
    """The certification register of a year as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def overdue_pdf(sheet: OverdueList, imprint: Imprint, progress: Progress) -> bytes:
    """F05b: the list of those not certified in time as a PDF."""
    return roster.pdf(_overdue(sheet, imprint), progress)


def _roster(sheet: CertificationRoster, imprint: Imprint) -> Roster[CertificationRow]:
    def cells(number: int, row: CertificationRow) -> tuple[str, ...]:
        return _cells(number, row, imprint)

    return Roster(
        head=_head(sheet, imprint),
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_no_sums,
        label=_people,
        imprint=imprint,
        row_height=SIGNED_ROW,
        blank_lines=sheet.blank_lines,
    )


def _head(sheet: CertificationRoster, imprint: Imprint) -> Head:
    if sheet.blank_lines:
        counts = f"应认证{RULE}人　已认证{RULE}人　认证率{RULE}%"
    else:
        rate = money.percent(sheet.done_count, sheet.due_count)
        counts = f"应认证 {sheet.due_count} 人　已认证 {sheet.done_count} 人　认证率 {rate}"
    return Head(
        title="生存认证登记表",
        left=f"填报单位（盖章）：{imprint.station_name}",
        middle=f"认证年度：{number_or_rule(sheet.year)}　{_window(sheet)}",
        right=counts,
    )


def _window(sheet: CertificationRoster) -> str:
    first = dotted(sheet.open_on) or RULE
    return f"认证期限：{first} 至 {dotted(sheet.due_on) or RULE}"


def _cells(number: int, row: CertificationRow, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        shown_name(row.name, mask),
        row.sex or "",
        shown_birth(row.born and row.born[:7], mask),
        shown_id(row.id_number, mask),
        row.category or "",
        shown_phone(row.phone, mask),
        RESIDENCE[row.lives_elsewhere],
        (row.method or "").partition("（")[0],
        dotted(row.certified_on),
        row.result or "",
        row.certifiers or "",
        "",
        _note(row),
    )


def _note(row: CertificationRow) -> str:
    agent = f"代理人：{row.agent}" if row.agent else None
    return "；".join(part for part in (agent, row.note) if part)


def _overdue(sheet: OverdueList, imprint: Imprint) -> Roster[OverdueRow]:
    def cells(number: int, row: OverdueRow) -> tuple[str, ...]:
        return _overdue_cells(number, row, imprint)

    year = number_or_rule(sheet.year)
    as_of = up_to(sheet.as_of, is_blank=bool(sheet.blank_lines))
    station = f"填报单位（盖章）：{imprint.station_name}"
    return Roster(
        head=Head(f"{year}年度未认证（逾期）名单", station, as_of, "单位：人"),
        columns=OVERDUE_COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_no_sums,
        label=_people,
        imprint=imprint,
        closing=_notes(sheet),
        blank_lines=sheet.blank_lines,
    )


def _overdue_cells(number: int, row: OverdueRow, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        shown_name(row.name, mask),
        row.category or "",
        shown_id(row.id_number, max(mask, MaskLevel.MASKED)),
        shown_phone(row.phone, mask),
        dotted(row.last_contact_on),
        row.reason or "",
        " ".join(part for part in (dotted(row.noticed_on), row.noticed_how) if part),
        dotted_partial(row.suspend_from),
        row.opinion or "",
    )


def _notes(sheet: OverdueList) -> tuple[str, ...]:
    """The note for disability pensions; for every other kind the county's own document."""
    notes = [DISABILITY_NOTE] if any(row.disability for row in sheet.rows) else []
    if any(not row.disability for row in sheet.rows) or sheet.blank_lines:
        notes.append(f"县级通知文号：{blank(sheet.county_doc_no)}")
    return tuple(notes)


def _no_sums(_rows: Sequence[object]) -> Sums:
    return {}


def _people(name: str, rows: Sequence[object]) -> str:
    return f"{name}　{len(rows)} 人"
