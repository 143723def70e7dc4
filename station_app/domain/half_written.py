"""A form that was begun and not saved."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HalfWritten:
    """What stands in the fields of a form, by name."""

    form: str
    """The page that continues it."""
    subject: str
    title: str
    fields: dict[str, str]
    kept_at: datetime
