"""F10 on paper: the figures of the year and of the year before, festivals, certification."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from station_app.domain.annual import AnnualReport
from station_app.domain.periods import Period
from station_app.models.local import Printout
from station_app.queries.annual import annual_report
from station_app.services.printing import PrintOrder, print_form
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from tests.reports.reading import pages

TODAY = date(2022, 10, 20)
YEAR = Period.year(2022)
ORDER = PrintOrder(
    today=TODAY,
    period=YEAR,
    printed_by="李敏",
    printed_at=datetime(2022, 10, 20, 9, 30).astimezone(),
)


@pytest.fixture
def sample(store: Store) -> Store:
    """A station with thirty people and two years of records."""
    fill_with_sample(store, SampleSize(people=30, years=2), today=TODAY)
    return store


def paper_of(store: Store, order: PrintOrder = ORDER) -> tuple[AnnualReport, list[str]]:
    """The data and the pages."""
    with store.read() as session:
        assert order.period is not None
        report = annual_report(session, order.period, today=TODAY)
        return report, pages(print_form(session, "annual-tables", order))


def test_every_figure_of_the_year_stands_on_paper_beside_the_year_before(sample: Store) -> None:
    report, found = paper_of(sample)
    text = "".join(found)
    assert "2022年度工作总结数据附表" in text
    assert "表A年度指标序号指标单位全年数上年数增减计算口径" in text
    for row in report.table_a:
        shown = (row.this.shown(row.unit), row.last.shown(row.unit), row.difference_shown)
        assert f"{''.join(shown)}" in text, row.figure.label


def test_festivals_are_summed_and_methods_make_a_hundred(sample: Store) -> None:
    report, found = paper_of(sample)
    text = "".join(found)
    assert "表B春节、八一慰问（按节日所属年度）项目人次金额（万元）其中物资（万元）资金来源" in text
    assert report.table_b
    for row in report.table_b:
        assert f"{row.label}{row.count}" in text
    assert "表D生存认证方式认证方式人数占比" in text
    assert f"合计{sum(row.count for row in report.table_d)}100%" in text


def test_what_has_no_records_yet_is_said_and_the_rules_stand_below(store: Store) -> None:
    _, found = paper_of(store)
    assert "表C（困难帮扶按四困）、表E（志愿服务）：本站还没有这两类台账" in found[-1]
    assert "数据口径说明：按事件发生日期计入当月" in found[-1]
    assert "本期无" in "".join(found)


def test_a_year_that_is_not_over_says_up_to_when_it_counts(store: Store) -> None:
    """Its figures stand beside those of a whole year: who compares them is told."""
    _, running = paper_of(store)
    assert f"截至{TODAY.year}年{TODAY.month}月{TODAY.day}日" in running[0]
    assert "上年数是上年整段的，增减只供参考" in running[-1]
    _, over = paper_of(store, replace(ORDER, period=YEAR.last_year()))
    assert "截至" not in "".join(over)


def test_the_paper_bears_a_number_and_names_nobody(sample: Store) -> None:
    _, found = paper_of(sample)
    assert all("编号" in page for page in found)
    assert "含个人敏感信息" not in "".join(found)
    with sample.read() as session:
        assert session.scalars(select(Printout.kind)).all() == ["annual-tables"]


def test_a_part_of_a_year_is_not_called_a_year(sample: Store) -> None:
    order = PrintOrder(today=TODAY, period=Period("2022-01", "2022-10"))
    report, found = paper_of(sample, order)
    assert report.period.label in found[0]
    assert "2022年1月—10月工作总结数据附表" in found[0]
