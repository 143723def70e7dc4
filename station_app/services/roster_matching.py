"""Who a roster's row is: somebody new, somebody on file, somebody twice in the file, or a question.

Rows are looked at in their order. Nothing is written here; every decision is a plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.domain.imports import Reason, RowState
from station_app.domain.reading import Level, Note, ask, fix
from station_app.exchange.candidate import NUMBER_CODES, RosterCandidate
from station_app.exchange.cells import as_text
from station_app.exchange.findings import ReadingContext
from station_app.exchange.roster import read_roster_row
from station_app.exchange.source_rows import LineKind, SourceRow
from station_app.queries import imports
from station_app.queries.imports import Details, ParkedRow, Register, Registered
from station_app.services.import_values import Answer, PreviewRow, Proposal
from station_app.services.roster_filling import Filling, fill

_NO_LONGER_HERE = frozenset({PersonStatus.DECEASED, PersonStatus.MOVED_OUT})
_STATUS_CODES = frozenset({"row.status", "row.sheet_status", "name.deceased", "name.moved"})


@dataclass(slots=True)
class PersonPlan:
    """What writing one person of a row will do.

    `person_id` is None for somebody new; `is_draft` keeps him or her as 待核实.
    """

    candidate: RosterCandidate
    person_id: UUID | None = None
    filling: Filling | None = None
    is_draft: bool = False
    parked_id: int | None = None


@dataclass(slots=True)
class RosterPlan:
    """The plans of a row's people, and the parked row that this one repairs."""

    people: list[PersonPlan] = field(default_factory=list)
    repairs: ParkedRow | None = None


@dataclass(slots=True)
class _Judged:
    """A person of a row as far as it is decided."""

    state: RowState
    plan: PersonPlan | None = None
    reasons: list[Reason] = field(default_factory=list)
    proposals: tuple[Proposal, ...] = ()


class RosterMatcher:
    """Decides rows one after another, remembering whom it has met in this file."""

    def __init__(self, session: Session, contexts: Mapping[str, ReadingContext]) -> None:
        self._session = session
        self._contexts = contexts
        self._register: Register = imports.register(session)
        self._met_numbers: dict[str, PersonPlan] = {}
        self._met_names: dict[str, list[RosterCandidate]] = {}
        self._details: dict[UUID, Details] = {}
        self._used_keys: set[str] = set()

    def decide_many(
        self,
        rows: Sequence[SourceRow],
        parked: Mapping[str, ParkedRow | None],
        answers: Mapping[tuple[str, int], Answer],
    ) -> list[PreviewRow]:
        """Decide some rows; what the station knows of their people is read in one go."""
        read = [(row, answers.get((row.sheet, row.number))) for row in rows]
        candidates = [self._candidates(row, answer) for row, answer in read]
        self._load(candidates)
        return [
            self._decide(row, some, answer, parked)
            for (row, answer), some in zip(read, candidates, strict=True)
        ]

    def _candidates(self, row: SourceRow, answer: Answer | None) -> list[RosterCandidate]:
        if row.kind is not LineKind.DATA:
            return []
        context = self._contexts[row.sheet]
        accepted = answer.accept if answer else frozenset()
        return read_roster_row(repaired(row, answer), context, accepted)

    def _load(self, candidates: Iterable[Sequence[RosterCandidate]]) -> None:
        found = {
            person.person_id
            for some in candidates
            for candidate in some
            if (person := self._by_number(candidate)) is not None
        }
        self._details = imports.details(self._session, list(found))

    def _by_number(self, candidate: RosterCandidate) -> Registered | None:
        number = candidate.person.get("id_number")
        return self._register.by_number.get(number) if isinstance(number, str) else None

    # ------------------------------------------------------------------ one row

    def _decide(
        self,
        row: SourceRow,
        candidates: list[RosterCandidate],
        answer: Answer | None,
        parked: Mapping[str, ParkedRow | None],
    ) -> PreviewRow:
        if row.kind is not LineKind.DATA or not candidates or (answer and answer.skip):
            return PreviewRow(row, RowState.SKIPPED, (skip_reason(row, answer),), answer=answer)
        if "name" not in row.values and "id_number" not in row.values:
            reason = _reason("name", "", fix("row.no_person"))
            return PreviewRow(row, RowState.SKIPPED, (reason,), answer=answer)
        key = self._fresh_key(row)
        repairs = parked.get(key) if key is not None else None
        if key is not None and key in parked and (repairs is None or repairs.answered_at):
            reason = _reason("row", "", fix("row.already_in"))
            return PreviewRow(row, RowState.UNCHANGED, (reason,), answer=answer)
        judged = [self._judge(candidate, answer, repairs) for candidate in candidates]
        return self._together(row, candidates, judged, answer, repairs)

    def _fresh_key(self, row: SourceRow) -> str | None:
        """The row's key; a line that was copied brings a key for the second time, and has none."""
        key = row.key
        if key is None or key in self._used_keys:
            return None
        self._used_keys.add(key)
        return key

    def _together(
        self,
        row: SourceRow,
        candidates: list[RosterCandidate],
        judged: list[_Judged],
        answer: Answer | None,
        repairs: ParkedRow | None,
    ) -> PreviewRow:
        """One state for the row: the worst of its people's."""
        order = list(_ORDER)
        state = max((each.state for each in judged), key=order.index)
        plans = [each.plan for each in judged if each.plan is not None]
        if state in {RowState.DOUBTFUL, RowState.REFUSED}:
            plans = [plan for plan in plans if plan.is_draft] if len(judged) == 1 else []
        else:
            self._remember(plans)
        reasons = [r for c, j in zip(candidates, judged, strict=True) for r in _reasons(c, j)]
        proposals = tuple(p for each in judged for p in each.proposals)
        plan = RosterPlan(plans, repairs) if plans or repairs else None
        return PreviewRow(row, state, tuple(reasons), proposals, plan, answer)

    def _remember(self, plans: Iterable[PersonPlan]) -> None:
        for plan in plans:
            number = plan.candidate.person.get("id_number")
            if isinstance(number, str):
                self._met_numbers.setdefault(number, plan)
            if plan.candidate.name:
                self._met_names.setdefault(plan.candidate.name, []).append(plan.candidate)

    # ------------------------------------------------------------------ one person

    def _judge(
        self, candidate: RosterCandidate, answer: Answer | None, repairs: ParkedRow | None
    ) -> _Judged:
        if candidate.level is Level.ERR:
            return _Judged(RowState.REFUSED)
        chosen = self._by_file_number(candidate) or self._chosen(answer)
        if chosen is not None:
            candidate.findings.settle(NUMBER_CODES)  # who it is was said without the number
        known = chosen or self._kept(repairs) or self._by_number(candidate)
        if known is not None:
            return self._judge_known(candidate, known, answer)
        met = self._met_numbers.get(str(candidate.person.get("id_number")))
        if met is not None:
            return _judge_again(candidate, met, answer)
        return self._judge_unknown(candidate, answer)

    def _by_file_number(self, candidate: RosterCandidate) -> Registered | None:
        """Our own list, come back, names those without an ID number by their file number."""
        number = candidate.person.get("file_no")
        known = self._register.by_file_no.get(number) if isinstance(number, str) else None
        is_same = known is not None and known.name == candidate.name
        return known if is_same and _lacks_number(candidate) else None

    def _chosen(self, answer: Answer | None) -> Registered | None:
        """The person somebody chose."""
        person_id = answer.person_id if answer else None
        return self._register.by_id.get(person_id) if person_id else None

    def _kept(self, repairs: ParkedRow | None) -> Registered | None:
        """The person kept as 待核实 when the row was parked."""
        record_id = repairs.record_id if repairs else None
        return self._register.by_id.get(record_id) if record_id else None

    def _judge_known(
        self, candidate: RosterCandidate, known: Registered, answer: Answer | None
    ) -> _Judged:
        if known.person_id not in self._details:
            self._details |= imports.details(self._session, [known.person_id])
        details = self._details[known.person_id]
        if candidate.person.get("status") == known.status:
            candidate.findings.settle(_STATUS_CODES)
        filling = fill(candidate, details, conflicts=answer.conflicts if answer else None)
        reasons = [*filling.reasons, *_about_status(candidate, known, answer)]
        if max([candidate.level, *(r.level for r in reasons)]) >= Level.ASK:
            return _Judged(RowState.DOUBTFUL, None, reasons, (proposal(known),))
        plan = PersonPlan(candidate, known.person_id, filling)
        state = RowState.MERGED if filling.changes else RowState.UNCHANGED
        return _Judged(state, plan, reasons)

    def _judge_unknown(self, candidate: RosterCandidate, answer: Answer | None) -> _Judged:
        reasons: list[Reason] = []
        alike = [] if answer and answer.new_person else self._alike(candidate)
        if alike:
            note = ask("row.same_person", name=candidate.name, count=len(alike))
            reasons.append(_reason("name", candidate.name or "", note))
        if not (answer and answer.new_person) and self._met_alike(candidate):
            reasons.append(_reason("name", candidate.name or "", ask("row.twice_in_file")))
        if not reasons and candidate.level < Level.ASK:
            return _Judged(RowState.NEW, PersonPlan(candidate, is_draft=_lacks_number(candidate)))
        plan = PersonPlan(candidate, is_draft=True)
        keep = candidate.only_id_lost and not reasons
        if keep:
            self._remember([plan])
        proposals = tuple(proposal(person) for person in alike)
        return _Judged(RowState.DOUBTFUL, plan if keep else None, reasons, proposals)

    def _alike(self, candidate: RosterCandidate) -> list[Registered]:
        """People on file of the same name whose birth and group do not speak against it."""
        others = self._register.by_name.get(candidate.name or "", ())
        return [person for person in others if _may_be(candidate, person)]

    def _met_alike(self, candidate: RosterCandidate) -> bool:
        others = self._met_names.get(candidate.name or "", ())
        return any(_same_birth(candidate, other.person.get("birth_date")) for other in others)


_ORDER = (
    RowState.UNCHANGED,
    RowState.MERGED,
    RowState.NEW,
    RowState.SKIPPED,
    RowState.DOUBTFUL,
    RowState.REFUSED,
)


def repaired(row: SourceRow, answer: Answer | None) -> SourceRow:
    """The row with the cells that somebody put right."""
    if answer is None or not answer.repairs:
        return row
    values: dict[str, Any] = {**row.values, **answer.repairs}
    kept = {name: value for name, value in values.items() if value != ""}
    return SourceRow(
        row.sheet,
        row.number,
        row.kind,
        kept,
        row.cells,
        row.hidden,
        row.filled,
        row.merged_money - answer.repairs.keys(),
    )


def proposal(known: Registered) -> Proposal:
    """Somebody on file, as the window offers him or her."""
    return Proposal(
        known.person_id,
        known.name,
        known.id_number,
        known.birth_date,
        known.group_name,
        known.status,
    )


def _reasons(candidate: RosterCandidate, judged: _Judged) -> list[Reason]:
    return [*candidate.findings.reasons, *judged.reasons]


def _reason(name: str, value: object, note: Note, options: tuple[str, ...] = ()) -> Reason:
    return Reason.of(name, str(value), note, options)


def skip_reason(row: SourceRow, answer: Answer | None) -> Reason:
    """Why a line is no person: a total, a signature, or because somebody said so."""
    if answer and answer.skip:
        return _reason("row", "", fix("row.skipped_by_choice"))
    first = next((as_text(cell) for cell in row.cells if as_text(cell).strip()), "")
    code = "row.total" if row.kind is LineKind.TOTAL else "row.foot"
    return _reason("row", first, fix(code))


def _about_status(
    candidate: RosterCandidate, known: Registered, answer: Answer | None
) -> list[Reason]:
    """Somebody who died or moved stays so until a person says otherwise (DOMAIN 7 #13)."""
    accepted = answer.accept if answer else frozenset()
    reasons = []
    if known.status in _NO_LONGER_HERE and "status" not in candidate.person:
        label = PersonStatus(known.status).label
        note = ask("row.gone_here", name=known.name, text=label)
        if note.code not in accepted:
            reasons.append(_reason("status", known.status, note))
    if candidate.person.get("status") in _NO_LONGER_HERE and known.status not in _NO_LONGER_HERE:
        label = PersonStatus(str(candidate.person["status"])).label
        reasons.append(_reason("status", label, ask("row.register_there", text=label)))
    return reasons


def _judge_again(candidate: RosterCandidate, met: PersonPlan, answer: Answer | None) -> _Judged:
    """The same number a second time in the file: blanks are filled, differences are asked."""
    known = Details(met.candidate.person, set(_categories(met.candidate)))
    aside = fill(candidate, known, conflicts=answer.conflicts if answer else None)
    again = _reason("id_number", candidate.person["id_number"], fix("row.duplicate"))
    if candidate.level >= Level.ASK or any(r.level >= Level.ASK for r in aside.reasons):
        return _Judged(RowState.DOUBTFUL, None, [again, *aside.reasons])
    if met.person_id is None:
        _add_blanks(met.candidate, candidate)
    return _Judged(RowState.MERGED, None, [again])


def _add_blanks(first: RosterCandidate, again: RosterCandidate) -> None:
    """The first row of somebody takes over what only the second one knows."""
    for mine, theirs in (
        (first.person, again.person),
        (first.service, again.service),
        (first.household, again.household),
        (first.account, again.account),
        (first.identity, again.identity),
    ):
        for name, value in theirs.items():
            mine.setdefault(name, value)
    first.categories = first.categories or again.categories


def _categories(candidate: RosterCandidate) -> tuple[str, ...]:
    return candidate.categories.categories if candidate.categories else ()


def _lacks_number(candidate: RosterCandidate) -> bool:
    return "id_number" not in candidate.person


def _may_be(candidate: RosterCandidate, person: Registered) -> bool:
    """Same name, and nothing that is known of both speaks against it."""
    number = candidate.person.get("id_number")
    if number is not None and person.id_number is not None:
        return candidate.person.get("birth_date") == person.birth_date
    if not _same_birth(candidate, person.birth_date):
        return False
    group, other = candidate.person.get("group_name"), person.group_name
    return group is None or other is None or group == other


def _same_birth(candidate: RosterCandidate, other: object) -> bool:
    """True unless both births are known and cannot be one."""
    mine = candidate.person.get("birth_date")
    if not isinstance(mine, str) or not isinstance(other, str):
        return True
    return mine.startswith(other) or other.startswith(mine)
