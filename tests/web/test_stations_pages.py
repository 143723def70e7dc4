"""Stations, PCs, codes, conflicts and refusals as the pages tell them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Device, EnrolmentCode
from district_server.web.views import questions
from district_server.web.views.stations import LATE_AFTER
from station_app.errors import Rejected
from station_app.models.registry import BY_NAME
from station_app.services.district_enrolment import Enroll, enroll
from tests.fixtures.district import SERVER, District, MakeOffice
from tests.web.browser import Browser
from tests.web.scene import FAR, FAR_NAME, NEAR, NEAR_NAME, two_towns


def rows_of(page: str) -> list[str]:
    """The rows of the table of a page."""
    return page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]


def test_a_station_is_late_after_a_week_without_a_complete_upload(
    district: District, chief: Browser
) -> None:
    two_towns(district)
    assert "晚了 <b>" not in chief.get("/stations").text
    district.clock.advance(LATE_AFTER)
    chief.log_in("林主任")
    assert "晚了 <b>2</b>" in chief.get("/stations").text
    assert len(rows_of(chief.get("/stations?show=late").text)) == 2
    assert "7 天没有完整上报" in chief.get("/").text


def test_a_list_is_searched_by_name_and_by_code_and_sorted(
    district: District, chief: Browser
) -> None:
    two_towns(district)
    assert FAR_NAME in rows_of(chief.get("/stations?q=柳溪").text)[0]
    assert NEAR_NAME in rows_of(chief.get("/stations?q=320812001").text)[0]
    assert FAR_NAME in rows_of(chief.get("/stations?sort=name&down=1").text)[0]
    assert "没有这样的服务站" in chief.get("/stations?q=没有这个").text


def test_a_station_tells_its_clock_what_waits_and_what_was_not_taken(
    district: District, chief: Browser
) -> None:
    keys = two_towns(district)
    page = chief.get(f"/stations/{keys[NEAR]}").text
    assert "慢 2 小时" in page
    assert re.search(r"站里待报</span><b>3<small>", page)
    assert re.search(r"未收记录</span><b class=\"red-text\">1<small>", page)


def test_an_empty_district_says_what_to_do_first(chief: Browser) -> None:
    page = chief.get("/").text
    assert "还没有服务站" in page
    assert "/web/stations/new" in page
    answer = chief.post("/stations/new", code=NEAR, name=NEAR_NAME)
    assert answer.status_code == 303
    place = answer.headers["location"].removeprefix("/web")
    assert "发一个登记码" in chief.get(place).text


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("32081200100", "东湖", "应是 12 位数字"),
        (NEAR, " ", "要有名称"),
        (NEAR, "又一个", "已经有了"),
    ],
)
def test_a_wrong_station_is_refused_and_stays_in_the_form(
    district: District, chief: Browser, code: str, name: str, said: str
) -> None:
    two_towns(district)
    answer = chief.post("/stations/new", code=code, name=name)
    assert answer.status_code == 400
    assert said in answer.text
    assert f'value="{code}"' in answer.text


def test_a_code_is_shown_once_lets_a_pc_in_and_is_listed_without_itself(
    district: District, chief: Browser, make_office: MakeOffice
) -> None:
    two_towns(district)
    slip = chief.post("/codes/new", station=NEAR)
    found = re.search(r'aria-label="登记码">([0-9A-Z-]{19})<', slip.text)
    assert found is not None
    assert "https://testserver" in slip.text
    listed = chief.get("/codes").text
    assert found.group(1) not in listed
    assert len(rows_of(listed)) == 3
    office = make_office("one")
    enroll(office.desk, Enroll(SERVER, found.group(1)), line=district.line)
    assert len(rows_of(chief.get("/codes").text)) == 2


def test_a_withdrawn_code_lets_nobody_in(
    district: District, chief: Browser, make_office: MakeOffice
) -> None:
    code = district.code()
    with Session(district.engine) as session:
        key = session.scalars(select(EnrolmentCode.code_hash)).one()
    assert chief.post("/codes/withdraw", page="/codes", code=key).status_code == 303
    with pytest.raises(Rejected) as refused:
        make_office("one").enroll(district, code)
    assert refused.value.code == "syncing.expired_code"
    assert chief.post("/codes/withdraw", page="/codes/new", code=key).status_code == 404


def test_a_pc_is_shut_out_with_a_reason_and_let_in_again_by_a_new_code(
    district: District, chief: Browser, make_office: MakeOffice
) -> None:
    office = make_office("one")
    office.enroll(district)
    with Session(district.engine) as session:
        key = session.scalars(select(Device.id)).one()
    answer = chief.post(f"/devices/{key}", reason="lost", note="在车上")
    assert answer.status_code == 303
    with pytest.raises(Rejected) as refused:
        office.sync(district)
    assert refused.value.code == "syncing.revoked"
    assert "电脑丢了：在车上" in chief.get("/devices?show=revoked").text
    office.enroll(district)
    assert office.sync(district).complete
    assert "已停用" not in chief.get("/devices").text


def test_a_pc_is_not_shut_out_without_a_reason_that_is_on_the_list(
    district: District, chief: Browser
) -> None:
    two_towns(district)
    with Session(district.engine) as session:
        key = session.scalars(select(Device.id)).first()
    page = f"/devices/{key}"
    assert chief.post(page, reason="weil ich es will").status_code == 404


def test_values_in_question_are_masked(district: District, chief: Browser) -> None:
    two_towns(district)
    page = chief.get("/conflicts").text
    assert "138****0001" in page
    assert "13800000001" not in page
    assert "王*国" in page
    assert "王建国" not in page


@pytest.mark.parametrize(
    ("record", "field", "value", "shown"),
    [
        ("person", "id_number", "320802195807120016", "320802********0016"),
        ("person", "name", "欧阳小明", "欧阳**"),
        ("person", "mobile", "13800000001", "138****0001"),
        ("person", "birth_date", "1947-03", "1947年3月"),
        ("person", "birth_date", "1947-03-05", "1947年3月5日"),
        ("person", "birth_date", "1947", "1947年"),
        ("person", "registered_on", "2020-10-01", "2020年10月1日"),
        ("person", "sex", "1", "男"),
        ("person", "note", "身体不好", questions.HIDDEN),
        ("person", "health", "GOOD", questions.HIDDEN),
        ("household", "address", "青石村三组18号", "青石村三组***"),
        ("person", "name", None, questions.EMPTY),
    ],
)
def test_each_kind_of_value_is_masked_as_it_must_be(
    record: str, field: str, value: str | None, shown: str
) -> None:
    assert questions.masked(BY_NAME[record].by_name[field], value) == shown


def test_a_conflict_about_an_unknown_field_shows_nothing_of_it() -> None:
    assert questions.masked(None, "was auch immer") == questions.HIDDEN


def test_a_settled_conflict_is_off_the_list(district: District, chief: Browser) -> None:
    two_towns(district)
    with district.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE conflict SET resolved_at = '2022-10-20 00:00:00'")
    assert "没有待决定的内容" in chief.get("/conflicts").text


def test_refused_rows_are_listed_with_the_reason_the_station_reads(
    district: District, chief: Browser
) -> None:
    two_towns(district)
    assert "存不下的内容" in rows_of(chief.get(f"/refused?q={FAR}").text)[0]


def test_long_lists_come_in_pages(district: District, chief: Browser) -> None:
    with Session(district.engine) as session, session.begin():
        from district_server.stations import add_station

        for number in range(120):
            code, now = f"320812{number:03}001", district.clock() - timedelta(days=1)
            add_station(session, code=code, name=f"第{number}站", now=now)
    page = chief.get("/stations").text
    assert len(rows_of(page)) == 50
    assert "第 1 / 3 页" in page
    assert len(rows_of(chief.get("/stations?page=3").text)) == 20
