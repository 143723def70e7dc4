"""The yearly survival certification: who is due, what counts, what proof it needs (DOMAIN §4.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from station_app.domain.codes import (
    CertMethod,
    CertResult,
    CertStatus,
    EntitlementState,
    Evidence,
    PensionKind,
    SuspendReason,
)
from station_app.domain.partial_date import PartialDate, official_date
from station_app.domain.periods import add_months, month_of
from station_app.domain.reading import Note, ask, err
from station_app.errors import Rejected

DEFAULT_GRACE_DAYS = 60
PROOF_DAYS = 30
"""An agent's proof that the person is alive may be this old."""
AGENT_LIMIT = 3
"""One agent, this many people; care homes excepted."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """The window of one certification year; without kinds it covers every running benefit."""

    year: int
    open_on: date
    due_on: date
    notice_on: date | None = None
    grace_days: int = DEFAULT_GRACE_DAYS
    kinds: frozenset[PensionKind] = frozenset()


def check_window(cycle: Cycle, others: Mapping[int, date]) -> None:
    """Raise `Rejected` for a window out of order, or one that overtakes another year's (CE3).

    `others` has the opening days of the years that are there.
    """
    if not 0 <= cycle.grace_days <= 365:
        raise Rejected("certification.grace")
    if cycle.due_on <= cycle.open_on or (cycle.notice_on and cycle.notice_on < cycle.due_on):
        raise Rejected("certification.cycle_order")
    for year, open_on in others.items():
        in_order = (year < cycle.year) == (open_on < cycle.open_on)
        if year != cycle.year and not in_order:
            raise Rejected("certification.cycle_overlap", year=year, open_on=open_on)


def default_cycle(year: int) -> Cycle:
    """Open on 1 August, due on 30 November, notice on 1 December (CE2)."""
    return Cycle(year, date(year, 8, 1), date(year, 11, 30), date(year, 12, 1))


@dataclass(frozen=True, slots=True)
class BenefitSpan:
    """What certification needs to know of one benefit."""

    kind: PensionKind
    state: EntitlementState
    start_month: str
    suspend_reason: SuspendReason | None = None

    @property
    def is_running(self) -> bool:
        """Granted, or suspended only because the certification is missing (CE1)."""
        if self.state is EntitlementState.SUSPENDED:
            return self.suspend_reason is SuspendReason.NOT_CERTIFIED
        return self.state is EntitlementState.GRANTED

    @property
    def is_held_back(self) -> bool:
        """Whether it stands still because of a missed certification."""
        return self.is_running and self.state is EntitlementState.SUSPENDED


def _covered(spans: Iterable[BenefitSpan], cycle: Cycle) -> list[BenefitSpan]:
    wanted = (span for span in spans if not cycle.kinds or span.kind in cycle.kinds)
    return [span for span in wanted if span.is_running]


def is_in_scope(spans: Iterable[BenefitSpan], cycle: Cycle, on: date) -> bool:
    """Whether somebody with these benefits is to be certified, seen from a day (CE1).

    Two benefits need one certification (CE8), so the person is asked about, not the benefit.
    """
    return any(span.start_month <= month_of(on) for span in _covered(spans, cycle))


def is_exempt(spans: Iterable[BenefitSpan], cycle: Cycle) -> bool:
    """Everything was granted after the cycle opened: nothing to confirm this year (CE1)."""
    covered = _covered(spans, cycle)
    opened = month_of(cycle.open_on)
    return bool(covered) and all(span.start_month >= opened for span in covered)


def cycle_year(certified_on: date, opens: Mapping[int, date]) -> int | None:
    """The year a certification counts for: from its opening to the day before the next (CE3).

    February after a missed autumn closes the old year, late; it says nothing for the new one.
    """
    begun = [year for year, open_on in opens.items() if open_on <= certified_on]
    return max(begun, default=None)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One recorded attempt that was not reversed."""

    id: UUID
    certified_on: date
    result: CertResult


def effective(attempts: Iterable[Attempt]) -> Attempt | None:
    """The attempt that counts: the earliest PASS, then the lowest id (SETTLED 2).

    A PASS wins over an UNREACHED whichever came first; both are kept (CE5).
    """
    passed = (attempt for attempt in attempts if attempt.result is CertResult.PASS)
    return min(passed, key=lambda attempt: (attempt.certified_on, attempt.id), default=None)


@dataclass(frozen=True, slots=True)
class CertCase:
    """Everything that decides where a person stands in a cycle."""

    spans: tuple[BenefitSpan, ...]
    certified_on: date | None = None
    noticed_on: date | None = None
    was_suspended: bool = False
    is_deceased: bool = False
    has_moved: bool = False


def status(case: CertCase, cycle: Cycle, today: date) -> CertStatus:
    """Where a person in scope stands (CE4)."""
    if case.is_deceased:
        return CertStatus.DECEASED
    if case.has_moved:
        return CertStatus.MOVED
    if case.certified_on is not None:
        return CertStatus.RESUMED if case.was_suspended else CertStatus.DONE
    if is_exempt(case.spans, cycle):
        return CertStatus.EXEMPT
    return _open_status(case, cycle, today)


def _open_status(case: CertCase, cycle: Cycle, today: date) -> CertStatus:
    if any(span.is_held_back for span in case.spans):
        return CertStatus.SUSPENDED
    if today < cycle.open_on:
        return CertStatus.NOT_OPEN
    if today <= cycle.due_on:
        return CertStatus.DUE
    return CertStatus.NOTICED if case.noticed_on is not None else CertStatus.OVERDUE


def grace_ends_on(noticed_on: date, grace_days: int = DEFAULT_GRACE_DAYS) -> date:
    """The last day to be certified after a notice (R-SC 25)."""
    return noticed_on + timedelta(days=grace_days)


def suspend_month(noticed_on: date, grace_days: int = DEFAULT_GRACE_DAYS) -> str:
    """The first month that is not paid: the one after the grace ends (SU1)."""
    return add_months(month_of(grace_ends_on(noticed_on, grace_days)), 1)


def proposed_suspension(case: CertCase, cycle: Cycle, today: date) -> str | None:
    """The month from which a suspension may be proposed, None while it may not be.

    A person confirms it and the county decides; nothing is suspended by itself (CE4).
    """
    noticed_on = case.noticed_on or cycle.notice_on
    if noticed_on is None or status(case, cycle, today) not in _AFTER_DUE:
        return None
    if today <= grace_ends_on(noticed_on, cycle.grace_days):
        return None
    return suspend_month(noticed_on, cycle.grace_days)


_AFTER_DUE = frozenset({CertStatus.OVERDUE, CertStatus.NOTICED})
NOT_COUNTED = frozenset({CertStatus.DECEASED, CertStatus.MOVED, CertStatus.EXEMPT})
DONE = frozenset({CertStatus.DONE, CertStatus.RESUMED})


@dataclass(frozen=True, slots=True)
class CertRate:
    """How many of those to be certified are (CE9)."""

    due: int
    done: int


def rate(statuses: Iterable[CertStatus]) -> CertRate:
    """应认证 leaves out the dead, the moved and the exempt (CE9)."""
    counted = [status for status in statuses if status not in NOT_COUNTED]
    return CertRate(len(counted), sum(status in DONE for status in counted))


REQUIRED_EVIDENCE: dict[CertMethod, tuple[Evidence, ...]] = {
    CertMethod.SELF_STATION: (
        Evidence.ID_SEEN,
        Evidence.REGISTER_SIGNATURE,
        Evidence.ONE_STAFF,
    ),
    CertMethod.AGENT: (
        Evidence.AGENT_ID,
        Evidence.AGENT_RELATION,
        Evidence.ALIVE_PROOF,
        Evidence.AGENT_SIGNATURE,
        Evidence.AGENT_PROMISE,
        Evidence.ONE_STAFF,
    ),
    CertMethod.HOME: (
        Evidence.VISIT_RECORD,
        Evidence.HOME_PHOTO,
        Evidence.REGISTER_SIGNATURE,
        Evidence.TWO_STAFF,
    ),
    CertMethod.ONLINE: (Evidence.ONLINE_RESULT, Evidence.ONLINE_DATE),
    CertMethod.VIDEO: (
        Evidence.VIDEO_DATE,
        Evidence.VIDEO_SCREENSHOT,
        Evidence.VIDEO_PHONE,
        Evidence.VIDEO_QUESTIONS,
        Evidence.TWO_STAFF,
    ),
    CertMethod.REMOTE_STATION: (Evidence.STAMPED_FORM,),
    CertMethod.DATA_MATCH: (Evidence.MATCH_REFERENCE,),
}
"""What each method must show, all of it (DOMAIN §3.5)."""


@dataclass(frozen=True, slots=True)
class EvidenceGiven:
    """What a record of a certification holds as proof."""

    id_seen: bool = False
    signed: bool = False
    text: str | None = None
    dated: date | None = None
    has_photo: bool = False
    result_no: str | None = None
    agent_id_tail: str | None = None
    agent_relation: str | None = None
    agent_promise: bool = False
    phone: str | None = None
    has_visit: bool = False
    staff_count: int = 0


def _alive_proof(given: EvidenceGiven, certified_on: date) -> bool:
    if given.dated is None or not (given.has_photo or given.text):
        return False
    return timedelta(0) <= certified_on - given.dated <= timedelta(days=PROOF_DAYS)


def _present(given: EvidenceGiven, certified_on: date) -> dict[Evidence, bool]:
    """Which evidence the fields of a record stand for."""
    described = given.text is not None
    return {
        Evidence.ID_SEEN: given.id_seen,
        Evidence.REGISTER_SIGNATURE: given.signed,
        Evidence.AGENT_ID: given.agent_id_tail is not None,
        Evidence.AGENT_RELATION: given.agent_relation is not None,
        Evidence.ALIVE_PROOF: _alive_proof(given, certified_on),
        Evidence.AGENT_SIGNATURE: given.signed,
        Evidence.AGENT_PROMISE: given.agent_promise,
        Evidence.VISIT_RECORD: given.has_visit,
        Evidence.HOME_PHOTO: given.has_photo,
        Evidence.ONE_STAFF: given.staff_count >= 1,
        Evidence.TWO_STAFF: given.staff_count >= 2,
        Evidence.ONLINE_RESULT: given.result_no is not None or given.has_photo,
        Evidence.ONLINE_DATE: given.dated is not None,
        Evidence.VIDEO_DATE: given.dated is not None,
        Evidence.VIDEO_SCREENSHOT: given.has_photo,
        Evidence.VIDEO_PHONE: given.phone is not None,
        Evidence.VIDEO_QUESTIONS: described,
        Evidence.STAMPED_FORM: described or given.has_photo,
        Evidence.MATCH_REFERENCE: given.result_no is not None or described,
    }


def missing_evidence(
    method: CertMethod, given: EvidenceGiven, *, certified_on: date
) -> tuple[Evidence, ...]:
    """What is still to be shown before the attempt may pass."""
    present = _present(given, certified_on)
    return tuple(item for item in REQUIRED_EVIDENCE[method] if not present[item])


def check_certification(
    *,
    certified_on: date,
    result: CertResult,
    cycle: Cycle,
    death: PartialDate | None,
    today: date,
) -> list[Note]:
    """What forbids or questions an attempt, whatever its proof."""
    if certified_on > today:
        return [err("certification.future", day=official_date(certified_on))]
    if certified_on < cycle.open_on:
        return [
            err(
                "certification.before_open",
                day=official_date(certified_on),
                open_on=official_date(cycle.open_on),
            )
        ]
    if result is not CertResult.PASS or death is None:
        return []
    return _after_death(certified_on, death)


def _after_death(certified_on: date, death: PartialDate) -> list[Note]:
    """A PASS after a death is an error and a risk of fraud (CE6)."""
    if death.is_before(certified_on):
        return [err("certification.after_death", death=death.official())]
    return [ask("certification.near_death", death=death.official())]


def agent_note(certified_by_agent: int, *, is_care_home: bool = False) -> Note | None:
    """One agent who certifies many people is looked at."""
    if is_care_home or certified_by_agent < AGENT_LIMIT:
        return None
    return ask("certification.agent_limit", count=certified_by_agent, limit=AGENT_LIMIT)


def photo_note(photo_hash: str | None, others: Iterable[str]) -> Note | None:
    """The same picture for two people is looked at (CE7)."""
    return ask("certification.same_photo") if photo_hash in set(others) else None
