"""The number of every paper and file: given when it is made, found again by typing or scanning it.

Called where rows are gathered, in a reading session; what was numbered is written down when that
session ends, before the paper is shown. Where only reading is possible there is no number.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.forms import Imprint
from station_app.domain.packed_rows import pack
from station_app.domain.printouts import (
    Content,
    Question,
    RowBehind,
    digest_of,
    serial_of_content,
)
from station_app.models.change import Change
from station_app.models.local import Printout
from station_app.store.context import KEY, can_write_later, unit_of, write_later

REHEARSAL = "rehearsal"


class Rehearsed(Exception):  # noqa: N818 (no error: it carries the rows out before drawing begins)
    """The rows that a paper would show today; raised instead of giving it a number."""

    def __init__(self, rows: tuple[RowBehind, ...]) -> None:
        super().__init__()
        self.rows = rows


def rehearsed(session: Session, make: Callable[[], object]) -> tuple[RowBehind, ...]:
    """The rows that would be numbered if this were made now; nothing is drawn or written down."""
    session.info[REHEARSAL] = True
    try:
        make()
    except Rehearsed as found:
        return found.rows
    finally:
        del session.info[REHEARSAL]
    return ()


def numbered(
    session: Session,
    imprint: Imprint,
    question: Question,
    rows: Iterable[RowBehind],
    *,
    shown: Iterable[object] = (),
) -> Imprint:
    """The imprint with the number under which these rows come back.

    `shown` are frozen values that stand on the paper: when one differs, so does the number.
    """
    if REHEARSAL in session.info:
        raise Rehearsed(tuple(rows))
    if not can_write_later(session):
        return imprint
    content = Content(
        question, imprint.made_on, imprint.printed_by, imprint.mask, tuple(rows), digest_of(shown)
    )
    digest = content.digest
    serial = _free_serial(session, digest, content)
    upto = session.scalar(select(func.max(Change.seq))) or 0
    made = _printout(serial, digest, content, upto)
    made.made_at = imprint.printed_at or datetime.combine(imprint.made_on, datetime.min.time(), UTC)
    write_later(session, partial(_keep, made=made))
    return replace(imprint, serial=serial, row_count=len(content.rows))


def _printout(serial: str, digest: str, content: Content, upto: int) -> Printout:
    question = content.question
    return Printout(
        serial=serial,
        kind=question.kind,
        title=question.title,
        params=json.dumps(dict(question.params), ensure_ascii=False),
        period=question.period.code if question.period else None,
        made_on=content.made_on,
        made_by=content.made_by or "",
        mask=int(content.mask),
        row_count=len(content.rows),
        digest=digest,
        upto=upto,
        rows=pack(content.rows),
    )


def _free_serial(session: Session, digest: str, content: Content) -> str:
    """The number of this content; where another content has it already, the next one."""
    attempt = 0
    while True:
        serial = serial_of_content(digest, content.made_on, attempt)
        taken = session.scalar(select(Printout.digest).where(Printout.serial == serial))
        if taken in (None, digest):
            return serial
        attempt += 1


def _keep(session: Session, made: Printout) -> None:
    """Write it down once; the same paper made again has the same number."""
    if session.get(Printout, made.serial) is None:
        session.add(made)
        session.flush()
        if KEY in session.info:
            unit_of(session).touch(Printout.__tablename__, ())
