"""Responsible for F10 年度工作总结数据附表: figures of the year, festivals, certification."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from station_app.domain import money
from station_app.domain.annual import AnnualReport, AnnualRow, FestivalRow, MethodRow
from station_app.domain.codes import label
from station_app.domain.forms import Imprint
from station_app.domain.periods import last_day
from station_app.domain.tally import FEN, unit_shown
from station_app.progress import Progress
from station_app.reports import folder
from station_app.reports.card import Cell, Row
from station_app.reports.folder import Block, Folder, Part
from station_app.reports.page import Head
from station_app.reports.tally_wording import WHEN
from station_app.reports.wording import chinese_date

ROW = 6.6
WHOLE = 180.0
FIGURES = (
    ("序号", 10.0), ("指标", 52.0), ("单位", 14.0), ("全年数", 22.0), ("上年数", 22.0),
    ("增减", 28.0), ("计算口径", 32.0),
)  # fmt: skip
FESTIVALS = (
    ("项目", 58.0), ("人次", 22.0), ("金额（万元）", 30.0), ("其中物资（万元）", 32.0),
    ("资金来源", 38.0),
)  # fmt: skip
METHODS = (("认证方式", 90.0), ("人数", 45.0), ("占比", 45.0))
TABLE_A = "表A　年度指标"
TABLE_B = "表B　春节、八一慰问（按节日所属年度）"
TABLE_D = "表D　生存认证方式"
NONE_YET = "本期无"
RUNNING = "这段时间还没有过完：全年数截至{today}，上年数是上年整段的，增减只供参考。"
AWAITED = "表C（困难帮扶按四困）、表E（志愿服务）：本站还没有这两类台账，暂不出数；“—”同此。"
FESTIVAL_YEAR = (
    "表B 按节日所属年度计（春节在上年底发放的计入本年），表A 的慰问各行按领取日期计，两者可以不等。"
)


def pdf(report: AnnualReport, imprint: Imprint, progress: Progress) -> bytes:
    """The tables of the year as a PDF."""
    whole_year = len(report.period.code) == len("2026")
    running = imprint.made_on < last_day(report.period.end)
    today = chinese_date(imprint.made_on)
    head = Head(
        f"{report.period.label}{'度' if whole_year else ''}工作总结数据附表",
        f"填报单位（盖章）：{imprint.station_name}",
        f"截至{today}" if running else "",
        right="单位：见各行，金额为万元",
    )
    blocks = (_figures(report), _festivals(report.table_b), _methods(report.table_d))
    unfinished = (RUNNING.format(today=today),) if running else ()
    notes = tuple(map(_note, (*unfinished, *_notes(report))))
    part = Part("", "", head, (*blocks, Block(notes)), seal=True)
    return folder.pdf([Folder((part,))], 1, imprint, progress)


def _figures(report: AnnualReport) -> Block:
    """A figure with two units has two rows on one page, the second without a number."""
    rows: list[Row] = []
    glued: set[int] = set()
    for number, (_, units) in enumerate(_by_code(report.table_a), start=1):
        first, *more = units
        glued |= set(range(len(rows), len(rows) + len(more)))
        rows += [_figure(first, str(number)), *(_figure(row, "") for row in more)]
    return Block(tuple(rows), _heads(TABLE_A, FIGURES), frozenset(glued))


def _by_code(rows: Sequence[AnnualRow]) -> Iterator[tuple[str, Iterator[AnnualRow]]]:
    return groupby(rows, lambda row: row.figure.code)


def _figure(row: AnnualRow, number: str) -> Row:
    texts = (
        number,
        row.figure.label,
        unit_shown(row.unit),
        row.this.shown(row.unit),
        row.last.shown(row.unit),
        row.difference_shown,
        row.figure.caliber,
    )
    return _row(texts, FIGURES, right={3, 4, 5}, centred={0, 2})


def _festivals(found: Sequence[FestivalRow]) -> Block:
    rows: list[Row] = []
    for occasion, same in groupby(found, lambda row: row.occasion):
        kinds = list(same)
        rows += [_festival(row) for row in kinds]
        rows.append(_festival_sum(f"{label('occasion', occasion)}合计", kinds))
    return Block(tuple(rows) or (_nothing(),), _heads(TABLE_B, FESTIVALS))


def _festival(row: FestivalRow) -> Row:
    name = f"{label('occasion', row.occasion)}　{row.label}"
    texts = (
        name, str(row.count), money.wan(row.fen), money.wan(row.goods_fen), row.funding_shown
    )  # fmt: skip
    return _row(texts, FESTIVALS, right={1, 2, 3})


def _festival_sum(name: str, rows: Sequence[FestivalRow]) -> Row:
    texts = (
        name,
        str(sum(row.count for row in rows)),
        money.wan(sum(row.fen for row in rows)),
        money.wan(sum(row.goods_fen for row in rows)),
        "",
    )
    return _row(texts, FESTIVALS, right={1, 2, 3}, bold=True)


def _methods(found: Sequence[MethodRow]) -> Block:
    rows = [_row((row.label, str(row.count), row.share), METHODS, right={1, 2}) for row in found]
    whole = sum(row.count for row in found)
    total = ("合计", str(whole), money.percent(whole, whole))
    return Block((*rows, _row(total, METHODS, right={1, 2}, bold=True)), _heads(TABLE_D, METHODS))


def _heads(title: str, columns: Sequence[tuple[str, float]]) -> tuple[Row, ...]:
    """The title of a table and its columns, said again on every page it goes on."""
    named = tuple(Cell(name, width, label=True) for name, width in columns)
    return (Row((Cell(title, WHOLE, bold=True),), ROW), Row(named, ROW))


def _row(
    texts: Sequence[str],
    columns: Sequence[tuple[str, float]],
    *,
    right: set[int],
    centred: Collection[int] = (),
    bold: bool = False,
) -> Row:
    cells = (
        Cell(text, width, right=at in right, centred=at in centred, bold=bold)
        for at, (text, (_, width)) in enumerate(zip(texts, columns, strict=True))
    )
    return Row(tuple(cells), ROW)


def _nothing() -> Row:
    return Row((Cell(NONE_YET, WHOLE),), ROW)


def _notes(report: AnnualReport) -> Iterator[str]:
    """数据口径说明: what counts when, what is missing, parts that do not add up (MO2, MO6)."""
    yield from (f"数据口径说明：{WHEN}", FESTIVAL_YEAR, AWAITED)
    yield from _rounding(report)
    yield from (f"{one.figure.label}：{'，'.join(one.words)}" for one in report.adjusted)


def _note(text: str) -> Row:
    return Row((Cell(text, WHOLE, top=True),), ROW)


def _rounding(report: AnnualReport) -> Iterator[str]:
    parts = [
        row.this.value(FEN) or 0
        for row in report.table_a
        if row.unit == FEN and row.figure.code.startswith("C4.")
    ]
    if note := money.rounding_note(parts) or money.rounding_note(row.fen for row in report.table_b):
        yield note
