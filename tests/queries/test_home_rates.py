"""The rates of the first page are those of the tally, and those missing are as many as listed."""

from datetime import date

import pytest

from station_app.domain.periods import Period, month_of
from station_app.queries.home_rates import HomeRate, Rate, home_rates
from station_app.queries.people import count_people
from station_app.queries.people_filters import Missing, PeopleFilter
from station_app.queries.plaques import households_without
from station_app.queries.tallies import tally
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store

TODAY = date(2022, 10, 20)


@pytest.fixture
def rates(store: Store) -> dict[Rate, HomeRate]:
    """Of a small village."""
    fill_with_sample(store, SampleSize(people=60, years=2), today=TODAY)
    with store.read() as session:
        return {one.rate: one for one in home_rates(session, today=TODAY)}


@pytest.mark.parametrize("rate", [Rate.CERTIFIED, Rate.VISITED, Rate.LOOKED_AFTER])
def test_a_rate_is_what_the_tally_of_the_month_says(
    store: Store, rates: dict[Rate, HomeRate], rate: Rate
) -> None:
    month = month_of(TODAY)
    with store.read() as session:
        lines = tally(session, Period(month, month), today=TODAY).lines
    (line,) = [line for line in lines if line.line.code == rate.value]
    assert rates[rate].ratio == line.ratio


@pytest.mark.parametrize(
    ("rate", "narrow"),
    [
        (Rate.VISITED, PeopleFilter(unvisited=True)),
        (Rate.LOOKED_AFTER, PeopleFilter(missing=(Missing.CONTACT,))),
    ],
)
def test_the_list_it_opens_holds_those_who_are_missing(
    store: Store, rates: dict[Rate, HomeRate], rate: Rate, narrow: PeopleFilter
) -> None:
    ratio = rates[rate].ratio
    assert ratio is not None
    with store.read() as session:
        missing = count_people(session, narrow, today=TODAY)
    assert missing == ratio.whole - ratio.part
    assert missing > 0


def test_households_without_a_plaque_are_those_the_page_lists(
    store: Store, rates: dict[Rate, HomeRate]
) -> None:
    ratio = rates[Rate.PLAQUES].ratio
    assert ratio is not None
    with store.read() as session:
        assert len(households_without(session)) == ratio.whole - ratio.part


def test_before_any_year_was_opened_nothing_is_said_of_certification(store: Store) -> None:
    with store.read() as session:
        rates = {one.rate: one.ratio for one in home_rates(session, today=TODAY)}
    assert rates[Rate.CERTIFIED] is None
    visited = rates[Rate.VISITED]
    assert visited is not None
    assert visited.shown == "—"
