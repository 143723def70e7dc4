"""The tally of a month and of a year over 3,000 people and five years of their records.

The sample has no pensions; so that lines H count something too, every benefit is paid each month.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.measure import Figure, at_most, timed
from benchmarks.scene import TODAY
from benchmarks.stations import folder, new_station
from station_app.domain.periods import Period
from station_app.models.entitlement import PENSION_PAYMENT, Entitlement
from station_app.paths import station_paths
from station_app.queries.annual import annual_report
from station_app.queries.figures import figures as single_figures
from station_app.queries.tallies import checks_of, rows_behind, tally, tally_report
from station_app.queries.yearly import yearly
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.bulk import insert_many
from station_app.store.unit_of_work import Store

PEOPLE, YEARS = 3_000, 5
MONTH, YEAR = Period.parse("2022-09"), Period.parse("2021")
SPAN = Period.parse("2017-11..2022-10")
FIVE = Period.parse("2018-01..2022-10")
SLOTS = ("B1", "B3", "C1", "C2", "C4.VET_DIFF", "D4", "E7", "H2", "Y1.ENTITLED_DIFF", "A5")
"""What a paragraph of a yearly report asks for."""


def figures(runs: int) -> list[Figure]:
    """A month, a year, five years; reports of a month and a year; F10; slots; rows behind one."""
    store = _station()
    with store.read() as session:
        tally(session, MONTH, today=TODAY)
        month = timed(lambda: tally(session, MONTH, today=TODAY), runs)
        year = timed(lambda: tally(session, YEAR, today=TODAY), runs)
        five = timed(lambda: tally(session, FIVE, today=TODAY), runs)
        page = timed(lambda: _page(session), runs)
        annual = timed(lambda: annual_report(session, YEAR, today=TODAY), runs)
        slots = timed(lambda: single_figures(session, _slots(), today=TODAY), runs)
        report = timed(lambda: yearly(session, YEAR, YEAR.last_year(), today=TODAY), runs)
        rows = timed(lambda: rows_behind(session, "B1", YEAR, today=TODAY), runs)
    store.close()
    return [
        at_most("tally of a month, 3,000 people × 5 years", month, seconds=0.3),
        at_most("tally of a year, 3,000 people × 5 years", year, seconds=1.0),
        at_most("tally of five years at once", five, seconds=1.0),
        at_most("month report beside three other periods, with its checks", page, seconds=1.0),
        at_most("F10: all figures of two years, festivals, methods", annual, seconds=1.0),
        at_most("ten figures of two years for a paragraph", slots, seconds=0.3),
        at_most("a yearly report: sentences, two years, charts", report, seconds=1.0),
        at_most("the rows behind 走访人次 of a year", rows, seconds=0.5),
    ]


def _page(session: Session) -> None:
    checks_of(session, tally_report(session, MONTH, today=TODAY))


def _slots() -> list[tuple[str, Period]]:
    return [(code, period) for code in SLOTS for period in (YEAR, YEAR.last_year())]


def _station() -> Store:
    """The sample with its pensions, one row for each benefit and quarter."""
    store = new_station(station_paths(folder() / "tally")).store
    fill_with_sample(store, SampleSize(PEOPLE, YEARS), today=TODAY)
    quarters = [month for month in SPAN.months if month[5:] in ("03", "06", "09", "12")]
    with store.write("pensions") as session:
        benefits = session.execute(
            select(Entitlement.id, Entitlement.person_id, Entitlement.kind)
        ).all()
        rows = [_payment(*benefit, month=month) for benefit in benefits for month in quarters]
        insert_many(session, PENSION_PAYMENT, rows)
    return store


def _payment(benefit: UUID, person: UUID, kind: str, *, month: str) -> dict[str, object]:
    return {
        "entitlement_id": benefit,
        "person_id": person,
        "kind": kind,
        "item": "BASE",
        "month": month,
        "paid_on": date(int(month[:4]), int(month[5:]), 20),
        "counted_ym": month,
        "amount_fen": 210_000,
    }
