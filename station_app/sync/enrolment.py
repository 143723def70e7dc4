"""What a PC and the district say to each other when the PC joins its station."""

from typing import Annotated
from uuid import UUID

import msgspec

PATH = "/v1/enrol"
MONTH = r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$"


class Request(msgspec.Struct, frozen=True):
    """A PC with a one-time code. The token is of its own making, so a lost answer costs nothing."""

    code: str
    division_code: str
    device_id: UUID
    device_name: str
    token: str
    envelope: bytes | None = None
    keys: bytes | None = None

    def __repr__(self) -> str:
        """Neither code nor token belongs into a traceback."""
        return "Request(…)"


class Welcome(msgspec.Struct, frozen=True):
    """The PC's place: station, letter, the envelope of its seal key, the district's public keys.

    `owes_from` is the first month (`YYYY-MM`) of which the district expects a report; a district of
    an older program does not say it.
    """

    server_id: UUID
    server_time: float
    station_id: UUID
    station_name: str
    letter: str
    envelope: bytes | None = None
    keys: bytes | None = None
    owes_from: Annotated[str, msgspec.Meta(pattern=MONTH)] | None = None
