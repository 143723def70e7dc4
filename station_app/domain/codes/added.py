"""The code lists with what a district added to some of them; built-in entries never change.

A label is asked for in very many places, far from any database, so the added entries are put in use
for the whole process by whoever opens the station's file, and for one piece of work by the district
server, which may serve several districts (decision 0060).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from station_app.domain.codes.codelist import LOCAL_PREFIX, CodeList, Item

EDITABLE = ("funding", "occasion", "visit_kind")
"""Lists that a district may add to: those on which no rule of the program rests."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that a district added; a retired one names old rows and is offered no more."""

    list_name: str
    code: str
    label: str
    is_retired: bool = False


Lists = Mapping[str, CodeList]


class _Process:
    """What is in use where nothing else is said: that of the one station of this program."""

    def __init__(self) -> None:
        self.lists: Lists = {}


_PROCESS = _Process()
_SCOPED: ContextVar[Lists | None] = ContextVar("added_codes", default=None)


class CodeLists(Mapping[str, CodeList]):
    """The built-in lists by name, each with what is added to it just now."""

    def __init__(self, built_in: Lists) -> None:
        self.built_in = built_in

    def __getitem__(self, name: str) -> CodeList:
        """The list as it is in use."""
        scoped = _SCOPED.get()
        added = _PROCESS.lists if scoped is None else scoped
        return added.get(name) or self.built_in[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the lists; none is ever added."""
        return iter(self.built_in)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.built_in)


def with_added(built_in: Lists, entries: Iterable[Entry]) -> Lists:
    """The lists to which something was added; what would change a built-in entry is passed over."""
    by_list: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.list_name in EDITABLE and entry.code.startswith(LOCAL_PREFIX):
            by_list.setdefault(entry.list_name, []).append(entry)
    return {name: _extended(built_in[name], of_list) for name, of_list in by_list.items()}


def _extended(codes: CodeList, entries: Iterable[Entry]) -> CodeList:
    once = {entry.code: entry for entry in entries}.values()
    offered = tuple(Item(one.code, one.label) for one in once if not one.is_retired)
    retired = tuple(Item(one.code, one.label) for one in once if one.is_retired)
    return replace(codes, items=(*codes.items, *offered), retired=retired)


def use_in_process(lists: Lists) -> None:
    """Put added entries in use for the whole process: the station's program has one station."""
    _PROCESS.lists = lists


@contextmanager
def using(lists: Lists) -> Iterator[None]:
    """Put added entries in use for one piece of work, whatever the process uses otherwise."""
    token = _SCOPED.set(lists)
    try:
        yield
    finally:
        _SCOPED.reset(token)
