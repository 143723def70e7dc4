"""One thing that happened, as the timeline shows it: icon, heading, second line and money."""

from collections.abc import Mapping
from dataclasses import dataclass

from station_app.domain.codes import label
from station_app.domain.money import yuan
from station_app.messages.happened import Told, happened
from station_app.queries.timeline import TimelineKind, TimelineRow


@dataclass(frozen=True, slots=True)
class HappenedWords:
    """How one line of the timeline is shown."""

    icon: str
    title: str
    line: str
    money: str
    is_done: bool = False
    """A green mark: the year's certification has been passed."""


ICONS: Mapping[TimelineKind, str] = {
    TimelineKind.VISIT: "footprints",
    TimelineKind.PAYMENT: "gift",
    TimelineKind.CERTIFICATION: "badge-check",
    TimelineKind.PLAQUE: "plaque",
    TimelineKind.ENTITLEMENT: "wallet",
    TimelineKind.PENSION: "wallet",
    TimelineKind.FILE: "file-text",
}


def happened_words(row: TimelineRow) -> HappenedWords:
    """The words of one line."""
    codes = dict(row.codes)
    said = {name: label(name, code) for name, code in row.codes}
    told = Told(said, row.people, row.text, row.month, row.station, row.reversed)
    title, line = happened(row.kind, told)
    icon = "phone" if codes.get("visit_method") == "PHONE" else ICONS[row.kind]
    money = f"{yuan(row.amount_fen)} 元" if row.amount_fen is not None else ""
    done = codes.get("cert_result") == "PASS" and not row.reversed
    return HappenedWords(icon, title, line, money, done)
