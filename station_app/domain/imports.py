"""What offices write above their columns and beside their tables, and what a source row ends as.

The tables are data: the first word of a column is its name on screen, the rest is what rosters and
ledgers call it. Comparison is without white space, brackets and full width (`heading_key`).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from station_app.domain import import_columns as columns_of
from station_app.domain.codes import PersonStatus
from station_app.domain.import_columns import Columns
from station_app.domain.reading import Level, Note


class RowState(StrEnum):
    """What a source row ends as; the worst reason decides (SETTLED 11)."""

    NEW = "new"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    SKIPPED = "skipped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is not plainly taken: the column, what stands there, a code with a sentence.

    `options` are the answers a person may choose from, as stored codes or values.
    """

    field: str
    value: str
    code: str
    level: Level
    values: Mapping[str, object] = dataclass_field(default_factory=dict)
    options: tuple[str, ...] = ()

    @classmethod
    def of(cls, field: str, value: str, note: Note, options: tuple[str, ...] = ()) -> "Reason":
        """A parser's note, said of a column."""
        return cls(field, value, note.code, note.level, note.values, options)


class ImportKind(StrEnum):
    """The tables that can be taken in."""

    ROSTER = "roster"
    VISITS = "visits"
    PAYMENTS = "payments"
    CERTIFICATIONS = "certifications"
    PLAQUES = "plaques"
    ENTITLEMENTS = "entitlements"


ROW_KEY = "row_key"
"""The hidden column of a workbook that we gave back: which parked row this line repairs."""

ROW_KEY_HEADING = "veterans-station-row"
"""Heading of the hidden column; nobody types this by hand."""

REASON_HEADING = "需要改的地方"
"""Heading of the column that says what is wrong; ignored when the workbook comes again."""

COLUMNS: dict[ImportKind, Columns] = {
    ImportKind.ROSTER: columns_of.ROSTER,
    ImportKind.VISITS: columns_of.VISITS,
    ImportKind.PAYMENTS: columns_of.PAYMENTS,
    ImportKind.CERTIFICATIONS: columns_of.CERTIFICATIONS,
    ImportKind.PLAQUES: columns_of.PLAQUES,
    ImportKind.ENTITLEMENTS: columns_of.ENTITLEMENTS,
}

NEEDED: dict[ImportKind, tuple[tuple[str, ...], ...]] = {
    ImportKind.ROSTER: (("name",),),
    ImportKind.VISITS: (("visit_date",),),
    ImportKind.PAYMENTS: (("paid_on",), ("amount", "goods_value", "goods")),
    ImportKind.CERTIFICATIONS: (("name", "id_number"), ("certified_on",)),
    ImportKind.PLAQUES: (("name", "id_number", "head_name"), ("event_on",)),
    ImportKind.ENTITLEMENTS: (("name", "id_number"), ("kind",)),
}
"""Columns without which a table of this kind says nothing; one of each group is enough."""

_UNIT = re.compile(r"(?:[(]|单位:?)[^()]*?(万元|千元|元)")
_FEN_IN = {"万元": 1_000_000, "千元": 100_000, "元": 100}

MONEY_FIELDS = frozenset({"amount", "goods_value", "monthly"})
"""Never filled down into merged cells: that would multiply money (DOMAIN 7 #3)."""

TOTAL_WORDS = ("合计", "总计", "小计", "共计", "累计", "本页小计", "总合计")
SUBTOTAL_WORDS = frozenset({"小计", "本页小计"})
PEOPLE_COUNT = re.compile(r"(\d+)\s*(?:人次|人|名|户)")
_FOOT_TEXT = """
制表人 填表人 填报人 审核人 负责人 经办人 站长 注: 说明: 备注: 填报单位 填报日期 制表日期
联系电话: 单位负责人 分管领导 盖章 以下空白 以下无正文
"""
FOOT_WORDS = tuple(_FOOT_TEXT.split())
COUNT_UNITS = "人名次份件块户袋个 "
LIST_COMMA = "、"
NOTHING = frozenset({"/", "-", "—", "——", "暂无", "不详"})
"""What people write into a cell that has nothing to say."""
NONE_WORD = "无"
YEAR_WORD = "年"
IMPORTED_BATCH = "{year}年{occasion}{kind}（台账导入）"
STAFF_NOTE = "认证人员：{names}"
NAME_SEPARATORS = re.compile(r"[、，,;；/\s]+")
NO_ID_IN_FILE = "表格里没有身份证号"
"""Stored as `no_id_reason` of a person whose row has no number."""
NOTE_LINE = "{label}：{text}"

COUNT_LINE = re.compile(r"^[(]?(共|总共|合计)\d+(人|户|名|条|人次)")
"""`共23人` under a table."""

LOOKS: dict[str, re.Pattern[str]] = {
    "id_number": re.compile(r"\s*'?([1-9]\d{16}[\dXxＸ×*]|[1-9]\d{14})\s*"),
    "mobile": re.compile(r"\s*(\+?86)?1[3-9]\d[\d\- ]{8,10}\s*"),
    "sex": re.compile(r"\s*[男女]性?\s*"),
    "name": re.compile(r"\s*[㐀-鿿·•\s]{2,5}\s*"),
}
"""What a cell of a column without a heading may be, in the order in which it is tried."""

PLAIN_NAME = re.compile("[㐀-䶿一-鿿]{2,4}")
"""A name that needs no tidying, as nearly all are."""

OTHER_PEOPLE = (
    *("父亲", "母亲", "配偶", "子女", "妻子", "丈夫"),
    *("监护人", "代领", "代办", "代理", "领导"),
)
"""Words before 姓名 or 电话 that make the column somebody else's."""

SHEET_STATUS = {
    "去世": PersonStatus.DECEASED,
    "死亡": PersonStatus.DECEASED,
    "已故": PersonStatus.DECEASED,
    "迁出": PersonStatus.MOVED_OUT,
}
"""A sheet of this name says something about everybody on it, which is asked (DOMAIN 7 #15)."""

_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_NOISE = re.compile(r"[\s*:：、,，/／\\|·._\-—“”\"']+")


def heading_key(heading: str) -> str:
    """A heading as it is compared: half-width, lower case, without brackets, blanks and marks."""
    plain = unicodedata.normalize("NFKC", heading).lower()
    return _NOISE.sub("", _BRACKETS.sub("", plain)) or _NOISE.sub("", plain)


def label(kind: ImportKind, field: str) -> str:
    """What a column is called on screen."""
    words = COLUMNS[kind].get(field)
    return words[0] if words else field


def money_unit(text: str) -> int | None:
    """The fen of one unit that a heading (`金额（万元）`) or a title (`单位：万元`) speaks of."""
    found = _UNIT.search("".join(unicodedata.normalize("NFKC", text).split()))
    return _FEN_IN[found[1]] if found else None
