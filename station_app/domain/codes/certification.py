"""Code lists of the yearly certification (DOMAIN §2.9, §3.5)."""

from station_app.domain.codes.codelist import Coded


class CertMethod(Coded):
    """How it was seen that the person is alive."""

    SELF_STATION = (
        "SELF_STATION", "自主认证（本人到站）", "自主认证", "自主", "本人到站", "现场认证", "到站",
    )  # fmt: skip
    AGENT = "AGENT", "代理认证", "代理", "代认证"
    HOME = "HOME", "上门认证", "上门", "入户认证", "入户"
    ONLINE = (
        "ONLINE", "线上小程序认证", "线上", "小程序", "线上认证", "小程序认证", "线上小程序",
        "网上认证",
    )  # fmt: skip
    VIDEO = "VIDEO", "视频认证（异地）", "视频", "视频认证"
    REMOTE_STATION = "REMOTE_STATION", "异地协助认证", "异地协助", "异地", "异地认证"
    DATA_MATCH = "DATA_MATCH", "数据比对免认证", "数据比对", "比对", "免认证"


class CertResult(Coded):
    """What an attempt ended with."""

    PASS = "PASS", "通过", "已认证", "认证通过", "合格", "正常", "健在"
    DECEASED = "DECEASED", "去世", "已去世", "死亡"
    MISSING = "MISSING", "下落不明", "失踪", "失踪下落不明"
    MOVED = "MOVED", "迁出"
    NOT_QUALIFIED = "NOT_QUALIFIED", "不再符合条件", "不符合条件"
    UNREACHED = "UNREACHED", "联系不上", "无法联系", "未联系上"
    REFUSED = "REFUSED", "拒绝"
    PENDING = "PENDING", "待补材料"


class CertStatus(Coded):
    """Where a person stands in a certification year; computed, never stored."""

    NOT_OPEN = "NOT_OPEN", "未开始"
    DUE = "DUE", "待认证", "未认证"
    DONE = "DONE", "已认证"
    OVERDUE = "OVERDUE", "逾期"
    NOTICED = "NOTICED", "已公告催告"
    SUSPENDED = "SUSPENDED", "已停发"
    RESUMED = "RESUMED", "已恢复"
    EXEMPT = "EXEMPT", "免认证"
    DECEASED = "DECEASED", "去世"
    MOVED = "MOVED", "迁出"


class CycleStatus(Coded):
    """Whether a certification year still takes records."""

    OPEN = "OPEN", "进行中"
    CLOSED = "CLOSED", "已结束"


class Evidence(Coded):
    """What may be asked for as proof of a certification."""

    ID_SEEN = "ID_SEEN", "核对身份证原件"
    REGISTER_SIGNATURE = "REGISTER_SIGNATURE", "本人签字（指印）"
    AGENT_ID = "AGENT_ID", "代理人身份证"
    AGENT_RELATION = "AGENT_RELATION", "与代理人关系"
    ALIVE_PROOF = "ALIVE_PROOF", "健在证明（30日内照片、视频或医院、养老机构证明）"
    AGENT_SIGNATURE = "AGENT_SIGNATURE", "代理人签字"
    AGENT_PROMISE = "AGENT_PROMISE", "代理人承诺书"
    VISIT_RECORD = "VISIT_RECORD", "走访记录"
    HOME_PHOTO = "HOME_PHOTO", "工作人员入户合影"
    TWO_STAFF = "TWO_STAFF", "两名工作人员"
    ONE_STAFF = "ONE_STAFF", "一名工作人员"
    ONLINE_RESULT = "ONLINE_RESULT", "小程序认证编号或截图"
    ONLINE_DATE = "ONLINE_DATE", "小程序认证日期"
    VIDEO_DATE = "VIDEO_DATE", "视频日期"
    VIDEO_SCREENSHOT = "VIDEO_SCREENSHOT", "视频截图"
    VIDEO_PHONE = "VIDEO_PHONE", "视频电话号码"
    VIDEO_QUESTIONS = "VIDEO_QUESTIONS", "两个核对问题"
    STAMPED_FORM = "STAMPED_FORM", "居住地服务站盖章的协助表"
    MATCH_REFERENCE = "MATCH_REFERENCE", "比对名单编号"
