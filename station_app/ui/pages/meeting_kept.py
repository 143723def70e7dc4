"""The list of a meeting that is not recorded yet: kept while one makes it, put back later."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from station_app.models.identifiers import PersonId
from station_app.queries.certifications import Tile
from station_app.ui.draft_box import DraftBox
from station_app.ui.pages.meeting_rows import Attendee, Came

FORM = "certification_meeting"


class KeptList:
    """One list for whoever is logged in; thrown away once nobody on it waits to be recorded."""

    def __init__(self, box: DraftBox) -> None:
        self._box = box
        self._last: dict[str, str] = {}

    def keep(self, rows: Sequence[Attendee]) -> None:
        """As the list stands now."""
        waiting = [one for one in rows if one.is_due]
        fields = {str(one.person_id): _state(one) for one in waiting}
        if fields == self._last:
            return
        self._last = fields
        if waiting:
            self._box.keep(FORM, "", f"集中认证的到会名单，{len(waiting):,} 人", fields)
        else:
            self._box.discard(FORM)

    def found(self, tiles: Mapping[UUID, Tile]) -> list[Attendee]:
        """Those of the kept list who are still due."""
        kept = self._box.find(FORM)
        if kept is None:
            return []
        rows = []
        for key, state in kept.fields.items():
            tile = tiles.get(UUID(key))
            if tile is not None and not tile.is_done:
                came, _, taken = state.partition(" ")
                rows.append(
                    Attendee(PersonId(tile.person_id), tile.name, tile, Came(came), bool(taken))
                )
        return rows


def _state(one: Attendee) -> str:
    return f"{one.came} {'1' if one.taken else ''}"
