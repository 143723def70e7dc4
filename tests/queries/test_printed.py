"""What forms ask of the file: a fixed number of statements, however many people there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from station_app.queries import (
    printed_certifications,
    printed_people,
    printed_plaques,
    printed_visits,
)
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store

TODAY = date(2022, 10, 20)
QUESTIONS: dict[str, Callable[[Session], object]] = {
    "people": lambda session: printed_people.person_roster(
        session, printed_people.everybody(session), TODAY
    ),
    "plaque cards": printed_plaques.plaque_cards,
    "plaque roster": printed_plaques.plaque_roster,
    "visits": printed_visits.visit_cards,
    "certifications": lambda session: printed_certifications.certification_roster(
        session, 2022, TODAY
    ),
    "overdue": lambda session: printed_certifications.overdue_list(session, 2022, TODAY),
}


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that run in the block."""
    statements: list[str] = []
    engine = session.get_bind()

    def heard(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", heard)
    yield statements
    event.remove(engine, "before_cursor_execute", heard)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_form_for_everybody_costs_a_handful_of_statements(store: Store, name: str) -> None:
    fill_with_sample(store, SampleSize(people=60, years=1), today=TODAY)
    with store.read() as session, counted(session) as statements:
        QUESTIONS[name](session)
    assert 1 <= len(statements) <= 16


def test_people_are_asked_for_in_portions_that_a_statement_can_take(store: Store) -> None:
    fill_with_sample(store, SampleSize(people=600, years=1), today=TODAY)
    with store.read() as session:
        keys = printed_people.everybody(session)
        found = printed_people.printed_people(session, keys)
    assert len(keys) > printed_people.CHUNK
    assert list(found) == keys


def test_people_are_listed_by_group_as_groups_are_counted(store: Store) -> None:
    fill_with_sample(store, SampleSize(people=60, years=1), today=TODAY)
    with store.read() as session:
        people = printed_people.printed_people(session, printed_people.everybody(session))
    groups = list(dict.fromkeys(person.group_name for person in people.values()))
    known = [name for name in ("一组", "二组", "三组", "四组", "五组", "六组") if name in groups]
    assert [name for name in groups if name in known] == known
