"""Words of exported lists: what the sheet 口径说明 says, and why an edited cell is not taken."""

NOTES = {
    "list": "名单",
    "station": "填报单位",
    "period": "期间",
    "rows": "行数",
    "narrow": "范围",
    "sums": "合计",
    "editable": "能改的栏",
    "back": "怎么导回来",
    "no_return": "改动",
}
"""What each line of the sheet is called."""

ROWS = "{count:,} 行"
DAYS = "{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
YEAR = "{year} 年度"
NARROW = "按导出时页面上的筛选；没有列出来的不是没有，是不在这次的范围里"
SUMS = "最下面一行的合计跟着筛选走，只算看得见的行"
EDITABLE = "{columns}（表头是黄底的）"
BACK = (
    "改好存盘，在“导入导出”里选这个文件，或者直接拖进去。"
    "只有改过的格子会一条条列出来，原来是什么、改成什么，您点头了才写进去。"
    "可以排序、筛选、挪列、删列；请不要把一行拆成两行，也不要删掉最右边藏着的那一列。"
)
NO_RETURN = "这个名单只供查看和打印，在表里改了不会进来；请在窗口里办"

SENTENCES = {
    "list.unknown": (
        "“{file}”像是导出的名单，但这个版本不认得它。数据没有动。请在新版本里打开，或者重新导出一份。"
    ),
    "list.not_a_list": (
        "“{file}”不是从这里导出的名单，或者藏着的那一列被删了。数据没有动。"
        "请重新导出一份再改，或者按花名册导入。"
    ),
    "list.locked_column": "这一栏不能从表里改，请在窗口里办。",
    "list.locked_batch": "这一批已经冻结，金额和物资不能再从表里改；要改请用更正行。",
    "list.locked_goods": "这一行发的是物资，没有现金金额；折款请在窗口里改。",
    "list.changed_since": "导出以后这里又改过，两边不一样，请您定。",
    "list.since_unknown": "不知道导出以后改没改过，请您看一眼再定。",
    "list.required": "{field}不能空着，没有改。",
    "list.number": "表格把号码存成了数字，末几位已经不准。没有改，请把这一格设成文本，重新填。",
    "list.formula": "这一格是公式或者算错了（{text}）。没有改，请直接填内容。",
    "list.row_new": "这一行是新添的，没有导入。新人请用“花名册”导入。",
    "list.row_keyless": (
        "这一行最右边藏着的那一格没有了，所以没有动；它的档案编号已经在库里，不是新人。"
        "请重新导出一份再改。"
    ),
    "list.row_gone": "这条记录已经不在了，这一行没有动。",
    "list.row_unknown": "认不出这一行是哪条记录，没有动。请重新导出一份再改。",
    "list.row_twice": "同一条记录在表里有两行，两行又不一样，都没有动。请只留一行。",
    "list.nothing": "没有选中要写进去的改动。数据没有动。请先选上。",
}
