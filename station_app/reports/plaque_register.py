"""Responsible for F01 光荣牌悬挂登记表: the register card of one household, or of a whole batch."""

from collections.abc import Sequence

from station_app.domain.forms import Imprint, PlaqueCard, PlaqueChange
from station_app.progress import Progress
from station_app.reports import card
from station_app.reports.card import Card, Cell, Row
from station_app.reports.page import Head
from station_app.reports.wording import dotted, dotted_partial, shown_id, shown_name, shown_phone

TITLE = "光荣牌悬挂登记表"
LABEL, VALUE = 25, 62
VILLAGE_OPINION = "村（社区）\n意见"
CHANGE_LINES = 4
SIGN_AND_DATE = "签字：____________　　________年____月____日"


def pdf(cards: Sequence[PlaqueCard], imprint: Imprint, progress: Progress) -> bytes:
    """The cards of these households; without any, one blank card."""
    printed = cards or (PlaqueCard(),)
    return card.pdf([_card(one, imprint) for one in printed], imprint, progress)


def _card(one: PlaqueCard, imprint: Imprint) -> Card:
    head = Head(
        TITLE,
        f"填报单位（盖章）：{imprint.station_name}",
        right=f"编号：{one.plaque_no or '________'}",
    )
    return Card(head, (*_facts(one, imprint), *_opinions(), *_history(one)))


def _facts(one: PlaqueCard, imprint: Imprint) -> tuple[Row, ...]:
    mask = imprint.mask
    return (
        pair("编号", one.plaque_no, "户主姓名", shown_name(one.head_name, mask)),
        pair(
            "家庭类别",
            one.family_kind or "□三属　□现役军人　□退役军人",
            "依据人员姓名",
            shown_name(one.basis_name, mask),
        ),
        pair("性别", one.sex, "身份证号", shown_id(one.id_number, mask)),
        pair("与户主关系", one.relation_to_head, "证件名称及编号", one.certificate),
        pair(
            "入伍时间",
            dotted_partial(one.enlisted_on),
            "退役（牺牲、\n病故）时间",
            dotted_partial(one.discharged_on),
        ),
        wide("家庭住址", one.address),
        pair(
            "联系电话",
            shown_phone(one.phone, mask),
            "申请方式",
            one.apply_mode or "□主动悬挂　□依申请",
        ),
        pair(
            "申请时间", dotted(one.applied_on), "同户其他\n符合条件人员", "、".join(one.other_basis)
        ),
        pair("悬挂位置", one.position or "□大门　□室内", "悬挂时间", dotted(one.hung_on)),
        wide("悬挂人员", one.hung_by),
    )


def _opinions() -> tuple[Row, ...]:
    return (
        signed("悬挂家庭签字", 22),
        Row((Cell(VILLAGE_OPINION, LABEL, label=True), _sealed()), 42),
        signed("镇（街道）\n意见", 28),
    )


def _sealed() -> Cell:
    width = LABEL + 2 * VALUE
    return Cell("", width, sign=SIGN_AND_DATE, seal=True)


def _history(one: PlaqueCard) -> tuple[Row, ...]:
    shown = max(CHANGE_LINES, len(one.changes))
    lines = (*one.changes, *[None] * (shown - len(one.changes)))
    titles = ("变更记录", "日期", "原因", "决定文号")
    heading = Row(
        tuple(Cell(text, width, label=True) for text, width in zip(titles, WIDTHS, strict=True))
    )
    return (heading, *(_change(line) for line in lines), wide("备注", one.note))


WIDTHS = (25, 32, 72, 45)


def _change(change: PlaqueChange | None) -> Row:
    texts = ("", "", "", "")
    if change:
        texts = (
            change.kind,
            dotted(change.changed_on),
            change.reason or "",
            change.decision_no or "",
        )
    return Row(tuple(Cell(text, width) for text, width in zip(texts, WIDTHS, strict=True)))


def pair(label: str, value: str | None, other: str, other_value: str | None) -> Row:
    """Two labels with their boxes."""
    return Row(
        (
            Cell(label, LABEL, label=True),
            Cell(value or "", VALUE),
            Cell(other, LABEL, label=True),
            Cell(other_value or "", VALUE),
        )
    )


def wide(label: str, value: str | None) -> Row:
    """One label with a box over the rest of the width."""
    return Row((Cell(label, LABEL, label=True), Cell(value or "", LABEL + 2 * VALUE)))


def signed(label: str, height: float) -> Row:
    """A box to write an opinion in, with signature and date at its foot."""
    box = Cell("", LABEL + 2 * VALUE, sign=SIGN_AND_DATE)
    return Row((Cell(label, LABEL, label=True), box), height)
