"""Sentences about what the district lays down: standards, options, years, notices, tasks."""

SENTENCES = {
    "down.unknown_list": "“{name}”不能由区县增加选项。没有存。"
    "能增加的是资金来源、慰问时节和走访类型。",
    "down.no_label": "要写上选项的名称。没有存。",
    "down.long_label": "选项名称“{label}”太长，最多 20 个字。没有存。请写短些。",
    "down.label_exists": "“{label}”已经有了。没有再加。",
    "down.no_such_entry": "没有找到要改的这一条。没有改动。请刷新后再看。",
    "down.unknown_choice": "“{value}”不是可选的内容。没有存。请核对。",
    "down.amount": "标准要大于 0。没有存。请核对金额。",
    "down.dates": "执行到的日期不能早于开始执行的日期。没有存。请核对。",
    "down.month": "月份“{month}”不对，应像 2026-08。没有存。",
    "down.standard_exists": "同样条件的标准，{day} 起已经有一条。没有再加。请换一个开始日期。",
    "down.no_title": "要写上标题。没有发。",
    "down.no_text": "要写上内容。没有发。",
    "down.long_text": "内容太长，最多 5000 字。没有发。请分开写。",
    "down.valid_until": "有效期至不能早于今天。没有发。请核对。",
    "down.due_on": "完成时限不能早于今天。没有发。请核对。",
    "posting.missing": "没有找到这一条，也许区县已经撤回。没有改动。",
    "posting.withdrawn": "“{title}”区县已经撤回，不用再办。没有改动。",
    "posting.already_read": "“{title}”本站已经确认过了。没有改动。",
    "posting.already_done": "“{title}”本站已经办结过了。没有改动。要改，请先撤销再填。",
    "posting.not_done": "“{title}”还没有办结，不用撤销。没有改动。",
}
