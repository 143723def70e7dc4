"""Which records stand behind each figure of a tally, by their keys alone: for a paper's number.

One statement a line; names are looked up only when somebody opens the rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.periods import Period
from station_app.domain.printouts import RowBehind
from station_app.domain.tally_lines import BY_CODE, LINES
from station_app.queries.tallies import Frame, definition, frame_of
from station_app.queries.tally_definitions import FLOWS, STOCK_PARTS

WHOLE = tuple(line.code for line in LINES if "." not in line.code)


def tally_keys(
    session: Session, period: Period, *, today: date, codes: Iterable[str] = WHOLE
) -> tuple[RowBehind, ...]:
    """The rows behind these lines; a row of a line that has parts bears the code of its part."""
    frame = frame_of(session, today)
    return tuple(row for code in codes for row in _of_line(session, code, period, frame))


def figure_keys(
    session: Session, code: str, period: Period, *, today: date
) -> tuple[RowBehind, ...]:
    """The rows behind one figure, all under its own code."""
    head, _, part = code.partition(".")
    rows = _rows(session, head, part, period, frame_of(session, today))
    return tuple(replace(row, part=code) for row in rows)


def counts_by_line(keys: Iterable[RowBehind]) -> dict[str, int]:
    """How many records stand behind each line; behind a whole those of its parts, once."""
    counts: Counter[str] = Counter()
    for row in keys:
        counts[row.part] += 1
        head = row.part.partition(".")[0]
        if head != row.part and head not in STOCK_PARTS:
            counts[head] += 1
    return dict(counts)


def _of_line(session: Session, code: str, period: Period, frame: Frame) -> Iterator[RowBehind]:
    head, _, part = code.partition(".")
    yield from _rows(session, head, part, period, frame)
    if not part and head in STOCK_PARTS:  # its parts overlap: they are not the rows of the whole
        yield from _rows(session, head, "*", period, frame)


def _rows(
    session: Session, head: str, part: str, period: Period, frame: Frame
) -> Iterator[RowBehind]:
    inner = definition(head, part, period, frame).subquery()
    columns = (inner.c.record, inner.c.id, inner.c.part, inner.c.count, inner.c.fen)
    wanted = part if part not in ("", "*") else None
    wanted = wanted or (FLOWS[head].part if head in FLOWS else None)
    statement = select(*columns).order_by(inner.c.day, inner.c.id)
    if wanted:
        statement = statement.where(inner.c.part == wanted)
    split = part or head not in STOCK_PARTS
    for record, key, found, count, fen in session.execute(statement):
        code = f"{head}.{found}"
        named = code if split and code in BY_CODE else head
        yield RowBehind(record, key, named, int(count), int(fen))
