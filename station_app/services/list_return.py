"""A list that was exported, edited and comes back: only the cells that changed are proposed.

`look` reads and decides nothing; `take` writes what a person chose, in one unit of work.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.imports import ImportKind
from station_app.domain.kinds import Value, from_wire
from station_app.domain.lists import ListColumn, ListMark, ListRow, ListSpec
from station_app.errors import Rejected
from station_app.exchange.cells import CellValue, as_text
from station_app.exchange.list_sheet import ReturnedRow, ReturnedSheet, carries_mark, read_list
from station_app.messages import said
from station_app.progress import Progress, Silent
from station_app.queries import imports
from station_app.queries.list_since import Since, changed_since, log_goes_on, with_standard
from station_app.queries.step_detail import whose_records
from station_app.services import importing
from station_app.services.import_collector import collector_paused
from station_app.services.import_values import SheetView
from station_app.services.list_cells import Reading, read_cell, says_the_same, shown
from station_app.services.list_exports import RETURNING, rows_now
from station_app.services.list_writing import (
    Edits,
    kept_as,
    known_file_numbers,
    living_keys,
    remarks,
    write,
)

AT_ONCE = 500
NAMES = ("name", "head_name")
"""Columns that say who a line is about."""
ChangeKey = tuple[UUID, str]
"""Record and field."""


class Verdict(StrEnum):
    """What becomes of an edited cell."""

    CHANGE = "change"
    ASK = "ask"
    REFUSED = "refused"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that says something else than what is on file.

    `before` and `after` are as they are read; `old` and `new` are the values. `remark` says why a
    person must look, or why it is not taken.
    """

    record_id: UUID
    field: str
    row: int
    who: str
    heading: str
    before: str
    after: str
    verdict: Verdict
    remark: str = ""
    old: Value = None
    new: Value = None

    @property
    def key(self) -> ChangeKey:
        """By which it is chosen."""
        return self.record_id, self.field

    @property
    def may_be_taken(self) -> bool:
        """Whether a person may choose it."""
        return self.verdict in (Verdict.CHANGE, Verdict.ASK)


@dataclass(frozen=True, slots=True)
class RowRemark:
    """A line that is left alone, and why."""

    row: int
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A list as it came back; nothing is written yet."""

    path: Path
    name: str
    title: str
    exported_at: datetime
    rows_read: int
    changes: tuple[CellChange, ...]
    left_alone: tuple[RowRemark, ...]
    since_known: bool
    seen_change: int

    @property
    def counts(self) -> Counter[Verdict]:
        """Edited cells by what becomes of them."""
        return Counter(change.verdict for change in self.changes)

    @property
    def usual(self) -> frozenset[ChangeKey]:
        """What is chosen until a person chooses otherwise: whatever needs no second look."""
        return frozenset(one.key for one in self.changes if one.verdict is Verdict.CHANGE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written."""

    cells: int
    records: int


@collector_paused()
def look(
    session: Session, path: Path, *, today: date, progress: Progress | None = None
) -> Returned:
    """The edited cells of a list; raises `Rejected` or `Unavailable` in words."""
    sheet = read_list(path)
    if sheet is None:
        raise Rejected("list.not_a_list", file=path.name)
    if sheet.mark is None or sheet.mark.name not in RETURNING:
        raise Rejected("list.unknown", file=path.name)
    looked = _Look(session, sheet, sheet.mark, today, progress or Silent())
    return Returned(
        path=path,
        name=sheet.mark.name,
        title=looked.spec.title,
        exported_at=sheet.mark.at,
        rows_read=len(sheet.rows),
        changes=tuple(looked.changes()),
        left_alone=tuple(sorted(looked.left_alone, key=lambda one: one.row)),
        since_known=looked.since_known,
        seen_change=imports.last_change(session),
    )


def look_first(
    session: Session, kind: ImportKind, path: Path, *, today: date
) -> tuple[SheetView, ...] | None:
    """The sheets of a file that is to be taken in; None for a list of ours that comes back."""
    return None if carries_mark(path) else importing.inspect(session, kind, path, today=today)


def take(session: Session, seen: Returned, chosen: Collection[ChangeKey], *, today: date) -> Taken:
    """Write the chosen cells, all or none.

    Raises `Rejected("list.nothing")`, and `Rejected("record.stale")` where a cell was changed since
    it was looked at.
    """
    by_record: dict[UUID, dict[str, tuple[Value, Value]]] = defaultdict(dict)
    for one in seen.changes:
        if one.may_be_taken and one.key in chosen:
            by_record[one.record_id][one.field] = (one.old, one.new)
    if not by_record:
        raise Rejected("list.nothing")
    for key, edits in by_record.items():
        write(session, seen.name, key, edits, today=today)
    return Taken(sum(map(len, by_record.values())), len(by_record))


class _Look:
    """One reading of a list beside what is on file."""

    def __init__(
        self,
        session: Session,
        sheet: ReturnedSheet,
        mark: ListMark,
        today: date,
        progress: Progress,
    ) -> None:
        self.session, self.mark, self.today, self.progress = session, mark, today, progress
        self.spec: ListSpec = RETURNING[mark.name]
        self.left_alone: list[RowRemark] = []
        self.rows = list(self._usable(sheet.rows))
        keys = [row.key for row in self.rows if row.key is not None]
        self.now: Mapping[UUID, ListRow] = rows_now(session, mark, keys, today)
        self.living = living_keys(session, mark.name, keys)
        self.since_known = log_goes_on(session, mark)
        self.columns = [
            (place, column)
            for place, column in enumerate(self.spec.columns)
            if column.heading in sheet.headings and column.compared
        ]

    def changes(self) -> Iterator[CellChange]:
        """Cell by cell in the order of the sheet."""
        found = []
        for number, row in enumerate(self.rows):
            if number % AT_ONCE == 0:
                self.progress.step(number, len(self.rows))
            found += self._differing(row)
        self.progress.step(len(self.rows), len(self.rows))
        keys = list(dict.fromkeys(row.key for row, *_ in found if row.key is not None))
        since: Since = {}
        if self.since_known:
            since = changed_since(self.session, self.mark, keys)
            since = with_standard(self.session, self.mark, keys, since)
        record = self.spec.record or ""
        names = whose_records(self.session, [(record, key) for key in keys])
        by_row: dict[UUID, list[CellChange]] = defaultdict(list)
        for row, column, value in found:
            if row.key is None:
                continue
            one = self._change(row, column, value, since, names.get(row.key, ""))
            if one is not None:
                by_row[row.key].append(one)
        for key, ones in by_row.items():
            yield from self._checked(key, ones)

    def _usable(self, rows: Sequence[ReturnedRow]) -> Iterator[ReturnedRow]:
        """Lines with a key of their own; of two alike one, of two that differ none."""
        by_key: dict[UUID, list[ReturnedRow]] = defaultdict(list)
        lost = self._known_files(row for row in rows if not row.has_key)
        for row in rows:
            if row.key is not None:
                by_key[row.key].append(row)
            elif row.has_key:
                self._leave(row, "list.row_unknown")
            else:
                self._leave(row, "list.row_keyless" if row.number in lost else "list.row_new")
        for same in by_key.values():
            if all(one.cells == same[0].cells for one in same):
                yield same[0]
            else:
                for one in same:
                    self._leave(one, "list.row_twice")

    def _known_files(self, rows: Iterable[ReturnedRow]) -> set[int]:
        """Of lines without a key those whose file number is known: nobody new stands there."""
        if self.mark.name != "people":
            return set()
        written = {row.number: self._text(row, "file_no") for row in rows}
        known = known_file_numbers(self.session, set(written.values()) - {""})
        return {number for number, text in written.items() if text in known}

    def _text(self, row: ReturnedRow, name: str) -> str:
        """What a line says in a column; nothing where the list has no such column."""
        column = self.spec.by_name.get(name)
        cell = row.cells.get(column.heading) if column is not None else None
        return as_text(cell).strip()

    def _leave(self, row: ReturnedRow, code: str) -> None:
        who = next(filter(None, (self._text(row, name) for name in NAMES)), row.first_text)
        self.left_alone.append(RowRemark(row.number, who, said(code, {})))

    def _differing(self, row: ReturnedRow) -> list[tuple[ReturnedRow, ListColumn, Value]]:
        assert row.key is not None, "only lines with keys are looked at"
        known = self.now.get(row.key)
        if known is None or row.key not in self.living:
            self._leave(row, "list.row_gone")
            return []
        return [
            (row, column, known.values[place])
            for place, column in self.columns
            if not says_the_same(column, row.cells[column.heading], known.values[place])
            and not self._kept_alike(column, row.cells[column.heading], known.values[place])
        ]

    def _kept_alike(self, column: ListColumn, cell: CellValue, value: Value) -> bool:
        """Whether a cell would be kept as what stands there: a blank in a name is tidied away."""
        return kept_as(self.mark.name, column.name, as_text(cell)) == value is not None

    def _change(
        self, row: ReturnedRow, column: ListColumn, value: Value, since: Since, who: str
    ) -> CellChange | None:
        """The cell as a change; None where the record went on and the sheet did not."""
        assert row.key is not None, "only lines with keys are looked at"
        cell = row.cells[column.heading]
        base = since.get((row.key, column.name), _ABSENT)
        if base is not _ABSENT and says_the_same(column, cell, _value(column, base)):
            return None
        moved_on = base is not _ABSENT and _value(column, base) != value  # an undone change is none
        found = read_cell(column, cell)
        verdict, remark = self._verdict(column, found, moved_on=moved_on)
        return CellChange(
            record_id=row.key,
            field=column.name,
            row=row.number,
            who=who or row.first_text,
            heading=column.heading,
            before=shown(column, value),
            after=found.text if found.problem else shown(column, found.value),
            verdict=verdict,
            remark=remark,
            old=value,
            new=found.value,
        )

    def _verdict(
        self, column: ListColumn, found: Reading, *, moved_on: bool
    ) -> tuple[Verdict, str]:
        if not column.editable:
            return Verdict.LOCKED, said("list.locked_column", {})
        if found.problem:
            return Verdict.REFUSED, found.problem
        if not self.since_known:
            return Verdict.ASK, said("list.since_unknown", {})
        if moved_on:
            return Verdict.ASK, said("list.changed_since", {})
        return Verdict.CHANGE, ""

    def _checked(self, key: UUID, ones: Sequence[CellChange]) -> Iterator[CellChange]:
        """The rules of the record have the last word."""
        edits: Edits = {one.field: (one.old, one.new) for one in ones if one.may_be_taken}
        said_of: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        if edits:
            for remark in remarks(self.session, self.mark.name, key, edits, self.today):
                said_of[remark.field].append((remark.blocks, remark.words))
        for one in ones:
            if one.may_be_taken and (told := said_of.get(one.field)):
                blocked = any(blocks for blocks, _ in told)
                words = "".join([one.remark, *(words for _, words in told)])
                verdict = Verdict.REFUSED if blocked else Verdict.ASK
                yield replace(one, verdict=verdict, remark=words)
            else:
                yield one


_ABSENT = object()


def _value(column: ListColumn, base: object) -> Value:
    """A value of the log as a value of the column."""
    try:
        return from_wire(column.kind, base)  # type: ignore[arg-type]  # as the log holds it
    except Rejected:
        return None
