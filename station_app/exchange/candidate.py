"""What one row of a roster says of one person, before anybody looks who is already registered."""

from dataclasses import dataclass, field

from station_app.domain.categories import CategoryReading
from station_app.domain.id_number import LOST_CODES
from station_app.domain.kinds import Value
from station_app.domain.reading import Level
from station_app.exchange.findings import Findings
from station_app.exchange.source_rows import SourceRow

NUMBER_CODES = LOST_CODES | {
    "row.id_missing",
    "row.numeric_fifteen",
    "row.maybe_numeric",
}
"""Reasons that concern the ID number alone: the person may be kept without it (SETTLED 11)."""


@dataclass(slots=True)
class RosterCandidate:
    """What one row says of one person, by the record it belongs to; codes and stored forms."""

    source: SourceRow
    findings: Findings
    person: dict[str, Value] = field(default_factory=dict)
    categories: CategoryReading | None = None
    identity: dict[str, Value] = field(default_factory=dict)
    service: dict[str, Value] = field(default_factory=dict)
    household: dict[str, Value] = field(default_factory=dict)
    account: dict[str, Value] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The gravest level among the reasons."""
        return self.findings.level

    @property
    def only_id_lost(self) -> bool:
        """Whether nothing but the ID number is in doubt."""
        asked = [r for r in self.findings.reasons if r.level >= Level.ASK]
        return bool(asked) and all(r.code in NUMBER_CODES for r in asked)

    @property
    def name(self) -> str | None:
        """The name, if one could be read."""
        name = self.person.get("name")
        return name if isinstance(name, str) else None
