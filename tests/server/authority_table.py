"""The authority matrix: for every route of the server, who may use it and who reads what by it.

A route that is not here fails a test. A row says which answer each of those gets who may come in;
everybody else gets `denied`. `sees` are those in whose answer a name out of station A's register
stands. Pages of officers are rows of `PAGES` below, by the name of the page.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import uuid4

import msgspec

from district_server.web.pages import PAGES as SPECS
from district_server.web.visit import CSRF_FIELD, form_key
from station_app.sync import blobs, enrolment, proof, wire
from tests.server.authority_world import CODES, OFFICERS, Who, World

Ask = Callable[[World, Who], dict[str, Any]]
"""The rest of a request for httpx; Any: its keyword arguments."""
EVERYBODY = frozenset(Who)
PCS = frozenset({Who.STATION_A, Who.STATION_B})


class Place(Enum):
    """Where a route lives."""

    SERVER = ""
    DISTRICT = "/huaiyin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One use of one route."""

    method: str
    path: str
    use: str = ""
    place: Place = Place.DISTRICT
    may: Mapping[Who, int]
    denied: int = 401
    sees: frozenset[Who] = frozenset()
    ask: Ask = field(default=lambda _world, _who: {})
    fill: Callable[[World], dict[str, str]] = field(default=lambda _world: {})

    @property
    def name(self) -> str:
        """The row in a test's name."""
        return f"{self.method} {self.path} {self.use}".strip()


def all_get(status: int, who: frozenset[Who] = EVERYBODY) -> dict[Who, int]:
    """The same answer for all of these."""
    return dict.fromkeys(who, status)


# -- requests ---------------------------------------------------------------------------------


def _push(world: World, who: Who, *, device: Who | None = None, **more: Any) -> dict[str, Any]:
    """A message that this PC could send; or one in which it pretends to be another."""
    sender = world.devices.get(device or who) or world.devices[Who.STATION_A]
    message = wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=world.server(),
        device=sender,
        incarnation=uuid4(),
        cursor=0,
        district_cursor=0,
    )
    return {"content": wire.pack(msgspec.structs.replace(message, **more))}


def _write_into_a(world: World, who: Who) -> dict[str, Any]:
    """An edit of A's only person, with a new life each time so that every one is the first."""
    author = wire.Author("无名", 0.0)
    edits = [wire.Edits("person", [world.person], [{"name": ("甲", "乙")}], [author])]
    return _push(world, who, batch=uuid4(), edits=edits)


def _rows_of_a(world: World, who: Who) -> dict[str, Any]:
    """Asking for the rows of A's only person."""
    question = proof.Question(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=world.server(),
        device=world.devices.get(who) or world.devices[Who.STATION_A],
        wanted=[proof.Keys("person", [world.person])],
    )
    return {"content": wire.pack(question)}


def _enrol(station: str, **given: Any) -> Ask:
    def ask(world: World, _who: Who) -> dict[str, Any]:
        code = given.get("code") or world.code(station, days=given.get("days", 14))
        claimed = CODES[given.get("claims", station)]
        request = enrolment.Request(code, claimed, uuid4(), "PC", secrets.token_urlsafe(32))
        return {"content": msgspec.json.encode(request)}

    return ask


def _used_code(world: World, _who: Who) -> dict[str, Any]:
    code = world.code("a")
    request = enrolment.Request(code, CODES["a"], uuid4(), "PC", secrets.token_urlsafe(32))
    first = world.line.post("/huaiyin/v1/enrol", content=msgspec.json.encode(request))
    assert first.status_code == 200
    return _enrol("a", code=code)(world, _who)


def _ask_for_photos(_world: World, _who: Who) -> dict[str, Any]:
    return {"content": blobs.pack(blobs.Ask(mine=[bytes(32)], want=[bytes(32)]))}


def _piece(_world: World, _who: Who) -> dict[str, Any]:
    params = {"start": "0", "size": "3", "digest": "0" * 64, "sealed": "0"}
    return {"params": params, "content": b"abc"}


def _one_certification(_world: World, _who: Who) -> dict[str, Any]:
    item = {
        "reference": "mini-1",
        "id_number": "320812195001010017",
        "name": "无此人",
        "certified_on": "2022-10-01",
        "evidence": "0" * 64,
    }
    return {"json": {"certifications": [item]}}


def _photo(_world: World) -> dict[str, str]:
    return {"name": "0" * 64}


# -- the table --------------------------------------------------------------------------------

NOT_THERE = all_get(404, PCS)
TABLE: tuple[Row, ...] = (
    Row(method="GET", path="/healthz", place=Place.SERVER, may=all_get(200)),
    Row(method="GET", path="/readyz", place=Place.SERVER, may=all_get(200)),
    Row(method="GET", path="/openapi.json", place=Place.SERVER, may=all_get(200)),
    Row(method="GET", path="/metrics", place=Place.SERVER, may={Who.METRICS: 200}, denied=404),
    Row(
        method="POST",
        path="/v1/sync",
        use="read",
        may=all_get(200, PCS),
        sees=frozenset({Who.STATION_A}),
        ask=_push,
    ),
    Row(
        method="POST",
        path="/v1/sync",
        use="write into A",  # B's batch is taken, its one row refused: test_authority.py
        may=all_get(200, PCS),
        sees=frozenset({Who.STATION_A}),
        ask=_write_into_a,
    ),
    Row(
        method="POST",
        path="/v1/sync",
        use="under A's name",
        may={Who.STATION_A: 200, Who.STATION_B: 409},
        sees=frozenset({Who.STATION_A}),
        ask=lambda world, who: _push(world, who, device=Who.STATION_A),
    ),
    Row(
        method="POST",
        path="/v1/proof",
        may=all_get(200, PCS),
        sees=frozenset({Who.STATION_A}),
        ask=_rows_of_a,
    ),
    Row(method="POST", path="/v1/enrol", use="good code", may=all_get(200), ask=_enrol("a")),
    Row(
        method="POST",
        path="/v1/enrol",
        use="forged code",
        may={},
        denied=403,
        ask=_enrol("a", code="AAAA-AAAA-AAAA-AAAA"),
    ),
    Row(
        method="POST",
        path="/v1/enrol",
        use="expired code",
        may={},
        denied=403,
        ask=_enrol("a", days=-1),
    ),
    Row(method="POST", path="/v1/enrol", use="used code", may={}, denied=403, ask=_used_code),
    Row(
        method="POST",
        path="/v1/enrol",
        use="A's code for B",
        may={},
        denied=403,
        ask=_enrol("a", claims="b"),
    ),
    Row(method="POST", path="/v1/photos", may=all_get(200, PCS), ask=_ask_for_photos),
    Row(
        method="PUT",
        path="/v1/photos/{name}",
        use="of no record",
        may=all_get(409, PCS),
        ask=_piece,
        fill=_photo,
    ),
    Row(method="GET", path="/v1/photos/{name}", may=NOT_THERE, fill=_photo),
    Row(method="POST", path="/v1/certifications", may={Who.API_KEY: 200}, ask=_one_certification),
    Row(method="GET", path="/", may=all_get(303)),
)

# -- pages ------------------------------------------------------------------------------------

TOWN = frozenset({Who.TOWN_OFFICER, Who.OTHER_TOWN})
HERE = TOWN | {Who.DISTRICT_OFFICER}
TO_LOG_IN = 303
NOT_ALLOWED = 403
STALE = 400
"""Somebody who is not logged in has no key for a form."""


@dataclass(frozen=True, slots=True)
class Page:
    """Who may open a page: all officers, those of the district, those of A's town, or anybody."""

    may: frozenset[Who]
    fill: Callable[[World], dict[str, str]] = field(default=lambda _world: {})
    sees: frozenset[Who] = frozenset()
    others: Mapping[Who, int] = field(default_factory=dict)
    """Officers who get neither the page nor the usual no, and what they get."""


def _a_month(world: World) -> dict[str, str]:
    return {"station": str(world.station("a")), "month": "2022-09"}


DOOR = Page(EVERYBODY - HERE, others=all_get(303, HERE))
"""Whoever is in already is led on."""
ALL = Page(HERE)
CHIEF = Page(frozenset({Who.DISTRICT_OFFICER}))
PAGES: dict[str, Page] = {
    "overview": ALL,
    "login": DOOR,
    "logout": ALL,
    "password": ALL,
    "stations": ALL,
    "new_station": CHIEF,
    "station": Page(
        HERE - {Who.OTHER_TOWN},
        fill=lambda world: {"station": str(world.station("a"))},
        others={Who.OTHER_TOWN: 404},
    ),
    "devices": ALL,
    "device": Page(
        frozenset({Who.DISTRICT_OFFICER}),
        fill=lambda world: {"device": str(world.devices[Who.STATION_A])},
    ),
    "conflicts": ALL,
    "refused": ALL,
    "codes": CHIEF,
    "new_code": CHIEF,
    "withdraw_code": CHIEF,
    "audit": CHIEF,
    "audit_file": CHIEF,
    "tally": ALL,
    "tally_file": ALL,
    "tally_line": Page(HERE, fill=lambda _world: {"code": "A1"}),
    "tally_rows": Page(
        HERE - {Who.OTHER_TOWN},
        fill=lambda world: {"code": "A1", "station": str(world.station("a"))},
        sees=HERE - {Who.OTHER_TOWN},
        others={Who.OTHER_TOWN: 404},
    ),
    "tally_form": ALL,
    "tally_paper": ALL,
    "keep_roll_up": ALL,
    "kept_roll_ups": ALL,
    "kept_roll_up": Page(
        frozenset(), fill=lambda _world: {"roll_up": str(uuid4())}, others=all_get(404, HERE)
    ),
    "lock_used": Page(CHIEF.may, fill=lambda _world: {"roll_up": str(uuid4())}),
    **dict.fromkeys(
        ("kept_form", "kept_paper"),
        Page(frozenset(), fill=lambda _world: {"roll_up": str(uuid4())}, others=all_get(404, HERE)),
    ),
    "months": ALL,
    "months_file": ALL,
    "remind_of_month": CHIEF,
    "month_report": Page(HERE - {Who.OTHER_TOWN}, fill=_a_month, others={Who.OTHER_TOWN: 404}),
    "send_month_back": Page(CHIEF.may, fill=_a_month),
    "lock_month": Page(CHIEF.may, fill=_a_month),
    "certification": ALL,
    "certification_file": ALL,
    "moves": CHIEF,
    "online": CHIEF,
    "new_api_key": CHIEF,
    "revoke_api_key": CHIEF,
    "bundles": CHIEF,
    "receipt": Page(
        frozenset(),
        fill=lambda _world: {"receipt": str(uuid4())},
        others={Who.DISTRICT_OFFICER: 404},
    ),
    "receipts": Page(
        frozenset(),
        fill=lambda _world: {"taking": str(uuid4())},
        others={Who.DISTRICT_OFFICER: 404},
    ),
    "postings": ALL,
    "new_notice": CHIEF,
    "new_task": CHIEF,
    "posting": Page(
        frozenset(),
        fill=lambda _world: {"kind": "notice", "posting": str(uuid4())},
        others=all_get(404, HERE),
    ),
    "withdraw_posting": Page(
        CHIEF.may, fill=lambda _world: {"kind": "notice", "posting": str(uuid4())}
    ),
    "gift_standards": CHIEF,
    "pension_standards": CHIEF,
    "code_lists": CHIEF,
    "cycles": CHIEF,
}


def page_rows(name: str) -> list[Row]:
    """The rows of a page: opening it, and sending its form."""
    (spec,) = (spec for spec in SPECS if spec.name == name)
    page = PAGES[name]
    rows = []
    if spec.show is not None:
        denied = all_get(NOT_ALLOWED, HERE - page.may) | dict(page.others)
        rows.append(_page_row("GET", spec.path, page, denied, outside=TO_LOG_IN))
    return rows


def _page_row(
    method: str, path: str, page: Page, denied: Mapping[Who, int], *, outside: int
) -> Row:
    return Row(
        method=method,
        path=f"/web{path}",
        may={**all_get(200, page.may), **denied},
        denied=outside,
        sees=page.sees,
        fill=page.fill,
    )


def form_of(world: World, who: Who) -> dict[str, Any]:
    """A form with the right key of whoever has one, and nothing else in it."""
    cookie = world.cookies.get(who, "") if who in OFFICERS else ""
    return {"data": {CSRF_FIELD: form_key(cookie)}}
