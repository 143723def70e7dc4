"""What an undo left as it is, in words."""

from station_app.services.undoing import Undone

NAMED = 5


def kept_words(done: Undone) -> tuple[str, str] | None:
    """How many places were changed since, and which; None where nothing was left."""
    if not done.kept:
        return None
    named = "、".join(done.kept[:NAMED]) + ("等" if len(done.kept) > NAMED else "")
    return f"{len(done.kept):,} 处后来又用到或改过，没有动", named
