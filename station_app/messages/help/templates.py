"""Help on the fields of the workbooks of those above that are filled here."""

from station_app.messages.help.sources import OWN_RULE

HELPS: dict[str, tuple[str, str, str]] = {
    "填哪一项": ("月报里的一项，输入几个字或拼音首字母就能找到。", "走访人次", OWN_RULE),
    "哪一期": ("看您填的是哪个月：本期就是那个月，累计从 1 月算起。", "本年累计", OWN_RULE),
    "数字单位": ("表上这一列用什么单位，就选什么单位。", "万元", OWN_RULE),
    "填的文字": (
        "照着表上写，花括号里的会自动换成当月的内容。",
        "{年}年{月}月工作月报",
        OWN_RULE,
    ),
    "哪个名单": ("从这一格往下填哪些人，与月报同一项的记录一样多。", "本期慰问发放", OWN_RULE),
    "哪一列": ("这一列填每个人的什么；上报用的表可选隐去中间的证号。", "姓名", OWN_RULE),
    "表格名称": ("给这份表起个名字，存文件时也用它。", "区局月报表", OWN_RULE),
}
