"""What the district's list of PCs says: it is told with each report, and decides nothing."""

import tomllib
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Device
from station_app import VERSION
from tests.architecture.sources import ROOT
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import District, MakeOffice


def device_of(district: District) -> Device:
    """The one PC of the district."""
    with Session(district.engine) as session:
        return session.scalars(select(Device)).one()


def test_a_report_tells_program_clock_and_that_nothing_waits(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("one")
    office.enroll(district)
    office.add_person("王建国")
    office.sync(district)
    device = device_of(district)
    assert (device.program, device.waiting, device.clock_ahead) == (VERSION, 0, 0)
    assert device.heard_at == device.last_complete_at == district.clock()


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=-19_000)])
def test_a_wrong_clock_is_seen_and_changes_nothing_else(
    district: District, make_office: MakeOffice, ahead: timedelta
) -> None:
    office = make_office("one")
    office.enroll(district)
    office.desk = type(office.desk)(
        office.store,
        office.desk.keys,
        office.desk.key_file,
        office.desk.device_file,
        StandingClock(district.clock() + ahead),
    )
    office.add_person("王建国")
    assert office.sync(district).complete
    device = device_of(district)
    assert device.clock_ahead == ahead.total_seconds()
    assert device.last_complete_at == district.clock()


def test_a_no_op_within_the_minute_writes_nothing(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("one")
    office.enroll(district)
    office.sync(district)
    before = device_of(district).heard_at
    district.clock.advance(timedelta(seconds=30))
    office.sync(district)
    assert device_of(district).heard_at == before


def test_the_version_that_is_told_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
