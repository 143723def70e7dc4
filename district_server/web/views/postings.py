"""Notices and tasks as an officer may see them: those addressed to stations within reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from district_server import postings
from district_server.postings import Answer, Posted
from district_server.web.reach import Reach


@dataclass(frozen=True, slots=True)
class Kind:
    """Notices or tasks: how they are listed, who answered, how they are taken back."""

    name: str
    listed: Callable[[Session], list[Posted]]
    answers: Callable[[Session, UUID], list[Answer]]


KINDS = {
    "notice": Kind("notice", postings.notices, postings.readings_of),
    "task": Kind("task", postings.tasks, postings.answers_of),
}


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A posting with the answers of the stations within reach."""

    posted: Posted
    answers: Sequence[Answer]

    @property
    def answered(self) -> int:
        """How many of them have answered."""
        return sum(answer.on is not None for answer in self.answers)


def lines(session: Session, reach: Reach, kind: Kind) -> list[PostingLine]:
    """All postings that a station within reach was to read, the last first."""
    found = (_line(session, reach, kind, posted) for posted in kind.listed(session))
    return [line for line in found if line.answers or reach.prefix is None]


def line(session: Session, reach: Reach, kind: Kind, posting_id: UUID) -> PostingLine | None:
    """One posting; None where there is none within reach."""
    found = (line for line in lines(session, reach, kind) if line.posted.posting_id == posting_id)
    return next(found, None)


def _line(session: Session, reach: Reach, kind: Kind, posted: Posted) -> PostingLine:
    answers = kind.answers(session, posted.posting_id)
    return PostingLine(posted, [each for each in answers if reach.covers(each.code)])
