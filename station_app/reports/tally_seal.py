"""Responsible for the words that tell one report of a month from another: version, days, hash."""

from datetime import date
from typing import Protocol

from station_app.reports.wording import chinese_date

SHOWN = 16
"""So much of the hash is printed that two reports of a month cannot be taken for each other."""


class Sealed(Protocol):
    """What is told of a report."""

    @property
    def version(self) -> int:
        """Which report of the month it is."""

    @property
    def content_hash(self) -> str:
        """The hash of its figures."""

    @property
    def is_zero(self) -> bool:
        """Whether nothing happened in the month."""

    @property
    def computed_on(self) -> date:
        """When it was counted."""

    @property
    def submitted_on(self) -> date | None:
        """When it was handed in."""


def seal_words(report: Sealed) -> str:
    """`第 1 次月报，2022年10月3日算出、10月5日报出，校验码 3f2a 91bc …`."""
    kind = "零报告" if report.is_zero else "月报"
    days = f"{chinese_date(report.computed_on)}算出"
    if report.submitted_on is not None:
        days += f"、{chinese_date(report.submitted_on)}报出"
    code = report.content_hash[:SHOWN]
    grouped = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    return f"第 {report.version} 次{kind}，{days}，数字校验码 {grouped}"
