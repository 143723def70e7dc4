"""The roll-up of stations (DOMAIN §6.4): sums add up, a person with two files counts once."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.district_tally import Counted, CountedLine
from station_app.domain.tally_lines import line

STATIONS = [UUID(int=number) for number in range(1, 5)]
FILES = st.lists(st.tuples(st.sampled_from(STATIONS), st.integers(1, 6).map(str)), max_size=30)
"""Files by station and ID number; low numbers make the same man turn up again and again."""


def counted(files: list[tuple[UUID, str]]) -> Counted:
    """The files as the query hands them over: counted by station, names only where shared."""
    by_station = Counter(station for station, _ in files)
    several = {number for number, times in Counter(n for _, n in files).items() if times > 1}
    shared = {
        number: dict(Counter(station for station, n in files if n == number)) for number in several
    }
    return Counted({station: (count, 0) for station, count in by_station.items()}, shared)


@given(FILES, st.sets(st.sampled_from(STATIONS)))
def test_a_union_counts_the_different_people_of_any_group_of_stations(
    files: list[tuple[UUID, str]], group: set[UUID]
) -> None:
    expected = len({number for station, number in files if station in group})
    assert counted(files).united(group) == expected


@given(st.dictionaries(st.sampled_from(STATIONS), st.tuples(st.integers(), st.integers())))
def test_a_sum_is_the_sum_of_the_stations(figures: dict[UUID, tuple[int, int]]) -> None:
    whole = CountedLine(line("C4.VET_DIFF"), Counted(figures))
    each = [whole.of([station], united=False) for station in STATIONS]
    total = whole.of(STATIONS, united=True)
    for unit in ("人次", "分"):
        assert total.value(unit) == sum(one.value(unit) or 0 for one in each)


@given(FILES, FILES)
def test_a_ratio_is_made_again_from_both_counts(
    part: list[tuple[UUID, str]], rest: list[tuple[UUID, str]]
) -> None:
    ratio = CountedLine(line("B5"), counted(part), counted(part + rest))
    found = ratio.of(STATIONS, united=True).ratio
    assert found is not None
    assert found.part == len({number for _, number in part})
    assert found.whole == len({number for _, number in part + rest})


def test_a_figure_nobody_can_know_stays_unknown_and_is_not_taken_for_nothing() -> None:
    first, second = STATIONS[:2]
    figures = Counted({second: (7, 0)})
    to_certify = CountedLine(line("D1"), figures, unknown=frozenset({first}))
    assert to_certify.of([first], united=False).value("人") is None
    assert to_certify.of([first, second], united=True).value("人") == 7
