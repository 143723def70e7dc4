"""Notices, tasks, standards, options and years, laid down on the pages, reach the stations."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import AuditEntry
from station_app.models.posting import DistrictNotice
from station_app.models.standard import CondolenceStandard
from tests.fixtures.district import District, MakeOffice
from tests.web.browser import Browser
from tests.web.scene import FAR, FAR_NAME, NEAR, NEAR_NAME, two_towns

NOTICE = {"title": "国庆走访", "text": "请在节前走访到户。", "to": "all", "needs_confirmation": "1"}
GIFT = {"kind": "VET_DIFF", "amount": "500.00", "effective_from": "2022-10-01"}


def test_a_notice_posted_on_the_page_reaches_a_station(
    district: District, chief: Browser, make_office: MakeOffice
) -> None:
    office = make_office("one")
    office.enroll(district)
    answer = chief.post("/postings/new-notice", **NOTICE)
    assert answer.status_code == 303
    office.sync(district)
    with office.store.read() as session:
        assert session.scalars(select(DistrictNotice.title)).all() == ["国庆走访"]
    assert "0 / 1" in chief.get("/postings").text


def test_a_notice_without_a_text_is_refused_and_nothing_typed_is_lost(chief: Browser) -> None:
    answer = chief.post("/postings/new-notice", title="国庆走访", text=" ", to="all")
    assert answer.status_code == 400
    assert "要写上内容" in answer.text
    assert 'value="国庆走访"' in answer.text


def test_some_stations_without_any_chosen_is_never_everybody(
    district: District, chief: Browser
) -> None:
    answer = chief.post("/postings/new-notice", **NOTICE | {"to": "some"})
    assert answer.status_code == 400
    assert "没有选服务站" in answer.text
    assert district.count(DistrictNotice) == 0


def test_a_town_officer_sees_postings_and_answers_of_the_town_only(
    district: District, chief: Browser, town_clerk: Browser
) -> None:
    two_towns(district)
    for title, code in (("近的通知", NEAR), ("远的通知", FAR)):
        fields = NOTICE | {"title": title, "to": "some", "station": code}
        assert chief.post("/postings/new-notice", **fields).status_code == 303
    chief.post("/postings/new-task", title="大家的任务", text="", to="all")
    listed = town_clerk.get("/postings").text
    assert "近的通知" in listed
    assert "远的通知" not in listed
    task = re.search(r'/web(/postings/task/[^"]*)"', town_clerk.get("/postings?kind=task").text)
    assert task is not None
    page = town_clerk.get(task.group(1)).text
    assert NEAR_NAME in page
    assert FAR_NAME not in page
    far = re.search(r'/web(/postings/notice/[^"]*)"[^>]*><b>远的', chief.get("/postings").text)
    assert far is not None
    assert town_clerk.get(far.group(1)).status_code == 404


def test_a_withdrawn_notice_says_so(district: District, chief: Browser) -> None:
    two_towns(district)
    place = chief.post("/postings/new-notice", **NOTICE).headers["location"]
    page = place.removeprefix("/web").partition("?")[0]
    assert chief.post(f"{page}/withdraw", page=page).status_code == 303
    assert "已撤回" in chief.get(page).text


@pytest.mark.parametrize("kind", ["notice", "task", "nothing"])
def test_a_posting_that_is_not_there_is_a_404(chief: Browser, kind: str) -> None:
    assert chief.get(f"/postings/{kind}/{UUID(int=1)}").status_code == 404


def test_a_standard_is_added_once_and_can_end(district: District, chief: Browser) -> None:
    assert chief.post("/standards", **GIFT).status_code == 303
    assert "500.00" in chief.get("/standards").text
    again = chief.post("/standards", **GIFT)
    assert again.status_code == 400
    assert "已经有一条" in again.text
    with Session(district.engine) as session:
        key = session.scalars(select(CondolenceStandard.id)).one()
    assert chief.post("/standards", end=str(key)).status_code == 303
    assert "到2022年10月20日" in chief.get("/standards").text


def test_an_added_option_is_offered_on_the_pages_too(chief: Browser) -> None:
    assert chief.post("/standards/codes", list="occasion", label="建站纪念日").status_code == 303
    assert "建站纪念日</option>" in chief.get("/standards").text
    assert chief.post("/standards/codes", list="sex", label="别的").status_code == 400


def test_a_pension_standard_and_a_year_are_laid_down(chief: Browser) -> None:
    fields = {"kind": "WAR", "amount": "950", "per": "MONTH", "effective_from": "2022-08"}
    assert chief.post("/standards/pensions", **fields).status_code == 303
    assert "950.00" in chief.get("/standards/pensions").text
    assert chief.post("/standards/cycles", year="2022", kinds="WAR").status_code == 303
    assert "2022年" in chief.get("/standards/cycles").text
    assert chief.post("/standards/cycles", year="22").status_code == 400


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/standards", GIFT | {"amount": "viel"}),
        ("/standards", GIFT | {"amount": "0"}),
        ("/standards", GIFT | {"kind": "NOTHING"}),
        ("/standards", GIFT | {"effective_from": ""}),
        ("/standards", {"end": "not-a-key"}),
        ("/standards/pensions", {"kind": "WAR", "amount": "1", "per": "MONTH"}),
        ("/standards/cycles", {"cycle": "x", "status": "OPEN"}),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    chief: Browser, path: str, fields: dict[str, str]
) -> None:
    answer = chief.post(path, **fields)
    assert answer.status_code == 400
    assert 'class="message red"' in answer.text


def test_laying_down_is_written_into_the_audit_table(district: District, chief: Browser) -> None:
    chief.post("/standards", **GIFT)
    with Session(district.engine) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.officer_name) == ("published", "林主任")
