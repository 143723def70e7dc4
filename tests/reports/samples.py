"""Synthetic values for forms: nobody in them exists, serials 000-009 as DOMAIN §8.1 asks."""

from datetime import UTC, date, datetime

from station_app.domain.forms import Imprint, PaymentRoster, PaymentRow
from station_app.domain.masking import MaskLevel

# One character each of Extension A, B and E, all in names that people bear.
RARE_NAMES = ("张㛃", "李𠀀", "王𬭎")
UNDRAWABLE = "\ue863"
LONGEST_NAME = "买买提·吐尔逊·阿不都热依木·艾合买提江·库尔班·依布拉音·玉素甫·热合曼"
ID_NUMBER = "320812194801010016"


def imprint(
    *, mask: MaskLevel = MaskLevel.FULL, bound: bool = False, made_by: str | None = "李静"
) -> Imprint:
    """The imprint of a station that does not exist."""
    return Imprint(
        station_name="示范镇朱桥村退役军人服务站",
        made_on=date(2026, 1, 20),
        made_by=made_by,
        printed_by="李静",
        printed_at=datetime(2026, 1, 20, 9, 30, tzinfo=UTC),
        mask=mask,
        bound=bound,
    )


def payment_rows(count: int) -> tuple[PaymentRow, ...]:
    """So many recipients of 500 yuan and a bit."""
    return tuple(_payment_row(number) for number in range(count))


def _payment_row(number: int) -> PaymentRow:
    return PaymentRow(
        name=f"赵{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'福禄寿喜'[number % 4]}",
        sex="女" if number % 5 == 0 else "男",
        category="参战退役军人",
        id_number=f"3208121948010{number % 10}00{number % 10}X",
        group_name=f"{number % 9 + 1}组",
        address=f"示范镇朱桥村{number % 9 + 1}组{number + 1}号",
        amount_fen=50_000 + number,
    )


def payments(rows: tuple[PaymentRow, ...], *, goods: bool = False) -> PaymentRoster:
    """A batch of the Spring Festival 2026."""
    return PaymentRoster(
        occasion_year=2026,
        occasion="春节",
        kind="困难优抚对象",
        funding="区县财政",
        doc_no="示民〔2026〕3号",
        standard_fen=50_000,
        rows=rows,
        goods=goods,
    )
