"""Every page of the desk, opened for the first and the second time in a process of its own.

    DIR        the folder of a filled station; prints one line of JSON: page → [cold, warm]

The pages' modules have been imported behind the first page by then, as for a clerk who reads it.
"""

import json
import sys
from dataclasses import astuple
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.desk_window import BARE, Window, window
from benchmarks.scene import OPERATOR, PASSWORD, clock
from station_app.models.certification import Certification
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.person import Person
from station_app.models.visit import VisitAttendance
from station_app.paths import station_paths
from station_app.services.station import open_station
from station_app.ui.pages import PAGES

NEEDS = {"person": "person", "person_edit": "person", "batch": "batch"}
"""Pages that are opened on a subject, and which."""
Subjects = dict[str, UUID]


def subjects(folder: Path) -> Subjects:
    """The person with the longest timeline and the batch with the most people."""
    paths = station_paths(folder)
    store, _ = open_station(paths, operator=OPERATOR, password=PASSWORD, clock=clock)
    with store.read() as session:
        found = {"person": _busiest(session), "batch": _largest(session)}
    store.close()
    return found


def _busiest(session: Session) -> UUID:
    visits = select(VisitAttendance.person_id).subquery()
    passed = select(Certification.person_id).subquery()
    many = (
        select(Person.id)
        .join(visits, visits.c.person_id == Person.id)
        .join(passed, passed.c.person_id == Person.id)
        .group_by(Person.id)
        .order_by(func.count().desc(), Person.id)
    )
    return session.scalars(many.limit(1)).one()


def _largest(session: Session) -> UUID:
    many = (
        select(CondolencePlan.batch_id)
        .join(CondolenceBatch, CondolenceBatch.id == CondolencePlan.batch_id)
        .group_by(CondolencePlan.batch_id)
        .order_by(func.count().desc(), CondolencePlan.batch_id)
    )
    return session.scalars(many.limit(1)).one()


def opened(desk: Window, found: Subjects) -> dict[str, list[tuple[float, float, float]]]:
    """Both openings of every page, home last: it has been open since log-in."""
    names = [spec.name for spec in PAGES if spec.name != "home"] + ["home", BARE.name]
    answers: dict[str, list[tuple[float, float, float]]] = {name: [] for name in names}
    for _ in range(2):
        for name in names:
            answer = desk.open(name, found.get(NEEDS.get(name, "")))
            answers[name].append(astuple(answer))
            desk.settle()
    return answers


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1])
    found = subjects(folder)
    with window(folder) as desk:
        print(json.dumps(opened(desk, found)))


if __name__ == "__main__":
    main()
