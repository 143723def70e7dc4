"""An import on its way: what was decided is kept while one decides, and put back another time."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import msgspec
from PySide6.QtCore import QObject

from station_app.domain.imports import ImportKind
from station_app.services.import_values import Answer, ImportPreview
from station_app.ui.page import Page

FORM = "import"
KIND, ANSWERS, WRITING = "kind", "answers", "writing"
Answers = Mapping[tuple[str, int], Answer]


class _Kept(msgspec.Struct):
    """One row's answer, as it lies in the file of drafts."""

    sheet: str
    row: int
    repairs: dict[str, str]
    accept: list[str]
    person_id: UUID | None
    new_person: bool
    conflicts: str | None
    skip: bool


class HalfWay(QObject):
    """One file at a time, named by where it lies; nothing is kept before something was decided."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._box = page, page.desk.drafts

    def keep(self, seen: ImportPreview, *, writing: bool = False) -> None:
        """Keep every answer; `writing` when the rows are being written at this moment."""
        answers = answers_of(seen)
        if not answers and not writing:
            return
        fields = {
            KIND: seen.kind.value,
            ANSWERS: _to_text(answers),
            WRITING: "1" if writing else "",
        }
        self._box.keep(FORM, str(seen.path), _title(seen, len(answers), writing=writing), fields)

    def done(self, path: Path) -> None:
        """It was written: there is nothing to continue."""
        self._box.discard(FORM, str(path))

    def put_aside(self, path: Path) -> None:
        """Another file is taken instead."""
        self._box.give_up(FORM, str(path))

    def found(self, subject: str) -> tuple[ImportKind, Path, Answers] | None:
        """What was begun on this file, or on any whose path is this subject."""
        kept = self._box.find(FORM, subject)
        if kept is None:
            return None
        return ImportKind(kept.fields[KIND]), Path(subject), _from_text(kept.fields[ANSWERS])

    def was_writing(self, path: Path) -> bool:
        """Whether the window went away while the rows were being written."""
        kept = self._box.find(FORM, str(path))
        return kept is not None and bool(kept.fields.get(WRITING))


def answers_of(seen: ImportPreview) -> dict[tuple[str, int], Answer]:
    """What was decided in a preview."""
    return {(row.sheet, row.row): row.answer for row in seen.rows if row.answer is not None}


def back_words(seen: ImportPreview, *, writing: bool) -> str:
    """What happened to the import that was left: the file itself tells, not the memory of it."""
    count = len(answers_of(seen))
    put_back = f"，您定过的 {count:,} 行都放回来了" if count else ""
    if writing and seen.earlier_run is not None:
        return "上次关窗口以前已经写完了，再导也不会重复"
    if writing:
        return f"上次写到一半关了窗口，一行也没有写进去{put_back}"
    return f"上次没有导完，一行也没有写进去{put_back}"


def _title(seen: ImportPreview, count: int, *, writing: bool) -> str:
    decided = f"，定了 {count:,} 行" if count else ""
    return f"导入“{seen.path.name}”{decided}{'，正在写入' if writing else ''}"


def _to_text(answers: Answers) -> str:
    kept = [
        _Kept(
            sheet,
            row,
            dict(one.repairs),
            sorted(one.accept),
            one.person_id,
            one.new_person,
            one.conflicts,
            one.skip,
        )
        for (sheet, row), one in answers.items()
    ]
    return msgspec.json.encode(kept).decode()


def _from_text(text: str) -> Answers:
    return {
        (one.sheet, one.row): Answer(
            one.repairs,
            frozenset(one.accept),
            one.person_id,
            one.new_person,
            one.conflicts,
            one.skip,
        )
        for one in msgspec.json.decode(text, type=list[_Kept])
    }
