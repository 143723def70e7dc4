"""People who move, and certifications made on line, as the district sees and settles them."""

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import api_keys, online
from district_server.models import AuditEntry, OnlineCertification
from station_app.models.person import Person
from station_app.models.transfer import PersonTransfer
from tests.fixtures.district import District
from tests.web.browser import Browser
from tests.web.scene import FAR, FAR_NAME, NEAR, two_towns

NUMBER = "320802195807120016"


def moved_out(district: District, place: str) -> None:
    """The person of the near station has left for this place."""
    keys = two_towns(district)
    with Session(district.engine) as session, session.begin():
        person = session.scalars(select(Person).where(Person.station_id == keys[NEAR])).one()
        person.status, person.moved_to, person.moved_out_on = "MOVED_OUT", place, date(2022, 10, 1)


def test_a_move_without_a_plain_destination_is_sent_on_by_hand(
    district: District, chief: Browser
) -> None:
    moved_out(district, "城南那边")
    page = chief.get("/moves").text
    assert "城南那边" in page
    person = re.search(r'name="person" value="([^"]*)"', page)
    assert person is not None
    answer = chief.post("/moves", person=person.group(1), station=FAR)
    assert answer.status_code == 303
    assert district.count(PersonTransfer) == 2
    page = chief.get("/moves").text
    assert "待接收" in page
    assert FAR_NAME in page
    assert "城南那边" not in page


def test_whoever_sees_the_moves_is_written_down(district: District, chief: Browser) -> None:
    moved_out(district, "南京市")
    chief.get("/moves")
    with Session(district.engine) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject, entry.row_count) == ("saw_persons", "moves", 1)


def test_a_move_to_a_station_that_is_none_is_refused(district: District, chief: Browser) -> None:
    moved_out(district, "城南那边")
    person = re.search(r'name="person" value="([^"]*)"', chief.get("/moves").text)
    assert person is not None
    answer = chief.post("/moves", person=person.group(1), station="999999999999")
    assert answer.status_code == 400
    assert district.count(PersonTransfer) == 0
    assert chief.post("/moves", person="x", station=FAR).status_code == 404


def test_deliveries_are_listed_masked_with_what_came_of_them(
    district: District, chief: Browser
) -> None:
    with Session(district.engine) as session, session.begin():
        key, _ = api_keys.add_key(session, "小程序", now=district.clock())
        item = online.Item("P-1", NUMBER, "欧阳小明", date(2022, 10, 1), "0" * 64)
        online.deliver(session, key, [item], now=district.clock())
    page = chief.get("/online").text
    assert "320802********0016" in page
    assert NUMBER not in page
    assert "欧阳小明" not in page
    assert "现在没有服务站登记了这个人" in page
    with Session(district.engine) as session:
        key = session.scalars(select(OnlineCertification.id)).one()
    assert chief.post("/online", item=str(key)).status_code == 303
    assert "没有这样的" in chief.get("/online?state=delivered").text


def test_a_key_is_shown_once_and_can_be_shut_out(chief: Browser) -> None:
    page = chief.post("/online/keys", page="/online", name="小程序").text
    key = re.search(r'class="secret">([^<]{43})<', page)
    assert key is not None
    listed = chief.get("/online").text
    assert key.group(1) not in listed
    row = re.search(r'name="key" value="([^"]*)"', listed)
    assert row is not None
    assert chief.post("/online/keys/revoke", page="/online", key=row.group(1)).status_code == 303
    assert "已停用" in chief.get("/online").text
    assert chief.post("/online/keys", page="/online", name=" ").status_code == 400
