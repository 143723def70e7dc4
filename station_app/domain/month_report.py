"""The report of a month: how it goes on, what is frozen of it, what differs from a later count.

The figures of a report are frozen as one text with its hash (DOMAIN 2.23, MC6, MC7): whoever counts
again later gets a second text and never another first one.
"""

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
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
from station_app.errors import Rejected

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


def thawed(text: str) -> Tally | None:
    """The figures of a frozen report, its lines as they were called then.

    None for a text that this program cannot read: a PC with a newer program may freeze another
    layout, and a damaged one anything. Of a text that can be read only what is not understood is
    missing: a line without a code, the figure of a line that is no whole number.
    """
    found = written(text)
    if found is None:
        return None
    lines = {line.code: line for line in map(_line, found.lines) if line}
    return Tally(found.station, found.period, tuple(lines.values()))


@dataclass(frozen=True, slots=True)
class Written:
    """A report as it is written, its lines not yet looked at."""

    station: str
    period: Period
    lines: list[object]


def written(text: str) -> Written | None:
    """What a text says of itself; None where it is no report that this program can read."""
    content = _read(text)
    station, period, lines = (content.get(name) for name in ("station", "period", "lines"))
    if not (isinstance(station, str) and isinstance(period, str) and isinstance(lines, list)):
        return None
    try:
        return Written(plain(station), Period.parse(period), lines)
    except Rejected:
        return None


def thawed_notes(text: str) -> dict[str, str]:
    """The remarks of a frozen report, by line, as far as they can be read."""
    notes = _read(text).get("notes")
    found = notes.items() if isinstance(notes, dict) else ()
    return {plain(code): plain(words) for code, words in found if isinstance(words, str)}


def _read(text: str) -> Mapping[str, object]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def plain(text: str) -> str:
    """A text that can be shown and written: JSON may hold control signs and halves of letters."""
    if text.isprintable():
        return text
    return "".join(each for each in text if unicodedata.category(each) not in ("Cc", "Cs"))


def figures_in(shape: object) -> dict[str, int | None]:
    """The figures of a line by unit: whole numbers, and None for what nobody knew.

    Raises `TypeError` where another figure than a percentage is anything else; a percentage is
    made again from its two counts.
    """
    if not isinstance(shape, dict):
        raise TypeError
    found = {unit: value for unit, value in shape.items() if unit != PERCENT}
    if any(value is not None and type(value) is not int for value in found.values()):
        raise TypeError
    return found


def _line(shape: object) -> TallyLine | None:
    if not isinstance(shape, dict):
        return None
    code, label = (plain(str(shape.get(name) or "")) for name in ("code", "label"))
    if not code or not label:
        return None
    kind, roll_up = _kind(shape.get("kind")), _roll_up(shape.get("roll_up"))
    parent = shape.get("parent")
    line = Line(code, label, (), kind, roll_up, plain(parent) if isinstance(parent, str) else None)
    try:
        values = figures_in(shape.get("values"))
    except TypeError:
        return _unknown_line(line, shape.get("values"))
    if kind is LineKind.UNKNOWN:
        return _unknown_line(line, values)
    return _known_line(line, values)


def _known_line(line: Line, values: Mapping[str, int | None]) -> TallyLine:
    if line.kind is not LineKind.RATIO:
        named = {plain(unit): value for unit, value in values.items()}
        return TallyLine(replace(line, units=tuple(named) or (MISSING,)), named)
    part, whole = values.get(PART), values.get(WHOLE)
    ratio = None if part is None or whole is None else Ratio(part, whole)
    return TallyLine(replace(line, units=(PERCENT,)), {}, ratio)


def _kind(code: object) -> LineKind:
    """The kind of a line; a PC with a newer program may have frozen one that nobody knows here."""
    try:
        return LineKind(str(code))
    except ValueError:
        return LineKind.UNKNOWN


def _roll_up(code: object) -> RollUp:
    """How a line is summed; one that is not known is never added up."""
    try:
        return RollUp(str(code))
    except ValueError:
        return RollUp.RECOMPUTE


def _unknown_line(line: Line, said: object) -> TallyLine:
    """A line that this program does not understand: its counts as they were reported."""
    found = said.items() if isinstance(said, dict) else ()
    values = {plain(unit): value for unit, value in found if type(value) is int}
    label = f"{line.label}（{LineKind.UNKNOWN.label}）"
    units, kind = tuple(values) or (MISSING,), LineKind.UNKNOWN
    return TallyLine(
        replace(line, label=label, units=units, kind=kind, roll_up=RollUp.RECOMPUTE), values
    )


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
    units = new.line.units if old.line.kind is LineKind.UNKNOWN else old.line.units
    for unit in units:
        same = old.ratio == new.ratio if unit == PERCENT else old.value(unit) == new.value(unit)
        if not same:
            yield Difference(old.line, unit, old, new)
