"""Households: made, split, merged, and who lives in which (DOMAIN 2.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, Relation, label
from station_app.domain.drafts import Draft
from station_app.domain.kinds import Value
from station_app.errors import Rejected
from station_app.models.household import FamilyMember, Household
from station_app.models.identifiers import HouseholdId, PlaqueId
from station_app.models.person import Person
from station_app.models.plaque import Plaque
from station_app.services import records, serials

MOST_MEMBERS = 30
LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class SplitHousehold:
    """Some people of a household now live apart; the plaque stays where it hangs (PL4)."""

    household_id: UUID
    person_ids: Sequence[UUID]
    family_member_ids: Sequence[UUID] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class MergedHouseholds:
    """The household that stays, and the plaques of both, which must be looked at (PL5)."""

    household_id: HouseholdId
    plaque_ids: tuple[PlaqueId, ...]


def create_household(session: Session, values: Mapping[str, Value]) -> HouseholdId:
    """A household that somebody described, so it counts as verified."""
    _check_count(values)
    number = next(serials.household_numbers(session))
    given = {"verified": True, **values, "household_no": number}
    return HouseholdId(records.add(session, Household, given).id)


def change_household(session: Session, household_id: UUID, draft: Draft) -> None:
    """Correct a household's data; serial, splits and merges have steps of their own."""
    stray = {"household_no", "split_from_id", "merged_into_id"} & set(draft.after)
    if stray:
        raise ValueError(f"these fields have steps of their own: {sorted(stray)}")
    _check_count(draft.after)
    records.change(session, Household, household_id, draft)


def settle(session: Session, person: Person) -> None:
    """A person whose data name no household gets an unverified one (SETTLED 10)."""
    if person.household_id is not None:
        _living(session, person.household_id)
        return
    household = Household(
        household_no=next(serials.household_numbers(session)),
        head_person_id=person.id,
        head_name=person.name,
        address=person.address,
        group_name=person.group_name,
        verified=False,
    )
    session.add(household)
    person.household_id = household.id
    if person.relation_to_head is None:
        person.relation_to_head = str(Relation.HEAD)


def verify_household(session: Session, household_id: UUID) -> None:
    """Somebody looked: these people do live together."""
    _living(session, household_id).verified = True


def move_person(
    session: Session, person_id: UUID, household_id: UUID, *, relation: str | None = None
) -> None:
    """The person now lives in another household; the plaque stays where it hangs."""
    person = records.get(session, Person, person_id)
    _living(session, household_id)
    _leave(session, person)
    person.household_id = household_id
    person.relation_to_head = relation


def split_household(session: Session, command: SplitHousehold) -> HouseholdId:
    """Put the chosen people into a household of their own."""
    old = _living(session, command.household_id)
    people = _chosen(session, command)
    head = people[0]
    new = Household(
        household_no=next(serials.household_numbers(session)),
        head_person_id=head.id,
        head_name=head.name,
        address=command.address or old.address,
        group_name=old.group_name,
        grid_id=old.grid_id,
        verified=True,
        split_from_id=old.id,
    )
    session.add(new)
    for person in people:
        _leave(session, person)
        person.household_id = new.id
        person.address = command.address or person.address
        person.relation_to_head = str(Relation.HEAD) if person is head else None
    for key in command.family_member_ids:
        records.get(session, FamilyMember, key).household_id = new.id
    return HouseholdId(new.id)


def merge_households(session: Session, kept_id: UUID, gone_id: UUID) -> MergedHouseholds:
    """Both live together from now on; the gone household points to the one that stays."""
    if kept_id == gone_id:
        raise Rejected("household.merge_self")
    kept, gone = _living(session, kept_id), _living(session, gone_id)
    for person in residents(session, gone_id):
        person.household_id = kept.id
        person.relation_to_head = None
    for member in session.scalars(_family(gone_id)):
        member.household_id = kept.id
    gone.merged_into_id = kept.id
    plaques = session.scalars(
        select(Plaque.id).where(
            Plaque.household_id.in_([kept_id, gone_id]), Plaque.deleted.is_(False)
        )
    )
    return MergedHouseholds(HouseholdId(kept.id), tuple(PlaqueId(key) for key in plaques))


def name_head(session: Session, household_id: UUID, person_id: UUID) -> None:
    """Another person of the household is its head; who was it so far needs a new relation."""
    household = _living(session, household_id)
    person = records.get(session, Person, person_id)
    if person.household_id != household.id:
        raise Rejected("household.not_member")
    if person.status not in LIVING:
        status = label("person_status", person.status)
        raise Rejected("person.not_living", name=person.name, status=status)
    for other in residents(session, household_id):
        if other.relation_to_head == Relation.HEAD and other is not person:
            other.relation_to_head = None
    for member in session.scalars(_family(household_id)):
        if member.relation == Relation.HEAD:
            member.relation = None
    household.head_person_id = person.id
    household.head_name = person.name
    person.relation_to_head = str(Relation.HEAD)


def residents(session: Session, household_id: UUID) -> list[Person]:
    """The served people of a household."""
    found = select(Person).where(Person.household_id == household_id, Person.deleted.is_(False))
    return list(session.scalars(found.order_by(Person.file_no)))


def add_family_member(session: Session, household_id: UUID, values: Mapping[str, Value]) -> UUID:
    """A member of the household who is not served."""
    _living(session, household_id)
    return records.add(session, FamilyMember, {**values, "household_id": household_id}).id


def change_family_member(session: Session, member_id: UUID, draft: Draft) -> None:
    """Correct what is known of a member."""
    records.change(session, FamilyMember, member_id, draft)


def remove_family_member(session: Session, member_id: UUID, *, reason: str) -> None:
    """The member no longer belongs to the household, or never did."""
    records.retire(session, FamilyMember, member_id, reason=reason)


def _living(session: Session, household_id: UUID) -> Household:
    household = records.get(session, Household, household_id)
    if household.merged_into_id is not None:
        raise Rejected("household.merged")
    return household


def _family(household_id: UUID) -> Select[FamilyMember]:
    return select(FamilyMember).where(
        FamilyMember.household_id == household_id, FamilyMember.deleted.is_(False)
    )


def _check_count(values: Mapping[str, Value]) -> None:
    count = values.get("member_count")
    if isinstance(count, int) and not 1 <= count <= MOST_MEMBERS:
        raise Rejected("household.member_count", name="member_count")


def _chosen(session: Session, command: SplitHousehold) -> list[Person]:
    everybody = residents(session, command.household_id)
    chosen = [person for person in everybody if person.id in set(command.person_ids)]
    if not command.person_ids:
        raise Rejected("household.split_nobody")
    if len(chosen) != len(set(command.person_ids)):
        raise Rejected("household.not_member")
    if len(chosen) == len(everybody):
        raise Rejected("household.split_all")
    return chosen


def _leave(session: Session, person: Person) -> None:
    """A household whose head leaves keeps the name on paper until somebody names another."""
    if person.household_id is None:
        return
    household = session.get(Household, person.household_id)
    if household is not None and household.head_person_id == person.id:
        household.head_person_id = None
