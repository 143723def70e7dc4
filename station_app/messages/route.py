"""Sentences about trips and their route sheets."""

SENTENCES = {
    "trip.only_at_home": (
        "上门认证、看光荣牌、挂光荣牌都要“入户”。没有存。请把方式改成入户，或者去掉这几项。"
    ),
    "route.nobody": "路书上还没有人。没有印。请先选要走访的人。",
    "route.too_many": "路书上有 {count} 人，一张最多 {most} 人。没有印。请分成两张。",
    "route.past": "走访日期 {day} 已经过了。没有印。请选今天或以后的日子。",
    "route.not_living": "{name}已去世、迁出或不再登记。没有印。请从名单里去掉。",
    "route.all_there": "选的人都已经在这张路书上。没有改动。",
    "route.future": "{day} 还没有到，不能先记不在家。没有改动。",
    "route.line_done": "第 {number} 号已经录过走访。没有改动。要改请打开那次走访。",
    "route.gone": "这张路书已经撤回。没有存。请按人登记走访。",
}
