"""The roll-up as an Excel file: by town, by station, who has reported, and what the lines mean."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from district_server.web.views.forms import form_of
from district_server.web.views.reporting import Reporting
from district_server.web.views.tally import Part, RolledUp
from district_server.web.workbook import Cell, Heading, Sheet, workbook_of
from station_app.domain.forms import Imprint
from station_app.domain.tally import FEN, Tally, TallyLine, unit_shown
from station_app.reports.roll_up_workbook import roll_up_account
from station_app.reports.tally_wording import meaning

FEN_PER_WAN = 1_000_000
LINE_HEADINGS = (Heading("编号", 8), Heading("项目", 36), Heading("单位", 8), Heading("合计", 14))
REPORTING_HEADINGS = (
    Heading("区划代码", 16),
    Heading("服务站", 44),
    Heading("月报", 10),
    Heading("没有报的月份", 24),
    Heading("最近报出", 14),
    Heading("最后一台电脑传完", 20),
    Heading("还在等的电脑", 40),
)
MEANING_HEADINGS = (
    Heading("编号", 8),
    Heading("项目", 36),
    Heading("怎么算", 60),
    Heading("汇总", 44),
)
ADDED = "各站相加"
UNREPORTED = "（未报）"
ROLL_UPS = {
    "UNION": "同一身份证号在几个站有档的，只算一人",
    "RECOMPUTE": "用汇总后的分子、分母重算",
    "ORGANISER": "各站相加；几个站合办的，由组织的站填报",
}


def tally_xlsx(rolled: RolledUp, *, made_by: str, made_at: datetime, imprint: Imprint) -> bytes:
    """The workbook; texts of stations are written as text, whatever they begin with."""
    label = rolled.asked.period.label
    basis = "按已上传的记录" if rolled.asked.counts_everybody else "按各站报出的月报"
    reported = f"已报 {rolled.reported} 站，应报 {rolled.due} 站"
    if rolled.zero:
        reported += f"，零报告 {rolled.zero} 站"
    if rolled.unread_words:
        reported += f"；这里读不懂、没有计入的：{rolled.unread_words}"
    head = f"{label}汇总（{basis}，{reported}）"
    stations = rolled.by_station()
    sheets = [
        Sheet("汇总", head, _headings(rolled.parts), _rows(rolled.whole, rolled.parts), 4),
        Sheet(
            "各站",
            f"{label}各站",
            _headings(stations, over=rolled.asked.is_over),
            _rows(rolled.whole, stations),
            4,
        ),
        Sheet("上报情况", f"{label}上报情况", REPORTING_HEADINGS, _reporting(rolled.stations), 2),
        Sheet("各行怎么算", "各行怎么算", MEANING_HEADINGS, _meanings(rolled.whole), 2),
    ]
    account = roll_up_account(form_of(rolled)), imprint
    return workbook_of(sheets, made_by=made_by, made_at=made_at, account=account)


def _headings(parts: Sequence[Part], *, over: bool = False) -> list[Heading]:
    """After the period's end a station that has not reported says so: it may not be in the sum."""
    marks = (UNREPORTED if over and not part.owes_nothing else "" for part in parts)
    named = zip(parts, marks, strict=True)
    return [*LINE_HEADINGS, *(Heading(part.name + mark, 16) for part, mark in named)]


def _rows(whole: Tally, parts: Sequence[Part]) -> Iterator[list[Cell]]:
    for number, line in enumerate(whole.lines):
        for unit in line.line.units:
            figures = [_value(line, unit)]
            figures += [_value(part.tally.lines[number], unit) for part in parts]
            yield [*_named(line), unit_shown(unit), *figures]


def _named(line: TallyLine) -> tuple[str, str]:
    """Number and name; a line by code list stands indented, under the number that it belongs to."""
    number, _, code = line.code.partition(".")
    return number, f"　{line.line.label}" if code else line.line.label


def _value(line: TallyLine, unit: str) -> Cell:
    """The figure as a number: money in 万元, a ratio in per cent; unknown stays empty."""
    if line.ratio is not None:
        hundredths = line.ratio.hundredths
        return None if hundredths is None else hundredths / 100
    value = line.value(unit)
    return value if value is None or unit != FEN else value / FEN_PER_WAN


def _reporting(stations: Sequence[Reporting]) -> Iterator[list[Cell]]:
    for station in stations:
        waiting = "、".join(station.waiting_for)
        yield [
            station.code,
            station.name,
            _state(station),
            "、".join(station.missing_months),
            max((r.submitted_on for r in station.handed_in if r.submitted_on), default=None),
            station.uploaded_at,
            waiting or (None if station.heard_at else "还没有电脑登记"),
        ]


def _state(station: Reporting) -> str:
    if station.is_zero:
        return "零报告"
    if not station.is_expected:
        return "还没有开始"
    return "已报" if station.is_reported else "未报"


def _meanings(whole: Tally) -> Iterator[list[Cell]]:
    for line in whole.lines:
        way = ROLL_UPS.get(line.line.roll_up.value, ADDED)
        yield [*_named(line), meaning(line.code), way]
