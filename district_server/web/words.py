"""Words of the pages that are not in their templates: what was done, what was written down."""

from dataclasses import dataclass

from district_server.models import Role
from district_server.web.audit import COMMAND_LINE, Action
from station_app.domain.codes import MonthState
from station_app.domain.periods import Period
from station_app.domain.tally_lines import BY_CODE
from station_app.errors import Rejected

ROLES = {Role.DISTRICT: "区县人员", Role.TOWN: "镇街人员"}

SAID = {
    "logged_out": "您已退出。",
    "password_changed": "密码已换好，请用新密码登录。",
    "code_withdrawn": "这个登记码已收回，不能再用。",
    "device_revoked": "这台电脑已停用，它不能再上报。它上面的资料没有动。",
    "move_directed": "已转给那个站，它下次上报时会看到“转入待接收”。",
    "online_retried": "又看了一遍，结果在单子里。",
    "api_key_revoked": "这把密钥已停用。",
    "month_sent_back": "已退回，站里下次上报时收到，改好会再报。",
    "month_locked": "已锁定，站里自己不能再撤回这个月。",
    "used_locked": "用到的月报都已锁定，站里自己不能再撤回。",
    "roll_up_kept": "汇总已存下。以后有站改报，这里的数不会变。",
    "posted": "已发出，各站下次上报时收到。",
    "posting_withdrawn": "已撤回，各站下次上报时会看到。",
    "published": "已下发，各站下次上报时收到。",
    "station_added": "服务站已添加。下一步：给它发一个登记码。",
}


def officer_in_words(name: str) -> str:
    """An officer's name, or that it was done by a command on the server."""
    return "服务器命令" if name == COMMAND_LINE else name


REVOKE_REASONS = {
    "lost": "电脑丢了",
    "replaced": "换了电脑",
    "left": "站里的人走了",
    "mistake": "登记错了站",
    "other": "其他",
}

SUBJECTS = {
    "moves": "转入转出",
    "online certifications": "线上认证",
    "notice": "通知",
    "task": "任务",
    "gift_standards": "慰问标准",
    "pension_standards": "抚恤补助标准",
    "code_lists": "选项",
    "cycles": "认证年度",
    "q=…": "查找过",
    **REVOKE_REASONS,
}
"""What subjects of the audit table are called; others are codes and names as they are."""

ABOUT = {
    "tally": "数据汇总",
    "certification": "认证进度",
    "month": "月报",
    "months": "月报报送情况",
    "report": "月报表",
}


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state of a report is shown: its words, its meaning, its drawing."""

    words: str
    meaning: str
    drawing: str


MONTH_STATES = {
    MonthState.OPEN: StateWords("未报", "amber", "clock"),
    MonthState.COMPUTED: StateWords("已算好", "blue", "list-checks"),
    MonthState.SIGNED: StateWords("已签字", "blue", "file-text"),
    MonthState.SUBMITTED: StateWords("已报", "green", "check"),
    MonthState.LOCKED: StateWords("已锁定", "green", "lock"),
    MonthState.REOPENED: StateWords("已退回", "red", "history"),
}


def subject_in_words(subject: str | None) -> str:
    """What a row of the audit table is about: `期末在册服务对象，2026年6月` of `A1 2026-06`."""
    if not subject or subject in SUBJECTS:
        return SUBJECTS.get(subject or "", "")
    first, *rest = subject.split(" ")
    about = BY_CODE[first].label if first in BY_CODE else ABOUT.get(first)
    if about is None or not rest:
        return subject
    return "，".join([about, _span(rest[0]), *rest[1:]])


def _span(text: str) -> str:
    try:
        return Period.parse(text).label
    except Rejected:
        return text


ACTIONS = {
    Action.LOG_IN: "登录",
    Action.LOG_OUT: "退出",
    Action.PASSWORD_CHANGED: "换密码",
    Action.OFFICER_ADDED: "添加人员",
    Action.OFFICER_DISABLED: "停用人员",
    Action.OFFICER_RESET: "重设密码",
    Action.STATION_ADDED: "添加服务站",
    Action.CODE_MADE: "发登记码",
    Action.CODE_WITHDRAWN: "收回登记码",
    Action.DEVICE_REVOKED: "停用电脑",
    Action.BUNDLE_TAKEN: "收下U盘上报",
    Action.PUBLISHED: "下发",
    Action.WITHDRAWN: "撤下",
    Action.MOVE_DIRECTED: "转给服务站",
    Action.MONTH_SENT_BACK: "退回月报",
    Action.MONTH_LOCKED: "锁定月报",
    Action.ROLL_UP_KEPT: "存下汇总",
    Action.ONLINE_RETRIED: "再送线上认证",
    Action.API_KEY_ADDED: "生成密钥",
    Action.API_KEY_REVOKED: "停用密钥",
    Action.SAW_CONFLICTS: "看待决定的内容",
    Action.SAW_PERSONS: "看人员明细",
    Action.EXPORTED_AUDIT: "导出查看记录",
    Action.EXPORTED_STATIONS: "导出服务站",
    Action.EXPORTED: "导出",
}
