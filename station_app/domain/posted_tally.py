"""A tally as it may be posted: groups of one or two people are shown together (PV2)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from station_app.domain.masking import small_cells
from station_app.domain.tally import FEN, Tally, TallyLine, TallyReport

OTHERS = "其他（不足 3 人的合并）"
NOTE = "注：不足 3 人的分项已并入“其他”，合计不变。"
QUALITY = "Q"
_MERGED = "~"


def for_posting(report: TallyReport) -> TallyReport:
    """The report with its small cells merged in every period alike; the totals stay.

    What is wrong with the files (Q) is nobody's business outside the station.
    """
    tallies = [report.this, report.previous, report.year_to_date, report.last_year]
    known = [tally for tally in tallies if tally is not None]
    small = {code for codes in _parts(report.this).values() for code in _small(codes, known)}
    shown = [_merged(tally, small) if tally is not None else None for tally in tallies]
    return replace(
        report,
        this=shown[0] or report.this,
        previous=shown[1],
        year_to_date=shown[2],
        last_year=shown[3],
        closing=(*report.closing, NOTE) if small else report.closing,
    )


def _parts(tally: Tally) -> dict[str, list[str]]:
    """The lines that divide another by a code list, in units of people, under its code."""
    parts: dict[str, list[str]] = {}
    for line in tally.lines:
        head, _, part = line.code.partition(".")
        if part and line.line.units[0] != FEN:
            parts.setdefault(head, []).append(line.code)
    return parts


def _small(codes: Sequence[str], tallies: Sequence[Tally]) -> frozenset[str]:
    table = {code: [_people(tally.by_code.get(code)) for tally in tallies] for code in codes}
    return small_cells(table)


def _people(line: TallyLine | None) -> int:
    return (line.value(line.line.units[0]) or 0) if line else 0


def _merged(tally: Tally, small: set[str]) -> Tally:
    lines: list[TallyLine] = []
    told = (line for line in tally.lines if line.line.group != QUALITY)
    for head, group in groupby(told, key=_head_of):
        found = list(group)
        lines += [line for line in found if line.code not in small]
        hidden = [line for line in found if line.code in small]
        lines += [_sum(head, hidden)] if hidden else []
    return Tally(tally.station, tally.period, tuple(lines))


def _head_of(line: TallyLine) -> str:
    return line.code.partition(".")[0]


def _sum(head: str, lines: Sequence[TallyLine]) -> TallyLine:
    """The lines that are shown together, as one."""
    like = replace(lines[0].line, code=f"{head}.{_MERGED}", label=OTHERS)
    values = {unit: sum(line.value(unit) or 0 for line in lines) for unit in like.units}
    return TallyLine(like, values)
