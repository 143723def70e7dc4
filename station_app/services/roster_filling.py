"""What a row adds to somebody on file: blanks are filled, filled fields that differ are asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from station_app.domain import categories
from station_app.domain.codes import CODE_LISTS, Category
from station_app.domain.imports import LIST_COMMA, Reason
from station_app.domain.kinds import Kind, to_text
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import ask, fix
from station_app.exchange.candidate import RosterCandidate
from station_app.models.household import HOUSEHOLD
from station_app.models.person import PERSON, SERVICE_RECORD
from station_app.models.record_type import RecordType
from station_app.queries.imports import Details
from station_app.services.import_values import FILE

Changes = dict[str, tuple[object, object]]
_NOT_COMPARED = frozenset({"status", "no_id_reason", "id_number_raw", "id_type", "file_no"})


@dataclass(slots=True)
class Filling:
    """The fields that change, old and new, by record; and what has to be asked."""

    person: Changes = field(default_factory=dict)
    service: Changes = field(default_factory=dict)
    household: Changes = field(default_factory=dict)
    new_categories: tuple[Category, ...] = ()
    new_service: bool = False
    new_account: bool = False
    reasons: list[Reason] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything is written at all."""
        changed = self.person or self.service or self.household or self.new_categories
        return bool(changed or self.new_service or self.new_account)


def fill(candidate: RosterCandidate, known: Details, *, conflicts: str | None) -> Filling:
    """Compare a row with what is on file; `conflicts` is a person's word on differences."""
    filling = Filling()
    compared = {n: v for n, v in candidate.person.items() if n not in _NOT_COMPARED}
    filling.person = _compare(PERSON, compared, known.person, filling.reasons, conflicts)
    _number_found(filling, known)
    _fill_service(filling, candidate, known, conflicts)
    _fill_household(filling, candidate, known)
    _fill_categories(filling, candidate, known)
    _fill_account(filling, candidate, known)
    _say_what_is_filled(filling)
    return filling


def _compare(
    record: RecordType,
    given: Mapping[str, Any],
    known: Mapping[str, Any],
    reasons: list[Reason],
    conflicts: str | None,
) -> Changes:
    changes: Changes = {}
    for name, new in given.items():
        old = known.get(name)
        if new is None or old == new:
            continue
        if name == "note":
            if isinstance(old, str) and str(new) in old:
                continue
            changes[name] = (old, f"{old}\n{new}" if old else new)
        elif old is None or _is_finer(record, name, old, new) or conflicts == FILE:
            changes[name] = (old, new)
        elif conflicts is None and not _is_coarser(record, name, old, new):
            reasons.append(_differs(record, name, old, new))
    return changes


def _is_finer(record: RecordType, name: str, old: Any, new: Any) -> bool:
    """1976-12-05 says more than 1976-12, and does not contradict it."""
    is_partial = record.by_name[name].kind is Kind.PARTIAL_DATE
    return is_partial and str(new).startswith(f"{old}-")


def _is_coarser(record: RecordType, name: str, old: Any, new: Any) -> bool:
    if record.by_name[name].kind is not Kind.PARTIAL_DATE:
        return False
    return PartialDate.of(str(new)).agrees_with(PartialDate.of(str(old)))


def _differs(record: RecordType, name: str, old: Any, new: Any) -> Reason:
    described = record.by_name[name]
    shown = [to_text(described.kind, value, described.choices) for value in (old, new)]
    note = ask("row.differs", label=described.label, ours=shown[0], theirs=shown[1])
    return Reason.of(name, shown[1], note, ("ours", "file"))


def _number_found(filling: Filling, known: Details) -> None:
    """The number of somebody kept as 待核实 was found: the file is 在册 from now on."""
    if "id_number" in filling.person and known.person.get("no_id_reason"):
        filling.person["no_id_reason"] = (known.person["no_id_reason"], None)
        if known.person.get("status") == "DRAFT":
            filling.person["status"] = ("DRAFT", "ACTIVE")


def _fill_service(
    filling: Filling, candidate: RosterCandidate, known: Details, conflicts: str | None
) -> None:
    if not candidate.service:
        return
    if known.service is None:
        filling.new_service = True
        return
    filling.service = _compare(
        SERVICE_RECORD, candidate.service, known.service, filling.reasons, conflicts
    )


def _fill_household(filling: Filling, candidate: RosterCandidate, known: Details) -> None:
    """Blanks only: who lives together is settled on the household's page."""
    if known.household is None:
        return
    for name, new in candidate.household.items():
        if name in HOUSEHOLD.by_name and known.household.get(name) is None and new is not None:
            filling.household[name] = (None, new)


def _fill_categories(filling: Filling, candidate: RosterCandidate, known: Details) -> None:
    reading = candidate.categories
    if reading is None:
        return
    new = [c for c in reading.categories if c not in known.categories]
    held = {Category(code) for code in known.categories if code in CODE_LISTS["category"]}
    if held & categories.VETERAN and Category.VET_UNSPEC in new:
        new.remove(Category.VET_UNSPEC)  # a general word adds nothing to a particular one
    filling.new_categories = tuple(new)


def _fill_account(filling: Filling, candidate: RosterCandidate, known: Details) -> None:
    number = candidate.account.get("account_no")
    if number is None or number in known.accounts:
        return
    if known.accounts:
        note = ask("row.other_account", tail=known.accounts[0][-4:], new=str(number)[-4:])
        filling.reasons.append(Reason.of("bank_account", str(number), note))
    else:
        filling.new_account = True


def _say_what_is_filled(filling: Filling) -> None:
    labels = [PERSON.by_name[name].label for name in filling.person if name in PERSON.by_name]
    labels += [SERVICE_RECORD.by_name[name].label for name in filling.service]
    labels += [HOUSEHOLD.by_name[name].label for name in filling.household]
    labels += [category.label for category in filling.new_categories]
    if filling.new_service:
        labels.append(SERVICE_RECORD.label)
    if labels:
        note = fix("row.filled", count=len(labels), labels=LIST_COMMA.join(labels))
        filling.reasons.append(Reason.of("row", "", note))
