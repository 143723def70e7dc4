"""What must hold between the lines of a month before it is handed in (DOMAIN §6.3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from station_app.domain.tally import FEN, LineKind, Tally
from station_app.domain.tally_lines import parts


class Gravity(StrEnum):
    """Whether a finding stops the report."""

    BLOCK = "B"
    WARN = "W"


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing that does not fit: the line, what was expected and what stands there."""

    gravity: Gravity
    code: str
    line: str
    expected: int
    found: int

    @property
    def difference(self) -> int:
        """How far apart."""
        return self.found - self.expected


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The month, the one before, and what the figures alone do not tell."""

    this: Tally
    previous: Tally | None = None
    has_corrections: bool = False
    payments_without_receipt: int = 0
    deaths_and_moves: int = 0


Check = Callable[[CheckContext], Iterator[CheckFinding]]


def _sum(tally: Tally, *terms: str, unit: str) -> int | None:
    """Σ of lines, a `-` before a code subtracts; None when a figure is unknown."""
    total = 0
    for term in terms:
        value = tally.value(term.lstrip("-"), unit)
        if value is None:
            return None
        total += -value if term.startswith("-") else value
    return total


def _identity(
    context: CheckContext, line: str, unit: str, code: str, terms: tuple[str, ...]
) -> Iterator[CheckFinding]:
    """This month's stock is last month's and what came and went."""
    before = context.previous.value(line, unit) if context.previous else None
    change = _sum(context.this, *terms, unit=unit)
    found = context.this.value(line, unit)
    if before is None or change is None or found is None or before + change == found:
        return
    yield CheckFinding(Gravity.BLOCK, code, line, before + change, found)


def _people(context: CheckContext) -> Iterator[CheckFinding]:
    """A1 = A1 before + A7 + A9 − A8 − A10; the difference is printed."""
    yield from _identity(context, "A1", "人", "tally.people", ("A7", "A9", "-A8", "-A10"))


def _plaques(context: CheckContext) -> Iterator[CheckFinding]:
    """E7 = E7 before + E2 + E4 + E6 + E3 − E3a − E5 − E6a − E6b (SETTLED 3)."""
    terms = ("E2", "E3", "-E3a", "E4", "-E5", "E6", "-E6a", "-E6b")
    yield from _identity(context, "E7", "块", "tally.plaques", terms)


def _certified(context: CheckContext) -> Iterator[CheckFinding]:
    """D3 ≤ D1 + deaths and moves."""
    due, done = (context.this.value(code, "人") for code in ("D1", "D3"))
    if due is None or done is None or done <= due + context.deaths_and_moves:
        return
    yield CheckFinding(Gravity.BLOCK, "tally.certified", "D3", due + context.deaths_and_moves, done)


def _equal(
    tally: Tally, line: str, unit: str, whole: int | None, code: str
) -> Iterator[CheckFinding]:
    shown = (part for part in parts(line) if part.code in tally.by_code)
    values = [tally.value(part.code, unit) or 0 for part in shown]
    if whole is not None and values and sum(values) != whole:
        yield CheckFinding(Gravity.BLOCK, code, line, whole, sum(values))


def _condolence(context: CheckContext) -> Iterator[CheckFinding]:
    """C4 adds up to C1 and to C2 + C3, C5 to C2 + C3."""
    tally = context.this
    money = _sum(tally, "C2", "C3", unit=FEN)
    yield from _equal(tally, "C4", "人次", tally.value("C1", "人次"), "tally.kinds_count")
    yield from _equal(tally, "C4", FEN, money, "tally.kinds_money")
    yield from _equal(tally, "C5", FEN, money, "tally.funds_money")


def _parts_within(context: CheckContext) -> Iterator[CheckFinding]:
    """A part is not more than its whole."""
    for line in context.this.lines:
        parent = line.line.parent
        for unit in line.line.units:
            part = line.value(unit)
            whole = context.this.value(parent, unit) if parent else None
            if part is not None and whole is not None and part > whole:
                yield CheckFinding(Gravity.BLOCK, "tally.part", line.code, whole, part)


def _negative(context: CheckContext) -> Iterator[CheckFinding]:
    """Less than nothing only where something was corrected."""
    if context.has_corrections:
        return
    for line in context.this.lines:
        for value in line.values.values():
            if value is not None and value < 0:
                yield CheckFinding(Gravity.BLOCK, "tally.negative", line.code, 0, value)


def _ratios(context: CheckContext) -> Iterator[CheckFinding]:
    """A coverage above a hundred percent is looked at."""
    for line in context.this.lines:
        ratio = line.ratio
        if ratio is not None and ratio.part > ratio.whole > 0:
            yield CheckFinding(
                Gravity.WARN, "tally.over_hundred", line.code, ratio.whole, ratio.part
            )


def _jumps(context: CheckContext) -> Iterator[CheckFinding]:
    """A flow more than five times as large as last month is looked at."""
    if context.previous is None:
        return
    for line in context.this.lines:
        for unit, value in line.values.items():
            before = context.previous.value(line.code, unit)
            if line.line.kind is not LineKind.FLOW or not before or value is None:
                continue
            if value > 5 * before:
                yield CheckFinding(Gravity.WARN, "tally.jump", line.code, before, value)


def _receipts(context: CheckContext) -> Iterator[CheckFinding]:
    """Money without any signature is looked at."""
    if context.payments_without_receipt:
        yield CheckFinding(
            Gravity.WARN, "tally.no_receipt", "C1", 0, context.payments_without_receipt
        )


def _zero(context: CheckContext) -> Iterator[CheckFinding]:
    """A month without any event is a report too, but is it meant? (MC8)"""
    flows = [line for line in context.this.lines if line.line.kind is LineKind.FLOW]
    if flows and not any(value for line in flows for value in line.values.values()):
        yield CheckFinding(Gravity.WARN, "tally.zero_month", "", 0, 0)


CHECKS: tuple[Check, ...] = (
    _people,
    _certified,
    _plaques,
    _condolence,
    _parts_within,
    _negative,
    _ratios,
    _jumps,
    _receipts,
    _zero,
)


def check(context: CheckContext) -> tuple[CheckFinding, ...]:
    """Everything that does not fit, what blocks first."""
    found = [finding for rule in CHECKS for finding in rule(context)]
    return tuple(sorted(found, key=lambda finding: finding.gravity))
