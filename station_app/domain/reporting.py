"""When this PC should speak with the district next: from what happened and when, and nothing else.

All moments are seconds of one steady count that only grows (never the wall clock, which may be
wrong or be set). `jitter` is a number from 0 to 1, drawn by the caller, so that 140 stations that
come back at once do not knock at once.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

CALM = 10.0
"""After the last local change; somebody who is typing is not interrupted by half of it."""
LATEST = 60.0
"""After the first local change, however long the typing goes on."""
REST = 300.0
"""Between two conversations without local changes: others' changes are not waited for longer."""
FIRST = 5.0
SPREAD = 25.0
"""After log-in: the first page comes first."""
WAKE = 2.0
WAKE_SPREAD = 13.0
"""After the PC woke or the network came back."""
ASLEEP = 60.0
BACK_OFF = 30.0
LONGEST = 1800.0
"""Without a line: doubled from the one to the other."""


class Outcome(StrEnum):
    """How the last conversation ended."""

    NEVER = "never"
    DONE = "done"
    NO_LINE = "no_line"
    BUSY = "busy"
    SHUT_OUT = "shut_out"


@dataclass(frozen=True, slots=True)
class Pulse:
    """What is known when the next conversation is chosen; `began` is the moment of log-in."""

    began: float = 0.0
    outcome: Outcome = Outcome.NEVER
    ended: float = 0.0
    failures: int = 0
    asked_to_wait: float = 0.0
    first_change: float | None = None
    last_change: float | None = None
    woke: float | None = None


def changed(pulse: Pulse, at: float) -> Pulse:
    """This PC wrote something that the district has not seen."""
    first = at if pulse.first_change is None else pulse.first_change
    return replace(pulse, first_change=first, last_change=at)


def woken(pulse: Pulse, at: float) -> Pulse:
    """The PC came back from sleep, or its network did: the line is worth another try."""
    return replace(pulse, woke=at)


def begun(pulse: Pulse) -> Pulse:
    """A conversation starts: what is written from here on counts as new."""
    return replace(pulse, first_change=None, last_change=None, woke=None)


def ended(pulse: Pulse, outcome: Outcome, at: float, *, asked_to_wait: float = 0.0) -> Pulse:
    """A conversation ended so; `asked_to_wait` is what a busy district wished."""
    failures = 0 if outcome is Outcome.DONE else pulse.failures + 1
    return replace(pulse, outcome=outcome, ended=at, failures=failures, asked_to_wait=asked_to_wait)


def next_attempt(pulse: Pulse, jitter: float) -> float:
    """The moment of the next conversation, which may lie in the past: then it is due now."""
    match pulse.outcome:
        case Outcome.NEVER:
            return pulse.began + FIRST + SPREAD * jitter
        case Outcome.DONE:
            return min(_of_changes(pulse), _of_waking(pulse, jitter), pulse.ended + REST)
        case Outcome.BUSY:
            wish = max(pulse.asked_to_wait, BACK_OFF)
            return pulse.ended + wish * (1 + jitter / 4)
        case Outcome.SHUT_OUT:
            return pulse.ended + LONGEST * (0.5 + jitter / 2)
    return min(_of_waking(pulse, jitter), pulse.ended + back_off(pulse.failures, jitter))


def back_off(failures: int, jitter: float) -> float:
    """How long to leave a line alone that failed so often in a row: half of it is chance."""
    doubled = BACK_OFF * 2.0 ** min(max(failures, 1) - 1, 10)
    return min(doubled, LONGEST) * (0.5 + jitter / 2)


def _of_changes(pulse: Pulse) -> float:
    if pulse.first_change is None or pulse.last_change is None:
        return float("inf")
    return min(pulse.last_change + CALM, pulse.first_change + LATEST)


def _of_waking(pulse: Pulse, jitter: float) -> float:
    return float("inf") if pulse.woke is None else pulse.woke + WAKE + WAKE_SPREAD * jitter


def slept(*, expected: float, steady: float, wall: float) -> bool:
    """Whether the PC slept between two looks: one of its clocks went on much longer than a look.

    Which of them counts the sleep depends on the platform.
    """
    return max(steady, wall) - expected > ASLEEP
