"""Sentences about honour plaques."""

NEW, RENEWED = "新发", "更换"
"""What a household signs for."""

SENTENCES = {
    "plaque.round_state": "这块牌现在是“{state}”，这一步不适用。没有存。请在光荣牌页单独办。",
    "plaque.basis_missing": "还没有选依据哪位家人挂牌。没有存。请选三属、现役军人或退役军人本人。",
    "plaque.number_used": "编号 {number} 已用在另一块牌上。没有存。请核对编号。",
    "plaque.reason_missing": "登记“{event}”要选原因。没有存。",
    "plaque.reason_wrong": "“{reason}”不是“{event}”的原因。没有存。请重新选。",
    "plaque.before_last": "{day} 早于这块牌上一次变动 {last}。没有存。请核对日期。",
    "plaque.not_last": "只能撤销这块牌最后一次变动。没有改动。",
    "plaque.died_before": "对象在 2018年7月29日 前已去世，有的省不悬挂。请按县里的规定确认。",
    "plaque.elsewhere": "依据的人不住在这一户。军人与父母分开住的可以挂，请确认没有选错户。",
    "plaque.not_lost": "这块牌现在是“{state}”，遗失或损毁的才能补发。没有存。",
    "plaque.already_replaced": "这块牌已经换过或补过一块。没有存。请看新的那块。",
    "plaque.address_missing": "请写上新的悬挂地址。没有存。",
    "plaque.household_merged": "这一户已并到别的户。没有存。请选并入的那一户。",
}
