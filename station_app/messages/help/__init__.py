"""Help on every field: one sentence, an example, and where the rule comes from.

A field is named by its record (`person.name`), or by its label where no record describes it: a
label means the same in every form. Law is quoted only where its full text was read (DOMAIN 0.1).
"""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from station_app.messages.help import sources


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """What a clerk reads about one field."""

    words: str
    example: str
    source: str

    @property
    def spoken(self) -> str:
        """All of it in a row, for a tool tip and for a screen reader."""
        return f"{self.words}例如：{self.example}。依据：{self.source}。"


@cache
def field_helps() -> dict[str, FieldHelp]:
    """The help of every field by its key; a key that stands in two areas is a bug."""
    table: dict[str, FieldHelp] = {}
    for area in pkgutil.iter_modules(__path__):
        helps = getattr(importlib.import_module(f"{__name__}.{area.name}"), "HELPS", {})
        for key, (words, example, source) in helps.items():
            if key in table:
                raise ValueError(f"the field {key} has two helps")
            table[key] = FieldHelp(words, example, source)
    return table


def field_help(*keys: str) -> FieldHelp | None:
    """The help of the first of these keys that has one."""
    table = field_helps()
    return next((table[key] for key in keys if key in table), None)


__all__ = ["FieldHelp", "field_help", "field_helps", "sources"]
