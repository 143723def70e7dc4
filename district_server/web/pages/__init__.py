"""All pages; each module describes its own in `PAGES`. A new page is a line here."""

from district_server.web.pages import audit, codes, devices, log_in, overview, questions, stations
from district_server.web.spec import PageSpec

PAGES: tuple[PageSpec, ...] = (
    *overview.PAGES,
    *log_in.PAGES,
    *stations.PAGES,
    *devices.PAGES,
    *questions.PAGES,
    *codes.PAGES,
    *audit.PAGES,
)
