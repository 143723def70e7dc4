"""Responsible for the words around a tally: its title, its columns, and what each line counts."""

from station_app.domain.periods import Period
from station_app.domain.tally import FEN, LineKind, TallyLine
from station_app.domain.tally_lines import GROUPS

COLUMNS_OF_MONTH = ("项目", "单位", "本月数", "上月数", "本年累计", "上年同期", "备注")
COLUMNS_OF_QUARTER = ("项目", "单位", "本季数", "上季数", "本年累计", "上年同期", "备注")
COLUMNS_OF_YEAR = ("项目", "单位", "本年数", "上年数", "本年累计", "上年同期", "备注")
COLUMNS_OF_RANGE = ("项目", "单位", "本期数", "上期数", "本年累计", "上年同期", "备注")
BEHIND_HEADINGS = ("日期", "统计月份", "姓名（户主）", "小组", "数量", "金额（分）")
UNITS = "单位：见各行，金额为万元"
IDLE_NOTE = "注：按类别细分、各期均为零的项目没有列出。"
NUMERALS = "一二三四五六七八九十"
UNKNOWN_GROUP = "其他（由更新的版本报出）"

COUNTING = (
    ("人次", "发生一次、涉及一人计一人次；同一人多次分别计数；没有名单的按登记人数计。"),
    ("人", "同一人在统计期内只计一次；各月相加不等于全年。"),
    ("户、户次", "户按家庭去重；户次按走访或慰问的次数计。尚未核实的户一并计入。"),
    ("块", "光荣牌按块计；新发、悬挂、更换按当期发生数，期末在挂为期末存量。"),
    ("万元", "以分记账，合计后一次四舍五入到两位小数；物资按折款另列，不并入现金。"),
    ("%", "分子、分母均为期末或当期数；只有全部完成才显示 100%，没有分母显示“—”。"),
    ("—", "表示这一项目前没有对应的台账，尚不能统计；0 表示有台账、本期没有发生。"),
)
WHEN = (
    "按事件发生日期计入当月：走访日期、领取日期、认证日期、悬挂日期等，不按录入日期。"
    "已结月份不再变动；更正以红字冲正和补记成对计入更正当月，迟报的计入第一个未结月份。"
)
EXEMPT = (
    "取消登记、撤销和已并档的；同一笔的红字冲正与原记录正负相抵；"
    "去世、迁出的自获知之月起不计入期末数；免认证的不计入应认证；"
    "重点对象批次只计人数和金额，不列个人。"
)
KINDS = {
    LineKind.FLOW: "当期发生数，可逐月相加",
    LineKind.STOCK: "期末存量，不可相加",
    LineKind.DISTINCT: "按统计期重新计算，各月不可相加",
    LineKind.RATIO: "比率，按分子分母重新计算",
    LineKind.UNKNOWN: "由更新的版本报出，本版本不认识，照原数列出",
}
MEANING = {
    "A1": "期末状态为在册的服务对象",
    "A2": "A1 中有退役军人身份的",
    "A3": "A1 中有烈士、因公牺牲、病故军人遗属身份的",
    "A4": "期末有现役军人家属身份的户",
    "A5": "期末待遇状态为享受、停发或迁出过渡的人",
    "A5a": "期末停发或中止的人",
    "A6": "期末前建档的全部档案，含去世和迁出，不含取消和并档",
    "A7": "本期建档，不含迁入",
    "A8": "本期获知去世",
    "A9": "本期迁入",
    "A10": "本期迁出",
    "A11": "按主要身份计；分项中一人可在多栏",
    "B1": "已完成的入户、到站、座谈会、医院走访，按人计次",
    "B2": "同上，按户计次",
    "B3": "本年走访过的不同的人",
    "B4": "电话、视频联系，不计入走访",
    "B5": "本年走访过的在册对象 ÷ 期末在册",
    "B6": "有网格且有挂钩联系人的 ÷ 期末在册",
    "B7": "本站主办的场次",
    "C1": "已领取的慰问，按人计次",
    "C2": "已领取的现金和转账",
    "C3": "已领取物资的折款",
    "C4": "C1、C2、C3 按慰问类型",
    "C5": "C2、C3 按资金来源",
    "C6": "慰问到的家庭，每批次每户计一次",
    "C7": "慰问部队和单位",
    "C8": "春联、年画、慰问信份数",
    "D1": "期末应认证，不含去世、迁出、免认证",
    "D2": "本期通过，每人每年度计一次",
    "D3": "本认证年度已通过的人",
    "D4": "D3 ÷ D1",
    "D5": "D2 按认证方式",
    "D6": "过了截止日期仍未认证的人",
    "D7": "本期生效的停发",
    "D8": "本期生效的恢复",
    "D9": "认证结果为去世、迁出或不再符合条件",
    "E1": "新发并已发放到户",
    "E2": "新发光荣牌首次悬挂（含室内摆放）",
    "E3": "更换后新牌已悬挂",
    "E3a": "更换时收回的旧牌",
    "E4": "遗失损毁后补发并已悬挂",
    "E5": "县级决定收回",
    "E6": "恢复悬挂",
    "E6a": "遗失或损毁",
    "E6b": "随户迁出本县",
    "E7": "期末悬挂、室内摆放和待更换的",
    "E8": "应挂而没有光荣牌的户，不含不予、不愿和收回",
    "H1": "本期领过基本抚恤补助的不同的人",
    "H2": "按发放日期计，含补发、补差、护理费、增发、丧葬补助，减去追缴",
    "H3": "H2 中补发的",
    "H4": "H2 中补差的",
    "H5": "H2 中丧葬补助，按人次和金额",
    "H6": "H2 中追缴的，以负数计",
    "H8a": "本期生效的批准享受",
    "H8b": "本期生效的停发、中止",
    "H8c": "本期生效的恢复",
    "H8d": "本期生效的去世、迁移、取消、终止，一项待遇只计一次",
    "K1": "慰问与帮扶合并，同一人同一天同一事只计一次",
    "K2": "C2 + C3 + 帮扶资金",
    "Q1": "在册对象中没有身份证号的",
    "Q2": "与另一份档案身份证号相同，或姓名和出生日期（电话）都相同的",
    "Q3": "在册对象中没有划入网格的",
    "Q4": "只知道是退役军人，或没有身份类别的",
    "Y1": "春节、八一的慰问，按节日年度而不按领取月份",
    "Y1g": "其中的物资折款",
    "Y2": "C3 按慰问类型",
    "Y3": "慰问到的不同的户；没有入户的家庭按登记户数",
    "Y4": "受助的不同的人，按资金来源；没有名单的按登记人数",
    "Y5": "B1 与 C1 合并，同一人同一天只计一次",
    "Y6": "走访过的现役军人家庭，同一户只计一次",
    "Y7": "B1 中没有建档的对象",
    "Y8": "按待遇种类，人数去重，金额含全部项目",
}


def title(period: Period) -> str:
    """The title of F09 for a month, a quarter, a year or another span."""
    return f"{period.label}退役军人服务站{_report_name(period)}"


def _report_name(period: Period) -> str:
    if period.length == 1:
        return "工作月报"
    return "工作季报" if is_quarter(period) else "工作统计表"


def roll_up_title(period: Period) -> str:
    """The title of F09 of a town or a district."""
    return f"{period.label}退役军人服务{_report_name(period).removeprefix('工作')}汇总表"


def is_quarter(period: Period) -> bool:
    """Whether the span is one of the four quarters."""
    return period.length == 3 and int(period.start[5:]) % 3 == 1


def is_year(period: Period) -> bool:
    """Whether the span is a calendar year."""
    return period.length == 12 and period.start.endswith("-01")


def columns(period: Period) -> tuple[str, ...]:
    """The headings of F09 for this span."""
    if period.length == 1:
        return COLUMNS_OF_MONTH
    if is_quarter(period):
        return COLUMNS_OF_QUARTER
    return COLUMNS_OF_YEAR if is_year(period) else COLUMNS_OF_RANGE


def group_heading(line: TallyLine) -> str:
    """The heading row of the block a line stands in."""
    if line.line.group not in GROUPS:  # reported by a newer program
        return UNKNOWN_GROUP
    number = NUMERALS[list(GROUPS).index(line.line.group)]
    return f"{number}、{GROUPS[line.line.group]}"


def meaning(code: str) -> str:
    """What a line counts; its parts count what the whole does."""
    return MEANING.get(code) or MEANING.get(code.partition(".")[0], "")


def is_part(line: TallyLine) -> bool:
    """Whether a line is set in below the one it is a part of."""
    return line.line.parent is not None


def is_money(unit: str) -> bool:
    """Whether a figure is in fen and shown in 万元."""
    return unit == FEN
