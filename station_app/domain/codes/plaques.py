"""Code lists of honour plaques (DOMAIN §2.10, §3.6)."""

from station_app.domain.codes.codelist import Coded


class PlaqueState(Coded):
    """Where one plaque is; TO_ISSUE, ISSUED, HUNG, INDOOR and TO_REPLACE occupy the household."""

    TO_ISSUE = "TO_ISSUE", "待发放"
    ISSUED = "ISSUED", "已发放"
    HUNG = "HUNG", "已悬挂", "悬挂", "在挂", "是"
    INDOOR = "INDOOR", "室内摆放"
    TO_REPLACE = "TO_REPLACE", "待更换"
    REPLACED = "REPLACED", "已更换（旧牌收回）", "已更换"
    LOST = "LOST", "遗失损毁", "遗失", "损毁"
    REFUSED = "REFUSED", "不予悬挂"
    DECLINED = "DECLINED", "家庭不愿悬挂", "家庭不愿", "不愿悬挂"
    WITHDRAWN = "WITHDRAWN", "收回", "已收回"
    RESTORED = "RESTORED", "恢复", "已恢复"
    MOVED = "MOVED", "随户迁出", "迁出"


class PlaqueEventKind(Coded):
    """What can happen to a plaque; each is a fact with its date."""

    ISSUE = "ISSUE", "发放", "新发", "领取"
    HANG = "HANG", "悬挂", "挂牌", "大门悬挂"
    PLACE_INDOOR = "PLACE_INDOOR", "室内摆放", "摆放"
    REFUSE = "REFUSE", "不予悬挂"
    DECLINE = "DECLINE", "家庭不愿悬挂"
    ASK_REPLACE = "ASK_REPLACE", "申请更换"
    REPLACE = "REPLACE", "更换（旧牌收回）", "更换", "更换收回"
    WITHDRAW = "WITHDRAW", "收回", "取消悬挂", "取消"
    RESTORE = "RESTORE", "恢复悬挂", "恢复"
    LOSE = "LOSE", "遗失损毁", "遗失", "损毁"
    READDRESS = "READDRESS", "本县内迁移"
    MOVE_OUT = "MOVE_OUT", "随户迁出", "迁出"


class PlaqueIssue(Coded):
    """Why a plaque was made: decides whether it counts in E1, E3 or E4."""

    NEW = "NEW", "新发", "首发"
    REPLACEMENT = "REPLACEMENT", "更换"
    REISSUE = "REISSUE", "补发"


class PlaqueReason(Coded):
    """Reasons for refusing, withdrawing, restoring, replacing and issuing again."""

    ALREADY_HUNG = "R01", "同户已悬挂（一户一牌）", "一户一牌", "同户已悬挂"
    NOT_ENTITLED = "R02", "不属于悬挂对象"
    UNVERIFIED = "R03", "身份待核实"
    UNWILLING = "R04", "家庭不愿悬挂"
    DIED_BEFORE = "R05", "对象于2018年7月29日前去世"
    DISQUALIFIED = "R06", "已取消资格"
    ELSEWHERE = "R07", "外地户籍由户籍地悬挂"
    COUNTY_DECISION = "W1", "县级决定收回"
    COUNTY_CONSENT = "B01", "经县级审核同意恢复"
    ADDRESS_CHANGED = "C01", "居住地或户籍地改变"
    WORN = "C02", "老化破损", "老化", "破损"
    STYLE = "C03", "信息/样式更新", "信息更新", "样式更新"
    LOST = "L01", "遗失"
    STOLEN = "L02", "被盗/灾毁", "被盗", "灾毁"


class PlaquePosition(Coded):
    """Where the family wants it (R-GR)."""

    GATE = "GATE", "大门", "门口", "门头"
    INDOOR = "INDOOR", "室内摆放", "室内"


class ApplyMode(Coded):
    """Whether the station came or the family asked."""

    INITIATIVE = "INITIATIVE", "主动悬挂", "主动"
    APPLICATION = "APPLICATION", "依申请", "申请"


class PlaqueFamily(Coded):
    """The three kinds of household that may hang a plaque (PL2)."""

    SURVIVOR = "SURVIVOR", "三属", "烈属", "烈士遗属", "因公牺牲军人遗属", "病故军人遗属"
    SERVING = "SERVING", "现役军人", "现役军人家庭", "军属"
    VETERAN = "VETERAN", "退役军人", "退役军人家庭", "退伍军人"


class PlaqueLook(Coded):
    """How the plaque was found on a visit; asking for another one is an event of its own."""

    GOOD = "GOOD", "完好"
    WORN = "WORN", "要更换"
    UNSEEN = "UNSEEN", "没看到"
