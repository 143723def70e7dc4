"""数据汇总 and 认证进度: the figures, who has reported, the way down to the rows, the files."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from district_server import month_reports, stations
from district_server.models import AuditEntry, Device, DistrictStation
from station_app.domain.codes import MonthState
from station_app.domain.periods import Period
from station_app.domain.tally import LineKind, Ratio, Tally, TallyLine
from station_app.domain.tally_lines import LINES
from station_app.models.certification import CertificationCycle
from station_app.models.identifiers import new_id, station_id_of
from station_app.models.month_report import MonthReport
from station_app.models.person import Person
from tests.fixtures.district import District
from tests.fixtures.reported_months import keep_report, report_month
from tests.fixtures.town import Town, fill_town
from tests.web.browser import Browser, logged_in

EAST, WEST, SOUTH = "320812001001", "320812001002", "320813002001"
NAMES = {
    EAST: "水渡口街道东湖社区退役军人服务站",
    WEST: "水渡口街道西湖社区退役军人服务站",
    SOUTH: "长征镇南湖村退役军人服务站",
}
AFTER_OCTOBER = datetime(2022, 11, 1, 1, tzinfo=UTC)
BEFORE_ITS_END = datetime(2022, 10, 31, 1, tzinfo=UTC)
MONTH = "period=2022-10"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(district: District) -> Iterator[Town]:
    """Three stations of two towns; two of them handed in their report of October."""
    district.clock.now = datetime(2022, 11, 3, 1, tzinfo=UTC)
    with Session(district.engine) as session:
        made = Town(session, [station_id_of(code) for code in NAMES])
        for code, name in NAMES.items():
            stations.add_station(session, code=code, name=name, now=district.clock())
        fill_town(made)
        moments = (AFTER_OCTOBER, BEFORE_ITS_END, AFTER_OCTOBER)
        for station, at in zip(made.stations, moments, strict=True):
            session.add(device(station, at))
        for station in (made.stations[0], made.stations[2]):
            report_month(session, station, "2022-10")
        session.commit()
        yield made


def device(station: object, at: datetime | None) -> Device:
    key = new_id()
    return Device(
        id=key,
        station_id=station,
        name="窗口电脑",
        letter="A",
        token_hash=str(key),
        enrolled_at=BEFORE_ITS_END,
        last_complete_at=at,
    )


def nothing() -> Tally:
    """A month in which nothing happened."""
    lines = tuple(
        TallyLine(line, {}, Ratio(0, 0))
        if line.kind is LineKind.RATIO
        else TallyLine(line, dict.fromkeys(line.units, 0))
        for line in LINES
    )
    return Tally("", Period.month("2022-10"), lines)


def send_back(town: Town, station: UUID, district: District) -> None:
    """The district sends the station's October back."""
    said: Any = {"by": "林主任", "now": district.clock()}  # Any: keywords
    month_reports.reopen(town.session, station, "2022-10", "金额请核对", **said)
    town.session.commit()


def figure(page: str, label: str) -> list[str]:
    """The figures of a row of the table, without marks."""
    row = re.search(rf'<th scope="row"[^>]*>{label}</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None, label
    cells = re.findall(r'<td class="figure">(.*?)</td>', row.group(1), re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", cell) for cell in cells]


def test_only_stations_that_reported_are_added_up(chief: Browser) -> None:
    page = chief.get(f"/tally?{MONTH}").text
    assert "2<small>/ 3 个站" in page
    assert "水渡口街道西湖社区" in page  # named among the missing
    assert figure(page, "期末在册服务对象") == ["4", "3", "1"]
    assert figure(page, "走访人次") == ["2", "1", "1"]


def test_everything_that_was_uploaded_can_be_asked_for(chief: Browser) -> None:
    page = chief.get(f"/tally?{MONTH}&of=all").text
    assert figure(page, "期末在册服务对象") == ["4", "3", "1"]
    assert figure(page, "走访人次") == ["3", "2", "1"]
    assert figure(page, "慰问金（现金＋转账）".replace("＋", r"\+")) == ["0.08", "0.08", "0.00"]


def test_a_month_that_runs_is_counted_to_today_and_nobody_is_late(
    chief: Browser, district: District
) -> None:
    page = chief.get("/tally?period=2022-11").text
    assert "还没有结束" in page
    assert "未报 " not in page
    assert figure(page, "期末在册服务对象")[0] == "4"
    assert district.clock().month == 11


def test_a_report_that_was_not_handed_in_is_no_nought(chief: Browser, town: Town) -> None:
    page = chief.get(f"/tally?{MONTH}&town=320812001").text
    assert figure(page, "走访人次") == ["1", "1", "—"]
    assert "站里还没有算" in page
    keep_report(town.session, town.stations[1], nothing(), MonthState.SUBMITTED)
    town.session.commit()
    page = chief.get(f"/tally?{MONTH}&town=320812001").text
    assert figure(page, "走访人次") == ["1", "1", "0"]
    assert "其中零报告 1 站" in page
    assert "2<small>/ 2 个站" in page


def test_a_report_that_was_sent_back_or_only_signed_counts_for_nothing(
    chief: Browser, town: Town, district: District
) -> None:
    report_month(town.session, town.stations[1], "2022-10", state=MonthState.SIGNED)
    send_back(town, town.stations[0], district)
    page = chief.get(f"/tally?{MONTH}&town=320812001").text
    assert "0<small>/ 2 个站" in page
    assert figure(page, "走访人次") == ["—", "—", "—"]
    assert "已退回" in page
    assert "已签字" in page
    report_month(town.session, town.stations[0], "2022-10", version=2)
    town.session.commit()
    page = chief.get(f"/tally?{MONTH}&town=320812001").text
    assert "1<small>/ 2 个站" in page


def test_what_was_reported_stays_when_records_come_late(chief: Browser, town: Town) -> None:
    east = town.stations[0]
    town.visit(east, town.person(east))
    town.session.commit()
    assert figure(chief.get(f"/tally?{MONTH}").text, "走访人次")[0] == "2"
    assert figure(chief.get(f"/tally?{MONTH}&of=all").text, "走访人次")[0] == "4"
    rows = chief.get(f"/tally/lines/B1/stations/{east}?{MONTH}").text
    assert "月报报的是 1 人次，按现在的记录是 2 人次" in rows


def test_a_report_whose_figures_were_spoilt_is_unknown(chief: Browser, town: Town) -> None:
    spoilt = update(MonthReport).where(MonthReport.station_id == town.stations[0])
    town.session.execute(spoilt.values(content_hash="0" * 64))
    town.session.commit()
    assert figure(chief.get(f"/tally?{MONTH}&town=320812001").text, "走访人次") == ["—", "—", "—"]


def test_a_quarter_adds_the_months_and_takes_stocks_from_the_last(
    chief: Browser, town: Town
) -> None:
    east = town.stations[0]
    for month in ("2022-08", "2022-09"):
        report_month(town.session, east, month)
    town.session.commit()
    page = chief.get("/tally?period=2022-08..2022-10&town=320812001").text
    assert figure(page, "走访人次") == ["1", "1", "—"]
    assert figure(page, "期末在册服务对象") == ["3", "3", "—"]
    assert "1<small>/ 2 个站" in page
    assert "缺 <a" in page


def test_a_town_officer_counts_the_villages_of_the_town_only(
    town_clerk: Browser, town: Town
) -> None:
    page = town_clerk.get(f"/tally?{MONTH}&of=all").text
    assert figure(page, "期末在册服务对象") == ["3", "3", "1"]
    assert "南湖" not in page
    assert "镇街人员，可看水渡口街道" in page
    rows = town_clerk.get(f"/tally/lines/B1/stations/{town.stations[2]}?{MONTH}")
    assert rows.status_code == 404


def test_a_figure_leads_to_its_stations_and_to_its_rows(
    chief: Browser, town: Town, district: District
) -> None:
    line = chief.get(f"/tally/lines/B1?{MONTH}").text
    assert f"/tally/lines/B1/stations/{town.stations[0]}?{MONTH}" in line
    rows = chief.get(f"/tally/lines/B1/stations/{town.stations[0]}?{MONTH}").text
    assert "王建国" in rows
    with Session(district.engine) as session:
        seen = session.scalars(select(AuditEntry).where(AuditEntry.action == "saw_persons")).one()
    assert (seen.subject, seen.row_count, seen.station_id) == ("B1 2022-10", 1, town.stations[0])


@pytest.mark.parametrize("path", ["/tally/lines/XX", "/tally/lines/B1/stations/none"])
def test_what_does_not_exist_is_said_so(chief: Browser, path: str) -> None:
    assert chief.get(path).status_code == 404


@pytest.mark.parametrize("period", ["2022-13", "x", "0001..9999", "2022..1999", "'; DROP TABLE"])
def test_a_period_that_is_none_becomes_the_last_month(chief: Browser, period: str) -> None:
    assert "2022年10月汇总" in chief.get(f"/tally?period={period}").text


def test_a_town_chosen_while_a_year_is_shown_keeps_the_year(chief: Browser) -> None:
    page = chief.get("/tally?period=2022").text
    sent = dict(re.findall(r'<input[^>]*name="(period|month)"[^>]*value="([^"]*)"', page))
    assert sent == {"period": "2022", "month": ""}
    query = "month=&period=2022&town=320812001"
    assert "2022年汇总" in chief.get(f"/tally?{query}").text
    assert "2022年9月汇总" in chief.get("/tally?month=2022-09&period=2022").text


def test_names_cannot_become_part_of_the_page_or_of_the_workbook(
    chief: Browser, town: Town
) -> None:
    evil = '=HYPERLINK("http://evil")<script>alert(1)</script>'
    town.session.execute(update(Person).where(Person.name == "王建国").values(name=evil))
    station = update(DistrictStation).where(DistrictStation.division_code == EAST)
    town.session.execute(station.values(name=evil))
    town.session.commit()
    page = chief.get(f"/tally/lines/B1/stations/{town.stations[0]}?{MONTH}").text
    assert "<script>alert" not in page
    book = openpyxl.load_workbook(BytesIO(chief.get(f"/tally/tally.xlsx?{MONTH}").content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    heads = [cell.value for cell in book["各站"][2]]
    assert evil in heads


def test_the_workbook_holds_the_figures_of_the_page(chief: Browser, district: District) -> None:
    answer = chief.get(f"/tally/tally.xlsx?{MONTH}&of=all")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    found = {row[0].value: [cell.value for cell in row[2:]] for row in book["各站"].iter_rows()}
    assert found["A1"] == ["人", 4, 3, 1, 1]
    assert found["C2"] == ["万元", 0.08005, 0.03, 0.05005, 0]
    assert found["D4"] == ["%", 50, 0, 100, 0]
    assert found["A11"][0] == "人"
    assert found["编号"][2:] == [NAMES[EAST], f"{NAMES[WEST]}（未报）", NAMES[SOUTH]]
    assert not {name for name in found if "." in str(name)}
    states = {row[0].value: row[2].value for row in book["上报情况"].iter_rows(min_row=3)}
    assert states == {EAST: "已报", WEST: "未报", SOUTH: "已报"}
    with Session(district.engine) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "exported")).one()
    assert (entry.subject, entry.row_count) == ("tally 2022-10", 3)


def test_the_progress_of_certification_counts_a_man_of_two_stations_once(chief: Browser) -> None:
    page = chief.get("/certification?year=2022").text
    assert "<b>50.00%</b>" in page
    assert "1 ÷ 2" in page
    book = openpyxl.load_workbook(
        BytesIO(chief.get("/certification/certification.xlsx?year=2022").content)
    )
    rows = {row[0].value: [cell.value for cell in row[2:7]] for row in book.active.iter_rows()}
    assert rows[WEST] == [1, 1, 100, 0, 0]
    assert rows[SOUTH] == [1, 0, 0, 1, 1]


def test_before_the_new_year_opens_the_old_one_is_shown(district: District) -> None:
    district.clock.now = datetime(2023, 3, 3, 1, tzinfo=UTC)
    page = logged_in(district, "周主任").get("/certification").text
    assert "2022年认证进度" in page
    assert "1 ÷ 2" in page


def test_without_a_certification_year_it_is_said_what_to_do(chief: Browser, town: Town) -> None:
    town.session.execute(update(CertificationCycle).values(deleted=True))
    town.session.commit()
    assert "还没有开认证年度" in chief.get("/certification?year=2022").text
