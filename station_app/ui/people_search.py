"""The answer of the database as the search box shows it."""

import re
from datetime import date
from typing import Any

from station_app.domain.codes import label
from station_app.domain.printouts import grouped, looks_like_serial, read_serial
from station_app.queries import printouts
from station_app.queries.found_dues import Waiting, found_dues
from station_app.queries.search import (
    COUNTED_AT_MOST,
    ID_MARK,
    Found,
    FoundRow,
    search_people,
)
from station_app.ui.components.hit_list import PaperKey
from station_app.ui.components.pop_list import PopRow
from station_app.ui.components.search_box import Hits

WORDS = {
    Waiting.CONTACT: "联系逾期",
    Waiting.PROMISE: "有答应的事",
    Waiting.CERTIFICATION: "没认证",
}
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|\d{7,8}")


def find_people(session: Any, text: str, *, today: date) -> Hits:
    """The likeliest people, each told apart from namesakes by birth month, with what is due.

    The number of a paper, typed or scanned, finds the paper instead.
    """
    if (serial := read_serial(text)) is not None:
        return _paper(session, text, serial)
    found = search_people(session, text, today=today)
    if not found.rows and looks_like_serial(text):
        words = "有一位不对，请对着纸上再看一遍"
        row = PopRow(PaperKey(text), f"编号 {text.strip()}", words, "找回", bold=True)
        return Hits(text, (row,), 0, count_words="纸上的编号")
    dues = found_dues(session, [row.person_id for row in found.rows], today=today)
    rows = tuple(_row(row, dues.get(row.person_id, ())) for row in found.rows)
    return Hits(text, rows, found.total, _remark(found), more=found.total >= COUNTED_AT_MOST)


def _paper(session: Any, text: str, serial: str) -> Hits:
    """A whole number is never a person's: one that is not known here is explained by the page."""
    known = printouts.title_of(session, serial)
    words = known or "这台电脑上没有它的记录"
    row = PopRow(PaperKey(serial), f"编号 {grouped(serial)}", words, "找回", bold=True)
    return Hits(text, (row,), 1 if known else 0, count_words="纸上的编号")


def _remark(found: Found) -> str:
    if found.near:
        return "没有正好的，这些同音或者差一个字"
    shared = found.namesakes
    return f"有同名的{'、'.join(shared)}，请看出生年月" if shared else ""


def _row(row: FoundRow, dues: tuple[Waiting, ...]) -> PopRow:
    sex_and_age = f"{label('sex', row.sex)} {row.age}" if row.age else label("sex", row.sex)
    middle = [sex_and_age, row.group_name or "", label("category", row.category)]
    if row.status not in ("ACTIVE", "DRAFT"):
        middle.append(label("person_status", row.status))
    if row.beside:
        middle.insert(0, _fact(row.beside))
    return PopRow(
        row.person_id,
        row.name,
        "  ".join(part for part in middle if part.strip()),
        _born(row.birth_date),
        row.marks,
        bold=True,
        due="、".join(WORDS[due] for due in dues),
    )


def _fact(text: str) -> str:
    """Numbers by their last four only: the list lies open on the screen."""
    if text.endswith(ID_MARK) and text.isascii():  # an address may end so, too: 三组12#
        return f"证号尾号 {text.rstrip(ID_MARK)[-4:].upper()}"
    if _PHONE.fullmatch(text):
        return f"电话尾号 {text[-4:]}"
    return text.upper() if text.isascii() else text


def _born(text: str | None) -> str:
    if text is None:
        return ""
    year, _, rest = text.partition("-")
    return f"{year}年{int(rest[:2])}月生" if rest else f"{year}年生"
