"""Code lists of entitlements and their payments (DOMAIN §2.6, §2.13, §3.7)."""

from station_app.domain.codes.codelist import Coded


class PensionKind(Coded):
    """Kinds of 定期抚恤补助."""

    DIS = "DIS", "残疾抚恤金", "伤残抚恤金", "残疾军人抚恤金", "残疾军人", "伤残军人"
    NURSE = "NURSE", "残疾军人护理费", "护理费"
    SURV = (
        "SURV",
        "三属定期抚恤金",
        "定期抚恤金",
        "三属",
        "烈属",
        "烈士遗属",
        "因公牺牲军人遗属",
        "病故军人遗属",
    )
    DEMOB = (
        "DEMOB", "在乡复员军人定期生活补助", "在乡复员军人", "在乡复员军人补助", "复员军人补助",
    )  # fmt: skip
    ILL = (
        "ILL",
        "带病回乡补助",
        "带病回乡",
        "带病回乡退役军人生活补助",
        "带病回乡退役军人",
        "带病回乡退伍军人",
    )
    WAR = "WAR", "参战补助", "参战", "参战退役军人生活补助", "参战退役军人", "参战退役人员"
    NUC = "NUC", "参试补助", "参试", "参核补助", "参核", "涉核", "参试退役军人"
    RURAL60 = (
        "RURAL60", "农村籍退役士兵补助", "老义务兵补助", "60岁退役士兵补助",
        "农村籍退役士兵老年生活补助", "60岁", "60岁退役士兵",
        "年满60周岁农村籍退役士兵", "60周岁以上农村籍退役士兵", "农村籍退役士兵",
    )  # fmt: skip
    MARTYR_CHILD = "MARTYR_CHILD", "烈士子女补助", "烈士老年子女补助", "烈士子女"
    URANIUM = "URANIUM", "铀矿开采人员补助"
    RED = "RED", "红军老战士等补助", "三红补助"
    SPOUSE_SUPPORT = "SPOUSE_SUPPORT", "烈士遗属再婚赡养补助"
    LOCAL = "LOCAL", "地方补助"


class EntitlementState(Coded):
    """Where an entitlement stands."""

    APPLIED = "APPLIED", "受理"
    GRANTED = "GRANTED", "享受待遇", "享受", "在发", "正常", "发放"
    RECOGNISED_ONLY = "RECOGNISED_ONLY", "身份认定不享受待遇"
    DENIED = "DENIED", "不予认定"
    SUSPENDED = "SUSPENDED", "停发（未认证）", "停发"
    LEGAL_SUSPENDED = "LEGAL_SUSPENDED", "中止"
    TRANSFER_OUT = "TRANSFER_OUT", "迁移", "迁出"
    DECEASED = "DECEASED", "去世", "死亡"
    FINAL = "FINAL", "丧葬补助"
    REVOKED = "REVOKED", "取消"
    ENDED = "ENDED", "终止", "停止"


class EntitlementEventKind(Coded):
    """What can happen to an entitlement; each is a fact with its month."""

    GRANT = "GRANT", "批准享受"
    RECOGNISE = "RECOGNISE", "认定身份不享受"
    DENY = "DENY", "不予认定"
    SUSPEND = "SUSPEND", "停发"
    LEGAL_SUSPEND = "LEGAL_SUSPEND", "中止"
    RESUME = "RESUME", "恢复"
    TRANSFER = "TRANSFER", "迁移"
    DIE = "DIE", "去世"
    REOPEN = "REOPEN", "更正去世登记"
    PAY_FINAL = "PAY_FINAL", "发放丧葬补助"
    REVOKE = "REVOKE", "取消"
    END = "END", "终止"


class SuspendReason(Coded):
    """Why an entitlement stands still; U02–U04 are a legal suspension (R-TJ 59)."""

    NOT_CERTIFIED = "U01", "逾期未认证", "未认证"
    PRISON = "U02", "服刑"
    RIGHTS_LOST = "U03", "剥夺政治权利"
    WANTED = "U04", "被通缉"
    MISSING = "U05", "失踪"
    MOVED = "U06", "迁移"
    ACCOUNT = "U07", "账户异常退汇", "退汇"
    REVIEW = "U08", "身份待复核"


class PayItem(Coded):
    """What a pension payment is; RECOVER is negative."""

    BASE = "BASE", "基本", "抚恤金", "基本抚恤金", "定期补助"
    NURSE = "NURSE", "护理费"
    EXTRA = "EXTRA", "增发"
    BACKPAY = "BACKPAY", "补发"
    DIFF = "DIFF", "补差"
    FUNERAL = "FUNERAL", "丧葬补助", "丧葬费"
    RECOVER = "RECOVER", "追缴", "追回"


class PensionPaymentState(Coded):
    """State of one paid month."""

    PLANNED = "PLANNED", "待发"
    PAID = "PAID", "已发", "已发放"
    RETURNED = "RETURNED", "退汇", "退回"


class PayCycle(Coded):
    """How often it is paid."""

    MONTH = "MONTH", "按月", "月"
    QUARTER = "QUARTER", "按季", "季"
    HALF_YEAR = "HALF_YEAR", "半年", "按半年"


class ResumePolicy(Coded):
    """What happens to the months not paid (SU2)."""

    NO_BACKPAY = "NO_BACKPAY", "停发期间不予补发"
    BACKPAY_FULL = "BACKPAY_FULL", "全额补发"
    BACKPAY_FROM_YEAR = "BACKPAY_FROM_YEAR", "从当年起补发"
    COUNTY_DECIDES = "COUNTY_DECIDES", "由县级决定"


class AccountKind(Coded):
    """Kind of bank account."""

    CARD = "CARD", "银行卡", "卡"
    PASSBOOK = "PASSBOOK", "存折", "折"
    SOCIAL_CARD = "SOCIAL_CARD", "社保卡", "社会保障卡"
    PREFERENCE_CARD = "PREFERENCE_CARD", "优待证"


class AccountUse(Coded):
    """What an account is used for."""

    PENSION = "PENSION", "抚恤"
    ALLOWANCE = "ALLOWANCE", "优待金"
    CONDOLENCE = "CONDOLENCE", "慰问"
    ALL = "ALL", "全部"


class Bank(Coded):
    """Banks that pay out in the country."""

    ICBC = "ICBC", "中国工商银行", "工商银行", "工行"
    ABC = "ABC", "中国农业银行", "农业银行", "农行"
    BOC = "BOC", "中国银行", "中行"
    CCB = "CCB", "中国建设银行", "建设银行", "建行"
    COMM = "COMM", "交通银行", "交行"
    PSBC = "PSBC", "中国邮政储蓄银行", "邮政储蓄银行", "邮储银行", "邮储", "邮政储蓄"
    RCB = "RCB", "农村商业银行", "农商行", "农商银行", "信用社", "农村信用社", "农信社"
    CITIC = "CITIC", "中信银行"
    CEB = "CEB", "光大银行"
    OTHER = "OTHER", "其他", "其它"
