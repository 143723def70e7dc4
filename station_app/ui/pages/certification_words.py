"""How the methods of certification are marked: one character, a colour of meaning, a key."""

from dataclasses import dataclass

from station_app.domain.codes import CertMethod


@dataclass(frozen=True, slots=True)
class MethodMark:
    """The sign of a method on the wall, in the bar and in the list of methods."""

    character: str
    words: str
    short: str
    meaning: str
    bar: str


MARKS = {
    CertMethod.SELF_STATION: MethodMark("站", "自主到站", "到站", "green", "green"),
    CertMethod.HOME: MethodMark("门", "上门", "上门", "amber", "warn"),
    CertMethod.ONLINE: MethodMark("线", "线上小程序", "线上", "blue", "blue"),
    CertMethod.VIDEO: MethodMark("视", "视频（异地）", "视频", "teal", "teal"),
    CertMethod.AGENT: MethodMark("代", "代理", "代理", "violet", "violet"),
    CertMethod.REMOTE_STATION: MethodMark("异", "异地协助", "异地", "grey", "field"),
    CertMethod.DATA_MATCH: MethodMark("比", "数据比对", "比对", "grey", "scroll"),
}
"""In the order of their keys, 1 to 7."""
METHODS = tuple(MARKS)


def mark_of(method: str | None) -> MethodMark:
    """The sign of a method, also of one that a newer station wrote."""
    known = CertMethod(method) if method in METHODS else None
    return MARKS[known] if known else MethodMark("认", method or "", "", "grey", "field")
