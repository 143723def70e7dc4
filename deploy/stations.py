"""Stations for a drill: real station files with invented people, reporting over a real socket."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Wire
from station_app.models.person import Person
from station_app.models.record_type import RecordType, Scope
from station_app.models.registry import RECORD_TYPES
from station_app.paths import station_paths
from station_app.services.district_enrolment import Desk, Enroll, enroll
from station_app.services.district_sync import synchronise
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.station import InitStation, init_station
from station_app.sync.rows import from_row, table_of

Rows = dict[tuple[str, UUID], str]
"""Every record with what the district may know of it, as text that can be compared."""
PASSWORD = "drill-drill-drill"
FIRST_CODE = 320812001001


@dataclass(frozen=True, slots=True)
class DrillStation:
    """One station and its only PC."""

    code: str
    desk: Desk

    def join(self, address: str, one_time_code: str) -> None:
        """Enrol."""
        enroll(self.desk, Enroll(address, one_time_code))

    def report(self) -> bool:
        """Talk until everything is said on both sides; whether the district has it all."""
        return synchronise(self.desk).complete

    def work(self, name: str, count: int) -> None:
        """Some new people and an edit, as on any day."""
        with self.desk.store.write("work") as session:
            for number in range(count):
                session.add(
                    Person(
                        file_no=f"{name}-{number}",
                        name=f"演练{number}",
                        status="ACTIVE",
                        address=name,
                        note="只有本站能看",
                    )
                )
            first = session.scalars(select(Person).order_by(Person.id).limit(1)).first()
            if first is not None:
                first.address = f"{name}：搬家"

    def rows(self) -> Rows:
        """Everything this station has that goes upward."""
        with self.desk.store.read() as session:
            return rows_of(session.connection())

    def close(self) -> None:
        """Close the file."""
        self.desk.store.close()


def make_station(
    folder: Path, number: int, *, people: int, clock: Callable[[], datetime]
) -> DrillStation:
    """A station of invented people with a year of work."""
    code = str(FIRST_CODE + number)
    paths = station_paths(folder / code)
    command = InitStation(code, f"演练服务站 {number + 1}", "演练", PASSWORD)
    made = init_station(paths, command, clock=clock)
    if people:
        fill_with_sample(made.store, SampleSize(people, 1, number + 1), today=clock().date())
    return DrillStation(code, Desk(made.store, made.keys, paths.keys, paths.device, clock))


def rows_of(connection: Connection) -> Rows:
    """All records of a copy; fields that only the station may see are sealed elsewhere."""
    found: Rows = {}
    for kind in RECORD_TYPES:
        if kind.down_only:
            continue
        for row in connection.execute(select(table_of(kind))).mappings():
            found[kind.name, row["id"]] = _as_text(kind, from_row(kind, row))
    return found


def rows_at(session: Session) -> Rows:
    """All records that the district has."""
    return rows_of(session.connection())


def together(stations: Sequence[DrillStation]) -> Rows:
    """All records of all stations."""
    return {key: text for station in stations for key, text in station.rows().items()}


def _as_text(kind: RecordType, values: dict[str, Wire]) -> str:
    open_fields = {field.name for field in kind.fields if field.scope is Scope.DISTRICT}
    return json.dumps({name: values[name] for name in sorted(open_fields)}, ensure_ascii=False)
