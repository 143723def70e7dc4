"""The search table written anew where an older program left rows of another shape."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from station_app.messages.labels import label
from station_app.models.person import Person
from station_app.services.station import read_setting, write_setting
from station_app.store.search import CHUNK, SHAPE, index_people
from station_app.store.unit_of_work import Store

NAME = "search.shape"


def renew_search(store: Store) -> int:
    """Write the rows of everybody anew if need be, a part at a time; returns of how many.

    Ordinary work goes on between the parts: somebody who is changed meanwhile is written twice.
    """
    with store.read() as session:
        if read_setting(session, NAME) == SHAPE:
            return 0
        people = session.scalars(select(Person.id).order_by(Person.id)).all()
    for start in range(0, len(people), CHUNK):
        _renew(store, people[start : start + CHUNK])
    with store.write(label("search.renew"), outgoing=False) as session:
        write_setting(session, NAME, SHAPE)
    return len(people)


def _renew(store: Store, some: Sequence[UUID]) -> None:
    with store.write(label("search.renew"), outgoing=False) as session:
        index_people(session, some)
