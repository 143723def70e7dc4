"""What a route sheet says of each stop: who lives there, when last visited, what waits."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import plaque as rules
from station_app.domain.ages import age_of
from station_app.domain.forms import GiftLine, RoutePaper, RouteStop
from station_app.domain.partial_date import PartialDate
from station_app.domain.printouts import RowBehind
from station_app.models.identifiers import PersonId
from station_app.models.plaque import Plaque
from station_app.queries.people import people_rows
from station_app.queries.plaque_states import events_of, state_after
from station_app.queries.printed_people import Printed, printed_people
from station_app.queries.route import Need, NeedRow, candidates, candidates_named, needs_of
from station_app.queries.route_sheets import route_sheet


def kept_sheet(session: Session, sheet_id: UUID, today: date) -> RoutePaper | None:
    """A printed sheet with its numbers as they are, and what waits at each stop today."""
    sheet = route_sheet(session, sheet_id)
    if sheet is None:
        return None
    numbers = [(line.line_no, line.person_id) for line in sheet.lines]
    stops = _stops(session, numbers, today)
    return RoutePaper(sheet.serial, sheet.planned_on, sheet.visitors, stops, sheet.homes())


def people_due(session: Session, people: Sequence[UUID] | None, today: date) -> RoutePaper:
    """A list that is not kept: these people, or everybody for whom something waits."""
    found = (
        candidates(session, today=today)
        if people is None
        else candidates_named(session, people, today=today)
    )
    keys = [one.person.person_id for one in found]
    homes = {one.person.household_id or one.person.person_id for one in found}
    stops = _stops(session, list(enumerate(keys, start=1)), today)
    return RoutePaper(None, today, None, stops, len(homes))


@dataclass(frozen=True, slots=True)
class _About:
    """What is known beside the people themselves."""

    needs: Mapping[PersonId, tuple[NeedRow, ...]]
    last: Mapping[PersonId, date | None]
    hanging: Set[UUID]
    today: date


def _stops(
    session: Session, numbers: Sequence[tuple[int, UUID]], today: date
) -> tuple[RouteStop, ...]:
    keys = [key for _, key in numbers]
    people = printed_people(session, keys)
    rows = people_rows(session, keys, today=today)
    about = _About(
        needs=needs_of(session, today=today, only=frozenset(keys)),
        last={row.person_id: row.last_contact for row in rows},
        hanging=_homes_with_plaque(session),
        today=today,
    )
    return tuple(_stop(number, people[key], about) for number, key in numbers if key in people)


def _stop(number: int, person: Printed, about: _About) -> RouteStop:
    needs = about.needs.get(PersonId(person.id), ())
    wanted = {row.need for row in needs}
    gifts = [row for row in needs if row.need is Need.CONDOLENCE]
    return RouteStop(
        number=number,
        name=person.name,
        sex=person.sex,
        age=age_of(PartialDate.of(person.born), about.today) if person.born else None,
        group_name=person.group_name,
        address=person.address,
        phone=person.phone,
        last_visit=about.last.get(PersonId(person.id)),
        contact_due=Need.CONTACT in wanted,
        condolences=tuple(GiftLine(amount_fen=row.amount_fen, goods=row.text) for row in gifts),
        certification_due=Need.CERTIFICATION in wanted,
        hang=Need.HANG in wanted,
        replace=Need.REPLACE in wanted,
        has_plaque=person.household_id in about.hanging,
        record=RowBehind("person", person.id),
    )


def _homes_with_plaque(session: Session) -> set[UUID]:
    events = events_of(session)
    statement = select(Plaque.id, Plaque.household_id).where(Plaque.deleted.is_(False))
    return {
        home
        for key, home in session.execute(statement)
        if state_after(events.get(key, [])) in rules.STOCK
    }
