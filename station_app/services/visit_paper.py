"""What the form of a visit says (F03): the input of the visit services."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from station_app.domain.kinds import Value
from station_app.models.identifiers import PersonId


@dataclass(frozen=True, slots=True)
class Met:
    """Whom a visit met: a registered person, or others by a text and their number."""

    person_id: PersonId | None = None
    recipient_text: str | None = None
    headcount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPaper:
    """What the form of a visit says (F03); the person whose household it was may be left out."""

    visit_date: date
    kind: str
    method: str
    visitors: str | None = None
    household_id: UUID | None = None
    lead_name: str | None = None
    lead_level: str | None = None
    unit: str | None = None
    place: str | None = None
    situation: str | None = None
    needs: str | None = None
    answer: str | None = None
    follow_up: str | None = None
    follow_up_by: str | None = None
    follow_up_due: date | None = None
    plaque_look: str | None = None

    def columns(self) -> dict[str, Value]:
        """As columns of a visit, blank texts as missing (SETTLED 10)."""
        values: dict[str, Value] = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: (value.strip() or None) if isinstance(value, str) else value
            for name, value in values.items()
        }
