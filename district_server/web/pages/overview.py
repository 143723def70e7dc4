"""总览: how many stations reported, which are late, what waits for a person."""

from starlette.responses import Response

from district_server.web.spec import PageSpec
from district_server.web.views import stations
from district_server.web.views.months import last_month
from district_server.web.views.overview import SHOWN, overview
from district_server.web.visit import Visit


def show(visit: Visit) -> Response:
    """The first page."""
    with visit.read() as session:
        lines = stations.stations(session, visit.reach, now=visit.now)
        months = last_month(session, visit.reach, today=visit.today)
    return visit.page(
        "overview.html",
        overview=overview(lines),
        months=months,
        shown=SHOWN,
        days=stations.LATE_AFTER.days,
    )


PAGES = (PageSpec("overview", "/", show),)
