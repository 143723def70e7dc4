"""Sentences about the history and taking steps back."""

SENTENCES = {
    "history.nothing": "没有可以撤销的事。资料没有动。",
    "history.nothing_to_redo": "没有可以重做的事。资料没有动。",
    "history.gone": "这一步已经找不到了。资料没有动。请刷新一下再看。",
    "history.already_undone": "“{what}”已经撤销过了。没有再撤一次。",
    "history.founding": "建站这一步不能撤销，别的资料都靠着它。什么都没有动。",
    "history.not_here": (
        "“{what}”不是在这台电脑上做的，这里不能撤销。资料没有动。请在原来的电脑上撤销，或直接改正。"
    ),
    "removed.nothing": "这些已经找回来了，没有再找一次。请刷新一下再看。",
    "removed.month_closed": (
        "{month} 的月报已经锁定，这里面有算进那个月的，找回会改动报过的数字，所以没有动。"
        "请按今天的日期重新登记，说明里写上原来的日期。"
    ),
    "history.all_changed": (
        "“{what}”里的内容后来都改过了，撤销会盖掉新写的，所以没有动。请打开档案直接改。"
    ),
}
