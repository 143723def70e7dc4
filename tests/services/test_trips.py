"""一趟四用: all of a trip or nothing of it, and what is promised beforehand is what is written."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.domain.periods import Period
from station_app.errors import Rejected
from station_app.models.certification import Certification, CertificationCycle
from station_app.models.condolence import CondolencePayment
from station_app.models.identifiers import HouseholdId, PersonId
from station_app.models.person import Person
from station_app.models.plaque import PlaqueEvent
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.standing import standing
from station_app.queries.tallies import tally
from station_app.queries.trip import TripView, trip_view
from station_app.services.attachments import KeptPhoto
from station_app.services.certifications import RecordCertification, record_certification
from station_app.services.condolence import unfreeze
from station_app.services.condolence_paying import Sign, sign
from station_app.services.doubts import Doubtful
from station_app.services.plaques import EnterPlaque, HangNew, PlaqueStep
from station_app.services.trips import RecordTrip, WillWrite, record_trip, will_write
from station_app.services.undoing import undo_last
from station_app.services.visits import Met, RecordVisit, VisitPaper
from station_app.store.unit_of_work import Store
from tests.fixtures.trips import AMOUNT, TODAY, Village, village

PICTURE = (KeptPhoto("a1" * 32, 1000, 640, 480),)


def paper(**more: object) -> VisitPaper:
    values: dict[str, object] = {
        "visit_date": TODAY,
        "kind": "ROUTINE",
        "method": "HOME",
        "visitors": "李敏、赵国强",
        **more,
    }
    return VisitPaper(**values)  # type: ignore[arg-type]  # test


def everything(there: Village, at: int = 0) -> RecordTrip:
    """A trip that does all that is due at one house."""
    person, home = there.people[at], there.homes[at]
    visit = RecordVisit(
        paper=paper(follow_up="卫生间装扶手", follow_up_due=date(2022, 11, 1)), met=(Met(person),)
    )
    plaque = EnterPlaque(household_id=HouseholdId(home), basis_person_id=person)
    return RecordTrip(
        visit=visit,
        gifts=(Sign(plan_id=there.plans[at], paid_on=TODAY),),
        certifications=(at_home(there, person),),
        proof=PICTURE,
        new_plaques=(HangNew(plaque=plaque, hung_on=TODAY),),
    )


def at_home(there: Village, person: PersonId) -> RecordCertification:
    first, second = there.staff
    return RecordCertification(
        person_id=person,
        method="HOME",
        certified_on=TODAY,
        signed=True,
        certifier1_id=first,
        certifier2_id=second,
    )


def view(session: Session, *people: UUID) -> TripView:
    session.flush()
    return trip_view(session, people, today=TODAY)


def written(session: Session, visit_id: UUID) -> WillWrite:
    """What really was written by a trip."""
    visit = session.get_one(Visit, visit_id)
    paid = list(
        session.scalars(
            select(CondolencePayment).where(
                *standing(CondolencePayment), CondolencePayment.visit_id == visit_id
            )
        )
    )
    events = list(session.scalars(select(PlaqueEvent.event).where(*standing(PlaqueEvent))))
    heads = select(func.sum(VisitAttendance.headcount)).where(*standing(VisitAttendance))
    passed = select(func.count()).select_from(Certification).where(*standing(Certification))
    return WillWrite(
        person_times=session.scalar(heads) or 0,
        is_contact=visit.method in ("PHONE", "VIDEO"),
        gifts=len(paid),
        gift_fen=sum(row.amount_fen for row in paid),
        goods=sum(row.amount_fen == 0 for row in paid),
        helped=len({(row.person_id, row.occasion) for row in paid}),
        certified=session.scalar(passed) or 0,
        looked=int(visit.plaque_look is not None),
        hung=sum(event in ("HANG", "PLACE_INDOOR") for event in events),
        to_replace=events.count("ASK_REPLACE"),
        promised=int(visit.follow_up is not None),
    )


def k1(session: Session) -> int | None:
    return tally(session, Period("2022-10", "2022-10"), today=TODAY).value("K1", "人次")


def test_everything_due_is_shown_and_afterwards_nothing(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        before = view(session, there.people[0])
        record_trip(session, everything(there), today=TODAY)
        after = view(session, there.people[0])
    assert [gift.plan_id for gift in before.gifts] == [there.plans[0]]
    assert [one.person_id for one in before.certifications] == [there.people[0]]
    assert before.plaques[0].can_be_hung
    assert (after.gifts, after.certifications) == ((), ())
    assert after.plaques[0].state is PlaqueState.HUNG


def test_k1_a_visit_that_also_pays_is_counted_once(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        made = record_trip(session, everything(there), today=TODAY)
        session.flush()
        found = written(session, made.visit_id)
        assert k1(session) == 1
    assert (found.person_times, found.gifts, found.gift_fen) == (1, 1, AMOUNT)
    assert (found.helped, found.certified, found.hung, found.promised) == (1, 1, 1, 1)


def test_all_is_undone_at_once(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        before = view(session, there.people[0])
    with store.write("走访") as session:
        record_trip(session, everything(there), today=TODAY)
    undo_last(store)
    with store.read() as session:
        after = view(session, there.people[0])
        assert session.scalar(select(func.count()).where(*standing(VisitAttendance))) == 0
    assert (after.gifts, after.certifications) == (before.gifts, before.certifications)
    assert after.plaques[0].can_be_hung


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda trip: replace(trip, proof=()), "certification.evidence_missing"),
        (
            lambda trip: replace(
                trip, certifications=(replace(trip.certifications[0], certifier2_id=None),)
            ),
            "certification.evidence_missing",
        ),
        (
            lambda trip: replace(trip, gifts=(replace(trip.gifts[0], receipt="AGENT"),)),
            "condolence.receiver",
        ),
        (
            lambda trip: replace(
                trip,
                visit=replace(trip.visit, paper=replace(trip.visit.paper, method="PHONE")),
            ),
            "trip.only_at_home",
        ),
        (
            lambda trip: replace(
                trip,
                visit=replace(trip.visit, paper=replace(trip.visit.paper, visitors=None)),
            ),
            "visit.visitors",
        ),
        (lambda trip: replace(trip, sheet_id=UUID(int=7)), "route.gone"),
    ],
)
def test_one_wrong_part_leaves_nothing_behind(store: Store, spoil: object, code: str) -> None:
    with store.write("test") as session:
        there = village(session)
    wrong = spoil(everything(there))  # type: ignore[operator]  # a lambda of the list above
    with pytest.raises(Rejected) as caught, store.write("走访") as session:
        record_trip(session, wrong, today=TODAY)
    assert caught.value.code == code
    with store.read() as session:
        for model in (VisitAttendance, CondolencePayment, Certification, PlaqueEvent):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_all_doubts_are_asked_together_and_a_yes_goes_through(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        record_trip(session, replace(everything(there), new_plaques=()), today=TODAY)
    again = replace(everything(there), gifts=(), new_plaques=())
    with pytest.raises(Doubtful) as caught, store.write("test") as session:
        record_trip(session, again, today=TODAY)
    assert caught.value.codes >= {"visit.duplicate", "certification.already_done"}
    with store.write("test") as session:
        sure = replace(again, confirmed=caught.value.codes)
        assert record_trip(session, sure, today=TODAY).person_times == 1


def test_the_same_doubt_about_two_people_is_asked_of_both(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        for at in (0, 1):
            picture = (KeptPhoto(f"b{at}" * 32, 1000, 640, 480),)
            done = replace(everything(there, at), gifts=(), new_plaques=(), proof=picture)
            record_trip(session, done, today=TODAY)
    couple = tuple(at_home(there, person) for person in there.people[:2])
    again = replace(everything(there), gifts=(), new_plaques=(), certifications=couple)
    with pytest.raises(Doubtful) as caught, store.write("test") as session:
        record_trip(session, again, today=TODAY)
    asked = [note for note in caught.value.notes if note.code == "certification.already_done"]
    assert [note.values["name"] for note in asked] == ["张国栋", "甄贵林"]


def test_paid_meanwhile_by_the_other_pc_is_said_and_nothing_is_written(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        sign(session, Sign(plan_id=there.plans[0], paid_on=TODAY), today=TODAY)
    with (
        pytest.raises(Rejected, match=r"condolence\.already_paid"),
        store.write("走访") as session,
    ):
        record_trip(session, everything(there), today=TODAY)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 0


def test_certified_meanwhile_is_no_longer_offered(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        record_certification(
            session,
            replace(at_home(there, there.people[0]), method="SELF_STATION", id_seen=True),
            today=TODAY,
        )
        assert view(session, there.people[0]).certifications == ()


def test_without_an_open_year_nobody_is_certified_at_the_door(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        (cycle,) = session.scalars(select(CertificationCycle))
        cycle.status = "CLOSED"
        found = view(session, there.people[0])
    assert (found.certifications, found.no_open_year) == ((), True)


def test_of_the_dead_and_moved_nothing_is_due(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        session.get_one(Person, there.people[0]).status = "DECEASED"
        session.get_one(Person, there.people[1]).status = "MOVED_OUT"
        found = view(session, *there.people[:2])
    assert len(found.people) == 2
    assert found.nothing_due


def test_a_list_that_is_not_frozen_is_shown_as_such(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        unfreeze(session, there.batch_id)
        (gift,) = view(session, there.people[0]).gifts
    assert not gift.frozen


def test_a_plaque_is_looked_at_and_a_worn_one_asked_for(store: Store) -> None:
    with store.write("test") as session:
        there = village(session)
        record_trip(session, everything(there), today=TODAY)
        (plaque,) = view(session, there.people[0]).plaques
        assert plaque.plaque_id is not None
        look = RecordTrip(
            visit=RecordVisit(
                paper=paper(kind="DIFFICULT", plaque_look="WORN"), met=(Met(there.people[0]),)
            ),
            plaque_steps=(
                PlaqueStep(
                    plaque_id=plaque.plaque_id,
                    event=PlaqueEventKind.ASK_REPLACE,
                    event_on=TODAY,
                    reason="C02",
                ),
            ),
        )
        record_trip(session, look, today=TODAY)
        (after,) = view(session, there.people[0]).plaques
    assert after.state is PlaqueState.TO_REPLACE
    assert (after.looked_on, after.look) == (TODAY, "WORN")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a clerk may tick at a door."""

    pays: bool
    certifies: bool
    hangs: bool
    promises: bool
    look: str | None
    others: int
    by_phone: bool
    houses: int


choices = st.builds(
    Choice,
    pays=st.booleans(),
    certifies=st.booleans(),
    hangs=st.booleans(),
    promises=st.booleans(),
    look=st.sampled_from([None, "GOOD", "UNSEEN"]),
    others=st.integers(0, 3),
    by_phone=st.booleans(),
    houses=st.integers(1, 3),
)


def trip_of(there: Village, choice: Choice) -> RecordTrip:
    people = there.people[: choice.houses]
    met = tuple(Met(person) for person in people)
    if choice.others:
        met = (*met, Met(recipient_text="邻居", headcount=choice.others))
    doors = [everything(there, at) for at in range(choice.houses)]
    done = not choice.by_phone
    words = paper(
        method="PHONE" if choice.by_phone else "HOME",
        follow_up="再来看看" if choice.promises else " ",
        plaque_look=choice.look,
    )
    return RecordTrip(
        visit=RecordVisit(paper=words, met=met),
        gifts=tuple(door.gifts[0] for door in doors) if choice.pays else (),
        certifications=tuple(door.certifications[0] for door in doors)
        if choice.certifies and done
        else (),
        proof=PICTURE,
        new_plaques=tuple(door.new_plaques[0] for door in doors) if choice.hangs and done else (),
        confirmed=frozenset({"certification.same_photo"}),
    )


class TakenBackError(Exception):
    """Ends a unit of work without keeping it."""


@contextmanager
def thrown_away(store: Store) -> Iterator[Session]:
    """A unit of work of which nothing is kept."""
    with suppress(TakenBackError), store.write("test") as session:
        yield session
        raise TakenBackError


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(choice=choices)
def test_what_is_announced_is_what_is_written(store: Store, choice: Choice) -> None:
    with thrown_away(store) as session:
        there = village(session, count=3)
        gifts = {gift.plan_id: gift for gift in view(session, *there.people).gifts}
        trip = trip_of(there, choice)
        announced = will_write(trip, gifts)
        made = record_trip(session, trip, today=TODAY)
        session.flush()
        assert written(session, made.visit_id) == announced
        assert k1(session) == announced.helped
