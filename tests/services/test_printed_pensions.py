"""定期抚恤补助发放表 (F12): a line a benefit, a column a month, what the tally says beside it."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PayItem, PensionKind
from station_app.domain.forms_pensions import PensionRoster
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.models.entitlement import PensionPayment
from station_app.queries.printed_pensions import latest_year, pension_roster
from station_app.services.pension_payments import RecordPension, record_pension
from station_app.services.printing import PrintOrder, print_form
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import benefit, villager
from tests.reports.reading import pages

TODAY = date(2022, 10, 20)
YEAR = Period.year(2022)


def pay(
    session: Session,
    person: UUID,
    month: str,
    fen: int = 80_000,
    *,
    paid_on: date | None = None,
    item: PayItem = PayItem.BASE,
) -> PensionPayment:
    """One month as the county's list has it."""
    command = RecordPension(
        person_id=person,
        kind=PensionKind.WAR,
        month=month,
        amount_fen=fen,
        paid_on=paid_on or date.fromisoformat(f"{month}-25"),
        item=item,
    )
    made = record_pension(session, command, today=TODAY)
    session.flush()
    return session.get_one(PensionPayment, made.payment_id)


@pytest.fixture
def village(store: Store) -> Store:
    """Three benefits: one paid with extras and a correction, one ended, one without a payment."""
    with store.write("test") as session:
        paid = villager(session, "曾光明", group="三组")
        benefit(session, paid, start_month="2022-03")
        pay(session, paid, "2022-03")
        wrong = pay(session, paid, "2022-04", 90_000)
        session.add(reversal(wrong))
        pay(session, paid, "2022-04")
        pay(session, paid, "2022-04", 5_000, item=PayItem.DIFF)
        pay(session, paid, "2021-12", paid_on=date(2022, 1, 10))
        ended = villager(session, "马德胜", group="一组")
        benefit(session, ended, start_month="2020-02", stop_month="2022-03", state="ENDED")
        pay(session, ended, "2022-02", 70_000)
        unpaid = villager(session, "王𬭎", group="十组")
        benefit(session, unpaid)
        asked = villager(session, "周不予", group="十组")
        benefit(session, asked, state="DENIED")
    return store


def reversal(fact: PensionPayment) -> PensionPayment:
    """The red line of a payment (SETTLED 1)."""
    return PensionPayment(
        entitlement_id=fact.entitlement_id,
        person_id=fact.person_id,
        kind=fact.kind,
        month=fact.month,
        item=fact.item,
        amount_fen=fact.amount_fen,
        paid_on=fact.paid_on,
        counted_ym=fact.counted_ym,
        sign=-1,
        reverses_id=fact.id,
    )


def sheet_of(store: Store, year: int = 2022) -> PensionRoster:
    """The values of the sheet."""
    with store.read() as session:
        return pension_roster(session, year)


def test_each_benefit_of_the_year_has_a_line_by_group_and_its_months(village: Store) -> None:
    sheet = sheet_of(village)
    assert [row.name for row in sheet.rows] == ["马德胜", "曾光明", "王𬭎"]
    ended, paid, unpaid = sheet.rows
    assert paid.months[:4] == (None, None, 80_000, 85_000)
    assert paid.total == 165_000
    assert paid.not_due == frozenset({1, 2})
    assert paid.note == "补差 50.00"
    assert ended.not_due == frozenset(range(3, 13))
    assert ended.note == "终止"
    assert unpaid.months == (None,) * 12
    assert sheet.people == 3


def test_the_sheet_also_says_what_was_paid_by_the_day_as_the_tally_counts_it(
    village: Store,
) -> None:
    """H2 counts by paid_on: December of last year, paid in January, is in it."""
    assert sheet_of(village).paid_in_year == 165_000 + 70_000 + 80_000
    with village.read() as session:
        order = PrintOrder(today=TODAY, period=YEAR)
        text = "".join(pages(print_form(session, "pension-roster", order)))
    assert "2022年定期抚恤补助发放表" in text
    assert "合计3人3份700.00800.00850.002,350.00" in text
    assert "人民币（大写）：贰仟叁佰伍拾元整￥2,350.00" in text
    assert "按发放日期计，本年发放3,150.00元（月报口径），与按所属月份合计相差800.00元" in text
    assert "王𬭎" in text


def test_some_people_are_printed_alone_without_the_sum_of_the_station(village: Store) -> None:
    with village.read() as session:
        keys = tuple(dict.fromkeys(session.scalars(select(PensionPayment.person_id))))
        only = pension_roster(session, 2022, people=keys[:1])
        masked = print_form(
            session,
            "pension-roster",
            PrintOrder(today=TODAY, period=YEAR, people=keys, mask=MaskLevel.MASKED),
        )
    assert (len(only.rows), only.paid_in_year) == (1, None)
    assert "证件号码、电话已遮盖" in "".join(pages(masked))


def test_the_last_year_with_a_payment_is_the_one_printed_by_itself(village: Store) -> None:
    with village.read() as session:
        assert latest_year(session, date(2024, 1, 5)) == 2022
        assert latest_year(session, date(2021, 12, 31)) == 2021
        text = "".join(pages(print_form(session, "pension-roster", PrintOrder(today=TODAY))))
    assert "2022年1月至12月" in text


def test_a_year_without_benefits_prints_that_there_was_none(store: Store) -> None:
    with store.read() as session:
        order = PrintOrder(today=TODAY, period=Period.year(2019))
        text = "".join(pages(print_form(session, "pension-roster", order)))
    assert "本期无" in text
    assert "人民币（大写）：零元整￥0.00" in text
