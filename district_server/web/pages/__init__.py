"""All pages; each module describes its own in `PAGES`. A new page is a line here."""

from district_server.web.pages import (
    audit,
    bundles,
    certification,
    codes,
    devices,
    kept,
    log_in,
    months,
    moves,
    online,
    overview,
    postings,
    questions,
    standards,
    stations,
    tally,
)
from district_server.web.spec import PageSpec

PAGES: tuple[PageSpec, ...] = (
    *overview.PAGES,
    *log_in.PAGES,
    *stations.PAGES,
    *devices.PAGES,
    *bundles.PAGES,
    *questions.PAGES,
    *tally.PAGES,
    *kept.PAGES,
    *months.PAGES,
    *certification.PAGES,
    *moves.PAGES,
    *online.PAGES,
    *postings.PAGES,
    *standards.PAGES,
    *codes.PAGES,
    *audit.PAGES,
)
