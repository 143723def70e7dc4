"""What a code list is: stable codes, Chinese labels, their order, and what people write instead."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Self

LOCAL_PREFIX = "X_"
"""How the code of an entry begins that a district added (DOMAIN §3)."""


class Coded(StrEnum):
    """An enum with members ``CODE = "CODE", "label", "synonym", …``; the value is the code."""

    label: str
    synonyms: tuple[str, ...]

    def __new__(cls, code: str, label: str = "", *synonyms: str) -> Self:
        """Keep the label and the synonyms beside the code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.synonyms = synonyms
        return member


class OpenCoded(Coded):
    """An enum to whose list a district may add: an added code is a member of its own."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """A member that no definition knows; its label stands in the list."""
        if not isinstance(value, str) or not value.startswith(LOCAL_PREFIX):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = member.label = value
        member.synonyms = ()
        return member


class Certainty(StrEnum):
    """How sure a reading is: taken as it stands, or shown to a person first."""

    EXACT = "EXACT"
    ASK = "ASK"


@dataclass(frozen=True, slots=True)
class Match:
    """What a text means in a code list: every code it may mean, the likeliest first."""

    options: tuple[str, ...]
    certainty: Certainty

    @property
    def code(self) -> str:
        """The likeliest code; certain only when `certainty` says so."""
        return self.options[0]

    @property
    def is_exact(self) -> bool:
        """Whether no person needs to be asked."""
        return self.certainty is Certainty.EXACT


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a code list."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()


def plain(text: str) -> str:
    """The text as it is compared: half-width, no spaces, upper case, one kind of brackets."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _names(item: Item) -> Iterator[str]:
    yield from (item.code, item.label, *item.synonyms)
    yield item.label.partition("（")[0]


@dataclass(frozen=True)
class CodeList:
    """A list in its order of display; `asks` are words that fit several codes or none surely.

    `retired` entries have labels and may stand in old rows; they are not offered any more.
    """

    name: str
    items: tuple[Item, ...]
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retired: tuple[Item, ...] = ()

    @classmethod
    def of(
        cls, name: str, members: type[Coded], asks: Mapping[str, tuple[str, ...]] | None = None
    ) -> Self:
        """The list of all members of an enum, in the order of their definition."""
        items = tuple(Item(str(member), member.label, member.synonyms) for member in members)
        return cls(name, items, asks or {})

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {item.code: item.label for item in (*self.items, *self.retired)}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {item.code: place for place, item in enumerate(self.items)}

    @cached_property
    def _found(self) -> dict[str, str]:
        """Every accepted writing; codes and labels are never overruled by a synonym."""
        table: dict[str, str] = {}
        for item in self.items:
            for name in (item.code, item.label):
                table.setdefault(plain(name), item.code)
        for item in self.items:
            for name in _names(item):
                table.setdefault(plain(name), item.code)
        return table

    @cached_property
    def _asked(self) -> dict[str, tuple[str, ...]]:
        return {plain(text): codes for text, codes in self.asks.items()}

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes in their order."""
        return tuple(item.code for item in self.items)

    def __contains__(self, code: object) -> bool:
        """Whether the code belongs to the list."""
        return code in self._labels

    def label(self, code: str) -> str:
        """The Chinese label; an unknown code, perhaps of a newer station, shows as itself."""
        return self._labels.get(code, code)

    def order(self, code: str) -> int:
        """The place of a code in displays; unknown codes come last."""
        return self._order.get(code, len(self.items))

    def find(self, text: str) -> Match | None:
        """What a cell means: by code, label or synonym; None when it means nothing here."""
        key = plain(text)
        if key in self._asked:
            return Match(self._asked[key], Certainty.ASK)
        code = self._found.get(key)
        return Match((code,), Certainty.EXACT) if code is not None else None
