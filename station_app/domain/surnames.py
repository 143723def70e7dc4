"""Surnames that are read otherwise than the letter alone; sorting by pinyin needs them."""

READINGS = {
    "曾": "zeng",
    "单": "shan",
    "查": "zha",
    "区": "ou",
    "覃": "qin",
    "仇": "qiu",
    "解": "xie",
    "乐": "yue",
    "朴": "piao",
    "盖": "ge",
    "任": "ren",
    "华": "hua",
    "燕": "yan",
    "翟": "zhai",
    "尉": "yu",
    "缪": "miao",
    "冼": "xian",
    "召": "shao",
    "种": "chong",
    "重": "chong",
}
