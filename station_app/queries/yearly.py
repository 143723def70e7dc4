"""The yearly report of any period: its sentences filled, beside another period, with its charts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.annual import AnnualRow
from station_app.domain.annual_lines import EVERY
from station_app.domain.periods import Period
from station_app.domain.tally import TallyLine
from station_app.domain.yearly_charts import Chart
from station_app.domain.yearly_compared import compare
from station_app.domain.yearly_slots import Knowledge
from station_app.domain.yearly_text import (
    OwnPhrase,
    Sentence,
    YearlyText,
    codes_of,
    compose,
    sentences,
    title_of,
)
from station_app.models.yearly import YearlyFigure, YearlyPhrase
from station_app.queries.figures import figures
from station_app.queries.month_reports import unread_months
from station_app.queries.reported import year_end_adjustments
from station_app.queries.reported_figures import with_reported
from station_app.queries.stations import station_row
from station_app.queries.yearly_charts import CODES, charts


@dataclass(frozen=True)
class Yearly:
    """Everything that the page and the document show of a period and the one beside it."""

    period: Period
    other: Period
    station: str
    text: YearlyText
    known: Knowledge
    live: Mapping[str, TallyLine]
    """The same figures as the rows of today give them: months that were handed in stand firm."""
    adjusted: Mapping[str, Mapping[str, int]]
    """年终调整: what happened in the year and counts in a later one, by line and unit (MC5)."""
    rows: tuple[AnnualRow, ...]
    charts: tuple[Chart, ...]
    until: date | None
    """The day up to which a period was counted that is not over."""
    unread: tuple[str, ...] = ()
    """Months that were handed in and cannot be read here: they are counted as they stand today."""

    @property
    def spans(self) -> tuple[Period, Period]:
        """What was counted of the two periods: of a running one the months that have begun."""
        if self.until is None:
            return self.period, self.other
        return self.period.so_far(self.until), self.other

    @property
    def is_uneven(self) -> bool:
        """Whether part of a period stands beside a whole one: no difference says anything then."""
        this, other = self.spans
        return this.length != other.length

    @property
    def figures(self) -> Mapping[str, TallyLine]:
        """The figures of the period, by code."""
        return self.known.figures


def own_phrases(session: Session) -> tuple[OwnPhrase, ...]:
    """The station's sentences; of two for one built-in sentence the older stands."""
    statement = (
        select(YearlyPhrase)
        .where(YearlyPhrase.deleted.is_(False))
        .order_by(YearlyPhrase.created_at.desc(), YearlyPhrase.id.desc())
    )
    return tuple(
        OwnPhrase(row.id, row.built_in, row.section, row.words, row.shown, row.place)
        for row in session.scalars(statement)
    )


def all_sentences(session: Session) -> tuple[Sentence, ...]:
    """Every sentence, in the report or not, in order."""
    return sentences(own_phrases(session), EVERY)


def by_hand(session: Session, period: Period) -> dict[str, str]:
    """What was filled in for a period, by slot; of two the later stands."""
    statement = (
        select(YearlyFigure.slot, YearlyFigure.written)
        .where(YearlyFigure.deleted.is_(False), YearlyFigure.period == period.code)
        .order_by(YearlyFigure.created_at, YearlyFigure.id)
    )
    return {row.slot: row.written for row in session.execute(statement)}


def yearly(session: Session, period: Period, other: Period, *, today: date) -> Yearly:
    """The report of `period`, with the figures of `other` beside it."""
    found = all_sentences(session)
    asked = codes_of(found) | frozenset(CODES)
    wanted = [(code, span) for span in (period, other) for code in asked]
    known = figures(session, wanted, today=today)
    reported = with_reported(session, known, today=today)
    live = {code: known[code, period] for code in asked}
    this, then = ({code: reported[code, span] for code in asked} for span in (period, other))
    knowledge = Knowledge(period.label, this, by_hand(session, period))
    text = compose(title_of(period), found, knowledge)
    slots = [slot for one in text.written for slot in one.sentence.slots]
    return Yearly(
        period=period,
        other=other,
        station=station_row(session).name,
        text=text,
        known=knowledge,
        live=live,
        adjusted=_adjusted(session, period, today),
        rows=compare(slots, this, then),
        charts=charts(session, (period, other), reported, today=today),
        until=today if period.first_day <= today < period.last_day else None,
        unread=unread_months(session, (*period.months, *other.months)),
    )


def _adjusted(session: Session, period: Period, today: date) -> dict[str, dict[str, int]]:
    """Of a whole year that is over: nothing of a running one can count in the next."""
    year = int(period.end[:4])
    if period != Period.year(year) or period.last_day >= today:
        return {}
    return year_end_adjustments(session, year, today=today)
