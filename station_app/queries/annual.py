"""F10: the figures of a year beside the year before, the festivals, certification by method."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.annual import (
    Adjusted,
    AnnualFigure,
    AnnualReport,
    AnnualRow,
    FestivalRow,
    MethodRow,
)
from station_app.domain.annual_figures import BY_CODE, FIGURES
from station_app.domain.codes import CODE_LISTS, Occasion, label
from station_app.domain.money import percent
from station_app.domain.periods import Period
from station_app.domain.tally import TallyLine
from station_app.domain.tally_lines import parts
from station_app.models.condolence import CondolencePayment
from station_app.models.station import Station
from station_app.queries.figures import Wanted
from station_app.queries.reported import adjusted_words, year_end_adjustments
from station_app.queries.reported_figures import reported_figures
from station_app.queries.tallies import frame_of
from station_app.queries.tally_condolence import FUND, GOODS, HEADS, KIND, MONEY
from station_app.queries.tally_rows import Moment
from station_app.queries.tally_year import FESTIVALS, of_the_festivals

_P = CondolencePayment


def annual_report(session: Session, period: Period, *, today: date) -> AnnualReport:
    """All tables of F10 for a year, or for any span of months beside the same a year before.

    What was handed in stands as it was; what counts in later years of this one is said (MC5).
    """
    last = period.last_year()
    wanted = [(figure.code, span) for figure in FIGURES for span in (period, last)]
    known = reported_figures(session, wanted, today=today)
    return AnnualReport(
        station=session.scalar(select(Station.name).limit(1)) or "",
        period=period,
        last=last,
        table_a=tuple(_rows(known, period, last)),
        table_b=_festivals(session, frame_of(session, today).moment(period)),
        table_d=tuple(_methods(known, period)),
        adjusted=_adjusted(session, period, today),
    )


def _rows(known: Mapping[Wanted, TallyLine], period: Period, last: Period) -> Iterator[AnnualRow]:
    for figure in FIGURES:
        this, before = known[figure.code, period], known[figure.code, last]
        if _says_nothing(figure, this, before):
            continue
        for unit in figure.units:
            yield AnnualRow(figure, unit, this, before)


def _adjusted(session: Session, period: Period, today: date) -> tuple[Adjusted, ...]:
    """年终调整 of a whole year that is over: an error of December that was found in January."""
    year = int(period.end[:4])
    if period != Period.year(year) or year >= today.year:
        return ()
    found = year_end_adjustments(session, year, today=today)
    return tuple(
        Adjusted(BY_CODE[code], tuple(adjusted_words(found[code])))
        for code in BY_CODE
        if code in found
    )


def _says_nothing(figure: AnnualFigure, *lines: TallyLine) -> bool:
    """Whether a line of a code list was nothing in both years."""
    return "." in figure.code and not any(any(line.values.values()) for line in lines)


def _festivals(session: Session, at: Moment) -> tuple[FestivalRow, ...]:
    """Table B: by festival and kind, with every fund that gave something."""
    group = (_P.occasion, KIND, FUND)
    sums = [func.sum(_P.sign * each) for each in (HEADS, MONEY + GOODS, GOODS)]
    statement = (
        select(*group, *sums)
        .where(_P.deleted.is_(False), of_the_festivals(at))
        .group_by(*group)
        .order_by(*group)
    )
    found: dict[tuple[str, str], list[tuple[str, int, int, int]]] = defaultdict(list)
    for occasion, kind, fund, *figures_of in session.execute(statement):
        count, fen, goods = (int(value or 0) for value in figures_of)
        found[occasion, kind].append((fund, count, fen, goods))
    return tuple(_festival_row(*key, found[key]) for key in sorted(found, key=_in_order))


def _in_order(key: tuple[str, str]) -> tuple[int, int]:
    occasion, kind = key
    return FESTIVALS.index(Occasion(occasion)), CODE_LISTS["condolence_kind"].codes.index(kind)


def _festival_row(occasion: str, kind: str, funds: list[tuple[str, int, int, int]]) -> FestivalRow:
    return FestivalRow(
        occasion=occasion,
        kind=kind,
        label=label("condolence_kind", kind),
        count=sum(count for _, count, _, _ in funds),
        fen=sum(fen for _, _, fen, _ in funds),
        goods_fen=sum(goods for *_, goods in funds),
        fundings=tuple(label("funding", fund) for fund, count, fen, _ in funds if count or fen),
    )


def _methods(known: Mapping[Wanted, TallyLine], period: Period) -> Iterator[MethodRow]:
    lines = [known[line.code, period] for line in parts("D5")]
    counts = {line.code.partition(".")[2]: line.value(line.line.units[0]) or 0 for line in lines}
    whole = sum(counts.values())
    for code, count in counts.items():
        yield MethodRow(code, label("cert_method", code), count, percent(count, whole))
