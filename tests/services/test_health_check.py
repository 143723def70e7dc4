"""`station-app check`: what it finds, and that it finds nothing where nothing is."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from station_app.models.identifiers import new_id
from station_app.models.local import PersonSearch
from station_app.models.person import Person, PersonIdentity
from station_app.models.visit import Visit, VisitAttendance
from station_app.services import facts
from station_app.services.health_check import HealthReport, check_health
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_person, number


def check(store: Store) -> HealthReport:
    """What the check says."""
    with store.read() as session:
        return check_health(session)


def codes(store: Store) -> list[str]:
    """The kinds of finding."""
    return [problem.code for problem in check(store).problems]


def attendance(person: UUID, visit: UUID, **values: object) -> VisitAttendance:
    """A person met on a visit."""
    return VisitAttendance(
        visit_id=visit,
        person_id=person,
        visit_date=date(2022, 10, 1),
        kind="ROUTINE",
        method="HOME",
        counted_ym="2022-10",
        **values,
    )


def a_visit(store: Store) -> UUID:
    """The paper of a visit."""
    visit = Visit(visit_date=date(2022, 10, 1), kind="ROUTINE", method="HOME", state="DONE")
    with store.write("走访") as session:
        session.add(visit)
    return visit.id


def test_a_station_in_order_is_sound(store: Store) -> None:
    fill_with_sample(store, SampleSize(people=60, years=1), today=TODAY)
    report = check(store)
    assert report.problems == ()
    assert report.is_sound
    assert report.records > 300


def test_a_reference_that_leads_nowhere_is_found(store: Store) -> None:
    a_person(store, household_id=None)
    nobody = new_id()
    with store.write("走访") as session:
        session.add(attendance(nobody, a_visit_in(session)))
    problem = check(store).problems[0]
    assert (problem.code, problem.kind, problem.field) == ("health.dangling", "走访人次", "对象")
    assert "1 条" in problem.sentence


def a_visit_in(session: Session) -> UUID:
    """The paper of a visit in the same unit of work."""
    visit = Visit(visit_date=date(2022, 10, 1), kind="ROUTINE", method="HOME", state="DONE")
    session.add(visit)
    return visit.id


def test_a_reference_to_a_retired_record_is_told_apart(store: Store) -> None:
    person = a_person(store)
    visit = a_visit(store)
    with store.write("走访") as session:
        session.add(attendance(person, visit))
    with store.write("撤销") as session:
        session.get_one(Visit, visit).deleted = True
    assert codes(store) == ["health.to_retired"]


@pytest.mark.parametrize(
    ("reversals", "expected"), [(0, ["health.lone_reversal"]), (2, ["health.reversed_twice"])]
)
def test_reversals_without_a_partner_and_doubled_ones_are_found(
    store: Store, reversals: int, expected: list[str]
) -> None:
    person, visit = a_person(store), a_visit(store)
    fact = attendance(person, visit)
    with store.write("走访") as session:
        session.add(fact)
        for _ in range(reversals):
            session.add(attendance(person, visit, sign=-1, reverses_id=fact.id))
        if not reversals:
            session.add(attendance(person, visit, sign=-1, reverses_id=new_id()))
    assert codes(store) == expected


def test_a_plain_reversal_is_in_order(store: Store) -> None:
    person, visit = a_person(store), a_visit(store)
    fact = attendance(person, visit)
    with store.write("走访") as session:
        session.add(fact)
    with store.write("冲正") as session:
        facts.reverse(session, session.get_one(VisitAttendance, fact.id), reason="记错")
    assert codes(store) == []


def test_two_files_with_one_number_are_found(store: Store) -> None:
    a_person(store)
    other = a_person(store, "李秀兰", id_number=number(2))
    with store.write("收到") as session:
        session.get_one(Person, other).id_number = number()
    assert check(store).problems[0].examples == (other,)
    assert codes(store) == ["health.same_number"]


def test_two_primary_identities_are_found(store: Store) -> None:
    person = a_person(store, "王建国", "WAR", "DISABLED")
    with store.write("收到") as session:
        rows = session.query(PersonIdentity).filter(PersonIdentity.person_id == person)
        for row in rows:
            row.is_primary = True
    assert codes(store) == ["health.primary"]


def test_a_search_table_out_of_step_is_found(store: Store) -> None:
    a_person(store)
    with store.write("坏了") as session:
        session.execute(delete(PersonSearch))
    assert codes(store) == ["health.search"]


def test_a_flipped_byte_in_the_file_is_found(store: Store) -> None:
    fill_with_sample(store, SampleSize(people=60, years=1), today=TODAY)
    store.close()
    content = bytearray(store.path.read_bytes())
    content[len(content) // 2] ^= 1
    store.path.write_bytes(content)
    report = check(store)
    assert [problem.code for problem in report.problems] == ["health.pages"]
    assert "备份" in report.problems[0].sentence
