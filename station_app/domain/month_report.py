"""The report of a month: how it goes on, what is frozen of it, what differs from a later count.

The figures of a report are frozen as one text with its hash (DOMAIN 2.23, MC6, MC7): whoever counts
again later gets a second text and never another first one.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from station_app.domain.codes import MonthState, MonthVerdict
from station_app.domain.periods import Period, add_months
from station_app.domain.tally import (
    MISSING,
    PERCENT,
    Line,
    LineKind,
    Ratio,
    RollUp,
    Tally,
    TallyLine,
)

TRANSITIONS: Mapping[MonthState, frozenset[MonthState]] = {
    MonthState.OPEN: frozenset({MonthState.COMPUTED}),
    MonthState.COMPUTED: frozenset({MonthState.COMPUTED, MonthState.SIGNED}),
    MonthState.SIGNED: frozenset({MonthState.COMPUTED, MonthState.SIGNED, MonthState.SUBMITTED}),
    MonthState.SUBMITTED: frozenset({MonthState.SIGNED, MonthState.LOCKED, MonthState.REOPENED}),
    MonthState.LOCKED: frozenset({MonthState.REOPENED}),
    MonthState.REOPENED: frozenset({MonthState.COMPUTED}),
}
"""What may follow what (DOMAIN 2.23). Whoever handed in a report that was not locked may take it
back; what is locked is only ever sent back by the level above, with a reason."""
HANDED_IN = frozenset({MonthState.SUBMITTED, MonthState.LOCKED})
"""The months whose figures stand: later entries count in the first month after them (MC2)."""
PART, WHOLE = "分子", "分母"


class ClosedMonths(Collection[str]):
    """Every month up to the last that was handed in, but for those sent back; maybe none."""

    def __init__(self, through: str | None, sent_back: Collection[str] = ()) -> None:
        self.through, self.sent_back = through, frozenset(sent_back)

    def __contains__(self, month: object) -> bool:
        """Whether the figures of a month are fixed."""
        if self.through is None or not isinstance(month, str):
            return False
        return month <= self.through and month not in self.sent_back

    def __iter__(self) -> Iterator[str]:
        """The last one: those before it have no beginning."""
        return iter(() if self.last is None else (self.last,))

    def __len__(self) -> int:
        """As `__iter__`."""
        return 0 if self.last is None else 1

    @property
    def last(self) -> str | None:
        """The last month that is closed."""
        month = self.through
        while month is not None and month in self.sent_back:
            month = add_months(month, -1)
        return month


def may_follow(state: MonthState, wanted: MonthState) -> bool:
    """Whether a report in one state may go into another."""
    return wanted in TRANSITIONS[state]


def effective(state: MonthState, verdict: MonthVerdict | None) -> MonthState:
    """Where a version stands: the word of the level above comes before the station's own."""
    return state if verdict is None else MonthState(verdict.value)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A report as one text, and the SHA-256 of it."""

    text: str
    hash: str


def freeze(tally: Tally, notes: Mapping[str, str] | None = None) -> Frozen:
    """The figures and the remarks beside them as a text of which equal figures make equal bytes."""
    content = {
        "station": tally.station,
        "period": tally.period.code,
        "lines": [_line_json(line) for line in tally.lines],
        "notes": dict(notes or {}),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Frozen(text, hash_of(text))


def hash_of(text: str) -> str:
    """The SHA-256 of a frozen report."""
    return sha256(text.encode()).hexdigest()


def _line_json(line: TallyLine) -> dict[str, Any]:  # Any: JSON
    shape: dict[str, Any] = {
        **line.to_json(),
        "kind": line.line.kind.value,
        "roll_up": line.line.roll_up.value,
    }
    return shape if line.line.parent is None else {**shape, "parent": line.line.parent}


def thawed(text: str) -> Tally:
    """The figures of a frozen report, its lines as they were called then."""
    content = json.loads(text)
    lines = tuple(_line(shape) for shape in content["lines"])
    return Tally(content["station"], Period.parse(content["period"]), lines)


def thawed_notes(text: str) -> dict[str, str]:
    """The remarks of a frozen report, by line."""
    return dict(json.loads(text)["notes"])


def _line(shape: Mapping[str, Any]) -> TallyLine:
    kind, values = _kind(shape["kind"]), shape["values"]
    if kind is LineKind.UNKNOWN:
        return _unknown_line(shape)
    units = (PERCENT,) if kind is LineKind.RATIO else tuple(values)
    line = Line(
        shape["code"], shape["label"], units, kind, _roll_up(shape["roll_up"]), shape.get("parent")
    )
    if kind is not LineKind.RATIO:
        return TallyLine(line, values)
    ratio = Ratio(values[PART], values[WHOLE]) if PART in values else None
    return TallyLine(line, {}, ratio)


def _kind(code: str) -> LineKind:
    """The kind of a line; a PC with a newer program may have frozen one that nobody knows here."""
    try:
        return LineKind(code)
    except ValueError:
        return LineKind.UNKNOWN


def _roll_up(code: str) -> RollUp:
    """How a line is summed; one that is not known is never added up."""
    try:
        return RollUp(code)
    except ValueError:
        return RollUp.RECOMPUTE


def _unknown_line(shape: Mapping[str, Any]) -> TallyLine:
    """A line of a kind that this program does not know: its counts as they were reported."""
    said = shape["values"] if isinstance(shape["values"], Mapping) else {}
    values = {unit: value for unit, value in said.items() if isinstance(value, int)}
    label = f"{shape['label']}（{LineKind.UNKNOWN.label}）"
    units, parent = tuple(values) or (MISSING,), shape.get("parent")
    kind, roll_up = LineKind.UNKNOWN, RollUp.RECOMPUTE
    return TallyLine(Line(shape["code"], label, units, kind, roll_up, parent), values)


def is_zero(tally: Tally) -> bool:
    """Whether nothing happened in the month: a zero report is a report too (MC8)."""
    flows = [line for line in tally.lines if line.line.kind is LineKind.FLOW]
    return not any(value for line in flows for value in line.values.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that was reported as one thing and is counted as another today."""

    line: Line
    unit: str
    reported: TallyLine
    now: TallyLine

    @property
    def code(self) -> str:
        """The code of its line."""
        return self.line.code

    @property
    def delta(self) -> int:
        """How much more is counted today; of a ratio, in hundredths of a percent."""
        if self.unit == PERCENT:
            return _hundredths(self.now) - _hundredths(self.reported)
        return (self.now.value(self.unit) or 0) - (self.reported.value(self.unit) or 0)

    @property
    def reported_shown(self) -> str:
        """The figure of the report."""
        return self.reported.shown(self.unit)

    @property
    def now_shown(self) -> str:
        """The figure of today."""
        return self.now.shown(self.unit)


def _hundredths(line: TallyLine) -> int:
    return (line.ratio.hundredths or 0) if line.ratio else 0


def differences(reported: Tally, now: Tally) -> tuple[Difference, ...]:
    """Every figure that a later count finds otherwise, in the order of the lines (MC7).

    Lines that only one of the two knows are no difference: the catalogue has grown meanwhile.
    """
    pairs = ((line, now.by_code.get(line.code)) for line in reported.lines)
    return tuple(found for old, new in pairs if new for found in _differing(old, new))


def _differing(old: TallyLine, new: TallyLine) -> Iterator[Difference]:
    for unit in old.line.units:
        same = old.ratio == new.ratio if unit == PERCENT else old.value(unit) == new.value(unit)
        if not same:
            yield Difference(old.line, unit, old, new)


def added_up(months: Mapping[str, Tally], line: Line) -> dict[str, int | None]:
    """A flow over months as they were reported; a month without the line adds nothing (MC5)."""
    return {
        unit: sum(tally.value(line.code, unit) or 0 for tally in months.values())
        for unit in line.units
    }
