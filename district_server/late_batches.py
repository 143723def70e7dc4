"""Batches of a former life of a station file, which come late on a stick.

What they hold may have been sent again by the life that followed, and changed back since. So they
bring in what is missing, and where they would change what stands, a person is asked: each edit
counts as one that did not see what it was about to replace.
"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection

from station_app.domain.kinds import Wire
from station_app.models.registry import BY_NAME
from station_app.sync import wire
from station_app.sync.rows import read_rows


def as_questions(connection: Connection, push: wire.Push, *, after: UUID | None) -> wire.Push:
    """The push as it may be merged now, placed behind the last batch of its life.

    The batch that its PC knew to be kept may be forgotten here: this may be all that is left of it.
    """
    edits = [_asking(connection, each) for each in push.edits]
    return msgspec.structs.replace(push, after=after, edits=edits, carried=True, kept=None)


def _asking(connection: Connection, edits: wire.Edits) -> wire.Edits:
    known = BY_NAME.get(edits.record_type)
    if known is None:
        return edits
    standing = read_rows(connection, known, edits.ids)
    fields = [
        {name: _unseen(pair, standing.get(key, {}).get(name)) for name, pair in each.items()}
        for key, each in zip(edits.ids, edits.fields, strict=True)
    ]
    return msgspec.structs.replace(edits, fields=fields)


def _unseen(pair: tuple[Wire, Wire], stands: Wire) -> tuple[Wire, Wire]:
    """An edit that would replace a value saw nothing; filling and clearing a field stay as is."""
    seen, written = pair
    would_replace = seen == stands and None not in (stands, written)
    return (None, written) if would_replace else pair
