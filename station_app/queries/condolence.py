"""What the condolence pages show: batches, the lines of one with last year's column, its counts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from station_app.domain import condolence as rules
from station_app.domain.ages import age_of
from station_app.domain.codes import (
    PaymentState,
    Receipt,
)
from station_app.domain.condolence import FROZEN
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Note
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import BatchId, PaymentId, PersonId, PlanId
from station_app.queries.batch_lines import (
    PaidLine,
    PlanLine,
    listed_sums,
    paid_lines,
    paid_sums,
    plan_lines,
    planned_fen,
    received_fen,
    standing_lines,
)
from station_app.queries.certifications import primary_categories
from station_app.queries.condolence_people import (
    LIVING,
    ListedPerson,
    given_on_list,
    last_years_batch,
    listed_people,
    on_lists,
)
from station_app.queries.condolence_warnings import warnings_of


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch with its counts: how many are listed and how many have received."""

    batch_id: BatchId
    name: str
    kind: str
    occasion: str
    occasion_year: int
    funding: str
    form: str
    status: str
    standard_fen: int | None
    drawn_fen: int | None
    planned_on: date | None
    doc_no: str | None
    approver: str | None
    frozen_at: datetime | None
    frozen_by: str | None
    closed_on: date | None
    people: int
    total_fen: int
    paid_people: int
    paid_fen: int

    @property
    def is_frozen(self) -> bool:
        """Whether names and amounts are fixed."""
        return self.status in FROZEN


def list_batches(session: Session, *, year: int | None = None) -> list[BatchRow]:
    """Batches of a festival year, or all; the latest first, in three statements."""
    statement = (
        select(CondolenceBatch)
        .where(CondolenceBatch.deleted.is_(False))
        .order_by(CondolenceBatch.occasion_year.desc(), CondolenceBatch.id.desc())
    )
    if year is not None:
        statement = statement.where(CondolenceBatch.occasion_year == year)
    batches = list(session.scalars(statement))
    listed, paid = listed_sums(session), paid_sums(session)
    nobody = (0, 0)
    return [
        _batch_row(batch, listed.get(batch.id, nobody), paid.get(batch.id, nobody))
        for batch in batches
    ]


def _batch_row(batch: CondolenceBatch, listed: tuple[int, int], paid: tuple[int, int]) -> BatchRow:
    return BatchRow(
        batch_id=BatchId(batch.id),
        name=batch.name,
        kind=batch.kind,
        occasion=batch.occasion,
        occasion_year=batch.occasion_year,
        funding=batch.funding,
        form=batch.form,
        status=batch.status,
        standard_fen=batch.standard_fen,
        drawn_fen=batch.drawn_fen,
        planned_on=batch.planned_on,
        doc_no=batch.doc_no,
        approver=batch.approver,
        frozen_at=batch.frozen_at,
        frozen_by=batch.frozen_by,
        closed_on=batch.closed_on,
        people=listed[0],
        total_fen=listed[1],
        paid_people=paid[0],
        paid_fen=paid[1],
    )


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction row under its line: what was paid, what it should have been (更正行)."""

    payment_id: PaymentId
    old_fen: int
    new_fen: int
    paid_on: date
    reason: str | None
    approved_by: str | None

    @property
    def difference_fen(self) -> int:
        """As the row shows it: +200.00."""
        return self.new_fen - self.old_fen


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a batch as the page shows it."""

    plan_id: PlanId
    line_no: int | None
    person_id: PersonId | None
    name: str
    sex: str | None
    age: int | None
    id_tail: str | None
    category: str | None
    group_name: str | None
    headcount: int
    pay_form: str
    amount_fen: int
    goods: str | None
    is_edited: bool
    last_year_fen: int | None
    receipt: str
    paid_on: date | None
    payment_id: PaymentId | None
    receiver_name: str | None
    receiver_relation: str | None
    returned_on: date | None
    state: str
    note: str | None
    warnings: tuple[Note, ...]
    corrections: tuple[CorrectionRow, ...]
    paid_twice: bool
    received_fen: int = 0
    """What the payments that stand brought, money and goods."""

    @property
    def is_new(self) -> bool:
        """Whether the person was not on last year's list."""
        return self.person_id is not None and self.last_year_fen is None


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """A batch with all its lines and what the panel beside them says."""

    batch: BatchRow
    lines: tuple[LineRow, ...]
    same_amounts: tuple[tuple[int, int, int], ...]
    """Amount, number of people, sum; the commonest first."""
    by_receipt: dict[str, int]
    edited: int
    has_last_year: bool
    last_year_people: int
    left_since: tuple[str, ...]
    correction_fen: int
    beside_fen: int = 0
    """What was paid for lines that are no longer there."""


def batch_sheet(session: Session, batch_id: UUID, today: date) -> BatchSheet | None:
    """Everything a batch page needs, in a fixed number of statements."""
    batch = session.get(CondolenceBatch, batch_id)
    if batch is None or batch.deleted:
        return None
    loaded = _Loaded(session, batch)
    lines = tuple(loaded.line(line, today) for line in loaded.lines)
    return BatchSheet(
        batch=_row_with_sums(session, batch),
        lines=lines,
        same_amounts=_same_amounts(lines),
        by_receipt=_by_receipt(lines),
        edited=sum(line.is_edited for line in lines),
        has_last_year=loaded.former_id is not None,
        last_year_people=len(loaded.former),
        left_since=loaded.left_since(),
        correction_fen=sum(c.difference_fen for line in lines for c in line.corrections),
        beside_fen=loaded.beside_fen(),
    )


def sheet_after(
    session: Session, was: BatchSheet, plan_ids: Collection[UUID], today: date
) -> BatchSheet | None:
    """The sheet of a draft once these lines were written: only they are read again.

    None where that is not enough: the list is frozen, has another standard, or other lines.
    """
    batch = session.get(CondolenceBatch, was.batch.batch_id)
    if batch is None or batch.deleted or batch.status in FROZEN or was.batch.is_frozen:
        return None
    listed = Counter(line.person_id for line in was.lines if line.person_id)
    loaded = _Loaded(session, batch, _Few(plan_ids, listed))
    anew: dict[UUID, LineRow] = {line.id: loaded.line(line, today) for line in loaded.lines}
    lines = tuple(anew.get(line.plan_id, line) for line in was.lines)
    same = [(line.plan_id, line.line_no, line.person_id) for line in was.lines]
    there = {*anew} == {*plan_ids} <= {line.plan_id for line in lines}
    if not there or same != [(line.plan_id, line.line_no, line.person_id) for line in lines]:
        return None
    if batch.standard_fen != was.batch.standard_fen:
        return None
    return replace(
        was,
        batch=_row_with_sums(session, batch),
        lines=lines,
        same_amounts=_same_amounts(lines),
        by_receipt=_by_receipt(lines),
        edited=sum(line.is_edited for line in lines),
    )


def _row_with_sums(session: Session, batch: CondolenceBatch) -> BatchRow:
    listed, paid = listed_sums(session, batch.id), paid_sums(session, batch.id)
    return _batch_row(batch, listed.get(batch.id, (0, 0)), paid.get(batch.id, (0, 0)))


def _same_amounts(lines: Iterable[LineRow]) -> tuple[tuple[int, int, int], ...]:
    """By what each head gets; a line for many people is shared out where it can be."""
    people: Counter[int] = Counter()
    sums: Counter[int] = Counter()
    for line in lines:
        if line.state != PaymentState.CANCELLED:
            share, rest = divmod(line.amount_fen, line.headcount)
            each = line.amount_fen if rest else share
            people[each] += line.headcount
            sums[each] += line.amount_fen
    return tuple((fen, count, sums[fen]) for fen, count in people.most_common())


def _by_receipt(lines: Iterable[LineRow]) -> dict[str, int]:
    """本人签领, 代领, 未领, 拒领, 退汇: every line stands in exactly one."""
    counts: Counter[str] = Counter({str(receipt): 0 for receipt in Receipt})
    for line in lines:
        counts[line.receipt] += line.headcount
    return dict(counts)


class _Few(NamedTuple):
    """Only these lines are read, among people who are listed so often."""

    plan_ids: Collection[UUID]
    listed: Counter[PersonId]


class _Loaded:
    """The rows behind a sheet."""

    def __init__(self, session: Session, batch: CondolenceBatch, few: _Few | None = None) -> None:
        self.batch = batch
        narrow = () if few is None else (CondolencePlan.id.in_(few.plan_ids),)
        self.lines = list(plan_lines(session, batch.id, *narrow))
        everything = list(paid_lines(session, batch.id))
        self.paid_by_line = _by_line(standing_lines(everything))
        self.history = _by_line(everything)
        self.former_id = last_years_batch(session, batch)
        keys = [PersonId(line.person_id) for line in self.lines if line.person_id]
        self.listed = Counter(keys) if few is None else few.listed
        whom = on_lists(batch.id, self.former_id) if few is None else keys
        about = () if few is None else (CondolencePlan.person_id.in_(keys),)
        self.former = _former(session, self.former_id, *about)
        self.people = listed_people(session, whom)
        self.categories = primary_categories(session, None if few is None else keys)
        self.given = given_on_list(session, batch, None if few is None else keys)

    def line(self, line: PlanLine, today: date) -> LineRow:
        """One line, with whatever is known about its person and its payment."""
        person = self.people.get(line.person_id) if line.person_id else None
        paid = self.paid_by_line.get(line.id, [])
        last = paid[-1] if paid else None
        born = PartialDate.of(person.birth_date) if person and person.birth_date else None
        return LineRow(
            plan_id=PlanId(line.id),
            line_no=line.line_no,
            person_id=PersonId(line.person_id) if line.person_id else None,
            name=person.name if person else line.recipient_text or "",
            sex=person.sex if person else None,
            age=age_of(born, today) if born else None,
            id_tail=person.id_number[-4:] if person and person.id_number else None,
            category=self.categories.get(line.person_id) if line.person_id else None,
            group_name=person.group_name if person else None,
            headcount=line.headcount,
            pay_form=line.pay_form,
            amount_fen=planned_fen(self.batch, line),
            goods=line.goods,
            is_edited=self._is_edited(line),
            last_year_fen=self.former.get(line.person_id) if line.person_id else None,
            receipt=last.receipt if last else _waiting(line.receipt),
            paid_on=last.paid_on if last else None,
            payment_id=PaymentId(last.id) if last else None,
            receiver_name=last.receiver_name if last else None,
            receiver_relation=last.receiver_relation if last else None,
            returned_on=line.returned_on,
            state=line.state,
            note=line.note,
            warnings=self._warnings(line, person),
            corrections=_corrections(self.history.get(line.id, [])),
            paid_twice=len(paid) > 1,
            received_fen=sum(map(received_fen, paid)),
        )

    def _is_edited(self, line: PlanLine) -> bool:
        usual = (self.batch.standard_fen or 0) * line.headcount
        return planned_fen(self.batch, line) != usual

    def _warnings(self, line: PlanLine, person: ListedPerson | None) -> tuple[Note, ...]:
        given = self.given.get(line.person_id, []) if line.person_id else []
        twice = person is not None and self.listed[PersonId(person.person_id)] > 1
        return warnings_of(self.batch, line, person, given, is_listed_twice=twice)

    def beside_fen(self) -> int:
        """Payments for no line, or for one that was taken out."""
        here: set[UUID | None] = {line.id for line in self.lines}
        gone = (paid for key, paid in self.paid_by_line.items() if key not in here)
        return sum(received_fen(one) for paid in gone for one in paid)

    def left_since(self) -> tuple[str, ...]:
        """Who was on last year's list and has died or moved away since."""
        gone = (self.people.get(key) for key in self.former)
        return tuple(person.name for person in gone if person and person.status not in LIVING)


def _waiting(receipt: str) -> str:
    """A line whose payment was taken back waits again."""
    return Receipt.NONE if receipt in rules.RECEIVED else receipt


def _by_line(
    payments: Iterable[PaidLine],
) -> dict[UUID | None, list[PaidLine]]:
    found: dict[UUID | None, list[PaidLine]] = defaultdict(list)
    for payment in payments:
        found[payment.plan_id].append(payment)
    return found


def _corrections(history: Sequence[PaidLine]) -> tuple[CorrectionRow, ...]:
    """The pairs −old +new of a line, each as one row."""
    if len(history) < 2:
        return ()  # nearly every line: nothing was taken back
    reversed_ids = {row.reverses_id for row in history if row.sign < 0}
    former = [row for row in history if row.id in reversed_ids]
    news = [row for row in history if row.sign > 0 and row.correction_reason]
    return tuple(
        _correction(max(earlier, key=lambda row: row.id), new)
        for new in news
        if (earlier := [row for row in former if row.id < new.id])
    )


def _correction(old: PaidLine, new: PaidLine) -> CorrectionRow:
    return CorrectionRow(
        payment_id=PaymentId(new.id),
        old_fen=received_fen(old),
        new_fen=received_fen(new),
        paid_on=new.paid_on,
        reason=new.correction_reason,
        approved_by=new.note,
    )


def _former(
    session: Session, batch_id: UUID | None, *narrow: ColumnElement[bool]
) -> dict[UUID, int]:
    """Who was on last year's list, with the amount."""
    batch = session.get(CondolenceBatch, batch_id) if batch_id else None
    if batch is None:
        return {}
    return {
        line.person_id: planned_fen(batch, line)
        for line in plan_lines(session, batch.id, *narrow)
        if line.person_id
    }
