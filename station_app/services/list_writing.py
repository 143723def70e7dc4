"""What may be written from a list that came back, and how: by the rules of each record."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import BatchStatus, PayForm, PersonStatus, VisitState
from station_app.domain.condolence import Gift, check_gift
from station_app.domain.drafts import Draft
from station_app.domain.kinds import Value
from station_app.domain.names import clean_name
from station_app.domain.reading import Level, Note
from station_app.errors import Rejected
from station_app.messages import said, sentence
from station_app.models.condolence import CONDOLENCE_PLAN, CondolenceBatch, CondolencePlan
from station_app.models.identifiers import BatchId, PlanId
from station_app.models.person import PERSON, Person
from station_app.models.plaque import Plaque
from station_app.models.visit import Visit
from station_app.services import records
from station_app.services.condolence import gift_of
from station_app.services.condolence_list import SetAmounts, set_amounts, set_goods
from station_app.services.people import EDITABLE, ChangePerson, change_person
from station_app.services.person_checks import check_person
from station_app.services.visit_checks import check_paper
from station_app.services.visit_paper import VisitPaper

CHUNK = 500
LARGE = frozenset({"condolence.large"})
"""What a person was told when he chose the change."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a change before it is made: it cannot be, or it is to be looked at."""

    field: str
    blocks: bool
    words: str


Edits = Mapping[str, tuple[Value, Value]]
"""Field → (what stands there, what the sheet says)."""


def remarks(session: Session, name: str, key: UUID, edits: Edits, today: date) -> list[Remark]:
    """What the rules of a record say of the edits of one row."""
    if name == "people":
        return list(_of_person(session, key, edits, today))
    if name == "batch":
        return list(_of_line(session, key, edits))
    if name in ("visits", "promises"):
        return list(_of_visit(session, key, edits, today))
    return []


def write(session: Session, name: str, key: UUID, edits: Edits, *, today: date) -> None:
    """Make the chosen edits of one row; `Rejected` where the record changed meanwhile."""
    draft = Draft(
        {n: old for n, (old, _) in edits.items()}, {n: new for n, (_, new) in edits.items()}
    )
    if name == "people":
        change_person(session, ChangePerson(key, draft), today=today)
    elif name == "batch":
        _write_line(session, key, edits)
    else:
        records.change(session, Plaque if name == "plaques" else Visit, key, draft)


def kept_as(name: str, field: str, text: str) -> str | None:
    """What would be kept of a text in a cell, where that is not simply the text."""
    return clean_name(text).value if (name, field) == ("people", "name") else None


def known_file_numbers(session: Session, numbers: Collection[str]) -> set[str]:
    """Those of some file numbers that are somebody's."""
    wanted, found = sorted(numbers), set[str]()
    for start in range(0, len(wanted), CHUNK):
        statement = select(Person.file_no).where(
            Person.file_no.in_(wanted[start : start + CHUNK]), Person.deleted.is_(False)
        )
        found |= {number for number in session.scalars(statement) if number}
    return found


def living_keys(session: Session, name: str, keys: Iterable[UUID]) -> set[UUID]:
    """Which records of a list are still there."""
    model = {"people": Person, "batch": CondolencePlan, "plaques": Plaque}.get(name, Visit)
    wanted, found = list(keys), set[UUID]()
    for start in range(0, len(wanted), CHUNK):
        statement = select(model.id).where(
            model.id.in_(wanted[start : start + CHUNK]), model.deleted.is_(False)
        )
        if model is Person:
            statement = statement.where(Person.status != PersonStatus.MERGED)
        found |= set(session.scalars(statement))
    return found


def _of_person(session: Session, key: UUID, edits: Edits, today: date) -> Iterable[Remark]:
    person = records.get(session, Person, key)
    after = {name: getattr(person, name) for name in EDITABLE}
    after |= {name: new for name, (_, new) in edits.items()}
    for name, (_, new) in edits.items():
        if new is None and PERSON.by_name[name].required:
            yield _empty(name)
    for finding in check_person(session, after, today=today, person_id=key):
        if finding.field in edits:
            yield _remark(finding.field, finding.note)


def _empty(name: str) -> Remark:
    return Remark(name, True, said("list.required", {"field": PERSON.by_name[name].label}))


def _remark(field: str, note: Note) -> Remark:
    return Remark(field, note.level is Level.ERR, said(note.code, note.values))


def _of_visit(session: Session, key: UUID, edits: Edits, today: date) -> Iterable[Remark]:
    """A void visit says what it said then; any other stays one that might have been entered."""
    visit = records.get(session, Visit, key)
    for name, (_, new) in edits.items():
        if visit.state == VisitState.VOID:
            yield Remark(name, True, said("list.locked_column", {}))
            continue
        written = {field.name: getattr(visit, field.name) for field in fields(VisitPaper)}
        try:
            check_paper(session, VisitPaper(**{**written, name: new}), today=today)
        except Rejected as error:
            yield Remark(name, True, sentence(error))


def _of_line(session: Session, key: UUID, edits: Edits) -> Iterable[Remark]:
    line = records.get(session, CondolencePlan, key)
    batch = records.get(session, CondolenceBatch, line.batch_id)
    if batch.status != BatchStatus.DRAFT:
        yield from (Remark(name, True, said("list.locked_batch", {})) for name in edits)
        return
    if "amount_fen" in edits:
        fen = edits["amount_fen"][1]
        if line.pay_form == PayForm.GOODS:  # its amount is the value of the goods, another column
            yield Remark("amount_fen", True, said("list.locked_goods", {}))
        gift = Gift(PayForm(line.pay_form), fen if isinstance(fen, int) else 0, line.goods)
        yield from (_remark("amount_fen", note) for note in check_gift(gift) if _counts(note))


def _counts(note: Note) -> bool:
    """A draft may still be without an amount, or unlike the standard."""
    return note.code in {"condolence.negative", "condolence.too_large", *LARGE}


def _write_line(session: Session, key: UUID, edits: Edits) -> None:
    line = records.get(session, CondolencePlan, key)
    batch, plan = BatchId(line.batch_id), PlanId(line.id)
    _refuse_stale(session, line, edits)
    if "amount_fen" in edits:
        fen = edits["amount_fen"][1]
        amount = fen if isinstance(fen, int) else None
        set_amounts(session, SetAmounts(batch, {plan: amount}, confirmed=LARGE))
    if "goods" in edits:
        set_goods(session, batch, [plan], str(edits["goods"][1] or ""))


def _refuse_stale(session: Session, line: CondolencePlan, edits: Edits) -> None:
    """A line without an amount of its own was shown with the standard, which is no change."""
    before = {name: old for name, (old, _) in edits.items()}
    shown = gift_of(records.get(session, CondolenceBatch, line.batch_id), line).amount_fen
    if line.amount_fen is None and before.get("amount_fen") == shown:
        before["amount_fen"] = None
    after = {name: new for name, (_, new) in edits.items()}
    records.refuse_stale(CONDOLENCE_PLAN, line, Draft(before, {**before, **after}))
