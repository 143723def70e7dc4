"""Two PCs that gave one number while apart: the later record gets a new one (SETTLED 4)."""

from station_app.models.person import Person
from station_app.services.serials import file_numbers
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    make_office,
)

__all__ = ["district", "make_office"]


def register(office: Office, name: str) -> Person:
    """A person under the next free number of a PC."""
    with office.store.write("register") as session:
        person = Person(file_no=next(file_numbers(session)), name=name, status="ACTIVE")
        session.add(person)
        return person


def numbers(office: Office) -> dict[str, tuple[str, str | None]]:
    """Number and former number of everybody."""
    people = [row for row in office.rows(Person) if isinstance(row, Person)]
    return {person.name: (person.file_no, person.former_file_no) for person in people}


def test_a_colliding_later_number_is_renumbered_once_and_the_old_one_kept(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    earlier, later = register(first, "林秀英"), register(second, "曾光明")
    assert earlier.file_no == later.file_no  # both were made before enrolment, under the letter A
    first.enroll(district)
    second.enroll(district)

    for office in (first, second, first):
        assert office.sync(district).complete

    expected = {
        "林秀英": (earlier.file_no, None),
        "曾光明": (earlier.file_no.replace("-A", "-B"), earlier.file_no),
    }
    assert numbers(first) == numbers(second) == expected


def test_whoever_reports_first_the_record_that_was_made_later_gives_way(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    earlier, later = register(first, "林秀英"), register(second, "曾光明")
    second.enroll(district)
    second.sync(district)
    first.enroll(district)
    for office in (first, second, first):
        office.sync(district)

    assert numbers(first) == numbers(second)
    assert numbers(first)["林秀英"] == (earlier.file_no, None)
    assert numbers(first)["曾光明"][1] == later.file_no


def test_after_enrolment_each_pc_counts_under_its_own_letter(
    district: District, make_office: MakeOffice
) -> None:
    first, second = make_office("first"), make_office("second")
    for office in (first, second):
        office.enroll(district)
    register(first, "林秀英")
    register(second, "曾光明")
    for office in (first, second, first):
        office.sync(district)
    assert [number[-6] for number, _ in numbers(first).values()] == ["A", "B"]
    assert all(former is None for _, former in numbers(first).values())
