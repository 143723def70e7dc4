"""Honour plaques: one per household, what may happen to one, what counts (DOMAIN §4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from station_app.domain.categories import PLAQUE_ENTITLED, SERVICE_FAMILY, SURVIVOR, VETERAN
from station_app.domain.codes import (
    ApplyMode,
    Category,
    Occasion,
    PlaqueEventKind,
    PlaqueFamily,
    PlaqueIssue,
    PlaquePosition,
    PlaqueReason,
    PlaqueState,
)
from station_app.domain.festivals import festival
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Note, ask
from station_app.errors import Rejected

_S = PlaqueState
_E = PlaqueEventKind

STOCK = frozenset({_S.HUNG, _S.INDOOR, _S.TO_REPLACE})
"""Plaques that hang at the end of a month (E7, PL9)."""
OCCUPYING = STOCK | {_S.TO_ISSUE, _S.ISSUED}
"""States in which the household has its one plaque (PL1)."""
NOT_MISSING = OCCUPYING | {_S.REFUSED, _S.DECLINED, _S.WITHDRAWN}
"""States after which a household is not one that should hang and does not (E8)."""

TRANSITIONS: dict[tuple[PlaqueState, PlaqueEventKind], PlaqueState] = {
    (_S.TO_ISSUE, _E.ISSUE): _S.ISSUED,
    (_S.TO_ISSUE, _E.REFUSE): _S.REFUSED,
    (_S.TO_ISSUE, _E.DECLINE): _S.DECLINED,
    (_S.ISSUED, _E.HANG): _S.HUNG,
    (_S.ISSUED, _E.PLACE_INDOOR): _S.INDOOR,
    (_S.ISSUED, _E.DECLINE): _S.DECLINED,
    (_S.HUNG, _E.PLACE_INDOOR): _S.INDOOR,
    (_S.INDOOR, _E.HANG): _S.HUNG,
    (_S.WITHDRAWN, _E.RESTORE): _S.HUNG,
    **{(state, _E.READDRESS): state for state in STOCK},
    **{(state, _E.ASK_REPLACE): _S.TO_REPLACE for state in (_S.HUNG, _S.INDOOR)},
    **{(state, _E.REPLACE): _S.REPLACED for state in STOCK},
    **{(state, _E.WITHDRAW): _S.WITHDRAWN for state in STOCK},
    **{(state, _E.LOSE): _S.LOST for state in STOCK},
    **{(state, _E.MOVE_OUT): _S.MOVED for state in STOCK},
}
"""Everything that may happen to a plaque (DOMAIN §2.10); moving within the county changes no state
(PL8), and a restored plaque hangs again."""

LEAVING = frozenset(event for (_, event), state in TRANSITIONS.items() if state not in NOT_MISSING)
"""Only after one of these may a household lack a plaque that it had (E8)."""

R05_BEFORE = date(2018, 7, 29)
"""Whose owner died before this day gets no plaque in some provinces (R05, a setting)."""


def next_state(state: PlaqueState, event: PlaqueEventKind) -> PlaqueState:
    """The state after an event; `Rejected` when the event is not possible now."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise Rejected("plaque.transition", state=state.label, event=event.label)
    return following


def derive(events: Iterable[PlaqueEventKind]) -> PlaqueState:
    """The state that the events lead to, in their order and without the reversed ones.

    An event that no longer fits, because two PCs wrote without seeing each other, changes nothing.
    """
    state = _S.TO_ISSUE
    for event in events:
        state = TRANSITIONS.get((state, event), state)
    return state


def position_of(event: PlaqueEventKind) -> PlaquePosition | None:
    """Where an event puts the plaque."""
    if event is _E.HANG:
        return PlaquePosition.GATE
    return PlaquePosition.INDOOR if event is _E.PLACE_INDOOR else None


def family_of(category: Category) -> PlaqueFamily | None:
    """Which of the three entitled families a category makes (PL2)."""
    if category in SURVIVOR:
        return PlaqueFamily.SURVIVOR
    if category in VETERAN:
        return PlaqueFamily.VETERAN
    serving = category is Category.SERVING or category in SERVICE_FAMILY
    return PlaqueFamily.SERVING if serving else None


def apply_mode(category: Category, *, is_holder: bool) -> ApplyMode:
    """The station goes to holders of the three certificates; other survivors ask for it (PL2)."""
    if category in SURVIVOR and not is_holder:
        return ApplyMode.APPLICATION
    return ApplyMode.INITIATIVE


def require_may_issue(household: Iterable[PlaqueState], categories: Iterable[Category]) -> None:
    """Whether a household may be given a plaque.

    At most one occupies it (PL1), somebody must be entitled (PL2), and after a withdrawal none is
    issued while the decision stands (PL7). The entitled may live in another household (PL3).
    """
    states = set(household)
    if states & OCCUPYING:
        raise Rejected("plaque.household_has_one")
    if _S.WITHDRAWN in states:
        raise Rejected("plaque.withdrawn_household")
    if not set(categories) & PLAQUE_ENTITLED:
        raise Rejected("plaque.not_entitled")


def died_before_scheme(death: PartialDate | None) -> bool:
    """Whether R05 applies: the person died before the scheme began."""
    return death is not None and death.is_before(R05_BEFORE)


def require_may_replace(category: Category, *, is_deceased: bool) -> None:
    """A veteran's or survivor's family keeps the plaque after a death, but gets no other (PL6)."""
    if is_deceased and category not in SERVICE_FAMILY and category is not Category.SERVING:
        raise Rejected("plaque.no_replacement_after_death")


@dataclass(frozen=True, slots=True)
class Decision:
    """Number and date of a county decision; the station keeps no reason (PL7, SETTLED 12)."""

    number: str | None
    decided_on: date | None


def require_decision(event: PlaqueEventKind, decision: Decision) -> None:
    """Withdrawing and restoring need the county's decision (PL7)."""
    if event not in {_E.WITHDRAW, _E.RESTORE}:
        return
    if not decision.number or decision.decided_on is None:
        raise Rejected("plaque.decision_missing", event=event.label)


_ISSUE_OF_REASON = {"C": PlaqueIssue.REPLACEMENT, "L": PlaqueIssue.REISSUE}


def issue_of(reason: PlaqueReason | None) -> PlaqueIssue:
    """Why a plaque was made, by the reason of its issue: C… replaces, L… stands for a lost one."""
    return _ISSUE_OF_REASON.get(reason[0] if reason else "", PlaqueIssue.NEW)


_FIRST_HUNG = {
    PlaqueIssue.NEW: "E2",
    PlaqueIssue.REPLACEMENT: "E3",
    PlaqueIssue.REISSUE: "E4",
}
_OTHER_LINES = {
    _E.REPLACE: "E3a",
    _E.WITHDRAW: "E5",
    _E.RESTORE: "E6",
    _E.LOSE: "E6a",
    _E.MOVE_OUT: "E6b",
}


def line_of(event: PlaqueEventKind, issue: PlaqueIssue, *, is_first_hung: bool) -> str | None:
    """The line of the tally in which an event counts (PL9).

    A replacement counts in 更换 and not again in 新发; turning a plaque from the gate into the room
    counts nowhere.
    """
    if event is _E.ISSUE:
        return "E1" if issue is PlaqueIssue.NEW else None
    if event in {_E.HANG, _E.PLACE_INDOOR}:
        return _FIRST_HUNG[issue] if is_first_hung else None
    return _OTHER_LINES.get(event)


def season_note(hung_on: date, *, days: int = 60) -> Note | None:
    """Hanging is meant for the weeks before 八一 or 春节: a reminder, never a block (PL10)."""
    feasts = (
        festival(occasion, year)
        for occasion in (Occasion.BAYI, Occasion.SPRING)
        for year in (hung_on.year, hung_on.year + 1)
    )
    ahead = (feast - hung_on for feast in feasts if feast is not None)
    if any(timedelta(0) <= left <= timedelta(days=days) for left in ahead):
        return None
    return ask("plaque.out_of_season")


def survivors_of_merge(states: Iterable[PlaqueState]) -> int:
    """How many plaques must go when two households become one (PL5); a split leaves all (PL4)."""
    occupied = sum(state in OCCUPYING for state in states)
    return max(occupied - 1, 0)
