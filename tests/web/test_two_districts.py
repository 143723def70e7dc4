"""One process, two districts: pages, links and log-ins of one are nothing to the other."""

import asyncio
import re
from pathlib import Path

import httpx
from sqlalchemy.orm import Session

from district_server import stations
from district_server.app import create_app
from district_server.settings import Settings
from district_server.web import officers
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import InProcess, initialised
from tests.web.browser import KEY

NAMES = {"huaiyin": "青石村退役军人服务站", "qingpu": "柳溪社区退役军人服务站"}


def test_a_log_in_at_one_district_opens_nothing_at_the_other(
    tmp_path: Path, clock: StandingClock
) -> None:
    engines = {name: initialised(f"sqlite:///{tmp_path / name}.db", clock) for name in NAMES}
    passwords = {}
    for name, engine in engines.items():
        with Session(engine) as session, session.begin():
            stations.add_station(session, code="320812001001", name=NAMES[name], now=clock())
            passwords[name] = officers.add(session, "林主任", town=None, now=clock())
    app = create_app(engines, clock=clock, settings=Settings("sqlite://", districts=tuple(NAMES)))
    with asyncio.Runner() as runner:
        line = httpx.Client(transport=InProcess(app, runner), base_url="https://testserver")
        key = KEY.search(line.get("/huaiyin/web/login").text)
        assert key is not None
        form = {"form_key": key.group(1), "name": "林主任", "password": passwords["huaiyin"]}
        answer = line.post("/huaiyin/web/login", data=form)
        assert answer.headers["location"] == "/huaiyin/web/"
        assert "Path=/huaiyin/web/" in answer.headers["set-cookie"]
        page = line.get("/huaiyin/web/password").text
        assert all(
            link.startswith("/huaiyin/web/") for link in re.findall(r'href="(/[^"]*)"', page)
        )
        cookie = dict(line.cookies)
        there = line.get("/qingpu/web/stations", headers={"cookie": f"{cookie}"})
        assert there.headers["location"].startswith("/qingpu/web/login")
        forged = f"district_session={line.cookies['district_session']}"
        stolen = line.get("/qingpu/web/stations", headers={"cookie": forged})
        assert stolen.headers["location"].startswith("/qingpu/web/login")
    for engine in engines.values():
        engine.dispose()
