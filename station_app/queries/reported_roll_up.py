"""The roll-up of the month reports that stations handed in, read out of a district's database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.district_tally import DistrictTally
from station_app.domain.month_report import hash_of
from station_app.domain.periods import Period
from station_app.domain.reported_roll_up import reported_roll_up
from station_app.domain.tally import Line
from station_app.domain.tally_lines import LINES
from station_app.models.month_report import MonthReport
from station_app.queries.roll_up import district_tally, shared_people
from station_app.queries.tally_definitions import OF_THE_PERIOD, SINCE_JANUARY, STOCKS


def reported_tally(
    session: Session,
    period: Period,
    stations: Collection[UUID],
    handed_in: Mapping[tuple[UUID, str], UUID],
    *,
    today: date,
    lines: Sequence[Line] = LINES,
) -> DistrictTally:
    """The lines of these stations out of their reports; `handed_in` says which report is which.

    Who has files at several stations is read from the records as they stand now; it lowers the sum
    of a line that counts people, and touches no figure of any station (decision 0108). Distinct
    people of a span that no month reports are counted anew, as a station does itself.
    """
    texts = _texts(session, handed_in)
    last = {station for station, month in handed_in if month == period.end}
    shared = shared_people(session, period, last, today=today, lines=lines)
    tally = reported_roll_up(period, stations, texts, lines=lines, shared=shared)
    spoilt = {place: () for place in handed_in if place not in texts and place[0] in stations}
    tally = replace(tally, unread={**tally.unread, **spoilt})
    anew = [line for line in lines if _is_of_the_span(line, period)]
    if not anew:
        return tally
    counted = district_tally(session, period, last, today=today, lines=anew).lines.values()
    unknown = frozenset(stations) - last
    found = {one.line.code: replace(one, unknown=one.unknown | unknown) for one in counted}
    return replace(tally, lines={**tally.lines, **found})


def _is_of_the_span(line: Line, period: Period) -> bool:
    """Whether the report of the last month says another span: of itself, or since January."""
    if line.code in SINCE_JANUARY:
        return period.start[:4] != period.end[:4]
    return period.length > 1 and STOCKS.get(line.code) in OF_THE_PERIOD


def _texts(
    session: Session, handed_in: Mapping[tuple[UUID, str], UUID]
) -> dict[tuple[UUID, str], str]:
    """The reports that are what their station froze; one that was spoilt on its way is unknown."""
    months = {month for _, month in handed_in}
    query = select(MonthReport.id, MonthReport.content, MonthReport.content_hash)
    found = session.execute(query.where(MonthReport.ym.in_(months)))
    sound = {key: text for key, text, digest in found if hash_of(text) == digest}
    return {place: sound[key] for place, key in handed_in.items() if key in sound}
