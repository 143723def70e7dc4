"""Who sits at the desk, and whose desk it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is logged in."""

    name: str
    role: str = "HEAD"


@dataclass(frozen=True, slots=True)
class StationCard:
    """Whose desk this is."""

    name: str
    code: str
    full_name: str = ""
    kind: str = "退役军人服务站"
