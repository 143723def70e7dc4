"""The lists of the program as sheets: what each is called and its columns, as data.

The list of people takes its headings from the record itself: see `services.list_people`.
"""

from station_app.domain.kinds import Kind
from station_app.domain.lists import ListColumn, ListSpec

_C = ListColumn
_NAME = _C("name", "姓名", width=12)
_GROUP = _C("group_name", "小组", width=10)
_CATEGORY = _C("category", "类别", Kind.CHOICE, 26, "category")
_ADDRESS = _C("address", "住址", width=30)
_MOBILE = _C("mobile", "电话", Kind.PHONE, 15)

PEOPLE_TITLE = "服务对象花名册"
CATEGORIES = "人员类别"

VISITS = ListSpec(
    "visits",
    "走访台账",
    (
        _C("visit_date", "走访日期", Kind.DATE, 12),
        _C("met", "走访了谁", width=22),
        _C("groups", "小组", width=12),
        _C("method", "方式", Kind.CHOICE, 10, "visit_method"),
        _C("kind", "事由", Kind.CHOICE, 14, "visit_kind"),
        _C("times", "人次", Kind.INTEGER, 8, summed=True),
        _C("visitors", "走访人", width=18, editable=True),
        _C("place", "地点", width=20, editable=True),
        _C("needs", "诉求与困难", Kind.LONG_TEXT, 30, editable=True),
        _C("follow_up", "答应的事", Kind.LONG_TEXT, 26, editable=True),
        _C("follow_up_due", "哪天前办", Kind.DATE, 12, editable=True),
        _C("follow_up_done_on", "办好日期", Kind.DATE, 12),
        _C("state", "状态", Kind.CHOICE, 10, "visit_state"),
    ),
    "visit",
)
LATE = ListSpec(
    "late_contacts",
    "联系逾期名单",
    (
        _NAME,
        _GROUP,
        _CATEGORY,
        _MOBILE,
        _ADDRESS,
        _C("last_contact", "最近联系", Kind.DATE, 12),
        _C("contact_due", "约定哪天前", Kind.DATE, 12),
        _C("overdue", "已过（天）", Kind.INTEGER, 11, compared=False),
    ),
    "person",
)
PROMISES = ListSpec(
    "promises",
    "答应群众的事",
    (
        _C("follow_up", "答应的事", Kind.LONG_TEXT, 34, editable=True),
        _C("names", "给谁", width=22),
        _C("visit_date", "哪天说的", Kind.DATE, 12),
        _C("follow_up_by", "谁来办", width=12, editable=True),
        _C("follow_up_due", "哪天前", Kind.DATE, 12, editable=True),
    ),
    "visit",
)
BATCHES = ListSpec(
    "batches",
    "慰问批次",
    (
        _C("occasion_year", "年度", Kind.INTEGER, 8),
        _C("name", "批次", width=34),
        _C("occasion", "节日", Kind.CHOICE, 12, "occasion"),
        _C("funding", "资金", Kind.CHOICE, 16, "funding"),
        _C("form", "形式", Kind.CHOICE, 10, "batch_form"),
        _C("status", "状态", Kind.CHOICE, 10, "batch_status"),
        _C("planned_on", "计划日期", Kind.DATE, 12),
        _C("closed_on", "结清日期", Kind.DATE, 12),
        _C("doc_no", "文号", width=18),
        _C("approver", "审批人", width=12),
        _C("people", "名单人数", Kind.INTEGER, 10, summed=True),
        _C("total_fen", "名单金额（元）", Kind.MONEY, 15, summed=True),
        _C("paid_people", "已签领人数", Kind.INTEGER, 12, summed=True),
        _C("paid_fen", "已签领金额（元）", Kind.MONEY, 17, summed=True),
    ),
    "condolence_batch",
)
CERTIFICATIONS = ListSpec(
    "certifications",
    "年度认证名单",
    (
        _NAME,
        _C("sex", "性别", Kind.CHOICE, 7, "sex"),
        _C("age", "年龄", Kind.INTEGER, 7, compared=False),
        _CATEGORY,
        _GROUP,
        _C("status", "状态", Kind.CHOICE, 12, "cert_status", compared=False),
        _C("method", "认证方式", Kind.CHOICE, 16, "cert_method"),
        _C("certified_on", "认证日期", Kind.DATE, 12),
        _C("last_method", "上一年方式", Kind.CHOICE, 16, "cert_method"),
        _C("last_on", "上一年日期", Kind.DATE, 12),
    ),
    "person",
)
OVERDUE = ListSpec(
    "overdue",
    "未认证（逾期）名单",
    (
        _NAME,
        _C("id_number", "身份证号", Kind.ID_NUMBER, 22),
        _GROUP,
        _CATEGORY,
        _MOBILE,
        _C("status", "状态", Kind.CHOICE, 12, "cert_status", compared=False),
        _C("last_contact_on", "最近联系", Kind.DATE, 12),
        _C("reason", "上次没认成", Kind.CHOICE, 14, "cert_result"),
        _C("noticed_on", "催告日期", Kind.DATE, 12),
        _C("proposed_month", "建议停发月份", Kind.MONTH, 14, compared=False),
    ),
    "person",
)
PLAQUES = ListSpec(
    "plaques",
    "光荣牌台账",
    (
        _C("plaque_no", "牌号", width=16),
        _C("household_no", "户编号", width=18),
        _C("head_name", "户主", width=12),
        _C("basis_name", "依据人员", width=12),
        _C("basis_category", "依据身份", Kind.CHOICE, 22, "category"),
        _GROUP,
        _C("address", "地址", width=30),
        _C("phone", "电话", Kind.PHONE, 15),
        _C("state", "状态", Kind.CHOICE, 12, "plaque_state"),
        _C("hung_on", "悬挂日期", Kind.DATE, 12),
        _C("since", "从哪天起", Kind.DATE, 12),
        _C("position", "悬挂位置", Kind.CHOICE, 12, "plaque_position"),
        _C("note", "备注", width=30, editable=True),
    ),
    "plaque",
)
WITHOUT_PLAQUE = ListSpec(
    "without_plaque",
    "应挂未挂光荣牌的家庭",
    (
        _C("household_no", "户编号", width=18),
        _C("head_name", "户主", width=12),
        _GROUP,
        _C("address", "地址", width=30),
        _C("entitled", "依据人员", width=44),
        _C("is_verified", "户口核实", Kind.BOOLEAN, 10),
    ),
    "household",
)
ROUTE = ListSpec(
    "route",
    "待走访名单",
    (
        _NAME,
        _C("sex", "性别", Kind.CHOICE, 7, "sex"),
        _C("age", "年龄", Kind.INTEGER, 7, compared=False),
        _GROUP,
        _ADDRESS,
        _MOBILE,
        _C("last_contact", "最近联系", Kind.DATE, 12),
        _C("needs", "要办的事", width=44, compared=False),
    ),
    "person",
)
SHEETS = ListSpec(
    "route_sheets",
    "印过的走访路书",
    (
        _C("serial", "编号", width=18),
        _C("planned_on", "走访日期", Kind.DATE, 12),
        _C("visitors", "走访人", width=22),
        _C("people", "人数", Kind.INTEGER, 8, summed=True),
        _C("homes", "户数", Kind.INTEGER, 8, summed=True),
        _C("done", "已录（户）", Kind.INTEGER, 11, summed=True),
        _C("away", "不在家（户）", Kind.INTEGER, 13, summed=True),
        _C("made_by", "谁印的", width=12),
    ),
)
STEPS = ListSpec(
    "steps",
    "做过的事",
    (
        _C("at", "时间", width=18),
        _C("label", "做了什么", width=44),
        _C("by", "谁", width=12),
        _C("records", "动了几条", Kind.INTEGER, 10),
        _C("undone", "已撤销", Kind.BOOLEAN, 9),
    ),
)
REMOVED = ListSpec(
    "removed",
    "已删除的记录",
    (
        _C("at", "时间", width=18),
        _C("label", "做了什么", width=44),
        _C("by", "谁", width=12),
        _C("what", "删掉了什么", width=40),
        _C("reason", "为什么", width=30),
    ),
)
POSTINGS = ListSpec(
    "postings",
    "区县通知与任务",
    (
        _C("kind", "种类", width=10),
        _C("title", "标题", width=34),
        _C("doc_no", "文号", width=18),
        _C("body", "内容", Kind.LONG_TEXT, 50),
        _C("posted_on", "发布日期", Kind.DATE, 12),
        _C("until", "期限", Kind.DATE, 12),
        _C("done_on", "办结或阅知", Kind.DATE, 12),
        _C("done_by", "谁办的", width=12),
        _C("answer", "办理情况", Kind.LONG_TEXT, 34),
    ),
)
BATCH = ListSpec(
    "batch",
    "慰问名单",
    (
        _C("id_number", "身份证号", Kind.ID_NUMBER, 21),
        _C("amount_fen", "金额（元）", Kind.MONEY, 13, editable=True),
        _C("goods", "物资", width=18, editable=True),
        _C("quantity", "数量", Kind.INTEGER, 7),
        _C("goods_value_fen", "折款（元）", Kind.MONEY, 13),
    ),
    "condolence_plan",
)
"""Of the signing sheet of a batch only what a sheet may bring back, or might seem to."""

NOTICE_WORD, TASK_WORD = "通知", "任务"
NEED_WORDS = {
    "CONTACT": "联系逾期",
    "CERTIFICATION": "上门认证",
    "CONDOLENCE": "慰问没发",
    "HANG": "挂光荣牌",
    "REPLACE": "换光荣牌",
}
LISTED_NAME = "{name}（{what}）"
NAMES_COMMA, NEEDS_COMMA = "、", "，"
