"""Compares the totals that a file prints with what its rows add up to (DOMAIN 7 #14)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from station_app.domain.imports import PEOPLE_COUNT, SUBTOTAL_WORDS, Reason, heading_key
from station_app.domain.money import yuan
from station_app.domain.reading import fix
from station_app.exchange.cells import as_text
from station_app.exchange.findings import Findings, ReadingContext
from station_app.exchange.source_rows import LineKind, SourceRow
from station_app.services.import_values import PreviewRow

_MONEY = ("amount", "goods_value")


def compared(
    rows: Iterable[PreviewRow], contexts: Mapping[str, ReadingContext]
) -> list[PreviewRow]:
    """The rows; those with a total say when it differs from the sum of the rows above."""
    checked: list[PreviewRow] = []
    above: list[PreviewRow] = []
    part: list[PreviewRow] = []
    sheet = ""
    for row in rows:
        if row.sheet != sheet:
            sheet, above, part = row.sheet, [], []
        if row.source.kind is LineKind.TOTAL:
            is_part = bool(
                SUBTOTAL_WORDS & {heading_key(as_text(cell)) for cell in row.source.cells}
            )
            checked.append(_with_differences(row, part if is_part else above, contexts[row.sheet]))
            part = []
        else:
            checked.append(row)
            if row.source.kind is LineKind.DATA:
                above.append(row)
                part.append(row)
    return checked


def _with_differences(
    total: PreviewRow, above: list[PreviewRow], context: ReadingContext
) -> PreviewRow:
    reasons = [*_money_differences(total, above, context), *_count_difference(total, above)]
    return replace(total, reasons=(*total.reasons, *reasons)) if reasons else total


def _money_differences(
    total: PreviewRow, above: list[PreviewRow], context: ReadingContext
) -> list[Reason]:
    found = []
    for name in _MONEY:
        stated = _fen(total.source, name, context)
        if stated is None:
            continue
        own = sum(_fen(row.source, name, context) or 0 for row in above)
        if own != stated:
            note = fix("row.total_differs", stated=yuan(stated), own=yuan(own))
            found.append(Reason.of(name, total.text(name), note))
    return found


def _count_difference(total: PreviewRow, above: list[PreviewRow]) -> list[Reason]:
    text = " ".join(as_text(cell) for cell in total.source.cells if cell is not None)
    stated = PEOPLE_COUNT.search(text)
    if stated is None:
        return []
    own = sum(_heads(row.source) for row in above)
    if own == int(stated[1]) or len(above) == int(stated[1]):
        return []
    note = fix("row.count_differs", stated=stated[1], own=own)
    return [Reason.of("row", stated[0], note)]


def _fen(source: SourceRow, name: str, context: ReadingContext) -> int | None:
    """The amount of a cell, whatever else is asked about it."""
    value = source.values.get(name)
    if value is None:
        return None
    amount = Findings(context, frozenset({"money.large"})).money(name, value)
    return amount.fen if amount else None


def _heads(source: SourceRow) -> int:
    text = as_text(source.values.get("headcount"))
    return int(text) if text.isdigit() and text.isascii() else 1
