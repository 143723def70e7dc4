"""What a paper found by its number says of itself, in words."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from station_app.domain.annual_lines import EVERY
from station_app.domain.masking import MaskLevel
from station_app.domain.money import wan, yuan
from station_app.domain.printouts import grouped
from station_app.domain.tally import FEN, PERCENT
from station_app.messages.printing import FORM_LABELS
from station_app.queries.edits import EditRow
from station_app.queries.printouts import FoundRow, Part, PrintoutRow, Since
from station_app.services.printouts_again import Again
from station_app.ui.components.table_model import Cell
from station_app.ui.history_words import moment_words

SINCE = {
    Since.SAME: ("没有变动", ""),
    Since.CHANGED: ("此后改过", "amber"),
    Since.REVERSED: ("此后冲正", "red"),
    Since.REMOVED: ("此后去掉", "red"),
    Since.MERGED: ("此后并档", "amber"),
    Since.LEFT: ("今天不再在内", "amber"),
    Since.NEW: ("后来新增", "blue"),
    Since.GONE: ("这台电脑上没有", "grey"),
}
HIDES = {
    MaskLevel.FULL: "全部内容",
    MaskLevel.MASKED: "遮盖证号电话",
    MaskLevel.INITIALS: "公示版",
    MaskLevel.STATISTICS: "只有数字",
}
OTHER_KINDS = {
    "tally": "月报",
    "figure": "一个数字",
    "template": "自己的表格",
    "yearly": "年度总结",
}
FIELDS_AT_MOST = 4


def kind_words(row: PrintoutRow) -> str:
    """A form, a tally, an exported list."""
    if row.kind.startswith("list:"):
        return "导出的名单"
    return OTHER_KINDS.get(row.kind) or ("表格" if row.kind in FORM_LABELS else "导出文件")


def title_words(row: PrintoutRow) -> str:
    """What it is called, with its period where the title does not say it."""
    label = row.period.label if row.period else ""
    return row.title if not label or label in row.title else f"{row.title}（{label}）"


def facts_words(row: PrintoutRow, today: date) -> str:
    """Its number, who made it, when, and how much it hides."""
    parts = (
        f"编号 {grouped(row.serial)}",
        f"{moment_words(row.made_at, today)} {row.made_by} 做成".strip(),
        HIDES[row.mask],
        f"{count_words(row)} 条记录" if count_words(row) else "",
    )
    return "，".join(part for part in parts if part)


def count_words(row: PrintoutRow) -> str:
    """How many records; of figures nothing, for one stands in many lines."""
    return "" if row.kind in ("tally", "yearly") else f"{row.row_count:,}"


def outcome_words(again: Again) -> tuple[str, str, str]:
    """What has changed since: bold words, more words, and their meaning."""
    changed = f"{again.touched:,} 条此后有变动" if again.touched else ""
    if again.now is None:
        words = changed or "这些记录和当时一样"
        return words, "这一种不能按今天的记录重新查，下面是当时的记录", _meaning(changed)
    left = f"{_records(again.left):,} 条今天不再在内" if again.left else ""
    new = f"后来新增 {len({row.record_id for row in again.new}):,} 条" if again.new else ""
    words = "，".join(part for part in (changed, left, new) if part)
    if not words:
        return "和当时完全一样", "同样的条件，今天查到的还是这些记录，一条不多一条不少", "green"
    return words, "下面仍是当时的记录，变动的逐条注明", "amber"


def _records(asked: Collection[tuple[str, UUID]]) -> int:
    """How many records: one that stands in many lines is one."""
    return len({key for _, key in asked})


def _meaning(changed: str) -> str:
    return "amber" if changed else "green"


def part_words(code: str) -> str:
    """The line of a tally, or the name of a sheet."""
    line = EVERY.get(code)
    return line.label if line else code


def sum_words(code: str, part: Part | None) -> str:
    """What a line summed up to, in its units; a paper without lines counts its records."""
    line = EVERY.get(code)
    if line is None:
        return f"{part.rows:,} 条" if part else "0 条"
    units = [unit for unit in line.units if unit != PERCENT]
    if not units:
        return f"分子 {part.count if part else 0:,}"
    return "，".join(_figure(unit, part) for unit in units)


def _figure(unit: str, part: Part | None) -> str:
    if unit == FEN:
        return f"{wan(part.fen if part else 0)} 万元"
    return f"{part.count if part else 0:,} {unit}"


def since_cell(row: FoundRow) -> Cell:
    """What became of the row, by word and colour."""
    words, meaning = SINCE[row.since]
    if not meaning:
        return Cell(words, tone="text2")
    return Cell(words, tags=((words, meaning),))


def money_words(row: FoundRow) -> str:
    """What the row added in money, if any."""
    return yuan(row.row.fen) if row.row.fen else ""


def edits_words(edits: list[EditRow], today: date) -> str:
    """Who changed what, the newest first; a long list is cut and says so."""
    shown = [one for one in edits if not one.is_new_record][:FIELDS_AT_MOST]
    words = "；".join(
        f"{moment_words(one.at, today)} {one.by} 把{one.field}从“{one.old or '空'}”"
        f"改成“{one.new or '空'}”"
        for one in shown
    )
    more = len(edits) - len(shown)
    return f"{words}；还有 {more:,} 处，见“历史撤销”" if words and more > 0 else words


def parts_shown(again: Again) -> list[Part]:
    """The lines of then, and those that only today's answer has."""
    known: Mapping[str, Part] = again.now or {}
    then = [part.code for part in again.parts]
    return [*again.parts, *(Part(code) for code in known if code not in then)]
