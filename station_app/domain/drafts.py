"""A draft: the values a form started from and those it now holds; and what a check found in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from station_app.domain.kinds import Value
from station_app.domain.reading import Level, Note


@dataclass(frozen=True, slots=True)
class Draft:
    """Field name → value, before and after an edit; a field that a side leaves out is untouched."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]

    @property
    def changed(self) -> dict[str, tuple[Value, Value]]:
        """The fields that were edited: name → (value it started from, new value)."""
        edited = {name: (self.before.get(name), value) for name, value in self.after.items()}
        return {name: pair for name, pair in edited.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of one field: ERR cannot be saved, ASK may be saved and is shown."""

    field: str
    note: Note

    @property
    def blocks(self) -> bool:
        """Whether it must be put right before saving."""
        return self.note.level is Level.ERR
