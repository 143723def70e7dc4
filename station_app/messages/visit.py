"""Sentences about visits."""

FAMILY_OF = "{name}家属"
"""Whom a visit met when the person is no longer alive."""

SENTENCES = {
    "visit.nobody": "还没有选走访对象。没有存。请选一个人，或写上没有建档的对象和人数。",
    "visit.person_twice": "{name}在这次走访里选了两次，只算一次。没有存。请去掉一个。",
    "visit.headcount": "人数要是 1 以上的整数；建了档的人每人一行。没有存。",
    "visit.visitors": "走访人还空着。没有存。请写上去的人，送钱物时最好两位。",
    "visit.counts_later": "{month}的月报已经报出，这次算在{counts}，列在“补报以前月份”里。",
    "visit.one_visitor": "送钱物最好两个人去，现在只写了一位。",
    "visit.future": "走访日期 {day} 还没有到。没有存。还没去的请记作计划。",
    "visit.before_opening": "走访日期 {day} 早于服务站开办日期 {opened}。没有存。请核对。",
    "visit.before_birth": "走访日期 {day} 早于{name}的出生日期。没有存。请核对。",
    "visit.deceased": (
        "{name}已于 {death} 去世。走访的如果是家属，请确认，会记作家属；不是的话请改日期或换人。"
    ),
    "visit.empty": "{name}这次走访一个字也没写。还没有存。确实去过请确认，只记人次；没去请按 Esc。",
    "visit.duplicate": (
        "{name}在 {day} 已有一次“{kind}”。还没有存。确实去了两次请确认，否则不用再记。"
    ),
    "visit.not_planned": "这次走访已经{state}，不能当作计划来完成。没有改动。",
    "visit.not_done": "这次走访还没有记下来过，不用更正。没有改动。",
    "visit.void_already": "这次走访已经作废。没有改动。",
    "visit.no_follow_up": "这次走访没有要跟进的事。没有改动。",
    "visit.follow_up_early": "完成日期 {day} 早于走访日期。没有存。请核对。",
    "visit.follow_up_future": "完成日期 {day} 还没有到。没有存。请办完再记。",
    "visit.text_long": "“{field}”最多 {most} 个字，现在有 {count} 个。没有存。请写短一些。",
}
