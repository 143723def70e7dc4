"""What the page of a batch asked last: whether the answer is there, whether it still stands, and
whether the next question may be about a few lines only."""

from collections.abc import Set
from datetime import date

from station_app.ui.pages.batch_words import Shown, Since
from station_app.ui.tasks import Touched

PLANS = "condolence_plan"
FEW = 50
"""As many lines are read again alone; more of them with the whole list."""


class Question:
    """The last one, how many units of work there were when it was asked, and on which day."""

    def __init__(self) -> None:
        self.number = 0
        self._writes = 0
        self._day: date | None = None

    def ask(self, writes: int, day: date) -> int:
        """One more question; returns its number."""
        self.number, self._writes, self._day = self.number + 1, writes, day
        return self.number

    def stands(self, shown: Shown | None, writes: int, day: date) -> bool:
        """Whether what is shown is what would be answered now."""
        return self._is_answered(shown) and (self._writes, self._day) == (writes, day)

    def since(
        self, shown: Shown | None, touched: Touched, concerns: Set[str], writes: int
    ) -> Since | None:
        """The lines to read again alone after a unit of work, if it wrote nothing else."""
        plans = touched.get(PLANS, frozenset())
        alone = 0 < len(plans) <= FEW and touched.keys() & concerns == {PLANS}
        nothing_else = writes == self._writes + 1
        if shown is None or not (alone and nothing_else and self._is_answered(shown)):
            return None
        return Since(shown.sheet, plans)

    def _is_answered(self, shown: Shown | None) -> bool:
        return shown is not None and shown.number == self.number
