"""When to report next: quick after changes, patient without a line, obedient to a busy district."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.reporting import (
    BACK_OFF,
    CALM,
    FIRST,
    LATEST,
    LONGEST,
    REST,
    SPREAD,
    WAKE,
    Outcome,
    Pulse,
    back_off,
    begun,
    changed,
    ended,
    next_attempt,
    slept,
    woken,
)

DONE = ended(Pulse(), Outcome.DONE, 1000.0)
JITTER = st.floats(0, 1)


def test_after_log_in_the_first_page_comes_first() -> None:
    assert next_attempt(Pulse(began=50.0), 0.0) == 50.0 + FIRST
    assert next_attempt(Pulse(began=50.0), 1.0) == 50.0 + FIRST + SPREAD


def test_without_changes_it_asks_every_few_minutes() -> None:
    assert next_attempt(DONE, 0.5) == 1000.0 + REST


def test_a_change_is_reported_when_the_typing_calms_down() -> None:
    pulse = changed(DONE, 1020.0)
    assert next_attempt(pulse, 0.5) == 1020.0 + CALM
    assert next_attempt(changed(pulse, 1025.0), 0.5) == 1025.0 + CALM


def test_typing_without_end_is_reported_all_the_same() -> None:
    pulse = DONE
    for second in range(1010, 1200, 5):
        pulse = changed(pulse, float(second))
    assert next_attempt(pulse, 0.5) == 1010.0 + LATEST


def test_what_was_written_during_a_conversation_is_not_forgotten() -> None:
    pulse = changed(begun(changed(DONE, 1010.0)), 1030.0)
    assert next_attempt(ended(pulse, Outcome.DONE, 1035.0), 0.0) == 1030.0 + CALM


def test_without_a_line_it_waits_twice_as_long_each_time_up_to_half_an_hour() -> None:
    waits = [back_off(failures, 1.0) for failures in range(1, 20)]
    assert waits[:4] == [BACK_OFF, 2 * BACK_OFF, 4 * BACK_OFF, 8 * BACK_OFF]
    assert waits[-1] == LONGEST
    assert waits == sorted(waits)


def test_changes_do_not_hurry_a_line_that_is_not_there_but_a_network_that_returns_does() -> None:
    lost = DONE
    for _ in range(8):
        lost = ended(lost, Outcome.NO_LINE, 2000.0)
    later = 2000.0 + back_off(8, 0.0)
    assert next_attempt(changed(lost, 2001.0), 0.0) == later
    assert next_attempt(woken(lost, 2100.0), 0.0) == 2100.0 + WAKE


@given(JITTER, st.floats(0, 3600))
def test_a_busy_district_is_left_alone_as_long_as_it_asked(jitter: float, wish: float) -> None:
    busy = ended(DONE, Outcome.BUSY, 2000.0, asked_to_wait=wish)
    hurried = woken(changed(busy, 2001.0), 2001.0)
    assert next_attempt(hurried, jitter) >= 2000.0 + wish


def test_whoever_is_shut_out_asks_seldom() -> None:
    assert next_attempt(ended(DONE, Outcome.SHUT_OUT, 0.0), 1.0) == LONGEST


EVENTS = st.lists(
    st.tuples(st.sampled_from(["change", "wake", "begin", *Outcome]), st.floats(0, 100)),
    max_size=30,
)


@given(EVENTS, JITTER)
def test_whatever_happens_it_never_waits_for_ever_and_never_runs_hot(
    events: list[tuple[str, float]], jitter: float
) -> None:
    pulse, now = Pulse(), 0.0
    for what, later in events:
        now += later
        if what == "change":
            pulse = changed(pulse, now)
        elif what == "wake":
            pulse = woken(pulse, now)
        elif what == "begin":
            pulse = begun(pulse)
        else:
            pulse = ended(begun(pulse), Outcome(what), now)
    due = next_attempt(pulse, jitter)
    assert due <= now + LONGEST * 1.25
    if pulse.outcome in (Outcome.NO_LINE, Outcome.BUSY) and pulse.woke is None:
        assert due >= pulse.ended + BACK_OFF / 2


@pytest.mark.parametrize(
    ("steady", "wall", "expected"),
    [(30.1, 30.5, False), (30.0, 3600.0, True), (3600.0, 3600.0, True), (30.0, -9000.0, False)],
)
def test_sleep_is_seen_whichever_clock_counts_it(
    steady: float, wall: float, expected: bool
) -> None:
    assert slept(expected=30.0, steady=steady, wall=wall) is expected
