"""The words of templates: slots in a text, and which figure, span, unit or column words mean."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from station_app.domain.codes import BUILT_IN, RosterColumn, TemplateSpan
from station_app.domain.tally import FEN, PERCENT, Line
from station_app.domain.tally_lines import LINES
from station_app.errors import Rejected

YUAN, WAN = "元", "万元"
PART, WHOLE = "分子", "分母"
RATIO_UNITS = (PERCENT, PART, WHOLE)


class Slot(StrEnum):
    """What a text may hold in braces, beside the labels of figures."""

    STATION = "站名"
    YEAR = "年"
    MONTH = "月"
    PERIOD = "期间"
    DAY = "日期"
    MADE_BY = "填表人"


SLOTS = tuple(str(slot) for slot in Slot)

_SLOT = re.compile(r"\{([^{}]*)\}")
_LEADING = re.compile(
    r"^(?:[0-9一二三四五六七八九十]+[、.．)）]|[（(][0-9一二三四五六七八九十]+[)）])"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_NOISE = re.compile(r"[\s:：、，,。；;_\uff3f—\-“”\"]+")
_BEFORE = ("其中", "本月", "当月", "期末", "本年", "全年", "本期")
_MONEY = ("万元", "元", "金额", "经费", "资金", "款")
_SPANS = (
    (TemplateSpan.LAST_YEAR, ("上年同期", "去年同期", "同期", "上年", "去年")),
    (TemplateSpan.YEAR, ("累计", "全年", "年度合计")),
    (TemplateSpan.PREVIOUS, ("上月", "上期", "上季", "上个月")),
    (TemplateSpan.THIS, ("本月", "本期", "当月", "本季", "数量", "数据", "数值", "合计", "人数",
                         "完成", "情况", "金额", "人次")),
)  # fmt: skip
NO_FIGURE = ("单位", "备注", "项目", "指标", "序号", "说明", "类别", "负责人", "签字", "完成时限")
"""Headings of columns that hold no figure."""
_OTHERS: dict[str, str] = {
    "服务对象总数": "A1", "服务对象": "A1", "在册服务对象": "A1", "在册人数": "A1",
    "在册服务对象总数": "A1", "在册服务对象数": "A1",
    "退役军人": "A2", "退役军人总数": "A2", "退役军人人数": "A2", "三属": "A3",
    "现役军人家庭": "A4", "现役军人家庭数": "A4",
    "优抚对象": "A5", "优抚对象总数": "A5", "享受抚恤补助": "A5",
    "建档立卡": "A6", "建档立卡数": "A6", "新增建档": "A7", "新增": "A7", "去世": "A8",
    "走访": "B1", "走访人次": "B1", "走访慰问人次": "B1", "走访家庭": "B2", "走访户数": "B2",
    "走访人数": "B3", "电话联系": "B4", "电话联系人次": "B4", "座谈会": "B7",
    "慰问人数": "C1", "慰问对象": "C1", "慰问金额": "C2", "慰问资金": "C2", "发放慰问金": "C2",
    "慰问金": "C2", "物资折款": "C3", "慰问物资": "C3", "慰问家庭户数": "C6", "慰问部队": "C7",
    "应认证人数": "D1", "认证人数": "D2", "本月认证人数": "D2", "已认证": "D3", "已认证人数": "D3",
    "未认证": "D6", "逾期未认证人数": "D6", "停发": "D7", "恢复": "D8", "恢复发放": "D8",
    "新发光荣牌": "E1", "光荣牌新发数": "E1", "悬挂光荣牌": "E2", "光荣牌悬挂数": "E2",
    "收回光荣牌": "E5", "在挂光荣牌": "E7", "光荣牌在挂": "E7", "应挂未挂": "E8",
    "合计人次": "K1", "慰问帮扶人次": "K1", "合计金额": "K2", "慰问帮扶金额": "K2",
}  # fmt: skip
"""What forms of those above say for a line of the catalogue."""


def plain(words: str) -> str:
    """Words as they are compared: no numbering, blanks, brackets, “其中” or “本月”."""
    text = "".join(unicodedata.normalize("NFKC", words).split())
    text = _NOISE.sub("", _BRACKETS.sub("", _LEADING.sub("", text)))
    for start in _BEFORE:
        if len(text) > len(start) + 1:
            text = text.removeprefix(start)
    return text


def kept_apart(words: str | None) -> str:
    """Words by which a cell is found again: a changed year or month makes no other cell."""
    return re.sub(r"\d+", "", plain(words or ""))


@cache
def _line_names() -> dict[str, str]:
    """Every name that means one line only."""
    names: dict[str, str] = {}
    doubtful: set[str] = set()
    for line in LINES:
        name = plain(line.label)
        if name in names:
            doubtful.add(name)
        names.setdefault(name, line.code)
    known = {line.code for line in LINES}
    sure = {name: code for name, code in names.items() if name not in doubtful}
    return {name: code for name, code in _OTHERS.items() if code in known} | sure


def line_meant(texts: Iterable[str]) -> str | None:
    """The line that these words mean, the nearest first; a heading may stand before them."""
    names, joined = _line_names(), ""
    for number, text in enumerate(texts):
        word = plain(text)
        joined = word + joined
        for one in (word, joined):
            if one in names and (number == 0 or one == joined):
                return names[one]
    return None


def span_meant(texts: Iterable[str]) -> TemplateSpan | None:
    """The span that the headings above a cell mean."""
    for text in texts:
        for span, marks in _SPANS:
            if any(mark in text for mark in marks):
                return span
    return None


def units_of(line: Line) -> tuple[str, ...]:
    """In which units a line can be written into a cell."""
    if line.units == (PERCENT,):
        return RATIO_UNITS
    shown: list[str] = []
    for unit in line.units:
        shown += [WAN, YUAN] if unit == FEN else [unit]
    return tuple(shown)


def unit_meant(line: Line, texts: Iterable[str], sheet_words: str) -> str:
    """The unit that the words around a cell mean, else what the sheet says of money."""
    units = units_of(line)
    around = " ".join(texts)
    if WAN in units and YUAN in units:
        if units[0] not in (WAN, YUAN) and not any(word in around for word in _MONEY):
            return units[0]
        return WAN if WAN in around or (YUAN not in around and WAN in sheet_words) else YUAN
    return units[0]


@cache
def _column_names() -> dict[str, RosterColumn]:
    found: dict[str, RosterColumn] = {}
    for item in BUILT_IN["roster_column"].items:
        for name in (item.label, *item.synonyms):
            found.setdefault(plain(name), RosterColumn(item.code))
    found[plain("身份证号")] = RosterColumn.ID_NUMBER
    return found


def column_meant(words: str) -> RosterColumn | None:
    """The column of a list that a heading means."""
    return _column_names().get(plain(words))


def slots_of(pattern: str) -> list[str]:
    """The slots of a text; raises `Rejected("template.slot_unknown" | "template.brace")`."""
    names = [name.strip() for name in _SLOT.findall(pattern)]
    rest = _SLOT.sub("", pattern)
    if "{" in rest or "}" in rest:
        raise Rejected("template.brace", text=pattern)
    for name in names:
        if name not in SLOTS and line_of_label(name) is None:
            raise Rejected("template.slot_unknown", slot=name)
    return names


def line_of_label(name: str) -> Line | None:
    """The line of exactly this label or code."""
    return next((line for line in LINES if name in (line.label, line.code)), None)


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled; a slot without a value stays to be seen."""
    return _SLOT.sub(lambda found: values.get(found[1].strip(), found[0]), pattern)
