"""What was emptied after a backup of the district does not come back unasked when that returns."""

from pathlib import Path

import pytest

from station_app.models.conflict import Conflict
from station_app.models.person import Person
from tests.fixtures.district import District, MakeOffice, Office
from tests.server.model_backups import Backups, backups_of


@pytest.fixture
def offices(district: District, make_office: MakeOffice) -> tuple[Office, Office]:
    """Two PCs of one station that know one man without address."""
    first, second = make_office("first"), make_office("second")
    for office in (first, second):
        office.enroll(district)
    first.add_person("曾光明")
    for office in (first, second):
        assert office.sync(district).complete
    return first, second


@pytest.fixture
def backups(district: District, offices: object, tmp_path: Path) -> Backups:
    """A backup of the district from before his address was known."""
    assert offices
    found = backups_of(district.engine, tmp_path)
    found.make()
    return found


def him(office: Office) -> Person:
    (person,) = (row for row in office.rows(Person) if isinstance(row, Person))
    return person


def questions(office: Office) -> list[tuple[str | None, str | None]]:
    rows = [row for row in office.rows(Conflict) if isinstance(row, Conflict)]
    return [(row.server_value, row.client_value) for row in rows]


@pytest.mark.parametrize("field", ["address", "note"])
def test_what_was_emptied_comes_back_only_with_a_question(
    district: District, offices: tuple[Office, Office], backups: Backups, field: str
) -> None:
    first, second = offices
    first.change(him(first).id, **{field: "三组"})
    for office in (first, second):
        office.sync(district)
    second.change(him(second).id, **{field: None})
    second.sync(district)
    backups.put_back()

    for office in (second, first, second, second, first):  # the first never heard of the emptying
        assert office.sync(district).complete

    assert len(questions(first)) == len(questions(second)) == 1
    ((there, here),) = questions(second)
    assert here is None
    assert there is not None
    assert getattr(him(first), field) == getattr(him(second), field)


def test_what_is_filled_anew_with_the_old_value_is_nobodys_question(
    district: District, offices: tuple[Office, Office], backups: Backups
) -> None:
    first, second = offices
    first.change(him(first).id, address="三组")
    backups.put_back()
    for office in (first, second, first):
        assert office.sync(district).complete
    second.change(him(second).id, address=None)
    for office in (second, first):
        assert office.sync(district).complete
    first.change(him(first).id, address="三组")
    for office in (first, second):
        assert office.sync(district).complete

    assert questions(first) == questions(second) == []
    assert him(second).address == "三组"


def test_what_a_restored_district_gave_to_a_late_pc_is_not_told_again_as_its_own(
    district: District, make_office: MakeOffice, tmp_path: Path
) -> None:
    first = make_office("first")
    first.enroll(district)
    first.add_person("曾光明", address="三组")
    first.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    first.change(him(first).id, address=None)
    first.sync(district)
    late = make_office("late")  # it never hears that there was an address
    for _ in range(2):
        late.enroll(district)
        late.add_people(40)  # so that it has read far beyond the backup
        late.sync(district)
        backups.put_back()
    first.sync(district)
    late.enroll(district)
    for office in (late, first, first, late):
        assert office.sync(district).complete

    assert questions(first) == questions(late) == [("三组", None)]
