"""Ratios of the annual figures as the sources reckon them (DOMAIN §6.5), of plain counts.

Cards, training and placement have no records yet: their counts come from elsewhere until then.
"""

from collections.abc import Iterable

from station_app.domain.tally import Ratio


def training_rate(*, received: int, trained: int, exempt: Iterable[int]) -> Ratio:
    """M3 适应性培训率: trained of those received who are not exempt (复学, 疾病, 当月就业 …)."""
    return Ratio(trained, received - sum(exempt))


def card_issue_rate(*, delivered: int, signed_for: int) -> Ratio:
    """G6 发放率: cards delivered of those made and signed for (CD4), not of the applications."""
    return Ratio(delivered, signed_for)


def share(part: int, whole: int) -> Ratio:
    """A share of a whole, such as 事业单位安置比例."""
    return Ratio(part, whole)


def placement_rate(*, placed: int, to_place: int) -> Ratio:
    """N3 安置率: placed of the year's cohort that the government places."""
    return Ratio(placed, to_place)


def on_time_rate(*, decided_on_time: int, decided: int) -> Ratio:
    """J5 按期办结率: of those decided, the ones decided on time."""
    return Ratio(decided_on_time, decided)


def stations_of_size(headcounts: Iterable[int], *, at_least: int = 300) -> int:
    """How many stations have so many people on their roll (A1), as 300人以上村居服务站."""
    return sum(count >= at_least for count in headcounts)


def years_running(effective_years: Iterable[int], *, until: int) -> int:
    """连续第N年提高标准: years in a row, up to a year, in each of which a standard took effect."""
    years = frozenset(effective_years)
    count = 0
    while until - count in years:
        count += 1
    return count
