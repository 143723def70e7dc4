"""月报 and 存下的汇总: who handed in what, back and accepted, and what a kept roll-up holds."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from district_server import stations
from district_server.beginnings import beginnings
from district_server.models import AuditEntry, EnrolmentCode, Feed, KeptRollUp
from district_server.web.reach import EVERYTHING
from district_server.web.views import months, reporting
from district_server.web.views.tally import Asked, rolled_up
from station_app.domain.codes import MonthState
from station_app.domain.month_report import hash_of
from station_app.domain.periods import Period
from station_app.models.identifiers import station_id_of
from station_app.models.month_report import MonthDecision, MonthReport
from station_app.models.posting import DistrictTask
from tests.fixtures.district import District
from tests.fixtures.reported_months import report_month
from tests.fixtures.town import Town, fill_town
from tests.reports.reading import pages
from tests.web.browser import Browser

EAST, WEST, SOUTH = "320812001001", "320812001002", "320813002001"
NAMES = {
    EAST: "水渡口街道东湖社区退役军人服务站",
    WEST: "水渡口街道西湖社区退役军人服务站",
    SOUTH: "长征镇南湖村退役军人服务站",
}
MONTH = "period=2022-10"
OCTOBER = "2022-10"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(district: District) -> Iterator[Town]:
    """Three stations; two handed in October, the third has it signed only."""
    district.clock.now = datetime(2022, 11, 3, 1, tzinfo=UTC)
    with Session(district.engine) as session:
        made = Town(session, [station_id_of(code) for code in NAMES])
        for code, name in NAMES.items():
            stations.add_station(session, code=code, name=name, now=district.clock())
        fill_town(made)
        states = (MonthState.SUBMITTED, MonthState.SIGNED, MonthState.SUBMITTED)
        for station, state in zip(made.stations, states, strict=True):
            report_month(session, station, OCTOBER, state=state)
        session.add(joined(WEST, datetime(2022, 10, 8, 1, tzinfo=UTC)))
        session.commit()
        yield made


def joined(code: str, at: datetime) -> EnrolmentCode:
    """The code by which a PC of a station joined."""
    made = EnrolmentCode(code_hash=f"{code} {at}", station_id=station_id_of(code))
    made.made_at = made.expires_at = made.used_at = at
    return made


def report(code: str) -> str:
    return f"/months/{station_id_of(code)}/{OCTOBER}"


def kept(chief: Browser) -> str:
    """Keep October; the address of what was kept."""
    answer = chief.post(f"/tally/keep?{MONTH}", page=f"/tally?{MONTH}")
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0].removeprefix("/web")


def test_the_year_shows_who_handed_in_what_and_how_many_of_how_many(chief: Browser) -> None:
    page = chief.get("/months?year=2022").text
    assert "2 / 3</small>" in page
    assert "2022年10月已签字" in page  # said of the cell of the station that only signed
    assert page.count('class="tag green"') == 2
    late = chief.get("/months?year=2022&show=late").text
    assert [name in late for name in NAMES.values()] == [False, True, False]
    book = openpyxl.load_workbook(BytesIO(chief.get("/months/months.xlsx?year=2022").content))
    rows = {row[0].value: [cell.value for cell in row[2:]] for row in book.active.iter_rows()}
    assert [cell or "" for cell in rows[EAST][8:10]] == ["", "已报"]  # it began in October
    assert rows[WEST][9] == "已签字"
    assert rows[EAST][10] in ("", None)  # November still runs


def test_the_first_page_says_how_many_handed_in_the_last_month(chief: Browser) -> None:
    page = chief.get("/").text
    assert "10月月报" in page
    assert "2<small>/ 3 个站" in page


def test_whoever_has_not_reported_is_given_a_task(chief: Browser, district: District) -> None:
    answer = chief.post("/months/remind", page=f"/tally?{MONTH}", month=OCTOBER)
    assert answer.status_code == 303
    with Session(district.engine) as session:
        task = session.scalars(select(DistrictTask)).one()
        assert (task.title, task.station_id) == ("请报出2022年10月月报", station_id_of(WEST))
        report_month(session, station_id_of(WEST), OCTOBER, version=2)
        session.commit()
    again = chief.post("/months/remind", page=f"/tally?{MONTH}", month=OCTOBER)
    assert again.status_code == 400
    assert "都报齐了" in again.text
    for month in ("2022-11", "2022-13", ""):
        gone = chief.post("/months/remind", page=f"/tally?{MONTH}", month=month)
        assert gone.status_code == 404


def test_a_station_owes_months_from_the_one_in_which_it_began(
    chief: Browser, district: District
) -> None:
    north = "320813002002"
    with Session(district.engine) as session:
        added = datetime(2022, 3, 1, 1, tzinfo=UTC)
        stations.add_station(session, code=north, name="长征镇北湖村退役军人服务站", now=added)
        session.add(joined(WEST, datetime(2022, 8, 31, 17, tzinfo=UTC)))  # September in China
        report_month(session, station_id_of(SOUTH), "2022-05", state=MonthState.COMPUTED)
        report_month(session, station_id_of(SOUTH), "2022-06", state=MonthState.SIGNED)
        session.commit()
    sums = re.findall(r"<small>(\d+ / \d+)</small>", chief.get("/months").text)
    assert sums[:10] == ["0 / 0"] * 2 + ["0 / 1"] * 6 + ["0 / 2", "2 / 4"]
    september = chief.get("/tally?period=2022-09").text
    assert "0<small>/ 2 个站" in september
    assert "未报 2 站" in september
    assert "或者当时还没有开始" in september
    for month, late in (("2022-09", 2), ("2022-08", 1)):
        answer = chief.post("/months/remind", page=f"/tally?{MONTH}", month=month)
        assert answer.status_code == 303
        with Session(district.engine) as session:
            title = f"请报出2022年{int(month[5:])}月月报"
            told = select(DistrictTask.station_id).where(DistrictTask.title == title)
            assert len(session.scalars(told).all()) == late
    nobody = chief.post("/months/remind", page=f"/tally?{MONTH}", month="2022-02")
    assert "都报齐了" in nobody.text


def test_a_station_that_is_added_while_the_year_is_read_is_shown_the_next_time(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_add(session: Session) -> dict[UUID, str]:
        found = beginnings(session)
        name = "长征镇北湖村退役军人服务站"
        added = datetime(2022, 11, 3, 1, tzinfo=UTC)
        stations.add_station(session, code="320813002002", name=name, now=added)
        return found

    monkeypatch.setattr(months, "beginnings", read_and_add)
    monkeypatch.setattr(reporting, "beginnings", read_and_add)
    today = date(2022, 11, 3)
    shown = months.year_of_months(town.session, EVERYTHING, 2022, today=today)
    assert [station.code for station in shown] == [*NAMES]
    town.session.rollback()
    october = Period.month(OCTOBER)
    listed = reporting.stations(town.session, EVERYTHING, october, today=today)
    assert [station.code for station in listed] == [*NAMES]
    town.session.rollback()


def test_a_year_that_is_none_and_a_month_that_is_none(chief: Browser) -> None:
    assert "2022年月报" in chief.get("/months?year=1492").text
    assert chief.get(f"/months/{station_id_of(EAST)}/2022-13").status_code == 404
    assert "站里还没有算这个月" in chief.get(f"/months/{station_id_of(EAST)}/2022-01").text


def test_a_town_officer_sees_the_villages_of_the_town_and_decides_nothing(
    town_clerk: Browser,
) -> None:
    page = town_clerk.get("/months?year=2022").text
    assert "南湖" not in page
    assert town_clerk.get(report(SOUTH)).status_code == 404
    shown = town_clerk.get(report(EAST)).text
    assert "退回重报" not in shown
    assert "锁定</button>" not in shown


def test_a_report_is_shown_beside_what_the_records_say_today(chief: Browser, town: Town) -> None:
    page = chief.get(report(EAST)).text
    assert "全部相同" in page
    assert "赵会计" in page
    town.visit(town.stations[0], town.person(town.stations[0]))
    town.session.commit()
    assert "处不同" in chief.get(report(EAST)).text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '{"lines": []}', '{"lines": [7]}'])
def test_a_report_that_is_no_report_is_told_and_counted_nowhere(
    chief: Browser, town: Town, text: str
) -> None:
    mine = update(MonthReport).where(MonthReport.station_id == town.stations[0])
    town.session.execute(mine.values(content=text, content_hash=hash_of(text)))
    town.session.commit()
    page = chief.get(report(EAST))
    assert page.status_code == 200
    assert "这里读不懂" in page.text
    assert "没有计入汇总" in page.text
    whole = chief.get(f"/tally?{MONTH}").text
    assert "2<small>/ 3 个站" in whole  # it was reported
    assert f"有月报这里读不懂：{NAMES[EAST]}2022年10月。" in whole
    for address in ("/tally/lines/B1", f"/tally/lines/B1/stations/{station_id_of(EAST)}"):
        assert chief.get(f"{address}?{MONTH}").status_code == 200
    assert "<script>alert" not in page.text + whole
    book = openpyxl.load_workbook(BytesIO(chief.get(f"/tally/tally.xlsx?{MONTH}").content))
    assert "没有计入的：" in str(book["汇总"]["A1"].value)
    paper = "".join(pages(chief.get(f"/tally/report.pdf?{MONTH}").content))
    assert "已报照算，数字没有计入" in paper.replace("\n", "")
    assert "有月报这里读不懂" in chief.get(kept(chief)).text


def test_of_a_report_with_a_strange_line_only_that_line_is_left_out(
    chief: Browser, town: Town
) -> None:
    mine = MonthReport.station_id == town.stations[0]
    shape = json.loads(town.session.scalars(select(MonthReport.content).where(mine)).one())
    line = next(line for line in shape["lines"] if line["code"] == "B1")
    line["values"] = {"人次": "十二"}
    text = json.dumps(shape, ensure_ascii=False)
    spoilt = update(MonthReport).where(mine)
    town.session.execute(spoilt.values(content=text, content_hash=hash_of(text)))
    town.session.commit()
    page = chief.get(report(EAST)).text
    assert "走访人次（本版本不认识）" in page
    assert "这里读不懂" not in page
    whole = chief.get(f"/tally?{MONTH}").text
    assert f"{NAMES[EAST]}2022年10月（走访人次）" in whole
    asked = Asked(Period.month(OCTOBER), date(2022, 11, 3))
    rolled = rolled_up(town.session, EVERYTHING, asked)
    east, _, south = rolled.by_station()
    assert east.tally.value("B1", "人次") is None
    assert (east.tally.value("A1", "人") or 0) > 0
    assert rolled.whole.value("B1", "人次") == south.tally.value("B1", "人次")


def test_a_kept_roll_up_that_cannot_be_read_is_told_and_not_printed(
    chief: Browser, town: Town
) -> None:
    address = kept(chief)
    for text in ("不是 JSON", '{"place":"区","parts":[{"name":"甲"}]}', "[]"):
        town.session.execute(update(KeptRollUp).values(content=text, content_hash=hash_of(text)))
        town.session.commit()
        page = chief.get(address)
        assert page.status_code == 200
        assert "这份汇总这里读不懂" in page.text
        assert "report.pdf" not in page.text
        for file in ("report.xlsx", "report.pdf"):
            assert chief.get(f"{address}/{file}").status_code == 404


def test_a_state_of_a_newer_program_counts_for_nothing_and_spoils_nothing(
    chief: Browser, town: Town
) -> None:
    mine = update(MonthReport).where(MonthReport.station_id == town.stations[0])
    town.session.execute(mine.values(state="AUDITED"))
    town.session.commit()
    assert "1<small>/ 3 个站" in chief.get(f"/tally?{MONTH}").text
    assert chief.get(report(EAST)).status_code == 200


def test_a_month_goes_back_with_its_reason_to_the_stations_scope(
    chief: Browser, district: District
) -> None:
    answer = chief.post(f"{report(EAST)}/back", page=report(EAST), reason="  春节金额\n请核对 ")
    assert answer.status_code == 303
    with Session(district.engine) as session:
        row = session.scalars(select(MonthDecision)).one()
        place = session.scalars(select(Feed).where(Feed.record_id == row.id)).one()
        done = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "month_sent_back")
        ).one()
    assert (row.verdict, row.reason, row.decided_by) == ("REOPENED", "春节金额 请核对", "林主任")
    assert row.station_id == place.scope == station_id_of(EAST)
    assert "1 / 3</small>" in chief.get("/months?year=2022").text  # it owes the month again
    assert (done.subject, done.station_id) == (f"month {OCTOBER}", station_id_of(EAST))
    page = chief.get(report(EAST)).text
    assert "春节金额 请核对" in page
    assert "send_month_back" not in page
    again = chief.line.post(
        f"https://testserver/web{report(EAST)}/back",
        data={"form_key": chief.form_key("/password"), "reason": "再来"},
    )
    assert again.status_code == 400
    assert "已经退回" in again.text


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_without_a_reason_nothing_goes_back_and_what_was_typed_stays(
    chief: Browser, district: District, reason: str
) -> None:
    answer = chief.post(f"{report(EAST)}/back", page=report(EAST), reason=reason)
    assert answer.status_code == 400
    assert reason.strip() in answer.text
    assert district.count(MonthDecision) == 0


def test_what_is_locked_is_told_and_can_only_be_sent_back(chief: Browser) -> None:
    assert chief.post(f"{report(EAST)}/lock", page=report(EAST)).status_code == 303
    page = chief.get(report(EAST)).text
    assert "已锁定" in page
    assert "/lock" not in page
    again = chief.post(f"{report(EAST)}/lock", page=report(EAST))
    assert again.status_code == 400
    assert "已经锁定" in again.text
    assert chief.post(f"{report(EAST)}/back", page=report(EAST), reason="重报").status_code == 303


def test_a_kept_roll_up_keeps_its_figures_and_names_what_changed_since(
    chief: Browser, town: Town
) -> None:
    address = kept(chief)
    page = chief.get(address).text
    assert "用到的月报到现在都没有变" in page
    east, west, _ = town.stations
    town.visit(east, town.person(east))
    town.session.commit()
    chief.post(f"{report(EAST)}/back", page=report(EAST), reason="漏了一次走访")
    assert "第 1 次已退回或撤回" in chief.get(address).text
    report_month(town.session, east, OCTOBER, version=2)
    report_month(town.session, west, OCTOBER, version=2)
    town.session.commit()
    page = chief.get(address).text
    assert "用的第 1 次，现在是第 2 次" in page
    assert "后来才报，第 2 次" in page
    assert '走访人次</span><span class="end">2 → 4 人次' in page
    assert chief.get(f"/tally?{MONTH}").text.count(address) == 1
    book = openpyxl.load_workbook(BytesIO(chief.get(f"{address}/report.xlsx").content))
    found = {row[0].value: [cell.value for cell in row[2:5]] for row in book["统计表"].iter_rows()}
    assert found["走访人次"] == [2, 1, 1]  # as it was kept
    assert found["已报/应报站点数"] == ["2/3", "1/2", "1/1"]
    assert chief.get(f"{address}/report.pdf").content.startswith(b"%PDF")
    assert "2022年10月" in chief.get("/tally/kept").text


def test_what_a_kept_roll_up_used_is_locked_at_one_stroke(
    chief: Browser, town_clerk: Browser, district: District
) -> None:
    address = kept(chief)
    chief.post(f"{report(SOUTH)}/back", page=report(SOUTH), reason="重报")
    assert "锁定用到的 1 份月报" in chief.get(address).text
    answer = chief.post(f"{address}/lock", page=address)
    assert answer.status_code == 303
    with Session(district.engine) as session:
        rows = session.scalars(select(MonthDecision).order_by(MonthDecision.created_at)).all()
        assert [(row.verdict, row.station_id) for row in rows] == [
            ("REOPENED", station_id_of(SOUTH)),
            ("LOCKED", station_id_of(EAST)),
        ]
    assert "锁定用到的" not in chief.get(address).text
    own = town_clerk.post(f"/tally/keep?{MONTH}", page=f"/tally?{MONTH}").headers["location"]
    page = own.partition("?")[0].removeprefix("/web")
    assert "锁定用到的" not in town_clerk.get(page).text


def test_a_town_keeps_its_own_and_does_not_see_the_districts(
    chief: Browser, town_clerk: Browser, district: District
) -> None:
    address = kept(chief)
    assert town_clerk.get(address).status_code == 404
    own = town_clerk.post(f"/tally/keep?{MONTH}", page=f"/tally?{MONTH}").headers["location"]
    with Session(district.engine) as session:
        towns = session.scalars(select(KeptRollUp.town).order_by(KeptRollUp.id)).all()
    assert list(towns) == ["", "320812001"]
    assert chief.get(own.partition("?")[0].removeprefix("/web")).status_code == 200
    assert chief.get(f"/tally/kept/{station_id_of(EAST)}").status_code == 404


def test_nothing_is_kept_of_records_or_of_a_month_nobody_reported(
    chief: Browser, district: District
) -> None:
    for query in (f"{MONTH}&of=all", "period=2022-09", "period=2022-11"):
        answer = chief.post(f"/tally/keep?{query}", page=f"/tally?{MONTH}")
        assert answer.status_code == 400
        assert "没有存下汇总" in answer.text
    assert district.count(KeptRollUp) == 0


def test_figures_that_were_changed_in_the_database_are_told(chief: Browser, town: Town) -> None:
    address = kept(chief)
    town.session.execute(update(KeptRollUp).values(content_hash="0" * 64))
    town.session.commit()
    assert "校验码不符" in chief.get(address).text


def test_the_form_of_the_district_has_a_column_for_each_town(chief: Browser) -> None:
    book = openpyxl.load_workbook(BytesIO(chief.get(f"/tally/report.xlsx?{MONTH}").content))
    sheet = book["统计表"]
    assert [cell.value for cell in sheet[3]] == ["项目", "单位", "合计", "水渡口街道", "长征镇"]
    assert [cell.value for cell in sheet[4]] == ["已报/应报站点数", "站", "2/3", "1/2", "1/1"]
    found = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=5)}
    assert found["走访人次"] == ["人次", 2, 1, 1]
    assert found["慰问金（现金+转账）"] == ["万元", 0.03, 0.03, 0]
    paper = chief.get(f"/tally/report.pdf?{MONTH}").content
    text = "".join(pages(paper)).replace("\n", "")
    assert "2022年10月退役军人服务月报汇总表" in text
    assert "已报/应报站点数" in text
    assert "“—”为未报或者当时还没有开始，0为已报" in text.replace(" ", "")


def test_the_form_of_a_town_has_a_column_for_each_station(town_clerk: Browser) -> None:
    book = openpyxl.load_workbook(BytesIO(town_clerk.get(f"/tally/report.xlsx?{MONTH}").content))
    assert [cell.value for cell in book["统计表"][3]][3:] == ["东湖社区", "西湖社区"]
    assert [cell.value for cell in book["统计表"][4]][2:] == ["1/2", "1/1", "0/1"]
    found = {row[0].value: [cell.value for cell in row[2:]] for row in book["统计表"].iter_rows()}
    assert found["走访人次"] == [1, 1, "—"]
