"""How a page is described: its name, its address, its function, who may open it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from district_server.models import Role
from district_server.web.navigation import DISTRICT_ONLY, EVERYBODY
from district_server.web.visit import Visit

Handler = Callable[[Visit], Response]
FORM_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One address of the pages.

    `show` answers GET, `take` answers POST. Both run in a thread of their own and may use the
    database. With `open` nobody needs to be logged in.
    """

    name: str
    path: str
    show: Handler | None = None
    take: Handler | None = None
    roles: frozenset[Role] = EVERYBODY
    open: bool = False
    at_most: int = FORM_BYTES


__all__ = ["DISTRICT_ONLY", "EVERYBODY", "FORM_BYTES", "Handler", "PageSpec"]
