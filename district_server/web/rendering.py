"""Templates and what they may use: figures, moments, icons, addresses of our own files."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

HERE = Path(__file__).parent
STATIC = HERE / "static"
CHINA = timezone(timedelta(hours=8))
"""One zone for the whole country, without summer time; the server's own zone does not matter."""
NAME = re.compile(r"[a-z0-9-]+")


def environment() -> jinja2.Environment:
    """Everything is escaped, and a name that is not given is an error, never an empty place."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "count": count,
        "moment": moment,
        "day": day,
        "month": month,
        "yuan": yuan,
        "span": span,
        "quoted": lambda text: quote(str(text), safe=""),
    }
    made.globals |= {"icon": icon, "china": in_china}
    return made


def count(number: int | None) -> str:
    """A figure with commas; a dash where there is none."""
    return "—" if number is None else f"{number:,}".replace("-", "−")


def yuan(fen: int | None) -> str:
    """An amount in yuan with two decimals."""
    return "—" if fen is None else f"{fen / 100:,.2f}".replace("-", "−")


def in_china(at: datetime) -> datetime:
    """A moment as clocks here show it."""
    return at.astimezone(CHINA)


def moment(at: datetime | None, now: datetime | None = None) -> str:
    """`7月20日 08:05`; with the year where it is another one."""
    if at is None:
        return "—"
    here = in_china(at)
    year = "" if now is not None and in_china(now).year == here.year else f"{here.year}年"
    return f"{year}{here.month}月{here.day}日 {here:%H:%M}"


def day(value: date | datetime | None) -> str:
    """`2026年7月20日`."""
    if value is None:
        return "—"
    here = in_china(value) if isinstance(value, datetime) else value
    return f"{here.year}年{here.month}月{here.day}日"


def month(ym: str) -> str:
    """`2026年7月` of `2026-07`."""
    year, number = ym.split("-")
    return f"{year}年{int(number)}月"


def span(seconds: int) -> str:
    """How far a clock is off, in the largest fitting unit: `快 2 小时`."""
    way, size = ("快" if seconds > 0 else "慢"), abs(seconds)
    for unit, words in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if size >= unit:
            return f"{way} {size // unit:,} {words}"
    return f"{way} {size} 秒"


@cache
def icon(name: str, label: str | None = None) -> Markup:
    """A drawing in the line; read aloud only where it stands without words."""
    assert NAME.fullmatch(name)
    drawing = (STATIC / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    inner = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")].strip()
    spoken = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>').format(
        spoken,
        Markup(inner),
    )


@cache
def fingerprint(name: str) -> str:
    """Eight letters that change with the file, so that a browser may keep it for a year."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def render(made: jinja2.Environment, template: str, values: Mapping[str, object]) -> str:
    """A page as text."""
    return made.get_template(template).render(values)
