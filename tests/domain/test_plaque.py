"""Honour plaques: rules PL1 to PL10."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import plaque as rules
from station_app.domain.codes import (
    ApplyMode,
    Category,
    PlaqueEventKind,
    PlaqueFamily,
    PlaqueIssue,
    PlaqueReason,
    PlaqueState,
)
from station_app.domain.partial_date import PartialDate
from station_app.domain.plaque import Decision
from station_app.errors import Rejected

E = PlaqueEventKind


@pytest.mark.parametrize(
    "state",
    [
        PlaqueState.TO_ISSUE,
        PlaqueState.ISSUED,
        PlaqueState.HUNG,
        PlaqueState.INDOOR,
        PlaqueState.TO_REPLACE,
    ],
)
def test_pl1_a_household_with_a_plaque_gets_no_second(state: PlaqueState) -> None:
    with pytest.raises(Rejected, match=r"plaque\.household_has_one"):
        rules.require_may_issue([PlaqueState.REPLACED, state], [Category.WAR, Category.DISABLED])


def test_pl1_a_household_whose_plaque_is_gone_may_get_one() -> None:
    gone = [PlaqueState.LOST, PlaqueState.MOVED, PlaqueState.REPLACED, PlaqueState.DECLINED]
    rules.require_may_issue(gone, [Category.WAR])
    assert not rules.OCCUPYING & set(gone)


def test_pl2_three_kinds_of_family_are_entitled() -> None:
    assert rules.family_of(Category.SURV_ILL) is PlaqueFamily.SURVIVOR
    assert rules.family_of(Category.RURAL60) is PlaqueFamily.VETERAN
    assert rules.family_of(Category.FAM_CONSCRIPT) is PlaqueFamily.SERVING
    assert rules.family_of(Category.NOMIL_RETIREE) is None
    with pytest.raises(Rejected, match=r"plaque\.not_entitled"):
        rules.require_may_issue([], [Category.NOMIL_RETIREE])


def test_pl2_the_holder_is_visited_other_survivors_apply() -> None:
    martyr = Category.SURV_MARTYR
    assert rules.apply_mode(martyr, is_holder=True) is ApplyMode.INITIATIVE
    assert rules.apply_mode(martyr, is_holder=False) is ApplyMode.APPLICATION
    assert rules.apply_mode(Category.WAR, is_holder=False) is ApplyMode.INITIATIVE


def test_pl3_the_entitled_may_live_in_another_household() -> None:
    """Only the states of this household and the categories count, not where the person lives."""
    rules.require_may_issue([], [Category.SERVING])
    with pytest.raises(Rejected):
        rules.require_may_issue([PlaqueState.HUNG], [Category.SERVING])


def test_pl4_pl5_a_split_leaves_the_plaque_and_a_merge_lets_one_go() -> None:
    rules.require_may_issue([], [Category.WAR])
    assert rules.survivors_of_merge([PlaqueState.HUNG, PlaqueState.INDOOR]) == 1
    assert rules.survivors_of_merge([PlaqueState.HUNG, PlaqueState.LOST]) == 0
    assert rules.survivors_of_merge([]) == 0


def test_pl6_after_a_death_the_plaque_stays_and_is_not_replaced() -> None:
    for category in (Category.WAR, Category.SURV_MARTYR):
        with pytest.raises(Rejected, match=r"plaque\.no_replacement_after_death"):
            rules.require_may_replace(category, is_deceased=True)
        rules.require_may_replace(category, is_deceased=False)
    rules.require_may_replace(Category.FAM_SERVICE, is_deceased=True)


def test_pl7_withdrawing_and_restoring_need_the_countys_decision() -> None:
    complete = Decision("区退役〔2026〕3号", date(2026, 5, 1))
    for event in (E.WITHDRAW, E.RESTORE):
        rules.require_decision(event, complete)
        for missing in (Decision(None, date(2026, 5, 1)), Decision("〔2026〕3号", None)):
            with pytest.raises(Rejected, match=r"plaque\.decision_missing"):
                rules.require_decision(event, missing)
    rules.require_decision(E.HANG, Decision(None, None))


def test_pl7_while_withdrawn_no_new_one_is_issued() -> None:
    with pytest.raises(Rejected, match=r"plaque\.withdrawn_household"):
        rules.require_may_issue([PlaqueState.WITHDRAWN], [Category.WAR])
    assert rules.next_state(PlaqueState.WITHDRAWN, E.RESTORE) is PlaqueState.HUNG


def test_pl8_a_move_within_the_county_keeps_the_plaque_a_move_out_ends_it() -> None:
    assert rules.derive([E.ISSUE, E.HANG, E.READDRESS]) is PlaqueState.HUNG
    assert rules.derive([E.ISSUE, E.HANG, E.MOVE_OUT]) is PlaqueState.MOVED
    assert PlaqueState.MOVED not in rules.STOCK


@pytest.mark.parametrize(
    ("event", "issue", "first", "line"),
    [
        (E.ISSUE, PlaqueIssue.NEW, False, "E1"),
        (E.ISSUE, PlaqueIssue.REPLACEMENT, False, None),
        (E.HANG, PlaqueIssue.NEW, True, "E2"),
        (E.PLACE_INDOOR, PlaqueIssue.NEW, True, "E2"),
        (E.HANG, PlaqueIssue.NEW, False, None),
        (E.HANG, PlaqueIssue.REPLACEMENT, True, "E3"),
        (E.HANG, PlaqueIssue.REISSUE, True, "E4"),
        (E.REPLACE, PlaqueIssue.NEW, False, "E3a"),
        (E.WITHDRAW, PlaqueIssue.NEW, False, "E5"),
        (E.RESTORE, PlaqueIssue.NEW, False, "E6"),
        (E.LOSE, PlaqueIssue.NEW, False, "E6a"),
        (E.MOVE_OUT, PlaqueIssue.NEW, False, "E6b"),
        (E.ASK_REPLACE, PlaqueIssue.NEW, False, None),
    ],
)
def test_pl9_which_line_an_event_counts_in(
    event: PlaqueEventKind, issue: PlaqueIssue, *, first: bool, line: str | None
) -> None:
    assert rules.line_of(event, issue, is_first_hung=first) == line


def test_pl9_the_reason_of_an_issue_tells_its_kind() -> None:
    assert rules.issue_of(None) is PlaqueIssue.NEW
    assert rules.issue_of(PlaqueReason.WORN) is PlaqueIssue.REPLACEMENT
    assert rules.issue_of(PlaqueReason.LOST) is PlaqueIssue.REISSUE
    assert rules.issue_of(PlaqueReason.COUNTY_CONSENT) is PlaqueIssue.NEW


def test_pl10_out_of_season_is_a_reminder_only() -> None:
    assert rules.season_note(date(2026, 7, 20)) is None
    assert rules.season_note(date(2026, 1, 20)) is None
    assert rules.season_note(date(2026, 12, 28)) is None
    assert rules.season_note(date(2026, 10, 1)) is not None


def test_the_state_follows_from_the_events() -> None:
    assert rules.derive([]) is PlaqueState.TO_ISSUE
    assert rules.derive([E.ISSUE, E.PLACE_INDOOR]) is PlaqueState.INDOOR
    assert rules.derive([E.ISSUE, E.HANG, E.ASK_REPLACE, E.REPLACE]) is PlaqueState.REPLACED
    assert rules.derive([E.DECLINE]) is PlaqueState.DECLINED


def test_an_event_that_no_longer_fits_changes_nothing_when_deriving() -> None:
    assert rules.derive([E.ISSUE, E.HANG, E.LOSE, E.WITHDRAW]) is PlaqueState.LOST
    with pytest.raises(Rejected, match=r"plaque\.transition"):
        rules.next_state(PlaqueState.LOST, E.WITHDRAW)


def test_r05_a_death_before_the_scheme() -> None:
    assert rules.died_before_scheme(PartialDate.of("2018-07-28"))
    assert rules.died_before_scheme(PartialDate.of("2017"))
    assert not rules.died_before_scheme(PartialDate.of("2018"))
    assert not rules.died_before_scheme(None)


@given(st.lists(st.sampled_from(sorted(set(PlaqueEventKind) - rules.LEAVING)), max_size=8))
def test_e8_a_plaque_is_missing_only_after_something_took_it_away(
    events: list[PlaqueEventKind],
) -> None:
    assert rules.derive(events) in rules.NOT_MISSING
