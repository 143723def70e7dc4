"""The contact rule: every N days, by category (CN5 keeps phone calls apart)."""

from datetime import date

from station_app.domain.codes import Category, VisitMethod
from station_app.domain.contact import (
    CALL_METHODS,
    VISIT_METHODS,
    ContactRule,
    contact_state,
    interval,
)

TODAY = date(2026, 11, 22)


def test_the_shortest_interval_of_somebodys_categories_holds() -> None:
    rules = [ContactRule(180), ContactRule(90, Category.DISABLED), ContactRule(30, Category.RED)]
    assert interval([Category.DISABLED, Category.WAR], rules) == 90
    assert interval([Category.WAR], rules) == 180
    assert interval([Category.WAR], rules[1:]) is None


def test_contact_is_due_after_the_interval() -> None:
    state = contact_state(date(2026, 8, 24), every_days=90, known_since=None, today=TODAY)
    assert (state.due_on, state.days_since, state.is_overdue) == (TODAY, 90, False)
    late = contact_state(date(2026, 8, 23), every_days=90, known_since=None, today=TODAY)
    assert (late.days_overdue, late.is_overdue) == (1, True)


def test_who_was_never_in_contact_counts_from_registration() -> None:
    state = contact_state(None, every_days=30, known_since=date(2026, 10, 1), today=TODAY)
    assert state.due_on == date(2026, 10, 31)
    assert state.days_since is None
    assert state.is_overdue
    unknown = contact_state(None, every_days=30, known_since=None, today=TODAY)
    assert (unknown.due_on, unknown.is_overdue) == (TODAY, False)


def test_cn5_calls_are_a_line_of_their_own() -> None:
    assert not VISIT_METHODS & CALL_METHODS
    assert VisitMethod.OTHER not in VISIT_METHODS | CALL_METHODS
