"""Sentences about benefits, their payments, and the registration of a death."""

REASON_WITH_SECOND = "{reason}（复核人 {second}）"

SENTENCES = {
    "entitlement.double": "{name}已在享受“{kind}”，没有再批一份。请打开那一份修改。",
    "entitlement.usually_one": "已在享受“{kind}”，通常就高享受一项，请与县里核对。",
    "entitlement.approved_future": "批准日期还没有到，请核对。还没有存。",
    "entitlement.start_early": "起始月份早于批准月份 {month}，请确认有县里的文件。",
    "entitlement.future": "变动日期还没有到，请核对。还没有存。",
    "entitlement.account_only": "退汇只是这一笔没到账，待遇不停。请换好账户，由县里再发一次。",
    "entitlement.county_document": "停发期间补不补，由县里决定。请写上县里的文号再恢复。还没有存。",
    "entitlement.before_start": "生效月份早于起始月份 {month}，请核对。还没有存。",
    "entitlement.correction_breaks": "这样更正以后，“{state}”之后就不能再有“{event}”。没有改动。",
    "entitlement.by_death": "去世引起的变动请用“更正死亡登记”。没有改动。",
    "pension.future": "发放日期还没有到，请核对。还没有存。",
    "pension.sign": "追缴要写负数，其余项目要写正数。还没有存。",
    "pension.months_order": "“连着到”比第一个月还早，请核对。还没有存。",
    "pension.many_months": "一次最多记 {most} 个月，请分几次记。还没有存。",
    "pension.double": "{month} 的“{item}”已经登记过 {amount} 元。没有再记一笔。",
    "pension.after_stop": "{month} 已在停发月份之后，记下了，并列入应追回。",
    "death.already": "{name}已经登记去世，没有再登记一次。日期不对可以更正。",
    "death.not_registered": "{name}没有登记去世，不用更正。没有改动。",
    "death.status": "{name}的档案是“{status}”，不能登记去世。没有改动。",
    "death.second_person": "更正死亡登记要有第二个人复核，请写另一位同事的姓名。还没有存。",
    "death.paid_after": "去世后发过 {count} 笔，共 {amount} 元，要报县里。",
    "death.visited_after": "去世日期之后还走访过 {count} 次，最近一次 {day}，请核对去世日期。",
    "death.certified_after": "去世日期之后有一次认证（{day}），请查清是谁办的。",
    "death.given_after": "去世日期之后有一笔慰问（{day}），留不留由县里定，先不动。",
}
