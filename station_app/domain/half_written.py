"""A form that was begun and not saved."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HalfWritten:
    """What stands in the fields of a form, by name."""

    form: str
    """The page that continues it; of a dialog upon it `page/title/whom it is about`."""
    subject: str
    title: str
    fields: dict[str, str]
    kept_at: datetime
    by: str = ""
    """Whose it is; empty where an older program did not say."""
    given_up_at: datetime | None = None
    """When it was put aside for good; it can be taken up again for a while."""

    @property
    def page(self) -> str:
        """The page that continues it."""
        return self.form.partition("/")[0]

    @property
    def dialog(self) -> str:
        """The title of the dialog upon that page, or nothing."""
        return self.form.partition("/")[2].partition("/")[0]
