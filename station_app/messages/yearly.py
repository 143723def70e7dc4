"""Sentences about the yearly report."""

REPLACED, NO_LONGER = "不再用这一句", "不再手填"
"""Why a sentence or a number was taken out, as the history says it."""

SENTENCES = {
    "yearly.empty": "这一句还是空的。没有存。请写上字，或者点“不写这一句”。",
    "yearly.too_long": "这一句有 {count} 个字，一句最多 {most} 个字。没有存。请分成两句。",
    "yearly.brace": (
        "句子里的大括号不成对。没有存。数字要写成 {{走访人次·人次}} 这样，前后各一个括号。"
    ),
    "yearly.unknown_figure": "没有叫“{name}”的数。没有存。请点“插入一个数”从单子里选。",
    "yearly.unknown_unit": "“{name}”不能按“{unit}”写。没有存。请点“插入一个数”从单子里选。",
    "yearly.section": "还没选写在哪一段。没有存。请先选一段。",
    "yearly.gone": "这一句已经不在了，可能在另一台电脑上去掉了。没有存。请刷新一下再看。",
    "yearly.figure_too_long": "手填的数最多 {most} 个字。没有存。请只写数，例如 46 或 1.2万余。",
    "yearly.other_year": "句子里写着 {named} 年，和选的时期对不上",
    "yearly.part_of_a_year": "句子里写着“{named}”，选的时期不是一整年",
}
