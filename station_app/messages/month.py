"""Sentences about the reports of months: counting, signing, handing in, locking, sending back."""

SENTENCES = {
    "month.running": "{month} 还没有过完，不能出月报。没有改动。请下个月再来。",
    "month.handed_in": (
        "{month} 已经报出，数字不再改。没有改动。要重报，没有锁定的请先撤回，锁定的请上级退回。"
    ),
    "month.not_computed": "{month} 的月报还没有算。没有改动。请先点“算好月报”。",
    "month.not_signed": "{month} 的月报还没有签字。没有报出。请先填制表人和审核人。",
    "month.not_handed_in": "{month} 还没有报出。没有改动。请先签字、报出。",
    "month.names": "制表人和审核人都要写上名字。还没有存。请补上再签。",
    "month.changed": (
        "算好以后又记了事，{line}等 {count} 个数字变了。没有报出，记录都在。请重新算一遍再签字。"
    ),
    "month.earlier_first": "{month} 还没有报出，月报要按月份先后报。没有改动。请先报 {month}。",
    "month.later_first": "{month} 已经报出，前面的月份不能单独撤回。没有改动。请先撤回 {month}。",
    "month.does_not_fit": "有 {count} 处数字对不上，不能报出。记录都在。请点“看第一处”逐处核对。",
    "month.locked": "{month} 已经锁定，不能撤回。没有改动。确有错漏，请上级写明原因退回重报。",
    "month.by_district": "本站连着区县，锁定和退回由区县来办。没有改动。请和区县联系。",
    "month.unread": (
        "{month} 的月报这里读不懂，多半是更新的程序算的，不能和现在的数比。没有改动，原件一字未动。"
        "请升级这台电脑的程序再办；还没有报出的，也可以重新算一遍。"
    ),
    "month.nothing_stray": "没有迟到的记录要补报。没有改动。",
    "month.carried_stays": (
        "迟到的记录已改计入后面的月份，不能退回报出过的月份。没有改动。记错了请在那一笔上做更正。"
    ),
    "month.reason": "请写上退回重报的原因，以后查得到。还没有存。",
    "month.agreed_by": "请写上是哪一级、谁同意退回的。还没有存。",
}
