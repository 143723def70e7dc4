"""A paper found by its number: its rows as they were kept, beside what the same question finds now.

The rows of then are never counted anew: they are the keys that were written down when it was made.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.annual_lines import EVERY
from station_app.domain.list_tables import BATCH
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.printouts import RowBehind, read_serial
from station_app.errors import Rejected
from station_app.queries import printouts
from station_app.queries.edits import EditRow, edits_since
from station_app.queries.printouts import Found, FoundRow, Part, PrintoutRow, Since
from station_app.queries.step_detail import masked
from station_app.queries.tally_keys import figure_keys, tally_keys
from station_app.services.print_order import PrintOrder, order_from
from station_app.services.printing import BY_NAME, print_form
from station_app.services.printouts import rehearsed
from station_app.services.tally_report import TALLY
from station_app.services.yearly_report import YEARLY, yearly_keys

FORM_OF_LIST = {f"list:{BATCH.name}": "payment-roster"}
"""Lists whose question a form asks, too."""
Asked = tuple[str, UUID]
"""The part and the record by which a row of then and one of now are the same."""


@dataclass(frozen=True, slots=True)
class Again:
    """A paper of then, and the same question today; `now` is None where it cannot be asked."""

    found: Found
    parts: tuple[Part, ...]
    now: Mapping[str, Part] | None = None
    left: frozenset[Asked] = frozenset()
    new: tuple[RowBehind, ...] = ()

    @property
    def head(self) -> PrintoutRow:
        """What was asked, by whom, when."""
        return self.found.head

    @property
    def touched(self) -> int:
        """How many records are not as they were, each once however many lines it stands in."""
        return len(self.found.fate)

    @property
    def is_same(self) -> bool:
        """Whether every row is as it was, and the same question finds the same rows."""
        return not (self.touched or self.left or self.new)


def number_typed(text: str) -> str:
    """The number somebody typed or scanned; `Rejected("printout.misread")`."""
    serial = read_serial(text)
    if serial is None:
        raise Rejected("printout.misread", text=text.strip())
    return serial


def find_again(session: Session, text: str, *, today: date) -> Again:
    """The paper of a number, beside what the same question finds today.

    Raises `Rejected("printout.misread" | "printout.unknown")`.
    """
    found = printouts.found(session, number_typed(text))
    now = rows_today(session, found, today=today)
    if now is None:
        return Again(found, found.parts)
    before, after = {_asked(row) for row in found.rows}, {_asked(row) for row in now}
    sums = {part.code: part for part in printouts.parts_of(now, {})}
    new = tuple(row for row in now if _asked(row) not in before)
    return Again(found, found.parts, sums, frozenset(before - after), new)


def rows_of(session: Session, again: Again, part: str | None = None) -> tuple[FoundRow, ...]:
    """The rows of a paper, or of one of its parts: those of then, and below them the new ones."""
    found = again.found
    then = [row for row in found.rows if part in (None, row.part)]
    new = [row for row in again.new if part in (None, row.part)]
    shown = printouts.rows_as_today(session, then, found.fate)
    added = printouts.rows_as_today(session, new, {})
    return (
        *(_left(row) if _asked(row.row) in again.left else row for row in shown),
        *(replace(row, since=Since.NEW, number=0) for row in added),
    )


def rows_today(session: Session, found: Found, *, today: date) -> tuple[RowBehind, ...] | None:
    """What the same question finds now; None where it is not one that can be asked again."""
    head = found.head
    params: dict[str, str] = json.loads(head.params)
    if head.kind == TALLY:
        return tally_keys(session, Period.parse(params["period"]), today=today)
    if head.kind == YEARLY:
        codes = params["codes"].split(",")
        return yearly_keys(session, Period.parse(params["period"]), codes, today=today)
    form = FORM_OF_LIST.get(head.kind, head.kind)
    if form in BY_NAME:
        return _rows_of_form(session, form, _order_of(head, PrintOrder(today=today)), head)
    codes = [part.code for part in found.parts] or [params.get("code", "")]
    if head.period is None or not all(code in EVERY for code in codes):
        return None
    each = (figure_keys(session, code, head.period, today=today) for code in codes)
    return tuple(row for rows in each for row in rows)


def _rows_of_form(
    session: Session, form: str, order: PrintOrder, head: PrintoutRow
) -> tuple[RowBehind, ...]:
    asked = replace(order, mask=head.mask)
    try:
        return rehearsed(session, lambda: print_form(session, form, asked))
    except Rejected:  # nothing is found any more, or the batch is gone
        return ()


def order_again(head: PrintoutRow, order: PrintOrder) -> PrintOrder | None:
    """The same form once more, of today; None where it is no form."""
    if head.kind not in BY_NAME:
        return None
    return replace(_order_of(head, order), mask=MaskLevel(head.mask))


def _order_of(head: PrintoutRow, order: PrintOrder) -> PrintOrder:
    """What was chosen; who left out the year had the one that was then the latest."""
    chosen = order_from(json.loads(head.params), order)
    return replace(chosen, period=chosen.period or head.period)


def changes_of(session: Session, row: FoundRow, head: PrintoutRow) -> list[EditRow]:
    """What was changed behind a row since the paper was made, the newest first, numbers masked."""
    keys = [row.row.record_id]
    if row.row.record_type == "person":
        keys += printouts.parts_of_person(session, row.row.record_id)
    return [
        replace(edit, old=masked(edit, edit.old), new=masked(edit, edit.new))
        for edit in edits_since(session, keys, head.upto)
    ]


def _asked(row: RowBehind) -> Asked:
    return row.part, row.record_id


def _left(row: FoundRow) -> FoundRow:
    """Not in today's answer: because of what happened to it, or because something else changed."""
    return replace(row, since=Since.LEFT) if row.since in (Since.SAME, Since.CHANGED) else row
