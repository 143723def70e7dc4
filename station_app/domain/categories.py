"""Categories as rules: priority, groups for counting, reading of a cell (DOMAIN §3.1, §7 #12)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from station_app.domain.codes import CODE_LISTS, Category, DisCause, DisGrade
from station_app.domain.codes.codelist import plain

_C = Category

PRIORITY: dict[Category, int] = {
    _C.SURV_MARTYR: 10, _C.SURV_DUTY: 11, _C.SURV_ILL: 12, _C.MARTYR_CHILD60: 13,
    _C.DISABLED: 20, _C.DIS_OFFICIAL: 21, _C.DIS_POLICE: 22, _C.DIS_MILITIA: 23, _C.DIS_OTHER: 24,
    _C.RED: 30, _C.DEMOB_RURAL: 31, _C.ILL_RETURNED: 32, _C.WAR: 33, _C.NUCLEAR: 34,
    _C.URANIUM: 35, _C.RURAL60: 36,
    _C.RETIRED_OFFICER: 50, _C.RETIRED_NCO: 51, _C.TRANSFERRED: 52, _C.SELF_CHOICE: 53,
    _C.MONTHLY_OFFICER: 54, _C.ENTERPRISE: 55, _C.SELF_GOING: 56, _C.DEMOB_OFFICER: 57,
    _C.CIVILIAN_CONV: 58, _C.GOV_PLACED: 60, _C.SELF_EMPLOYED: 61, _C.SELF_SEEKING: 62,
    _C.FLEX: 63, _C.MONTHLY_NCO: 64, _C.SUPPORTED: 65, _C.RETURN_PRODUCE: 66, _C.NCO_DEMOB: 67,
    _C.DEMOB_SOLDIER: 68, _C.VET_UNSPEC: 69,
    _C.FAM_CONSCRIPT: 80, _C.FAM_SERVICE: 81, _C.FAM_BORDER: 82,
    _C.SERVING: 90, _C.NOMIL_RETIREE: 91, _C.OTHER: 99,
}  # fmt: skip
"""The lower number wins as primary category."""

VETERAN = frozenset(
    category for category, rank in PRIORITY.items() if rank == 20 or 30 <= rank <= 69
)
SURVIVOR = frozenset({_C.SURV_MARTYR, _C.SURV_DUTY, _C.SURV_ILL})
SERVICE_FAMILY = frozenset({_C.FAM_CONSCRIPT, _C.FAM_SERVICE, _C.FAM_BORDER})
PLAQUE_ENTITLED = VETERAN | SURVIVOR | SERVICE_FAMILY | {_C.SERVING}
"""Whose household hangs a plaque (PL2)."""

ILLNESS_GRADES = frozenset(f"{grade:02}" for grade in range(1, 7))


def primary(categories: Iterable[Category]) -> Category | None:
    """The category of highest priority; None for a person without any."""
    return min(categories, key=PRIORITY.__getitem__, default=None)


def grade_fits(cause: DisCause | None, grade: DisGrade | None) -> bool:
    """因病 has only grades one to six (R-TJ 27)."""
    return cause is not DisCause.ILLNESS or grade is None or grade in ILLNESS_GRADES


@dataclass(frozen=True, slots=True)
class CategoryReading:
    """What a category cell says; `unknown` and `asks` are what a person must look at."""

    categories: tuple[Category, ...]
    grade: DisGrade | None = None
    cause: DisCause | None = None
    legacy_grade: str | None = None
    asks: tuple[tuple[str, tuple[Category, ...]], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether nothing has to be asked."""
        return not (self.asks or self.unknown or self.legacy_grade) and grade_fits(
            self.cause, self.grade
        )


_SEPARATORS = re.compile(r"[、,;/+&|\n]|及|兼|和(?!志愿兵)")
_CAUSE = re.compile(r"因[战公病]")
_GRADE = re.compile(r"(十|[一二三四五六七八九]|10|[1-9])级")
_LEGACY = re.compile(r"特等|[一二三]等[甲乙]?级?")
_CHINESE_GRADE = "一二三四五六七八九十"


def _grade(text: str) -> DisGrade | None:
    found = _GRADE.search(text)
    if found is None:
        return None
    word = found.group(1)
    number = _CHINESE_GRADE.index(word) + 1 if word in _CHINESE_GRADE else int(word)
    return DisGrade(f"{number:02}")


def _cause(text: str) -> DisCause | None:
    found = _CAUSE.search(text)
    match = CODE_LISTS["dis_cause"].find(found.group()) if found else None
    return DisCause(match.code) if match else None


def _without_disability(text: str) -> str:
    rest = _GRADE.sub("", _CAUSE.sub("", _LEGACY.sub("", text)))
    return re.sub(r"[()]", "", rest)


def _is_disability(text: str) -> bool:
    """残疾 and 伤残 alone mean a disabled soldier; with nothing else left, so does a bare grade."""
    return text in {"残疾", "伤残", "残", "", "伤残等级"}


def _parts(text: str) -> list[str]:
    """The cell cut at its separators, unless the whole of it is one known word."""
    if CODE_LISTS["category"].find(text):
        return [text]
    return [part for part in _SEPARATORS.split(plain(text)) if part]


def parse_categories(text: str) -> CategoryReading:
    """Read `参战、残疾七级因公` and its like; nothing uncertain is guessed."""
    found: list[Category] = []
    asks: list[tuple[str, tuple[Category, ...]]] = []
    unknown: list[str] = []
    parts = _parts(text)
    for part in parts:
        _read_part(part, found, asks, unknown)
    disability = plain(text) if Category.DISABLED in found or _severity(found) else ""
    legacy = _LEGACY.search(disability)
    return CategoryReading(
        tuple(dict.fromkeys(found)),
        None if legacy else _grade(disability),
        _cause(disability),
        legacy.group() if legacy else None,
        tuple(asks),
        tuple(unknown),
    )


def _severity(found: list[Category]) -> bool:
    return any(20 <= PRIORITY[category] <= 24 for category in found)


def _read_part(
    part: str,
    found: list[Category],
    asks: list[tuple[str, tuple[Category, ...]]],
    unknown: list[str],
) -> None:
    match = CODE_LISTS["category"].find(part)
    rest = _without_disability(plain(part))
    if match is None and rest != plain(part) and _is_disability(rest):
        found.append(Category.DISABLED)
        return
    match = match or CODE_LISTS["category"].find(rest)
    if match is None and _is_disability(rest):
        found.append(Category.DISABLED)
    elif match is None:
        unknown.append(part)
        found.append(Category.VET_UNSPEC)
    elif match.is_exact:
        found.append(Category(match.code))
    else:
        asks.append((part, tuple(Category(code) for code in match.options)))
