"""What every answer of the pages carries, and how errors are told."""

import re
from pathlib import Path

import pytest
from starlette.datastructures import QueryParams

from district_server.web.listing import Asked, Column, asked, cut
from district_server.web.pages import PAGES
from district_server.web.rendering import STATIC
from station_app.errors import Unavailable
from tests.architecture.sources import ROOT
from tests.fixtures.district import District
from tests.web.browser import HOME, Browser, browser_of

TEMPLATES = sorted((ROOT / "district_server" / "web" / "templates").glob("*.html"))
FORBIDDEN = ("系统", "操作", "成功", "非法", "异常", "！", "错误代码", "入网码")
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;?:][\u4e00-\u9fff]")


@pytest.mark.parametrize("path", ["/", "/login", "/nowhere", "/stations"])
def test_every_answer_keeps_scripts_frames_and_caches_away(chief: Browser, path: str) -> None:
    headers = chief.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_our_own_files_may_be_kept_because_their_address_changes_with_them(chief: Browser) -> None:
    found = re.search(r'href="(/web/static/app\.css\?v=[0-9a-f]{8})"', chief.get("/").text)
    assert found is not None
    answer = chief.line.get("https://testserver" + found.group(1))
    assert "immutable" in answer.headers["cache-control"]
    assert "frame-ancestors" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/nothing"])
def test_only_our_files_are_given_out(chief: Browser, path: str) -> None:
    assert chief.get(path).status_code == 404


def test_the_address_alone_leads_to_the_pages(district: District) -> None:
    answer = browser_of(district).line.get("https://testserver/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/web/")


@pytest.mark.parametrize(
    "path", ["/nowhere", "/stations/nothing", "/devices/x", "/stations/%00", "/postings/x/y"]
)
def test_what_is_not_there_is_told_within_the_frame(chief: Browser, path: str) -> None:
    answer = chief.get(path)
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.text
    assert "林主任" in answer.text


def test_a_page_is_not_opened_in_another_way(chief: Browser) -> None:
    answer = chief.line.post(HOME + "/stations", data={"form_key": chief.form_key("/")})
    assert answer.status_code == 405
    assert "不这样打开" in answer.text


def test_a_form_that_is_too_large_is_refused_before_it_is_read(chief: Browser) -> None:
    key = chief.form_key("/stations/new")
    answer = chief.line.post(
        HOME + "/stations/new", data={"form_key": key, "name": "长" * 100_000, "code": "1"}
    )
    assert answer.status_code == 400
    assert "太大" in answer.text


@pytest.mark.expected_logs
def test_a_form_that_cannot_be_read_is_refused_in_words(chief: Browser) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = chief.line.post(HOME + "/stations/new", content=b"--y\r\n\xff", headers=headers)
    assert answer.status_code == 400
    assert "没有办成" in answer.text


@pytest.mark.expected_logs
def test_a_bug_is_told_with_a_number_and_without_its_words(
    chief: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("曾光明 320802195807120016")

    monkeypatch.setattr("district_server.web.views.stations.stations", broken)
    answer = chief.get("/")
    assert answer.status_code == 500
    number = re.search(r'<b class="number">([0-9A-F]{8})</b>', answer.text)
    assert number is not None
    assert "曾光明" not in answer.text
    (record,) = [record for record in caplog.records if record.getMessage() == "bug"]
    assert vars(record)["number"] == number.group(1)
    assert "曾光明" not in str(vars(record))


def test_a_database_that_is_away_is_told_in_words(
    chief: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unavailable("district.busy")

    monkeypatch.setattr("district_server.web.views.stations.stations", away)
    answer = chief.get("/")
    assert answer.status_code == 503
    assert "忙不过来" in answer.text


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_templates_speak_as_clerks_do(file: Path) -> None:
    words = file.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN if word in words] == []
    assert HALF_WIDTH.findall(words) == []
    assert re.findall(r"https?://|style=|onclick|javascript:", words) == []


def test_names_of_pages_and_their_addresses_are_unlike() -> None:
    assert len({spec.name for spec in PAGES}) == len(PAGES)
    assert len({spec.path for spec in PAGES}) == len(PAGES)


def test_styles_and_scripts_ask_for_nothing_from_elsewhere() -> None:
    for name in ("app.css", "app.js"):
        words = (STATIC / name).read_text(encoding="utf-8")
        assert re.findall(r"https?://|url\(|@import|fetch\(|eval\(", words) == []


# --- lists


COLUMNS = (Column("name", "甲", sortable=True), Column("kept", "乙"))


def ask(query: str) -> Asked:
    """What an address asks of a list of two columns."""
    return asked(QueryParams(query), COLUMNS, sort="name", filters={"show": ["a"]})


def test_a_list_sorts_by_what_may_be_sorted_by() -> None:
    assert (ask("sort=kept&down=1").sort, ask("sort=kept&down=1").descending) == ("name", False)
    assert ask("sort=name&down=1").descending


def test_what_is_missing_stands_last_whichever_way_a_list_is_sorted() -> None:
    keys = {"name": lambda row: row}
    up = cut([2, None, 1], ask(""), keys=keys)
    down = cut([2, None, 1], ask("sort=name&down=1"), keys=keys)
    assert (list(up.rows), list(down.rows)) == ([1, 2, None], [2, 1, None])


def test_a_page_beyond_the_last_is_empty_and_says_how_many_there_are() -> None:
    page = cut(range(120), ask("page=9"), keys={})
    assert (list(page.rows), page.total, page.pages) == ([], 120, 3)


def test_changing_the_list_begins_at_its_first_page_and_keeps_the_rest() -> None:
    wanted = ask("q=东湖&show=a&sort=name&page=3")
    assert wanted.address(page=4) == "?q=%E4%B8%9C%E6%B9%96&sort=name&show=a&page=4"
    assert wanted.address(show="") == "?q=%E4%B8%9C%E6%B9%96&sort=name"


def test_what_was_typed_is_not_written_into_the_audit_table() -> None:
    assert ask("q=曾光明&show=a").in_words() == "show=a q=…"
