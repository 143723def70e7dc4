"""Sentences about certification years and what is recorded in them."""

SENTENCES = {
    "certification.cycle_exists": "{year} 年的认证已经开始了。没有另开。要改期限请直接改那一年。",
    "certification.cycle_of_district": (
        "{year} 年的认证期限由区县统一定，本站不能改。没有改动。要改请与区县联系。"
    ),
    "certification.cycle_order": "截止日期要晚于开始日期，公告不能早于截止。没有存。请核对。",
    "certification.cycle_overlap": "{year} 年认证 {open_on} 开始，和这一年排不开。没有存。请核对。",
    "certification.grace": "宽限天数要在 0 到 365 之间。没有存。",
    "certification.no_cycle": "{day} 之前还没有开始过年度认证。没有存。请先在认证页开始一个年度。",
    "certification.cycle_closed": "{year} 年的认证已经结束。没有存。请先重新打开那一年。",
    "certification.not_in_scope": "{name}没有享受定期抚恤补助，一般不用认证。请确认没有选错人。",
    "certification.already_done": "{name}本年度已在 {day} 认证通过。两次都留着，只算一次。请确认。",
    "certification.own": "认证人员和被认证人同名（{name}）。本人和亲属应当回避，请确认。",
    "certification.same_staff": "两位认证人员要是不同的人。没有存。请再选一位。",
    "certification.data_match_off": "数据比对免认证没有打开。没有存。县里允许时，请在设置里打开。",
    "certification.notice_future": "通知日期 {day} 还没有到。没有存。通知了再记。",
    "certification.notice_early": "{day} 还没到截止日期 {due_on}，不用催告。没有存。",
    "certification.notice_how": "请写上怎么通知的，例如电话、上门、村口公告。没有存。",
    "certification.report_death": "{name}在认证中发现已去世。记录已存，请接着登记去世。",
    "certification.report_move": "{name}在认证中发现已迁出。记录已存，请接着登记迁出。",
}
