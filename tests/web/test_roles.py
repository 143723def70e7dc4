"""Who may open which page, and how far each role sees."""

import re

import httpx
import pytest

from district_server.models import Role
from district_server.web.pages import PAGES
from district_server.web.spec import PageSpec
from tests.fixtures.district import District
from tests.web.browser import HOME, Browser, browser_of
from tests.web.scene import FAR, FAR_NAME, NEAR, NEAR_NAME, two_towns

PLAIN = [spec for spec in PAGES if spec.show and "{" not in spec.path]
TAKING = [spec for spec in PAGES if spec.take]
SKIPPED = {"login"}


def name_of(spec: PageSpec) -> str:
    return spec.name


@pytest.mark.parametrize("spec", PLAIN, ids=name_of)
def test_the_district_officer_opens_every_page(
    district: District, chief: Browser, spec: PageSpec
) -> None:
    two_towns(district)
    answer = chief.get(spec.path)
    assert answer.status_code == (303 if spec.name in SKIPPED else 200)


@pytest.mark.parametrize("spec", PLAIN, ids=name_of)
def test_the_town_officer_opens_what_is_for_towns_and_sees_no_other_town(
    district: District, town_clerk: Browser, spec: PageSpec
) -> None:
    two_towns(district)
    answer = town_clerk.get(spec.path)
    if spec.name in SKIPPED:
        assert answer.status_code == 303
    else:
        assert answer.status_code == (200 if Role.TOWN in spec.roles else 403)
    shown = text_of(answer)
    assert FAR_NAME not in shown
    assert FAR not in shown


@pytest.mark.parametrize("spec", PLAIN, ids=name_of)
def test_a_stranger_is_sent_to_the_door(district: District, spec: PageSpec) -> None:
    answer = browser_of(district).get(spec.path)
    assert answer.status_code == (200 if spec.open else 303)


@pytest.mark.parametrize("spec", TAKING, ids=name_of)
def test_nothing_is_taken_from_a_stranger(district: District, spec: PageSpec) -> None:
    path = re.sub(r"\{[^}]*\}", "0", spec.path)
    answer = browser_of(district).line.post(HOME + path, data={"form_key": "0" * 64})
    assert answer.status_code == 400
    assert "这一页放得太久了" in answer.text


@pytest.mark.parametrize("spec", TAKING, ids=name_of)
def test_a_town_officer_does_not_do_what_the_district_does(
    town_clerk: Browser, spec: PageSpec
) -> None:
    if Role.TOWN in spec.roles:
        return
    path = re.sub(r"\{[^}]*\}", "0", spec.path)
    assert town_clerk.post(path, page="/").status_code == 403


def test_a_station_of_another_town_is_not_there_for_a_town_officer(
    district: District, town_clerk: Browser
) -> None:
    keys = two_towns(district)
    assert NEAR_NAME in town_clerk.get(f"/stations/{keys[NEAR]}").text
    assert town_clerk.get(f"/stations/{keys[FAR]}").status_code == 404


def test_figures_of_the_first_page_are_those_of_the_officers_reach(
    district: District, chief: Browser, town_clerk: Browser
) -> None:
    two_towns(district)
    assert "共 2 个服务站，2 人在册" in chief.get("/").text
    assert "共 1 个服务站，1 人在册" in town_clerk.get("/").text


def test_a_town_officer_without_a_town_gets_nowhere(
    district: District, town_clerk: Browser
) -> None:
    with district.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE officer SET division_prefix = NULL")
    answer = town_clerk.get("/stations")
    assert answer.status_code == 400
    assert NEAR_NAME not in answer.text


def text_of(answer: httpx.Response) -> str:
    """What a page says; a file has no text."""
    kind = answer.headers.get("content-type", "")
    return answer.text if kind.startswith("text/html") else ""


@pytest.mark.parametrize("role", ["nobody", "town"])
def test_not_a_byte_of_a_file_is_read_from_who_may_not_send_it(
    district: District, town_clerk: Browser, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    async def read(*_: object) -> None:
        pytest.fail("the body was read")

    browser = town_clerk if role == "town" else browser_of(district)
    key = "0" * 64
    monkeypatch.setattr("district_server.web.doors._form_of", read)
    answer = browser.line.post(HOME + "/bundles", data={"form_key": key}, files={"file": b"x"})
    assert answer.status_code == (403 if role == "town" else 400)
