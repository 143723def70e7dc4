"""Sentences about counted facts, their months and their corrections."""

SENTENCES = {
    "fact.missing": "这条{kind}已经不在了，可能刚被撤销。没有改动。请回到名单看一看。",
    "fact.reason": "请写上更正的原因，以后查得到。还没有存。",
    "fact.is_reversal": "这一行本身就是冲正，不能再冲正。没有改动。请改正它所指的那一条。",
    "fact.already_reversed": "这一条已经冲正过，没有再冲正一次。请看它后面新记的那一条。",
}
