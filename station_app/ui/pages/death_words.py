"""What follows from a death, in words: five consequences, the family's claims, what is doubtful."""

from datetime import date

from station_app.domain.codes import label as code_label
from station_app.domain.money import yuan
from station_app.queries.death import DeathPreview
from station_app.ui.person_words import full_day, month_words

LONG_AGO_DAYS = 366


def consequences(found: DeathPreview, staff: str | None) -> dict[str, tuple[str, str]]:
    """Title and figures of each of the five."""
    return {
        "lists": _lists(found),
        "benefits": _benefits(found),
        "certification": _certification(found),
        "plaque": _plaque(found),
        "contact": _contact(found, staff),
    }


def _lists(found: DeathPreview) -> tuple[str, str]:
    lines = []
    for cut in found.lists:
        fen = cut.plan.amount_fen
        money = f"，{yuan(fen)} 元一并减去" if fen else ""
        lines.append(
            f"{cut.plan.batch_name} {cut.people_before:,} 人变 {cut.people_after:,} 人{money}"
        )
    return "以后的慰问、走访名单不再列入", "；".join(lines) or "现在没有在名单里"


def _benefits(found: DeathPreview) -> tuple[str, str]:
    if not found.benefits:
        return "停发待遇", "没有在发的待遇"
    kinds = "、".join(code_label("pension_kind", one.kind) for one in found.benefits)
    stop = found.effects.stop_month
    title = f"{kinds}从 {month_words(stop)} 起停发，报县中心" if stop else f"{kinds}停发，报县中心"
    if found.overpaid.rows:
        count, fen = len(found.overpaid.rows), found.overpaid.total_fen
        return title, f"去世后已发 {count:,} 笔，共 {yuan(fen)} 元，要报县里追缴"
    if stop is None:
        return title, "只知道年份，先从下个月起停发，问清月份再更正"
    return title, "去世当月全额发；去世后没有已发款，不用追缴"


def _certification(found: DeathPreview) -> tuple[str, str]:
    if found.certification_year is None:
        return "年度认证关闭", "今年不用认证，或者已经认证过"
    line = f"不再计入“还剩 {found.uncertified:,} 人”"
    return f"{found.certification_year} 年度认证关闭", line


def _plaque(found: DeathPreview) -> tuple[str, str]:
    line = "家人可以继续悬挂" if found.plaque else "这一户没有挂牌"
    return "光荣牌保留，以后不再更换", line


def _contact(found: DeathPreview, staff: str | None) -> tuple[str, str]:
    promised = f"答应过还没办的 {len(found.follow_ups):,} 件事留着" if found.follow_ups else ""
    line = f"挂钩联系人是{staff}" if staff else "没有挂钩联系人"
    return "结束挂钩联系", "；".join(part for part in (line, promised) if part)


def law_words(found: DeathPreview) -> str:
    """What the family may be owed (DE3); the county decides."""
    claims = []
    for final in found.effects.final:
        kind = code_label("pension_kind", final.kind)
        if final.county_decides:
            claims.append(f"{kind}由县里按旧伤复发核定")
        elif final.months:
            claims.append(f"{kind} {final.months} 个月，约 {yuan(final.total_fen)} 元")
    if not claims:
        return ""
    return f"可能有丧葬补助：{'；'.join(claims)}（《军人抚恤优待条例》），由县里核定"


def warnings(found: DeathPreview, today: date) -> list[str]:
    """What speaks against the date, and what happened after it (CE6, DE8)."""
    doubts, died = [], found.died
    if (today - died.last_day).days > LONG_AGO_DAYS:
        doubts.append(f"{died.official()}离今天已有 {today.year - died.year} 年，请核对年份")
    if found.visited_after:
        last = full_day(found.visited_after[-1])
        count = f"{len(found.visited_after):,} 次"
        doubts.append(f"去世日期之后还走访过 {count}，最近一次 {last}，请核对日期")
    certified = [
        f"去世日期之后有一次认证（{full_day(day)}），请查清是谁办的"
        for day in found.certified_after
    ]
    given = [
        f"去世日期之后有一笔慰问（{full_day(day)}），留不留由县里定" for day in found.given_after
    ]
    return doubts + certified + given
