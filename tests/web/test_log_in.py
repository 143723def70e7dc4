"""Who gets in, for how long, and how slow guessing is."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from district_server.web import officers
from tests.fixtures.district import District
from tests.web.browser import HOME, PASSWORD, Browser, add_officer, browser_of, logged_in


def test_nobody_sees_a_page_before_logging_in(district: District) -> None:
    answer = browser_of(district).get("/stations?show=late")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/web/login?next=%2Fstations%3Fshow%3Dlate"


def test_an_officer_gets_to_the_page_that_was_wanted(district: District) -> None:
    add_officer(district, "林主任")
    browser = browser_of(district)
    answer = browser.post("/login", name="林主任", password=PASSWORD, next="/stations?show=late")
    assert answer.headers["location"] == "/web/stations?show=late"
    assert browser.get("/stations").status_code == 200


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_log_in_leads_to_no_other_site(district: District, wanted: str) -> None:
    add_officer(district, "林主任")
    answer = browser_of(district).post("/login", name="林主任", password=PASSWORD, next=wanted)
    assert answer.headers["location"] == "/web/"


def test_the_cookie_is_hidden_from_scripts_and_travels_under_tls_only(district: District) -> None:
    add_officer(district, "林主任")
    cookie = browser_of(district).log_in("林主任").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" in cookie
    assert "Path=/web/" in cookie


def test_a_wrong_password_and_an_unknown_name_sound_alike(district: District) -> None:
    add_officer(district, "林主任")
    wrong = browser_of(district).post("/login", name="林主任", password="nicht-richtig")
    unknown = browser_of(district).post("/login", name="没有人", password="nicht-richtig")
    assert wrong.status_code == unknown.status_code == 401
    assert "姓名或密码不对" in wrong.text
    assert "姓名或密码不对" in unknown.text


def test_guessing_is_stopped_even_for_the_right_password(district: District) -> None:
    add_officer(district, "林主任")
    browser = browser_of(district)
    for _ in range(officers.GUESSES_AT_A_NAME):
        browser.log_in("林主任", "nicht-richtig")
    assert "试的次数太多了" in browser.log_in("林主任").text
    district.clock.advance(officers.REMEMBERED + timedelta(seconds=1))
    assert browser.log_in("林主任").status_code == 303


def test_a_reset_password_works_at_once_after_too_many_guesses(district: District) -> None:
    add_officer(district, "林主任")
    browser = browser_of(district)
    for _ in range(officers.GUESSES_AT_A_NAME):
        browser.log_in("林主任", "nicht-richtig")
    with Session(district.engine) as session, session.begin():
        password = officers.reset(session, "林主任")
    assert browser.log_in("林主任", password).status_code == 303


def test_a_log_in_ends_when_it_is_not_used(chief: Browser) -> None:
    chief.district.clock.advance(officers.IDLE - timedelta(seconds=1))
    assert chief.get("/").status_code == 200
    chief.district.clock.advance(officers.IDLE - timedelta(seconds=1))
    assert chief.get("/").status_code == 200
    chief.district.clock.advance(officers.IDLE + timedelta(seconds=1))
    assert chief.get("/").status_code == 303


def test_a_log_in_ends_after_half_a_day_in_any_case(chief: Browser) -> None:
    for _ in range(36):
        chief.district.clock.advance(timedelta(minutes=20))
        last = chief.get("/")
    assert last.status_code == 200
    chief.district.clock.advance(timedelta(minutes=2))
    assert chief.get("/").status_code == 303


def test_logging_out_everywhere_ends_the_other_browser_too(district: District) -> None:
    here = logged_in(district, "林主任")
    there = browser_of(district)
    there.log_in("林主任")
    here.post("/logout", page="/", everywhere="1")
    assert there.get("/").status_code == 303


def test_a_disabled_officer_is_out_at_once(chief: Browser) -> None:
    with chief.district.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE officer SET disabled_at = '2022-10-20 00:00:00'")
    assert chief.get("/").status_code == 303
    assert chief.log_in("林主任").status_code == 401


def test_the_first_password_must_be_changed_before_anything_else(chief: Browser) -> None:
    with chief.district.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE officer SET must_change = 1")
    assert chief.get("/stations").headers["location"] == "/web/password"
    new = "lan-tian-bai-yun"
    answer = chief.post("/password", old=PASSWORD, new=new, again=new)
    assert answer.headers["location"] == "/web/login?said=password_changed"
    assert chief.log_in("林主任", new).status_code == 303
    assert chief.get("/stations").status_code == 200


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("kurz", "密码要有 10 到 200 个字符"),
        ("我是林主任，你好呀朋友", "不要有自己的姓名"),
        ("1234567890", "太容易猜到"),
        ("aaaaaaaaaaaa", "太容易猜到"),
        (PASSWORD, "和原来的一样"),
    ],
)
def test_weak_passwords_are_refused_in_words(chief: Browser, new: str, said: str) -> None:
    answer = chief.post("/password", old=PASSWORD, new=new, again=new)
    assert answer.status_code == 400
    assert said in answer.text


def test_a_form_without_its_key_changes_nothing(chief: Browser) -> None:
    fields = {"code": "320812001002", "name": "西湖社区退役军人服务站"}
    for key in ("", "0" * 64):
        answer = chief.line.post(HOME + "/stations/new", data={"form_key": key, **fields})
        assert answer.status_code == 400
        assert "这一页放得太久了" in answer.text
    assert "西湖社区" not in chief.get("/stations").text


def test_the_log_in_form_has_a_key_too(district: District) -> None:
    add_officer(district, "林主任")
    answer = browser_of(district).line.post(
        HOME + "/login", data={"name": "林主任", "password": PASSWORD}
    )
    assert answer.status_code == 400
