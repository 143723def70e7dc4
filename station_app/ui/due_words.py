"""What is due for a person, in words: icon, title, second line, tone, and the work it opens."""

from dataclasses import dataclass
from datetime import date

from station_app.domain.money import yuan
from station_app.queries.person_dues import Due, DueKind
from station_app.ui.person_words import day_words

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueWords:
    """How one due thing is shown."""

    icon: str
    title: str
    line: str
    tone: str
    way: str
    """The verb on its button."""
    keys: str
    """The letter of its work."""


def due_words(due: Due, today: date) -> DueWords:
    """The words of one thing."""
    when, tone = _when(due.on, today)
    match due.kind:
        case DueKind.CONTACT:
            late = (today - due.on).days if due.on else 0
            line = f"已过 {late} 天" if late > 0 else when
            title = "联系逾期" if late > 0 else "走访或电话联系"
            return DueWords("phone", title, line, "red" if late > 0 else tone, "走访", "Z")
        case DueKind.FOLLOW_UP:
            words = due.text or "走访时答应的事"
            return DueWords("list-checks", words, f"{when}，走访时答应的", tone, "办好了", "Z")
        case DueKind.CERTIFICATION:
            return _certification(due, today)
        case DueKind.CONDOLENCE:
            money = f" {yuan(due.amount_fen)} 元" if due.amount_fen is not None else ""
            line = "名单已冻结，等签领" if due.frozen else "在名单里，还没冻结"
            return DueWords("gift", f"{due.text}{money}", line, "text2", "看名单", "W")
        case DueKind.PLAQUE:
            return DueWords("plaque", "光荣牌", "符合条件，还没挂上", "text2", "去挂牌", "G")
    return DueWords("id-card", "证号待补", "补上以后才能认证、发放", "amber", "补证号", "E")


def _certification(due: Due, today: date) -> DueWords:
    """A year that was ended takes nothing before it is opened again: said, and not in red."""
    if due.ended:
        missed = f"{due.ended} 年度已结束，没有认证；要补先重新打开"
        return DueWords("badge-check", "年度认证", missed, "text2", "去补", "R")
    when, tone = _when(due.on, today)
    if due.opens_on:
        when = f"{day_words(due.opens_on, today)}开始，{when}"
    return DueWords("badge-check", "年度认证", when, tone, "认证", "R")


def _when(on: date | None, today: date) -> tuple[str, str]:
    if on is None:
        return "没有定日子", "text2"
    left = (on - today).days
    if left < 0:
        return f"{day_words(on, today)}到期，已过 {-left} 天", "red"
    if left == 0:
        return "今天到期", "amber"
    if left <= SOON_DAYS:
        return f"还有 {left} 天，{day_words(on, today)}", "amber"
    return f"{day_words(on, today)}前", "text2"


def in_panel(due: Due, today: date) -> bool:
    """A contact that is far off is no work yet; everything else is."""
    far = due.on is not None and (due.on - today).days > SOON_DAYS
    return not (due.kind is DueKind.CONTACT and far)
