"""The number of a roll-up on paper and in files: what it finds, and for whom."""

import re
from io import BytesIO
from urllib.parse import urlencode

import httpx
import openpyxl
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from district_server.models import AuditEntry, KeptRollUp, UsedReport
from station_app.domain.printouts import grouped, read_serial
from station_app.models.identifiers import station_id_of
from station_app.models.month_report import MonthReport
from tests.fixtures.district import District
from tests.fixtures.reported_months import report_month
from tests.fixtures.town import Town
from tests.reports.reading import pages
from tests.web.browser import Browser
from tests.web.test_month_reports import EAST, MONTH, NAMES, OCTOBER, kept, town

__all__ = ["town"]
pytestmark = pytest.mark.usefixtures("town")
FILES = ("tally.xlsx", "report.xlsx", "report.pdf")
UNKNOWN = "2611-4021-8837-9"
NUMBER = re.compile(r"\d{4}-\d{4}-\d{4}-\d")


def book(chief: Browser, address: str) -> dict[str, str]:
    """The words of each sheet of a workbook, and the foot of its pages."""
    found = openpyxl.load_workbook(BytesIO(chief.get(address).content))
    return {
        sheet.title: "\n".join(
            [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
            + [sheet.oddFooter.left.text or "", sheet.oddFooter.center.text or ""]
        )
        for sheet in found
    }


def found(officer: Browser, number: str) -> httpx.Response:
    """What the box for numbers answers."""
    return officer.get(f"/tally/kept?{urlencode({'number': number})}")


def number_in(text: str) -> str:
    (number,) = {match[0] for match in NUMBER.finditer(text)}
    return number


def test_every_file_and_paper_of_one_roll_up_has_one_number_that_finds_it(
    chief: Browser, district: District
) -> None:
    tally, form, paper = (f"/tally/{file}?{MONTH}" for file in FILES)
    sheets = book(chief, tally)
    account = sheets["口径说明"]
    number = number_in(account)
    assert read_serial(number) is not None
    for words in ("统计期间", "2022年10月1日至2022年10月31日", "金额为万元", "不计入的", "2/3"):
        assert words in account
    assert number in sheets["汇总"]  # in the foot of the sheet that is printed
    sheets = book(chief, form)
    assert number_in(sheets["口径说明"]) == number_in(sheets["统计表"]) == number
    assert number_in("".join(pages(chief.get(paper).content))) == number
    assert district.count(KeptRollUp) == 1

    answer = found(chief, number.replace("-", ""))
    assert answer.status_code == 303
    page = chief.get(answer.headers["location"].removeprefix("/web")).text
    assert f"编号 {number}" in page
    assert "2022年10月汇总（导出的）" in page
    assert "用到的月报到现在都没有变" in page
    assert f"/tally/lines/A1/stations/{station_id_of(EAST)}?period=2022-10" in page or (
        "/tally/lines/A1?period=2022-10" in page
    )
    assert "导出过的也找得回" in chief.get("/tally/kept").text
    assert "还没有存下的汇总" in chief.get("/tally/kept").text  # it stands in no list


def test_a_number_brings_back_the_figures_of_then_and_says_what_changed(
    chief: Browser, district: District
) -> None:
    number = number_in(book(chief, f"/tally/report.xlsx?{MONTH}")["口径说明"])
    with Session(district.engine) as session, session.begin():
        report_month(session, station_id_of(EAST), OCTOBER, version=2)
    again = number_in(book(chief, f"/tally/report.xlsx?{MONTH}")["口径说明"])
    assert again != number  # made of another version
    assert district.count(KeptRollUp) == 2
    page = chief.get(found(chief, number).headers["location"][4:]).text
    assert "导出以后，1 份月报有变化" in page
    assert f"<b>{NAMES[EAST]}</b>" in page
    form = book(chief, re.findall(r'href="/web(/tally/kept/[^"]*report\.xlsx)"', page)[0])
    assert number_in(form["统计表"]) == number


def test_the_same_roll_up_that_is_kept_after_it_was_exported_keeps_its_number(
    chief: Browser, district: District
) -> None:
    number = number_in(book(chief, f"/tally/tally.xlsx?{MONTH}")["口径说明"])
    address = kept(chief)
    assert kept(chief) == address
    page = chief.get(address).text
    assert f"编号 {number}" in page
    assert "汇总（存下的）" in page
    with Session(district.engine) as session:
        row = session.scalars(select(KeptRollUp)).one()
        assert (grouped(row.serial), row.is_listed) == (number, True)
        assert session.scalar(select(func.count()).select_from(UsedReport)) == 2


def test_records_that_were_uploaded_have_their_number_too(chief: Browser, town: Town) -> None:
    running = "period=2022-11"
    number = number_in(book(chief, f"/tally/tally.xlsx?{running}")["口径说明"])
    page = chief.get(found(chief, number).headers["location"][4:]).text
    assert "按当时已上传的记录" in page
    assert "用到的月报" not in page
    assert "of=all" in page  # its figures lead to the records
    other = number_in(book(chief, f"/tally/tally.xlsx?{MONTH}&of=all")["口径说明"])
    town.session.execute(update(MonthReport).values(content_hash="0" * 64))
    town.session.commit()
    assert number_in(book(chief, f"/tally/tally.xlsx?{MONTH}&of=all")["口径说明"]) == other


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2611-4021-8837-0", "不对"),
        ("猫", "不对"),
        ("<b>1</b>", "不对"),
        ("2611402188379", "没有编号"),
    ],
)
def test_a_number_that_finds_nothing_says_what_to_do(chief: Browser, typed: str, said: str) -> None:
    page = found(chief, typed)
    assert page.status_code == 200
    assert said in page.text
    assert "<b>1</b>" not in page.text


def test_an_officer_of_a_town_finds_no_number_of_the_whole_district(
    chief: Browser, town_clerk: Browser, district: District
) -> None:
    whole = number_in(book(chief, f"/tally/report.xlsx?{MONTH}")["口径说明"])
    assert "没有编号" in found(town_clerk, whole).text
    own = number_in(book(town_clerk, f"/tally/report.xlsx?{MONTH}")["口径说明"])
    assert own != whole
    assert found(town_clerk, own).status_code == 303
    assert found(chief, own).status_code == 303
    with Session(district.engine) as session:
        taken = session.scalars(select(AuditEntry).where(AuditEntry.action == "exported")).all()
    assert len(taken) == 2
