"""Roll-ups that were kept as they stood, and what has come since (DOMAIN §6.4).

A kept roll-up holds its figures and names the version of each report that it was made of. When a
station hands a month in again, the new version is shown beside it and never put into it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import DistrictStation, KeptRollUp, UsedReport
from district_server.web.reach import Reach
from district_server.web.views.forms import (
    FROM_RECORDS,
    FROM_REPORTS,
    ONE_PERSON,
    TOGETHER,
    kept_on,
    short_name,
    unread_remark,
)
from district_server.web.views.numbers import numbered, within
from district_server.web.views.tally import Asked, Part, RolledUp, rolled_up
from station_app.domain.codes import MonthState
from station_app.domain.month_report import Difference, differences, hash_of, thawed
from station_app.domain.periods import Period
from station_app.domain.roll_up_form import Child, RollUpForm
from station_app.domain.tally import Tally
from station_app.errors import Rejected
from station_app.queries.month_reports import MonthReportRow


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kept roll-up in a list."""

    id: UUID
    period: Period
    town: str
    kept_at: datetime
    kept_by: str
    due: int
    reported: int
    serial: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Since:
    """A report that stands otherwise today: the version used, the one that counts now.

    None: it was not there, or it was sent back.
    """

    station: str
    ym: str
    used: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept roll-up with its figures; `is_sound` says that they are what was written then.

    `is_read` is False for figures that this program cannot read: there are none then.
    """

    line: KeptLine
    place: str
    whole: Tally
    parts: Sequence[Part]
    reporting: Sequence[tuple[int, int]]
    content_hash: str
    is_sound: bool
    is_read: bool
    of_records: bool
    unread: str
    since: Sequence[Since]
    differences: Sequence[Difference]
    to_lock: Sequence[MonthReportRow]

    def form(self) -> RollUpForm:
        """The form that is printed of it: today, next year, always the same."""
        pairs = zip(self.parts, self.reporting, strict=True)
        line = self.line
        return RollUpForm(
            place=self.place,
            period=line.period,
            whole=Child(TOGETHER, self.whole, line.reported, line.due),
            children=[
                Child(short_name(part.name, self.place), part.tally, *counts)
                for part, counts in pairs
            ],
            remarks=(
                FROM_RECORDS if self.of_records else FROM_REPORTS,
                ONE_PERSON,
                kept_on(line.kept_at, self.content_hash),
                *unread_remark(self.unread),
            ),
        )


def keep(session: Session, reach: Reach, asked: Asked, *, by: str, now: datetime) -> UUID:
    """Keep the roll-up of the reports that are in; raises `Rejected("district.nothing…")`."""
    rolled = rolled_up(session, reach, asked)
    if asked.counts_everybody or not rolled.handed_in:
        raise Rejected("district.nothing_handed_in", period=asked.period.label)
    kept = numbered(session, reach, rolled, by=by, now=now)
    if not kept.is_listed:
        kept.is_listed, kept.kept_at = True, now
    return kept.id


def _thawed(shape: object) -> Tally:
    """A tally of a kept text; raises `ValueError` for one that this program cannot read."""
    found = thawed(json.dumps(shape))
    if found is None:
        raise ValueError
    return found


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a kept text says."""

    place: str
    whole: Tally
    parts: Sequence[Part] = ()
    reporting: Sequence[tuple[int, int]] = ()
    unread: str = ""
    of_records: bool = False


def _read(text: str) -> _Figures | None:
    """The figures of a kept text; None for one of a newer program, or a damaged one."""
    try:
        content = json.loads(text)
        reporting = [
            (int(part["reporting"][0]), int(part["reporting"][1])) for part in content["parts"]
        ]
        parts = [_part(part) for part in content["parts"]]
        whole, place = _thawed(content["whole"]), str(content["place"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if any(len(part.tally.lines) != len(whole.lines) for part in parts):
        return None
    of_records = content.get("basis") == "records"
    return _Figures(place, whole, parts, reporting, str(content.get("unread", "")), of_records)


def kept_roll_ups(session: Session, reach: Reach, period: Period | None = None) -> list[KeptLine]:
    """What was kept, the last first; of one period, or all."""
    listed = select(KeptRollUp).where(KeptRollUp.is_listed, within(reach))
    query = listed.order_by(KeptRollUp.kept_at.desc())
    if period is not None:
        query = query.where(KeptRollUp.period == period.code)
    return [_line(row) for row in session.scalars(query)]


def _line(row: KeptRollUp) -> KeptLine:
    period = Period.parse(row.period)
    counts, found = (row.due, row.reported), (row.serial, row.is_listed)
    return KeptLine(row.id, period, row.town, row.kept_at, row.kept_by, *counts, *found)


def kept_roll_up(session: Session, reach: Reach, key: UUID, asked: Asked) -> Kept | None:
    """One of them beside what stands today; None where there is none within reach."""
    row = session.scalars(select(KeptRollUp).where(KeptRollUp.id == key, within(reach))).first()
    if row is None:
        return None
    line = _line(row)
    found = _read(row.content)
    said = found or _Figures("", Tally("", line.period, ()))
    again = Asked(line.period, asked.today, line.town, everybody=said.of_records)
    today = rolled_up(session, reach, again)
    return Kept(
        line=line,
        place=said.place,
        whole=said.whole,
        parts=said.parts,
        reporting=said.reporting,
        content_hash=row.content_hash,
        is_sound=hash_of(row.content) == row.content_hash,
        is_read=found is not None,
        of_records=said.of_records,
        unread=said.unread,
        since=[] if said.of_records else _since(session, key, today),
        differences=differences(said.whole, today.whole),
        to_lock=_to_lock(session, key, today) if line.is_listed else [],
    )


def _part(shape: Mapping[str, Any]) -> Part:  # Any: JSON that `_content` wrote
    station = UUID(shape["station"]) if shape["station"] else None
    tally = _thawed(shape["tally"])
    reported, due = shape["reporting"]
    return Part(shape["name"], shape["town"], station, shape["reported"], reported == due, tally)


def _since(session: Session, key: UUID, today: RolledUp) -> list[Since]:
    used = {
        (row.station_id, row.ym): row
        for row in session.scalars(select(UsedReport).where(UsedReport.roll_up_id == key))
    }
    stands = {(s.id, report.ym): report for s in today.stations for report in s.handed_in}
    names = {key: name for key, name in session.execute(_names())}  # noqa: C416 (rows, not pairs)
    return [
        Since(
            names.get(place[0], ""),
            place[1],
            used[place].version if place in used else None,
            stands[place].version if place in stands else None,
        )
        for place in sorted(used.keys() | stands.keys(), key=lambda place: (place[1], place[0]))
        if _report_id(used.get(place)) != (stands[place].id if place in stands else None)
    ]


def _to_lock(session: Session, key: UUID, today: RolledUp) -> list[MonthReportRow]:
    """The reports that are in it, still count, and are not locked."""
    used = set(
        session.scalars(select(UsedReport.report_id).where(UsedReport.roll_up_id == key)).all()
    )
    return [
        report
        for station in today.stations
        for report in station.handed_in
        if report.id in used and report.state is MonthState.SUBMITTED
    ]


def _names() -> Any:  # Any: a select of two columns
    return select(DistrictStation.id, DistrictStation.name)


def _report_id(row: UsedReport | None) -> UUID | None:
    return row.report_id if row else None
