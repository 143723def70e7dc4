"""A browser without a screen for tests of pages: cookies, forms with their keys, addresses."""

import re
from dataclasses import dataclass
from html import unescape

import httpx
from sqlalchemy.orm import Session

from district_server.models import Officer
from district_server.web import officers, passwords
from tests.fixtures.district import District

HOME = "https://testserver/web"
KEY = re.compile(r'name="form_key" value="([^"]*)"')
PASSWORD = "sheng-huo-2022-xia"


@dataclass(slots=True)
class Browser:
    """One browser at the pages of a district."""

    district: District
    line: httpx.Client

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return self.line.get(HOME + path)

    def post(self, path: str, *, page: str | None = None, **fields: object) -> httpx.Response:
        """Send the form of a page as a browser does, with the key that the page gave."""
        key = self.form_key(page or path)
        return self.line.post(HOME + path, data={"form_key": key, **fields})

    def form_key(self, path: str) -> str:
        """The key in the first form of a page."""
        found = KEY.search(self.get(path).text)
        assert found is not None, path
        return unescape(found.group(1))

    def log_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in the form at the door."""
        return self.post("/login", name=name, password=password)


def browser_of(district: District) -> Browser:
    """A browser that nobody used yet."""
    line = httpx.Client(transport=district.line._transport, base_url=HOME)
    return Browser(district, line)


def add_officer(district: District, name: str, town: str | None = None) -> None:
    """An officer who already has a password of their own."""
    with Session(district.engine) as session, session.begin():
        officers.add(session, name, town=town, now=district.clock())
        officer = session.query(Officer).filter_by(name=name).one()
        officer.password_hash, officer.must_change = passwords.kept(PASSWORD), False


def logged_in(district: District, name: str, town: str | None = None) -> Browser:
    """A browser at which this officer has logged in."""
    add_officer(district, name, town)
    browser = browser_of(district)
    assert browser.log_in(name).status_code == 303
    return browser
