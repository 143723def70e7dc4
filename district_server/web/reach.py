"""How far an officer sees: the condition that every query of a page must carry."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true

from district_server.models import DistrictStation, Role

TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Reach:
    """The stations that somebody may see: those whose division code begins so, or all."""

    prefix: str | None = None

    @property
    def role(self) -> Role:
        """The role that reaches so far."""
        return Role.DISTRICT if self.prefix is None else Role.TOWN

    def stations(self) -> ColumnElement[bool]:
        """The condition on `DistrictStation`."""
        if self.prefix is None:
            return true()
        return DistrictStation.division_code.startswith(self.prefix, autoescape=True)

    def station_ids(self) -> Select[UUID]:
        """The keys of these stations, for `column.in_(…)`."""
        return select(DistrictStation.id).where(self.stations())

    def covers(self, division_code: str) -> bool:
        """Whether a station lies within."""
        return self.prefix is None or division_code.startswith(self.prefix)


EVERYTHING = Reach()
