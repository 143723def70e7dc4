"""One thing that happened, in words: icon, heading, second line and money."""

from collections.abc import Mapping
from dataclasses import dataclass

from station_app.domain.codes import label
from station_app.domain.money import yuan
from station_app.queries.timeline import TimelineKind, TimelineRow
from station_app.ui.person_words import month_words


@dataclass(frozen=True, slots=True)
class HappenedWords:
    """How one line of the timeline is shown."""

    icon: str
    title: str
    line: str
    money: str
    is_done: bool = False
    """A green mark: the year's certification has been passed."""


ICONS: Mapping[TimelineKind, str] = {
    TimelineKind.VISIT: "footprints",
    TimelineKind.PAYMENT: "gift",
    TimelineKind.CERTIFICATION: "badge-check",
    TimelineKind.PLAQUE: "plaque",
    TimelineKind.ENTITLEMENT: "wallet",
    TimelineKind.PENSION: "wallet",
}


def happened_words(row: TimelineRow) -> HappenedWords:
    """The words of one line."""
    codes = dict(row.codes)
    said = {name: label(name, code) for name, code in row.codes}
    title, parts = _TITLES[row.kind](row, said)
    icon = "phone" if codes.get("visit_method") == "PHONE" else ICONS[row.kind]
    money = f"{yuan(row.amount_fen)} 元" if row.amount_fen is not None else ""
    done = codes.get("cert_result") == "PASS" and not row.reversed
    where = f"在{row.station}" if row.station else ""
    line = "，".join(part for part in (where, *parts) if part)
    return HappenedWords(icon, title, f"已更正。{line}" if row.reversed else line, money, done)


Said = Mapping[str, str]
Words = tuple[str, tuple[str, ...]]


def _visit(row: TimelineRow, said: Said) -> Words:
    who = "、".join(part for part in (row.people or "").replace("，", "、").split("、") if part)
    text = row.text or ""
    line = f"{who}：{text}" if who and text else who or text
    return said.get("visit_method", "") or "走访", (line,)


def _payment(row: TimelineRow, said: Said) -> Words:
    receipt = said.get("receipt", "")
    by = f"{receipt}：{row.people}" if row.people and receipt else receipt
    occasion = said.get("occasion", "")
    return f"{occasion}慰问", (said.get("funding", ""), by, row.text or "")


def _certification(row: TimelineRow, said: Said) -> Words:
    agent = f"代办：{row.people}" if row.people else ""
    result = said.get("cert_result", "")
    return f"{row.month} 年度认证{result}", (said.get("cert_method", ""), agent, row.text or "")


def _plaque(row: TimelineRow, said: Said) -> Words:
    signed = f"签收：{row.people}" if row.people else ""
    event = said.get("plaque_event", "")
    return f"光荣牌{event}", (said.get("plaque_reason", ""), signed, row.text or "")


def _benefit(row: TimelineRow, said: Said) -> Words:
    start = f"从 {month_words(row.month)} 起" if row.month else ""
    title = f"{said.get('pension_kind', '')}{said.get('entitlement_event', '')}"
    return title, (start, said.get("suspend_reason", ""))


def _pension(row: TimelineRow, said: Said) -> Words:
    month = month_words(row.month) if row.month else ""
    return f"{month}{said.get('pension_kind', '')}已到账", (said.get("pay_item", ""),)


_TITLES = {
    TimelineKind.VISIT: _visit,
    TimelineKind.PAYMENT: _payment,
    TimelineKind.CERTIFICATION: _certification,
    TimelineKind.PLAQUE: _plaque,
    TimelineKind.ENTITLEMENT: _benefit,
    TimelineKind.PENSION: _pension,
}
