"""A template as it will look filled, and what is to be said of its figures."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from station_app.domain.periods import Period
from station_app.domain.sheet_look import BookLook
from station_app.errors import StationError
from station_app.queries.templates import TemplateRow
from station_app.services.template_filling import FilledTemplate, FillOrder, preview
from station_app.ui.page import Page

LEFT_TO_SHEET = "公式要加的格子太多，有些合计要打开表格时才算出来"


def open_words(months: Sequence[str]) -> str:
    """`2026年6月还没报出，数还会变`; nothing once all were handed in."""
    if not months:
        return ""
    if len(months) == 1:
        return f"{Period.month(months[0]).label}还没报出，数还会变"
    return f"里面有 {len(months):,} 个月还没报出，数还会变"


def preview_words(made: FilledTemplate) -> str:
    """What is to be known before it is saved."""
    left = "" if made.is_computed else LEFT_TO_SHEET
    return "；".join(words for words in (open_words(made.open_months), left) if words)


class FilledPreview(QObject):
    """Asked anew for each template and span; an answer to an older question is not shown."""

    came = Signal()
    refused = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._asked: tuple[object, Period] | None = None
        self.look: BookLook | None = None
        self.words = ""

    def ask(self, row: TemplateRow | None, order: FillOrder) -> None:
        """Fill it for a look."""
        if row is not None:
            self._asked = (row.template_id, order.period)
            self._page.tasks.read(
                preview, row.template_id, order, then=self._show, failed=self._refused,
                progress="正在填表",
            )  # fmt: skip

    def forget(self) -> None:
        """The template itself is shown again."""
        self._asked, self.look, self.words = None, None, ""

    def _show(self, found: tuple[FilledTemplate, BookLook]) -> None:
        made, look = found
        if (made.row.template_id, made.period) == self._asked:
            self.look, self.words = look, preview_words(made)
            self.came.emit()

    def _refused(self, error: StationError) -> None:
        self.forget()
        self.refused.emit(error)
