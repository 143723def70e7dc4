"""What one row of a ledger says, and how its single cells become values."""

from dataclasses import dataclass, field

from station_app.domain.codes import CODE_LISTS
from station_app.domain.imports import YEAR_WORD
from station_app.domain.kinds import Value
from station_app.domain.reading import Level, ask, err, fix
from station_app.exchange.cells import CellValue, as_text
from station_app.exchange.findings import Findings, blank
from station_app.exchange.source_rows import SourceRow


@dataclass(slots=True)
class LedgerCandidate:
    """What one row says: whom it names, how many it counts, and the values of its record."""

    source: SourceRow
    findings: Findings
    name: str | None = None
    id_number: str | None = None
    birth_date: str | None = None
    group_name: str | None = None
    headcount: int | None = None
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The gravest level among the reasons."""
        return self.findings.level

    @property
    def names_somebody(self) -> bool:
        """Whether the row means a person, however badly written."""
        return bool({"name", "id_number"} & self.source.values.keys())

    def cell(self, name: str) -> CellValue:
        """A cell of the row, None when it says nothing."""
        value = self.source.values.get(name)
        return None if blank(value) else value


def has(candidate: LedgerCandidate, name: str) -> bool:
    """Whether a cell says something."""
    return candidate.cell(name) is not None


def text_of(candidate: LedgerCandidate, name: str) -> str | None:
    """A cell as text."""
    value = candidate.cell(name)
    return None if value is None else candidate.findings.text(name, value)


def take_text(candidate: LedgerCandidate, name: str) -> None:
    """A cell as text becomes the value of its name."""
    text = text_of(candidate, name)
    if text is not None:
        candidate.values[name] = text


def take_day(candidate: LedgerCandidate, name: str, *, required: bool = False) -> None:
    """A whole date becomes the value of its name."""
    value = candidate.cell(name)
    if value is None:
        if required:
            candidate.findings.note(name, None, err("row.date_missing"))
        return
    day = candidate.findings.day(name, value)
    if day is not None:
        candidate.values[name] = day


def year_of(findings: Findings, name: str, value: CellValue) -> int | None:
    """A year of four digits."""
    text = as_text(value).strip().removesuffix(YEAR_WORD)
    if text.isdigit() and text.isascii() and 1980 <= int(text) <= findings.context.today.year + 1:
        return int(text)
    findings.note(name, value, err("row.year", text=as_text(value)))
    return None


def code_of(
    candidate: LedgerCandidate, name: str, choices: str, default: str | None, note: str
) -> str | None:
    """A code; a cell that says nothing takes the default and says so."""
    if not has(candidate, name):
        if default is not None:
            candidate.findings.note(name, None, fix(note))
        return str(default) if default is not None else None
    return candidate.findings.required_code(name, candidate.cell(name), choices)


def required_code(candidate: LedgerCandidate, name: str, choices: str) -> str | None:
    """A code without which the row says nothing."""
    if not has(candidate, name):
        options = CODE_LISTS[choices].codes
        candidate.findings.note(name, None, ask("row.choice_missing"), options)
        return None
    return candidate.findings.required_code(name, candidate.cell(name), choices)
