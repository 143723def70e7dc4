"""The model's own memory of every value that was written, kept apart from the programs under test.

A value is accounted for when it stands, when it lies in a conflict, or when somebody who saw it
wrote a value that is accounted for. Only what was never reported before its file was lost may go.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from station_app.domain.kinds import Wire
from station_app.sync.apply import FIRST_WINS
from station_app.sync.conflict_rows import wire_text

Place = tuple[UUID, str]
"""A field of a record."""
View = Mapping[str, Mapping[UUID, Mapping[str, object]]]
"""All records of a copy: type → key → field → wire value."""
UNTRACKED = FIRST_WINS | {"station_id"}
"""Filled in by the store, or the first stands by rule: copies are compared in them, no more."""
NOTHING = "\0nothing"
"""What the maker of a record saw in its fields."""


@dataclass(slots=True)
class Written:
    """One value that somebody wrote, and the value that they saw."""

    place: Place
    seen: str | None
    value: str | None
    is_new: bool
    reported_at: int | None = None
    may_be_lost: bool = False


@dataclass(slots=True)
class Ledger:
    """Every value written in a world, in the order of writing."""

    entries: list[Written] = field(default_factory=list)
    made: set[UUID] = field(default_factory=set)

    def write(self, key: UUID, name: str, seen: Wire, value: Wire, *, is_new: bool) -> int:
        """Note a value; returns its place in the ledger."""
        before = NOTHING if is_new else wire_text(seen)
        entry = Written((key, name), before, wire_text(value), is_new)
        self.entries.append(entry)
        if is_new:
            self.made.add(key)
        return len(self.entries) - 1

    def has_record(self, key: UUID) -> bool:
        """Whether the making of a record is written down."""
        return key in self.made

    def reported(self, numbers: Iterable[int], step: int) -> None:
        """The district has confirmed these."""
        for number in numbers:
            self.entries[number].reported_at = step

    def gone(self, numbers: Iterable[int]) -> None:
        """A file was lost: what it had not reported may be lost with it."""
        for number in numbers:
            if self.entries[number].reported_at is None:
                self.entries[number].may_be_lost = True

    def district_gone_back(self, step: int, held: set[int]) -> None:
        """The district was restored to a step: what came later is unreported again.

        What no file holds that wrote it may be lost.
        """
        for number, entry in enumerate(self.entries):
            if entry.reported_at is not None and entry.reported_at > step:
                entry.reported_at = None
                entry.may_be_lost |= number not in held

    # -- the reckoning ------------------------------------------------------------------------

    def lost(self, view: View) -> list[Written]:
        """Values that are not accounted for although they may not be lost."""
        accounted = self._accounted(_standing(view), _in_question(view))
        return [
            entry
            for entry in self.entries
            if not entry.may_be_lost
            and entry.place[1] not in UNTRACKED
            and entry.value not in accounted[entry.place]
        ]

    def _accounted(
        self, standing: Mapping[Place, str | None], questions: Mapping[Place, set[str | None]]
    ) -> Mapping[Place, set[str | None]]:
        accounted: dict[Place, set[str | None]] = defaultdict(set)
        by_place: dict[Place, list[Written]] = defaultdict(list)
        for entry in self.entries:
            by_place[entry.place].append(entry)
        for place, entries in by_place.items():
            found = accounted[place] = set(questions.get(place, ()))
            if place in standing:
                found.add(standing[place])
            _close(found, entries)
        return accounted

    def story(self, of: Written, view: View) -> str:
        """Everything that was written into the field of a lost value, and what stands."""
        lines = [f"{of.place} stands as {_standing(view).get(of.place)!r}"]
        lines += [
            f"{number}: {entry.seen!r} -> {entry.value!r} reported {entry.reported_at}"
            f"{' may be lost' if entry.may_be_lost else ''}{' LOST' if entry is of else ''}"
            for number, entry in enumerate(self.entries)
            if entry.place == of.place
        ]
        questions = _in_question(view).get(of.place, set())
        return "\n  ".join([*lines, f"in question: {questions}"])

    def invented(self, view: View) -> list[tuple[Place, str | None]]:
        """Values that stand although nobody wrote them."""
        written: dict[Place, set[str | None]] = defaultdict(set)
        for entry in self.entries:
            written[entry.place].add(entry.value)
        return [
            (place, value)
            for place, value in _standing(view).items()
            if value is not None and place[0] in self.made and value not in written[place]
        ]


def _close(found: set[str | None], entries: list[Written]) -> None:
    """What was seen by whoever wrote something accounted for is accounted for."""
    grown = True
    while grown:
        seen = {entry.seen for entry in entries if entry.value in found}
        grown = not seen <= found
        found |= seen


def _standing(view: View) -> dict[Place, str | None]:
    return {
        (key, name): wire_text(value)  # type: ignore[arg-type]  # a view holds wire values
        for kind, rows in view.items()
        if kind not in ("station", "conflict")
        for key, values in rows.items()
        for name, value in values.items()
        if name not in UNTRACKED
    }


def _in_question(view: View) -> dict[Place, set[str | None]]:
    """Both values of every conflict, decided or not: the record of it keeps them."""
    found: dict[Place, set[str | None]] = defaultdict(set)
    for values in view["conflict"].values():
        place = (UUID(str(values["record_id"])), str(values["field"]))
        for side in ("client_value", "server_value"):
            value = values[side]
            found[place].add(None if value is None else str(value))
    return found
