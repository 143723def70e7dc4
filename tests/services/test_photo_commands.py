"""Photos at the command line: the check looks them through, a form prints them."""

import io
import shutil
from datetime import date
from pathlib import Path

import pytest

from station_app.cli.main import run_command
from station_app.cli.parser import build_parser
from station_app.domain.codes import AttachmentOwner
from station_app.models.visit import Visit, VisitAttendance
from station_app.paths import Paths, station_paths
from station_app.services.attachments import attach, keep_pictures
from station_app.services.attachments_box import PhotoBox
from station_app.store.photos import open_photos
from station_app.store.unit_of_work import open_store
from tests.fixtures.clock import StandingClock
from tests.fixtures.photos import a_picture
from tests.fixtures.pictures import jpeg
from tests.fixtures.station import OPERATOR, PASSWORD, EmptyStation
from tests.services.people_of_tests import a_person
from tests.services.test_attachments import images

DAY = date(2022, 10, 20)


@pytest.fixture
def folder(tmp_path: Path, empty_station: EmptyStation, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A closed station with one visit and its photo."""
    monkeypatch.setenv("STATION_APP_PASSWORD", PASSWORD)
    paths = station_paths(tmp_path / "station")
    shutil.copytree(empty_station.folder, paths.data)
    clock, keys = StandingClock(), empty_station.keys
    store = open_store(paths.database, keys.data, operator=OPERATOR, clock=clock)
    person = a_person(store)
    with store.read() as session:
        box = PhotoBox.of(paths, keys)
        kept = keep_pictures(session, box, "VISIT", [a_picture(jpeg())], now=clock())
    with store.write("visit") as session:
        visit = Visit(visit_date=DAY, kind="ROUTINE", method="HOME", state="DONE")
        values = {"visit_date": DAY, "kind": "ROUTINE", "method": "HOME", "counted_ym": "2022-10"}
        session.add(visit)
        session.add(VisitAttendance(visit_id=visit.id, person_id=person, **values))
        session.flush()
        attach(session, AttachmentOwner.VISIT, visit.id, kept, today=DAY)
    store.close()
    return paths


def typed(paths: Paths, *words: str) -> tuple[int, str]:
    """What a command ends with and says."""
    out, err = io.StringIO(), io.StringIO()
    arguments = build_parser().parse_args(["--data", str(paths.data), *words])
    code = run_command(arguments, clock=StandingClock(), out=out, err=err)
    return code, out.getvalue()


def test_the_check_says_that_photos_are_sound_and_that_they_are_not(
    folder: Paths, empty_station: EmptyStation
) -> None:
    assert typed(folder, "check")[0] == 0
    box = PhotoBox.of(folder, empty_station.keys)
    with open_photos(box.place.file, box.place.pragma) as photos:
        (held,) = photos.held()
        photos.erase(held.name)
    code, said = typed(folder, "check")
    assert code == 1
    assert "有 1 张照片只有记录" in said


def test_a_form_from_the_command_line_has_its_photos(folder: Paths, tmp_path: Path) -> None:
    paper = tmp_path / "visit.pdf"
    assert typed(folder, "form", "visit", "--out", str(paper))[0] == 0
    assert len(images(paper.read_bytes())) == 1


def test_a_backup_from_the_command_line_holds_the_photos(folder: Paths, tmp_path: Path) -> None:
    target = tmp_path / "stick.backup"
    assert typed(folder, "backup", str(target))[0] == 0
    assert b"photos.db" in target.read_bytes()
