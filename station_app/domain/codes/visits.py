"""Code lists of visits and condolence (DOMAIN §2.7, §2.8, §3.3, §3.4)."""

from station_app.domain.codes.codelist import Coded, OpenCoded


class VisitKind(OpenCoded):
    """Why somebody was visited."""

    ROUTINE = "ROUTINE", "常态化走访", "日常走访", "走访", "常态化联系", "定期走访"
    FESTIVAL = (
        "FESTIVAL", "节日走访", "春节走访", "八一走访", "重阳走访", "中秋走访", "节日慰问",
        "春节慰问", "八一慰问",
    )  # fmt: skip
    DIFFICULT = "DIFFICULT", "困难走访", "困难慰问", "走访困难对象"
    SICK = "SICK", "生病住院探望", "住院探望", "生病探望", "住院慰问"
    BEREAVEMENT = "BEREAVEMENT", "去世吊唁", "吊唁"
    NEW_RETURN = "NEW_RETURN", "新退役返乡", "返乡走访"
    ENLIST_SEND = "ENLIST_SEND", "入伍欢送"
    MERIT = "MERIT", "立功送喜报", "送喜报"
    CERT = "CERT", "上门认证"
    PETITION = "PETITION", "信访走访/疏导", "信访走访", "信访疏导"
    BORDER = "BORDER", "边海防家庭", "边海防"
    MARTYR = "MARTYR", "烈属", "烈属走访"
    VETERAN_OLD = "VETERAN_OLD", "抗美援朝等老战士", "老战士走访"
    HEART = "HEART", "谈心谈话", "谈心"
    OTHER = "OTHER", "其他", "其它"


class VisitMethod(Coded):
    """How the visit was made; the first four count as 走访, phone and video as 联系."""

    HOME = "HOME", "入户", "上门", "入户走访", "上门走访"
    STATION = "STATION", "到站", "到站接待", "来站"
    MEETING = "MEETING", "座谈会", "座谈"
    HOSPITAL = "HOSPITAL", "医院", "医院探望"
    PHONE = "PHONE", "电话", "电话联系"
    VIDEO = "VIDEO", "视频", "视频联系"
    OTHER = "OTHER", "其他", "其它"


class LeadLevel(Coded):
    """The highest level that took part."""

    VILLAGE = "VILLAGE", "村（社区）", "村", "社区", "村级"
    TOWN = "TOWN", "镇（街道）", "镇", "街道", "乡镇", "镇级"
    COUNTY = "COUNTY", "区县", "区", "县", "区领导", "县级"
    CITY = "CITY", "市", "市级"
    PROVINCE = "PROVINCE", "省", "省级"
    ARMY = "ARMY", "部队/人武部", "部队", "人武部"


class VisitState(Coded):
    """Only DONE counts."""

    PLANNED = "PLANNED", "计划"
    DONE = "DONE", "已完成", "完成"
    VOID = "VOID", "作废"


class CondolenceKind(Coded):
    """What a batch of condolence is for; each is a line of the tally."""

    ENTITLED_DIFF = "ENTITLED_DIFF", "困难优抚对象", "慰问帮扶困难优抚对象"
    VET_DIFF = (
        "VET_DIFF", "困难退役军人（系统内）", "困难退役军人", "系统内困难退役军人",
        "困难系统内困难退役军人",
    )  # fmt: skip
    FOCUS = (
        "FOCUS", "重点对象联合慰问（物资）", "重点对象", "重点关注对象", "重点对象联合慰问",
        "与公安联合慰问重点关注对象",
    )  # fmt: skip
    OFFICER_DIFF = (
        "OFFICER_DIFF", "困难自主择业/企业军转干", "困难军转干部",
        "困难自主择业军转干、企业军转干", "困难自主择业军转干部", "困难企业军转干部",
    )  # fmt: skip
    MARTYR_DIFF = "MARTYR_DIFF", "生活困难烈属", "困难烈属"
    TWO_JOIN = "TWO_JOIN", "企业退休“两参”人员", "企业退休两参人员", "企退两参", "两参人员"
    MERIT_BONUS = "MERIT_BONUS", "立功慰问（奖励）金", "立功慰问金", "立功奖励金"
    MODEL = "MODEL", "最美退役军人等典型", "最美退役军人", "先进典型"
    BORDER = "BORDER", "边海防官兵家庭", "边海防"
    CONSCRIPT = "CONSCRIPT", "义务兵慰问金", "义务兵"
    COLLEGE = "COLLEGE", "大学生士兵奖励金", "大学生奖励金"
    TROOPS = "TROOPS", "驻军部队", "驻区部队", "部队"
    SERVICE_FAMILY = "SERVICE_FAMILY", "现役军人家庭", "军属"
    RETIRED = "RETIRED", "军休干部"
    SICKNESS = "SICKNESS", "生病住院", "住院慰问", "住院"
    BEREAVEMENT = "BEREAVEMENT", "去世吊唁", "吊唁", "去世慰问"
    DISASTER = "DISASTER", "突发灾害", "灾害"
    LETTER = "LETTER", "春联年画慰问信", "慰问信", "春联", "年画"
    OTHER = "OTHER", "其他", "其它"


class Occasion(OpenCoded):
    """The day or festival a condolence belongs to."""

    SPRING = "SPRING", "春节", "新春", "过年"
    BAYI = "BAYI", "八一", "建军节", "“八一”", "八一建军节"
    QINGMING = "QINGMING", "清明", "清明节"
    MARTYRS_DAY = "MARTYRS_DAY", "烈士纪念日", "9.30"
    CHONGYANG = "CHONGYANG", "重阳", "重阳节"
    MIDAUTUMN = "MIDAUTUMN", "中秋", "中秋节"
    DRAGON = "DRAGON", "端午", "端午节"
    NEWYEAR = "NEWYEAR", "元旦"
    NATIONAL = "NATIONAL", "国庆", "国庆节"
    DAILY = "DAILY", "日常", "平时"
    EVENT = "EVENT", "专项"


class Funding(OpenCoded):
    """Where the money comes from."""

    CENTRAL = "CENTRAL", "中央财政", "中央"
    PROVINCE = "PROVINCE", "省级财政", "省财政", "省级"
    CITY = "CITY", "市级财政", "市财政", "市级"
    COUNTY = "COUNTY", "区县财政", "区财政", "县财政", "区级财政", "县级财政", "区级", "县级"
    TOWN = "TOWN", "镇街财政", "镇财政", "街道财政", "乡镇财政", "镇级"
    VILLAGE = "VILLAGE", "村集体", "村级", "村"
    CARE_FUND = "CARE_FUND", "退役军人关爱基金", "关爱基金"
    PARTY = "PARTY", "党费（党内关爱）", "党费", "党内关爱"
    ENTERPRISE = "ENTERPRISE", "爱国拥军企业捐赠", "企业捐赠", "爱国拥军企业"
    SOCIAL = "SOCIAL", "社会捐赠"
    CHARITY = "CHARITY", "慈善/红十字", "慈善", "红十字"
    ARMY = "ARMY", "部队"
    OTHER = "OTHER", "其他", "其它"


class PayForm(Coded):
    """How one payment is handed over."""

    CASH = "CASH", "现金", "现钞"
    TRANSFER = "TRANSFER", "转账", "打卡", "银行转账", "汇款"
    GOODS = "GOODS", "物资", "实物", "慰问品", "物品", "物质"


class BatchForm(Coded):
    """How a whole batch is handed over."""

    CASH = "CASH", "现金"
    TRANSFER = "TRANSFER", "转账", "打卡"
    GOODS = "GOODS", "物资", "实物", "慰问品"
    MIXED = "MIXED", "混合"


class Receipt(Coded):
    """What became of one payment (签领状态)."""

    NONE = "NONE", "未领", "未领取", "未签领"
    SELF = "SELF", "本人签领", "本人", "已领", "已签领", "签领", "已领取"
    AGENT = "AGENT", "代领", "他人代领", "家属代领"
    REFUSED = "REFUSED", "拒领"
    RETURNED = "RETURNED", "退汇", "退回"


class BatchStatus(Coded):
    """Life of a batch."""

    DRAFT = "DRAFT", "拟定"
    APPROVED = "APPROVED", "已定稿", "已审批"
    PAYING = "PAYING", "发放中"
    CLOSED = "CLOSED", "已结清"


class PaymentState(Coded):
    """What became of one line of a batch; that it was received is told by its payment facts."""

    PLANNED = "PLANNED", "待发"
    PAID = "PAID", "已发", "已发放"
    RETURNED = "RETURNED", "退汇"
    REVERSED = "REVERSED", "冲正"
    CANCELLED = "CANCELLED", "取消"


class RecipientKind(Coded):
    """Who receives, when it is not one registered person."""

    PERSON = "PERSON", "个人"
    GROUP = "GROUP", "一批人（只记人数）", "群体"
    TROOPS = "TROOPS", "部队"
    UNIT = "UNIT", "单位"
    FAMILY = "FAMILY", "家庭"
