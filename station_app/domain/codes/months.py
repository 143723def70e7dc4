"""Code lists of month reports: how far one has come, and what the district says to it."""

from station_app.domain.codes.codelist import Coded


class MonthState(Coded):
    """How far the report of a month has come (DOMAIN 2.23); OPEN has no record."""

    OPEN = "OPEN", "记录中"
    COMPUTED = "COMPUTED", "已算好"
    SIGNED = "SIGNED", "已签字"
    SUBMITTED = "SUBMITTED", "已报出"
    LOCKED = "LOCKED", "已锁定"
    REOPENED = "REOPENED", "退回重报"


class MonthVerdict(Coded):
    """What the district decides about a report that was handed in."""

    LOCKED = "LOCKED", "锁定"
    REOPENED = "REOPENED", "退回重报"
