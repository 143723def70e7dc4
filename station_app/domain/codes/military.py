"""Code lists of service, disability and survivors (DOMAIN §2.5, §3.2, §3.6, §3.10)."""

from station_app.domain.codes.codelist import Coded, CodeList, Item


class DisGrade(Coded):
    """Grade of disability; 01–04 are severe."""

    G01 = "01", "一级", "1级"
    G02 = "02", "二级", "2级"
    G03 = "03", "三级", "3级"
    G04 = "04", "四级", "4级"
    G05 = "05", "五级", "5级"
    G06 = "06", "六级", "6级"
    G07 = "07", "七级", "7级"
    G08 = "08", "八级", "8级"
    G09 = "09", "九级", "9级"
    G10 = "10", "十级", "10级"


class DisCause(Coded):
    """What the disability comes from; 因病 has grades 01–06 only (R-TJ 27)."""

    WAR = "1", "因战"
    DUTY = "2", "因公"
    ILLNESS = "3", "因病"


class DisGenus(Coded):
    """Whether the disabled person lives in the country or has a post."""

    RURAL = "1", "在乡"
    POST = "2", "在职"


class SurvivorRelation(Coded):
    """Relation of a survivor to the dead soldier."""

    PARENT = "1", "父母（抚养人）", "父亲", "母亲", "父", "母", "抚养人"
    CHILD = "2", "子女", "儿子", "女儿", "子", "女"
    SPOUSE = "3", "配偶", "妻", "妻子", "夫", "丈夫"
    SIBLING = "4", "兄弟姐妹", "兄", "弟", "姐", "妹"


class DeceasedKind(Coded):
    """How the soldier of a survivor died."""

    MARTYR = "MARTYR", "烈士"
    DUTY = "DUTY", "因公牺牲", "因公牺牲军人"
    ILLNESS = "ILLNESS", "病故", "病故军人"


class SoldierKind(Coded):
    """Rank group of a serving soldier."""

    CONSCRIPT = "CONSCRIPT", "义务兵"
    NCO = "NCO", "军士", "士官"
    OFFICER = "OFFICER", "军官", "干部"
    CIVILIAN = "CIVILIAN", "文职", "文职人员"


class Basis(Coded):
    """What an identity rests on."""

    FILE = "1", "个人档案"
    CERTIFICATE = "2", "退役证件", "退伍证"
    WITNESS = "3", "已认定人员书面证明", "证明书"
    OTHER = "4", "其他", "人武部证明"


class SettleMode(Coded):
    """How a discharged soldier was placed (R-AZ 5)."""

    RETIREMENT = "RETIREMENT", "退休"
    TRANSFER = "TRANSFER", "转业"
    MONTHLY = "MONTHLY", "逐月领取退役金", "逐月"
    DEMOBILISED = "DEMOBILISED", "复员", "复原"
    SELF_EMPLOYED = "SELF_EMPLOYED", "自主就业"
    GOV_PLACED = "GOV_PLACED", "安排工作", "政府安排工作"
    SUPPORTED = "SUPPORTED", "供养", "国家供养"


class Merit(Coded):
    """Level of a merit (DOMAIN §3.6)."""

    BAYI_MEDAL = "M0", "八一勋章"
    HONORARY_TITLE = "M1", "荣誉称号"
    FIRST = "M2", "一等战功/一等功", "一等功", "一等战功"
    SECOND = "M3", "二等战功/二等功", "二等功", "二等战功"
    THIRD = "M4", "三等战功/三等功", "三等功", "三等战功"
    FOURTH = "M5", "四等战功"
    COMMENDED = "M6", "嘉奖"
    GOOD_SOLDIER = "M7", "“四有”优秀士兵/优秀士官", "优秀士兵", "优秀士官", "四有优秀士兵"
    OTHER = "M9", "其他"


WAR_PERIOD = CodeList(
    "war_period",
    (
        Item("1", "抗日战争"),
        Item("2", "解放战争"),
        Item("3", "建国后"),
        Item("4", "抗美援朝"),
    ),
)
