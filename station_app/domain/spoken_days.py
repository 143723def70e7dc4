"""Days as one says them: 今天, 昨天, 7-1 without a year; for what happened lately, or is planned.

Only for entry, where the day is shown at once and can be put right; in imported tables a date
without a year stays unread.
"""

import re
import unicodedata
from datetime import date, timedelta

WORDS = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0}
WORDS_AHEAD = {"明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_MONTH_AND_DAY = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})(?:日|号)?")
_LEAP_CYCLE = 8
"""29 February comes again within so many years, even across a century without it."""


def spoken_day(text: str, *, today: date, ahead: bool = False) -> date | None:
    """The day that is meant; a day without a year is the last one, or for a plan the next one."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("。", ".")
    words = {**WORDS, **WORDS_AHEAD} if ahead else WORDS
    if plain in words:
        return today + timedelta(days=words[plain])
    found = _MONTH_AND_DAY.fullmatch(plain)
    if found is None:
        return None
    return _nearest(int(found[1]), int(found[2]), today, ahead=ahead)


def _nearest(month: int, day: int, today: date, *, ahead: bool) -> date | None:
    step = 1 if ahead else -1
    for years in range(_LEAP_CYCLE + 1):
        found = _day(today.year + step * years, month, day)
        if found is not None and (found >= today if ahead else found <= today):
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
