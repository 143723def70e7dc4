"""Responsible for 走访路书: numbered stops in walking order, with boxes only for what is due."""

from station_app.domain.forms import GiftLine, Imprint, RoutePaper, RouteStop
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import MM, Align
from station_app.reports.roster import Column, Roster
from station_app.reports.wording import (
    BLANK_DAY,
    RULE,
    amount,
    chinese_date,
    count,
    dotted,
    long_blank,
    shown_name,
    shown_phone,
    shown_place,
)

TITLE = "走访路书"
ROW = 12 * MM
NOT_DUE = "—"
COLUMNS = (
    Column("序号", 9),
    Column("姓名", 19),
    Column("性别\n年龄", 12),
    Column("住址", 46, Align.LEFT),
    Column("电话", 27),
    Column("上次走访", 20),
    Column("要办的事", 44, Align.LEFT),
    Column("在家", 13),
    Column("身体、困难", 32),
    Column("慰问签字", 24),
    Column("上门认证", 17),
    Column("光荣牌", 17),
)
SIGNERS = ("走访人签名", "出发时间", "返回时间")
CLOSING = (
    (
        "在家打“√”，不在家打“×”；上门认证要两个人、拍照、登记表上签字；光荣牌完好打“√”。"
        "回来后打开“走访”，按序号录入，一户录一次。"
    ),
)


def pdf(paper: RoutePaper, imprint: Imprint, progress: Progress) -> bytes:
    """The sheet as a PDF."""
    return roster.pdf(_roster(paper, imprint), progress)


def _roster(paper: RoutePaper, imprint: Imprint) -> Roster[RouteStop]:
    def cells(_number: int, stop: RouteStop) -> tuple[str, ...]:
        return _cells(stop, imprint)

    return Roster(
        head=_head(paper, imprint),
        columns=COLUMNS,
        rows=paper.stops,
        cells=cells,
        sums=lambda _rows: {},
        imprint=imprint,
        row_height=ROW,
        closing=CLOSING,
        blank_lines=paper.blank_lines,
        summed=False,
        sealed=False,
        signers=SIGNERS,
    )


def _head(paper: RoutePaper, imprint: Imprint) -> Head:
    day = chinese_date(paper.planned_on) if paper.planned_on else BLANK_DAY
    people = f"{len(paper.stops)} 人，{paper.homes} 户"
    if paper.blank_lines:
        people = f"{RULE}人，{RULE}户"
    serial = f"编号：{paper.serial}　" if paper.serial else ""
    return Head(
        title=TITLE,
        left=f"{imprint.station_name}　{serial}",
        middle=f"{day}　走访人：{long_blank(paper.visitors)}",
        right=f"共 {people}",
    )


def _cells(stop: RouteStop, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(stop.number),
        shown_name(stop.name, mask),
        "\n".join(part for part in (stop.sex, count(stop.age)) if part),
        shown_place(stop.group_name, stop.address, mask),
        shown_phone(stop.phone, mask),
        dotted(stop.last_visit) or "还没去过",
        _due(stop),
        "",
        "",
        "" if stop.condolences else NOT_DUE,
        "" if stop.certification_due else NOT_DUE,
        _plaque(stop),
    )


def _due(stop: RouteStop) -> str:
    words = [
        "走访" if stop.contact_due else "",
        *(_gift(gift) for gift in stop.condolences),
        "上门认证" if stop.certification_due else "",
        "挂光荣牌" if stop.hang else "",
        "换光荣牌" if stop.replace else "",
    ]
    return "；".join(word for word in words if word) or "走访"


def _gift(gift: GiftLine) -> str:
    """The name of its list, and the amount that is handed over."""
    money = f"{amount(gift.amount_fen)} 元" if gift.amount_fen else ""
    return " ".join(filter(None, (gift.goods, money)))


def _plaque(stop: RouteStop) -> str:
    if stop.hang:
        return "挂牌"
    return "" if stop.has_plaque or stop.replace else NOT_DUE
