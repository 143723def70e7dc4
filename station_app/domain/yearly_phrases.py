"""The sentences that a yearly report starts from, by section, with slots instead of numbers.

Most follow sentences of the printed yearly reports (S0 清江浦区 2022, S1 新北区 2022,
S2 南通 2023, S3 石狮 2019–2023, S4 某区 2023; DOMAIN §6.5), in their words; the rest is marked
as the house's own.
"""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Which report a sentence was taken from."""

    S0 = "清江浦区 2022"
    S1 = "新北区 2022"
    S2 = "南通 2023"
    S3 = "石狮 2019—2023"
    S4 = "某区 2023"
    HOUSE = "自拟"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with its heading."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A sentence that the program brings along; `code` never changes."""

    code: str
    section: str
    words: str
    source: Source


SECTIONS: tuple[Section, ...] = (
    Section("opening", "开头"),
    Section("visits", "走访慰问"),
    Section("benefits", "优抚待遇"),
    Section("certification", "年度认证"),
    Section("plaques", "光荣牌和立功喜报"),
    Section("files", "建档立卡和优待证"),
    Section("aid", "帮扶解困"),
    Section("work", "移交安置和就业创业"),
    Section("petitions", "信访接待"),
    Section("volunteers", "志愿服务和阵地建设"),
    Section("closing", "结尾"),
)
BARE = frozenset({"opening", "closing"})
"""Sections that are written without a heading."""

_S0, _S1, _S2 = Source.S0, Source.S1, Source.S2
_S3, _S4, _HOUSE = Source.S3, Source.S4, Source.HOUSE


def _of(section: str, *phrases: tuple[str, str, Source]) -> tuple[BuiltIn, ...]:
    return tuple(
        BuiltIn(f"{section}.{code}", section, words, source) for code, words, source in phrases
    )


_VISITS = _of(
    "visits",
    ("all", "走访慰问烈属、生活困难退役军人等重点优抚对象{Y5:人次}人次。", _S2),
    (
        "contact",
        (
            "共走访{B1:人次}人次、{B2:户次}户次，另有电话（视频）联系{B4:人次}人次，"
            "走访覆盖率{B5:%}，挂钩联系覆盖率{B6:%}。"
        ),
        _HOUSE,
    ),
    ("sum", "累计慰问帮扶{K1:人次}人次，{K2:万元}万元。", _S3),
    (
        "entitled",
        "慰问帮扶困难优抚对象{C4.ENTITLED_DIFF:人次}人次{C4.ENTITLED_DIFF:万元}万元。",
        _S0,
    ),
    ("veterans", "慰问困难系统内困难退役军人{C4.VET_DIFF:人次}人次{C4.VET_DIFF:万元}万元。", _S0),
    (
        "focus",
        "与公安联合慰问重点关注对象{C4.FOCUS:人次}人次{C4.FOCUS:万元}万元物资。",
        _S0,
    ),
    (
        "officers",
        "慰问困难自主择业军转干、企业军转干{C4.OFFICER_DIFF:人次}人次{C4.OFFICER_DIFF:万元}万元。",
        _S0,
    ),
    ("martyrs", "慰问生活困难烈属{C4.MARTYR_DIFF:人次}人次{C4.MARTYR_DIFF:万元}万元。", _S0),
    (
        "two_join",
        "春节、“八一”共发放企业退休“两参”人员慰问金{Y1.TWO_JOIN:万元}万元。",
        _S0,
    ),
    ("model", "走访慰问最美退役军人，送去慰问金{C4.MODEL:金额}。", _S0),
    (
        "border",
        "走访慰问{C4.BORDER:人次}名边海防官兵的家庭{Y3.BORDER:户}户，送去慰问金{C4.BORDER:元}元。",
        _S0,
    ),
    ("troops", "慰问驻区部队{C7:个次}家（次），慰问物资共计{Y2.TROOPS:金额}。", _S0),
    ("letters", "发放春联、年画慰问信{C8:份:余}份。", _S0),
    ("service_families", "走访{Y6:户}户现役军人家庭。", _S2),
    ("others", "走访慰问敬老院、孤寡老人、贫困户{Y7:人次}人次。", _S0),
)
_BENEFITS = _of(
    "benefits",
    ("receiving", "现共有享受定期抚恤补助的优抚对象{A5:人}人。", _S0),
    ("paid", "{时期}，共发放定期抚恤补助金{H2:万元}万元。", _S0),
    ("on_time", "按标准按时足额发放抚恤补助金，共{H1:人}人。", _S1),
    ("arrears", "补发{H3:万元}万元，补差{H4:万元}万元，丧葬补助{H5:万元}万元。", _HOUSE),
    ("allowance", "发放义务兵家庭优待金{H7:万元}万元，惠及{H7:户}户。", _S0),
    (
        "conscripts",
        "发放义务兵慰问金{C4.CONSCRIPT:万元}万元、大学生奖励金{C4.COLLEGE:万元}万元。",
        _S0,
    ),
    ("sickness", "慰问生病住院{C4.SICKNESS:人次}人次{C4.SICKNESS:万元}万元。", _HOUSE),
    (
        "care_fund",
        "使用退役军人关爱基金{C5.CARE_FUND:万元}万元，救助生活困难退役军人{Y4.CARE_FUND:人}人。",
        _S2,
    ),
    (
        "spas",
        (
            "组织疗养{O2:人次}人次、巡诊{O3:人次}人次，巡修残疾军人辅具{O4:人次}人次，"
            "发放辅助器具{O5:件}件。"
        ),
        _S2,
    ),
    ("check_up", "组织享受定期抚恤补助的优抚对象{O1:人}人参加免费体检。", _S0),
)
_CERTIFICATION = _of(
    "certification",
    (
        "rate",
        "采取多种方式进行生存认证，应认证{D1:人}人，已认证{D3:人}人，认证率{D4:%}。",
        _S4,
    ),
    (
        "methods",
        (
            "其中自主认证{D5.SELF_STATION:人}人、代理认证{D5.AGENT:人}人、上门认证{D5.HOME:人}人、"
            "线上小程序认证{D5.ONLINE:人}人。"
        ),
        _S4,
    ),
    ("stopped", "逾期未认证依规停发{D7:人}人，补办认证后恢复{D8:人}人。", _HOUSE),
)
_PLAQUES = _of(
    "plaques",
    ("hanging", "已悬挂光荣牌{E7:块}块。", _S4),
    ("new", "新悬挂{E2:块}块，更换{E3:块}块，补发{E4:块}块。", _HOUSE),
    ("merit", "为现役军人家庭送立功喜报{F2:份}份，送上立功慰问金{F3:金额}。", _S4),
    (
        "merit_levels",
        "其中二等功{F2.M3:份}名、三等功{F2.M4:份}名。",
        _S0,
    ),
)
_FILES = _of(
    "files",
    ("all", "共建档立卡{A6:人}人，现有服务对象{A1:人}人。", _S0),
    ("moves", "新增建档{A7:人}人，迁入{A9:人}人，迁出{A10:人}人，去世{A8:人}人。", _HOUSE),
    (
        "cards_applied",
        ("{G5:人}名退役军人和其他优抚对象申领了优待证，其中已通过各级审核{G5a:人}人。"),
        _S0,
    ),
    (
        "cards",
        ("受理申请优待证{G1:人次}人次，制卡成功并签收{G3:张}张，发放{G4:张}张，发放率{G6:%1}。"),
        _S3,
    ),
)
_AID = _of(
    "aid",
    ("families", "分类帮扶{?:帮扶困难家庭户数}户困难家庭。", _S2),
    (
        "insurance",
        "{?:社保接续金额}为{?:社保接续人数}名退役士兵办理社保接续，办结率{?:社保接续办结率}。",
        _S3,
    ),
    ("homes", "关爱宜居投入{?:关爱宜居投入金额}，惠及{?:关爱宜居户数}户。", _S2),
    ("children", "为{?:入学入园人数}名军人子女办理入学入园。", _S4),
)
_WORK = _of(
    "work",
    (
        "placed",
        "接收符合由政府安排工作条件退役士兵共{N1.GOV_PLACED:人}名，安置率达{N3:%}。",
        _S0,
    ),
    ("officers", "接收安置转业干部{N1.TRANSFER:人}名。", _S2),
    ("self", "共计接收自主就业退役士兵{N1.SELF_EMPLOYED:人}人。", _S0),
    (
        "training",
        (
            "参加适应性培训人数{M2:人}人，{?:复学人数}人复学、{?:因病未参训人数}人身体疾病、"
            "{?:退役当月就业人数}人退役当月即就业，适应性培训率{M3:%}。"
        ),
        _S0,
    ),
    (
        "fairs",
        (
            "专场招聘会共{M4:场}次，{M5:家次}家企业参加，提供岗位数{M6:个}个，"
            "累计为{M9:人}名退役军人实现就业。"
        ),
        _S0,
    ),
    (
        "talks",
        "对接洽谈{M7:人次}人次，达成意向{M8:人次}人次，创办企业{M10:家}家。",
        _S3,
    ),
)
_PETITIONS = _of(
    "petitions",
    (
        "received",
        ("接访接待{J2:人次}人次，化解矛盾纠纷{J7:起}起、解决实际困难{I6:件}件。"),
        _S3,
    ),
    (
        "sources",
        (
            "受理退役部及国家阳光信访平台交办件{J3.SUN:件}件、省委巡视组信访件{J3.PATROL:件}件，"
            "退役部专项交办重复信访事项{J3.REPEAT:件}件、特殊信访问题{J3.SPECIAL:件}件，"
            "市专项交办{J3.CITY:件}件，按期办结率{J5:%}。"
        ),
        _S0,
    ),
    ("closed", "受理上级交办信访件{J3:件}件，按期办结率{J5:%}。", _S0),
)
_VOLUNTEERS = _of(
    "volunteers",
    (
        "teams",
        "共成立{L1:支}支退役军人志愿服务队，吸纳退役军人党员{L3:人}名。",
        _S0,
    ),
    ("activities", "开展志愿服务活动{L4:场}次。", _S2),
    ("hours", "志愿服务时长{L6:小时:余}小时。", _S3),
    ("stations", "{?:优化升级的服务站家数}家服务站完成优化升级。", _S0),
    ("honours", "评选上报最美退役军人{?:评选上报最美人数}人。", _S4),
    ("cadres", "“兵支书”{?:兵支书人数}名。", _S3),
    ("meetings", "组织座谈会等活动{B7:场}场。", _HOUSE),
    ("army", "军地互办实事共计{?:军地互办实事件数}件，投入资金{?:军地互办投入资金}。", _S0),
)
_FRAME = (
    BuiltIn(
        "opening.year",
        "opening",
        "{时期}，我站围绕退役军人服务保障，走访慰问、优抚待遇、年度认证、光荣牌悬挂等工作按要求开展，"
        "现将有关情况总结如下。",
        _HOUSE,
    ),
)

PHRASES: tuple[BuiltIn, ...] = (
    *_FRAME,
    *_VISITS,
    *_BENEFITS,
    *_CERTIFICATION,
    *_PLAQUES,
    *_FILES,
    *_AID,
    *_WORK,
    *_PETITIONS,
    *_VOLUNTEERS,
)
BY_CODE: dict[str, BuiltIn] = {phrase.code: phrase for phrase in PHRASES}
SECTION: dict[str, Section] = {section.code: section for section in SECTIONS}
