"""Lists as an address asks for them: search, sorting, filters, pages; one macro shows them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from starlette.datastructures import QueryParams

Row = TypeVar("Row")
PAGE_SIZE = 50
LONGEST_SEARCH = 60
LAST_PAGE = 100_000


class Side(StrEnum):
    """How a column stands: words at the left, figures at the right, marks in the middle."""

    WORDS = "words"
    FIGURE = "figure"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; `name` stands in the address when it is sorted by."""

    name: str
    title: str
    side: Side = Side.WORDS
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list; anything that it may not ask is passed over."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    filters: Mapping[str, str] = field(default_factory=dict)

    def address(self, **changes: object) -> str:
        """The query string of this list with something changed; other changes start at page 1."""
        values: dict[str, object] = {
            "q": self.search,
            "sort": self.sort,
            "down": "1" if self.descending else "",
            **self.filters,
            "page": "",
            **changes,
        }
        kept = {name: value for name, value in values.items() if value not in ("", None, False)}
        return f"?{urlencode(kept)}"

    def is_narrowed(self) -> bool:
        """Whether something is searched or filtered."""
        return bool(self.search or any(self.filters.values()))

    def in_words(self) -> str | None:
        """Which filters were on, for the audit table; what was typed may be a name and is not."""
        words = [f"{name}={value}" for name, value in sorted(self.filters.items()) if value]
        words += ["q=…"] if self.search else []
        return " ".join(words) or None


def asked(
    query: QueryParams,
    columns: Sequence[Column],
    *,
    sort: str = "",
    descending: bool = False,
    filters: Mapping[str, Iterable[str]] | None = None,
) -> Asked:
    """What the address asks; `filters` are the names with the values that each may have."""
    sortable = {column.name for column in columns if column.sortable}
    wanted = query.get("sort", "")
    if wanted in sortable:
        sort, descending = wanted, query.get("down") == "1"
    allowed = {name: set(values) for name, values in (filters or {}).items()}
    chosen = {name: query.get(name, "") for name in allowed}
    return Asked(
        search=query.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        sort=sort,
        descending=descending,
        page=_number(query.get("page", "1")),
        filters={name: value for name, value in chosen.items() if value in allowed[name]},
    )


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Row]):
    """One page of a list."""

    rows: Sequence[Row]
    total: int
    asked: Asked
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first row shown."""
        return (self.asked.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


def cut(
    rows: Iterable[Row],
    asked: Asked,
    *,
    keys: Mapping[str, Callable[[Row], Any]],  # Any: whatever compares with its like
    size: int = PAGE_SIZE,
) -> PageOf[Row]:
    """A page of rows that are all here, sorted as asked; what is missing stands last."""
    found = list(rows)
    if key := keys.get(asked.sort):
        there = sorted((row for row in found if key(row) is not None), key=key)
        found = there[:: -1 if asked.descending else 1] + [row for row in found if key(row) is None]
    start = (asked.page - 1) * size
    return PageOf(found[start : start + size], len(found), asked, size)


def page_of(
    session: Session,
    query: Select[*tuple[Any, ...]],  # Any: whatever the page asks for
    asked: Asked,
    *,
    columns: Mapping[str, InstrumentedAttribute[Any]],
    tie: InstrumentedAttribute[Any],
    size: int = PAGE_SIZE,
) -> PageOf[Any]:
    """A page of a query, counted, sorted and cut by the database."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    order = columns.get(asked.sort)
    if order is not None:
        query = query.order_by(order.desc() if asked.descending else order)
    query = query.order_by(tie.desc() if asked.descending else tie)
    rows = session.execute(query.limit(size).offset((asked.page - 1) * size)).all()
    return PageOf(rows, total, asked, size)
