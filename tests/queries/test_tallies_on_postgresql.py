"""The tally lines are shared with the district, so that they must run on its database too."""

from datetime import date

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from station_app.domain.periods import Period
from station_app.domain.tally_lines import LINES
from station_app.models.base import Base, SyncedRecord
from station_app.models.certification import CertificationCycle
from station_app.models.identifiers import new_id
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.queries import tallies
from tests.fixtures.clock import START

OCTOBER = Period.month("2022-10")


def keep(session: Session, row: SyncedRecord) -> None:
    row.station_id, row.created_at, row.created_by = new_id(), START, "李敏"
    session.add(row)
    session.flush()


def test_every_line_and_its_rows_run_on_postgresql(postgres: str, today: date) -> None:
    engine = create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        keep(session, Station(division_code="320812001001", name="东湖社区"))
        window = {"open_on": date(2022, 8, 1), "due_on": date(2022, 9, 30), "grace_days": 60}
        keep(session, CertificationCycle(year=2022, status="OPEN", **window))
        kept = Person(file_no="A00001", name="王建国", status="ACTIVE")
        keep(session, kept)
        merged = Person(file_no="A00002", name="王健国", status="MERGED", merged_into_id=kept.id)
        keep(session, merged)
        report = tallies.tally_report(session, OCTOBER, today=today)
        behind = {
            line.code: tallies.rows_behind(session, line.code, OCTOBER, today=today)
            for line in LINES
        }
    engine.dispose()
    assert report.this.value("A1", "人") == 1
    assert [row.name for row in behind["A1"]] == ["王建国"]
    assert [code for code, rows in behind.items() if rows] == ["A1", "A6", "Q1", "Q3", "Q4"]
