"""Names with HTML, SQL and formulas in them stay names, on pages and in files."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy.orm import Session

from district_server import stations
from district_server.models import AuditEntry, Device, Officer
from tests.fixtures.district import District
from tests.web.browser import Browser, logged_in
from tests.web.scene import FAR, NASTY, NEAR, two_towns

PLACES = ("/", "/stations", "/devices", "/conflicts", "/refused", "/codes", "/codes/new", "/audit")


def rename(district: District, name: str) -> None:
    """Give a station, its PC and everybody who wrote there this name."""
    with Session(district.engine) as session, session.begin():
        stations.find_station(session, NEAR).name = name
        for device in session.query(Device):
            device.name, device.program, device.revoke_reason = name, name, name


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_shown_as_it_is_and_does_nothing(
    district: District, chief: Browser, name: str
) -> None:
    keys = two_towns(district)
    rename(district, name)
    for path in (*PLACES, f"/stations/{keys[NEAR]}"):
        page = chief.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "49000" not in page.text
    assert chief.get("/stations").status_code == 200
    assert district.count(Officer) == 1


@pytest.mark.parametrize("typed", [*NASTY, "%", "_", "\\", "'\"", "\0", "🀄"])
def test_anything_may_be_typed_into_a_search(
    district: District, chief: Browser, typed: str
) -> None:
    two_towns(district)
    for path in ("/stations", "/devices", "/conflicts", "/refused", "/audit"):
        answer = chief.line.get("https://testserver/web" + path, params={"q": typed})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("query", ["sort=token_hash", "page=-1", "page=9e9", "show=x", "down=2"])
def test_an_address_may_ask_anything_and_gets_a_page(
    district: District, chief: Browser, query: str
) -> None:
    two_towns(district)
    for path in ("/stations", "/devices", "/conflicts", "/refused", "/audit"):
        assert chief.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("name", NASTY)
def test_an_export_holds_names_as_text_and_never_as_formulas(
    district: District, chief: Browser, name: str
) -> None:
    two_towns(district)
    with Session(district.engine) as session, session.begin():
        station = stations.find_station(session, FAR)
        station.name = name
        officer = session.query(Officer).one()
        entry = {"at": district.clock(), "officer_id": officer.id, "officer_name": name}
        session.add(
            AuditEntry(id=officer.id, action="log_in", station_id=station.id, subject=name, **entry)
        )
    book = openpyxl.load_workbook(BytesIO(chief.get("/audit/audit.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert name.strip() in {str(cell.value).strip() for cell in cells}


def test_an_officer_may_have_a_nasty_name_too(district: District) -> None:
    browser = logged_in(district, "<b>林</b>")
    page = browser.get("/")
    assert "<b>林</b>" not in page.text
    assert "&lt;b&gt;林&lt;/b&gt;" in page.text
