"""A death in one step: rules DE1 to DE10."""

from datetime import date
from uuid import UUID

import pytest

from station_app.domain import death as rules
from station_app.domain.codes import EntitlementState, PayItem, PensionKind
from station_app.domain.death import DeathCause, PaidMonth, RunningBenefit
from station_app.domain.partial_date import PartialDate
from station_app.errors import Rejected

DEATH = PartialDate.of("2026-08-31")


def paid(
    month: str, fen: int = 80000, item: PayItem = PayItem.BASE, kind: PensionKind = PensionKind.WAR
) -> PaidMonth:
    return PaidMonth(UUID(int=int(month[5:])), kind, month, item, fen)


def test_de1_the_month_of_death_is_paid_whole() -> None:
    assert rules.stop_month(DEATH) == "2026-09"
    assert rules.stop_month(PartialDate.of("2026-12-01")) == "2027-01"


def test_de2_what_was_paid_after_the_death_comes_back() -> None:
    months = [paid("2026-10"), paid("2026-08"), paid("2026-09")]
    found = rules.overpaid(months, rules.stop_month(DEATH))
    assert [row.month for row in found.rows] == ["2026-09", "2026-10"]
    assert found.total_fen == 160000


def test_de2_what_was_recovered_is_taken_off_and_the_familys_benefit_is_not_overpaid() -> None:
    months = [
        paid("2026-09"),
        paid("2026-10", -80000, PayItem.RECOVER),
        paid("2026-11", 480000, PayItem.FUNERAL),
    ]
    assert rules.overpaid(months, "2026-09").total_fen == 0


@pytest.mark.parametrize(
    ("kind", "months"),
    [
        (PensionKind.SURV, 6),
        (PensionKind.DIS, 12),
        (PensionKind.WAR, 6),
        (PensionKind.NUC, 6),
        (PensionKind.MARTYR_CHILD, 6),
        (PensionKind.DEMOB, 0),
        (PensionKind.ILL, 0),
        (PensionKind.RURAL60, 0),
        (PensionKind.NURSE, 0),
    ],
)
def test_de3_months_of_the_final_benefit(kind: PensionKind, months: int) -> None:
    benefit = rules.final_benefit(kind, 100000)
    assert benefit.months == months
    assert benefit.total_fen == months * 100000


def test_de3_a_province_may_give_six_and_an_old_wound_is_a_county_case() -> None:
    local = rules.final_benefit(PensionKind.ILL, 70000, local_months={PensionKind.ILL: 6})
    assert local.total_fen == 420000
    wound = rules.final_benefit(PensionKind.DIS, 300000, cause=DeathCause.OLD_WOUND)
    assert wound.county_decides
    assert wound.total_fen == 0


def test_de4_two_benefits_each_by_its_own_rule_unless_the_county_wants_the_higher() -> None:
    both = [
        rules.final_benefit(PensionKind.WAR, 80000),
        rules.final_benefit(PensionKind.DIS, 50000),
    ]
    assert len(rules.final_benefits(both)) == 2
    (higher,) = rules.final_benefits(both, higher_only=True)
    assert higher.kind is PensionKind.DIS


def test_de5_the_final_benefit_counts_one_person_time() -> None:
    both = [
        rules.final_benefit(PensionKind.WAR, 80000),
        rules.final_benefit(PensionKind.DIS, 50000),
    ]
    assert rules.funeral_persons(both) == 1
    assert rules.funeral_persons([rules.final_benefit(PensionKind.ILL, 70000)]) == 0


def test_de6_de8_one_step_says_everything_that_follows() -> None:
    running = RunningBenefit(UUID(int=1), PensionKind.WAR, EntitlementState.GRANTED, 80000)
    ended = RunningBenefit(UUID(int=2), PensionKind.DIS, EntitlementState.ENDED, 50000)
    plan = UUID(int=9)
    found = rules.effects(
        DEATH,
        benefits=[running, ended],
        payments=[paid("2026-09")],
        planned=[plan],
        certification_open=True,
    )
    assert found.stop_month == "2026-09"
    assert found.stopped == (running.id,)
    assert found.overpaid.total_fen == 80000
    assert [benefit.total_fen for benefit in found.final] == [480000]
    assert found.cancelled_plans == (plan,)
    assert found.closes_certification


def test_de7_a_month_is_enough_a_year_alone_asks() -> None:
    assert rules.stop_month(PartialDate.of("2026-08")) == "2026-09"
    year = PartialDate.of("2026")
    with pytest.raises(Rejected, match=r"death\.month_unknown"):
        rules.stop_month(year)
    found = rules.effects(
        year,
        benefits=[RunningBenefit(UUID(int=1), PensionKind.WAR, EntitlementState.SUSPENDED)],
        payments=[paid("2026-09")],
        planned=[],
        certification_open=False,
    )
    assert found.stop_month is None
    assert found.stopped == (UUID(int=1),)
    assert found.overpaid.rows == ()
    assert found.final == ()


def test_de9_a_death_counts_when_it_became_known() -> None:
    assert rules.counted_month(date(2026, 10, 31)) == "2026-10"


def test_de10_months_wrongly_stopped_are_paid_back_in_full() -> None:
    assert rules.wrongly_stopped("2026-09", date(2026, 11, 3)) == ("2026-09", "2026-10", "2026-11")
    assert rules.wrongly_stopped("2026-12", date(2026, 11, 3)) == ()


@pytest.mark.parametrize(
    ("death", "birth", "reported", "codes"),
    [
        ("2026-08-31", "1940-01-01", date(2026, 10, 1), []),
        ("2026-10-02", None, date(2026, 10, 1), ["death.after_report"]),
        ("2026-08-31", None, date(2026, 11, 23), ["death.reported_in_future"]),
        ("1939", "1940-01-01", date(2026, 10, 1), ["death.before_birth"]),
        ("2026", None, date(2026, 10, 1), ["death.month_unknown"]),
    ],
)
def test_born_died_known_today_in_this_order(
    death: str, birth: str | None, reported: date, codes: list[str]
) -> None:
    notes = rules.check_death(
        PartialDate.of(death),
        birth=PartialDate.of(birth) if birth else None,
        reported_on=reported,
        today=date(2026, 11, 22),
    )
    assert [note.code for note in notes] == codes
