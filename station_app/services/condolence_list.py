"""The list of a draft batch: people added by hand, by filter or from last year; their amounts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import condolence
from station_app.domain.codes import (
    BatchForm,
    CondolenceKind,
    PayForm,
    PaymentState,
    PersonStatus,
    Receipt,
    RecipientKind,
    label,
)
from station_app.domain.reading import Note, err
from station_app.errors import Rejected
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import BatchId, PersonId, PlanId
from station_app.models.person import BankAccount, Person
from station_app.queries.condolence_people import (
    LIVING,
    PeopleFilter,
    last_years_batch,
    people_meant,
)
from station_app.services import facts, records
from station_app.services.condolence import gift_of, lines_of, name_of, require_draft
from station_app.services.condolence_standards import amounts_by_category
from station_app.services.doubts import settle
from station_app.services.visit_checks import survivor


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPeople:
    """People for a list; without an amount they get the standard, and goods when named."""

    batch_id: BatchId
    person_ids: tuple[PersonId, ...]
    amount_fen: int | None = None
    goods: str | None = None
    goods_value_fen: int | None = None
    pay_form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOthers:
    """A line without a registered person: a unit, a troop, or a number of people (SETTLED 12)."""

    batch_id: BatchId
    recipient_text: str
    recipient_kind: str = RecipientKind.GROUP
    headcount: int = 1
    amount_fen: int | None = None
    goods: str | None = None
    quantity: int | None = None
    goods_value_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """Who came onto a list, and who could not, with the reason."""

    added: tuple[PlanId, ...]
    refused: tuple[tuple[PersonId, Note], ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Last year's list carried over: 去年 −去世 −迁出 (+新增 are added by hand or filter)."""

    last_year: int
    left: tuple[str, ...]
    added: tuple[PlanId, ...]


def add_people(session: Session, command: AddPeople) -> Added:
    """Put people on a draft list; who is on it already or no longer living here is left out.

    Raises `Rejected("batch.not_draft" | "condolence.no_names")`.
    """
    return add_all(session, command.batch_id, [command])


def add_all(session: Session, batch_id: BatchId, commands: Sequence[AddPeople]) -> Added:
    """The same for several orders, each with amounts of its own."""
    batch = require_draft(session, batch_id)
    condolence.require_named(CondolenceKind(batch.kind), RecipientKind.PERSON)
    lines = lines_of(session, batch_id)
    listed = {line.person_id for line in lines}
    loaded = _load(session, commands)
    added: list[CondolencePlan] = []
    refused: list[tuple[PersonId, Note]] = []
    for command in commands:
        for person_id in command.person_ids:
            person = survivor(session, person_id)
            note = _why_not(batch, person, on_list=person.id in listed)
            if note is not None:
                refused.append((person_id, note))
                continue
            listed.add(person.id)
            added.append(_line(session, batch, person, command, len(lines) + len(added) + 1))
    _by_category(session, batch, added)
    session.add_all(added)
    del loaded
    return Added(tuple(PlanId(line.id) for line in added), tuple(refused))


def _by_category(session: Session, batch: CondolenceBatch, lines: list[CondolencePlan]) -> None:
    """Where the district has an amount for a category, whoever is of it is given that amount."""
    people = [line.person_id for line in lines if line.person_id and line.amount_fen is None]
    amounts = amounts_by_category(session, batch, people)
    for line in lines:
        if line.person_id in amounts and line.amount_fen is None:
            line.amount_fen = amounts[line.person_id]


def _load(session: Session, commands: Sequence[AddPeople]) -> list[Person]:
    """All people at once; the session knows them as long as somebody holds them."""
    keys = [key for command in commands for key in command.person_ids]
    found: list[Person] = []
    for start in range(0, len(keys), facts.CHUNK):
        some = keys[start : start + facts.CHUNK]
        found += session.scalars(select(Person).where(Person.id.in_(some)))
    return found


def _why_not(batch: CondolenceBatch, person: Person, *, on_list: bool) -> Note | None:
    if on_list:
        return err("condolence.already_listed", name=person.name)
    dead_but_mourned = (
        batch.kind == CondolenceKind.BEREAVEMENT and person.status == PersonStatus.DECEASED
    )
    if person.status not in LIVING and not dead_but_mourned:
        status = label("person_status", person.status)
        return err("condolence.not_living", name=person.name, status=status)
    return None


def _line(
    session: Session, batch: CondolenceBatch, person: Person, command: AddPeople, number: int
) -> CondolencePlan:
    pay_form = command.pay_form or _usual_form(batch)
    return CondolencePlan(
        batch_id=batch.id,
        person_id=person.id,
        recipient_kind=RecipientKind.PERSON,
        line_no=number,
        headcount=1,
        amount_fen=command.amount_fen,
        goods=command.goods,
        goods_value_fen=command.goods_value_fen,
        pay_form=pay_form,
        account_id=_account(session, person) if pay_form == PayForm.TRANSFER else None,
        state=PaymentState.PLANNED,
        receipt=Receipt.NONE,
    )


def _usual_form(batch: CondolenceBatch) -> str:
    return PayForm.CASH if batch.form == BatchForm.MIXED else batch.form


def _account(session: Session, person: Person) -> object:
    statement = (
        select(BankAccount.id)
        .where(BankAccount.person_id == person.id, BankAccount.deleted.is_(False))
        .where(BankAccount.valid_to.is_(None))
        .order_by(BankAccount.is_default.desc(), BankAccount.id)
        .limit(1)
    )
    return session.scalar(statement)


def add_by_filter(session: Session, batch_id: BatchId, wanted: PeopleFilter) -> Added:
    """Put everybody on the list whom a filter means and who is not on it yet."""
    listed = {line.person_id for line in lines_of(session, batch_id)}
    fresh = tuple(key for key in people_meant(session, wanted) if key not in listed)
    return add_people(session, AddPeople(batch_id=batch_id, person_ids=fresh))


def add_others(session: Session, command: AddOthers) -> PlanId:
    """Put a unit or a number of people without names on a draft list."""
    batch = require_draft(session, command.batch_id)
    if command.headcount < 1:
        raise Rejected("condolence.headcount")
    if not command.recipient_text.strip():
        raise Rejected("condolence.recipient")
    line = CondolencePlan(
        batch_id=batch.id,
        recipient_text=command.recipient_text.strip(),
        recipient_kind=RecipientKind(command.recipient_kind),
        line_no=len(lines_of(session, command.batch_id)) + 1,
        headcount=command.headcount,
        amount_fen=command.amount_fen,
        goods=command.goods,
        quantity=command.quantity,
        goods_value_fen=command.goods_value_fen,
        pay_form=_usual_form(batch),
        state=PaymentState.PLANNED,
        receipt=Receipt.NONE,
    )
    session.add(line)
    return PlanId(line.id)


def prepare_from_last_year(session: Session, batch_id: BatchId) -> Prepared:
    """Carry last year's people over with last year's special amounts; the dead and moved stay out.

    Raises `Rejected("batch.not_draft" | "batch.no_last_year")`.
    """
    batch = require_draft(session, batch_id)
    former_id = last_years_batch(session, batch)
    if former_id is None:
        raise Rejected("batch.no_last_year")
    return carry_over(session, batch_id, BatchId(former_id))


def carry_over(session: Session, batch_id: BatchId, former_id: BatchId) -> Prepared:
    """The people of any other batch with their special amounts; the dead and moved stay out."""
    require_draft(session, batch_id)
    former = records.get(session, CondolenceBatch, former_id)
    lines = [line for line in lines_of(session, former_id) if line.person_id]
    if not lines:  # of 重点对象 only a headcount is kept, and that is written anew (SETTLED 12)
        return Prepared(0, (), ())
    fresh = add_all(session, batch_id, [_like(batch_id, former, line) for line in lines])
    left = [str(note.values["name"]) for _, note in fresh.refused if _has_left(note)]
    return Prepared(len(lines), tuple(left), fresh.added)


def _like(batch_id: BatchId, former: CondolenceBatch, line: CondolencePlan) -> AddPeople:
    """The same person; an amount that was special last year stays special."""
    special = line.amount_fen is not None and line.amount_fen != former.standard_fen
    return AddPeople(
        batch_id=batch_id,
        person_ids=(PersonId(line.person_id),) if line.person_id else (),
        amount_fen=line.amount_fen if special and line.pay_form != PayForm.GOODS else None,
        goods=line.goods,
        pay_form=line.pay_form,
    )


def _has_left(note: Note) -> bool:
    return note.code == "condolence.not_living"


def remove_lines(session: Session, batch_id: BatchId, plan_ids: Iterable[PlanId]) -> int:
    """Take lines out of a draft list and number the rest anew; returns how many went."""
    require_draft(session, batch_id)
    gone = set(plan_ids)
    lines = lines_of(session, batch_id)
    for line in lines:
        if line.id in gone:
            line.deleted = True
    number_lines(line for line in lines if not line.deleted)
    return sum(line.deleted for line in lines)


def number_lines(lines: Iterable[CondolencePlan]) -> None:
    """序号 from 1, without gaps."""
    for number, line in enumerate(lines, start=1):
        if line.line_no != number:
            line.line_no = number


@dataclass(frozen=True, slots=True)
class SetAmounts:
    """New amounts in fen by line (of goods: their value); None goes back to the standard."""

    batch_id: BatchId
    amounts: Mapping[PlanId, int | None]
    confirmed: frozenset[str] = frozenset()


def set_amounts(session: Session, command: SetAmounts) -> dict[PlanId, tuple[Note, ...]]:
    """Edit amounts of a draft list; returns what to show beside each line.

    More than 100,000 元 asks (`Doubtful`); a negative amount is refused.
    """
    batch = require_draft(session, command.batch_id)
    lines = _lines_named(session, command)
    shown: dict[PlanId, tuple[Note, ...]] = {}
    for plan_id, fen in command.amounts.items():
        if plan_id not in lines:
            raise Rejected("condolence.line_missing")
        shown[plan_id] = _set_amount(session, batch, lines[plan_id], fen, command.confirmed)
    return shown


def _lines_named(session: Session, command: SetAmounts) -> dict[PlanId, CondolencePlan]:
    """Only the lines that are written: one amount in a list of 1,000 needs no other."""
    plan = CondolencePlan
    statement = select(plan).where(
        plan.batch_id == command.batch_id, plan.deleted.is_(False), plan.id.in_(command.amounts)
    )
    return {PlanId(line.id): line for line in session.scalars(statement)}


def _set_amount(
    session: Session,
    batch: CondolenceBatch,
    line: CondolencePlan,
    fen: int | None,
    confirmed: frozenset[str],
) -> tuple[Note, ...]:
    if line.pay_form == PayForm.GOODS:
        line.goods_value_fen = fen
    else:
        line.amount_fen = fen
    notes = amount_notes(batch, line)
    asked = [note for note in notes if note.code not in _ONLY_SHOWN]
    named = [Note(n.level, n.code, {"name": name_of(session, line), **n.values}) for n in asked]
    settle(named, confirmed)
    return notes


_ONLY_SHOWN = frozenset(
    {"condolence.not_standard", "condolence.amount_missing", "condolence.goods_missing"}
)
"""What a draft may still be without: it stands in the row, and freezing asks for it."""


def amount_notes(batch: CondolenceBatch, line: CondolencePlan) -> tuple[Note, ...]:
    """What to say about the amount of a line: missing, unlike the standard, very large."""
    standard = None if batch.standard_fen is None else batch.standard_fen * line.headcount
    money_standard = None if line.pay_form == PayForm.GOODS else standard
    return tuple(condolence.check_gift(gift_of(batch, line), standard_fen=money_standard))


def set_goods(session: Session, batch_id: BatchId, plan_ids: Sequence[PlanId], goods: str) -> None:
    """Name the goods of some lines of a draft list."""
    require_draft(session, batch_id)
    wanted = set(plan_ids)
    for line in lines_of(session, batch_id):
        if line.id in wanted:
            line.goods = goods.strip() or None


def set_line_note(session: Session, plan_id: PlanId, text: str | None) -> None:
    """A remark on a line; it may be written at any time."""
    line = records.get(session, CondolencePlan, plan_id)
    line.note = (text or "").strip() or None


def set_default(session: Session, batch_id: BatchId, fen: int | None) -> int:
    """Change the standard of a draft; edited lines keep theirs. Returns how many follow it."""
    batch = require_draft(session, batch_id)
    if fen is not None and fen < 0:
        raise Rejected("condolence.negative")
    batch.standard_fen = fen
    return sum(follows_default(line) for line in lines_of(session, batch_id))


def follows_default(line: CondolencePlan) -> bool:
    """Whether nobody edited this line, so that it has the standard."""
    value = line.goods_value_fen if line.pay_form == PayForm.GOODS else line.amount_fen
    return value is None
