"""What the district lays down for all stations: standards, options of lists, certification years.

Every function validates, writes through `publishing`, and raises `Rejected` where a rule says no.
`by` is the officer's name and `now` this server's clock. Notices and tasks are in `postings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.publishing import amend, publish
from station_app.domain.certification import (
    DEFAULT_GRACE_DAYS,
    Cycle,
    check_window,
    default_cycle,
)
from station_app.domain.codes import BUILT_IN, CODE_LISTS, CycleStatus, PensionKind
from station_app.domain.codes.added import EDITABLE
from station_app.domain.codes.codelist import LOCAL_PREFIX
from station_app.domain.kinds import Kind, from_wire
from station_app.errors import Rejected
from station_app.models.base import SyncedRecord
from station_app.models.certification import (
    CERTIFICATION_CYCLE,
    CYCLE_KIND,
    CertificationCycle,
    CycleKind,
)
from station_app.models.identifiers import DISTRICT_SCOPE
from station_app.models.record_type import RecordType
from station_app.models.standard import (
    CODE_ENTRY,
    CONDOLENCE_STANDARD,
    PENSION_STANDARD,
    CodeEntry,
    CondolenceStandard,
    PensionStandard,
)

CHINA = timezone(timedelta(hours=8))
LABEL_LENGTH = 20
Values = Mapping[str, object]
R = TypeVar("R", bound=SyncedRecord)


def day_of(now: datetime) -> date:
    """The calendar day in China of a moment."""
    return now.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStandard:
    """A condolence standard; what is None fits every case."""

    kind: str
    amount_fen: int
    effective_from: date
    occasion: str | None = None
    category: str | None = None
    form: str | None = None
    effective_to: date | None = None
    doc_no: str | None = None


def add_standard(session: Session, new: NewStandard, *, by: str, now: datetime) -> UUID:
    """Lay down what each head is given from a day on; older rows stay as they are."""
    values = _values_of(new)
    _check_choices(CONDOLENCE_STANDARD, values)
    _check_amount(new.amount_fen)
    if new.effective_to is not None and new.effective_to < new.effective_from:
        raise Rejected("down.dates")
    same = ("kind", "occasion", "category", "form", "effective_from")
    if _like(session, CondolenceStandard, {name: values[name] for name in same}):
        raise Rejected("down.standard_exists", day=new.effective_from)
    return _publish(session, CONDOLENCE_STANDARD, values, by=by, now=now)


def retire_standard(
    session: Session, standard_id: UUID, *, last_day: date, by: str, now: datetime
) -> None:
    """Let a condolence standard end; lists that were made by it keep their amounts."""
    row = _get(session, CondolenceStandard, standard_id)
    if last_day < row.effective_from:
        raise Rejected("down.dates")
    _amend(session, CONDOLENCE_STANDARD, standard_id, {"effective_to": last_day}, by=by, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPensionStandard:
    """A pension standard (DOMAIN 2.13); months are `YYYY-MM`, what is None fits every case."""

    kind: str
    amount_fen: int
    per: str
    effective_from: str
    cause: str | None = None
    grade: str | None = None
    urban_rural: str | None = None
    region: str | None = None
    effective_to: str | None = None
    doc_no: str | None = None
    announced_on: date | None = None


def add_pension_standard(
    session: Session, new: NewPensionStandard, *, by: str, now: datetime
) -> UUID:
    """Lay down the amount of a benefit from a month on; a growth may begin in the past (PE2)."""
    values = _values_of(new)
    _check_choices(PENSION_STANDARD, values)
    _check_amount(new.amount_fen)
    for month in (new.effective_from, new.effective_to):
        _check_month(month)
    if new.effective_to is not None and new.effective_to < new.effective_from:
        raise Rejected("down.dates")
    same = ("kind", "cause", "grade", "urban_rural", "region", "effective_from")
    if _like(session, PensionStandard, {name: values[name] for name in same}):
        raise Rejected("down.standard_exists", day=new.effective_from)
    return _publish(session, PENSION_STANDARD, values, by=by, now=now)


def retire_pension_standard(
    session: Session, standard_id: UUID, *, last_month: str, by: str, now: datetime
) -> None:
    """Let a pension standard end with a month."""
    row = _get(session, PensionStandard, standard_id)
    _check_month(last_month)
    if last_month < row.effective_from:
        raise Rejected("down.dates")
    changes = {"effective_to": last_month}
    _amend(session, PENSION_STANDARD, standard_id, changes, by=by, now=now)


# -- options of code lists --------------------------------------------------------------------


def add_code(session: Session, list_name: str, label: str, *, by: str, now: datetime) -> UUID:
    """Add an option to a list; its code is made here and never used again."""
    if list_name not in EDITABLE:
        raise Rejected("down.unknown_list", name=list_name)
    plain = label.strip()
    if not plain:
        raise Rejected("down.no_label")
    if len(plain) > LABEL_LENGTH:
        raise Rejected("down.long_label", label=plain)
    there = codes_of(session, list_name)
    if BUILT_IN[list_name].find(plain) or any(entry.label == plain for entry in there):
        raise Rejected("down.label_exists", label=plain)
    code = f"{LOCAL_PREFIX}{len(there) + 1}"
    values = {"list_name": list_name, "code": code, "label": plain}
    return _publish(session, CODE_ENTRY, values, by=by, now=now)


def retire_code(session: Session, entry_id: UUID, *, by: str, now: datetime) -> None:
    """Offer an option no more; rows that hold it keep its name."""
    _get(session, CodeEntry, entry_id)
    _amend(session, CODE_ENTRY, entry_id, {"retired_on": day_of(now)}, by=by, now=now)


def reinstate_code(session: Session, entry_id: UUID, *, by: str, now: datetime) -> None:
    """Offer a retired option again."""
    _get(session, CodeEntry, entry_id)
    _amend(session, CODE_ENTRY, entry_id, {"retired_on": None}, by=by, now=now)


def codes_of(session: Session, list_name: str) -> list[CodeEntry]:
    """Everything that was ever added to a list."""
    statement = select(CodeEntry).where(CodeEntry.list_name == list_name).order_by(CodeEntry.id)
    return list(session.scalars(statement))


# -- certification years ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCycle:
    """A certification year; what is left out is as CE2 has it. No kinds means all benefits."""

    year: int
    open_on: date | None = None
    due_on: date | None = None
    notice_on: date | None = None
    grace_days: int = DEFAULT_GRACE_DAYS
    kinds: tuple[str, ...] = ()
    doc_no: str | None = None


def open_cycle(session: Session, new: NewCycle, *, by: str, now: datetime) -> UUID:
    """Open a year for all stations; it stands before a year that a station opened itself."""
    if any(row.year == new.year for row in cycles(session)):
        raise Rejected("certification.cycle_exists", year=new.year)
    cycle = _checked(session, new)
    values = {**_window(cycle), "year": new.year, "doc_no": new.doc_no}
    values |= {"status": str(CycleStatus.OPEN)}
    key = _publish(session, CERTIFICATION_CYCLE, values, by=by, now=now)
    _cover(session, key, new.kinds, by=by, now=now)
    return key


def change_cycle(session: Session, new: NewCycle, *, by: str, now: datetime) -> None:
    """Move the window or the scope of a year that the district opened."""
    row = next((row for row in cycles(session) if row.year == new.year), None)
    if row is None:
        raise Rejected("down.no_such_entry")
    values = {**_window(_checked(session, new)), "doc_no": new.doc_no}
    _amend(session, CERTIFICATION_CYCLE, row.id, values, by=by, now=now)
    _cover(session, row.id, new.kinds, by=by, now=now)


def set_cycle_status(
    session: Session, cycle_id: UUID, status: CycleStatus, *, by: str, now: datetime
) -> None:
    """Close a year for all stations, or open it again (CE3, CE5)."""
    _get(session, CertificationCycle, cycle_id)
    _amend(session, CERTIFICATION_CYCLE, cycle_id, {"status": str(status)}, by=by, now=now)


def cycles(session: Session) -> list[CertificationCycle]:
    """The years that the district opened, the last first."""
    statement = select(CertificationCycle).where(
        CertificationCycle.station_id == DISTRICT_SCOPE, CertificationCycle.deleted.is_(False)
    )
    return list(session.scalars(statement.order_by(CertificationCycle.year.desc())))


def _checked(session: Session, new: NewCycle) -> Cycle:
    for kind in new.kinds:
        _check_choices(CYCLE_KIND, {"kind": kind})
    usual = default_cycle(new.year)
    cycle = Cycle(
        new.year,
        new.open_on or usual.open_on,
        new.due_on or usual.due_on,
        new.notice_on or (None if new.due_on else usual.notice_on),
        new.grace_days,
        frozenset(PensionKind(kind) for kind in new.kinds),
    )
    check_window(cycle, {row.year: row.open_on for row in cycles(session)})
    return cycle


def _window(cycle: Cycle) -> dict[str, object]:
    return {
        "open_on": cycle.open_on,
        "due_on": cycle.due_on,
        "notice_on": cycle.notice_on,
        "grace_days": cycle.grace_days,
    }


def _cover(
    session: Session, cycle_id: UUID, wanted: tuple[str, ...], *, by: str, now: datetime
) -> None:
    statement = select(CycleKind).where(CycleKind.cycle_id == cycle_id)
    there = {row.kind: row for row in session.scalars(statement)}
    changes = {
        row.id: {"deleted": kind not in wanted}
        for kind, row in there.items()
        if row.deleted == (kind in wanted)
    }
    amend(session, DISTRICT_SCOPE, CYCLE_KIND, changes, by=by, now=now)
    new = [{"cycle_id": cycle_id, "kind": kind} for kind in wanted if kind not in there]
    publish(session, DISTRICT_SCOPE, CYCLE_KIND, new, by=by, now=now)


# -- what all of them need --------------------------------------------------------------------


def _values_of(new: NewStandard | NewPensionStandard) -> dict[str, object]:
    values = {name: getattr(new, name) for name in type(new).__dataclass_fields__}
    return {
        name: (value.strip() or None) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _publish(
    session: Session, record_type: RecordType, values: Values, *, by: str, now: datetime
) -> UUID:
    return publish(session, DISTRICT_SCOPE, record_type, [values], by=by, now=now)[0]


def _amend(
    session: Session, record_type: RecordType, key: UUID, values: Values, *, by: str, now: datetime
) -> None:
    amend(session, DISTRICT_SCOPE, record_type, {key: values}, by=by, now=now)


def _get(session: Session, model: type[R], key: UUID) -> R:
    row = session.get(model, key)
    if row is None or row.deleted or row.station_id != DISTRICT_SCOPE:
        raise Rejected("down.no_such_entry")
    return row


def _like(session: Session, model: type[SyncedRecord], values: Values) -> bool:
    conditions = [getattr(model, name).is_not_distinct_from(values[name]) for name in values]
    statement = select(model.id).where(model.deleted.is_(False), *conditions)
    return session.scalar(statement.limit(1)) is not None


def _check_choices(record_type: RecordType, values: Values) -> None:
    for name, value in values.items():
        choices = record_type.by_name[name].choices
        if choices and value is not None and value not in CODE_LISTS[choices]:
            raise Rejected("down.unknown_choice", value=value)


def _check_amount(fen: int) -> None:
    if fen <= 0:
        raise Rejected("down.amount")


def _check_month(month: str | None) -> None:
    try:
        from_wire(Kind.MONTH, month)
    except Rejected:
        raise Rejected("down.month", month=month or "") from None
