"""What the yearly sheet of pensions says (F12 定期抚恤补助发放表): who had which benefit, by month.

A payment stands in the column of the month it was paid for; the tally counts the day it was paid
(H2), so the sheet also says how much that was. The county pays; a station without its lists prints
the people and leaves the months to the pen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import EntitlementState, PayItem, label
from station_app.domain.forms_pensions import MONTHS, PensionRoster, PensionRow
from station_app.domain.money import yuan
from station_app.domain.printouts import RowBehind
from station_app.models.entitlement import Entitlement, PensionPayment
from station_app.queries.printed_people import Printed, in_order, printed_people, surviving

NEVER_PAID = (
    EntitlementState.APPLIED,
    EntitlementState.RECOGNISED_ONLY,
    EntitlementState.DENIED,
)
Key = tuple[UUID, str]
"""A person and a kind of benefit: one line of the sheet."""


@dataclass(slots=True)
class _Line:
    """What is gathered of one benefit."""

    benefits: list[Entitlement] = field(default_factory=list)
    months: dict[int, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def pension_roster(
    session: Session, year: int, *, people: Sequence[UUID] | None = None
) -> PensionRoster:
    """Every benefit that ran or was paid for in a year, by village group."""
    lines = _lines(session, year)
    wanted = None if people is None else set(surviving(session, people).values())
    printed = printed_people(session, {person for person, _ in lines})
    shown = [
        (printed[person], kind, line)
        for (person, kind), line in lines.items()
        if person in printed and (wanted is None or person in wanted)
    ]
    shown.sort(key=lambda one: in_order(one[0].group_name, (one[0].file_no, one[1])))
    rows = tuple(_row(person, kind, line, year) for person, kind, line in shown)
    return PensionRoster(
        year=year,
        rows=rows,
        people=len({person.id for person, _, _ in shown}),
        paid_in_year=_paid_in(session, year) if people is None else None,
    )


def latest_year(session: Session, today: date) -> int:
    """The last year for which something was paid, else this one."""
    last = session.scalar(
        select(func.max(PensionPayment.month)).where(
            PensionPayment.deleted.is_(False), PensionPayment.month <= f"{today.year}-12"
        )
    )
    return int(last[:4]) if last else today.year


def _lines(session: Session, year: int) -> dict[Key, _Line]:
    """One line a person and kind; what was written to a merged file belongs to the other."""
    benefits, payments = list(_benefits(session, year)), _payments(session, year)
    people = {benefit.person_id for benefit in benefits} | {paid[0] for paid in payments}
    kept = surviving(session, people)
    lines: dict[Key, _Line] = defaultdict(_Line)
    for benefit in benefits:
        lines[kept[benefit.person_id], benefit.kind].benefits.append(benefit)
    for person, kind, month, item, fen in payments:
        line, number = lines[kept[person], kind], int(month[5:])
        line.months[number] = line.months.get(number, 0) + fen
        line.items[item] += fen
    return dict(lines)


def _benefits(session: Session, year: int) -> Iterable[Entitlement]:
    statement = select(Entitlement).where(
        Entitlement.deleted.is_(False),
        Entitlement.state.not_in(NEVER_PAID),
        Entitlement.start_month <= f"{year}-12",
        func.coalesce(Entitlement.stop_month, "9999-12") > f"{year}-01",
    )
    return session.scalars(statement.order_by(Entitlement.start_month, Entitlement.id))


def _payments(session: Session, year: int) -> list[tuple[UUID, str, str, str, int]]:
    """What was paid for each month, corrections taken off (SETTLED 1)."""
    paid = PensionPayment
    keys = (paid.person_id, paid.kind, paid.month, paid.item)
    statement = (
        select(*keys, func.sum(paid.amount_fen * paid.sign))
        .where(paid.deleted.is_(False), paid.month.between(f"{year}-01", f"{year}-12"))
        .group_by(*keys)
    )
    return [(*row[:4], int(row[4])) for row in session.execute(statement) if row[4]]


def _paid_in(session: Session, year: int) -> int:
    paid = PensionPayment
    statement = select(func.sum(paid.amount_fen * paid.sign)).where(
        paid.deleted.is_(False), paid.paid_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    return int(session.scalar(statement) or 0)


def _row(person: Printed, kind: str, line: _Line, year: int) -> PensionRow:
    return PensionRow(
        name=person.name,
        id_number=person.id_number,
        kind=label("pension_kind", kind),
        group_name=person.group_name,
        months=tuple(line.months.get(number) for number in range(1, MONTHS + 1)),
        not_due=_not_due(line, year),
        note=_note(line),
        record=_behind(person, line),
    )


def _behind(person: Printed, line: _Line) -> RowBehind:
    """The benefit, or the person where the county paid one that is not registered."""
    if line.benefits:
        key, kind = line.benefits[-1].id, "entitlement"
    else:
        key, kind = person.id, "person"
    return RowBehind(kind, key, fen=sum(line.months.values()))


def _not_due(line: _Line, year: int) -> frozenset[int]:
    """Months in which no benefit of the line ran, for which nothing was paid either."""
    if not line.benefits:
        return frozenset()
    return frozenset(
        number
        for number in range(1, MONTHS + 1)
        if number not in line.months
        and not any(_runs(one, f"{year}-{number:02}") for one in line.benefits)
    )


def _runs(benefit: Entitlement, month: str) -> bool:
    """`stop_month` is the first month that is not paid (DOMAIN 2.13)."""
    return benefit.start_month <= month < (benefit.stop_month or "9999-12")


def _note(line: _Line) -> str | None:
    """Why it is not paid now, and what of the sum is not the plain pension (H3-H6)."""
    state = line.benefits[-1].state if line.benefits else None
    words = [] if state in (None, EntitlementState.GRANTED) else [label("entitlement_state", state)]
    words += [
        f"{label('pay_item', item)} {yuan(fen)}"
        for item, fen in sorted(line.items.items())
        if item != PayItem.BASE and fen
    ]
    return "；".join(words) or None
