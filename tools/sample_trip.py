"""A route sheet that is half walked, for pictures of the page that enters it."""

from datetime import date

from sqlalchemy import select

from station_app.domain.codes import VisitKind, VisitMethod
from station_app.models.identifiers import PersonId
from station_app.models.route import RouteLine
from station_app.queries.route import Need, candidates
from station_app.services.route_sheets import MakeSheet, make_sheet, mark_entered, nobody_home
from station_app.services.visit_paper import Met, VisitPaper
from station_app.services.visits import RecordVisit, record_visit
from station_app.store.unit_of_work import Store

LINES = 8
"""As many as somebody walks to in a morning."""


def walk_a_sheet(store: Store, today: date) -> None:
    """Two houses are entered, at the third nobody was in."""
    with store.write("走访路书") as session:
        due = [one for one in candidates(session, today=today) if Need.CERTIFICATION in one.wanted]
        chosen = tuple(one.person.person_id for one in due[:LINES])
        made = make_sheet(session, MakeSheet(planned_on=today, person_ids=chosen), today=today)
        lines = session.scalars(
            select(RouteLine).where(RouteLine.sheet_id == made.sheet_id).order_by(RouteLine.line_no)
        ).all()
        for line in lines[:2]:
            visit = record_visit(
                session,
                RecordVisit(paper=_paper(today), met=(Met(PersonId(line.person_id)),)),
                today=today,
            )
            mark_entered(session, made.sheet_id, visit.visit_id, [line.person_id])
        nobody_home(session, lines[2].id, on=today, today=today)


def _paper(day: date) -> VisitPaper:
    return VisitPaper(
        visit_date=day,
        kind=VisitKind.ROUTINE,
        method=VisitMethod.HOME,
        visitors="李秀兰、赵国强",
        situation="身体平稳，药在吃。",
    )
