"""How much travels at once: little at first, more while the line is good."""

from dataclasses import dataclass

FIRST_CHANGES = 200
MOST_CHANGES = 20_000
FIRST_ROWS = 500
MOST_ROWS = 20_000
BATCH_BYTES = 256 * 1024
"""A cut costs at most this much sent again, but for a single record that is larger."""
AIM_BYTES = BATCH_BYTES * 4 // 5
"""What the next batch aims at; records differ in size, and some more than this must still fit."""
GOOD_SECONDS = 2.0
"""A batch that took longer than this is followed by a smaller one."""
GROWTH, LAST_GROWTH = 4.0, 1.5
"""By how much a batch may be larger than the last one: far below the aim, and near it."""


@dataclass(slots=True)
class Pace:
    """How many changes go up and how many rows come down with one message."""

    changes: int = FIRST_CHANGES
    rows: int = FIRST_ROWS
    is_good: bool = True

    def packed(self, size: int) -> None:
        """A batch of `changes` came to this many bytes: the next one may be larger, or must not."""
        self.changes = self._next(self.changes, size, MOST_CHANGES)

    def travelled(self, *, down: int, seconds: float) -> None:
        """A trip took so long and brought so much; a slow one halves what the next one carries."""
        self.is_good = seconds <= GOOD_SECONDS
        if self.is_good:
            self.rows = self._next(self.rows, down, MOST_ROWS)
            return
        self.changes = max(self.changes // 2, FIRST_CHANGES // 4)
        self.rows = max(self.rows // 2, FIRST_ROWS // 4)

    def _next(self, count: int, size: int, most: int) -> int:
        room = AIM_BYTES / max(size, 1)
        factor = min(room, GROWTH if room > GROWTH else LAST_GROWTH)
        if factor > 1 and not self.is_good:
            return count
        return max(1, min(int(count * factor), most))
