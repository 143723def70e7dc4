"""Every page in a real browser, served over a real socket: what officers meet, checked by it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import (
    staleness_of,
    url_to_be,
    visibility_of,
)
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import text

from district_server import database
from district_server.app import create_app
from district_server.settings import Settings
from tests.fixtures.chromium import View, chromium, has_chromium, listening, look
from tools.sample_district import CLERK, NEW, PASSWORD, make
from tools.web_screenshots import LOOKS, NOW, PATIENCE, log_in, pages_of

pytestmark = pytest.mark.loopback
WALK = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")
NASTY = "\"><img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>"


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of the sample district, and a browser before them."""

    address: str
    url: str
    driver: webdriver.Chrome

    def open(self, path: str) -> None:
        """Open a page."""
        self.driver.get(f"{self.address}/web{path}")

    def enter(self, view: View) -> None:
        """Log in with a window of this look; what was said before is forgotten."""
        look(self.driver, view)
        self.driver.delete_all_cookies()
        self.open("/login")
        log_in(self.driver)
        self.complaints()

    def press(self, how: str, what: str) -> None:
        """Press what leads to another page, and wait until that is there.

        A click on the button of a form comes back before the answer: the next command would cut it.
        """
        here = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.find_element(how, what).click()
        WebDriverWait(self.driver, PATIENCE).until(staleness_of(here))

    def complaints(self) -> list[str]:
        """What the browser complained about, and every address outside this server."""
        said = [entry["message"] for entry in self._log("browser")]
        events = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        asked = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return said + [url for url in asked if not url.startswith((self.address, "data:"))]

    def _log(self, name: str) -> list[dict[str, Any]]:  # Any: the browser's own JSON
        entries: list[dict[str, Any]] = self.driver.get_log(name)  # type: ignore[no-untyped-call]
        return entries


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample district behind a socket; skipped without a browser, but never in CI."""
    if not has_chromium():
        reason = "Chromium is not installed; `python3 dev.py test` as root installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("site")
    url = make(folder / "district", now=NOW)
    engine = database.open_engine(url)
    app = create_app(engine, clock=lambda: NOW, settings=Settings(url))
    with listening(app) as address, chromium(folder / "profile") as driver:
        yield Site(address, url, driver)
    engine.dispose()


@pytest.mark.parametrize("name", ["1366", "1366-dark", "150", "phone"])
def test_every_page_is_sound_in_every_look(site: Site, name: str) -> None:
    site.enter(LOOKS[name])
    for page, path in pages_of(site.url).items():
        site.open(path)
        assert (page, site.driver.execute_script(WALK)) == (page, [])
        complaints = site.complaints()
        if page != "not-found":  # a 404 is a line of the console, too
            assert (page, complaints) == (page, [])


@pytest.mark.parametrize("name", ["1366", "phone"])
def test_the_door_is_sound(site: Site, name: str) -> None:
    look(site.driver, LOOKS[name])
    site.driver.delete_all_cookies()
    site.complaints()  # of the test before
    site.open("/login")
    assert site.driver.execute_script(WALK) == []
    assert site.complaints() == []


def test_an_officer_logs_in_and_gets_to_the_page_by_the_keyboard_alone(site: Site) -> None:
    look(site.driver, LOOKS["1366"])
    site.driver.delete_all_cookies()
    site.open("/login")
    keys = webdriver.ActionChains(site.driver)
    keys.send_keys(CLERK, Keys.TAB, PASSWORD, Keys.ENTER).perform()
    WebDriverWait(site.driver, 20).until(url_to_be(f"{site.address}/web/"))
    webdriver.ActionChains(site.driver).send_keys(Keys.TAB, Keys.ENTER).perform()
    assert site.driver.switch_to.active_element.get_attribute("id") == "main"


def test_everything_that_has_the_focus_shows_it(site: Site) -> None:
    site.enter(LOOKS["1366"])
    site.open("/stations")
    rings = []
    for _ in range(30):
        webdriver.ActionChains(site.driver).send_keys(Keys.TAB).perform()
        rings.append(
            site.driver.execute_script(
                "const here = document.activeElement, style = getComputedStyle(here);"
                "return here === document.body || style.outlineStyle !== 'none'"
                " || style.boxShadow !== 'none';"
            )
        )
    assert all(rings)


def test_the_work_is_done_without_javascript(site: Site) -> None:
    off = "Emulation.setScriptExecutionDisabled"
    site.driver.execute_cdp_cmd(off, {"value": True})
    try:
        site.enter(LOOKS["1366"])
        site.open(f"/codes/new?station={NEW}")
        site.press(By.CSS_SELECTOR, "main button.main")
        assert len(site.driver.find_element(By.CLASS_NAME, "secret").text) == 19
        site.open("/stations?show=late")
        assert "青石村" in site.driver.page_source
    finally:
        site.driver.execute_cdp_cmd(off, {"value": False})


def test_what_was_written_is_there_again_when_the_log_in_ended_meanwhile(site: Site) -> None:
    site.enter(LOOKS["1366"])
    for fresh in ("冬季走访", ""):
        site.open("/postings/new-notice")
        if fresh:
            site.driver.find_element(By.ID, "title").send_keys(fresh)  # else nothing is sent
            site.driver.find_element(By.ID, "text").send_keys(fresh)
            site.driver.delete_all_cookies()
            site.press(By.CSS_SELECTOR, "main button.main")
            site.enter(LOOKS["1366"])
            site.open("/postings/new-notice")
        kept = site.driver.find_element(By.ID, "text").get_attribute("value")
        assert kept == fresh
        site.press(By.LINK_TEXT, "不发了")


def test_on_a_phone_the_menu_opens_over_the_page_and_leads_on(site: Site) -> None:
    site.enter(LOOKS["phone"])
    menu = site.driver.find_element(By.ID, "menu")
    assert not menu.is_displayed()
    site.driver.find_element(By.CLASS_NAME, "open-menu").click()
    wait = WebDriverWait(site.driver, 20)
    wait.until(visibility_of(menu))
    site.driver.find_element(By.LINK_TEXT, "服务站").click()
    wait.until(url_to_be(f"{site.address}/web/stations"))
    assert site.driver.find_element(By.TAG_NAME, "h1").text == "服务站"
    assert not site.driver.find_element(By.ID, "menu").is_displayed()


def test_names_with_scripts_in_them_do_nothing(site: Site) -> None:
    engine = database.open_engine(site.url)
    rename = text("UPDATE district_station SET name = :name WHERE division_code = :code")
    with engine.begin() as connection:
        query = text("SELECT name FROM district_station WHERE division_code = :code")
        name = connection.execute(query, {"code": NEW}).scalar_one()
        connection.execute(rename, {"name": NASTY, "code": NEW})
    site.enter(LOOKS["1366"])
    try:
        for path in pages_of(site.url).values():
            site.open(path)
            assert site.driver.title != "hit"
            assert not site.driver.find_elements(By.CSS_SELECTOR, "img")
    finally:
        with engine.begin() as connection:
            connection.execute(rename, {"name": name, "code": NEW})
        engine.dispose()


def test_a_page_on_paper_leaves_the_frame_away(site: Site) -> None:
    site.enter(LOOKS["1366"])
    site.open("/stations")
    site.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = [
            name
            for name in ("side", "top", "bench")
            if site.driver.find_element(By.CLASS_NAME, name).is_displayed()
        ]
        assert shown == []
        assert site.driver.find_element(By.TAG_NAME, "table").is_displayed()
    finally:
        site.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
