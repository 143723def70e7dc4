"""The signed roster of 500 rows against a bare reportlab table with the same words."""

import io
from datetime import date

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle

from benchmarks.measure import Figure, at_most_times, timed
from station_app.domain.forms import Imprint, PaymentRoster, PaymentRow
from station_app.paths import fonts
from station_app.progress import Silent
from station_app.reports import payment_roster

ROWS = 500
FONT = "BenchSans"
HEADS = (
    "序号",
    "姓名",
    "性别",
    "人员类别",
    "身份证号",
    "住址",
    "账号",
    "金额",
    "签字",
    "代领",
    "日期",
    "备注",
)


def rows() -> tuple[PaymentRow, ...]:
    """Five hundred people who receive 500 yuan."""
    return tuple(
        PaymentRow(
            name=f"王建国{number % 10}",
            sex="男",
            category="参战退役军人",
            id_number=f"3208121950010100{number % 10}X",
            group_name=f"{number // 50 + 1}组",
            address="东湖社区",
            account="6228480000000000018",
            amount_fen=50_000,
        )
        for number in range(ROWS)
    )


def ours(people: tuple[PaymentRow, ...]) -> bytes:
    """Form F04 as the program prints it."""
    sheet = PaymentRoster(
        occasion_year=2022,
        occasion="春节",
        kind="困难优抚对象",
        funding="区县财政",
        doc_no=None,
        standard_fen=50_000,
        rows=people,
    )
    return payment_roster.pdf(sheet, Imprint("东湖社区退役军人服务站", date(2022, 1, 20)), Silent())


def bare(people: tuple[PaymentRow, ...]) -> bytes:
    """A table of the same words, without form, sums, signatures, fitting or rare characters."""
    out = io.BytesIO()
    cells = [
        (
            number,
            row.name,
            row.sex,
            row.category,
            row.id_number,
            row.address,
            row.account,
            "500.00",
            "",
            "",
            "",
            "",
        )
        for number, row in enumerate(people, 1)
    ]
    grid = [("FONT", (0, 0), (-1, -1), FONT, 7), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    table = LongTable([HEADS, *cells], repeatRows=1, style=TableStyle(grid))
    SimpleDocTemplate(out, pagesize=landscape(A4)).build([table])
    return out.getvalue()


def figures(runs: int) -> list[Figure]:
    """Both, with their fonts registered before."""
    people = rows()
    pdfmetrics.registerFont(TTFont(FONT, str(fonts() / "NotoSerifSC-Regular.ttf")))
    ours(people[:1])
    mine, floor = timed(lambda: ours(people), runs), timed(lambda: bare(people), runs)
    return [at_most_times("signed roster of 500 rows, PDF", mine, floor, times=1.5)]
