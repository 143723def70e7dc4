"""Pictures of every page of the district, from the sample district: `dev.py web-screenshots DIR`.

Each page is drawn by headless Chromium in the sizes at which it is used. Look at every one.
"""

import base64
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_changes
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import database
from district_server.app import create_app
from district_server.models import Device, KeptRollUp
from district_server.settings import Settings
from station_app.models.identifiers import station_id_of
from station_app.models.posting import DistrictNotice, DistrictTask
from tests.fixtures.chromium import View, chromium, listening, look
from tools.sample_district import CHIEF, EAST_LAKE, GREEN_STONE, NEW, PASSWORD, WILLOWS, make

PATIENCE = 20
"""Seconds; a click on a button of a form does not wait for the page that answers."""
NOW = datetime(2026, 7, 20, 1, 30, tzinfo=UTC)
LOOKS = {
    "1366": View(1366, 768),
    "1366-dark": View(1366, 768, dark=True),
    "150": View(911, 512, sharpness=1.5),
    "1920": View(1920, 1080),
    "phone": View(390, 844, sharpness=2, touch=True),
}
"""150 % is what the browser's zoom makes of 1366 × 768."""


GUIDE = Path("docs/img/district")
IN_GUIDE = ("login", "overview", "stations", "code_slip", "postings", "tally", "months")


def main(arguments: list[str]) -> int:
    """Draw all pages, or those named, into a folder; or those of the officers' guide anew."""
    if not arguments:
        sys.stderr.write("usage: web_screenshots DIR [PAGE…] | --guide\n")
        return 2
    with tempfile.TemporaryDirectory() as place:
        if arguments == ["--guide"]:
            return draw_guide(Path(place))
        folder, only = Path(arguments[0]), set(arguments[1:])
        folder.mkdir(parents=True, exist_ok=True)
        count = draw_all(Path(place), folder, only, LOOKS)
    sys.stdout.write(f"{count} pictures in {folder}\n")
    return 0


def draw_guide(place: Path) -> int:
    """The pictures of `docs/district-guide.zh.md`, with few colours so that they stay small."""
    GUIDE.mkdir(parents=True, exist_ok=True)
    drawn = place / "drawn"
    drawn.mkdir()
    draw_all(place, drawn, set(), {"1366": LOOKS["1366"]}, within_window=True)
    for name in IN_GUIDE:
        with Image.open(drawn / f"{name}-1366.png") as picture:
            picture.convert("RGB").quantize(64).save(GUIDE / f"{name}.png", optimize=True)
    sys.stdout.write(f"{len(IN_GUIDE)} pictures in {GUIDE}\n")
    return 0


def draw_all(
    place: Path,
    folder: Path,
    only: set[str],
    looks: dict[str, View],
    *,
    within_window: bool = False,
) -> int:
    """Every page in every look, whole or as far as the window shows it."""
    whole = not within_window
    url = make(place / "district", now=NOW)
    engine = database.open_engine(url)
    app = create_app(engine, clock=lambda: NOW, settings=Settings(url))
    count = 0
    with listening(app) as address, chromium(place / "profile") as driver:
        pages = {k: v for k, v in pages_of(url).items() if not only or k in only}
        for name, view in looks.items():
            look(driver, view)
            driver.delete_all_cookies()
            driver.get(f"{address}/web/login")
            count += save(driver, folder / f"login-{name}.png", whole=whole)
            log_in(driver)
            for page, path in pages.items():
                driver.get(f"{address}/web{path}")
                count += save(driver, folder / f"{page}-{name}.png", whole=whole)
            count += sum(draw_steps(driver, address, folder, name)) if not only else 0
    engine.dispose()
    return count


def pages_of(url: str) -> dict[str, str]:
    """Every page that opens by its address, by name."""
    engine = database.open_engine(url)
    with Session(engine) as session:
        device = session.scalars(select(Device.id)).first()
        notice = session.scalars(select(DistrictNotice.posting_id)).first()
        task = session.scalars(select(DistrictTask.posting_id)).first()
        kept = session.scalars(select(KeptRollUp.id)).first()
    engine.dispose()
    codes = (EAST_LAKE, GREEN_STONE, WILLOWS, NEW)
    east, green, willows, new = (station_id_of(code) for code in codes)
    return {
        "overview": "/",
        "stations": "/stations",
        "stations-late": "/stations?show=late",
        "stations-none": "/stations?q=xyz",
        "new_station": "/stations/new",
        "station": f"/stations/{east}",
        "station-refused": f"/stations/{willows}",
        "station-new": f"/stations/{new}",
        "devices": "/devices",
        "device": f"/devices/{device}",
        "conflicts": "/conflicts",
        "refused": "/refused",
        "bundles": "/bundles",
        "tally": "/tally",
        "tally-line": "/tally/lines/A1",
        "tally-rows": f"/tally/lines/A1/stations/{east}",
        "tally-town": "/tally?town=320812001",
        "tally-year": f"/tally?period={NOW.year}-01..{NOW.year}-06",
        "kept_roll_ups": "/tally/kept",
        "kept_roll_up": f"/tally/kept/{kept}",
        "months": f"/months?year={NOW.year}",
        "month_report": f"/months/{east}/{NOW.year}-06",
        "month_report-back": f"/months/{green}/{NOW.year}-06",
        "month_report-none": f"/months/{new}/{NOW.year}-06",
        "certification": "/certification",
        "moves": "/moves",
        "online": "/online",
        "postings": "/postings",
        "tasks": "/postings?kind=task",
        "notice": f"/postings/notice/{notice}",
        "task": f"/postings/task/{task}",
        "new_notice": "/postings/new-notice",
        "new_task": "/postings/new-task",
        "gift_standards": "/standards",
        "pension_standards": "/standards/pensions",
        "code_lists": "/standards/codes",
        "cycles": "/standards/cycles",
        "codes": "/codes",
        "new_code": "/codes/new",
        "audit": "/audit",
        "password": "/password",
        "not-found": "/nowhere",
    }


def log_in(driver: webdriver.Chrome) -> None:
    """Fill in the form at the door, and wait until one is in."""
    door = driver.current_url
    driver.find_element(By.ID, "name").send_keys(CHIEF)
    driver.find_element(By.ID, "password").send_keys(PASSWORD)
    driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(driver, PATIENCE).until(url_changes(door))


def draw_steps(driver: webdriver.Chrome, address: str, folder: Path, name: str) -> Iterator[int]:
    """Pages that only a form leads to."""
    driver.get(f"{address}/web/codes/new?station={NEW}")
    driver.find_element(By.CSS_SELECTOR, "main form button.main").click()
    yield save(driver, folder / f"code_slip-{name}.png")


def save(driver: webdriver.Chrome, file: Path, *, whole: bool = True) -> int:
    """The page, below the window's edge too where it is wanted whole."""
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": whole})
    file.write_bytes(base64.b64decode(shot["data"]))
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
