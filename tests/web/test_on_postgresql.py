"""The same pages over PostgreSQL, where districts really live."""

import re

import pytest

from district_server.web.pages import PAGES
from district_server.web.spec import PageSpec
from tests.fixtures.district import District, postgres_district
from tests.web.browser import Browser, add_officer, browser_of, logged_in
from tests.web.scene import FAR, FAR_NAME, NASTY, NEAR, NEAR_NAME, two_towns

__all__ = ["postgres_district"]

PLAIN = [spec for spec in PAGES if spec.show and "{" not in spec.path and spec.name != "login"]


@pytest.fixture
def scene(postgres_district: District) -> tuple[District, Browser]:
    """A district of two towns on PostgreSQL, and its officer."""
    two_towns(postgres_district)
    return postgres_district, logged_in(postgres_district, "林主任")


def test_every_page_opens_for_both_roles(scene: tuple[District, Browser]) -> None:
    district, chief = scene
    clerk = logged_in(district, "周干事", town="320812001000")
    for spec in PLAIN:
        assert (spec.name, chief.get(spec.path).status_code) == (spec.name, 200)
        answer = clerk.get(spec.path)
        assert (spec.name, answer.status_code) == (spec.name, _expected(spec))
        assert FAR_NAME not in answer.text


def _expected(spec: PageSpec) -> int:
    return 200 if "town" in spec.roles else 403


def test_what_is_typed_is_never_sql_and_never_an_error(scene: tuple[District, Browser]) -> None:
    _, chief = scene
    for typed in (*NASTY, "\0", "%", "\\"):
        for path in ("/stations", "/devices", "/conflicts", "/refused", "/audit", "/moves"):
            answer = chief.line.get("https://testserver/web" + path, params={"q": typed})
            assert (path, answer.status_code) == (path, 200)
    page = chief.post("/stations/new", code="320812001009", name="东\0湖").headers["location"]
    assert "东湖" in chief.get(page.removeprefix("/web")).text


def test_lists_are_sorted_counted_and_cut(scene: tuple[District, Browser]) -> None:
    _, chief = scene
    first = re.compile(r"<tbody>.*?<b>([^<]*)</b>", re.DOTALL)
    for sort, expected in (("sort=station", NEAR_NAME), ("sort=station&down=1", FAR_NAME)):
        found = first.search(chief.get(f"/conflicts?{sort}").text)
        assert found is not None
        assert found.group(1) == expected
    assert "共 2 条" in chief.get("/refused").text
    assert "慢 2 小时" in chief.get("/devices").text


def test_log_in_guesses_and_log_out(scene: tuple[District, Browser]) -> None:
    district, _ = scene
    add_officer(district, "王科长")
    browser = browser_of(district)
    for _ in range(10):
        assert browser.log_in("王科长", "nicht-richtig").status_code == 401
    assert "试的次数太多了" in browser.log_in("王科长").text


def test_work_is_done_and_written_down(scene: tuple[District, Browser]) -> None:
    _, chief = scene
    assert chief.post("/codes/new", station=NEAR).status_code == 200
    notice = {"title": "国庆走访", "text": "请走访。", "to": "some", "station": FAR}
    assert chief.post("/postings/new-notice", **notice).status_code == 303
    gift = {"kind": "VET_DIFF", "amount": "500", "effective_from": "2022-10-01"}
    assert chief.post("/standards", **gift).status_code == 303
    page = chief.get("/audit").text
    for words in ("登录", "发登记码", "下发"):
        assert words in page
    assert chief.get("/audit/audit.xlsx").content[:2] == b"PK"
