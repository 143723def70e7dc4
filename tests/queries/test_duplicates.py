"""Files that may be of one person are shown in pairs, each once."""

from station_app.models.person import Person
from station_app.queries.duplicates import Likeness, possible_duplicates
from station_app.services.duplicates import merge_people
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import a_person, number


def found(store: Store) -> list[tuple[str, str, Likeness]]:
    """Who is taken for whom, and why."""
    with store.read() as session:
        rows = possible_duplicates(session)
    return [(row.kept.file_no[-2:], row.other.file_no[-2:], row.likeness) for row in rows]


def test_number_birth_and_phone_make_two_files_alike(store: Store) -> None:
    first = a_person(store, "王建国", mobile="13800000001")
    twin = a_person(store, "王建国", id_number=number(3))
    a_person(store, "王建国", id_number=number(3, "19600101"), mobile="13800000001")
    a_person(store, "李秀兰", id_number=number(2))
    assert found(store) == [
        ("01", "02", Likeness.SAME_NAME_AND_BIRTH),
        ("01", "03", Likeness.SAME_NAME_AND_PHONE),
    ]
    with store.write("收到") as session:
        session.get_one(Person, twin).id_number = number()
    assert found(store)[0] == ("01", "02", Likeness.SAME_NUMBER)
    with store.write("并档") as session:
        merge_people(session, first, twin)
    assert found(store) == [("01", "03", Likeness.SAME_NAME_AND_PHONE)]


def test_namesakes_alone_are_normal(store: Store) -> None:
    a_person(store, "王建国")
    a_person(store, "王建国", id_number=number(3, "19600101"))
    assert found(store) == []
