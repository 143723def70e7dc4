"""What was typed into the forms of pages, as values; `Rejected` in words where it cannot be."""

from collections.abc import Sequence
from datetime import date

from district_server.web.visit import Visit
from station_app.domain.codes import CODE_LISTS
from station_app.domain.kinds import Kind, from_text

Options = list[tuple[str, str]]


def day(visit: Visit, name: str) -> date | None:
    """A day, or None where nothing was typed."""
    value = from_text(Kind.DATE, visit.text(name, longest=20))
    return value if isinstance(value, date) else None


def month(visit: Visit, name: str) -> str | None:
    """A month `YYYY-MM`, or None where nothing was typed."""
    value = from_text(Kind.MONTH, visit.text(name, longest=20))
    return value if isinstance(value, str) else None


def fen(visit: Visit, name: str) -> int:
    """An amount in fen; nothing typed is nothing to be paid, which the rules refuse."""
    value = from_text(Kind.MONEY, visit.text(name, longest=20))
    return value if isinstance(value, int) else 0


def whole(visit: Visit, name: str) -> int | None:
    """A whole number, or None where nothing was typed."""
    value = from_text(Kind.INTEGER, visit.text(name, longest=9))
    return value if isinstance(value, int) else None


def several(visit: Visit, name: str) -> tuple[str, ...]:
    """All values of a field that may be chosen more than once."""
    return tuple(value for value in visit.form.getlist(name) if isinstance(value, str) and value)


def options_of(list_name: str, first: str | None = None) -> Options:
    """The options of a code list; `first` is what no choice means."""
    codes: Sequence[tuple[str, str]] = [
        (item.code, item.label) for item in CODE_LISTS[list_name].items
    ]
    return [*([("", first)] if first is not None else []), *codes]


def label(list_name: str, code: str | None, otherwise: str) -> str:
    """The word for a code, or for none."""
    return otherwise if code is None else CODE_LISTS[list_name].label(code)
