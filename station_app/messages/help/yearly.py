"""Help on the fields of the yearly report."""

from station_app.messages.help.sources import OWN_RULE

HELPS: dict[str, tuple[str, str, str]] = {
    "这一句": (
        "总结里的一句话，大括号里的数换一期会自己换，别的字随便写。",
        "春节前看望了边海防官兵的家庭",
        OWN_RULE,
    ),
    "写在哪一段": ("这句话放在总结的哪一段，从列表里选。", "走访慰问", OWN_RULE),
    "插入一个数": (
        "打几个字或首字母，从单子里选一个数，放到光标那里。",
        "走访人次",
        OWN_RULE,
    ),
    "填的数": ("程序里没有记录的数，照您手里的写；只用在这一期。", "46", OWN_RULE),
}
