"""Remarks beside the lines of a tally: late entries, corrections, households not yet verified."""

SENTENCES = {
    "tally_note.late_count": "含补报以前月份 {count} {unit}",
    "tally_note.late_money": "含补报以前月份 {yuan} 元",
    "tally_note.corrected_count": "其中冲正以前月份 −{count} {unit}",
    "tally_note.corrected_money": "其中冲正以前月份 −{yuan} 元",
    "tally_note.unverified": "其中 {count} 户未核实",
    "tally_note.before": "上月已报 {reported}，更正后为 {now}",
    "tally_note.year_end_count": "年终调整 {sign}{count} {unit}（计入以后的年度）",
    "tally_note.year_end_money": "年终调整 {sign}{yuan} 元（计入以后的年度）",
    "tally_note.unread": (
        "{months}的月报这里读不懂，多半是更新的程序报的。原件一字未动，照样算已报；那个月的数写“—”，"
        "更长时段里按现在的记录数。请升级这台电脑的程序；升级以后还读不懂，请退回重算、再报。"
    ),
    "tally_note.and": "、",
    "tally_note.and_more": "{named}等 {count} 个月",
    "tally_note.joined": "{first}；{second}",
}
