"""Reporting by stick on the page: files in, receipts out, one bad file keeps no other back."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import AuditEntry
from station_app.models.person import Person
from tests.fixtures.district import District, MakeOffice, Office
from tests.fixtures.sticks import Stick
from tests.web.browser import HOME, Browser
from tests.web.scene import NEAR, two_towns


def upload(chief: Browser, **files: bytes) -> httpx.Response:
    """Send files as the form does."""
    parts = [("file", (name, content)) for name, content in files.items()]
    key = chief.form_key("/bundles")
    return chief.line.post(HOME + "/bundles", data={"form_key": key}, files=parts)


def bundle_of(office: Office, district: District, folder: Path) -> bytes:
    """What a PC writes onto its stick."""
    folder.mkdir(exist_ok=True)
    return Stick(folder, district).bundle(office).read_bytes()


def office_with_news(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC with a person that the district does not know."""
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    office.add_person("曾光明")
    return office


def test_a_stick_is_taken_on_the_page_and_its_receipt_settles_the_station(
    district: District, chief: Browser, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = office_with_news(district, make_office)
    stick = Stick(tmp_path, district)
    page = upload(chief, first=bundle_of(office, district, tmp_path / "stick")).text
    assert "收下 <b>1</b> 条" in page
    assert district.count(Person) == 1
    link = re.search(r'/web(/bundles/receipts/[^"]*)"', page)
    assert link is not None
    receipt = tmp_path / "back.vsreceipt"
    receipt.write_bytes(chief.get(link.group(1)).content)
    assert stick.bring_back(office, receipt).complete


def test_the_same_file_again_says_so_and_counts_nothing_twice(
    district: District, chief: Browser, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = office_with_news(district, make_office)
    content = bundle_of(office, district, tmp_path / "stick")
    upload(chief, first=content)
    assert "以前收过了" in upload(chief, first=content).text
    assert district.count(Person) == 1


def test_a_damaged_file_is_named_and_the_sound_one_beside_it_lands(
    district: District, chief: Browser, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = office_with_news(district, make_office)
    content = bundle_of(office, district, tmp_path / "stick")
    page = upload(chief, bad=content[:-20], photo=b"\x89PNG", empty=b"", good=content).text
    assert district.count(Person) == 1
    assert page.count('class="message red"') == 3
    assert "收下 <b>1</b> 条" in page


def test_receipts_of_many_files_come_in_one_archive(
    district: District, chief: Browser, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = office_with_news(district, make_office)
    content = bundle_of(office, district, tmp_path / "stick")
    page = upload(chief, one=content, two=content).text
    link = re.search(r'/web(/bundles/takings/[^"]*)"', page)
    assert link is not None
    with ZipFile(BytesIO(chief.get(link.group(1)).content)) as archive:
        assert len(archive.namelist()) == 2


def test_a_receipt_is_for_whoever_took_the_file_and_for_a_day(
    district: District, chief: Browser, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = office_with_news(district, make_office)
    page = upload(chief, one=bundle_of(office, district, tmp_path / "stick")).text
    link = re.search(r'/web(/bundles/receipts/[^"]*)"', page)
    assert link is not None
    with district.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE kept_receipt SET officer_id = id")
    assert chief.get(link.group(1)).status_code == 404
    assert "一天之内的回执" not in chief.get("/bundles").text


def test_taking_a_stick_is_written_into_the_audit_table(
    district: District, chief: Browser, make_office: MakeOffice, tmp_path: Path
) -> None:
    office = office_with_news(district, make_office)
    upload(chief, one=bundle_of(office, district, tmp_path / "stick"))
    with Session(district.engine) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.row_count) == ("bundle_taken", 1)


def test_a_file_lets_a_pc_without_a_line_join(district: District, chief: Browser) -> None:
    two_towns(district)
    fields = {"station": NEAR, "as": "file"}
    answer = chief.post("/codes/new", **fields)
    assert answer.status_code == 200
    assert f'filename="{NEAR}.vsjoin"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
