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
    """The month, the one before, and what the figures alone do not tell.

    `deaths_and_moves` are people certified this year who need not be any more; `people_corrections`
    what else changed the roll: files cancelled (less), people who had left before (more).
    """

    this: Tally
    previous: Tally | None = None
    has_corrections: bool = False
    payments_without_receipt: int = 0
    deaths_and_moves: int = 0
    people_corrections: int = 0


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


_PEOPLE = ("A7", "A9", "-A8", "-A10")
_PLAQUES = ("E2", "E3", "-E3a", "E4", "-E5", "E6", "-E6a", "-E6b")


def _expected(
    context: CheckContext, line: str, unit: str, terms: tuple[str, ...]
) -> tuple[int, int] | None:
    """What a stock should be by last month's and what came and went, and what it is."""
    before = context.previous.value(line, unit) if context.previous else None
    change = _sum(context.this, *terms, unit=unit)
    found = context.this.value(line, unit)
    if before is None or change is None or found is None:
        return None
    return before + change, found


def people_difference(context: CheckContext) -> int:
    """How far the roll is from last month's with those who came and went; 0 when it is unknown."""
    known = _expected(context, "A1", "人", _PEOPLE)
    return known[1] - known[0] if known else 0


def _people(context: CheckContext) -> Iterator[CheckFinding]:
    """A1 = A1 before + A7 + A9 − A8 − A10 ± corrections; the difference is printed."""
    known = _expected(context, "A1", "人", _PEOPLE)
    if known is None:
        return
    expected, found = known[0] + context.people_corrections, known[1]
    if expected != found:
        yield CheckFinding(Gravity.BLOCK, "tally.people", "A1", expected, found)
    elif context.people_corrections:
        yield CheckFinding(Gravity.WARN, "tally.people_corrected", "A1", known[0], found)


def _plaques(context: CheckContext) -> Iterator[CheckFinding]:
    """E7 = E7 before + E2 + E4 + E6 + E3 − E3a − E5 − E6a − E6b (SETTLED 3)."""
    known = _expected(context, "E7", "块", _PLAQUES)
    if known is not None and known[0] != known[1]:
        yield CheckFinding(Gravity.BLOCK, "tally.plaques", "E7", *known)


def certified_over_due(tally: Tally) -> int:
    """How many more are certified than need to be; 0 when either is unknown."""
    due, done = (tally.value(code, "人") for code in ("D1", "D3"))
    return 0 if due is None or done is None else max(done - due, 0)


def _certified(context: CheckContext) -> Iterator[CheckFinding]:
    """D3 ≤ D1 + deaths and moves."""
    over = certified_over_due(context.this) - context.deaths_and_moves
    if over > 0:
        done = context.this.value("D3", "人") or 0
        yield CheckFinding(Gravity.BLOCK, "tally.certified", "D3", done - over, done)


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


def _methods(context: CheckContext) -> Iterator[CheckFinding]:
    """D5 adds up to D2: everybody was certified by one method."""
    tally = context.this
    yield from _equal(tally, "D5", "人", tally.value("D2", "人"), "tally.methods")


def pension_parts_over(tally: Tally) -> int:
    """How much more 补发, 补差 and 丧葬补助 come to than was paid; 0 when either is unknown."""
    paid = _sum(tally, "H2", "-H6", unit=FEN)
    parts_paid = _sum(tally, "H3", "H4", "H5", unit=FEN)
    return 0 if paid is None or parts_paid is None else max(parts_paid - paid, 0)


def _pensions(context: CheckContext) -> Iterator[CheckFinding]:
    """H3 to H6 lie within H2: what was claimed back is less than nothing and is set apart (MO7).

    A regular month that was taken back after its month was reported may turn that round.
    """
    if context.has_corrections:
        return
    tally = context.this
    back, over = tally.value("H6", FEN) or 0, pension_parts_over(tally)
    if back > 0:
        yield CheckFinding(Gravity.BLOCK, "tally.claimed_back", "H6", 0, back)
    if over > 0:
        paid = _sum(tally, "H2", "-H6", unit=FEN) or 0
        yield CheckFinding(Gravity.BLOCK, "tally.pension_parts", "H2", paid, paid + over)


def _everybody_paid(context: CheckContext) -> Iterator[CheckFinding]:
    """Paid in full and in time: H1 is A5 without the suspended, in a month with payments (S1)."""
    paid = context.this.value("H1", "人")
    due = _sum(context.this, "A5", "-A5a", unit="人")
    if paid and due is not None and paid != due:
        yield CheckFinding(Gravity.WARN, "tally.not_everybody_paid", "H1", due, paid)


_SET_APART = ("H2",)
"""Of these a part may be less than nothing (H6), so that another may be more than the whole."""


def _parts_within(context: CheckContext) -> Iterator[CheckFinding]:
    """A part is not more than its whole; corrections of earlier months may turn that round."""
    for line in context.this.lines:
        parent = line.line.parent
        if parent is None or parent in _SET_APART:
            continue
        for unit in line.line.units:
            part, whole = line.value(unit), context.this.value(parent, unit)
            if part is None or whole is None or part <= whole:
                continue
            if not (context.has_corrections and line.line.kind is LineKind.FLOW):
                yield CheckFinding(Gravity.BLOCK, "tally.part", line.code, whole, part)


def _negative(context: CheckContext) -> Iterator[CheckFinding]:
    """Less than nothing only where something was corrected, or pensions were claimed back."""
    if context.has_corrections:
        return
    claimed_back = ("H2", "H6") if (context.this.value("H6", FEN) or 0) < 0 else ()
    for line in context.this.lines:
        for value in line.values.values():
            if value is not None and value < 0 and line.code not in claimed_back:
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
            if line.line.kind is not LineKind.FLOW or before is None or value is None:
                continue
            if value > 5 * before > 0:
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
    _methods,
    _pensions,
    _everybody_paid,
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
