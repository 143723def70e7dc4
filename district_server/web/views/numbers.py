"""The number of every roll-up that leaves the district on paper or in a file, and what it finds.

As at a station (decision 0112) the number is drawn from what stands on the paper: the same roll-up
taken away twice on one day by one officer has one number. What it stands for is kept as a roll-up
that is in no list, so that the figures of then come back with the reports they were made of.
"""

import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from district_server.models import KeptRollUp, UsedReport
from district_server.web.reach import Reach
from district_server.web.rendering import in_china
from district_server.web.views.forms import form_of
from district_server.web.views.tally import RolledUp
from station_app.domain.month_report import freeze, hash_of
from station_app.domain.printouts import grouped, read_serial, serial_of_content
from station_app.domain.tally import Tally
from station_app.errors import Rejected
from station_app.models.identifiers import new_id


def numbered(
    session: Session, reach: Reach, rolled: RolledUp, *, by: str, now: datetime
) -> KeptRollUp:
    """The row that holds this roll-up under its number; made where it is not there yet."""
    kept = _unkept(reach, rolled, by, now)
    digest, attempt = _digest(kept, rolled), 0
    while True:
        kept.serial = serial_of_content(digest, in_china(now).date(), attempt)
        there = session.scalars(select(KeptRollUp).where(KeptRollUp.serial == kept.serial)).first()
        if there is None:
            break
        if _is_same(session, there, kept, rolled):
            return there
        attempt += 1
    session.add(kept)
    session.flush()
    session.add_all(_used(kept.id, rolled))
    return kept


def found(session: Session, reach: Reach, typed: str) -> UUID:
    """Which roll-up has the number that somebody typed or scanned.

    Raises `Rejected("district.number_unreadable" | "district.number_unknown")`.
    """
    serial = read_serial(typed)
    if serial is None:
        raise Rejected("district.number_unreadable", number=typed.strip())
    query = select(KeptRollUp.id).where(KeptRollUp.serial == serial, within(reach))
    key = session.scalars(query).first()
    if key is None:
        raise Rejected("district.number_unknown", number=grouped(serial))
    return key


def within(reach: Reach) -> ColumnElement[bool]:
    """A town sees the roll-ups of the town; the district sees all."""
    return true() if reach.prefix is None else KeptRollUp.town == reach.prefix


def _unkept(reach: Reach, rolled: RolledUp, by: str, now: datetime) -> KeptRollUp:
    content = _content(rolled)
    return KeptRollUp(
        id=new_id(),
        period=rolled.asked.period.code,
        town=rolled.asked.town or reach.prefix or "",
        is_listed=False,
        kept_at=now,
        kept_by=by,
        due=rolled.due,
        reported=rolled.reported,
        content=content,
        content_hash=hash_of(content),
    )


def _digest(kept: KeptRollUp, rolled: RolledUp) -> str:
    """All that the number stands for; the day is in the number itself."""
    reports = sorted(str(report) for report in _reports(rolled))
    parts = (kept.period, kept.town, kept.kept_by, kept.content_hash, *reports)
    return sha256("\x1f".join(parts).encode()).hexdigest()


def _is_same(session: Session, there: KeptRollUp, kept: KeptRollUp, rolled: RolledUp) -> bool:
    """Whether a number was given to this very roll-up, and not by chance to another."""
    same = (there.period, there.town, there.kept_by, there.content_hash)
    used = select(UsedReport.report_id).where(UsedReport.roll_up_id == there.id)
    return same == (kept.period, kept.town, kept.kept_by, kept.content_hash) and _reports(
        rolled
    ) == set(session.scalars(used))


def _reports(rolled: RolledUp) -> set[UUID]:
    if rolled.asked.counts_everybody:
        return set()
    return {report.id for station in rolled.stations for report in station.handed_in}


def _used(roll_up_id: UUID, rolled: RolledUp) -> list[UsedReport]:
    reports = _reports(rolled)
    return [
        UsedReport(
            roll_up_id=roll_up_id,
            report_id=report.id,
            station_id=station.id,
            ym=report.ym,
            version=report.version,
            content_hash=report.content_hash,
        )
        for station in rolled.stations
        for report in station.handed_in
        if report.id in reports
    ]


def _content(rolled: RolledUp) -> str:
    form = form_of(rolled)
    parts = [
        {
            "name": part.name,
            "town": part.town,
            "station": str(part.station) if part.station else None,
            "reported": part.is_reported,
            "reporting": [child.reported, child.due],
            "tally": _frozen(part.tally),
        }
        for part, child in zip(rolled.parts, form.children, strict=True)
    ]
    content = {
        "place": form.place,
        "basis": "records" if rolled.asked.counts_everybody else "reports",
        "whole": _frozen(rolled.whole),
        "parts": parts,
        "unread": rolled.unread_words,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _frozen(tally: Tally) -> object:
    return json.loads(freeze(tally).text)
