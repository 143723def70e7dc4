"""Sentences about rules: certification, benefits, death, plaques, condolence, tally."""

SENTENCES = {
    "certification.future": "认证日期 {day} 还没有到，请核对。",
    "certification.before_open": "本年度认证 {open_on} 才开始，{day} 的认证算在上一年度。",
    "certification.after_death": "登记的去世日期是 {death}，不能再登记认证通过。"
    "没有存，请先核对去世登记。",
    "certification.near_death": "登记的去世时间是 {death}，认证在同一时段，请核对先后。",
    "certification.agent_limit": "这位代理人今年已代理 {count} 人，约定不超过 {limit} 人，请核对。",
    "certification.same_photo": "这张照片已经用在另一个人的认证里，请核对是不是拿错了。",
    "certification.evidence_missing": "还差：{missing}。先存为待补材料，补齐后再登记通过。",
    "entitlement.transition": "这项待遇现在是“{state}”，不能登记“{event}”。原来的记录没有动。",
    "death.month_unknown": "只知道 {death}，不知道月份，算不出停发月份。请问清月份，待遇先停下。",
    "death.reported_in_future": "获知日期 {day} 还没有到，请核对。",
    "death.after_report": "去世日期 {death} 晚于获知日期 {day}，请核对。",
    "death.before_birth": "去世日期 {death} 早于出生日期 {birth}，请核对。",
    "plaque.transition": "这块牌现在是“{state}”，不能登记“{event}”。原来的记录没有动。",
    "plaque.household_has_one": "这一户已经有一块光荣牌，一户只挂一块。没有新发。",
    "plaque.withdrawn_household": "这一户的光荣牌由县级决定收回，决定还有效，不能新发。"
    "恢复要有县级同意。",
    "plaque.not_entitled": "这一户没有三属、现役军人或退役军人，不能发光荣牌。请先核对身份。",
    "plaque.no_replacement_after_death": "本人已去世，家里的牌可以继续挂，但不再更换。原牌没有动。",
    "plaque.decision_missing": "登记“{event}”要填县级决定的文号和日期。",
    "plaque.out_of_season": "光荣牌一般在八一或春节前悬挂，请看一下日期对不对。",
    "fact.future": "日期 {day} 还没有到。办完以后再登记。",
    "tally.people": "在册人数应是 {expected}，"
    "现在是 {found}，请看新增、去世、迁入、迁出有没有漏登。",
    "tally.certified": "已认证 {found} 人，多于应认证 {expected} 人，请核对。",
    "tally.plaques": "在挂块数应是 {expected}，"
    "现在是 {found}，请看悬挂、更换、收回、遗失有没有漏登。",
    "tally.kinds_count": "各慰问类型合计 {found} 人次，慰问总数是 {expected} 人次，对不上。",
    "tally.kinds_money": "各慰问类型合计和慰问总额对不上，请点开核对。",
    "tally.funds_money": "各资金来源合计和慰问总额对不上，请点开核对。",
    "tally.part": "其中数 {found} 多于总数 {expected}，请核对。",
    "tally.people_corrected": "在册人数按增减应是 {expected}，实际 {found}；"
    "差数是本月取消建档的，或者以前已去世、迁出的人，已按更正计。",
    "tally.methods": "各认证方式合计 {found} 人，本月认证是 {expected} 人，对不上。",
    "tally.claimed_back": "追缴应当是负数，这里多出来了，请点开核对。",
    "tally.pension_parts": "补发、补差、丧葬补助合计多于发放金额，请点开核对。",
    "tally.not_everybody_paid": "应发 {expected} 人，本月发放 {found} 人，请看一下差的是谁。",
    "tally.negative": "这一项小于 0，本月又没有冲正，请核对。",
    "tally.over_hundred": "{found}/{expected} 超过百分之百，请看一下。",
    "tally.jump": "本月 {found}，上月 {expected}，多了五倍以上，请看一下有没有重复。",
    "tally.no_receipt": "有 {found} 笔没有签领，请补签。",
    "tally.zero_month": "本月各项都是 0，按零报告上报，请确认。",
}
