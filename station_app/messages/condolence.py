"""Sentences about condolence batches, their lists and their payments."""

BATCH_NAME = "{year}年{occasion}慰问{kind}"
"""What a batch is called when nobody gave it a name."""

AMOUNT, GOODS = "金额", "物资名称"
CANCELLED_BEFORE_FREEZING = "冻结前已取消"

SENTENCES = {
    "batch.transition": "这一批现在是“{state}”，不能变成“{target}”。没有改动。",
    "batch.already_paid": "已有 {count} 人签领，不能解冻。名单没有动。有错请做更正行，原来的留底。",
    "batch.not_reconciled": (
        "领出的钱还差 {difference} 元对不上。没有结清。请核对签领、未领和交回的人。"
    ),
    "batch.unclaimed": "还有 {count} 人未领。没有结清。请先发完，或者把未领的交回。",
    "batch.not_draft": (
        "名单已经冻结，人和金额不能改。没有改动。没人签领时可以解冻，签领后请做更正行。"
    ),
    "batch.not_frozen": "名单还没有冻结，不能签领。没有存。请先核对金额，按 F8 冻结。",
    "batch.closed": "这一批已经结清。没有改动。有错请做更正行。",
    "batch.empty": "名单里还没有人，不能冻结。请先加人。",
    "batch.year": "节日年度要写四位数的年份，例如 2026。没有存。",
    "batch.no_last_year": "没有找到去年同一节日、同一类型的批次。名单没有动。请用“加人”选人。",
    "batch.drawn": "领取总额 {drawn} 元少于名单合计 {total} 元。没有冻结。请核对金额。",
    "condolence.already_listed": "{name}已在这份名单里，一批只列一次。",
    "condolence.line_missing": "名单里没有这一行，可能刚被去掉。没有存。请刷新名单再看。",
    "condolence.no_names": "重点对象只记人数和折款，不记姓名。没有存。请用“只记人数”添加。",
    "condolence.not_living": "{name}已{status}，不能列入慰问名单。",
    "condolence.prepared_already": (
        "这个节的名单已经有了：{name}。没有再备一份，免得发重。请到“慰问”里打开那一份。"
    ),
    "condolence.twice_in_batch": "同一批里不能列两次。",
    "condolence.duplicate": "“{batch}”里已有同一节日、同一资金的慰问，请确认不是重复。",
    "condolence.other_funding": "“{batch}”另有一份，资金来源不同，可以照发。",
    "condolence.not_standard": "{amount} 元与标准 {standard} 元不同。",
    "condolence.large": "{amount} 元超过 10 万元，请确认没有多打 0。",
    "condolence.too_large": "金额超过 1 亿元，没有存。请核对是不是多打了 0，或者单位不是元。",
    "condolence.negative": "金额不能是负数。没有存。退回的钱请做更正行。",
    "condolence.amount_missing": "金额还空着。请填金额，或者先定默认金额。",
    "condolence.goods_missing": "物资名称还空着。请写上是什么物资。",
    "condolence.line_incomplete": "{name}的{what}还空着。没有冻结。请补上再冻结。",
    "condolence.headcount": "人数要是 1 以上的整数。没有存。",
    "condolence.recipient": "还没有写给谁。没有存。请写上单位或这批人的名称。",
    "condolence.out_of_season": "{day} 不在{occasion}前后，请看一眼日期和节日。",
    "condolence.future": "发放日期 {day} 还没有到。没有存。发了再记。",
    "condolence.after_death": (
        "对象已于{death}去世，不能再发慰问金。没有存。去世吊唁请另建“去世吊唁”批次。"
    ),
    "condolence.deceased_listed": (
        "{name}已于{death}去世，还在名单里，不能冻结。请从名单去掉，或改用“去世吊唁”。"
    ),
    "condolence.already_paid": "{name}这一份已在 {day} 签领。没有再记一次。",
    "condolence.cancelled": "{name}这一份已取消。没有存。",
    "condolence.line_returned": "{name}这一份已在 {day} 交回。没有存。要补发请先撤销交回。",
    "condolence.receiver": "代领要写代领人和关系。没有存。",
    "condolence.receiver_tail": "代领人证件后四位要写 4 位，末位可以是 X。没有存。",
    "condolence.not_paid": "{name}这一份还没有签领，不用更正。没有改动。",
    "condolence.same_amount": "更正后的金额和原来一样，不用更正。没有改动。",
    "condolence.approver": "做更正行要写是谁批的。没有存。",
    "condolence.nothing_to_return": "没有未领的，不用交回。没有改动。",
    "condolence.return_future": "交回日期 {day} 还没有到。没有存。",
    "condolence.receipt": "请选本人签领或代领。没有存。",
}
