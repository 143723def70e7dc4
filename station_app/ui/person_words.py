"""How people are told in words on every page: identity, age, days, masked numbers."""

from datetime import date

from station_app.domain.codes import Category, label
from station_app.domain.masking import mask_id_number, mask_phone
from station_app.domain.partial_date import PartialDate
from station_app.queries.people import IdentityRow, PersonRow

MISSING = "待补"

SHORT = {
    Category.MARTYR_CHILD60: "烈士子女",
    Category.RED: "红军老战士",
    Category.NUCLEAR: "参试退役军人",
    Category.RURAL60: "农村籍退役士兵",
    Category.RETIRED_OFFICER: "军休干部",
    Category.RETIRED_NCO: "退休军士",
    Category.TRANSFERRED: "转业军官",
    Category.MONTHLY_OFFICER: "逐月领退役金",
    Category.DEMOB_OFFICER: "复员干部",
    Category.GOV_PLACED: "安排工作退役士兵",
    Category.FAM_SERVICE: "现役军人家属",
    Category.DIS_MILITIA: "伤残民兵民工",
}
"""Labels too long for a line of a list; everything else is shown as the office writes it."""

STATUS_MEANINGS = {
    "ACTIVE": "green",
    "DRAFT": "amber",
    "DECEASED": "grey",
    "MOVED_OUT": "grey",
    "REMOVED": "grey",
    "MERGED": "grey",
}


def category_words(code: str) -> str:
    """The category as a list shows it."""
    known = Category(code) if code in Category.__members__.values() else None
    return SHORT.get(known, "") or label("category", code) if known else code


def identity_words(identity: IdentityRow) -> str:
    """残疾军人 七级 因战."""
    parts = [
        category_words(identity.category),
        label("dis_grade", identity.disability_grade),
        label("dis_cause", identity.disability_cause),
    ]
    return " ".join(part for part in parts if part)


def primary_words(row: PersonRow) -> str:
    """The identity that stands for the person."""
    return identity_words(row.primary) if row.primary else MISSING


def sex_words(sex: str | None) -> str:
    """男, 女, or nothing that would look like a judgement."""
    return label("sex", sex) if sex in ("1", "2") else "—"


def sex_age(sex: str | None, age: int | None) -> str:
    """男 77."""
    return f"{sex_words(sex)} {'—' if age is None else age}"


def sex_and_age(sex: str | None, age: int | None) -> str:
    """男，82 岁."""
    parts = [label("sex", sex) if sex in ("1", "2") else "", "" if age is None else f"{age} 岁"]
    return "，".join(part for part in parts if part)


def id_words(row: PersonRow, *, revealed: bool = False) -> str:
    """The number, masked unless it was asked for (PV1)."""
    if row.id_number is None:
        return MISSING
    return row.id_number if revealed else mask_id_number(row.id_number)


def phone_words(number: str | None, *, revealed: bool = False) -> str:
    """A phone number, masked unless it was asked for (PV1)."""
    if number is None:
        return MISSING
    return number if revealed else mask_phone(number)


def day_words(day: date, today: date) -> str:
    """7月16日, with the year when it is another."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == today.year else f"{day.year}年{short}"


def full_day(day: date) -> str:
    """2026年7月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def partial_words(stored: str | None) -> str:
    """1944年3月29日, 1944年3月 or 1944年; 待补 when it is missing."""
    if stored is None:
        return MISSING
    day = PartialDate.of(stored)
    parts = [f"{day.year}年"]
    parts += [f"{day.month}月"] if day.month else []
    parts += [f"{day.day}日"] if day.day else []
    return "".join(parts)


def birth_month(stored: str | None) -> str:
    """1954年11月生: what tells namesakes apart."""
    if stored is None:
        return "出生待补"
    day = PartialDate.of(stored)
    return f"{day.year}年{day.month}月生" if day.month else f"{day.year}年生"


def month_words(month: str) -> str:
    """2026年8月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number else f"{year}年"


def of_group(name: str | None) -> str:
    """The group, or that it is missing."""
    return name or MISSING
