"""Who may read and write what: every route of the server, everybody who may knock."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import zstandard
from starlette.routing import BaseRoute, Mount, Route

from district_server.app import district_routes, server_routes
from district_server.context import Context
from district_server.settings import Settings
from district_server.web.pages import PAGES as SPECS
from district_server.web.spec import PageSpec
from station_app.sync import wire
from tests.fixtures.clock import StandingClock
from tests.server.authority_table import PAGES, TABLE, Row, form_of, page_rows
from tests.server.authority_world import OFFICERS, SECRET, Who, World, city

ROWS = [*TABLE, *(row for name in PAGES for row in page_rows(name))]
FORMS = [spec for spec in SPECS if spec.take is not None]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_district: Path) -> Iterator[World]:
    """One city for the whole table: no row depends on what another left behind."""
    with city(tmp_path_factory.mktemp("city"), empty_district, StandingClock()) as found:
        yield found


def sent(world: World, row: Row, who: Who) -> httpx.Response:
    """The row's request, with what they show at the door."""
    path = row.place.value + row.path.format_map(row.fill(world))
    return world.line.request(row.method, path, headers=world.heads(who), **row.ask(world, who))


def text_of(answer: httpx.Response) -> str:
    """What can be read in an answer."""
    content = answer.content
    if answer.headers.get("content-type") == wire.CONTENT_TYPE:
        content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
    return content.decode(errors="replace")


@pytest.mark.parametrize("who", Who, ids=lambda who: who.value)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_everybody_gets_what_the_table_says(world: World, row: Row, who: Who) -> None:
    answer = sent(world, row, who)
    assert answer.status_code == row.may.get(who, row.denied), answer.text[:300]
    assert (SECRET in text_of(answer)) == (who in row.sees)


SHUT_OUT = [
    (spec, who)
    for spec in FORMS
    for who in Who
    if who not in PAGES[spec.name].may and PAGES[spec.name].others.get(who) != 303
]


@pytest.mark.parametrize(("spec", "who"), SHUT_OUT, ids=lambda each: getattr(each, "name", ""))
def test_a_form_is_not_taken_from_those_who_may_not_open_its_page(
    world: World, spec: PageSpec, who: Who
) -> None:
    """They send the form key of their own log-in, so it is not the key that stops them."""
    path = "/huaiyin/web" + spec.path.format_map(PAGES[spec.name].fill(world))
    answer = world.line.post(path, headers=world.heads(who), **form_of(world, who))
    has_log_in = who in OFFICERS - {Who.OTHER_OFFICER, Who.GONE_OFFICER}
    assert answer.status_code in ((403, 404) if has_log_in else (400,)), answer.text[:300]


def paths(routes: list[BaseRoute], prefix: str = "") -> set[tuple[str, str]]:
    """Method and pattern of every route."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        if isinstance(route, Route):
            methods = (route.methods or set()) - {"HEAD"}
            found |= {(method, prefix + route.path) for method in methods}
        else:
            assert isinstance(route, Mount), route
            found.add(("MOUNT", prefix + route.path))
    return found


def test_no_route_is_missing_in_the_table(world: World) -> None:
    context = Context(world.engine, world.clock, Settings(""), "huaiyin")
    there = paths(district_routes(context)) | paths(server_routes([context]))
    assert there - {("MOUNT", "/web")} == {(row.method, row.path) for row in TABLE}
    assert {spec.name for spec in SPECS} == set(PAGES)


def test_everybody_in_the_table_has_something_to_show(world: World) -> None:
    shown = [world.heads(who).popitem()[1] for who in Who if who is not Who.NOBODY]
    assert len(set(shown)) == len(Who) - 1
