"""The first page's figures, from the lines of the stations."""

from collections.abc import Sequence
from dataclasses import dataclass

from district_server.web.views.stations import StationLine

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Overview:
    """How the district stands: how many stations reported, and what waits for somebody."""

    stations: int
    reported: int
    people: int
    late: Sequence[StationLine]
    with_conflicts: Sequence[StationLine]
    with_refused: Sequence[StationLine]
    with_wrong_clocks: Sequence[StationLine]
    with_missing_photos: Sequence[StationLine]
    conflicts: int
    refused: int
    wrong_clocks: int
    photos_missing: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits for anybody."""
        return not (self.late or self.conflicts or self.refused or self.wrong_clocks)


def overview(lines: Sequence[StationLine]) -> Overview:
    """The figures of these stations; those that wait longest stand first."""
    late = [line for line in lines if line.is_late]
    return Overview(
        stations=len(lines),
        reported=sum(1 for line in lines if not line.is_late and line.complete_at),
        people=sum(line.people for line in lines),
        late=sorted(late, key=lambda line: line.complete_at or line.added_at),
        with_conflicts=_most(lines, "conflicts"),
        with_refused=_most(lines, "refused"),
        with_wrong_clocks=_most(lines, "wrong_clocks"),
        with_missing_photos=_most(lines, "photos_missing"),
        conflicts=sum(line.conflicts for line in lines),
        refused=sum(line.refused for line in lines),
        wrong_clocks=sum(line.wrong_clocks for line in lines),
        photos_missing=sum(line.photos_missing for line in lines),
    )


def _most(lines: Sequence[StationLine], name: str) -> Sequence[StationLine]:
    """The stations with any, those with most first."""
    concerned = [line for line in lines if getattr(line, name)]
    return sorted(concerned, key=lambda line: -getattr(line, name))
