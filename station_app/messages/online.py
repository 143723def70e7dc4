"""Sentences of certifications that were made on line: what came of each, and why."""

MADE_BY = "线上小程序"
"""Who made a certification that was delivered on line."""
SENTENCES = {
    "online.delivered": "已送到对象所在的服务站。",
    "online.again": "已送到服务站。本年度已有一次认证通过，两次都留着，只算最早的一次。",
    "online.nobody": "现在没有服务站登记了这个人。先留着，登记以后自动送到。",
    "online.reference_used": "这个编号已经送过别的内容。没有收下。请换一个编号再送。",
    "online.future": "认证日期还没有到。没有收下。请核对日期。",
    "online.other_name": "姓名与登记的不一致。没有收下。请核对姓名和身份证号。",
    "online.deceased": "登记显示此人在认证日期之前已去世。没有收下，区县会核查。",
    "online.moved": "此人已经迁出。没有收下。请向迁入地办理。",
    "online.not_in_scope": "此人没有需要认证的待遇。没有收下。",
    "online.no_year": "那一天还没有开始年度认证。没有收下。",
    "online.year_over": "那一年度的认证已经结束。没有收下。要补的，请由本人所在的服务站登记。",
    "online.no_name": "要写上密钥给谁用。没有生成。",
    "online.unknown_key": "密钥不对。没有收下。请核对，或者向区县要新的。",
    "online.revoked_key": "这个密钥已经停用。没有收下。请向区县要新的。",
    "online.bad_body": "送来的内容不合要求：{reason}。全部没有收下。请照说明改好再送。",
}
