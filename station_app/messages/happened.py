"""What happened to a person, in words: the heading and the second line, on the screen and on paper.

Codes arrive as labels, by the name of their list; months as they are stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Told:
    """What the words are made of."""

    said: Mapping[str, str]
    people: str | None = None
    text: str | None = None
    month: str | None = None
    station: str | None = None
    reversed: bool = False


BENEFIT_EVENTS = {"去世": "因去世停发", "迁移": "随人迁走", "更正去世登记": "恢复（更正去世登记）"}
"""Events of a benefit whose label alone would be read as the person's."""
Words = tuple[str, tuple[str, ...]]


def happened(kind: str, told: Told) -> tuple[str, str]:
    """The heading and the line below it, which may be empty."""
    title, parts = _TITLES[kind](told)
    where = f"在{told.station}" if told.station else ""
    line = "，".join(part for part in (where, *parts) if part)
    return title, f"已更正。{line}" if told.reversed else line


def month_words(month: str) -> str:
    """2026年8月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number else f"{year}年"


def photo_words(where: str, kind: str, on: date | None, note: str | None, *, is_here: bool) -> str:
    """走访，2026年7月16日，和儿子合影: what stands below a photo on paper."""
    day = f"{on.year}年{on.month}月{on.day}日" if on else ""
    away = "" if is_here else "（照片还没有传到这台电脑）"
    return "，".join(part for part in (f"{where}{kind}", day, note) if part) + away


def _visit(told: Told) -> Words:
    who = "、".join(part for part in (told.people or "").replace("，", "、").split("、") if part)
    text = told.text or ""
    line = f"{who}：{text}" if who and text else who or text
    return told.said.get("visit_method", "") or "走访", (line,)


def _payment(told: Told) -> Words:
    receipt = told.said.get("receipt", "")
    by = f"{receipt}：{told.people}" if told.people and receipt else receipt
    occasion = told.said.get("occasion", "")
    return f"{occasion}慰问", (told.said.get("funding", ""), by, told.text or "")


def _certification(told: Told) -> Words:
    agent = f"代办：{told.people}" if told.people else ""
    title = f"{told.month} 年度认证{told.said.get('cert_result', '')}"
    return title, (told.said.get("cert_method", ""), agent, told.text or "")


def _plaque(told: Told) -> Words:
    signed = f"签收：{told.people}" if told.people else ""
    title = f"光荣牌{told.said.get('plaque_event', '')}"
    return title, (told.said.get("plaque_reason", ""), signed, told.text or "")


def _benefit(told: Told) -> Words:
    event = told.said.get("entitlement_event", "")
    start = f"从 {month_words(told.month)} 起" if told.month else ""
    title = f"{told.said.get('pension_kind', '')}{BENEFIT_EVENTS.get(event, event)}"
    return title, (start, told.said.get("suspend_reason", ""))


def _pension(told: Told) -> Words:
    month = month_words(told.month) if told.month else ""
    kind = told.said.get("pension_kind", "")
    return f"{month}{kind}已到账", (told.said.get("pay_item", ""),)


def _file(told: Told) -> Words:
    """What became of the file itself: opened, moved, dead, removed, another put into it."""
    source, status = told.said.get("reg_source"), told.said.get("person_status")
    if status is None:
        return "建档", (source or "", f"从{told.text}迁来" if told.text else "")
    heading = {"去世": "去世", "迁出": "迁出", "取消": "取消登记", "已并档": "并入另一份档案"}
    return heading.get(status, status), (told.text or "", told.people or "")


_TITLES: Mapping[str, Callable[[Told], Words]] = {
    "VISIT": _visit,
    "PAYMENT": _payment,
    "CERTIFICATION": _certification,
    "PLAQUE": _plaque,
    "ENTITLEMENT": _benefit,
    "PENSION": _pension,
    "FILE": _file,
}


SENTENCES: dict[str, str] = {}
"""No error is said here; every module of this package has the table."""
