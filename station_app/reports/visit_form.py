"""Responsible for F03 走访慰问登记表: the form of one visit, and the roster of visits."""

from collections.abc import Sequence

from station_app.domain import money
from station_app.domain.forms import (
    FamilyLine,
    GiftLine,
    Imprint,
    VisitCard,
    VisitRoster,
    VisitRow,
)
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports import card, roster
from station_app.reports.card import Card, Cell, Row
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.plaque_register import LABEL, VALUE, pair, wide
from station_app.reports.roster import Column, Roster, Sums
from station_app.reports.wording import (
    BLANK_MONTH,
    BLANK_SUM,
    amount,
    chinese_date,
    count,
    dotted,
    shown_id,
    shown_name,
    shown_phone,
    shown_place,
)

TITLE = "走访慰问登记表"
REST = LABEL + 2 * VALUE
LINE = 6.6
AMOUNT = "慰问金（元）"
COLUMNS = (
    Column("日期", 20),
    Column("对象", 20),
    Column("类别", 26),
    Column("住址", 50, Align.LEFT),
    Column("走访人", 30, private=True),
    Column("方式", 16),
    Column(AMOUNT, 22, Align.RIGHT),
    Column("物资", 30, Align.LEFT),
    Column("诉求与处理", 40, Align.LEFT, private=True),
    Column("备注", 13, Align.LEFT, private=True),
)


def pdf(cards: Sequence[VisitCard], imprint: Imprint, progress: Progress) -> bytes:
    """The forms of these visits; without any, one blank form."""
    printed = cards or (VisitCard(),)
    return card.pdf([_card(one, imprint) for one in printed], imprint, progress)


def roster_pdf(sheet: VisitRoster, imprint: Imprint, progress: Progress) -> bytes:
    """The roster of visits as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _card(one: VisitCard, imprint: Imprint) -> Card:
    head = Head(TITLE, f"填报单位（盖章）：{imprint.station_name}")
    return Card(head, (*_facts(one, imprint), *_story(one), *_proof(one, imprint)), seal=True)


def _facts(one: VisitCard, imprint: Imprint) -> tuple[Row, ...]:
    mask = max(imprint.mask, MaskLevel.MASKED)
    return (
        pair(
            "走访日期", chinese_date(one.visited_on) if one.visited_on else "", "走访类型", one.kind
        ),
        pair("走访方式", one.method, "带队领导/级别", one.lead),
        wide("走访人员", one.visitors),
        pair("对象姓名", shown_name(one.name, imprint.mask), "性别", one.sex),
        pair("年龄", count(one.age), "人员类别", one.category),
        pair(
            "身份证号",
            shown_id(one.id_number, mask),
            "电话",
            shown_phone(one.phone, imprint.mask),
        ),
        wide("住址", one.address),
    )


def _story(one: VisitCard) -> tuple[Row, ...]:
    return (
        _lines("家庭人口\n及成员情况", _family(one.family), 3),
        wide("身体状况", one.health),
        _lines("生活、就业、\n住房、子女\n入学情况\n（四困）", one.situation, 4),
        _lines("意见建议", None, 3),
        _lines("反映的\n困难诉求", one.needs, 4),
        _lines("现场答复/\n处理意见", one.answer, 3),
        _lines("跟进事项、\n责任人、\n时限、\n完成情况", _follow_up(one), 3),
        _lines("慰问情况\n（现金/物资\n名称及折款）", _gifts(one.gifts), 2),
    )


def _family(members: Sequence[FamilyLine]) -> str:
    if not members:
        return ""
    known = "；".join(_member(member) for member in members)
    return f"同住 {len(members)} 人：{known}"


def _member(member: FamilyLine) -> str:
    born = f"{member.born[:4]}年生" if member.born else None
    details = "，".join(part for part in (member.relation, born) if part)
    return f"{member.name}（{details}）" if details else member.name


def _follow_up(one: VisitCard) -> str:
    parts = (
        one.follow_up,
        one.follow_up_by and f"责任人：{one.follow_up_by}",
        one.follow_up_due and f"时限：{chinese_date(one.follow_up_due)}",
        one.follow_up_done_on and f"已于{chinese_date(one.follow_up_done_on)}完成",
    )
    return "；".join(part for part in parts if part)


def _gifts(gifts: Sequence[GiftLine]) -> str:
    return "；".join(part for gift in gifts for part in (_money(gift), _goods(gift)) if part)


def _money(gift: GiftLine) -> str:
    return f"现金 {amount(gift.amount_fen)} 元" if gift.amount_fen else ""


def _goods(gift: GiftLine) -> str:
    if not gift.goods:
        return ""
    value = gift.goods_value_fen
    return f"{gift.goods}（折款 {amount(value)} 元）" if value else gift.goods


def _proof(one: VisitCard, imprint: Imprint) -> tuple[Row, ...]:
    sign = "________年____月____日"
    return (
        *_photo_rows(one, imprint),
        Row(
            (
                Cell("走访人签字", LABEL, label=True),
                Cell("", VALUE, sign=sign),
                Cell("对象签字", LABEL, label=True),
                Cell("", VALUE, sign=sign),
            ),
            22,
        ),
    )


def _photo_rows(one: VisitCard, imprint: Imprint) -> tuple[Row, ...]:
    """Two pictures side by side, or frames to glue them; a copy with masks shows nobody's face."""
    pictures = one.photos if imprint.mask == MaskLevel.FULL else ()
    pairs = [pictures[start : start + 2] for start in range(0, len(pictures), 2)] or [()]
    label = "走访照片" if pictures else "走访照片\n粘贴处"
    return tuple(
        Row((Cell(label, LABEL, label=True), Cell("", REST, photos=2, pictures=two)), 86)
        for two in pairs
    )


def _lines(label: str, text: str | None, lines: int) -> Row:
    box = Cell(text or "", REST, top=True)
    return Row((Cell(label, LABEL, label=True), box), lines * LINE)


def _roster(sheet: VisitRoster, imprint: Imprint) -> Roster[VisitRow]:
    def cells(_number: int, row: VisitRow) -> tuple[str, ...]:
        return _cells(row, imprint)

    head = Head(
        "走访慰问登记花名册",
        f"填报单位（盖章）：{imprint.station_name}",
        BLANK_MONTH if sheet.blank_lines else sheet.period or "",
        "单位：人次、元",
    )
    return Roster(
        head=head,
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_sums,
        label=_label,
        imprint=imprint,
        closing=_closing(sheet),
        blank_lines=sheet.blank_lines,
        numbered=False,
    )


def _cells(row: VisitRow, imprint: Imprint) -> tuple[str, ...]:
    return (
        dotted(row.visited_on),
        shown_name(row.name, imprint.mask),
        row.category or "",
        shown_place(row.group_name, row.address, imprint.mask),
        row.visitors or "",
        row.method,
        amount(_given(row)) if any(gift.amount_fen for gift in row.gifts) else "",
        "；".join(filter(None, map(_goods, row.gifts))),
        "；".join(part for part in (row.needs, row.answer) if part),
        row.note or (f"{row.headcount} 人" if row.headcount > 1 else ""),
    )


def _given(row: VisitRow) -> int:
    return sum(gift.amount_fen or 0 for gift in row.gifts)


def _sums(rows: Sequence[VisitRow]) -> Sums:
    return {AMOUNT: money.yuan(sum(map(_given, rows)))}


def _closing(sheet: VisitRoster) -> tuple[str, ...]:
    if sheet.blank_lines:
        return (BLANK_SUM,)
    return (money.uppercase_line(sum(map(_given, sheet.rows))),)


def _label(name: str, rows: Sequence[VisitRow]) -> str:
    return f"{name}　{sum(row.headcount for row in rows)} 人次"
