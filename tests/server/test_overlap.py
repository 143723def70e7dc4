"""The PC works while the line does: what was put together or asked for ahead is never a mistake."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from district_server.models import Feed
from station_app.errors import Unavailable
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from tests.fixtures.district import SERVER, District, MakeOffice, everything
from tests.fixtures.lines import Fault, bad_line

PEOPLE = 700
TYPED_DURING = 4
"""Requests during which somebody types."""


class Watched(httpx.BaseTransport):
    """A good line; before each request `meanwhile` is told its number."""

    def __init__(self, district: District, meanwhile: Callable[[int], None]) -> None:
        self._district = district
        self._meanwhile = meanwhile
        self._numbers = count()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request after the rest of the PC has done something."""
        self._meanwhile(next(self._numbers))
        body, headers = request.read(), request.headers
        answer = self._district.line.post(request.url.path, content=body, headers=headers)
        kind = {"content-type": answer.headers["content-type"]}
        return httpx.Response(answer.status_code, headers=kind, content=answer.content)


def watched(district: District, meanwhile: Callable[[int], None]) -> httpx.Client:
    """A line on which something happens here while it is used."""
    return httpx.Client(transport=Watched(district, meanwhile), base_url=SERVER)


def test_what_is_typed_while_batches_are_under_way_arrives_as_typed(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.add_people(PEOPLE)
    with office.store.read() as session:
        keys = list(session.scalars(select(Person.id).order_by(Person.file_no)))

    def edit(number: int) -> None:
        for key in keys[number::100] if number < TYPED_DURING else ():
            office.change(key, address=f"{number} 号")

    result = office.sync(watched(district, edit))

    assert result.complete
    assert district.count(Conflict) == 0
    with office.store.read() as here, Session(district.engine) as there:
        mine, theirs = everything(here)["person"], everything(there)["person"]
    assert mine == theirs
    assert any(person["address"] is not None for person in mine.values())


@pytest.mark.parametrize("fault", [Fault.LOST_REPLY, Fault.CUT_REPLY])
@pytest.mark.parametrize("at", [1, 2])
def test_a_line_lost_at_any_page_brings_every_record_once(
    district: District, make_office: MakeOffice, fault: Fault, at: int
) -> None:
    first, second = make_office("first"), make_office("second")
    first.enroll(district)
    first.add_people(PEOPLE)
    first.sync(district)
    second.enroll(district)
    faults = [Fault.NONE] * at + [fault]
    with suppress(Unavailable):
        second.sync(bad_line(district, *faults))
    assert second.sync(district).complete
    with first.store.read() as one, second.store.read() as other:
        assert everything(one) == everything(other)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_batch_put_together_ahead_is_noted_before_it_is_sent(
    district: District, make_office: MakeOffice, at: int
) -> None:
    office = make_office("first")
    office.enroll(district)
    office.add_people(PEOPLE)
    faults = [Fault.NONE] * at + [Fault.LOST_REPLY]
    with suppress(Unavailable):
        office.sync(bad_line(district, *faults))
    assert office.sync(district).complete
    assert district.count(Person) == PEOPLE
    with Session(district.engine) as session:
        places = session.scalar(select(func.count()).where(Feed.record_type == "person"))
    assert places == PEOPLE
