"""Two versions of a record and the value both started from become one, or a question for a person.

Pure: no database, no clock. Station and district call the same function.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station_app.domain.kinds import Wire


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that somebody changed: the value the author saw and the value written."""

    base: Wire
    value: Wire

    def then(self, later: "Edit") -> "Edit":
        """Both edits as one: what the first author saw, what the last one wrote."""
        return Edit(self.base, later.value)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sides changed one field differently; only a person can choose."""

    base: Wire
    mine: Wire
    theirs: Wire


@dataclass(frozen=True, slots=True)
class Merged:
    """The one value that follows from both sides."""

    value: Wire


def merge(base: Wire, mine: Wire, theirs: Wire) -> Merged | Clash:
    """Three-way merge of one field: whoever left the base alone gives way to whoever did not."""
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    return Clash(base, mine, theirs)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a set of edits means for a record as it stands.

    `accepted` is to be written, `clashes` are to be kept for a person, and `told` is what stands
    although the author believes otherwise: the author's copy is to be put right with it.
    """

    accepted: dict[str, Wire] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    told: dict[str, Wire] = field(default_factory=dict)


def judge(current: Mapping[str, Wire], edits: Mapping[str, Edit]) -> Judgement:
    """Merge each edited field with the record as it stands; a field never sets another at odds."""
    judgement = Judgement()
    for name, edit in edits.items():
        _judge_field(judgement, name, edit, current.get(name))
    return judgement


def _judge_field(judgement: Judgement, name: str, edit: Edit, theirs: Wire) -> None:
    merged = merge(edit.base, edit.value, theirs)
    if isinstance(merged, Clash):
        judgement.clashes[name] = merged
    elif merged.value != theirs:
        judgement.accepted[name] = merged.value
    standing = theirs if isinstance(merged, Clash) else merged.value
    if standing != edit.value:
        judgement.told[name] = standing


def fold(edits: Mapping[str, Edit], later: Mapping[str, Edit]) -> dict[str, Edit]:
    """Edits of one record in the order in which they were made, as one set of edits."""
    folded = dict(edits)
    for name, edit in later.items():
        folded[name] = folded[name].then(edit) if name in folded else edit
    return folded
