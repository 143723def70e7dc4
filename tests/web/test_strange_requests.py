"""Requests that no form sends: each gets a page with words, and nothing of it is kept or cached."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session

from deploy import __file__ as deploy_file
from district_server.app import create_app
from district_server.models import DistrictStation
from district_server.settings import Settings
from district_server.web.pages.bundles import MOST_BYTES
from district_server.web.words import subject_in_words
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import District, InProcess, initialised
from tests.web.browser import HOME, Browser, browser_of
from tests.web.scene import NEAR, two_towns

DEPLOY = Path(deploy_file).parent
HALF = "+2AA-"
"""Half a character, as UTF-7 writes it."""


def in_utf_7(**fields: str) -> tuple[bytes, dict[str, str]]:
    """A form in a character set that no browser sends."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    kind = "multipart/form-data; boundary=x; charset=utf-7"
    return ("".join(parts) + "--x--\r\n").encode(), {"content-type": kind}


@pytest.mark.parametrize("period", ["9999", "9999-12", "9995-01..9999-12", "2023-01", "0001-Q1"])
@pytest.mark.parametrize("path", ["/tally", "/tally/tally.xlsx", "/tally/lines/A1"])
def test_a_period_that_cannot_be_is_the_usual_one(
    district: District, chief: Browser, path: str, period: str
) -> None:
    two_towns(district)
    assert chief.get(f"{path}?period={period}").status_code == 200


def test_half_a_character_at_the_door_is_a_wrong_name(district: District) -> None:
    browser = browser_of(district)
    key = browser.form_key("/login")
    body, headers = in_utf_7(form_key=key, name=HALF, password=HALF)
    answer = browser.line.post(HOME + "/login", content=body, headers=headers)
    assert answer.status_code == 401


def test_half_a_character_in_a_form_is_left_out(district: District, chief: Browser) -> None:
    key = chief.form_key("/stations/new")
    body, headers = in_utf_7(form_key=key, code=NEAR, name=f"{HALF}East")
    answer = chief.line.post(HOME + "/stations/new", content=body, headers=headers)
    assert answer.status_code == 303
    with Session(district.engine) as session:
        assert session.query(DistrictStation).one().name == "East"


def test_what_turns_words_about_is_no_part_of_a_name(district: District, chief: Browser) -> None:
    chief.post("/stations/new", code=NEAR, name="东湖\u202e社\x1b区\x00站")
    with Session(district.engine) as session:
        assert session.query(DistrictStation).one().name == "东湖社区站"


def test_pages_of_a_district_named_static_are_kept_by_nobody(
    tmp_path: Path, clock: StandingClock
) -> None:
    engine = initialised(f"sqlite:///{tmp_path / 'static.db'}", clock)
    app = create_app({"static": engine}, clock=clock, settings=Settings("sqlite://"))
    with asyncio.Runner() as runner:
        line = httpx.Client(transport=InProcess(app, runner), base_url="https://testserver")
        page = line.get("/static/web/login")
        style = re.search(r'href="(/static/web/static/app\.css[^"]*)"', page.text)
        assert style is not None
        assert page.headers["cache-control"] == "no-store"
        assert "max-age" in line.get(style.group(1)).headers["cache-control"]
    engine.dispose()


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (None, ""),
        ("moves", "转入转出"),
        ("A1 2026-06", "期末在册服务对象，2026年6月"),
        ("tally 2026-06 320812001", "数据汇总，2026年6月，320812001"),
        ("certification 2026", "认证进度，2026年"),
        ("A1 x", "期末在册服务对象，x"),
        ("区县小程序", "区县小程序"),
    ],
)
def test_the_audit_table_says_what_was_seen_in_words(subject: str | None, words: str) -> None:
    assert subject_in_words(subject) == words


@pytest.mark.parametrize(
    ("file", "unit"), [("nginx/district-server.conf", 2**20), ("caddy/Caddyfile", 10**6)]
)
def test_the_front_lets_through_what_the_page_of_sticks_takes(file: str, unit: int) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8")
    sizes = re.findall(r"max(?:_body)?_size (\d+)m", text, re.IGNORECASE)
    assert max(int(size) for size in sizes) * unit >= MOST_BYTES


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1:8000", True), ("testserver", False)])
def test_a_slip_whose_address_no_station_reaches_says_so(
    district: District, chief: Browser, host: str, warned: bool
) -> None:
    two_towns(district)
    form = {"form_key": chief.form_key("/codes/new"), "station": NEAR}
    address = HOME.replace("https:", "http:") if warned else HOME
    cookie = {"cookie": f"district_session={chief.line.cookies['district_session']}"}
    page = chief.line.post(f"{address}/codes/new", data=form, headers={"host": host, **cookie})
    assert ("站里连不上这个地址" in page.text) is warned
