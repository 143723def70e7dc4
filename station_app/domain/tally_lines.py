"""The catalogue of the tally lines whose records exist (DOMAIN §6.2) as data."""

from station_app.domain.codes import BUILT_IN
from station_app.domain.tally import FEN, PERCENT, Line, LineKind, RollUp

_F, _S, _D, _R = LineKind.FLOW, LineKind.STOCK, LineKind.DISTINCT, LineKind.RATIO
_SUM, _UNION, _RECOMPUTE = RollUp.SUM, RollUp.UNION, RollUp.RECOMPUTE

GROUPS: dict[str, str] = {
    "A": "服务对象",
    "B": "走访联系",
    "C": "慰问",
    "D": "生存认证",
    "E": "光荣牌",
    "H": "抚恤补助",
    "K": "慰问帮扶合计",
    "Q": "数据质量",
}
"""Heading of each block, in order."""


def by_code(
    prefix: str, list_name: str, units: tuple[str, ...], kind: LineKind, roll_up: RollUp
) -> tuple[Line, ...]:
    """One line per code of a list, as parts of the line `prefix`."""
    codes = BUILT_IN[list_name]
    return tuple(
        Line(f"{prefix}.{code}", codes.label(code), units, kind, roll_up, prefix)
        for code in codes.codes
    )


_PEOPLE: tuple[Line, ...] = (
    Line("A1", "期末在册服务对象", ("人",), _S, _UNION),
    Line("A2", "其中：退役军人", ("人",), _S, _UNION, "A1"),
    Line("A3", "其中：三属", ("人",), _S, _UNION, "A1"),
    Line("A4", "现役军人家庭", ("户",), _S, _SUM),
    Line("A5", "享受定期抚恤补助", ("人",), _S, _UNION),
    Line("A5a", "其中：停发（中止）", ("人",), _S, _UNION, "A5"),
    Line("A6", "建档立卡累计", ("人",), _S, _UNION),
    Line("A7", "本月新增建档", ("人",), _F, _SUM),
    Line("A8", "本月去世", ("人",), _F, _SUM),
    Line("A9", "迁入", ("人",), _F, _SUM),
    Line("A10", "迁出", ("人",), _F, _SUM),
    Line("A11", "分类别人数合计（按主要身份）", ("人",), _S, _UNION),
    *by_code("A11", "category", ("人",), _S, _UNION),
)

_VISITS: tuple[Line, ...] = (
    Line("B1", "走访人次", ("人次",), _F, _SUM),
    Line("B2", "走访户次", ("户次",), _F, _SUM),
    Line("B3", "走访人数（年累计）", ("人",), _D, _UNION),
    Line("B4", "电话（视频）联系人次", ("人次",), _F, _SUM),
    Line("B5", "走访覆盖率", (PERCENT,), _R, _RECOMPUTE),
    Line("B6", "挂钩联系覆盖率", (PERCENT,), _R, _RECOMPUTE),
    Line("B7", "座谈会/活动", ("场",), _F, RollUp.ORGANISER),
)

_CONDOLENCE: tuple[Line, ...] = (
    Line("C1", "慰问人次", ("人次",), _F, _SUM),
    Line("C2", "慰问金（现金+转账）", (FEN,), _F, _SUM),
    Line("C3", "慰问物资折款", (FEN,), _F, _SUM),
    Line("C4", "按慰问类型合计", ("人次", FEN), _F, _SUM),
    *by_code("C4", "condolence_kind", ("人次", FEN), _F, _SUM),
    Line("C5", "按资金来源合计", (FEN,), _F, _SUM),
    *by_code("C5", "funding", (FEN,), _F, _SUM),
    Line("C6", "慰问家庭", ("户次",), _F, _SUM),
    Line("C7", "慰问部队/单位", ("个次",), _F, _SUM),
    Line("C8", "发放慰问信、年画春联", ("份",), _F, _SUM),
)

_CERTIFICATION: tuple[Line, ...] = (
    Line("D1", "应认证", ("人",), _S, _UNION),
    Line("D2", "本月认证", ("人",), _F, _SUM),
    Line("D3", "累计已认证", ("人",), _S, _UNION),
    Line("D4", "认证率", (PERCENT,), _R, _RECOMPUTE),
    Line("D5", "按认证方式合计", ("人",), _F, _SUM),
    *by_code("D5", "cert_method", ("人",), _F, _SUM),
    Line("D6", "逾期未认证", ("人",), _S, _SUM),
    Line("D7", "本月停发", ("人",), _F, _SUM),
    Line("D8", "本月恢复", ("人",), _F, _SUM),
    Line("D9", "认证中发现去世、迁出、不符合", ("人",), _F, _SUM),
)

_PLAQUES: tuple[Line, ...] = (
    Line("E1", "光荣牌新发", ("块",), _F, _SUM),
    Line("E2", "光荣牌悬挂", ("块",), _F, _SUM),
    Line("E3", "光荣牌更换", ("块",), _F, _SUM),
    Line("E3a", "更换收回旧牌", ("块",), _F, _SUM),
    Line("E4", "光荣牌补发", ("块",), _F, _SUM),
    Line("E5", "光荣牌收回", ("块",), _F, _SUM),
    Line("E6", "光荣牌恢复", ("块",), _F, _SUM),
    Line("E6a", "光荣牌遗失损毁", ("块",), _F, _SUM),
    Line("E6b", "光荣牌随户迁出", ("块",), _F, _SUM),
    Line("E7", "期末在挂", ("块",), _S, _SUM),
    Line("E8", "应挂未挂户", ("户",), _S, _SUM),
)
"""E3a is not in the printed catalogue of the trade: the identity of stock needs the old plaques of
replacements where the new one hangs in another month (SETTLED 3)."""

_PENSIONS: tuple[Line, ...] = (
    Line("H1", "发放抚恤补助人数", ("人",), _D, _UNION),
    Line("H2", "发放金额", (FEN,), _F, _SUM),
    Line("H3", "其中：补发", (FEN,), _F, _SUM, "H2"),
    Line("H4", "其中：补差", (FEN,), _F, _SUM, "H2"),
    Line("H5", "其中：丧葬补助", ("人次", FEN), _F, _SUM, "H2"),
    Line("H6", "其中：追缴", (FEN,), _F, _SUM, "H2"),
    Line("H8a", "待遇变动：新增", ("人",), _F, _SUM),
    Line("H8b", "待遇变动：停发", ("人",), _F, _SUM),
    Line("H8c", "待遇变动：恢复", ("人",), _F, _SUM),
    Line("H8d", "待遇变动：终止", ("人",), _F, _SUM),
)
"""H5 also says how many: a final benefit is 1 人次 and not a person drawing a benefit (DE5)."""

_TOTALS: tuple[Line, ...] = (
    Line("K1", "慰问帮扶合计人次", ("人次",), _F, _SUM),
    Line("K2", "慰问帮扶合计金额", (FEN,), _F, _SUM),
)

_QUALITY: tuple[Line, ...] = (
    Line("Q1", "无身份证号", ("人",), _S, _SUM),
    Line("Q2", "疑似重复", ("人",), _S, _SUM),
    Line("Q3", "无网格", ("人",), _S, _SUM),
    Line("Q4", "待核实类别", ("人",), _S, _SUM),
)

LINES: tuple[Line, ...] = (
    *_PEOPLE,
    *_VISITS,
    *_CONDOLENCE,
    *_CERTIFICATION,
    *_PLAQUES,
    *_PENSIONS,
    *_TOTALS,
    *_QUALITY,
)
BY_CODE: dict[str, Line] = {line.code: line for line in LINES}


def line(code: str) -> Line:
    """The line of a code."""
    return BY_CODE[code]


def parts(code: str) -> tuple[Line, ...]:
    """The lines that are parts of a line."""
    return tuple(line for line in LINES if line.parent == code)
