"""The footnotes of a yearly report: how its figures were counted."""

from collections.abc import Sequence
from datetime import date

RUNNING = "这一期还没有过完，数字数到{day}；对照期数满了整月。"
UNEVEN = "这一期还没有过完，数字数到{day}；对照期数满了整期，月数不一样，增减不能直接比。"
ADJUSTED = "年底以后才更正的，按规矩计入以后的年度，正文的数不含：{words}。"
PERIODS = "统计期：{this}；对照期：{other}。按事情发生的日期计数；补报、更正的计入所记的月份。"
STOCKS = "在册、在挂、应认证等存量按期末当日计；人数按人去重，人次按次累计，金额先按分合计再换算。"
BY_HAND = "以下各数由人填写，不是由记录数出来的：{names}。"
FIND_AGAIN = (
    "编号 {number}。在程序顶上的搜索框输入编号，或者用扫码枪扫下面的码，就能找回每个数背后的记录。"
)
MISSING = "还有 {count} 处数字没有填，已标黄。"


def notes(
    periods: tuple[str, str],
    *,
    until: date | None,
    uneven: bool = False,
    by_hand: Sequence[str] = (),
    missing: int = 0,
    rounding: str | None = None,
    adjusted: Sequence[str] = (),
) -> tuple[str, ...]:
    """What a reader must know before he compares figures (DOMAIN F10, MO6)."""
    this, other = periods
    found = [PERIODS.format(this=this, other=other), STOCKS]
    if until is not None:
        day = f"{until.year}年{until.month}月{until.day}日"
        found.append((UNEVEN if uneven else RUNNING).format(day=day))
    if adjusted:
        found.append(ADJUSTED.format(words="；".join(adjusted)))
    if by_hand:
        found.append(BY_HAND.format(names="、".join(by_hand)))
    if missing:
        found.append(MISSING.format(count=missing))
    if rounding:
        found.append(rounding)
    return tuple(found)
