"""The station's own data, as screens and printed forms show them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.station import Station


@dataclass(frozen=True, slots=True)
class StationRow:
    """The station whose file this is."""

    name: str
    division_code: str
    short_name: str | None
    level: str | None
    urban_rural: str | None
    head_name: str | None
    phone: str | None
    address: str | None


def station_row(session: Session) -> StationRow:
    """The one station of this file."""
    columns = (
        Station.name,
        Station.division_code,
        Station.short_name,
        Station.level,
        Station.urban_rural,
        Station.head_name,
        Station.phone,
        Station.address,
    )
    return StationRow(*session.execute(select(*columns)).one())
