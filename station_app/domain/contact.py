"""The contact rule: everybody is seen or called every so many days, by category."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from station_app.domain.codes import Category, VisitMethod

VISIT_METHODS = frozenset(
    {VisitMethod.HOME, VisitMethod.STATION, VisitMethod.MEETING, VisitMethod.HOSPITAL}
)
"""Count as 走访 (B1)."""
CALL_METHODS = frozenset({VisitMethod.PHONE, VisitMethod.VIDEO})
"""Count as 联系 (B4), a line of their own (CN5)."""


@dataclass(frozen=True, slots=True)
class ContactRule:
    """Contact every `days` days for one category; without a category it holds for everybody."""

    days: int
    category: Category | None = None


def interval(categories: Iterable[Category], rules: Iterable[ContactRule]) -> int | None:
    """The shortest interval that applies to somebody; None where no rule does."""
    held = {None, *categories}
    return min((rule.days for rule in rules if rule.category in held), default=None)


@dataclass(frozen=True, slots=True)
class ContactState:
    """Since when somebody was not in contact, and when it is due."""

    due_on: date
    days_since: int | None
    days_overdue: int

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days_overdue > 0


def contact_state(
    last_on: date | None, *, every_days: int, known_since: date | None, today: date
) -> ContactState:
    """When contact is due; who was never in contact counts from the day of registration."""
    since = last_on or known_since
    due_on = today if since is None else since + timedelta(days=every_days)
    return ContactState(
        due_on,
        None if last_on is None else (today - last_on).days,
        max((today - due_on).days, 0),
    )
