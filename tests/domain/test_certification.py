"""The yearly certification: rules CE1 to CE9, and the evidence of DOMAIN §3.5."""

from datetime import date
from uuid import UUID

import pytest

from station_app.domain import certification as cert
from station_app.domain.certification import (
    Attempt,
    BenefitSpan,
    CertCase,
    EvidenceGiven,
    default_cycle,
)
from station_app.domain.codes import (
    CertMethod,
    CertResult,
    CertStatus,
    EntitlementState,
    Evidence,
    PensionKind,
    SuspendReason,
)
from station_app.domain.money import percent
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Level

CYCLE = default_cycle(2026)


def span(
    *,
    kind: PensionKind = PensionKind.WAR,
    state: EntitlementState = EntitlementState.GRANTED,
    start: str = "2020-01",
    reason: SuspendReason | None = None,
) -> BenefitSpan:
    return BenefitSpan(kind, state, start, reason)


def case(
    *,
    spans: tuple[BenefitSpan, ...] = (span(),),
    certified_on: date | None = None,
    noticed_on: date | None = None,
    was_suspended: bool = False,
) -> CertCase:
    return CertCase(spans, certified_on, noticed_on, was_suspended)


def test_ce1_running_and_uncertified_benefits_are_in_scope() -> None:
    held = span(state=EntitlementState.SUSPENDED, reason=SuspendReason.NOT_CERTIFIED)
    prison = span(state=EntitlementState.SUSPENDED, reason=SuspendReason.REVIEW)
    day = date(2026, 10, 1)
    assert cert.is_in_scope([span()], CYCLE, day)
    assert cert.is_in_scope([held], CYCLE, day)
    assert not cert.is_in_scope([prison], CYCLE, day)
    assert not cert.is_in_scope([span(state=EntitlementState.ENDED)], CYCLE, day)
    assert not cert.is_in_scope([span(start="2026-11")], CYCLE, day)


def test_ce1_who_was_granted_after_the_opening_is_exempt_this_year() -> None:
    assert cert.is_exempt([span(start="2026-08")], CYCLE)
    assert not cert.is_exempt([span(start="2026-07")], CYCLE)
    assert not cert.is_exempt([], CYCLE)
    late = case(spans=(span(start="2026-09"),))
    assert cert.status(late, CYCLE, date(2026, 12, 31)) is CertStatus.EXEMPT


def test_a_cycle_of_certain_kinds_covers_only_those() -> None:
    only_disabled = cert.Cycle(
        2026, date(2026, 8, 1), date(2026, 11, 30), kinds=frozenset({PensionKind.DIS})
    )
    assert not cert.is_in_scope([span()], only_disabled, date(2026, 10, 1))
    assert cert.is_in_scope([span(kind=PensionKind.DIS)], only_disabled, date(2026, 10, 1))


def test_ce2_the_default_window() -> None:
    assert (CYCLE.open_on, CYCLE.due_on) == (date(2026, 8, 1), date(2026, 11, 30))
    assert CYCLE.notice_on == date(2026, 12, 1)
    assert cert.grace_ends_on(date(2026, 12, 1)) == date(2027, 1, 30)
    assert cert.suspend_month(date(2026, 12, 1)) == "2027-02"


def test_ce3_a_certification_in_february_counts_for_last_year_only() -> None:
    opens = {year: date(year, 8, 1) for year in (2025, 2026)}
    assert cert.cycle_year(date(2026, 2, 10), opens) == 2025
    assert cert.cycle_year(date(2026, 8, 1), opens) == 2026
    assert cert.cycle_year(date(2025, 7, 31), opens) is None


@pytest.mark.parametrize(
    ("given", "today", "expected"),
    [
        (case(), date(2026, 7, 31), CertStatus.NOT_OPEN),
        (case(), date(2026, 8, 1), CertStatus.DUE),
        (case(), date(2026, 11, 30), CertStatus.DUE),
        (case(), date(2026, 12, 1), CertStatus.OVERDUE),
        (case(noticed_on=date(2026, 12, 1)), date(2026, 12, 2), CertStatus.NOTICED),
        (case(certified_on=date(2026, 9, 1)), date(2026, 12, 2), CertStatus.DONE),
        (
            case(certified_on=date(2027, 2, 3), was_suspended=True),
            date(2027, 2, 4),
            CertStatus.RESUMED,
        ),
        (
            case(
                spans=(span(state=EntitlementState.SUSPENDED, reason=SuspendReason.NOT_CERTIFIED),)
            ),
            date(2027, 2, 1),
            CertStatus.SUSPENDED,
        ),
        (CertCase((span(),), is_deceased=True), date(2026, 9, 1), CertStatus.DECEASED),
        (CertCase((span(),), has_moved=True), date(2026, 9, 1), CertStatus.MOVED),
    ],
)
def test_ce4_where_a_person_stands(given: CertCase, today: date, expected: CertStatus) -> None:
    assert cert.status(given, CYCLE, today) is expected


def test_ce4_a_suspension_is_proposed_only_after_the_grace() -> None:
    noticed = case(noticed_on=date(2026, 12, 1))
    assert cert.proposed_suspension(noticed, CYCLE, date(2027, 1, 30)) is None
    assert cert.proposed_suspension(noticed, CYCLE, date(2027, 1, 31)) == "2027-02"
    done = case(certified_on=date(2027, 1, 5), noticed_on=date(2026, 12, 1))
    assert cert.proposed_suspension(done, CYCLE, date(2027, 3, 1)) is None


def _attempt(number: int, day: date, result: CertResult = CertResult.PASS) -> Attempt:
    return Attempt(UUID(int=number), day, result)


def test_two_pcs_the_earliest_then_the_lowest_id_counts() -> None:
    late = _attempt(1, date(2026, 9, 2))
    early_high = _attempt(3, date(2026, 9, 1))
    early_low = _attempt(2, date(2026, 9, 1))
    assert cert.effective([late, early_high, early_low]) == early_low


def test_ce5_a_later_pass_wins_over_unreached() -> None:
    unreached = _attempt(1, date(2026, 9, 1), CertResult.UNREACHED)
    online = _attempt(2, date(2026, 8, 20))
    assert cert.effective([unreached, online]) == online
    assert cert.effective([unreached]) is None


def _check(death: str | None, day: date, result: CertResult = CertResult.PASS) -> list[str]:
    notes = cert.check_certification(
        certified_on=day,
        result=result,
        cycle=CYCLE,
        death=PartialDate.of(death) if death else None,
        today=date(2026, 11, 22),
    )
    return [note.code for note in notes]


def test_ce6_a_pass_after_the_death_is_an_error() -> None:
    day = date(2026, 10, 5)
    assert _check("2026-09-30", day) == ["certification.after_death"]
    assert _check("2026-10", day) == ["certification.near_death"]
    assert _check("2026-09-30", day, CertResult.DECEASED) == []
    assert _check(None, day) == []


def test_a_certification_lies_between_the_opening_and_today() -> None:
    assert _check(None, date(2026, 11, 23)) == ["certification.future"]
    assert _check(None, date(2026, 7, 31)) == ["certification.before_open"]


def test_ce7_the_same_picture_twice_is_looked_at() -> None:
    note = cert.photo_note("f00", ["f00", "ba7"])
    assert note is not None
    assert note.level is Level.ASK
    assert cert.photo_note("cafe", ["f00"]) is None
    assert cert.photo_note(None, ["f00"]) is None


def test_ce8_one_certification_serves_two_benefits() -> None:
    both = case(spans=(span(), span(kind=PensionKind.DIS)), certified_on=date(2026, 9, 1))
    assert cert.status(both, CYCLE, date(2026, 12, 5)) is CertStatus.DONE


def test_ce9_the_rate_leaves_out_the_dead_the_moved_and_the_exempt() -> None:
    statuses = [
        CertStatus.DONE,
        CertStatus.RESUMED,
        CertStatus.DUE,
        CertStatus.DECEASED,
        CertStatus.MOVED,
        CertStatus.EXEMPT,
    ]
    rate = cert.rate(statuses)
    assert (rate.done, rate.due) == (2, 3)
    assert percent(rate.done, rate.due) == "66.67%"


DAY = date(2026, 10, 5)
COMPLETE: dict[CertMethod, EvidenceGiven] = {
    CertMethod.SELF_STATION: EvidenceGiven(id_seen=True, signed=True, staff_count=1),
    CertMethod.AGENT: EvidenceGiven(
        signed=True,
        dated=date(2026, 9, 5),
        has_photo=True,
        agent_id_tail="0016",
        agent_relation="20",
        agent_promise=True,
        staff_count=1,
    ),
    CertMethod.HOME: EvidenceGiven(signed=True, has_photo=True, has_visit=True, staff_count=2),
    CertMethod.ONLINE: EvidenceGiven(result_no="X1", dated=DAY),
    CertMethod.VIDEO: EvidenceGiven(
        text="问了属相和老部队", dated=DAY, has_photo=True, phone="13812345678", staff_count=2
    ),
    CertMethod.REMOTE_STATION: EvidenceGiven(text="居住地盖章"),
    CertMethod.DATA_MATCH: EvidenceGiven(result_no="M-2026-1"),
}


@pytest.mark.parametrize("method", CertMethod)
def test_each_method_has_evidence_that_is_enough_and_is_missed(method: CertMethod) -> None:
    assert cert.missing_evidence(method, COMPLETE[method], certified_on=DAY) == ()
    assert (
        cert.missing_evidence(method, EvidenceGiven(), certified_on=DAY)
        == (cert.REQUIRED_EVIDENCE[method])
    )


def test_an_agents_proof_of_life_is_at_most_thirty_days_old() -> None:
    old = EvidenceGiven(
        signed=True,
        dated=date(2026, 9, 4),
        has_photo=True,
        agent_id_tail="0016",
        agent_relation="20",
        agent_promise=True,
        staff_count=1,
    )
    missing = cert.missing_evidence(CertMethod.AGENT, old, certified_on=DAY)
    assert missing == (Evidence.ALIVE_PROOF,)


def test_a_visit_at_home_needs_two_of_the_staff() -> None:
    alone = EvidenceGiven(signed=True, has_photo=True, has_visit=True, staff_count=1)
    assert cert.missing_evidence(CertMethod.HOME, alone, certified_on=DAY) == (Evidence.TWO_STAFF,)


def test_an_agent_for_many_people_is_looked_at() -> None:
    assert cert.agent_note(2) is None
    assert cert.agent_note(3) is not None
    assert cert.agent_note(30, is_care_home=True) is None
