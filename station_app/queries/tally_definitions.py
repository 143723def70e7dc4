"""Which query is the formula of which line: the one table that ties codes to typed functions."""

from collections.abc import Callable
from dataclasses import dataclass

from station_app.queries import (
    tally_certification,
    tally_condolence,
    tally_pensions,
    tally_people,
    tally_plaques,
    tally_quality,
    tally_visits,
    tally_year,
)
from station_app.queries.tally_people import OfTheRoll
from station_app.queries.tally_rows import Moment, Months, Rows

FlowLine = Callable[[Months], Rows]
StockLine = Callable[[Moment], Rows]


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow line: its definition, and the part of it that is this line; None for all of it."""

    rows: FlowLine
    part: str | None = None


FLOWS: dict[str, Flow] = {
    "A7": Flow(tally_people.new_files),
    "A8": Flow(tally_people.deaths),
    "A9": Flow(tally_people.moved_in),
    "A10": Flow(tally_people.moved_out),
    "B1": Flow(tally_visits.person_times),
    "B2": Flow(tally_visits.household_times),
    "B4": Flow(tally_visits.calls),
    "B7": Flow(tally_visits.meetings),
    "C1": Flow(tally_condolence.person_times),
    "C2": Flow(tally_condolence.money),
    "C3": Flow(tally_condolence.goods),
    "C4": Flow(tally_condolence.by_kind),
    "C5": Flow(tally_condolence.by_funding),
    "C6": Flow(tally_condolence.households),
    "C7": Flow(tally_condolence.units),
    "C8": Flow(tally_condolence.letters),
    "D2": Flow(tally_certification.newly_certified),
    "D5": Flow(tally_certification.newly_certified),
    "D7": Flow(tally_certification.suspensions),
    "D8": Flow(tally_certification.resumptions),
    "D9": Flow(tally_certification.found_out),
    "E1": Flow(tally_plaques.happened, "E1"),
    "E2": Flow(tally_plaques.first_hung, "E2"),
    "E3": Flow(tally_plaques.first_hung, "E3"),
    "E3a": Flow(tally_plaques.happened, "E3a"),
    "E4": Flow(tally_plaques.first_hung, "E4"),
    "E5": Flow(tally_plaques.happened, "E5"),
    "E6": Flow(tally_plaques.happened, "E6"),
    "E6a": Flow(tally_plaques.happened, "E6a"),
    "E6b": Flow(tally_plaques.happened, "E6b"),
    "H2": Flow(tally_pensions.paid),
    "H3": Flow(tally_pensions.paid, "BACKPAY"),
    "H4": Flow(tally_pensions.paid, "DIFF"),
    "H5": Flow(tally_pensions.paid, "FUNERAL"),
    "H6": Flow(tally_pensions.paid, "RECOVER"),
    "H8a": Flow(tally_pensions.started),
    "H8b": Flow(tally_certification.suspensions),
    "H8c": Flow(tally_certification.resumptions),
    "H8d": Flow(tally_pensions.ended),
    "K1": Flow(tally_condolence.condolence_and_aid),
    "K2": Flow(tally_condolence.by_kind),
    "Y2": Flow(tally_condolence.goods),
    "Y5": Flow(tally_year.visited_or_given),
    "Y7": Flow(tally_year.strangers_visited),
}
"""Flow lines: the sum of their rows in a period."""
TAKE_EFFECT = frozenset({"D7", "D8", "H8a", "H8b", "H8c", "H8d"})
"""Of these the month is the one in which a change takes effect, often the one after its day."""
STOCKS: dict[str, StockLine] = {
    "A1": tally_people.registered,
    "A2": OfTheRoll(tally_people.is_veteran),
    "A3": OfTheRoll(tally_people.is_survivor),
    "A4": tally_people.service_families,
    "A5": tally_people.receiving,
    "A5a": tally_people.standing_still,
    "A6": tally_people.files_ever,
    "A11": OfTheRoll(tally_people.has_category),
    "B3": tally_visits.people_visited,
    "D1": tally_certification.to_certify,
    "D3": tally_certification.certified,
    "D6": tally_certification.overdue,
    "E7": tally_plaques.hanging,
    "E8": tally_plaques.lacking,
    "H1": tally_pensions.paid_people,
    "Q1": OfTheRoll(tally_quality.has_no_number),
    "Q2": OfTheRoll(tally_quality.is_doubled),
    "Q3": OfTheRoll(tally_quality.has_no_grid),
    "Q4": OfTheRoll(tally_quality.is_unclassified),
    "Y1": tally_year.festival,
    "Y1g": tally_year.festival_goods,
    "Y3": tally_year.homes,
    "Y4": tally_year.receivers,
    "Y6": tally_year.service_homes_visited,
    "Y8": tally_pensions.paid_altogether,
}
"""Stock and distinct lines: the sum of their rows, which is asked anew for each period."""
STOCK_PARTS: dict[str, StockLine] = {
    "A11": tally_people.by_category,
    "Y1": tally_year.festival,
    "Y1g": tally_year.festival_goods,
    "Y3": tally_year.homes_by_kind,
    "Y4": tally_year.receivers_by_funding,
    "Y8": tally_pensions.paid_by_kind,
}
"""Lines with parts; where the parts overlap, the whole is not their sum."""
RATIOS: dict[str, tuple[StockLine, StockLine]] = {
    "B5": (OfTheRoll(tally_visits.was_visited), tally_people.registered),
    "B6": (OfTheRoll(tally_visits.is_looked_after), tally_people.registered),
    "D4": (tally_certification.certified_in_scope, tally_certification.to_certify),
}
"""Ratios: part and whole on the last day."""
YEARLY = frozenset({"D1", "D3", "D4", "D6"})
"""Unknown while no certification year was opened."""
OF_THE_PERIOD: frozenset[StockLine] = frozenset(
    {tally_pensions.paid_people}
    | {rows for code, rows in STOCKS.items() if code.startswith("Y")}
    | {rows for code, rows in STOCK_PARTS.items() if code.startswith("Y")}
)
"""Of these the first month of the period matters, and not only its last day."""
SINCE_JANUARY = frozenset({"B3", "B5"})
"""These go from January, or from the first month of a period that began before."""
ASKED_ALIKE: frozenset[StockLine] = frozenset(
    {
        *(rows for code, rows in STOCKS.items() if code[0] in "ABEQ"),
        *(rows for code, rows in STOCK_PARTS.items() if code[0] in "ABEQ"),
        *(rows for code, pair in RATIOS.items() if code[0] in "ABEQ" for rows in pair),
    }
)
"""Of these the moment is a parameter only, so that one query serves all moments of a report."""


def shows_day_of_file(code: str) -> bool:
    """Whether the rows of a line bear the day on which a file was made, and of no deed."""
    head, _, part = code.partition(".")
    rows = RATIOS[head][0] if head in RATIOS else (STOCK_PARTS if part else STOCKS).get(head)
    return isinstance(rows, OfTheRoll) or rows in _OF_FILES


_OF_FILES = (tally_people.files_ever, tally_people.by_category)
